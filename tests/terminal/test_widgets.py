"""The moving parts of a full session, with keys from a pipe and a screen that is thrown away."""

import io
import shlex
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from prompt_toolkit.completion import CompleteEvent  # noqa: TID253
from prompt_toolkit.document import Document  # noqa: TID253
from prompt_toolkit.input import PipeInput, create_pipe_input  # noqa: TID253
from prompt_toolkit.output import DummyOutput, Output  # noqa: TID253
from prompt_toolkit.output.plain_text import PlainTextOutput  # noqa: TID253

from asking import DAY, EFFECT, MOMENT, NEXT, answer, due, pack
from mefirst.interview.fields import Field
from mefirst.interview.forms import point
from mefirst.interview.interview import Interview
from mefirst.interview.prompter import Answer, Back, Enough, Reply, conduct
from mefirst.terminal.console import Console
from mefirst.terminal.full import FullPrompter
from mefirst.terminal.states import ChoiceState, ScaleState
from mefirst.terminal.widgets import Widgets, _names

ENTER, CTRL_C, CTRL_D, CTRL_J, SHIFT_TAB = "\r", "\x03", "\x04", "\n", "\x1b[Z"
END, HOME, LEFT = "\x1b[F", "\x1b[H", "\x1b[D"
ALT_ENTER, EDITOR, RIGHT, DOWN, BACKSPACE = "\x1b\r", "\x18\x05", "\x1b[C", "\x1b[B", "\x7f"

TEXT = Field(key="x", kind="text")
OPTIONS = {"professional": "Work", "personal": "Home"}
CHOICE = Field(key="x", kind="choice", options=OPTIONS)
CHOICES = Field(key="x", kind="choices", options=OPTIONS)
SEEN = point("seen", "And what arrived?")


class Notes(io.StringIO):
    """A stderr. What is written to it may make somebody press the next keys."""

    encoding = "utf-8"

    def __init__(self) -> None:
        super().__init__()
        self.then: Callable[[], None] = lambda: None

    def write(self, text: str) -> int:
        written = super().write(text)
        if text.endswith("\n"):
            self.then()
            self.then = lambda: None
        return written


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as source:
        yield source


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def widgets(keys: PipeInput, notes: Notes) -> Widgets:
    return Widgets(Console(io.StringIO(), notes), source=keys, output=DummyOutput())


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], str]:
    """Make an editor: a shell script that gets the file as $1."""

    def made(body: str) -> str:
        path = tmp_path / "editor"
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o700)
        return shlex.quote(str(path))

    return made


# --- Text


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        (f"words{ENTER}", Answer("words")),
        (ENTER, Answer("")),
        (f"one{CTRL_J}two{ENTER}", Answer("one\ntwo")),
        (f"one{ALT_ENTER}two{ENTER}", Answer("one\ntwo")),
        (f"why?{ENTER}", Answer("why?")),
        (f"half{SHIFT_TAB}", Back("half")),
        (f"half{CTRL_D}", Enough("half")),
        (CTRL_D, Enough("")),
        (f"\x1b[200~pasted\r\n\ttwice?\r\r\x1b[201~{ENTER}", Answer("pasted\n\ttwice?\n\n")),
    ],
)
def test_text_is_typed_pasted_and_left(widgets: Widgets, keys: PipeInput, typed: str, outcome: Reply) -> None:
    """A question mark is help on an empty line alone."""
    keys.send_text(typed)
    assert widgets.text(TEXT, "", []) == outcome


def test_text_begins_with_what_was_there_and_can_be_changed(widgets: Widgets, keys: PipeInput) -> None:
    keys.send_text(f"{BACKSPACE}d{ENTER}")
    assert widgets.text(TEXT, "wort", []) == Answer("word")


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        (ENTER, "deputy"),
        (f"board{ENTER}", "board"),
        (f"\x1b[200~the board\x1b[201~{ENTER}", "the board"),
        (f"{BACKSPACE}{ENTER}", "deput"),
        (f"{BACKSPACE}ies{ENTER}", "deputies"),
        (f"{END}s{ENTER}", "deputys"),
        (f"{RIGHT}s{ENTER}", "deputys"),
        (f"{LEFT}{RIGHT}s{ENTER}", "deputys"),
        (f"{HOME}my {ENTER}", "my deputy"),
    ],
)
def test_an_offered_text_gives_way_to_typing_and_can_be_edited(
    widgets: Widgets, keys: PipeInput, typed: str, outcome: str
) -> None:
    keys.send_text(typed)
    assert widgets.text(TEXT, "deputy", [], offered=True) == Answer(outcome)


def test_help_over_an_offered_text_keeps_the_offer(widgets: Widgets, keys: PipeInput, notes: Notes) -> None:
    notes.then = lambda: keys.send_text(f"board{ENTER}")
    keys.send_text("?")
    assert widgets.text(TEXT, "deputy", ["What is meant."], offered=True) == Answer("board")
    assert "What is meant." in notes.getvalue()


def test_ctrl_c_stops(widgets: Widgets, keys: PipeInput) -> None:
    keys.send_text(f"words{CTRL_C}")
    with pytest.raises(KeyboardInterrupt):
        widgets.text(TEXT, "", [])


def test_help_on_an_empty_line_is_shown_and_the_question_stays(
    widgets: Widgets, keys: PipeInput, notes: Notes
) -> None:
    notes.then = lambda: keys.send_text(f"words{ENTER}")
    keys.send_text("?")
    assert widgets.text(TEXT, "", ["One is enough.", "Enter goes on"]) == Answer("words")
    assert notes.getvalue() == "One is enough.\nEnter goes on\n"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("dep", ["deputy"]), ("finance, The B", ["the board"]), ("finance,d", ["deputy", "due"]), ("x", [])],
)
def test_names_are_completed_also_behind_a_comma(typed: str, offered: list[str]) -> None:
    completer = _names(Field(key="x", kind="names", suggestions=("deputy", "the board", "due")))
    assert completer is not None
    found = completer.get_completions(Document(typed), CompleteEvent())
    assert [one.text for one in found] == offered


def test_nothing_is_completed_where_no_names_are_known() -> None:
    assert _names(TEXT) is None


def test_an_answer_can_be_typed_where_names_are_known(widgets: Widgets, keys: PipeInput) -> None:
    keys.send_text(f"fin{ENTER}")
    assert widgets.text(Field(key="x", kind="line", suggestions=("deputy",)), "", []) == Answer("fin")


def test_the_editor_takes_the_text_and_gives_it_back(
    keys: PipeInput, notes: Notes, script: Callable[[str], str], tmp_path: Path
) -> None:
    """The cursor stands behind it, so that one can type on."""
    done = tmp_path / "done"
    command = script(f'echo two >> "$1"; : > "{done}"')
    widgets = Widgets(Console(io.StringIO(), notes), command, keys, DummyOutput())

    def type_on() -> None:
        while not done.exists():
            time.sleep(0.001)
        keys.send_text(f" and three{ENTER}")

    keys.send_text(f"one{EDITOR}")
    typing = Thread(target=type_on, daemon=True)
    typing.start()
    assert widgets.text(TEXT, "", []) == Answer("one\ntwo and three")
    typing.join()


def test_an_editor_that_cannot_be_used_is_named_and_the_text_stays(keys: PipeInput, notes: Notes) -> None:
    widgets = Widgets(Console(io.StringIO(), notes), "no-such-editor", keys, DummyOutput())
    notes.then = lambda: keys.send_text(f" two{ENTER}")
    keys.send_text(f"one{EDITOR}")
    assert widgets.text(TEXT, "", []) == Answer("one two")
    assert (
        notes.getvalue()
        == "The editor 'no-such-editor' could not be used. Set another: mefirst config editor NAME\n"
    )


# --- Choices, scales and notes


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        (f"2{ENTER}", Answer("personal")),
        (ENTER, Answer(None)),
        (f"{DOWN}{CTRL_J}", Answer("professional")),
        (f"2{SHIFT_TAB}", Back("personal")),
        (f"2{CTRL_D}", Enough("personal")),
        (CTRL_D, Enough(None)),
        (f"2x7{BACKSPACE}{ENTER}", Answer(None)),
    ],
)
def test_a_choice_is_moved_through(widgets: Widgets, keys: PipeInput, typed: str, outcome: Reply) -> None:
    """Enter goes on also where the terminal made a new line of it; other keys do nothing."""
    keys.send_text(typed)
    assert widgets.move(ChoiceState(CHOICE, None), []) == outcome


def test_several_are_picked(widgets: Widgets, keys: PipeInput) -> None:
    keys.send_text(f"2{DOWN} {ENTER}")
    assert widgets.move(ChoiceState(CHOICES, None), []) == Answer(["professional", "personal"])


@pytest.mark.parametrize(("typed", "value"), [("-2", -2), ("2-", -2), (f"{RIGHT}{RIGHT}", 2), ("", None)])
def test_a_scale_is_set(widgets: Widgets, keys: PipeInput, typed: str, value: int | None) -> None:
    keys.send_text(f"{typed}{ENTER}")
    assert widgets.move(ScaleState(SEEN, None), []) == Answer(value)


def test_help_is_shown_at_a_choice_too(widgets: Widgets, keys: PipeInput, notes: Notes) -> None:
    notes.then = lambda: keys.send_text(f"1{ENTER}")
    keys.send_text("?")
    assert widgets.move(ChoiceState(CHOICE, None), ["One is enough."]) == Answer("professional")
    assert notes.getvalue() == "One is enough.\n"


def test_ctrl_c_stops_at_a_scale_too(widgets: Widgets, keys: PipeInput) -> None:
    keys.send_text(CTRL_C)
    with pytest.raises(KeyboardInterrupt):
        widgets.move(ScaleState(SEEN, None), [])


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [(ENTER, Answer(None)), (CTRL_J, Answer(None)), (SHIFT_TAB, Back(None)), (CTRL_D, Enough(None))],
)
def test_a_note_waits_for_enter(widgets: Widgets, keys: PipeInput, typed: str, outcome: Reply) -> None:
    keys.send_text(f"x{typed}")
    assert widgets.pause([]) == outcome


def on_screen(encoding: str, keys: PipeInput) -> tuple[Widgets, io.StringIO]:
    """Return widgets whose screen is kept as text."""
    screen = io.StringIO()
    error = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    output: Output = PlainTextOutput(screen)
    return Widgets(Console(io.StringIO(), error), source=keys, output=output), screen


@pytest.mark.parametrize(
    ("encoding", "shown"), [("utf-8", "−2  clearly lowered"), ("ascii", "-2  clearly lowered")]
)
def test_the_scale_shows_letters_where_the_terminal_lacks_signs(
    keys: PipeInput, encoding: str, shown: str
) -> None:
    widgets, screen = on_screen(encoding, keys)
    keys.send_text(f"-2{ENTER}")
    widgets.move(ScaleState(SEEN, -2), [])
    assert shown in screen.getvalue()


@pytest.mark.parametrize(("environment", "colored"), [("NO_COLOR", False), ("FORCE_COLOR", True)])
def test_no_color_is_shown_where_none_is_wanted(
    widgets: Widgets, monkeypatch: pytest.MonkeyPatch, environment: str, colored: bool
) -> None:
    monkeypatch.setenv(environment, "1")
    assert (widgets._depth() is None) is colored


# --- The prompter around them


def prompter(keys: PipeInput, notes: Notes, *, brief: bool = False) -> FullPrompter:
    """Return a prompter whose toolkit is loaded already and reads a pipe."""
    console = Console(io.StringIO(), notes)
    made = FullPrompter(console, brief=brief)
    made._widgets = Widgets(console, source=keys, output=DummyOutput())
    return made


def asked(
    keys: PipeInput, interview: Interview, typed: str, *, brief: bool = False
) -> tuple[Reply, list[str]]:
    """Ask what is due of somebody who presses these keys; return the reply and what stands above the field."""
    notes = Notes()
    keys.send_text(typed)
    reply = prompter(keys, notes, brief=brief).ask(due(interview))
    return reply, notes.getvalue().splitlines()


def test_a_question_shows_its_place_heading_wording_and_help(keys: PipeInput) -> None:
    question = {**MOMENT, "heading": "ME first", "help": "One is enough."}
    reply, said = asked(keys, Interview(pack(question), DAY), f"The review{ENTER}")
    assert reply == Answer("The review")
    assert said == ["", "1/3  ME first", "Which moment?", "One is enough."]


def test_those_who_know_it_are_spared_the_help(keys: PipeInput) -> None:
    question = {**MOMENT, "help": "One is enough."}
    _, said = asked(keys, Interview(pack(question), DAY), f"x{ENTER}", brief=True)
    assert said == ["", "1/3", "Which moment?"]


def test_a_note_shows_its_text_without_a_number(keys: PipeInput) -> None:
    note = {"id": "n", "type": "note", "ask": "Take your time."}
    reply, said = asked(keys, Interview(pack(note), DAY), ENTER)
    assert reply == Answer(None)
    assert said == ["", "Take your time."]


@pytest.mark.parametrize(
    ("question", "typed", "value", "left"),
    [
        ({"type": "choice", "options": OPTIONS}, "2", "personal", "> Home"),
        ({"type": "choices", "options": OPTIONS}, "12", ["professional", "personal"], "> Work, Home"),
        ({"type": "yes_no"}, "n", False, "> no"),
        ({"type": "scale", "from": "1", "to": "5"}, "4", 4, "> 4"),
        ({"type": "choice", "options": OPTIONS}, "", None, "> –"),
    ],
)
def test_an_answer_that_was_moved_to_stays_on_the_screen(
    keys: PipeInput, question: dict[str, Any], typed: str, value: Any, left: str
) -> None:
    asking = {"id": "x", "ask": "Well?", **question}
    reply, said = asked(keys, Interview(pack(asking), DAY), f"{typed}{ENTER}")
    assert reply == Answer(value)
    assert said[-1] == left


def test_a_point_stays_on_the_screen_with_its_label(keys: PipeInput) -> None:
    interview = Interview(pack(EFFECT), DAY)
    answer(interview, "trust", "deputy")
    reply, said = asked(keys, interview, f"2-{ENTER}")
    assert reply == Answer(-2)
    assert said == ["Trust: what did you mean to do to it?", "> −2 clearly lowered"]


def test_whoever_comes_back_into_a_form_sees_what_is_answered_already(keys: PipeInput) -> None:
    """Of two effects, the answers to the one that is due."""
    begun = Interview(pack(EFFECT), DAY)
    answer(begun, "clarity", None, 1, None, "trust", "deputy", 2, -2)
    resumed = Interview(pack(EFFECT), DAY).resume(begun.state())
    _, said = asked(keys, resumed, f"1{ENTER}")
    assert said[2:5] == [EFFECT["ask"], "> Trust · toward deputy · meant +2 · arrived −2", "How do you know?"]


def test_what_does_not_fit_is_told_and_can_be_mended(keys: PipeInput) -> None:
    """What was typed stands there again."""
    number = {"id": "n", "type": "number", "ask": "How many?", "max": "9"}
    reply, said = asked(keys, Interview(pack(number), DAY), f"12{ENTER}{BACKSPACE}{ENTER}")
    assert reply == Answer(1)
    assert said[-1] == "A number up to 9 was expected."


def test_enough_takes_what_is_typed_unless_it_does_not_fit(keys: PipeInput) -> None:
    number = {"id": "n", "type": "number", "ask": "How many?", "max": "9"}
    assert asked(keys, Interview(pack(number), DAY), f"3{CTRL_D}")[0] == Enough(3)
    reply, said = asked(keys, Interview(pack(number), DAY), f"33{CTRL_D}{BACKSPACE}{CTRL_D}")
    assert reply == Enough(3)
    assert said[-1] == "A number up to 9 was expected."


def test_enough_on_an_empty_field_that_needs_an_answer_is_enough(keys: PipeInput) -> None:
    """What is missing is told by the session, once."""
    reply, said = asked(keys, Interview(pack(MOMENT), DAY), CTRL_D)
    assert reply == Enough(None)
    assert said == ["", "1/3", "Which moment?"]


def test_what_stood_in_a_field_is_there_again_after_going_back(keys: PipeInput, notes: Notes) -> None:
    """Half an answer is not lost because one looks at the question before."""
    interview = Interview(pack(MOMENT), DAY)
    keys.send_text(f"The review{ENTER}to he{SHIFT_TAB}{ENTER}lp{ENTER}silence{ENTER}")
    conduct(interview, prompter(keys, notes), lambda: None)
    assert interview.result() == {"moment": "The review", "intent": "to help", "impact": "silence"}


PEOPLE = {"id": "people", "type": "people", "ask": "Who was there?", "fills": "people"}


def test_whoever_was_there_is_offered_until_one_types_and_an_answer_stays_editable(
    keys: PipeInput, notes: Notes
) -> None:
    interview = Interview(pack(PEOPLE, {**EFFECT, "up_to": "1"}), DAY)
    answer(interview, ["deputy"], "trust")
    keys.send_text(f"board{ENTER}{SHIFT_TAB}s{ENTER}{CTRL_D}to help{CTRL_D}")
    conduct(interview, prompter(keys, notes), lambda: None)
    assert interview.state()["replies"]["effect"][1] == "boards"


def test_what_was_set_on_a_scale_is_there_again_after_going_back(keys: PipeInput, notes: Notes) -> None:
    interview = Interview(pack({**EFFECT, "up_to": "1"}), DAY)
    keys.send_text(f"1{ENTER}deputy{ENTER}2{SHIFT_TAB}{ENTER}{ENTER}1{ENTER}1{ENTER}to help{ENTER}{ENTER}")
    conduct(interview, prompter(keys, notes), lambda: None)
    assert interview.result()["effect"] == [
        {"dimension": "clarity", "toward": "deputy", "intended": 2, "seen": 1, "evidence": "guess"}
    ]


def test_each_field_keeps_what_stood_in_it_apart(keys: PipeInput, notes: Notes) -> None:
    interview = Interview(pack(NEXT), DAY)
    keys.send_text(f"he pau{SHIFT_TAB}{CTRL_J}")  # there is nothing before it
    keys.send_text(f"ses{ENTER}breathe{ENTER}tomo{SHIFT_TAB}{ENTER}rrow{ENTER}")
    keys.send_text(f"to help{ENTER}{ENTER}")
    conduct(interview, prompter(keys, notes), lambda: None)
    assert interview.result()["next"] == {
        "cue": "he pau\nses",
        "response": "breathe",
        "due": "2026-11-24",
    }


def test_a_sentence_between_two_questions_is_broken_and_safe(keys: PipeInput, notes: Notes) -> None:
    prompter(keys, notes).tell(f"{'words ' * 30}\x1b[2J")
    lines = notes.getvalue().splitlines()
    assert len(lines) == 3
    assert max(map(len, lines)) <= 80
    assert lines[-1].endswith("␛[2J")
