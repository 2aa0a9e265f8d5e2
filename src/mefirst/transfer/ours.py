"""Reading our own lines of JSON back: each to the bytes it was stored as, or refused with its number."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from mefirst.journal import layout
from mefirst.journal.codec import (
    DEEPEST,
    MOST_BYTES,
    MOST_VALUES,
    PLAIN,
    Unreadable,
    decode,
    digest,
    encode,
)
from mefirst.journal.inspecting import identify
from mefirst.journal.kinds import KINDS
from mefirst.journal.versions import Newer, current
from mefirst.transfer.export import REDACTED, SCHEMA
from mefirst.transfer.parcel import BadImport, Parcel

_MOST_LINE = 3 * MOST_BYTES
"""A line holds a record as text at worst, its quotes and backslashes escaped."""

_DEEPEST = DEEPEST + 1
_MOST_VALUES = MOST_VALUES + 2
"""A line adds itself and the path of its file to those of the record."""


def is_ours(stream: BinaryIO) -> bool:
    """Whether a file begins as an export of ours; of any version, so that a newer one is called that."""
    try:
        head = decode(_first_line(stream), most=_MOST_LINE)
    except Unreadable:
        return False
    return str(head.get("schema")).startswith(SCHEMA.rpartition("/")[0])


def parcels(name: str, stream: BinaryIO) -> Iterator[Parcel]:
    """Yield what an export holds; BadImport for a line that is none of it, and for one that ends too early."""
    head = _document(name, 1, _first_line(stream))
    _check_head(name, head)
    number = 1
    while line := stream.readline(_MOST_LINE + 1):
        number += 1
        document = _document(name, number, line)
        try:
            yield _parcel(document)
        except Unreadable as problem:
            raise BadImport(name, str(problem), number) from None
    if head.get("records") != number - 1:
        why = f"it was to hold {head.get('records')} records, and holds {number - 1}"
        raise BadImport(name, why, number, "Was it cut? Nothing was imported.")


def _first_line(stream: BinaryIO) -> bytes:
    """Return the line that says what it is, without the mark some editors put before it."""
    stream.seek(0)
    return stream.readline(_MOST_LINE + 1).removeprefix(BOM_UTF8)


def _check_head(name: str, head: dict[str, Any]) -> None:
    try:
        current(head, SCHEMA)
    except Newer as problem:
        raise BadImport(name, str(problem), 1, "Update mefirst. Nothing was imported.") from None
    if head.get("schema") != SCHEMA:
        raise BadImport(name, f"it is no {SCHEMA}", 1)


def _document(name: str, number: int, line: bytes) -> dict[str, Any]:
    try:
        return decode(line, most=_MOST_LINE, deepest=_DEEPEST, values=_MOST_VALUES)
    except Unreadable as problem:
        raise BadImport(name, str(problem), number) from None


def _parcel(line: dict[str, Any]) -> Parcel:
    place = PurePosixPath(str(line.get("file")))
    data = _data(line)
    parsed = layout.parse_name(place.name)
    if parsed is None:
        raise Unreadable("its file is not named as those of a journal")
    if parsed.revision is None:
        _check_marker(place, parsed, data)
        return Parcel(place, data)
    found = identify(data, PLAIN)
    if found.place != place:
        raise Unreadable("its name and its content disagree")
    return Parcel(place, data, found.parents, guest=REDACTED in decode(data))


def _data(line: dict[str, Any]) -> bytes:
    record, text = line.get("record"), line.get("text")
    if isinstance(record, dict):
        return encode(record)
    if isinstance(text, str):
        return text.encode()
    raise Unreadable("it holds no record")


def _check_marker(place: PurePosixPath, parsed: layout.FileName, data: bytes) -> None:
    """Refuse what says that a record was deleted for good, and does not belong where it says it does."""
    folder = PurePosixPath(place.parts[0], layout.month_folder(parsed.id).as_posix())
    if place.parent != folder or place.parts[0] not in KINDS:
        raise Unreadable("it does not belong into a journal")
    if not digest(data).startswith(parsed.hash12) or decode(data).get("id") != parsed.id:
        raise Unreadable("its name and its content disagree")
