"""`partner answer`: the answer to a partner's question, at another time than in a reflection."""

from typing import Annotated

import typer

from mefirst.cli import questions
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet
from mefirst.cli.partners import PartnerWord, named
from mefirst.cli.refs import in_a_line
from mefirst.errors import FAILED, AnswerMissing, BadAnswer, UsageProblem
from mefirst.interview import values
from mefirst.interview.values import Unfit
from mefirst.model.checkin import Checkin
from mefirst.model.share import Shared
from mefirst.sharing import exchange
from mefirst.sharing.document import LONGEST_TEXT
from mefirst.text import safe


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("answer", epilog="Example: mefirst partner answer coach")(answer)


def answer(
    partner: PartnerWord,
    *,
    text: Annotated[str | None, typer.Option("--text", help="Your answer.", metavar="TEXT")] = None,
    moved: Annotated[
        str | None, typer.Option("--moved", help="How far it moved something, 0 to 3.", metavar="N")
    ] = None,
    let_go: Annotated[
        bool, typer.Option("--let-go", help="Do not answer it; it is not asked again.")
    ] = False,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Answer the question of a partner that waits, or let it go. The answer goes back with your next share."""
    context = Context(now, plain=plain)
    _refuse_contradictions(text, moved, let_go=let_go)
    opened = context.open_journal(journal)
    found = named(opened, partner)
    alias = safe(found.alias)
    log, checkins = opened.read(Shared), opened.read(Checkin)
    damaged = (*log.damaged, *checkins.damaged)
    waiting = exchange.waiting([found], log.records, checkins.records)
    if not waiting:
        context.note(f"No question of {alias} waits.")
        return context.damaged(damaged)
    said, far = _said(text), _moved(moved)
    asks = said is None and not let_go and not dry_run and context.interactive
    if not asks:
        context.note(f"{alias} asks: “{in_a_line(waiting[0].told)}”")
    if dry_run:
        context.note("Nothing was saved.")
        return context.damaged(damaged)
    if said is None and not let_go:
        if not asks:
            raise AnswerMissing(["--text"], "Or --let-go, which leaves it unanswered.")
        record = questions.ask(context, opened, waiting[0])
        if record is None:
            context.note("It waits.")
            return FAILED
    else:
        record = questions.save(context, opened, waiting[0], said, far)
    if quiet:
        context.show(record.id, done=f"It is saved: {record.id}")
    elif let_go:
        context.note(
            f"Let go. {alias} is not told, and it is not asked again. mefirst undo {record.handle} takes that back."
        )
    else:
        goes = f"It goes to {alias} with your next share" if questions.goes_back(found) else "It stays here"
        context.note(f"Saved {record.handle}. {goes}; mefirst undo {record.handle} takes it back.")
    return context.damaged(damaged)


def _refuse_contradictions(text: str | None, moved: str | None, *, let_go: bool) -> None:
    if let_go and (text is not None or moved is not None):
        raise UsageProblem(
            "--let-go leaves the question unanswered; it goes with neither --text nor --moved."
        )
    if moved is not None and text is None:
        raise UsageProblem("--moved belongs to an answer: --text says it.")


def _said(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return values.text(text, 1, LONGEST_TEXT)
    except Unfit as unfit:
        raise BadAnswer("--text", str(unfit)) from None


def _moved(typed: str | None) -> int | None:
    if typed is None:
        return None
    try:
        return values.scale(typed, 0, 3)
    except Unfit as unfit:
        raise BadAnswer("--moved", str(unfit)) from None
