"""`mefirst commitment`: promises and cleanups, from the first word to what became of them."""

import typer

from mefirst.cli.commitment import adding, changing, looking, recording, walking

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Promises and cleanups: list, add, log, change, next.",
    epilog="Example: mefirst commitment add",
)
looking.register(app)
adding.register(app)
recording.register(app)
changing.register(app)
walking.register(app)
