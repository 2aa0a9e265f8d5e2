"""What takes long says how far it is: nothing in the first second, one line in a terminal, one sentence elsewhere."""

import io

import pytest

from mefirst.cli import progress
from mefirst.cli.progress import Progress
from mefirst.terminal.console import Console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(error: io.StringIO, *, steps: int = 5) -> str:
    with Progress(Console(io.StringIO(), error), "Checking") as one:
        for done in range(1, steps + 1):
            one.at(done, steps)
    return error.getvalue()


def test_what_is_quick_says_nothing() -> None:
    assert said(io.StringIO()) == said(Terminal()) == ""


def test_in_a_terminal_the_line_is_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """And ended at the end, so that what follows has a line of its own."""
    monkeypatch.setattr(progress, "_SILENT", 0)
    monkeypatch.setattr(progress, "_BETWEEN", 0)
    lines = said(Terminal()).split("\r")
    assert lines == ["", *(f"Checking {done} of 5" for done in range(1, 6)), "Checking 5 of 5\n"]


def test_elsewhere_it_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_SILENT", 0)
    monkeypatch.setattr(progress, "_BETWEEN", 0)
    assert said(io.StringIO()) == "Checking: this takes a while, 5 to go through.\n"
