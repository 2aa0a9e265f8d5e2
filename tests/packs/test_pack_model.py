"""The settings of each type of question: what fits and what is refused."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from mefirst.packs.model import QUESTION_MODELS, BaseQuestion, Pack, read_yes_no

OPTIONS = {"a": "A", "b": "B"}


def question(kind: str, **settings: Any) -> BaseQuestion:
    return QUESTION_MODELS[kind].model_validate({"id": "q", "type": kind, "ask": "Q?", **settings})


@pytest.mark.parametrize(
    ("kind", "settings", "name", "value"),
    [
        ("short", {"min_length": "2", "max_length": "80"}, "max_length", 80),
        ("long", {"min_length": "1"}, "min_length", 1),
        ("number", {"min": "-1.5", "max": "3"}, "min", -1.5),
        (
            "scale",
            {"from": "-3", "to": "3", "labels": {"-3": "low", "3": "high"}},
            "labels",
            {-3: "low", 3: "high"},
        ),
        ("scale", {"from": "0", "to": "20"}, "to", 20),
        ("choice", {"options": OPTIONS}, "options", OPTIONS),
        ("choices", {"options": OPTIONS, "up_to": "2"}, "up_to", 2),
        ("yes_no", {"required": "Yes"}, "required", True),
        ("date", {"earliest": "today", "latest": "2026-12-31"}, "latest", date(2026, 12, 31)),
        ("date", {"earliest": "today"}, "earliest", "today"),
        ("person", {"default": "deputy"}, "default", "deputy"),
        ("people", {"up_to": "3"}, "up_to", 3),
        ("tags", {"up_to": "3"}, "up_to", 3),
        ("feelings", {}, "up_to", None),
        ("effect", {}, "up_to", 1),
        ("effect", {"up_to": "3"}, "up_to", 3),
        ("commitment", {}, "fills", None),
        ("note", {"heading": " H "}, "heading", "H"),
        ("long", {"required": "off"}, "required", False),
        ("long", {"vary": ["One?", "Two?"]}, "vary", ("One?", "Two?")),
    ],
)
def test_what_a_setting_takes(kind: str, settings: dict[str, Any], name: str, value: Any) -> None:
    assert getattr(question(kind, **settings), name) == value


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("short", {"min_length": "0"}),
        ("short", {"min_length": "few"}),
        ("long", {"options": OPTIONS}),
        ("number", {"min": "low"}),
        ("scale", {"from": "1"}),
        ("scale", {"from": "3", "to": "3"}),
        ("scale", {"from": "0", "to": "21"}),
        ("scale", {"from": "1.5", "to": "3"}),
        ("scale", {"from": "1", "to": "3", "labels": {"4": "off"}}),
        ("scale", {"from": "1", "to": "3", "labels": {"one": "off"}}),
        ("choice", {}),
        ("choice", {"options": {}}),
        ("choice", {"options": {"two words": "A"}}),
        ("choice", {"options": {"x" * 61: "A"}}),
        ("choice", {"options": {"a": ""}}),
        ("choice", {"options": ["a", "b"]}),
        ("choices", {"options": OPTIONS, "up_to": "0"}),
        ("date", {"earliest": "tomorrow"}),
        ("date", {"earliest": ["today"]}),
        ("date", {"latest": {"a": "b"}}),
        ("effect", {"up_to": "4"}),
        ("long", {"required": "perhaps"}),
        ("long", {"required": ["yes"]}),
        ("long", {"vary": "One?"}),
        ("long", {"when": []}),
        ("long", {"id": "Q"}),
        ("long", {"id": "q.gap"}),
        ("long", {"id": "q\n"}),
        ("long", {"id": "q" * 41}),
        ("long", {"ask": "  "}),
        ("long", {"ask": None}),
        ("long", {"pattern": "^a+$"}),
    ],
)
def test_what_a_setting_refuses(kind: str, settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        question(kind, **settings)


def test_the_first_wording_is_the_usual_one() -> None:
    assert question("long", vary=["One?", "Two?"]).wordings() == ("Q?", "One?", "Two?")
    assert question("long").wordings() == ("Q?",)


@pytest.mark.parametrize("kind", QUESTION_MODELS)
def test_which_answers_are_lists(kind: str) -> None:
    assert QUESTION_MODELS[kind].LISTS is (kind in {"choices", "people", "tags", "feelings", "effect"})


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("yes", True),
        ("True", True),
        (" ON ", True),
        ("no", False),
        ("FALSE", False),
        ("off", False),
        ("y", "y"),
        (3, 3),
    ],
)
def test_yes_and_no_in_the_ways_people_type_them(typed: Any, read: Any) -> None:
    assert read_yes_no(typed) == read


GOOD = {"mefirst_pack": "1", "id": "ab", "version": "1.0.0", "title": "T", "for": "entry", "questions": ()}


@pytest.mark.parametrize(
    "setting", [{}, {"id": "a" + "b" * 39}, {"language": "pt-BR"}, {"minutes": "240"}, {"about": None}]
)
def test_what_a_pack_may_say(setting: dict[str, Any]) -> None:
    assert Pack.model_validate({**GOOD, **setting}).title == "T"


@pytest.mark.parametrize(
    "setting",
    [
        {"mefirst_pack": "2"},
        {"mefirst_pack": "0"},
        {"id": "a"},
        {"id": "a" + "b" * 40},
        {"id": "../x"},
        {"id": "1a"},
        {"id": "ab\n"},
        {"version": "1.0"},
        {"version": "1.0.0-beta"},
        {"title": ""},
        {"for": "diary"},
        {"language": "english"},
        {"minutes": "241"},
        {"run": "rm -rf"},
    ],
)
def test_what_a_pack_may_not_say(setting: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Pack.model_validate({**GOOD, **setting})
