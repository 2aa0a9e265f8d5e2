"""The moving parts of a full session, made with the prompt toolkit. Imported when the first one is needed."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from prompt_toolkit.application import Application, run_in_terminal  # noqa: TID253 this module is loaded late
from prompt_toolkit.completion import Completer, WordCompleter  # noqa: TID253
from prompt_toolkit.filters import Condition, FilterOrBool  # noqa: TID253
from prompt_toolkit.formatted_text import StyleAndTextTuples  # noqa: TID253
from prompt_toolkit.input import Input, create_input  # noqa: TID253
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent  # noqa: TID253
from prompt_toolkit.keys import Keys  # noqa: TID253
from prompt_toolkit.layout import FormattedTextControl, Layout, Window  # noqa: TID253
from prompt_toolkit.output import ColorDepth, Output, create_output  # noqa: TID253
from prompt_toolkit.shortcuts import PromptSession  # noqa: TID253

from mefirst.interview.fields import Field
from mefirst.interview.prompter import Answer, Back, Enough
from mefirst.speech import ENGLISH, Speech
from mefirst.terminal.console import Console
from mefirst.terminal.editor import NoEditor, edit
from mefirst.terminal.states import State
from mefirst.terminal.wording import no_editor
from mefirst.text import safe

Outcome = Answer | Back | Enough

_LOOKS = {"quiet": "class:quiet"}


def _output() -> Output:
    """Return the terminal on stderr. It is never asked where the cursor is: slow ones answer too late."""
    if sys.platform == "win32":
        return create_output(sys.stderr)
    from prompt_toolkit.output.vt100 import Vt100_Output

    output = Vt100_Output.from_pty(sys.stderr, term=os.environ.get("TERM"))
    output.enable_cpr = False
    return output


class Widgets:
    """Runs one small application a field. `source` and `output` are the terminal's unless given.

    An interrupt sent as a signal is left to asyncio, which raises it from the run; the toolkit's own handling
    of it hands it to an application that may have ended.
    """

    def __init__(  # noqa: PLR0913 each is a thing of its own
        self,
        console: Console,
        editor: str | None = None,
        source: Input | None = None,
        output: Output | None = None,
        *,
        say: Speech = ENGLISH,
        about: Mapping[str, Any] | None = None,
    ) -> None:
        self._console = console
        self._say = say
        self._editor = editor
        self._about = about
        self._source = source or create_input(sys.stdin)
        self._output = output or _output()

    def text(self, field: Field, typed: str, help_lines: Sequence[str], *, offered: bool = False) -> Outcome:
        """Ask for text, names, a number or a day, beginning with `typed`; one that is `offered` gives way to typing."""
        untouched = offered

        def touch(_: object = None) -> None:
            nonlocal untouched
            untouched = False

        replaceable = Condition(lambda: untouched)
        bare = Condition(lambda: not session.default_buffer.text) | replaceable
        keys = self._keys(help_lines, lambda event: event.current_buffer.text, helpful=bare)

        @keys.add(Keys.Any, filter=replaceable)
        @keys.add(Keys.BracketedPaste, filter=replaceable)
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.text = ""
            event.current_buffer.insert_text(event.data.replace("\r\n", "\n").replace("\r", "\n"))

        for stays in ("end", "c-e", "right", "down"):  # at the end these move nothing, but mean to edit
            keys.add(stays, filter=replaceable)(touch)

        @keys.add("enter")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=Answer(event.current_buffer.text))

        @keys.add("c-j")
        @keys.add("escape", "enter")
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text("\n")

        @keys.add("c-x", "c-e")
        async def _(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            buffer.text = await run_in_terminal(lambda: self._edited(buffer.text), in_executor=False)
            buffer.cursor_position = len(buffer.text)

        session: PromptSession[Any] = PromptSession(
            message="> ",
            multiline=True,
            prompt_continuation="  ",
            key_bindings=keys,
            completer=_names(field),
            complete_while_typing=bool(field.suggestions),
            reserve_space_for_menu=4 if field.suggestions else 0,
            input=self._source,
            output=self._output,
            color_depth=self._depth(),
            enable_suspend=True,
        )
        session.default_buffer.on_text_changed += touch
        session.default_buffer.on_cursor_position_changed += touch
        outcome: Outcome = session.prompt(default=typed, handle_sigint=False)
        return outcome

    def move(self, state: State, help_lines: Sequence[str]) -> Outcome:
        """Ask by moving through a choice or a scale until Enter."""
        keys = self._keys(help_lines, lambda _: state.value)

        @keys.add("enter")
        @keys.add("c-j")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=Answer(state.value))

        for key in state.keys:
            keys.add(key)(_pressing(state, key))

        def draw() -> StyleAndTextTuples:
            canvas = self._console.error_canvas
            return [(_LOOKS.get(look, look), canvas.signs(text)) for look, text in state.draw(canvas.width)]

        return self._run(draw, keys)

    def pause(self, help_lines: Sequence[str]) -> Outcome:
        """Wait for Enter after something to read."""
        keys = self._keys(help_lines, lambda _: None)

        @keys.add("enter")
        @keys.add("c-j")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=Answer(None))

        return self._run(lambda: [("class:quiet", self._say("Enter goes on"))], keys)

    def _keys(
        self,
        help_lines: Sequence[str],
        current: Callable[[KeyPressEvent], Any],
        *,
        helpful: FilterOrBool = True,
    ) -> KeyBindings:
        """Return the keys every field has: back, enough for today, stop, and `?` for help."""
        keys = KeyBindings()

        @keys.add("?", filter=helpful)
        def _(_event: KeyPressEvent) -> None:
            self._show(help_lines)

        @keys.add("s-tab")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=Back(current(event)))

        @keys.add("c-d")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=Enough(current(event)))

        @keys.add("c-c")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        return keys

    def _run(self, draw: Callable[[], StyleAndTextTuples], keys: KeyBindings) -> Outcome:
        application: Application[Outcome] = Application(
            layout=Layout(
                Window(FormattedTextControl(draw, focusable=True, show_cursor=False), wrap_lines=True)
            ),
            key_bindings=keys,
            input=self._source,
            output=self._output,
            erase_when_done=True,
            color_depth=self._depth(),
        )
        return application.run(handle_sigint=False)

    def _depth(self) -> ColorDepth | None:
        return None if self._console.error_canvas.color else ColorDepth.DEPTH_1_BIT

    def _show(self, lines: Sequence[str]) -> None:
        def show() -> None:
            signs = self._console.error_canvas.signs
            for line in lines:
                self._console.note(signs(line))

        run_in_terminal(show)

    def _edited(self, text: str) -> str:
        try:
            return edit(text, self._editor, self._about)
        except NoEditor as problem:
            self._console.note(safe(no_editor(problem.name, self._say)))
            return problem.text


def _pressing(state: State, key: str) -> Callable[[KeyPressEvent], None]:
    def press(_event: KeyPressEvent) -> None:
        state.press(key)

    return press


def _names(field: Field) -> Completer | None:
    """Return the completion of names, also after a comma."""
    if not field.suggestions:
        return None
    import re  # noqa: PLC0415 only where names are asked for

    return WordCompleter(list(field.suggestions), ignore_case=True, pattern=re.compile(r"[^,]*[^,\s]"))
