"""The journal: adds, reads and revises records; takes its folder, its device-local state folder and its codec.

Every file is written once. A change is a further revision beside the old one, so nothing is ever
overwritten and two devices never fight: each revision names its parents, and the heads are those no
other names.
"""

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Generic, NamedTuple

from mefirst import atomic
from mefirst.errors import (
    Ambiguous,
    CannotWrite,
    DeletedForGood,
    FolderShut,
    JournalBusy,
    JournalConverted,
    JournalDamaged,
    JournalLocked,
    JournalNewer,
    NoEntryYet,
    NoJournal,
    UnknownEntry,
)
from mefirst.journal import layout, marker, place
from mefirst.journal.codec import PLAIN, Codec, Unreadable, digest, encode
from mefirst.journal.locking import Held, held
from mefirst.journal.revisions import Chain, Damaged, Found, R, Revision, read_revisions, validated
from mefirst.journal.versions import Newer
from mefirst.model.entry import Entry
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

__all__ = ["Damaged", "Found", "Journal", "Reading", "Version"]


_BESIDE = "last-beside"
RECIPIENT = "recipient"
"""The file in the device-local state of an encrypted journal that says to whom records are sealed."""


class Reading(NamedTuple, Generic[R]):
    """What a stretch of days holds, oldest first, and what in it could not be read."""

    records: tuple[R, ...]
    damaged: tuple[Damaged, ...]


class Version(NamedTuple, Generic[R]):
    """One revision of a record: what others name it by, the record as it was, and what it came from.

    `before` is None for a first revision, and where what it came from is not there any more.
    """

    digest: str
    record: R
    before: R | None
    is_head: bool


Sealed = Callable[["Journal"], Codec]


class Journal:
    """An open journal. `name` is what people call it, `key` what its device-local state is kept under."""

    def __init__(self, name: str, root: Path, state_root: Path, key: str, codec: Codec = PLAIN) -> None:
        self.name = name
        self.root = root
        self.key = key
        self.state = state_root / key
        self.temporary = root / layout.TEMPORARY
        self.codec = codec

    @classmethod
    def open(cls, name: str, root: Path, state_root: Path, sealed: Sealed | None = None) -> "Journal":
        """Open the journal in `root`; NoJournal where there is none, JournalNewer where we are too old.

        `sealed` returns the codec of one that is encrypted; without it such a journal is JournalLocked.
        """
        key = marker.read_key(root)
        if key is None:
            raise NoJournal(name, str(root))
        journal = cls(name, root, state_root, key)
        place.look(name, root, journal.state)
        if journal.is_encrypted():
            if sealed is None:
                raise JournalLocked(name)
            journal.codec = sealed(journal)
        return journal

    @classmethod
    def create(cls, name: str, root: Path, state_root: Path, sealed: Sealed | None = None) -> "Journal":
        """Open the journal in `root`, beginning it where there is none."""
        if marker.read_key(root) is None:
            marker.write(root)
        return cls.open(name, root, state_root, sealed)

    def is_encrypted(self) -> bool:
        """Whether records are to be sealed: the journal holds keys, or did when this device last wrote.

        So whoever takes the keys out of a synced folder does not make us write plain text into it.
        """
        return layout.has_keys(self.root) or (self.state / RECIPIENT).exists()

    def add(self, record: Record) -> bool:
        """Save a new record; return False where its id is stored already, so that a retry saves nothing twice.

        JournalDamaged where what is stored under its id cannot be read: that is neither saved nor overwritten.
        DeletedForGood where its id was: it would be hidden.
        """
        if self.files(type(record), record.id):
            self.get(type(record), record.id)
            return False
        self._write(record)
        return True

    def change(
        self, kind: type[R], record_id: str, edit: Callable[[R], R], heads: Sequence[str] | None = None
    ) -> R:
        """Save what `edit` makes of a record as a further revision, joining all its heads.

        Where it makes nothing new of a record with one head, nothing is saved. With `heads`, it is made of the
        record as those revisions give it: what was written since becomes another head, and nothing of it is lost.
        """
        found = self.get(kind, record_id, heads)
        edited = edit(found.record)
        if edited == found.record and len(found.heads) == 1:
            return found.record
        record = edited.changed(revision=found.record.revision + 1, parents=found.heads)
        self._write(record)
        return record

    def get(self, kind: type[R], record_id: str, heads: Sequence[str] | None = None) -> Found[R]:
        """Read one record, as it is now or as `heads` give it.

        UnknownEntry where there is none, JournalDamaged where nothing of it can be read, JournalNewer where that
        is because a later version wrote it.
        """
        files = self.files(kind, record_id)
        if not files:
            raise UnknownEntry(record_id, self.name)
        damaged: list[Damaged] = []
        chain = Chain(self._revisions(self.month(kind, record_id), files, damaged))
        if not chain.known:
            raise JournalDamaged(damaged[0].name, damaged[0].why)
        try:
            return chain.join(kind, chain.heads() if heads is None else heads, damaged)
        except Newer as problem:
            raise JournalNewer(files[0].name, problem.schema) from None
        except Unreadable as problem:
            raise JournalDamaged(files[0].name, str(problem)) from None

    def history(self, kind: type[R], record_id: str) -> tuple[list[Version[R]], tuple[Damaged, ...]]:
        """Return every revision of a record, the first one first, and what of it cannot be read; UnknownEntry."""
        files = self.files(kind, record_id)
        if not files:
            raise UnknownEntry(record_id, self.name)
        damaged: list[Damaged] = []
        month = self.month(kind, record_id)
        chain = Chain(self._revisions(month, files, damaged))
        heads = chain.heads()
        versions = []
        for one in sorted(chain.known.values(), key=lambda one: (one.document["revision"], one.plain_digest)):
            before = None
            try:
                record = validated(kind, one.document)
                if record.parents and set(record.parents) <= chain.known.keys():
                    before = chain.join(kind, record.parents).record
            except Unreadable as problem:
                damaged.append(Damaged(files[0].name, str(problem)))
                continue
            versions.append(Version(one.plain_digest, record, before, one.plain_digest in heads))
        return versions, tuple(damaged)

    def read(self, kind: type[R], first: date | None = None, last: date | None = None) -> Reading[R]:
        """Read all records about days from `first` to `last`; None is open. What is damaged is named, not raised."""
        records: list[R] = []
        damaged: list[Damaged] = []
        low = compact(first) if first else ""
        high = compact(last) if last else "99999999"

        def shut(problem: FolderShut) -> None:
            damaged.append(Damaged(problem.folder, problem.refusal))

        for month in layout.months(self.root / kind.FOLDER, first, last, shut):
            for _, files in _by_id(month, low, high, shut, damaged):
                revisions = self._revisions(month, files, damaged)
                if not revisions:
                    continue
                try:
                    records.append(_joined(kind, revisions))
                except Unreadable as problem:
                    damaged.append(Damaged(files[0].name, str(problem)))
        records.sort(key=lambda record: (record.id[:8], record.recorded_at, record.id))
        return Reading(tuple(records), tuple(damaged))

    def resolve(self, kind: type[Record], typed: str) -> str:
        """Return the id that `typed` names: `last`, a full id, or a prefix of the random part, 4 or longer."""
        if typed == "last":
            return self.last_written()
        prefix = normalise(typed)
        if len(prefix) < SHORTEST_HANDLE:
            raise UnknownEntry(typed, self.name, "A handle needs at least four of its characters.")
        if ID.fullmatch(prefix) and self.files(kind, prefix):
            return prefix
        if not SHORTEST_HANDLE <= len(prefix) <= RANDOM_LENGTH or not set(prefix) <= set(ALPHABET):
            raise UnknownEntry(typed, self.name)
        fitting = sorted(record_id for record_id in self.ids(kind) if record_id[9:].startswith(prefix))
        if not fitting:
            raise UnknownEntry(typed, self.name)
        if len(fitting) > 1:
            raise Ambiguous(typed, fitting)
        return fitting[0]

    def holds(self, folder: str) -> bool:
        """Whether there ever was a record of a kind, by its folder: without a look at what it is."""
        return next(layout.months(self.root / folder, None, None, layout.pass_over), None) is not None

    def ids(
        self, kind: type[Record], shut: Callable[[FolderShut], None] = layout.refuse_shut
    ) -> Iterator[str]:
        """Yield the id of every record of a kind, from the names alone."""
        for month in layout.months(self.root / kind.FOLDER, None, None, shut):
            for record_id, _ in _by_id(month, shut=shut):
                yield record_id

    def last_written(self) -> str:
        """Return the id of the entry last written on this device; NoEntryYet where there is none."""
        try:
            return (self.state / "last").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            raise NoEntryYet from None

    def note_last(self, record_id: str) -> None:
        """Remember the entry last written on this device; a convenience, so a full disk does not undo a save."""
        self._note("last", record_id)
        with contextlib.suppress(CannotWrite):
            if (self.state / _BESIDE).exists():
                atomic.remove(self.state / _BESIDE)

    def note_beside(self, record: Record) -> None:
        """Remember what was changed last on this device where that is no entry: what `undo` takes back by itself."""
        self._note(_BESIDE, f"{record.FOLDER} {record.id}")

    def last_changed(self) -> tuple[str, str]:
        """Return the folder and the id of what was changed last on this device; NoEntryYet where nothing was."""
        with contextlib.suppress(OSError, UnicodeDecodeError, ValueError):
            folder, record_id = (self.state / _BESIDE).read_text("ascii").split()
            return folder, record_id
        return Entry.FOLDER, self.last_written()

    def _note(self, name: str, words: str) -> None:
        with contextlib.suppress(CannotWrite):
            atomic.write(self.state / name, f"{words}\n".encode("ascii"), self.state / "tmp")

    def month(self, kind: type[Record], record_id: str) -> Path:
        """Return the folder in which the revisions of a record are kept."""
        return self.root / kind.FOLDER / layout.month_folder(record_id)

    def files(self, kind: type[Record], record_id: str) -> list[layout.FileName]:
        """Return the names of the revisions of a record; none where it was deleted for good."""
        month = self.month(kind, record_id)
        return next((files for _, files in _by_id(month, record_id, record_id)), [])

    def hashes(self, kind: type[Record], record_id: str) -> set[str]:
        """Return how the SHA-256 of the plaintext of each revision begins: as the names say, where they are plain."""
        files = self.files(kind, record_id)
        if self.codec is PLAIN:
            return {file.hash12 for file in files}
        known = self._revisions(self.month(kind, record_id), files, [])
        return {one.plain_digest[: layout.HASH_LENGTH] for one in known}

    def purged(self, kind: type[Record], record_id: str) -> bool:
        """Whether a record was deleted for good."""
        named = (layout.parse_name(name) for name in layout.names(self.month(kind, record_id)))
        return any(one and one.id == record_id and one.revision is None for one in named)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the journal for what must not be done by two at a time on this device; JournalBusy."""
        try:
            with held(self.state / "lock"):
                yield
        except Held:
            raise JournalBusy(self.name) from None

    def _revisions(
        self, month: Path, files: Sequence[layout.FileName], damaged: list[Damaged]
    ) -> list[Revision]:
        return read_revisions(month, files, damaged, self.codec)

    def _write(self, record: Record) -> None:
        """Save a revision; DeletedForGood where its record was, or is while this one is written."""
        kind = type(record)
        name = f"{record.FOLDER}/{handle_of(record.id)}"
        try:
            data = encode(record.document())
        except Unreadable as problem:
            raise CannotWrite(name, str(problem)) from None
        if self.purged(kind, record.id):
            raise DeletedForGood(name)
        path = self.put(kind.FOLDER, record.id, record.revision, data)
        if self.purged(kind, record.id):
            atomic.remove(path)
            raise DeletedForGood(name)

    def put(self, folder: str, record_id: str, revision: int, data: bytes) -> Path:
        """Keep the bytes of a revision as this journal keeps them, and return where; CannotWrite, JournalLocked.

        JournalConverted, and nothing is kept, where another process encrypted or decrypted it meanwhile.
        """
        stored = self.codec.seal(data)
        name = layout.file_name(record_id, revision, digest(stored), self.codec.ending)
        path = self.root / folder / layout.month_folder(record_id) / name
        atomic.write(path, stored, self.temporary)
        if self.is_encrypted() != (self.codec.ending == layout.SEALED):
            atomic.remove(path)
            raise JournalConverted(self.name)
        return path


def _joined(kind: type[R], revisions: list[Revision]) -> R:
    if len(revisions) == 1:
        return validated(kind, revisions[0].document)
    chain = Chain(revisions)
    return chain.join(kind, chain.heads()).record


def _by_id(
    month: Path,
    low: str = "",
    high: str = "99999999",
    shut: Callable[[FolderShut], None] = layout.refuse_shut,
    strays: list[Damaged] | None = None,
) -> Iterator[tuple[str, list[layout.FileName]]]:
    """Yield each id from `low` to `high` in a month's folder with its files; ids purged for good are passed over.

    Files that belong into another month would count twice: they are added to `strays`.
    """
    by_id: defaultdict[str, list[layout.FileName]] = defaultdict(list)
    of_month = month.parent.name + month.name
    for name in sorted(name for name in layout.names(month, shut) if low <= name < high + "~"):
        if (parsed := layout.parse_name(name)) and name.startswith(of_month):
            by_id[parsed.id].append(parsed)
        elif parsed and strays is not None:
            strays.append(Damaged(name, f"it belongs into {layout.month_folder(parsed.id).as_posix()}"))
    for record_id, files in by_id.items():
        if all(file.revision is not None for file in files):
            yield record_id, files
