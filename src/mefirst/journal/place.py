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

_FOLDER = "encrypted"


def note(root: Path, state_root: Path, key: str) -> None:
    """Remember that the journal in `root` is encrypted, and has this key; CannotWrite."""
    file = _file(root, state_root)
    if _noted(file) != key:
        atomic.write(file, f"{key}\n".encode("ascii"), state_root / key / "tmp")


def forget(root: Path, state_root: Path) -> None:
    """Forget it: the journal is not encrypted any more; CannotWrite."""
    atomic.remove(_file(root, state_root))


def look(name: str, root: Path, state_root: Path, key: str) -> None:
    """Raise JournalReplaced where another journal was encrypted in `root`."""
    file = _file(root, state_root)
    if _noted(file) not in {None, key}:
        raise JournalReplaced(name, str(file))


def _noted(file: Path) -> str | None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return file.read_text("ascii", "replace").strip()
    return None


def _file(root: Path, state_root: Path) -> Path:
    return state_root / _FOLDER / digest(os.fsencode(root.absolute()))[:26]
