"""Who may know of a promise."""

from mefirst.cli.context import Context
from mefirst.journal.kinds import KINDS
from mefirst.journal.store import Journal


def partners(context: Context, journal: Journal) -> tuple[str, ...]:
    """Return the aliases of the partners in a journal; none where it has no records of them, or is locked."""
    kind = KINDS.get("partners")
    if kind is None or not context.is_readable(journal):
        return ()
    return tuple(str(getattr(one, "alias", "")) for one in journal.read(kind).records)
