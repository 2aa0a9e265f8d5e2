"""Our quantiles are those of SciPy."""

import pytest
from scipy import stats

from mefirst.analysis.distributions import beta_cdf, beta_quantile, t_quantile


@pytest.mark.parametrize("degrees", [*range(1, 60), 500, 10_000])
def test_quantiles_of_students_t(degrees: int) -> None:
    for p in (0.55, 0.9, 0.95, 0.995):
        assert t_quantile(p, degrees) == pytest.approx(stats.t.ppf(p, degrees), rel=1e-9)


@pytest.mark.parametrize(
    ("a", "b"), [(0.5, 0.5), (0.5, 30.5), (1.5, 0.5), (3.5, 3.5), (30.5, 0.5), (2000.5, 0.5), (50.5, 9950.5)]
)
def test_quantiles_of_beta_and_back(a: float, b: float) -> None:
    """Also where nearly all of it lies at one end."""
    for p in (0.001, 0.05, 0.5, 0.95, 0.999):
        x = beta_quantile(p, a, b)
        assert x == pytest.approx(stats.beta.ppf(p, a, b), abs=1e-9)
        assert beta_cdf(x, a, b) == pytest.approx(p, abs=1e-9)


def test_the_ends_of_beta() -> None:
    assert (beta_cdf(0, 2, 3), beta_cdf(1, 2, 3), beta_cdf(-1, 2, 3)) == (0, 1, 0)
