"""The report of a period: everything it tells, computed; how it looks is for the renderers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mefirst.analysis.awareness import Awareness
from mefirst.analysis.circling import Circling
from mefirst.analysis.focus import FocusReport
from mefirst.analysis.follow_through import FollowThrough
from mefirst.analysis.moment import Moment
from mefirst.analysis.people import Standings
from mefirst.analysis.picks import Ask, Strength, TakeAlong
from mefirst.analysis.summary import Summary
from mefirst.analysis.then_and_now import ThenAndNow
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.period import Period
from mefirst.model.query import Query


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar that has moments, in the order they were written; days without any are left out."""

    on: date
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Spheres:
    """How many moments belong where; `both` crossed between work and home; `open` did not say."""

    professional: int
    personal: int
    both: int
    open: int


@dataclass(frozen=True, slots=True)
class Report:
    """A period read honestly; no composite score. `today` is the day it is read on.

    `focus` is None where none was chosen by the period's end. `circling` has each person once. `strength`,
    `ask`, `take_along` are None where no moment gives one; `then_and_now` where it is not its week, is switched
    off, or has no pair. An empty period has empty parts and no figures.
    """

    period: Period
    today: date
    summary: Summary
    calendar: tuple[Day, ...]
    focus: FocusReport | None
    awareness: Awareness
    follow_through: FollowThrough
    people: Standings
    tags: Standings
    spheres: Spheres
    circling: tuple[Circling, ...]
    strength: Strength | None
    ask: Ask | None
    take_along: TakeAlong | None
    then_and_now: ThenAndNow | None


def report(  # noqa: PLR0913, PLR0917 what a journal knows of a period, a kind of record each
    entries: Iterable[Entry],
    commitments: Sequence[Commitment],
    focus: Sequence[Focus],
    period: Period,
    query: Query,
    today: date,
    *,
    checkins: Sequence[Checkin] = (),
    oldest: Iterable[Entry] = (),
) -> Report:
    """Read a period: `entries` of the days that `days_to_read` names, filtered here by `query`.

    `focus` and `commitments` are all there are. `oldest` are the entries of the journal's first 13 weeks where
    *then and now* is due, else none.
    """
    raise NotImplementedError
