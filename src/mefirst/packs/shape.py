"""The shape of the small files beside a pack: which keys a hand-written map holds, and what each takes."""

from collections.abc import Mapping
from typing import NamedTuple

from mefirst.errors import did_you_mean
from mefirst.packs.problems import Problem
from mefirst.packs.yamltree import Items, Map, Node, Text


class Shape(NamedTuple):
    """What a hand-written map holds: its keys, each with the kind of node it takes, and those it can do without.

    `examples` are what to type where a key is missing. `codes` are those of another shape, a missing key and an
    unknown one.
    """

    noun: str
    keys: Mapping[str, type]
    examples: Mapping[str, str]
    codes: tuple[str, str, str]
    optional: frozenset[str] = frozenset()

    def problems(self, node: Node) -> list[Problem]:
        """Return what is wrong with `node` itself; what its keys hold is for others to judge."""
        if not isinstance(node, Map):
            first = next(iter(self.keys))
            return [Problem(self.codes[0], node.mark, f"A map was expected here: it begins with '{first}:'.")]
        return [
            *(
                Problem(
                    self.codes[1], node.mark, f"'{key}' is missing. Add a line: {key}: {self.examples[key]}"
                )
                for key in self.keys
                if key not in node.entries and key not in self.optional
            ),
            *(self._of_key(key, node) for key in node.entries if not self._fits(key, node)),
        ]

    def _fits(self, key: str, node: Map) -> bool:
        return key in self.keys and isinstance(node.entries[key], self.keys[key])

    def _of_key(self, key: str, node: Map) -> Problem:
        if key not in self.keys:
            near = did_you_mean(key, list(self.keys))
            return Problem(
                self.codes[2], node.key_marks[key], f"'{key}' is not a setting of {self.noun}.{near}"
            )
        wanted = {
            Text: "a text",
            Items: "a list: [one, two], or lines that begin with a hyphen",
            Map: "a map of name: value",
        }
        return Problem(self.codes[0], node.entries[key].mark, f"'{key}' takes {wanted[self.keys[key]]}.")
