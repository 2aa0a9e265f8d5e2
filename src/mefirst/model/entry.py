"""One moment reflected on (`mefirst.entry/1`), and the effects in it."""

from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from mefirst.model.base import Model
from mefirst.model.ids import compact, day_of
from mefirst.model.record import Record
from mefirst.model.scale import HIGHEST, LOWEST
from mefirst.model.vocabulary import (
    Cleanup,
    Dimension,
    Evidence,
    How,
    Mode,
    Motive,
    Sphere,
    State,
)
from mefirst.text import fold

MOST_EFFECTS = 3

Point = Annotated[int, Field(ge=LOWEST, le=HIGHEST, strict=True)]


class PackRef(Model):
    """The pack that was asked: its id, version and the SHA-256 (hex) of its text."""

    id: str
    version: str
    digest: str


class Reported(Model):
    """What somebody said arrived."""

    by: str = Field(min_length=1)
    value: Point
    on: date
    how: How = "told"
    quote: str | None = None


class Effect(Model):
    """One line of intended against received; (dimension, toward) is its identity within an entry.

    All values are points of the scale (−3 … +3); None is "don't know" and never 0.
    """

    dimension: Dimension
    toward: str | None = None
    intended: Point | None = None
    seen: Point | None = None
    evidence: Evidence | None = None
    predicted: Point | None = None
    reported: tuple[Reported, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes this line the same line in every revision."""
        return self.dimension, fold(self.toward or "")

    @property
    def received_somehow(self) -> bool:
        """Whether anything is known of what arrived."""
        return self.seen is not None or bool(self.reported)


class ExtraAnswer(Model):
    """An answer that fills no field: the question as worded, and what was said."""

    asked: str
    answer: Any = None


class Entry(Record):
    """One revision of a moment. Texts are the leader's own; aliases and tags compare by `text.fold`."""

    SCHEMA: ClassVar[str] = "mefirst.entry/1"
    FOLDER: ClassVar[str] = "entries"

    on: date
    state: State
    pack: PackRef | None = None
    asked: dict[str, str] = Field(default_factory=dict)
    sphere: Sphere | None = None
    situation: str | None = None
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    behavior: str | None = None
    thoughts: str | None = None
    feelings: tuple[str, ...] = ()
    attitude: str | None = None
    mode: tuple[Mode, ...] = ()
    motive: str | None = None
    motives: tuple[Motive, ...] = ()
    intent: str | None = None
    impact: str | None = None
    gap: str | None = None
    effects: tuple[Effect, ...] = ()
    contribution: str | None = None
    assumption: str | None = None
    belief: str | None = None
    others: str | None = None
    mirrored: str | None = None
    strength: str | None = None
    learning: str | None = None
    unsaid: str | None = None
    cleanup: Cleanup | None = None
    extra: dict[str, ExtraAnswer] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_day_one_line(self) -> Self:
        if not self.id.startswith(compact(self.on)):
            msg = f"the entry is about {self.on}, its id about {day_of(self.id)}"
            raise ValueError(msg)
        if len(self.effects) > 1 and len({effect.key for effect in self.effects}) != len(self.effects):
            msg = "two effects have the same dimension and the same person"
            raise ValueError(msg)
        return self

    @classmethod
    def first(cls, record_id: str, **fields: Any) -> Self:
        """Return the first revision of a new entry, its state computed."""
        return super().first(record_id, **{"on": day_of(record_id), "state": "captured", **fields}).settled()

    def changed(self, **fields: Any) -> Self:
        """Return this entry with `fields` changed, its state computed anew."""
        return super().changed(**fields).settled()

    def settled(self) -> Self:
        """Return this entry in the state its content gives it; a trashed one stays trashed."""
        return self if self.state == "trashed" else self.model_copy(update={"state": self._state()})

    def _state(self) -> State:
        if not self.intent:
            return "captured"
        known = self.impact or any(effect.received_somehow for effect in self.effects)
        return "complete" if known else "awaiting-impact"

    @property
    def everyone(self) -> tuple[str, ...]:
        """The people present and those an effect was meant for, each once, first spelling kept."""
        named = (*self.people, *(effect.toward for effect in self.effects if effect.toward))
        spelling: dict[str, str] = {}
        for name in named:
            spelling.setdefault(fold(name), name)
        return tuple(spelling.values())


TEXT_FIELDS = (
    "situation",
    "behavior",
    "thoughts",
    "attitude",
    "motive",
    "intent",
    "impact",
    "gap",
    "contribution",
    "assumption",
    "belief",
    "others",
    "mirrored",
    "strength",
    "learning",
)
"""The free texts, in the order they are shown. `unsaid` is not among them: `show` alone shows it."""
