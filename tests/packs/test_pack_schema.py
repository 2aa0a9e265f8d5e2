"""The schema of a pack: an editor accepts with it what we accept, and underlines what we refuse."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # noqa: TID253 an editor's reader, not ours
from jsonschema import Draft7Validator

from mefirst.packs.conditions import OPERATORS
from mefirst.packs.library import Library
from mefirst.packs.model import QUESTION_MODELS
from mefirst.packs.problems import Refused
from mefirst.packs.reader import read_pack
from mefirst.packs.schema import MODELINE, NAME, PACK_SAYS, QUESTION_SAYS, pack_schema
from running import mefirst

SCHEMA = pack_schema()
VALIDATOR = Draft7Validator(SCHEMA)
PROMPTS = Path(__file__).parents[2] / "prompts"


class Newer(yaml.SafeLoader):
    """Reads scalars as YAML 1.2 does, which most editors speak: yes and no are texts, dates too."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 PyYAML's way


Newer.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
Newer.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
Newer.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]*\.[0-9]+$"), list("-+.0123456789")
)
Newer.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|)$"), ["~", "n", ""])
LOADERS = {"YAML 1.1": yaml.SafeLoader, "YAML 1.2": Newer}


def faults(text: str, loader: Any) -> list[str]:
    """Return what an editor underlines; its document is JSON, so every key is a text."""
    document = json.loads(json.dumps(yaml.load(text, loader), default=str))
    return [error.message for error in VALIDATOR.iter_errors(document)]


each_loader = pytest.mark.parametrize("loader", LOADERS.values(), ids=LOADERS)


@each_loader
@pytest.mark.parametrize("name", Library.standard().names())
def test_a_shipped_pack_is_accepted(name: str, loader: Any) -> None:
    """As an editor reads it, in either version of YAML."""
    assert faults((PROMPTS / name / "pack.yaml").read_text("utf-8"), loader) == []


BEFORE = """\
mefirst_pack: 1
id: small
version: 1.0.0
title: 2026
for: entry
questions:
  - {id: hope, type: long, ask: What did you hope for, fills: intent, required: yes}
  - {id: came, type: long, ask: What came, fills: impact}
  - {id: effect, type: effect, ask: Which effect, fills: effects}
  - {id: told, type: yes_no, ask: Told}
"""
GOOD = [
    "{id: a, type: short, ask: 5, min_length: 1, max_length: 80, default: 3}",
    "{id: a, type: note, ask: yes, when: {told: no}}",
    "{id: a, type: note, ask: x, when: {told: {is: yes}}}",
    "{id: a, type: note, ask: x, when: {told: {answered: no}}}",
    "{id: a, type: note, ask: x, when: {effect.gap: {at_most: -1}, effect.dimension: {one_of: [trust, clarity]}}}",
    "{id: a, type: note, ask: x, when: {any_of: [{told: yes}, {effect.intended: 2}]}}",
    "{id: a, type: number, ask: x, min: -0.5, max: 3}",
    "{id: a, type: scale, ask: x, from: 0, to: 4, labels: {0: no, 4: yes}}",
    "{id: a, type: choice, ask: x, options: {1: One, no: 2, x-y: true}}",
    "{id: a, type: choices, ask: x, up_to: 2, options: {a: A}, vary: [1, yes, z]}",
    "{id: a, type: date, ask: x, earliest: today, latest: 2030-01-01}",
    "{id: a, type: commitment, ask: x, fills: commitment, required: False}",
    "{id: a, type: person, ask: x, fills: people, required: off, heading: h, help: 1.5, ask_without: x}",
]


@each_loader
@pytest.mark.parametrize("question", GOOD)
def test_what_we_accept_an_editor_accepts(question: str, loader: Any) -> None:
    """Scalars that look like numbers or truth values are texts to us: an editor must not underline them."""
    text = f"{BEFORE}  - {question}\n"
    read_pack(text.encode())
    assert faults(text, loader) == []


SLIPS = [
    "{id: a, type: long, ask: x, hlep: y}",
    "{id: a, type: long}",
    "{id: a, ask: x}",
    "{id: a, type: lnog, ask: x}",
    "{id: A b, type: long, ask: x}",
    "{id: a, type: long, ask: [x]}",
    "{id: a, type: long, ask: x, required: maybe}",
    "{id: a, type: long, ask: x, fills: intnet}",
    "{id: a, type: long, ask: x, fills: effects}",
    "{id: a, type: note, ask: x, fills: gap}",
    "{id: a, type: long, ask: x, up_to: 2}",
    "{id: a, type: effect, ask: x, up_to: 4}",
    "{id: a, type: scale, ask: x, from: low, to: 4}",
    "{id: a, type: scale, ask: x, from: 1}",
    "{id: a, type: choice, ask: x}",
    "{id: a, type: choice, ask: x, options: {}}",
    "{id: a, type: choice, ask: x, options: [a, b]}",
    "{id: a, type: date, ask: x, earliest: [2026]}",
    "{id: a, type: note, ask: x, when: {told: {at_most: [1]}}}",
    "{id: a, type: note, ask: x, when: {told: {isnt: 1}}}",
    "{id: a, type: note, ask: x, when: {effect.size: 1}}",
    "{id: a, type: note, ask: x, when: {any_of: []}}",
    "{id: a, type: note, ask: x, when: {}}",
    "just a text",
]


@each_loader
@pytest.mark.parametrize("question", SLIPS)
def test_a_slip_is_underlined(question: str, loader: Any) -> None:
    """And refused by us, too: the two do not drift apart."""
    text = f"{BEFORE}  - {question}\n"
    with pytest.raises(Refused):
        read_pack(text.encode())
    assert faults(text, loader)


@each_loader
@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("mefirst_pack: 1", "mefirst_pack: 2"),
        ("mefirst_pack: 1\n", ""),
        ("id: small", "id: S"),
        ("version: 1.0.0", "version: 1.0"),
        ("title: 2026", "titel: 2026"),
        ("for: entry", "for: entries"),
        ("title: 2026", "title: x\nminutes: many"),
        ("title: 2026", "title: x\nlanguage: german"),
    ],
)
def test_a_slip_in_the_head_is_underlined(line: str, instead: str, loader: Any) -> None:
    """Of what a pack says of itself."""
    text = BEFORE.replace(line, instead, 1)
    with pytest.raises(Refused):
        read_pack(text.encode())
    assert faults(text, loader)


def test_every_setting_says_what_it_is_for() -> None:
    """In the words an editor shows when the mouse rests on it; and no sentence is left over."""
    for model in QUESTION_MODELS.values():
        definition = SCHEMA["$defs"][model.__name__]
        assert definition["description"]
        for name, setting in definition["properties"].items():
            assert setting is False or setting["description"] == QUESTION_SAYS[name]
    models = (SCHEMA["$defs"][model.__name__] for model in QUESTION_MODELS.values())
    assert {name for definition in models for name in definition["properties"]} == set(QUESTION_SAYS)
    assert set(SCHEMA["properties"]) == set(PACK_SAYS)
    tests = SCHEMA["$defs"]["Condition"]["patternProperties"]
    (tested,) = tests.values()
    assert tuple(tested["anyOf"][1]["properties"]) == OPERATORS


@pytest.mark.parametrize("from_", [False, True])
def test_a_new_pack_brings_the_schema_its_first_line_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, from_: bool
) -> None:
    """It is the one `mefirst schema pack` prints; the pack fits it, passes the check, and the file is no part of it."""
    monkeypatch.chdir(tmp_path)
    Path("questions.txt").write_text("What did you intend?\nWhat was the impact?\n", "utf-8")
    assert mefirst("pack", "new", "mine", *(("--from", "questions.txt") if from_ else ())).code == 0
    text = Path("mine/pack.yaml").read_text("utf-8")
    assert text.startswith(MODELINE)
    named = MODELINE.strip().rpartition("$schema=")[2]
    assert named == NAME
    assert json.loads(Path("mine", named).read_bytes()) == SCHEMA
    printed = mefirst("schema", "pack").json
    assert {**SCHEMA, "title": printed["title"]} == printed
    for loader in LOADERS.values():
        assert faults(text, loader) == []
    assert mefirst("pack", "check", "mine").code == 0
    assert mefirst("pack", "export", "mine", "mine.zip").code == 0
    Path("mine", NAME).unlink()
    assert mefirst("pack", "export", "mine", "again.zip").code == 0
    assert Path("mine.zip").read_bytes() == Path("again.zip").read_bytes()
