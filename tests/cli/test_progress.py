"""What takes long says how far it is: nothing in the first second, one line in a terminal, one sentence elsewhere."""

import io
from pathlib import Path

import pytest

from mefirst.cli import progress
from mefirst.cli.progress import Progress
from mefirst.journal import check
from mefirst.terminal.console import Console
from running import mefirst, noted


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


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 130, and a line that says so."""
    noted("x")
    monkeypatch.setattr(check._Check, "report", interrupt)
    ran = mefirst("journal", "check")
    assert (ran.code, ran.out, ran.err) == (130, "", "Stopped.\n")


@pytest.mark.parametrize("command", ["import", "restore"])
def test_what_goes_on_when_it_is_run_again_says_so(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """What is in stays in, and the journal opens afterwards as before."""
    noted("x")
    mefirst("export", "--output", str(tmp_path / "a.jsonl"))
    mefirst("journal", "backup", str(tmp_path / "a.zip"))
    words = {"import": ("import", "a.jsonl"), "restore": ("journal", "restore", "a.zip")}[command]
    monkeypatch.chdir(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(Progress, "at", interrupt)
        ran = mefirst(*words, "--journal", "other")
    assert (ran.code, ran.err) == (130, "Stopped. What is done is whole; the same command goes on.\n")
    assert mefirst(*words, "--journal", "other").code == 0
    assert mefirst("list", "--journal", "other").code == 0
