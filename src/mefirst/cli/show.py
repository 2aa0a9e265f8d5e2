"""`mefirst show`: all there is to one entry."""

import typer

from mefirst.cli.context import Context
from mefirst.cli.options import EntryWord, JournalName, Now, OutputFormat
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry

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
    found = opened.get(Entry, opened.resolve(Entry, entry))
    record = found.record
    promises = [
        one for one in opened.read(Commitment, record.on, record.on).records if one.from_entry == record.id
    ]
    match context.format(format_):
        case "json":
            from mefirst.render import document  # noqa: PLC0415 each format is loaded when it is asked for

            origin = document.Origin(context.now, opened.name, [one.name for one in found.damaged])
            head = document.head("mefirst.show/1", origin)
            whole = {**head, "entry": document.whole_entry(record, promises, found.conflicts)}
            context.show(document.dumps(whole), kind="document")
        case "plain":
            from mefirst.render import sentences  # noqa: PLC0415 as above

            context.show(sentences.whole_entry(record, promises, found.conflicts, context.today))
        case _:
            from mefirst.render import tables  # noqa: PLC0415 as above

            context.show(
                tables.whole_entry(record, promises, found.conflicts, context.console.canvas, context.today)
            )
    return context.damaged(found.damaged)
