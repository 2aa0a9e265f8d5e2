"""`mefirst gaps`: the gap summary of a period."""

from typing import Annotated, Literal

import typer

from mefirst.analysis.conditions import judge
from mefirst.analysis.follow_through import follow_through
from mefirst.analysis.summary import Summary, chosen, summary_of
from mefirst.cli import delivery
from mefirst.cli.context import Context
from mefirst.cli.options import JournalName, Limit, Now, PeriodWord, ReportFormat, Reverse, with_filters
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.render.document import Origin
from mefirst.text import Canvas

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
    format_: ReportFormat = None,
    output: delivery.Output = None,
    fail_on: delivery.FailOn = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Show what was meant and what arrived, and the gap between them."""
    context = Context(now)
    conditions = delivery.conditions(fail_on)
    file = delivery.check(output)
    form = delivery.format_for(context, format_, file)
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
    origin = Origin(context.now, opened.name, [one.name for one in damaged])
    written = _written(form, summary, wanted, query, origin, context.canvas(file))
    delivery.deliver(context, written, file, kind=delivery.kind(form))
    met = delivery.verdict(context, judge(conditions, summary, promised))
    return context.damaged(damaged) or met


def _written(
    form: str, summary: Summary, period: Period, query: Query, origin: Origin, canvas: Canvas
) -> str:
    """Return the summary in a format; what that needs is loaded when it is asked for."""
    match form:
        case "json":
            from mefirst.render import document  # noqa: PLC0415 as said

            return document.dumps(document.gaps(summary, period, query, origin))
        case "csv":
            from mefirst.render import spreadsheet  # noqa: PLC0415 as said

            return spreadsheet.effects(summary.lines)
        case "md":
            from mefirst.render import report_md  # noqa: PLC0415 as said

            return report_md.gaps(summary, period)
        case "html":
            from mefirst.render import report_html  # noqa: PLC0415 as said

            return report_html.gaps(summary, period, origin)
        case "plain":
            from mefirst.render import sentences  # noqa: PLC0415 as said

            return sentences.gaps(summary, period)
        case _:
            from mefirst.render import tables  # noqa: PLC0415 as said

            return tables.gaps(summary, period, canvas)
