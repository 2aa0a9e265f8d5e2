"""What became of promises: kept of the cues that came, not of days; cleanups by age; check-ins held of planned."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from mefirst.analysis.summary import Share
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment, Status
from mefirst.model.entry import Entry
from mefirst.model.ids import day_of, handle_of
from mefirst.model.period import Period
from mefirst.model.vocabulary import Cleanup as Urgency
from mefirst.text import fold

GRACE = timedelta(days=7)
"""How long after the planned day a check-in still counts as held."""

_WITHIN = {"24h": timedelta(days=1), "72h": timedelta(days=3), "week": timedelta(days=7)}
_DONE = {"closed", "not-wanted", "unsafe"}


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


def deadline(commitment: Commitment) -> date | None:
    """Return the day a commitment is due: the one named, else that of a cleanup's `by`."""
    if commitment.due or not commitment.by:
        return commitment.due
    return day_of(commitment.id) + _WITHIN[commitment.by]


def is_late(commitment: Commitment, today: date) -> bool:
    """Whether a commitment is still open though its day has passed."""
    due = deadline(commitment)
    return _is_open(commitment) and due is not None and due < today


def _is_open(commitment: Commitment) -> bool:
    return commitment.status == "open" and commitment.step not in _DONE


def follow_through(
    entries: Sequence[Entry],
    commitments: Sequence[Commitment],
    checkins: Sequence[Checkin],
    period: Period,
    today: date,
) -> FollowThrough:
    """Look what became of promises; `entries` are those of the period, the commitments and check-ins all there are."""
    end = min(period.last or today, today)
    made = sorted(
        (one for one in commitments if day_of(one.id) <= end),
        key=lambda one: (deadline(one) or date.max, one.id),
    )
    promises = [one for one in made if one.kind != "repair" and _seen(one, period)]
    statuses = Counter(one.status for one in promises)
    return FollowThrough(
        promises=tuple(
            Promise(
                one,
                kept_of([one], period),
                (today - (deadline(one) or today)).days if is_late(one, today) else None,
            )
            for one in promises
        ),
        kept=kept_of(made, period),
        late=sum(is_late(one, today) for one in made),
        changed=statuses["renegotiated"] + statuses["dropped"],
        statuses={status: statuses[status] for status in get_args(Status)},
        cleanups=tuple(sorted(_cleanups(entries, made, today), key=lambda one: (one.on, one.id))),
        checkins=_checkins(checkins, period, end),
        checkins_held=sum(one.on in period for one in checkins),
    )


def _seen(promise: Commitment, period: Period) -> bool:
    days = (day_of(promise.id), deadline(promise), *(line.on for line in promise.log))
    return _is_open(promise) or any(day in period for day in days)


def kept_of(commitments: Iterable[Commitment], period: Period) -> Share:
    """Count how often it was done, of the times a cue came in the period."""
    came = [line for one in commitments for line in one.log if line.cue_came and line.on in period]
    return Share(sum(line.did_it is True for line in came), len(came))


def _cleanups(
    entries: Iterable[Entry], commitments: Sequence[Commitment], today: date
) -> Iterator[OpenCleanup]:
    repairs = [one for one in commitments if one.kind == "repair"]
    for one in repairs:
        if _is_open(one):
            on = day_of(one.id)
            yield OpenCleanup(one.id, on, (today - on).days, one.who, one.step, None, one)
    begun = {one.from_entry for one in repairs}
    for entry in entries:
        if entry.cleanup in {"soon", "now"} and entry.id not in begun and not _repaired(entry, repairs):
            who = entry.everyone[0] if entry.everyone else None
            age = (today - entry.on).days
            yield OpenCleanup(entry.id, entry.on, age, who, None, entry.cleanup, None)


def _repaired(entry: Entry, repairs: Iterable[Commitment]) -> bool:
    """Whether a cleanup with somebody of this moment was begun since."""
    people = {fold(name) for name in entry.everyone}
    return any(day_of(one.id) >= entry.on and fold(one.who or "") in people for one in repairs)


def _checkins(checkins: Sequence[Checkin], period: Period, end: date) -> Share:
    """Count the check-ins planned for a day of the period that has come, and those of them that were held."""
    planned: dict[tuple[str, date], Checkin] = {}
    for one in sorted(checkins, key=lambda one: (one.on, one.id)):
        if one.next_on is not None and one.next_on in period and one.next_on <= end:
            planned.setdefault((fold(one.partner or ""), one.next_on), one)
    held = sum(
        any(
            fold(other.partner or "") == partner and planner.on < other.on <= day + GRACE
            for other in checkins
        )
        for (partner, day), planner in planned.items()
    )
    return Share(held, len(planned))
