"""Drafts: what was answered so far, kept on this device after every answer, one lock a draft."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mefirst import atomic
from mefirst.errors import CannotWrite, DraftInUse
from mefirst.journal.codec import MOST_BYTES, Unreadable, decode, encode
from mefirst.journal.locking import Held, held
from mefirst.model.ids import ID, handle_of


class Drafts:
    """The drafts of one journal, of sessions or of another kind, below its device-local state."""

    def __init__(self, state: Path, kind: str = "drafts") -> None:
        self._folder = state / kind
        self._temporary = state / "tmp"

    def path(self, draft_id: str) -> Path:
        """Return where a draft is kept."""
        return self._folder / f"{draft_id}.json"

    def save(self, draft_id: str, document: dict[str, Any]) -> None:
        """Keep `document`; CannotWrite where that fails, and then the draft before it is whole."""
        path = self.path(draft_id)
        try:
            data = encode(document)
        except Unreadable as problem:
            raise CannotWrite(str(path), str(problem)) from None
        atomic.write(path, data, self._temporary)

    def load(self, draft_id: str) -> dict[str, Any]:
        """Read a draft; Unreadable where it cannot be trusted."""
        with self.path(draft_id).open("rb") as stream:
            return decode(stream.read(MOST_BYTES + 1))

    def pending(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the drafts that can be read, newest first by the time their file was last written."""
        if not self._folder.is_dir():
            return []
        paths = [path for path in self._folder.glob("*.json") if ID.fullmatch(path.stem)]
        found = []
        for path in sorted(paths, key=_age, reverse=True):
            with contextlib.suppress(Unreadable, OSError):
                found.append((path.stem, self.load(path.stem)))
        return found

    def remove(self, draft_id: str) -> None:
        """Forget a draft: what it held is in the journal, or the leader asked for it."""
        atomic.remove(self.path(draft_id))
        with contextlib.suppress(OSError):
            self._lock_path(draft_id).unlink()

    @contextlib.contextmanager
    def lock(self, draft_id: str) -> Iterator[None]:
        """Hold a draft; DraftInUse where another process does."""
        try:
            with held(self._lock_path(draft_id)):
                yield
        except Held:
            raise DraftInUse(handle_of(draft_id)) from None

    def _lock_path(self, draft_id: str) -> Path:
        return self._folder / f"{draft_id}.lock"


def _age(path: Path) -> tuple[float, str]:
    try:
        return path.stat().st_mtime, path.name
    except OSError:
        return 0.0, path.name
