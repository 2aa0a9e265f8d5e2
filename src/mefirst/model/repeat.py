"""How often a promise comes round: daily, weekdays, weekly, monthly, or every so many days, weeks or months."""

import re
from bisect import bisect_left
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

Unit = Literal["day", "weekday", "week", "month"]

WORDS = ("daily", "weekdays", "weekly", "monthly", "every N days", "every N weeks", "every N months")
"""What there is to say, as it is shown to people."""

_NAMES: dict[str, Unit] = {"daily": "day", "weekdays": "weekday", "weekly": "week", "monthly": "month"}
_GERMAN: dict[str, Unit] = {
    "täglich": "day",
    "werktags": "weekday",
    "wöchentlich": "week",
    "monatlich": "month",
}
_EVERY = re.compile(r"(?:every|alle)\s+(?:(\d{1,3})\s+)?(weekday|day|week|month|tag|woche|monat)(?:s|e|n)?")
_UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "weekday": "weekday",
    "tag": "day",
    "woche": "week",
    "monat": "month",
}
_LEAST = {"day": 1, "weekday": 1, "week": 7, "month": 28}
_WORKING = 5


class Repeat(NamedTuple):
    """Every so many (`every`, from 1) of a unit; a `weekday` is Monday to Friday and comes every time."""

    every: int
    unit: Unit

    @classmethod
    def parse(cls, typed: str) -> "Repeat":
        """Read it as people say it, in English or German; ValueError where it says nothing of the kind."""
        said = " ".join(typed.split()).casefold()
        if unit := (_NAMES | _GERMAN).get(said):
            return cls(1, unit)
        found = _EVERY.fullmatch(said)
        every = int(found[1] or 1) if found else 0
        if not found or not every or (every > 1 and found[2] == "weekday"):
            msg = f"{typed!r} does not say how often"
            raise ValueError(msg)
        return cls(every, _UNITS[found[2]])

    def __str__(self) -> str:
        """Return it as it is kept."""
        if self.every == 1:
            return next(name for name, unit in _NAMES.items() if unit == self.unit)
        return f"every {self.every} {self.unit}s"

    def turn(self, start: date, number: int) -> date:
        """Return turn `number` (from 0), counted from `start`; the last day there is where it lies beyond.

        A month that has no such day gives its last one, and the next takes the day of `start` again.
        """
        try:
            match self.unit:
                case "weekday":
                    monday = start - timedelta(days=start.weekday())
                    weeks, day = divmod(min(start.weekday(), _WORKING) + number, _WORKING)
                    return monday + timedelta(weeks=weeks, days=day)
                case "month":
                    years, month = divmod(start.month - 1 + number * self.every, 12)
                    year = start.year + years
                    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
            return start + timedelta(days=number * self.every * _LEAST[self.unit])
        except (ValueError, OverflowError):
            return date.max

    def first_from(self, start: date, day: date) -> int:
        """Return the number of the first turn that is not before `day`."""
        most = max((day - start).days, 0) // (self.every * _LEAST[self.unit]) + 2
        return bisect_left(range(most), day, key=lambda number: self.turn(start, number))
