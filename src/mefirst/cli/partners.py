"""Who may know of a promise."""

from mefirst.journal.kinds import KINDS
from mefirst.journal.store import Journal


def partners(journal: Journal) -> tuple[str, ...]:
    """Return the aliases of the partners in a journal; none where it has no records of them."""
    kind = KINDS.get("partners")
    return tuple(str(getattr(one, "alias", "")) for one in journal.read(kind).records) if kind else ()
