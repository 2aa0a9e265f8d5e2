"""Reading one value from what was typed or scripted: text, numbers, points, days, names, options.

Each reader takes a string or the value as JSON has it, and raises Unfit with a sentence to show.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from mefirst.errors import did_you_mean
from mefirst.model.scale import HIGHEST, LOWEST, parse_point
from mefirst.packs.model import read_yes_no
from mefirst.text import fold


class Unfit(ValueError):
    """A value its question cannot take; the argument is a sentence for whoever answered."""


def text(raw: Any, shortest: int | None = None, longest: int | None = None) -> str:
    """Read a text; blanks around it go, nothing within."""
    if not isinstance(raw, str):
        raise Unfit("A text was expected.")
    value = whole(raw.strip())
    if shortest and len(value) < shortest:
        raise Unfit(f"At least {shortest} characters, please.")
    if longest and len(value) > longest:
        raise Unfit(f"At most {longest} characters, please; this is {len(value)}.")
    return value


def whole(value: str) -> str:
    """Refuse a text that no UTF-8 file could hold: bytes of another encoding, typed or pasted."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unfit("Part of this is no UTF-8 text and cannot be kept. Please type it anew.") from None
    return value


def number(raw: Any, lowest: float | None = None, highest: float | None = None) -> int | float:
    """Read a number within its limits; whole numbers stay whole."""
    try:
        value = float(raw if not isinstance(raw, bool) else "")
        if not math.isfinite(value):
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        raise Unfit("A number was expected.") from None
    if not (lowest is None or value >= lowest) or not (highest is None or value <= highest):
        raise Unfit(f"A number {_between(lowest, highest)} was expected.")
    return int(value) if value.is_integer() else value


def _between(lowest: float | None, highest: float | None) -> str:
    low, high = (f"{limit:g}" if limit is not None else None for limit in (lowest, highest))
    return f"from {low} to {high}" if low and high else f"from {low} up" if low else f"up to {high}"


def point(raw: Any) -> int:
    """Read a point of the −3 … +3 scale."""
    try:
        if isinstance(raw, bool | float) and raw != int(raw):
            raise ValueError
        return parse_point(str(int(raw) if isinstance(raw, float) else raw))
    except (ValueError, OverflowError):
        raise Unfit(f"'{raw}' is not on the scale, which goes from −3 to +3.") from None


def scale(raw: Any, low: int, high: int) -> int:
    """Read a point of a scale: ours with every sign people type or say, or a pack's own."""
    if (low, high) == (LOWEST, HIGHEST):
        return point(raw)
    value = number(str(raw).replace("−", "-") if isinstance(raw, str) else raw)
    if not isinstance(value, int) or not low <= value <= high:
        raise Unfit(f"'{raw}' is not on the scale, which goes from {low} to {high}.")
    return value


def choice(raw: Any, options: Mapping[str, str]) -> str:
    """Read one option, by its value, its label or its number in the list (from 1)."""
    if isinstance(raw, str) and raw in options:
        return raw
    typed = fold(str(raw))
    by_word = {fold(label): value for value, label in options.items()} | {
        fold(value): value for value in options
    }
    if typed in by_word:
        return by_word[typed]
    values = list(options)
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(values):
        return values[int(typed) - 1]
    near = did_you_mean(str(raw), values)
    raise Unfit(f"'{raw}' is none of the answers.{near} Known: {' '.join(values)}")


def yes_no(raw: Any) -> bool:
    """Read yes or no."""
    value = read_yes_no(
        {"y": "yes", "n": "no"}.get(raw.strip().casefold(), raw) if isinstance(raw, str) else raw
    )
    if not isinstance(value, bool):
        raise Unfit("Yes or no was expected.")
    return value


def day(raw: Any, today: date, earliest: date | None = None, latest: date | None = None) -> str:
    """Read a day: YYYY-MM-DD, today, tomorrow, yesterday, or a number of days from today; returns YYYY-MM-DD."""
    typed = str(raw).strip().casefold()
    words = {"today": 0, "tomorrow": 1, "yesterday": -1}
    try:
        if typed in words or typed.removeprefix("+").isdigit():
            value = today + timedelta(days=words[typed] if typed in words else int(typed))
        else:
            value = date.fromisoformat(typed)
    except (ValueError, OverflowError):
        raise Unfit(
            f"'{raw}' is not a day. Write YYYY-MM-DD, today, tomorrow, or a number of days."
        ) from None
    if earliest and value < earliest:
        raise Unfit(f"The earliest day possible here is {earliest}.")
    if latest and value > latest:
        raise Unfit(f"The latest day possible here is {latest}.")
    return value.isoformat()


def names(raw: Any, most: int | None = None) -> list[str]:
    """Read several names, a list or separated by commas; each once, the first spelling kept."""
    typed = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(typed, Sequence) or not all(isinstance(name, str) for name in typed):
        raise Unfit("Names were expected, separated by commas.")
    found: dict[str, str] = {}
    for name in (" ".join(whole(name).split()) for name in typed):
        if name:
            found.setdefault(fold(name), name)
    value = list(found.values())
    if most and len(value) > most:
        raise Unfit(f"At most {most}, please; these are {len(value)}.")
    return value


def choices(raw: Any, options: Mapping[str, str], most: int | None = None) -> list[str]:
    """Read several options, a list or separated by commas or blanks between numbers."""
    typed = raw.replace(" ", ",") if isinstance(raw, str) and raw.replace(" ", "").isdigit() else raw
    value = list(
        dict.fromkeys(
            choice(one, options)
            for one in names([str(one) for one in typed] if isinstance(typed, list) else typed)
        )
    )
    if most and len(value) > most:
        raise Unfit(f"At most {most}, please; these are {len(value)}.")
    return value
