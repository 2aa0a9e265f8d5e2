"""Then and now, every 13 weeks: two moments side by side, in the leader's own words, without comment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mefirst.analysis.gap import EffectLine
from mefirst.analysis.moment import Moment, moment
from mefirst.model.entry import Entry
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.text import fold

EVERY = timedelta(weeks=13)

_APART = timedelta(weeks=4)
"""Less, and it is not then."""


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """The oldest and the newest moment with the same person (`toward`) and dimension."""

    dimension: str
    toward: str
    then: Moment
    then_line: EffectLine
    now: Moment
    now_line: EffectLine


def is_due(began: date, period: Period, today: date) -> bool:
    """Whether a day of the period lies a whole number of 13 weeks after the Monday of the journal's first entry."""
    monday = began - timedelta(days=began.weekday())
    end = min(period.last or today, today)
    latest = monday + (end - monday) // EVERY * EVERY
    return latest > monday and (period.first is None or latest >= period.first)


def then_and_now(oldest: Iterable[Entry], newest: Iterable[Entry], query: Query) -> ThenAndNow | None:
    """Return the newest moment that has an older one with the same person and dimension, beside the oldest such.

    `oldest` are the entries of the journal's first 13 weeks, so none is older; `newest` those of the period.
    """
    first: dict[tuple[str, str], tuple[Moment, EffectLine]] = {}
    for then in _moments(oldest, query):
        for line in then.lines:
            if line.toward:
                first.setdefault((fold(line.toward), line.dimension), (then, line))
    for now in reversed(_moments(newest, query)):
        for line in now.lines:
            then_moment, then_line = first.get((fold(line.toward or ""), line.dimension), (now, line))
            if now.on - then_moment.on >= _APART:
                return ThenAndNow(line.dimension, str(line.toward), then_moment, then_line, now, line)
    return None


def _moments(entries: Iterable[Entry], query: Query) -> list[Moment]:
    matching = (entry for entry in entries if query.matches(entry))
    return [
        moment(entry, query) for entry in sorted(matching, key=lambda one: (one.on, one.recorded_at, one.id))
    ]
