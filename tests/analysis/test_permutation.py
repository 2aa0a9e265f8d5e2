"""What chance alone does, counted: against full enumeration, and against SciPy."""

import math
from itertools import combinations, permutations
from random import Random
from typing import Any

import pytest
from scipy import stats

from mefirst.analysis import permutation
from mefirst.analysis.permutation import mean_difference, rising, slope


def every_split(left: list[int], right: list[int]) -> float:
    """The share of all splits whose means are at least as far apart, one by one."""
    pooled = left + right
    size, total = len(left), sum(pooled)
    seen = abs(len(pooled) * sum(left) - size * total)
    apart = [abs(len(pooled) * sum(chosen) - size * total) for chosen in combinations(pooled, size)]
    return sum(one >= seen for one in apart) / len(apart)


def every_order(values: list[float]) -> float:
    def score(order: tuple[float, ...]) -> int:
        return sum((later > earlier) - (later < earlier) for earlier, later in combinations(order, 2))

    seen = abs(score(tuple(values)))
    scores = [abs(score(order)) for order in permutations(values)]
    return sum(one >= seen for one in scores) / len(scores)


def test_the_p_of_two_groups_is_that_of_full_enumeration() -> None:
    """Whole steps with many ties, halves and thirds, groups of 1 to 8."""
    random = Random(4)
    for index in range(120):
        unit = (12, 6, 4, 1)[index % 4]
        left, right = (
            [unit * random.randint(-72 // unit, 36 // unit) for _ in range(random.randint(1, 8))]
            for _ in range(2)
        )
        assert mean_difference(left, right) == pytest.approx(every_split(left, right), abs=1e-12)


def test_the_p_of_two_groups_is_scipys() -> None:
    """By SciPy's own permutation test, exact, two-sided by the size of the difference."""
    random = Random(5)

    def apart(left: Any, right: Any, axis: int) -> Any:
        return abs(left.mean(axis=axis) - right.mean(axis=axis))

    for _ in range(8):
        left, right = ([12 * random.randint(-5, 2) for _ in range(size)] for size in (5, 7))
        theirs = stats.permutation_test(
            (left, right), apart, vectorized=True, n_resamples=math.inf, alternative="greater"
        )
        assert mean_difference(left, right) == pytest.approx(theirs.pvalue, abs=1e-9)


@pytest.mark.parametrize(
    ("left", "right", "p"),
    [
        ([0] * 5, [0] * 9, 1.0),
        ([-12] * 5, [0] * 5, 2 / 252),
        ([0] * 5, [-12] * 5, 2 / 252),
        ([-12] * 30, [0] * 30, 2 / math.comb(60, 30)),
        ([5, 7], [6], 1.0),
    ],
)
def test_the_p_of_groups_one_can_count_in_the_head(left: list[int], right: list[int], p: float) -> None:
    assert mean_difference(left, right) == pytest.approx(p, rel=1e-12)


def test_groups_beyond_counting_are_drawn_and_read_the_same_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The draws come near the exact share, and never to a p of 0."""
    random = Random(6)
    left, right = ([12 * random.randint(-3, 1) for _ in range(size)] for size in (12, 20))
    exact = mean_difference(left, right)
    monkeypatch.setattr(permutation, "_MOST_BITS", 0)
    drawn = mean_difference(left, right)
    assert drawn == mean_difference(left, right)
    assert drawn == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / permutation.DRAWS) + 1e-3)
    assert mean_difference([-72] * 30, [72] * 30) == pytest.approx(1 / (1 + permutation.DRAWS))


def test_a_year_against_a_month_is_counted_exactly() -> None:
    """Swapping the groups changes nothing: the smaller one is what is counted."""
    random = Random(7)
    year, month = ([6 * random.randint(-8, 2) for _ in range(size)] for size in (300, 40))
    assert mean_difference(year, month) == mean_difference(month, year)


def test_the_p_of_a_course_is_that_of_full_enumeration() -> None:
    """Up to seven weeks, with ties of every kind."""
    random = Random(8)
    for index in range(60):
        low = (-4, -1, 0)[index % 3]
        values = [random.randint(2 * low, 2) / 2 for _ in range(random.randint(2, 7))]
        assert rising(values) == pytest.approx(every_order(values), abs=1e-12)


def test_the_p_of_a_course_without_ties_is_scipys() -> None:
    """Mann–Kendall against time is Kendall's tau: 8 to 53 weeks."""
    random = Random(9)
    for size in (8, 9, 13, 30, 53):
        values = random.sample(range(1000), size)
        theirs = stats.kendalltau(range(size), values, method="exact")
        assert rising(values) == pytest.approx(theirs.pvalue, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "p"),
    [([1.0] * 8, 1.0), ([1, 2, 3, 4, 5, 6, 7, 8], 2 / math.factorial(8)), ([0, 0, 0, 0, 1, 1, 1, 1], 2 / 70)],
)
def test_the_p_of_courses_one_can_count_in_the_head(values: list[float], p: float) -> None:
    """All equal: no course. Always up: two orders of all. Down is as up."""
    assert rising(values) == pytest.approx(p)
    assert rising(values[::-1]) == pytest.approx(p)


def test_the_slope_is_scipys() -> None:
    """Also with weeks missing."""
    random = Random(10)
    for _ in range(300):
        size = random.randint(2, 30)
        places = sorted(random.sample(range(40), size))
        values = [random.randint(-12, 12) / 2 for _ in places]
        assert slope(places, values) == pytest.approx(stats.theilslopes(values, places).slope, abs=1e-9)
