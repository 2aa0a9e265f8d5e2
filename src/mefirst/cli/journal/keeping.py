"""`journal init`, `list`, `path`: which journals there are, and where."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from mefirst import settings
from mefirst.cli import complete
from mefirst.cli.context import Context
from mefirst.cli.journal import encrypting
from mefirst.cli.options import JournalName, Now, Yes
from mefirst.errors import MefirstError, UsageProblem
from mefirst.journal import marker
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.paths import DEFAULT_JOURNAL
from mefirst.render.words import counted
from mefirst.text import safe

if TYPE_CHECKING:
    from mefirst.render.journal_shapes import JournalFields

_OF_SYNC = {".stfolder", ".dropbox", ".git", ".DS_Store", "desktop.ini"}
"""What a folder may hold already and still be empty: marks of sync programs and of systems."""


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("init", epilog="Example: mefirst journal init work --path ~/Sync/work")(init)
    app.command("list", epilog="Example: mefirst journal list")(list_journals)
    app.command("path", epilog="Example: mefirst journal path --journal work")(path)


def init(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="What you will call it: --journal NAME.", autocompletion=complete.journals
        ),
    ] = DEFAULT_JOURNAL,
    *,
    path: Annotated[
        Path | None, typer.Option("--path", help="Keep it in this folder.", metavar="DIR")
    ] = None,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="Seal it from its first word on.")] = False,
    passphrase_command: encrypting.PassphraseCommand = None,
    yes: Yes = False,
    now: Now = None,
) -> int:
    """Begin a journal. With --path it is kept elsewhere; one that is there already is opened."""
    context = Context(now)
    here = context.journal_root(name)
    folder = path.expanduser().absolute() if path else here
    if marker.read_key(here) is not None and not (path and here == folder):
        raise UsageProblem(
            f"There is a journal '{name}' already, in {here}.", hint="Choose another name for a further one."
        )
    known = marker.read_key(folder) is not None
    if not known and _holds_something(folder):
        raise UsageProblem(
            f"{folder} is not empty, and is no journal.", hint="Name an empty folder, or a new one."
        )
    journal = Journal.create(name, folder, context.paths.state, context.sealed)
    if folder != context.paths.journal(name):
        settings.place_journal(context.paths.settings, name, folder)
    context.note(f"{'Opened' if known else 'Begun'}: the journal {name}, in {safe(str(journal.root))}")
    if encrypt:
        try:
            encrypting.encrypt(context, journal, passphrase_command, new_history=False, yes=yes)
        except MefirstError:
            if not journal.is_encrypted():
                context.note(f"It is not encrypted yet: mefirst journal encrypt --journal {name} does that.")
            raise
    if name != DEFAULT_JOURNAL:
        context.note(f"To use it: --journal {name}, as in mefirst reflect --journal {name}")
    return 0


def _holds_something(folder: Path) -> bool:
    try:
        return any(one.name not in _OF_SYNC for one in folder.iterdir())
    except FileNotFoundError:
        return False
    except OSError as problem:
        raise UsageProblem(f"{folder} cannot be used.", problem.strerror or str(problem)) from None


class _Listed(NamedTuple):
    name: str
    path: Path
    entries: int | None
    problem: str


def list_journals(
    *,
    format_: Annotated[
        Literal["table", "plain", "json"] | None,
        typer.Option("--format", help="How to print it.", show_default=False),
    ] = None,
    now: Now = None,
) -> None:
    """List your journals, and where each is kept."""
    context = Context(now)
    found = [_listed(context, name) for name in journal_names(context)]
    if context.format(format_) == "json":
        journals: list[JournalFields] = [
            {"name": one.name, "path": str(one.path), "entries": one.entries, "problem": one.problem or None}
            for one in found
        ]
        context.show_document("mefirst.journals/1", {"journals": journals})
        return
    if not found:
        context.show("No journal yet. mefirst reflect begins one.")
    for one in found:
        said = one.problem if one.entries is None else counted(one.entries, "moment")
        context.show(safe(f"{one.name}  {said}  {one.path}"), kind="lines")


def journal_names(context: Context) -> list[str]:
    """Return the names of the journals: those among the others, and those kept elsewhere."""
    folder = context.paths.journal("x").parent
    here = [one.name for one in folder.iterdir() if marker_in(one)] if folder.is_dir() else []
    return sorted({*here, *settings.journal_places(context.paths.settings)})


def other_keys(context: Context, journal: str) -> set[str]:
    """Return the keys of the other journals of this device: two of one key would share their drafts."""
    keys: set[str] = set()
    for name in journal_names(context):
        if name != journal:
            with contextlib.suppress(MefirstError):
                keys.add(marker.read_key(context.journal_root(name)) or "")
    return keys


def marker_in(folder: Path) -> bool:
    """Whether a folder is a journal, be it one we can read or not."""
    try:
        return marker.read_key(folder) is not None
    except MefirstError:
        return True


def _listed(context: Context, name: str) -> _Listed:
    root = context.journal_root(name)
    try:
        journal = context.open_journal(name)
        return _Listed(name, root, sum(1 for _ in journal.ids(Entry)), "")
    except MefirstError as problem:
        return _Listed(name, root, None, problem.what)


def path(*, journal: JournalName = "default", now: Now = None) -> None:
    """Print the folder a journal is kept in."""
    context = Context(now)
    context.show(safe(str(context.open_journal(journal).root)))
