"""What somebody said arrived, as an option gives it: WHICH[.DIMENSION[.TOWARD]]=VALUE[@NAME]."""

from collections.abc import Sequence
from typing import NamedTuple

from mefirst.errors import BadAnswer
from mefirst.interview import values
from mefirst.interview.values import Unfit
from mefirst.model.vocabulary import DIMENSIONS

HOW = (
    "Write WHICH=VALUE, as in 4k7q0z=-1; of several lines 4k7q0z.trust=-1 or 4k7q0z.trust.deputy=-1; "
    "by somebody else 4k7q0z=-1@deputy."
)


class Heard(NamedTuple):
    """Which moment, which of its lines, where it was put, and by whom (None: the partner).

    Of the lines, the one of a dimension and toward somebody (nobody where that is empty), as far as it is said.
    """

    which: str
    dimension: str | None
    toward: str | None
    value: int
    by: str | None


def parse(typed: str, option: str = "--impact") -> Heard:
    """Read one; BadAnswer says what would fit."""
    place, equals, said = typed.partition("=")
    which, _, line = place.strip().partition(".")
    dimension, dot, toward = line.partition(".")
    value, at, by = said.partition("@")
    if not equals or not which or (at and not by.strip()):
        raise BadAnswer(option, HOW)
    if dimension and dimension not in DIMENSIONS:
        raise BadAnswer(option, f"'{dimension}' is not a dimension. Known: {' '.join(DIMENSIONS)}")
    try:
        return Heard(
            which, dimension or None, toward.strip() if dot else None, values.point(value), by.strip() or None
        )
    except Unfit as unfit:
        raise BadAnswer(option, str(unfit)) from None


def parse_all(typed: Sequence[str] | None) -> list[Heard]:
    """Read every one that was given."""
    return [parse(one) for one in typed or ()]
