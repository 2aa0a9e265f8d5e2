"""A session in lines, asked in this process: what is said, what each line does."""

import io
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from asking import DAY, EFFECT, MOMENT, NEXT, answer, due, pack
from mefirst.cli.asking import ask_field
from mefirst.interview.fields import Field
from mefirst.interview.interview import Interview
from mefirst.interview.prompter import Answer, Back, Enough, Reply, conduct
from mefirst.speech import ENGLISH
from mefirst.terminal.console import Console
from mefirst.terminal.plain import PlainPrompter

SPHERE = {
    "id": "sphere", "type": "choice", "ask": "Where did it belong?", "fills": "sphere", "default": "personal",
    "options": {"professional": "Work", "personal": "Home"}, "help": "One is enough.",
}  # fmt: skip
DRIVE = {
    "id": "drive", "type": "choices", "ask": "What else?", "up_to": "2", "fills": "motives",
    "options": {"help": "To help", "hurry": "No time", "be-right": "To be right"},
}  # fmt: skip


class Lines:
    """Somebody who types lines, and what is said to them. Ctrl+D is an end of file, once."""

    def __init__(self, *typed: str | BaseException, encoding: str = "utf-8") -> None:
        self._typed = iter(typed)
        self.error = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)

    def readline(self) -> str:
        typed = next(self._typed, "")
        if isinstance(typed, BaseException):
            raise typed
        return typed

    def isatty(self) -> bool:
        return False

    @property
    def said(self) -> list[str]:
        assert isinstance(self.error.buffer, io.BytesIO)
        return self.error.buffer.getvalue().decode(self.error.encoding).splitlines()


CTRL_D = ""


def prompter(lines: Lines, editor: str | None = None) -> PlainPrompter:
    return PlainPrompter(Console(io.StringIO(), lines.error), editor=editor, source=lines)  # type: ignore[arg-type]


def asked(interview: Interview, *typed: str, editor: str | None = None) -> tuple[Reply, list[str]]:
    """Ask what is due of somebody who types these lines; return the reply and what was said."""
    lines = Lines(*typed)
    reply = prompter(lines, editor).ask(due(interview))
    return reply, lines.said


def first(question: Any, *typed: str, **settings: Any) -> tuple[Reply, list[str]]:
    return asked(Interview(pack(question), DAY), *typed, **settings)


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], str]:
    """Make an editor: a shell script that gets the file as $1."""

    def made(body: str) -> str:
        path = tmp_path / "editor"
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o700)
        return shlex.quote(str(path))

    return made


# --- What is said


def test_the_position_comes_first_then_the_question_then_what_enter_does() -> None:
    reply, said = first({**MOMENT, "heading": "ME first"}, "The review\n")
    assert reply == Answer("The review")
    assert said == ["", "Question 1 of 3. ME first. Which moment?"]
    _, said = first({"id": "x", "type": "long", "ask": "What else?"}, "\n")
    assert said[1:] == ["Question 1 of 3. What else?", "Enter skips."]


def test_options_are_numbered_and_the_default_is_spoken() -> None:
    reply, said = first(SPHERE, "\n")
    assert reply == Answer("personal")
    assert said[1:] == [
        "Question 1 of 3. Where did it belong?", "One is enough.",
        "1. Work", "2. Home", "Type a number.", "Enter keeps: Home.",
    ]  # fmt: skip


def test_several_options_say_how_many() -> None:
    reply, said = first(DRIVE, "1 2 3\n", "1,2\n")
    assert reply == Answer(["help", "hurry"])
    assert said[5:] == [
        "Type a number. Several, with commas. At most 2.",
        "Enter skips.",
        "At most 2, please; these are 3.",
    ]


def test_the_scale_is_spoken_and_read_as_it_is_spoken() -> None:
    interview = Interview(pack(EFFECT), DAY)
    answer(interview, "trust", "deputy")
    reply, said = asked(interview, "minus 2\n")
    assert reply == Answer(-2)
    assert said == [
        "Trust: what did you mean to do to it?",
        "minus 3, strongly damaged", "minus 2, clearly lowered", "minus 1, slightly lowered", "0, no effect",
        "plus 1, slightly raised", "plus 2, clearly raised", "plus 3, strongly raised",
        "Type a number from minus 3 to plus 3.",
        "Enter skips.",
    ]  # fmt: skip


def test_a_packs_own_scale_says_its_labels_and_ends() -> None:
    own = {
        "id": "s",
        "type": "scale",
        "ask": "How much?",
        "from": "0",
        "to": "4",
        "labels": {"0": "not at all"},
    }
    reply, said = first(own, "3\n")
    assert reply == Answer(3)
    assert said[2:] == ["0, not at all", "Type a number from 0 to 4.", "Enter skips."]


@pytest.mark.parametrize(
    ("kind", "hint", "typed", "value"),
    [("yes_no", "Type yes or no.", "n\n", False), ("people", "Several, with commas.", "a, b\n", ["a", "b"])],
)
def test_other_kinds_say_how_to_answer(kind: str, hint: str, typed: str, value: Any) -> None:
    reply, said = first({"id": "x", "type": kind, "ask": "Well?"}, typed)
    assert reply == Answer(value)
    assert said[2:] == [hint, "Enter skips."]


def test_a_note_has_no_number_and_says_how_it_goes_on() -> None:
    """Without a word, whoever listens would wait for ever."""
    reply, said = first({"id": "n", "type": "note", "ask": "Take your time."}, "\n")
    assert reply == Answer(None)
    assert said == ["", "Take your time.", "Enter goes on."]


def test_a_question_of_several_fields_is_worded_once() -> None:
    interview = Interview(pack(NEXT), DAY)
    lines = Lines("he pauses\n", "breathe\n", "tomorrow\n")
    asking = prompter(lines)
    for _ in range(3):
        reply = asking.ask(due(interview))
        assert isinstance(reply, Answer)
        interview.reply(reply.value)
    assert interview.answers["next"] == {"cue": "he pauses", "response": "breathe", "due": "2026-11-24"}
    assert lines.said == [
        "",
        "Question 1 of 3. What will you do?",
        "If … (what will tell you it is time)", "Enter skips.",
        "… then I will …",
        "By when? (a day, tomorrow, or a number of days)", "Enter skips.",
    ]  # fmt: skip


def test_nothing_is_ever_cut() -> None:
    """A screen reader and the terminal wrap lines themselves."""
    _, said = first({**MOMENT, "ask": "long " * 900}, "x\n")
    assert said[1] == f"Question 1 of 3. {'long ' * 900}".rstrip()


def test_signs_are_letters_where_the_terminal_lacks_them() -> None:
    lines = Lines("x\n", encoding="ascii")
    prompter(lines).ask(due(Interview(pack({**MOMENT, "ask": "Meant – or not…?"}), DAY)))
    assert lines.said[1] == "Question 1 of 3. Meant - or not...?"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_no_control_reaches_the_terminal(wording: str, told: str) -> None:
    """Of pack, answers or messages: nothing moves the cursor."""
    interview = Interview(
        pack(MOMENT, {"id": "q", "type": "short", "ask": "{moment}?", "help": "{moment}"}), DAY
    )
    answer(interview, f"x{wording}")
    lines = Lines("/help\n", "y\n")
    asking = prompter(lines)
    asking.ask(due(interview))
    asking.tell(told)
    raw = lines.error.buffer.getvalue()
    assert not [byte for byte in raw.decode() if (byte < " " and byte != "\n") or "\x7f" <= byte <= "\x9f"]


# --- What a line does


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        (("/back\n",), Back()),
        ((" /back \n",), Back()),
        (("/done\n",), Enough()),
        (("/skip\n",), Answer(None)),
        (("\n",), Answer("as before")),
        (("new\n",), Answer("new")),
        (("a\\\n", "b\\\n", "c\n"), Answer("a\nb\nc")),
        (("\\\n", "after a blank\n"), Answer("after a blank")),
        (("/home is a path\n",), Answer("/home is a path")),
        (("windows\r\n",), Answer("windows")),
        (("left\\\n", CTRL_D), Answer("left")),
        (("no newline at the end",), Answer("no newline at the end")),
        ((CTRL_D,), Enough()),
    ],
)
def test_a_line_is_an_answer_or_a_command(typed: tuple[str, ...], reply: Reply) -> None:
    interview = Interview(pack({"id": "x", "type": "long", "ask": "What?"}), DAY, before={"x": "as before"})
    assert asked(interview, *typed)[0] == reply


@pytest.mark.parametrize("typed", ["/help\n", "?\n"])
def test_help_is_the_questions_then_the_commands(typed: str) -> None:
    _, said = first(SPHERE, typed, "1\n")
    assert said[-2:] == [
        "One is enough.",
        "/back /edit /skip /done /help. A line ending in \\ goes on. Ctrl+C stops and keeps a draft.",
    ]


def test_an_answer_that_is_needed_cannot_be_skipped() -> None:
    """Least of all by taking “/skip” for the answer."""
    reply, said = first(MOMENT, "/skip\n", "\n", "The review\n")
    assert reply == Answer("The review")
    assert said[-2:] == ["This one needs an answer.", "This one needs an answer."]


@pytest.mark.parametrize("heading", ["What was it?", "At last …", "Ready!"])
def test_a_heading_that_ends_a_sentence_is_left_as_it_is(heading: str) -> None:
    _, said = first({**MOMENT, "heading": heading}, "The review\n")
    assert said == ["", f"Question 1 of 3. {heading} Which moment?"]


def test_those_who_know_it_are_spared_the_help() -> None:
    lines = Lines("\n")
    brief = PlainPrompter(Console(io.StringIO(), lines.error), source=lines, brief=True)  # type: ignore[arg-type]
    brief.ask(due(Interview(pack(SPHERE), DAY)))
    assert "One is enough." not in lines.said


def test_what_does_not_fit_is_told_and_asked_again() -> None:
    reply, said = first(SPHERE, "5\n", "1\n")
    assert reply == Answer("professional")
    assert said[-1] == "Type a number from 1 to 2."


@pytest.mark.parametrize("typed", [(CTRL_D,), ("/done\n",), ("/back\n",), (KeyboardInterrupt(),)])
def test_whoever_stops_at_a_single_question_is_told_that_nothing_was_saved(typed: tuple[Any, ...]) -> None:
    lines = Lines(*typed)
    with pytest.raises(typer.Exit) as left:
        ask_field(prompter(lines), Field(key="one", kind="line", ask="What is it?"), ENGLISH)
    assert (left.value.exit_code, lines.said[-1]) == (130, "Stopped. Nothing was saved.")


def test_bytes_of_another_encoding_are_told_and_asked_again() -> None:
    """Where the locale is strict, they fail while they are read; elsewhere, as an answer."""

    class Latin(Lines):
        def readline(self) -> str:
            line = super().readline()
            if line == "strict\n":
                raise UnicodeDecodeError("utf-8", b"caf\xe9", 3, 4, "invalid")
            return line

    lines = Latin("strict\n", "caf\udce9\n", "café\n")
    assert prompter(lines).ask(due(Interview(pack(MOMENT), DAY))) == Answer("café")
    assert lines.said[-2:] == [
        "That was no UTF-8 text. Please type it anew.",
        "Part of this is no UTF-8 text and cannot be kept. Please type it anew.",
    ]


def test_enough_twice_in_a_row_stops() -> None:
    """A terminal that is gone says Ctrl+D for ever."""
    interview = Interview(pack(MOMENT), DAY)
    asking = prompter(Lines(CTRL_D, "a\n", CTRL_D, CTRL_D))
    assert asking.ask(due(interview)) == Enough()
    assert asking.ask(due(interview)) == Answer("a")
    assert asking.ask(due(interview)) == Enough()
    with pytest.raises(KeyboardInterrupt):
        asking.ask(due(interview))


def test_a_session_whose_terminal_is_gone_ends() -> None:
    with pytest.raises(KeyboardInterrupt):
        conduct(Interview(pack(MOMENT), DAY), prompter(Lines("The review\n")), lambda: None)


def test_the_editor_begins_with_what_was_answered_before(script: Callable[[str], str]) -> None:
    interview = Interview(pack({"id": "x", "type": "long", "ask": "What?"}), DAY, before={"x": "one"})
    reply, _ = asked(interview, "/edit\n", editor=script('echo two >> "$1"'))
    assert reply == Answer("one\ntwo")


def test_a_text_that_does_not_fit_is_in_the_editor_again(script: Callable[[str], str]) -> None:
    question = {"id": "x", "type": "long", "ask": "What?", "min_length": "6"}
    reply, said = first(question, "/edit\n", "/edit\n", editor=script('echo more >> "$1"'))
    assert reply == Answer("more\nmore")
    assert said[-1] == "At least 6 characters, please."


def test_an_editor_that_cannot_be_used_is_named_and_the_question_asked_again() -> None:
    """It is not the leader who skipped it."""
    reply, said = first(
        {"id": "x", "type": "long", "ask": "What?"}, "/edit\n", "one\n", editor="no-such-editor"
    )
    assert reply == Answer("one")
    assert (
        said[-1] == "The editor 'no-such-editor' could not be used. Set another: mefirst config editor NAME"
    )
