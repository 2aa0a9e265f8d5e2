"""How often a promise comes round, and when it is due and late."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.cli.context import Context
from mefirst.model.due import due_on, is_late, rhythm_of
from mefirst.model.repeat import Repeat, Unit
from samples import commitment, nth_id

MON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("daily", "daily"),
        (" Every  day ", "daily"),
        ("weekdays", "weekdays"),
        ("every weekday", "weekdays"),
        ("weekly", "weekly"),
        ("every week", "weekly"),
        ("every 1 week", "weekly"),
        ("every 2 weeks", "every 2 weeks"),
        ("every 10 days", "every 10 days"),
        ("every 3 months", "every 3 months"),
        ("täglich", "daily"),
        ("werktags", "weekdays"),
        ("alle 2 Wochen", "every 2 weeks"),
        ("alle 3 Monate", "every 3 months"),
        ("alle 10 Tage", "every 10 days"),
    ],
)
def test_what_can_be_said(typed: str, kept: str) -> None:
    """In English or German; kept in one form, which reads as itself."""
    assert str(Repeat.parse(typed)) == kept
    assert Repeat.parse(kept) == Repeat.parse(typed)


@pytest.mark.parametrize(
    "typed", ["", "often", "every 0 days", "every 2 weekdays", "every 1000 days", "2 weeks"]
)
def test_what_says_nothing_of_how_often(typed: str) -> None:
    """As words of a pack it is kept and never comes round."""
    with pytest.raises(ValueError, match="does not say how often"):
        Repeat.parse(typed)
    assert rhythm_of(commitment(repeat=typed)) is None


@pytest.mark.parametrize(
    ("typed", "start", "turns"),
    [
        ("monthly", "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("monthly", "2027-12-30", ["2027-12-30", "2028-01-30", "2028-02-29", "2028-03-30"]),
        ("every 3 months", "2026-11-30", ["2026-11-30", "2027-02-28", "2027-05-30"]),
        ("weekdays", "2026-11-26", ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01"]),
        ("weekdays", "2026-11-28", ["2026-11-30", "2026-12-01"]),
        ("weekdays", "2026-11-29", ["2026-11-30", "2026-12-01"]),
        ("every 2 weeks", "2026-12-21", ["2026-12-21", "2027-01-04", "2027-01-18"]),
        ("every 10 days", "2026-02-25", ["2026-02-25", "2026-03-07", "2026-03-17"]),
        ("daily", "2026-10-24", ["2026-10-24", "2026-10-25", "2026-10-26"]),
        ("daily", "2026-03-28", ["2026-03-28", "2026-03-29", "2026-03-30"]),
        ("weekly", "9999-12-30", ["9999-12-30", "9999-12-31", "9999-12-31"]),
        ("monthly", "9999-12-30", ["9999-12-30", "9999-12-31"]),
    ],
)
def test_turns(typed: str, start: str, turns: list[str]) -> None:
    """A month without the day gives its last one and the next returns to it; no clock that is changed moves a day."""
    found = [Repeat.parse(typed).turn(date.fromisoformat(start), number) for number in range(len(turns))]
    assert [one.isoformat() for one in found] == turns


@given(
    st.sampled_from(["day", "weekday", "week", "month"]),
    st.integers(1, 40),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(-40, 4000),
)
def test_the_first_turn_from_a_day_is_the_first(unit: Unit, every: int, start: date, away: int) -> None:
    """None before it is as late; and turns only go forward, in their rhythm."""
    rhythm = Repeat(1 if unit == "weekday" else every, unit)
    day = start + timedelta(days=away)
    number = rhythm.first_from(start, day)
    assert rhythm.turn(start, number) >= day
    assert number == 0 or rhythm.turn(start, number - 1) < day
    this, following = rhythm.turn(start, number), rhythm.turn(start, number + 1)
    assert this < following
    if unit == "month":
        last = (following + timedelta(days=1)).day == 1
        assert following.day == start.day or (last and following.day < start.day)
    if unit == "weekday":
        assert this.weekday() < 5


def made(day: date, *logged: date, **fields: Any) -> Any:
    return commitment(nth_id(0, day), log=[{"on": on, "cue_came": True} for on in logged], **fields)


FRI = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("logged", "today", "due", "late"),
    [
        ((), MON, FRI, False),
        ((), FRI, FRI, False),
        ((), FRI + timedelta(days=1), FRI, True),
        ((date(2026, 11, 25),), MON + timedelta(days=3), date(2026, 12, 4), False),
        ((date(2026, 11, 25),), date(2026, 12, 4), date(2026, 12, 4), False),
        ((date(2026, 11, 25),), date(2026, 12, 5), date(2026, 12, 4), True),
        ((date(2026, 11, 30),), date(2026, 12, 5), date(2026, 12, 11), False),
        ((), date(2026, 12, 30), date(2026, 12, 25), True),
        ((date(2026, 12, 30),), date(2026, 12, 30), date(2027, 1, 8), False),
    ],
)
def test_a_weekly_promise_is_late_where_its_last_turn_passed_without_a_word(
    logged: tuple[date, ...], today: date, due: date, late: bool
) -> None:
    """Whatever is logged settles it, done or not; older turns are not caught up on."""
    one = made(MON, *logged, due=FRI, repeat="weekly")
    assert (due_on(one, today), is_late(one, today)) == (due, late)


@pytest.mark.parametrize(
    ("logged", "today", "due", "late"),
    [
        ((), MON, date(2026, 11, 24), False),
        ((MON,), MON, date(2026, 11, 24), False),
        ((), date(2026, 11, 25), date(2026, 11, 24), True),
        ((date(2026, 11, 24),), date(2026, 11, 24), date(2026, 11, 25), False),
        ((date(2026, 11, 24),), date(2026, 11, 25), date(2026, 11, 25), False),
    ],
)
def test_without_a_day_it_counts_from_when_it_was_made(
    logged: tuple[date, ...], today: date, due: date, late: bool
) -> None:
    one = made(MON, *logged, repeat="daily")
    assert (due_on(one, today), is_late(one, today)) == (due, late)


def test_what_was_logged_long_before_its_first_day_does_not_settle_that() -> None:
    one = made(MON, MON, due=date(2026, 11, 30), repeat="daily")
    assert due_on(one, date(2026, 11, 30)) == date(2026, 11, 30)
    assert is_late(one, date(2026, 12, 1))


def test_a_settled_one_comes_round_no_more() -> None:
    one = made(MON, due=FRI, repeat="weekly", status="kept")
    assert (due_on(one, date(2027, 1, 1)), is_late(one, date(2027, 1, 1))) == (FRI, False)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-10-24T23:30+02:00", "2026-10-24"),
        ("2026-10-25T02:30+02:00", "2026-10-24"),
        ("2026-10-25T02:30+01:00", "2026-10-24"),
        ("2026-10-25T23:30+01:00", "2026-10-25"),
        ("2026-03-29T03:30+02:00", "2026-03-28"),
        ("2026-03-29T04:30+02:00", "2026-03-29"),
    ],
)
def test_a_daily_promise_on_the_nights_the_clocks_change(moment: str, due: str) -> None:
    """A night of 25 or of 23 hours holds one turn, as any other; the small hours belong to the day before."""
    today = Context(moment).today
    assert today == date.fromisoformat(due)
    one = made(today - timedelta(days=3), today - timedelta(days=1), repeat="daily")
    assert (due_on(one, today), is_late(one, today)) == (today, False)


@pytest.mark.parametrize(
    ("step", "due", "late"),
    [
        (None, MON, True),
        ("noticed", MON, True),
        ("planned", MON, True),
        ("talked", None, False),
        ("repaired", date(2026, 12, 2), False),
        ("followed-up", None, False),
        ("closed", None, False),
    ],
)
def test_a_cleanup_is_late_as_long_as_they_wait_to_hear(step: Any, due: date | None, late: bool) -> None:
    """After the repair it is due again, to be asked about; that is never late."""
    steps = [{"step": "repaired", "on": date(2026, 11, 25)}] if step == "repaired" else []
    one = made(date(2026, 11, 22), kind="repair", who="deputy", by="24h", step=step, steps=steps)
    today = date(2026, 12, 9)
    assert (due_on(one, today), is_late(one, today)) == (due, late)
