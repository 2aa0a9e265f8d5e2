"""A journal as lines of JSON: every revision of every record, as it is stored, behind a line that says what it is.

What stands in a line reads back to the very bytes that are stored. Of a record with words that are to stay
here, one document goes instead, which says what was left out of it and is no revision of the record.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from mefirst.errors import JournalDamaged, JournalNewer, UnknownEntry
from mefirst.journal import layout
from mefirst.journal.codec import Codec, Unreadable, decode, digest, encode
from mefirst.journal.inspecting import inspect_file
from mefirst.journal.revisions import Damaged, read_bytes
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.model.ids import compact
from mefirst.model.record import FIRST_REVISION
from mefirst.text import safe_json
from mefirst.transfer.parcel import Parcel, place_of

SCHEMA = "mefirst.export/1"
REDACTED = "redacted"
UNSAID = "unsaid"

_KIND = re.compile(r"[a-z]+")


class Gathered(NamedTuple):
    """The files to take out, those from which `unsaid` was left out, and what could not be read."""

    parcels: tuple[Parcel, ...]
    redacted: tuple[str, ...]
    damaged: tuple[Damaged, ...]


def gather(
    journal: Journal,
    first: date | None = None,
    last: date | None = None,
    *,
    entries: Collection[str] | None = None,
    unsaid: bool = False,
) -> Gathered:
    """Return the stored records about days from `first` to `last`; None is open.

    With `entries`, the ids of some, these alone. `unsaid` stays here unless it is asked for.
    """
    parcels: list[Parcel] = []
    redacted: list[str] = []
    damaged: list[Damaged] = []
    low, high = compact(first) if first else "", compact(last) if last else "99999999"
    for folder in _folders(journal.root, entries is not None):
        for month in layout.months(folder, first, last):
            for record_id, files in _by_id(month, low, high):
                if entries is not None and record_id not in entries:
                    continue
                found = list(_read(journal, month, files, damaged))
                if folder.name == Entry.FOLDER and not unsaid and any(map(_has_unsaid, found)):
                    redacted.append(record_id)
                    found = list(_without_unsaid(journal, record_id, damaged))
                parcels += found
    return Gathered(tuple(parcels), tuple(redacted), tuple(damaged))


def lines(gathered: Gathered, head: dict[str, Any]) -> Iterator[str]:
    """Yield the export line by line; the first one says what it is, with `head`, and how many follow."""
    yield _line({"schema": SCHEMA, **head, "records": len(gathered.parcels)})
    for one in gathered.parcels:
        record = decode(one.data)
        as_it_is = encode(record) == one.data  # else it was written by others: their very text then
        stored = {"record": record} if as_it_is else {"text": one.data.decode()}
        yield _line({"file": str(one.place), **stored})


def _line(document: dict[str, Any]) -> str:
    return safe_json(json.dumps(document, ensure_ascii=False))


def _folders(root: Path, only_entries: bool) -> list[Path]:  # noqa: FBT001 read where it is called
    if only_entries:
        return [root / Entry.FOLDER]
    return sorted(path for path in root.iterdir() if _KIND.fullmatch(path.name) and path.is_dir())


def _by_id(month: Path, low: str, high: str) -> Iterator[tuple[str, Sequence[layout.FileName]]]:
    """Yield each id with its files, the first revision first; of one deleted for good, the file that says so."""
    by_id: defaultdict[str, list[layout.FileName]] = defaultdict(list)
    for name in layout.names(month):
        parsed = layout.parse_name(name)
        if parsed and low <= parsed.id[:8] <= high:
            by_id[parsed.id].append(parsed)
    for record_id in sorted(by_id):
        files = sorted(by_id[record_id], key=lambda one: (one.revision or 0, one.name))
        yield record_id, [one for one in files if one.revision is None] or files


def _read(
    journal: Journal, month: Path, files: Sequence[layout.FileName], damaged: list[Damaged]
) -> Iterator[Parcel]:
    for file in files:
        path = month / file.name
        place = PurePosixPath(path.relative_to(journal.root).as_posix())
        try:
            data = read_bytes(path)
        except OSError as problem:
            damaged.append(Damaged(file.name, problem.strerror or str(problem)))
            continue
        found = inspect_file(place, data, journal.codec)
        if found.state in {
            "good",
            "unknown",
        }:  # what we do not know may be a newer version's: its hash is right
            yield _parcel(place, file, data, journal.codec)
        else:
            damaged.append(Damaged(file.name, found.why))


def _parcel(place: PurePosixPath, file: layout.FileName, stored: bytes, codec: Codec) -> Parcel:
    if file.revision is None:  # what says that a record was deleted for good is never sealed
        return Parcel(place, stored)
    data = codec.open(stored)
    return Parcel(place.with_name(layout.file_name(file.id, file.revision, digest(data))), data)


def _has_unsaid(one: Parcel) -> bool:
    return decode(one.data).get(UNSAID) is not None


def _without_unsaid(journal: Journal, record_id: str, damaged: list[Damaged]) -> Iterator[Parcel]:
    """Return an entry as it reads now, as a document that is no revision of it and says what it lacks."""
    try:
        document = journal.get(Entry, record_id).record.document()
        document.pop(UNSAID, None)
        left_out = list(dict.fromkeys([*document.get(REDACTED, ()), UNSAID]))
        data = encode({**document, "revision": FIRST_REVISION, "parents": [], REDACTED: left_out})
        yield Parcel(place_of(record_id, Entry, FIRST_REVISION, data), data, guest=True)
    except (JournalDamaged, JournalNewer, UnknownEntry, Unreadable) as problem:
        damaged.append(Damaged(record_id, f"left out whole: {problem}"))
