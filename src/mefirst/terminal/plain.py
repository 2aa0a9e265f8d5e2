"""The session in lines: for screen readers, dumb terminals and slow connections. No cursor ever moves."""

import sys
from collections.abc import Mapping
from typing import Any, TextIO

from mefirst.interview.fields import Field
from mefirst.interview.interview import Step
from mefirst.interview.prompter import Answer, Back, Enough, Reply
from mefirst.interview.values import Unfit
from mefirst.speech import ENGLISH, Speech
from mefirst.terminal.console import Console
from mefirst.terminal.editor import NoEditor, edit
from mefirst.terminal.wording import (
    begun_line,
    commands,
    default_of,
    help_lines,
    no_editor,
    question_lines,
    scale_label,
)
from mefirst.text import safe

_UNBOUNDED = 10_000  # columns: a screen reader and the terminal wrap lines themselves


class PlainPrompter:
    """Asks by lines: numbered choices, the position first, the default always spoken. `brief` hides the help."""

    def __init__(  # noqa: PLR0913 each is a thing of its own
        self,
        console: Console,
        *,
        say: Speech = ENGLISH,
        editor: str | None = None,
        source: TextIO | None = None,
        brief: bool = False,
        about: Mapping[str, Any] | None = None,
    ) -> None:
        self._console = console
        self._say = say
        self._editor = editor
        self._about = about
        self._source = source or sys.stdin
        self._brief = brief
        self._ended = False

    def tell(self, sentence: str) -> None:
        """Say something between two questions."""
        self._note(safe(sentence))

    def _note(self, line: str) -> None:
        self._console.note(self._console.error_canvas.signs(line))

    def ask(self, step: Step) -> Reply:
        """Ask a field until what is typed can be read."""
        if step.opening:
            self._open(step)
        self._offer(step)
        written = step.field.typed(step.previous)
        while True:
            try:
                typed = self._line()
                if typed is None:
                    return self._end()
                self._ended = False
                reply = self._command(typed.strip(), step)
                if reply is not None:
                    return reply
                if typed.strip() in {"/help", "?"}:
                    self._help(step)
                    continue
                if typed.strip() == "/edit":
                    typed = written = edit(written, self._editor, self._about)
                return Answer(_read(step, typed))
            except UnicodeDecodeError:
                self.tell(self._say("That was no UTF-8 text. Please type it anew."))
            except NoEditor as problem:
                written = problem.text
                self.tell(no_editor(problem.name, self._say))
            except Unfit as unfit:
                self.tell(unfit.asked(self._say))

    def _end(self) -> Reply:
        """Ctrl+D is enough for today; a second one in a row, or a terminal that is gone, stops."""
        if self._ended:
            raise KeyboardInterrupt
        self._ended = True
        return Enough()

    def _command(self, typed: str, step: Step) -> Reply | None:
        if typed == "/back":
            return Back()
        if typed == "/done":
            return Enough()
        if typed == "/skip":
            return Answer(step.field.read(None))
        return None

    def _open(self, step: Step) -> None:
        parts = question_lines(step, _UNBOUNDED)
        if step.question.heading:
            parts = [_ended(safe(step.question.heading)), *parts]
        if step.field.kind != "note":
            position = self._say("Question {number} of {total}.", number=step.number, total=step.total)
            parts = [position, *parts]
        self._note("")
        self._note(" ".join(parts))
        if not self._brief:
            for line in help_lines(step, _UNBOUNDED):
                self._note(line)
        if begun := begun_line(step, self._say, aloud=True):
            self._note(self._say("So far: {answers}.", answers=begun))

    def _offer(self, step: Step) -> None:
        field = step.field
        if field.ask:
            self._note(safe(field.ask))
        for line in _offers(field, self._say):
            self._note(line)
        default = default_of(step, aloud=True)
        if default:
            self._note(self._say("Enter keeps: {answer}.", answer=default))
        elif field.kind == "note":
            self._note(self._say("Enter goes on."))
        elif not field.required:
            self._note(self._say("Enter skips."))

    def _help(self, step: Step) -> None:
        for line in (*help_lines(step, _UNBOUNDED), commands(self._say)):
            self._note(line)

    def _line(self) -> str | None:
        """Read one answer: a line, those joined to it by a backslash, and all that was pasted with it."""
        lines: list[str] = []
        cut = False
        while True:
            line = self._source.readline()
            if not line:
                break
            line = line.rstrip("\n").rstrip("\r")
            cut = cut or _was_cut(line, self._source)
            goes_on = line.endswith("\\")
            lines.append(line[:-1] if goes_on else line)
            if not goes_on and not _more_waits(self._source):
                break
        if cut:
            raise Unfit("The terminal cut a line this long, so it was not taken. /edit takes longer ones.")
        return "\n".join(lines) if lines else None


def _offers(field: Field, say: Speech) -> list[str]:
    if field.kind in {"choice", "choices"}:
        how = [say("Type a number.")]
        if field.kind == "choices":
            how.append(say("Several, with commas."))
        if field.most:
            how.append(say("At most {most}.", most=field.most))
        numbered = [f"{number}. {safe(label)}" for number, label in enumerate(field.options.values(), 1)]
        return [*numbered, " ".join(how)]
    if field.kind == "scale":
        low, high = int(field.low or 0), int(field.high or 0)
        return [
            *(
                scale_label(field, value, aloud=True)
                for value in range(low, high + 1)
                if value in field.labels
            ),
            say("Type a number from {low} to {high}.", low=_bare(field, low), high=_bare(field, high)),
        ]
    if field.kind == "yes_no":
        return [say("Type yes or no.")]
    if field.kind == "names":
        return [say("Several, with commas.")]
    return []


def _ended(heading: str) -> str:
    """Return a heading as a sentence of its own: read out, it would run into the question."""
    return heading if heading.rstrip().endswith((".", "?", "!", "…", ":")) else f"{heading.rstrip()}."


def _bare(field: Field, value: int) -> str:
    return scale_label(field, value, aloud=True, bare=True)


def _read(step: Step, typed: str) -> Any:
    if not typed.strip() and step.previous is not None:
        return step.previous
    return step.field.read(typed)


def _was_cut(line: str, source: TextIO) -> bool:
    """Whether the terminal may have dropped the end of this line: it does so without a word."""
    if sys.platform != "linux" or not source.isatty():
        return False
    return len(line.encode("utf-8", "surrogateescape")) >= _TERMINAL_LINE


def _more_waits(source: TextIO) -> bool:
    """Whether more lines were pasted together with this one: they belong to the same answer."""
    if sys.platform == "win32" or not source.isatty():
        return False
    import select  # noqa: PLC0415 POSIX terminals alone

    return bool(select.select([source], [], [], _PASTE_GAP)[0])


_TERMINAL_LINE = 4095  # bytes: what a Linux terminal passes on of one line, dropping the rest
_PASTE_GAP = 0.03  # seconds: nobody types the next line this fast
