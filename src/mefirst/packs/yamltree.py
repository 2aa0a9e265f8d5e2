"""YAML as people write it by hand: read from the event stream, with positions, within limits.

Every scalar stays the text that was typed; the question type decides what it means. Anchors, tags and
the like are refused, each limit is checked at every event, so a bomb stops at once.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple, NoReturn, TypeAlias

from mefirst.packs.problems import Mark, Problem, Refused

MOST_BYTES = 256 * 1024
MOST_NODES = 20_000
DEEPEST = 12
LONGEST_TEXT = 8_000
_MOST_PROBLEMS = 100
"""Problems after which a file is not read on: whoever made it did not write it by hand."""

_INVISIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufffe\uffff"
_CONTROLS = re.compile(f"[{_INVISIBLE}]")
_ESCAPED = re.compile(f"[{_INVISIBLE}\r\ud800-\udfff]")  # what only an escape in quotes can bring in, too
_LINE = re.compile("\r\n|\r|\n")


class Text(NamedTuple):
    """A scalar as typed; `null` where nothing stands after the colon."""

    value: str | None
    mark: Mark


class Items(NamedTuple):
    """A list."""

    items: tuple["Node", ...]
    mark: Mark


class Map(NamedTuple):
    """A map, its keys in the order they were typed, each with its own place."""

    entries: dict[str, "Node"]
    key_marks: dict[str, Mark]
    mark: Mark


Node: TypeAlias = Text | Items | Map


def read(data: bytes) -> Node:
    """Read one YAML document; Refused says where it is not what we read."""
    text = _decoded(data)
    if hidden := list(islice(_CONTROLS.finditer(text), _MOST_PROBLEMS)):
        raise Refused([Problem("P107", _place(text, one.start()), _invisible(one[0])) for one in hidden])
    if not text.strip():
        raise Refused([Problem("P103", Mark(), "The file is empty.")])
    return _Composer(text).document()


def value(node: Node) -> Any:
    """Return a tree as plain values: dict, list, str and None."""
    match node:
        case Text():
            return node.value
        case Items():
            return [value(item) for item in node.items]
        case Map():
            return {key: value(item) for key, item in node.entries.items()}


def locate(node: Node, path: tuple[int | str, ...], *, key: bool = False) -> Mark:
    """Return the place of what `path` leads to; with `key`, of the last key itself.

    Where the path leads out of the tree (something is missing), the place of the nearest parent.
    """
    for depth, step in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(node, Map) and step in node.entries:
            if last and key:
                return node.key_marks[str(step)]
            node = node.entries[str(step)]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node.mark


def _decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Refused([Problem("P102", Mark(), f"The file is larger than {MOST_BYTES // 1024} KiB.")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise Refused(
            [Problem("P101", Mark(line), "This line is not UTF-8 text. Save the file as UTF-8.")]
        ) from None


def _place(text: str, offset: int) -> Mark:
    before = _LINE.split(text[:offset])
    return Mark(len(before), len(before[-1]) + 1)


def _invisible(character: str) -> str:
    return f"An invisible character (U+{ord(character):04X}) stands here. Delete it and type the text anew."


_STUMBLES = (
    "YAML stumbles here: {}. Look for a sign such as @ or % at the beginning, or for a quotation mark or a bracket "
    "left open, on this line or above."
)


class _Composer:
    """Builds the tree from PyYAML's events, which are safe where its own composer is not."""

    def __init__(self, text: str) -> None:
        import yaml

        self._yaml = yaml
        self._loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        self._text = text
        self._nodes = 0
        self._problems: list[Problem] = []

    def document(self) -> Node:
        yaml = self._yaml
        events = yaml.parse(self._text, Loader=self._loader)
        root: Node | None = None
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if root is not None:
                        self._refuse(
                            "P105", event, "A second document ('---') begins here. A pack is one document."
                        )
                    root = self._node(next(events), events, 1)
        except yaml.MarkedYAMLError as problem:
            mark = problem.problem_mark or problem.context_mark
            where = self._within(mark.line + 1, mark.column + 1) if mark else Mark()
            said = problem.problem or "it is not YAML"
            raise Refused([*self._problems, Problem("P104", where, _STUMBLES.format(said))]) from None
        except yaml.YAMLError as problem:
            raise Refused([Problem("P104", Mark(), _STUMBLES.format(problem))]) from None
        if root is None:
            raise Refused([Problem("P103", Mark(), "The file holds nothing but comments.")])
        if self._problems:
            raise Refused(self._problems)
        return root

    def _within(self, line: int, column: int) -> Mark:
        """Return a place, or where the last line ends that says something: what is missing is noticed behind it."""
        lines = _LINE.split(self._text.rstrip())
        return Mark(line, column) if line <= len(lines) else Mark(len(lines), len(lines[-1]) + 1)

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        yaml = self._yaml
        self._count(event, depth)
        if isinstance(event, yaml.AliasEvent):
            self._refuse("P105", event, f"'*{event.anchor}' is a YAML alias. Put the text in quotes.")
        if event.anchor:
            self._refuse("P105", event, f"'&{event.anchor}' is a YAML anchor. Put the text in quotes.")
        if event.tag:
            self._refuse("P105", event, f"'{event.tag}' is a YAML tag. Put the text in quotes.")
        if isinstance(event, yaml.ScalarEvent):
            return self._text_of(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self._items(events, depth)), _mark(event))
        return self._map(event, events, depth)

    def _text_of(self, event: Any) -> Text:
        value: str = event.value
        if len(value) > LONGEST_TEXT:
            self._refuse("P108", event, f"This text is longer than {LONGEST_TEXT} characters.")
        if found := _ESCAPED.search(value):
            self._note("P107", event, _invisible(found.group()))
        bare = event.style is None or event.style == ""
        return Text(None if bare and value in {"", "~", "null"} else value, _mark(event))

    def _items(self, events: Iterator[Any], depth: int) -> Iterator[Node]:
        for event in events:
            if isinstance(event, self._yaml.SequenceEndEvent):
                return
            yield self._node(event, events, depth + 1)

    def _map(self, start: Any, events: Iterator[Any], depth: int) -> Map:
        entries: dict[str, Node] = {}
        marks: dict[str, Mark] = {}
        for event in events:
            if isinstance(event, self._yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth + 1)
            if not isinstance(key, Text):
                self._refuse("P104", event, "A word was expected before the colon. Put the text in quotes.")
            name = key.value or ""
            if name == "<<":
                self._refuse("P105", event, "'<<' is YAML's merge. Write the lines out.")
            if name in entries:
                self._note(
                    "P106", event, f"'{name}' stands here a second time; first on line {marks[name].line}."
                )
            node = self._node(next(events), events, depth + 1)
            entries.setdefault(name, node)
            marks.setdefault(name, key.mark)
        return Map(entries, marks, _mark(start))

    def _count(self, event: Any, depth: int) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._refuse("P108", event, f"The file holds more than {MOST_NODES} values.")
        if depth > DEEPEST:
            self._refuse("P108", event, f"This is nested deeper than {DEEPEST} levels.")

    def _note(self, code: str, event: Any, message: str) -> None:
        self._problems.append(Problem(code, _mark(event), message))
        if len(self._problems) > _MOST_PROBLEMS:
            raise Refused(self._problems)

    def _refuse(self, code: str, event: Any, message: str) -> NoReturn:
        self._note(code, event, message)
        raise Refused(self._problems)


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
