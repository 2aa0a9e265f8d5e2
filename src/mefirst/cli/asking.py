"""Asking for a single thing a command was not given."""

from typing import Any

import typer

from mefirst.errors import INTERRUPTED
from mefirst.interview.fields import Field
from mefirst.interview.interview import Step
from mefirst.interview.prompter import Answer, Prompter
from mefirst.packs.model import BaseQuestion


def ask_field(prompter: Prompter, field: Field) -> Any:
    """Ask one field of whoever sits there; going back or having enough stops, nothing saved."""
    step = Step(
        question=BaseQuestion(type="short", id="one", ask=field.ask or field.key),
        number=1,
        total=1,
        wording=field.ask,
        help=None,
        field=field,
        opening=False,
        previous=field.default,
        offered=True,
    )
    reply = prompter.ask(step)
    if isinstance(reply, Answer):
        return reply.value
    raise typer.Exit(INTERRUPTED)
