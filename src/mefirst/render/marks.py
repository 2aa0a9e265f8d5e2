"""Where the marks of a page stand: a dot is what was meant, a ring my reading, a diamond what they said."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from mefirst.analysis.focus import Week
from mefirst.analysis.gap import EffectLine
from mefirst.analysis.summary import Group
from mefirst.model.scale import POINTS, signed, spoken

_MIDDLE = 120.0
_STEP = 28.0
_LEFT = 15.0
_ROOM = 260.0
_BESIDE = 7.0
_RING = 9.0
_TICKS = tuple(_MIDDLE + point * _STEP for point in POINTS if point)
_LOWERED = {"backfired", "unintended-harm"}


class Picture(NamedTuple):
    """One line from −3 to +3 on a canvas of 240 columns; `words` say the same. A mark is None where it is unknown.

    `span` reaches from what was meant to what arrived; `low` where that lowered something against the intent.
    """

    words: str
    meant: float | None
    mine: float | None
    theirs: float | None
    span: tuple[float, float] | None
    low: bool
    ticks: tuple[float, ...]
    zero: float = _MIDDLE


class StripWeek(NamedTuple):
    """A week's gaps: as marks, and in words."""

    label: str
    rings: tuple[float, ...]
    diamonds: tuple[float, ...]
    mine: str
    theirs: str


class Strip(NamedTuple):
    """The weeks of the focus on a common scale of gaps, on a canvas of 290 columns."""

    low: str
    high: str
    zero: float
    grid: tuple[float, ...]
    weeks: tuple[StripWeek, ...]


def _x(value: float | None) -> float | None:
    return None if value is None else round(_MIDDLE + value * _STEP, 1)


def _picture(
    intended: float | None, mine: float | None, theirs: float | None, *, low: bool = False
) -> Picture:
    names = (("Meant", intended), ("my reading", mine), ("they said", theirs))
    known = [f"{name} {spoken(value)}" for name, value in names if value is not None]
    open_ = "" if mine is not None or theirs is not None else ", what arrived is open"
    aim, own, said = _x(intended), _x(mine), _x(theirs)
    return Picture(
        words=", ".join(known) + open_,
        meant=aim,
        mine=own,
        theirs=said,
        span=_span(aim, own, _RING) if said is None else _span(aim, said, 0),
        low=low,
        ticks=tuple(x for x in _TICKS if x != own),
    )


def _span(aim: float | None, arrived: float | None, edge: float) -> tuple[float, float] | None:
    """Return the line from what was meant to the edge of what arrived; None where they touch."""
    if aim is None or arrived is None or abs(aim - arrived) <= edge:
        return None
    end = arrived + math.copysign(edge, aim - arrived)
    return None if aim == end else (aim, round(end, 1))


def of_effect(line: EffectLine) -> Picture:
    """Return the picture of one effect."""
    return _picture(line.intended, line.seen, line.theirs, low=line.result.verdict in _LOWERED)


def of_group(group: Group) -> Picture:
    """Return the picture of a group's medians."""
    return _picture(group.intended.median, group.estimated.received.median, group.verified.received.median)


def strip(weeks: Sequence[Week]) -> Strip:
    """Return the weeks as marks; equal gaps of a week stand beside each other."""
    gaps = [gap for week in weeks for gap in (*week.estimated, *week.verified)]
    low, high = min(-3, *map(math.floor, gaps)) if gaps else -3, max(1, *map(math.ceil, gaps)) if gaps else 1
    step = _ROOM / (high - low)

    def place(gap: float) -> float:
        return round(_LEFT + (gap - low) * step, 1)

    def spread(gaps: Sequence[float]) -> tuple[float, ...]:
        return tuple(place(gap) + _BESIDE * gaps[:index].count(gap) for index, gap in enumerate(gaps))

    return Strip(
        low=signed(low),
        high=signed(high),
        zero=place(0),
        grid=tuple(place(point) for point in range(low, high + 1) if point),
        weeks=tuple(
            StripWeek(
                week.label,
                spread(week.estimated),
                spread(week.verified),
                " ".join(map(signed, week.estimated)),
                " ".join(map(signed, week.verified)),
            )
            for week in weeks
        ),
    )
