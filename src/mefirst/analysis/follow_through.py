"""What became of promises: kept of the cues that came, not of days; cleanups by age; check-ins held of planned."""

from dataclasses import dataclass
from datetime import date

from mefirst.analysis.summary import Share
from mefirst.model.commitment import Commitment
from mefirst.model.ids import handle_of
from mefirst.model.vocabulary import Cleanup as Urgency


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment seen in the period: made, due or logged in it, or still open.

    `kept`: did it k of the n times the cue came, in the period. `overdue` in days, None unless it is open and
    its day has passed.
    """

    commitment: Commitment
    kept: Share
    overdue: int | None


@dataclass(frozen=True, slots=True)
class OpenCleanup:
    """A cleanup not done yet: one begun (a commitment, with its `step`), or only asked for in a moment.

    `id` is that of the commitment, or of the entry; `age` in days up to today; `urgency` is what the moment
    said (soon, now), None where a commitment stands for it.
    """

    id: str
    on: date
    age: int
    who: str | None
    step: str | None
    urgency: Urgency | None
    commitment: Commitment | None

    @property
    def handle(self) -> str:
        """The six characters people see."""
        return handle_of(self.id)


@dataclass(frozen=True, slots=True)
class FollowThrough:
    """Promises (cleanups aside), cleanups and check-ins.

    `kept`: over all promises and cleanups, did it k of the n times a cue came in the period. `late` counts
    commitments open past their day, as of today. `changed` counts those renegotiated or dropped among the promises seen
    here. `statuses` counts these promises by status. `cleanups` are all open ones, the oldest first. `checkins`: k held
    of the n planned for a day of the period (None of them planned: n = 0); `checkins_held` counts every one
    held in it, planned or not.
    """

    promises: tuple[Promise, ...]
    kept: Share
    late: int
    changed: int
    statuses: dict[str, int]
    cleanups: tuple[OpenCleanup, ...]
    checkins: Share
    checkins_held: int
