"""From bytes to a pack: the one in the documentation, the one we ship, and anything at all."""

import contextlib
import copy
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.packs import yamltree
from mefirst.packs.model import EffectQuestion, Pack, PersonQuestion
from mefirst.packs.problems import Refused
from mefirst.packs.reader import LoadedPack, read_pack
from mefirst.paths import packaged

SAMPLE = """\
mefirst_pack: 1                # the format
id: meant-and-landed
version: 1.2.0
title: Meant and landed
about: Six quiet minutes after a hard conversation. It only asks about your own part.
author: Example Coaching
license: CC-BY-4.0
language: en
for: entry
minutes: 6
questions:
  - id: who
    type: person
    ask: Who were you talking with?
    fills: people
    required: yes
  - id: hope
    type: long
    ask: Before you spoke, what were you hoping to make easier for them?
    help: Stay with your own aim. Leave out what they should have done.
    fills: intent
    required: yes
  - id: landed
    type: long
    ask: What did you see or hear that shows how it arrived?
    fills: impact
  - id: effect
    type: effect
    ask: Which effect did you want on {who}, and which one arrived?
    up_to: 2
    heading: What are the gaps between intent and impact?
    fills: effects
  - id: told
    type: yes_no
    ask: You wanted "{hope}". Have you said that to {who} out loud?
    when: {effect.gap: {at_most: -2}}
  - id: next
    type: commitment
    ask: What will you do when it comes up again?
    when: {told: no}
    fills: commitment
"""
DAILY = (packaged("prompts") / "daily" / "pack.yaml").read_bytes()


def problems(data: str | bytes) -> list[tuple[str, int, int]]:
    with pytest.raises(Refused) as refused:
        read_pack(data.encode() if isinstance(data, str) else data)
    return [(one.code, one.mark.line, one.mark.column) for one in refused.value.problems]


def test_a_pack_as_coaches_write_it_is_read_as_they_mean_it() -> None:
    loaded = read_pack(SAMPLE.encode())
    pack = loaded.pack
    assert pack.ids == ("who", "hope", "landed", "effect", "told", "next")
    assert (pack.id, pack.version, pack.language, pack.minutes) == ("meant-and-landed", "1.2.0", "en", 6)
    assert isinstance(pack.question("who"), PersonQuestion)
    assert pack.question("who").required is True
    assert pack.question("landed").required is False
    effect = pack.question("effect")
    assert isinstance(effect, EffectQuestion)
    assert (effect.up_to, effect.fills) == (2, "effects")
    condition = pack.question("told").when
    assert condition is not None
    assert [(test.key, test.operator, test.operand) for test in condition.tests] == [
        ("effect.gap", "at_most", "-2")
    ]
    with pytest.raises(KeyError):
        pack.question("nobody")


def test_the_digest_is_that_of_the_text_and_the_document_that_of_the_tree() -> None:
    """A draft holds the whole pack it began with, and reads it again."""
    loaded = read_pack(SAMPLE.encode())
    assert loaded.digest == hashlib.sha256(SAMPLE.encode()).hexdigest()
    assert loaded.document["questions"][0]["required"] == "yes"
    assert json.loads(json.dumps(loaded.document)) == loaded.document
    again = read_pack(json.dumps(loaded.document).encode())
    assert again.pack == loaded.pack


def test_every_problem_is_found_at_once_each_at_its_place() -> None:
    broken = (
        SAMPLE.replace("    help: Stay", "    hlep: Stay")
        .replace("type: yes_no", "type: yesno")
        .replace("up_to: 2", "up_to: 7")
        .replace("minutes: 6", "minutes: soon")
        .replace("version: 1.2.0", "version: 1.2")
    )
    assert problems(broken) == [
        ("P204", 3, 10), ("P204", 10, 10), ("P203", 20, 5), ("P204", 30, 12), ("P205", 34, 11),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code", "at", "says"),
    [
        ("mefirst_pack: 2", "P204", (1, 15), "Only format 1"),
        ("id: Meant", "P204", (2, 5), "Perhaps: meant"),
        ("version: v1", "P204", (3, 10), "Perhaps: 1.0.0"),
        ("title: ''", "P204", (4, 8), "'title' has nothing behind"),
        ("language: Deutsch", "P204", (8, 11), "written like en or pt-BR"),
        ("for: diary", "P204", (9, 6), "'for' takes one of these: 'entry'"),
        ("minutes: 0", "P204", (10, 10), "'minutes' is at least 1"),
        ("questions: none", "P204", (11, 12), "'questions' takes a list"),
        ("questions: {who: {type: person}}", "P204", (11, 12), "'questions' takes a list"),
        ("questions: []", "P204", (11, 12), "'questions' needs at least one"),
        ("questions:", "P204", (11, 11), "'questions' needs at least one"),
        ("questions: [who, 3]", "P204", (11, 13), "A question is a map"),
    ],
)
def test_a_line_that_does_not_fit_is_named_in_plain_words(
    line: str, code: str, at: tuple[int, int], says: str
) -> None:
    name = line.partition(":")[0]
    lines = [line if old.startswith(f"{name}:") else old for old in SAMPLE.splitlines()]
    if name == "questions":
        lines = lines[:11]
    with pytest.raises(Refused) as refused:
        read_pack("\n".join(lines).encode())
    first = refused.value.problems[0]
    assert (first.code, (first.mark.line, first.mark.column)) == (code, at)
    assert says in first.message
    assert "pydantic" not in first.message


@pytest.mark.parametrize("text", ["- a", "just text", "~", "---", "3"])
def test_what_is_no_map_is_no_pack(text: str) -> None:
    assert [one[0] for one in problems(text)] == ["P201"]


def test_one_wrong_question_does_not_make_the_list_too_short() -> None:
    """A pack of one question with a slip in it gets told of the slip alone."""
    one = SAMPLE[: SAMPLE.index("  - id: hope")].replace("type: person", "type: persn")
    assert [found[0] for found in problems(one)] == ["P205"]


def test_the_daily_pack_we_ship_is_sound() -> None:
    pack = read_pack(DAILY).pack
    assert pack.ids == (
        "moment", "sphere", "who", "camera", "intent", "drive", "impact", "effect", "gap", "strength", "next",
    )  # fmt: skip
    assert [question.id for question in pack.questions if question.required] == ["moment", "intent"]
    filled = {question.id: question.fills for question in pack.questions}
    assert filled["moment"] == "situation"
    assert filled["effect"] == "effects"
    assert filled["next"] == "commitment"


# ---- whatever a coach may type

DOCUMENT: dict[str, Any] = yamltree.value(yamltree.read(DAILY))
words = st.sampled_from(
    [
        "",
        "no",
        "yes",
        "1",
        "-1",
        "1e999",
        "nan",
        "today",
        "intent",
        "{intent}",
        "{unsaid}",
        "last",
        "effect",
        "x" * 50,
        "ü",
    ]
)
leaves = st.none() | words | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)
pieces = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["any_of", "is", "one_of", "includes", "at_most", "answered", "effect.gap", "drive", "a"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)
SETTINGS = (
    "id", "type", "ask", "vary", "help", "required", "default", "when", "fills", "ask_without", "options", "labels",
    "from", "to", "up_to", "min", "max", "earliest", "latest", "min_length", "heading", "title", "for", "minutes",
)  # fmt: skip
changes = st.lists(
    st.tuples(st.integers(-1, len(DOCUMENT["questions"]) - 1), st.sampled_from(SETTINGS), pieces),
    min_size=1,
    max_size=3,
)
types = st.lists(
    st.tuples(
        st.integers(0, len(DOCUMENT["questions"]) - 1),
        st.just("type"),
        st.sampled_from(["scale", "number", "date", "choices", "effect", "note", "long", "yes_no", "tags"]),
    ),
    max_size=2,
)


@given(types, changes)
def test_any_change_of_a_pack_is_read_or_refused_never_a_traceback(
    retyped: list[tuple[int, str, Any]], changed: list[tuple[int, str, Any]]
) -> None:
    """Settings replaced by any value of any shape, in any question: each fault has a place in the file."""
    document = copy.deepcopy(DOCUMENT)
    for index, setting, piece in [*retyped, *changed]:
        place = document if index < 0 else document["questions"][index]
        place[setting] = piece
    text = json.dumps(document, ensure_ascii=False, indent=1)
    try:
        loaded = read_pack(text.encode())
    except Refused as refused:
        lines = text.split("\n")
        for problem in refused.problems:
            assert problem.message
            assert 1 <= problem.mark.line <= len(lines)
            assert problem.mark.column <= len(lines[problem.mark.line - 1]) + 1
    else:
        assert isinstance(loaded, LoadedPack)
        assert isinstance(loaded.pack, Pack)


@given(st.integers(0, len(DAILY) - 1), st.binary(max_size=4), st.integers(0, 6))
def test_any_slip_of_the_finger_is_read_or_refused(place: int, typed: bytes, gone: int) -> None:
    """Some bytes of a good pack replaced by others."""
    with contextlib.suppress(Refused):
        assert read_pack(DAILY[:place] + typed + DAILY[place + gone :]).pack.questions
