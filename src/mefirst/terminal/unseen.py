"""Keys that are typed while a passphrase is being tried: they may be the next one, so they are not shown either."""

import contextlib
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def unseen() -> Iterator[None]:
    """Show nothing of what is typed meanwhile, where stdin is a terminal."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    import termios  # noqa: PLC0415 POSIX alone

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    silent = [*before]
    silent[3] &= ~termios.ECHO
    termios.tcsetattr(handle, termios.TCSADRAIN, silent)
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
