"""Editors for tests: shell scripts that get the file as $1, and stand in EDITOR."""

import shlex
from pathlib import Path

import pytest


class Editors:
    """Makes editors below a folder and sets them in the environment."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._path = folder / "an editor"
        self._monkeypatch = monkeypatch

    def does(self, body: str) -> str:
        """Let the editor of this test do `body`, and return its command."""
        self._path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        self._path.chmod(0o700)
        command = shlex.quote(str(self._path))
        self._monkeypatch.setenv("EDITOR", command)
        return command

    def writes(self, text: str) -> str:
        """Let it replace the text."""
        source = self._path.with_name("its text")
        source.write_bytes(text.encode())
        return self.does(f'cat "{source}" > "$1"')

    def replaces(self, old: str, new: str) -> str:
        """Let it replace words on their line."""
        return self.does(f'sed "s/{old}/{new}/" "$1" > "$1.new" && cat "$1.new" > "$1"')
