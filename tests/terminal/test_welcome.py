"""What is said once, before the very first session."""

from pathlib import Path

import pytest

from asking import EFFECT, MOMENT, pack, shipped
from mefirst.packs.model import Pack
from mefirst.terminal.welcome import welcome_lines, where_kept
from mefirst.text import Canvas

NOTE = {"id": "n", "type": "note", "ask": "Take your time."}


def welcome(asked: Pack, root: Path = Path("/data/j"), *, width: int = 200, plain: bool = False) -> list[str]:
    return list(welcome_lines(asked, where_kept(root, encrypted=False), Canvas(width), plain=plain))


def test_it_says_how_much_is_asked_where_it_is_kept_and_what_it_is_not_for() -> None:
    said = welcome(shipped("daily").pack)
    assert said[0] == "Look at your own part first: what you meant, what arrived, what lies between."
    assert said[1] == "Up to eleven short questions, about five minutes. Two need an answer."
    assert any("unencrypted, in /data/j." in line for line in said)
    assert said[-1] == "For learning only: not therapy, and not for judging pay or promotion."


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (pack(NOTE, MOMENT), "Up to three short questions. Two need an answer."),
        (
            pack(NOTE, {**MOMENT, "required": "no"}, minutes="1"),
            "Up to three short questions, about one minute. One needs an answer.",
        ),
        (
            pack({**MOMENT, "fills": "intent", "id": "intent"}, {**EFFECT, "id": "impact"}, minutes="2"),
            "Up to two short questions, about two minutes. One needs an answer.",
        ),
        (pack(minutes="25"), "Up to two short questions, about 25 minutes. One needs an answer."),
    ],
)
def test_notes_do_not_count_and_what_needs_an_answer_does(asked: Pack, said: str) -> None:
    assert welcome(asked)[1] == said


def test_a_session_in_lines_hears_its_commands_and_not_the_keys() -> None:
    """Keys that are not there would be the first thing a screen reader says."""
    with_keys, in_lines = (
        " ".join(welcome(shipped("daily").pack)),
        " ".join(welcome(shipped("daily").pack, plain=True)),
    )
    assert "Shift+Tab" in with_keys
    assert "mefirst reflect --plain" in with_keys
    assert "/back /edit /skip /done /help" in in_lines
    assert "Shift+Tab" not in in_lines
    assert "--plain" not in in_lines


def test_a_folder_at_home_is_named_from_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "in ~/journal." in " ".join(welcome(shipped("daily").pack, tmp_path / "journal"))


def test_lines_are_broken_and_safe() -> None:
    said = welcome(shipped("daily").pack, Path("/data/\x1b[2J"), width=40)
    assert max(map(len, said)) <= 40
    assert "␛[2J" in "".join(said)
