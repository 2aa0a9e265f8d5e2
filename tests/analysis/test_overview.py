"""What is open today."""

from datetime import date, timedelta

import pytest

from mefirst.analysis.overview import is_waiting, overview
from mefirst.analysis.summary import summarise
from mefirst.model.entry import Entry
from mefirst.model.query import Query
from samples import DAY, commitment, effect, entry, nth_id, reported


@pytest.mark.parametrize(
    ("one", "waits"),
    [
        (entry(), False),
        (entry(intent="x"), True),
        (entry(intent="x", impact="y"), False),
        (entry(intent="x", impact="y", effects=(effect(2),)), True),
        (entry(intent="x", effects=(effect(2, 0),)), False),
        (entry(intent="x", effects=(effect(2, 0), effect(1, dimension="energy"))), True),
        (entry(intent="x", effects=(effect(2, None, reported("deputy", 1)),)), False),
        (entry(intent="x", state="trashed"), False),
    ],
)
def test_what_waits_is_a_moment_or_a_line_of_which_nobody_knows_what_arrived(one: Entry, waits: bool) -> None:
    assert is_waiting(one) is waits


def test_promises_come_by_when_they_are_due_and_moments_as_they_came() -> None:
    """Without a date a promise comes last; what is settled, trashed or complete is not open."""
    promises = [
        commitment(nth_id(1), behavior="no date"),
        commitment(nth_id(2), behavior="late", due=date(2026, 12, 24)),
        commitment(nth_id(3), behavior="soon", due=date(2026, 11, 24)),
        commitment(nth_id(4), behavior="kept", status="kept", due=date(2026, 11, 23)),
    ]
    entries = [
        entry(nth_id(1, DAY - timedelta(days=2)), situation="noted"),
        entry(nth_id(2, DAY - timedelta(days=1)), intent="waits"),
        entry(nth_id(3), intent="done", impact="x"),
        entry(nth_id(4), situation="gone", state="trashed"),
    ]
    week = summarise([], Query())
    today = overview(entries, promises, week, DAY)
    assert [one.behavior for one in today.promises] == ["soon", "late", "no date"]
    assert [one.situation for one in today.noted] == ["noted"]
    assert [one.intent for one in today.waiting] == ["waits"]
    assert (today.today, today.last_week) == (DAY, week)
