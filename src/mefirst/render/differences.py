"""What a change changed, field by field: lines taken away and lines put in their place."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from mefirst.model.record import Record
from mefirst.render.records import said

_OURS = {"schema", "id", "revision", "parents", "recorded_at"}


def changes(before: Record | None, after: Record) -> dict[str, tuple[Any, Any]]:
    """Return the fields that differ, each with its value before and after as JSON has it; None where absent."""
    old = before.document() if before else {}
    new = after.document()
    return {
        name: (old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
        if name not in _OURS and old.get(name) != new.get(name)
    }


def difference(
    before: Record | None, after: Record, *, plain: bool = False, unsaid: bool = False
) -> Iterator[str]:
    """Yield the changed fields, each with the lines that went (−) and came (+); `plain` says it in words.

    The words of `unsaid` are shown only where that is wanted: `show` alone does it.
    """
    went, came = ("was: ", "is: ") if plain else ("− ", "+ ")
    for name, (old, new) in changes(before, after).items():
        yield name.replace("_", " ").capitalize() + (":" if plain else "")
        if name == "unsaid" and not unsaid:
            yield "  changed; mefirst show shows it"
            continue
        for sign, line in _lines(list(said_or_nothing(old)), list(said_or_nothing(new))):
            yield f"  {went if sign < 0 else came}{line}".rstrip()


def said_or_nothing(value: Any) -> Iterator[str]:
    """Yield a value in lines, none where there is no value."""
    if value is not None:
        yield from said(value)


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, str]]:
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from ((-1, line) for line in old[first:last])
            yield from ((1, line) for line in new[start:end])
