"""What YAML makes of a piece of text, taken on its own."""

import re
from collections.abc import Iterator
from typing import Any

from mefirst.packs.yamltree import DEEPEST, LONGEST_TEXT

_KEPT = r":#\t\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
_HARMLESS = re.compile(rf"[^\W_](?:[^{_KEPT}]*[^\s{_KEPT}])?")
"""A text that begins with a letter or digit and holds neither colon nor hash: YAML leaves it alone."""


class _Unreadable(Exception):
    """Not what a pack may hold."""


def read(snippet: str) -> Any:
    """Return `snippet` as plain str, list and dict; None where YAML cannot read it.

    Of tabs, PyYAML's C part and its Python part think differently: a pack must mean the same with either.
    """
    import yaml

    if len(snippet) > LONGEST_TEXT:
        return None
    loaders = [getattr(yaml, "CBaseLoader", yaml.BaseLoader), *([yaml.BaseLoader] if "\t" in snippet else [])]
    try:
        seen = [_document(yaml.parse(snippet, Loader=loader)) for loader in loaders]
    except (yaml.YAMLError, _Unreadable, ValueError, OverflowError, StopIteration):
        return None
    return seen[0] if all(one == seen[0] for one in seen) else None


def survives(value: str, meant: str, *, item: bool = False) -> bool:
    """Whether YAML reads exactly `meant` where `value` stands behind a colon, or behind a hyphen."""
    if value == meant and _HARMLESS.fullmatch(value):
        return True
    if item:
        return bool(read(f"- {value}\n") == [meant])
    return bool(read(f"k: {value}\n") == {"k": meant})


def _document(events: Iterator[Any]) -> Any:
    next(events), next(events)  # the stream and the document begin
    found = _node(next(events), events, 1)
    if type(next(events)).__name__ != "DocumentEndEvent" or type(next(events)).__name__ != "StreamEndEvent":
        raise _Unreadable
    return found


def _node(event: Any, events: Iterator[Any], depth: int) -> Any:
    kind = type(event).__name__
    if (
        depth > DEEPEST
        or kind == "AliasEvent"
        or getattr(event, "anchor", None)
        or getattr(event, "tag", None)
    ):
        raise _Unreadable
    if kind == "ScalarEvent":
        return event.value
    if kind == "SequenceStartEvent":
        return [_node(one, events, depth + 1) for one in _until("SequenceEndEvent", events)]
    found: dict[str, Any] = {}
    for one in _until("MappingEndEvent", events):
        key = _node(one, events, depth + 1)
        if not isinstance(key, str) or key in found:
            raise _Unreadable
        found[key] = _node(next(events), events, depth + 1)
    return found


def _until(end: str, events: Iterator[Any]) -> Iterator[Any]:
    for event in events:
        if type(event).__name__ == end:
            return
        yield event
