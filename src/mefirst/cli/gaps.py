"""`mefirst gaps`: the gap summary of a period."""

from typing import Annotated, Literal

import typer

from mefirst.analysis.conditions import judge
from mefirst.analysis.follow_through import follow_through
from mefirst.analysis.summary import chosen, summary_of
from mefirst.cli import delivery
from mefirst.cli.context import Context
from mefirst.cli.options import JournalName, Limit, Now, PeriodWord, Reverse, with_filters
from mefirst.model.commitment import Commitment
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
    limit: Limit = None,
    reverse: Reverse = False,
    format_: Annotated[
        Literal["table", "plain", "json", "csv"] | None,
        typer.Option(
            "--format", help="How to print it; table, unless plain is your setting.", show_default=False
        ),
    ] = None,
    output: delivery.Output = None,
    fail_on: delivery.FailOn = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Show what was meant and what arrived, and the gap between them."""
    context = Context(now)
    conditions = delivery.conditions(fail_on)
    file = delivery.check(output)
    wanted = context.period(period)
    opened = context.open_journal(journal)
    reading = opened.read(Entry, wanted.first, wanted.last)
    damaged = reading.damaged
    entries = chosen(reading.records, query, limit, reverse=reverse)
    summary = summary_of(entries, query, by)
    promised = None
    if any(condition.needs_commitments for condition in conditions):
        commitments = opened.read(Commitment)
        damaged = (*damaged, *commitments.damaged)
        promised = follow_through(entries, commitments.records, (), wanted, context.today)
    match context.format(format_):
        case "json":
            from mefirst.render import document  # noqa: PLC0415 each format is loaded when it is asked for

            origin = document.Origin(context.now, opened.name, [one.name for one in damaged])
            found = document.gaps(summary, wanted, query, origin)
            delivery.deliver(context, document.dumps(found), file, kind="document")
        case "csv":
            from mefirst.render import spreadsheet  # noqa: PLC0415 as above

            delivery.deliver(context, spreadsheet.effects(summary.lines), file, kind="document")
        case "plain":
            from mefirst.render import sentences  # noqa: PLC0415 as above

            delivery.deliver(context, sentences.gaps(summary, wanted), file)
        case _:
            from mefirst.render import tables  # noqa: PLC0415 as above

            delivery.deliver(context, tables.gaps(summary, wanted, context.canvas(file)), file)
    met = delivery.verdict(context, judge(conditions, summary, promised))
    return context.damaged(damaged) or met
