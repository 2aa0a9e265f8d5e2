"""Days and periods as people read them, the same in every locale."""

from datetime import date, datetime, timedelta

from mefirst.model.period import Period
from mefirst.speech import ENGLISH, Speech, marked

DAYS = (
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
    marked("Sunday"),
)
_DAYS_SHORT = (
    marked("Mon"),
    marked("Tue"),
    marked("Wed"),
    marked("Thu"),
    marked("Fri"),
    marked("Sat"),
    marked("Sun"),
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTHS_SHORT = (
    marked("Jan"),
    marked("Feb"),
    marked("Mar"),
    marked("Apr"),
    marked("May"),
    marked("Jun"),
    marked("Jul"),
    marked("Aug"),
    marked("Sep"),
    marked("Oct"),
    marked("Nov"),
    marked("Dec"),
)
_A_WEEK = timedelta(days=6)


def weekday(day: date, say: Speech = ENGLISH, *, short: bool = False) -> str:
    """Return `Monday`, or `Mon`."""
    return say((_DAYS_SHORT if short else DAYS)[day.weekday()])


def long_day(day: date) -> str:
    """Return `Monday 23 November 2026`."""
    return f"{weekday(day)} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date, today: date, say: Speech = ENGLISH) -> str:
    """Return `Mon 23 Nov`, with the year where it is another one."""
    year = f" {day.year}" if day.year != today.year else ""
    return say(
        "{weekday} {day} {month}",
        weekday=weekday(day, say, short=True), day=day.day, month=say(_MONTHS_SHORT[day.month - 1]),
    ) + year  # fmt: skip


def near_day(day: date, today: date, say: Speech = ENGLISH) -> str:
    """Return `today`, `yesterday`, `tomorrow`, a weekday of this week's span, else `Mon 2 Nov`."""
    away = (day - today).days
    names = {0: marked("today"), 1: marked("tomorrow"), -1: marked("yesterday")}
    if away in names:
        return say(names[away])
    return weekday(day, say) if abs(away) <= _A_WEEK.days else short_day(day, today, say)


def clock_time(moment: datetime) -> str:
    """Return `9:40`."""
    return f"{moment.hour}:{moment.minute:02}"


def span(first: date | None, last: date | None) -> str:
    """Return `Mon 16 to Sun 22 November 2026`, naming month and year only where they differ."""
    if first is None and last is None:
        return "everything so far"
    if first is None or last is None:
        end = first or last or date.min
        return f"{'since' if last is None else 'until'} {long_day(end)}"
    if first == last:
        return long_day(first)
    start = f"{weekday(first, short=True)} {first.day}"
    if (first.year, first.month) != (last.year, last.month):
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} to {weekday(last, short=True)} {last.day} {MONTHS[last.month - 1]} {last.year}"


def spoken_span(first: date | None, last: date | None) -> str:
    """Return `from Monday 16 November 2026 to Sunday 22 November 2026`."""
    if first and last and first != last:
        return f"from {long_day(first)} to {long_day(last)}"
    return f"on {long_day(first)}" if first and first == last else span(first, last)


def title(period: Period) -> str:
    """Return what a period is called and when it is: `Week 47 · Mon 16 to Sun 22 November 2026`."""
    first, last = period.first, period.last
    name = period.name
    if name == "all" or first is None or last is None:
        said = span(first, last)
        return said[0].upper() + said[1:]
    if name[-1] in "dwm" and name[:-1].isdigit():
        unit = {"d": "day", "w": "week", "m": "month"}[name[-1]]
        named = f"Last {name[:-1]} {unit}s" if name[:-1] != "1" else f"Last {unit}"
    elif first.weekday() == 0 and last - first == _A_WEEK:
        named = f"Week {first.isocalendar().week}"
    else:
        named = name.replace("-", " ").capitalize() if name[:1].isalpha() else ""
    return f"{named} · {span(first, last)}" if named else span(first, last)


def when(period: Period) -> str:
    """Return a period as it stands in a sentence: `last week`, `this month`, `in this period (…)`."""
    if period.name in {"today", "yesterday", "week", "month", "quarter", "year"}:
        return period.name if period.name.endswith("day") else f"this {period.name}"
    if period.name.startswith("last-"):
        return period.name.replace("-", " ")
    return "so far" if period.name == "all" else f"in this period ({span(period.first, period.last)})"
