"""The private folders in which an editor works, and what a crash left in them.

Each is held by a lock that the editor inherits: what nobody holds any more was left behind.
"""

import contextlib
import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

PREFIX = "mefirst-edit-"
PAGE = "mefirst-page-"
"""Folders in which a page lies that a browser was to show."""

TEXT = "answer.txt"
LOCK = "lock"
ABOUT = "about.json"
MEMORY = ("/dev/shm",)  # noqa: S108 folders of our own, mode 0700, are made in it

_MOST_BYTES = 4 * 1024 * 1024


class Leftover(NamedTuple):
    """A text an editor was open on when everything stopped, and what it is about."""

    folder: Path
    text: str
    about: Mapping[str, Any]

    @property
    def is_unchanged(self) -> bool:
        """Whether it is what the editor was given."""
        return self.about.get("before") == digest(self.text)

    def remove(self) -> None:
        """Remove it: its text is kept elsewhere, or is what it was before."""
        removed(self.folder)


def removed(folder: Path) -> None:
    """Remove a folder and what is in it, as far as the system lets us."""
    with contextlib.suppress(OSError):  # that it cannot be closed is raised, whatever is ignored
        shutil.rmtree(folder, ignore_errors=True)


def digest(text: str) -> str:
    """Return what tells one text from another."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def in_memory(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return a folder in memory where there is one, so that a text never reaches a disk."""
    for folder in (environment.get("XDG_RUNTIME_DIR"), *MEMORY):
        if folder and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return None


def leftovers(environment: Mapping[str, str] = os.environ) -> Iterator[Leftover]:
    """Yield what crashes left behind of ours: in folders that are ours alone and that nobody holds."""
    for folder in _folders(PREFIX, environment):
        with contextlib.suppress(OSError):
            if found := _left_in(folder):
                yield found


def remove_pages(environment: Mapping[str, str] = os.environ) -> None:
    """Remove the pages that browsers were to show: they have been read, and can be written again."""
    for folder in _folders(PAGE, environment):
        with contextlib.suppress(OSError):
            if _is_ours(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _folders(prefix: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield what begins so wherever a text may lie for a while."""
    if sys.platform == "win32":  # no folder in memory, no lock that is inherited
        return
    places = (environment.get("XDG_RUNTIME_DIR"), *MEMORY, environment.get("TMPDIR") or "/tmp")  # noqa: S108 our own alone
    for place in dict.fromkeys(filter(None, places)):
        with contextlib.suppress(OSError):
            yield from [
                Path(place, name)
                for name in sorted(os.listdir(place))  # noqa: PTH208 names alone: it may hold thousands
                if name.startswith(prefix)
            ]


def _is_ours(folder: Path) -> bool:
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077


def _left_in(folder: Path) -> Leftover | None:
    if not _is_ours(folder):
        return None
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        if not held(handle):
            return None
        text = _read(folder / TEXT)
        about = _read(folder / ABOUT)
    finally:
        os.close(handle)
    if text is None:  # it was stopped before the editor was started
        return Leftover(folder, "", {})
    with contextlib.suppress(ValueError):
        found = json.loads(about or "{}")
        return Leftover(folder, text, found if isinstance(found, dict) else {})
    return Leftover(folder, text, {})


def held(handle: int) -> bool:
    """Take the lock on an open file; False where another process has it."""
    if sys.platform == "win32":
        return True
    import fcntl  # noqa: PLC0415 POSIX alone

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _read(path: Path) -> str | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as stream:
            return stream.read(_MOST_BYTES).decode("utf-8", "replace").rstrip("\n")
    except OSError:
        return None
