"""A file held by one process at a time. The system lets go when a process dies."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from mefirst import atomic


class Held(Exception):
    """Another process holds the file."""


@contextlib.contextmanager
def held(path: Path) -> Iterator[int]:
    """Hold `path`, made where it is missing, and yield its descriptor; Held at once where another process does."""
    with contextlib.ExitStack() as stack:
        with atomic.refusals_named(path):
            atomic.make_folder(path.parent)
            handle = os.open(path, os.O_CREAT | os.O_RDWR, atomic.FILE_MODE)
            stack.callback(_let_go, handle)
            if sys.platform != "win32":
                os.fchmod(handle, atomic.FILE_MODE)  # whatever the umask
        _hold(handle)
        yield handle


def _let_go(handle: int) -> None:
    with contextlib.suppress(OSError):  # what was done meanwhile is no less done, and the system has let go
        os.close(handle)


def _hold(handle: int) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 Windows alone

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 POSIX alone

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Held from None
