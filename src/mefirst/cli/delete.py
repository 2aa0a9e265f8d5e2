"""`mefirst delete`: to the trash, or for good."""

import contextlib
from typing import Annotated

import typer

from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, EntryWord, JournalName, Now, Quiet, Yes
from mefirst.cli.records import BESIDE, noun, resolved
from mefirst.errors import FAILED, Ambiguous, JournalDamaged, NoTrash, UnknownEntry
from mefirst.journal import changes
from mefirst.journal.purge import copies, purge, purged_ids
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.ids import SHORTEST_HANDLE, day_of, handle_of, normalise
from mefirst.model.partner import Partner
from mefirst.model.record import Record
from mefirst.render.dates import long_day
from mefirst.render.words import counted
from mefirst.text import one_line, safe

app = typer.Typer(add_completion=False)

_UNREACHED = (
    "Out of reach, as far as there are any: backups and copies, what a sync service or git remembers,\n"
    "other devices until they sync, freed cells of an SSD, the scrollback of a terminal."
)


@app.command(epilog="Examples: mefirst delete last, mefirst delete 4k7q0z --forever")
def delete(
    entry: EntryWord,
    *,
    forever: Annotated[
        bool, typer.Option("--forever", help="Delete its files for good; nothing brings it back.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    quiet: Quiet = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Put an entry into the trash: mefirst undo takes it out again. The trash is never emptied by itself."""
    context = Context(now)
    opened = context.open_journal(journal)
    if forever:
        return _for_good(context, opened, entry, dry_run=dry_run, yes=yes, quiet=quiet)
    kind, record_id = resolved(opened, entry)
    if kind is not Entry:
        raise NoTrash(handle_of(record_id), noun(kind))
    record = opened.get(Entry, record_id).record
    handle = record.handle
    if record.state == changes.TRASHED:
        context.note(f"{handle} is in the trash already.")
        return 0
    if dry_run:
        context.note(f"{handle} would go to the trash. Nothing was saved.")
        return 0
    changes.trash(opened, record_id)
    opened.note_last(record_id)
    if quiet:
        context.show(record_id, done=f"It is in the trash: {record_id}")
    else:
        context.note(
            f"In the trash: {handle} · {safe(one_line(record.situation or record.intent or '', 60))}"
        )
        context.note(f"mefirst undo {handle} takes it out again.")
    return 0


def _for_good(
    context: Context, journal: Journal, typed: str, *, dry_run: bool, yes: bool, quiet: bool
) -> int:
    """Delete a record's files after asking; of one that is gone already, what was left of it."""
    kind, record_id = _found(journal, typed)
    ids = list(changes.lineage(journal, record_id)) if kind is Entry else [record_id]
    files = sum(1 for one in ids for _ in copies(journal, one))
    what = f"the {noun(kind)} {handle_of(record_id)} of {long_day(day_of(record_id))}"
    for one in ids[1:]:
        context.note(f"It was moved from {long_day(day_of(one))}; that goes with it.")
    promises = _promises(journal, ids)
    if dry_run:
        context.note(f"For good would go: {what}, {counted(files, 'file')}. Nothing was deleted.")
        return 0
    if not yes and not context.confirm(
        f"Delete {what} for good ({counted(files, 'file')})? Nothing brings it back.", "--yes"
    ):
        context.note("Nothing was deleted.")
        return FAILED
    gone = purge(journal, kind, record_id, context.now)
    if kind is Partner:
        context.relationships(journal).destroy(record_id)
    if quiet:
        context.show(record_id, done=f"It is deleted for good: {record_id}")
        return 0
    context.note(f"Deleted for good: {what}, {counted(gone, 'file')}.")
    for promise in promises:
        handle = promise.handle
        context.note(f"The promise {handle} made with it stays: mefirst delete {handle} --forever")
    for line in _beyond(journal):
        context.note(line)
    return 0


def _found(journal: Journal, typed: str) -> tuple[type[Record], str]:
    """Return the record meant; also one deleted for good, of which an interruption may have left files."""
    try:
        return resolved(journal, typed)
    except UnknownEntry:
        prefix = normalise(typed)
        kinds: tuple[type[Record], ...] = (Entry, *BESIDE)
        fitting = [
            (kind, one)
            for kind in kinds
            for one in purged_ids(journal, kind)
            if one == prefix or (len(prefix) >= SHORTEST_HANDLE and one[9:].startswith(prefix))
        ]
        if not fitting:
            raise
        if len(fitting) > 1:
            raise Ambiguous(typed, [one for _, one in fitting]) from None
        return fitting[0]


def _promises(journal: Journal, ids: list[str]) -> list[Commitment]:
    found: list[Commitment] = []
    for day in sorted({day_of(one) for one in ids}):
        with contextlib.suppress(JournalDamaged):
            found += journal.read(Commitment, day, day).records
    return [one for one in found if one.from_entry in ids]


def _beyond(journal: Journal) -> list[str]:
    """Return what a purge cannot reach, what we know of by its name."""
    named = [f"Not reached: the git history in {journal.root}."] if (journal.root / ".git").exists() else []
    return [*named, *_UNREACHED.splitlines()]
