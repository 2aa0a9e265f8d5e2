"""Clocks that are wrong, that jump, that agree to the second: the order is stable, and none of them wins."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from samples import DAY, ID, RECORDED, entry, nth_id

pytestmark = pytest.mark.usefixtures("sealing")

YEARS = timedelta(days=3653)


def order(journal: Journal) -> list[str]:
    return [one.id for one in journal.read(Entry).records]


def test_a_clock_ten_years_off_moves_no_entry_to_another_day(journal: Journal) -> None:
    """The day it is about places it; within the day the times as they were written do."""
    for number, recorded_at in enumerate((RECORDED + YEARS, RECORDED, RECORDED - YEARS)):
        journal.add(entry(nth_id(number), recorded_at=recorded_at))
    journal.add(entry(nth_id(9, DAY + timedelta(days=1)), recorded_at=RECORDED - YEARS))
    assert order(journal) == [nth_id(2), nth_id(1), nth_id(0), nth_id(9, DAY + timedelta(days=1))]
    assert [one.id for one in journal.read(Entry, DAY, DAY).records] == order(journal)[:3]


def test_entries_of_the_same_second_keep_their_order(journal: Journal) -> None:
    """Whatever order they are written or listed in."""
    for number in (3, 1, 2):
        journal.add(entry(nth_id(number)))
    assert order(journal) == [nth_id(1), nth_id(2), nth_id(3)]
    assert order(journal) == order(Journal.open("default", journal.root, journal.state.parent))


def test_the_hour_that_comes_twice_is_told_apart(journal: Journal) -> None:
    """Half past two in summer time is before half past two in winter time."""
    summer = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    winter = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=1)))
    day = summer.date()
    journal.add(entry(nth_id(1, day), recorded_at=winter))
    journal.add(entry(nth_id(2, day), recorded_at=summer))
    assert order(journal) == [nth_id(2, day), nth_id(1, day)]
    assert journal.get(Entry, nth_id(1, day)).record.recorded_at.utcoffset() == timedelta(hours=1)


def test_no_clock_decides_which_edit_counts(journal: Journal) -> None:
    """Two devices, one of them ten years ahead: both wordings are shown, on every device in the same order."""
    journal.add(entry(situation="x", recorded_at=datetime(2036, 1, 1, tzinfo=UTC)))
    heads = journal.get(Entry, ID).heads
    for words in ("one", "two"):
        journal.change(Entry, ID, lambda one, words=words: one.changed(situation=words), heads)  # type: ignore[misc]
    found = journal.get(Entry, ID)
    assert found.conflicts == ("situation",)
    assert sorted((found.record.situation or "").split("\n———\n")) == ["one", "two"]
