"""The moving parts of a full session, made with the prompt toolkit. Imported when the first one is needed."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from prompt_toolkit.application import Application, run_in_terminal  # noqa: TID253 this module is loaded late
from prompt_toolkit.completion import Completer, WordCompleter  # noqa: TID253
from prompt_toolkit.filters import Condition, FilterOrBool  # noqa: TID253
from prompt_toolkit.formatted_text import StyleAndTextTuples  # noqa: TID253
from prompt_toolkit.input import Input, create_input  # noqa: TID253
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent  # noqa: TID253
from prompt_toolkit.layout import FormattedTextControl, Layout, Window  # noqa: TID253
from prompt_toolkit.output import ColorDepth, Output, create_output  # noqa: TID253
from prompt_toolkit.shortcuts import PromptSession  # noqa: TID253

from mefirst.interview.fields import Field
from mefirst.interview.prompter import Answer, Back, Enough
from mefirst.model.scale import HIGHEST, LOWEST
from mefirst.terminal.console import Console
from mefirst.terminal.editor import NoEditor, edit
from mefirst.terminal.wording import scale_label
from mefirst.text import safe, wrap

Outcome = Answer | Back | Enough

_DIGITS = "0123456789"
_YES_NO = {"yes": "Yes", "no": "No"}


def _output() -> Output:
    """Return the terminal on stderr. It is never asked where the cursor is: slow ones answer too late."""
    if sys.platform == "win32":
        return create_output(sys.stderr)
    from prompt_toolkit.output.vt100 import Vt100_Output  # noqa: PLC0415 POSIX alone

    return Vt100_Output.from_pty(sys.stderr, term=os.environ.get("TERM"), enable_cpr=False)


class Widgets:
    """Runs one small application a field. `source` and `output` are the terminal's unless given."""

    def __init__(
        self,
        console: Console,
        editor: str | None = None,
        source: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self._console = console
        self._editor = editor
        self._source = source or create_input(sys.stdin)
        self._output = output or _output()

    def text(self, field: Field, typed: str, help_lines: Sequence[str]) -> Outcome:
        """Ask for text, names, a number or a day, beginning with `typed`."""
        bare = Condition(lambda: not session.default_buffer.text)
        keys = self._keys(help_lines, lambda event: event.current_buffer.text, helpful=bare)

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
        outcome: Outcome = session.prompt(default=typed)
        return outcome

    def choose(self, field: Field, previous: Any, help_lines: Sequence[str]) -> Outcome:
        """Ask for one or several options, or yes or no."""
        options = _YES_NO if field.kind == "yes_no" else field.options
        values = list(options)
        several = field.kind == "choices"
        before = field.typed(previous) if field.kind == "yes_no" else previous
        chosen = set(before or ()) if several else set()
        at = values.index(before) if not several and before in values else None

        def picked() -> Any:
            if several:
                return [value for value in values if value in chosen]
            return values[at] if at is not None else None

        keys = self._keys(help_lines, lambda _: picked())

        @keys.add("enter")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=Answer(picked()))

        @keys.add("up")
        @keys.add("down")
        def _(event: KeyPressEvent) -> None:
            nonlocal at
            step = -1 if event.key_sequence[0].key == "up" else 1
            at = (at + step) % len(values) if at is not None else (0 if step == 1 else len(values) - 1)

        @keys.add("backspace")
        def _(event: KeyPressEvent) -> None:
            nonlocal at
            at = None
            chosen.clear()

        def toggle(value: str) -> None:
            if value in chosen:
                chosen.discard(value)
            elif field.most is None or len(chosen) < field.most:
                chosen.add(value)

        @keys.add(" ")
        def _(event: KeyPressEvent) -> None:
            if several and at is not None:
                toggle(values[at])

        for digit in _DIGITS[1 : len(values) + 1]:

            @keys.add(digit)
            def _(event: KeyPressEvent) -> None:
                nonlocal at
                at = int(event.data) - 1
                if several:
                    toggle(values[at])

        if field.kind == "yes_no":
            for letter, index in (("y", 0), ("n", 1)):

                @keys.add(letter)
                def _(event: KeyPressEvent, index: int = index) -> None:
                    nonlocal at
                    at = index

        def draw() -> StyleAndTextTuples:
            lines: StyleAndTextTuples = []
            for index, value in enumerate(values):
                pointer = ">" if index == at else " "
                box = f"[{'x' if value in chosen else ' '}] " if several else ""
                number = f"{pointer} {index + 1:>{len(str(len(values)))}}  {box}"
                style = "bold" if index == at or value in chosen else ""
                wrapped = wrap(safe(options[value]), self._width() - len(number))
                lines.append((style, f"{number}{wrapped[0]}\n"))
                lines.extend((style, f"{' ' * len(number)}{line}\n") for line in wrapped[1:])
            hint = "Space or a number picks several, Enter goes on" if several else "a number or arrows, Enter goes on"
            lines.append(("class:quiet", wrap(hint, self._width())[0]))
            return lines

        return self._run(draw, keys)

    def scale(self, field: Field, previous: int | None, help_lines: Sequence[str]) -> Outcome:
        """Ask for a point of a scale; nothing is preselected, and Enter on nothing is "don't know"."""
        low, high = int(field.low or 0), int(field.high or 0)
        signed = (low, high) == (LOWEST, HIGHEST)
        at = previous
        sign = -1 if (previous or 0) < 0 else 1

        def move(to: int | None) -> None:
            nonlocal at, sign
            at = to if to is None else min(max(to, low), high)
            sign = -1 if (at or 0) < 0 else 1

        keys = self._keys(help_lines, lambda _: at)

        @keys.add("enter")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=Answer(at))

        @keys.add("left")
        @keys.add("down")
        def _(event: KeyPressEvent) -> None:
            move(at - 1 if at is not None else (-1 if signed else low))

        @keys.add("right")
        @keys.add("up")
        def _(event: KeyPressEvent) -> None:
            move(at + 1 if at is not None else (1 if signed else low))

        @keys.add("backspace")
        def _(event: KeyPressEvent) -> None:
            move(None)

        if signed:

            @keys.add("-")
            @keys.add("+")
            def _(event: KeyPressEvent) -> None:
                nonlocal at, sign
                sign = 1 if event.data == "+" else -sign
                at = sign * abs(at) if at is not None else None

        for digit in _DIGITS:

            @keys.add(digit)
            def _(event: KeyPressEvent) -> None:
                nonlocal at
                typed = int(event.data)
                longer = int(f"{at}{typed}") if at is not None and at > 0 and not signed else typed
                for value in (longer, sign * typed if signed else typed):
                    if low <= value <= high:
                        at = value
                        break

        def draw() -> StyleAndTextTuples:
            parts: StyleAndTextTuples = [("", "  ")]
            for value in range(low, high + 1):
                mark = scale_label(Field(key="", kind="scale", low=low, high=high), value)
                parts.append(("reverse bold" if value == at else "", f" {mark} "))
            said = scale_label(field, at) if at is not None else "not set: Enter means don't know"
            keys_said = "0–3 sets the size, - flips the sign, arrows move" if signed else "a number or arrows"
            parts.append(("bold", f"\n  {said}"))
            parts.extend(("class:quiet", f"\n  {line}") for line in wrap(keys_said, self._width() - 2))
            return parts

        return self._run(draw, keys)

    def pause(self, help_lines: Sequence[str]) -> Outcome:
        """Wait for Enter after something to read."""
        keys = self._keys(help_lines, lambda _: None)

        @keys.add("enter")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=Answer(None))

        return self._run(lambda: [("class:quiet", "Enter goes on")], keys)

    def _keys(
        self, help_lines: Sequence[str], current: Callable[[KeyPressEvent], Any], helpful: FilterOrBool = True
    ) -> KeyBindings:
        """Return the keys every field has: back, enough for today, stop, and `?` for help."""
        keys = KeyBindings()

        @keys.add("?", filter=helpful)
        def _(event: KeyPressEvent) -> None:
            self._show(help_lines)

        @keys.add("s-tab")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=Back())

        @keys.add("c-d")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=Enough(current(event)))

        @keys.add("c-c")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        return keys

    def _run(self, draw: Callable[[], StyleAndTextTuples], keys: KeyBindings) -> Outcome:
        application: Application[Outcome] = Application(
            layout=Layout(Window(FormattedTextControl(draw, focusable=True, show_cursor=False), wrap_lines=True)),
            key_bindings=keys,
            input=self._source,
            output=self._output,
            erase_when_done=True,
            color_depth=self._depth(),
        )
        return application.run()

    def _depth(self) -> ColorDepth | None:
        return None if self._console.error_canvas.color else ColorDepth.DEPTH_1_BIT

    def _width(self) -> int:
        return self._console.error_canvas.width

    def _show(self, lines: Sequence[str]) -> None:
        def show() -> None:
            for line in lines:
                self._console.note(line)

        run_in_terminal(show)

    def _edited(self, text: str) -> str:
        try:
            return edit(text, self._editor)
        except NoEditor as problem:
            self._console.note(safe(f"The editor '{problem.args[0]}' could not be used: mefirst config editor NAME"))
            return text


def _names(field: Field) -> Completer | None:
    """Return the completion of names, also after a comma."""
    if not field.suggestions:
        return None
    import re  # noqa: PLC0415 only where names are asked for

    return WordCompleter(list(field.suggestions), ignore_case=True, pattern=re.compile(r"[^,\s][^,]*"))

