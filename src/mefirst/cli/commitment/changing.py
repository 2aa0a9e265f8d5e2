"""`commitment change`: it was kept, partly, missed; it is changed before its day; it is dropped with a reason."""

from collections.abc import Callable
from typing import Annotated, Any, cast

import typer

from mefirst.cli.asking import ask_field
from mefirst.cli.commitment.terms import (
    Cue,
    Due,
    Handle,
    HowOften,
    IfObstacle,
    Obstacle,
    Response,
    Title,
    Witness,
    find,
    read_terms,
)
from mefirst.cli.context import Context
from mefirst.cli.hinting import said_hints
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet, Yes
from mefirst.errors import FAILED, AnswerMissing, CannotWrite, NotPossible, UsageProblem
from mefirst.interview.fields import Field
from mefirst.interview.forms import Setting, cue_field, due_field, response_field
from mefirst.journal import changes
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment, Status
from mefirst.model.ids import new_id
from mefirst.model.transitions import closed, possible_statuses, renewed, said, why_not
from mefirst.render.differences import difference
from mefirst.render.promises import stands, words_of
from mefirst.render.saved import promise_line

_BESIDE = ("title", "witness", "obstacle", "if_obstacle")
"""What may be changed at any time: the promise itself stays as it is."""


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command(
        "change", epilog="Examples: mefirst commitment change d83k2m --kept, mefirst commitment change"
    )(change)


def change(
    promise: Handle = None,
    *,
    kept: Annotated[bool, typer.Option("--kept", help="It was kept; past its day, kept late.")] = False,
    partly: Annotated[bool, typer.Option("--partly", help="It was kept in part.")] = False,
    missed: Annotated[bool, typer.Option("--missed", help="It was not kept.")] = False,
    dropped: Annotated[bool, typer.Option("--dropped", help="Let it go, with a --reason.")] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why, in your words.", metavar="WORDS")
    ] = None,
    cue: Cue = None,
    response: Response = None,
    words: Annotated[
        str | None, typer.Option("--do", help="The promise in a plain sentence.", metavar="WORDS")
    ] = None,
    due: Due = None,
    repeat: HowOften = None,
    obstacle: Obstacle = None,
    if_obstacle: IfObstacle = None,
    witness: Witness = None,
    title: Title = None,
    yes: Yes = False,
    quiet: Quiet = False,
    dry_run: DryRun = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Say what became of a promise, change its terms before its day, or give it a title. An empty value empties.

    Other terms make a new promise that takes its place; the old one stays, as renegotiated.
    """
    context = Context(now, plain=plain)
    ways = {"kept": kept, "partly": partly, "missed": missed, "dropped": dropped}
    to = [name for name, wanted in ways.items() if wanted]
    given = {
        "cue": cue, "response": response, "behavior": words, "due": due, "repeat": repeat,
        "title": title, "witness": witness, "obstacle": obstacle, "if_obstacle": if_obstacle,
    }  # fmt: skip
    terms = read_terms(given, context.today)
    if len(to) > 1 or (to and terms):
        raise UsageProblem("One change at a time, please.", hint="Such as: --kept, or --due DAY")
    opened = context.open_journal(journal)
    found = find(context, opened, promise, lambda _: True).record
    if not to and not terms:
        to, terms, reason = _asked(context, found, reason)
    if not to and set(terms) <= set(_BESIDE):
        return _save(context, opened, found, lambda one: one.changed(**terms), dry_run=dry_run, quiet=quiet)
    if not to:
        return _renew(
            context, opened, found, {**terms, "reason": reason}, yes=yes, dry_run=dry_run, quiet=quiet
        )
    status = cast("Status", to[0])
    if status == "dropped" and reason is None:
        reason = _reason(context)
    return _save(
        context, opened, found, lambda one: closed(one, status, context.today, reason),
        dry_run=dry_run, quiet=quiet,
    )  # fmt: skip


def _save(
    context: Context,
    journal: Journal,
    old: Commitment,
    edit: Callable[[Commitment], Commitment],
    *,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Save what became of a promise, and say so."""
    new = edit(old)
    changed = list(difference(old, new, plain=context.plain))
    if dry_run:
        context.show("\n".join(changed) or "Nothing would change.")
        context.note("Nothing was saved.")
        return 0
    try:
        journal.note_beside(journal.change(Commitment, old.id, edit))
    except CannotWrite:
        context.rescue(filter(None, [new.reason, new.title]))
        raise
    if quiet:
        context.show(old.id, done=f"It is saved: {old.id}")
        return 0
    became = said(new.status).capitalize() if new.status != old.status else "Saved"
    context.note(f"{became}: {old.handle} · {words_of(new, context.say)}")
    for line in changed if new.status == old.status else ():
        context.note(f"  {line}")
    context.note(f"mefirst undo {old.handle} takes that back.")
    return 0


def _renew(
    context: Context,
    journal: Journal,
    old: Commitment,
    terms: dict[str, Any],
    *,
    yes: bool,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Put a promise with other terms in the place of one, after asking."""
    reason = terms.pop("reason")
    if terms.get("behavior"):
        terms |= {"cue": None, "response": None}
    elif terms.get("cue") or terms.get("response"):
        terms = {"behavior": None, **terms}
    new, settled = renewed(old, context.today, new_id(context.today), recorded_at=context.now, **terms)
    settled = settled.changed(reason=reason) if reason else settled
    if not any((new.behavior, new.response, new.kind == "repair")):
        raise UsageProblem(
            "A promise needs what you will do.", hint="Say it with --then WORDS or --do WORDS."
        )
    changed = list(difference(old, old.changed(**terms), plain=context.plain))
    if not changed or dry_run:
        context.show("\n".join(changed) or "Nothing would change.")
        context.note("Nothing was saved.")
        return 0
    for line in () if quiet else changed:
        context.note(line)
    if not yes and not context.confirm(f"Put this in the place of {old.handle}?", "--yes"):
        context.note("Nothing was changed.")
        return FAILED
    try:
        came = changes.renew(journal, settled, new)
    except CannotWrite:
        context.rescue(f"{name}: {value}" for name, value in terms.items() if value)
        raise
    if quiet:
        context.show(came.id, done=f"It is saved: {came.id}")
        return 0
    context.note(promise_line(came, context.today, context.say))
    context.note(
        f"It takes the place of {old.handle}. If somebody counts on that one, tell them before its day."
    )
    for hint in said_hints(context, journal, came):
        context.note(hint)
    return 0


def _asked(
    context: Context, one: Commitment, reason: str | None
) -> tuple[list[str], dict[str, Any], str | None]:
    """Ask what became of a promise, of what is possible now; return the status, other terms, and a reason."""
    if not context.interactive:
        raise AnswerMissing(
            ["--kept", "--partly", "--missed", "--dropped", "--due"],
            f"Example: mefirst commitment change {one.handle} --kept",
        )
    say = context.say
    prompter = context.prompter(say, brief=True)

    def ask(field: Field) -> Any:
        return ask_field(prompter, field, say)

    possible = possible_statuses(one, context.today)
    if not possible:
        raise NotPossible(one.handle, "changed", f"it is {stands(one)}", ())
    context.note(f"{one.handle}  {words_of(one, say)}")
    if one.kind != "repair" and (why := why_not(one, "renegotiated", context.today)):
        context.note(f"Its terms stay: {why}.")
    named = {
        "kept": say("Kept"),
        "kept-late": say("Kept, late"),
        "partly": say("Kept in part"),
        "missed": say("Not kept"),
        "renegotiated": say("Other words or another day"),
        "dropped": say("Let go, with a reason"),
    }
    options = {to: named[to] for to in possible} | {"title": say("A title that may be shared")}
    to = ask(Field(key="to", kind="choice", ask=say("What became of it?"), options=options, required=True))
    if to == "title":
        label = say("A few words anybody may read, if you like to share it.")
        return [], {"title": ask(Field(key="title", kind="line", ask=label, default=one.title))}, reason
    if to == "renegotiated":
        return [], _other_terms(context, one, ask), reason
    return ["kept" if to == "kept-late" else to], {}, reason


def _reason(context: Context) -> str:
    """Ask why a promise is let go."""
    if not context.interactive:
        raise AnswerMissing(["--reason"], "A promise is dropped with a reason: --dropped --reason WORDS")
    say = context.say
    field = Field(key="reason", kind="line", ask=say("What is the reason?"), required=True)
    return str(ask_field(context.prompter(say, brief=True), field, say))


def _other_terms(context: Context, one: Commitment, ask: Any) -> dict[str, Any]:
    """Ask for other terms; Enter keeps each."""
    say = context.say
    day = due_field(Setting(context.today, say=say))
    terms: dict[str, Any] = {}
    if one.kind != "repair":
        cue = ask(cue_field(say)._replace(default=one.cue))
        response = response_field(say, required=True)
        words = ask(response._replace(default=one.response or one.behavior))
        terms = {"cue": cue, "response": words} if cue else {"behavior": words}
    due = ask(day._replace(default=one.due.isoformat() if one.due else None))
    return {**terms, "due": due}
