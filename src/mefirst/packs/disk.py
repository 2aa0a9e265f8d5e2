"""A pack read from the disk: a folder, or one file. No link is followed and no pipe waited for."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from mefirst.packs import zipped
from mefirst.packs.bundle import MOST_FILES, PACK_FILE, Bundle, Intake, from_files
from mefirst.packs.refusals import BadPackSource, NoPackThere

_READ = (
    getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | os.O_RDONLY
)  # not blocking: a pipe in a file's place must not be waited for
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_FILE = {errno.ELOOP, errno.EMLINK, errno.ENXIO}  # a link; a link on some systems; a socket
_FOLDERS = ("lang", "rehearsals")
_LINK_HINT = "Put the file itself in its place."


def from_folder(folder: Path) -> Bundle:
    """Read the pack in a folder: regular files alone, no link followed; BadPackSource, NoPackThere."""
    taken = Intake(folder.name or str(folder))
    with _faults_named(taken.name, folder):
        for path in _listed(folder, taken):
            taken.once(path)
            with open_regular(folder / path, _NO_LINK) as stream:
                if stream is None:
                    raise taken.refuse(path, "is a link or no regular file, and is not followed.")
                taken.take(path, stream)
    return taken.bundle()


def from_file(path: Path) -> Bundle:
    """Read a pack given as one file, a zip or a YAML file as its content says; BadPackSource, NoPackThere."""
    with _faults_named(path.name, path), open_regular(path) as stream:
        if stream is None:
            raise BadPackSource(path.name, "It is no regular file.")
        large = os.fstat(stream.fileno()).st_size > zipped.MOST_ARCHIVE
        data = b"" if large else stream.read(zipped.MOST_ARCHIVE + 1)
    if large or len(data) > zipped.MOST_ARCHIVE:
        raise BadPackSource(path.name, zipped.TOO_LARGE)
    return (
        zipped.from_zip(data, path.name)
        if data.startswith(zipped.BEGINS)
        else from_files({PACK_FILE: data}, path.name)
    )


@contextlib.contextmanager
def open_regular(path: Path, flags: int = 0) -> Iterator[IO[bytes] | None]:
    """Open a regular file to be read, never waiting for a pipe; None where something else stands there."""
    try:
        handle = os.open(path, _READ | flags)
    except OSError as problem:
        if problem.errno not in _NO_FILE:
            raise
        yield None
        return
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        yield None
        return
    with os.fdopen(handle, "rb") as stream:
        yield stream


@contextlib.contextmanager
def _faults_named(name: str, path: Path) -> Iterator[None]:
    """Turn what the system refuses while reading into an error that says so."""
    try:
        yield
    except FileNotFoundError:
        raise NoPackThere(str(path)) from None
    except OSError as problem:
        raise BadPackSource(name, f"It cannot be read: {problem.strerror or problem}.") from None


def _listed(folder: Path, taken: Intake) -> list[str]:
    """Return the paths to read in a folder, in order; at most one more than a pack may have."""
    paths: list[str] = []
    places = [""]
    for place in places:
        with os.scandir(folder / place) as entries:
            for entry in entries:
                path = place + entry.name
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    raise taken.refuse(path, "is a link, and links are not followed.", _LINK_HINT)
                if entry.is_dir():
                    places += [f"{path}/"] if path.casefold() in _FOLDERS else []
                elif taken.wants(path) and len(paths) <= MOST_FILES:
                    paths.append(path)
    return sorted(paths)
