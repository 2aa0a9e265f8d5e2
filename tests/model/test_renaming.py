"""One person under another name, wherever an entry names them."""

import pytest

from mefirst.model.renaming import Collision, names, renamed
from samples import effect, entry, reported

BEFORE = entry(
    people=("Boss", "deputy"),
    situation="the boss said so",
    effects=(effect(1, 1, reported("boss", 2), reported("deputy", 1), toward="BOSS", note="kept"),),
    future=1,
)


def test_every_place_of_the_name_is_renamed_and_no_word_of_the_text() -> None:
    """Compared as aliases are, whatever their case."""
    after = renamed(BEFORE, "boss", "Dana")
    assert after.people == ("Dana", "deputy")
    assert after.effects == (
        effect(1, 1, reported("Dana", 2), reported("deputy", 1), toward="Dana", note="kept"),
    )
    assert (after.situation, after.model_extra) == ("the boss said so", {"future": 1})


def test_two_names_of_one_person_become_one() -> None:
    assert renamed(BEFORE, "boss", "deputy").people == ("deputy",)


def test_who_is_not_named_changes_nothing() -> None:
    assert renamed(BEFORE, "board", "Dana") is BEFORE
    assert not names(BEFORE, "board")


@pytest.mark.parametrize(
    "one",
    [
        entry(people=("boss",)),
        entry(effects=(effect(1, toward="Boss"),)),
        entry(effects=(effect(1, 0, reported("BOSS", 1)),)),
    ],
)
def test_a_name_is_found_in_every_place(one: object) -> None:
    assert names(one, "boss")  # type: ignore[arg-type]


def test_two_lines_that_would_become_one_are_refused() -> None:
    with pytest.raises(Collision, match="trust"):
        renamed(entry(effects=(effect(1, toward="boss"), effect(2, toward="Dana"))), "boss", "dana")
