"""The packs that were added: kept by id, version and hash, and listed in a lock file with where they came from.

The lock file says what is installed. A pack's files are whole before it names them and go after it has
stopped naming them, so that an interruption at any point leaves the packs of before or those of after.
"""

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from mefirst.atomic import flush_folder, make_folder, refusals_named, write_new
from mefirst.errors import UnknownPack
from mefirst.packs import lockfile
from mefirst.packs.bundle import Bundle
from mefirst.packs.disk import open_regular
from mefirst.packs.lockfile import LockedPack, Source
from mefirst.packs.refusals import PacksBusy, PacksDamaged
from mefirst.paths import Paths

_TEMPORARY_NAME = re.compile(r"\.new-[0-9a-f]{16}")
_PATIENCE = 10.0
_PAUSE = 0.02
_TRIES = 5
_KEPT = "Every pack that was installed is whole. Make room, or check the folder, and try again."

State = Literal["verified", "changed", "missing"]
"""Whether a pack's files are those that were installed, to the byte."""


class InstalledPack(NamedTuple):
    """A pack of the lock file, whether its files are still those, and the first that is not."""

    locked: LockedPack
    state: State
    file: str = ""


class Installed:
    """The packs installed in `folder`, as `lock_file` lists them; neither need exist."""

    def __init__(self, folder: Path, lock_file: Path, *, patience: float = _PATIENCE) -> None:
        self._folder = folder
        self._lock_file = lock_file
        self._patience = patience

    @classmethod
    def below(cls, paths: Paths) -> "Installed":
        """The packs of whoever these paths belong to."""
        return cls(paths.data / "packs", paths.data / "packs.lock")

    def locked(self) -> tuple[LockedPack, ...]:
        """Return what the lock file lists, by id, without a look at the files; PacksDamaged, PacksNewer."""
        try:
            with open_regular(self._lock_file) as stream:
                data = stream.read(lockfile.MOST_BYTES + 1) if stream else None
        except FileNotFoundError:
            return ()
        except OSError as problem:
            why = f"it cannot be read ({problem.strerror})"
            hint = "Check the disk and the rights of the file."
            raise PacksDamaged(str(self._lock_file), why, hint) from None
        return lockfile.parse(data, self._lock_file)

    def packs(self) -> tuple[InstalledPack, ...]:
        """Return the installed packs by id, each compared with the lock file to the byte."""
        for _ in range(_TRIES):  # another process may replace a pack between the list and its files
            listed = self.locked()
            found = tuple(InstalledPack(one, *self._files(one)[:2]) for one in listed)
            if all(one.state == "verified" for one in found) or self.locked() == listed:
                break
        return found

    def bundle(self, pack_id: str) -> Bundle:
        """Return an installed pack as it was added; UnknownPack, PacksDamaged where it is not that any more."""
        for _ in range(_TRIES):
            locked = self._find(pack_id)
            state, file, files = self._files(locked)
            if state == "verified":
                return Bundle(files)
            if self._find(pack_id) == locked:
                break
        why = f"{file} is missing" if state == "missing" else f"{file} is not as it was installed"
        source = locked.source.url or "SOURCE"
        raise PacksDamaged(f"The pack '{pack_id}'", why, f"Add it again: mefirst pack add {source}")

    def add(self, bundle: Bundle, source: Source, *, pinned: bool = False) -> LockedPack:
        """Install a pack, in place of any other of its id; PackProblems, CannotWrite, PacksBusy."""
        pack = bundle.loaded().pack
        added = LockedPack(
            id=pack.id,
            version=pack.version,
            source=source,
            sha256=bundle.digest,
            files=bundle.members,
            pinned=pinned,
        )
        with self._changing():
            others = [one for one in self.locked() if one.id != pack.id]
            if self._files(added)[0] != "verified":
                self._store(added.folder_name, bundle)
            self._write([*others, added])
            self._sweep(_folders_of(pack.id), [*others, added])
        return added

    def note_newer(self, pack_id: str, newer: str | None) -> None:
        """Write down which newer version the source of a pack was seen to have; UnknownPack, CannotWrite, PacksBusy."""
        if self._find(pack_id).newer == newer:
            return
        with self._changing():
            noted = self._find(pack_id).model_copy(update={"newer": newer})
            self._write([noted, *(one for one in self.locked() if one.id != pack_id)])

    def remove(self, pack_id: str) -> None:
        """Forget a pack and remove its files; UnknownPack, CannotWrite, PacksBusy."""
        self._find(pack_id)  # before anything is created or waited for
        with self._changing():
            self._find(pack_id)
            others = [one for one in self.locked() if one.id != pack_id]
            self._write(others)
            self._sweep(_folders_of(pack_id), others)

    def _find(self, pack_id: str) -> LockedPack:
        listed = self.locked()
        for one in listed:
            if one.id == pack_id:
                return one
        raise UnknownPack(pack_id, [one.id for one in listed])

    def _files(self, locked: LockedPack) -> tuple[State, str, dict[str, bytes]]:
        """Read a pack's files: whether they are as listed, the first that is not, and those read until then."""
        files: dict[str, bytes] = {}
        for path, size, sha256 in locked.files:
            try:
                with open_regular(self._folder / locked.folder_name / path) as stream:
                    data = stream.read(size + 1) if stream else b""
            except (FileNotFoundError, NotADirectoryError):
                return "missing", path, files
            except OSError:
                return "changed", path, files
            if len(data) != size or hashlib.sha256(data).hexdigest() != sha256:
                return "changed", path, files
            files[path] = data
        return "verified", "", files

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the packs while they are changed; the system lets go when a process dies."""
        with refusals_named(self._lock_file, _KEPT):
            make_folder(self._folder)
            handle = os.open(self._folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
            try:
                if sys.platform != "win32":
                    os.fchmod(handle, 0o600)  # whatever the umask
                _wait_for(handle, self._patience)
                yield
            finally:
                os.close(handle)

    def _store(self, name: str, bundle: Bundle) -> None:
        """Put the files of a pack in the folder of that name, all of them at once."""
        new = self._temporary()
        place = self._folder / name
        try:
            for path, data in bundle.files.items():
                make_folder((new / path).parent)
                write_new(new / path, data)
            for folder in {(new / path).parent for path in bundle.files}:
                flush_folder(folder)
            if os.path.lexists(place):  # damaged, or it would not be written again
                place.replace(self._temporary())
            new.replace(place)
            flush_folder(self._folder)
        finally:
            _discard(new)

    def _write(self, packs: Iterable[LockedPack]) -> None:
        """Replace the lock file."""
        data = lockfile.dump(packs)
        lockfile.parse(data, self._lock_file)  # what could not be read again replaces nothing
        make_folder(self._lock_file.parent)
        new = self._lock_file.with_name(f".{self._lock_file.name}.new")
        try:
            new.unlink(missing_ok=True)  # of a process that died: only one writes at a time
            write_new(new, data)
            new.replace(self._lock_file)
            flush_folder(self._lock_file.parent)
        finally:
            with contextlib.suppress(OSError):
                new.unlink()

    def _temporary(self) -> Path:
        return self._folder / f".new-{secrets.token_hex(8)}"

    def _sweep(self, names: re.Pattern[str], packs: Iterable[LockedPack] = ()) -> None:
        """Remove the folders of such names that no listed pack is in; what stays behind harms nobody."""
        listed = {one.folder_name for one in packs}
        with contextlib.suppress(OSError):
            for path in list(self._folder.iterdir()):
                if names.fullmatch(path.name) and path.name not in listed:
                    _discard(path)


def _folders_of(pack_id: str) -> re.Pattern[str]:
    """Return what the folders of all versions of a pack are called, and those moved out of the way."""
    return re.compile(rf"{re.escape(pack_id)}-[^-]+-[0-9a-f]{{12}}|{_TEMPORARY_NAME.pattern}")


def _discard(path: Path) -> None:
    """Remove what nothing refers to; where that fails it stays, and is tried again at the next change."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _wait_for(handle: int, patience: float) -> None:
    """Hold an open file against other processes; PacksBusy after `patience` seconds."""
    until = time.monotonic() + patience
    while not _held(handle):
        if time.monotonic() >= until:
            raise PacksBusy(patience)
        time.sleep(_PAUSE)


def _held(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 Windows alone

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 POSIX alone

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
