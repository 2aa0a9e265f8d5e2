"""Files to be sent: where they are written, and how that is said."""

from pathlib import Path
from typing import Annotated

import typer

from mefirst.cli import delivery
from mefirst.cli.context import Context
from mefirst.errors import UsageProblem
from mefirst.sharing.keys import Relationship
from mefirst.sharing.post import write_whole
from mefirst.text import safe

Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="Write the file to be sent here; a folder keeps its name.", metavar="FILE"
    ),
]


def place(context: Context, output: Path | None, name: str, *, yes: bool) -> Path | None:
    """Return where a file goes: as asked, else into this folder under `name`; None where one is to stay as it is.

    NoFolder where there is no such folder, AnswerMissing where nobody can be asked about a file that is there.
    """
    if output is not None and str(output) == delivery.STDOUT:
        raise UsageProblem(
            "A file to be sent is not written to the terminal.", hint="Name a file: --output FILE"
        )
    path = Path(name) if output is None else output / name if output.is_dir() else output
    delivery.check(path)
    ours = path.name == name
    if (
        path.exists()
        and not ours
        and not yes
        and not context.confirm(f"{safe(str(path))} is there. Replace it?", "--yes")
    ):
        context.note("Nothing was written.")
        return None
    return path


def path_for(context: Context, output: Path | None, relationship: Relationship, *, yes: bool) -> Path | None:
    """Return where the next file of a pairing goes; given again it is the same name."""
    return place(context, output, relationship.pairing.file if relationship.pairing else "", yes=yes)


def write(context: Context, path: Path, data: bytes) -> None:
    """Write a file whole, and say where it is; CannotWrite."""
    write_whole(path, data)
    context.note(f"Written: {safe(str(path))}")
