"""`mefirst partner`: those you are accountable to, what was agreed with them, what they know."""

import typer

from mefirst.cli.partner import accepting, adding, answering, ending, looking, meeting, pairing, replying

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Those you are accountable to: who they are, what was agreed, what they know.",
    epilog="Example: mefirst partner add coach --role coach",
)
adding.register(app)
pairing.register(app)
looking.register(app)
replying.register(app)
accepting.register(app)
answering.register(app)
meeting.register(app)
ending.register(app)
