"""docs/accountability.md is what happens: its commands run, at their time, and print what stands there."""

import re
import secrets
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from documents import blocks, commands, ran
from mefirst.cli import context
from mefirst.model import ids
from mefirst.sharing import keys

GUIDE = (Path(__file__).parents[1] / "docs" / "accountability.md").read_text("utf-8")

MADE = ("q7w2ze", "d83k2m", "k5t9xh", "", "r4n6vb", "w8c1sf", "p4qz7m", "", "h2x8jd", "")
"""The handles of what is made, in its order; "" is an id that is drawn and not used."""


HOMES = ("leader", "coach")
"""Whose console a block of the part with a partner is."""

WORDS = "argue bring alpha actual left eagle"
"""The six words that stand in the guide; they come from keys, which are other ones each time."""


def drawn_by_ids(monkeypatch: pytest.MonkeyPatch, draw: Callable[[str], str]) -> None:
    """Draw the ids that stand in the guide; a journal has a key of its own."""
    choose = secrets.choice

    def choice(of: str) -> str:
        return draw(of) if sys._getframe(1).f_globals["__name__"] == ids.__name__ else choose(of)

    monkeypatch.setattr(secrets, "choice", choice)


def circle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str, str]]:
    """Run the part with a partner in two homes; yield each command with what the guide says and what it prints."""
    drawn, secret, words = Random(7), iter("12"), WORDS
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(keys, "secrets", SimpleNamespace(token_hex=lambda size: next(secret) * 2 * size))
    drawn_by_ids(monkeypatch, drawn.choice)
    for block in blocks(GUIDE):
        if block.what == "write":
            Path(block.path).write_text(block.text, "utf-8")
        if block.what not in HOMES:
            continue
        monkeypatch.setenv("MEFIRST_HOME", str(folder / block.what))
        moment = datetime.fromisoformat(block.path)
        monkeypatch.setattr(context, "_moment", lambda typed, moment=moment: moment)
        for command, expected in commands(block):
            out = ran(command.replace(WORDS, words))
            seen = re.search(r"^(?:[a-z]+ ){5}[a-z]+$", out, re.MULTILINE)
            words = seen[0] if seen and words == WORDS else words
            yield command, expected.strip("\n"), out.replace(words, WORDS).strip("\n")


def test_the_circle_in_the_guide_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pair, share, reply, accept, answer, share again, meet, end: each command prints what stands below it."""
    done = list(circle(tmp_path, monkeypatch))
    assert len(done) > 15
    for command, expected, out in done:
        assert out == expected, command


def test_the_guide_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A promise, its cue, what became of it; a cleanup step by step; a form that comes back."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    drawn = iter("".join(handle.ljust(10, "0") for handle in MADE))
    drawn_by_ids(monkeypatch, lambda _: next(drawn))
    ran_any = False
    for block in blocks(GUIDE):
        if block.what in HOMES:
            continue
        if block.what == "write":
            Path(block.path).write_text(block.text, "utf-8")
            continue
        assert (block.what, block.kind) == ("now", "console"), block
        moment = datetime.fromisoformat(block.path)
        monkeypatch.setattr(context, "_moment", lambda typed, moment=moment: moment)
        for command, expected in commands(block):
            assert ran(command).strip("\n") == expected.strip("\n"), command
            ran_any = True
    assert ran_any
