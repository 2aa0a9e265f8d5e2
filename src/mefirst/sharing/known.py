"""The words a journal holds that must not slip out in a text: everybody's aliases, and tags, of every revision.

Somebody who was renamed may stand in old texts under the old alias, so that counts as long as a revision has it.
"""

from collections.abc import Iterator, Sequence

from mefirst.journal.store import Damaged, Journal
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.partner import Partner
from mefirst.model.record import Record
from mefirst.model.share import Shared
from mefirst.sharing.redact import Known

_KINDS: tuple[type[Record], ...] = (Entry, Commitment, Partner, Checkin, Shared)


def known_words(journal: Journal) -> tuple[Known, Sequence[Damaged]]:
    """Return them, and what could not be read: names that stand there alone are not looked for."""
    names: set[str] = set()
    tags: set[str] = set()
    damaged: list[Damaged] = []
    for kind in _KINDS:
        for record in _every_revision(journal, kind, damaged):
            names.update(filter(None, _names(record)))
            tags.update(record.tags if isinstance(record, Entry) else ())
    return Known(frozenset(names), frozenset(tags)), tuple(dict.fromkeys(damaged))


def _every_revision(journal: Journal, kind: type[Record], damaged: list[Damaged]) -> Iterator[Record]:
    reading = journal.read(kind)
    damaged += reading.damaged
    for record in reading.records:
        yield record
        if record.parents:
            versions, unread = journal.history(kind, record.id)
            damaged += unread
            yield from (one.record for one in versions)


def _names(record: Record) -> Iterator[str | None]:
    match record:
        case Entry():
            yield from record.everyone
            yield from (report.by for effect in record.effects for report in effect.reported)
        case Commitment():
            yield from (record.witness, record.who)
        case Partner():
            yield from (record.alias, *record.names)
        case Checkin():
            yield record.partner
        case Shared():
            yield from record.people.values()
