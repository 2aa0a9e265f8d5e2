"""`mefirst report`: the full report of a period, for the leader, a coach or a cron job."""

from datetime import date
from typing import Annotated, Literal

import typer

from mefirst.analysis.conditions import judge
from mefirst.analysis.report import Report, days_to_read
from mefirst.analysis.report import report as read_report
from mefirst.analysis.then_and_now import EVERY, is_due
from mefirst.cli import delivery
from mefirst.cli.context import Context
from mefirst.cli.options import JournalName, Now, PeriodWord, with_filters
from mefirst.journal.store import Damaged, Journal
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.ids import day_of
from mefirst.model.period import Period
from mefirst.model.query import Query

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: mefirst report last-week --output week.json")
@with_filters()
def report(
    query: Query,
    period: PeriodWord = "last-week",
    *,
    format_: Annotated[
        Literal["json", "csv"] | None,
        typer.Option("--format", help="How to write it.", show_default=False),
    ] = None,
    output: delivery.Output = None,
    fail_on: delivery.FailOn = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Read a period: moments, the focus over weeks, promises, and one question to take along."""
    context = Context(now)
    conditions = delivery.conditions(fail_on)
    file = delivery.check(output)
    wanted = context.period(period)
    opened = context.open_journal(journal)
    found, damaged = _read(opened, wanted, query, context.today, then_and_now=context.settings.then_and_now)
    match format_:
        case "csv":
            from mefirst.render import spreadsheet  # noqa: PLC0415 each format is loaded when it is asked for

            delivery.deliver(context, spreadsheet.effects(found.summary.lines), file, kind="document")
        case _:
            from mefirst.render import document, report_document  # noqa: PLC0415 as above

            origin = document.Origin(context.now, opened.name, [one.name for one in damaged])
            written = document.dumps(report_document.report(found, query, origin))
            delivery.deliver(context, written, file, kind="document")
    met = delivery.verdict(context, judge(conditions, found.summary, found.follow_through))
    return context.damaged(damaged) or met


def _read(
    journal: Journal, period: Period, query: Query, today: date, *, then_and_now: bool
) -> tuple[Report, list[Damaged]]:
    """Read no more of the journal than the report needs; promises are few, and open ones may be old: all are read."""
    focus = journal.read(Focus)
    entries = journal.read(Entry, *days_to_read(period, focus.records, today))
    commitments = journal.read(Commitment)
    checkins = journal.read(Checkin)
    damaged = [*focus.damaged, *entries.damaged, *commitments.damaged, *checkins.damaged]
    oldest: tuple[Entry, ...] = ()
    began = next(journal.ids(Entry), None) if then_and_now else None
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
        oldest=oldest,
    )
    return found, damaged
