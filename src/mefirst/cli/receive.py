"""`mefirst receive`: take in any file a partner sent."""

import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from mefirst.cli import complete, outgoing
from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, OutputFormat, Plain, Quiet, Yes
from mefirst.cli.partners import current, named
from mefirst.errors import FAILED, AnswerMissing, UsageProblem
from mefirst.interview.fields import Field
from mefirst.journal.store import Journal
from mefirst.model.partner import Partner
from mefirst.render import partners as render
from mefirst.render.words import counted
from mefirst.sharing import envelope, pairing
from mefirst.sharing.envelope import Opened
from mefirst.sharing.incoming import SEALED, UNSEALED
from mefirst.sharing.keys import Relationship, Relationships
from mefirst.sharing.pairing import Introduction, PairingAnswer, PairingKey, Step
from mefirst.sharing.post import Post, TakenIn
from mefirst.sharing.refusals import AgreementOver, NoPartner, NotForUs
from mefirst.speech import ENGLISH
from mefirst.text import safe

app = typer.Typer(add_completion=False)

_STDIN = "-"


class _Wishes(NamedTuple):
    """How a file is taken in, as the options say."""

    name: str
    sender: str | None
    output: Path | None
    format: str
    dry_run: bool
    yes: bool
    quiet: bool


@app.command(epilog="Example: mefirst receive mefirst-4k7q0z2x.age")
def receive(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What a partner sent, of any kind; - reads stdin.")
    ],
    *,
    sender: Annotated[
        str | None,
        typer.Option(
            "--from", help="Whom it came from; an introduction does not say.", metavar="PARTNER",
            autocompletion=complete.partners,
        ),
    ] = None,
    output: outgoing.Output = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    quiet: Quiet = False,
    plain: Plain = False,
    format_: OutputFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Take in a file a partner sent: an introduction, its answer, what they share. It says what it is and from whom.

    What is shared goes into the share log and is shown; it touches nothing else. Given again, it adds nothing.
    """  # fmt: skip
    context = Context(now, plain=plain)
    name = "What came on stdin" if str(file) == _STDIN else str(file)
    data = _read(file, name)
    opened = context.open_journal(journal)
    keys = context.relationships(opened)
    wishes = _Wishes(name, sender, output, context.format(format_), dry_run, yes, quiet)
    if not envelope.is_sealed(data):
        paper = envelope.open_plain(data, name, UNSEALED)
        return _introduced(context, opened, keys, paper, wishes)
    known, damaged = keys.of(current(opened))
    for problem in damaged:
        context.note(safe(problem.what))
    came = envelope.open_incoming(data, name, known, SEALED)
    if sender is not None and named(opened, sender).id != came.partner.id:
        raise UsageProblem(f"{name} is from {came.partner.alias}, not from {sender}.", hint="Nothing was changed.")
    if dry_run:
        return _taken(context, opened, keys, came, wishes)
    with keys.lock(came.partner):
        relationship = keys.get(came.partner.id)  # as it is now that nobody else can change it
        if relationship is None:
            raise NotForUs(name)
        return _taken(context, opened, keys, came._replace(relationship=relationship), wishes)


def _read(file: Path, name: str) -> bytes:
    if str(file) != _STDIN:
        return envelope.read_file(file)
    return envelope.checked_size(sys.stdin.buffer.read(envelope.MOST_BYTES + 1), name)


def _taken(
    context: Context, journal: Journal, keys: Relationships, came: Opened, wishes: _Wishes
) -> int:
    partner, kept, document, _ = came
    match document:
        case PairingAnswer():
            said = f"The answer of {safe(partner.alias)} to your introduction, with their key."
            return _stepped(context, keys, partner, pairing.answered(partner, kept, document), said, wishes)
        case PairingKey():
            said = f"The key of {safe(partner.alias)}."
            return _stepped(context, keys, partner, pairing.completed(partner, kept, document), said, wishes)
        case _:
            post = Post(journal, keys)
            taken = post.take_in(came, wishes.name, context.now, dry_run=wishes.dry_run)
            return _tell_letter(context, post, partner, taken, wishes)


def _introduced(
    context: Context, journal: Journal, keys: Relationships, paper: Introduction, wishes: _Wishes
) -> int:
    """Answer an introduction; who it is from nobody can tell but whoever was told."""
    partner = _answered_before(journal, keys, paper) or _whom(context, journal, keys, wishes.sender)
    if partner.ended is not None:
        raise AgreementOver(partner.alias, f"the agreement was ended on {partner.ended}")
    said = f"An introduction. You say it is from {safe(partner.alias)}; six words will show if it is."
    if wishes.dry_run:
        step = pairing.introduced(partner, keys.get(partner.id), paper)
        return _stepped(context, keys, partner, step, said, wishes)
    with keys.lock(partner):
        step = pairing.introduced(partner, keys.get(partner.id), paper)
        return _stepped(context, keys, partner, step, said, wishes)


def _answered_before(journal: Journal, keys: Relationships, paper: Introduction) -> Partner | None:
    """Return the partner whose introduction this is, where it was answered already."""
    for partner, kept in keys.of(current(journal))[0]:
        if kept.pairing is not None and kept.pairing.theirs == paper.recipient:
            return partner
    return None


def _whom(context: Context, journal: Journal, keys: Relationships, typed: str | None) -> Partner:
    if typed is not None:
        return named(journal, typed)
    paired = {partner.id for partner, kept in keys.of(current(journal))[0] if kept.is_confirmed}
    waiting = [one.alias for one in current(journal) if one.id not in paired]
    if not waiting:
        raise NoPartner("whom it is from", [])
    if not context.interactive:
        raise AnswerMissing(["--from"], f"Partners without keys: {', '.join(waiting)}")
    options = {alias: safe(alias) for alias in waiting}
    field = Field(key="from", kind="choice", ask="Whom did it come from?", required=True, options=options)
    return named(journal, str(ask_field(context.prompter(ENGLISH, brief=True), field, ENGLISH)))


def _stepped(
    context: Context, keys: Relationships, partner: Partner, step: Step, said: str, wishes: _Wishes
) -> int:
    """Keep where a pairing stands, write the file they need next, and say what is to be done."""
    relationship = step.relationship
    path = None
    if step.file is not None and not wishes.dry_run:
        path = outgoing.path_for(context, wishes.output, relationship, yes=wishes.yes)
        if path is None:
            return FAILED
    if not wishes.dry_run:
        keys.save(relationship)
    context.note(said)
    if path is not None:
        outgoing.write(context, path, step.file)
    _tell_pairing(context, partner, relationship, path, wishes)
    return 0


def _tell_pairing(
    context: Context, partner: Partner, kept: Relationship, path: Path | None, wishes: _Wishes
) -> None:
    alias = safe(partner.alias)
    words = pairing.spoken(partner, kept) if kept.recipient is not None else None
    if wishes.format == "json":
        _show_json(context, partner, None, words, path)
    elif wishes.quiet:
        context.show(partner.id, done="It is taken in.")
    elif words:
        context.show(words)
    if path is not None:
        context.note(f"Send it to {alias}; they type: mefirst receive {safe(path.name)}")
    if kept.is_confirmed:
        context.note(f"You and {alias} are paired already.")
    elif words:
        context.note(f"Once {alias} has these words, too, read them to each other, aloud.")
        context.note(f"Then: mefirst partner pair {alias}. Until it says so, nothing can be shared.")
    elif kept.pairing is not None and kept.pairing.began:
        context.note("You began as well, and yours goes on: they give your file to mefirst receive.")
        context.note(f"If you have not sent it: mefirst partner pair {alias} writes it again.")
    if wishes.dry_run:
        context.note("Nothing was changed.")


def _tell_letter(
    context: Context, post: Post, partner: Partner, taken: TakenIn, wishes: _Wishes
) -> int:
    """Show what came, and note that it was shown."""
    shared, alias = taken.shared, safe(partner.alias)
    state = "" if taken.is_new else ", which you have had"
    context.note(f"A {render.kind_of(shared.content)} from {alias}: number {shared.sequence}{state}.")
    if wishes.format == "json":
        _show_json(context, partner, taken, None, None)
    elif wishes.quiet:
        context.show(shared.id, done=f"It is in the log: {shared.id}")
    else:
        context.show(render.content(shared.content, context.console.canvas))
    if taken.missing.many:
        named_ = ", ".join(map(str, taken.missing.first))
        more = " …" if taken.missing.many > len(taken.missing.first) else ""
        context.note(
            f"Not come yet: {counted(taken.missing.many, 'file')} from {alias}, number {named_}{more}. Ask for it."
        )
    if wishes.dry_run:
        context.note("Nothing was saved.")
        return 0
    if not wishes.quiet:
        post.looked_at(shared, context.now)
        context.note(f"In the log as {shared.handle}; it touches nothing else. mefirst partner log {alias}")
    return 0


def _show_json(
    context: Context, partner: Partner, taken: TakenIn | None, words: str | None, path: Path | None
) -> None:
    from mefirst.render import document, partner_document  # noqa: PLC0415 where it is asked for

    given = partner_document.received(
        partner,
        taken.shared if taken else None,
        document.Origin(context.now, context.journal_name),
        new=taken.is_new if taken else True,
        missing=taken.missing.first if taken else (),
        words=words,
        written=str(path) if path else None,
    )
    context.show(document.dumps(given), kind="document")
