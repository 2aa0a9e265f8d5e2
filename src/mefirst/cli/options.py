"""Options that several commands share, each written once."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

import typer

from mefirst.cli import complete
from mefirst.errors import BadCount
from mefirst.model.query import Query

JournalName = Annotated[
    str,
    typer.Option("--journal", help="The journal to use.", metavar="NAME", autocompletion=complete.journals),
]
Now = Annotated[
    str | None,
    typer.Option("--now", help="Take this as the present moment: 2026-11-23T18:41.", metavar="TIME"),
]
PeriodWord = Annotated[
    str,
    typer.Argument(
        metavar="PERIOD",
        help="today week last-week month 7d 4w 3m 2026 2026-11 2026-W48 2026-11-23 A..B all",
        autocompletion=complete.periods,
    ),
]
EntryWord = Annotated[
    str,
    typer.Argument(
        metavar="ENTRY",
        help="A handle as it is printed (four characters or more), a full id, or last.",
        autocompletion=complete.entries,
    ),
]
Plain = Annotated[bool, typer.Option("--plain", help="Lines only: for screen readers and simple terminals.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the full id alone.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Unlock = Annotated[
    bool, typer.Option("--unlock", help="Ask for the passphrase of an encrypted journal: to add takes none.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check everything, save nothing.")]


def _how_many(typed: str | int) -> int:
    """Read a whole number from 1; BadCount."""
    try:
        number = int(typed)
    except ValueError:
        raise BadCount(str(typed)) from None
    if number < 1:
        raise BadCount(str(typed))
    return number


Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", parser=_how_many, help="The newest so many.", metavar="N"),
]
Reverse = Annotated[bool, typer.Option("--reverse", help="Newest first.")]
OutputFormat = Annotated[
    Literal["table", "plain", "json"] | None,
    typer.Option(
        "--format", help="How to print it; table, unless plain is your setting.", show_default=False
    ),
]
ReportFormat = Annotated[
    Literal["table", "plain", "md", "html", "json", "csv"] | None,
    typer.Option(
        "--format",
        help="How to write it; as the --output FILE ends, else table, or plain where that is your setting.",
        show_default=False,
    ),
]
ListFormat = Annotated[
    Literal["table", "plain", "json", "jsonl"] | None,
    typer.Option(
        "--format", help="How to print it; table, unless plain is your setting.", show_default=False
    ),
]
Dimension = Annotated[
    str | None,
    typer.Option(
        "--dimension",
        help="Which effect: trust, clarity, …",
        metavar="NAME",
        autocompletion=complete.dimensions,
    ),
]
Toward = Annotated[
    str | None,
    typer.Option(
        "--toward", help="Whom the effect was meant for.", metavar="ALIAS", autocompletion=complete.people
    ),
]

_Strings = list[str]


def _filter(name: str, text: str, metavar: str, completion: Any = None) -> Any:
    return Annotated[
        _Strings | None,
        typer.Option(name, help=text, metavar=metavar, autocompletion=completion, rich_help_panel="Filters"),
    ]


_FILTERS: dict[str, Any] = {
    "person": _filter("--person", "Moments with this person.", "ALIAS", complete.people),
    "tag": _filter("--tag", "Moments with this tag.", "TAG", complete.tags),
    "sphere": _filter("--sphere", "professional, personal or both.", "SPHERE", complete.spheres),
    "pack": _filter("--pack", "Moments asked by this pack.", "PACK", complete.packs),
    "dimension": _filter("--dimension", "Moments with an effect on this.", "NAME", complete.dimensions),
    "contains": _filter("--contains", "Moments in which these words stand.", "WORDS"),
    "not_tag": _filter("--not-tag", "Leave out this tag.", "TAG", complete.tags),
    "not_person": _filter("--not-person", "Leave out this person.", "ALIAS", complete.people),
}
_STATE = _filter("--state", "captured, awaiting-impact, complete or trashed.", "STATE", complete.states)
_ANY = Annotated[
    bool,
    typer.Option("--any", help="Of one filter given several times, any may hold.", rich_help_panel="Filters"),
]

F = TypeVar("F", bound=Callable[..., Any])


def with_filters(*, state: bool = False) -> Callable[[F], F]:
    """Let a command take the filters as options and receive them as one `query`."""
    filters = {**_FILTERS, **({"state": _STATE} if state else {})}

    def decorate(command: F) -> F:
        def filtered(**given: Any) -> Any:
            words = {name: tuple(given.pop(name) or ()) for name in filters}
            return command(query=Query(**words, any_of=given.pop("any_of")), **given)

        signature = inspect.signature(command, eval_str=True)
        kept = [one for one in signature.parameters.values() if one.name != "query"]
        keyword = inspect.Parameter.KEYWORD_ONLY
        added = [
            inspect.Parameter(name, keyword, default=None, annotation=kind) for name, kind in filters.items()
        ]
        added.append(inspect.Parameter("any_of", keyword, default=False, annotation=_ANY))
        filtered.__signature__ = signature.replace(parameters=[*kept, *added])  # type: ignore[attr-defined]
        filtered.__annotations__ = {one.name: one.annotation for one in (*kept, *added)}
        filtered.__name__, filtered.__doc__ = command.__name__, command.__doc__
        return filtered  # type: ignore[return-value]

    return decorate
