"""What few numbers forbid to say."""

import statistics
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mefirst.analysis.statistics import Spread, jeffreys, spread, student

halves = st.integers(-12, 12).map(lambda number: number / 2)


@pytest.mark.parametrize("values", [[], [1], [-3, 3]])
def test_fewer_than_three_say_nothing_but_their_number(values: list[float]) -> None:
    assert spread(values) == Spread(len(values), None, None, None, None, None)


@pytest.mark.parametrize(
    ("values", "middle", "least", "most"), [([-4, 0, -1], -1, -4, 0), ([2, -1, 0, 1], 0.5, -1, 2)]
)
def test_three_or_four_have_a_median_and_ends_but_no_mean(
    values: list[float], middle: float, least: float, most: float
) -> None:
    assert spread(values) == Spread(len(values), None, None, middle, least, most)


def test_five_have_means_too_and_opposite_gaps_do_not_hide_each_other() -> None:
    """The signed mean cancels; the absolute one beside it does not."""
    found = spread([-2, 2, -2, 2, 0])
    assert replace(found, interval90=None) == Spread(5, mean=0, mean_abs=1.6, median=0, min=-2, max=2)


@given(st.lists(halves, min_size=5, max_size=30))
def test_the_figures_are_those_of_the_values_in_any_order(values: list[float]) -> None:
    found = spread(values)
    assert found == spread(sorted(values))
    assert found.mean == pytest.approx(sum(values) / len(values))
    assert found.mean_abs == pytest.approx(sum(map(abs, values)) / len(values))
    assert found.median == statistics.median(values)
    assert (found.n, found.min, found.max) == (len(values), min(values), max(values))


def samples(number: int) -> list[list[float]]:
    """Return so many samples of 1 to 30 gaps: whole, halves, thirds; some skewed, some with many ties."""
    random = Random(number)
    found = []
    for index in range(number):
        unit = (1, 2, 3, 12)[index % 4]
        low, high = ((-6, 6), (-2, 0), (-4, 1))[index % 3]
        size = 1 + index % 30
        found.append([random.randint(low * unit, high * unit) / unit for _ in range(size)])
    return found


def test_a_thousand_samples_read_as_scipy_and_numpy_read_them() -> None:
    """Mean, absolute mean, median, ends and the interval, to 1e-9; what few numbers forbid is None."""
    for values in samples(1000):
        found, n = spread(values), len(values)
        assert found.n == n
        if n >= 3:
            exact = pytest.approx([np.median(values), np.min(values), np.max(values)], abs=1e-9)
            assert [found.median, found.min, found.max] == exact
        if n < 5:
            assert (found.mean, found.mean_abs, found.interval90) == (None, None, None)
            continue
        assert found.mean == pytest.approx(np.mean(values), abs=1e-9)
        assert found.mean_abs == pytest.approx(np.mean(np.abs(values)), abs=1e-9)
        if min(values) == max(values):
            assert found.interval90 is None
            continue
        theirs = stats.t.interval(0.9, n - 1, loc=np.mean(values), scale=stats.sem(values))
        assert found.interval90 == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("values", [[], [1.0], [1, 2], [0, 1, 2, 3], [0.1] * 5, [-2] * 30])
def test_no_interval_of_few_or_of_equal_values(values: list[float]) -> None:
    """Equal ones say nothing of how far others may lie; also where they are no whole binary fractions."""
    assert student(values) is None


def test_shares_have_the_interval_of_jeffreys() -> None:
    """Every k of every n up to 30, against SciPy; the ends are closed at none and at all."""
    for n in range(1, 31):
        for k in range(n + 1):
            low, high = stats.beta.ppf([0.05, 0.95], k + 0.5, n - k + 0.5)
            expected = (0.0 if k == 0 else low, 1.0 if k == n else high)
            assert jeffreys(k, n) == pytest.approx(expected, abs=1e-9)


def test_none_of_none_has_no_interval() -> None:
    assert jeffreys(0, 0) is None
