"""What is still to be put right: cleanups begun and not over, and moments that asked for one nobody began."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mefirst.model.commitment import Commitment
from mefirst.model.due import is_open
from mefirst.model.entry import Entry
from mefirst.model.ids import day_of, handle_of
from mefirst.model.vocabulary import Cleanup as Urgency
from mefirst.text import fold


@dataclass(frozen=True, slots=True)
class OpenCleanup:
    """A cleanup not done yet: one begun (a commitment, with its `step`), or only asked for in a moment.

    `id` is that of the commitment, or of the entry; `age` in days up to today; `urgency` is what the moment
    said (soon, now), None where a commitment stands for it.
    """

    id: str
    on: date
    age: int
    who: str | None
    step: str | None
    urgency: Urgency | None
    commitment: Commitment | None

    @property
    def handle(self) -> str:
        """The six characters people see."""
        return handle_of(self.id)


def open_cleanups(
    entries: Iterable[Entry], commitments: Iterable[Commitment], today: date
) -> tuple[OpenCleanup, ...]:
    """Return the cleanups that are open, the oldest first."""
    return tuple(sorted(_open(entries, commitments, today), key=lambda one: (one.on, one.id)))


def _open(entries: Iterable[Entry], commitments: Iterable[Commitment], today: date) -> Iterator[OpenCleanup]:
    repairs = [one for one in commitments if one.kind == "repair"]
    for one in repairs:
        if is_open(one):
            on = day_of(one.id)
            yield OpenCleanup(one.id, on, (today - on).days, one.who, one.step, None, one)
    begun = {one.from_entry for one in repairs}
    for entry in entries:
        if entry.cleanup in {"soon", "now"} and entry.id not in begun and not _repaired(entry, repairs):
            who = entry.everyone[0] if entry.everyone else None
            age = (today - entry.on).days
            yield OpenCleanup(entry.id, entry.on, age, who, None, entry.cleanup, None)


def _repaired(entry: Entry, repairs: Iterable[Commitment]) -> bool:
    """Whether a cleanup with somebody of this moment was begun since."""
    people = {fold(name) for name in entry.everyone}
    return any(day_of(one.id) >= entry.on and fold(one.who or "") in people for one in repairs)
