"""Filters: the same again narrows or widens, different ones always narrow, what was never said stays so."""

from typing import Any

import pytest

from mefirst.errors import UnknownChoice
from mefirst.model.query import Query
from samples import effect, entry, reported

ONE = entry(
    sphere="professional",
    situation="The stand-up went quiet",
    intent="to help",
    impact="Jürgen looked away",
    unsaid="I was afraid",
    people=("Jürgen", "team-lead"),
    tags=("Stand-up", "budget"),
    feelings=("uneasy",),
    pack={"id": "daily", "version": "1.0.0", "digest": "0"},
    extra={"weather": {"asked": "And the sky?", "answer": "grey"}},
    effects=(
        effect(2, -1, reported("Jürgen", -2, quote="You never asked"), toward="Jürgen"),
        effect(1, dimension="clarity", toward="board"),
        effect(1, dimension="energy"),
    ),
)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, True),
        ({"person": ("JU\u0308RGEN",)}, True),
        ({"person": ("board",)}, True),
        ({"person": ("finance",)}, False),
        ({"person": ("jürgen", "team-lead")}, True),
        ({"person": ("jürgen", "finance")}, False),
        ({"person": ("jürgen", "finance"), "any_of": True}, True),
        ({"person": ("mother", "finance"), "any_of": True}, False),
        ({"tag": ("stand-UP",)}, True),
        ({"tag": ("stand",)}, False),
        ({"tag": ("budget", "hiring")}, False),
        ({"tag": ("budget", "hiring"), "any_of": True}, True),
        ({"sphere": ("professional",)}, True),
        ({"sphere": ("personal",)}, False),
        ({"sphere": ("personal", "professional")}, False),
        ({"sphere": ("personal", "professional"), "any_of": True}, True),
        ({"pack": ("daily",)}, True),
        ({"pack": ("deep",)}, False),
        ({"dimension": ("trust",)}, True),
        ({"dimension": ("trust", "clarity")}, True),
        ({"dimension": ("trust", "growth")}, False),
        ({"dimension": ("growth",)}, False),
        ({"contains": ("WENT quiet",)}, True),
        ({"contains": ("quiet", "looked away")}, True),
        ({"contains": ("quiet", "shouted")}, False),
        ({"contains": ("quiet", "shouted"), "any_of": True}, True),
        ({"contains": ("uneasy",)}, True),
        ({"contains": ("grey",)}, True),
        ({"contains": ("never asked",)}, True),
        ({"contains": ("board",)}, True),
        ({"contains": ("afraid",)}, False),
        ({"contains": ("sky",)}, False),
        ({"not_tag": ("Budget",)}, False),
        ({"not_tag": ("hiring",)}, True),
        ({"not_person": ("board",)}, False),
        ({"not_person": ("finance",)}, True),
        ({"not_person": ("finance", "jürgen"), "any_of": True}, False),
        ({"state": ("complete",)}, True),
        ({"state": ("captured",)}, False),
        ({"state": ("captured", "complete")}, True),
        ({"state": ("trashed",)}, False),
        # different filters narrow, with any_of too
        ({"person": ("board",), "tag": ("hiring",), "any_of": True}, False),
        ({"person": ("board",), "tag": ("budget",), "contains": ("quiet",)}, True),
    ],
)
def test_which_filters_an_entry_passes(filters: dict[str, Any], found: bool) -> None:
    assert Query(**filters).matches(ONE) is found


def test_what_was_never_said_is_never_searched() -> None:
    """Not one word of `unsaid` is found, though each stands in the entry; nor does any other field hide one."""
    assert ONE.unsaid == "I was afraid"
    for words in ("I was afraid", "afraid", "I was"):
        assert not Query(contains=(words,)).matches(ONE)


def test_a_trashed_entry_is_found_only_by_asking_for_the_trash() -> None:
    trashed = ONE.changed(state="trashed")
    assert not Query().matches(trashed)
    assert not Query(state=("complete",)).matches(trashed)
    assert Query(state=("trashed",)).matches(trashed)
    assert not Query(state=("trashed",), tag=("hiring",)).matches(trashed)


def test_an_entry_without_a_pack_or_sphere_passes_no_such_filter() -> None:
    bare = entry(situation="x")
    assert Query().matches(bare)
    assert not Query(pack=("daily",)).matches(bare)
    assert not Query(sphere=("professional",)).matches(bare)


@pytest.mark.parametrize(
    ("filters", "taken"),
    [
        ({}, ["trust", "clarity", "energy"]),
        ({"dimension": ("trust",)}, ["trust"]),
        ({"dimension": ("trust", "energy")}, ["trust", "energy"]),
        ({"person": ("jürgen",)}, ["trust", "energy"]),
        ({"person": ("BOARD",)}, ["clarity", "energy"]),
        ({"person": ("board", "jürgen")}, ["trust", "clarity", "energy"]),
        ({"person": ("team-lead",)}, ["energy"]),
        ({"person": ("board",), "dimension": ("trust",)}, []),
    ],
)
def test_which_lines_of_an_entry_are_asked_for(filters: dict[str, Any], taken: list[str]) -> None:
    """A line meant for nobody in particular belongs to everyone present."""
    query = Query(**filters)
    assert [line.dimension for line in ONE.effects if query.takes(line)] == taken


@pytest.mark.parametrize("wrong", [{"sphere": ("work",)}, {"dimension": ("trsut",)}, {"state": ("open",)}])
def test_a_word_outside_a_vocabulary_is_refused_at_once(wrong: dict[str, Any]) -> None:
    with pytest.raises(UnknownChoice):
        Query(**wrong)


def test_the_filters_of_a_document_are_all_there_always() -> None:
    assert Query(tag=("a",), any_of=True).json() == {
        "person": [], "tag": ["a"], "sphere": [], "pack": [], "dimension": [], "contains": [],
        "not_tag": [], "not_person": [], "state": [], "any": True,
    }  # fmt: skip
