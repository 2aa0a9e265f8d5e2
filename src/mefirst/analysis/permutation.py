"""What chance alone would do: permutation tests in whole numbers, so that ties are ties."""

import math
from collections import Counter
from collections.abc import Sequence
from random import Random
from statistics import median

DRAWS = 10_000
_SEED = 2026
_MOST_BITS = 2_000_000_000
"""The work up to which every split is counted, in bits moved: half a second or so. A year against a month is less."""


def mean_difference(left: Sequence[int], right: Sequence[int]) -> float:
    """Return the two-sided p, 0 … 1, of the difference of two means: the share of all splits at least as far apart.

    Exact: of all ways to put the pooled numbers into groups of these sizes, those whose means differ by as
    much or more are counted. Source: Fisher (1935), The design of experiments; Pitman (1937), Significance
    tests which may be applied to samples from any populations, JRSS Supplement 4. Groups far larger than a
    journal's are drawn 10,000 times with a fixed seed instead, p = (1 + hits)/(1 + draws) (Phipson and Smyth
    2010, Permutation p-values should never be zero, SAGMB 9).
    """
    few, many = sorted((list(left), list(right)), key=len)
    numbers = few + many
    low, unit = min(numbers), math.gcd(*(number - min(numbers) for number in numbers)) or 1
    numbers = [(number - low) // unit for number in numbers]
    taken, total, size = len(few), sum(numbers), len(numbers)

    def apart(subset_sum: int) -> int:
        return abs(size * subset_sum - taken * total)

    seen = apart(sum(numbers[:taken]))
    field = math.comb(size, taken).bit_length() // 8 + 1
    if size * taken * taken * max(numbers, default=0) * field * 8 > _MOST_BITS:
        draw = Random(_SEED).sample  # noqa: S311 a fixed seed, so that a report is the same each time
        hits = sum(apart(sum(draw(numbers, taken))) >= seen for _ in range(DRAWS))
        return (1 + hits) / (1 + DRAWS)
    counts = _subset_sums(numbers, taken, field)
    return sum(count for number, count in enumerate(counts) if apart(number) >= seen) / sum(counts)


def _subset_sums(numbers: Sequence[int], taken: int, field: int) -> list[int]:
    """Count the subsets of `taken` numbers by their sum: the list's index. `field` bytes hold any count.

    By dynamic programming (Pagano and Tritchler 1983, On obtaining permutation distributions in polynomial
    time, JASA 78); each row of counts is one long integer, a field a sum, so adding rows is one addition.
    """
    rows = [1] + [0] * taken
    for index, number in enumerate(numbers):
        shift = number * field * 8
        for picked in range(min(index + 1, taken), 0, -1):
            rows[picked] += rows[picked - 1] << shift
    packed = rows[taken].to_bytes((sum(sorted(numbers)[-taken:]) + 1) * field, "little")
    return [int.from_bytes(packed[at : at + field], "little") for at in range(0, len(packed), field)]


def rising(values: Sequence[float]) -> float:
    """Return the two-sided p, 0 … 1, of the Mann–Kendall test: whether values rise or fall with their order.

    Exact with ties at every length: S is the number of pairs in rising order less that in falling order; over
    all orders of the same values, falling pairs are distributed as the inversions of a multiset. Sources:
    Mann (1945), Nonparametric tests against trend, Econometrica 13; Kendall (1975), Rank correlation methods;
    the distribution is MacMahon's (1913) Gaussian multinomial coefficient.
    """
    size = len(values)
    pairs = [(values[left], values[right]) for right in range(size) for left in range(right)]
    score = sum((later > earlier) - (later < earlier) for earlier, later in pairs)
    untied = sum(earlier != later for earlier, later in pairs)
    counts = _inversions(list(Counter(values).values()))
    hits = sum(count for falling, count in enumerate(counts) if abs(untied - 2 * falling) >= abs(score))
    return hits / sum(counts)


def _inversions(ties: Sequence[int]) -> list[int]:
    """Count the orders of a multiset by their inversions (the list's index); `ties` are its multiplicities.

    The product of the Gaussian binomials of each value joining those before it.
    """
    counts = [1]
    before = 0
    for tied in ties:
        for step in range(1, tied + 1):
            counts = _divided(_times(counts, before + step), step)
        before += tied
    return counts


def _times(counts: Sequence[int], power: int) -> list[int]:
    """Multiply by 1 − q^power."""
    padded = [*counts, *([0] * power)]
    return [count - (padded[at - power] if at >= power else 0) for at, count in enumerate(padded)]


def _divided(counts: Sequence[int], power: int) -> list[int]:
    """Divide by 1 − q^power; it goes evenly."""
    quotient: list[int] = []
    for at in range(len(counts) - power):
        quotient.append(counts[at] + (quotient[at - power] if at >= power else 0))
    return quotient


def slope(places: Sequence[float], values: Sequence[float]) -> float:
    """Return the Theil–Sen slope, values a place: the median of the slopes of all pairs; places differ.

    Sources: Theil (1950), A rank-invariant method of linear and polynomial regression analysis; Sen (1968),
    Estimates of the regression coefficient based on Kendall's tau, JASA 63.
    """
    return median(
        (values[right] - values[left]) / (places[right] - places[left])
        for right in range(len(values))
        for left in range(right)
    )
