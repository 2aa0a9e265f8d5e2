"""`mefirst pack`: find, write, check, try, share and trust packs."""

import typer

from mefirst.cli.pack import exchange, looking, writing

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Packs are questionnaires: find, write, check, try, share and trust them.",
    epilog="Example: mefirst pack show daily",
)
looking.register(app)
writing.register(app)
exchange.register(app)
