"""What becomes of finished output: to stdout or whole into a file, and an exit code a script can rely on."""

import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated, Literal

import typer

from mefirst.analysis.conditions import NAMES, Condition, Outcome
from mefirst.cli.context import Context
from mefirst.errors import CONDITION_MET, MefirstError, NoFolder, NotAFile, UsageProblem
from mefirst.model.scale import plain
from mefirst.text import safe

STDOUT = "-"


_BY_ENDING = {".html": "html", ".htm": "html", ".md": "md", ".json": "json", ".csv": "csv"}
_TEXT = {"", ".txt"}
_DOCUMENTS = {"html", "md", "json", "csv"}


class UnknownEnding(UsageProblem):
    """An `--output` whose name promises a format there is none of."""

    def __init__(self, path: str, ending: str) -> None:
        super().__init__(
            f"{path} is not written: there is no format for {ending}.",
            f"Known endings: {' '.join((*_BY_ENDING, '.txt'))}",
            "End it in one of these, or name a --format.",
        )


class NoPage(UsageProblem):
    """Something else than a page to be opened in a browser."""

    def __init__(self, form: str) -> None:
        super().__init__(f"--open opens HTML, and this is {form}.", hint="Leave out --format, or --open.")


class NoBrowser(MefirstError):
    """A page was written, and nothing here can show it."""

    def __init__(self, path: str) -> None:
        super().__init__(
            "Not opened: no browser was found.",
            f"The report is in {path}.",
            "Open it there, or name another --output.",
        )


def _names(incomplete: str) -> list[str]:
    return [name for name in NAMES if name.startswith(incomplete)]


Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write it to this file, whole or not at all.", metavar="FILE"),
]
FailOn = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        help="Exit with 5 where this holds: 'backfired>=1'. Several: any of them.",
        metavar="EXPR",
        autocompletion=_names,
    ),
]


def conditions(typed: Iterable[str] | None) -> list[Condition]:
    """Read the conditions given; BadCondition for one that is none."""
    return [Condition.parse(one) for one in typed or ()]


def check(output: Path | None) -> Path | None:
    """Return where output goes, None for stdout; refuse a file that cannot be there, before anything is read."""
    if output is None or str(output) == STDOUT:
        return None
    if output.is_dir():
        raise NotAFile(str(output))
    if not output.exists() and not output.resolve().parent.is_dir():
        raise NoFolder(str(output), str(output.resolve().parent))
    return output


def format_for(context: Context, asked: str | None, output: Path | None) -> str:
    """Return the format to write: as asked, else as the file's name ends, else what the terminal gets.

    UnknownEnding where nothing was asked and the name ends as no format does.
    """
    if asked:
        return asked
    ending = output.suffix.casefold() if output else ""
    if ending in _TEXT:
        return context.format(None)
    if ending not in _BY_ENDING:
        raise UnknownEnding(str(output), ending)
    return _BY_ENDING[ending]


def kind(form: str) -> Literal["text", "document"]:
    """Return whether a format is UTF-8 whatever the locale says."""
    return "document" if form in _DOCUMENTS else "text"


def open_page(context: Context, page: str, output: Path | None, *, encrypted: bool) -> None:
    """Write a page, to a file for the owner alone where none is named, and open it; NoBrowser where none can.

    That of an encrypted journal lies in memory, where there is a folder for that, until mefirst starts again.
    """
    import webbrowser  # noqa: PLC0415 only where one is wanted

    from mefirst.terminal.leftovers import PAGE, in_memory  # noqa: PLC0415 likewise

    folder = None if output else mkdtemp(prefix=PAGE, dir=in_memory() if encrypted else None)  # of mode 0700
    file = output or Path(str(folder), "report.html")
    deliver(context, page, file)
    shown = safe(str(file))
    if not webbrowser.open(file.absolute().as_uri()):
        raise NoBrowser(shown)
    goes = "mefirst removes it when it next starts" if encrypted else "delete it when you have read it"
    context.note(f"Opened {shown}" + ("" if output else f"; {goes}."))


def deliver(
    context: Context, text: str, output: Path | None, *, kind: Literal["text", "document"] = "text"
) -> None:
    """Print finished output, or put it whole into a file, as UTF-8; CannotWrite where the disk refuses.

    A new file is for its owner alone; one that is there keeps its mode. A device or a pipe is written to.
    """
    if output is None:
        context.show(text, kind=kind)
        return
    from mefirst import atomic  # noqa: PLC0415 only where something is written

    data = f"{text}\n".encode()
    mode = stat.S_IMODE(output.stat().st_mode) if output.is_file() else None
    atomic.put(output, data)
    if mode is not None:
        with atomic.refusals_named(output):
            output.chmod(mode)


def verdict(context: Context, outcomes: Sequence[Outcome]) -> int:
    """Say on stderr which conditions were met, and which cannot be judged; return the exit code."""
    for one in outcomes:
        if one.met and one.value is not None:
            context.note(f"Met: {safe(one.condition.typed.strip())} (it is {plain(round(one.value, 4))}).")
        elif one.value is None:
            context.note(
                f"Not judged: {safe(one.condition.typed.strip())}. {one.condition.name} is not known: "
                f"fewer than three moments."
            )
    return CONDITION_MET if any(one.met for one in outcomes) else 0
