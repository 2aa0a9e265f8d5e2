"""A filter in words. It needs no library, so a list starts at once."""

from mefirst.model.query import Query
from mefirst.text import one_line, safe

_NAMES = ("person", "tag", "sphere", "pack", "dimension", "state")


def filtered(query: Query) -> str:
    """Return ` with person deputy, without tag x`, to follow what it narrows; nothing of no filter."""
    inside = " or " if query.any_of else " and "
    found = [
        f"{name} {(' or ' if name == 'state' else inside).join(map(_word, words))}"
        for name in _NAMES
        if (words := getattr(query, name))
    ]
    if query.contains:
        found.append(f"the words {inside.join(f'“{_word(one)}”' for one in query.contains)}")
    left_out = [
        f"{name} {' or '.join(map(_word, words))}"
        for name, words in (("tag", query.not_tag), ("person", query.not_person))
        if words
    ]
    parts = [f"with {', '.join(found)}"] if found else []
    parts += [f"without {', '.join(left_out)}"] if left_out else []
    return f" {', '.join(parts)}" if parts else ""


def only(query: Query) -> list[str]:
    """Return `Only with person deputy.` to stand under a title; nothing of no filter."""
    said = filtered(query)
    return [f"Only{said}."] if said else []


def _word(typed: str) -> str:
    return safe(one_line(typed))
