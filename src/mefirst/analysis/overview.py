"""What is open today: drafts aside, all from the records of the last weeks. Never a wall of text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mefirst.analysis.summary import Summary
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits, oldest first, and last week in short; `today` is the day it is read on."""

    today: date
    promises: tuple[Commitment, ...]
    waiting: tuple[Entry, ...]
    noted: tuple[Entry, ...]
    last_week: Summary


def is_waiting(entry: Entry) -> bool:
    """Whether what arrived is still open: of the whole moment, or of one of its effects."""
    return entry.state == "awaiting-impact" or (
        entry.state == "complete" and any(not effect.received_somehow for effect in entry.effects)
    )


def overview(
    entries: Sequence[Entry], promises: Iterable[Commitment], last_week: Summary, today: date
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
