"""`mefirst partner`: those you are accountable to, what was agreed with them, what they know."""

import typer

from mefirst.cli.partner import adding, ending, looking, pairing

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Those you are accountable to: who they are, what was agreed, what they know.",
    epilog="Example: mefirst partner add coach --role coach",
)
adding.register(app)
pairing.register(app)
looking.register(app)
ending.register(app)
