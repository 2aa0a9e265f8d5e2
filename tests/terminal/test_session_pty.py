"""What goes wrong around a session in a real terminal: fingers that are faster, slow disks, odd bytes, pipes."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from real_terminal import BACK, EDITOR, ENOUGH, ENTER, STOP, TAB, Terminal, terminal

MOMENT, SPHERE, WHO = "Which moment of today", "Where did it belong?", "Who was there?"
CAMERA, INTENT, DRIVE = "If a camera had been running", "what were you hoping", "And what else was pulling"
EFFECT, SEEN, NEXT = "What were you hoping to raise", "And what arrived", "what will tell you it is time?"
FIRST_COLOR = 30  # of the looks of a terminal (ECMA-48, SGR), those from here on are colors
CURSOR_ASKED, OTHER_SCREEN = b"\x1b[6n", b"\x1b[?1049h"


def opened(home: Path) -> Journal:
    return Journal.open("default", home / "journals" / "default", home / "state")


def the_entry(home: Path) -> Entry:
    (entry,) = opened(home).read(Entry).records
    return entry


def drafts(home: Path) -> list[Path]:
    return list(home.glob("state/*/drafts/*.json"))


def spawned(command: str, *arguments: str, **environment: str) -> Terminal:
    """Return any command in a real terminal."""
    env = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    child: pexpect.spawn[bytes] = pexpect.spawn(command, list(arguments), env=env, dimensions=(40, 80))
    return Terminal(child, 80)


def given(*answers: str) -> list[str]:
    """Return the options that answer these questions beforehand."""
    return [part for answer in answers for part in ("--set", answer)]


TO_EFFECT = given(
    "moment=The review", "sphere=", "who=deputy", "camera=", "intent=To help", "drive=", "impact="
)


def known(*names: str) -> None:
    """Save a moment with these people."""
    answers = f"moment: a\nintent: b\nwho: [{', '.join(names)}]"
    command = [sys.executable, "-m", "mefirst", "reflect", "--answers", "-", "--quiet"]
    subprocess.run(command, input=answers.encode(), check=True, stdout=subprocess.DEVNULL)


# --- Fingers


def test_enter_skips_whatever_may_be_skipped(home: Path) -> None:
    """From the first question to the last with the two that are needed, nothing else; nothing is invented."""
    with terminal("reflect") as session:
        session.answer(MOMENT, "The review", ENTER)
        session.answer(SPHERE, "\x7f", ENTER)
        session.answer(WHO, ENTER)
        session.answer(CAMERA, ENTER)
        session.answer(INTENT, ENTER)
        session.see("This one needs an answer.")
        session.type("To help", ENTER)
        session.answer(DRIVE, ENTER)
        session.answer("What came back to you?", ENTER)
        session.answer(EFFECT, ENTER)
        session.answer("What did you do today", ENTER)
        session.answer(NEXT, ENTER)
        session.answer("then I will", ENTER)
        session.see("Saved")
        assert session.ended() == 0
        assert CURSOR_ASKED not in session.bytes
        assert OTHER_SCREEN not in session.bytes
    entry = the_entry(home)
    assert set(entry.document()) == {
        "schema", "id", "revision", "parents", "recorded_at", "on", "state", "pack", "asked", "situation", "intent",
    }  # fmt: skip
    assert opened(home).read(Commitment).records == ()


def test_a_whole_session_typed_ahead_arrives(home: Path) -> None:
    """All in one breath, while the toolkit is being loaded: no key is lost, Enter and Ctrl+D stay what they are."""
    with terminal("reflect") as session:
        session.see("A good one is as welcome")
        session.type(f"The review{ENTER}2{ENTER}deputy{ENTER}{ENTER}To help{ENTER}1{ENTER}Silence{ENOUGH}")
        session.see("Saved")
        assert session.ended() == 0
    entry = the_entry(home)
    assert (entry.situation, entry.sphere, entry.people) == ("The review", "personal", ("deputy",))
    assert (entry.intent, entry.motives, entry.impact) == ("To help", ("help",), "Silence")


SLOW_DISK = """
import time
from mefirst import atomic
at_once = atomic.write
atomic.write = lambda *args: (time.sleep(0.3), at_once(*args))[1]
from mefirst.__main__ import run
run()
"""


def test_keys_pressed_while_a_slow_disk_takes_the_draft_stay_what_they_are(home: Path) -> None:
    """Between two questions the terminal is nobody's; it must not make new lines of Enter, nor show keys twice."""
    session = spawned(sys.executable, "-c", SLOW_DISK, "reflect")
    try:
        session.answer(MOMENT, "The review", ENTER)
        session.answer(SPHERE, ENTER)
        session.see("> Work")
        session.type("deputy", ENTER)
        session.see("> deputy")
        session.type(ENTER)
        session.see("4/11")
        session.see("5/11")
        session.type("To help", ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
        assert session.flat().count("deputy") == 1
    finally:
        session.child.close(force=True)
    entry = the_entry(home)
    assert (entry.people, entry.behavior, entry.intent) == (("deputy",), None, "To help")


def test_half_an_answer_is_there_again_after_a_look_back(home: Path) -> None:
    with terminal("reflect", *given("moment=The review", "sphere=", "who=")) as session:
        session.answer(CAMERA, "I spoke", ENTER)
        session.answer(INTENT, "To he", BACK)
        session.see("> I spoke", 2)
        session.type(ENTER)
        session.see("> To he", 2)
        session.type("lp", ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
    assert (the_entry(home).behavior, the_entry(home).intent) == ("I spoke", "To help")


def test_enough_in_the_middle_of_an_effect_keeps_what_was_said(home: Path) -> None:
    with terminal("reflect", *TO_EFFECT) as session:
        session.answer(EFFECT, "2", ENTER)
        session.answer("Toward whom?", ENTER)
        session.answer("what did you mean to do to it?", "2", ENTER)
        session.answer(SEEN, "-", "1", ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
    (effect,) = the_entry(home).effects
    assert (effect.dimension, effect.toward, effect.intended, effect.seen) == ("trust", "deputy", 2, -1)


def test_names_are_completed_also_behind_a_comma(home: Path) -> None:
    """People known from earlier moments; Tab takes the first."""
    known("deputy", "the board")
    with terminal("reflect", *given("moment=The review", "sphere=")) as session:
        session.answer(WHO, "finance, THE")
        session.see("the board")
        session.type(TAB, ENTER)
        session.answer(CAMERA, STOP)
        assert session.ended() == 130
    assert '"the board"' in drafts(home)[0].read_text()


# --- Stopping and going on


def test_stopping_at_once_leaves_nothing(home: Path) -> None:
    """While the toolkit is being loaded, too."""
    with terminal("reflect") as session:
        session.see("A good one is as welcome as a hard one. >")
        session.type(STOP)
        assert session.ended() == 130
    assert drafts(home) == []


def test_a_session_killed_in_the_middle_of_an_effect_goes_on_in_it(home: Path) -> None:
    """The question is worded again, so that the field does not stand alone; the line is one line."""
    with terminal("reflect", *TO_EFFECT) as session:
        session.answer(EFFECT, "2", ENTER)
        session.answer("Toward whom?", "deputy", ENTER)
        session.answer("what did you mean to do to it?", "2", ENTER)
        session.see(SEEN)
        session.child.kill(signal.SIGKILL)
    with terminal("reflect", "--resume") as session:
        session.see("Going on at question 1 of 4.")
        session.see(EFFECT)
        session.answer(SEEN, "1", ENTER)
        session.answer("How do you know?", "1", ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
    (effect,) = the_entry(home).effects
    assert (effect.intended, effect.seen, effect.evidence) == (2, 1, "guess")


@pytest.mark.parametrize("end", [STOP, ENOUGH])
def test_the_terminal_is_given_back_as_it_was(home: Path, tmp_path: Path, end: str) -> None:
    """Whatever comes after us finds its echo and its lines, saved or stopped."""
    program = f"{shlex.quote(sys.executable)} -m mefirst reflect {shlex.join(given('moment=a'))}"
    session = spawned(
        "/bin/sh", "-c", f"trap : INT; cd {tmp_path}; stty -g > before; {program}; stty -g > after; echo over"
    )
    try:
        session.answer(SPHERE, ENTER)
        session.answer(WHO, ENTER)
        session.answer(CAMERA, ENTER)
        session.answer(INTENT, "b", end)
        session.see("over")
    finally:
        session.child.close(force=True)
    assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text() != ""


def test_an_interrupt_in_the_editor_does_not_stop_the_session(home: Path, tmp_path: Path) -> None:
    """Ctrl+G in Emacs sends one to all in the terminal."""
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\ntrap '' INT\nkill -INT 0\necho more >> \"$1\"\n")
    editor.chmod(0o700)
    with terminal("reflect", EDITOR=str(editor)) as session:
        session.answer(MOMENT, EDITOR)
        session.see("> more")
        session.type(ENTER)
        session.answer(SPHERE, ENTER)
        session.answer(WHO, STOP)
        session.see("Draft kept. mefirst reflect --resume goes on at question 3")
        assert session.ended() == 130


# --- Pipes, colors, bytes


def test_the_id_can_be_taken_from_a_session(home: Path, tmp_path: Path) -> None:
    """id=$(mefirst reflect --quiet): all that is shown goes to the terminal, the editor's screen too."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho DRAWN\necho more >> "$1"\n')
    editor.chmod(0o700)
    program = f"{shlex.quote(sys.executable)} -m mefirst reflect --quiet {shlex.join(given('moment=a'))}"
    session = spawned("/bin/sh", "-c", f"{program} > {tmp_path}/id; echo over", EDITOR=str(editor))
    try:
        session.answer(SPHERE, ENTER)
        session.answer(WHO, ENTER)
        session.answer(CAMERA, EDITOR)
        session.see("DRAWN")
        session.see("> more")
        session.type(ENTER)
        session.answer(INTENT, "b", ENOUGH)
        session.see("over")
    finally:
        session.child.close(force=True)
    assert (tmp_path / "id").read_text() == f"{the_entry(home).id}\n"
    assert the_entry(home).behavior == "more"


@pytest.mark.parametrize(("environment", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_without_color_nothing_is_colored(home: Path, environment: dict[str, Any], colored: bool) -> None:
    """Bold and reversed, which people need to see where they are, stay; the names offered lose their colors."""
    known("deputy")
    with terminal("reflect", *given("moment=The review", "sphere="), **environment) as session:
        session.answer(WHO, "d")
        session.see("deputy")
        session.type(STOP)
        session.ended()
    looks = {int(look) for one in re.findall(rb"\x1b\[([0-9;]+)m", session.bytes) for look in one.split(b";")}
    assert bool({look for look in looks if look >= FIRST_COLOR}) is colored


def test_a_terminal_in_another_encoding_shows_plain_signs(home: Path) -> None:
    with terminal("reflect", *TO_EFFECT, PYTHONIOENCODING="ascii") as session:
        session.answer(EFFECT, "2", ENTER)
        session.answer("Toward whom?", ENTER)
        session.answer("what did you mean to do to it?", "-", "2")
        session.see("-2 clearly lowered")
        session.type("?")
        session.see("Enter goes on or skips . Shift+Tab goes back")
        session.type(STOP)
        session.ended()
    assert session.bytes.isascii()
    assert b"\\u" not in session.bytes


def test_bytes_that_are_no_utf8_are_asked_for_again(home: Path) -> None:
    """They could not be kept; the session does not end over them."""
    with terminal("reflect") as session:
        session.see("A good one is as welcome as a hard one. >")
        session.child.send(b"caf\xe9")
        session.type(ENTER)
        session.see("no UTF-8 text")
        session.type("\x7fé", ENTER)
        session.answer(SPHERE, STOP)
        session.ended()
    assert "café" in drafts(home)[0].read_text("utf-8")


# --- In lines


def test_two_ctrl_d_in_a_row_stop_a_session_in_lines(home: Path) -> None:
    """The first is enough for today; where something is still needed, the second means it."""
    with terminal("reflect", "--plain") as session:
        session.answer("Question 1 of 11.", "The review\n")
        session.answer("Question 2 of 11.", ENOUGH)
        session.see("it still needs: 'What was the intent?'")
        session.answer("Question 5 of 11.", ENOUGH)
        session.see("Draft kept.")
        assert session.ended() == 130
    assert "The review" in drafts(home)[0].read_text()


def test_ctrl_c_in_lines_keeps_the_draft_and_resuming_words_the_question_again(home: Path) -> None:
    with terminal("reflect", "--plain", *TO_EFFECT) as session:
        session.answer("Question 1 of 4.", "2\n")
        session.answer("Toward whom?", "deputy\n")
        session.answer("what did you mean to do to it?", "2\n")
        session.answer("what arrived, as far as you can tell?", STOP)
        session.see("Draft kept.")
        assert session.ended() == 130
    with terminal("reflect", "--plain", "--resume") as session:
        session.see("Going on at question 1 of 4.")
        session.see("Question 1 of 4. What are the gaps")
        session.see("toward deputy, meant plus 2.")
        session.answer("what arrived, as far as you can tell?", "/done\n")
        session.see("Saved")
        assert session.ended() == 0
    assert [effect.dimension for effect in the_entry(home).effects] == ["trust"]


def test_a_line_longer_than_a_terminal_passes_on_is_not_cut_in_silence(home: Path, tmp_path: Path) -> None:
    """The kernel drops what is too much; it is told, and the editor takes it all."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nfor n in 1 2 3 4 5; do printf "%01000d" $n >> "$1"; done\n')
    editor.chmod(0o700)
    with terminal("reflect", "--plain", EDITOR=str(editor)) as session:
        session.see("Question 1 of 11.")
        for _ in range(60):
            session.type("x" * 100)
            session._read()
        session.type("\n")
        session.see("The terminal cut a line this long")
        session.type("/edit\n")
        session.answer("Question 2 of 11.", STOP)
        session.ended()
    assert f"{'0' * 999}5" in drafts(home)[0].read_text()


def test_bytes_that_are_no_utf8_are_asked_for_again_in_lines(home: Path) -> None:
    with terminal("reflect", "--plain", PYTHONIOENCODING="utf-8:strict") as session:
        session.see("Question 1 of 11.")
        session.child.send(b"caf\xe9\n")
        session.see("That was no UTF-8 text.")
        session.type("café\n")
        session.answer("Question 2 of 11.", STOP)
        session.ended()
    assert "café" in drafts(home)[0].read_text("utf-8")
