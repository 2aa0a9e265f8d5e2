"""`journal check`: whether all is well with a journal, and mending what can be mended."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mefirst.cli.context import Context
from mefirst.cli.journal.keeping import other_keys
from mefirst.cli.options import JournalName, Now, Yes
from mefirst.cli.progress import Progress
from mefirst.errors import DAMAGED, FAILED, MarkerDamaged
from mefirst.journal import backup, layout
from mefirst.journal.check import Finding, Level, Report, check
from mefirst.journal.renewing import renew
from mefirst.journal.repair import Repaired, remember, repair
from mefirst.journal.store import Journal
from mefirst.render.words import counted
from mefirst.text import safe

if TYPE_CHECKING:
    from mefirst.render.journal_shapes import CheckBody, FindingFields

_CODES = {None: 0, "note": 0, "repairable": FAILED, "risk": DAMAGED}
_HEADS: dict[Level, str] = {
    "risk": "At risk: words may be lost here. A backup may hold them: mefirst journal restore",
    "repairable": "To be mended: mefirst journal check --repair moves files, and deletes none",
    "note": "To be known, and left alone",
}


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("check", epilog="Examples: mefirst journal check, mefirst journal check --repair")(
        check_journal
    )


def check_journal(
    *,
    repair_: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended: files are moved, none is deleted.")
    ] = False,
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Take in what you changed by hand, as a revision.")
    ] = False,
    yes: Yes = False,
    format_: Annotated[
        Literal["table", "plain", "json"] | None,
        typer.Option("--format", help="How to print it.", show_default=False),
    ] = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Check every file of a journal. Exit 0: all is well, 1: something can be mended, 3: words are at risk."""
    context = Context(now)
    opened = _opened(context, journal, renews=repair_)
    with Progress(context.console, "Checking") as progress:
        report = check(opened, progress.at)
    done = None
    if repair_ or adopt:
        if report.vanished and not yes and not context.confirm(_vanished(report), "--yes"):
            _tell(context, opened, report, None, format_)
            return DAMAGED
        with Progress(context.console, "Mending") as progress:
            done = repair(opened, adopt=adopt, step=progress.at)
    else:
        remember(opened, report)
    _tell(context, opened, report, done, format_)
    if done is None:
        return _CODES[report.level]
    return max(DAMAGED if report.level == "risk" else 0, _CODES[done.left.level])


def _opened(context: Context, name: str, *, renews: bool) -> Journal:
    """Open the journal to check; where its marker is lost or damaged, a repair writes it anew first."""
    try:
        return context.open_journal(name)
    except MarkerDamaged as problem:
        if not renews:
            raise
        root = context.journal_root(name)
        known = renew(root, context.paths.state, other_keys(context, name))
        context.note(safe(problem.what))
        context.note(
            "Written anew, with the key it had."
            if known
            else "Written anew, with a new key: drafts from before are not found any more. They lie in "
            f"{safe(str(context.paths.state))}"
        )
        return context.open_journal(name)


def _vanished(report: Report) -> str:
    gone = sum(one.code == "gone" for one in report.findings)
    return (
        f"{counted(gone, 'file')} that were here at the last check are gone. Is the folder synced to its end, "
        "the disk there? Take the journal as it is now?"
    )


def _tell(
    context: Context, journal: Journal, report: Report, done: Repaired | None, format_: str | None
) -> None:
    if context.format(format_) == "json":
        context.show_document("mefirst.check/1", _body(journal, report, done), journal.name, _damaged(report))
        return
    signs = context.console.canvas.signs
    context.show("\n".join(map(signs, _lines(context, journal, report, done))), kind="lines")


def _damaged(report: Report) -> list[str]:
    return [PurePosixPath(one.path).name for one in report.findings if one.code in {"damaged", "changed"}]


def _body(journal: Journal, report: Report, done: Repaired | None) -> "CheckBody":
    last = backup.last(journal)
    return {
        "files": report.files,
        "level": report.level,
        "findings": [_fields(one) for one in report.findings],
        "vanished": report.vanished,
        "repaired": done is not None,
        "put_aside": list(done.aside) if done else [],
        "left": [_fields(one) for one in done.left.findings] if done else [],
        "quarantine": (done.left if done else report).quarantine,
        "backup": {"path": last.path, "at": last.at.isoformat(), "files": last.files} if last else None,
    }


def _fields(one: Finding) -> "FindingFields":
    return {"code": one.code, "path": one.path, "why": one.why, "level": one.level, "place": one.place}


def _lines(context: Context, journal: Journal, report: Report, done: Repaired | None) -> Iterator[str]:
    yield f"{counted(report.files, 'file')} of the journal {journal.name} checked."
    for level in ("risk", "repairable", "note"):
        found = [one for one in report.findings if one.level == level]
        if found:
            yield ""
            yield _HEADS[level] if done is None or level != "repairable" else "Mended"
            yield from (_line(one) for one in found)
    if done:
        yield ""
        yield from _mended(journal, done)
    elif report.level in {None, "note"}:
        yield "All is well."
    quarantine = (done.left if done else report).quarantine
    if quarantine and not done:
        yield ""
        yield f"In quarantine: {counted(quarantine, 'file')}, in {safe(str(journal.root / layout.QUARANTINE))}"
    yield ""
    yield _backup_line(context, journal)


def _line(one: Finding) -> str:
    return safe(f"  {one.path}: {one.why}")


def _mended(journal: Journal, done: Repaired) -> Iterator[str]:
    if done.aside:
        folder = safe(str(journal.root / layout.QUARANTINE))
        yield f"Put aside, not deleted: {counted(len(done.aside), 'file')}, in {folder}"
    left = [one for one in done.left.findings if one.level != "note"]
    if not left:
        yield "All is well now."
        return
    yield "Still to be seen to:"
    yield from (_line(one) for one in left)


def _backup_line(context: Context, journal: Journal) -> str:
    last = backup.last(journal)
    if last is None:
        return "No verified backup made on this device: mefirst journal backup"
    days = (context.now - last.at).days
    return safe(f"Last verified backup: {counted(max(days, 0), 'day')} ago, {last.path}")
