"""`mefirst journal`: where it is kept, whether all is well with it, its backups."""

import typer

from mefirst.cli.journal import archives, checking, encrypting, keeping

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="The journal itself: where it is kept, whether all is well with it, its backups.",
    epilog="Example: mefirst journal check",
)
keeping.register(app)
checking.register(app)
archives.register(app)
encrypting.register(app)
