"""The focus: only what was chosen beforehand is compared, and only as far as the numbers go."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from mefirst.analysis.focus import (
    Choice,
    Comparison,
    Trend,
    chosen,
    compare,
    first_week,
    focus_report,
    intent_guard,
    trend,
)
from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.analysis.summary import group
from mefirst.model.focus import Focus
from mefirst.model.period import Period
from samples import effect, entry, nth_id, reported

TODAY = date(2026, 11, 23)
LAST_WEEK = Period.parse("last-week", TODAY)
LONG_AGO = Choice("trust", date(2026, 1, 1))
_number = count()


def line(day: date, intended: int | None, seen: int | None, *said: int, **more: Any) -> EffectLine:
    """One moment with one line."""
    words = [reported(f"p{index}", value, day) for index, value in enumerate(said)]
    one = entry(nth_id(next(_number), day), intent="x", effects=[effect(intended, seen, *words, **more)])
    return next(lines_of(one))


def lines(first: date, gaps: list[int], intended: int = 2, **more: Any) -> list[EffectLine]:
    """Moments on consecutive days from `first` on, estimated, with these gaps."""
    return [
        line(first + timedelta(days=index), intended, intended + gap, **more)
        for index, gap in enumerate(gaps)
    ]


def focus(day: date, dimension: str | None, hour: int = 9) -> Focus:
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return Focus.first(nth_id(next(_number), day), recorded_at=moment, on=day, dimension=dimension)


def test_the_focus_in_force_is_the_last_one_chosen_by_that_day() -> None:
    """Choosing the same again does not begin it anew; ending it does. A later choice is not known yet."""
    records = [
        focus(date(2026, 10, 20), "trust"),
        focus(date(2026, 9, 1), "trust"),
        focus(date(2026, 8, 1), "clarity"),
        focus(date(2026, 11, 23), "energy"),
    ]
    assert chosen(records, date(2026, 7, 31)) is None
    assert chosen(records, date(2026, 8, 31)) == ("clarity", date(2026, 8, 1))
    assert chosen(records, date(2026, 11, 22)) == ("trust", date(2026, 9, 1))
    assert chosen(records, date(2026, 11, 23)) == ("energy", date(2026, 11, 23))
    ended = [
        focus(date(2026, 9, 1), "trust"),
        focus(date(2026, 9, 5), None),
        focus(date(2026, 9, 9), "trust"),
    ]
    assert chosen(ended, date(2026, 9, 8)) is None
    assert chosen(ended, TODAY) == ("trust", date(2026, 9, 9))
    same_day = [focus(TODAY, "growth", 18), focus(TODAY, "trust", 9)]
    assert chosen(same_day, TODAY) == ("growth", TODAY)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ([-1] * 4, [0] * 9, Comparison(4, 9, None, None, "too-few")),
        ([-1] * 9, [0] * 4, Comparison(9, 4, None, None, "too-few")),
        ([], [], Comparison(0, 0, None, None, "too-few")),
        ([-1] * 5, [-1] * 5, Comparison(5, 5, 0, 1, "too-small-to-tell")),
        ([-2] * 5, [0] * 5, Comparison(5, 5, -2, 2 / 252, "changed")),
        ([-0.5, -0.5, -0.5, -0.5, 0], [0] * 5, Comparison(5, 5, -0.4, 12 / 252, "changed")),
        ([-0.5, -0.5, -0.5, 0, 0], [0] * 5, Comparison(5, 5, -0.3, 42 / 252, "too-small-to-tell")),
    ],
)
def test_a_comparison_says_what_its_numbers_allow(
    now: list[float], before: list[float], expected: Comparison
) -> None:
    """Five on both sides, or nothing; ties and half steps are counted as they are."""
    found = compare(now, before)
    assert (found.n_now, found.n_before, found.verdict) == (
        expected.n_now,
        expected.n_before,
        expected.verdict,
    )
    assert found.difference == pytest.approx(expected.difference)
    assert found.p == pytest.approx(expected.p)


WEEKS: list[list[float]] = [[-3], [-3, -2], [-2], [-2, -1, -1], [-1], [-1, 0], [0], [0, 1]]


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (WEEKS[1:], ("too-few", 7)),
        ([[], *WEEKS[1:], []], ("too-few", 7)),
        ([[-1.0]] * 8, ("none", 8)),
        (WEEKS, ("clear", 8)),
        ([*WEEKS[:4], [], [], *WEEKS[4:]], ("clear", 8)),
        ([week[::-1] for week in WEEKS[::-1]], ("clear", 8)),
        ([[1], [2], [3], [6], [5], [4], [8], [7.5]], ("clear", 8)),
        ([[2], [1], [4], [3], [8], [5], [7], [0]], ("none", 8)),
        ([[1], [2], [7], [6], [5], [4], [7.5], [8]], ("possible", 8)),
    ],
)
def test_a_trend_needs_eight_weeks_with_data(weeks: list[list[float]], expected: tuple[str, int]) -> None:
    """Missing weeks keep their place; all equal is no trend."""
    found = trend(weeks)
    assert (found.verdict, found.weeks) == expected
    assert (found.slope is None) == (found.p is None) == (expected[0] == "too-few")


def test_the_slope_is_a_week_and_missing_weeks_flatten_it() -> None:
    straight: list[list[float]] = [[week / 4] for week in range(8)]
    assert trend(straight) == Trend(8, 0.25, 2 / 40320, "clear")
    apart: list[list[float]] = [week for one in straight for week in (one, [])]
    assert trend(apart).slope == 0.125


def test_the_week_is_compared_with_the_28_days_before_it() -> None:
    """The days on either edge belong to it, those beyond do not; other dimensions neither."""
    edges = [
        date(2026, 10, 18),
        date(2026, 10, 19),
        date(2026, 11, 15),
        date(2026, 11, 16),
        date(2026, 11, 22),
        TODAY,
    ]
    found = focus_report(
        [line(day, 2, 0) for day in edges] + [line(edges[3], 2, 0, dimension="clarity")],
        LONG_AGO,
        LAST_WEEK,
        TODAY,
    )
    assert (found.before_from, found.before_to) == (date(2026, 10, 19), date(2026, 11, 15))
    assert [one.on for one in found.before.lines] == edges[1:3]
    assert [one.on for one in found.now.lines] == edges[3:5]
    assert (found.estimated.n_now, found.estimated.n_before) == (2, 2)


def test_what_led_to_the_choice_is_not_counted() -> None:
    """Neither before the period nor in it: what was chosen for being bad seems to be followed by better."""
    bad = lines(date(2026, 11, 2), [-4] * 7)
    better = lines(date(2026, 11, 16), [-1] * 7)
    since = Choice("trust", date(2026, 11, 9))
    found = focus_report(bad + better, since, LAST_WEEK, TODAY)
    assert (found.before_from, found.before_to) == (date(2026, 11, 9), date(2026, 11, 15))
    assert (found.estimated.n_before, found.estimated.verdict) == (0, "too-few")
    assert found.over_weeks.entries == 7
    chosen_within = focus_report(bad + better, Choice("trust", date(2026, 11, 18)), LAST_WEEK, TODAY)
    assert (chosen_within.before_from, chosen_within.before_to) == (None, None)
    assert (chosen_within.now.entries, chosen_within.before.entries) == (5, 0)
    known = focus_report(bad + better, LONG_AGO, LAST_WEEK, TODAY)
    assert known.estimated.verdict == "changed"


def test_what_i_read_and_what_they_said_are_compared_apart() -> None:
    """Six of each kind are not twelve."""
    now = [line(date(2026, 11, 16), 2, None, 0) for _ in range(4)] + lines(date(2026, 11, 16), [-1] * 4)
    found = focus_report(now + lines(date(2026, 11, 1), [0] * 9), LONG_AGO, LAST_WEEK, TODAY)
    assert (found.estimated.n_now, found.verified.n_now) == (4, 4)
    assert (found.estimated.verdict, found.verified.verdict) == ("too-few", "too-few")
    assert (found.over_weeks.estimated.n, found.over_weeks.verified.n) == (13, 4)


@pytest.mark.parametrize(
    ("meant", "before", "aim", "closed"),
    [
        ((2, -1), (3, -2), "lower", ("estimated",)),
        ((1, 0), (3, -2), "lower", ("estimated",)),
        ((2, 0), (3, -2), "lower", ()),
        ((2, -2), (3, -2), "lower", ()),
        ((2, 0), (2, -2), "as-before", ()),
        ((3, 0), (2, -2), "higher", ()),
        ((1, 1), (2, 0), "lower", ()),
    ],
)
def test_a_gap_that_closed_because_less_was_meant_is_called_that(
    meant: tuple[int, int], before: tuple[int, int], aim: str, closed: tuple[str, ...]
) -> None:
    """(intended, gap) now and before: only where the gap rose, less was meant, and no more arrived."""
    now, then = (
        group("trust", lines(date(2026, 11, 1), [gap] * 3, intended)) for intended, gap in (meant, before)
    )
    found = intent_guard(now, then)
    assert (found.now, found.before, found.aim, found.closed_by_aiming_lower) == (
        meant[0],
        before[0],
        aim,
        closed,
    )


def test_the_intent_guard_holds_for_what_others_said_too() -> None:
    now, then = (
        group("trust", [line(TODAY, intended, None, said) for _ in range(3)])
        for intended, said in ((1, 0), (3, 0))
    )
    assert intent_guard(now, then).closed_by_aiming_lower == ("verified",)


@pytest.mark.parametrize(("n_now", "n_before"), [(2, 5), (5, 2), (0, 0)])
def test_the_intent_guard_needs_three_moments_on_both_sides(n_now: int, n_before: int) -> None:
    found = intent_guard(
        group("trust", lines(TODAY, [0] * n_now)), group("trust", lines(TODAY, [0] * n_before))
    )
    assert (found.aim, found.closed_by_aiming_lower) == ("too-few", ())
    assert (found.now is None, found.before is None) == (n_now < 3, n_before < 3)


@pytest.mark.parametrize(
    ("typed", "since", "first"),
    [
        ("last-week", date(2026, 1, 1), date(2026, 8, 24)),  # 13 weeks
        ("last-week", date(2026, 10, 14), date(2026, 10, 12)),  # not before the choice
        ("last-quarter", date(2026, 1, 1), date(2026, 6, 29)),  # 14 weeks touch it
        ("last-year", date(2020, 1, 1), date(2024, 12, 30)),  # 53 weeks touch it
        ("2024..2026", date(2020, 1, 1), date(2025, 11, 24)),  # no more than 53
        ("all", date(2020, 1, 1), date(2025, 11, 24)),
        ("7d", date(2026, 1, 1), date(2026, 8, 31)),  # the week that has begun is the last
        ("week", date(2026, 1, 1), date(2026, 8, 31)),
    ],
)
def test_the_weeks_go_back_a_quarter_or_as_far_as_the_period(typed: str, since: date, first: date) -> None:
    period = Period.parse(typed, TODAY)
    assert first_week(Choice("trust", since), period, TODAY) == first


@pytest.mark.parametrize(
    ("monday", "label"),
    [
        (date(2024, 12, 23), "W52"),
        (date(2024, 12, 30), "W01"),
        (date(2026, 12, 28), "W53"),
        (date(2027, 1, 4), "W01"),
    ],
)
def test_weeks_at_the_edge_of_an_iso_year(monday: date, label: str) -> None:
    """2024-12-30 begins week 1 of 2025; 2027-01-03 ends week 53 of 2026."""
    sunday = monday + timedelta(days=6)
    period = Period("7d", monday, sunday)
    found = focus_report(
        [line(day, 2, 1) for day in (monday - timedelta(days=1), monday, sunday, sunday + timedelta(days=1))],
        LONG_AGO._replace(since=date(2020, 1, 1)),
        period,
        sunday,
    )
    assert found.weeks[-1].label == label
    assert [len(week.estimated) for week in found.weeks] == [1, 2]
    assert found.now.entries == 2


def test_a_week_lists_each_moments_gap_and_empty_weeks_stay() -> None:
    """From the first week with a moment on; lines of one moment are one number, lowering meant is none."""
    two = entry(
        nth_id(next(_number), date(2026, 11, 3)),
        intent="x",
        effects=[effect(2, 1, toward="a"), effect(2, 0, toward="b")],
    )
    found = focus_report(
        [
            *lines_of(two),
            line(date(2026, 11, 4), -2, -2),
            line(date(2026, 11, 5), 2, None, 0, 1),
            line(date(2026, 11, 5), 2, None),
            line(date(2026, 11, 18), 1, 1),
        ],
        LONG_AGO,
        LAST_WEEK,
        TODAY,
    )
    assert [(week.label, week.estimated, week.verified) for week in found.weeks] == [
        ("W45", (-1.5,), (-1.5,)), ("W46", (), ()), ("W47", (0,), ()),
    ]  # fmt: skip


def test_a_focus_without_moments_has_no_weeks_and_no_figures() -> None:
    found = focus_report([], LONG_AGO, LAST_WEEK, TODAY)
    assert (found.weeks, found.now.entries, found.over_weeks.entries) == ((), 0, 0)
    assert found.estimated == Comparison(0, 0, None, None, "too-few")
    assert found.verified_trend == Trend(0, None, None, "too-few")
    assert found.intent.aim == "too-few"


def test_all_that_ever_was_has_nothing_before_it() -> None:
    found = focus_report(lines(date(2026, 11, 1), [0] * 9), LONG_AGO, Period.parse("all", TODAY), TODAY)
    assert (found.before_from, found.now.entries, found.before.entries) == (None, 9, 0)
