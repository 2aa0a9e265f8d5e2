"""What is open today."""

from datetime import date, timedelta

import pytest

from mefirst.analysis.overview import due, is_waiting, overview
from mefirst.analysis.summary import Share, summarise
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
    today = overview(entries, promises, week, Share(1, 2), DAY)
    assert [one.behavior for one in today.promises] == ["soon", "late", "no date"]
    assert [one.situation for one in today.noted] == ["noted"]
    assert [one.intent for one in today.waiting] == ["waits"]
    assert (today.today, today.last_week, today.kept) == (DAY, week, Share(1, 2))


def test_what_is_to_be_put_right_is_open_too() -> None:
    """Cleanups that were begun, and moments that ask for one; what is over, or in the trash, is not."""
    begun = commitment(nth_id(1), kind="repair", who="deputy", step="talked")
    over = commitment(nth_id(2), kind="repair", who="board", step="closed", status="kept")
    asked = entry(nth_id(3), intent="x", impact="y", cleanup="now")
    trashed = entry(nth_id(4), intent="x", impact="y", cleanup="now", state="trashed")
    seen = overview([asked, trashed], [begun, over], summarise([], Query()), Share(0, 0), DAY)
    assert [one.id for one in seen.cleanups] == [begun.id, asked.id]
    assert seen.promises == (begun,)


def test_a_reminder_counts_what_is_due_by_now() -> None:
    """A repeating promise by its turn, a cleanup by when they were to hear; what is settled never."""
    made = DAY - timedelta(days=10)
    promises = [
        commitment(nth_id(1, made), repeat="daily"),
        commitment(nth_id(2, made), repeat="daily", log=[{"on": DAY, "cue_came": False}]),
        commitment(nth_id(3, made), kind="repair", who="x", by="24h", step="noticed"),
        commitment(nth_id(4, made), kind="repair", who="x", by="24h", step="talked"),
        commitment(nth_id(5, made), due=DAY, status="kept"),
        commitment(nth_id(6, made), due=DAY + timedelta(days=1)),
    ]
    assert due([], promises, DAY, drafts=0, written_today=True).promises == 2
