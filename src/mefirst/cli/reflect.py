"""`mefirst reflect`: the guided session."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from mefirst.cli import complete
from mefirst.cli.asking import offer
from mefirst.cli.beforehand import last_said, said_before, to_put_right
from mefirst.cli.context import Context
from mefirst.cli.leftovers import take_up
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet, Unlock
from mefirst.cli.pending import discard_draft, find_draft, goes_on, newest_draft
from mefirst.cli.sessions import Session, begin
from mefirst.errors import (
    AnswerMissing,
    CannotWrite,
    JournalDamaged,
    JournalNewer,
    UnknownQuestions,
    UsageProblem,
)
from mefirst.interview.answers import parse_answers, parse_set, read_answers_file
from mefirst.interview.interview import Interview
from mefirst.interview.scripted import give_all, require_complete
from mefirst.journal.store import Journal, Reading
from mefirst.model.entry import Entry
from mefirst.model.record import Record
from mefirst.packs.library import Library
from mefirst.packs.model import Pack
from mefirst.packs.reader import LoadedPack
from mefirst.packs.yamltree import MOST_BYTES
from mefirst.text import one_line, safe

app = typer.Typer(add_completion=False)

_STANDARD_PACK = "daily"
_PARTNERS = "partners"
"""The folder of their records; whoever has none does without all there is for them."""
_CLEANUP = "cleanup"
_OTHERS = "mefirst pack list shows the packs and what they are for."


@app.command(epilog="Examples: mefirst reflect, mefirst reflect deep --from last, mefirst reflect --resume")
def reflect(
    pack: Annotated[
        str,
        typer.Argument(
            metavar="PACK",
            help="The pack to ask; with --resume or --discard, the draft.",
            autocompletion=complete.packs,
        ),
    ] = _STANDARD_PACK,
    *,
    on: Annotated[str | None, typer.Option("--on", help="The day it is about.", metavar="DATE")] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", help="Go on with this entry.", metavar="ENTRY", autocompletion=complete.entries
        ),
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers", help="Take the answers from a file, - for stdin; nothing is asked.", metavar="FILE"
        ),
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="Answer one question beforehand.", metavar="ID=VALUE")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a draft.")] = False,
    discard: Annotated[bool, typer.Option("--discard", help="Throw a draft away.")] = False,
    unlock: Unlock = False,
    lang: Annotated[
        str | None, typer.Option("--lang", help="In this language, such as de.", metavar="TAG")
    ] = None,
    plain: Plain = False,
    quiet: Quiet = False,
    dry_run: DryRun = False,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Reflect on one moment: what you meant, what arrived, what of yours lies between.

    Enter goes on or skips, Shift+Tab goes back, Ctrl+D saves what is there, Ctrl+C stops and keeps a draft.
    """
    context = Context(now, plain=plain, lang=lang)
    say = context.say
    if not (unlock or resume or discard or from_):
        context.unlocks = "quietly"
    if resume and discard:
        raise UsageProblem("--resume and --discard do not go together.")
    if on is not None and from_ is not None:
        raise UsageProblem("--on and --from do not go together: the entry to go on with has its day.")
    wanted = pack if pack != _STANDARD_PACK else None
    if discard:
        opened = context.open_journal(journal)
        discard_draft(context, opened, find_draft(context, opened, wanted))
        return
    if resume:
        opened = context.open_journal(journal)
        take_up(context, opened)
        _resume(context, opened, wanted, quiet=quiet)
        return
    day = context.day(on)
    loaded = context.spoken(Library.standard(context.paths).files(pack))
    _check_kind(loaded.pack, from_)
    given = answers_given(loaded.pack, answers, set_ or ())
    if answers is None and context.interactive and not dry_run:
        opened = context.open_journal(journal, create=True)
        _ask(context, opened, loaded, given, on=on, from_=from_, quiet=quiet)
        return
    base = _base(context, journal, from_)
    last = last_said(context, journal, loaded.pack)
    interview = Interview(loaded.pack, _about(loaded.pack, base, day), last=last, say=say)
    give_all(interview, given)
    require_complete(interview) if base is None or loaded.pack.for_ != "entry" else None
    for name in interview.dropped():
        context.note(
            say("Not used: the answer to '{question}', which these answers leave unasked.", question=name)
        )
    if dry_run:
        context.note(say("These answers fit. Nothing was saved."))
        return
    try:
        opened = context.open_journal(journal, create=True)
    except (CannotWrite, JournalDamaged, JournalNewer, OSError):
        context.rescue(f"{name}: {answer}" for name, answer in interview.answers.items())
        raise
    record = begin(context, opened, loaded, interview, base).save(quiet=quiet)
    _urgent(context, opened, record, quiet=quiet)


def _about(pack: Pack, base: Entry | None, day: date) -> date:
    """Return the day a record is about: that of the entry that goes on; a promise from one is made today."""
    return base.on if base and pack.for_ == "entry" else day


def _check_kind(pack: Pack, from_: str | None) -> None:
    if pack.for_ == "assessment":
        raise UsageProblem(
            f"The pack '{pack.id}' is an assessment, which this version cannot hold.", hint=_OTHERS
        )
    if from_ is not None and pack.for_ not in {"entry", "commitment"}:
        raise UsageProblem(
            f"--from goes on with an entry; the pack '{pack.id}' fills a {pack.for_}.", hint=_OTHERS
        )


def answers_given(
    pack: Pack, answers: str | None, assignments: tuple[str, ...] | list[str]
) -> dict[str, Any]:
    """Return the answers given beforehand, by file and by --set; --set wins."""
    given: dict[str, Any] = {}
    if answers == "-":
        given = parse_answers(sys.stdin.buffer.read(MOST_BYTES + 1), "the standard input")
    elif answers is not None:
        given = parse_answers(read_answers_file(Path(answers)), answers)
    for assignment in assignments:
        name, equals, _ = assignment.partition("=")
        if not equals:
            raise UsageProblem(f"--set takes ID=VALUE; '{assignment}' has no '='.")
        if name not in pack.ids:
            raise UnknownQuestions([name], pack.id, pack.ids)
        given[name] = parse_set(assignment, pack.question(name))
    return given


def _base(context: Context, journal: str, typed: str | None) -> Entry | None:
    if typed is None:
        return None
    opened = context.open_journal(journal)
    return opened.get(Entry, opened.resolve(Entry, typed)).record


def _resume(context: Context, journal: Journal, wanted: str | None, *, quiet: bool) -> None:
    pending = find_draft(context, journal, wanted)
    if not context.interactive:
        raise AnswerMissing(pending.interview.missing() or ["the rest"], "Resume it in a terminal.")
    _hold(Session(context, journal, pending.draft, pending.interview), quiet=quiet)


def _hold(session: Session, *, quiet: bool) -> None:
    """Hold a session, and where it found something that cannot wait, offer to begin with that."""
    context, journal, say = session.context, session.journal, session.interview.say
    command = _urgent(context, journal, record := session.hold(quiet=quiet), quiet=quiet)
    if not command or not isinstance(record, Entry) or record.cleanup != "now":
        return
    options = {"later": say("Later"), "now": say("Now, about eight minutes")}
    if _offer(context, say("It cannot wait. When do you begin?"), options) == "now":
        loaded = context.spoken(Library.standard(context.paths).files(_CLEANUP))
        _ask(context, journal, loaded, {}, on=None, from_=record.id, quiet=quiet)


def _urgent(context: Context, journal: Journal, record: Record, *, quiet: bool) -> str:
    """Say how to put right what a session found, unless that was begun; return the command, or nothing."""
    if quiet or not (entry := to_put_right(context, journal, record)):
        return ""
    command = f"mefirst reflect cleanup --from {entry.handle}"
    context.note(context.say("To put it right:  {command}", command=command))
    return command


def _ask(
    context: Context,
    journal: Journal,
    loaded: LoadedPack,
    given: dict[str, Any],
    *,
    on: str | None,
    from_: str | None,
    quiet: bool,
) -> None:
    """Hold a session: a pending draft is offered first, then a moment noted and not yet looked at."""
    take_up(context, journal)
    say = context.say
    locked = not context.is_readable(journal)
    if locked:
        context.note(
            say("Locked: what you noted, began and promised is skipped. --unlock asks for the passphrase.")
        )
    recent: Reading[Entry] = Reading((), ()) if locked else context.recent(journal)
    base = None
    if from_ is not None:
        base = journal.get(Entry, journal.resolve(Entry, from_)).record
    elif on is None and not given and not locked:
        pending = newest_draft(context, journal)
        if pending and goes_on(context, journal, pending):
            _hold(Session(context, journal, pending.draft, pending.interview), quiet=quiet)
            return
    if loaded.pack.for_ == "entry" and not locked:
        _open_with_question(context, journal)
        if from_ is None and on is None and not given:
            base = _noted(context, list(recent.records))
    known = tuple(dict.fromkeys(name for one in reversed(recent.records) for name in one.everyone))
    interview = Interview(
        loaded.pack, _about(loaded.pack, base, context.day(on)), known=known, partners=_witnesses(context, journal),
        last=last_said(context, journal.name, loaded.pack), before=said_before(loaded.pack, base), say=say,
    )  # fmt: skip
    give_all(interview, given)
    session = begin(context, journal, loaded, interview, base)
    if not recent.records:
        session.welcome()
    _hold(session, quiet=quiet)


def _open_with_question(context: Context, journal: Journal) -> None:
    """Ask the question a partner sent, where one waits."""
    if journal.holds(_PARTNERS):
        from mefirst.cli.questions import open_with  # noqa: PLC0415 few have partners

        open_with(context, journal)


def _witnesses(context: Context, journal: Journal) -> tuple[str, ...]:
    """Return the aliases of those who may know of a promise."""
    if not journal.holds(_PARTNERS):
        return ()
    from mefirst.cli.partners import witnesses  # noqa: PLC0415 few have partners

    return witnesses(context, journal)


def _noted(context: Context, recent: list[Entry]) -> Entry | None:
    """Offer the moment noted last; None where there is none or another one is wanted."""
    noted = [one for one in recent if one.state == "captured"]
    if not noted:
        return None
    words = safe(one_line(noted[-1].situation or "", 60))
    say = context.say
    choice = _offer(context, say("Noted {handle}: “{words}”.", handle=noted[-1].handle, words=words), {
        "this": say("Start with it"), "other": say("Another moment"),
    })  # fmt: skip
    return noted[-1] if choice == "this" else None


def _offer(context: Context, words: str, options: dict[str, str]) -> str:
    return offer(context.prompter(context.say, brief=True), words, options, context.say)
