"""A journal in one archive with a manifest, verified by restoring it before it counts as one.

The archive is a zip, so that it opens anywhere: the files of the journal's folder under their paths, and
`manifest.json` with the size and the SHA-256 of each.
"""

import contextlib
import json
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from mefirst import atomic
from mefirst.errors import ArchiveDamaged, CannotRead, CannotWrite
from mefirst.journal import layout
from mefirst.journal.archive import MANIFEST, MOST_BYTES, SCHEMA, is_inside
from mefirst.journal.codec import digest
from mefirst.journal.restore import Into, Step, nothing, purged_below, restore
from mefirst.journal.store import Journal


class Backup(NamedTuple):
    """A verified archive: where it is, when it was made, how many files and bytes it holds, what it could not."""

    path: str
    at: datetime
    files: int
    size: int
    left_out: tuple[str, ...] = ()


def back_up(journal: Journal, target: Path, now: datetime, step: Step = nothing) -> Backup:
    """Write an archive to the new file `target`, restore it into a temporary folder, compare, and remember it.

    Files of others that no archive can hold, by their name or size, are left out. CannotRead where something
    of the journal cannot be read, CannotWrite where the disk refuses, ArchiveDamaged where it does not read back
    the same; then it is removed.
    """
    with atomic.refusals_named(target):
        found = list(_paths(journal.root))
        left_out = {path for path in found if not _fits(journal.root, path)}
        paths = [path for path in found if path not in left_out]
        total = 2 * len(paths)
        temporary = target.with_name(f".{target.name}.tmp")
        try:
            with _new_file(temporary) as stream:
                hashes = _write(stream, journal, paths, now, lambda done: step(done, total))
            _verify(temporary, journal, hashes, lambda done: step(len(paths) + done, total))
            temporary.rename(target)
            atomic.flush_folder(target.parent)
        finally:
            temporary.unlink(missing_ok=True)
        named = tuple(sorted(str(path.relative_to(journal.root)) for path in left_out))
        made = Backup(str(target.absolute()), now, len(hashes), target.stat().st_size, named)
    remember(journal, made)
    return made


def _paths(root: Path) -> Iterator[Path]:
    """Yield the files of a journal: not what is being written, the history of git, links, what was deleted for good."""
    purged = purged_below(root)

    def goes_in(folder: Path) -> bool:
        return folder.name != ".git" and folder != root / layout.TEMPORARY

    for path in layout.files(root, goes_in):
        parsed = layout.parse_name(path.name)
        left_over = parsed and parsed.revision is not None and parsed.id in purged
        if path.is_file() and not path.is_symlink() and not left_over:
            yield path


def _fits(root: Path, path: Path) -> bool:
    """Whether an archive can hold a file; of ours, it can hold all."""
    size = path.stat().st_size if path.exists() else 0  # deleted for good as we looked
    return is_inside(path.relative_to(root).as_posix()) and size <= MOST_BYTES


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as problem:
        raise CannotRead(str(path), problem.strerror or str(problem)) from None


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    path.unlink(missing_ok=True)  # of a backup that was interrupted
    handle = os.open(
        path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), atomic.FILE_MODE
    )
    with os.fdopen(handle, "w+b") as stream:
        if sys.platform != "win32":
            os.fchmod(handle, atomic.FILE_MODE)  # whatever the umask
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def _write(
    stream: IO[bytes], journal: Journal, paths: list[Path], now: datetime, step: Callable[[int], None]
) -> dict[str, str]:
    """Write the archive; return the SHA-256 of each file in it, as they were read from the journal."""
    files: list[dict[str, Any]] = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for number, path in enumerate(paths, 1):
            with contextlib.suppress(FileNotFoundError):  # deleted for good meanwhile
                data = _read(path)
                name = path.relative_to(journal.root).as_posix()
                archive.writestr(_member(name, now), data)
                files.append({"path": name, "size": len(data), "sha256": digest(data)})
            step(number)
        document = {
            "schema": SCHEMA,
            "created_at": now.isoformat(timespec="seconds"),
            "name": journal.name,
            "journal": journal.key,
            "files": files,
        }
        archive.writestr(_member(MANIFEST, now), json.dumps(document, ensure_ascii=False, indent=1).encode())
    return {one["path"]: one["sha256"] for one in files}


def _member(name: str, now: datetime) -> zipfile.ZipInfo:
    when = max((now.year, now.month, now.day, now.hour, now.minute, now.second), (1980, 1, 1, 0, 0, 0))
    member = zipfile.ZipInfo(name, when)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = atomic.FILE_MODE << 16
    return member


def _verify(path: Path, journal: Journal, hashes: dict[str, str], step: Callable[[int], None]) -> None:
    """Restore the archive into a folder of its own and compare every file with what was read; remove it again.

    Beside the archive where the disk of the journal refuses: when that is full or failing, a backup matters most.
    """
    try:
        _compare(path, journal.state / "tmp", hashes, step)
    except CannotWrite:
        _compare(path, path.parent, hashes, step)


def _compare(path: Path, parent: Path, hashes: dict[str, str], step: Callable[[int], None]) -> None:
    with atomic.refusals_named(parent, "A backup is restored there to try, before it counts: make room."):
        atomic.make_folder(parent)
        folder = Path(tempfile.mkdtemp(prefix="verify-", dir=parent))
        try:
            done = restore(path, Into(folder), lambda at, _total: step(at), _put_quickly)
            found = {one.relative_to(folder).as_posix(): digest(one.read_bytes()) for one in _paths(folder)}
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    if done.damaged or found != hashes:
        wrong = sorted(name for name in {*found, *hashes} if found.get(name) != hashes.get(name))
        raise ArchiveDamaged(str(path), (*done.damaged, *wrong)[0])


def _put_quickly(path: Path, data: bytes, _temporary: Path) -> None:
    """Write a file that is compared and removed again: it need not survive anything."""
    atomic.make_folder(path.parent)
    path.write_bytes(data)


def remember(journal: Journal, made: Backup) -> None:
    """Keep on this device when the last verified backup was made; that it was made does not depend on it."""
    document = {"path": made.path, "at": made.at.isoformat(), "files": made.files, "size": made.size}
    with contextlib.suppress(CannotWrite):
        atomic.write(journal.state / "backup.json", json.dumps(document).encode(), journal.state / "tmp")


def last(journal: Journal) -> Backup | None:
    """Return the last verified backup made on this device, None where none is known of."""
    try:
        document = json.loads((journal.state / "backup.json").read_bytes())
        at = datetime.fromisoformat(document["at"])
        return Backup(str(document["path"]), at, int(document["files"]), int(document["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
