"""`mefirst import`: take in an export of mefirst's, or a journal of jrnl or Day One."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now
from mefirst.cli.progress import Progress
from mefirst.errors import NoJournal, UsageProblem
from mefirst.journal.kinds import KINDS
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.render.words import counted
from mefirst.transfer.parcel import Parcels
from mefirst.transfer.reading import MOST_BYTES, read
from mefirst.transfer.taking import Plan, plan, take

app = typer.Typer(add_completion=False)

_NOUNS = {
    "entries": ("moment", ""),
    "commitments": ("promise", ""),
    "checkins": ("check-in", ""),
    "reviews": ("review", ""),
    "focus": ("focus", "focuses"),
    "partners": ("partner", ""),
    "shares": ("file shared or received", "files shared or received"),
}
_MOST_NAMED = 6


@app.command(epilog="Examples: mefirst import mine.jsonl, mefirst import journal.txt --dry-run")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="What mefirst export wrote, a journal of jrnl's (its text or its JSON), or an export of Day One "
            "(its JSON or its zip); - reads stdin.",
        ),
    ],
    *,
    dry_run: DryRun = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the ids of new moments alone.")] = False,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Take records in. All of them are checked before the first is written; what is here already is left alone."""
    context = Context(now)
    name = "stdin" if str(file) == "-" else str(file)
    with _opened(file) as stream:
        parcels = read(name, stream, context.now)
        opened = _journal_there(context, journal)
        if dry_run or opened is None:  # a file that cannot be taken in begins no journal
            planned = plan(parcels, opened)
        if not dry_run:
            planned = _take(context, parcels, opened or context.open_journal(journal, create=True))
    if quiet:
        context.show("\n".join(_new_moments(planned)), done="It is imported.")
    else:
        _tell(context, parcels, planned, dry_run=dry_run)


def _take(context: Context, parcels: Parcels, journal: Journal) -> Plan:
    with journal.alone(), Progress(context.console, "Importing", goes_on=True) as progress:
        planned = plan(parcels, journal)
        take(parcels, planned, journal, progress.at)
        return planned


def _journal_there(context: Context, name: str) -> Journal | None:
    try:
        return context.open_journal(name)
    except NoJournal:
        return None


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    """Open what is to be taken in; stdin is held, so that it can be gone through twice."""
    if str(file) == "-":
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UsageProblem(f"That is more than {MOST_BYTES // 2**20} MiB.", hint="Name the file instead.")
        yield io.BytesIO(data)
        return
    if file.exists() and not file.is_file():
        raise UsageProblem(f"{file} is no file.", hint="Name a file; - reads stdin.")
    try:
        stream = file.open("rb")
    except OSError as problem:
        raise UsageProblem(f"{file} cannot be read.", problem.strerror or str(problem)) from None
    with stream:
        yield stream


def _new_moments(planned: Plan) -> list[str]:
    return sorted(place.name.partition(".")[0] for place in planned.places if place.parts[0] == Entry.FOLDER)


def _tell(context: Context, parcels: Parcels, planned: Plan, *, dry_run: bool) -> None:
    source = f" from {parcels.source}" if parcels.source else ""
    new = [counted(planned.new[folder], *_NOUNS[folder]) for folder in KINDS if planned.new[folder]]
    said = ", ".join(new) or "nothing new"
    here = f"; {planned.here} {'was' if planned.here == 1 else 'were'} here already" if planned.here else ""
    context.note(f"{'To be imported' if dry_run else 'Imported'}{source}: {said}{here}.")
    if planned.changed:
        context.note(f"Earlier or later revisions: of {counted(planned.changed, 'record')} that are here.")
    if planned.purged:
        context.note(f"Left out: {counted(planned.purged, 'record')} deleted for good here.")
    if planned.alive:
        named = ", ".join(planned.alive[:_MOST_NAMED]) + (" …" if len(planned.alive) > _MOST_NAMED else "")
        context.note(f"Deleted for good there, and still here: {named}")
    if parcels.media:
        context.note(
            f"Not taken in: {counted(parcels.media, 'picture or recording', 'pictures and recordings')}."
        )
    if dry_run:
        context.note("Nothing was imported.")
