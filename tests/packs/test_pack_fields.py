"""Which fields a question may fill."""

from mefirst.model.entry import Entry
from mefirst.packs.fields import ENTRY_FIELDS, FIELDS, NEEDED
from mefirst.packs.model import QUESTION_TYPES


def test_every_field_is_one_of_an_entry_or_the_commitment_beside_it() -> None:
    assert set(ENTRY_FIELDS) - set(Entry.model_fields) == {"commitment"}


def test_what_mefirst_itself_writes_no_question_fills() -> None:
    """No pack can set an id, a day, a state or the chain of revisions."""
    own = {
        "schema_",
        "id",
        "revision",
        "parents",
        "recorded_at",
        "replaces",
        "on",
        "state",
        "pack",
        "asked",
        "extra",
    }
    assert set(Entry.model_fields) - set(ENTRY_FIELDS) == own


def test_the_types_named_exist_and_what_is_needed_can_be_filled() -> None:
    for field in ENTRY_FIELDS.values():
        assert field.types
        assert set(field.types) <= set(QUESTION_TYPES)
    for kind, groups in NEEDED.items():
        assert all(set(group) <= set(FIELDS[kind]) for group in groups), kind
