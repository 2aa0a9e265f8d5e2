"""The session in a capable terminal: keys, choices and scales that move, completion of names.

The first question is on the screen, and typing has begun, before the prompt toolkit is loaded: it takes a
tenth of a second that nobody should wait for.
"""

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mefirst.interview.interview import Step
from mefirst.interview.prompter import Answer, Back, Enough, Reply
from mefirst.interview.values import Unfit
from mefirst.terminal.console import Console
from mefirst.terminal.states import ChoiceState, ScaleState
from mefirst.terminal.style import paint
from mefirst.terminal.wording import KEYS, default_of, help_lines, question_lines
from mefirst.text import safe, wrap

if TYPE_CHECKING:
    from mefirst.terminal import widgets

PROMPT = "> "
_LISTED = {"choice", "choices", "yes_no"}


class FullPrompter:
    """Asks with keys. `brief` hides the help behind `?`, for those who know it by now."""

    def __init__(self, console: Console, *, editor: str | None = None, brief: bool = False) -> None:
        self._console = console
        self._editor = editor
        self._brief = brief
        self._widgets: widgets.Widgets | None = None

    def tell(self, sentence: str) -> None:
        """Say something between two questions."""
        for line in wrap(safe(sentence), self._console.error_canvas.width):
            self._console.note(line)

    def ask(self, step: Step) -> Reply:
        """Ask a field until what is typed can be read."""
        self._open(step)
        typed = step.field.typed(step.previous)
        while True:
            reply = self._widget(step, typed)
            if isinstance(reply, Back):
                return reply
            value = reply.value
            try:
                answer = step.field.read(value)
            except Unfit as unfit:
                if isinstance(reply, Enough) and value in (None, ""):
                    return Enough()
                self.tell(str(unfit))
                typed = value if isinstance(value, str) else typed
                continue
            self._echo(step, answer)
            return Enough(answer) if isinstance(reply, Enough) else Answer(answer)

    def _widget(self, step: Step, typed: str) -> Answer | Back | Enough:
        kind = step.field.kind
        if kind in _LISTED | {"scale", "note"}:
            shown = self._loaded()
            if kind == "note":
                return shown.pause(self._help(step))
            state = ScaleState if kind == "scale" else ChoiceState
            return shown.move(state(step.field, step.previous), self._help(step))
        if self._widgets is None:
            with typing_held(self._console):
                shown = self._loaded()
        return self._loaded().text(step.field, typed, self._help(step))

    def _loaded(self) -> "widgets.Widgets":
        if self._widgets is None:
            from mefirst.terminal.widgets import Widgets  # noqa: PLC0415 see the module's docstring

            self._widgets = Widgets(self._console, self._editor)
        return self._widgets

    def _open(self, step: Step) -> None:
        canvas = self._console.error_canvas
        note = self._console.note
        if step.opening:
            position = "" if step.field.kind == "note" else f"{step.number}/{step.total}"
            heading = safe(step.question.heading or "")
            note("")
            top = [paint(position, "quiet", canvas), paint(heading, "heading", canvas)]
            if any(top):
                note("  ".join(part for part in top if part))
            for line in question_lines(step, canvas.width):
                note(paint(line, "strong", canvas))
            if not self._brief:
                for line in help_lines(step, canvas.width):
                    note(paint(line, "quiet", canvas))
        if step.field.ask:
            for line in wrap(safe(step.field.ask), canvas.width):
                note(line)

    def _help(self, step: Step) -> list[str]:
        width = self._console.error_canvas.width
        return [*help_lines(step, width), *(line for keys in KEYS for line in wrap(keys, width))]

    def _echo(self, step: Step, answer: Any) -> None:
        """Leave the answer of a widget that moved in the scrollback, as a line."""
        if step.field.kind in _LISTED | {"scale"}:
            said = default_of(step._replace(previous=answer)) or "–"
            self._console.note(paint(f"{PROMPT}{said}", "quiet", self._console.error_canvas))


@contextlib.contextmanager
def typing_held(console: Console) -> Iterator[None]:
    """Show the prompt and let the terminal take what is typed, until something can read it.

    Enter is kept as Enter: without this, the terminal would turn it into a new line before we see it.
    """
    if sys.platform == "win32":
        yield
        return
    import termios  # noqa: PLC0415 POSIX alone

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    held = termios.tcgetattr(terminal)
    held[0] &= ~termios.ICRNL
    termios.tcsetattr(terminal, termios.TCSANOW, held)
    console.prompt(PROMPT)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)
        console.prompt("\r\x1b[J")
