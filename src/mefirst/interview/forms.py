"""What a question asks, field by field. A form is replayed from its replies, so going back is dropping one."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

from mefirst.interview.fields import Field, Kind
from mefirst.interview.values import DAYS_AWAY, YES_NO
from mefirst.model.scale import ALOUD, HIGHEST, LABELS, LOWEST
from mefirst.model.vocabulary import DIMENSION_LABELS, DIMENSION_NAMES, dimensions_for
from mefirst.packs.model import (
    BaseQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    CommitmentQuestion,
    DateQuestion,
    EffectQuestion,
    FeelingsQuestion,
    LongQuestion,
    NumberQuestion,
    PeopleQuestion,
    PersonQuestion,
    ScaleQuestion,
    ShortQuestion,
    TagsQuestion,
    YesNoQuestion,
)
from mefirst.speech import ENGLISH, Speech, marked
from mefirst.text import fold

Form = Generator[Field, Any, Any]
T = TypeVar("T")

_EVIDENCE = {
    "guess": marked("A guess"),
    "cue": marked("Something I saw or heard"),
    "told": marked("They told me"),
    "asked": marked("I asked them"),
}


class Setting(NamedTuple):
    """What a form may know: the day, whether the moment was at work, who was there, who is known, what is spoken.

    `partners` are those who may be told of a promise.
    """

    today: date
    sphere: str | None = None
    present: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    say: Speech = ENGLISH
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer a form came to; None is no answer."""

    answer: Any


def replay(form: Form, replies: Sequence[Any]) -> Field | Finished:
    """Give a form its `replies` and return the field it asks next, or what it came to."""
    try:
        wanted = next(form)
        for reply in replies:
            wanted = form.send(reply)
    except StopIteration as done:
        return Finished(done.value)
    return wanted


def form_of(question: BaseQuestion, setting: Setting) -> Form:
    """Return the form of a question."""
    if isinstance(question, EffectQuestion):
        return effects(question.up_to, setting, required=question.required)
    if isinstance(question, CommitmentQuestion):
        return commitment(setting, required=question.required)
    return _single(_field(question, setting))


def _single(field: Field) -> Form:
    return (yield field)


def _field(question: BaseQuestion, setting: Setting) -> Field:  # noqa: C901 a table of question types
    common: dict[str, Any] = {
        "key": question.id,
        "required": question.required,
        "default": question.default,
        "today": setting.today,
    }
    match question:
        case ShortQuestion() | LongQuestion():
            kind: Kind = "line" if isinstance(question, ShortQuestion) else "text"
            return Field(kind=kind, shortest=question.min_length, longest=question.max_length, **common)
        case NumberQuestion():
            return Field(kind="number", low=question.min, high=question.max, **common)
        case ScaleQuestion():
            own = (question.from_, question.to) == (LOWEST, HIGHEST)
            return Field(
                kind="scale", low=question.from_, high=question.to, labels=question.labels,
                aloud=_said(ALOUD, setting.say) if own else {}, **common,
            )  # fmt: skip
        case ChoiceQuestion():
            return Field(kind="choice", options=question.options, **common)
        case ChoicesQuestion():
            return Field(kind="choices", options=question.options, most=question.up_to, **common)
        case YesNoQuestion():
            return Field(kind="yes_no", options=_named(YES_NO, setting.say), **common)
        case DateQuestion():
            limits = [
                setting.today if limit == "today" else limit for limit in (question.earliest, question.latest)
            ]
            days = _named(DAYS_AWAY, setting.say)
            return Field(kind="date", earliest=limits[0], latest=limits[1], options=days, **common)
        case PersonQuestion():
            return Field(kind="line", suggestions=setting.known, **common)
        case PeopleQuestion():
            return Field(kind="names", suggestions=setting.known, most=question.up_to, **common)
        case TagsQuestion() | FeelingsQuestion():
            return Field(kind="names", most=question.up_to, **common)
    return Field(kind="note", key=question.id)


def _said(table: Mapping[T, str], say: Speech) -> dict[T, str]:
    return {value: say(label) for value, label in table.items()}


def _named(words: Iterable[str], say: Speech) -> dict[str, str]:
    return {word: say(word) for word in words}


def point(key: str, ask: str, say: Speech = ENGLISH) -> Field:
    """Return a field for a point of the −3 … +3 scale; `ask` is said already."""
    return Field(
        key=key, kind="scale", ask=ask, low=LOWEST, high=HIGHEST,
        labels=_said(LABELS, say), aloud=_said(ALOUD, say),
    )  # fmt: skip


def dimension_options(sphere: str | None, say: Speech = ENGLISH) -> dict[str, str]:
    """Return the dimensions offered for a sphere, each with its label."""
    return {name: say(DIMENSION_LABELS[name]) for name in dimensions_for(sphere)}


def meaning(dimension: str, say: Speech = ENGLISH) -> Field:
    """Return the field that asks what was meant on a dimension."""
    name = say(DIMENSION_NAMES[dimension]).capitalize()
    return point("intended", say("{dimension}: what did you mean to do to it?", dimension=name), say)


def effects(up_to: int, setting: Setting, *, required: bool = False) -> Form:
    """Ask lines of intended against received, up to `up_to` of them, as dicts."""
    lines: list[dict[str, Any]] = []
    while len(lines) < up_to:
        again = setting.say("Another one?") if lines else ""
        dimension = yield Field(
            key="dimension",
            kind="choice",
            ask=again,
            options=dimension_options(setting.sphere, setting.say),
            required=required and not lines,
        )
        if dimension is None:
            break
        lines.append((yield from _effect(dimension, lines, setting)))
    return lines or None


def _effect(dimension: str, lines: Sequence[Mapping[str, Any]], setting: Setting) -> Form:
    say = setting.say
    toward = yield Field(
        key="toward",
        kind="line",
        ask=say("Toward whom?"),
        default=setting.present[0] if len(setting.present) == 1 else None,
        suggestions=tuple(dict.fromkeys((*setting.present, *setting.known))),
        taken=frozenset(fold(line["toward"] or "") for line in lines if line["dimension"] == dimension),
    )
    intended = yield meaning(dimension, say)
    seen = yield point("seen", say("And what arrived, as far as you can tell?"), say)
    line: dict[str, Any] = {"dimension": dimension, "toward": toward, "intended": intended, "seen": seen}
    if seen is None:
        return line
    how = yield Field(
        key="evidence", kind="choice", ask=say("How do you know?"), options=_said(_EVIDENCE, say)
    )
    line["evidence"] = "cue" if how in {"told", "asked"} else how
    if how in {"told", "asked"}:
        by = yield Field(
            key="by",
            kind="line",
            ask=say("Who said so?"),
            default=toward,
            suggestions=setting.present,
            required=True,
        )
        value = yield point("value", say("Where would {person} put it?", person=by), say)
        if value is not None:
            line["reported"] = [{"by": by, "value": value, "on": setting.today.isoformat(), "how": how}]
    return line


def commitment(setting: Setting, *, required: bool = False) -> Form:
    """Ask a promise in the form that works: if the cue comes, then I will."""
    say = setting.say
    cue = yield cue_field(say)
    response = yield response_field(say, required=required or cue is not None)
    if response is None:
        return None
    due = yield due_field(setting)
    promise = {"cue": cue, "response": response} if cue else {"behavior": response}
    if due:
        promise["due"] = due
    if setting.partners and (witness := (yield witness_field(setting))):
        promise["witness"] = witness
    return promise


def witness_field(setting: Setting) -> Field:
    """Return the field that asks which partner may know of a promise."""
    return Field(
        key="witness", kind="line", ask=setting.say("Who may know of it?"), suggestions=setting.partners
    )


def cue_field(say: Speech) -> Field:
    """Return the field that asks for the cue of a promise."""
    return Field(key="cue", kind="line", ask=say("If … (what will tell you it is time)"))


def response_field(say: Speech, *, required: bool) -> Field:
    """Return the field that asks what one will do when the cue comes."""
    return Field(key="response", kind="line", ask=say("… then I will …"), required=required)


def due_field(setting: Setting) -> Field:
    """Return the field that asks for the day of a promise."""
    return Field(
        key="due",
        kind="date",
        ask=setting.say("By when? (a day, tomorrow, or a number of days)"),
        options=_named(DAYS_AWAY, setting.say),
        today=setting.today,
        earliest=setting.today,
    )
