"""`mefirst list`: the entries of a period."""

import typer

from mefirst.cli.context import Context
from mefirst.cli.options import JournalName, Limit, ListFormat, Now, PeriodWord, Reverse, with_filters
from mefirst.model.entry import Entry
from mefirst.model.query import Query

app = typer.Typer(add_completion=False)


@app.command("list", epilog="Example: mefirst list last-month --person deputy")
@with_filters(state=True)
def list_entries(
    query: Query,
    period: PeriodWord = "4w",
    *,
    limit: Limit = None,
    reverse: Reverse = False,
    format_: ListFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """List moments, oldest first."""
    context = Context(now)
    wanted = context.period(period)
    opened = context.open_journal(journal)
    reading = opened.read(Entry, wanted.first, wanted.last)
    found = [one for one in reading.records if query.matches(one)]
    found = found[-limit:] if limit else found
    found = found[::-1] if reverse else found
    names = [one.name for one in reading.damaged]
    match context.format(format_):
        case "json":
            from mefirst.render import document  # noqa: PLC0415 each format is loaded when it is asked for

            origin = document.Origin(context.now, opened.name, names)
            listed = document.entries(found, wanted, query, origin)
            context.show(document.dumps(listed), kind="document")
        case "jsonl":
            from mefirst.render import document  # noqa: PLC0415 as above

            if found:
                lines = "\n".join(document.dumps(document.entry(one), lines=True) for one in found)
                context.show(lines, kind="document")
        case "plain":
            from mefirst.render import sentences  # noqa: PLC0415 as above

            context.show(sentences.entries(found, wanted, query))
        case _:
            from mefirst.render import listing  # noqa: PLC0415 as above

            canvas = context.console.canvas
            context.show(listing.entries(found, wanted, query, canvas, context.today))
    return context.damaged(reading.damaged)
