"""What became of promises: kept of the cues that came, not of days; cleanups by age; check-ins held of planned."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from mefirst.analysis.cleanups import OpenCleanup, open_cleanups
from mefirst.analysis.partnership import Talk, talks, with_whom
from mefirst.analysis.summary import Share
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment, Status
from mefirst.model.due import due_on, is_late, is_open
from mefirst.model.entry import Entry
from mefirst.model.ids import day_of
from mefirst.model.partner import Partner
from mefirst.model.period import Period

GRACE = timedelta(days=7)
"""How long after the planned day a check-in still counts as held."""


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
class FollowThrough:
    """Promises (cleanups aside), cleanups and check-ins.

    `kept`: over all promises and cleanups, did it k of the n times a cue came in the period. `late` counts
    commitments open past their day, as of today. `changed` counts those renegotiated or dropped among the promises seen
    here. `statuses` counts these promises by status. `cleanups` are all open ones, the oldest first. `checkins`: k held
    of the n planned for a day of the period (None of them planned: n = 0); `checkins_held` counts every one
    held in it, planned or not. `checkins_planned` are those to come, as of today.
    """

    promises: tuple[Promise, ...]
    kept: Share
    late: int
    changed: int
    statuses: dict[str, int]
    cleanups: tuple[OpenCleanup, ...]
    checkins: Share
    checkins_held: int
    checkins_planned: tuple[Talk, ...] = ()


def follow_through(  # noqa: PLR0913 from a place each
    entries: Sequence[Entry],
    commitments: Sequence[Commitment],
    checkins: Sequence[Checkin],
    period: Period,
    today: date,
    *,
    partners: Sequence[Partner] = (),
) -> FollowThrough:
    """Look what became of promises; `entries` are those of the period, the commitments and check-ins all there are.

    `partners` are all there are and were: with whom it is over, no check-in is planned any more.
    """
    end = min(period.last or today, today)
    made = sorted(
        (one for one in commitments if day_of(one.id) <= end),
        key=lambda one: (due_on(one, today) or date.max, one.id),
    )
    promises = [one for one in made if one.kind != "repair" and _seen(one, period, today)]
    statuses = Counter(one.status for one in promises)
    return FollowThrough(
        promises=tuple(
            Promise(
                one,
                kept_of([one], period),
                (today - (due_on(one, today) or today)).days if is_late(one, today) else None,
            )
            for one in promises
        ),
        kept=kept_of(made, period),
        late=sum(is_late(one, today) for one in made),
        changed=statuses["renegotiated"] + statuses["dropped"],
        statuses={status: statuses[status] for status in get_args(Status)},
        cleanups=open_cleanups(entries, made, today),
        checkins=_checkins(checkins, partners, period, end),
        checkins_held=sum(one.is_talk and one.on in period for one in checkins),
        checkins_planned=tuple(one for one in talks(checkins, partners) if one.on >= today),
    )


def _seen(promise: Commitment, period: Period, today: date) -> bool:
    days = (day_of(promise.id), due_on(promise, today), *(line.on for line in promise.log))
    return is_open(promise) or any(day in period for day in days)


def kept_of(commitments: Iterable[Commitment], period: Period) -> Share:
    """Count how often it was done, of the times a cue came in the period."""
    came = [line for one in commitments for line in one.log if line.cue_came and line.on in period]
    return Share(sum(line.did_it is True for line in came), len(came))


def _checkins(checkins: Sequence[Checkin], partners: Sequence[Partner], period: Period, end: date) -> Share:
    """Count the check-ins planned for a day of the period that has come, and those of them that were held."""
    whose = {one.id: with_whom(one, partners) for one in checkins}
    planned: dict[tuple[str, date], Checkin] = {}
    for one in sorted(checkins, key=lambda one: (one.on, one.id)):
        if one.next_on is not None and one.next_on in period and one.next_on <= end:
            planned.setdefault((whose[one.id], one.next_on), one)
    held = sum(
        any(
            whose[other.id] == partner and planner.on < other.on <= day + GRACE
            for other in checkins
            if other.is_talk
        )
        for (partner, day), planner in planned.items()
    )
    return Share(held, len(planned))
