"""The packs that were added: kept by id, version and hash, and listed in a lock file with where they came from.

The lock file says what is installed. A pack's files are whole before it names them and go after it has
stopped naming them, so that an interruption at any point leaves the packs of before or those of after.
"""

import contextlib
import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
    model_validator,
)

from mefirst.errors import CannotWrite, PacksBusy, PacksDamaged, PacksNewer, UnknownPack
from mefirst.packs.bundle import PACK_FILE, Bundle, Member, digest_of, is_pack_file, open_regular
from mefirst.packs.model import BaseQuestion, Pack
from mefirst.paths import Paths
from mefirst.text import encodable, one_line

FORMAT: Literal["mefirst-packs/1"] = "mefirst-packs/1"
MOST_BYTES = 4 * 1024 * 1024

_NUMBERED = re.compile(r"mefirst-packs/[1-9][0-9]*")
_TEMPORARY_NAME = re.compile(r"\.new-[0-9a-f]{16}")
_PATIENCE = 10.0
_PAUSE = 0.02
_TRIES = 5
_CREATE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NOT_FLUSHABLE = {errno.EINVAL, errno.ENOTSUP}
_KEPT = "Every pack that was installed is whole. Make room, or check the folder, and try again."
_READABLE = "Check the disk and the rights of the file."
_MEND = "Move it away and add the packs again."

State = Literal["verified", "changed", "missing"]
"""Whether a pack's files are those that were installed, to the byte."""


def _encodable(value: Any) -> Any:
    return encodable(value, "utf-8") if isinstance(value, str) else value


_Shown = Annotated[str, BeforeValidator(_encodable)]  # a path may hold bytes that are no text


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(_Strict):
    """Where a pack came from; of git, `ref` is what was asked for and `commit` what it was then."""

    kind: Literal["folder", "file", "zip", "git", "text"]
    url: _Shown = ""
    ref: _Shown | None = None
    commit: _Shown | None = None


class LockedPack(_Strict):
    """What the lock file says of a pack. Paths are built from it, so it is as strict as the format is."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    source: Source
    sha256: str
    files: tuple[Member, ...]
    pinned: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        paths = [one.path for one in self.files]
        if PACK_FILE not in paths or len(set(paths)) != len(paths) or not all(map(is_pack_file, paths)):
            raise ValueError("its files are not those of a pack")
        if digest_of(self.files) != self.sha256:
            raise ValueError("its hash is not that of its files")
        return self

    @property
    def folder_name(self) -> str:
        """The name of the folder it is kept in."""
        return f"{self.id}-{self.version[:20]}-{self.sha256[:12]}"


class _Lock(_Strict):
    format: Literal["mefirst-packs/1"] = FORMAT
    packs: tuple[LockedPack, ...] = ()


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
                data = stream.read(MOST_BYTES + 1) if stream else None
        except FileNotFoundError:
            return ()
        except OSError as problem:
            raise self._damaged(f"it cannot be read ({problem.strerror})", _READABLE) from None
        if data is None:
            raise self._damaged("it is no regular file")
        return self._parsed(data)

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

    def _damaged(self, why: str, hint: str = _MEND) -> PacksDamaged:
        return PacksDamaged(str(self._lock_file), why, hint)

    def _parsed(self, data: bytes) -> tuple[LockedPack, ...]:
        if len(data) > MOST_BYTES:
            raise self._damaged(f"it is larger than {MOST_BYTES // 1024 // 1024} MiB")
        if not data.strip(b"\0 \r\n\t"):
            raise self._damaged("it is empty")
        try:
            document = json.loads(data)
        except (ValueError, RecursionError):
            raise self._damaged("it is not JSON") from None
        found = document.get("format") if isinstance(document, dict) else None
        if found != FORMAT:
            if isinstance(found, str) and _NUMBERED.fullmatch(found):
                raise PacksNewer(str(self._lock_file), found)
            raise self._damaged("it is not a list of packs")
        try:
            packs = _Lock.model_validate_json(data, strict=True).packs
        except ValidationError as refused:
            first = refused.errors(include_url=False, include_input=False)[0]
            place = one_line(".".join(map(str, first["loc"])), 80)
            raise self._damaged(f"{place or 'what it holds'} cannot be right") from None
        if len({one.id for one in packs}) != len(packs):
            raise self._damaged("it lists a pack twice")
        return packs

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
        with _refusals_named(self._lock_file):
            _make_folder(self._folder)
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
                _make_folder((new / path).parent)
                _write_new(new / path, data)
            for folder in {(new / path).parent for path in bundle.files}:
                _flush_folder(folder)
            if os.path.lexists(place):  # damaged, or it would not be written again
                place.replace(self._temporary())
            new.replace(place)
            _flush_folder(self._folder)
        finally:
            _discard(new)

    def _write(self, packs: Iterable[LockedPack]) -> None:
        """Replace the lock file."""
        lock = _Lock(packs=tuple(sorted(packs, key=lambda one: one.id)))
        data = json.dumps(lock.model_dump(mode="json"), indent=1).encode() + b"\n"
        self._parsed(data)  # what could not be read again replaces nothing
        _make_folder(self._lock_file.parent)
        new = self._lock_file.with_name(f".{self._lock_file.name}.new")
        try:
            new.unlink(missing_ok=True)  # of a process that died: only one writes at a time
            _write_new(new, data)
            new.replace(self._lock_file)
            _flush_folder(self._lock_file.parent)
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


class ChangedQuestion(NamedTuple):
    """A question that both versions of a pack ask, by its new id, and the settings that differ."""

    id: str
    settings: tuple[str, ...]


class Changes(NamedTuple):
    """What a version of a pack changes about its questions, in the order they are asked."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ChangedQuestion, ...]
    reordered: bool
    """Whether the questions both ask come in another order."""


def changed_questions(old: Pack, new: Pack) -> Changes:
    """Return what `new` asks differently from `old`."""
    pairs = _pairs(old, new)
    kept = [after.id for _, after in pairs if after is not None]
    changed = (ChangedQuestion(after.id, _differing(before, after)) for before, after in pairs if after)
    return Changes(
        added=tuple(question for question in new.ids if question not in kept),
        removed=tuple(before.id for before, after in pairs if after is None),
        changed=tuple(one for one in changed if one.settings),
        reordered=kept != [question for question in new.ids if question in kept],
    )


def breaking_changes(old: Pack, new: Pack) -> tuple[str, ...]:
    """Return what in `new` does not go with records and answers made with `old`, a sentence each.

    Any of them needs a new major version: an id that is gone and not `renamed`, another type, another
    field, another range of numbers, an option no longer offered.
    """
    said = [
        f"The {noun} was '{before}' and is '{after}'."
        for noun, before, after in (
            ("id of the pack", old.id, new.id),
            ("record it is for", old.for_, new.for_),
        )
        if before != after
    ]
    for before, after in _pairs(old, new):
        said += (
            [f"'{before.id}' is gone; if it has a new id, say so: renamed: {{{before.id}: …}}"]
            if after is None
            else _broken(before, after)
        )
    return tuple(said)


def raises_major(old: Pack, new: Pack) -> bool:
    """Whether the first number of the version of `new` is higher than that of `old`."""
    before, after = (pack.version.partition(".")[0].lstrip("0") for pack in (old, new))
    return (len(after), after) > (len(before), before)  # `int` refuses thousands of digits


def _pairs(old: Pack, new: Pack) -> list[tuple[BaseQuestion, BaseQuestion | None]]:
    """Return each question of `old` with what became of it in `new`."""
    after = {question.id: question for question in new.questions}
    renamed = {was: now for was, now in _renamed(new).items() if now not in old.ids}
    return [(one, after.pop(renamed.get(one.id, one.id), None)) for one in old.questions]


def _renamed(pack: Pack) -> dict[str, str]:
    return getattr(pack, "renamed", None) or {}


def _settings(question: BaseQuestion) -> dict[str, Any]:
    return {
        field.alias or name: getattr(question, name) for name, field in type(question).model_fields.items()
    }


def _differing(before: BaseQuestion, after: BaseQuestion) -> tuple[str, ...]:
    was, is_now = _settings(before), _settings(after)
    return tuple(name for name in dict.fromkeys([*was, *is_now]) if was.get(name) != is_now.get(name))


def _broken(before: BaseQuestion, after: BaseQuestion) -> Iterator[str]:
    name = f"'{after.id}'"
    if before.fills != after.fills:
        yield f"{name} filled {before.fills or 'no field'} and fills {after.fills or 'no field'}."
    if before.type != after.type:
        yield f"{name} was a {before.type} question and is a {after.type} question."
        return
    was, is_now = _settings(before), _settings(after)
    for setting in ("from", "to", "min", "max"):
        if (before_it := was.get(setting)) != (at_present := is_now.get(setting)):
            yield f"'{setting}' of {name} was {_limit(before_it)} and is {_limit(at_present)}."
    if gone := [value for value in was.get("options", ()) if value not in is_now["options"]]:
        yield f"{name} no longer offers {', '.join(gone)}."


def _limit(value: float | None) -> str:
    return "not set" if value is None else f"{value:.12g}"


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


@contextlib.contextmanager
def _refusals_named(path: Path) -> Iterator[None]:
    """Turn what the system refuses while writing into CannotWrite."""
    try:
        yield
    except OSError as problem:
        raise CannotWrite(str(path), problem.strerror or str(problem), _KEPT) from problem


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


def _make_folder(path: Path) -> None:
    """Create a folder and its missing parents for the owner alone, each made durable in its parent."""
    missing = [one for one in (path, *path.parents) if not one.is_dir()]
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):  # another process was faster
            folder.mkdir(mode=0o700)
            folder.chmod(0o700)  # whatever the umask
            _flush_folder(folder.parent)


def _write_new(path: Path, data: bytes) -> None:
    """Create a file for the owner alone, write `data` to it and flush it."""
    handle = os.open(path, _CREATE, 0o600)
    with os.fdopen(handle, "wb") as stream:
        if sys.platform != "win32":
            os.fchmod(handle, 0o600)  # whatever the umask
        stream.write(data)
        stream.flush()
        if sys.platform == "darwin":
            import fcntl  # noqa: PLC0415 POSIX alone

            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        else:
            os.fsync(handle)


def _flush_folder(path: Path) -> None:
    """Make the names in a folder durable; some file systems cannot and say so."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in _NOT_FLUSHABLE:
            raise
    finally:
        os.close(handle)
