"""Names and places: `entries/2026/11/20261123-4k7q0z2xwm.1-<hash12>.json`, or `.json.age` where it is sealed.

The date in an id places its file, so a period is read by opening only the months and names it touches.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mefirst.errors import CannotRead
from mefirst.model.ids import ID

FORMAT_FILE = "format.json"
KEYS = Path("keys")
"""The folder of the slots that open an encrypted journal; others have none."""
TEMPORARY = Path(".mefirst") / "tmp"
QUARANTINE = Path(".mefirst") / "quarantine"
HASH_LENGTH = 12

PLAIN = ".json"
SEALED = ".json.age"

_HASH = f"([0-9a-f]{{{HASH_LENGTH}}})"
_NAME = re.compile(rf"({ID.pattern})\.(?:([1-9]\d*)-{_HASH}\.json(\.age)?|purged-{_HASH}\.json)", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH = re.compile(r"0[1-9]|1[0-2]", re.ASCII)


class FileName(NamedTuple):
    """What the name of a record's file says; `revision` None marks a record purged for good."""

    name: str
    id: str
    revision: int | None
    hash12: str
    sealed: bool = False


def file_name(record_id: str, revision: int, digest: str, ending: str = PLAIN) -> str:
    """Return the name of a revision whose stored bytes have the SHA-256 `digest`."""
    return f"{record_id}.{revision}-{digest[:HASH_LENGTH]}{ending}"


def purged_name(record_id: str, digest: str) -> str:
    """Return the name of the file that says a record was deleted for good."""
    return f"{record_id}.purged-{digest[:HASH_LENGTH]}.json"


def parse_name(name: str) -> FileName | None:
    """Read a file name; None for anything that is no record of ours."""
    match = _NAME.fullmatch(name)
    if not match:
        return None
    if match[7]:
        return FileName(name, match[1], None, match[7])
    return FileName(name, match[1], int(match[4]), match[5], sealed=bool(match[6]))


def has_keys(root: Path) -> bool:
    """Whether the journal in `root` holds slots, so that its records are to be sealed."""
    return any((root / KEYS).glob("*.json"))


def month_folder(record_id: str) -> Path:
    """Return the year and month folder of an id, below the folder of its kind."""
    return Path(record_id[:4]) / record_id[4:6]


def months(folder: Path, first: date | None, last: date | None) -> Iterator[Path]:
    """Yield the month folders below `folder` from `first` to `last`, oldest first; None is open."""
    low = tuple(first.isoformat().split("-")[:2]) if first else ("", "")
    high = tuple(last.isoformat().split("-")[:2]) if last else ("9999", "99")
    for year in _named(folder, _YEAR):
        if low[0] <= year.name <= high[0]:
            for month in _named(year, _MONTH):
                if low <= (year.name, month.name) <= high:
                    yield month


def _named(folder: Path, pattern: re.Pattern[str]) -> list[Path]:
    if not folder.is_dir():
        return []
    try:
        return sorted(child for child in folder.iterdir() if pattern.fullmatch(child.name))
    except OSError as problem:
        raise CannotRead(str(folder), problem.strerror or "it cannot be listed") from None


def walk(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Go through a folder as `os.walk` does, but do not pass over what may not be listed: CannotRead."""

    def refuse(problem: OSError) -> None:
        if not isinstance(problem, FileNotFoundError):  # else it went as we looked
            raise CannotRead(str(problem.filename), problem.strerror or "it cannot be listed") from None

    for at, folders, names in os.walk(folder, onerror=refuse):
        yield Path(at), folders, names
