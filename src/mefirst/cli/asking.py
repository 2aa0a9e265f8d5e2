"""Asking for a single thing a command was not given."""

from typing import Any

import typer

from mefirst.errors import INTERRUPTED
from mefirst.interview.fields import Field
from mefirst.interview.interview import Step
from mefirst.interview.prompter import Answer, Enough, Prompter
from mefirst.packs.model import BaseQuestion
from mefirst.speech import Speech


def ask_field(prompter: Prompter, field: Field, say: Speech) -> Any:
    """Ask one field of whoever sits there; to go back, to have enough and Ctrl+C stop, nothing saved, and say so.

    A text that stands there when it is enough is the answer: it may have taken long to write.
    """
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
    try:
        reply = prompter.ask(step)
    except KeyboardInterrupt:
        reply = Enough()
    if isinstance(reply, Answer) or (isinstance(reply, Enough) and field.kind == "text" and reply.value):
        return reply.value
    prompter.tell(say("Stopped. Nothing was saved."))
    raise typer.Exit(INTERRUPTED)


def offer(prompter: Prompter, words: str, options: dict[str, str], say: Speech) -> str:
    """Ask which way to go on; Enter takes the first."""
    first = next(iter(options))
    field = Field(key="offer", kind="choice", ask=words, options=options, default=first, required=True)
    return str(ask_field(prompter, field, say))
