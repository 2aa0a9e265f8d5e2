"""The line from −3 to +3: where the signs stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.model.scale import POINTS
from mefirst.render.picture import WIDTH, header, picture

QUARTERS = st.none() | st.integers(-12, 12).map(lambda number: number / 4)


@pytest.mark.parametrize(
    ("intended", "mine", "theirs", "expected"),
    [
        (None, None, None, "·   ·   ·   │   ·   ·   ·"),
        (2, None, None, "·   ·   ·   │   ·   ●   ·"),
        (0, None, None, "·   ·   ·   ●   ·   ·   ·"),
        (2, -2, None, "·   ○───────┼───────●   ·"),
        (2, None, -1, "·   ·   ◆───┼───────●   ·"),
        (-3, 3, None, "●───────────┼───────────○"),
        (2, -2, -1, "·   ○───◆───┼───────●   ·"),
        (1, 2, 3, "·   ·   ·   │   ●───○───◆"),
        (2, 2, None, "·   ·   ·   │   ·   ◉   ·"),
        (2, None, 2, "·   ·   ·   │   ·   ◈   ·"),
        (2, 2, 1, "·   ·   ·   │   ◆───◉   ·"),
        (2, 1, 2, "·   ·   ·   │   ○───◈   ·"),
        (2, 1, 1, "·   ·   ·   │  ○◆───●   ·"),
        (2, 2, 2, "·   ·   ·   │   ·  ○◈   ·"),
        (2.75, 3, 3, "·   ·   ·   │   ·   · ○●◆"),
        (1, 1.1, None, "·   ·   ·   │   ◉   ·   ·"),
        (0, 0, None, "·   ·   ·   ◉   ·   ·   ·"),
        (None, 1, None, "·   ·   ·   │   ○   ·   ·"),
        (None, 1, -1, "·   ·   ◆───┼───○   ·   ·"),
        (2, 1.5, None, "·   ·   ·   │   · ○─●   ·"),
        (0.5, -0.5, None, "·   ·   · ○─┼─● ·   ·   ·"),
        (2, None, 1.5, "·   ·   ·   │   · ◆─●   ·"),
        (1.5, 1.5, None, "·   ·   ·   │   · ◉ ·   ·"),
        (1.25, 1, None, "·   ·   ·   │   ○●  ·   ·"),
    ],
)
def test_where_the_signs_stand(
    intended: float | None, mine: float | None, theirs: float | None, expected: str
) -> None:
    """Meant, my reading, theirs; halves between the points; a coincidence has a sign of its own."""
    assert picture(intended, mine, theirs) == f" {expected}"


def test_two_readings_at_the_very_end_stand_beside_each_other() -> None:
    """At −3 the one of mine takes the room that is left for the sign of the number."""
    assert picture(None, -3, -3) == "○◆   ·   ·   │   ·   ·   ·"


def test_every_point_stands_below_the_end_of_its_number() -> None:
    """The sign column for column under the digit."""
    numbers = header()
    for point in POINTS:
        drawn = picture(point, None, None)
        assert numbers[drawn.index("●")] == str(abs(point))


@given(QUARTERS, QUARTERS, QUARTERS)
def test_a_picture_is_as_wide_as_every_other(
    intended: float | None, mine: float | None, theirs: float | None
) -> None:
    """And what is meant is on it wherever it is known, alone or met by what arrived."""
    drawn = picture(intended, mine, theirs)
    assert len(drawn) == WIDTH + 1
    assert len(set("●◉◈") & set(drawn)) == (intended is not None)
    assert set(drawn) <= set("·│─┼●○◆◉◈ ")
