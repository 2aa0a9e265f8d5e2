"""The session in a capable terminal: keys, choices and scales that move, completion of names.

The first question is on the screen, and typing has begun, before the prompt toolkit is loaded: it takes a
tenth of a second that nobody should wait for.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mefirst.interview.interview import Step
from mefirst.interview.prompter import Answer, Back, Enough, Reply
from mefirst.interview.values import Unfit
from mefirst.speech import ENGLISH, Speech
from mefirst.terminal.console import Console
from mefirst.terminal.held import Held, hold
from mefirst.terminal.states import ChoiceState, ScaleState
from mefirst.terminal.style import paint
from mefirst.terminal.wording import begun_line, default_of, help_lines, keys, question_lines
from mefirst.text import safe, wrap

if TYPE_CHECKING:
    from mefirst.terminal import widgets

PROMPT = "> "
_LISTED = {"choice", "choices", "yes_no"}


class FullPrompter:
    """Asks with keys. `brief` hides the help behind `?`; `about` says what texts in the editor belong to."""

    def __init__(
        self,
        console: Console,
        *,
        say: Speech = ENGLISH,
        editor: str | None = None,
        brief: bool = False,
        about: Mapping[str, Any] | None = None,
    ) -> None:
        self._console = console
        self._say = say
        self._editor = editor
        self._about = about
        self._brief = brief
        self._held: Held | None = None
        self._widgets: widgets.Widgets | None = None
        self._left: dict[tuple[str, int], Any] = {}  # what stood in a field one went back from

    def tell(self, sentence: str) -> None:
        """Say something between two questions."""
        for line in wrap(safe(sentence), self._console.error_canvas.width):
            self._note(line)

    def _note(self, line: str) -> None:
        self._console.note(self._console.error_canvas.signs(line))

    def ask(self, step: Step) -> Reply:
        """Ask a field until what is typed can be read."""
        if self._widgets is None and self._held is None:
            self._held = hold()
            self._wait("", echo=False)
        self._open(step)
        here = (step.question.id, step.place)
        previous = self._left.pop(here, step.previous)
        typed = previous if isinstance(previous, str) else step.field.typed(previous)
        while True:
            offered = step.offered and bool(typed) and typed == step.field.typed(step.previous)
            with self._waiting_keys():
                reply = self._widget(step, typed, previous, offered=offered)
            if isinstance(reply, Back):
                self._left[here] = reply.value
                return Back()
            value = reply.value
            try:
                answer = step.field.read(value)
            except Unfit as unfit:
                if isinstance(reply, Enough) and value in (None, ""):
                    return Enough()
                self.tell(unfit.said(self._say))
                typed = value if isinstance(value, str) else typed
                continue
            self._echo(step, answer)
            return Enough(answer) if isinstance(reply, Enough) else Answer(answer)

    def _widget(self, step: Step, typed: str, previous: Any, *, offered: bool) -> Answer | Back | Enough:
        kind = step.field.kind
        moving = kind in _LISTED | {"scale", "note"}
        shown = self._loaded("" if moving else PROMPT)
        if kind == "note":
            return shown.pause(self._help(step))
        if moving:
            state = ScaleState if kind == "scale" else ChoiceState
            return shown.move(state(step.field, previous, self._say), self._help(step))
        return shown.text(step.field, typed, self._help(step), offered=offered)

    def _loaded(self, prompt: str) -> "widgets.Widgets":
        if self._widgets is None:
            self._wait(prompt, echo=True)
            from mefirst.terminal.widgets import Widgets  # noqa: PLC0415 see the module's docstring

            self._widgets = Widgets(self._console, self._editor, say=self._say, about=self._about)
            self._wait("\r\x1b[J", echo=False)
        return self._widgets

    @contextmanager
    def _waiting_keys(self) -> Iterator[None]:
        """Let Ctrl+C wait like any key: while modules are loaded or a widget sets up, an interrupt may get lost."""
        if self._held is None:
            yield
            return
        self._held.change(echo=False, interrupts=False)
        try:
            yield
        finally:
            self._held.change(echo=False, interrupts=True)

    def _wait(self, shown: str, *, echo: bool) -> None:
        if self._held:
            self._held.change(echo=echo, interrupts=False)
            self._console.prompt(shown)

    def _open(self, step: Step) -> None:
        canvas = self._console.error_canvas
        note = self._note
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
            if begun := begun_line(step, self._say):
                self._leave(begun)
        if step.field.ask:
            for line in wrap(safe(step.field.ask), canvas.width):
                note(line)

    def _help(self, step: Step) -> list[str]:
        width = self._console.error_canvas.width
        return [*help_lines(step, width), *(line for said in keys(self._say) for line in wrap(said, width))]

    def _echo(self, step: Step, answer: Any) -> None:
        """Leave the answer of a widget that moved in the scrollback, as a line."""
        if step.field.kind in _LISTED | {"scale"}:
            self._leave(default_of(step._replace(previous=answer)) or "–")

    def _leave(self, said: str) -> None:
        canvas = self._console.error_canvas
        first, *rest = wrap(said, canvas.width - len(PROMPT))
        for line in (f"{PROMPT}{first}", *(" " * len(PROMPT) + more for more in rest)):
            self._note(paint(line, "quiet", canvas))
