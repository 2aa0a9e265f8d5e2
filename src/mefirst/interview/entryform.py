"""An entry from its edited text, or with a field set by its name.

Only what is changed in the text is changed in the entry, so whatever a text cannot say survives it:
unknown fields, effects left alone, characters an editor would not keep.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from mefirst.errors import UsageProblem, did_you_mean
from mefirst.interview import values
from mefirst.interview.entrytext import (
    EFFECT,
    EXTRA,
    FIELDS,
    NAMES,
    ONE,
    REPORTED,
    SEVERAL,
    TEXTS,
    Block,
    as_read,
    blocks_of,
    effect_lines,
    is_names,
    report_lines,
    written,
)
from mefirst.interview.values import Unfit
from mefirst.model.entry import Effect, Entry, ExtraAnswer, Reported
from mefirst.model.vocabulary import DIMENSIONS, EVIDENCE, HOW
from mefirst.text import safe

_POINTS = ("intended", "seen", "predicted")

Part = TypeVar("Part", Effect, Reported)
Readers = Mapping[str, Callable[[Any], Any]]


class FormProblem(Exception):
    """A text that is no entry any more; the argument is a sentence that names the line."""


def changed(entry: Entry, after: str, today: date) -> Entry:
    """Return `entry` as the edited text gives it; FormProblem where that cannot be read."""
    known, found = blocks_of(written(entry)), blocks_of(after)
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


def _of(blocks: Sequence[Block], name: str) -> Block | None:
    fitting = [one for one in blocks if one.name == name]
    if len(fitting) > 1:
        raise FormProblem(f"Line {fitting[1].line - 1}: '{name}' stands here a second time.")
    return fitting[0] if fitting else None


def _read(name: str, block: Block | None) -> Any:
    if block is None:
        return () if name in {*NAMES, *SEVERAL} else None
    try:
        return _value(name, block.text, block.lines)
    except Unfit as unfit:
        raise FormProblem(f"Line {block.line}, {name}: {unfit}") from None


def _value(name: str, text: str, items: Sequence[str]) -> Any:
    """Return the value of a field from its text, or of a list from its items; an empty one empties it."""
    if name in TEXTS:
        return values.whole(text) if text.strip() else None
    if name in NAMES:
        return tuple(values.names(list(items)))
    if name in SEVERAL:
        return tuple(values.choices(list(items), _options(SEVERAL[name])))
    return values.choice(text.strip(), _options(ONE[name])) if text.strip() else None


def _options(words: Sequence[str]) -> dict[str, str]:
    return {word: word for word in words}


def _read_extras(entry: Entry, known: Sequence[Block], found: Sequence[Block]) -> dict[str, ExtraAnswer]:
    for one in found:
        _check_name(entry, one)
    kept = {}
    for name, extra in entry.extra.items():
        old, new = _of(known, EXTRA + name), _of(found, EXTRA + name)
        if new is None:
            continue
        same = old is not None and old.text == new.text
        kept[name] = extra if same else extra.model_copy(update={"answer": _answer(extra.answer, new)})
    return kept


def _check_name(entry: Entry, block: Block) -> None:
    known = (*FIELDS, EFFECT, REPORTED, *(EXTRA + name for name in entry.extra))
    if block.name not in known:
        near = did_you_mean(block.name, known)
        raise FormProblem(
            f"Line {block.line - 1}: '{safe(block.name)}' is no field.{near} "
            f"A text line that begins with ## is written \\##."
        )


def _answer(before: Any, block: Block) -> Any:
    if before is None or isinstance(before, str):
        return values.whole(block.text) if block.text.strip() else None
    if is_names(before):
        return values.names(list(block.lines))
    try:
        return json.loads(block.text) if block.text.strip() else None
    except ValueError:
        raise FormProblem(
            f"Line {block.line}: this answer is no text; it reads like {json.dumps(before)}."
        ) from None


def _lines_of_effects(blocks: Sequence[Block]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.name, one.lines) for one in blocks if one.name in {EFFECT, REPORTED}]


def _read_effects(entry: Entry, found: Sequence[Block], today: date) -> tuple[Effect, ...]:
    effects: list[tuple[Effect, list[Reported]]] = []
    left = list(entry.effects)
    reports: list[Reported] = []
    for block in found:
        if block.name == EFFECT:
            effect = _part(block, left, effect_lines, _EFFECT_READERS, Effect)
            reports = list(effect.reported)
            effects.append((effect, []))
        elif block.name == REPORTED:
            if not effects:
                raise FormProblem(f"Line {block.line - 1}: what was reported stands below its effect.")
            effects[-1][1].append(_part(block, reports, report_lines, _report_readers(today), Reported))
    return tuple(effect.model_copy(update={"reported": tuple(told)}) for effect, told in effects)


def _part(
    block: Block,
    left: list[Part],
    writing: Callable[[Part], Iterator[str]],
    readers: Readers,
    kind: type[Part],
) -> Part:
    """Return an effect or a report from its lines: one that was there, changed, or a new one.

    It is the one with the same lines, else the first left over, whose unknown fields it keeps.
    """
    as_it_was = next((one for one in left if block.lines == as_read(writing(one))), None)
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


def _alike(one: Effect | Reported, fields: Mapping[str, Any]) -> bool:
    """Whether what was written may be `one`, changed: its dimension or its aim, or who said it."""
    if isinstance(one, Effect):
        return one.dimension == fields.get("dimension") or one.toward == fields.get("toward")
    return one.by == fields.get("by") or one.value == fields.get("value")


def _pairs(block: Block, readers: Readers) -> dict[str, Any]:
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
