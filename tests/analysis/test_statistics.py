"""What few numbers forbid to say."""

import statistics
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.analysis.statistics import Spread, spread

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
