"""A rehearsal: scripted answers and the questions they lead to. A pack's own tests, written by its author."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mefirst.packs import yamltree
from mefirst.packs.problems import Mark, Problem, Refused
from mefirst.packs.shape import Shape
from mefirst.packs.yamltree import Items, Map, Text

FORMAT = "1"

_WHOLE = Shape(
    "a rehearsal",
    {"mefirst_rehearsal": Text, "name": Text, "answers": Map, "expect": Items},
    {"mefirst_rehearsal": "1", "answers": "{intent: calm}", "expect": "[moment, intent]"},
    ("P401", "P402", "P403"),
    optional=frozenset({"name"}),
)


class Rehearsal(NamedTuple):
    """Answers as typed, by question, and the ids of the questions that are asked, in their order, notes included.

    `tree` is what it was read from: it knows the places.
    """

    answers: Mapping[str, Any]
    expect: tuple[str, ...]
    name: str | None = None
    tree: Map = Map({}, {}, Mark())

    def mark(self, *path: str | int, key: bool = False) -> Mark:
        """Return the place of what `path` leads to, or of its last key."""
        return yamltree.locate(self.tree, path, key=key)


def read_rehearsal(data: bytes) -> Rehearsal:
    """Read a rehearsal; Refused holds every problem found."""
    tree = yamltree.read(data)
    problems = _WHOLE.problems(tree)
    if not isinstance(tree, Map):
        raise Refused(problems)
    document = yamltree.value(tree)
    if not problems and document["mefirst_rehearsal"] != FORMAT:
        mark = tree.entries["mefirst_rehearsal"].mark
        problems.append(Problem("P401", mark, f"Only format {FORMAT} is known: mefirst_rehearsal: {FORMAT}"))
    expect = tree.entries.get("expect")
    if isinstance(expect, Items):
        problems += [
            Problem("P401", item.mark, "The id of a question was expected here.")
            for item in expect.items
            if not isinstance(item, Text) or not item.value
        ]
    if problems:
        raise Refused(problems)
    return Rehearsal(document["answers"], tuple(document["expect"]), document.get("name"), tree)
