"""PERIOD: every form, every edge of the calendar, every fault named."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.errors import BadPeriod
from mefirst.model.period import NAMES, Period

MONDAY = "2026-11-23"  # of ISO week 48

TABLE = [
    # as of, typed, first, last
    (MONDAY, "today", "2026-11-23", "2026-11-23"),
    (MONDAY, "yesterday", "2026-11-22", "2026-11-22"),
    (MONDAY, "week", "2026-11-23", "2026-11-29"),
    (MONDAY, "last-week", "2026-11-16", "2026-11-22"),
    (MONDAY, "month", "2026-11-01", "2026-11-30"),
    (MONDAY, "last-month", "2026-10-01", "2026-10-31"),
    (MONDAY, "quarter", "2026-10-01", "2026-12-31"),
    (MONDAY, "last-quarter", "2026-07-01", "2026-09-30"),
    (MONDAY, "year", "2026-01-01", "2026-12-31"),
    (MONDAY, "last-year", "2025-01-01", "2025-12-31"),
    (MONDAY, "all", None, None),
    (MONDAY, "LAST-Week", "2026-11-16", "2026-11-22"),
    (MONDAY, "  All ", None, None),
    # days and weeks that end today
    (MONDAY, "1d", "2026-11-23", "2026-11-23"),
    (MONDAY, "7d", "2026-11-17", "2026-11-23"),
    (MONDAY, "1w", "2026-11-17", "2026-11-23"),
    (MONDAY, "4w", "2026-10-27", "2026-11-23"),
    (MONDAY, "9999d", "1999-07-10", "2026-11-23"),
    # months: from the day after the same date, clamped
    (MONDAY, "1m", "2026-10-24", "2026-11-23"),
    (MONDAY, "3m", "2026-08-24", "2026-11-23"),
    (MONDAY, "12m", "2025-11-24", "2026-11-23"),
    ("2026-03-31", "1m", "2026-03-01", "2026-03-31"),
    ("2024-03-31", "1m", "2024-03-01", "2024-03-31"),
    ("2026-03-30", "1m", "2026-03-01", "2026-03-30"),
    ("2026-12-31", "1m", "2026-12-01", "2026-12-31"),
    ("2026-05-31", "3m", "2026-03-01", "2026-05-31"),
    ("2028-02-29", "12m", "2027-03-01", "2028-02-29"),
    ("2026-01-15", "1m", "2025-12-16", "2026-01-15"),
    # calendar units
    (MONDAY, "2026", "2026-01-01", "2026-12-31"),
    (MONDAY, "2026-11", "2026-11-01", "2026-11-30"),
    (MONDAY, "2026-02", "2026-02-01", "2026-02-28"),
    (MONDAY, "2024-02", "2024-02-01", "2024-02-29"),
    (MONDAY, "2026-W48", "2026-11-23", "2026-11-29"),
    (MONDAY, "2026-11-23", "2026-11-23", "2026-11-23"),
    (MONDAY, "2031", "2031-01-01", "2031-12-31"),
    # where the ISO year is not the calendar's
    (MONDAY, "2025-W01", "2024-12-30", "2025-01-05"),
    (MONDAY, "2026-W53", "2026-12-28", "2027-01-03"),
    (MONDAY, "2027-W01", "2027-01-04", "2027-01-10"),
    ("2024-12-30", "week", "2024-12-30", "2025-01-05"),
    ("2024-12-30", "last-week", "2024-12-23", "2024-12-29"),
    ("2027-01-03", "week", "2026-12-28", "2027-01-03"),
    ("2027-01-03", "last-week", "2026-12-21", "2026-12-27"),
    ("2027-01-03", "last-quarter", "2026-10-01", "2026-12-31"),
    ("2027-01-03", "last-month", "2026-12-01", "2026-12-31"),
    ("2027-01-01", "yesterday", "2026-12-31", "2026-12-31"),
    ("2026-03-01", "last-month", "2026-02-01", "2026-02-28"),
    # from A to B: left by its first day, right by its last, either open
    (MONDAY, "2026-11-01..2026-11-23", "2026-11-01", "2026-11-23"),
    (MONDAY, "2026-02..2026-02", "2026-02-01", "2026-02-28"),
    (MONDAY, "2025..2026-W48", "2025-01-01", "2026-11-29"),
    (MONDAY, "2026-W53..2026-12-31", "2026-12-28", "2026-12-31"),
    (MONDAY, "2026-11-23..2026-11-23", "2026-11-23", "2026-11-23"),
    (MONDAY, "2026-11..", "2026-11-01", None),
    (MONDAY, "..2026-11", None, "2026-11-30"),
    (MONDAY, "..", None, None),
]


def as_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("today", "typed", "first", "last"), TABLE)
def test_what_a_period_covers(today: str, typed: str, first: str | None, last: str | None) -> None:
    period = Period.parse(typed, date.fromisoformat(today))
    assert (period.first, period.last) == (as_date(first), as_date(last))
    assert period.json() == {"name": period.name, "from": first, "to": last}
    assert period.name in {typed, typed.strip().casefold()}


def test_every_named_period_is_in_the_table() -> None:
    assert set(NAMES) <= {typed for _, typed, _, _ in TABLE}


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", ""),
        ("8", ""),
        ("0d", ""),
        ("10000d", ""),
        ("-7d", ""),
        ("7D", ""),
        ("7x", ""),
        ("last week", ""),
        ("23.11.2026", ""),
        ("2026-W", ""),
        ("7d..", "'7d' is not a date"),
        ("2026-13", "Month must be in 1..12"),
        ("2026-02-30", "Day"),
        ("2026-00", "Month"),
        ("2026-W54", "Invalid week: 54"),
        ("2025-W53", "Invalid week: 53"),
        ("2026-W00", "Invalid week: 0"),
        ("0000", "Year"),
        ("9999-W52", "Date value out of range"),
        ("2026-11..soon", "'soon' is not a date"),
        ("soon..2026-11", "'soon' is not a date"),
        ("2026..2027..2028", "'2027..2028' is not a date"),
        ("2026-11-23..2026-11-22", "It ends (2026-11-22) before it begins (2026-11-23)"),
        ("2026-W48..2026-02-31", "Day"),
    ],
)
def test_what_is_no_period_and_why(typed: str, fault: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        Period.parse(typed, date.fromisoformat(MONDAY))
    assert fault.casefold() in refused.value.why.casefold()
    assert refused.value.exit_code == 2
    assert "7d" in refused.value.hint


@pytest.mark.parametrize(
    ("today", "typed"),
    [
        ("0001-01-01", "yesterday"),
        ("0001-01-03", "last-week"),
        ("0010-01-01", "9999d"),
        ("0100-05-31", "9999m"),
    ],
)
def test_a_period_before_the_calendar_begins_says_so(today: str, typed: str) -> None:
    with pytest.raises(BadPeriod, match="not a period") as refused:
        Period.parse(typed, date.fromisoformat(today))
    assert "before the calendar" in refused.value.why


periods = st.one_of(
    st.text(),
    st.text("0123456789-W.dwm ", max_size=24),
    st.from_regex(r"\d{1,5}[dwm]", fullmatch=True),
    st.from_regex(r"(\d{4}(-W?\d{2}(-\d{2})?)?)?\.\.(\d{4}(-W?\d{2}(-\d{2})?)?)?", fullmatch=True),
    st.from_regex(r"[0-9]{4}-W[0-9]{2}", fullmatch=True),
    st.sampled_from(NAMES),
)


@given(periods, st.dates())
def test_any_text_on_any_day_is_a_period_or_a_bad_one(typed: str, today: date) -> None:
    """Never a traceback, and never a period that ends before it begins."""
    try:
        period = Period.parse(typed, today)
    except BadPeriod:
        return
    assert period.first is None or period.last is None or period.first <= period.last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(1990, 1, 1), date(2110, 1, 1)))
def test_a_day_is_in_a_period_exactly_when_its_ends_hold_it(today: date, day: date) -> None:
    """What is in `week` is in the week `Period.json` prints; whole units touch without a hole."""
    for unit in ("week", "month", "quarter", "year"):
        now, before = Period.parse(unit, today), Period.parse(f"last-{unit}", today)
        assert now.first is not None
        assert now.last is not None
        assert today in now
        assert today not in before
        assert before.last == now.first - timedelta(days=1)
        assert (day in now) is (now.first <= day <= now.last)
    assert day in Period.parse("all", today)
    assert day.isoformat() not in Period.parse("all", today)  # a text is no day


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 500))
def test_rolling_periods_end_today_and_have_their_length(today: date, number: int) -> None:
    for unit, length in (("d", number), ("w", 7 * number)):
        period = Period.parse(f"{number}{unit}", today)
        assert period.first == today - timedelta(days=length - 1)
        assert period.last == today
    months = Period.parse(f"{number}m", today)
    assert months.last == today
    assert months.first is not None
    before = months.first - timedelta(days=1)
    assert (today.year - before.year) * 12 + today.month - before.month == number
    assert before.day <= today.day
