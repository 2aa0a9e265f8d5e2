"""Encrypted journals for tests: keys that cost little to derive, a command that gives the passphrase."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from mefirst.vault import passphrase

PASSPHRASE = "correct horse battery staple"
CHEAP = {"MEMORY_KIB": 64, "ITERATIONS": 1, "LANES": 1}


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
