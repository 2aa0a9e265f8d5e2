"""What a reply is to say: as the options give it, or as it is asked."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

import typer

from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.heard import parse
from mefirst.cli.lines import fitting
from mefirst.errors import BadAnswer, UsageProblem
from mefirst.interview import values
from mefirst.interview.fields import Field
from mefirst.interview.forms import point
from mefirst.interview.values import Unfit
from mefirst.model.ids import SHORTEST_HANDLE, normalise
from mefirst.model.vocabulary import DIMENSION_NAMES
from mefirst.render.shares import said_when
from mefirst.sharing.document import LONGEST_NAME, LONGEST_TEXT, Line, Moment, Share
from mefirst.sharing.reply import LONGEST_QUESTION, MOST_IMPACTS, Heard, Question
from mefirst.speech import Speech, marked
from mefirst.text import safe

_AIMS = {
    "decision": marked("A decision: something settled or put off"),
    "assumption": marked("An assumption: something taken for true"),
    "belief": marked("A belief: the rule behind it"),
    "attitude": marked("An attitude: a stance toward somebody or something"),
}


_MOST_NAMED = 6


class Said(NamedTuple):
    """The parts of a reply."""

    well: str | None = None
    question: Question | None = None
    impacts: tuple[Heard, ...] = ()
    next_on: date | None = None

    @property
    def texts(self) -> list[str]:
        """What was typed, so that it is not lost."""
        return [one for one in (self.well, self.question.question if self.question else None) if one]


class NoSuchLine(UsageProblem):
    """Impact on a line that was not shared, or on one of several."""

    def __init__(self, typed: str, why: str, lines: Sequence[str]) -> None:
        super().__init__(
            f"--impact '{typed}': {why}", f"Lines that were shared: {', '.join(lines) or 'none'}"
        )


def given(
    context: Context,
    shares: Sequence[Share],
    *,
    well: str | None,
    target: str | None,
    question: str | None,
    impacts: Sequence[str],
    next_on: str | None,
) -> Said:
    """Return what the options say; BadAnswer, NoSuchLine, UsageProblem."""
    if (target is None) != (question is None):
        raise UsageProblem("--question and --about go together: what is asked, and what it aims at.")
    if len(impacts) > MOST_IMPACTS:
        raise UsageProblem(f"At most {MOST_IMPACTS} times --impact, please.")
    lines = _lines(shares)
    return Said(
        _text("--well", well, LONGEST_TEXT),
        _question(target, _text("--question", question, LONGEST_QUESTION)),
        tuple(_impact(lines, one) for one in impacts),
        _day(next_on, context.today) if next_on else None,
    )


def _text(option: str, typed: str | None, longest: int) -> str | None:
    if typed is None:
        return None
    try:
        return values.text(typed, 1, longest)
    except Unfit as unfit:
        raise BadAnswer(option, str(unfit)) from None


def _question(target: Any, question: str | None) -> Question | None:
    return Question(target=target, question=question) if question else None


def _day(typed: str, today: date) -> date:
    try:
        return date.fromisoformat(values.day(typed, today, earliest=today))
    except Unfit as unfit:
        raise BadAnswer("--next-on", str(unfit)) from None


_Known = tuple[Moment, Line]


def _lines(shares: Sequence[Share]) -> list[_Known]:
    """Return every line of every moment that was shared, each moment as it was shared last, the newest first."""
    moments: dict[str, Moment] = {}
    for share in reversed(shares):
        for one in share.moments:
            moments.setdefault(one.ref, one)
    return [(one, line) for one in moments.values() for line in one.lines]


def _impact(lines: Sequence[_Known], typed: str) -> Heard:
    """Return the impact an option names: of a line by the reference of its moment, and as `mefirst impact` finds it."""
    heard = parse(typed)
    prefix = normalise(heard.which)
    if len(prefix) < SHORTEST_HANDLE:
        raise NoSuchLine(typed, "a reference needs at least four of its characters.", [])
    moments = {moment.ref: moment for moment, _ in lines if moment.ref.startswith(prefix)}
    found = [
        (moment, line)
        for moment in moments.values()
        for line in fitting(moment.lines, person=heard.by, dimension=heard.dimension, toward=heard.toward)
    ]
    if len(found) != 1:
        why = "it could be one of several." if found else "no such line was shared."
        raise NoSuchLine(typed, why, [_typed(*one) for one in (found or lines)[:_MOST_NAMED]])
    ((moment, line),) = found
    if heard.by and len(heard.by) > LONGEST_NAME:
        raise BadAnswer("--impact", f"A name has at most {LONGEST_NAME} characters.")
    return _heard(moment, line, heard.value, heard.by)


def _typed(moment: Moment, line: Line) -> str:
    return ".".join((moment.ref, line.dimension, *([line.toward] if line.toward else [])))


def _heard(moment: Moment, line: Line, value: int, by: str | None) -> Heard:
    return Heard(ref=moment.ref, dimension=line.dimension, toward=line.toward, value=value, by=by)


def asked(context: Context, shares: Sequence[Share]) -> Said:
    """Ask all of it, each part skippable; what was typed before a stop is given back."""
    say = context.say
    prompter = context.prompter(say, brief=True)
    said = Said()

    def ask(field: Field) -> Any:
        return ask_field(prompter, field, say)

    try:
        well = Field(key="well", kind="text", ask=say("What did you see done well? An act rather than a quality."),
                     longest=LONGEST_TEXT)  # fmt: skip
        said = said._replace(well=ask(well))
        said = said._replace(question=_asked_question(ask, say))
        said = said._replace(impacts=_asked_impacts(ask, say, _lines(shares[-1:])))
        day = Field(key="next_on", kind="date", ask=say("When do you meet again? A day, or a number of days."),
                    today=context.today, earliest=context.today)  # fmt: skip
        next_on = ask(day)
    except typer.Exit:
        context.rescue(said.texts)
        raise
    return said._replace(next_on=date.fromisoformat(next_on) if next_on else None)


def _asked_question(ask: Callable[[Field], Any], say: Speech) -> Question | None:
    options = {value: say(label) for value, label in _AIMS.items()}
    aim = Field(
        key="target", kind="choice", ask=say("One question: what makes you curious?"), options=options
    )
    target = ask(aim)
    if target is None:
        return None
    words = say("Your question: open, and one whose answer you do not know.")
    question = Field(key="question", kind="line", ask=words, longest=LONGEST_QUESTION, required=True)
    return _question(target, ask(question))


def _asked_impacts(ask: Callable[[Field], Any], say: Speech, lines: Sequence[_Known]) -> tuple[Heard, ...]:
    """Ask for impact that was heard, line by line, until there is none."""
    found: list[Heard] = []
    left = {str(number): one for number, one in enumerate(lines)}
    while left:
        options = {key: _called(moment, line, say) for key, (moment, line) in left.items()}
        words = say("Did you hear how one of them arrived? Then which?") if not found else say("Another one?")
        key = ask(Field(key="line", kind="choice", ask=words, options=options))
        if key is None:
            break
        moment, line = left.pop(key)
        value = ask(point("value", say("Where would they put it?"), say)._replace(required=True))
        by = ask(
            Field(key="by", kind="line", ask=say("Who said so? Enter: you yourself."), longest=LONGEST_NAME,
                  suggestions=(line.toward,) if line.toward else ())
        )  # fmt: skip
        found.append(_heard(moment, line, value, by))
    return tuple(found)


def _called(moment: Moment, line: Line, say: Speech) -> str:
    parts = [
        said_when(moment.on) if moment.on else moment.ref,
        say(DIMENSION_NAMES[line.dimension]),
        line.toward,
    ]
    return safe(", ".join(part for part in parts if part))
