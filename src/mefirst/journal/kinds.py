"""Every kind of record a journal holds, by the folder it is kept in."""

from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.partner import Partner
from mefirst.model.record import Record
from mefirst.model.review import Review
from mefirst.model.share import Shared

_ALL = (Entry, Commitment, Checkin, Review, Focus, Partner, Shared)
KINDS: dict[str, type[Record]] = {kind.FOLDER: kind for kind in _ALL}
BY_SCHEMA: dict[str, type[Record]] = {kind.SCHEMA: kind for kind in KINDS.values()}
