"""Names and places: `entries/2026/11/20261123-4k7q0z2xwm.1-<hash12>.json`, or `.json.age` where it is sealed.

The date in an id places its file, so a period is read by opening only the months and names it touches.
"""

import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mefirst.errors import FolderShut
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
    return any(name.endswith(".json") for name in names(root / KEYS))


def month_folder(record_id: str) -> Path:
    """Return the year and month folder of an id, below the folder of its kind."""
    return Path(record_id[:4]) / record_id[4:6]


def refuse_shut(problem: FolderShut) -> None:
    """Raise what says that a folder cannot be looked into."""
    raise problem


def pass_over(_: FolderShut) -> None:
    """Go on without what lies in it: for where it is named anyway, or where nothing hangs on it."""


def months(
    folder: Path, first: date | None, last: date | None, shut: Callable[[FolderShut], None] = refuse_shut
) -> Iterator[Path]:
    """Yield the month folders below `folder` from `first` to `last`, oldest first; None is open.

    A folder that cannot be looked into is given to `shut`, and passed over if that returns.
    """
    low = tuple(first.isoformat().split("-")[:2]) if first else ("", "")
    high = tuple(last.isoformat().split("-")[:2]) if last else ("9999", "99")
    for year in _named(folder, _YEAR, shut):
        if low[0] <= year.name <= high[0]:
            for month in _named(year, _MONTH, shut):
                if low <= (year.name, month.name) <= high:
                    yield month


def _named(folder: Path, pattern: re.Pattern[str], shut: Callable[[FolderShut], None]) -> list[Path]:
    return [folder / name for name in sorted(names(folder, shut)) if pattern.fullmatch(name)]


def names(folder: Path, shut: Callable[[FolderShut], None] = refuse_shut) -> list[str]:
    """Return the names in a folder, in no order; none where there is no folder, or where `shut` takes it."""
    try:
        return os.listdir(folder)  # noqa: PTH208 names alone: a month may hold thousands
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as problem:
        shut(_shut(folder, problem))
        return []


def entries(folder: Path) -> list["os.DirEntry[str]"]:
    """Return what is in a folder, in the order of names; OSError, also where names can be listed and nothing else."""
    os.stat(os.path.join(folder, "."))  # noqa: PTH116, PTH118 a path would drop the dot
    with os.scandir(folder) as found:
        return sorted(found, key=lambda one: one.name)


def files(folder: Path, enters: Callable[[Path], bool] = lambda _: True) -> Iterator[Path]:
    """Yield all below `folder` that is no folder, links as themselves; only folders that `enters` allows are entered.

    FolderShut where one cannot be looked into: the walks of the standard library would pass over it in silence.
    """
    try:
        found = entries(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as problem:
        raise _shut(folder, problem) from None
    for one in found:
        path = folder / one.name
        if not one.is_dir(follow_symlinks=False):
            yield path
        elif enters(path):
            yield from files(path, enters)


def _shut(folder: Path, problem: OSError) -> FolderShut:
    return FolderShut(str(folder), problem.strerror or "The system refused")
