"""Drafts: what was answered so far, kept on this device after every answer, one lock a draft."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mefirst import atomic
from mefirst.errors import CannotWrite, DraftInUse
from mefirst.journal.codec import MOST_STORED, PLAIN, Codec, EarlierKey, Unreadable, decode, encode
from mefirst.journal.locking import Held, held
from mefirst.model.ids import ID, handle_of


class Drafts:
    """The drafts of one journal, of sessions or of another kind, below its device-local state."""

    def __init__(self, state: Path, kind: str = "drafts", codec: Codec = PLAIN) -> None:
        self._folder = state / kind
        self._temporary = state / "tmp"
        self._codec = codec

    def path(self, draft_id: str) -> Path:
        """Return where a draft is kept."""
        return self._folder / f"{draft_id}{self._codec.ending}"

    def save(self, draft_id: str, document: dict[str, Any]) -> None:
        """Keep `document`; CannotWrite where that fails, and then the draft before it is whole."""
        path = self.path(draft_id)
        try:
            data = self._codec.seal(encode(document))
        except Unreadable as problem:
            raise CannotWrite(str(path), str(problem)) from None
        atomic.write(path, data, self._temporary)

    def load(self, draft_id: str) -> dict[str, Any]:
        """Read a draft; Unreadable where it cannot be trusted."""
        with self.path(draft_id).open("rb") as stream:
            stored = stream.read(MOST_STORED + 1)
        try:
            return decode(self._codec.open(stored))
        except (
            EarlierKey
        ):  # nobody else writes here: it was sealed before another device gave the journal a new key
            return decode(self._codec.believe(stored))

    def pending(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the drafts that can be read, newest first by the time their file was last written."""
        if not self._folder.is_dir():
            return []
        found = []
        for path in sorted(map(self.path, self.ids()), key=_age, reverse=True):
            draft_id = path.name.removesuffix(self._codec.ending)
            with contextlib.suppress(Unreadable, OSError):
                found.append((draft_id, self.load(draft_id)))
        return found

    def ids(self) -> list[str]:
        """Return the ids of the drafts there are, from their names alone."""
        names = (
            path.name.removesuffix(self._codec.ending) for path in self._folder.glob(f"*{self._codec.ending}")
        )
        return [name for name in names if ID.fullmatch(name)]

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
