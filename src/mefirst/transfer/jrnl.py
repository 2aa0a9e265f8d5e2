"""jrnl: the plain text it keeps a journal in, and its JSON export (https://jrnl.sh).

Its times know no zone: they are taken as of this computer's. The same journal as text and as JSON gives the
same entries, so the key of a moment is its minute and its words, however they are broken into lines.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from mefirst.transfer.foreign import Moment, Unusable, tags_of
from mefirst.transfer.parcel import BadImport

_HEAD = re.compile(
    r"^\[(?P<day>\d{4}-\d\d-\d\d)(?:[ T](?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?: ?(?P<half>[AaPp])[Mm])?)?\](?: |$)",
    re.MULTILINE,
)
_TAG = re.compile(r"(?<!\S)[#@][-+*#/\w]+")
"""With the signs jrnl begins tags with unless it is told otherwise; its JSON names those of any sign."""

_ENCRYPTED = (b"gAAAAA", b"JRNLv3")
_NOON = 12


def begins(text: str) -> bool:
    """Whether a text is a journal of jrnl's: a date in brackets begins it."""
    return bool(_HEAD.match(text.lstrip()))


def is_encrypted(data: bytes) -> bool:
    """Whether a file is a journal jrnl sealed with a password."""
    return data.startswith(_ENCRYPTED)


def of_text(name: str, text: str) -> Iterator[Moment]:
    """Yield the moments of a journal as jrnl keeps it; `text` begins with one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as jrnl reads its file
    heads = list(_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    line = counted = 0
    for head, end in zip(heads, ends, strict=True):
        line += text.count("\n", counted, head.start())
        counted = head.start()
        try:
            yield _of_block(line + 1, _time(**head.groupdict()), text[head.end() : end].strip())
        except (ValueError, OverflowError, OSError):
            raise BadImport(name, f"{head[0].strip()} is no date and time", line + 1) from None


def _of_block(line: int, at: datetime, block: str) -> Moment:
    first, _, rest = block.partition("\n")
    starred = first.endswith("*")
    words = f"{first.rstrip('* ')}\n{rest}".strip() if starred else block
    return _moment(line, at, words, map(str.lower, _TAG.findall(block)), starred=starred)


def _time(day: str, hour: str | None, minute: str | None, second: str | None, half: str | None) -> datetime:
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= _NOON:
            raise ValueError(hours)
        hours = hours % _NOON + (_NOON if half in "Pp" else 0)
    return datetime.fromisoformat(f"{day}T{hours:02}:{minute or '00'}:{second or '00'}").astimezone()


def is_entry(entry: dict[str, Any]) -> bool:
    """Whether an entry of a JSON document is jrnl's."""
    return {"title", "date"} <= entry.keys()


def of_entries(name: str, entries: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Moment]:
    """Yield the moments of jrnl's JSON export."""
    for line, entry in entries:
        try:
            yield _of_entry(line, entry)
        except Unusable as problem:
            raise BadImport(name, str(problem), line) from None


def _of_entry(line: int, entry: dict[str, Any]) -> Moment:
    title, body = entry.get("title"), entry.get("body") or ""
    day, time = entry.get("date"), entry.get("time") or "00:00"
    if not isinstance(title, str) or not isinstance(body, str):
        raise Unusable("its title and its body are to be text")
    try:
        at = datetime.fromisoformat(f"{day}T{time}").astimezone()
    except (ValueError, OverflowError, OSError):
        raise Unusable(f"'{day} {time}' is no date and time") from None
    tags = entry.get("tags") or []
    if not isinstance(tags, list):
        raise Unusable("its tags are to be a list")
    words = "\n".join(part for part in (title.strip(), body.strip()) if part)
    return _moment(line, at, words, tags, starred=bool(entry.get("starred")))


def _moment(line: int, at: datetime, words: str, tags: Iterable[object], *, starred: bool) -> Moment:
    key = f"{at.isoformat()[:16]}\0{' '.join(words.split())}"
    named = (
        tag for tag in tags if not isinstance(tag, str) or re.search(r"\w", tag)
    )  # not the ## of a heading
    return Moment(line, key, at, words, tags_of(named, starred=starred))
