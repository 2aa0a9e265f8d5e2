"""`mefirst schema`: the JSON Schema of each document."""

from typing import Annotated

import typer

from mefirst.cli.context import Context
from mefirst.errors import UnknownChoice
from mefirst.text import wrap

app = typer.Typer(add_completion=False)


def _names(incomplete: str) -> list[str]:
    from mefirst.render.schemas import DOCUMENTS  # noqa: PLC0415 only while completing

    return [name for name in DOCUMENTS if name.startswith(incomplete)]


@app.command(epilog="Example: mefirst schema gaps")
def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="Of this document, or what it calls itself; without it, which there are.",
            autocompletion=_names,
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of a document: what the journal keeps, what commands give, what coaches write."""
    from mefirst.render import document, schemas  # noqa: PLC0415 help needs none

    context = Context()
    if name is None:
        column = max(map(len, schemas.DOCUMENTS)) + 2
        for known, one in schemas.DOCUMENTS.items():
            about = wrap(one.about, context.console.canvas.width, " " * column)
            context.show("\n".join([known.ljust(column) + about[0].lstrip(), *about[1:]]))
        return
    found = schemas.named(name)
    if found is None:
        raise UnknownChoice("document", name, tuple(schemas.DOCUMENTS))
    context.show(document.dumps(schemas.schema_of(found)), kind="document")
