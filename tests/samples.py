"""Records that tests build on."""

import importlib
import pkgutil
from datetime import UTC, date, datetime
from typing import Any

import mefirst.model
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Effect, Entry, Reported
from mefirst.model.ids import ALPHABET, RANDOM_LENGTH, compact
from mefirst.model.record import Record

RECORDED = datetime(2026, 11, 23, 18, 41, tzinfo=UTC)
DAY = date(2026, 11, 23)
ID = "20261123-4k7q0z2xwm"
PACK = {"id": "daily", "version": "1.0.0", "digest": "0"}

for _module in pkgutil.iter_modules(mefirst.model.__path__):
    importlib.import_module(f"mefirst.model.{_module.name}")
KINDS = tuple(sorted(Record.__subclasses__(), key=lambda kind: kind.__name__))
"""Every kind of record there is."""


def nth_id(number: int, day: date = DAY) -> str:
    """Return the id number `number` of a day; they sort as their numbers do."""
    digits = ""
    for _ in range(RANDOM_LENGTH):
        number, index = divmod(number, len(ALPHABET))
        digits = ALPHABET[index] + digits
    return f"{compact(day)}-{digits}"


def needed(kind: type[Record]) -> dict[str, Any]:
    """Return what a record of this kind cannot do without."""
    known = {
        "on": DAY,
        "pack": PACK,
        "period": {"name": "7d", "from": "2026-11-17", "to": "2026-11-23"},
        "state": "captured",
        "alias": "coach",
        "role": "coach",
        "direction": "sent",
        "partner": nth_id(1),
        "sha256": "0" * 64,
        "content": {"schema": "mefirst.share/1", "sequence": 1},
    }
    return {
        name: known[name]
        for name, field in kind.model_fields.items()
        if field.is_required() and name in known
    }


def entry(record_id: str = ID, **fields: Any) -> Entry:
    return Entry.first(record_id, **{"recorded_at": RECORDED, **fields})


def commitment(record_id: str = ID, **fields: Any) -> Commitment:
    return Commitment.first(record_id, **{"recorded_at": RECORDED, **fields})


def reported(by: str, value: int, on: date = DAY, **fields: Any) -> Reported:
    return Reported(by=by, value=value, on=on, **fields)


def effect(intended: int | None = None, seen: int | None = None, *reports: Reported, **fields: Any) -> Effect:
    return Effect(**{"dimension": "trust", "intended": intended, "seen": seen, "reported": reports, **fields})
