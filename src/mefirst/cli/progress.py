"""How far something long has come, on stderr: nothing in the first second, then a line."""

import time
from types import TracebackType
from typing import Self

from mefirst.errors import Stopped
from mefirst.terminal.console import Console

_SILENT = 1.0
_BETWEEN = 0.2


class Progress:
    """Says how far it is; in a terminal the line is rewritten, elsewhere it is said once.

    What `goes_on` where it was stopped says so, once it is: Stopped.
    """

    def __init__(self, console: Console, what: str, *, goes_on: bool = False) -> None:
        self._console = console
        self._what = what
        self._goes_on = goes_on
        self._done = self._total = 0
        self._next = time.monotonic() + _SILENT
        self._said = False

    def __enter__(self) -> Self:
        """Begin to count."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the line that was rewritten."""
        if self._said and self._console.error_is_terminal:
            self._console.note(self._line())
        if self._goes_on and isinstance(error, KeyboardInterrupt):
            raise Stopped("What is done is whole; the same command goes on.") from None

    def at(self, done: int, total: int) -> None:
        """Say that `done` of `total` are."""
        self._done, self._total = done, total
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _BETWEEN
        if self._console.error_is_terminal:
            self._console.prompt(self._line())
        elif not self._said:
            self._console.note(f"{self._what}: this takes a while, {total} to go through.")
        self._said = True

    def _line(self) -> str:
        return f"\r{self._what} {self._done} of {self._total}"
