"""Persons and tags: the order to read them in. Never a ranking: a figure is told from five moments on."""

from dataclasses import dataclass
from typing import Literal

from mefirst.analysis.statistics import Spread


@dataclass(frozen=True, slots=True)
class Standing:
    """One person, or one tag, in one status: `n` ≥ 3 moments.

    `gap` holds what n allows; `shrunken`, the gap drawn toward that of all (see `standings`), is None below
    five moments, where it only sets the order.
    """

    key: str
    status: Literal["estimated", "verified"]
    n: int
    gap: Spread
    shrunken: float | None


@dataclass(frozen=True, slots=True)
class Standings:
    """Persons or tags with three moments or more, the widest shortfall first; the two statuses apart."""

    estimated: tuple[Standing, ...]
    verified: tuple[Standing, ...]
