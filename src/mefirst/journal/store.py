"""The journal: adds, reads and revises records; takes its folder and its device-local state folder.

Every file is written once. A change is a further revision beside the old one, so nothing is ever
overwritten and two devices never fight: each revision names its parents, and the heads are those no
other names.
"""

import os
import re
import string
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from mefirst import atomic
from mefirst.errors import (
    Ambiguous,
    CannotWrite,
    JournalDamaged,
    JournalNewer,
    NoEntryYet,
    NoJournal,
    UnknownEntry,
)
from mefirst.journal import layout
from mefirst.journal.codec import MOST_BYTES, Unreadable, decode, digest, encode
from mefirst.journal.merge import merge
from mefirst.model.ids import (
    ALPHABET,
    ID,
    RANDOM_LENGTH,
    SHORTEST_HANDLE,
    compact,
    handle_of,
    normalise,
)
from mefirst.model.record import Record

FORMAT = "mefirst/1"

_KEY_ALPHABET = string.digits + string.ascii_lowercase
_KEY_RANDOM = 22
_KEY_CHECK = 4
_KEY = re.compile(r"[0-9a-z]{26}")

R = TypeVar("R", bound=Record)


class Damaged(NamedTuple):
    """A file that could not be trusted, and why."""

    name: str
    why: str


class Reading(NamedTuple, Generic[R]):
    """What a stretch of days holds, oldest first, and what in it could not be read."""

    records: tuple[R, ...]
    damaged: tuple[Damaged, ...]


class Found(NamedTuple, Generic[R]):
    """One record as it reads now; `conflicts` names the fields two devices changed differently."""

    record: R
    heads: tuple[str, ...]
    conflicts: tuple[str, ...]
    damaged: tuple[Damaged, ...]


class _Revision(NamedTuple):
    document: dict[str, Any]
    plain_digest: str


def _key_check(random: str) -> str:
    number = int(digest(random.encode()), 16)
    checked = ""
    for _ in range(_KEY_CHECK):
        number, index = divmod(number, len(_KEY_ALPHABET))
        checked += _KEY_ALPHABET[index]
    return checked


def _is_key(key: str) -> bool:
    """Whether `key` may name a folder of device-local state."""
    return bool(_KEY.fullmatch(key)) and _key_check(key[:_KEY_RANDOM]) == key[_KEY_RANDOM:]


def _new_key() -> str:
    import secrets  # noqa: PLC0415 once a journal

    random = "".join(secrets.choice(_KEY_ALPHABET) for _ in range(_KEY_RANDOM))
    return random + _key_check(random)


class Journal:
    """An open journal. `name` is what people call it, `key` what its device-local state is kept under."""

    def __init__(self, name: str, root: Path, state_root: Path, key: str) -> None:
        self.name = name
        self.root = root
        self.key = key
        self.state = state_root / key
        self._temporary = root / layout.TEMPORARY

    @classmethod
    def open(cls, name: str, root: Path, state_root: Path) -> "Journal":
        """Open the journal in `root`; NoJournal where there is none, JournalNewer where we are too old."""
        marker = root / layout.FORMAT_FILE
        try:
            data = marker.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise NoJournal(name, str(root)) from None
        except OSError as problem:
            raise JournalDamaged(str(marker), problem.strerror or "it cannot be read") from None
        try:
            document = decode(data)
        except Unreadable as problem:
            raise JournalDamaged(str(marker), str(problem)) from None
        found, key = document.get("format"), document.get("journal")
        if isinstance(found, str) and found != FORMAT and found.startswith("mefirst/"):
            raise JournalNewer(str(root), found)
        if found != FORMAT or not isinstance(key, str) or not _is_key(key):
            raise JournalDamaged(str(marker), "it does not name a journal")
        return cls(name, root, state_root, key)

    @classmethod
    def create(cls, name: str, root: Path, state_root: Path) -> "Journal":
        """Open the journal in `root`, beginning it where there is none."""
        marker = root / layout.FORMAT_FILE
        if not marker.exists():
            document = {"format": FORMAT, "journal": _new_key()}
            atomic.write_if_absent(marker, encode(document), root / layout.TEMPORARY)
        return cls.open(name, root, state_root)

    def add(self, record: Record) -> bool:
        """Save a new record; return False where its id is stored already, so that a retry saves nothing twice.

        JournalDamaged where what is stored under its id cannot be read: that is neither saved nor overwritten.
        """
        if self._files(type(record), record.id):
            self.get(type(record), record.id)
            return False
        self._write(record)
        return True

    def change(self, kind: type[R], record_id: str, edit: Callable[[R], R]) -> R:
        """Save what `edit` makes of a record as a further revision, joining all its heads.

        Where it makes nothing new of a record with one head, nothing is saved.
        """
        found = self.get(kind, record_id)
        edited = edit(found.record)
        if edited == found.record and len(found.heads) == 1:
            return found.record
        record = edited.changed(revision=found.record.revision + 1, parents=found.heads)
        self._write(record)
        return record

    def get(self, kind: type[R], record_id: str) -> Found[R]:
        """Read one record; UnknownEntry where there is none, JournalDamaged where nothing of it can be read."""
        files = self._files(kind, record_id)
        if not files:
            raise UnknownEntry(record_id, self.name)
        damaged: list[Damaged] = []
        revisions = self._revisions(self._month(kind, record_id), files, damaged)
        if not revisions:
            raise JournalDamaged(damaged[0].name, damaged[0].why)
        try:
            return self._join(kind, revisions, damaged)
        except Unreadable as problem:
            raise JournalDamaged(files[0].name, str(problem)) from None

    def read(self, kind: type[R], first: date | None = None, last: date | None = None) -> Reading[R]:
        """Read all records about days from `first` to `last`; None is open. What is damaged is named, not raised."""
        records: list[R] = []
        damaged: list[Damaged] = []
        low = compact(first) if first else ""
        high = compact(last) if last else "99999999"
        for month in layout.months(self.root / kind.FOLDER, first, last):
            for _, files in _by_id(month, low, high):
                revisions = self._revisions(month, files, damaged)
                if not revisions:
                    continue
                try:
                    if len(revisions) == 1:
                        records.append(_validated(kind, revisions[0].document))
                    else:
                        records.append(self._join(kind, revisions, damaged).record)
                except Unreadable as problem:
                    damaged.append(Damaged(files[0].name, str(problem)))
        records.sort(key=lambda record: (record.id[:8], record.recorded_at, record.id))
        return Reading(tuple(records), tuple(damaged))

    def resolve(self, kind: type[Record], typed: str) -> str:
        """Return the id that `typed` names: `last`, a full id, or a prefix of the random part, 4 or longer."""
        if typed == "last":
            return self.last_written()
        prefix = normalise(typed)
        if ID.fullmatch(prefix) and self._files(kind, prefix):
            return prefix
        if not SHORTEST_HANDLE <= len(prefix) <= RANDOM_LENGTH or not set(prefix) <= set(ALPHABET):
            raise UnknownEntry(typed, self.name)
        fitting = sorted(record_id for record_id in self.ids(kind) if record_id[9:].startswith(prefix))
        if not fitting:
            raise UnknownEntry(typed, self.name)
        if len(fitting) > 1:
            raise Ambiguous(typed, fitting)
        return fitting[0]

    def ids(self, kind: type[Record]) -> Iterator[str]:
        """Yield the id of every record of a kind, from the names alone."""
        for month in layout.months(self.root / kind.FOLDER, None, None):
            for record_id, _ in _by_id(month):
                yield record_id

    def last_written(self) -> str:
        """Return the id of the entry last written on this device; NoEntryYet where there is none."""
        try:
            return (self.state / "last").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            raise NoEntryYet from None

    def note_last(self, record_id: str) -> None:
        """Remember the entry last written on this device; a convenience, so a full disk does not undo a save."""
        try:
            atomic.write(self.state / "last", f"{record_id}\n".encode("ascii"), self.state / "tmp")
        except CannotWrite:
            return

    def _write(self, record: Record) -> None:
        name = f"{record.FOLDER}/{handle_of(record.id)}"
        try:
            data = encode(record.document())
        except Unreadable as problem:
            raise CannotWrite(name, str(problem)) from None
        path = self._month(type(record), record.id) / layout.file_name(
            record.id, record.revision, digest(data)
        )
        atomic.write(path, data, self._temporary)

    def _month(self, kind: type[Record], record_id: str) -> Path:
        return self.root / kind.FOLDER / layout.month_folder(record_id)

    def _files(self, kind: type[Record], record_id: str) -> list[layout.FileName]:
        month = self._month(kind, record_id)
        return next((files for _, files in _by_id(month, record_id, record_id)), [])

    def _revisions(
        self, month: Path, files: list[layout.FileName], damaged: list[Damaged]
    ) -> list[_Revision]:
        revisions = []
        for file in files:
            try:
                with (month / file.name).open("rb") as stream:
                    # a read asks for its whole size in memory first, so it asks for no more than there is
                    data = stream.read(min(os.fstat(stream.fileno()).st_size, MOST_BYTES) + 1)
                document = decode(data)
                stored_digest = digest(data)
                if not stored_digest.startswith(file.hash12):
                    raise Unreadable("it was changed outside mefirst")
                if document.get("id") != file.id or document.get("revision") != file.revision:
                    raise Unreadable("its name and its content disagree")
                if not _names_parents(document):
                    raise Unreadable("it does not say what it came from")
            except Unreadable as problem:
                damaged.append(Damaged(file.name, str(problem)))
            except OSError as problem:
                damaged.append(Damaged(file.name, problem.strerror or str(problem)))
            else:
                revisions.append(_Revision(document, stored_digest))
        return revisions

    def _join(self, kind: type[R], revisions: list[_Revision], damaged: list[Damaged]) -> Found[R]:
        parents = {parent for one in revisions for parent in one.document["parents"]}
        heads = sorted(
            {one.plain_digest: one for one in revisions if one.plain_digest not in parents}.values(),
            key=lambda one: one.plain_digest,
        )
        digests = tuple(head.plain_digest for head in heads)
        if len(heads) == 1:
            return Found(_validated(kind, heads[0].document), digests, (), tuple(damaged))
        base = _common_ancestor(heads, {one.plain_digest: one for one in revisions})
        document, conflicts = merge(base, [head.document for head in heads])
        return Found(_validated(kind, document).settled(), digests, conflicts, tuple(damaged))


def _by_id(month: Path, low: str = "", high: str = "99999999") -> Iterator[tuple[str, list[layout.FileName]]]:
    """Yield each id from `low` to `high` in a month's folder with its files; ids purged for good are passed over."""
    by_id: defaultdict[str, list[layout.FileName]] = defaultdict(list)
    try:
        names = os.listdir(month)  # noqa: PTH208 names alone: a month may hold thousands
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as problem:
        raise JournalDamaged(str(month), problem.strerror or "it cannot be listed") from None
    for name in sorted(name for name in names if low <= name < high + "~"):
        if parsed := layout.parse_name(name):
            by_id[parsed.id].append(parsed)
    for record_id, files in by_id.items():
        if all(file.revision is not None for file in files):
            yield record_id, files


def _names_parents(document: dict[str, Any]) -> bool:
    parents = document.get("parents")
    return isinstance(parents, list) and all(isinstance(parent, str) for parent in parents)


def _validated(kind: type[R], document: dict[str, Any]) -> R:
    try:
        return kind.model_validate(document)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the record"
        raise Unreadable(f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}") from None


def _common_ancestor(heads: list[_Revision], known: dict[str, _Revision]) -> dict[str, Any]:
    """Return the newest revision all `heads` descend from, or an empty document where none is left."""

    def ancestors(digests: set[str]) -> set[str]:
        seen: set[str] = set()
        waiting = set(digests)
        while waiting:
            one = waiting.pop()
            if one not in seen and one in known:
                seen.add(one)
                waiting.update(known[one].document["parents"])
        return seen

    shared = set.intersection(*(ancestors({head.plain_digest}) for head in heads))
    if not shared:
        return {}
    newest = max(shared, key=lambda one: (known[one].document["revision"], one))
    return known[newest].document
