"""What is open today: drafts aside, all from the records of the last weeks. Never a wall of text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mefirst.analysis.partnership import Talk
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry

if TYPE_CHECKING:
    from mefirst.analysis.summary import Summary


class Question(NamedTuple):
    """A question that waits: whose it is, what they are to the leader, and its words."""

    alias: str
    role: str
    words: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits, oldest first, and last week in short; `today` is the day it is read on."""

    today: date
    promises: tuple[Commitment, ...]
    waiting: tuple[Entry, ...]
    noted: tuple[Entry, ...]
    last_week: "Summary"
    questions: tuple[Question, ...] = ()
    talks: tuple[Talk, ...] = ()


def is_waiting(entry: Entry) -> bool:
    """Whether what arrived is still open: of the whole moment, or of one of its effects."""
    return entry.state == "awaiting-impact" or (
        entry.state == "complete" and any(not effect.received_somehow for effect in entry.effects)
    )


def overview(
    entries: Sequence[Entry], promises: Iterable[Commitment], last_week: "Summary", today: date
) -> Overview:
    """Sort out what is open among recent records."""
    still_open = [one for one in promises if one.status == "open"]
    return Overview(
        today=today,
        promises=tuple(sorted(still_open, key=lambda one: (one.due or date.max, one.id))),
        waiting=tuple(one for one in entries if is_waiting(one)),
        noted=tuple(one for one in entries if one.state == "captured"),
        last_week=last_week,
    )


@dataclass(frozen=True, slots=True)
class Due:
    """What a reminder tells of, counted: others may look at the screen, so it has no words of the leader's."""

    written_today: bool
    drafts: int
    noted: int
    waiting: int
    promises: int

    def __bool__(self) -> bool:
        """Whether there is anything to be reminded of."""
        return not self.written_today or bool(self.drafts + self.noted + self.waiting + self.promises)


def due(
    entries: Iterable[Entry], promises: Iterable[Commitment], today: date, *, drafts: int, written_today: bool
) -> Due:
    """Count what is due among recent records: what waits, and promises of today or earlier."""
    seen = list(entries)
    return Due(
        written_today=written_today,
        drafts=drafts,
        noted=sum(one.state == "captured" for one in seen),
        waiting=sum(is_waiting(one) for one in seen),
        promises=sum(one.status == "open" and one.due is not None and one.due <= today for one in promises),
    )
