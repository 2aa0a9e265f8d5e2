"""What this device keeps of an encrypted journal in its own state: to whom records are sealed, and what goes on.

`recipient` holds the current recipient, and below it those that were current before. `conversion` names the command
that is changing how the journal is kept, from before its first step until after its last.
"""

import contextlib
from typing import Literal

from mefirst import atomic
from mefirst.journal import place
from mefirst.journal.store import RECIPIENT, Journal
from mefirst.vault import age
from mefirst.vault.refusals import KeysReplaced
from mefirst.vault.slots import Keys

Command = Literal["encrypt", "decrypt"]
_CONVERSION = "conversion"


def recipient(journal: Journal) -> str | None:
    """Return to whom records are sealed; None where this device does not know yet."""
    return next(iter(_known(journal)), None)


def learn(journal: Journal, keys: Keys) -> None:
    """Note to whom records are sealed from now on, where that is new here; KeysReplaced.

    A new key is believed where it comes with the one known so far, as after `rekey` elsewhere: neither an old slot that
    was put back nor that of another journal does.
    """
    known = _known(journal)
    current = keys.recipient
    if known and known[0] == current:
        place.note(journal.root, journal.state)
        return
    if known and (current in known or known[0] not in map(age.recipient_of, (*keys.leaving, *keys.retired))):
        raise KeysReplaced(journal.name)
    _write(journal, RECIPIENT, [current, *known])
    place.note(journal.root, journal.state)


def forget(journal: Journal) -> None:
    """Forget to whom records are sealed: the journal is not encrypted any more."""
    atomic.remove(journal.state / RECIPIENT)
    place.forget(journal.state)


def begin(journal: Journal, command: Command) -> None:
    """Note that the journal is being changed."""
    _write(journal, _CONVERSION, [command])


def ongoing(journal: Journal) -> str | None:
    """Return which command began to change the journal and has not ended, None where none has."""
    return next(iter(_lines(journal, _CONVERSION)), None)


def end(journal: Journal) -> None:
    """Note that the change is done."""
    atomic.remove(journal.state / _CONVERSION)


def _known(journal: Journal) -> list[str]:
    return _lines(journal, RECIPIENT)


def _lines(journal: Journal, name: str) -> list[str]:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return (journal.state / name).read_text("ascii").split()
    return []


def _write(journal: Journal, name: str, lines: list[str]) -> None:
    data = "".join(f"{line}\n" for line in lines).encode("ascii")
    atomic.write(journal.state / name, data, journal.state / "tmp")
