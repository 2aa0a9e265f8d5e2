"""Values as people type them, files give them and screen readers say them."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.interview import values
from mefirst.interview.values import Unfit
from mefirst.model.scale import POINTS, signed, spoken
from mefirst.text import fold

TODAY = date(2026, 11, 23)
OPTIONS = {"professional": "Work", "personal": "Home", "both": "Both, in a way"}

names_typed = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=","), max_size=8))


def test_a_text_loses_the_blanks_around_it_and_nothing_within() -> None:
    assert values.text("  two\n\n  lines \t") == "two\n\n  lines"


@pytest.mark.parametrize("raw", [None, 3, True, ["a"], {"a": "b"}])
def test_what_is_no_text_is_refused(raw: Any) -> None:
    with pytest.raises(Unfit, match="text was expected"):
        values.text(raw)


def test_a_text_keeps_its_limits() -> None:
    """The limits count what is kept, and themselves still fit."""
    assert values.text(" abc ", shortest=3, longest=3) == "abc"
    with pytest.raises(Unfit, match="At least 3 characters"):
        values.text(" ab ", shortest=3)
    with pytest.raises(Unfit, match="At most 3 characters, please; this is 4"):
        values.text("abcd", longest=3)


@pytest.mark.parametrize("read", [values.text, values.names])
def test_bytes_of_another_encoding_are_refused_before_they_reach_a_file(read: Any) -> None:
    """A terminal in Latin-1 sends them; no journal could hold them."""
    with pytest.raises(Unfit, match="no UTF-8"):
        read(b"caf\xe9".decode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(
    ("raw", "value"), [("3", 3), (" 2.5 ", 2.5), (7, 7), (1.0, 1), ("-4", -4), ("1e3", 1000)]
)
def test_a_number_stays_whole_where_it_is_whole(raw: Any, value: float) -> None:
    read = values.number(raw)
    assert read == value
    assert isinstance(read, type(value))


@pytest.mark.parametrize("raw", ["", "three", None, True, [1], "nan", "inf", "-inf", "1e999", 10**400])
def test_what_is_no_number_is_refused(raw: Any) -> None:
    """Not-a-number and infinity are words of programmers; no JSON file can hold them."""
    with pytest.raises(Unfit, match=r"A number was expected\."):
        values.number(raw)


@pytest.mark.parametrize(
    ("low", "high", "raw", "said"),
    [
        (1, 5, "0", "from 1 to 5"),
        (1, 5, "5.1", "from 1 to 5"),
        (0, None, "-1", "from 0 up"),
        (None, 2.5, "3", "up to 2.5"),
    ],
)
def test_a_number_outside_its_limits_is_told_what_they_are(
    low: float | None, high: float | None, raw: str, said: str
) -> None:
    with pytest.raises(Unfit, match=f"A number {said} was expected"):
        values.number(raw, low, high)


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(-60, 60))
def test_a_number_within_its_limits_is_taken(one: int, other: int, value: int) -> None:
    low, high = sorted((one, other))
    if low <= value <= high:
        assert values.number(str(value), low, high) == value
    else:
        with pytest.raises(Unfit):
            values.number(str(value), low, high)


@pytest.mark.parametrize("point", POINTS)
def test_a_point_is_read_as_it_is_written_and_as_it_is_said(point: int) -> None:
    """In a session in lines the scale is spoken, “minus 2”, and people type what they hear."""
    for raw in (point, float(point), str(point), signed(point), spoken(point), f"{point:+d}"):
        assert values.point(raw) == point
        assert values.scale(raw, -3, 3) == point


@pytest.mark.parametrize("raw", [4, -4, 2.5, True, False, None, "", "two", float("inf"), float("nan"), [2]])
def test_what_lies_off_the_scale_is_refused_by_name(raw: Any) -> None:
    with pytest.raises(Unfit, match="is not on the scale: whole numbers from −3 to \\+3"):
        values.point(raw)


def test_a_scale_of_a_pack_takes_its_own_points() -> None:
    assert [values.scale(raw, -5, 5) for raw in ("−5", "-1", "5", 0, "2.0")] == [-5, -1, 5, 0, 2]
    for raw in ("6", "2.5", "-6"):
        with pytest.raises(Unfit, match=r"is not on the scale: whole numbers from -5 to 5"):
            values.scale(raw, -5, 5)


@pytest.mark.parametrize("raw", ["personal", "PERSONAL", " personal ", "Home", "home", "2"])
def test_an_option_is_picked_by_value_label_or_number(raw: str) -> None:
    assert values.choice(raw, OPTIONS) == "personal"


def test_a_value_is_taken_as_it_is_before_anything_else() -> None:
    """Labels, numbers and other spellings come second."""
    options = {"2": "1", "1": "2", "a": "small", "A": "capital"}
    assert [values.choice(value, options) for value in options] == list(options)


@pytest.mark.parametrize("raw", ["0", "4", "²", "", "profesional", None, True, ["both"]])
def test_what_is_no_option_is_refused_with_those_there_are(raw: Any) -> None:
    with pytest.raises(Unfit, match=r"is none of the answers\..* Known: professional personal both"):
        values.choice(raw, OPTIONS)


def test_a_near_miss_is_named() -> None:
    with pytest.raises(Unfit, match="Did you mean 'professional'"):
        values.choice("profesional", OPTIONS)


@pytest.mark.parametrize(
    ("raw", "value"),
    [("y", True), ("Yes", True), (" on ", True), (True, True), ("n", False), ("NO", False), (False, False)],
)
def test_yes_and_no_in_every_usual_form(raw: Any, value: bool) -> None:
    assert values.yes_no(raw) is value


@pytest.mark.parametrize("raw", ["maybe", "", 1, 0, None])
def test_what_is_neither_yes_nor_no_is_refused(raw: Any) -> None:
    with pytest.raises(Unfit, match="Yes or no was expected"):
        values.yes_no(raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-12-01", "2026-12-01"),
        ("today", "2026-11-23"),
        (" Tomorrow ", "2026-11-24"),
        ("yesterday", "2026-11-22"),
        ("7", "2026-11-30"),
        ("+7", "2026-11-30"),
        (0, "2026-11-23"),
    ],
)
def test_a_day_is_a_date_a_word_or_a_number_of_days(raw: Any, value: str) -> None:
    assert values.day(raw, TODAY) == value


@pytest.mark.parametrize("raw", ["", "Friday", "2026-13-01", "2026-02-30", "99999999", "²", "-3", None, True])
def test_what_is_no_day_is_refused(raw: Any) -> None:
    with pytest.raises(Unfit, match=r"is not a day\. Write YYYY-MM-DD, today, tomorrow, or a number"):
        values.day(raw, TODAY)


@given(st.dates(), st.dates(), st.dates())
def test_a_day_stays_within_its_limits(one: date, other: date, day: date) -> None:
    earliest, latest = sorted((one, other))
    if earliest <= day <= latest:
        assert values.day(day.isoformat(), TODAY, earliest, latest) == day.isoformat()
    else:
        limit = f"earliest day possible here is {earliest}" if day < earliest else f"latest .* is {latest}"
        with pytest.raises(Unfit, match=limit):
            values.day(day.isoformat(), TODAY, earliest, latest)


@given(st.integers(0, 3000))
def test_a_number_counts_days_from_today(days: int) -> None:
    assert values.day(str(days), TODAY) == (TODAY + timedelta(days=days)).isoformat()


@given(names_typed)
def test_each_name_counts_once_in_the_order_and_spelling_of_its_first_mention(typed: list[str]) -> None:
    """Commas and a list mean the same; names compare whatever their case."""
    read = values.names(",".join(typed))
    expected: list[str] = []
    for name in typed:
        plain = " ".join(name.split())
        if plain and fold(plain) not in {fold(one) for one in expected}:
            expected.append(plain)
    assert read == expected == values.names(typed)


def test_names_in_an_example() -> None:
    assert values.names(" Deputy,finance , deputy,, Team  lead, FINANCE") == [
        "Deputy",
        "finance",
        "Team lead",
    ]


@pytest.mark.parametrize("raw", [3, True, {"a": "b"}, ["a", 3], None])
def test_what_are_no_names_is_refused(raw: Any) -> None:
    with pytest.raises(Unfit, match="Names were expected, separated by commas"):
        values.names(raw)


def test_too_many_names_are_counted() -> None:
    assert values.names("a, b", most=2) == ["a", "b"]
    with pytest.raises(Unfit, match="At most 2, please; these are 3"):
        values.names("a, b, c", most=2)


@pytest.mark.parametrize(
    "raw",
    ["1 3", "1,3", "1, 3", "professional, both", ["professional", "both"], "work, 3, Work", [1, 3], " 1  3 "],
)
def test_several_options_are_given_by_numbers_values_or_labels(raw: Any) -> None:
    options = {"professional": "Work", "personal": "Home", "both": "Both"}
    assert values.choices(raw, options) == ["professional", "both"]


def test_several_options_keep_their_limit_and_each_must_be_one() -> None:
    options = {"a": "A", "b": "B", "c": "C"}
    with pytest.raises(Unfit, match="At most 2, please; these are 3"):
        values.choices("1 2 3", options, most=2)
    with pytest.raises(Unfit, match="'4' is none of the answers"):
        values.choices("1 4", options)
    with pytest.raises(Unfit, match="Names were expected"):
        values.choices(True, options)
