"""Records that tests build on."""

from datetime import UTC, date, datetime
from typing import Any

from mefirst.model.commitment import Commitment
from mefirst.model.entry import Effect, Entry, Reported
from mefirst.model.focus import Focus
from mefirst.model.ids import ALPHABET, RANDOM_LENGTH, compact
from mefirst.model.record import Record

RECORDED = datetime(2026, 11, 23, 18, 41, tzinfo=UTC)
DAY = date(2026, 11, 23)
ID = "20261123-4k7q0z2xwm"
KINDS: tuple[type[Record], ...] = (Entry, Commitment, Focus)


def nth_id(number: int, day: date = DAY) -> str:
    """Return the id number `number` of a day; they sort as their numbers do."""
    digits = ""
    for _ in range(RANDOM_LENGTH):
        number, index = divmod(number, len(ALPHABET))
        digits = ALPHABET[index] + digits
    return f"{compact(day)}-{digits}"


def entry(record_id: str = ID, **fields: Any) -> Entry:
    return Entry.first(record_id, **{"recorded_at": RECORDED, **fields})


def commitment(record_id: str = ID, **fields: Any) -> Commitment:
    return Commitment.first(record_id, **{"recorded_at": RECORDED, **fields})


def reported(by: str, value: int, on: date = DAY, **fields: Any) -> Reported:
    return Reported(by=by, value=value, on=on, **fields)


def effect(
    intended: int | None = None, seen: int | None = None, *reports: Reported, **fields: Any
) -> Effect:
    return Effect(**{"dimension": "trust", "intended": intended, "seen": seen, "reported": reports, **fields})
