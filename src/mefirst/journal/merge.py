"""Several heads of one record read as one, the same on every device: never last-writer-wins by clock.

A field changed on one side takes that side; sets join by three-way union; a text changed on both sides
shows both and is named, and the next edit writes what the leader makes of it.
"""

from collections.abc import Sequence
from typing import Any

DIVIDER = "\n———\n"

_OWN = ("revision", "parents")
_LINE_KEYS = ("dimension", "toward")
_REPORT_KEYS = ("by", "on", "value", "quote")

Document = dict[str, Any]


def merge(base: Document, heads: Sequence[Document]) -> tuple[Document, tuple[str, ...]]:
    """Join `heads`, which all came from `base`, and name the fields in which both sides say something else.

    The order of `heads` must not depend on the device: sort them by their digests.
    """
    merged: Document = {}
    conflicts: list[str] = []
    names = dict.fromkeys(name for head in heads for name in head)
    for name in names:
        values = [head.get(name) for head in heads]
        value, clash = _field(base.get(name), values)
        if clash:
            conflicts.append(name)
        if value is not None:
            merged[name] = value
    for name in _OWN:
        merged[name] = max(head[name] for head in heads)
    return merged, tuple(name for name in conflicts if name not in _OWN)


def _field(base: Any, values: Sequence[Any]) -> tuple[Any, bool]:
    changed = [value for value in values if value != base]
    if not changed:
        return base, False
    if all(value == changed[0] for value in changed):
        return changed[0], False
    filled = [value for value in changed if value is not None]
    if all(isinstance(value, list) for value in filled):
        return _list(base or [], [value or [] for value in values]), False
    if all(isinstance(value, dict) for value in filled):
        return _dict(base or {}, [value or {} for value in values])
    if all(isinstance(value, str) for value in filled):
        return (DIVIDER.join(dict.fromkeys(filled)), True) if len(filled) > 1 else (filled[0], True)
    return max(filled, key=repr), True


def _dict(base: Document, values: Sequence[Document]) -> tuple[Document, bool]:
    merged: Document = {}
    clashes = False
    for key in dict.fromkeys(key for value in (base, *values) for key in value):
        merged[key], clash = _field(base.get(key), [value.get(key) for value in values])
        clashes = clashes or clash
    return {key: value for key, value in merged.items() if value is not None}, clashes


def _list(base: list[Any], values: Sequence[list[Any]]) -> list[Any]:
    """Three-way union by identity: kept unless a side removed it, lines of one identity joined field by field."""
    known = {_identity(item): item for item in base}
    sides = [{_identity(item): item for item in value} for value in values]
    merged = []
    for identity in dict.fromkeys(identity for side in (known, *sides) for identity in side):
        original = known.get(identity)
        if original is not None and not all(identity in side for side in sides):
            continue
        present = [side[identity] for side in sides if identity in side]
        if isinstance(present[0], dict):
            joined, _ = _dict(original or {}, present)
            merged.append(joined)
        else:
            merged.append(present[0])
    return merged


def _identity(item: Any) -> str:
    if not isinstance(item, dict):
        return repr(item)
    keys = _LINE_KEYS if "dimension" in item else _REPORT_KEYS if "by" in item else tuple(item)
    return repr([item.get(key) for key in keys])
