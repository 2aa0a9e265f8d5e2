"""What is read one by one beside the medians of a group."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from mefirst.analysis.summary import summarise
from mefirst.model.entry import Reported
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.render.filters import filtered
from mefirst.render.reading import MOST_WAITING, count_parts, left_out, shown_alone
from mefirst.render.rows import reach_of
from mefirst.render.tables import gaps
from mefirst.text import Canvas
from samples import effect, entry, nth_id, reported

ALL = Period("all", None, None)


def test_of_what_waits_the_newest_are_shown_and_the_others_counted() -> None:
    """Years of open lines would bury what is known; what is left out is said, with where to find it."""
    waiting = [entry(nth_id(number), effects=(effect(2, None),)) for number in range(MOST_WAITING + 2)]
    summary = summarise(waiting, Query())
    (group,) = summary.groups
    assert shown_alone(group) == list(group.lines[-MOST_WAITING:])
    assert list(left_out(summary.groups)) == ["2 more wait: mefirst list all --state awaiting-impact."]
    shown = gaps(summary, ALL, Canvas(80))
    assert shown.count("waiting") == MOST_WAITING + 1
    assert "2 more wait" in shown
    few = summarise(waiting[: MOST_WAITING + 1], Query())
    assert list(left_out(few.groups)) == ["1 more waits: mefirst list all --state awaiting-impact."]
    assert list(left_out(summarise(waiting[:MOST_WAITING], Query()).groups)) == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Query(), ""),
        (Query(person=("deputy",), not_tag=("x",)), " with person deputy, without tag x"),
        (Query(tag=("a", "b")), " with tag a and b"),
        (Query(tag=("a", "b"), any_of=True, state=("captured",)), " with tag a or b, state captured"),
        (
            Query(contains=("late\x1b[31m",), sphere=("personal",)),
            " with sphere personal, the words “late␛[31m”",
        ),
        (Query(not_person=("ann", "bo")), " without person ann or bo"),
    ],
)
def test_a_filter_in_words(query: Query, words: str) -> None:
    """As it narrows: what must be there, then what must not; the leader's own words safe."""
    assert filtered(query) == words


def test_every_filter_is_told() -> None:
    """A filter that is added to Query is put into words too."""
    words: dict[str, Any]
    for name in (one.name for one in fields(Query) if one.name != "any_of"):
        word = {"sphere": "personal", "dimension": "trust", "state": "complete"}.get(name, "word")
        words = {name: (word,)}
        assert word in filtered(Query(**words))


def test_what_was_meant_to_lower_is_listed_and_counted_never_averaged() -> None:
    """Beside a median as well, which it is not in."""
    made = [entry(nth_id(number), effects=(effect(2, 1),)) for number in range(3)]
    summary = summarise([*made, entry(nth_id(3), effects=(effect(-2, -1),))], Query())
    (group,) = summary.groups
    assert shown_alone(group) == [group.lines[-1]]
    shown = gaps(summary, ALL, Canvas(80))
    assert "trust  3" in shown
    assert shown.count("meant to lower") == 1
    assert "Meant to lower: 1, your reading." in " ".join(shown.split())


@pytest.mark.parametrize(
    ("first", "last", "reach"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "week"),
        (date(2026, 7, 1), date(2026, 9, 30), "year"),
        (date(2025, 12, 1), date(2026, 2, 28), "years"),
        (None, None, "years"),
    ],
)
def test_a_day_is_named_as_its_period_needs(first: date | None, last: date | None, reach: str) -> None:
    """However near to each other its moments are: a weekday says nothing of a quarter."""
    assert reach_of(Period("", first, last)) == reach


@pytest.mark.parametrize("columns", [20, 50, 80])
def test_lines_stand_under_the_name_of_their_group(columns: int) -> None:
    """Of a small group too: what it is called is on none of its lines."""
    made = [entry(nth_id(number), tags=("money",), effects=(effect(2, 1),)) for number in range(3)]
    made += [
        entry(nth_id(3), tags=("night",), effects=(effect(2, 0),)),
        entry(nth_id(4), effects=(effect(1, 1),)),
    ]
    shown = gaps(summarise(made, Query(), "tag"), ALL, Canvas(columns)).split("\n")
    names = [line for line in shown if line.startswith(("money", "night", "no tag"))]
    assert [name.split("  ")[0].rstrip(" 3") for name in names] == ["money", "night", "no tag"]
    assert names[1:] == ["night", "no tag"]
    by_person = gaps(summarise(made, Query(), "person"), ALL, Canvas(columns))
    assert "no person" in by_person


@pytest.mark.parametrize(
    ("received", "said"),
    [((reported("ann", 1),), "1 effect, confirmed by others"), ((), "1 effect, not confirmed by others")],
)
def test_one_effect_is_not_counted_among_them(received: tuple[Reported, ...], said: str) -> None:
    """One of one is no share."""
    counts = summarise([entry(effects=(effect(2, 1, *received),))], Query()).counts
    assert count_parts(counts)[1] == said
