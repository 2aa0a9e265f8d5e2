"""Intended against received on the −3 … +3 line: `·   ·   ◆───┼───────●   ·`."""

from mefirst.model.scale import HIGHEST, LOWEST, POINTS, signed

STEP = 4
"""Columns from one point to the next; half a step has a column of its own."""
WIDTH = (HIGHEST - LOWEST) * STEP + 1

MEANT = "●"
MINE = "○"
THEIRS = "◆"
_MET = {MINE: "◉", THEIRS: "◈"}
"""Where it arrived as it was meant."""


def _column(value: float) -> int:
    return round((value - LOWEST) * STEP) + 1


def header() -> str:
    """Return the numbers over the line, each ending above its point."""
    return "".join(f"{signed(point):>{STEP if point > LOWEST else 2}}" for point in POINTS)


def picture(intended: float | None, mine: float | None, theirs: float | None) -> str:
    """Return the line for one effect or one group's medians; a missing value is not drawn.

    Where my reading and theirs agree, ○ stands beside ◆, so that neither hides the other. The blank on the
    left leaves room for that, and for the sign of the number above.
    """
    cells = [" "] * (WIDTH + 1)
    for point in POINTS:
        cells[_column(point)] = "·" if point else "│"
    aim, own, said = (None if value is None else _column(value) for value in (intended, mine, theirs))
    if own is not None and own == said:
        own = next(beside for beside in (own - 1, own + 1, own - 2) if beside != aim and beside <= WIDTH)
    columns = [column for column in (aim, own, said) if column is not None]
    if len(columns) > 1:
        for column in range(min(columns), max(columns) + 1):
            cells[column] = "┼" if column == _column(0) else "─"
    if aim is not None:
        cells[aim] = MEANT
    for place, sign in ((own, MINE), (said, THEIRS)):
        if place is not None:
            cells[place] = _MET[sign] if place == aim else sign
    return "".join(cells)
