"""What a promise is made of, as options; and which one is meant."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from mefirst.analysis.overview import by_day
from mefirst.cli import complete
from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.errors import BadAnswer, ChooseCommitment, UnknownCommitment, UnknownEntry
from mefirst.interview import values
from mefirst.interview.fields import Field
from mefirst.interview.values import Unfit
from mefirst.journal.store import Found, Journal
from mefirst.model.commitment import Commitment
from mefirst.model.due import is_open
from mefirst.render.promises import words_of
from mefirst.speech import Speech

HANDLE_HELP = "The handle of a promise, or last; may be left out where one alone is open."
Handle = Annotated[
    str | None,
    typer.Argument(metavar="PROMISE", help=HANDLE_HELP, autocompletion=complete.commitments),
]
Cue = Annotated[str | None, typer.Option("--if", help="What will tell you it is time.", metavar="CUE")]
Response = Annotated[str | None, typer.Option("--then", help="What you will do then.", metavar="WORDS")]
Due = Annotated[
    str | None,
    typer.Option("--due", help="By when: a date, tomorrow, or a number of days.", metavar="DAY"),
]
HowOften = Annotated[
    str | None,
    typer.Option(
        "--repeat",
        help="How often: daily, weekdays, weekly, monthly, 'every N days', weeks or months.",
        metavar="HOW-OFTEN",
    ),
]
Obstacle = Annotated[
    str | None, typer.Option("--obstacle", help="What could get in the way.", metavar="WORDS")
]
IfObstacle = Annotated[
    str | None, typer.Option("--if-obstacle", help="What you will do if it does.", metavar="WORDS")
]
Witness = Annotated[
    str | None,
    typer.Option("--witness", help="Who may know of it.", metavar="ALIAS", autocompletion=complete.partners),
]
Title = Annotated[
    str | None,
    typer.Option(
        "--title", help="A few words anybody may read; none by itself. They may be shared.", metavar="WORDS"
    ),
]


def read_terms(given: dict[str, str | None], today: date) -> dict[str, Any]:
    """Return the terms that were given, read; an empty one empties. BadAnswer names the option."""
    terms: dict[str, Any] = {}
    for name, typed in given.items():
        if typed is None:
            continue
        try:
            terms[name] = _read(name, typed, today) if typed.strip() else None
        except Unfit as unfit:
            raise BadAnswer(_OPTIONS.get(name, f"--{name.replace('_', '-')}"), str(unfit)) from None
    return terms


_OPTIONS = {"cue": "--if", "response": "--then", "behavior": "WORDS"}


def _read(name: str, typed: str, today: date) -> str:
    if name == "due":
        return values.day(typed, today, earliest=today)
    return values.repeat(typed) if name == "repeat" else values.text(typed)


def repeat_field(say: Speech) -> Field:
    """Return the field that asks how often a promise comes round; Enter is once."""
    options = {
        "daily": say("every day"),
        "weekdays": say("Monday to Friday"),
        "weekly": say("every week"),
        "monthly": say("every month"),
    }
    return Field(key="repeat", kind="choice", ask=say("How often? (Enter: once)"), options=options)


def find(
    context: Context, journal: Journal, typed: str | None, fits: Callable[[Commitment], bool]
) -> Found[Commitment]:
    """Return the promise meant: as named, else the only open one that `fits`, else the one chosen.

    UnknownCommitment, ChooseCommitment, Ambiguous, JournalDamaged.
    """
    if typed is None or typed == "last":
        promises = journal.read(Commitment).records
        if typed == "last" and promises:
            return journal.get(Commitment, max(promises, key=lambda one: (one.recorded_at, one.id)).id)
        open_ones = by_day((one for one in promises if is_open(one) and fits(one)), context.today)
        return journal.get(Commitment, _one_of(context, journal, open_ones))
    try:
        return journal.get(Commitment, journal.resolve(Commitment, typed))
    except UnknownEntry as unknown:
        raise UnknownCommitment(typed, journal.name, unknown.why) from None


def _one_of(context: Context, journal: Journal, found: tuple[Commitment, ...]) -> str:
    if not found:
        raise UnknownCommitment("", journal.name, "None is open.")
    if len(found) == 1:
        return found[0].id
    if not context.interactive:
        raise ChooseCommitment([one.handle for one in found])
    say = context.say
    options = {one.id: f"{words_of(one, say)}  {one.handle}" for one in found}
    field = Field(key="promise", kind="choice", ask=say("Which one?"), options=options, required=True)
    return str(ask_field(context.prompter(say, brief=True), field, say))
