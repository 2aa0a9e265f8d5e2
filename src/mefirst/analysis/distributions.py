"""The two distributions our intervals need, to about 1e-12, with the standard library alone."""

import math
from functools import cache

_TINY = 1e-300
_ENOUGH = 1e-16
_MOST_TERMS = 100_000
_MOST_STEPS = 200


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), 0 … 1, for a, b > 0.

    Its continued fraction (DLMF 8.17.22, https://dlmf.nist.gov/8.17#v) on the side where it converges fast.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    return math.exp(_log_density(x, a, b)) * x * (1 - x) / a * _fraction(x, a, b)


def _log_density(x: float, a: float, b: float) -> float:
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    return (a - 1) * math.log(x) + (b - 1) * math.log1p(-x) - log_beta


def _fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction by Lentz's method as modified by Thompson and Barnett (1986)."""
    numerator, denominator = 1.0, _away_from_zero(1 - (a + b) * x / (a + 1))
    denominator = 1 / denominator
    value = denominator
    for term in range(1, _MOST_TERMS):
        even = term * (b - term) * x / ((a + 2 * term - 1) * (a + 2 * term))
        odd = -(a + term) * (a + b + term) * x / ((a + 2 * term) * (a + 2 * term + 1))
        for part in (even, odd):
            denominator = 1 / _away_from_zero(1 + part * denominator)
            numerator = _away_from_zero(1 + part / numerator)
            value *= denominator * numerator
        if abs(denominator * numerator - 1) < _ENOUGH:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


@cache
def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the x with I_x(a, b) = p, by Newton's method kept inside a bracket that only shrinks."""
    low, high = 0.0, 1.0
    x = a / (a + b)
    for _ in range(_MOST_STEPS):
        excess = beta_cdf(x, a, b) - p
        low, high = (low, x) if excess > 0 else (x, high)
        density = math.exp(_log_density(x, a, b))
        newton = x - excess / density if density else low
        next_x = newton if low < newton < high else (low + high) / 2
        if abs(next_x - x) <= _ENOUGH * x:
            return next_x
        x = next_x
    return x


def t_quantile(p: float, degrees: int) -> float:
    """Return the quantile of Student's t for p > ½, `degrees` ≥ 1 of freedom.

    T²/(ν + T²) has the distribution Beta(½, ν/2) (DLMF 8.17.ii; Abramowitz and Stegun 26.7.1).
    """
    share = beta_quantile(2 * p - 1, 0.5, degrees / 2)
    return math.sqrt(degrees * share / (1 - share))
