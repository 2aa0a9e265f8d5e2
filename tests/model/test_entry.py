"""An entry: its state, its lines, its people."""

from itertools import product
from typing import Any

import pytest
from pydantic import ValidationError

from mefirst.model.entry import TEXT_FIELDS, Effect, Entry, Reported
from samples import DAY, effect, entry, nth_id, reported

INTENTS = (None, "", "to help")
IMPACTS = (None, "", "a silence")
EFFECTS: dict[str, tuple[Effect, ...]] = {
    "none": (),
    "only meant": (effect(2),),
    "seen": (effect(2, 0),),
    "seen as nothing": (effect(None, 0),),
    "reported": (effect(2, None, reported("deputy", 0)),),
    "second line seen": (effect(2), effect(2, -1, toward="board")),
}
RECEIVED = {"seen", "seen as nothing", "reported", "second line seen"}


@pytest.mark.parametrize(("intent", "impact", "lines"), list(product(INTENTS, IMPACTS, EFFECTS)))
def test_the_state_follows_from_the_content(intent: str | None, impact: str | None, lines: str) -> None:
    """No intent: captured. Intent and anything known of what arrived, zero included: complete. Else waiting."""
    one = entry(intent=intent, impact=impact, effects=EFFECTS[lines])
    expected = "captured"
    if intent:
        expected = "complete" if impact or lines in RECEIVED else "awaiting-impact"
    assert one.state == expected
    assert entry().changed(intent=intent, impact=impact, effects=EFFECTS[lines]).state == expected


def test_a_trashed_entry_stays_trashed_until_it_is_taken_out() -> None:
    trashed = entry(intent="x", impact="y").changed(state="trashed")
    assert trashed.changed(tags=("a",)).state == "trashed"
    assert trashed.settled().state == "trashed"
    assert trashed.changed(state="captured").state == "complete"


@pytest.mark.parametrize("value", [-4, 4, 1.5, 1.0, "2", True])
@pytest.mark.parametrize("field", ["intended", "seen", "predicted"])
def test_points_are_whole_numbers_of_the_scale_and_nothing_else(field: str, value: Any) -> None:
    """A half, a text or a yes is refused, never rounded."""
    with pytest.raises(ValidationError):
        Effect.model_validate({"dimension": "trust", field: value})


@pytest.mark.parametrize(
    "wrong", [{"by": ""}, {"value": 4}, {"value": None}, {"how": "guessed"}, {"on": "soon"}]
)
def test_what_is_no_report(wrong: dict[str, Any]) -> None:
    good = {"by": "deputy", "value": -1, "on": "2026-11-23"}
    assert Reported.model_validate(good).how == "told"
    with pytest.raises(ValidationError):
        Reported.model_validate({**good, **wrong})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, None, True),
        (None, "", True),
        ("Deputy", " deputy", True),
        ("Jürgen", "JU\u0308RGEN", True),
        ("deputy", "board", False),
        ("deputy", None, False),
    ],
)
def test_a_dimension_toward_a_person_stands_once_in_an_entry(
    one: str | None, other: str | None, same: bool
) -> None:
    """(dimension, toward) is the identity of a line; spelling does not make two of it."""
    lines = (effect(1, toward=one), effect(2, toward=other))
    assert (lines[0].key == lines[1].key) is same
    if same:
        with pytest.raises(ValidationError, match="two effects"):
            entry(effects=lines)
    else:
        assert entry(effects=lines).effects == lines
    assert len(entry(effects=(lines[0], effect(1, toward=one, dimension="clarity"))).effects) == 2


def test_everyone_is_named_once_in_the_order_and_spelling_they_first_appear() -> None:
    one = entry(
        people=("Deputy", "board", "DEPUTY"),
        effects=(
            effect(toward="deputy"),
            effect(toward="Finance"),
            effect(dimension="clarity", toward="Board"),
        ),
    )
    assert one.everyone == ("Deputy", "board", "Finance")
    assert entry().everyone == ()


def test_unsaid_is_not_among_the_texts_that_are_shown_and_searched() -> None:
    assert "unsaid" not in TEXT_FIELDS
    assert set(TEXT_FIELDS) <= set(Entry.model_fields)


def test_an_entry_takes_its_day_from_its_id() -> None:
    assert entry().on == DAY
    with pytest.raises(ValidationError, match="its id about"):
        Entry.first(nth_id(1), recorded_at=entry().recorded_at, on="2026-11-22")
