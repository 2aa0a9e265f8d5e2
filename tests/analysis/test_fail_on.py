"""The conditions of --fail-on: read strictly, judged on what is known."""

from datetime import date, timedelta

import pytest

from mefirst.analysis.conditions import NAMES, Condition, judge
from mefirst.analysis.follow_through import follow_through
from mefirst.analysis.summary import summarise
from mefirst.errors import BadCondition
from mefirst.model.period import Period
from mefirst.model.query import Query
from samples import commitment, effect, entry, nth_id, reported

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "name", "sign", "number"),
    [
        ("backfired>=1", "backfired", ">=", 1),
        (" verified.backfired > 0 ", "verified.backfired", ">", 0),
        ("verified.gap.trust<=-2", "verified.gap.trust", "<=", -2),
        ("verified.gap.trust<=−2", "verified.gap.trust", "<=", -2),
        ("estimated.gap<-0.5", "estimated.gap", "<", -0.5),
        ("open_cleanups!=0", "open_cleanups", "!=", 0),
        ("late_commitments==+2", "late_commitments", "==", 2),
    ],
)
def test_a_condition_is_a_name_a_comparison_and_a_number(
    typed: str, name: str, sign: str, number: float
) -> None:
    assert Condition.parse(typed) == (typed, name, sign, number)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", ""),
        ("backfired", "It has no comparison"),
        ("backfired>=", "There is no number behind >="),
        ("backfired>=x", "'x' is not a number"),
        ("backfired=1", "'=' is written '=='."),
        ("backfired=>1", "'=>' is written '>='."),
        ("backfired>>1", "'>>' is written '>'."),
        ("backfired<=>1", "'<=>' is no comparison: >= <= == != > <"),
        ("backfired 1", "It has no comparison"),
        ("1<=backfired", ""),
        ("backfird>=1", "Did you mean 'backfired'?"),
        ("verified.gap.trst<=-2", "Did you mean 'verified.gap.trust'?"),
        ("gap<=-2", "There is no figure 'gap'."),
        ("backfired>=1, waiting>3", "'1, waiting>3' is not a number"),
        ("backfired>=1e9", "'1e9' is not a number"),
        ("open-cleanups>0", "Did you mean 'open_cleanups'?"),
    ],
)
def test_what_is_no_condition_is_named_with_what_was_meant(typed: str, why: str) -> None:
    """The two kinds are never pooled into one gap, so there is no figure of that name."""
    with pytest.raises(BadCondition) as refused:
        Condition.parse(typed)
    assert why in refused.value.why
    assert "--fail-on 'backfired>=1'" in refused.value.hint


def value(name: str) -> float | None:
    """Judge one figure of a small journal: five moments, two of them confirmed, a promise late, a cleanup open."""
    entries = [
        entry(nth_id(0), intent="x", effects=[effect(2, -1), effect(2, 1, dimension="energy")]),
        entry(nth_id(1), intent="x", effects=[effect(2, 1, reported("a", -2), toward="a")]),
        entry(nth_id(2), intent="x", effects=[effect(2, 1), effect(2, 1, reported("a", 0), toward="a")]),
        entry(nth_id(3), intent="x", effects=[effect(2, 0)], cleanup="now"),
        entry(nth_id(4), intent="x", effects=[effect(2)]),
    ]
    promises = [commitment(nth_id(5, TODAY - timedelta(days=9)), due=TODAY - timedelta(days=1))]
    summary = summarise(entries, Query())
    followed = follow_through(entries, promises, (), Period.parse("7d", TODAY), TODAY)
    (outcome,) = judge([Condition.parse(f"{name}>-99")], summary, followed)
    assert outcome.met == (outcome.value is not None)
    return outcome.value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("backfired", 2), ("estimated.backfired", 1), ("verified.backfired", 1),
        ("estimated.gap", -2), ("verified.gap", None),
        ("estimated.gap.trust", -2), ("estimated.gap.energy", None), ("verified.gap.trust", None),
        ("waiting", 1), ("open_cleanups", 1), ("late_commitments", 1),
    ],
)  # fmt: skip
def test_each_figure_is_the_one_of_the_report(name: str, expected: float | None) -> None:
    """A moment counts once among the backfired; a median of fewer than three is not known and meets nothing."""
    assert value(name) == expected


def test_every_name_has_a_figure() -> None:
    for name in NAMES:
        value(name)


@pytest.mark.parametrize(
    ("sign", "met"), [(">=", True), ("<=", True), ("==", True), ("!=", False), (">", False), ("<", False)]
)
def test_comparisons_mean_what_they_say(sign: str, met: bool) -> None:
    assert Condition("x", "waiting", sign, 1.0).holds(1) == met
    assert not Condition("x", "waiting", sign, 1.0).holds(None)
