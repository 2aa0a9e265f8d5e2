"""`mefirst undo`: take back the last change of an entry, a promise, a cleanup, an answer to a partner."""

from typing import Annotated

import typer

from mefirst.cli import complete
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet
from mefirst.cli.records import note_changed, resolved
from mefirst.journal import changes
from mefirst.journal.kinds import KINDS
from mefirst.journal.store import Journal
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.record import Record
from mefirst.render.differences import difference

app = typer.Typer(add_completion=False)


@app.command(epilog="Examples: mefirst undo, mefirst undo 4k7q0z")
def undo(
    entry: Annotated[
        str | None,
        typer.Argument(
            metavar="ENTRY",
            help="A handle as it is printed, a full id, or last; without it, what was changed last here.",
            autocompletion=complete.entries,
            show_default=False,
        ),
    ] = None,
    *,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Take back the last change of an entry or a promise; undo that, and it is there again.

    A new entry goes to the trash, and what is in the trash comes out. A question whose answer was not shared yet
    waits again.
    """
    context = Context(now, plain=plain)
    opened = context.open_journal(journal)
    kind, record_id = resolved(opened, entry) if entry else _last_changed(opened)
    found, before = changes.earlier(opened, kind, record_id)
    _check(opened, found.record)
    if dry_run:
        context.show("\n".join(difference(found.record, before, plain=context.plain)), kind="lines")
        context.note("Nothing was saved.")
        return
    record = changes.undo(opened, kind, record_id)
    note_changed(opened, record)
    if quiet:
        context.show(record.id, done=f"It is saved: {record.id}")
        return
    context.note(f"{record.handle} is as it was before. mefirst undo {record.handle} takes that back.")
    for line in difference(found.record, record, plain=context.plain):
        context.note(f"  {line}")
    if isinstance(found.record, Checkin) and found.record.is_answer:
        context.note("The question waits for an answer again.")
    if isinstance(found.record, Commitment) and found.record.status == "renegotiated":
        context.note("What took its place is still there: mefirst commitment list shows both.")


def _check(journal: Journal, record: Record) -> None:
    """Raise AnswerTold for an answer that a partner has."""
    if isinstance(record, Checkin) and record.is_answer:
        from mefirst.cli.questions import check_untold  # noqa: PLC0415 few have partners

        check_untold(journal, record)


def _last_changed(journal: Journal) -> tuple[type[Record], str]:
    """Return the kind and the id of what was changed last on this device; NoEntryYet."""
    folder, record_id = journal.last_changed()
    return KINDS.get(folder, Entry), record_id
