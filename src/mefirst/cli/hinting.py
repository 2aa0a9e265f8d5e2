"""What would help a promise that was just made."""

from mefirst.analysis.hints import hints
from mefirst.cli.context import Context
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.due import is_open
from mefirst.text import safe


def said_hints(context: Context, journal: Journal, made: Commitment) -> list[str]:
    """Return what would help a promise, in sentences; a locked journal does not say how many are open."""
    others = journal.read(Commitment).records if context.is_readable(journal) else ()
    count = sum(is_open(one) and one.kind != "repair" and one.id != made.id for one in others)
    return [context.say(hint.sentence, words=safe(hint.words)) for hint in hints(made, count)]
