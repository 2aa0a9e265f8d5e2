"""Which effect line of an entry is meant."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from mefirst.errors import ChooseLine, NoSuchLine, UnknownChoice
from mefirst.model.entry import Effect, Entry
from mefirst.model.vocabulary import DIMENSIONS
from mefirst.text import fold


def described(effect: "Aimed") -> str:
    """Return `trust toward deputy`, as an error names it."""
    return f"{effect.dimension} toward {effect.toward}" if effect.toward else effect.dimension


def check_dimension(dimension: str | None) -> None:
    """Raise UnknownChoice for a dimension we do not have."""
    if dimension is not None and dimension not in DIMENSIONS:
        raise UnknownChoice("dimension", dimension, DIMENSIONS)


class Aimed(Protocol):
    """What an effect line is told from others by, in an entry or in a share of it."""

    @property
    def dimension(self) -> str:
        """What it was to change."""
        ...

    @property
    def toward(self) -> str | None:
        """With whom."""
        ...


_Line = TypeVar("_Line", bound=Aimed)


def fitting(
    lines: Iterable[_Line], *, person: str | None, dimension: str | None, toward: str | None
) -> list[_Line]:
    """Return the lines that can be meant: those toward that person, else all, of what is said of them."""
    found = [
        line
        for line in lines
        if (dimension is None or line.dimension == dimension)
        and (toward is None or fold(line.toward or "") == fold(toward))
    ]
    return [line for line in found if person and fold(line.toward or "") == fold(person)] or found


def find_line(
    entry: Entry, *, person: str | None, dimension: str | None, toward: str | None
) -> Effect | None:
    """Return the line meant: toward that person, else the only one (of the dimension, if given).

    None where no line is of that dimension or toward; ChooseLine where several fit.
    """
    candidates = fitting(entry.effects, person=person, dimension=dimension, toward=toward)
    if len(candidates) > 1:
        raise ChooseLine(entry.handle, [described(effect) for effect in candidates])
    return candidates[0] if candidates else None


def no_line(entry: Entry, dimension: str | None, toward: str | None) -> NoSuchLine:
    """Return the error that says what is there instead."""
    wanted = " ".join(
        part
        for part in ("of " + dimension if dimension else "", "toward " + toward if toward else "")
        if part
    )
    return NoSuchLine(entry.handle, wanted or "to add to", [described(effect) for effect in entry.effects])


def with_line(effects: Sequence[Effect], line: Effect) -> tuple[Effect, ...]:
    """Return the effects with `line` in the place of the one it replaces, or at the end."""
    if any(effect.key == line.key for effect in effects):
        return tuple(line if effect.key == line.key else effect for effect in effects)
    return (*effects, line)
