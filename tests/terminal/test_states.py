"""What keys do to a choice and to a scale."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.interview.fields import Field
from mefirst.interview.forms import point
from mefirst.speech import speech_in
from mefirst.terminal.states import ChoiceState, ScaleState, State
from mefirst.text import width

THREE = {"a": "First", "b": "Second", "c": "Third"}
OWN = point("seen", "And what arrived?")
"""Our scale, from −3 to +3."""


def choice(previous: Any = None, options: dict[str, str] = THREE) -> ChoiceState:
    return ChoiceState(Field(key="x", kind="choice", options=options), previous)


def choices(previous: Any = None, most: int | None = None, options: dict[str, str] = THREE) -> ChoiceState:
    return ChoiceState(Field(key="x", kind="choices", options=options, most=most), previous)


def scale(low: int, high: int, previous: int | None = None, **settings: Any) -> ScaleState:
    return ScaleState(Field(key="x", kind="scale", low=low, high=high, **settings), previous)


def pressed(state: State, keys: Iterable[str]) -> Any:
    """Press keys, each of which the state must know, and return what it came to."""
    for key in keys:
        assert key in state.keys
        state.press(key)
    return state.value


def drawn(state: State, columns: int = 80) -> list[str]:
    return "".join(text for _, text in state.draw(columns)).splitlines()


# --- One option


def test_nothing_is_chosen_beforehand() -> None:
    assert choice().value is None
    assert not [line for line in drawn(choice()) if line.startswith(">")]


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["2"], "b"),
        (["3", "1"], "a"),
        (["down"], "a"),
        (["up"], "c"),
        (["down", "down"], "b"),
        (["down"] * 4, "a"),
        (["2", "up", "up"], "c"),
        (["2", "backspace"], None),
        (["2", "backspace", "down"], "a"),
    ],
)
def test_numbers_pick_and_arrows_go_round(keys: list[str], value: str | None) -> None:
    assert pressed(choice(), keys) == value


def test_what_was_chosen_before_stands_there() -> None:
    state = choice("b")
    assert state.value == "b"
    assert drawn(state)[1] == "> 2  Second"
    assert pressed(state, ["down"]) == "c"


def test_what_is_no_option_any_more_is_not_chosen() -> None:
    assert choice("gone").value is None


def test_only_numbers_there_are_can_be_pressed() -> None:
    assert [key for key in choice().keys if key.isdigit()] == ["1", "2", "3"]
    assert " " not in choice().keys


def test_options_beyond_nine_are_reached_by_arrows_and_show_no_number() -> None:
    """A number that cannot be typed would be a trap: 1 would answer for 10."""
    many = {str(number): f"Option {number}" for number in range(1, 12)}
    state = choice(options=many)
    assert [key for key in state.keys if key.isdigit()] == list("123456789")
    assert pressed(state, ["up"]) == "11"
    assert drawn(state)[8:11] == ["  9  Option 9", "     Option 10", ">    Option 11"]


# --- Yes or no


def yes_no(previous: bool | None = None) -> ChoiceState:
    return ChoiceState(Field(key="x", kind="yes_no"), previous)


@pytest.mark.parametrize(
    ("keys", "value"), [("y", "yes"), ("n", "no"), ("1", "yes"), ("2", "no"), ("yn", "no"), ("", None)]
)
def test_yes_and_no_have_their_letters(keys: str, value: str | None) -> None:
    assert pressed(yes_no(), keys) == value


def test_yes_and_no_have_the_letters_of_the_language_spoken_and_those_of_english() -> None:
    german = Field(key="x", kind="yes_no", options={"yes": "ja", "no": "nein"})
    assert [pressed(ChoiceState(german, None), key) for key in "jyn"] == ["yes", "yes", "no"]
    state = ChoiceState(german, True, speech_in(["de"]))
    assert drawn(state) == ["> 1  Ja", "  2  Nein", "Zahl oder Pfeiltasten, Enter geht weiter"]


@pytest.mark.parametrize(("before", "value"), [(True, "yes"), (False, "no"), (None, None)])
def test_a_no_given_before_is_an_answer(before: bool | None, value: str | None) -> None:
    assert yes_no(before).value == value


# --- Several options


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["1", "3"], ["a", "c"]),
        (["3", "1"], ["a", "c"]),
        (["1", "1"], None),
        (["down", " ", "down", " "], ["a", "b"]),
        (["up", " "], ["c"]),
        ([" "], None),
        (["down"], None),
        (["1", "2", "backspace"], None),
        (["1", "backspace", " ", "2"], ["b"]),
    ],
)
def test_several_are_toggled_and_come_in_their_order(keys: list[str], value: list[str] | None) -> None:
    assert pressed(choices(), keys) == value


def test_no_more_are_taken_than_may_be() -> None:
    state = choices(most=2)
    assert pressed(state, ["1", "2", "3"]) == ["a", "b"]
    assert pressed(state, ["1", "3"]) == ["b", "c"]


def test_the_most_is_said_where_it_is_less_than_all() -> None:
    assert drawn(choices(most=2))[-1] == "Space or a number picks up to 2, Enter goes on"
    assert drawn(choices(most=3))[-1] == "Space or a number picks several, Enter goes on"
    assert drawn(choices())[-1] == "Space or a number picks several, Enter goes on"


def test_several_chosen_before_stand_there() -> None:
    state = choices(["c", "a"])
    assert state.value == ["a", "c"]
    assert drawn(state)[:3] == ["  1  [x] First", "  2  [ ] Second", "  3  [x] Third"]


@given(st.lists(st.sampled_from(["1", "2", "3", " ", "up", "down", "backspace"])), st.integers(1, 3))
def test_whatever_is_pressed_the_limit_holds(keys: list[str], most: int) -> None:
    value = pressed(choices(most=most), keys)
    assert value is None or (1 <= len(value) <= most and value == sorted(value))


# --- Drawing a choice


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=12),
    st.integers(20, 60),
    st.booleans(),
)
def test_options_of_any_text_keep_within_the_screen(labels: list[str], columns: int, several: bool) -> None:
    """No control reaches the terminal, nothing is cut, no line is too long."""
    options = {str(number): label for number, label in enumerate(labels)}
    state = choices(options=options) if several else choice(options=options)
    text = "".join(piece for _, piece in state.draw(columns))
    assert all(width(line) <= columns for line in text.splitlines())
    assert not [character for character in text if character < " " and character != "\n"]


def test_the_chosen_option_is_bold_on_every_line_it_takes() -> None:
    state = choice("a", {"a": "one two three four", "b": "five"})
    assert list(state.draw(14))[:3] == [
        ("bold", "> 1  one two\n"),
        ("bold", "     three\n"),
        ("bold", "     four\n"),
    ]


# --- Our scale


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ("2", 2),
        ("-2", -2),
        ("2-", -2),
        ("--2", 2),
        ("2--", 2),
        ("-2+", 2),
        ("-2-", 2),
        ("-21", -1),
        ("0", 0),
        ("-0", 0),
        ("0-3", -3),
        ("3-1", -1),
        ("4", None),
        ("9", None),
        ("24", 2),
        ("-", None),
        ("+3", 3),
        ("", None),
    ],
)
def test_digits_set_the_size_and_minus_flips_the_sign(keys: str, value: int | None) -> None:
    """Before the digit or after it; what is off the scale changes nothing."""
    assert pressed(ScaleState(OWN, None), keys) == value


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["right"], 1),
        (["up"], 1),
        (["left"], -1),
        (["down"], -1),
        (["right", "left"], 0),
        (["right"] * 9, 3),
        (["left"] * 9, -3),
        (["left", "2"], -2),
        (["left", "right", "2"], 2),
        (["2", "backspace"], None),
        (["-", "2", "backspace", "2"], 2),
        (["2", "backspace", "right"], 1),
    ],
)
def test_arrows_move_and_stop_at_the_ends(keys: list[str], value: int | None) -> None:
    assert pressed(ScaleState(OWN, None), keys) == value


@pytest.mark.parametrize("before", [None, -3, -1, 0, 2])
def test_what_was_answered_before_stands_there_and_its_sign_counts(before: int | None) -> None:
    state = ScaleState(OWN, before)
    assert state.value == before
    if before:
        assert pressed(state, "1") == (1 if before > 0 else -1)


@given(st.lists(st.sampled_from([*"0123456789-+", "left", "right", "up", "down", "backspace"])))
def test_whatever_is_pressed_it_stays_on_the_scale(keys: list[str]) -> None:
    """And a digit pressed last is the size, with the sign that is shown."""
    state = ScaleState(OWN, None)
    assert pressed(state, keys) in {None, -3, -2, -1, 0, 1, 2, 3}
    assert abs(pressed(state, "2") or 0) == 2
    assert pressed(state, "+") == 2


def test_each_point_is_read_out_as_it_is_chosen() -> None:
    state = ScaleState(OWN, None)
    assert drawn(state) == [
        "  −3  −2  −1  0  +1  +2  +3 ",
        "  not set: Enter means don't know",
        "  0–3 sets the size, - flips the sign, arrows move",
    ]
    pressed(state, "-2")
    assert drawn(state)[1] == "  −2  clearly lowered"
    assert ("reverse bold", " −2 ") in list(state.draw(80))


def test_a_scale_that_needs_an_answer_promises_no_way_around_it() -> None:
    assert drawn(scale(1, 5, required=True))[1] == "  not set"


# --- A pack's own scale


@pytest.mark.parametrize(
    ("low", "high", "keys", "value"),
    [
        (1, 5, ["4"], 4),
        (1, 5, ["6"], None),
        (1, 5, ["0"], None),
        (1, 5, ["right"], 1),
        (1, 5, ["left"], 1),
        (1, 5, ["5", "right"], 5),
        (0, 10, ["1", "0"], 10),
        (0, 10, ["1", "1"], 1),
        (0, 10, ["0", "7"], 7),
        (0, 20, ["1", "9"], 19),
        (-5, 5, ["-", "4"], -4),
        (-5, 5, ["4", "-"], -4),
        (-10, 10, ["-", "1", "0"], -10),
        (-5, 5, ["left"], -1),
        (-1, 5, ["3", "-"], None),
        (-1, 5, ["3", "-", "1"], -1),
    ],
)
def test_a_scale_of_a_pack_takes_its_numbers(low: int, high: int, keys: list[str], value: int | None) -> None:
    """Of two digits where it has them, and of either sign where it has both."""
    assert pressed(scale(low, high), keys) == value


def test_a_scale_without_a_sign_has_no_key_for_one() -> None:
    assert not {"-", "+"} & set(scale(1, 5).keys)
    assert drawn(scale(1, 5))[-1] == "  A number or arrows"
    assert drawn(scale(-5, 5))[-1] == "  0–5 sets the size, - flips the sign, arrows move"


def test_a_long_scale_goes_over_several_lines() -> None:
    lines = drawn(scale(0, 20), columns=24)
    assert all(len(line) <= 24 for line in lines)
    assert " ".join(lines).split()[:21] == [str(point) for point in range(21)]


def test_a_long_label_is_broken_at_blanks() -> None:
    state = scale(1, 2, labels={1: "they were glad and said so"}, previous=1)
    assert drawn(state, columns=20)[1:3] == ["  1 they were glad", "  and said so"]


def test_a_label_with_controls_is_made_visible() -> None:
    state = scale(1, 2, labels={2: "loud\x1b[2J"}, previous=2)
    assert drawn(state)[1] == "  2  loud␛[2J"
