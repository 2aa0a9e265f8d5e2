"""Putting an archive back: into a new journal, or into one that is there, without losing anything of either."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mefirst import atomic
from mefirst.errors import CannotWrite
from mefirst.journal import layout
from mefirst.journal.archive import Archive
from mefirst.journal.codec import Codec, Unreadable, digest
from mefirst.journal.quarantine import put_aside

Step = Callable[[int, int], None]
Write = Callable[[Path, bytes, Path], None]
"""Puts bytes at a path; the folder is one for temporary files on the same file system."""


class Restored(NamedTuple):
    """What a restore did with each file: written, here already, deleted for good since, damaged in the archive."""

    added: tuple[str, ...]
    kept: int
    purged: int
    damaged: tuple[str, ...]


def nothing(_done: int, _total: int) -> None:
    """Take no notice of progress."""


class Into(NamedTuple):
    """Where an archive is put: a journal, or a folder to be one.

    Without the marker the journal is to have a key of its own. With `codec`, a record that it does not open is
    left out like a damaged one: it is not kept as those of the journal are.
    """

    root: Path
    with_marker: bool = True
    codec: Codec | None = None


def restore(path: Path, into: Into, step: Step = nothing, write: Write | None = atomic.write) -> Restored:
    """Put the files of an archive into the journal in `root`, or begin it; what is there is never overwritten.

    A file that is damaged here is put aside, and the good one takes its place; without `write` nothing is done.
    Of a record deleted for good here nothing comes back. Files that are damaged in the archive are named and
    left out. The marker that makes a folder a journal is written last, so that half of one is never read.
    """
    root, codec = into.root, into.codec
    with Archive(path) as archive:
        names = sorted(archive.files, key=lambda name: (name == layout.FORMAT_FILE, name))
        names = names if into.with_marker else [name for name in names if name != layout.FORMAT_FILE]
        purged = purged_below(root) | purged_in(names)
        added: list[str] = []
        damaged: list[str] = []
        kept = skipped = 0
        for number, name in enumerate(names, 1):
            step(number, len(names))
            parsed = layout.parse_name(PurePosixPath(name).name)
            data = archive.read(name)
            if data is None or (codec and parsed and parsed.revision and not _opens(codec, data)):
                damaged.append(name)
            elif parsed and parsed.revision is not None and parsed.id in purged:
                skipped += 1
            elif _put_or_say(root, name, data, write, f"{len(added)} of {len(names)} files are in"):
                added.append(name)
            else:
                kept += 1
        return Restored(tuple(added), kept, skipped, tuple(damaged))


def _opens(codec: Codec, data: bytes) -> bool:
    try:
        codec.open(data)
    except Unreadable:
        return False
    return True


def _put_or_say(root: Path, name: str, data: bytes, write: Write | None, done: str) -> bool:
    """Put a file of an archive in its place; CannotWrite says how far it came, and the next run goes on."""
    try:
        return _put(root, name, data, write)
    except CannotWrite as problem:
        reason = problem.what.removeprefix("Not saved: ").removesuffix(".")
        raise CannotWrite(problem.why, reason, f"{done}; the same command goes on.") from problem


def _put(root: Path, name: str, data: bytes, write: Write | None) -> bool:
    """Put a file of an archive in its place; return whether there was anything to do.

    What lies there with another content stays, and the file of the archive goes into quarantine, but where
    the name of a record vouches for the archive's: then the one that lies there does.
    """
    target = root / name
    if os.path.lexists(target):
        if name == layout.FORMAT_FILE or name.startswith(f"{layout.KEYS}/") or _same(target, data):
            return False
        parsed = layout.parse_name(target.name)
        if not parsed or not digest(data).startswith(parsed.hash12):
            target = root / layout.QUARANTINE / f"{target.name}.restored-{digest(data)[: layout.HASH_LENGTH]}"
            if target.exists():
                return False
        elif write:
            put_aside(root, target)
    if write:
        write(target, data, root / layout.TEMPORARY)
    return True


def _same(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def purged_below(root: Path) -> set[str]:
    """Return the ids of the records deleted for good in the journal in `root`."""
    return purged_in(path.name for path in layout.files(root))


def purged_in(names: Iterable[str]) -> set[str]:
    """Return the ids of the records that files of these names say were deleted for good."""
    parsed = (layout.parse_name(PurePosixPath(name).name) for name in names)
    return {one.id for one in parsed if one and one.revision is None}
