"""The fixed words of the domain."""

from mefirst.model.vocabulary import DIMENSION_LABELS, DIMENSIONS, dimensions_for


def test_every_dimension_has_a_label_that_begins_with_its_name() -> None:
    assert tuple(DIMENSION_LABELS) == DIMENSIONS
    for name, label in DIMENSION_LABELS.items():
        assert label.casefold().startswith(name)


def test_closeness_is_offered_where_personal_life_is_touched() -> None:
    """At work nobody is asked how close they were."""
    for touched in ("personal", "both"):
        assert dimensions_for(touched) == DIMENSIONS
    for untouched in ("professional", None):
        assert set(DIMENSIONS) - set(dimensions_for(untouched)) == {"closeness"}
