"""Which entries are asked for: parsed once, applied purely."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from mefirst.errors import UnknownChoice
from mefirst.model.entry import TEXT_FIELDS, Effect, Entry
from mefirst.model.vocabulary import DIMENSIONS, SPHERES, STATES
from mefirst.text import fold


def _check(noun: str, typed: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    words = tuple(typed)
    for word in words:
        if word not in known:
            raise UnknownChoice(noun, word, known)
    return words


def _haystack(entry: Entry) -> str:
    texts: list[str] = [getattr(entry, name) or "" for name in TEXT_FIELDS]
    texts += [*entry.everyone, *entry.tags, *entry.feelings]
    texts += [str(extra.answer) for extra in entry.extra.values() if extra.answer is not None]
    texts += [report.quote or "" for effect in entry.effects for report in effect.reported]
    return fold("\n".join(texts))


class Filters(TypedDict):
    """The filters in a JSON document."""

    person: list[str]
    tag: list[str]
    sphere: list[str]
    pack: list[str]
    dimension: list[str]
    contains: list[str]
    not_tag: list[str]
    not_person: list[str]
    state: list[str]
    any: bool


@dataclass(frozen=True, slots=True)
class Query:
    """Filters of every reading command.

    The same filter given again narrows further, or with `any_of` widens; different filters always narrow.
    People, tags and words compare by `text.fold`. `unsaid` is never searched.
    """

    person: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    sphere: tuple[str, ...] = ()
    pack: tuple[str, ...] = ()
    dimension: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    not_tag: tuple[str, ...] = ()
    not_person: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    any_of: bool = False

    def __post_init__(self) -> None:
        """Refuse words outside the vocabularies."""
        _check("sphere", self.sphere, SPHERES)
        _check("dimension", self.dimension, DIMENSIONS)
        _check("state", self.state, STATES)

    def matches(self, entry: Entry) -> bool:
        """Whether `entry` passes every filter; trashed entries pass only where `state` asks for them."""
        if entry.state == "trashed" and "trashed" not in self.state:
            return False
        return not self._narrows or self._fits(entry)

    @property
    def _narrows(self) -> bool:
        """Whether any filter was given: most readings have none, and a journal is long."""
        return bool(
            self.person or self.tag or self.sphere or self.pack or self.dimension or self.contains
            or self.not_tag or self.not_person or self.state
        )  # fmt: skip

    def _fits(self, entry: Entry) -> bool:
        people = {fold(name) for name in entry.everyone}
        tags = {fold(tag) for tag in entry.tags}
        dimensions = {effect.dimension for effect in entry.effects}
        joined = any if self.any_of else all
        if people & {fold(name) for name in self.not_person} or tags & {fold(tag) for tag in self.not_tag}:
            return False

        def holds(wanted: tuple[str, ...], test: Callable[[str], bool]) -> bool:
            return not wanted or joined(test(word) for word in wanted)

        return (
            (not self.state or entry.state in self.state)
            and holds(self.person, lambda name: fold(name) in people)
            and holds(self.tag, lambda tag: fold(tag) in tags)
            and holds(self.sphere, lambda sphere: sphere == entry.sphere)
            and holds(self.pack, lambda pack: entry.pack is not None and entry.pack.id == pack)
            and holds(self.dimension, lambda dimension: dimension in dimensions)
            and (not self.contains or self._contains(entry))
        )

    def _contains(self, entry: Entry) -> bool:
        text = _haystack(entry)
        return (any if self.any_of else all)(fold(words) in text for words in self.contains)

    def takes(self, effect: Effect) -> bool:
        """Whether a line of a matching entry is asked for: its dimension, and whom it was meant for.

        A line meant for nobody in particular belongs to everyone present.
        """
        if self.dimension and effect.dimension not in self.dimension:
            return False
        if not self.person or not effect.toward:
            return True
        toward = fold(effect.toward)
        return not toward or toward in {fold(name) for name in self.person}

    def json(self) -> Filters:
        """The filters as every JSON document shows them."""
        return {
            "person": list(self.person),
            "tag": list(self.tag),
            "sphere": list(self.sphere),
            "pack": list(self.pack),
            "dimension": list(self.dimension),
            "contains": list(self.contains),
            "not_tag": list(self.not_tag),
            "not_person": list(self.not_person),
            "state": list(self.state),
            "any": self.any_of,
        }
