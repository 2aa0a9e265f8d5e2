"""`mefirst show`: all there is to one entry, or to a record beside the entries."""

import contextlib
from typing import TYPE_CHECKING, Any

import typer

from mefirst.cli.context import Context
from mefirst.cli.options import EntryWord, JournalName, Now, OutputFormat
from mefirst.errors import UnknownEntry
from mefirst.journal.store import Found, Journal
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.record import Record
from mefirst.model.review import Review

if TYPE_CHECKING:
    from mefirst.render.document import Origin

_BESIDE: tuple[type[Record], ...] = (Commitment, Review, Checkin)

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: mefirst show last")
def show(
    entry: EntryWord = "last",
    *,
    format_: OutputFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Show one entry whole, what was never said aloud too."""
    context = Context(now)
    opened = context.open_journal(journal)
    kind, record_id = _resolved(opened, entry)
    if kind is Entry:
        found = opened.get(Entry, record_id)
        _show_entry(context, opened, found, format_)
        return context.damaged(found.damaged)
    beside = opened.get(kind, record_id)
    if context.format(format_) == "json":
        from mefirst.render import document  # noqa: PLC0415 each format is loaded when it is asked for

        origin = _origin(context, opened, beside)
        context.show(document.dumps(document.shown_record(beside.record, origin)), kind="document")
    else:
        from mefirst.render import records  # noqa: PLC0415 as above

        context.show(records.whole_record(beside.record))
    return context.damaged(beside.damaged)


def _resolved(journal: Journal, typed: str) -> tuple[type[Record], str]:
    """Return the kind and the id that `typed` names: an entry, or else a record beside the entries."""
    try:
        return Entry, journal.resolve(Entry, typed)
    except UnknownEntry:
        for kind in _BESIDE:
            with contextlib.suppress(UnknownEntry):
                return kind, journal.resolve(kind, typed)
        raise


def _origin(context: Context, journal: Journal, found: Found[Any]) -> "Origin":
    from mefirst.render.document import Origin  # noqa: PLC0415 as above

    return Origin(context.now, journal.name, [one.name for one in found.damaged])


def _show_entry(context: Context, journal: Journal, found: Found[Entry], format_: str | None) -> None:
    record = found.record
    promises = [
        one for one in journal.read(Commitment, record.on, record.on).records if one.from_entry == record.id
    ]
    match context.format(format_):
        case "json":
            from mefirst.render import document  # noqa: PLC0415 as above

            whole = document.whole_entry(record, promises, found.conflicts)
            shown = document.shown_entry(whole, _origin(context, journal, found))
            context.show(document.dumps(shown), kind="document")
        case "plain":
            from mefirst.render import sentences  # noqa: PLC0415 as above

            context.show(sentences.whole_entry(record, promises, found.conflicts, context.today))
        case _:
            from mefirst.render import tables  # noqa: PLC0415 as above

            canvas = context.console.canvas
            context.show(tables.whole_entry(record, promises, found.conflicts, canvas, context.today))
