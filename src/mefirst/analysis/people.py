"""Persons and tags: the order to read them in. Never a ranking: a figure is told from five moments on."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from mefirst.analysis.gap import EffectLine
from mefirst.analysis.statistics import ENOUGH_FOR_MEAN, ENOUGH_FOR_MEDIAN, Spread, spread
from mefirst.analysis.summary import By, Known, gaps_of, keyed

_PRIOR = 4
"""As many moments as the gap of all weighs beside a person's own."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One person, or one tag, in one status: `n` ≥ 3 moments.

    `gap` holds what n allows; `shrunken`, the gap drawn toward that of all (see `standings`), is None below
    five moments, where it only sets the order.
    """

    key: str
    status: Known
    n: int
    gap: Spread
    shrunken: float | None


@dataclass(frozen=True, slots=True)
class Standings:
    """Persons or tags with three moments or more, the widest shortfall first; the two statuses apart."""

    estimated: tuple[Standing, ...]
    verified: tuple[Standing, ...]


def standings(lines: Sequence[EffectLine], by: By) -> Standings:
    """Put persons, or tags, in the order of their shrunken gap, those of three moments and more.

    (n·mean + 4·grand mean)/(n + 4), the grand mean being that of all moments of the status: an average of few
    is drawn toward that of all, so that a single bad moment puts nobody first. It is the posterior mean of a
    normal mean whose prior weighs as much as four moments. Source: Efron and Morris (1977), Stein's paradox in
    statistics, Scientific American 236(5).
    """
    return Standings(_of_status(lines, by, "estimated"), _of_status(lines, by, "verified"))


def shrunken(gaps: Sequence[float], grand_mean: float) -> float:
    """Return the mean of `gaps` drawn toward that of all."""
    return (sum(gaps) + _PRIOR * grand_mean) / (len(gaps) + _PRIOR)


def _of_status(lines: Sequence[EffectLine], by: By, status: Known) -> tuple[Standing, ...]:
    everything = gaps_of(lines, status)
    if not everything:
        return ()
    grand_mean = fmean(everything)
    found = []
    for key, own in keyed(lines, by):
        gaps = gaps_of(own, status)
        if key is not None and len(gaps) >= ENOUGH_FOR_MEDIAN:
            order = shrunken(gaps, grand_mean)
            told = order if len(gaps) >= ENOUGH_FOR_MEAN else None
            found.append((order, Standing(key, status, len(gaps), spread(gaps), told)))
    return tuple(one for _, one in sorted(found, key=lambda one: (one[0], one[1].key)))
