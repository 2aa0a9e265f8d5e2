"""The one focus, chosen beforehand: its figures, the 28 days before, the weeks, and whether less was meant.

Only days from the choice on are counted, on both sides of every comparison: what led to the choice was
chosen by looking at it, and would seem to change by regression to the mean alone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mefirst.analysis.summary import Group

Change = Literal["changed", "too-small-to-tell", "too-few"]
Course = Literal["clear", "possible", "none", "too-few"]
Aim = Literal["higher", "as-before", "lower", "too-few"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The period against the 28 days before, for one status; n counts moments.

    `difference` = mean gap now − mean gap before, in steps of the scale; `p` two-sided, 0 … 1, exact.
    Both are None where either side has fewer than five moments (`too-few`).
    """

    n_now: int
    n_before: int
    difference: float | None
    p: float | None
    verdict: Change


@dataclass(frozen=True, slots=True)
class Trend:
    """How the weekly medians of one status went; `weeks` counts those with data.

    `slope` in steps of the scale a week, positive where gaps rise; `p` two-sided. Both are None below eight
    weeks with data (`too-few`). Only `clear` and `possible` name a direction; `none` is no trend.
    """

    weeks: int
    slope: float | None
    p: float | None
    verdict: Course


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week of the focus, from `monday`: the gap of each moment in it, oldest first; often none."""

    monday: date
    estimated: tuple[float, ...]
    verified: tuple[float, ...]

    @property
    def label(self) -> str:
        """Return `W47`, the week's number in its ISO year."""
        return f"W{self.monday.isocalendar().week:02}"


@dataclass(frozen=True, slots=True)
class IntentGuard:
    """Whether as much was meant as before: the median intended value now and in the 28 days before.

    Medians are None below three moments, and then `aim` is `too-few`. `closed_by_aiming_lower` holds the
    statuses whose median gap rose while less was meant and no more arrived: that gap closed because less was
    intended, and is called that.
    """

    now: float | None
    before: float | None
    aim: Aim
    closed_by_aiming_lower: tuple[Literal["estimated", "verified"], ...]


@dataclass(frozen=True, slots=True)
class FocusReport:
    """The focus over the period, the 28 days before it, and the weeks up to its end.

    `since` is when it was chosen. `now` and `before` are the figures of the period and of the days from
    `before_from` to `before_to` (both None, and `before` empty, where no day before the period belongs to
    the focus). `weeks` are up to 13 ISO weeks, or those of a longer period, ending with the period; empty
    ones are there. `over_weeks` are the figures of all moments in them.
    """

    dimension: str
    since: date
    now: Group
    before: Group
    before_from: date | None
    before_to: date | None
    estimated: Comparison
    verified: Comparison
    intent: IntentGuard
    weeks: tuple[Week, ...]
    over_weeks: Group
    estimated_trend: Trend
    verified_trend: Trend
