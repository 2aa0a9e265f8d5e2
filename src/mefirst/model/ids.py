"""Ids: the day a record is about, then ten random characters that people can read to one another.

The alphabet is Crockford's base32, lower case: no i, l, o or u, so that nothing is mistaken
(https://www.crockford.com/base32.html).
"""

import re
from collections.abc import Callable
from datetime import date

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
RANDOM_LENGTH = 10
HANDLE_LENGTH = 6
SHORTEST_HANDLE = 4

ID = re.compile(rf"(\d{{8}})-([{ALPHABET}]{{{RANDOM_LENGTH}}})", re.ASCII)


def new_id(day: date, choose: Callable[[str], str] | None = None) -> str:
    """Return a fresh id for a record about `day`; `choose` picks a character, at random unless given."""
    if choose is None:
        import secrets  # noqa: PLC0415 reading makes no ids

        choose = secrets.choice
    return f"{compact(day)}-" + "".join(choose(ALPHABET) for _ in range(RANDOM_LENGTH))


def compact(day: date) -> str:
    """Return `day` as ids begin: YYYYMMDD, in every year (`%Y` leaves out leading zeros on some platforms)."""
    return day.isoformat().replace("-", "")


def day_of(record_id: str) -> date:
    """Return the day an id names; ValueError where it names none."""
    match = ID.fullmatch(record_id)
    if not match:
        msg = f"{record_id!r} is no id"
        raise ValueError(msg)
    return date.fromisoformat(match[1])


def handle_of(record_id: str) -> str:
    """Return the six characters that are printed; they are never looked up to be printed."""
    return record_id[9 : 9 + HANDLE_LENGTH]


def normalise(typed: str) -> str:
    """Return a typed handle as the alphabet writes it: any case, o read as 0, i and l as 1."""
    return typed.strip().lower().replace("o", "0").replace("i", "1").replace("l", "1")
