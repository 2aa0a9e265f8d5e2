"""A promise to oneself or to others (`mefirst.commitment/1`); a cleanup is one of kind `repair`."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mefirst.model.base import Model
from mefirst.model.record import Record
from mefirst.model.vocabulary import CommitmentKind, Within

Status = Literal["open", "kept", "kept-late", "partly", "missed", "renegotiated", "dropped"]
Step = Literal["noticed", "planned", "talked", "repaired", "followed-up", "closed", "not-wanted", "unsafe"]


class LogLine(Model):
    """One time the cue came, or did not, and what was done."""

    on: date
    cue_came: bool
    did_it: bool | None = None
    note: str | None = None


class StepLine(Model):
    """One step of a cleanup: the day it was taken, and what there is to say of it."""

    step: Step
    on: date
    note: str | None = None


class Commitment(Record):
    """One revision of a commitment: **if** `cue`, **then I will** `response`, else one plain `behavior`."""

    SCHEMA: ClassVar[str] = "mefirst.commitment/1"
    FOLDER: ClassVar[str] = "commitments"

    kind: CommitmentKind = "do"
    status: Status = "open"
    title: str | None = None
    behavior: str | None = None
    cue: str | None = None
    response: str | None = None
    obstacle: str | None = None
    if_obstacle: str | None = None
    due: date | None = None
    repeat: str | None = None
    witness: str | None = None
    from_entry: str | None = None
    log: tuple[LogLine, ...] = ()
    reason: str | None = None
    who: str | None = None
    what_i_did: str | None = None
    cost_to_them: str | None = None
    severity: Annotated[int, Field(ge=0, le=4)] | None = None
    by: Within | None = None
    own_it: str | None = None
    ask_impact: str | None = None
    repair_offer: str | None = None
    step: Step | None = None
    steps: tuple[StepLine, ...] = ()

    def sentence(self) -> str:
        """The promise in one line, in the words it was made in."""
        if self.cue and self.response:
            return f"if {self.cue}, {self.response}"
        return self.behavior or self.response or self.title or self.who or self.kind
