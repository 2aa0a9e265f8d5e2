"""`mefirst share`: what a partner gets to see, looked at before it leaves."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from mefirst.cli import complete, outgoing
from mefirst.cli.choosing import Wishes, choose
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet, Yes
from mefirst.cli.partners import PartnerWord, named
from mefirst.cli.sending import Sender, sender_for
from mefirst.errors import FAILED, UsageProblem
from mefirst.model.partner import Partner
from mefirst.render import shares
from mefirst.sharing.document import Share
from mefirst.sharing.envelope import file_name
from mefirst.sharing.known import known_words
from mefirst.sharing.redact import Known, Redacted, Selection, Spoken
from mefirst.sharing.terms import FIELDS, Terms, terms_for
from mefirst.text import safe

app = typer.Typer(add_completion=False)

_MOST_NAMED = 8


class NamesSpoken(UsageProblem):
    """Chosen texts that name somebody, or say a tag."""

    def __init__(self, spoken: tuple[Spoken, ...]) -> None:
        first, *rest = spoken
        more = "; ".join(f"{place}: '{word}'" for place, word in rest[:_MOST_NAMED])
        super().__init__(
            f"Nothing was shared: the {first.place} says '{first.word}', a name or tag of yours.",
            f"Also {more}{'; …' if len(rest) > _MOST_NAMED else '.'}" if rest else "",
            "--replace-names puts pseudonyms in their place, --keep-names leaves them as they are.",
        )


class OnlyToLookAt(UsageProblem):
    """JSON, in which a share is shown and not sent."""

    def __init__(self) -> None:
        super().__init__(
            "A share is not sent as JSON.",
            hint="--dry-run --format json shows the very bytes that would be sealed; --format md or html is a page.",
        )


def _fields(incomplete: str) -> list[str]:
    return [name for name in FIELDS if name.startswith(incomplete)]


_Strings = list[str]


@app.command(epilog="Example: mefirst share coach last-week --with intent,impact")
def share(
    partner: PartnerWord,
    period: Annotated[
        str | None,
        typer.Argument(
            metavar="PERIOD",
            help="The days to choose from: last-week, 4w, 2026-11, …; without it the last four weeks.",
            autocompletion=complete.periods,
        ),
    ] = None,
    *,
    entry: Annotated[
        _Strings | None,
        typer.Option("--entry", help="Share this moment.", metavar="ENTRY", autocompletion=complete.entries),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Share every moment of the period.")] = False,
    commitments: Annotated[
        bool | None,
        typer.Option("--commitments/--no-commitments", help="Share promises; as agreed.", show_default=False),
    ] = None,
    report: Annotated[
        bool | None,
        typer.Option(
            "--report/--no-report", help="Share the period in numbers; as agreed.", show_default=False
        ),
    ] = None,
    with_: Annotated[
        _Strings | None,
        typer.Option(
            "--with",
            help="Add these fields, too: intent,impact,log; texts are checked for names.",
            metavar="FIELDS",
            autocompletion=_fields,
        ),
    ] = None,
    coarse: Annotated[bool, typer.Option("--coarse", help="Say weeks instead of days.")] = False,
    replace_names: Annotated[
        bool, typer.Option("--replace-names", help="In texts, put pseudonyms for names, a blank for tags.")
    ] = False,
    keep_names: Annotated[
        bool, typer.Option("--keep-names", help="Leave names and tags in texts as they are.")
    ] = False,
    format_: Annotated[
        Literal["sealed", "md", "html", "json"] | None,
        typer.Option(
            "--format",
            help="sealed; md or html for somebody without mefirst; json, with --dry-run, the bytes themselves.",
            show_default="sealed",
        ),
    ] = None,
    output: outgoing.Output = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Share with a partner: choose, look at exactly what leaves, then seal it into a file to send.

    People become pseudonyms, and free text stays here unless --with names its field. The log keeps what left.
    """
    context = Context(now, plain=plain)
    form = format_ or "sealed"
    if form == "json" and not dry_run:
        raise OnlyToLookAt
    if replace_names and keep_names:
        raise UsageProblem("--replace-names and --keep-names are two answers to one question: give one.")
    opened = context.open_journal(journal)
    found = named(opened, partner)
    sender = sender_for(context, opened, found, sealed=form in {"sealed", "json"})
    wishes = Wishes(period, entry or (), all_, commitments, report)
    chosen = choose(context, opened, found, wishes)
    fields = [field for one in with_ or () for field in one.split(",") if field.strip()]
    terms = terms_for(found, chosen.kinds, fields, coarse=coarse)
    known, unread = known_words(opened)
    code = context.damaged(tuple(dict.fromkeys((*chosen.damaged, *unread))))
    replace = None if not (replace_names or keep_names) else replace_names
    made = _made(context, sender, chosen.selection, terms, known, replace=replace)
    if dry_run:
        _show(context, made, form)
        if form == "sealed":
            context.note(f"SHA-256 {made.sha256}")
        context.note("Nothing was written and nothing was logged.")
        return code
    return _send(context, sender, found, made, form, terms, output, yes=yes, quiet=quiet) or code


def _made(
    context: Context,
    sender: Sender,
    selection: Selection,
    terms: Terms,
    known: Known,
    *,
    replace: bool | None,
) -> Share:
    """Return the share, read back from the bytes that leave; NamesSpoken. `replace` None is not yet decided."""
    made = sender.make(selection, terms, known, replace=bool(replace))
    if made.spoken and replace is None:
        if not context.interactive:
            raise NamesSpoken(made.spoken)
        made = _decided(context, sender, selection, terms, known, made)
    return Share.read(made.share.data())


def _decided(
    context: Context, sender: Sender, selection: Selection, terms: Terms, known: Known, made: Redacted
) -> Redacted:
    """Show which names the texts say and let pseudonyms be put in their place; NamesSpoken where they are not."""
    for place, word in made.spoken[: _MOST_NAMED + 1]:
        context.note(safe(f"The {place} says '{word}'."))
    if len(made.spoken) > _MOST_NAMED + 1:
        context.note(f"And {len(made.spoken) - _MOST_NAMED - 1} more.")
    if not context.confirm("Put pseudonyms in their place?", "--replace-names"):
        raise NamesSpoken(made.spoken)
    return sender.make(selection, terms, known, replace=True)


def _show(context: Context, made: Share, form: str) -> None:
    """Show the preview: the share in words, or the very page or bytes that leave."""
    if form == "json":
        context.show(made.data().decode().removesuffix("\n"), kind="document")
    elif form in {"md", "html"}:
        context.show(_page(made, form), kind="document")
    elif context.plain:
        context.show(shares.plain(made))
    else:
        context.show(shares.text(made, context.console.canvas))


def _page(made: Share, form: str) -> str:
    return shares.md(made) if form == "md" else shares.html(made)


def _send(
    context: Context,
    sender: Sender,
    partner: Partner,
    made: Share,
    form: str,
    terms: Terms,
    output: Path | None,
    *,
    yes: bool,
    quiet: bool,
) -> int:
    """Show what leaves, ask, and only then log it and write the file."""
    path = outgoing.place(context, output, file_name("age" if form == "sealed" else form), yes=yes)
    if path is None:
        return FAILED
    alias = safe(partner.alias)
    if not (quiet and yes):
        _show(context, made, "sealed" if form == "html" else form)
        context.note("That is all that leaves." + (f" SHA-256 {made.sha256}" if form == "sealed" else ""))
        if terms.beyond:
            context.note(f"More than you agreed with {alias}: {', '.join(terms.beyond)}.")
        untitled = sum(one.title is None for one in made.commitments)
        if untitled:
            context.note(f"Without a title: {untitled} of {len(made.commitments)} promises.")
    if not yes and not context.confirm(
        f"{'Seal' if form == 'sealed' else 'Write'} this for {alias}?", "--yes"
    ):
        context.note("Nothing was shared.")
        return FAILED
    page = None if form == "sealed" else f"{_page(made, form)}\n".encode()
    shared = sender.send(made, path, page)
    if quiet:
        context.show(shared.id, done=f"It is shared: {shared.id}")
        return 0
    context.note(f"Written: {safe(str(path))}")
    if sender.is_again(made):
        context.note(f"{alias} was to get the very same before: it keeps its place in the log.")
    then = (
        f"they type: mefirst receive {safe(path.name)}" if page is None else "anybody who has it can read it."
    )
    context.note(f"Send it to {alias}; {then}")
    context.note(f"In the log: mefirst partner log {alias}")
    return 0
