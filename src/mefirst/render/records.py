"""Records beside the entries, whole: a commitment, a review, a check-in, a focus. The same lines in every format."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from mefirst.model.ids import day_of
from mefirst.model.record import Record
from mefirst.render.dates import long_day
from mefirst.text import safe, safe_lines

_OURS = {
    "schema",
    "id",
    "revision",
    "parents",
    "recorded_at",
    "replaces",
    "pack",
    "on",
    "from_entry",
    "relationship",
}


def whole_record(record: Record) -> str:
    """Return every field that says something, each under its name, answers under their questions."""
    return "\n".join(_lines(record))


def _lines(record: Record) -> Iterator[str]:
    kind = record.SCHEMA.removeprefix("mefirst.").partition("/")[0]
    yield f"{record.handle} · {kind} · {long_day(day_of(record.id))}"
    for name, value in record.document().items():
        if name in _OURS:
            continue
        if name == "answers":
            for answer in value.values():
                yield from _block(safe(answer["asked"]), answer["answer"])
        else:
            yield from _block(name.replace("_", " ").capitalize(), value)


def _block(label: str, value: Any) -> Iterator[str]:
    yield ""
    yield label
    for line in said(value):
        yield f"  {line}"


def said(value: Any) -> Iterator[str]:
    """Yield a value of a document in lines that are safe to show: texts as they stand, lists item by item."""
    if isinstance(value, str):
        yield from safe_lines(value)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, dict):
        for name, part in value.items():
            yield f"{name}: {' '.join(said(part))}"
    elif isinstance(value, list):
        for one in value:
            yield from said(one)
    else:
        yield long_day(value) if isinstance(value, date) else str(value)
