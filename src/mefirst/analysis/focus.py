"""The one focus, chosen beforehand: its figures, the 28 days before, the weeks, and whether less was meant.

Only days from the choice on are counted, on both sides of every comparison: what led to the choice was
chosen by looking at it, and would seem to change by regression to the mean alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median
from typing import Literal, NamedTuple

from mefirst.analysis.gap import EffectLine
from mefirst.analysis.permutation import mean_difference, rising, slope
from mefirst.analysis.statistics import ENOUGH_FOR_MEAN
from mefirst.analysis.summary import Group, StatusSummary, gaps_of, group
from mefirst.model.focus import Focus
from mefirst.model.period import Period

BEFORE = timedelta(days=28)
"""What a period is compared with: the days before it."""

_CHANGED = 0.10
_CLEAR = 0.05
_POSSIBLE = 0.10
_ENOUGH_WEEKS = 8
_LEAST_WEEKS = 13
_MOST_WEEKS = 53
_A_WEEK = 7

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


class Choice(NamedTuple):
    """The focus in force: what, and since which day without a break."""

    dimension: str
    since: date


def chosen(records: Iterable[Focus], day: date) -> Choice | None:
    """Return the focus in force at the end of `day`; choosing the same again does not begin it anew."""
    choice: Choice | None = None
    for record in sorted(records, key=lambda one: (one.on, one.recorded_at, one.id)):
        if record.on > day:
            break
        if record.dimension is None:
            choice = None
        elif choice is None or choice.dimension != record.dimension:
            choice = Choice(record.dimension, record.on)
    return choice


def end_of(period: Period, today: date) -> date:
    """Return the last day of a period that has come."""
    return min(period.last or today, today)


def first_week(choice: Choice, period: Period, today: date) -> date:
    """Return the Monday the weeks of the focus begin with: 13 weeks, or a longer period's up to 53."""
    last = _monday(end_of(period, today))
    asked = _MOST_WEEKS if period.first is None else (last - _monday(period.first)).days // _A_WEEK + 1
    weeks = min(max(asked, _LEAST_WEEKS), _MOST_WEEKS)
    began = _monday(choice.since)
    away = timedelta(weeks=weeks - 1)
    return began if last - began <= away else last - away


def focus_report(lines: Iterable[EffectLine], choice: Choice, period: Period, today: date) -> FocusReport:
    """Read the focus; `lines` are those of the period and of the days before it, of every dimension."""
    end = end_of(period, today)
    own = [line for line in lines if line.dimension == choice.dimension and choice.since <= line.on <= end]
    start, stop = _days_before(choice, period)
    now = group(choice.dimension, [line for line in own if line.on in period])
    before = group(
        choice.dimension,
        [line for line in own if start is not None and stop is not None and start <= line.on <= stop],
    )
    weeks = _weeks(own, first_week(choice, period, today), end)
    shown = [line for line in own if weeks and line.on >= weeks[0].monday]
    return FocusReport(
        dimension=choice.dimension,
        since=choice.since,
        now=now,
        before=before,
        before_from=start,
        before_to=stop,
        estimated=compare(gaps_of(now.lines, "estimated"), gaps_of(before.lines, "estimated")),
        verified=compare(gaps_of(now.lines, "verified"), gaps_of(before.lines, "verified")),
        intent=intent_guard(now, before),
        weeks=weeks,
        over_weeks=group(choice.dimension, shown),
        estimated_trend=trend([week.estimated for week in weeks]),
        verified_trend=trend([week.verified for week in weeks]),
    )


def compare(now: Sequence[float], before: Sequence[float]) -> Comparison:
    """Compare two groups of gaps, a moment each: an exact permutation test of the difference of their means.

    `changed` where p < .10, and then only with five moments or more on both sides.
    """
    if min(len(now), len(before)) < ENOUGH_FOR_MEAN:
        return Comparison(len(now), len(before), None, None, "too-few")
    p = mean_difference(_whole(now), _whole(before))
    return Comparison(
        len(now),
        len(before),
        fmean(now) - fmean(before),
        p,
        "changed" if p < _CHANGED else "too-small-to-tell",
    )


def trend(weeks: Sequence[Sequence[float]]) -> Trend:
    """Read a course over weeks, each with the gaps of its moments: Theil–Sen and Mann–Kendall of the medians.

    A week without any keeps its place and has no median.
    """
    known = [(place, median(gaps)) for place, gaps in enumerate(weeks) if gaps]
    if len(known) < _ENOUGH_WEEKS:
        return Trend(len(known), None, None, "too-few")
    places, medians = zip(*known, strict=True)
    p = rising(medians)
    verdict: Course = "clear" if p < _CLEAR else "possible" if p < _POSSIBLE else "none"
    return Trend(len(known), slope(places, medians), p, verdict)


def intent_guard(now: Group, before: Group) -> IntentGuard:
    """Compare what was meant now and before, and name the gaps that closed because less was."""
    meant, meant_before = now.intended.median, before.intended.median
    if meant is None or meant_before is None:
        return IntentGuard(meant, meant_before, "too-few", ())
    if meant >= meant_before:
        return IntentGuard(meant, meant_before, "as-before" if meant == meant_before else "higher", ())
    closed: list[Literal["estimated", "verified"]] = []
    if _closed(now.estimated, before.estimated):
        closed.append("estimated")
    if _closed(now.verified, before.verified):
        closed.append("verified")
    return IntentGuard(meant, meant_before, "lower", tuple(closed))


def _closed(now: StatusSummary, before: StatusSummary) -> bool:
    """Whether a gap below zero rose while no more arrived."""
    if now.gap.median is None or before.gap.median is None:
        return False
    arrived, arrived_before = now.received.median or 0, before.received.median or 0
    return before.gap.median < 0 and now.gap.median > before.gap.median and arrived <= arrived_before


def _days_before(choice: Choice, period: Period) -> tuple[date, date] | tuple[None, None]:
    if period.first is None or period.first <= choice.since:
        return None, None
    return max(period.first - BEFORE, choice.since), period.first - timedelta(days=1)


def _weeks(lines: Sequence[EffectLine], monday: date, end: date) -> tuple[Week, ...]:
    """Sort lines into weeks, from the first from `monday` on that has any."""
    days = [line.on for line in lines if line.on >= monday]
    weeks = []
    start = _monday(min(days)) if days else end + timedelta(days=1)
    while start <= end:
        own = [line for line in lines if start <= line.on < start + timedelta(weeks=1)]
        weeks.append(Week(start, tuple(gaps_of(own, "estimated")), tuple(gaps_of(own, "verified"))))
        start += timedelta(weeks=1)
    return tuple(weeks)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _whole(gaps: Iterable[float]) -> list[int]:
    """Return gaps in twelfths: halves from an even number of reports, thirds from a moment's three lines."""
    return [round(gap * 12) for gap in gaps]
