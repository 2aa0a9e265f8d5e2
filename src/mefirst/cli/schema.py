"""`mefirst schema`: the JSON Schema of each document."""

from typing import Annotated

import typer

from mefirst.cli.context import Context
from mefirst.errors import UnknownChoice

app = typer.Typer(add_completion=False)


def _names(incomplete: str) -> list[str]:
    from mefirst.render.schemas import DOCUMENTS  # noqa: PLC0415 only while completing

    return [name for name in DOCUMENTS if name.startswith(incomplete)]


@app.command(epilog="Example: mefirst schema gaps")
def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="Of this document; without it, which there are.", autocompletion=_names
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of a document: what the journal keeps, what commands give, what coaches write."""
    from mefirst.render import document, schemas  # noqa: PLC0415 help needs none

    context = Context()
    if name is None:
        lines = [f"{known:<11} {one.about}" for known, one in schemas.DOCUMENTS.items()]
        context.show("\n".join(lines))
        return
    if name not in schemas.DOCUMENTS:
        raise UnknownChoice("document", name, tuple(schemas.DOCUMENTS))
    context.show(document.dumps(schemas.schema_of(name)), kind="document")
