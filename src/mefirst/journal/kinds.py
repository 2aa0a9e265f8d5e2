"""Every kind of record a journal holds, by the folder it is kept in."""

from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.record import Record
from mefirst.model.review import Review

KINDS: dict[str, type[Record]] = {kind.FOLDER: kind for kind in (Entry, Commitment, Checkin, Review, Focus)}
BY_SCHEMA: dict[str, type[Record]] = {kind.SCHEMA: kind for kind in KINDS.values()}
