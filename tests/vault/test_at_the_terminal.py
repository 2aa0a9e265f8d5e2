"""Locking a journal and opening it as its owner does: at a real terminal, with a passphrase that is never shown."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

import canary_runs
from forking import MEMORY
from real_terminal import EDITOR, ENTER, STOP, Terminal, terminal
from running import NOW, mefirst, noted, process, tree
from sealing import PASSPHRASE, cheap, unlocking
from world import World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it needs a terminal that tests can hold")

BOTH_WIDTHS = pytest.mark.parametrize("columns", [80, 50])
NEW, AGAIN, END = "New passphrase:", "The same again:", "The last 6 characters, from the paper:"
ASKED = "Passphrase of the journal default:"
OTHER = "another horse another battery"
TESTS = Path(__file__).parents[1]


def at_terminal(*words: str, **more: Any) -> AbstractContextManager[Terminal]:
    return terminal(*words, "--now", NOW, module="cheaply", PYTHONPATH=str(TESTS), **more)


@pytest.fixture
def locked(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An encrypted journal that holds a moment; its recovery key."""
    cheap(monkeypatch)
    noted("the stand-up went quiet")
    with monkeypatch.context() as inner:
        unlocking(home.with_name("theirs"), inner)
        ran = mefirst("journal", "encrypt", "--yes", "--now", NOW)
    assert ran.code == 0, ran.err
    return ran.out.strip()


def key_on(session: Terminal) -> str:
    """The recovery key as it stands on the screen, without its blanks."""
    found = re.search(r"AGE-SECRET-KEY-1\n([A-Z0-9 ]+)\n([A-Z0-9 ]+)\n", session.text())
    assert found, session.text()
    return "".join(f"AGE-SECRET-KEY-1{found[1]}{found[2]}".split())


def opens(typed: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a passphrase or key opens the journal."""
    with monkeypatch.context() as inner:
        unlocking(home.with_name("tried"), inner, typed)
        ran = mefirst("list", "all", "--now", NOW)
    return ran.code == 0 and "stand-up" in ran.out


@BOTH_WIDTHS
def test_locking_it(home: Path, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short passphrase is named, two that differ are asked again, the key is shown once and proved to be on paper."""
    noted("the stand-up went quiet")
    with at_terminal("journal", "encrypt", columns=columns) as session:
        session.answer(NEW, "short", ENTER)
        session.see("That is short")
        session.see(NEW, 2)
        session.type(PASSPHRASE, ENTER)
        session.answer(AGAIN, "something else", ENTER)
        session.see("These are not the same.")
        session.see(NEW, 3)
        session.type(PASSPHRASE, ENTER)
        session.see(AGAIN, 2)
        session.type(PASSPHRASE, ENTER)
        session.answer(END, "ABCDEF", ENTER)
        session.see("That is not how it ends.")
        key = key_on(session)
        session.see(END, 2)
        session.type(f"{key[-6:-2]} {key[-2:].lower()}", ENTER)
        session.see("Encrypted: 1 file")
        assert session.ended() == 0
        assert all(len(line) <= columns for line in session.text().splitlines())
        assert not any(word in session.bytes for word in (PASSPHRASE.encode(), b"short\r", b"something else"))
    assert opens(PASSPHRASE, home, monkeypatch)
    assert opens(key, home, monkeypatch)
    assert not any(b"stand-up" in (data or b"") for data in tree(home).values())


@pytest.mark.parametrize("prompt", [NEW, AGAIN, END])
def test_ctrl_c_at_a_prompt_changes_nothing(home: Path, prompt: str) -> None:
    """Wherever it is pressed before the end was typed: exit 130, and every file is as it was."""
    noted("the stand-up went quiet")
    before = tree(home)
    with at_terminal("journal", "encrypt") as session:
        for asked in (NEW, AGAIN, END):
            session.see(asked)
            if asked == prompt:
                session.type(STOP)
                break
            session.type(PASSPHRASE, ENTER)
        session.see("Stopped. Nothing was changed.")
        assert session.ended() == 130
    assert tree(home) == before


def test_a_new_journal_that_was_not_locked_says_so(home: Path) -> None:
    """Ctrl+C at the first prompt of `journal init --encrypt`: it is there, plain, and how to lock it is said."""
    with at_terminal("journal", "init", "work", "--encrypt") as session:
        session.answer(NEW, STOP)
        session.see("It is not encrypted yet: mefirst journal encrypt --journal work does that.")
        assert session.ended() == 130
    assert not mefirst("journal", "path", "--journal", "work").code


def test_what_is_not_confirmed_changes_nothing(home: Path) -> None:
    """Three times another end than the key's, or two that differ: exit 2."""
    noted("the stand-up went quiet")
    before = tree(home)
    with at_terminal("journal", "encrypt") as session:
        session.answer(NEW, PASSPHRASE, ENTER)
        session.answer(AGAIN, PASSPHRASE, ENTER)
        for number in range(3):
            session.see(END, number + 1)
            session.type("x", ENTER)
        session.see("The recovery key was not confirmed. Nothing was changed.")
        assert session.ended() == 2
    assert tree(home) == before


@BOTH_WIDTHS
def test_three_wrong_passphrases(home: Path, locked: str, columns: int) -> None:
    """Each is asked again, the last ends it: exit 3, nothing changed, nothing shown."""
    before = tree(home)
    with at_terminal(columns=columns) as session:
        session.answer(ASKED, "wrong one", ENTER)
        session.answer("That is not it. Once more:", "wrong two", ENTER)
        session.see("Once more:", 2)
        session.type("wrong three", ENTER)
        session.see("The recovery key on paper opens it, too.")
        assert session.ended() == 3
        assert b"wrong" not in session.bytes
        assert b"stand-up" not in session.bytes
        assert all(len(line) <= columns for line in session.text().splitlines())
    assert tree(home) == before


def test_keys_that_come_while_a_passphrase_is_tried_are_not_shown(home: Path) -> None:
    """Trying takes a moment: what is typed meanwhile may be the next passphrase."""
    noted("the stand-up went quiet")
    with terminal("journal", "encrypt") as session:  # a slot as dear as they are
        session.answer(NEW, PASSPHRASE, ENTER)
        session.answer(AGAIN, PASSPHRASE, ENTER)
        session.see(END)
        session.type(key_on(session)[-6:], ENTER)
        assert session.ended() == 0
    with at_terminal() as session:
        session.answer(ASKED, "wrong", ENTER)
        time.sleep(0.2)
        session.type("hush")
        session.see("Once more:")
        session.type(PASSPHRASE, ENTER)
        session.see("stand-up")
        assert session.ended() == 0
        assert b"hush" not in session.bytes


def test_the_session_of_a_locked_journal(home: Path, locked: str) -> None:
    """To reflect takes no passphrase, and shows nothing of before; --unlock asks, and begins with what was noted."""
    with at_terminal("reflect") as session:
        session.see("Locked: what you noted, began and promised is skipped.")
        session.answer("Which moment of today", "another", ENTER)
        session.answer("Where did it belong?", STOP)
        session.see("Draft kept.")
        assert session.ended() == 130
        assert b"stand-up" not in session.bytes
        assert ASKED.encode() not in session.bytes
    with at_terminal("reflect", "--unlock") as session:
        session.answer(ASKED, PASSPHRASE, ENTER)
        session.answer("A draft waits", ENTER)
        session.answer("Where did it belong?", STOP)
        assert session.ended() == 130


def test_a_forgotten_passphrase(home: Path, locked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recovery key, typed in groups and small letters, stands for it; afterwards the new one opens it alone."""
    typed = " ".join(locked[at : at + 4] for at in range(0, len(locked), 4)).lower()
    with at_terminal("journal", "passwd") as session:
        session.answer(ASKED, typed, ENTER)
        session.answer(NEW, OTHER, ENTER)
        session.answer(AGAIN, OTHER, ENTER)
        session.see("The passphrase is changed.")
        assert session.ended() == 0
        assert locked[-8:].lower().encode() not in session.bytes
    assert [opens(one, home, monkeypatch) for one in (OTHER, PASSPHRASE, locked)] == [True, False, True]


@pytest.mark.parametrize("prompt", [ASKED, NEW, AGAIN])
def test_ctrl_c_while_it_is_changed(home: Path, locked: str, prompt: str) -> None:
    """The passphrase is the old one still."""
    before = tree(home)
    with at_terminal("journal", "passwd") as session:
        for asked, typed in ((ASKED, PASSPHRASE), (NEW, OTHER), (AGAIN, OTHER)):
            session.see(asked)
            if asked == prompt:
                session.type(STOP)
                break
            session.type(typed, ENTER)
        session.see("Stopped. Nothing was changed.")
        assert session.ended() == 130
    assert tree(home) == before


@BOTH_WIDTHS
def test_a_new_key(home: Path, locked: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new recovery key opens it, the old one no more; Ctrl-C before that leaves it as it was."""
    before = tree(home)
    with at_terminal("journal", "rekey", columns=columns) as session:
        session.answer(ASKED, PASSPHRASE, ENTER)
        session.answer(END, STOP)
        assert session.ended() == 130
    assert tree(home) == before
    with at_terminal("journal", "rekey", columns=columns) as session:
        session.answer(ASKED, PASSPHRASE, ENTER)
        session.see(END)
        key = key_on(session)
        session.type(key[-6:], ENTER)
        session.see("Sealed anew: 1 file.")
        assert session.ended() == 0
        assert all(len(line) <= columns for line in session.text().splitlines())
    assert [opens(one, home, monkeypatch) for one in (PASSPHRASE, key, locked)] == [True, True, False]


def test_taking_the_lock_off(home: Path, locked: str) -> None:
    """It is asked first; no leaves it locked, yes makes it plain text."""
    before = tree(home)
    with at_terminal("journal", "decrypt") as session:
        session.answer(ASKED, PASSPHRASE, ENTER)
        session.answer("Keep it as plain text from now on?", ENTER)
        session.see("It stays encrypted.")
        assert session.ended() == 0
    assert tree(home) == before
    with at_terminal("journal", "decrypt") as session:
        session.answer(ASKED, PASSPHRASE, ENTER)
        session.answer("Keep it as plain text from now on?", "1", ENTER)
        session.see("They are plain text now.")
        assert session.ended() == 0
    assert "stand-up" in mefirst("list", "all", "--now", NOW).out


def test_the_key_store_opens_it_unasked(home: Path, locked: str, tmp_path: Path) -> None:
    """Until it is taken out of it again; where the store is locked, the passphrase is asked for."""
    store = tmp_path / "store.json"
    store.write_text("{}")
    double = {"PYTHON_KEYRING_BACKEND": "store_double.Store", "STORE_DOUBLE": str(store)}
    with at_terminal("journal", "passwd", "--key-store", **double) as session:
        session.answer(ASKED, PASSPHRASE, ENTER)
        session.see("The key store of this device opens it now")
        assert session.ended() == 0
    with at_terminal("list", "all", **double) as session:
        session.see("stand-up")
        assert session.ended() == 0
        assert ASKED.encode() not in session.bytes
    with at_terminal("list", "all", **{**double, "STORE_DOUBLE": str(tmp_path)}) as session:
        session.answer(ASKED, PASSPHRASE, ENTER)
        session.see("stand-up")
        assert session.ended() == 0
    with at_terminal("journal", "passwd", "--no-key-store", **double) as session:
        session.see("The key store no longer opens it.")
        assert session.ended() == 0
    assert store.read_text() == "{}"


def test_a_job_of_a_scheduler(home: Path, locked: str, tmp_path: Path) -> None:
    """Nobody is asked: `unlock_command` of the settings opens it; without one it ends at once, and says what to do."""
    before = tree(home)
    ran = process("report", "7d", "--now", NOW)
    assert (ran.code, ran.out) == (3, "")
    assert "unlock_command" in ran.err
    assert tree(home) == before
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE)
    assert mefirst("config", "unlock_command", f"cat {file}").code == 0
    ran = process("list", "7d", "--now", NOW)
    assert (ran.code, ran.err) == (0, "")
    assert "stand-up" in ran.out


# Words that are being typed when all stops.


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An encrypted journal full of canaries."""
    with canary_runs.world(tmp_path, monkeypatch) as found:
        yield found


@pytest.mark.parametrize("by", ["Ctrl-C", "SIGKILL"])
def test_a_draft_lies_sealed(world: World, by: str) -> None:
    """Whichever way a session stops, what was answered is taken up again, and lay nowhere in the open."""
    with at_terminal("reflect", "--set", "sphere=personal") as session:
        session.answer("Which moment of today", world("typed moment"), ENTER)
        session.answer("Who was there?", world("typed person"), ENTER)
        session.answer("If a camera", world("half a sentence"))
        assert world.found_in(started_by(session.child.pid)) == []
        if by == "Ctrl-C":
            session.type(STOP)
            session.see("Draft kept.")
        else:
            session.child.kill(signal.SIGKILL)
            session.child.wait()
    assert world.found() == []
    with at_terminal("reflect", "--resume") as session:
        session.answer("If a camera", STOP)
        session.see("Draft kept")
    assert world.found() == []


def started_by(process_id: int | None) -> bytes:
    """The words and the environment of a process and of all that it started."""
    found = b""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                status = (folder / "status").read_text()
                parent = int(status.split("PPid:")[1].split()[0])
                if process_id in {int(folder.name), parent}:
                    found += (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            except (OSError, IndexError):
                continue
    assert b"mefirst" in found or b"cheaply" in found
    return found


@pytest.mark.skipif(not shutil.which("vim"), reason="needs vim")
def test_vim_leaves_nothing_when_all_is_killed(world: World) -> None:
    """The real vim, its text written and changed again; mefirst and vim killed: the next start has the text, sealed."""
    (world.home / "user" / ".vimrc").write_text(
        "set swapfile directory=~ updatecount=1 backup writebackup backupdir=~ undofile undodir=~\n"
        "set viminfo='100,n~/info\n"
    )
    with at_terminal("reflect", "--set", "sphere=personal", EDITOR="vim -T vt100") as session:
        session.answer("Which moment of today", world("typed moment"), ENTER)
        session.answer("Who was there?", ENTER)
        session.answer("If a camera", EDITOR)
        session.see("answer.txt")
        session.type("i", world("typed in vim"), "\x1b", ":w", ENTER)
        session.see("written")
        session.type("o", world("not yet written"), "\x1b")
        session.see(world("not yet written"))
        assert world.found(but=MEMORY) == []
        assert world.found_in(started_by(session.child.pid)) == []
        (folder,) = (world.home / MEMORY).iterdir()
        session.child.kill(signal.SIGKILL)
        session.child.wait()
        for line in subprocess.run(
            ["pgrep", "-f", str(folder)], capture_output=True, text=True, check=False
        ).stdout.split():
            os.kill(int(line), signal.SIGKILL)
    until = time.monotonic() + 10
    while folder.exists() and time.monotonic() < until:
        said = world.start().err
        time.sleep(0.1)
    assert "A text from an editor that was interrupted is kept" in said
    assert world.found() == []
    with at_terminal("reflect", "--resume") as session:
        session.see(world("typed in vim"))


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a mount of its own in memory")
def test_nothing_is_left_in_the_memory_of_the_system(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no folder of the session, the editor's lies in /dev/shm: after a kill and a start it is gone."""
    shared = Path("/dev/shm")
    before = {path.name for path in shared.glob("mefirst-*")}
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    editor = world.theirs / "killer"
    editor.write_text(f'#!/bin/sh\necho "{world("in dev shm")}" >> "$1"\nkill -9 $PPID\n')
    editor.chmod(0o700)
    ran = process("edit", canary_runs._entry(world), "--now", NOW, env={"EDITOR": str(editor)})
    assert ran.code == -signal.SIGKILL
    (left,) = (path for path in shared.glob("mefirst-*") if path.name not in before)
    assert world.found_in((left / "answer.txt").read_bytes()) != []
    assert world.found() == []
    assert "is kept" in world.start().err
    assert not left.exists()
    assert world.found() == []
