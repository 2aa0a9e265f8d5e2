"""`mefirst report`: the full report of a period, for the leader, a coach or a cron job."""

from datetime import date
from typing import Annotated

import typer

from mefirst.analysis.conditions import judge
from mefirst.analysis.report import Report, days_to_read
from mefirst.analysis.report import report as read_report
from mefirst.analysis.then_and_now import EVERY, is_due
from mefirst.cli import delivery
from mefirst.cli.context import Context
from mefirst.cli.options import JournalName, Now, PeriodWord, ReportFormat, with_filters
from mefirst.journal import layout
from mefirst.journal.store import Damaged, Journal
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.ids import day_of
from mefirst.model.partner import Partner
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.render.document import Origin
from mefirst.text import Canvas

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: mefirst report last-week --output week.html")
@with_filters()
def report(
    query: Query,
    period: PeriodWord = "last-week",
    *,
    format_: ReportFormat = None,
    output: delivery.Output = None,
    open_: Annotated[
        bool, typer.Option("--open", help="Write it as HTML and open that in your browser.")
    ] = False,
    fail_on: delivery.FailOn = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Read a period: moments, the focus over weeks, promises, and one question to take along."""
    context = Context(now)
    conditions = delivery.conditions(fail_on)
    file = delivery.check(output)
    form = delivery.format_for(context, format_ or ("html" if open_ else None), file)
    if open_ and form != "html":
        raise delivery.NoPage(form)
    wanted = context.period(period)
    opened = context.open_journal(journal)
    found, damaged = _read(opened, wanted, query, context.today, then_and_now=context.settings.then_and_now)
    origin = Origin(context.now, opened.name, [one.name for one in damaged])
    written = _written(form, found, query, origin, context.canvas(file))
    if open_:
        delivery.open_page(context, written, file, encrypted=opened.is_encrypted())
    else:
        delivery.deliver(context, written, file, kind=delivery.kind(form))
    met = delivery.verdict(context, judge(conditions, found.summary, found.follow_through))
    return context.damaged(damaged) or met


def _read(
    journal: Journal, period: Period, query: Query, today: date, *, then_and_now: bool
) -> tuple[Report, list[Damaged]]:
    """Read no more of the journal than the report needs; promises are few, and open ones may be old: all are read."""
    focus = journal.read(Focus)
    entries = journal.read(Entry, *days_to_read(period, focus.records, today))
    commitments = journal.read(Commitment)
    checkins, partners = journal.read(Checkin), journal.read(Partner)
    readings = (focus, entries, commitments, checkins, partners)
    damaged = [one for reading in readings for one in reading.damaged]
    oldest: tuple[Entry, ...] = ()
    began = next(journal.ids(Entry, layout.pass_over), None) if then_and_now else None
    if began and is_due(day_of(began), period, today):
        reading = journal.read(Entry, day_of(began), day_of(began) + EVERY)
        oldest = reading.records
        damaged += [one for one in reading.damaged if one not in damaged]
    found = read_report(
        entries.records,
        commitments.records,
        focus.records,
        period,
        query,
        today,
        checkins=checkins.records,
        partners=partners.records,
        oldest=oldest,
    )
    return found, damaged


def _written(form: str, found: Report, query: Query, origin: Origin, canvas: Canvas) -> str:
    """Return the report in a format; what that needs is loaded when it is asked for."""
    match form:
        case "json":
            from mefirst.render import document, report_document  # noqa: PLC0415 as said

            return document.dumps(report_document.report(found, query, origin))
        case "csv":
            from mefirst.render import spreadsheet  # noqa: PLC0415 as said

            return spreadsheet.effects(found.summary.lines)
        case "md":
            from mefirst.render import report_md  # noqa: PLC0415 as said

            return report_md.report(found)
        case "html":
            from mefirst.render import report_html  # noqa: PLC0415 as said

            return report_html.report(found, origin)
        case "plain":
            from mefirst.render import report_plain  # noqa: PLC0415 as said

            return report_plain.report(found)
        case _:
            from mefirst.render import report_table  # noqa: PLC0415 as said

            return report_table.report(found, canvas)
