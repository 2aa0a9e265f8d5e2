"""Several heads of one record read as one, the same on every device: never last-writer-wins by clock.

A field changed on one side takes that side; sets join by three-way union; a text changed on both sides
shows both. Whatever both sides changed is named, and the next edit writes what the leader makes of it.
"""

from collections.abc import Sequence
from typing import Any

from mefirst.text import fold

DIVIDER = "\n———\n"

_OWN = ("revision", "parents")
_LINE_KEYS = ("dimension", "toward")
_REPORT_KEYS = ("by", "on", "value", "quote")
_STATE = "state"
_TRASHED = "trashed"
_CHOSEN = {
    "accepted_at",
    "alias",
    "by",
    "cleanup",
    "dimension",
    "direction",
    "due",
    "ended",
    "evidence",
    "from_entry",
    "how",
    "kind",
    "looked_at",
    "next_on",
    "on",
    "partner",
    "recorded_at",
    "repeat",
    "replaces",
    "role",
    "sha256",
    "sphere",
    "status",
    "step",
    "target",
    "toward",
    "until",
}
"""Strings that are words of a vocabulary, dates or names: two of them joined would be none, so one is taken."""

Document = dict[str, Any]


def merge(base: Document, heads: Sequence[Document]) -> tuple[Document, tuple[str, ...]]:
    """Join `heads`, which all came from `base`, and name the fields in which both sides say something else.

    The order of `heads` must not depend on the device: sort them by their digests.
    """
    merged: Document = {}
    conflicts: list[str] = []
    names = dict.fromkeys(name for head in heads for name in head)
    for name in names:
        value, clash = (
            _state(base, heads)
            if name == _STATE
            else _field(base.get(name), [head.get(name) for head in heads], chosen=name in _CHOSEN)
        )
        if clash:
            conflicts.append(name)
        if value is not None:
            merged[name] = value
    for name in _OWN:
        merged[name] = max(head[name] for head in heads)
    return merged, tuple(name for name in conflicts if name not in _OWN)


def _state(base: Document, heads: Sequence[Document]) -> tuple[Any, bool]:
    """Take the state that one side changed; it is computed from the content, so only the trash is a choice."""
    changed = [head.get(_STATE) for head in heads if head.get(_STATE) != base.get(_STATE)]
    kept = [state for state in changed if state != _TRASHED]
    return max(kept or changed or [base.get(_STATE)], key=repr), bool(kept) and _TRASHED in changed


def _field(base: Any, values: Sequence[Any], *, chosen: bool = False) -> tuple[Any, bool]:
    changed = [value for value in values if value != base]
    if not changed:
        return base, False
    if all(value == changed[0] for value in changed):
        return changed[0], False
    filled = [value for value in changed if value is not None]
    if all(isinstance(value, list) for value in filled):
        return _list(base or [], [value or [] for value in values])
    if all(isinstance(value, dict) for value in filled):
        return _dict(base or {}, [value or {} for value in values], names=False)
    if not chosen and all(isinstance(value, str) for value in filled):
        return (DIVIDER.join(dict.fromkeys(filled)), True) if len(filled) > 1 else (filled[0], True)
    return max(filled, key=repr), True


def _dict(base: Document, values: Sequence[Document], *, names: bool) -> tuple[Document, bool]:
    """Join maps key by key; with `names` their keys are names of fields, else of the leader's own making."""
    merged: Document = {}
    clashes = False
    for key in dict.fromkeys(key for value in (base, *values) for key in value):
        merged[key], clash = _field(
            base.get(key), [value.get(key) for value in values], chosen=names and key in _CHOSEN
        )
        clashes = clashes or clash
    return {key: value for key, value in merged.items() if value is not None}, clashes


def _list(base: list[Any], values: Sequence[list[Any]]) -> tuple[list[Any], bool]:
    """Three-way union by identity: kept unless a side removed it, lines of one identity joined field by field."""
    known = {_identity(item): item for item in base}
    sides = [{_identity(item): item for item in value} for value in values]
    merged = []
    clashes = False
    for identity in dict.fromkeys(identity for side in (known, *sides) for identity in side):
        original = known.get(identity)
        if original is not None and not all(identity in side for side in sides):
            continue
        present = [side[identity] for side in sides if identity in side]
        if isinstance(present[0], dict):
            joined, clash = _dict(original or {}, present, names=True)
            merged.append(joined)
            clashes = clashes or clash
        else:
            merged.append(next((item for item in present if item != original), present[0]))
    return merged, clashes


def _identity(item: Any) -> str:
    if not isinstance(item, dict):
        return repr(_folded(item))
    keys = _LINE_KEYS if "dimension" in item else _REPORT_KEYS if "by" in item else tuple(item)
    return repr([_folded(item.get(key)) for key in keys])


def _folded(value: Any) -> Any:
    """Return a string as aliases and tags compare, an empty one as none."""
    return fold(value) or None if isinstance(value, str) else value
