"""`commitment add`: make a promise."""

from typing import Annotated, Any, Literal

import typer

from mefirst.cli import complete
from mefirst.cli.asking import ask_field
from mefirst.cli.commitment.terms import (
    Cue,
    Due,
    HowOften,
    IfObstacle,
    Obstacle,
    Response,
    Title,
    Witness,
    read_terms,
    repeat_field,
)
from mefirst.cli.context import Context
from mefirst.cli.hinting import said_hints
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet
from mefirst.cli.partners import witnesses
from mefirst.errors import AnswerMissing, CannotWrite, UsageProblem
from mefirst.interview.fields import Field
from mefirst.interview.forms import Setting, cue_field, due_field, response_field, witness_field
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.ids import new_id
from mefirst.render.saved import promise_line


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command(
        "add",
        epilog="Example: mefirst commitment add (it asks; private words do not belong in a shell's history)",
    )(add)


def add(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", help="The promise, in a plain sentence.")
    ] = None,
    *,
    cue: Cue = None,
    response: Response = None,
    due: Due = None,
    repeat: HowOften = None,
    obstacle: Obstacle = None,
    if_obstacle: IfObstacle = None,
    witness: Witness = None,
    title: Title = None,
    kind: Annotated[
        Literal["do", "stop", "experiment"], typer.Option("--kind", help="What it is about.")
    ] = "do",
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", help="The moment it comes from.", metavar="ENTRY", autocompletion=complete.entries
        ),
    ] = None,
    quiet: Quiet = False,
    dry_run: DryRun = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Make a promise: if the cue comes, then what you will do. It asks for what was not said."""
    context = Context(now, plain=plain)
    if from_ is None:
        context.unlocks = "quietly"  # adding takes no passphrase
    opened = context.open_journal(journal)
    from_entry = opened.resolve(Entry, from_) if from_ is not None else None
    behavior = " ".join(words) if words else None
    if behavior is not None and (cue or response):
        raise UsageProblem(
            "A plain sentence and --if or --then do not go together.",
            hint="Say it whole, or in two parts: --if CUE --then WORDS",
        )
    given = {
        "behavior": behavior, "cue": cue, "response": response, "due": due, "repeat": repeat,
        "obstacle": obstacle, "if_obstacle": if_obstacle, "witness": witness, "title": title,
    }  # fmt: skip
    terms = read_terms(given, context.today)
    if not terms.get("behavior") and not terms.get("response"):
        terms = _asked(context, opened, terms)
    promise = Commitment.first(
        new_id(context.today), recorded_at=context.now, kind=kind, from_entry=from_entry, **terms
    )
    if dry_run:
        context.note(f"It would be promised: {promise_line(promise, context.today)}. Nothing was saved.")
        return
    try:
        opened.add(promise)
        opened.note_beside(promise)
    except CannotWrite:
        context.rescue(f"{name}: {value}" for name, value in terms.items() if value)
        raise
    if quiet:
        context.show(promise.id, done=f"It is saved: {promise.id}")
        return
    context.note(promise_line(promise, context.today, context.say))
    for hint in said_hints(context, opened, promise):
        context.note(hint)


def _asked(context: Context, journal: Journal, terms: dict[str, Any]) -> dict[str, Any]:
    """Ask for what makes a promise, but for what was given already."""
    if not context.interactive:
        raise AnswerMissing(["--then"], "Example: mefirst commitment add --if CUE --then WORDS")
    say = context.say
    prompter = context.prompter(say, brief=True)
    setting = Setting(context.today, say=say, partners=witnesses(context, journal))
    asked = dict(terms)

    def ask(field: Field) -> None:
        if field.key not in terms:
            asked[field.key] = ask_field(prompter, field, say)

    ask(cue_field(say))
    ask(response_field(say, required=True))
    ask(due_field(setting))
    ask(repeat_field(say))
    ask(Field(key="obstacle", kind="line", ask=say("What could get in the way? (Enter skips)")))
    if asked["obstacle"]:
        ask(Field(key="if_obstacle", kind="line", ask=say("And what will you do then?")))
    if setting.partners:
        ask(witness_field(setting))
    ask(Field(key="title", kind="line", ask=say("A few words anybody may read, if you like to share it.")))
    if not asked["cue"]:
        asked["behavior"] = asked.pop("response")
    return asked
