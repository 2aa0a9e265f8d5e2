"""A talk with a partner (`mefirst.checkin/1`): what was promised, what came, what was challenged."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from mefirst.model.base import Model
from mefirst.model.entry import ExtraAnswer, PackRef
from mefirst.model.record import Record
from mefirst.model.vocabulary import Target


class Challenge(Model):
    """One question of the partner, what it aimed at, the answer, and how far it moved something (0 … 3)."""

    target: Target | None = None
    question: str
    answer: str | None = None
    moved: Annotated[int, Field(ge=0, le=3)] | None = None


class Checkin(Record):
    """One check-in on the day `on`; `commitments` are the ids of promises made in it."""

    SCHEMA: ClassVar[str] = "mefirst.checkin/1"
    FOLDER: ClassVar[str] = "checkins"

    on: date
    pack: PackRef
    partner: str | None = None
    well: str | None = None
    impact: str | None = None
    challenges: tuple[Challenge, ...] = ()
    commitments: tuple[str, ...] = ()
    next_on: date | None = None
    answers: dict[str, ExtraAnswer] = Field(default_factory=dict)
