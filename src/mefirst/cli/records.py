"""Which record is meant: an entry, or else one beside the entries."""

import contextlib

from mefirst.errors import UnknownEntry
from mefirst.journal.store import Journal
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.partner import Partner
from mefirst.model.record import Record
from mefirst.model.review import Review
from mefirst.model.share import Shared

BESIDE: tuple[type[Record], ...] = (Commitment, Review, Checkin, Partner, Shared)


def resolved(journal: Journal, typed: str) -> tuple[type[Record], str]:
    """Return the kind and the id that `typed` names; UnknownEntry, Ambiguous."""
    try:
        return Entry, journal.resolve(Entry, typed)
    except UnknownEntry:
        for kind in BESIDE:
            with contextlib.suppress(UnknownEntry):
                return kind, journal.resolve(kind, typed)
        raise


def note_changed(journal: Journal, record: Record) -> None:
    """Remember a record as what was changed last on this device."""
    if isinstance(record, Entry):
        journal.note_last(record.id)
    else:
        journal.note_beside(record)


def noun(kind: type[Record]) -> str:
    """Return what people call a record of this kind."""
    return {"entry": "moment", "commitment": "promise", "checkin": "check-in", "shared": "shared file"}.get(
        name := kind.SCHEMA.removeprefix("mefirst.").partition("/")[0], name
    )
