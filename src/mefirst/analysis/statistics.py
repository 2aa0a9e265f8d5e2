"""What few numbers allow to be said, and what they forbid."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

ENOUGH_FOR_MEDIAN = 3
ENOUGH_FOR_MEAN = 5


@dataclass(frozen=True, slots=True)
class Spread:
    """How a handful of values lies; None is what their number forbids to say.

    n < 3: nothing. n = 3–4: median, min, max. n ≥ 5: the means too.
    """

    n: int
    mean: float | None = None
    mean_abs: float | None = None
    median: float | None = None
    min: float | None = None
    max: float | None = None


def spread(values: Sequence[float]) -> Spread:
    """Describe `values` as far as their number allows."""
    n = len(values)
    if n < ENOUGH_FOR_MEDIAN:
        return Spread(n)
    enough = n >= ENOUGH_FOR_MEAN
    return Spread(
        n=n,
        mean=fmean(values) if enough else None,
        mean_abs=fmean(abs(value) for value in values) if enough else None,
        median=median(values),
        min=min(values),
        max=max(values),
    )
