"""Ids and the handles people type."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.model.ids import ALPHABET, ID, compact, day_of, handle_of, new_id, normalise


@given(st.dates())
def test_an_id_names_its_day_in_every_year(day: date) -> None:
    """The date in an id places its file, so it has eight digits even in the year 7."""
    record_id = new_id(day)
    assert ID.fullmatch(record_id)
    assert record_id[:8] == compact(day) == f"{day.year:04}{day.month:02}{day.day:02}"
    assert day_of(record_id) == day


def test_ids_do_not_repeat() -> None:
    day = date(2026, 11, 23)
    assert len({new_id(day) for _ in range(2000)}) == 2000


def test_an_id_takes_its_letters_from_the_chooser_it_is_given() -> None:
    """A demonstration writes the same journal every time."""
    chosen = [new_id(date(2026, 11, 23), random.Random(7).choice) for _ in range(2)]
    assert chosen[0] == chosen[1]


def test_the_alphabet_leaves_out_what_people_mistake() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ilou") & set(ALPHABET)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "20261123",
        "20261123-4k7q0z2xw",
        "20261123-4k7q0z2xwmm",
        "20261123-4K7Q0Z2XWM",
        "20261123-4k7q0z2xwl",
        "20261323-4k7q0z2xwm",
        "20260230-4k7q0z2xwm",
        "00000101-4k7q0z2xwm",
        "２０２６1123-4k7q0z2xwm",
        " 20261123-4k7q0z2xwm",
        "20261123-4k7q0z2xwm\n",
    ],
)
def test_what_is_no_id(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        day_of(wrong)


def test_a_handle_is_the_first_six_random_characters() -> None:
    assert handle_of("20261123-4k7q0z2xwm") == "4k7q0z"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("4K7Q0Z", "4k7q0z"), (" 4k7qoz ", "4k7q0z"), ("4k7qOz", "4k7q0z"), ("iIlL", "1111"), ("oO0", "000")],
)
def test_a_handle_may_be_typed_as_it_was_heard(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@given(st.text(ALPHABET, min_size=4, max_size=10))
def test_a_handle_of_the_alphabet_stays_as_it_is_in_any_case(handle: str) -> None:
    assert normalise(handle) == normalise(handle.upper()) == handle
