"""What is open today: drafts aside, all from the records of the last weeks. Never a wall of text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mefirst.analysis.cleanups import OpenCleanup, open_cleanups
from mefirst.model.commitment import Commitment
from mefirst.model.due import due_on, is_open
from mefirst.model.entry import Entry

if TYPE_CHECKING:
    from mefirst.analysis.partnership import Talk
    from mefirst.analysis.summary import Share, Summary


class Question(NamedTuple):
    """A question that waits: whose it is, what they are to the leader, and its words."""

    alias: str
    role: str
    words: str


class Came(NamedTuple):
    """A leader's share that waits for a reply: whose it is, its number, the day it came."""

    alias: str
    number: int
    on: date


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits, oldest first, and last week in short; `today` is the day it is read on.

    `promises` are all that are open, by when they are due, cleanups that were begun among them; `cleanups` are these
    and those a moment asked for. `kept`: in how many of the times a cue came last week it was done.
    """

    today: date
    promises: tuple[Commitment, ...]
    cleanups: tuple[OpenCleanup, ...]
    waiting: tuple[Entry, ...]
    noted: tuple[Entry, ...]
    last_week: "Summary"
    kept: "Share"
    questions: tuple[Question, ...] = ()
    talks: tuple["Talk", ...] = ()
    shares: tuple[Came, ...] = ()


def is_waiting(entry: Entry) -> bool:
    """Whether what arrived is still open: of the whole moment, or of one of its effects."""
    return entry.state == "awaiting-impact" or (
        entry.state == "complete" and any(not effect.received_somehow for effect in entry.effects)
    )


def overview(
    entries: Sequence[Entry],
    promises: Iterable[Commitment],
    last_week: "Summary",
    kept: "Share",
    today: date,
) -> Overview:
    """Sort out what is open among recent records."""
    made = list(promises)
    return Overview(
        today=today,
        promises=by_day(filter(is_open, made), today),
        cleanups=open_cleanups((one for one in entries if one.state != "trashed"), made, today),
        waiting=tuple(one for one in entries if is_waiting(one)),
        noted=tuple(one for one in entries if one.state == "captured"),
        last_week=last_week,
        kept=kept,
    )


def by_day(promises: Iterable[Commitment], today: date) -> tuple[Commitment, ...]:
    """Return promises by when they are due, those without a day behind them, and what is over last."""
    return tuple(sorted(promises, key=lambda one: (not is_open(one), due_on(one, today) or date.max, one.id)))


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
    days = (due_on(one, today) for one in promises if is_open(one))
    return Due(
        written_today=written_today,
        drafts=drafts,
        noted=sum(one.state == "captured" for one in seen),
        waiting=sum(is_waiting(one) for one in seen),
        promises=sum(day is not None and day <= today for day in days),
    )
