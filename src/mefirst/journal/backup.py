"""A journal in one archive with a manifest, verified by restoring it before it counts as one.

The archive is a zip, so that it opens anywhere: the files of the journal's folder under their paths, and
`manifest.json` with the size and the SHA-256 of each.
"""

import contextlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from mefirst import atomic
from mefirst.errors import ArchiveDamaged, CannotWrite
from mefirst.journal import layout
from mefirst.journal.archive import MANIFEST, SCHEMA
from mefirst.journal.codec import digest
from mefirst.journal.restore import Into, Step, nothing, purged_below, restore
from mefirst.journal.store import Journal


class Backup(NamedTuple):
    """A verified archive: where it is, when it was made, how many files and bytes it holds."""

    path: str
    at: datetime
    files: int
    size: int


def back_up(journal: Journal, target: Path, now: datetime, step: Step = nothing) -> Backup:
    """Write an archive to the new file `target`, restore it into a temporary folder, compare, and remember it.

    CannotWrite where the disk refuses, ArchiveDamaged where it does not read back the same; then it is removed.
    """
    with atomic.refusals_named(target):
        paths = list(_paths(journal.root))
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
        made = Backup(str(target.absolute()), now, len(hashes), target.stat().st_size)
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


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    path.unlink(missing_ok=True)  # of a backup that was interrupted
    handle = os.open(
        path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), atomic.FILE_MODE
    )
    with os.fdopen(handle, "w+b") as stream:
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
                data = path.read_bytes()
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
    """Restore the archive into a folder of its own and compare every file with what was read; remove it again."""
    with atomic.refusals_named(journal.state):
        atomic.make_folder(journal.state / "tmp")
        folder = Path(tempfile.mkdtemp(prefix="verify-", dir=journal.state / "tmp"))
    try:
        done = restore(path, Into(folder), lambda at, _total: step(at), _put_quickly)
        found = {one.relative_to(folder).as_posix(): digest(one.read_bytes()) for one in _paths(folder)}
        if done.damaged or found != hashes:
            wrong = sorted(name for name in {*found, *hashes} if found.get(name) != hashes.get(name))
            raise ArchiveDamaged(str(path), (*done.damaged, *wrong)[0])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
