"""`show --history`: every revision of a record, the first one first, with what it changed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mefirst.model.ids import day_of, handle_of
from mefirst.model.record import FIRST_REVISION, Record
from mefirst.render.dates import long_day
from mefirst.render.differences import difference
from mefirst.render.words import counted
from mefirst.text import Canvas

if TYPE_CHECKING:
    from mefirst.journal.store import Version


def history(
    record_id: str, versions: "Sequence[Version[Any]]", canvas: Canvas, *, plain: bool = False
) -> str:
    """Return the revisions; `plain` says in words what went and what came."""
    return "\n".join(canvas.signs(line) for line in _lines(record_id, versions, plain=plain))


def _lines(record_id: str, versions: "Sequence[Version[Any]]", *, plain: bool) -> Iterator[str]:
    number = counted(len(versions), "revision")
    yield f"{handle_of(record_id)}{', ' if plain else ' · '}{long_day(day_of(record_id))}, {number}."
    heads = sum(one.is_head for one in versions)
    for one in versions:
        record: Record = one.record
        yield ""
        yield f"Revision {record.revision}{_about(one, heads)}"
        lines = list(difference(one.before, record, plain=plain, unsaid=True))
        yield from (f"  {line}" for line in lines or ["It changed nothing."])


def _about(version: "Version[Any]", heads: int) -> str:
    said = []
    record = version.record
    if version.before is None and record.revision > FIRST_REVISION:
        said.append("what it changed is not there any more, so this is all of it")
    if len(record.parents) > 1:
        said.append(f"joins {len(record.parents)}")
    if version.is_head:
        said.append("as it is now" if heads == 1 else f"one of {heads} that wait to be joined")
    return f", {', '.join(said)}" if said else ""
