"""`commitment next`: the next step of a cleanup, with its questions."""

from typing import Annotated, Any, Literal

import typer

from mefirst.analysis.hints import ADVICE
from mefirst.cli.asking import ask_field
from mefirst.cli.commitment.terms import Handle, find
from mefirst.cli.context import Context
from mefirst.cli.hinting import said_hints
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet
from mefirst.errors import AnswerMissing, BadAnswer, CannotWrite, NotPossible, UsageProblem
from mefirst.interview.fields import Field
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment, Step
from mefirst.model.due import follow_up_from
from mefirst.model.transitions import STEPS, possible_steps, said, step_of, stepped, why_no_step
from mefirst.render.dates import near_day
from mefirst.render.promises import step_name, words_of
from mefirst.speech import Speech
from mefirst.text import one_line, safe

_PLAN = ("own_it", "ask_impact", "repair_offer")


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command(
        "next", epilog="Examples: mefirst commitment next, mefirst commitment next p4qz7m --step talked"
    )(next_step)


def next_step(
    promise: Handle = None,
    *,
    step: Annotated[
        Literal["planned", "talked", "repaired", "followed-up", "closed", "not-wanted", "unsafe"] | None,
        typer.Option("--step", help="The step taken; asked for when missing.", show_default=False),
    ] = None,
    own_it: Annotated[
        str | None, typer.Option("--own-it", help="Planned: the sentence that owns it.", metavar="WORDS")
    ] = None,
    ask_impact: Annotated[
        str | None,
        typer.Option("--ask-impact", help="Planned: how you will ask what it was like.", metavar="WORDS"),
    ] = None,
    repair_offer: Annotated[
        str | None, typer.Option("--repair-offer", help="Planned: what you could offer.", metavar="WORDS")
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", help="What they said, or what there is to say.", metavar="WORDS")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day it was.", metavar="DATE")] = None,
    quiet: Quiet = False,
    dry_run: DryRun = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Take the next step of a cleanup: planned, talked, repaired, followed up, closed; or not wanted, or unsafe.

    Where harassment, safety or the law may be involved, seek advice before acting.
    """
    context = Context(now, plain=plain)
    day = context.day(on)
    words = _given(own_it=own_it, ask_impact=ask_impact, repair_offer=repair_offer)
    _given(note=note)
    opened = context.open_journal(journal)
    found = find(context, opened, promise, lambda one: one.kind == "repair").record
    asking = step is None
    to = step or _which(context, found, day)
    if to is None:
        context.note(context.say("Nothing was saved."))
        return
    if words and to != "planned":
        raise UsageProblem(f"--{next(iter(words)).replace('_', '-')} belongs to the step 'planned'.")
    if why := why_no_step(found, to, day):
        raise NotPossible(found.handle, said(to), why, list(map(said, possible_steps(found, day))))
    if context.interactive and (asking or not _complete(found, to, words)):
        words, note = _asked(context, found, to, words, note)
    elif not _complete(found, to, words):
        raise AnswerMissing(["--own-it"], "Say in one sentence what you did, without but.")
    after = stepped(found, to, day, note, **words)
    if dry_run:
        context.note(f"This fits: {found.handle} would be {said(to)}. Nothing was saved.")
        return
    try:
        saved = opened.change(Commitment, found.id, lambda one: stepped(one, to, day, note, **words))
        opened.note_beside(saved)
    except CannotWrite:
        context.rescue(filter(None, [*words.values(), note]))
        raise
    if quiet:
        context.show(saved.id, done=f"It is saved: {saved.id}")
        return
    for line in _told(context, opened, after):
        context.note(line)


def _given(**typed: str | None) -> dict[str, Any]:
    """Return what was given as options; BadAnswer for one of nothing but blanks."""
    given = {name: words for name, words in typed.items() if words is not None}
    for name, words in given.items():
        if not words.strip():
            raise BadAnswer(f"--{name.replace('_', '-')}", "Nothing stands there.")
    return given


def _complete(one: Commitment, to: Step, words: dict[str, Any]) -> bool:
    """Whether all a step needs is there: to be planned takes the sentence that owns it."""
    return to != "planned" or bool(words.get("own_it") or one.own_it)


def _which(context: Context, one: Commitment, day: Any) -> Step | None:
    """Ask which step was taken, of those that are possible on that day; where the way goes not on yet, None is fine."""
    possible = possible_steps(one, day)
    forward = STEPS[step_of(one)][:1]
    why = why_no_step(one, forward[0], day) if forward else why_no_step(one, "closed", day)
    if not possible:
        raise NotPossible(one.handle, "taken further", why, ())
    if not context.interactive:
        raise AnswerMissing(["--step"], f"Example: mefirst commitment next {one.handle} --step {possible[0]}")
    say = context.say
    for line in _so_far(one, say):
        context.note(line)
    if why:
        context.note(f"Not yet {said(forward[0])}: {why}.")
    named = {
        "planned": say("I plan what I will say"),
        "talked": say("I talked with them"),
        "repaired": say("I made it good, as far as it can be"),
        "followed-up": say("I asked again how it is by now"),
        "closed": say("It is done, for both of us"),
        "not-wanted": say("They do not want it"),
        "unsafe": say("Acting on it would not be safe"),
    }
    options: dict[str, str] = {to: named[to] for to in possible}
    field = Field(key="step", kind="choice", ask=say("Which step?"), options=options, required=not why)
    chosen: Step | None = ask_field(context.prompter(say, brief=True), field, say)
    return chosen


def _so_far(one: Commitment, say: Speech) -> list[str]:
    """Return where a cleanup stands, in its own words."""
    told = [f"{one.handle}  {words_of(one, say)}: {step_name(one, say)}"]
    for label, text in (
        (say("What I did"), one.what_i_did),
        (say("My sentence"), one.own_it),
        (say("My question"), one.ask_impact),
        (say("My offer"), one.repair_offer),
    ):
        told += [f"  {label}: {safe(one_line(text))}"] if text else []
    return told


def _asked(
    context: Context, one: Commitment, to: Step, words: dict[str, Any], note: str | None
) -> tuple[dict[str, Any], str | None]:
    """Ask what belongs to a step, but for what was given already; Enter keeps what stood there, or skips."""
    say = context.say
    prompter = context.prompter(say, brief=True)

    def ask(key: str, wording: str, *, required: bool = False) -> Any:
        default = getattr(one, key, None)
        field = Field(key=key, kind="line", ask=wording, default=default, required=required)
        return ask_field(prompter, field, say)

    if to == "planned":
        wordings = (
            say("How do you own it, in one sentence? Without “but”."),
            say("With which question will you ask how it was for them?"),
            say("What could you offer to make it good?"),
        )
        for key, wording in zip(_PLAN, wordings, strict=True):
            if key not in words:
                words = {**words, key: ask(key, wording, required=key == "own_it")}
        return {name: value for name, value in words.items() if value}, note
    wording = {
        "talked": say("What did they say? In their words, if you can."),
        "repaired": say("What did you do to make it good?"),
        "followed-up": say("How is it for them by now?"),
        "closed": say("What do you take along from it?"),
        "not-wanted": say("What did they say? It is an answer, and it is respected."),
        "unsafe": say("What would not be safe? It stays with you."),
    }[to]
    return words, ask("note", wording) if note is None else note


def _told(context: Context, journal: Journal, one: Commitment) -> list[str]:
    """Return what to say after a step: that it is kept, and the one thing to do next."""
    say = context.say
    lines = [f"{say('Saved {handle}', handle=one.handle)} · {words_of(one, say)}: {step_name(one, say)}"]
    if one.step == "planned":
        lines += said_hints(context, journal, one)
    if one.step == "unsafe":
        return [*lines, say(ADVICE)]
    if one.step == "repaired":
        day = near_day(follow_up_from(one), context.today, say)
        return [*lines, say("Ask again how it is: {day}, or later.", day=day)]
    if one.step in {"planned", "talked", "followed-up"}:
        lines.append(
            say("When the next step is taken:  {command}", command=f"mefirst commitment next {one.handle}")
        )
    return lines
