"""`mefirst ask`: where do you expect them to put it? Then a message to paste to them."""

from pathlib import Path
from typing import Annotated

import typer

from mefirst.cli import complete, delivery
from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.impact import read_point
from mefirst.cli.lines import check_dimension, find_line, no_line, with_line
from mefirst.cli.options import Dimension, DryRun, EntryWord, JournalName, Now, Plain, Toward
from mefirst.errors import AnswerMissing
from mefirst.interview.forms import point
from mefirst.model.entry import Entry
from mefirst.render.message import form_to, message_to
from mefirst.text import safe, shell_word

app = typer.Typer(add_completion=False)


@app.command(epilog="Examples: mefirst ask last --of deputy, mefirst ask last --of deputy --output form.txt")
def ask(
    entry: EntryWord,
    *,
    of: Annotated[
        str | None,
        typer.Option("--of", help="Whom you will ask.", metavar="ALIAS", autocompletion=complete.people),
    ] = None,
    expect: Annotated[
        str | None, typer.Option("--expect", help="Where you expect them to put it, -3 to 3.", metavar="N")
    ] = None,
    dimension: Dimension = None,
    toward: Toward = None,
    form: Annotated[
        bool, typer.Option("--form", help="A form to fill in, in plain text, in place of the message.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write the form to this file.", metavar="FILE"),
    ] = None,
    dry_run: DryRun = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Get ready to ask how it arrived: first your guess, then a message in your words to paste to them.

    With --form, a form to fill in, which impact --form reads.
    """
    context = Context(now, plain=plain)
    say = context.say
    check_dimension(dimension)
    file = delivery.check(output)
    opened = context.open_journal(journal)
    entry_id = opened.resolve(Entry, entry)
    record = opened.get(Entry, entry_id).record
    if of is None:
        known = record.everyone
        if len(known) != 1:
            raise AnswerMissing(["--of"], f"Say whom: --of {known[0] if known else 'ALIAS'}")
        of = known[0]
    line = find_line(record, person=of, dimension=dimension, toward=toward)
    predicted = read_point("--expect", expect)
    if line is None and (dimension or toward or predicted is not None):
        raise no_line(record, dimension, toward)
    if line and predicted is None:
        if not context.interactive:
            raise AnswerMissing(["--expect"], "Say where you expect them to put it: --expect N")
        wording = say("Where do you expect {person} to put it?", person=of)
        predicted = ask_field(context.prompter(say, brief=True), point("predicted", wording, say), say)
    if line and predicted is not None and dry_run:
        context.note("Your guess fits. Nothing was saved. To paste:")
    elif line and predicted is not None:
        expected = line.model_copy(update={"predicted": predicted})
        record = opened.change(
            Entry, entry_id, lambda one: one.changed(effects=with_line(one.effects, expected))
        )
        opened.note_last(record.id)
        context.note(
            say("Your guess is kept with {handle}.", handle=record.handle)
            if file
            else say("Your guess is kept with {handle}. To paste:", handle=record.handle)
        )
    as_form = form or output is not None
    written = (form_to if as_form else message_to)(record, line, context.today, say)
    _hand_over(context, written, None if dry_run else file)
    rest = f"--dimension {line.dimension}" if line else "--dimension NAME --intended N"
    rest += " --form FILE" if as_form else " --value N"
    command = f"mefirst impact {record.handle} --by {shell_word(of)} {rest}"
    context.note(say("When they answer:  {command}", command=command))


def _hand_over(context: Context, written: str, file: Path | None) -> None:
    """Print what is to be pasted, or write the form to a file."""
    if file is None:
        context.show(context.console.canvas.signs(written))
        return
    delivery.deliver(context, written, file)
    context.note(context.say("To send to them, and to nobody else:  {file}", file=safe(str(file))))
