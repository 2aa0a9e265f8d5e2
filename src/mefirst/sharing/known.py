"""The words a journal holds that must not slip out in a text: everybody's aliases, and tags, of every revision.

Somebody who was renamed may stand in old texts under the old alias, so that counts as long as a revision has it.
"""

from collections.abc import Iterator, Sequence

from mefirst.journal.store import Damaged, Journal
from mefirst.model.entry import Entry
from mefirst.model.record import Record
from mefirst.model.renaming import KINDS, aliases
from mefirst.sharing.redact import Known


def known_words(journal: Journal) -> tuple[Known, Sequence[Damaged]]:
    """Return them, and what could not be read: names that stand there alone are not looked for."""
    names: set[str] = set()
    tags: set[str] = set()
    damaged: list[Damaged] = []
    for kind in KINDS:
        for record in _every_revision(journal, kind, damaged):
            names.update(aliases(record))
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
