"""`commitment log`: the cue came, or not; it was done, or not."""

from typing import Annotated

import typer

from mefirst.cli.asking import ask_field
from mefirst.cli.commitment.terms import Handle, find
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet
from mefirst.errors import AnswerMissing, BadAnswer, CannotWrite, NotPossible, UsageProblem
from mefirst.interview.fields import Field
from mefirst.model.commitment import Commitment, LogLine
from mefirst.model.due import is_open
from mefirst.model.ids import day_of
from mefirst.model.transitions import said
from mefirst.render.promises import words_of
from mefirst.speech import Speech


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("log", epilog="Example: mefirst commitment log d83k2m --did")(log)


def log(
    promise: Handle = None,
    *,
    did: Annotated[
        bool | None,
        typer.Option("--did/--did-not", help="The cue came, and you did it, or did not.", show_default=False),
    ] = None,
    no_cue: Annotated[bool, typer.Option("--no-cue", help="The cue did not come.")] = False,
    note: Annotated[str | None, typer.Option("--note", help="A word on it.", metavar="WORDS")] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day it was.", metavar="DATE")] = None,
    quiet: Quiet = False,
    dry_run: DryRun = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Say that the cue of a promise came, and whether you did it: two keys. What is counted is cues, not days."""
    context = Context(now, plain=plain)
    day = context.day(on)
    if no_cue and did is not None:
        raise UsageProblem("--no-cue goes without --did and --did-not: there was nothing to do.")
    if note is not None and not note.strip():
        raise BadAnswer("--note", "Nothing stands there.")
    opened = context.open_journal(journal)
    found = find(context, opened, promise, lambda one: one.kind != "repair").record
    _check(found)
    if day < day_of(found.id):
        raise UsageProblem(f"{found.handle} was promised on {day_of(found.id)}; {day} was before.")
    if did is None and not no_cue:
        no_cue, did = _asked(context, found)
    line = LogLine(on=day, cue_came=not no_cue, did_it=did, note=note)
    if dry_run:
        context.note(f"This fits: {said_came(found, line, context.say)} Nothing was saved.")
        return
    try:
        saved = opened.change(Commitment, found.id, lambda one: one.changed(log=(*one.log, line)))
        opened.note_beside(saved)
    except CannotWrite:
        context.rescue(filter(None, [note]))
        raise
    if quiet:
        context.show(saved.id, done=f"It is saved: {saved.id}")
        return
    context.note(said_came(saved, None, context.say))


def _check(one: Commitment) -> None:
    """Raise NotPossible for what is over, and for a cleanup, which goes by steps."""
    if one.kind == "repair":
        raise UsageProblem(
            f"{one.handle} is a cleanup: it goes step by step.", hint=f"mefirst commitment next {one.handle}"
        )
    if not is_open(one):
        raise NotPossible(one.handle, "logged", f"it is {said(one.status)}", ())


def _asked(context: Context, one: Commitment) -> tuple[bool, bool | None]:
    """Ask in two keys, a number and Enter; return whether no cue came, and whether it was done."""
    if not context.interactive:
        raise AnswerMissing(
            ["--did", "--did-not", "--no-cue"], f"Example: mefirst commitment log {one.handle} --did"
        )
    say = context.say
    context.note(f"{one.handle}  {words_of(one, say)}")
    options = {
        "did": say("It came, and I did it"),
        "did-not": say("It came, and I did not"),
        "no-cue": say("It did not come"),
    }
    field = Field(
        key="came", kind="choice", ask=say("The cue, or the occasion:"), options=options, required=True
    )
    answer = ask_field(context.prompter(say, brief=True), field, say)
    return answer == "no-cue", None if answer == "no-cue" else answer == "did"


def said_came(one: Commitment, line: LogLine | None, say: Speech) -> str:
    """Return how often the cue came by now, with `line` counted in; and how often it was done."""
    lines = [*one.log, *([line] if line else [])]
    came = [each for each in lines if each.cue_came]
    did = sum(each.did_it is True for each in came)
    if not came:
        return say("Logged {handle}. The cue did not come yet.", handle=one.handle)
    return say.plural(
        "Logged {handle}. The cue came {count} time, did it {did}.",
        "Logged {handle}. The cue came {count} times, did it {did}.",
        len(came), handle=one.handle, count=len(came), did=did,
    )  # fmt: skip
