"""Asking for what is not to be seen, and for a line in plain sight. Ctrl+C and Ctrl+D stop, and say so."""

import contextlib
import sys
from collections.abc import Iterator

from mefirst.errors import Stopped
from mefirst.text import safe


def ask_secret(said: str) -> str:
    """Ask for what is not shown as it is typed; Stopped."""
    from getpass import getpass  # noqa: PLC0415 few journals are encrypted

    with _stopping():
        return getpass(safe(said), stream=sys.stderr)


def ask_line(said: str) -> str:
    """Ask for a line, in plain sight; Stopped."""
    with _stopping():
        sys.stderr.write(safe(said))
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line


@contextlib.contextmanager
def _stopping() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, EOFError):
        sys.stderr.write("\n")
        raise Stopped from None


@contextlib.contextmanager
def unseen() -> Iterator[None]:
    """Show nothing of what is typed while a passphrase is being tried: it may be the next one."""
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
