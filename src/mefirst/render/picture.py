"""Intended against received on the −3 … +3 line: `·   ·   ◆───┼───────●   ·`."""

from mefirst.model.scale import HIGHEST, LOWEST, POINTS, signed

STEP = 4
"""Columns from one point to the next; half a step has a column of its own."""
WIDTH = (HIGHEST - LOWEST) * STEP + 1

MEANT = "●"
MINE = "○"
THEIRS = "◆"
_MET = {MINE: "◉", THEIRS: "◈"}


def _column(value: float) -> int:
    return round((value - LOWEST) * STEP)


def header() -> str:
    """Return the numbers over the line, each ending above its point."""
    return "".join(f"{signed(point):>{STEP if point > LOWEST else 2}}" for point in POINTS)


def picture(intended: float | None, mine: float | None, theirs: float | None) -> str:
    """Return the line for one effect or one group's medians; a missing value is not drawn.

    A blank on the left leaves room for the sign of the number above.
    """
    cells = [" "] * WIDTH
    for point in POINTS:
        cells[_column(point)] = "·" if point else "│"
    marks = [(value, sign) for value, sign in ((mine, MINE), (theirs, THEIRS)) if value is not None]
    values = [value for value in (intended, *(value for value, _ in marks)) if value is not None]
    if len(values) > 1:
        for column in range(_column(min(values)), _column(max(values)) + 1):
            cells[column] = "┼" if column == _column(0) else "─"
    if intended is not None:
        cells[_column(intended)] = MEANT
    for value, sign in marks:
        cells[_column(value)] = _MET[sign] if value == intended else sign
    return " " + "".join(cells)
