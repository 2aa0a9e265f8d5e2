"""The one scale: how its points are written, spoken and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.model.scale import HIGHEST, LABELS, LOWEST, POINTS, Number, parse_point, plain, signed, spoken


def test_the_scale_has_seven_points_and_a_label_for_each() -> None:
    assert (LOWEST, HIGHEST) == (-3, 3)
    assert POINTS == (-3, -2, -1, 0, 1, 2, 3) == tuple(LABELS)


@pytest.mark.parametrize(
    ("value", "digits", "written", "said"),
    [
        (2, 1, "+2", "plus 2"),
        (-2, 1, "−2", "minus 2"),
        (0, 1, "0", "0"),
        (-1.5, 1, "−1.5", "minus 1.5"),
        (0.5, 1, "+0.5", "plus 0.5"),
        (2.0, 1, "+2", "plus 2"),
        (-0.04, 1, "0", "0"),
        (0.04, 1, "0", "0"),
        (1.8333, 2, "+1.83", "plus 1.83"),
        (-1.25, 0, "−1", "minus 1"),
        (10, 0, "+10", "plus 10"),
        (-0.5, 1, "−0.5", "minus 0.5"),
    ],
)
def test_numbers_are_written_with_a_true_minus_and_spoken_in_words(
    value: Number, digits: int, written: str, said: str
) -> None:
    assert signed(value, digits) == written
    assert spoken(value, digits) == said


@given(st.floats(-6, 6), st.integers(0, 3))
def test_a_written_number_reads_back_as_itself_rounded(value: float, digits: int) -> None:
    """No digit and no sign is lost; zero has no sign, and nothing ends in a bare point."""
    text = signed(value, digits)
    assert float(text.replace("−", "-")) == pytest.approx(round(value, digits))
    assert text == "0" or text[0] in "+−"
    assert "." not in text or text[-1] not in ".0"


@pytest.mark.parametrize("point", POINTS)
def test_every_way_to_type_a_point_is_read(point: int) -> None:
    """Keyboards, editors and screen readers make different minus signs."""
    ways = [str(point), f" {point} ", signed(point), spoken(point), f"{point:+d}"]
    if point < 0:
        ways += [f"{dash}{-point}" for dash in ("−", "–", "—", "minus ", "Minus ")]
    assert {parse_point(typed) for typed in ways} == {point}


@pytest.mark.parametrize(
    "wrong", ["4", "-4", "−4", "2.5", "", "?", "two", "--2", "+-2", "1e0", "999999999999"]
)
def test_what_is_no_point_of_the_scale(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_point(wrong)


@pytest.mark.parametrize(("value", "shown"), [(2.0, "2"), (0.5, "0.5"), (-3, "-3"), (0.0, "0")])
def test_json_shows_whole_numbers_without_a_point(value: Number, shown: str) -> None:
    assert repr(plain(value)) == shown
