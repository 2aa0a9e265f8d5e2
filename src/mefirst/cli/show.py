"""`mefirst show`: all there is to one entry, or to a record beside the entries."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mefirst.cli.context import Context
from mefirst.cli.options import EntryWord, JournalName, Now, OutputFormat
from mefirst.cli.records import resolved
from mefirst.journal.changes import lineage
from mefirst.journal.store import Found, Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.ids import day_of
from mefirst.model.record import Record

if TYPE_CHECKING:
    from mefirst.render.document import Origin

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: mefirst show last")
def show(
    entry: EntryWord = "last",
    *,
    history: Annotated[bool, typer.Option("--history", help="Every revision, with what it changed.")] = False,
    format_: OutputFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Show one entry whole, what was never said aloud too."""
    context = Context(now)
    opened = context.open_journal(journal)
    kind, record_id = resolved(opened, entry)
    if history:
        return _show_history(context, opened, kind, record_id, format_)
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

        context.show(records.whole_record(beside.record), kind="lines")
    return context.damaged(beside.damaged)


def _show_history(
    context: Context, journal: Journal, kind: type[Record], record_id: str, format_: str | None
) -> int:
    versions, damaged = journal.history(kind, record_id)
    if context.format(format_) == "json":
        from mefirst.render import document  # noqa: PLC0415 as above

        origin = document.Origin(context.now, journal.name, [one.name for one in damaged])
        context.show(document.dumps(document.history(record_id, versions, origin)), kind="document")
    else:
        from mefirst.render import histories  # noqa: PLC0415 as above

        plain = context.format(format_) == "plain"
        said = histories.history(record_id, versions, context.console.canvas, plain=plain)
        context.show(said, kind="lines")
    return context.damaged(damaged)


def _origin(context: Context, journal: Journal, found: Found[Any]) -> "Origin":
    from mefirst.render.document import Origin  # noqa: PLC0415 as above

    return Origin(context.now, journal.name, [one.name for one in found.damaged])


def _promises(journal: Journal, entry: Entry) -> list[Commitment]:
    """Return the promises made with an entry, also where it was moved since."""
    ids = tuple(lineage(journal, entry.id)) if entry.replaces else (entry.id,)
    days = sorted({day_of(one) for one in ids})
    return [
        one for day in days for one in journal.read(Commitment, day, day).records if one.from_entry in ids
    ]


def _show_entry(context: Context, journal: Journal, found: Found[Entry], format_: str | None) -> None:
    record = found.record
    promises = _promises(journal, record)
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
