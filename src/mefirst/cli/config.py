"""`mefirst config`: the few settings, and the focus, which is a dated record in the journal."""

import contextlib
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from mefirst import settings
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, OutputFormat
from mefirst.errors import JournalLocked, NoJournal, UnknownChoice, UsageProblem
from mefirst.journal.store import Journal
from mefirst.model.focus import Focus
from mefirst.model.ids import new_id
from mefirst.model.vocabulary import DIMENSIONS
from mefirst.text import safe

if TYPE_CHECKING:
    from mefirst.render.shapes import SettingsFields

app = typer.Typer(add_completion=False)

NAMES = ("focus", *settings.NAMES)


def _names(incomplete: str) -> list[str]:
    return [name for name in NAMES if name.startswith(incomplete)]


@app.command(epilog="Example: mefirst config focus trust")
def config(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help=" ".join(NAMES), autocompletion=_names)
    ] = None,
    value: Annotated[str | None, typer.Argument(metavar="VALUE", help="What it shall be.")] = None,
    *,
    unset: Annotated[bool, typer.Option("--unset", help="Back to what it is by itself.")] = False,
    dry_run: DryRun = False,
    format_: OutputFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Show the settings, or change one.

    focus: the one dimension you work on (kept in the journal, with its date). day_ends: until when the small
    hours count to the day before. plain: lines only, everywhere. language: of sessions, de or en. editor: for long
    answers. then_and_now: two moments side by side, every 13 weeks. unlock_command: prints the passphrase of an
    encrypted journal, for scripts.
    """
    context = Context(now)
    if name is not None and name not in NAMES:
        raise UnknownChoice("setting", name, NAMES)
    if value is not None and unset:
        raise UsageProblem("A value and --unset do not go together.")
    if name is None and unset:
        raise UsageProblem("--unset needs to know which setting.", hint=f"Known: {' '.join(NAMES)}")
    if name is None or (value is None and not unset):
        _show(context, [name] if name else list(NAMES), journal, format_)
    elif name == "focus":
        _focus(context, journal, value, dry_run=dry_run)
    else:
        read = None if unset else settings.read_value(name, value)
        if dry_run:
            said = "back to what it is by itself" if unset else safe(_said(read))
            context.note(f"{name} would be {said}. Nothing was changed.")
            return
        settings.change(context.paths.settings, name, read)
        context.note(
            f"{name} is {safe(_said(read))} now." if not unset else f"{name} is back to what it is by itself."
        )
        if name == "language" and read is not None:
            context.note_unspoken(read)


def _focus(context: Context, name: str, dimension: str | None, *, dry_run: bool) -> None:
    if dimension is not None and dimension not in DIMENSIONS:
        raise UnknownChoice("dimension", dimension, DIMENSIONS)
    if dry_run:
        context.note(f"focus would be {safe(_said(dimension))}. Nothing was changed.")
        return
    opened = context.open_journal(name, create=True)
    opened.add(
        Focus.first(new_id(context.today), recorded_at=context.now, on=context.today, dimension=dimension)
    )
    context.note(f"From today your focus is {dimension}." if dimension else "From today there is no focus.")


def current_focus(journal: Journal) -> Focus | None:
    """Return the focus chosen last, or None."""
    records = journal.read(Focus).records
    latest = max(records, key=lambda one: (one.on, one.recorded_at), default=None)
    return latest if latest and latest.dimension else None


def _show(context: Context, names: list[str], journal: str, format_: str | None) -> None:
    values: dict[str, Any] = {"focus": None, **context.settings._asdict()}
    as_json = context.format(format_) == "json"
    if as_json or "focus" in names:
        context.unlocks = "asking" if names == ["focus"] else "quietly"
        with contextlib.suppress(NoJournal, *(() if names == ["focus"] else (JournalLocked,))):
            focus = current_focus(context.open_journal(journal))
            values["focus"] = focus.dimension if focus else None
    if as_json:
        from mefirst.render import document  # noqa: PLC0415 only where it is asked for

        origin = document.Origin(context.now, journal)
        found = document.config(str(context.paths.settings), cast("SettingsFields", values), origin)
        context.show(document.dumps(found), kind="document")
    elif len(names) == 1:
        context.show(safe(_said(values[names[0]])))
    else:
        context.show("\n".join(f"{name:<14} {safe(_said(values[name]))}" for name in names))
        context.note(f"Kept in {safe(str(context.paths.settings))}")


def _said(value: Any) -> str:
    return {None: "not set", True: "yes", False: "no"}.get(value, str(value))
