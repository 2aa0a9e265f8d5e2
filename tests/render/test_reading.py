"""What is read one by one beside the medians of a group."""

from mefirst.analysis.summary import summarise
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.render.reading import MOST_WAITING, left_out, shown_alone
from mefirst.render.tables import gaps
from mefirst.text import Canvas
from samples import effect, entry, nth_id

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
