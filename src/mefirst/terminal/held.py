"""The terminal while nothing reads it: what is typed waits there, as it was typed.

A terminal left alone turns an Enter typed while a draft is saved into a new line and swallows a Ctrl+D, so it
is held from before the first question to the end of the program.
"""

import contextlib
import sys
from typing import Any

_INPUT, _LOCAL = 0, 3  # where a terminal's modes hold the flags of input, and those of its lines and echo


class Held:
    """A terminal (by its descriptor) in which keys wait; it is as it was before when the program ends."""

    def __init__(self, terminal: int) -> None:
        import atexit  # noqa: PLC0415 as below
        import termios  # noqa: PLC0415 POSIX alone

        self._terminal = terminal
        self._before = termios.tcgetattr(terminal)
        atexit.register(self._give_back)

    def change(self, *, echo: bool, interrupts: bool) -> None:
        """Show what is typed, or not; let Ctrl+C interrupt at once, or wait as any key."""
        import termios  # noqa: PLC0415 POSIX alone

        modes: list[Any] = termios.tcgetattr(self._terminal)
        modes[_INPUT] &= ~termios.ICRNL
        modes[_LOCAL] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
        modes[_LOCAL] |= self._before[_LOCAL] & (echo * termios.ECHO | interrupts * termios.ISIG)
        termios.tcsetattr(self._terminal, termios.TCSANOW, modes)

    def _give_back(self) -> None:
        import termios  # noqa: PLC0415 POSIX alone

        with contextlib.suppress(termios.error):  # the terminal is gone
            termios.tcsetattr(self._terminal, termios.TCSANOW, self._before)


def hold() -> Held | None:
    """Hold the terminal on stdin; None where there is nothing to hold."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        return None
    return Held(sys.stdin.fileno())
