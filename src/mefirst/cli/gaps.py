"""`mefirst gaps`: the gap summary of a period."""

from typing import Annotated, Literal

import typer

from mefirst.analysis.summary import summarise
from mefirst.cli.context import Context
from mefirst.cli.options import JournalName, Now, OutputFormat, PeriodWord, with_filters
from mefirst.model.entry import Entry
from mefirst.model.query import Query

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: mefirst gaps 4w --by person")
@with_filters()
def gaps(
    query: Query,
    period: PeriodWord = "7d",
    *,
    by: Annotated[
        Literal["dimension", "person", "tag", "sphere", "pack"],
        typer.Option("--by", help="What to group by."),
    ] = "dimension",
    format_: OutputFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Show what was meant and what arrived, and the gap between them."""
    context = Context(now)
    wanted = context.period(period)
    opened = context.open_journal(journal)
    reading = opened.read(Entry, wanted.first, wanted.last)
    summary = summarise(reading.records, query, by)
    names = [one.name for one in reading.damaged]
    match context.format(format_):
        case "json":
            from mefirst.render import document  # noqa: PLC0415 each format is loaded when it is asked for

            origin = document.Origin(context.now, opened.name, names)
            found = document.gaps(summary, wanted, query, origin)
            context.show(document.dumps(found), kind="document")
        case "plain":
            from mefirst.render import sentences  # noqa: PLC0415 as above

            context.show(sentences.gaps(summary, wanted))
        case _:
            from mefirst.render import tables  # noqa: PLC0415 as above

            context.show(tables.gaps(summary, wanted, context.console.canvas))
    return context.damaged(reading.damaged)
