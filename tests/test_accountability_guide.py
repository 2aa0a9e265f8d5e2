"""docs/accountability.md is what happens: its commands run, at their time, and print what stands there."""

import secrets
import sys
from datetime import datetime
from pathlib import Path

import pytest

from documents import blocks, commands, ran
from mefirst.cli import context
from mefirst.model import ids

GUIDE = (Path(__file__).parents[1] / "docs" / "accountability.md").read_text("utf-8")

MADE = ("q7w2ze", "d83k2m", "k5t9xh", "", "r4n6vb", "w8c1sf", "p4qz7m", "", "h2x8jd", "")
"""The handles of what is made, in its order; "" is an id that is drawn and not used."""


def test_the_guide_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A promise, its cue, what became of it; a cleanup step by step; a form that comes back."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    drawn = iter("".join(handle.ljust(10, "0") for handle in MADE))
    choose = secrets.choice

    def choice(of: str) -> str:
        """Draw the ids that stand in the guide; a journal has a key of its own."""
        return next(drawn) if sys._getframe(1).f_globals["__name__"] == ids.__name__ else choose(of)

    monkeypatch.setattr(secrets, "choice", choice)
    ran_any = False
    for block in blocks(GUIDE):
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
