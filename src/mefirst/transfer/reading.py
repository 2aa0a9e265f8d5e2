"""Which program a file comes from, and what is in it."""

import io
import itertools
import os
import zipfile
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from mefirst.journal.archive import MANIFEST
from mefirst.journal.layout import FORMAT_FILE
from mefirst.transfer import dayone, foreign, jrnl, ours, positions
from mefirst.transfer.parcel import BadImport, Parcel, Parcels

MOST_BYTES = 256 * 1024 * 1024
"""Of a journal of another program; ours is read line by line and may be longer."""

_KNOWN = "Known: mefirst export, jrnl's text and JSON, Day One's JSON and its zip. Nothing was imported."
_FROM_JRNL = "jrnl --format json > mine.json writes what can be imported. Nothing was imported."
_BACKUP = "mefirst journal restore puts it back. Nothing was imported."
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)


def read(name: str, stream: BinaryIO, now: datetime) -> Parcels:
    """Return what is in a file; BadImport where it is none we can take in, or holds something we cannot."""
    if ours.is_ours(stream):
        return Parcels("", lambda: ours.parcels(name, stream))
    stream.seek(0)
    if stream.read(4) == b"PK\3\4":
        return _of_zip(name, stream, now)
    return _of_text(name, _text(name, _bytes(name, stream)), now)


def _bytes(name: str, stream: BinaryIO) -> bytes:
    if stream.seek(0, os.SEEK_END) > MOST_BYTES:
        raise BadImport(name, f"it is larger than {MOST_BYTES // 2**20} MiB")
    stream.seek(0)
    return stream.read()


def _text(name: str, data: bytes) -> str:
    if jrnl.is_encrypted(data):
        raise BadImport(name, "it is a journal of jrnl's that is locked with a password", hint=_FROM_JRNL)
    try:  # a redirection in Windows PowerShell writes UTF-16
        text = data.decode("utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise BadImport(name, "it is no UTF-8 text", line, _KNOWN) from None
    if not text.strip("\0 \n\r\t"):
        raise BadImport(name, "it is empty")
    return text


def _of_text(name: str, text: str, now: datetime) -> Parcels:
    if jrnl.begins(text):
        moments = jrnl.of_text(name, text)
        return _held("jrnl", foreign.parcels(name, "jrnl", moments, now))
    if not text.lstrip().startswith("{"):
        in_brackets = text.lstrip().startswith("[")
        raise BadImport(name, "it is no journal we know", 1, _FROM_JRNL if in_brackets else _KNOWN)
    return _of_json(name, text, now)


def _of_json(name: str, text: str, now: datetime) -> Parcels:
    """Return the entries of a JSON document: all of them of the program the first one is of."""
    found = positions.entries(name, text)
    first = next(found, None)
    if first is None:
        return Parcels("", lambda: iter(()))
    line, entry = first
    each = itertools.chain([first], found)
    if dayone.is_entry(entry):
        counted = _Counting(each)
        held = _held("Day One", foreign.parcels(name, "dayone", dayone.of_entries(name, counted), now))
        return held._replace(media=counted.media)
    if jrnl.is_entry(entry):
        return _held("jrnl", foreign.parcels(name, "jrnl", jrnl.of_entries(name, each), now))
    raise BadImport(name, "it is no entry of jrnl's or of Day One's", line, _KNOWN)


class _Counting:
    """Lets entries through and counts the pictures and recordings they name."""

    def __init__(self, entries: Iterator[tuple[int, dict[str, Any]]]) -> None:
        self._entries = entries
        self.media = 0

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for line, entry in self._entries:
            self.media += dayone.media_of(entry)
            yield line, entry


def _held(source: str, each: Iterator[Parcel]) -> Parcels:
    """Go through all of it at once, so that what is wrong anywhere is said before anything is written."""
    found = tuple(each)
    return Parcels(source, lambda: iter(found))


def _of_zip(name: str, stream: BinaryIO, now: datetime) -> Parcels:
    """Return what is in the journals of a Day One export: the .json files at its top."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = [one for one in archive.namelist() if one.endswith(".json") and "/" not in one]
            if {MANIFEST, FORMAT_FILE} <= set(names):
                raise BadImport(name, "it is a backup of mefirst's", hint=_BACKUP)
            texts = {one: _member(f"{name}/{one}", archive, one) for one in names}
    except _BROKEN as problem:
        raise BadImport(name, f"it is no zip that can be read ({type(problem).__name__})") from None
    if not texts:
        raise BadImport(name, "there is no .json file at its top", hint=_KNOWN)
    journals = [_of_text(f"{name}/{one}", text, now) for one, text in texts.items()]
    every: Callable[[], Iterator[Parcel]] = lambda: itertools.chain.from_iterable(  # noqa: E731 read where it is used
        one.each() for one in journals
    )
    return Parcels(journals[0].source, every, sum(one.media for one in journals))


def _member(name: str, archive: zipfile.ZipFile, member: str) -> str:
    with archive.open(member) as opened:
        return _text(name, _bytes(name, io.BytesIO(opened.read(MOST_BYTES + 1))))
