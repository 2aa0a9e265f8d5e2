"""Taking what a file holds into a journal: all of it is looked at first, then written, one whole file at a time.

Each file has the name its content gives it, so an import that was interrupted is ended by running it again,
and what is here already is neither written twice nor touched.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from mefirst import atomic
from mefirst.errors import CannotWrite
from mefirst.journal.kinds import KINDS
from mefirst.journal.layout import HASH_LENGTH
from mefirst.journal.store import Journal
from mefirst.transfer.parcel import Parcel, Parcels

Step = Callable[[int, int], None]


class Plan(NamedTuple):
    """What an import will do: the files to write, how many of each kind of record are new, what stays out.

    `here` counts records there is nothing new of, `purged` those deleted for good here, `alive` those deleted
    for good there that are here still.
    """

    places: frozenset[PurePosixPath]
    new: Counter[str]
    changed: int
    here: int
    purged: int
    alive: tuple[str, ...]


def plan(parcels: Parcels, journal: Journal | None) -> Plan:
    """Go through all of it, refusing what cannot be taken in, and say what is to be done; nothing is written."""
    planning = _Planning(journal)
    for one in parcels.each():
        planning.look_at(one)
    return planning.done()


def take(parcels: Parcels, planned: Plan, journal: Journal, step: Step) -> None:
    """Write what is planned; CannotWrite says how much is in, all of it whole, and the next run goes on."""
    written, total = 0, len(planned.places)
    for one in parcels.each():
        if one.place in planned.places:
            try:
                _put(journal, one)
            except CannotWrite as problem:
                raise _stopped(problem, written, total) if written else problem from None
            written += 1
            step(written, total)


def _put(journal: Journal, one: Parcel) -> None:
    name = one.name
    if name.revision is None:
        atomic.write(journal.root / one.place, one.data, journal.temporary)
    else:
        journal.put(one.place.parts[0], name.id, name.revision, one.data)


def _stopped(problem: CannotWrite, written: int, total: int) -> CannotWrite:
    reason = problem.what.removeprefix("Not saved: ").removesuffix(".")
    return CannotWrite(problem.why, reason, f"{written} of {total} files are in; import it again to go on.")


class _Planning:
    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal
        self._places: set[PurePosixPath] = set()
        self._known: dict[tuple[str, str], set[str]] = {}
        self._before: dict[tuple[str, str], int] = {}
        self._touched: set[tuple[str, str]] = set()
        self._idle: set[tuple[str, str]] = set()
        self._purged: set[tuple[str, str]] = set()
        self._alive: list[str] = []

    def look_at(self, one: Parcel) -> None:
        record = (one.place.parts[0], one.name.id)
        known = self._hashes(record)
        if one.name.revision is None:
            self._marker(one, record)
        elif self._is_purged(record):
            self._purged.add(record)
        elif one.name.hash12 in known or (one.guest and known and not _joins(one, known)):
            self._idle.add(record)
        else:
            known.add(one.name.hash12)
            self._places.add(one.place)
            self._touched.add(record)

    def _marker(self, one: Parcel, record: tuple[str, str]) -> None:
        """What was deleted for good there is not deleted here by the way."""
        if self._is_purged(record):
            self._idle.add(record)
        elif self._hashes(record):
            self._alive.append(one.name.id)
        else:
            self._places.add(one.place)

    def _hashes(self, record: tuple[str, str]) -> set[str]:
        """Return the hashes of the revisions that are here, or are to be."""
        if record not in self._known:
            found = self._journal.hashes(KINDS[record[0]], record[1]) if self._journal else set()
            self._known[record] = found
            self._before[record] = len(found)
        return self._known[record]

    def _is_purged(self, record: tuple[str, str]) -> bool:
        return self._journal is not None and self._journal.purged(KINDS[record[0]], record[1])

    def done(self) -> Plan:
        new = [record for record in self._touched if not self._before[record]]
        return Plan(
            frozenset(self._places),
            Counter(folder for folder, _ in new),
            len(self._touched) - len(new),
            len(self._idle - self._touched),
            len(self._purged),
            tuple(self._alive),
        )


def _joins(guest: Parcel, known: set[str]) -> bool:
    """Whether a guest goes on from what is here: a later revision of one that was taken in."""
    return bool(guest.parents) and all(parent[:HASH_LENGTH] in known for parent in guest.parents)
