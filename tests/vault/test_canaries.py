"""What is typed into an encrypted journal is found nowhere but where its owner told mefirst to write it.

Every kill at every call is `python tests/canary_runs.py`.
"""

import base64
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import canary_runs
from canary_runs import GIVES_KEY, OPENS, RUNS
from forking import MEMORY
from interrupting import LONG_AGO
from mefirst.cli import delivery
from mefirst.cli import main as program
from mefirst.cli.context import Context
from mefirst.journal.drafts import Drafts
from mefirst.journal.store import Journal
from mefirst.model.record import Record
from mefirst.terminal import editor as leftovers
from running import NOW, mefirst
from world import Line, World

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="it forks"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]

STARTED: list[str] = []
"""What was handed to processes that were started: their words and their environment."""


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "subprocess.Popen":
        STARTED.append(repr(arguments))


sys.addaudithook(_listen)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An encrypted journal with a record of every kind, each word of which is a canary."""
    with canary_runs.world(tmp_path, monkeypatch) as found:
        yield found


def leaves() -> dict[str, Any]:
    """Every command there is, by its name, that of a group before it."""
    table: Any = get_command(program.app)
    found: dict[str, Any] = {"": table}
    for name in program.COMMANDS:
        command = table.get_command(None, name)
        inner = getattr(command, "commands", None)
        found |= {f"{name} {one}": inner[one] for one in inner} if inner else {name: command}
    return found


def test_every_command_is_run() -> None:
    """A new command has no canaries yet: it stands in RUNS, or this fails."""
    assert set(RUNS) == set(leaves())


@pytest.mark.parametrize("name", RUNS)
def test_no_word_is_found_after_it(world: World, name: str) -> None:
    """Neither in a file nor in a name, in what is said beside the words asked for, nor with a child process.

    In memory nothing is left after the next start. Where it is locked, nothing that was written before is shown.
    """
    STARTED.clear()
    typed: set[str] = set()
    for one in RUNS[name](world):
        typed |= set(one.words)
        assert world.shown_locked(one) == [], one
        said = world.run(one)
        but = "recovery key" if name in GIVES_KEY else ""
        assert one.shows or world.found_in(said.data + said.error, but=but) == [], one
        if name != "journal decrypt":
            assert world.found(but=MEMORY) == [], one
            world.start()
            assert world.found() == [], one
    assert world.found_in("\n".join(STARTED).encode()) == []
    assert takes_words(name) - typed == set(), "options that nothing was typed into"


def takes_words(name: str) -> set[str]:
    """Return the options of a command that take words of any kind."""
    return {
        one.opts[0]
        for one in leaves()[name].params
        if one.param_type_name == "option" and not one.is_flag and one.type_descriptor.annotation is str
    } - {"--journal", "--now"}


@pytest.mark.parametrize("name", [name for name in RUNS if name not in OPENS])
def test_no_word_is_found_after_a_kill(world: World, name: str) -> None:
    """SIGKILL at some calls of what writes: in memory alone words may be left, until the next start."""
    assert list(world.killed(RUNS[name], most=3)) == []


def test_what_was_left_of_plain_days_goes(world: World, home: Path) -> None:
    """What was killed before the journal was encrypted: nothing of it is left in the open once that is done."""
    world.run(Line(("journal", "decrypt", "--yes")))
    problems = []
    for name in ("reflect", "edit", "capture", "journal backup"):
        one = next(RUNS[name](world))
        for _ in world.kills(one, most=5):
            ran = world.run(Line(("journal", "encrypt", "--yes"), codes=(0, 1)))
            if ran.code == 1:  # what was left is to be mended first
                world.run(Line(("journal", "check", "--repair"), codes=(0, 1, 3)))
                world.run(Line(("journal", "encrypt", "--yes")))
            world.start()
            problems += world.found(home.parent / "copy" / "home", but="user")
    assert problems == []


def test_what_another_device_encrypted_leaves_nothing_here(world: World, home: Path) -> None:
    """What was being written here as plain text goes at a start, an hour after: before that it may be in use."""
    (state,) = (one for one in (home / "state").iterdir() if (one / "recipient").exists())
    old, young = state / "tmp" / "old.tmp", state / "tmp" / "young.tmp"
    for path in (old, young):
        path.write_text(world("plain days"))
    (state / "tmp" / "verify-x").mkdir()
    (state / "tmp" / "verify-x" / "a.json").write_text(world("plain days"))
    for path in (old, state / "tmp" / "verify-x"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    world.start()
    assert list((state / "tmp").iterdir()) == [young]


def test_a_crash_tells_no_word(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug whose message holds the words of an entry: they are in neither form of what is said of it."""

    def breaks(journal: Journal, record: Record) -> bool:
        raise RuntimeError(record.document(), journal)

    monkeypatch.setattr(Journal, "add", breaks)
    for debug in ("", "1"):
        monkeypatch.setenv("MEFIRST_DEBUG", debug)
        ran = mefirst("capture", world("crashed"), "--now", NOW)
        assert (ran.code, world.found_in(ran.error + ran.data)) == (1, [])
        assert "RuntimeError" in ran.err


def test_a_page_in_the_browser_lies_in_memory(world: World, home: Path) -> None:
    """Until mefirst starts again; not on the disk."""
    world.run(Line(("report", "2026", "--open")))
    (folder,) = (home / MEMORY).iterdir()
    assert world.found_in((folder / "report.html").read_bytes()) != []
    assert list((home / "tmp").iterdir()) == []
    world.start()
    assert not folder.exists()


LEAKS: list[tuple[str, object, str, object]] = [
    ("reflect", Context, "drafts", lambda _context, journal: Drafts(journal.state)),
    ("edit", leftovers, "in_memory", lambda: None),
    ("report", delivery, "mkdtemp", lambda **_: tempfile.mkdtemp()),
    ("capture", Journal, "is_encrypted", lambda _journal: False),
]


@pytest.mark.parametrize("leak", LEAKS, ids=[one[0] for one in LEAKS])
def test_a_leak_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch, leak: tuple[str, object, str, object]
) -> None:
    """The scan sees what it is there for."""
    name, module, function, other = leak
    monkeypatch.setattr(module, function, other)
    assert next(world.killed(RUNS[name], most=8), None) is not None


def test_every_form_is_found(world: World, home: Path) -> None:
    """As it is, in UTF-16, hex, base64 at any offset, in a zip, as a name."""
    word = world("hidden")
    for number, data in enumerate([
        word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode().hex().encode(),
        json.dumps(word).encode(), word.upper().encode(),
        *(base64.b64encode(bytes(offset) + word.encode() + b"more") for offset in range(6)),
        "".join(f"\\u{ord(one):04x}" for one in word).encode(),
    ]):  # fmt: skip
        assert world.found_in(b"before" + data + b"after") != [], number
    (home / word).mkdir()
    assert world.found() != []
