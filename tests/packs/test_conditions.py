"""Conditions: every operator on every type of question, accepted or refused, and what each means."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.analysis.gap import gap_of
from mefirst.packs.conditions import (
    EFFECT_PARTS,
    OPERATORS,
    Condition,
    holds,
    parse_condition,
    part_of,
)
from mefirst.packs.conditions import Test as OneTest
from mefirst.packs.model import QUESTION_TYPES
from mefirst.packs.problems import Refused
from mefirst.packs.reader import read_pack
from samples import effect

# ---- for each type of question: its setting, an answer, and what holds and does not hold of it

LINE = {"dimension": "trust", "toward": "Deputy", "intended": 2, "seen": -1, "evidence": "cue"}
Operators = dict[str, tuple[Any, Any]]
TEXT: Operators = {"is": ("Yes", "no"), "is_not": ("no", "yes"), "one_of": (["a", "YES"], ["a", "b"])}
NUMBER: Operators = {
    "is": ("3", "4"), "is_not": ("4", "3"), "one_of": (["1", "3"], ["1", "2"]),
    "at_least": ("3", "4"), "at_most": ("3", "2"),
}  # fmt: skip
LIST: Operators = {"includes": ("b", "c")}
TYPES: dict[str, tuple[str, Any, Operators]] = {
    "short": ("", "yes", TEXT),
    "long": ("", "yes", TEXT),
    "number": ("", 3, NUMBER | {"at_least": ("2.5", "3.5"), "is": ("3.0", "3.1")}),
    "scale": (", from: 1, to: 5", 3, NUMBER),
    "choice": (
        ", options: {a: A, b: B, c: C}", "a",
        {"is": ("a", "b"), "is_not": ("b", "a"), "one_of": (["a", "c"], ["b", "c"])},
    ),
    "choices": (", options: {a: A, b: B, c: C}", ("a", "b"), LIST),
    "yes_no": ("", False, {"is": ("no", "yes"), "is_not": ("true", "off"), "one_of": (["No"], ["yes"])}),
    "date": (
        "", date(2026, 11, 23),
        {"is": ("2026-11-23", "2026-11-22"), "is_not": ("2026-11-22", "2026-11-23"), "one_of": (["2026-11-23"], ["x"])},
    ),
    "person": (
        "", "Jürgen", {"is": ("JU\u0308RGEN", "board"), "is_not": ("board", "jürgen"), "one_of": (["jürgen"], ["x"])},
    ),
    "people": ("", ("Jürgen", "B"), LIST),
    "tags": ("", ["a", "B"], LIST),
    "feelings": ("", ("a", "b"), LIST),
    "effect": ("", [LINE], {}),
    "commitment": ("", {"behavior": "listen"}, {}),
    "note": ("", None, {}),
}  # fmt: skip
WORDS = {
    "is": ("trust", "energy"),
    "is_not": ("energy", "trust"),
    "one_of": (["trust", "growth"], ["growth"]),
}
PARTS: dict[str, Operators] = {
    "dimension": WORDS,
    "toward": {"is": ("deputy", "board"), "is_not": ("board", "DEPUTY"), "one_of": (["deputy"], ["board"])},
    "intended": {
        "is": ("2", "1"), "is_not": ("+1", "+2"), "one_of": (["2"], ["3"]),
        "at_least": ("+2", "3"), "at_most": ("2", "1"),
    },
    "seen": {
        "is": ("-1", "1"), "is_not": ("1", "-1"), "one_of": (["-1"], ["0"]),
        "at_least": ("-1", "0"), "at_most": ("-1", "-2"),
    },
    "gap": {
        "is": ("-3", "3"), "is_not": ("0", "-3"), "one_of": (["-3", "-4"], ["1"]), "at_least": ("-3.5", "-2.5"),
        "at_most": ("-2", "-4"),
    },
    "verdict": {
        "is": ("backfired", "short"), "is_not": ("landed", "backfired"), "one_of": (["backfired", "short"], ["landed"]),
    },
    "evidence": {"is": ("cue", "guess"), "is_not": ("guess", "cue"), "one_of": (["cue"], ["guess"])},
}  # fmt: skip
ANSWERED = {"answered": ("yes", "no")}


def written(operand: Any) -> str:
    return f"[{', '.join(repr(one) for one in operand)}]" if isinstance(operand, list) else repr(operand)


def problems(kind: str, settings: str, when: str) -> list[str]:
    """The codes with which a pack is refused that asks one question and tests it in the next."""
    text = (
        "mefirst_pack: 1\nid: tests\nversion: 1.0.0\ntitle: T\nfor: entry\nquestions:\n"
        f"  - {{id: q, type: {kind}, ask: Q{settings}}}\n"
        f"  - {{id: intent, type: long, ask: I, fills: intent, when: {when}}}\n"
        "  - {id: impact, type: long, ask: M, fills: impact}\n"
    )
    try:
        read_pack(text.encode())
    except Refused as refused:
        return [problem.code for problem in refused.problems]
    return []


def true(key: str, operator: str, operand: Any, answers: dict[str, Any]) -> bool:
    return holds(parse_condition({key: {operator: operand}}), answers)


def test_every_type_and_every_part_is_in_the_tables() -> None:
    assert set(TYPES) == set(QUESTION_TYPES)
    assert set(PARTS) == set(EFFECT_PARTS)


@pytest.mark.parametrize(("kind", "operator"), list(product(TYPES, OPERATORS)))
def test_an_operator_of_a_question_is_meant_or_refused(kind: str, operator: str) -> None:
    """What fits is accepted and means what it says; what does not fit is refused before anybody is asked."""
    settings, answer, operators = TYPES[kind]
    known = operators | (ANSWERED if kind != "note" else {})
    if operator not in known:
        operand = ["a"] if operator == "one_of" else "a"
        assert problems(kind, settings, f"{{q: {{{operator}: {written(operand)}}}}}") == ["P302"]
        return
    yes, no = known[operator]
    for operand in (yes, no):
        assert problems(kind, settings, f"{{q: {{{operator}: {written(operand)}}}}}") == []
    assert true("q", operator, yes, {"q": answer})
    assert not true("q", operator, no, {"q": answer})


@pytest.mark.parametrize(("part", "operator"), list(product(EFFECT_PARTS, OPERATORS)))
def test_an_operator_of_a_part_of_an_effect_is_meant_or_refused(part: str, operator: str) -> None:
    operators = PARTS[part]
    if operator not in operators:
        operand = ["1"] if operator == "one_of" else "1" if operator != "answered" else "yes"
        assert problems("effect", "", f"{{q.{part}: {{{operator}: {written(operand)}}}}}") == ["P302"]
        return
    yes, no = operators[operator]
    for operand in (yes, no):
        assert problems("effect", "", f"{{q.{part}: {{{operator}: {written(operand)}}}}}") == []
    assert true(f"q.{part}", operator, yes, {"q": [LINE]})
    assert not true(f"q.{part}", operator, no, {"q": [LINE]})


def test_a_bare_value_means_is() -> None:
    assert parse_condition({"told": "no"}) == Condition((OneTest("told", None, "is", "no"),))
    assert parse_condition({"effect.gap": "0"}) == Condition((OneTest("effect", "gap", "is", "0"),))


# ---- what was not answered

TESTED: list[tuple[str, Operators]] = [
    ("q", TEXT),
    ("q", NUMBER),
    ("q", LIST),
    *((f"q.{part}", operators) for part, operators in PARTS.items()),
]
EVERY_TEST = [
    (key, operator, operand)
    for key, operators in TESTED
    for operator, operands in operators.items()
    for operand in operands
]


@pytest.mark.parametrize("missing", [{}, {"q": None}, {"q": ""}, {"q": ()}, {"q": []}, {"other": "x"}])
def test_a_skipped_or_hidden_question_makes_every_test_false_but_answered_no(missing: dict[str, Any]) -> None:
    """`is_not` too: of what nobody answered, nothing can be said."""
    for key, operator, operand in EVERY_TEST:
        assert not true(key, operator, operand, missing), (key, operator, operand)
    assert not true("q", "answered", "yes", missing)
    assert true("q", "answered", "no", missing)


@pytest.mark.parametrize("answer", [0, False, 0.0, "no", [None], [LINE]])
def test_no_and_zero_are_answers(answer: Any) -> None:
    assert true("q", "answered", "yes", {"q": answer})
    assert not true("q", "answered", "no", {"q": answer})


def test_no_condition_always_holds() -> None:
    assert holds(None, {})


# ---- effects

FIRST = {"dimension": "trust", "intended": 2, "seen": -1}
SECOND = {"dimension": "energy", "intended": 1, "seen": 1}
UNKNOWN = {"dimension": "growth", "intended": 1, "seen": None}


@pytest.mark.parametrize(
    ("lines", "key", "operator", "operand", "expected"),
    [
        ([FIRST, SECOND], "effect.dimension", "is", "energy", True),
        ([FIRST, SECOND], "effect.dimension", "is_not", "energy", False),
        ([FIRST, SECOND], "effect.dimension", "is_not", "growth", True),
        ([FIRST, SECOND], "effect.gap", "at_most", "-2", True),
        ([SECOND], "effect.gap", "at_most", "-2", False),
        ([FIRST, SECOND], "effect.verdict", "is", "backfired", True),
        ([FIRST, SECOND], "effect.verdict", "is", "landed", True),
        ([UNKNOWN], "effect.gap", "at_most", "6", False),
        ([UNKNOWN], "effect.gap", "is_not", "0", True),
        ([UNKNOWN, FIRST], "effect.gap", "at_most", "0", True),
        ([UNKNOWN], "effect.seen", "is", "0", False),
        ([UNKNOWN], "effect.verdict", "is", "landed", False),
        ([UNKNOWN], "effect.toward", "is", "None", False),
    ],
)
def test_a_test_of_an_effect_holds_if_any_line_satisfies_it(
    lines: list[dict[str, Any]], key: str, operator: str, operand: str, expected: bool
) -> None:
    """`is_not`: if none equals. Unknown satisfies nothing."""
    assert true(key, operator, operand, {"effect": lines}) is expected


@pytest.mark.parametrize(("intended", "seen"), list(product((None, *range(-3, 4)), repeat=2)))
def test_while_asking_the_gap_and_verdict_are_those_the_entry_will_have(
    intended: int | None, seen: int | None
) -> None:
    """Nobody else has said anything yet, so both are of seen."""
    later = gap_of(effect(intended, seen))
    line = {"intended": intended, "seen": seen}
    assert part_of(line, "gap") == later.gap
    assert part_of(line, "verdict") == later.verdict
    assert part_of({}, "gap") is None


# ---- all of them, any of them


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"a": "1", "b": "2"}, True),
        ({"a": "1", "b": "9", "c": "3"}, True),
        ({"a": "1", "b": "9", "c": "9"}, False),
        ({"a": "1"}, False),
        ({"a": "9", "b": "2"}, False),
        ({"b": "2", "c": "3"}, False),
    ],
)
def test_all_keys_must_hold_and_one_of_any_of(answers: dict[str, str], expected: bool) -> None:
    condition = parse_condition({"a": "1", "any_of": [{"b": "2"}, {"c": "3"}]})
    assert holds(condition, answers) is expected


def test_several_operators_of_one_key_must_all_hold() -> None:
    between = parse_condition({"n": {"at_least": "2", "at_most": "4"}})
    assert [number for number in range(7) if holds(between, {"n": number})] == [2, 3, 4]


def test_any_of_may_nest() -> None:
    nested = parse_condition({"any_of": [{"a": "1", "any_of": [{"b": "1"}, {"c": "1"}]}, {"d": "1"}]})
    assert holds(nested, {"d": "1"})
    assert holds(nested, {"a": "1", "c": "1"})
    assert not holds(nested, {"a": "1"})
    assert {test.question for test in nested.all_tests()} == set("abcd")


@pytest.mark.parametrize(
    "wrong",
    [
        "told",
        [],
        {},
        3,
        {"any_of": []},
        {"any_of": {"a": "b"}},
        {"any_of": ["a"]},
        {"any_of": [None]},
        {"any_of": [{}]},
        {"told": {}},
        {"told": {"isnt": "no"}},
        {"told": ["yes", "no"]},
        {"told": {"is": ["yes"]}},
        {"told": {"is": {"a": "b"}}},
        {"told": {"one_of": "yes"}},
        {"told": {"one_of": [["yes"]]}},
        {"told": {"at_least": {"a": "b"}}},
    ],
)
def test_what_is_no_condition(wrong: Any) -> None:
    """Refused in words, never silently true."""
    with pytest.raises(ValueError, match=r".+"):
        parse_condition(wrong)


def test_a_condition_read_already_passes() -> None:
    condition = parse_condition({"told": "no"})
    assert parse_condition(condition) is condition
    assert parse_condition(None) is None


@pytest.mark.parametrize(
    ("when", "sure"),
    [
        ({"q": "x"}, True),
        ({"q": {"is_not": "x"}}, True),
        ({"q": {"answered": "yes"}}, True),
        ({"q": {"answered": "no"}}, False),
        ({"q": {"answered": "false"}}, False),
        ({"other": "x"}, False),
        ({"any_of": [{"q": "x"}, {"q": "y"}]}, True),
        ({"any_of": [{"q": "x"}, {"other": "y"}]}, False),
        ({"other": "x", "any_of": [{"q": "x"}, {"q": {"answered": "no"}}]}, False),
        ({"q": {"answered": "yes"}, "any_of": [{"other": "x"}, {"other": "y"}]}, True),
    ],
)
def test_when_a_condition_can_only_hold_with_an_answer(when: Any, sure: bool) -> None:
    """Which is when quoting that answer is safe."""
    condition = parse_condition(when)
    assert condition.implies_answered("q") is sure
    if sure:
        assert not holds(condition, {"other": "x"})
        assert not holds(condition, {"other": "y"})


operands = st.text(max_size=5) | st.sampled_from(["yes", "no", "0", "-2", "1e999", "nan", "trust"])
tests = st.dictionaries(
    st.sampled_from(["q", "r", "e.gap", "e.dimension", "e.verdict"]),
    operands
    | st.dictionaries(st.sampled_from(["is", "is_not", "answered"]), operands, min_size=1)
    | st.fixed_dictionaries({"one_of": st.lists(operands, max_size=3)}),
    min_size=1,
    max_size=3,
)
conditions = st.recursive(
    tests,
    lambda inner: st.tuples(tests, st.lists(inner, min_size=1, max_size=2)).map(
        lambda two: {**two[0], "any_of": two[1]}
    ),
    max_leaves=3,
)
answers_of = st.fixed_dictionaries(
    {},
    optional={
        "q": st.none() | st.text(max_size=3) | st.booleans() | st.integers(-3, 3) | st.floats(),
        "r": st.text(max_size=3),
        "e": st.lists(st.sampled_from([FIRST, SECOND, UNKNOWN, {}]), max_size=2),
    },
)


@given(conditions, answers_of)
def test_any_condition_is_true_or_false_of_any_answers(when: Any, answers: dict[str, Any]) -> None:
    """And where it can only hold with an answer, it never holds without."""
    condition = parse_condition(when)
    result = holds(condition, answers)
    assert isinstance(result, bool)
    for question in ("q", "r", "e"):
        if result and condition.implies_answered(question):
            assert answers.get(question) is not None
