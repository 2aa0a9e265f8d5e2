"""`journal backup`, `journal restore`: a journal in one file, and back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from mefirst.cli.context import Context
from mefirst.cli.journal.keeping import other_keys
from mefirst.cli.options import DryRun, JournalName, Now, Yes
from mefirst.cli.progress import Progress
from mefirst.errors import DAMAGED, FAILED, UsageProblem
from mefirst.journal import layout, marker
from mefirst.journal.archive import Archive
from mefirst.journal.backup import back_up
from mefirst.journal.codec import Codec
from mefirst.journal.restore import Into, Restored, restore
from mefirst.journal.store import Journal
from mefirst.render.words import counted
from mefirst.text import safe

_MOST_NAMED = 20


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("backup", epilog="Example: mefirst journal backup ~/Backups")(backup_journal)
    app.command("restore", epilog="Example: mefirst journal restore mefirst-default-20261123-184100.zip")(
        restore_journal
    )


def backup_journal(
    to: Annotated[
        Path,
        typer.Argument(metavar="WHERE", help="A folder, or a new .zip file.", show_default="this folder"),
    ] = Path(),
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the path of the file alone.")] = False,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Write the whole journal into one zip file, restore it to try, and compare every file."""
    context = Context(now)
    opened = context.open_journal(journal)
    target = _target(context, opened, to)
    with Progress(context.console, "Backing up") as progress:
        made = back_up(opened, target, context.now, progress.at)
    if quiet:
        context.show(made.path, done=f"It is written: {made.path}")
        return
    context.note(f"Verified: {counted(made.files, 'file')} in {safe(made.path)}")
    _name(context, "Left out, none of mefirst's and of a name or a size no backup can hold", made.left_out)
    if opened.is_encrypted():
        context.note("It is encrypted as the journal is: its passphrase opens it, or the recovery key.")
    else:
        context.note("It holds all your words unencrypted: keep it where only you can read it.")


def _target(context: Context, journal: Journal, to: Path) -> Path:
    """Return the new file to write; never inside the journal, never over another file."""
    folder = to.expanduser()
    target = folder / f"mefirst-{journal.name}-{context.now:%Y%m%d-%H%M%S}.zip" if folder.is_dir() else folder
    if target.suffix != ".zip":
        raise UsageProblem(f"'{to}' is no folder, and no name of a .zip file.", hint="Make the folder first.")
    if not target.parent.is_dir():
        raise UsageProblem(f"There is no folder {target.parent}.", hint="Make it first.")
    if journal.root.resolve() in target.resolve().parents:
        raise UsageProblem(
            f"{target} lies inside the journal itself.", hint="Name a folder elsewhere, best on another disk."
        )
    if target.exists():
        raise UsageProblem(
            f"{target} is there already.", hint="A backup never replaces another: name a new file."
        )
    return target


def restore_journal(
    archive: Annotated[
        Path, typer.Argument(metavar="FILE", help="A zip file that mefirst journal backup wrote.")
    ],
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Put a backup back: into a new journal, or into one that is there, of which nothing is overwritten."""
    context = Context(now)
    root = context.journal_root(journal)
    there = (root / layout.FORMAT_FILE).exists()  # half of a restore has none yet
    key = marker.read_key(root) if there else None
    with Archive(archive) as opened:
        theirs = opened.key if marker.is_key(opened.key) else None
        sealed = any(name.startswith(f"{layout.KEYS}/") for name in opened.files)
    if (
        key not in {None, theirs}
        and not dry_run
        and not yes
        and not context.confirm(
            f"That is a backup of another journal. Put its records into {journal} as well?", "--yes"
        )
    ):
        context.note("Nothing was restored.")
        return FAILED
    holding = Journal(journal, root, context.paths.state, key or theirs or "restored")
    codec = _codec(context, holding, sealed=sealed) if key else None
    with Progress(context.console, "Restoring", goes_on=not dry_run) as progress:
        if dry_run:
            done = restore(archive, Into(root, codec=codec), progress.at, None)
        else:
            with holding.alone():
                with_marker = theirs not in other_keys(context, journal)
                done = restore(archive, Into(root, with_marker, codec), progress.at)
                marker.write(root)  # where the archive's own is damaged, or another journal's here
    return _tell(context, root, done, dry_run=dry_run)


def _codec(context: Context, journal: Journal, *, sealed: bool) -> Codec:
    """Return what the records of a journal open with, unlocked; refuse a backup of the other sort."""
    if sealed != journal.is_encrypted():
        raise UsageProblem(
            f"The backup is {'encrypted' if sealed else 'plain text'}, the journal {journal.name} is not.",
            "What is sealed and what is not are not mixed.",
            "Restore it as another journal with --journal NAME; mefirst export and import take records over.",
        )
    if sealed:
        journal.codec = context.sealed(journal)
        journal.codec.ready()
    return journal.codec


def _tell(context: Context, root: Path, done: Restored, *, dry_run: bool) -> int:
    said = "To be restored" if dry_run else "Restored"
    context.note(
        f"{said}: {counted(len(done.added), 'file')} into {safe(str(root))}; {done.kept} were there."
    )
    if done.purged:
        context.note(f"Left out: {counted(done.purged, 'file')} of what was deleted for good.")
    _name(context, "Damaged in the backup or sealed with another key, and left out", done.damaged)
    if dry_run:
        context.note("Nothing was restored.")
    return DAMAGED if done.damaged else 0


def _name(context: Context, what: str, names: Sequence[str]) -> None:
    """Say what became of these files, each in a line, of many the first ones."""
    for name in names[:_MOST_NAMED]:
        context.note(f"{what}: {safe(name)}")
    if len(names) > _MOST_NAMED:
        context.note(f"and {len(names) - _MOST_NAMED} more.")
