"""`mefirst export`: the journal, or some of it, for another program, another computer or another decade."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from mefirst.analysis.summary import chosen
from mefirst.cli import delivery
from mefirst.cli.context import Context
from mefirst.cli.options import JournalName, Now, PeriodWord, with_filters
from mefirst.errors import UsageProblem
from mefirst.journal.store import Damaged, Journal
from mefirst.model.entry import Entry
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.render.words import counted
from mefirst.text import safe
from mefirst.transfer.export import UNSAID, gather, lines

app = typer.Typer(add_completion=False)

_BY_ENDING = {".jsonl": "jsonl", ".csv": "csv", ".md": "md"}


@app.command(epilog="Examples: mefirst export --output mine.jsonl, mefirst export 2026 --output 2026.md")
@with_filters(state=True)
def export(
    query: Query,
    period: PeriodWord = "all",
    *,
    format_: Annotated[
        Literal["jsonl", "csv", "md"] | None,
        typer.Option(
            "--format",
            help="jsonl: everything, to be imported again. csv, md: the moments, to be read. "
            "As the --output ends, else jsonl.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Write it to this file, whole or not at all; with md also a new folder, a file a moment.",
            metavar="FILE",
        ),
    ] = None,
    include_unsaid: Annotated[
        bool, typer.Option("--include-unsaid", help="Take along what you never said aloud.")
    ] = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Write your records out: as lines of JSON, every revision of them; or your moments as a table or a text."""
    context = Context(now)
    folder = _folder(format_, output)
    file = None if folder else delivery.check(output)
    form = format_ or (
        "md" if folder else _BY_ENDING.get(file.suffix.casefold(), "jsonl") if file else "jsonl"
    )
    wanted = context.period(period)
    opened = context.open_journal(journal)
    if form == "jsonl":
        return _whole(context, opened, wanted, query, file, unsaid=include_unsaid)
    reading = opened.read(Entry, wanted.first, wanted.last)
    moments = chosen(reading.records, query)
    if folder:
        _write_folder(context, folder, moments, unsaid=include_unsaid)
    else:
        delivery.deliver(context, _written(form, moments, unsaid=include_unsaid), file, kind="document")
    if not include_unsaid:
        _tell_unsaid(context, sum(one.unsaid is not None for one in moments))
    return context.damaged(reading.damaged)


def _whole(
    context: Context, journal: Journal, period: Period, query: Query, file: Path | None, *, unsaid: bool
) -> int:
    """Write every revision of every record; of some moments only, where filters choose them."""
    damaged: Sequence[Damaged] = ()
    entries = None
    if query != Query():
        reading = journal.read(Entry, period.first, period.last)
        entries, damaged = {one.id for one in chosen(reading.records, query)}, reading.damaged
    gathered = gather(journal, period.first, period.last, entries=entries, unsaid=unsaid)
    damaged = tuple(dict.fromkeys((*damaged, *gathered.damaged)))
    head = {
        "generated_at": context.now.isoformat(timespec="seconds"),
        "journal": journal.name,
        "period": period.json(),
        "filters": query.json(),
        "redacted": [UNSAID] if gathered.redacted else [],
        "damaged": [one.name for one in damaged],
    }
    delivery.deliver(context, "\n".join(lines(gathered, head)), file, kind="document")
    _tell_unsaid(context, len(gathered.redacted), "and the earlier revisions of these ")
    return context.damaged(damaged)


def _tell_unsaid(context: Context, moments: int, more: str = "") -> None:
    if moments:
        left_out = f"Left out: what was never said aloud, in {counted(moments, 'moment')}"
        context.note(f"{left_out}{', ' if more else ''}{more.strip()}. --include-unsaid takes it along.")


def _written(form: str, moments: Sequence[Entry], *, unsaid: bool) -> str:
    if form == "csv":
        from mefirst.render import spreadsheet  # noqa: PLC0415 each format is loaded when it is asked for

        return spreadsheet.moments(moments, unsaid=unsaid)
    from mefirst.render import moments_md  # noqa: PLC0415 as above

    return moments_md.moments(moments, unsaid=unsaid)


def _folder(form: str | None, output: Path | None) -> Path | None:
    """Return the folder to write a file a moment into: one that is named as a folder, or an empty one."""
    if output is None or form not in {None, "md"}:
        return None
    if not output.is_dir() and not (form == "md" and not output.suffix and str(output) != delivery.STDOUT):
        return None
    if output.exists() and any(output.iterdir()):
        raise UsageProblem(f"{output} is not empty.", hint="Name a new folder, or a file that ends in .md")
    return output


def _write_folder(context: Context, folder: Path, moments: Sequence[Entry], *, unsaid: bool) -> None:
    """Write a file a moment; the folder is there whole, or as it was."""
    import secrets  # noqa: PLC0415 only where a folder is written
    import shutil  # noqa: PLC0415 as above

    from mefirst import atomic  # noqa: PLC0415 as above
    from mefirst.render import moments_md  # noqa: PLC0415 as above

    target = folder.resolve()
    making = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    with atomic.refusals_named(folder, "Nothing was written."):
        try:
            atomic.make_folder(making)
            for one in moments:
                text = moments_md.moments([one], unsaid=unsaid)
                atomic.write_new(making / f"{one.on}-{one.id[9:]}.md", f"{text}\n".encode())
            if target.is_dir():
                target.rmdir()
            making.rename(target)
            atomic.flush_folder(target.parent)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
    context.note(f"Written: {counted(len(moments), 'moment')}, each a file, into {safe(str(folder))}")
