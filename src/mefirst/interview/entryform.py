"""An entry as a text to edit: a head a field, the leader's words below it as they are.

Only what is changed in the text is changed in the entry, so whatever a text cannot say survives it:
unknown fields, effects left alone, characters an editor would not keep.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from mefirst.errors import UsageProblem, did_you_mean
from mefirst.interview import values
from mefirst.interview.values import Unfit
from mefirst.model.entry import TEXT_FIELDS, Effect, Entry, ExtraAnswer, Reported
from mefirst.model.vocabulary import DIMENSIONS, EVIDENCE, HOW, MODES, MOTIVES, SPHERES
from mefirst.text import one_line, safe

_TEXTS = (*TEXT_FIELDS, "unsaid")
_NAMES = ("people", "tags", "feelings")
_SEVERAL = {"mode": MODES, "motives": MOTIVES}
_ONE = {"sphere": SPHERES, "cleanup": ("none", "soon", "now")}
FIELDS = tuple(name for name in Entry.model_fields if name in {*_TEXTS, *_NAMES, *_SEVERAL, *_ONE})
"""What can be edited as a field of its own, in the order it is shown."""

_ALWAYS = {"situation", "people", "tags", "intent", "impact", "gap"}
_EFFECT, _REPORTED, _EXTRA = "effect", "reported", "extra."
_HEAD = re.compile(r"## +(\S+)")
_ESCAPED = re.compile(r"\\*## ")
_LONGEST_WORDING = 70
_POINTS = ("intended", "seen", "predicted")

Part = TypeVar("Part", Effect, Reported)
Readers = Mapping[str, Callable[[Any], Any]]


class FormProblem(Exception):
    """A text that is no entry any more; the argument is a sentence that names the line."""


class _Block(NamedTuple):
    """A head and the lines below it; `line` is where its first line stands in the text, from 1."""

    name: str
    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


# --- Writing it


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
        yield from _section(_EFFECT, list(_of_effect(effect)))
        for report in effect.reported:
            yield from _section(_REPORTED, list(_of_report(report)))


def _of_effect(effect: Effect) -> Iterator[str]:
    yield f"dimension: {effect.dimension}"
    yield f"toward: {effect.toward or ''}".rstrip()
    for name in ("intended", "seen", "evidence", "predicted"):
        value = getattr(effect, name)
        shown = _point(value) if isinstance(value, int) else value or ""
        yield f"{name}: {shown}".rstrip()


def _point(value: int) -> str:
    """Return a point in the signs every keyboard has."""
    return f"{value:+d}" if value else "0"


def _of_report(report: Reported) -> Iterator[str]:
    yield f"by: {report.by}"
    yield f"value: {_point(report.value)}"
    yield f"on: {report.on}"
    yield f"how: {report.how}"
    yield f"quote: {report.quote or ''}".rstrip(" ")


def _extras(entry: Entry) -> Iterator[str]:
    for name, extra in entry.extra.items():
        yield from _section(_EXTRA + name, _answer_lines(extra.answer), extra.asked)


def _answer_lines(answer: Any) -> list[str]:
    if answer is None or isinstance(answer, str):
        return _lines(answer)
    if _is_names(answer):
        return list(answer)
    return [json.dumps(answer, ensure_ascii=False)]


def _is_names(answer: Any) -> bool:
    return isinstance(answer, list) and all(isinstance(one, str) for one in answer)


# --- Reading it


def changed(entry: Entry, after: str, today: date) -> Entry:
    """Return `entry` as the edited text gives it; FormProblem where that cannot be read."""
    known, found = _blocks(written(entry)), _blocks(after)
    if not found:
        return entry
    fields: dict[str, Any] = {}
    for name in FIELDS:
        old, new = _of(known, name), _of(found, name)
        if (old.text if old else "") != (new.text if new else ""):
            fields[name] = _read(name, new)
    extra = _read_extras(entry, known, found)
    if extra != entry.extra:
        fields["extra"] = extra
    if _lines_of_effects(known) != _lines_of_effects(found):
        fields["effects"] = _read_effects(entry, found, today)
    if not fields:
        return entry
    try:
        return entry.changed(**fields)
    except ValidationError as problem:
        raise FormProblem(_sentence(problem)) from None


def with_field(entry: Entry, assignment: str) -> Entry:
    """Return `entry` with one field set as `field=value` says; names are separated by commas."""
    name, equals, typed = assignment.partition("=")
    if not equals:
        raise UsageProblem(f"--set takes FIELD=VALUE; '{assignment}' has no '='.")
    if name not in FIELDS:
        hint = (
            ""
            if name not in {"on", "effects"}
            else " --on moves it; effects: mefirst edit, or mefirst impact."
        )
        raise UsageProblem(
            f"'{name}' is no field to set.{did_you_mean(name, FIELDS)}{hint}",
            hint=f"Known: {' '.join(FIELDS)}",
        )
    try:
        value = _value(name, typed, typed.split(","))
    except Unfit as unfit:
        raise UsageProblem(f"'{name}' cannot be set to that.", str(unfit)) from None
    return entry.changed(**{name: value})


def _blocks(text: str) -> list[_Block]:
    """Split a text at its heads; blank lines around what stands below a head are not part of it."""
    blocks: list[_Block] = []
    name, start, lines = "", 0, list[str]()

    def close() -> None:
        first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
        last = next((at for at in range(len(lines), first, -1) if lines[at - 1].strip()), first)
        if name:
            blocks.append(_Block(name, tuple(lines[first:last]), start + first + 1))

    for number, line in enumerate(text.split("\n"), 1):
        if head := _HEAD.match(line):
            close()
            name, start, lines = head[1], number, []
        else:
            lines.append(line[1:] if line.startswith("\\") and _ESCAPED.match(line) else line)
    close()
    return blocks


def _of(blocks: Sequence[_Block], name: str) -> _Block | None:
    fitting = [one for one in blocks if one.name == name]
    if len(fitting) > 1:
        raise FormProblem(f"Line {fitting[1].line - 1}: '{name}' stands here a second time.")
    return fitting[0] if fitting else None


def _read(name: str, block: _Block | None) -> Any:
    if block is None:
        return () if name in {*_NAMES, *_SEVERAL} else None
    try:
        return _value(name, block.text, block.lines)
    except Unfit as unfit:
        raise FormProblem(f"Line {block.line}, {name}: {unfit}") from None


def _value(name: str, text: str, items: Sequence[str]) -> Any:
    """Return the value of a field from its text, or of a list from its items; an empty one empties it."""
    if name in _TEXTS:
        return values.whole(text) if text.strip() else None
    if name in _NAMES:
        return tuple(values.names(list(items)))
    if name in _SEVERAL:
        return tuple(values.choices(list(items), _options(_SEVERAL[name])))
    return values.choice(text.strip(), _options(_ONE[name])) if text.strip() else None


def _options(words: Sequence[str]) -> dict[str, str]:
    return {word: word for word in words}


def _read_extras(entry: Entry, known: Sequence[_Block], found: Sequence[_Block]) -> dict[str, ExtraAnswer]:
    for one in found:
        _check_name(entry, one)
    kept = {}
    for name, extra in entry.extra.items():
        old, new = _of(known, _EXTRA + name), _of(found, _EXTRA + name)
        if new is None:
            continue
        same = old is not None and old.text == new.text
        kept[name] = extra if same else extra.model_copy(update={"answer": _answer(extra.answer, new)})
    return kept


def _check_name(entry: Entry, block: _Block) -> None:
    known = (*FIELDS, _EFFECT, _REPORTED, *(_EXTRA + name for name in entry.extra))
    if block.name not in known:
        near = did_you_mean(block.name, known)
        raise FormProblem(
            f"Line {block.line - 1}: '{safe(block.name)}' is no field.{near} "
            f"A text line that begins with ## is written \\##."
        )


def _answer(before: Any, block: _Block) -> Any:
    if before is None or isinstance(before, str):
        return values.whole(block.text) if block.text.strip() else None
    if _is_names(before):
        return values.names(list(block.lines))
    try:
        return json.loads(block.text) if block.text.strip() else None
    except ValueError:
        raise FormProblem(
            f"Line {block.line}: this answer is no text; it reads like {json.dumps(before)}."
        ) from None


def _lines_of_effects(blocks: Sequence[_Block]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.name, one.lines) for one in blocks if one.name in {_EFFECT, _REPORTED}]


def _read_effects(entry: Entry, found: Sequence[_Block], today: date) -> tuple[Effect, ...]:
    effects: list[tuple[Effect, list[Reported]]] = []
    left = list(entry.effects)
    reports: list[Reported] = []
    for block in found:
        if block.name == _EFFECT:
            effect = _part(block, left, _of_effect, _EFFECT_READERS, Effect)
            reports = list(effect.reported)
            effects.append((effect, []))
        elif block.name == _REPORTED:
            if not effects:
                raise FormProblem(f"Line {block.line - 1}: what was reported stands below its effect.")
            effects[-1][1].append(_part(block, reports, _of_report, _report_readers(today), Reported))
    return tuple(effect.model_copy(update={"reported": tuple(told)}) for effect, told in effects)


def _part(
    block: _Block,
    left: list[Part],
    writing: Callable[[Part], Iterator[str]],
    readers: Readers,
    kind: type[Part],
) -> Part:
    """Return an effect or a report from its lines: one that was there, changed, or a new one.

    It is the one with the same lines, else the first left over, whose unknown fields it keeps.
    """
    as_it_was = next((one for one in left if block.lines == _as_read(writing(one))), None)
    if as_it_was is not None:
        left.remove(as_it_was)
        return as_it_was
    fields = _pairs(block, readers)
    base = next((one for one in left if _alike(one, fields)), None)
    if base is not None:
        left.remove(base)
    try:
        whole = {**({name: getattr(base, name) for name in kind.model_fields} if base else {}), **fields}
        return kind.model_validate({**((base.model_extra or {}) if base else {}), **whole})
    except ValidationError as problem:
        raise FormProblem(f"Line {block.line}: {_sentence(problem)}") from None


def _as_read(lines: Iterator[str]) -> tuple[str, ...]:
    return _blocks("\n".join(_section(_EFFECT, list(lines))))[0].lines


def _alike(one: Effect | Reported, fields: Mapping[str, Any]) -> bool:
    """Whether what was written may be `one`, changed: its dimension or its aim, or who said it."""
    if isinstance(one, Effect):
        return one.dimension == fields.get("dimension") or one.toward == fields.get("toward")
    return one.by == fields.get("by") or one.value == fields.get("value")


def _pairs(block: _Block, readers: Readers) -> dict[str, Any]:
    """Read `name: value` lines; the value of `quote`, the last one, may go on over further lines."""
    fields: dict[str, Any] = {}
    for number, line in enumerate(block.lines):
        name, colon, typed = line.partition(":")
        name = name.strip()
        if not line.strip():
            continue
        if not colon or name not in readers or name in fields:
            near = did_you_mean(name, tuple(readers))
            raise FormProblem(f"Line {block.line + number}: one of {' '.join(readers)} was expected.{near}")
        if name == "quote":
            rest = "\n".join([typed, *block.lines[number + 1 :]]).strip()
            fields[name] = values.whole(rest) if rest else None
            break
        try:
            fields[name] = readers[name](typed.strip()) if typed.strip() else None
        except Unfit as unfit:
            raise FormProblem(f"Line {block.line + number}, {name}: {unfit}") from None
    return {name: fields.get(name) for name in readers if name != "how" or fields.get(name)}


_EFFECT_READERS: Readers = {
    "dimension": lambda raw: values.choice(raw, _options(DIMENSIONS)),
    "toward": values.text,
    **dict.fromkeys(_POINTS[:2], values.point),
    "evidence": lambda raw: values.choice(raw, _options(EVIDENCE)),
    "predicted": values.point,
}


def _report_readers(today: date) -> Readers:
    return {
        "by": values.text,
        "value": values.point,
        "on": lambda raw: values.day(raw, today, latest=today),
        "how": lambda raw: values.choice(raw, _options(HOW)),
        "quote": values.text,
    }


def _sentence(problem: ValidationError) -> str:
    first = problem.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    return f"{where}: {said}" if where else f"{said[:1].upper()}{said[1:]}."
