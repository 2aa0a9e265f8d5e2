"""`mefirst undo`: take back the last change of an entry, of a promise, of a cleanup."""

import typer

from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, EntryWord, JournalName, Now, Plain, Quiet
from mefirst.cli.records import resolved
from mefirst.journal import changes
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.render.differences import difference

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: mefirst undo last")
def undo(
    entry: EntryWord = "last",
    *,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Take back the last change of an entry or a promise; undo that, and it is there again.

    A new entry goes to the trash.
    """
    context = Context(now, plain=plain)
    opened = context.open_journal(journal)
    kind, record_id = resolved(opened, entry)
    found, before = changes.earlier(opened, kind, record_id)
    if dry_run:
        context.show("\n".join(difference(found.record, before, plain=context.plain)), kind="lines")
        context.note("Nothing was saved.")
        return
    record = changes.undo(opened, kind, record_id)
    if kind is Entry:
        opened.note_last(record.id)
    if quiet:
        context.show(record.id, done=f"It is saved: {record.id}")
        return
    context.note(f"{record.handle} is as it was before. mefirst undo {record.handle} takes that back.")
    for line in difference(found.record, record, plain=context.plain):
        context.note(f"  {line}")
    if isinstance(found.record, Commitment) and found.record.status == "renegotiated":
        context.note("What took its place is still there: mefirst commitment list shows both.")
