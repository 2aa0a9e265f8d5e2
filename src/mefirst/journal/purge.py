"""Deleting for good: the files go, and a file that says so stays and wins over any later edit of that id.

The marker is durable before anything is removed, so an interrupted purge hides all of it and can be ended.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mefirst import atomic
from mefirst.journal import layout
from mefirst.journal.changes import lineage
from mefirst.journal.codec import MOST_STORED, Codec, Unreadable, decode, digest, encode
from mefirst.journal.drafts import Drafts
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.model.record import Record

SCHEMA = "mefirst.purged/1"
_OF_GIT = ".git"


def purge(journal: Journal, kind: type[Record], record_id: str, at: datetime) -> int:
    """Delete a record, its drafts, and the places it was moved from; return how many files went. JournalBusy."""
    with journal.alone():
        ids = list(lineage(journal, record_id)) if kind is Entry else [record_id]
        return sum(_purge_one(journal, kind, one, at) for one in reversed(ids))


def _purge_one(journal: Journal, kind: type[Record], record_id: str, at: datetime) -> int:
    if not journal.purged(kind, record_id):
        data = encode({"schema": SCHEMA, "id": record_id, "purged_at": at.isoformat(timespec="seconds")})
        name = layout.purged_name(record_id, digest(data))
        atomic.write(journal.month(kind, record_id) / name, data, journal.temporary)
    found = list(copies(journal, record_id))
    for path in found:
        atomic.remove(path)
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if (journal.state / "last").read_text("ascii").strip() == record_id:
            atomic.remove(journal.state / "last")
    return len(found)


def copies(journal: Journal, record_id: str) -> Iterator[Path]:
    """Yield every file of this device that holds words of a record: revisions, copies of them, drafts.

    In the state of this device lies what a backup was tried with, if that was killed.
    """
    for folder in (journal.root, journal.state / "tmp"):
        for path in layout.files(folder, lambda one: one.name != _OF_GIT):
            parsed = layout.parse_name(path.name)
            if record_id in path.name and not (parsed and parsed.revision is None):
                yield path
    for path in _files(journal.temporary):
        if record_id not in path.name and _id_in(path, journal.codec) == record_id:
            yield path
    for kind in ("edits", "drafts"):
        drafts = Drafts(journal.state, kind, journal.codec)
        if drafts.path(record_id).exists():
            yield drafts.path(record_id)
        for draft_id, document in drafts.pending():
            if document.get("base") == record_id:
                yield drafts.path(draft_id)


def purged_ids(journal: Journal, kind: type[Record]) -> Iterator[str]:
    """Yield the id of every record of a kind that was deleted for good."""
    for month in layout.months(journal.root / kind.FOLDER, None, None):
        for path in _files(month):
            parsed = layout.parse_name(path.name)
            if parsed and parsed.revision is None:
                yield parsed.id


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _id_in(path: Path, codec: Codec) -> object:
    with contextlib.suppress(OSError, Unreadable), path.open("rb") as stream:
        return decode(codec.open(stream.read(MOST_STORED + 1))).get("id")
    return None
