"""A talk with a partner (`mefirst.checkin/1`), or an answer between two: what was promised, came, was challenged."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mefirst.model.base import Model
from mefirst.model.entry import ExtraAnswer, PackRef
from mefirst.model.partner import Partner, called
from mefirst.model.record import Record
from mefirst.model.vocabulary import Target

Claimed = Literal["kept", "partly", "missed", "open"]


class Challenge(Model):
    """One question of the partner, what it aimed at, the answer, and how far it moved something (0 … 3).

    Without an answer it was let go.
    """

    target: Target | None = None
    question: str
    answer: str | None = None
    moved: Annotated[int, Field(ge=0, le=3)] | None = None


class Claim(Model):
    """What was said in a talk to have come of a promise (its id), and what of it others could see."""

    commitment: str
    status: Claimed
    evidence: str | None = None


class Checkin(Record):
    """One check-in on the day `on`, over the days `from` and `to` of `period`.

    `partner` is what the other one is called, `relationship` the id of the partner they were then; older records have
    the name alone. `commitments` are the ids of promises made in it, `claims` is what was said of those made before.
    Without a `pack` it was no talk: the leader answered a question that came by file, or agreed to a date.
    """

    SCHEMA: ClassVar[str] = "mefirst.checkin/1"
    FOLDER: ClassVar[str] = "checkins"

    on: date
    pack: PackRef | None = None
    period: dict[str, str | None] | None = None
    partner: str | None = None
    relationship: str | None = None
    well: str | None = None
    impact: str | None = None
    claims: tuple[Claim, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    commitments: tuple[str, ...] = ()
    next_on: date | None = None
    answers: dict[str, ExtraAnswer] = Field(default_factory=dict)

    def whose(self, partners: Iterable[Partner]) -> Partner | None:
        """Return which of all partners there are and were this was with; None where it was none of them."""
        if self.relationship is None:
            return called(self.partner, self.recorded_at, partners)
        return next((one for one in partners if one.id == self.relationship), None)

    @property
    def is_talk(self) -> bool:
        """Whether the two talked, in one room or not."""
        return self.pack is not None

    @property
    def is_answer(self) -> bool:
        """Whether it answers, or lets go, a question that came by file."""
        return not self.is_talk and bool(self.challenges)
