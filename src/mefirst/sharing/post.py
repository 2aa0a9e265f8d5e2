"""What goes to a partner and comes from one, each file a line of the share log with all it held.

Out: the log first, then the number, then the file, so that the log never knows less than the partner does. A file
that could not be written, or was lost, is sealed again from the log. In: the number with its id first, then the
log, so that a receive that was interrupted ends the same when it is given again.
"""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from mefirst import atomic
from mefirst.errors import CannotWrite
from mefirst.journal.codec import digest, encode
from mefirst.journal.revisions import Damaged
from mefirst.journal.store import Journal
from mefirst.model.ids import new_id
from mefirst.model.partner import Partner
from mefirst.model.share import Direction, Shared
from mefirst.sharing.envelope import Letter, Opened, seal_for
from mefirst.sharing.keys import Arrived, Relationship, Relationships
from mefirst.sharing.refusals import (
    AgreementOver,
    Contradicting,
    NoSuchNumber,
    NotCompared,
    NotPaired,
    NumberTwice,
    Overtaken,
    Replayed,
)

_FEW = 6
NOBODY: Mapping[str, str] = MappingProxyType({})


class TakenIn(NamedTuple):
    """What came of a letter: its line in the log, whether it is new, and which numbers before it have not come."""

    shared: Shared
    is_new: bool
    missing: "Missing"


class Missing(NamedTuple):
    """How many files have not come, and the numbers of the first few."""

    many: int
    first: tuple[int, ...]


@dataclass(frozen=True)
class Post:
    """The share log of a journal, and the keys its files are sealed and opened with."""

    journal: Journal
    keys: Relationships

    def to(self, partner: Partner, day: date) -> Relationship:
        """Return the keys by which something can be sealed for a partner; AgreementOver, NotPaired, NotCompared."""
        if partner.ended is not None:
            raise AgreementOver(partner.alias, f"the agreement was ended on {partner.ended}")
        if not partner.runs_on(day):
            raise AgreementOver(partner.alias, f"what was agreed ran until {partner.until}")
        relationship = self.keys.get(partner.id)
        if relationship is None:
            raise NotPaired(partner.alias)
        if not relationship.is_confirmed:
            raise NotCompared(partner.alias)
        return relationship

    def next_number(self, relationship: Relationship) -> int:
        """Return the number of the next file out; the log counts, too, as a crash may have come between."""
        return max(relationship.sent, *(one.sequence for one in self.sent(relationship)), 0) + 1

    def send(
        self,
        partner: Partner,
        content: dict[str, Any],
        now: datetime,
        write: Callable[[bytes], object],
        people: Mapping[str, str] = NOBODY,
    ) -> Shared:
        """Log a document, take its number, and let `write` write the sealed file; return its line in the log.

        `people` is who is who in it, for the log alone. The `sequence` in `content` is what `next_number` gave.
        Overtaken where another file took it meanwhile, Unreadable where it is too large, CannotWrite; if the log has
        its line by then, `again` seals it anew.
        """
        with self.keys.lock(partner):
            relationship = self.to(partner, now.date())
            if content.get("sequence") != self.next_number(relationship):
                raise Overtaken(partner.alias)
            data = encode(content)
            sealed = seal_for(data, relationship.recipient or "")
            shared = _line("sent", partner, new_id(now.date()), now, content).changed(people=dict(people))
            self.journal.add(shared)
            self.keys.save(relationship.model_copy(update={"sent": content["sequence"]}))
            write(sealed)
        return shared

    def again(self, partner: Partner, number: int, day: date) -> bytes:
        """Return the file of that number sealed anew from the log; NoSuchNumber, and what `to` raises."""
        relationship = self.to(partner, day)
        found = [one for one in self.sent(relationship) if one.sequence == number]
        if not found:
            raise NoSuchNumber(partner.alias, number)
        return seal_for(encode(found[-1].content), relationship.recipient or "")

    def take_in(self, opened: Opened, name: str, now: datetime, *, dry_run: bool = False) -> TakenIn:
        """Put a letter into the log, once; NotCompared, Replayed, NumberTwice, Contradicting, CannotWrite.

        The relationship must be held, and have been read while it was.
        """
        partner, kept, letter, sha256 = opened
        if not kept.is_confirmed:
            raise NotCompared(partner.alias)
        number = _number(opened, name)
        known = kept.received.get(number)
        if known is not None and known.sha256 != sha256:
            raise NumberTwice(name, partner.alias, number)
        there = known is not None and self._is_logged(known.id)
        if there and number < kept.newest:
            raise Replayed(name, partner.alias, number, kept.newest)
        arrived = known or Arrived(sha256=sha256, id=new_id(now.date()))
        after = kept.model_copy(update={"received": {**kept.received, number: arrived}})
        shared = _line("received", partner, arrived.id, now, letter.content())
        if there and self.journal.files(Shared, arrived.id):
            shared = self.journal.get(Shared, arrived.id).record
        elif not there and not dry_run:
            self.keys.save(after)
            self.journal.add(shared)
        return TakenIn(shared, not there, missing(after))

    def looked_at(self, shared: Shared, now: datetime) -> None:
        """Note when what came was first shown; where the disk refuses, it counts as not looked at."""
        if shared.looked_at is None and self.journal.files(Shared, shared.id):
            with contextlib.suppress(CannotWrite):
                self.journal.change(
                    Shared, shared.id, lambda one: one.changed(looked_at=one.looked_at or now)
                )

    def sent(self, relationship: Relationship) -> list[Shared]:
        """Return what was sent, oldest first, since the keys are what they are; numbers begin anew with new keys."""
        since = relationship.confirmed_at
        sent, _ = log(self.journal, relationship.id)
        return [
            one for one in sent if one.direction == "sent" and (since is None or one.recorded_at >= since)
        ]

    def _is_logged(self, record_id: str) -> bool:
        return bool(self.journal.files(Shared, record_id)) or self.journal.purged(Shared, record_id)


def log(journal: Journal, partner_id: str) -> tuple[list[Shared], tuple[Damaged, ...]]:
    """Return every file that went to a partner or came from one, oldest first, and what of the log is damaged."""
    reading = journal.read(Shared)
    found = [one for one in reading.records if one.partner == partner_id]
    return sorted(found, key=lambda one: (one.recorded_at, one.sequence, one.id)), reading.damaged


def missing(relationship: Relationship) -> Missing:
    """Return which files of a partner have not come, of those before the newest that did."""
    gone = (number for number in count(1) if number not in relationship.received)
    lost = relationship.newest - len(relationship.received)
    return Missing(lost, tuple(islice(gone, min(lost, _FEW))))


def _line(
    direction: Direction, partner: Partner, record_id: str, now: datetime, content: dict[str, Any]
) -> Shared:
    return Shared.first(
        record_id,
        recorded_at=now,
        direction=direction,
        partner=partner.id,
        sha256=digest(encode(content)),
        content=content,
    )


def _number(opened: Opened, name: str) -> int:
    letter = opened.document
    number = letter.sequence if isinstance(letter, Letter) else None
    if number is None or number < 1:
        raise Contradicting(name, opened.partner.alias, "it has no number")
    return number


def write_whole(path: Path, data: bytes) -> None:
    """Write a file to be sent, whole or not at all, for its owner alone; CannotWrite."""
    atomic.put(path, data)
