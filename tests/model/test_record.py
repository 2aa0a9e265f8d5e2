"""What every stored record carries, and what survives rewriting."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mefirst.model.entry import Entry
from mefirst.model.record import Record
from samples import ID, KINDS, RECORDED, commitment, effect, entry, needed

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
unknown_names = st.text(min_size=1).map("x-{}".format) | st.sampled_from(
    ["schema_", "document", "handle", "changed", "settled", "SCHEMA", "model_config", "state_"]
)


def document(**fields: Any) -> dict[str, Any]:
    return {**entry().document(), **fields}


def test_every_kind_of_record_has_a_folder_of_its_own() -> None:
    assert {kind.__name__ for kind in KINDS} >= {"Entry", "Commitment", "Focus"}
    assert len({kind.FOLDER for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_record_names_its_schema_and_begins_at_revision_one(kind: type[Record]) -> None:
    record = kind.first(ID, recorded_at=RECORDED, **needed(kind))
    assert record.document()["schema"] == kind.SCHEMA == f"mefirst.{kind.__name__.casefold()}/1"
    assert (record.revision, record.parents, record.handle) == (1, (), "4k7q0z")
    assert kind.model_validate(record.document()) == record


def test_fields_left_at_their_default_are_left_out_of_the_document() -> None:
    """Old records stay small and gain no empty fields when mefirst learns new ones."""
    assert set(entry(situation="x").document()) == {
        "schema", "id", "revision", "parents", "recorded_at", "on", "state", "situation",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"schema": "mefirst.commitment/1"},
        {"schema": "mefirst.entry/2"},
        {"id": "20261123-short"},
        {"id": "20261399-4k7q0z2xwm"},
        {"revision": 0},
        {"recorded_at": "2026-11-23T18:41:00"},
        {"parents": "abc"},
        {"on": "2026-11-22"},
        {"state": "done"},
    ],
)
def test_what_is_no_record(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Entry.model_validate(document(**wrong))


@given(unknown_names, json_values, st.text())
def test_unknown_fields_survive_reading_changing_and_writing(name: str, value: Any, text: str) -> None:
    """A later version's field, on the record and in its parts, comes back as it was, whatever it is called."""
    line = {"dimension": "trust", name: value}
    before = document(**{name: value, "effects": [line], "extra": {"q": {"asked": "?", name: value}}})
    changed = Entry.model_validate(before).changed(situation=text)
    after = changed.document()
    assert after[name] == value
    assert after["effects"][0][name] == value
    assert after["extra"]["q"][name] == value
    assert changed.situation == text
    assert changed.changed(situation=None).document() == {**before, "extra": after["extra"]}


def test_a_record_is_frozen() -> None:
    record = entry()
    with pytest.raises(ValidationError):
        setattr(record, "situation", "x")  # noqa: B010 the type checker would refuse the plain line


def test_a_change_is_validated() -> None:
    with pytest.raises(ValidationError):
        entry().changed(sphere="nowhere")
    with pytest.raises(ValidationError):
        entry().changed(effects=(effect(1), effect(2)))


def test_a_change_leaves_the_record_it_came_from() -> None:
    record = commitment(behavior="listen")
    assert record.changed(status="kept").status == "kept"
    assert record.status == "open"


def test_the_offset_of_the_clock_that_wrote_it_stays() -> None:
    """When it was written says where, too."""
    written = entry(recorded_at=datetime.fromisoformat("2026-11-23T18:41:00+05:30")).document()
    assert written["recorded_at"] == "2026-11-23T18:41:00+05:30"
    assert Entry.model_validate(written).recorded_at.utcoffset() is not None
