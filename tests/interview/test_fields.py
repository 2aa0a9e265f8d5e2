"""A field reads what its kind can take, and gives back what one would have typed."""

from datetime import date
from typing import Any

import pytest

from mefirst.interview.fields import Field
from mefirst.interview.values import Unfit

TODAY = date(2026, 11, 23)

FIELDS = {
    "line": Field(key="x", kind="line", shortest=2, longest=40),
    "text": Field(key="x", kind="text"),
    "names": Field(key="x", kind="names", most=2),
    "number": Field(key="x", kind="number", low=0, high=10),
    "scale": Field(key="x", kind="scale", low=-3, high=3),
    "choice": Field(key="x", kind="choice", options={"a": "First", "b": "Second"}),
    "choices": Field(key="x", kind="choices", options={"a": "First", "b": "Second", "c": "Third"}, most=2),
    "yes_no": Field(key="x", kind="yes_no"),
    "date": Field(key="x", kind="date", today=TODAY, earliest=TODAY),
}


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("line", " budget talk ", "budget talk"),
        ("text", "one\ntwo", "one\ntwo"),
        ("names", "deputy, finance", ["deputy", "finance"]),
        ("number", "2.5", 2.5),
        ("scale", "-2", -2),
        ("choice", "2", "b"),
        ("choices", "3 1", ["c", "a"]),
        ("yes_no", "no", False),
        ("date", "tomorrow", "2026-11-24"),
    ],
)
def test_each_kind_reads_its_values_and_types_them_back(kind: str, raw: Any, value: Any) -> None:
    """What going back offers for editing is read as the same answer again."""
    field = FIELDS[kind]
    assert field.read(raw) == value
    assert field.read(value) == value
    assert field.read(field.typed(value)) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("line", "x"),
        ("line", "x" * 41),
        ("names", "a, b, c"),
        ("number", "11"),
        ("scale", "4"),
        ("choice", "3"),
        ("choices", "1 2 3"),
        ("yes_no", "perhaps"),
        ("date", "2026-11-22"),
    ],
)
def test_each_kind_refuses_what_is_outside_its_limits(kind: str, raw: str) -> None:
    field = FIELDS[kind]
    assert not field.takes(raw)
    with pytest.raises(Unfit, match=r"\.$|Known|please"):
        field.read(raw)


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("raw", [None, "", "  \n", []])
def test_nothing_is_no_answer_unless_one_is_needed(kind: str, raw: Any) -> None:
    field = FIELDS[kind]
    assert field.read(raw) is None
    assert field.typed(None) == ""
    with pytest.raises(Unfit, match="This one needs an answer"):
        field._replace(required=True).read(raw)


def test_zero_and_no_are_answers() -> None:
    """They are false in Python and true to whoever gave them."""
    assert FIELDS["number"]._replace(required=True).read(0) == 0
    assert FIELDS["yes_no"]._replace(required=True).read(False) is False


def test_a_name_already_taken_is_refused_in_any_case() -> None:
    """Two lines of one dimension toward one person would be the same line."""
    field = Field(key="toward", kind="line", taken=frozenset({"deputy"}))
    assert field.read(None) is None
    assert field.read("finance") == "finance"
    with pytest.raises(Unfit, match="There is such a line toward 'DEPUTY' already"):
        field.read("DEPUTY")


def test_nobody_counts_as_taken_too() -> None:
    with pytest.raises(Unfit, match="Say toward whom"):
        Field(key="toward", kind="line", taken=frozenset({""})).read("")


def test_a_note_takes_no_answer() -> None:
    assert Field(key="x", kind="note").read("anything") is None


def test_a_day_without_a_today_still_reads_a_date() -> None:
    assert Field(key="x", kind="date").read("2026-12-01") == "2026-12-01"
