"""A little emphasis, for sessions that start before any library is loaded."""

from mefirst.text import Canvas

_RESET = "\x1b[0m"
_CODES = {"strong": "\x1b[1m", "quiet": "\x1b[2m", "heading": "\x1b[36m"}


def paint(text: str, look: str, canvas: Canvas) -> str:
    """Return safe `text` with a look (strong, quiet, heading), where there is color."""
    return f"{_CODES[look]}{text}{_RESET}" if canvas.color and text else text
