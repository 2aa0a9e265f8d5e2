"""`commitment list`: what is open, and what became of the rest."""

from typing import TYPE_CHECKING, Annotated, get_args

import typer

from mefirst.analysis.overview import by_day
from mefirst.cli import complete
from mefirst.cli.context import Context
from mefirst.cli.options import JournalName, Limit, ListFormat, Now, Reverse
from mefirst.errors import UnknownChoice
from mefirst.model.commitment import Commitment, Status
from mefirst.model.due import is_late, is_open
from mefirst.model.vocabulary import COMMITMENT_KINDS

if TYPE_CHECKING:
    from mefirst.render.shapes import CommitmentFilters

_STATUSES: tuple[str, ...] = get_args(Status)


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("list", epilog="Example: mefirst commitment list --all")(list_commitments)


def list_commitments(
    *,
    all_: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            help="Those that are this; several: any of them.",
            metavar="STATUS",
            autocompletion=complete.statuses,
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            help="Those of this kind: do, stop, experiment; repair is a cleanup.",
            metavar="KIND",
            autocompletion=complete.kinds,
        ),
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Those whose day has passed.")] = False,
    limit: Limit = None,
    reverse: Reverse = False,
    format_: ListFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """List promises and cleanups, by when they are due: those that are open, unless an option says which."""
    context = Context(now)
    _check("status", status, _STATUSES)
    _check("kind", kind, COMMITMENT_KINDS)
    opened = context.open_journal(journal)
    reading = opened.read(Commitment)
    wanted = [
        one
        for one in reading.records
        if (one.status in status if status else all_ or is_open(one))
        and (not kind or one.kind in kind)
        and (not late or is_late(one, context.today))
    ]
    wanted = wanted[-limit:] if limit else wanted
    found = by_day(wanted, context.today)
    found = found[::-1] if reverse else found
    narrowed = bool(all_ or status or kind or late)
    match context.format(format_):
        case "json":
            from mefirst.render import document  # noqa: PLC0415 each format is loaded when it is asked for

            origin = document.Origin(context.now, opened.name, [one.name for one in reading.damaged])
            asked = list(status or ([] if all_ else ["open"]))
            filters: CommitmentFilters = {"status": asked, "kind": list(kind or ()), "late": late}
            listed = document.commitments(found, filters, context.today, origin)
            context.show(document.dumps(listed), kind="document")
        case "jsonl":
            from mefirst.render import document  # noqa: PLC0415 as above

            for one in found:
                line = document.dumps(document.commitment(one, context.today), lines=True)
                context.show(line, kind="document")
        case form:
            from mefirst.render import promises  # noqa: PLC0415 as above

            canvas = context.console.canvas
            context.show(
                promises.sentences(found, context.today, narrowed=narrowed)
                if form == "plain"
                else promises.listed(found, canvas, context.today, narrowed=narrowed)
            )
    return context.damaged(reading.damaged)


def _check(noun: str, typed: list[str] | None, known: tuple[str, ...]) -> None:
    for one in typed or ():
        if one not in known:
            raise UnknownChoice(noun, one, known)
