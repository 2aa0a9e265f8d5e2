"""What keys do to a choice and to a scale: pure, so that it can be read and tested without a terminal."""

from collections.abc import Iterator
from typing import Any, Protocol

from mefirst.interview.fields import Field
from mefirst.interview.values import YES_NO
from mefirst.speech import ENGLISH, Speech
from mefirst.terminal.wording import scale_label
from mefirst.text import safe, wrap
from mefirst.text import width as columns_of

DIGITS = "0123456789"
_BY_DIGIT = 9  # options one digit can pick; those after them are reached by the arrows

Line = tuple[str, str]
"""A look (`bold`, `reverse bold`, `quiet` or none) and a piece of text; pieces end their lines themselves."""


class State(Protocol):
    """A field being answered by moving."""

    keys: tuple[str, ...]

    @property
    def value(self) -> Any:
        """The answer as it stands; None for none."""
        ...

    def press(self, key: str) -> None:
        """Take one of `keys`."""
        ...

    def draw(self, width: int) -> Iterator[Line]:
        """Yield how it looks now."""
        ...


class ChoiceState:
    """One or several options, or yes or no. Nothing is chosen beforehand but what was answered before."""

    def __init__(self, field: Field, previous: Any, say: Speech = ENGLISH) -> None:
        self._say = say
        self._options = dict(field.options)
        self._letters: dict[str, int] = {}
        if field.kind == "yes_no":
            self._options = {word: field.options.get(word, word).capitalize() for word in YES_NO}
            words = (*YES_NO, *(label.casefold() for label in self._options.values()))
            self._letters = {word[0]: index % len(YES_NO) for index, word in enumerate(words)}
        self._values = list(self._options)
        self._several = field.kind == "choices"
        self._most = field.most or len(self._values)
        self._limited = self._most < len(self._values)
        before = field.typed(previous) if field.kind == "yes_no" else previous
        self._chosen = (
            [value for value in self._values if value in before] if self._several and before else []
        )
        self._at = self._values.index(before) if not self._several and before in self._values else None
        self.keys = (
            "up",
            "down",
            "backspace",
            *([" "] if self._several else []),
            *DIGITS[1 : min(len(self._values), _BY_DIGIT) + 1],
            *self._letters,
        )

    @property
    def value(self) -> Any:
        """The option, or the list of them; None for none."""
        if self._several:
            return [value for value in self._values if value in self._chosen] or None
        return self._values[self._at] if self._at is not None else None

    def press(self, key: str) -> None:
        """Move, pick by number or letter, toggle, or clear."""
        if key == "backspace":
            self._at = None
            self._chosen.clear()
        elif key == "down":
            self._at = 0 if self._at is None else (self._at + 1) % len(self._values)
        elif key == "up":
            self._at = (len(self._values) if self._at is None else self._at) - 1
            self._at %= len(self._values)
        elif key != " ":
            self._at = self._letters[key] if key in self._letters else int(key) - 1
        if self._several and self._at is not None and (key == " " or key in DIGITS):
            self._toggle(self._values[self._at])

    def _toggle(self, value: str) -> None:
        if value in self._chosen:
            self._chosen.remove(value)
        elif len(self._chosen) < self._most:
            self._chosen.append(value)

    def draw(self, width: int) -> Iterator[Line]:
        """Yield the options with their numbers, then what the keys do."""
        for index, value in enumerate(self._values):
            box = f"[{'x' if value in self._chosen else ' '}] " if self._several else ""
            number = index + 1 if index < _BY_DIGIT else " "
            start = f"{'>' if index == self._at else ' '} {number}  {box}"
            look = "bold" if index == self._at or value in self._chosen else ""
            first, *rest = wrap(safe(self._options[value]), max(width - len(start), 1))
            yield look, f"{start}{first}\n"
            for line in rest:
                yield look, f"{' ' * len(start)}{line}\n"
        yield "quiet", "\n".join(wrap(self._keys_said(), width))

    def _keys_said(self) -> str:
        if not self._several:
            return self._say("A number or arrows, Enter goes on")
        if not self._limited:
            return self._say("Space or a number picks several, Enter goes on")
        return self._say("Space or a number picks up to {most}, Enter goes on", most=self._most)


class ScaleState:
    """A point of a scale. Nothing is preselected; digits set the size, and `-` flips the sign where there is one."""

    def __init__(self, field: Field, previous: int | None, say: Speech = ENGLISH) -> None:
        self._say = say
        self._field = field
        self._low, self._high = int(field.low or 0), int(field.high or 0)
        self._signed = self._low < 0
        self._at = previous
        self._sign = -1 if (previous or 0) < 0 else 1
        self.keys = (
            "left",
            "right",
            "up",
            "down",
            "backspace",
            *DIGITS,
            *(("-", "+") if self._signed else ()),
        )

    @property
    def value(self) -> int | None:
        """The point; None for "don't know"."""
        return self._at

    def press(self, key: str) -> None:
        """Move, set the size, flip the sign, or clear."""
        if key == "backspace":
            self._move(None)
        elif key in {"left", "down"}:
            self._move((-1 if self._signed else self._low) if self._at is None else self._at - 1)
        elif key in {"right", "up"}:
            self._move((1 if self._signed else self._low) if self._at is None else self._at + 1)
        elif key in {"-", "+"}:
            self._sign = 1 if key == "+" else -self._sign
            flipped = self._sign * abs(self._at or 0)
            self._at = flipped if self._at is not None and self._low <= flipped <= self._high else None
        else:
            self._type(int(key))

    def _move(self, to: int | None) -> None:
        self._at = None if to is None else min(max(to, self._low), self._high)
        self._sign = -1 if (self._at or 0) < 0 else 1

    def _type(self, digit: int) -> None:
        for typed in (f"{abs(self._at or 0)}{digit}", str(digit)):
            value = self._sign * int(typed)
            if self._low <= value <= self._high:
                self._at = value
                return

    def draw(self, width: int) -> Iterator[Line]:
        """Yield the points, the label of the chosen one, then what the keys do."""
        yield "", " "
        room = width - 1
        for value in range(self._low, self._high + 1):
            mark = f" {scale_label(self._field, value, bare=True)} "
            if len(mark) > room:
                yield "", "\n "
                room = width - 1
            room -= len(mark)
            yield "reverse bold" if value == self._at else "", mark
        said = self._unset() if self._at is None else scale_label(self._field, self._at)
        for line in [said] if columns_of(said) <= width - 2 else wrap(said, width - 2):
            yield "bold", f"\n  {line}"
        for line in wrap(self._keys_said(), width - 2):
            yield "quiet", f"\n  {line}"

    def _unset(self) -> str:
        if self._field.required:
            return self._say("not set")
        return self._say("not set: Enter means don't know")

    def _keys_said(self) -> str:
        if not self._signed:
            return self._say("A number or arrows")
        most = max(-self._low, self._high)
        return self._say("0–{most} sets the size, - flips the sign, arrows move", most=most)
