"""What somebody said, from a form they filled in."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.lines import find_line
from mefirst.errors import FAILED, AnswerMissing, FormUnreadable, OtherForm, UsageProblem
from mefirst.interview.answerform import MOST_BYTES, Filled, read_form
from mefirst.interview.fields import Field
from mefirst.model.entry import Entry
from mefirst.model.ids import normalise
from mefirst.model.scale import signed
from mefirst.model.vocabulary import DIMENSIONS
from mefirst.text import one_line, safe

if TYPE_CHECKING:
    from mefirst.cli.impact import News


def from_form(context: Context, entry: Entry, path: str, news: "News", *, yes: bool) -> "News":
    """Return what a form says, shown and agreed to; of `news` it takes who said it, and which line it is about.

    FormUnreadable, OtherForm; a no ends the command with nothing saved.
    """
    if news.on_a_line or news.text or news.quote or news.how:
        raise UsageProblem(
            "--form goes without --value, --seen, --text, --quote and --how: the form says it.",
            hint="Beside it go --by, --dimension, --toward and --intended.",
        )
    filled = _read(path)
    if filled.handle and normalise(filled.handle) != entry.handle:
        raise OtherForm(safe(one_line(filled.handle, 20)), entry.handle)
    dimension = news.dimension or (filled.dimension if filled.dimension in DIMENSIONS else None)
    told = replace(news, dimension=dimension, value=filled.value, quote=filled.words, how="form")
    told = replace(told, by=news.by or _who(context, entry, told))
    what = f"{told.dimension} at " if told.dimension else ""
    context.note(f"From the form: {safe(told.by or '')} puts {what}{signed(filled.value)}.")
    if filled.words:
        context.note(f"In their words: “{safe(one_line(filled.words))}”")
    if not yes and not context.confirm(f"Add it to {entry.handle}?", "--yes"):
        context.note("Nothing was saved.")
        raise typer.Exit(FAILED)
    return told


def _read(path: str) -> Filled:
    if path == "-":
        return read_form(sys.stdin.buffer.read(MOST_BYTES + 1), "the standard input")
    try:
        with Path(path).open("rb") as stream:
            return read_form(stream.read(MOST_BYTES + 1), path)
    except OSError as problem:
        raise FormUnreadable(
            path, problem.strerror or str(problem), "Name the file they sent back."
        ) from None


def _who(context: Context, entry: Entry, news: "News") -> str:
    """Return who filled it in, which the form does not say: toward whom the line is, else the only one there."""
    line = find_line(entry, person=None, dimension=news.dimension, toward=news.toward)
    everyone = entry.everyone
    known = line.toward if line and line.toward else everyone[0] if len(everyone) == 1 else None
    if known:
        return known
    if not context.interactive:
        raise AnswerMissing(["--by"], "Say who filled it in: --by ALIAS")
    say = context.say
    field = Field(key="by", kind="line", ask=say("Who said so?"), required=True, suggestions=everyone)
    return str(ask_field(context.prompter(say, brief=True), field, say))
