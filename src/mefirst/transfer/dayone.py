"""Day One: its JSON export (https://dayoneapp.com/guides/tips-and-tutorials/exporting-entries/), alone or in its zip.

A time is in UTC, with the zone it was written in beside it: the day is the day there.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from html import unescape
from html.entities import html5
from typing import Any
from zoneinfo import ZoneInfo

from mefirst.transfer.foreign import Moment, Unusable, tags_of
from mefirst.transfer.parcel import BadImport

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});")
"""Day One puts a backslash before every sign that Markdown could mean something by; in Markdown, &amp; is a sign."""

_ATTACHED = re.compile(r"!\[\]\(dayone-moment:/+(?:(\w+)/)?\w+\)")
"""Where a picture or a recording stands in the text. It stays behind; that there was one is said in a word."""

_OFFSET = re.compile(r"(?:GMT|UTC)([+-])(\d\d?):?(\d\d)?")
_MEDIA = ("photos", "videos", "audios", "pdfAttachments")


def is_entry(entry: dict[str, Any]) -> bool:
    """Whether an entry of a JSON document is Day One's."""
    return "creationDate" in entry


def media_of(entry: dict[str, Any]) -> int:
    """Return how many pictures and recordings belong to an entry."""
    return sum(len(found) for name in _MEDIA if isinstance(found := entry.get(name), list))


def of_entries(name: str, entries: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Moment]:
    """Yield the moments of a Day One export."""
    for line, entry in entries:
        try:
            yield _of_entry(line, entry)
        except Unusable as problem:
            raise BadImport(name, str(problem), line) from None


def _of_entry(line: int, entry: dict[str, Any]) -> Moment:
    text = entry.get("text") or _plain(entry.get("richText"))
    tags = entry.get("tags") or []
    if not isinstance(text, str):
        raise Unusable("its text is none")
    if not isinstance(tags, list):
        raise Unusable("its tags are to be a list")
    at = _time(entry.get("creationDate"), entry.get("timeZone"))
    words = _ESCAPED.sub(_sign, _ATTACHED.sub(_attached, text)).strip()
    uuid = entry.get("uuid")
    key = uuid if isinstance(uuid, str) and uuid else f"{at.astimezone(UTC).isoformat()}\0{words}"
    return Moment(line, key, at, words, tags_of(tags, starred=bool(entry.get("starred"))))


def _attached(found: re.Match[str]) -> str:
    return f"[{(found[1] or 'picture').removesuffix('Attachment')}]"


def _sign(found: re.Match[str]) -> str:
    name = found[0][1:]
    if found[1] or not name.startswith("#"):
        return found[1] or html5.get(name, found[0])
    return unescape(found[0])


def _plain(rich: object) -> str:
    """Return the words of an entry that has them as formatted text alone."""
    if not isinstance(rich, str):
        return ""
    try:
        return "".join(one.get("text", "") for one in json.loads(rich)["contents"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unusable("its formatted text cannot be read") from None


def _time(said: object, zone: object) -> datetime:
    there = _zone(zone)
    try:
        at = datetime.fromisoformat(str(said))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(there)
    except (ValueError, OverflowError):
        raise Unusable(f"'{said}' is no date and time") from None


def _zone(name: object) -> tzinfo:
    if name is None or name == "":
        return UTC
    try:
        if match := _OFFSET.fullmatch(str(name)):
            offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
            return timezone(-offset if match[1] == "-" else offset)
        return ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise Unusable(f"its time zone '{name}' is not known on this computer") from None
