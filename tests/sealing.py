"""Encrypted journals for tests: keys that cost little to derive, a command that gives the passphrase.

Within `all_sealed` every journal that is begun is encrypted from its first word on, with a passphrase that costs little
to try; what runs in this process, in its children and in processes of their own opens it by MEFIRST_UNLOCK_COMMAND.
"""

import contextlib
import os
import shlex
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from unittest.mock import patch

import pytest

from mefirst import atomic
from mefirst.errors import CannotWrite
from mefirst.journal import layout, marker
from mefirst.journal.codec import PLAIN, SEALED_HEAD, Codec, Unreadable, digest
from mefirst.journal.store import Journal
from mefirst.vault import age, conversion, device, passphrase, slots
from mefirst.vault.sealed import Sealed
from mefirst.vault.slots import Keys

PASSPHRASE = "correct horse battery staple"
CHEAP = {"MEMORY_KIB": 64, "ITERATIONS": 1, "LANES": 1}
ENVIRONMENT = {"MEFIRST_UNLOCK_COMMAND": f"echo {PASSPHRASE}"}
SLOT = f"{layout.KEYS}/{slots.PASSPHRASE}.json"

_now: list[bool] = []
_open, _create = Journal.open.__func__, Journal.create.__func__  # type: ignore[attr-defined]


def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let new slots ask for next to no work; what opens them reads that in the slot."""
    for name, value in CHEAP.items():
        monkeypatch.setattr(passphrase, name, value)


def unlocking(folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str = PASSPHRASE) -> str:
    """Let `unlock_command` print a passphrase; return the command."""
    file = folder / "passphrase.txt"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{typed}\n", "utf-8")
    command = f"cat {shlex.quote(str(file))}"
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", command)
    return command


def sealed_files(home: Path) -> dict[str, Any]:
    """Return the sealed files below a home, by their paths."""
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in sorted(home.rglob("*.age"))}


def active() -> bool:
    """Whether journals are sealed now."""
    return bool(_now)


def codec() -> Codec:
    """Return how journals that are begun now keep their bytes."""
    return Sealed(keys().recipient, keys) if active() else PLAIN


def readable(stored: bytes) -> bytes:
    """Return what stored bytes say, opened where that is needed; what does not open as it is."""
    try:
        return codec().open(stored)
    except Unreadable:
        return stored


def rewrite(path: Path, old: bytes, new: bytes) -> bytes:
    """Change words in a stored file as somebody's own program would; return the bytes that are there now."""
    changed = codec().seal(readable(path.read_bytes()).replace(old, new))
    path.write_bytes(changed)
    return changed


def laid(month: Path, record_id: str, data: bytes, revision: int = 1) -> Path:
    """Put a document into the folder of its month as a journal keeps it, under the name it has; return its path."""
    stored = codec().seal(data)
    path = month / layout.file_name(record_id, revision, digest(stored), codec().ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stored)
    return path


def records_of(files: Mapping[str, bytes | None]) -> list[tuple[str, bytes]]:
    """Return the records among files, by the names they have where nothing is sealed, and what each says."""
    found = []
    for name, stored in files.items():
        path = PurePosixPath(name)
        parsed = layout.parse_name(path.name)
        if stored is None or parsed is None:
            continue
        data = readable(stored)
        if parsed.revision is not None:
            path = path.with_name(layout.file_name(parsed.id, parsed.revision, digest(data)))
        found.append((str(path), data))
    return sorted(found)


def plain_words(folder: Path) -> list[str]:
    """Return the files below a folder that hold words as they are, where all were to be sealed."""
    found = []
    for path in folder.rglob("*"):
        parsed = layout.parse_name(path.name)
        record = parsed is not None and parsed.revision is not None and not parsed.sealed
        kept = path.parent.name in {"drafts", "edits", "texts", "leftovers"} and path.suffix != ".lock"
        if (record or kept) and path.is_file() and not path.read_bytes().startswith(SEALED_HEAD):
            found.append(str(path))
    return found


def leaks(files: Mapping[str, bytes | None], *words: str) -> Iterator[str]:
    """Say which files hold these words as they are, where all were to be sealed."""
    for name, data in files.items() if active() else ():
        if data and any(one.encode() in data for one in words):
            yield f"{name} holds plain words"


def begun() -> list[str]:
    """Return the files of a journal that was just begun."""
    return [layout.FORMAT_FILE, SLOT] if active() else [layout.FORMAT_FILE]


def begin(home: Path) -> None:
    """Begin the sealed journal of a home, for what is a process of its own from the start; else nothing."""
    if active():
        Journal.create("default", home / "journals" / "default", home / "state")


def seal(home: Path) -> None:
    """Encrypt the journal of a home that is there as plain text; nothing where journals are plain."""
    if active():
        journal = Journal(
            "default", root := home / "journals" / "default", home / "state", marker.read_key(root) or ""
        )
        atomic.write(root / SLOT, _slot(), journal.temporary)
        conversion.encrypt(journal, keys(), PASSPHRASE, lambda _done, _total: None)


@cache
def keys() -> Keys:
    """The keys of all sealed journals here."""
    return Keys(age.new_identity())


@cache
def _slot() -> bytes:
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.dict(vars(passphrase), CHEAP),
    ):
        journal = Journal("", Path(folder), Path(folder), "")
        slots.write(journal, slots.PASSPHRASE, keys(), PASSPHRASE)
        return slots.path(journal, slots.PASSPHRASE).read_bytes()


def _opened(
    cls: type[Journal], name: str, root: Path, state: Path, sealed: Callable[[Journal], Codec] | None = None
) -> Journal:
    """Open a journal; one that nobody says how to unlock by the keys of this module."""
    found: Journal = _open(cls, name, root, state, sealed or (lambda _: codec()))
    return found


def _created(
    cls: type[Journal], name: str, root: Path, state: Path, sealed: Callable[[Journal], Codec] | None = None
) -> Journal:
    """Open a journal, or begin it: its keys are there before it is a journal."""
    fresh = marker.read_key(root) is None
    if fresh:
        atomic.write_if_absent(root / SLOT, _slot(), root / layout.TEMPORARY)
    journal: Journal = _create(cls, name, root, state, sealed)
    if fresh:
        with contextlib.suppress(CannotWrite):
            device.learn(journal, keys())
        journal = cls.open(name, root, state, sealed)
    return journal


@contextlib.contextmanager
def all_sealed(*, really: bool = True) -> Iterator[None]:
    """Let every journal that is begun meanwhile be sealed; nothing where that is not wanted."""
    if not really:
        yield
        return
    _slot()
    _now.append(True)
    try:
        with (
            patch.dict(os.environ, ENVIRONMENT),
            patch.object(Journal, "open", classmethod(_opened)),
            patch.object(Journal, "create", classmethod(_created)),
        ):
            yield
    finally:
        _now.pop()
