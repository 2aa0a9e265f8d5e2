"""Sessions as a leader holds them: the real program in a real terminal, checked on the screen and on the disk."""

import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from real_terminal import BACK, EDITOR, ENOUGH, ENTER, NEW_LINE, STOP, Terminal, terminal

BOTH_WIDTHS = pytest.mark.parametrize("columns", [80, 50])

MOMENT, SPHERE, WHO = "Which moment of today", "Where did it belong?", "Who was there?"
CAMERA, INTENT, DRIVE = (
    "If a camera had been running",
    "what were you hoping would come of it?",
    "And what else was pulling at you?",
)
IMPACT, EFFECT, STRENGTH = (
    "What came back to you?",
    "What were you hoping to raise",
    "What did you do today that helped",
)
NEXT = "what will tell you it is time?"


def opened(home: Path) -> Journal:
    return Journal.open("default", home / "journals" / "default", home / "state")


def the_entry(home: Path) -> Entry:
    (entry,) = opened(home).read(Entry).records
    return entry


def drafts(home: Path) -> list[Path]:
    return list(home.glob("state/*/drafts/*.json"))


def up_to_intent(session: Terminal) -> None:
    session.answer(MOMENT, "The board meeting", ENTER)
    session.answer(SPHERE, ENTER)
    session.answer(WHO, "deputy", ENTER)
    session.answer(CAMERA, ENTER)
    session.see(INTENT)


@BOTH_WIDTHS
def test_a_whole_reflection(home: Path, columns: int) -> None:
    """Every kind of question once: text, choice, people, choices, scales with a sign, what they said, a promise."""
    with terminal("reflect", columns=columns) as session:
        session.see("not therapy")
        up_to_intent(session)
        session.type("To back her up", NEW_LINE, "in front of them", ENTER)
        session.answer(DRIVE, "1", "9", ENTER)
        session.answer(IMPACT, "Silence", ENTER)
        session.answer(EFFECT, "2", ENTER)
        session.answer("Toward whom?", ENTER)
        session.answer("what did you mean to do to it?", "2", ENTER)
        session.answer("what arrived, as far as you can tell?", "-", "2")
        session.see("−2 clearly lowered")
        session.type(ENTER)
        session.answer("How do you know?", "3", ENTER)
        session.answer("Who said so?", ENTER)
        session.answer("Where would deputy put it?", "1", "-", ENTER)
        session.answer("Another one?", ENTER)
        session.see("You wrote")
        session.type(ENTER)
        session.answer(STRENGTH, "Let her finish", ENTER)
        session.answer(NEXT, "she pauses", ENTER)
        session.answer("then I will", "wait three breaths", ENTER)
        session.answer("By when?", "tomorrow", ENTER)
        session.see("Saved")
        assert session.ended() == 0
        assert all(len(line) <= columns for line in session.text().splitlines())
    entry = the_entry(home)
    assert (entry.situation, entry.sphere, entry.people) == ("The board meeting", "professional", ("deputy",))
    assert entry.intent == "To back her up\nin front of them"
    assert entry.motives == ("help", "hurry")
    (effect,) = entry.effects
    assert (effect.dimension, effect.toward, effect.intended, effect.seen) == ("trust", "deputy", 2, -2)
    assert [(one.by, one.value, one.how) for one in effect.reported] == [("deputy", -1, "told")]
    (promise,) = opened(home).read(Commitment).records
    assert (promise.cue, promise.response, promise.from_entry) == (
        "she pauses",
        "wait three breaths",
        entry.id,
    )
    assert promise.due is not None
    assert not drafts(home)


@BOTH_WIDTHS
def test_back_keeps_the_answers(home: Path, columns: int) -> None:
    """Shift+Tab shows the question before with its answer in the field; Enter goes on with it."""
    with terminal("reflect", columns=columns) as session:
        up_to_intent(session)
        session.type(BACK)
        session.see(CAMERA, 2)
        session.type(BACK)
        session.see(WHO, 2)
        session.see("> deputy", 2)
        session.type(", board", ENTER)
        session.see(CAMERA, 3)
        session.type(ENTER)
        session.see(INTENT, 2)
        session.type("calm", ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
    assert the_entry(home).people == ("deputy", "board")


def test_the_editor_takes_over_and_gives_back(home: Path, tmp_path: Path) -> None:
    """What the editor leaves is the answer, and the file it lay in is gone."""
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\nprintf "from the editor\\n" >> "$1"\nprintf "%s" "$1" > {tmp_path}/seen\n')
    editor.chmod(0o700)
    with terminal("reflect", EDITOR=str(editor)) as session:
        up_to_intent(session)
        session.type("typed first", EDITOR)
        session.see("from the editor")
        session.type(ENTER)
        session.answer(DRIVE, ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
    assert the_entry(home).intent == "typed first\nfrom the editor"
    assert not Path((tmp_path / "seen").read_text()).exists()


def test_help_is_one_key_away(home: Path) -> None:
    """A question mark on an empty line shows the keys, on a line with text it is a question mark."""
    with terminal("reflect") as session:
        session.answer(MOMENT, "?")
        session.see("Ctrl+X Ctrl+E editor", 2)
        session.type("What now?", ENTER)
        session.answer(SPHERE, STOP)
        assert session.ended() == 130
    (draft,) = drafts(home)
    assert '"What now?"' in draft.read_text()


def test_enough_for_today_says_what_is_still_needed(home: Path) -> None:
    """Ctrl+D on the first question: the two that are needed are asked, then it is saved."""
    with terminal("reflect") as session:
        session.answer(MOMENT, "A hard talk", ENOUGH)
        session.see("it still needs: 'What was the intent?'")
        session.answer(INTENT, "peace", ENTER)
        session.see("Saved")
        assert session.ended() == 0
    entry = the_entry(home)
    assert (entry.situation, entry.intent, entry.state) == ("A hard talk", "peace", "awaiting-impact")


@BOTH_WIDTHS
def test_a_stopped_session_goes_on_where_it_was(home: Path, columns: int) -> None:
    """Ctrl+C keeps a draft and says so; --resume asks the next question."""
    with terminal("reflect", columns=columns) as session:
        up_to_intent(session)
        session.type("to be heard", ENTER)
        session.answer(DRIVE, STOP)
        session.see("Draft kept.")
        assert session.ended() == 130
    with terminal("reflect", "--resume", columns=columns) as session:
        session.see("Going on at question 6 of 11")
        session.answer(DRIVE, ENTER)
        session.answer(IMPACT, ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
    assert the_entry(home).intent == "to be heard"
    assert not drafts(home)


def test_ctrl_c_typed_ahead_stops(home: Path) -> None:
    """Ctrl+C typed while the answer before is saved is not lost."""
    with terminal("reflect") as session:
        up_to_intent(session)
        session.type("to be heard", ENTER, STOP)
        session.see("Draft kept.")
        assert session.ended() == 130
    assert len(drafts(home)) == 1


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        (["A hard talk", ENTER], "Where did it belong?"),
        (["A hard talk", ENTER, ENTER], "Who was there?"),
        (["A hard talk", ENTER, ENTER, ENTER, ENTER, "peace", ENTER], "And what else was pulling at you?"),
    ],
    ids=["a choice", "a text", "choices"],
)
def test_an_interrupt_sent_from_elsewhere_stops(home: Path, keys: list[str], asked: str) -> None:
    """`kill -INT` is Ctrl+C, whatever the question is moved by."""
    with terminal("reflect") as session:
        session.see(MOMENT)
        session.type(*keys)
        session.see(asked)
        session.child.kill(signal.SIGINT)
        session.see("Draft kept.")
        assert session.ended() == 130
    assert len(drafts(home)) == 1


def test_a_pending_draft_is_offered(home: Path) -> None:
    """`reflect` offers it with one key; a new session keeps it."""
    with terminal("reflect") as session:
        up_to_intent(session)
        session.type(STOP)
        assert session.ended() == 130
    with terminal("reflect") as session:
        session.see("A draft waits")
        session.type("2", ENTER)
        session.see(MOMENT)
        session.type(STOP)
        session.ended()
    with terminal("reflect") as session:
        session.see("A draft waits")
        session.type(ENTER)
        session.answer(INTENT, STOP)
        session.ended()
    assert len(drafts(home)) == 1


def test_a_killed_session_loses_only_what_was_being_typed(home: Path) -> None:
    with terminal("reflect") as session:
        up_to_intent(session)
        session.type("half a sent")
        session.see("half a sent")
        session.child.kill(signal.SIGKILL)
    with terminal("reflect", "--resume") as session:
        session.answer(INTENT, "whole", ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
    entry = the_entry(home)
    assert (entry.situation, entry.people, entry.intent) == ("The board meeting", ("deputy",), "whole")


def test_a_captured_moment_opens_the_next_session(home: Path) -> None:
    """One key, and its words stand in the first field; the same entry goes on."""
    subprocess.run([sys.executable, "-m", "mefirst", "capture", "--quiet", "stand-up went quiet"], check=True)
    with terminal("reflect") as session:
        session.answer("Start with it", ENTER)
        session.see("> stand-up went quiet")
        session.type(ENTER)
        session.answer(SPHERE, ENOUGH)
        session.answer(INTENT, "to hear them", ENTER)
        session.see("Saved")
        assert session.ended() == 0
    entry = the_entry(home)
    assert (entry.situation, entry.intent, entry.revision) == ("stand-up went quiet", "to hear them", 2)


def test_pasted_lines_are_one_answer(home: Path) -> None:
    with terminal("reflect") as session:
        up_to_intent(session)
        session.type("\x1b[200~first line\rsecond line\x1b[201~")
        session.see("second line")
        session.type(ENTER)
        session.answer(DRIVE, ENOUGH)
        assert session.ended() == 0
    assert the_entry(home).intent == "first line\nsecond line"


def test_typing_before_the_toolkit_is_there_is_not_lost(home: Path) -> None:
    """The question stands there before the toolkit does: what is typed at once arrives, Enter as Enter."""
    with terminal("reflect") as session:
        while b"\n> " not in session.bytes:
            session._read()
        assert b"\x1b[?2004h" not in session.bytes, "the toolkit was quicker than the question"
        session.type("quick fingers", ENTER)
        session.answer(SPHERE, STOP)
        session.ended()
    (draft,) = drafts(home)
    assert '"quick fingers"' in draft.read_text()


PLAIN: list[tuple[str | None, dict[str, Any]]] = [
    ("--plain", {}),
    (None, {"TERM": "dumb"}),
    (None, {"MEFIRST_PLAIN": "1"}),
]


@pytest.mark.parametrize(("option", "environment"), PLAIN)
def test_the_same_in_lines(home: Path, option: str | None, environment: dict[str, Any]) -> None:
    """No escape, no cursor that moves: numbered choices, commands, a backslash, pasted lines, positions spoken."""
    with terminal("reflect", *([option] if option else []), **environment) as session:
        session.answer("Question 1 of 11.", "The board meeting\n")
        session.answer("Question 2 of 11.", "2\n")
        session.answer("Question 3 of 11.", "/back\n")
        session.see("Question 2 of 11.", 2)
        session.see("Enter keeps: Home.")
        session.type("\n")
        session.see("Question 3 of 11.", 2)
        session.type("/help\n")
        session.see("A role or a nickname will do.")
        session.type("deputy\n")
        session.answer("Question 4 of 11.", "/skip\n")
        session.answer("Question 5 of 11.", "one line\\\n")
        time.sleep(0.1)
        session.type("and another\n")
        session.answer("Question 6 of 11.", "1, 9\n")
        session.answer("Question 7 of 11.", "Silence\nand a look\n")
        session.answer("Question 8 of 11.", "2\n")
        session.answer("Toward whom?", "\n")
        session.answer("what did you mean to do to it?", "2\n")
        session.answer("minus 2, clearly lowered", "")
        session.answer("what arrived, as far as you can tell?", "-2\n")
        session.answer("How do you know?", "2\n")
        session.answer("Another one?", "/done\n")
        session.see("Saved")
        assert session.ended() == 0
        shown = session.bytes.replace(b"\r\n", b"\n")
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", shown)
    entry = the_entry(home)
    assert (entry.sphere, entry.intent, entry.impact) == (
        "personal",
        "one line\nand another",
        "Silence\nand a look",
    )
    assert [(one.dimension, one.intended, one.seen) for one in entry.effects] == [("trust", 2, -2)]


@pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")
@BOTH_WIDTHS
def test_a_session_inside_tmux(home: Path, tmp_path: Path, columns: int) -> None:
    """Tmux has ideas of its own about keys and the screen; the session is the same."""
    tmux = ["tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null"]
    program = f"{sys.executable} -m mefirst reflect; echo ended $?; sleep 60"

    def see(words: str) -> str:
        until = time.monotonic() + 15
        while True:
            shown = subprocess.run(
                [*tmux, "capture-pane", "-p", "-S", "-"], capture_output=True, text=True, check=False
            ).stdout
            if words in " ".join(shown.split()):
                return shown
            assert time.monotonic() < until, f"never saw {words!r} in:\n{shown}"
            time.sleep(0.05)

    def keys(*names: str) -> None:
        subprocess.run([*tmux, "send-keys", "--", *names], check=True)

    size = ["-x", str(columns), "-y", "40"]
    subprocess.run([*tmux, "new-session", "-d", *size, program], check=True)
    try:
        see(MOMENT)
        keys("In tmux", "Enter")
        see(SPHERE)
        keys("Down", "Enter")
        see("> Home")
        see(WHO)
        keys("BTab")
        see("> 2")
        keys("1", "Enter")
        see("> Work")
        keys("C-d")
        see("it still needs: 'What was the intent?")  # the terminal may break the line here
        keys("peace", "Enter")
        shown = see("ended 0")
        assert all(len(line.rstrip()) <= columns for line in shown.splitlines())
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)
    entry = the_entry(home)
    assert (entry.situation, entry.sphere, entry.intent) == ("In tmux", "professional", "peace")
