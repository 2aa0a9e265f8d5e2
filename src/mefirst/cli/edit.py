"""`mefirst edit`: change an entry, in an editor or field by field; move it to another day; rename a person."""

from typing import Annotated

import typer

from mefirst.cli import complete
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet, Yes
from mefirst.errors import CannotWrite, UsageProblem
from mefirst.interview.entryform import with_field
from mefirst.journal import changes
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.render.dates import long_day
from mefirst.render.differences import difference

app = typer.Typer(add_completion=False)


@app.command(epilog="Examples: mefirst edit last, mefirst edit 4k7q0z --on yesterday")
def edit(
    entry: Annotated[
        str | None,
        typer.Argument(
            metavar="ENTRY",
            help="A handle as it is printed, a full id, or last; with --person it may be left out.",
            autocompletion=complete.entries,
        ),
    ] = None,
    *,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="Set one field; an empty value empties it.", metavar="FIELD=VALUE"),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="Move it to another day; its handle changes.", metavar="DATE")
    ] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", help="Rename a person everywhere, or in ENTRY.", metavar="OLD=NEW"),
    ] = None,
    discard: Annotated[bool, typer.Option("--discard", help="Throw away a text that was kept.")] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Change an entry, in your editor unless an option says what. What it was before is kept: mefirst undo."""
    context = Context(now, plain=plain)
    if person is not None and (set_ or on is not None or discard):
        raise UsageProblem("--person goes with no other change.", hint="Make one after the other.")
    if person is None and entry is None:
        raise UsageProblem("Which entry?", hint="Example: mefirst edit last")
    opened = context.open_journal(journal)
    if person is not None:
        from mefirst.cli.renaming import rename  # noqa: PLC0415 a way of its own

        return rename(context, opened, entry, person, dry_run=dry_run, yes=yes, quiet=quiet)
    entry_id = opened.resolve(Entry, entry or "last")
    if discard:
        _discard(context, opened, entry_id)
        return 0
    if set_ or on is not None:
        return _change(context, opened, entry_id, set_ or (), on, dry_run=dry_run, quiet=quiet)
    from mefirst.cli.editing import in_editor  # noqa: PLC0415 a way of its own

    return in_editor(context, opened, entry_id, dry_run=dry_run, quiet=quiet)


def _change(
    context: Context,
    journal: Journal,
    entry_id: str,
    assignments: list[str] | tuple[str, ...],
    on: str | None,
    *,
    dry_run: bool,
    quiet: bool,
) -> int:
    found = journal.get(Entry, entry_id)
    day = context.day(on) if on is not None else found.record.on

    def edited(record: Entry) -> Entry:
        for assignment in assignments:
            record = with_field(record, assignment)
        return record

    after = edited(found.record)
    if dry_run:
        said = "\n".join(difference(found.record, after, plain=context.plain))
        moves = day != found.record.on
        if said or not moves:
            context.show(said or "Nothing would change.", kind="lines")
        if moves:
            context.note(f"It would move to {long_day(day)}.")
        context.note("Nothing was saved.")
        return context.damaged(found.damaged)
    try:
        record = journal.change(Entry, entry_id, edited) if assignments else found.record
    except CannotWrite:
        context.rescue(assignments)
        raise
    if day != record.on:
        record = changes.move(journal, entry_id, day)
    tell_saved(context, journal, found.record, record, quiet=quiet)
    return context.damaged(found.damaged)


def tell_saved(context: Context, journal: Journal, before: Entry, after: Entry, *, quiet: bool) -> None:
    """Say what was saved, and remember it as the last."""
    journal.note_last(after.id)
    if quiet:
        context.show(after.id, done=f"It is saved: {after.id}")
        return
    if after == before:
        context.note(f"Nothing changed in {after.handle}.")
        return
    if after.id != before.id:
        context.note(f"Moved to {long_day(after.on)}: it is {after.handle} now.")
        return
    lines = list(difference(before, after, plain=context.plain))
    context.note(f"Saved {after.handle}, " + ("as it is now:" if lines else "two versions of it made one."))
    for line in lines:
        context.note(f"  {line}")
    if after.state == changes.TRASHED:
        context.note(f"It is in the trash: mefirst undo {after.handle} takes that back.")


def _discard(context: Context, journal: Journal, entry_id: str) -> None:
    edits = context.edits(journal)
    if not edits.path(entry_id).exists():
        context.note("There is no text that was kept.")
        return
    with edits.lock(entry_id):
        edits.remove(entry_id)
    context.note("Thrown away. The entry is as it was.")
