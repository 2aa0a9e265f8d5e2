"""`pack add`, `pack remove`, `pack export`: taking packs in, and giving them to others."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from mefirst.cli.complete import packs as complete_packs
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, Now, Quiet, Yes
from mefirst.cli.pack.sources import STDIN, Arrived, arrive
from mefirst.errors import FAILED, UnknownPack, UsageProblem
from mefirst.interview.inspection import inspect
from mefirst.packs import gitsource
from mefirst.packs.bundle import PACK_FILE, Bundle, to_yaml
from mefirst.packs.changes import changed_questions, is_older
from mefirst.packs.installed import Installed
from mefirst.packs.library import Library
from mefirst.packs.lockfile import LockedPack
from mefirst.packs.model import Pack
from mefirst.packs.refusals import PacksDamaged
from mefirst.packs.spoken import four_words, matches
from mefirst.packs.zipped import to_zip
from mefirst.render import packs as render
from mefirst.text import safe

Name = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="A pack, as mefirst pack list names it.", autocompletion=complete_packs
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(
        "add", epilog="Example: mefirst pack add https://example.org/coaching/meant.git --ref v1.2.0"
    )(add)
    app.command("remove", epilog="Example: mefirst pack remove meant-and-landed")(remove)
    app.command("export", epilog="Example: mefirst pack export my-pack my-pack.zip")(export)


def add(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="SOURCE", help="A folder, a file, a zip, an https git address, - for pasted text."
        ),
    ] = None,
    *,
    ref: Annotated[
        str | None, typer.Option("--ref", help="Of git: this tag, branch or commit.", metavar="TAG")
    ] = None,
    expect: Annotated[
        str | None,
        typer.Option("--expect", help="The four words you were told, or sha256:…", metavar="WORDS"),
    ] = None,
    pin: Annotated[bool, typer.Option("--pin", help="Leave it out of --update.")] = False,
    update: Annotated[bool, typer.Option("--update", help="Ask git sources for newer versions.")] = False,
    allow_ssh: Annotated[bool, typer.Option("--allow-ssh", help="Let git use ssh, too.")] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    now: Now = None,
) -> int:
    """Add a pack of somebody else's, after a look at it. A newer version of one you have is its update."""
    context = Context(now)
    if update:
        return _update(context, source, yes=yes, dry_run=dry_run, allow_ssh=allow_ssh)
    if source is None:
        raise UsageProblem(
            "What shall be added?", hint="mefirst pack add FOLDER, FILE, ZIP, an https git address, or -"
        )
    arrived = arrive(source, ref=ref, allow_ssh=allow_ssh)
    if expect is not None and not matches(expect, arrived.bundle.digest):
        raise UsageProblem(
            "This is not the pack you were told of: nothing was added.",
            f"It reads: {four_words(arrived.bundle.digest)}",
            "Compare the words again with whoever gave it to you.",
        )
    from_stdin = source == STDIN
    return _take(context, arrived, pin=pin, yes=yes, dry_run=dry_run, quiet=quiet, from_stdin=from_stdin)


def _take(
    context: Context,
    arrived: Arrived,
    *,
    pin: bool,
    yes: bool,
    dry_run: bool,
    quiet: bool = False,
    from_stdin: bool = False,
) -> int:
    seen = inspect(arrived.bundle.files)
    if seen.pack is None or seen.errors:
        columns = context.console.error_canvas.width if sys.stderr.isatty() else None
        for line in render.findings(seen.errors, arrived.bundle.files, columns):
            context.note(line)
        context.note("Nothing was added.")
        return FAILED
    installed = Installed.below(context.paths)
    before = next((one for one in installed.locked() if one.id == seen.pack.id), None)
    if before and _moved(before, arrived):
        raise UsageProblem(
            f"{safe(before.source.ref or '')} of {safe(before.source.url)} is not what it was when you added it.",
            "A version that was published should never change: nothing was added.",
            f"Ask its author. To take it all the same: mefirst pack remove {before.id}, then add it.",
        )
    if before and _is_here(installed, before, arrived, pin=pin):
        context.note(f"{before.id} {before.version} is what you have: the same to the byte.")
        context.show(before.id) if quiet else None
        return 0
    if dry_run or not (yes and quiet):
        _preview(context, seen.pack, arrived.bundle, installed, before)
    if dry_run:
        context.note("It can be added. Nothing was changed.")
        return 0
    if not yes and not (not from_stdin and context.confirm("Add this pack?", "--yes")):
        if from_stdin and not yes:
            raise UsageProblem(
                "Pasted text leaves nobody to ask.", hint="Look at the pack above, then add it with --yes."
            )
        context.note("Nothing was added.")
        return FAILED
    added = installed.add(arrived.bundle, arrived.source, pinned=pin)
    if quiet:
        context.show(added.id)
    else:
        context.note(f"Added {added.id} {added.version}.  mefirst reflect {added.id}")
    return 0


def _is_here(installed: Installed, before: LockedPack, arrived: Arrived, *, pin: bool) -> bool:
    """Whether there is nothing to add: the same files, whole, from the same place, as fixed as before."""
    same = (before.sha256, before.source, before.pinned) == (arrived.bundle.digest, arrived.source, pin)
    return same and any(one.locked == before and one.state == "verified" for one in installed.packs())


def _moved(before: LockedPack, arrived: Arrived) -> bool:
    """Whether a version that was installed from git now holds something else under the same name."""
    now, then = arrived.source, before.source
    same = now.kind == then.kind == "git" and now.url == then.url and now.ref == then.ref
    if not same or arrived.bundle.digest == before.sha256:
        return False
    return gitsource.is_version(now.ref or "") or arrived.bundle.loaded().pack.version == before.version


def _preview(
    context: Context, pack: Pack, files: Bundle, installed: Installed, before: LockedPack | None
) -> None:
    canvas = context.console.error_canvas
    try:
        old = installed.bundle(before.id).loaded().pack if before else None
    except PacksDamaged:
        old = None  # it is added again because it is damaged
    if old is None:
        context.note(render.shown(pack, four_words(files.digest), sorted(files.files), canvas, ours=False))
        if pack.id in Library.standard().shipped():
            context.note(f"It takes the place of the pack '{pack.id}' that came with mefirst.")
        return
    older = " (older than what you have)" if is_older(pack, old) else ""
    context.note(f"{pack.id} {old.version} → {pack.version}{older}, {four_words(files.digest)}")
    context.note(f"Written by {safe(pack.author or 'somebody who gives no name')}, not by mefirst.")
    for line in render.changes(changed_questions(old, pack)):
        context.note(line)


def _update(context: Context, wanted: str | None, *, yes: bool, dry_run: bool, allow_ssh: bool) -> int:
    """Ask the git sources of added packs for newer tags, and offer each."""
    installed = Installed.below(context.paths)
    known = [one for one in installed.locked() if wanted in {None, one.id}]
    if wanted is not None and not known:
        raise UnknownPack(wanted, [one.id for one in installed.locked()])
    worst = 0
    for one in known:
        if one.pinned or one.source.kind != "git":
            why = "it is pinned" if one.pinned else "it did not come from git"
            context.note(f"{one.id} {one.version}: left alone, {why}.")
            continue
        newer = gitsource.newer_tags(one.source.url, one.version, allow_ssh=allow_ssh)
        if not dry_run:
            installed.note_newer(one.id, newer[0] if newer else None)
        if not newer:
            context.note(f"{one.id} {one.version}: nothing newer.")
            continue
        arrived = arrive(one.source.url, ref=newer[0], allow_ssh=allow_ssh)
        worst = max(worst, _take(context, arrived, pin=False, yes=yes, dry_run=dry_run))
    return worst


def remove(
    pack_id: Name,
    *,
    yes: Yes = False,
    dry_run: DryRun = False,
    now: Now = None,
) -> int:
    """Remove a pack you added. Old entries stay readable, an open draft goes on unharmed."""
    context = Context(now)
    installed = Installed.below(context.paths)
    if pack_id not in {one.id for one in installed.locked()}:
        library = Library.standard(context.paths)
        if pack_id in library.shipped():
            raise UsageProblem(
                f"'{pack_id}' came with mefirst and stays.", hint="Only packs you added can be removed."
            )
        raise UnknownPack(pack_id, [one.id for one in installed.locked()] or list(library.names()))
    if dry_run:
        context.note(f"{pack_id} would be removed. Nothing was changed.")
        return 0
    if not yes and not context.confirm(f"Remove {pack_id}?", "--yes"):
        return FAILED
    installed.remove(pack_id)
    context.note(f"Removed {pack_id}. Entries made with it stay readable.")
    return 0


def export(
    pack: Name,
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write it: .yaml, or .zip with all its files.")
    ],
    *,
    yes: Yes = False,
    dry_run: DryRun = False,
    now: Now = None,
) -> int:
    """Write a pack as one file to give to others, and print four words to read aloud to them."""
    context = Context(now)
    from mefirst.atomic import write  # noqa: PLC0415 only where something is written
    from mefirst.cli.pack.sources import files_of  # noqa: PLC0415 beside its kin

    files = Bundle(files_of(context, pack))
    seen = inspect(files.files)
    if seen.errors:
        context.note(f"{pack} has errors: mefirst pack check shows them. Nothing was written.")
        return FAILED
    if path.suffix not in {".yaml", ".yml", ".zip"}:
        raise UsageProblem(f"'{path}' does not say what it shall be.", hint="End it in .yaml or in .zip")
    if (
        path.exists()
        and not (yes or dry_run)
        and not context.confirm(f"{path} is there already. Replace it?", "--yes")
    ):
        return FAILED
    data = to_zip(files) if path.suffix == ".zip" else to_yaml(files)
    if not dry_run:
        write(path, data, path.parent)
    kept = files if path.suffix == ".zip" else Bundle({PACK_FILE: data})
    words = four_words(kept.digest)
    context.show(words)
    if dry_run:
        context.note(f"{safe(str(path))} would be written. Nothing was.")
        return 0
    context.note(f"Written to {safe(str(path))}. Read these four words to whoever gets it. They type:")
    context.note(f'mefirst pack add {safe(path.name)} --expect "{words}"')
    return 0
