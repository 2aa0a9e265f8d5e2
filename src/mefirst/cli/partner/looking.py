"""`partner list`, `show`, `log`: who your partners are, what was agreed, what each of them knows."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mefirst.analysis.partnership import KeyState, Standing, standing
from mefirst.cli import outgoing, refs
from mefirst.cli.context import Context
from mefirst.cli.options import JournalName, Now, OutputFormat, Yes
from mefirst.cli.partners import PartnerWord, everybody, named
from mefirst.errors import FAILED
from mefirst.journal.store import Journal
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.render import leaders, letters
from mefirst.render import partners as render
from mefirst.sharing import exchange, pairing
from mefirst.sharing.envelope import file_name
from mefirst.sharing.keys import Relationship
from mefirst.sharing.post import Post, log, missing
from mefirst.sharing.refusals import KeysUnreadable, NoSuchNumber
from mefirst.text import safe, shell_word, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mefirst.journal.revisions import Damaged
    from mefirst.render.document import Origin


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("list", epilog="Example: mefirst partner list")(list_partners)
    app.command("show", epilog="Example: mefirst partner show coach --agreement")(show)
    app.command("log", epilog="Example: mefirst partner log coach")(log_of)


def list_partners(
    *,
    all_: Annotated[bool, typer.Option("--all", help="Those with whom it ended, too.")] = False,
    format_: OutputFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """List your partners: what was shared last, what is open between you, when you talk next."""
    context = Context(now)
    opened = context.open_journal(journal)
    reading = opened.read(Partner)
    found, damaged = _standings(
        context, opened, [one for one in reading.records if all_ or one.ended is None]
    )
    damaged = [*reading.damaged, *damaged]
    match context.format(format_):
        case "json":
            from mefirst.render import document, partner_document  # noqa: PLC0415 where it is asked for

            given = partner_document.partners(found, _origin(context, opened, damaged))
            context.show(document.dumps(given), kind="document")
        case "plain":
            told = [render.told(one, context.today) for one in found]
            context.show("\n".join(told or ["No partners yet."]))
        case _:
            context.show(render.listed(found, context.today, context.console.canvas))
    return context.damaged(damaged)


def show(
    partner: PartnerWord,
    *,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="What was agreed, in plain words for both to keep.")
    ] = False,
    format_: OutputFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Show how it stands with a partner; --agreement prints what was agreed."""
    context = Context(now)
    opened = context.open_journal(journal)
    found = named(opened, partner)
    (one,), damaged = _standings(context, opened, [found])
    canvas = context.console.canvas
    if context.format(format_) == "json":
        from mefirst.render import document, partner_document  # noqa: PLC0415 where it is asked for

        words = _words(context, opened, found)
        came = _came(opened, found)
        given = partner_document.shown(one, words or None, came, _origin(context, opened, damaged))
        context.show(document.dumps(given), kind="document")
    elif agreement:
        context.show("\n".join(render.agreement(found, canvas)))
    else:
        context.show(render.shown(one, _words(context, opened, found), context.today, canvas))
        for asked in exchange.waiting([found], *_mail(opened)):
            said = canvas.signs(f"Question: “{refs.in_a_line(asked.told)}”")
            context.show("\n".join(wrap(said, canvas.width)))
            context.note(f"To answer it: mefirst partner answer {shell_word(found.alias)}")
        if found.role == "leader":
            context.show(leaders.shown(one, _came(opened, found), context.today, canvas))
    return context.damaged(damaged)


def log_of(
    partner: PartnerWord,
    *,
    number: Annotated[
        int | None,
        typer.Option("--content", help="All that this one held, by its number.", metavar="NUMBER"),
    ] = None,
    again: Annotated[
        int | None,
        typer.Option("--again", help="Write this one again, for it got lost.", metavar="NUMBER"),
    ] = None,
    output: outgoing.Output = None,
    yes: Yes = False,
    format_: OutputFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Show every file that went to a partner or came: when, its hash, what it held. It is what they know of you."""
    context = Context(now)
    opened = context.open_journal(journal)
    found = named(opened, partner)
    if again is not None:
        return _again(context, opened, found, again, output, yes=yes)
    files, damaged = log(opened, found.id)
    if number is not None:
        files = [one for one in files if one.sequence == number]
        if not files:
            raise NoSuchNumber(found.alias, number)
    canvas = context.console.canvas
    if context.format(format_) == "json":
        from mefirst.render import document, partner_document  # noqa: PLC0415 where it is asked for

        given = partner_document.log(found, files, _origin(context, opened, damaged))
        context.show(document.dumps(given), kind="document")
    elif number is not None:
        for one in files:
            context.show(render.logged([one], found.alias, context.today, canvas))
            plain = context.format(format_) == "plain"
            context.show(
                letters.shown(one.content, canvas, plain=plain, here=refs.here(context, opened, found, one))
            )
    else:
        context.show(render.logged(files, found.alias, context.today, canvas))
    return context.damaged(damaged)


def _again(
    context: Context, journal: Journal, partner: Partner, number: int, output: Path | None, *, yes: bool
) -> int:
    data = Post(journal, context.relationships(journal)).again(partner, number, context.today)
    path = outgoing.place(context, output, file_name(), yes=yes)
    if path is None:
        return FAILED
    outgoing.write(context, path, data)
    context.note(
        f"It holds what number {number} held, to the byte. {safe(partner.alias)} can have it once only."
    )
    return 0


def _standings(
    context: Context, journal: Journal, wanted: "Sequence[Partner]"
) -> tuple[list[Standing], list["Damaged"]]:
    shared, promises, talks = (journal.read(Shared), journal.read(Commitment), journal.read(Checkin))
    keys = context.relationships(journal)
    found = []
    for one in wanted:
        try:
            kept = keys.get(one.id)
        except KeysUnreadable as problem:
            context.note(safe(problem.what))
            kept = None
        between = exchange.between(one, shared.records, talks.records)
        records = (shared.records, promises.records, talks.records)
        found.append(standing(one, _state(kept), *records, everybody=everybody(journal), between=between))
    return found, [*shared.damaged, *promises.damaged, *talks.damaged]


def _state(kept: Relationship | None) -> KeyState:
    if kept is None:
        return KeyState("none")
    if kept.is_confirmed:
        return KeyState("paired", missing(kept).many)
    return KeyState("begun" if kept.recipient is None else "to-compare")


def _mail(journal: Journal) -> tuple[tuple[Shared, ...], tuple[Checkin, ...]]:
    return journal.read(Shared).records, journal.read(Checkin).records


def _came(journal: Journal, partner: Partner) -> leaders.Came:
    """Return what came from a leader; of others there is nothing such."""
    log_ = journal.read(Shared).records if partner.role == "leader" else ()
    shares = exchange.shares(log_, "received", partner)
    heard = exchange.last_question(partner, log_)
    return leaders.Came(shares[-1] if shares else None, exchange.to_reply(partner, log_) is not None, heard)


def _words(context: Context, journal: Journal, partner: Partner) -> str:
    kept = context.relationships(journal).get(partner.id)
    return pairing.spoken(partner, kept) if kept is not None and kept.recipient is not None else ""


def _origin(context: Context, journal: Journal, damaged: "Sequence[Damaged]") -> "Origin":
    from mefirst.render.document import Origin  # noqa: PLC0415 as above

    return Origin(context.now, journal.name, [one.name for one in damaged])
