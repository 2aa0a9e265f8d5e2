"""An entry as a text to edit: a head a field, the leader's words below it as they are."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from mefirst.model.entry import TEXT_FIELDS, Effect, Entry, Reported
from mefirst.model.vocabulary import MODES, MOTIVES, SPHERES
from mefirst.text import one_line, safe

TEXTS = (*TEXT_FIELDS, "unsaid")
NAMES = ("people", "tags", "feelings")
SEVERAL = {"mode": MODES, "motives": MOTIVES}
ONE = {"sphere": SPHERES, "cleanup": ("none", "soon", "now")}
FIELDS = tuple(name for name in Entry.model_fields if name in {*TEXTS, *NAMES, *SEVERAL, *ONE})
"""What can be edited as a field of its own, in the order it is shown."""

EFFECT, REPORTED, EXTRA = "effect", "reported", "extra."

_ALWAYS = {"situation", "people", "tags", "intent", "impact", "gap"}
_HEAD = re.compile(r"## +(\S+)")
_ESCAPED = re.compile(r"\\*## ")
_LONGEST_WORDING = 70


class Block(NamedTuple):
    """A head and the lines below it; `line` is where its first line stands in the text, from 1."""

    name: str
    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def written(entry: Entry) -> str:
    """Return an entry as a text to edit."""
    return "\n".join([*_preamble(entry), *_fields(entry), *_effects(entry), *_extras(entry)])


def _preamble(entry: Entry) -> Iterator[str]:
    yield f"Entry {entry.handle}, {entry.on}. Change what you like, save, and close the editor."
    yield "A line that begins with ## begins a field; an emptied field is emptied in the entry."
    yield "Names stand one a line. Nothing above the first ## is kept. An empty text changes nothing."
    absent = [name for name in FIELDS if name not in _ALWAYS and not getattr(entry, name)]
    if absent:
        yield f"More fields you can add: {' '.join(absent)} effect"
    yield ""


def _fields(entry: Entry) -> Iterator[str]:
    for name in FIELDS:
        value = getattr(entry, name)
        if value or name in _ALWAYS:
            yield from _section(name, _lines(value), entry.asked.get(name, ""))


def _lines(value: str | Sequence[str] | None) -> list[str]:
    return value.split("\n") if isinstance(value, str) else list(value or ())


def _section(name: str, lines: Sequence[str], wording: str = "") -> Iterator[str]:
    asked = safe(one_line(wording, _LONGEST_WORDING))
    yield f"## {name}  {asked}".rstrip()
    yield from (f"\\{line}" if _ESCAPED.match(line) else line for line in lines)
    yield ""


def _effects(entry: Entry) -> Iterator[str]:
    for effect in entry.effects:
        yield from _section(EFFECT, list(effect_lines(effect)))
        for report in effect.reported:
            yield from _section(REPORTED, list(report_lines(report)))


def effect_lines(effect: Effect) -> Iterator[str]:
    """Yield an effect as it is written, without what others reported."""
    yield f"dimension: {effect.dimension}"
    yield f"toward: {effect.toward or ''}".rstrip()
    for name in ("intended", "seen", "evidence", "predicted"):
        value = getattr(effect, name)
        shown = _point(value) if isinstance(value, int) else value or ""
        yield f"{name}: {shown}".rstrip()


def _point(value: int) -> str:
    """Return a point in the signs every keyboard has."""
    return f"{value:+d}" if value else "0"


def report_lines(report: Reported) -> Iterator[str]:
    """Yield a report as it is written."""
    yield f"by: {report.by}"
    yield f"value: {_point(report.value)}"
    yield f"on: {report.on}"
    yield f"how: {report.how}"
    yield f"quote: {report.quote or ''}".rstrip(" ")


def _extras(entry: Entry) -> Iterator[str]:
    for name, extra in entry.extra.items():
        yield from _section(EXTRA + name, _answer_lines(extra.answer), extra.asked)


def _answer_lines(answer: Any) -> list[str]:
    if answer is None or isinstance(answer, str):
        return _lines(answer)
    if is_names(answer):
        return list(answer)
    return [json.dumps(answer, ensure_ascii=False)]


def is_names(answer: Any) -> bool:
    """Whether an answer is a list of texts, which stand one a line."""
    return isinstance(answer, list) and all(isinstance(one, str) for one in answer)


def as_read(lines: Iterator[str]) -> tuple[str, ...]:
    """Return lines as `blocks_of` gives them back."""
    return blocks_of("\n".join(_section(EFFECT, list(lines))))[0].lines


def blocks_of(text: str) -> list[Block]:
    """Split a text at its heads; blank lines around what stands below a head are not part of it."""
    blocks: list[Block] = []
    name, start, lines = "", 0, list[str]()

    def close() -> None:
        first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
        last = next((at for at in range(len(lines), first, -1) if lines[at - 1].strip()), first)
        if name:
            blocks.append(Block(name, tuple(lines[first:last]), start + first + 1))

    for number, line in enumerate(text.split("\n"), 1):
        if head := _HEAD.match(line):
            close()
            name, start, lines = head[1], number, []
        else:
            lines.append(line[1:] if line.startswith("\\") and _ESCAPED.match(line) else line)
    close()
    return blocks
