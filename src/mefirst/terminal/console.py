"""The two streams: data to stdout, everything else to stderr. Nothing reaches either raw.

What is written here has passed `text.safe` already; this is where the encoding, color and width of the
terminal are known.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Mapping
from typing import TextIO

from mefirst.text import PIPED_WIDTH, Canvas, encodable

NARROWEST = 20
_GLYPHS = "●○◆◉·─│−…–“”␛"


def canvas(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Canvas:
    """Return what `stream` can show. Color and width alone depend on whether it is a terminal."""
    return Canvas(_width(stream, environment), _color(stream, environment), _can_say(stream, _GLYPHS))


def paper(environment: Mapping[str, str] = os.environ) -> Canvas:
    """Return what a file can hold: all signs, no color, as wide as a pipe."""
    return Canvas(_asked_width(environment) or PIPED_WIDTH)


def _asked_width(environment: Mapping[str, str]) -> int | None:
    columns = environment.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return max(int(columns), NARROWEST)
    return None


def _width(stream: TextIO, environment: Mapping[str, str]) -> int:
    if asked := _asked_width(environment):
        return asked
    if not stream.isatty():
        return PIPED_WIDTH
    return max(shutil.get_terminal_size((PIPED_WIDTH, 24)).columns, NARROWEST)


def _color(stream: TextIO, environment: Mapping[str, str]) -> bool:
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM", "dumb") != "dumb"


def _can_say(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class Console:
    """Writes finished text. A closed pipe is quiet: whoever read has read enough."""

    def __init__(self, out: TextIO | None = None, error: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._error = error or sys.stderr

    @property
    def canvas(self) -> Canvas:
        """What stdout can show."""
        return canvas(self._out)

    @property
    def error_canvas(self) -> Canvas:
        """What stderr can show."""
        return canvas(self._error)

    @property
    def error_is_terminal(self) -> bool:
        """Whether a line on stderr can be written over."""
        return self._error.isatty()

    def data(self, text: str) -> None:
        """Write what was asked for to stdout."""
        _write(self._out, text)

    def document(self, text: str) -> None:
        """Write a JSON document to stdout: UTF-8 whatever the locale says, as its standard wants it."""
        buffer = getattr(self._out, "buffer", None)
        if buffer is None:
            _write(self._out, text)
            return
        self._out.flush()
        buffer.write((text + "\n").encode())
        buffer.flush()

    def note(self, text: str) -> None:
        """Write everything else to stderr; one that is closed or full does not undo what was done."""
        with contextlib.suppress(OSError, ValueError):
            _write(self._error, text)

    def prompt(self, text: str) -> None:
        """Write to stderr without ending the line; `text` is our own."""
        with contextlib.suppress(OSError, ValueError):
            self._error.write(text)
            self._error.flush()


def _write(stream: TextIO, text: str) -> None:
    stream.write(encodable(text, stream.encoding or "utf-8") + "\n")
    stream.flush()
