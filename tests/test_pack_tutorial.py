"""docs/packs.md is what happens: its files are written, its commands run in order, and print what stands there."""

import re
import shlex
from pathlib import Path

import pytest

from documents import blocks, commands, ran
from mefirst.packs.fields import FIELDS
from mefirst.packs.model import QUESTION_TYPES, Pack
from mefirst.packs.overlay import read_overlay
from mefirst.packs.reader import read_pack
from real_terminal import STOP, terminal

TUTORIAL = (Path(__file__).parents[1] / "docs" / "packs.md").read_text("utf-8")


def test_the_tutorial_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a text file of eight questions to a shared pack and its next version, without a line that is not shown."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    replaced = ("", "")
    for block in blocks(TUTORIAL):
        path = Path(block.path or "nowhere")
        if block.kind == "console":
            for command, expected in commands(block):
                assert ran(command).strip("\n") == expected.strip("\n"), command
        elif block.what == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
        elif block.what == "append":
            path.write_text(path.read_text("utf-8") + block.text, "utf-8")
        elif block.what == "found in":
            assert block.text in path.read_text("utf-8")
        elif block.what == "replace in":
            replaced = block.path, block.text.strip()
        elif block.what == "by":
            text = Path(replaced[0]).read_text("utf-8")
            assert replaced[1] in text
            Path(replaced[0]).write_text(text.replace(replaced[1], block.text.strip()), "utf-8")
        elif block.kind == "sh":
            with terminal(*shlex.split(block.text)[1:]) as session:
                session.see("?")
                session.type(STOP)
                session.ended()
        else:
            assert not block.path, block
    assert read_overlay(Path("after-the-talk/lang/de.yaml").read_bytes()).language == "de"


def test_every_setting_type_and_field_can_be_looked_up() -> None:
    lookup = TUTORIAL.partition("## Look up")[2]
    named = set(re.findall(r"`([a-z_]+)[`:]", lookup))
    assert set(QUESTION_TYPES) <= named
    assert {field.alias or name for name, field in Pack.model_fields.items()} <= named
    table = lookup.partition("### What a question can fill")[2]
    for kind, fields in FIELDS.items():
        row = re.search(rf"^\| (?:`\w+`, )?`{kind}`(?:, `\w+`)? \| (.*) \|$", table, re.MULTILINE)
        assert row
        assert set(re.findall(r"`(\w+)`", row[1])) == set(fields)


ASKED = """mefirst_pack: 1
id: small
version: 1.0.0
title: Small
for: review
questions:
  - {id: told, type: yes_no, ask: "?"}
  - {id: place, type: choice, ask: "?", options: {home: H, road: R}}
  - {id: drive, type: choices, ask: "?", options: {hurry: H}}
  - {id: mood, type: scale, ask: "?", from: 1, to: 5}
  - {id: landed, type: long, ask: "?"}
"""


def test_the_conditions_of_the_tutorial_are_conditions() -> None:
    """Each of the table is taken where its question was asked before."""
    table = TUTORIAL.partition("### Conditions")[2].partition("\n\nOf an")[0]
    conditions = re.findall(r"`(\{.*?\})`(?=[, ])", table)
    assert len(conditions) > 7
    for condition in conditions:
        assert read_pack(f'{ASKED}  - {{id: x, type: long, ask: "?", when: {condition}}}\n'.encode())
