"""`mefirst capture`: put a moment down now, reflect on it later."""

import sys
from typing import Annotated

import typer

from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet
from mefirst.errors import AnswerMissing, CannotWrite, JournalDamaged, JournalNewer, UsageProblem
from mefirst.interview.fields import Field
from mefirst.journal.codec import MOST_BYTES
from mefirst.model.entry import Entry
from mefirst.model.ids import new_id
from mefirst.text import one_line, safe

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: mefirst capture (it asks; private words do not belong in the shell's history)")
def capture(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="The moment, in a line. Asked for when missing."),
    ] = None,
    *,
    on: Annotated[str | None, typer.Option("--on", help="The day it is about.", metavar="DATE")] = None,
    journal: JournalName = "default",
    quiet: Quiet = False,
    dry_run: DryRun = False,
    plain: Plain = False,
    now: Now = None,
) -> None:
    """Put a moment down now; the next reflection begins with it."""
    context = Context(now, plain=plain)
    day = context.day(on)
    situation = (" ".join(text) if text else _asked(context)).strip()
    if not situation:
        raise UsageProblem(
            "There is nothing to put down.", hint="Example: mefirst capture the stand-up went quiet"
        )
    entry = Entry.first(new_id(day), recorded_at=context.now, situation=situation)
    if dry_run:
        context.note(f"It would be noted: {safe(one_line(situation, 60))}. Nothing was saved.")
        return
    try:
        opened = context.open_journal(journal, create=True)
        opened.add(entry)
    except (CannotWrite, JournalDamaged, JournalNewer, OSError):
        context.rescue([situation])
        raise
    opened.note_last(entry.id)
    if quiet:
        context.show(entry.id, done=f"It is saved: {entry.id}")
    else:
        words = safe(one_line(situation, 60))
        context.note(context.say("Noted {handle} · {words}", handle=entry.handle, words=words))
        context.note(context.say("mefirst reflect starts with it."))


def _asked(context: Context) -> str:
    if context.interactive:
        say = context.say
        field = Field(key="moment", kind="line", ask=say("What is it, in a line?"), required=True)
        return str(ask_field(context.prompter(say, brief=True), field, say))
    if sys.stdin.isatty():
        raise AnswerMissing(["text"], "Say it on the command line, or pipe it in.")
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageProblem("What was piped in is not UTF-8 text.", hint="Save it as UTF-8 first.") from None
