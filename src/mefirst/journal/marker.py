"""`format.json`: that a folder is a journal, of which format, and the key its device-local state is kept under.

A key is 22 random characters and 4 that check them, so that a key cut or mistyped names no folder.
"""

import contextlib
import os
import re
import string
from collections.abc import Iterator
from pathlib import Path

from mefirst import atomic
from mefirst.errors import CannotRead, JournalNewer, MarkerDamaged
from mefirst.journal import layout
from mefirst.journal.codec import MOST_BYTES, Unreadable, decode, digest, encode

FORMAT = "mefirst/1"

_ALPHABET = string.digits + string.ascii_lowercase
_RANDOM = 22
_CHECK = 4
_KEY = re.compile(r"[0-9a-z]{26}")


def read_key(root: Path) -> str | None:
    """Return the key of the journal in `root`, None where there is none.

    MarkerDamaged also where it is missing beside records; CannotRead, JournalNewer.
    """
    marker = root / layout.FORMAT_FILE
    try:
        with marker.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        if any(record_names(root)) and not os.path.lexists(marker):  # else it was written as we looked
            why = "it is missing, and records are there"
            raise MarkerDamaged(str(marker), why) from None
        return None
    except PermissionError as problem:
        raise CannotRead(str(marker), problem.strerror or "it may not be read") from None
    except OSError as problem:
        raise MarkerDamaged(str(marker), problem.strerror or "it cannot be read") from None
    try:
        document = decode(data)
    except Unreadable as problem:
        raise MarkerDamaged(str(marker), str(problem)) from None
    found, key = document.get("format"), document.get("journal")
    if isinstance(found, str) and found != FORMAT and found.startswith("mefirst/"):
        raise JournalNewer(str(root), found)
    if found != FORMAT or not isinstance(key, str) or not is_key(key):
        raise MarkerDamaged(str(marker), "it does not name a journal")
    return key


def write(root: Path, key: str | None = None) -> None:
    """Make `root` a journal where it is none, with a new key or that one; of several writers the first wins."""
    marker = root / layout.FORMAT_FILE
    if not marker.exists():
        document = {"format": FORMAT, "journal": key or _new_key()}
        atomic.write_if_absent(marker, encode(document), root / layout.TEMPORARY)


def record_names(root: Path) -> Iterator[str]:
    """Yield the names of the records in `root`, be it called a journal or not."""
    with contextlib.suppress(OSError):
        for folder in root.iterdir():
            for month in layout.months(folder, None, None):
                yield from filter(layout.parse_name, os.listdir(month))  # noqa: PTH208 names alone


def is_key(key: str) -> bool:
    """Whether `key` may name a folder of device-local state."""
    return bool(_KEY.fullmatch(key)) and _check(key[:_RANDOM]) == key[_RANDOM:]


def _new_key() -> str:
    import secrets  # noqa: PLC0415 once a journal

    random = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return random + _check(random)


def _check(random: str) -> str:
    number = int(digest(random.encode()), 16)
    checked = ""
    for _ in range(_CHECK):
        number, index = divmod(number, len(_ALPHABET))
        checked += _ALPHABET[index]
    return checked
