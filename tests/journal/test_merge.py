"""Joining what two devices made of one record: by rule, never by clock, and no word is lost."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.journal.merge import DIVIDER, merge

pytestmark = pytest.mark.usefixtures("sealing")

BASE: dict[str, Any] = {
    "schema": "mefirst.entry/1",
    "id": "20261123-4k7q0z2xwm",
    "revision": 1,
    "parents": [],
    "state": "complete",
    "situation": "quiet",
    "tags": ["a", "b"],
    "effects": [{"dimension": "trust", "intended": 2}],
    "asked": {"moment": "Which?"},
}


def head(parent: str = "p", revision: int = 2, **fields: Any) -> dict[str, Any]:
    """A revision after BASE; a field given as None is taken out."""
    changed = {**BASE, **fields, "revision": revision, "parents": [parent]}
    return {name: value for name, value in changed.items() if value is not None}


def joined(name: str, *sides: Any) -> tuple[Any, bool]:
    """What becomes of one field when the sides say these values, and whether it is named as a conflict."""
    merged, conflicts = merge(BASE, [head(**{name: side}) for side in sides])
    return merged.get(name), conflicts == (name,)


def effects(*lines: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"dimension": "trust", **line} for line in lines]


@pytest.mark.parametrize(
    ("name", "sides", "value", "conflict"),
    [
        # one side changed it, or both alike: that side
        ("situation", ("loud", "quiet"), "loud", False),
        ("situation", ("quiet", "loud"), "loud", False),
        ("situation", ("loud", "loud"), "loud", False),
        ("situation", (None, "quiet"), None, False),
        ("situation", (None, None), None, False),
        # both said something else: both are shown, once each
        ("situation", ("loud", "still"), f"loud{DIVIDER}still", True),
        ("situation", ("loud", "still", "loud"), f"loud{DIVIDER}still", True),
        ("situation", ("loud", None), "loud", True),
        ("impact", ("a look", "a word"), f"a look{DIVIDER}a word", True),
        # words of a vocabulary cannot be joined: one is taken, and named
        ("sphere", ("personal", "both"), "personal", True),
        ("cleanup", ("soon", "now"), "soon", True),
        ("due", ("2026-12-01", "2026-12-24"), "2026-12-24", True),
        # the state is computed from the content: no conflict, but the trash is a choice
        ("state", ("awaiting-impact", "captured"), "captured", False),
        ("state", ("trashed", "complete"), "trashed", False),
        ("state", ("trashed", "captured"), "captured", True),
        ("state", ("trashed", "trashed"), "trashed", False),
        # sets: what a side added is in, what a side took out is out
        ("tags", (["a", "b", "c"], ["a", "b", "d"]), ["a", "b", "c", "d"], False),
        ("tags", (["a"], ["a", "b", "c"]), ["a", "c"], False),
        ("tags", ([], ["a", "b", "c"]), ["c"], False),
        ("tags", (None, ["a", "b", "c"]), ["c"], False),
        ("tags", (["b"], ["a"]), [], False),
        ("tags", (["a", "b", "Budget"], ["a", "b", "budget"]), ["a", "b", "Budget"], False),
        ("tags", (["A", "b"], ["a", "b", "c"]), ["A", "b", "c"], False),
        ("people", (["x"], ["y"], ["x", "z"]), ["x", "y", "z"], False),
        # lines: one for each dimension and person, joined part by part
        ("effects", (effects({"intended": 2, "seen": 0}), effects({"intended": 3})),
         effects({"intended": 3, "seen": 0}), False),
        ("effects", (effects({"seen": -1}), effects({"seen": 1})), effects({"seen": 1}), True),
        ("effects", (effects({"intended": 2}, {"toward": "x"}), effects({"intended": 2}, {"toward": "y"})),
         effects({"intended": 2}, {"toward": "x"}, {"toward": "y"}), False),
        ("effects", ([], effects({"intended": 2}, {"toward": "y"})), effects({"toward": "y"}), False),
        # maps, key by key
        ("asked", ({"moment": "What?"}, {"moment": "Which?", "gap": "Why?"}),
         {"moment": "What?", "gap": "Why?"}, False),
        ("asked", ({"moment": "What?"}, {"moment": "Who?"}), {"moment": f"What?{DIVIDER}Who?"}, True),
        # a key of the leader's own making is no field, whatever it is called
        ("extra", ({"state": {"answer": "x"}}, {"state": {"answer": "y"}}),
         {"state": {"answer": f"x{DIVIDER}y"}}, True),
        ("asked", ({"sphere": "x"}, {"sphere": "y"}), {"sphere": f"x{DIVIDER}y"}, True),
        # values of which nobody knows what they are
        ("later", (1, 2), 2, True),
        ("later", ({"x": 1}, [1]), {"x": 1}, True),
        ("later", (False, True), True, True),
        ("later", ([1], [1, 2]), [1, 2], False),
    ],
)  # fmt: skip
def test_what_becomes_of_a_field(name: str, sides: tuple[Any, ...], value: Any, conflict: bool) -> None:
    assert joined(name, *sides) == (value, conflict)


@pytest.mark.parametrize(("one", "other"), [(None, ""), ("Deputy", "deputy"), ("Jürgen", "JU\u0308RGEN ")])
def test_a_line_added_on_both_sides_in_two_spellings_is_one_line(one: str | None, other: str) -> None:
    """Two lines of one dimension and person would make the entry unreadable."""
    lines, _ = joined(
        "effects", *(effects({"intended": 2}, {"toward": name, "seen": 1}) for name in (one, other))
    )
    assert len(lines) == (1 if one is None else 2)
    assert lines[-1]["seen"] == 1


def test_reports_of_both_sides_are_kept() -> None:
    """Two people asked on two devices: both voices count."""
    said = [{"by": name, "value": 1, "on": "2026-11-23"} for name in ("deputy", "board")]
    lines, conflict = joined("effects", *(effects({"reported": [one]}) for one in said))
    assert lines == effects({"reported": said})
    assert not conflict


def test_one_report_noted_in_two_ways_is_one_report_and_named() -> None:
    reports = [{"by": "deputy", "value": 1, "on": "2026-11-23", "how": how} for how in ("told", "asked")]
    lines, conflict = joined("effects", *(effects({"reported": [one]}) for one in reports))
    assert lines[0]["reported"] == [reports[0]]
    assert conflict


def test_the_joined_record_stands_at_the_highest_revision() -> None:
    merged, _ = merge(BASE, [head(revision=2), head(revision=5), head(revision=3)])
    assert merged["revision"] == 5


def test_where_nothing_is_left_of_what_came_before_both_are_shown() -> None:
    """A parent lost to damage: what the heads agree on is plain, the rest is a conflict."""
    merged, conflicts = merge({}, [head(situation="x", tags=["a"]), head(situation="y", tags=["b"])])
    assert merged["situation"] == f"x{DIVIDER}y"
    assert merged["tags"] == ["a", "b"]
    assert merged["id"] == BASE["id"]
    assert conflicts == ("situation",)


words = st.text(st.sampled_from("abc é"), min_size=1, max_size=4)
sides = st.fixed_dictionaries(
    {},
    optional={
        "situation": st.none() | words,
        "impact": words,
        "tags": st.lists(words, max_size=4),
        "asked": st.dictionaries(words, words, max_size=3),
        "later": st.none() | st.booleans() | st.integers(0, 3) | words | st.lists(words, max_size=2),
        "effects": st.lists(
            st.fixed_dictionaries(
                {"dimension": st.sampled_from(["trust", "energy"])},
                optional={"toward": words, "seen": st.integers(-3, 3)},
            ),
            max_size=3,
            unique_by=lambda line: (line["dimension"], str(line.get("toward", "")).casefold()),
        ),
    },
)


@given(sides)
def test_a_side_that_changed_nothing_changes_nothing(one: dict[str, Any]) -> None:
    merged, conflicts = merge(BASE, [head(**one), head()])
    assert merged == head(**one)
    assert conflicts == ()


@given(sides)
def test_the_same_change_on_both_sides_is_that_change(one: dict[str, Any]) -> None:
    merged, conflicts = merge(BASE, [head(**one), head(**one)])
    assert merged == head(**one)
    assert conflicts == ()


@given(st.lists(sides, min_size=2, max_size=3))
def test_no_text_is_lost_and_what_both_changed_is_named(changes: list[dict[str, Any]]) -> None:
    heads = [head(**one) for one in changes]
    merged, conflicts = merge(BASE, heads)
    for name in ("situation", "impact"):
        said = {one.get(name) for one in heads} - {BASE.get(name), None}
        shown = merged.get(name)
        assert said <= set(shown.split(DIVIDER) if shown else [])
        if len(said) > 1:
            assert name in conflicts


tag_sets = st.lists(words, max_size=4, unique_by=lambda tag: tag.strip().casefold())


@given(st.lists(tag_sets, min_size=3, max_size=4))
def test_sets_join_by_three_way_union(drawn: list[list[str]]) -> None:
    """In the end stands what was there and nobody took out, and what anybody added."""

    def folded(tags: list[str]) -> set[str]:
        return {tag.strip().casefold() for tag in tags}

    base, *own = drawn
    merged, conflicts = merge({**BASE, "tags": base}, [head(tags=tags) for tags in own])
    if all(tags == own[0] for tags in own) or sum(tags != base for tags in own) < 2:
        return  # no two sides to join
    added = set.union(*(folded(tags) - folded(base) for tags in own))
    removed = set.union(*(folded(base) - folded(tags) for tags in own))
    assert folded(merged.get("tags", [])) == (folded(base) | added) - removed
    assert len(merged.get("tags", [])) == len(folded(merged.get("tags", [])))
    assert conflicts == ()


@given(sides, sides, sides)
def test_whatever_the_order_of_the_heads_the_same_is_said(
    one: dict[str, Any], two: dict[str, Any], three: dict[str, Any]
) -> None:
    """The store sorts heads by their digests; even so, no order hides a value another one shows."""
    orders = [merge(BASE, list(order)) for order in permutations([head(**one), head(**two), head(**three)])]
    for merged, conflicts in orders[1:]:
        assert set(conflicts) == set(orders[0][1])
        for name in ("situation", "impact"):
            assert set((merged.get(name) or "").split(DIVIDER)) == set(
                (orders[0][0].get(name) or "").split(DIVIDER)
            )
