"""A pack and its questions, validated. These models are the format: what they refuse is no pack."""

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from mefirst.packs.conditions import Condition, parse_condition

FORMAT = 1

Kind = Literal["entry", "commitment", "checkin", "review", "assessment"]
"""The record a pack fills."""

_SWITCH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def read_yes_no(typed: Any) -> Any:
    """Return the truth value of yes/no and their kin; anything else as it is, for the model to refuse."""
    return _SWITCH.get(typed.strip().casefold(), typed) if isinstance(typed, str) else typed


def _today_or_date(typed: Any) -> Any:
    if isinstance(typed, date) or typed == "today":
        return typed
    try:
        return date.fromisoformat(typed)
    except (TypeError, ValueError):
        raise ValueError("a day reads YYYY-MM-DD, or today") from None


DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)
"""Names that Windows keeps for devices: no file or folder can be called so there."""


def _no_device(pack_id: str) -> str:
    if DEVICES.fullmatch(pack_id):
        raise ValueError(f"Windows keeps the name '{pack_id}' for a device. Choose another id")
    return pack_id


YesNo = Annotated[bool, BeforeValidator(read_yes_no)]
Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){2}$")]
PackId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$"), AfterValidator(_no_device)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Day = Annotated[date | Literal["today"], BeforeValidator(_today_or_date)]
QuestionId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Value = Annotated[str, StringConstraints(pattern=r"^\S+$", max_length=60)]
_Finite = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1)]


if TYPE_CHECKING:
    _When = Condition | None
    _Questions = tuple["BaseQuestion", ...]
else:  # pydantic need not build what `parse_condition` and `read_pack` have made already
    _When = Annotated[Any, BeforeValidator(parse_condition)]
    _Questions = Any


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class BaseQuestion(_Strict):
    """The settings every question has."""

    LISTS: ClassVar[bool] = False
    """Whether the answer is a list."""

    type: str
    id: QuestionId
    ask: Words
    heading: Words | None = None
    vary: tuple[Words, ...] = ()
    help: Words | None = None
    required: YesNo = False
    default: Any = None
    when: _When = None
    fills: str | None = None
    ask_without: Words | None = None

    def wordings(self) -> tuple[str, ...]:
        """Every way this question may be asked, the first being the usual one."""
        return (self.ask, *self.vary)


class _TextQuestion(BaseQuestion):
    min_length: Count | None = None
    max_length: Count | None = None

    @model_validator(mode="after")
    def _upward(self) -> Self:
        if self.min_length and self.max_length and self.min_length > self.max_length:
            raise ValueError(
                f"'min_length' ({self.min_length}) is more than 'max_length' ({self.max_length})"
            )
        return self


class ShortQuestion(_TextQuestion):
    """One line of text."""

    type: Literal["short"]


class LongQuestion(_TextQuestion):
    """Text of any length."""

    type: Literal["long"]


class NumberQuestion(BaseQuestion):
    """A number."""

    type: Literal["number"]
    min: _Finite | None = None
    max: _Finite | None = None

    @model_validator(mode="after")
    def _upward(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"'min' ({self.min:g}) is more than 'max' ({self.max:g})")
        return self


class ScaleQuestion(BaseQuestion):
    """A point on a scale of whole numbers."""

    type: Literal["scale"]
    from_: int = Field(alias="from")
    to: int
    labels: dict[int, Words] = {}

    @model_validator(mode="after")
    def _upward(self) -> Self:
        if not 1 <= self.to - self.from_ <= 20:  # noqa: PLR2004 more points than anyone can tell apart
            msg = "'to' must lie above 'from', at most 20 points further"
            raise ValueError(msg)
        if any(not self.from_ <= point <= self.to for point in self.labels):
            msg = "a label stands off the scale"
            raise ValueError(msg)
        return self


class ChoiceQuestion(BaseQuestion):
    """One of several options; the value is stored, the label is shown."""

    type: Literal["choice"]
    options: dict[Value, Words] = Field(min_length=1)


class ChoicesQuestion(BaseQuestion):
    """Some of several options."""

    LISTS: ClassVar[bool] = True

    type: Literal["choices"]
    options: dict[Value, Words] = Field(min_length=1)
    up_to: Count | None = None


class YesNoQuestion(BaseQuestion):
    """Yes or no."""

    type: Literal["yes_no"]


class DateQuestion(BaseQuestion):
    """A day."""

    type: Literal["date"]
    earliest: Day | None = None
    latest: Day | None = None

    @model_validator(mode="after")
    def _upward(self) -> Self:
        if isinstance(self.earliest, date) and isinstance(self.latest, date) and self.earliest > self.latest:
            raise ValueError(f"'earliest' ({self.earliest}) is after 'latest' ({self.latest})")
        return self


class PersonQuestion(BaseQuestion):
    """One person, by a role or a nickname."""

    type: Literal["person"]


class PeopleQuestion(BaseQuestion):
    """Several people."""

    LISTS: ClassVar[bool] = True

    type: Literal["people"]
    up_to: Count | None = None


class TagsQuestion(BaseQuestion):
    """Several tags."""

    LISTS: ClassVar[bool] = True

    type: Literal["tags"]
    up_to: Count | None = None


class FeelingsQuestion(BaseQuestion):
    """Several feelings, in the leader's own words."""

    LISTS: ClassVar[bool] = True

    type: Literal["feelings"]
    up_to: Count | None = None


class EffectQuestion(BaseQuestion):
    """Lines of intended against received: the heart of the tool."""

    LISTS: ClassVar[bool] = True

    type: Literal["effect"]
    up_to: Annotated[int, Field(ge=1, le=3)] = 1


class CommitmentQuestion(BaseQuestion):
    """A promise: cue, response, due, witness."""

    type: Literal["commitment"]


class NoteQuestion(BaseQuestion):
    """Text to read; no answer."""

    type: Literal["note"]


QUESTION_MODELS: dict[str, type[BaseQuestion]] = {
    "short": ShortQuestion,
    "long": LongQuestion,
    "number": NumberQuestion,
    "scale": ScaleQuestion,
    "choice": ChoiceQuestion,
    "choices": ChoicesQuestion,
    "yes_no": YesNoQuestion,
    "date": DateQuestion,
    "person": PersonQuestion,
    "people": PeopleQuestion,
    "tags": TagsQuestion,
    "feelings": FeelingsQuestion,
    "effect": EffectQuestion,
    "commitment": CommitmentQuestion,
    "note": NoteQuestion,
}
"""Each question type and its model. A model is built when the first question of its type is read."""

QUESTION_TYPES = tuple(QUESTION_MODELS)


def named(kind: str) -> str:
    """Return what a question of that type is called in a sentence."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind} question"


class Pack(_Strict):
    """A questionnaire."""

    mefirst_pack: Annotated[int, Field(ge=FORMAT, le=FORMAT)]
    id: PackId
    version: Version
    title: Words
    about: Words | None = None
    author: Words | None = None
    license: Words | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    for_: Kind = Field(alias="for")
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None
    renamed: dict[QuestionId, QuestionId] = {}
    questions: _Questions

    def question(self, question_id: str) -> BaseQuestion:
        """Return the question of that id; KeyError where there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in the order they are asked."""
        return tuple(question.id for question in self.questions)
