"""What a question asks, field by field. A form is replayed from its replies, so going back is dropping one."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from mefirst.interview.fields import Field, Kind
from mefirst.model.scale import HIGHEST, LABELS, LOWEST
from mefirst.model.vocabulary import DIMENSION_LABELS, dimensions_for
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
from mefirst.text import fold

Form = Generator[Field, Any, Any]

_EVIDENCE = {
    "guess": "A guess",
    "cue": "Something I saw or heard",
    "told": "They told me",
    "asked": "I asked them",
}


class Setting(NamedTuple):
    """What a form may know: the day, whether the moment was at work, who was there, who is known."""

    today: date
    sphere: str | None = None
    present: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


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
            return Field(kind="scale", low=question.from_, high=question.to, labels=question.labels, **common)
        case ChoiceQuestion():
            return Field(kind="choice", options=question.options, **common)
        case ChoicesQuestion():
            return Field(kind="choices", options=question.options, most=question.up_to, **common)
        case YesNoQuestion():
            return Field(kind="yes_no", **common)
        case DateQuestion():
            limits = [
                setting.today if limit == "today" else limit for limit in (question.earliest, question.latest)
            ]
            return Field(kind="date", earliest=limits[0], latest=limits[1], **common)
        case PersonQuestion():
            return Field(kind="line", suggestions=setting.known, **common)
        case PeopleQuestion():
            return Field(kind="names", suggestions=setting.known, most=question.up_to, **common)
        case TagsQuestion() | FeelingsQuestion():
            return Field(kind="names", most=question.up_to, **common)
    return Field(kind="note", key=question.id)


def point(key: str, ask: str) -> Field:
    """Return a field for a point of the −3 … +3 scale."""
    return Field(key=key, kind="scale", ask=ask, low=LOWEST, high=HIGHEST, labels=LABELS)


def effects(up_to: int, setting: Setting, *, required: bool = False) -> Form:
    """Ask lines of intended against received, up to `up_to` of them, as dicts."""
    lines: list[dict[str, Any]] = []
    while len(lines) < up_to:
        again = "Another one?" if lines else ""
        dimension = yield Field(
            key="dimension",
            kind="choice",
            ask=again,
            options={name: DIMENSION_LABELS[name] for name in dimensions_for(setting.sphere)},
            required=required and not lines,
        )
        if dimension is None:
            break
        lines.append((yield from _effect(dimension, lines, setting)))
    return lines or None


def _effect(dimension: str, lines: Sequence[Mapping[str, Any]], setting: Setting) -> Form:
    toward = yield Field(
        key="toward",
        kind="line",
        ask="Toward whom?",
        default=setting.present[0] if len(setting.present) == 1 else None,
        suggestions=tuple(dict.fromkeys((*setting.present, *setting.known))),
        taken=frozenset(fold(line["toward"] or "") for line in lines if line["dimension"] == dimension),
    )
    intended = yield point("intended", f"{dimension.capitalize()}: what did you mean to do to it?")
    seen = yield point("seen", "And what arrived, as far as you can tell?")
    line: dict[str, Any] = {"dimension": dimension, "toward": toward, "intended": intended, "seen": seen}
    if seen is None:
        return line
    how = yield Field(key="evidence", kind="choice", ask="How do you know?", options=_EVIDENCE)
    line["evidence"] = "cue" if how in {"told", "asked"} else how
    if how in {"told", "asked"}:
        by = yield Field(
            key="by",
            kind="line",
            ask="Who said so?",
            default=toward,
            suggestions=setting.present,
            required=True,
        )
        value = yield point("value", f"Where would {by} put it?")
        if value is not None:
            line["reported"] = [{"by": by, "value": value, "on": setting.today.isoformat(), "how": how}]
    return line


def commitment(setting: Setting, *, required: bool = False) -> Form:
    """Ask a promise in the form that works: if the cue comes, then I will."""
    cue = yield Field(key="cue", kind="line", ask="If … (what will tell you it is time)")
    response = yield Field(
        key="response", kind="line", ask="… then I will …", required=required or cue is not None
    )
    if response is None:
        return None
    due = yield Field(
        key="due",
        kind="date",
        ask="By when? (a day, tomorrow, or a number of days)",
        today=setting.today,
        earliest=setting.today,
    )
    promise = {"cue": cue, "response": response} if cue else {"behavior": response}
    return {**promise, "due": due} if due else promise
