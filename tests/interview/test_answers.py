"""Answers from a file or the command line: read for their question, or refused with what would fit."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import DAY, EFFECT, NEXT, pack
from mefirst.errors import USAGE, AnswersUnreadable, BadAnswer
from mefirst.interview.answers import parse_answers, parse_set, read_answer, read_answers_file
from mefirst.interview.forms import Setting
from mefirst.packs.model import BaseQuestion
from mefirst.packs.yamltree import MOST_BYTES
from unprivileged import unprivileged

AT_WORK = Setting(DAY)


def question(**settings: Any) -> BaseQuestion:
    return pack({"id": "one", "ask": "Well?", **settings}).question("one")


def effect(**settings: Any) -> BaseQuestion:
    return question(**{**EFFECT, "id": "one", **settings})


def promise(**settings: Any) -> BaseQuestion:
    return question(**{**NEXT, "id": "one", **settings})


def refused(asked: BaseQuestion, raw: Any) -> str:
    """Return why an answer is refused; the error names the question."""
    with pytest.raises(BadAnswer) as caught:
        read_answer(asked, raw, AT_WORK)
    assert caught.value.exit_code == USAGE
    assert "'one'" in caught.value.what
    return caught.value.why


# --- The file


def test_yaml_stays_what_was_typed() -> None:
    """The question decides what `no` and 1.10 mean, not YAML."""
    text = b"moment: no\nbudget: 1.10\nwho: [deputy, finance]\neffect: {dimension: trust, seen: -2}\nlater:\n"
    assert parse_answers(text, "a.yaml") == {
        "moment": "no",
        "budget": "1.10",
        "who": ["deputy", "finance"],
        "effect": {"dimension": "trust", "seen": "-2"},
        "later": None,
    }


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
        st.one_of(
            st.none(), st.integers(-9, 9), st.booleans(), st.text(st.characters(exclude_categories=["Cs"]))
        ),
    )
)
def test_json_is_read_as_json(document: dict[str, Any]) -> None:
    assert parse_answers(json.dumps(document, ensure_ascii=False).encode(), "a.json") == document


@pytest.mark.parametrize("data", [b' \n {"a": null}', b'\xef\xbb\xbf{"a": null}', b"\xef\xbb\xbfa:", b"a: ~"])
def test_blanks_and_a_byte_order_mark_before_the_answers_do_not_matter(data: bytes) -> None:
    """Editors put one there; null stays null behind it."""
    assert parse_answers(data, "a") == {"a": None}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Line 1, column 1: The file is empty."),
        (b"- moment", "It is not a map of answers."),
        (b"moment", "It is not a map of answers."),
        (b"a: 1\na: 2", "Line 2, column 1: 'a' stands here a second time; first on line 1."),
        (b"a: &x b", "Line 1, column 4: '&x' is a YAML anchor. Put the text in quotes."),
        (b"a: caf\xe9", "Line 1, column 1: This line is not UTF-8 text. Save the file as UTF-8."),
        (b"{", "As JSON, it is not JSON (line 1, column 2)."),
        (b'{"a": 1, "a": 2}', "As JSON, it has 'a' twice."),
        (b'{"a": NaN}', "As JSON, it holds NaN, which is no number."),
        (b"x" * (MOST_BYTES + 1), "Line 1, column 1: The file is larger than 256 KiB."),
        (b"{" + b" " * MOST_BYTES, "As JSON, it is larger than 256 KiB."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(data: bytes, why: str) -> None:
    with pytest.raises(AnswersUnreadable) as caught:
        parse_answers(data, "monday.yaml")
    assert caught.value.lines() == [
        "The answers in monday.yaml cannot be read.",
        why,
        "It holds one answer a line: question-id: answer",
    ]


def test_a_file_is_read_as_bytes_up_to_its_limit(tmp_path: Path) -> None:
    """One byte more than may be, so that too much is told from just enough."""
    path = tmp_path / "answers.yaml"
    path.write_bytes(b"x" * (MOST_BYTES + 100))
    assert len(read_answers_file(path)) == MOST_BYTES + 1


@pytest.mark.parametrize(
    ("name", "why"), [("missing.yaml", "No such file or directory"), (".", "Is a directory")]
)
def test_a_file_that_is_none_is_named(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(AnswersUnreadable) as caught:
        read_answers_file(tmp_path / name)
    assert caught.value.why == why
    assert str(tmp_path / name) in caught.value.what


def test_a_file_nobody_may_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_bytes(b"a: b")
    path.chmod(0)
    with unprivileged(), pytest.raises(AnswersUnreadable, match=r"answers\.yaml"):
        read_answers_file(path)


# --- --set


def test_set_takes_text_as_typed() -> None:
    assert parse_set("one={not: a map}", question(type="short")) == "{not: a map}"
    assert parse_set("one=a=b", question(type="short")) == "a=b"
    assert parse_set("one=", question(type="short")) == ""
    assert parse_set("one=call her", promise()) == "call her"


def test_set_takes_an_effect_and_a_promise_as_maps() -> None:
    assert parse_set("one={dimension: trust, seen: -2}", effect()) == {"dimension": "trust", "seen": "-2"}
    assert parse_set('one= [{"dimension": "trust"}]', effect()) == [{"dimension": "trust"}]
    assert parse_set("one={cue: he pauses, response: breathe}", promise()) == {
        "cue": "he pauses",
        "response": "breathe",
    }


def test_set_says_where_a_map_ends_too_soon() -> None:
    with pytest.raises(BadAnswer) as caught:
        parse_set("one={dimension: trust", effect())
    assert "'one'" in caught.value.what
    assert "YAML stumbles" in caught.value.why


# --- One answer


@pytest.mark.parametrize(
    ("settings", "raw", "value"),
    [
        ({"type": "short"}, " The review ", "The review"),
        ({"type": "number"}, "3", 3),
        ({"type": "scale", "from": "1", "to": "5"}, 4, 4),
        ({"type": "choice", "options": {"a": "A"}}, "A", "a"),
        ({"type": "choices", "options": {"a": "A", "b": "B"}}, ["b", "a"], ["b", "a"]),
        ({"type": "yes_no"}, "no", False),
        ({"type": "date"}, "tomorrow", "2026-11-24"),
        ({"type": "people"}, "deputy, finance", ["deputy", "finance"]),
        ({"type": "feelings"}, ["tired", "proud"], ["tired", "proud"]),
        ({"type": "note"}, "anything", None),
        ({"type": "short"}, None, None),
        ({"type": "short"}, "", None),
    ],
)
def test_an_answer_is_read_as_a_session_would_have_come_to_it(
    settings: dict[str, Any], raw: Any, value: Any
) -> None:
    assert read_answer(question(**settings), raw, AT_WORK) == value


def test_an_answer_that_does_not_fit_names_its_question() -> None:
    assert refused(question(type="yes_no"), "perhaps") == "Yes or no was expected."
    assert refused(question(type="short", min_length="5"), "abc") == "At least 5 characters, please."


@pytest.mark.parametrize(
    "asked", [question(type="short", required="yes"), effect(required="yes"), promise(required="yes")]
)
@pytest.mark.parametrize("raw", [None, "", "  ", []])
def test_an_answer_that_is_needed_must_be_one(asked: BaseQuestion, raw: Any) -> None:
    assert refused(asked, raw) == "This one needs an answer."


@pytest.mark.parametrize("asked", [question(type="short"), effect(), promise()])
@pytest.mark.parametrize("raw", [None, "", "  ", []])
def test_no_answer_is_one_where_none_is_needed(asked: BaseQuestion, raw: Any) -> None:
    assert read_answer(asked, raw, AT_WORK) is None


# --- Effects


def test_an_effect_may_be_one_map_or_several_in_a_list() -> None:
    one = {"dimension": "trust", "toward": "deputy", "intended": "+2", "seen": "−2", "evidence": "cue"}
    line = {"dimension": "trust", "toward": "deputy", "intended": 2, "seen": -2, "evidence": "cue"}
    assert read_answer(effect(), one, AT_WORK) == [line]
    assert read_answer(effect(), [one, {"dimension": "clarity"}], AT_WORK) == [
        line,
        {"dimension": "clarity", "toward": None},
    ]


def test_what_others_said_is_told_today_unless_it_says_otherwise() -> None:
    said: dict[str, Any] = {"dimension": "trust", "reported": {"by": " deputy ", "value": "-1"}}
    assert read_answer(effect(), said, AT_WORK)[0]["reported"] == [
        {"by": "deputy", "value": -1, "on": "2026-11-23", "how": "told"}
    ]
    said["reported"] = [
        {"by": "deputy", "value": 0, "on": "2026-11-20", "how": "asked", "quote": " It stung. "},
        {"by": "finance", "value": 1, "quote": " "},
    ]
    assert read_answer(effect(), said, AT_WORK)[0]["reported"] == [
        {"by": "deputy", "value": 0, "on": "2026-11-20", "how": "asked", "quote": "It stung."},
        {"by": "finance", "value": 1, "on": "2026-11-23", "how": "told"},
    ]


def test_what_is_left_empty_in_an_effect_stays_unknown() -> None:
    raw = {
        "dimension": "trust",
        "toward": " ",
        "intended": "",
        "seen": None,
        "predicted": 0,
        "evidence": None,
    }
    assert read_answer(effect(), raw, AT_WORK) == [{"dimension": "trust", "toward": None, "predicted": 0}]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("trust", "An effect is a map of: dimension toward intended seen evidence predicted reported"),
        (3, "An effect is a map of: dimension"),
        ([{"dimension": "trust"}, None], "An effect is a map of: dimension"),
        ({"dimension": "trust", "sen": 1}, "'sen' is no part of an effect. Did you mean 'seen'?"),
        ({"seen": 1}, "'None' is not a dimension"),
        ({"dimension": "thrust"}, "'thrust' is not a dimension. Did you mean 'trust'? Known: clarity trust"),
        ({"dimension": ["trust"]}, "is not a dimension"),
        ({"dimension": "trust", "seen": 4}, "'4' is not on the scale"),
        ({"dimension": "trust", "toward": 3}, "A text was expected."),
        ({"dimension": "trust", "evidence": "gossip"}, "'gossip' is none of the answers"),
        (
            {"dimension": "trust", "reported": "deputy"},
            "What was reported is a map of: by value on how quote",
        ),
        ({"dimension": "trust", "reported": {"by": "deputy"}}, "What was reported needs 'by' and 'value'."),
        ({"dimension": "trust", "reported": {"value": 1}}, "What was reported needs 'by' and 'value'."),
        ({"dimension": "trust", "reported": {"by": "  ", "value": 1}}, "needs 'by' and 'value'."),
        (
            {"dimension": "trust", "reported": {"by": "deputy", "value": 1, "who": "x"}},
            "'who' is no part of what was reported.",
        ),
        (
            {"dimension": "trust", "reported": {"by": "deputy", "value": 1, "on": "tomorrow"}},
            "The latest day possible here is 2026-11-23.",
        ),
        (
            {"dimension": "trust", "reported": {"by": "deputy", "value": 1, "how": "dreamt"}},
            "'dreamt' is none of the answers.",
        ),
        ([{"dimension": "trust"}] * 4, "At most 3, please; these are 4."),
        (
            [{"dimension": "trust", "toward": "Deputy"}, {"dimension": "trust", "toward": "deputy"}],
            "Two lines have the same dimension and the same person.",
        ),
    ],
)
def test_an_effect_that_cannot_be_is_refused_with_what_could(raw: Any, why: str) -> None:
    assert why in refused(effect(), raw)


# --- Promises


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (" Call her ", {"behavior": "Call her"}),
        ({"cue": "he pauses", "response": "breathe"}, {"cue": "he pauses", "response": "breathe"}),
        (
            {"behavior": "call", "due": "tomorrow", "witness": "Mira"},
            {"behavior": "call", "due": "2026-11-24", "witness": "Mira"},
        ),
        ({"behavior": "call", "due": 0}, {"behavior": "call", "due": "2026-11-23"}),
        ({"behavior": "call", "due": None, "cue": " "}, {"behavior": "call"}),
        ({"behavior": "call", "due": "2026-11-01"}, {"behavior": "call", "due": "2026-11-01"}),
        (
            {"response": "call", "repeat": "every  1 week", "title": "A call", "obstacle": "time"},
            {"response": "call", "repeat": "weekly", "title": "A call", "obstacle": "time"},
        ),
    ],
)
def test_a_promise_is_a_sentence_or_a_map(raw: Any, kept: dict[str, str]) -> None:
    """Scripts may bring in old promises: a day gone by is no mistake there. 0 is today, not nothing."""
    assert read_answer(promise(), raw, AT_WORK) == kept


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (3, "A commitment is a map of: cue response behavior obstacle if_obstacle witness title due repeat"),
        ({}, "A commitment needs 'response'"),
        ({"cue": "he pauses"}, "A commitment needs 'response': what will you do?"),
        ({"response": "breathe", "who": "me"}, "'who' is no part of a commitment."),
        ({"response": "breathe", "due": "soon"}, "'soon' is not a day."),
        ({"response": 3}, "A text was expected."),
        ({"response": "call", "repeat": "often"}, "'often' does not say how often. Known: daily, weekdays,"),
    ],
)
def test_a_promise_that_cannot_be_is_refused(raw: Any, why: str) -> None:
    assert why in refused(promise(), raw)
