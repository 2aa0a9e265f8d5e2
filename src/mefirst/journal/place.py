"""Which journal was encrypted at a place, as this device remembers it.

All else that is known of a journal is kept under the key in its `format.json`. Whoever can write into a synced folder
could put another one there and take the folder of keys away: what is added would be plain text, or sealed to an old
key.
"""

import contextlib
import os
from pathlib import Path

from mefirst import atomic
from mefirst.errors import JournalReplaced
from mefirst.journal.codec import digest

_NOTE = "place"


def note(root: Path, state: Path) -> None:
    """Remember in the device-local state of the journal in `root` that it is encrypted there; CannotWrite."""
    if _noted(state / _NOTE) != _place(root):
        atomic.write(state / _NOTE, f"{_place(root)}\n".encode("ascii"), state / "tmp")


def forget(state: Path) -> None:
    """Forget it: the journal is not encrypted any more; CannotWrite."""
    atomic.remove(state / _NOTE)


def look(name: str, root: Path, state: Path) -> None:
    """Raise JournalReplaced where a journal with another state was encrypted in `root`."""
    for file in state.parent.glob(f"*/{_NOTE}"):
        if file.parent != state and _noted(file) == _place(root):
            raise JournalReplaced(name, str(file))


def _noted(file: Path) -> str | None:
    with contextlib.suppress(OSError):
        return file.read_text("ascii", "replace").strip()
    return None


def _place(root: Path) -> str:
    return digest(os.fsencode(root.absolute()))
