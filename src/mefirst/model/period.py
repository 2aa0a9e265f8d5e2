"""PERIOD: one word for a stretch of days. Never guessed from a locale."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple, Self

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from mefirst.errors import BadPeriod

_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12
_MONTHS_A_QUARTER = 3

_Span = tuple[date, date]

PeriodFields = TypedDict("PeriodFields", {"name": str, "from": str | None, "to": str | None})
"""A period in a JSON document: null is open."""


def _month(day: date) -> _Span:
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=1), day.replace(day=last)


def _quarter(day: date) -> _Span:
    first = day.replace(month=day.month - (day.month - 1) % _MONTHS_A_QUARTER, day=1)
    return first, _month(first.replace(month=first.month + 2))[1]


def _year(day: date) -> _Span:
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _week(day: date) -> _Span:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _day(day: date) -> _Span:
    return day, day


def _before(unit: Callable[[date], _Span]) -> Callable[[date], _Span]:
    """Return the unit before the one that holds a day."""
    return lambda day: unit(unit(day)[0] - timedelta(days=1))


_UNITS: dict[str, Callable[[date], _Span]] = {
    "today": _day,
    "yesterday": _before(_day),
    "week": _week,
    "last-week": _before(_week),
    "month": _month,
    "last-month": _before(_month),
    "quarter": _quarter,
    "last-quarter": _before(_quarter),
    "year": _year,
    "last-year": _before(_year),
}
NAMES = (*_UNITS, "all")

_ROLLING = re.compile(r"([1-9]\d{0,3})([dwm])", re.ASCII)
_CALENDAR = re.compile(r"(\d{4})(?:-W(\d{2})|-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def _months_back(day: date, months: int) -> date:
    """Return the same date `months` earlier, clamped to that month's last day."""
    index = day.year * _MONTHS_A_YEAR + day.month - 1 - months
    year, month = divmod(index, _MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _rolling(number: int, unit: str, today: date) -> _Span:
    if unit == "m":
        return _months_back(today, number) + timedelta(days=1), today
    days = number * (_DAYS_A_WEEK if unit == "w" else 1)
    return today - timedelta(days=days - 1), today


def _calendar(typed: str) -> _Span | None:
    match = _CALENDAR.fullmatch(typed)
    if not match:
        return None
    year, week, month, day = match.groups()
    try:
        if week:
            return _week(date.fromisocalendar(int(year), int(week), 1))
        if day:
            return _day(date(int(year), int(month), int(day)))
        return _month(date(int(year), int(month), 1)) if month else _year(date(int(year), 1, 1))
    except (OverflowError, ValueError) as problem:
        raise BadPeriod(typed, f"{str(problem).capitalize()}.") from None


class Period(NamedTuple):
    """Days from `first` to `last`, both included; None is open on that side."""

    name: str
    first: date | None
    last: date | None

    @classmethod
    def parse(cls, typed: str, today: date) -> Self:
        """Read a PERIOD as of `today`; BadPeriod names what is wrong."""
        word = typed.strip()
        if word.casefold() == "all":
            return cls("all", None, None)
        try:
            if unit := _UNITS.get(word.casefold()):
                return cls(word.casefold(), *unit(today))
            if match := _ROLLING.fullmatch(word):
                return cls(word, *_rolling(int(match[1]), match[2], today))
        except (OverflowError, ValueError):
            raise BadPeriod(typed, "It begins before the calendar does.") from None
        if span := _calendar(word):
            return cls(word, *span)
        left, dots, right = word.partition("..")
        if not dots:
            raise BadPeriod(typed)
        return cls._between(word, left, right)

    @classmethod
    def _between(cls, word: str, left: str, right: str) -> Self:
        ends = []
        for typed in (left, right):
            span = _calendar(typed) if typed else None
            if typed and not span:
                raise BadPeriod(word, f"'{typed}' is not a date.")
            ends.append(span)
        first = ends[0][0] if ends[0] else None
        last = ends[1][1] if ends[1] else None
        if first and last and first > last:
            raise BadPeriod(word, f"It ends ({last}) before it begins ({first}).")
        return cls(word, first, last)

    def __contains__(self, day: object) -> bool:
        """Whether `day` lies in the period."""
        if not isinstance(day, date):
            return False
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def json(self) -> PeriodFields:
        """The period as every JSON document shows it."""
        return {
            "name": self.name,
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
        }
