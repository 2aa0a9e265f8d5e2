"""Moments of other programs: each becomes an entry noted and not yet looked at, always under the same id.

The id comes from the source's own (or else from its time and words), so that taking the same file in twice,
or after an entry was changed here, adds nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from mefirst.journal.codec import Unreadable, encode
from mefirst.model.entry import Entry
from mefirst.model.ids import new_id
from mefirst.model.record import FIRST_REVISION
from mefirst.text import fold
from mefirst.transfer.parcel import BadImport, Parcel, place_of

STARRED = "starred"

_EASTERNMOST = timedelta(hours=14)
"""How far ahead of UTC a day begins anywhere."""


class Moment(NamedTuple):
    """What another program kept: the line it begins in, what tells it from others, when, the words, the tags."""

    line: int
    key: str
    at: datetime
    text: str
    tags: tuple[str, ...]


class Unusable(ValueError):
    """A moment that cannot be taken in; the argument says why, in a few words."""


def parcels(name: str, source: str, moments: Iterable[Moment], now: datetime) -> Iterator[Parcel]:
    """Yield the moments as entries; BadImport for one that lies in the future, or that no entry can hold."""
    seen: Counter[str] = Counter()
    latest = (now.astimezone(UTC) + _EASTERNMOST).date()
    for one in moments:
        if one.at.date() > latest:
            raise BadImport(name, f"it is about {one.at.date()}, which is still to come", one.line)
        key = f"{source}\0{one.key}\0{seen[one.key]}"
        seen[one.key] += 1
        try:
            yield _parcel(one, key)
        except Unreadable as problem:
            raise BadImport(name, str(problem), one.line) from None


def _parcel(one: Moment, key: str) -> Parcel:
    numbers = iter(sha256(key.encode("utf-8", "surrogatepass")).digest())
    record_id = new_id(one.at.date(), lambda alphabet: alphabet[next(numbers) % len(alphabet)])
    entry = Entry.first(record_id, recorded_at=one.at, situation=one.text or None, tags=one.tags)
    data = encode(entry.document())
    return Parcel(place_of(record_id, Entry, FIRST_REVISION, data), data, guest=True)


def tags_of(given: Iterable[object], *, starred: bool) -> tuple[str, ...]:
    """Return tags without the sign before them, each once, `starred` for what was; Unusable for what is none."""
    named: dict[str, str] = {}
    for tag in (*given, *([STARRED] if starred else [])):
        if not isinstance(tag, str):
            raise Unusable("a tag of it is no text")
        if word := re.sub(r"^\W+", "", tag).strip() or tag.strip():
            named.setdefault(fold(word), word)
    return tuple(named.values())
