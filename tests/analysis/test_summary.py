"""The summary of a period: the entry is the unit, few numbers say little, two kinds of knowing stay apart."""

import random
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.analysis.statistics import Spread
from mefirst.analysis.summary import BYS, By, Group, Share, StatusSummary, Summary, backfired, summarise
from mefirst.model.entry import Effect, Entry
from mefirst.model.query import Query
from mefirst.model.vocabulary import DIMENSIONS
from mefirst.text import fold
from samples import DAY, effect, entry, nth_id, reported


def moments(*lines: tuple[Effect, ...], **more: Any) -> list[Entry]:
    """One entry for each tuple of lines, on consecutive days."""
    return [
        entry(nth_id(number, DAY - timedelta(days=number)), intent="x", effects=own, **more)
        for number, own in enumerate(lines)
    ]


def verified(intended: int | None, said: int, **more: Any) -> Effect:
    return effect(intended, None, reported("deputy", said), **more)


def overall(entries: list[Entry]) -> Group:
    return summarise(entries, Query()).overall


NOTHING = Spread(0)


@pytest.mark.parametrize("make", [effect, verified])
@pytest.mark.parametrize("n", range(8))
def test_what_is_said_depends_on_how_many_entries_there_are(make: Any, n: int) -> None:
    """Below three nothing, from three the middle and the ends, from five the means; verified or estimated alike."""
    gaps = [-3, 0, -1, -1, -2, 0, 1][:n]
    group = overall(moments(*((make(2, 2 + gap),) for gap in gaps)))
    own, other = group.estimated, group.verified
    if make is verified:
        own, other = other, own
    assert other == StatusSummary(0, NOTHING, NOTHING, Share(0, 0))
    assert own.n == own.gap.n == group.intended.n == n
    for spread in (own.gap, own.received, group.intended):
        assert (spread.median is None) is (spread.min is None) is (spread.max is None) is (n < 3)
        assert (spread.mean is None) is (spread.mean_abs is None) is (n < 5)
    if n >= 5:
        assert own.gap.mean == pytest.approx(sum(gaps) / n)
        assert own.gap.mean_abs == pytest.approx(sum(map(abs, gaps)) / n)
        assert group.intended.mean == 2


def test_lines_of_one_entry_are_averaged_first() -> None:
    """An entry with three lines weighs as much as one with a single line."""
    long = tuple(
        effect(2, seen, dimension=name) for seen, name in ((-1, "trust"), (-1, "energy"), (2, "growth"))
    )
    group = overall(moments(long, *(((effect(2, 2),),) * 4)))
    assert group.entries == group.estimated.n == 5
    assert len(group.lines) == 7
    assert replace(group.estimated.gap, interval90=None) == Spread(
        5, mean=-0.4, mean_abs=0.4, median=0, min=-2, max=0
    )
    assert group.estimated.received.mean == pytest.approx((0 + 2 * 4) / 5)


def test_what_others_said_and_what_i_guessed_are_never_one_figure() -> None:
    """Mixing them in would change neither side; there is no figure of both."""
    guesses = moments(*((effect(2, seen),) for seen in (2, 2, 1, 2, 2)))
    words = [
        entry(nth_id(100 + number), intent="x", effects=(verified(2, said),))
        for number, said in enumerate((-1, -2, 0, -1, -3))
    ]
    both = overall(guesses + words)
    assert both.estimated == overall(guesses).estimated
    assert both.verified == overall(words).verified
    assert both.estimated.gap.mean == pytest.approx(-0.2)
    assert both.verified.gap.mean == pytest.approx(-3.4)
    assert {field.name for field in fields(Group)} == {
        "key", "entries", "intended", "estimated", "verified", "lines",
    }  # fmt: skip


def test_one_entry_with_both_kinds_counts_once_in_each() -> None:
    group = overall(moments((effect(2, 1), verified(2, -1, dimension="energy"))))
    assert (group.entries, group.estimated.n, group.verified.n) == (1, 1, 1)


def test_what_was_meant_to_lower_is_listed_and_counted_but_never_averaged() -> None:
    """Honest it may be; a mean it would only blur."""
    plain = moments(*((effect(2, 1),) for _ in range(5)))
    lowered = entry(nth_id(50), intent="x", effects=(effect(-2, -3), verified(-3, 3, dimension="energy")))
    summary, without = summarise([*plain, lowered], Query()), summarise(plain, Query())
    assert summary.verdicts["lowering-meant"] == 2
    assert len(summary.lines) == 7
    assert summary.counts.effects == 7
    assert summary.overall.entries == 6
    for name in ("intended", "estimated", "verified"):
        assert getattr(summary.overall, name) == getattr(without.overall, name)


def test_backfires_are_entries_of_those_with_something_meant_and_something_arrived() -> None:
    """Two in one entry count once; where nothing was meant or nothing is known, the entry is not among n."""
    entries = moments(
        (effect(2, -1), effect(1, -3, dimension="energy"), effect(1, 1, dimension="growth")),  # k
        (effect(1, 0),),  # n only
        (effect(0, -2),),  # harm, but nothing was meant
        (effect(2, None),),  # waiting
        (effect(None, -2),),  # nothing known of the intent
        (effect(-1, -2),),  # meant to lower
        (verified(3, -1),),  # verified: its own k of n
    )
    group = overall(entries)
    assert group.estimated.backfired == Share(1, 2)
    assert group.verified.backfired == Share(1, 1)
    assert backfired([]) == Share(0, 0)


def test_waiting_lines_are_listed_and_counted_but_have_no_gap() -> None:
    """Unknown is not zero: their intent shows, nothing else does."""
    entries = moments(
        (effect(2),), (effect(None, 1),), (effect(None, None, reported("deputy", 1)),), (effect(),)
    )
    summary = summarise(entries, Query())
    assert summary.counts.waiting == summary.counts.effects == 4
    assert (summary.overall.estimated.n, summary.overall.verified.n, summary.overall.intended.n) == (0, 0, 1)
    assert sum(summary.verdicts.values()) == 0


def test_what_is_counted() -> None:
    entries = [
        entry(
            nth_id(1),
            intent="x",
            effects=(effect(1, 1), verified(1, 0, dimension="energy"), effect(1, dimension="growth")),
        ),
        entry(nth_id(2), intent="x"),
        entry(nth_id(3), situation="only captured"),
        entry(nth_id(4, DAY - timedelta(days=1)), intent="x", impact="y"),
        entry(nth_id(5), intent="x", effects=(effect(1, -1),), state="trashed"),
    ]  # fmt: skip
    counts = summarise(entries, Query()).counts
    assert (counts.entries, counts.days) == (4, 2)
    assert (counts.effects, counts.verified, counts.estimated, counts.waiting) == (3, 1, 1, 1)
    assert (counts.captured, counts.awaiting) == (1, 1)


def test_no_entries_make_an_empty_summary() -> None:
    for by in BYS:
        summary = summarise([], Query(), by)  # type: ignore[arg-type]
        assert (summary.groups, summary.lines) == ((), ())
        assert summary.counts.entries == 0
        assert set(summary.verdicts.values()) == {0}


# ---- groups

GROUPED = [
    entry(
        nth_id(1),
        sphere="professional",
        tags=("Budget", "hiring", "budget"),
        pack={"id": "daily", "version": "1.0.0", "digest": "0"},
        effects=(effect(2, 1, toward="Jürgen"), effect(1, 0, dimension="clarity", toward="board")),
    ),
    entry(
        nth_id(2),
        sphere="personal",
        tags=("BUDGET",),
        effects=(effect(2, 2, toward="JU\u0308RGEN"), effect(1, 1, dimension="closeness")),
    ),
    entry(nth_id(3), pack={"id": "deep", "version": "1.0.0", "digest": "0"}, effects=(effect(1, 1, toward="Jürgen"),)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("dimension", [("clarity", 1, 1), ("trust", 3, 3), ("closeness", 1, 1)]),
        ("person", [("Jürgen", 3, 3), ("board", 1, 1), (None, 1, 1)]),
        ("tag", [("Budget", 2, 4), ("hiring", 1, 2), (None, 1, 1)]),
        ("sphere", [("personal", 1, 2), ("professional", 1, 2), (None, 1, 1)]),
        ("pack", [("daily", 1, 2), ("deep", 1, 1), (None, 1, 2)]),
    ],
)
def test_lines_are_grouped_by_each_key(by: By, groups: list[tuple[str | None, int, int]]) -> None:
    """Spellings of one alias or tag are one group under the first; what names none comes last; most entries first."""
    found = summarise(GROUPED, Query(), by)
    tally = [(group.key, group.entries, len(group.lines)) for group in found.groups]
    assert [(key and fold(key), entries, lines) for key, entries, lines in tally] == [
        (key and fold(key), entries, lines) for key, entries, lines in groups
    ]
    assert found.by == by


def test_a_group_is_called_as_it_was_first_spelled() -> None:
    """First by the day of the moment, not by the order in which files were read."""
    named = [
        entry(nth_id(number), effects=(effect(1, 1, toward=name),))
        for number, name in enumerate(("Deputy", "deputy", "DEPUTY"))
    ]
    for order in (named, named[::-1]):
        assert [group.key for group in summarise(order, Query(), "person").groups] == ["Deputy"]


def test_a_tag_spelled_twice_in_an_entry_counts_its_lines_once() -> None:
    budget = summarise(GROUPED, Query(), "tag").groups[0]
    assert len({(line.entry, line.dimension) for line in budget.lines}) == len(budget.lines)


def test_a_query_chooses_entries_and_then_lines() -> None:
    summary = summarise(GROUPED, Query(person=("board",)), "person")
    assert [(line.toward, line.dimension) for line in summary.lines] == [("board", "clarity")]
    assert summary.counts.entries == 1
    assert [group.key for group in summary.groups] == ["board"]


points = st.none() | st.integers(-3, 3)
effects = st.builds(
    lambda dimension, toward, intended, seen, said: effect(
        intended,
        seen,
        *(() if said is None else (reported("deputy", said),)),
        dimension=dimension,
        toward=toward,
    ),
    st.sampled_from(DIMENSIONS),
    st.sampled_from([None, "deputy", "Deputy", "board"]),
    points,
    points,
    points,
)
journals = st.lists(
    st.tuples(
        st.lists(effects, max_size=3, unique_by=lambda one: one.key),
        st.sampled_from([(), ("a",), ("A", "b")]),
        st.sampled_from([None, "personal"]),
    ),
    max_size=8,
).map(
    lambda drawn: [
        entry(nth_id(number, DAY - timedelta(days=number % 3)), effects=tuple(own), tags=tags, sphere=sphere)
        for number, (own, tags, sphere) in enumerate(drawn)
    ]
)


@given(journals, st.sampled_from(BYS), st.randoms(use_true_random=False))
def test_the_parts_of_any_summary_add_up_in_any_order_of_reading(
    entries: list[Entry], by: By, order: random.Random
) -> None:
    """No line is lost or counted twice, and the order of files on the disk changes nothing."""
    summary = summarise(entries, Query(), by)
    shuffled = list(entries)
    order.shuffle(shuffled)
    assert summarise(shuffled, Query(), by) == summary
    counts = summary.counts
    assert counts.effects == len(summary.lines) == sum(len(one.effects) for one in entries)
    assert counts.verified + counts.estimated + counts.waiting == counts.effects
    assert sum(summary.verdicts.values()) == counts.verified + counts.estimated
    grouped = [line for group in summary.groups for line in group.lines]
    assert {(line.entry, line.dimension, line.toward) for line in grouped} == {
        (line.entry, line.dimension, line.toward) for line in summary.lines
    }
    if by != "tag":
        assert len(grouped) == len(summary.lines)
    check_figures(entries, summary)


def check_figures(entries: list[Entry], summary: Summary) -> None:
    """Restate the overall figures from the raw lines, entry by entry."""
    for status in ("estimated", "verified"):
        means = []
        for one in entries:
            gaps = []
            for line in one.effects:
                own = "verified" if line.reported else "estimated"
                arrived = line.reported[0].value if line.reported else line.seen
                if own == status and arrived is not None and line.intended is not None and line.intended >= 0:
                    gaps.append(arrived - line.intended)
            if gaps:
                means.append(sum(gaps) / len(gaps))
        found: StatusSummary = getattr(summary.overall, status)
        assert found.n == found.gap.n == found.received.n == len(means)
        assert (found.gap.min, found.gap.max) == (
            (pytest.approx(min(means)), pytest.approx(max(means))) if len(means) >= 3 else (None, None)
        )
        assert found.gap.mean == (pytest.approx(sum(means) / len(means)) if len(means) >= 5 else None)
        assert found.backfired.k <= found.backfired.n <= found.n
