"""What is said where nothing changed: at most as often as it may be. Seeded, on the pure functions."""

from itertools import product
from random import Random

import pytest

from mefirst.analysis.focus import compare, trend
from mefirst.analysis.permutation import _subset_sums, mean_difference

SYMMETRIC = [-3, -2, -2, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3]
SKEWED = [0, 0, 0, 0, 0, 0, 0, -1, -1, -1, 1, -2, -2, -4, -5, -6]
"""Gaps as they come: mostly landed, now and then a backfire far below."""

PAIRS = list(product(range(5, 31), repeat=2))
POOLS = pytest.mark.parametrize("pool", [SYMMETRIC, SKEWED], ids=["symmetric", "skewed"])


def gaps(pool: list[int], number: int, random: Random) -> list[float]:
    """Draw the gaps of so many moments: most are whole, some halves, some the mean of two or three lines."""
    drawn = []
    for _ in range(number):
        lines = random.choices(pool, k=random.choice((1, 1, 1, 2, 3)))
        half = random.choice((0, 0, 0, 0.5))
        drawn.append(sum(lines) / len(lines) + half)
    return drawn


@POOLS
def test_of_all_splits_of_a_sample_at_most_a_tenth_would_be_called_changed(pool: list[int]) -> None:
    """At every pair of sizes from 5 to 30, and exactly: each split of one drawn sample is as likely as any other."""
    random = Random(11)
    for few, many in PAIRS:
        if few > many:
            continue
        sample = [round(gap * 12) for gap in gaps(pool, few + many, random)]
        whole = [number - min(sample) for number in sample]
        counts = _subset_sums(whole, few, 8)
        apart = [abs(len(whole) * number - few * sum(whole)) for number in range(len(counts))]
        least = abs(len(whole) * sum(whole[:few]) - few * sum(whole))
        total = sum(counts)
        tail = sum(count for count, distance in zip(counts, apart, strict=True) if distance >= least)
        assert mean_difference(sample[:few], sample[few:]) == pytest.approx(tail / total, rel=1e-12)
        changed = running = 0
        by_distance = sorted(
            ((distance, count) for distance, count in zip(apart, counts, strict=True) if count), reverse=True
        )
        for index, (distance, count) in enumerate(by_distance):
            running += count
            if index + 1 < len(by_distance) and by_distance[index + 1][0] == distance:
                continue
            if running / total < 0.10:
                changed = running
        assert changed / total <= 0.10, (few, many)


@POOLS
def test_changed_is_seldom_said_where_nothing_changed(pool: list[int]) -> None:
    """Drawn anew for every pair of sizes from 5 to 30; in all of them together, and at no size far more often."""
    random = Random(12)
    said: dict[int, list[bool]] = {size: [] for size in range(5, 31)}
    for now, before in PAIRS:
        for _ in range(4):
            found = compare(gaps(pool, now, random), gaps(pool, before, random))
            said[now].append(found.verdict == "changed")
    every = [one for size in said.values() for one in size]
    assert sum(every) / len(every) <= 0.10
    for size, ones in said.items():  # 104 draws: P(more than 24 of them | 10 %) < 1 in 10,000
        assert sum(ones) <= 24, size


@POOLS
@pytest.mark.parametrize("weeks", [8, 9, 11, 13])
def test_a_clear_trend_is_seldom_named_where_there_is_none(pool: list[int], weeks: int) -> None:
    """With one to five moments a week, and weeks missing in between."""
    random = Random(13)
    clear = 0
    draws = 2_000
    for _ in range(draws):
        course: list[list[float]] = [gaps(pool, random.randint(1, 5), random) for _ in range(weeks)]
        for _ in range(random.randint(0, 2)):
            course.insert(random.randrange(len(course)), [])
        found = trend(course)
        assert found.weeks == weeks
        clear += found.verdict == "clear"
    assert clear / draws <= 0.06


def test_a_true_change_and_a_true_trend_are_seen() -> None:
    """The tests are not merely silent."""
    random = Random(14)
    far = [
        compare([gap + 2 for gap in gaps(SYMMETRIC, 12, random)], gaps(SYMMETRIC, 12, random))
        for _ in range(50)
    ]
    assert sum(one.verdict == "changed" for one in far) >= 40
    rising = [
        trend([[gap + week / 2 for gap in gaps(SYMMETRIC, 3, random)] for week in range(12)])
        for _ in range(50)
    ]
    assert sum(one.verdict == "clear" for one in rising) >= 40
    assert all((one.slope or 0) > 0 for one in rising if one.verdict == "clear")
