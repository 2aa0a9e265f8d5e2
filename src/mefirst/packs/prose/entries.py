"""What the lines of a pack are: where each setting stands, and what may stand under it."""

from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache

from mefirst.packs.model import QUESTION_MODELS, BaseQuestion, Pack

PROSE = frozenset({"ask", "heading", "help", "ask_without", "title", "about", "author", "license"})
"""Settings in which people write sentences."""
STRICT = frozenset(
    {"mefirst_pack", "id", "version", "language", "for", "minutes", "type", "fills", "required", "up_to"}
    | {"min", "max", "from", "to", "earliest", "latest", "min_length", "max_length"}
)
"""Settings that take a word of ours, a name or a number."""


class Kind(Enum):
    """What a group of lines holds."""

    PACK = auto()
    QUESTIONS = auto()
    QUESTION = auto()
    TEXTS = auto()
    LABELS = auto()
    WHEN = auto()
    WHENS = auto()
    OTHER = auto()


class Shape(Enum):
    """How far a value has come at the end of its line.

    OPEN: the next line may go on with it. LONG: closed, some lines further down. BLOCK: behind `|` or `>`.
    """

    EMPTY = auto()
    OPEN = auto()
    CLOSED = auto()
    LONG = auto()
    BLOCK = auto()


@dataclass(slots=True)
class Level:
    """A map or list whose lines all begin at one column (from 0); `moved` if they were typed further out."""

    column: int
    kind: Kind
    listed: bool = False
    moved: bool = False
    names: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Entry:
    """A value: the row it begins in, at which offset, and the rows it goes on in.

    `column` is where its key or hyphen stands: what belongs to it stands further in, best at `indent`.
    `strict`: only a word of ours or a number can stand here. `item`: it stands behind a hyphen.
    """

    row: int
    start: int
    column: int
    key: str
    kind: Kind
    prose: bool
    strict: bool
    item: bool
    shape: Shape = Shape.EMPTY
    indent: int = 0
    rows: list[int] = field(default_factory=list)


_UNDER = {
    (Kind.PACK, "questions"): Kind.QUESTIONS,
    (Kind.QUESTION, "vary"): Kind.TEXTS,
    (Kind.QUESTION, "options"): Kind.LABELS,
    (Kind.QUESTION, "labels"): Kind.LABELS,
    (Kind.QUESTION, "when"): Kind.WHEN,
    (Kind.WHEN, "any_of"): Kind.WHENS,
}
_ITEMS = {Kind.QUESTIONS: Kind.QUESTION, Kind.WHENS: Kind.WHEN, Kind.TEXTS: Kind.TEXTS}


def kind_under(kind: Kind, key: str) -> Kind:
    """Return what stands under the setting `key` of a map of that kind."""
    return _UNDER.get((kind, key), Kind.OTHER)


def kind_of_item(kind: Kind) -> Kind:
    """Return what an item of a list of that kind is."""
    return _ITEMS.get(kind, Kind.OTHER)


def is_prose(kind: Kind, key: str) -> bool:
    """Whether people write sentences behind this key."""
    return kind is Kind.LABELS or (kind in {Kind.PACK, Kind.QUESTION} and key in PROSE)


def is_strict(kind: Kind, key: str) -> bool:
    """Whether only a word of ours, a name or a number can stand behind this key."""
    return kind is Kind.WHEN or (kind in {Kind.PACK, Kind.QUESTION} and key in STRICT)


@cache
def settings(kind: Kind) -> frozenset[str]:
    """Return the settings of a pack or of a question of any type; of anything else none is fixed."""
    models: dict[Kind, tuple[type[Pack | BaseQuestion], ...]] = {
        Kind.PACK: (Pack,),
        Kind.QUESTION: (BaseQuestion, *QUESTION_MODELS.values()),
    }
    return frozenset(
        field.alias or name for model in models.get(kind, ()) for name, field in model.model_fields.items()
    )
