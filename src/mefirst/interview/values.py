"""Reading one value from what was typed or scripted: text, numbers, points, days, names, options.

Each reader takes a string or the value as JSON has it, and raises Unfit with a sentence to show.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from mefirst.errors import nearest
from mefirst.model.repeat import WORDS, Repeat
from mefirst.model.scale import HIGHEST, LOWEST, parse_point
from mefirst.packs.model import read_yes_no
from mefirst.speech import ENGLISH, Speech, marked
from mefirst.text import fold

DAYS_AWAY = {marked("today"): 0, marked("tomorrow"): 1, marked("yesterday"): -1}
YES_NO = (marked("yes"), marked("no"))

_NONE: Mapping[Any, str] = MappingProxyType({})


class Unfit(ValueError):
    """A value its question cannot take; the argument is a sentence for whoever answered.

    `values` stand in the places it names in braces. As text it is English.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self._values = values

    def said(self, say: Speech) -> str:
        """Return the sentence in a language."""
        return say(self.args[0], **self._values)

    def asked(self, say: Speech) -> str:
        """Return the sentence for whoever was asked in lines."""
        return self.said(say)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.said(ENGLISH)


class NoOption(Unfit):
    """What is none of the options. Its sentence names their values, which files hold; people see numbers."""

    def __init__(self, sentence: str, options: int, **values: object) -> None:
        super().__init__(sentence, **values)
        self._options = options

    def asked(self, say: Speech) -> str:
        """Return the sentence for whoever was shown the numbers."""
        return say("Type a number from {low} to {high}.", low=1, high=self._options)


def text(raw: Any, shortest: int | None = None, longest: int | None = None) -> str:
    """Read a text; blanks around it go, nothing within."""
    if not isinstance(raw, str):
        raise Unfit("A text was expected.")
    value = whole(raw.strip())
    if shortest and len(value) < shortest:
        raise Unfit("At least {least} characters, please.", least=shortest)
    if longest and len(value) > longest:
        raise Unfit("At most {most} characters, please; this is {count}.", most=longest, count=len(value))
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
        raise _out_of(lowest, highest)
    return int(value) if value.is_integer() else value


def _out_of(lowest: float | None, highest: float | None) -> Unfit:
    low, high = (f"{limit:g}" if limit is not None else None for limit in (lowest, highest))
    if low and high:
        return Unfit("A number from {low} to {high} was expected.", low=low, high=high)
    if low:
        return Unfit("A number from {low} up was expected.", low=low)
    return Unfit("A number up to {high} was expected.", high=high)


def point(raw: Any) -> int:
    """Read a point of the −3 … +3 scale."""
    try:
        if isinstance(raw, bool | float) and raw != int(raw):
            raise ValueError
        return parse_point(str(int(raw) if isinstance(raw, float) else raw))
    except (ValueError, OverflowError):
        raise Unfit("'{typed}' is not on the scale: whole numbers from −3 to +3.", typed=raw) from None


def scale(raw: Any, low: int, high: int, aloud: Mapping[int, str] = _NONE) -> int:
    """Read a point of a scale: ours with every sign people type or say (`aloud`), or a pack's own."""
    if isinstance(raw, str):
        said = {fold(words): value for value, words in aloud.items()}
        raw = said.get(fold(raw), raw)
    if (low, high) == (LOWEST, HIGHEST):
        return point(raw)
    value = number(str(raw).replace("−", "-") if isinstance(raw, str) else raw)
    if not isinstance(value, int) or not low <= value <= high:
        raise Unfit(
            "'{typed}' is not on the scale: whole numbers from {low} to {high}.",
            typed=raw,
            low=low,
            high=high,
        )
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
    known = " ".join(values)
    if near := nearest(str(raw), values):
        raise NoOption(
            "'{typed}' is none of the answers. Did you mean '{near}'? Known: {known}", len(values),
            typed=raw, near=near, known=known,
        )  # fmt: skip
    raise NoOption("'{typed}' is none of the answers. Known: {known}", len(values), typed=raw, known=known)


def yes_no(raw: Any, words: Mapping[str, str] = _NONE) -> bool:
    """Read yes or no, also by what they are in another language (`words`), and by a first letter."""
    if isinstance(raw, str):
        spoken = {
            fold(said): value for value, said in (*((value, value) for value in YES_NO), *words.items())
        }
        spoken |= {said[:1]: value for said, value in spoken.items()}
        raw = spoken.get(fold(raw), raw)
    value = read_yes_no(raw)
    if not isinstance(value, bool):
        raise Unfit("Yes or no was expected.")
    return value


def day(
    raw: Any,
    today: date,
    earliest: date | None = None,
    latest: date | None = None,
    words: Mapping[str, str] = _NONE,
) -> str:
    """Read a day: YYYY-MM-DD, today, tomorrow, yesterday, or a number of days from today; returns YYYY-MM-DD.

    `words` are those three in another language.
    """
    typed = fold(str(raw))
    away = DAYS_AWAY | {fold(said): DAYS_AWAY[name] for name, said in words.items()}
    try:
        if typed in away or typed.removeprefix("+").isdigit():
            value = today + timedelta(days=away[typed] if typed in away else int(typed))
        else:
            value = date.fromisoformat(typed)
    except (ValueError, OverflowError):
        raise Unfit(
            "'{typed}' is not a day. Write YYYY-MM-DD, today, tomorrow, or a number of days.", typed=raw
        ) from None
    if earliest and value < earliest:
        raise Unfit("The earliest day possible here is {day}.", day=earliest)
    if latest and value > latest:
        raise Unfit("The latest day possible here is {day}.", day=latest)
    return value.isoformat()


def repeat(raw: Any) -> str:
    """Read how often a promise comes round; returns it as it is kept."""
    typed = text(raw)
    try:
        return str(Repeat.parse(typed))
    except ValueError:
        raise Unfit(
            "'{typed}' does not say how often. Known: {known}", typed=typed, known=", ".join(WORDS)
        ) from None


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
        raise Unfit("At most {most}, please; these are {count}.", most=most, count=len(value))
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
        raise Unfit("At most {most}, please; these are {count}.", most=most, count=len(value))
    return value
