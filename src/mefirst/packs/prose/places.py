"""Where a line belongs: at which column, and as what."""

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from mefirst.packs.prose.entries import Entry, Kind, Level, Shape, settings
from mefirst.packs.prose.heads import Head

_FINISHED = re.compile(r"""[.?!…]["'”’)»]*\s*$""")
_STEP = 2


class Role(Enum):
    """What a line is."""

    TEXT = auto()
    ITEM = auto()
    KEY = auto()
    STRAY = auto()


class Place(NamedTuple):
    """What a line is, its column, what kind of group it opens, and a hyphen it lacks."""

    role: Role
    column: int = 0
    opens: Kind | None = None
    hyphen: str = ""


class Around(NamedTuple):
    """What stands around a line: the open groups, the value before it, that value's last line, the next column."""

    levels: Sequence[Level]
    entry: Entry | None
    before: str
    following: int

    def innermost(self, kind: Kind) -> Level | None:
        """The deepest open group of a kind."""
        return next((level for level in reversed(self.levels) if level.kind is kind), None)

    def map_at(self, width: int) -> Level | None:
        """The deepest open map whose settings begin at that column."""
        return next((one for one in reversed(self.levels) if not one.listed and one.column == width), None)

    def awaits(self, width: int | None) -> Kind | None:
        """The kind of group that may begin at that column, under a setting with nothing behind its colon."""
        if self.entry is None or self.entry.shape is not Shape.EMPTY or self.entry.prose:
            return None
        return self.entry.kind if width is None or width > self.entry.column else None

    def continues(self, width: int) -> bool:
        """Whether YAML reads a line at that column as more of the text above it."""
        entry = self.entry
        return entry is not None and entry.shape in {Shape.EMPTY, Shape.OPEN} and width > entry.column


def place(head: Head, width: int | None, around: Around) -> Place:
    """Return where a line belongs that begins at column `width`; None for one that begins with a tab."""
    if head.item:
        return _item(head, width, around)
    return _key(head, width, around) if head.key else _text(head.value, width, around)


def in_texts(width: int | None, around: Around) -> bool:
    """Whether items stand at this column that are sentences, as under `vary`."""
    entry = around.entry
    if entry and entry.shape is Shape.EMPTY and entry.kind is Kind.TEXTS and not entry.prose:
        return width is None or width >= entry.column
    innermost = next((level for level in reversed(around.levels) if level.listed), None)
    return innermost is not None and innermost.kind is Kind.TEXTS and width in {None, innermost.column}


def at_level(width: int | None, around: Around) -> bool:
    """Whether settings stand at this column, or nearly so."""
    if width is None or around.map_at(width) or around.awaits(width) not in {None, Kind.OTHER, Kind.TEXTS}:
        return True
    return not around.continues(width) and any(abs(level.column - width) == 1 for level in around.levels)


def _text(rest: str, width: int | None, around: Around) -> Place:
    entry, top = around.entry, around.levels[-1]
    if entry is None:
        return Place(Role.STRAY)
    is_group = entry.shape is Shape.EMPTY and not entry.prose
    if is_group and entry.kind is Kind.TEXTS:
        column = width if width is not None and width > entry.column else entry.column + _STEP
        return Place(Role.ITEM, column, Kind.TEXTS, "- ")
    is_beside = top.kind is Kind.TEXTS and width == top.column and not _names_setting(width, rest, around)
    if is_beside and _FINISHED.search(around.before):
        return Place(Role.ITEM, top.column, None, "- ")
    if (is_group and entry.kind is not Kind.OTHER) or entry.shape in {Shape.CLOSED, Shape.LONG}:
        return Place(Role.STRAY)
    if width is not None and width > entry.column and entry.shape is not Shape.BLOCK:
        return Place(Role.TEXT, width)
    goes_on = entry.prose and not _names_setting(width, rest, around)
    return Place(Role.TEXT if goes_on else Role.STRAY, entry.indent)


def _names_setting(width: int | None, rest: str, around: Around) -> bool:
    """Whether a text may be an option, or a setting still to come, whose colon was forgotten."""
    if around.levels[-1].kind is Kind.LABELS:
        return True
    word = rest.partition(" ")[0]
    beside = [level for level in around.levels if width in {None, level.column}]
    return any(word in settings(level.kind) - level.names for level in beside)


def _item(head: Head, width: int | None, around: Around) -> Place:
    lists = [level for level in around.levels if level.listed]
    questions = around.innermost(Kind.QUESTIONS)
    beside = around.entry is not None and width == around.entry.column
    awaited = around.awaits(None if beside else width)
    if head.name.casefold() == "id" and questions and awaited is not Kind.QUESTIONS:
        return Place(Role.ITEM, questions.column)
    if any(level.column == width for level in lists):
        return Place(Role.ITEM, width or 0)
    if awaited and around.entry:
        return Place(Role.ITEM, around.entry.column + _STEP if width is None else width, awaited)
    if lists and (width is None or _is_aside(lists, width)):
        return Place(Role.ITEM, lists[-1].column)
    if width is not None and around.continues(width):
        return Place(Role.TEXT, width)
    return Place(Role.STRAY)


def _is_aside(lists: Sequence[Level], width: int) -> bool:
    """Whether an item at that column is one of the innermost list, a little out of line."""
    column = lists[-1].column
    outer = lists[-2].column if lists[1:] else -1
    return abs(column - width) == 1 or (lists[-1].kind is Kind.TEXTS and outer < width < column)


def _key(head: Head, width: int | None, around: Around) -> Place:
    name = head.name.casefold()
    question = around.innermost(Kind.QUESTION)
    wanted = question if question and name in settings(Kind.QUESTION) - question.names else None
    if width is None:
        return _tabbed(wanted, around)
    awaited = around.awaits(width)
    if name == "id" and awaited in {None, Kind.QUESTIONS} and (found := _without_hyphen(width, around)):
        return found
    exact = around.map_at(width)
    if exact and exact is question and not wanted and (found := _unindented(name, width, around)):
        return found
    if exact and not (wanted and exact.kind is Kind.PACK and name not in settings(Kind.PACK)):
        return Place(Role.KEY, width)
    if awaited and not (wanted and around.levels[-1] is wanted and _is_one_in(width, around)):
        return Place(Role.KEY, width, awaited)
    return _misplaced(name, width, wanted, around)


def _misplaced(name: str, width: int, wanted: Level | None, around: Around) -> Place:
    """Return where a name belongs at whose column no settings stand; `wanted` is the question that lacks it."""
    aside = [one for one in around.levels if not one.listed and abs(one.column - width) == 1]
    if wanted and (wanted in aside or not aside):
        return Place(Role.KEY, wanted.column)
    is_ours = name in settings(Kind.PACK) | settings(Kind.QUESTION)
    if aside and (is_ours or aside[-1].kind not in {Kind.PACK, Kind.QUESTION} or not around.continues(width)):
        return Place(Role.KEY, aside[-1].column)
    return Place(Role.TEXT, width) if around.continues(width) else Place(Role.STRAY)


def _unindented(name: str, width: int, around: Around) -> Place | None:
    """Return the place of an option that stands right under `options:` instead of further in."""
    top, awaits = around.levels[-1], around.awaits(None)
    if name in settings(Kind.QUESTION):
        return None
    if top.moved:
        return Place(Role.KEY, top.column)
    if around.entry and around.entry.column == width and awaits in {Kind.LABELS, Kind.WHEN}:
        return Place(Role.KEY, width + _STEP, awaits)
    return None


def _is_one_in(width: int, around: Around) -> bool:
    """Whether a line stands one column further in than the setting above it, under which nothing can stand."""
    entry = around.entry
    return entry is not None and entry.kind is Kind.OTHER and width == entry.column + 1


def _tabbed(wanted: Level | None, around: Around) -> Place:
    awaited = around.awaits(None)
    if around.entry and awaited and not (wanted and awaited is Kind.OTHER):
        return Place(Role.KEY, around.entry.column + _STEP, awaited)
    maps = [level for level in around.levels if not level.listed]
    return Place(Role.KEY, (wanted or maps[-1]).column)


def _without_hyphen(width: int, around: Around) -> Place | None:
    """Return the place of the first line of a question that lacks its hyphen; None if it is no such line."""
    entry, questions, question = around.entry, *map(around.innermost, (Kind.QUESTIONS, Kind.QUESTION))
    if entry and around.awaits(None) is Kind.QUESTIONS and width >= entry.column:
        if around.following == width and width >= entry.column + _STEP:
            return Place(Role.ITEM, width - _STEP, Kind.QUESTIONS, "- ")
        is_near = width + _STEP <= around.following <= width + 2 * _STEP
        inner = around.following if is_near else width + _STEP
        return Place(Role.ITEM, width, Kind.QUESTIONS, "-".ljust(inner - width))
    if not questions or not question or "id" not in question.names or not {"type", "ask"} & question.names:
        return None
    other = around.map_at(width)
    if other and other is not question and "id" not in other.names:
        return None
    return Place(Role.ITEM, questions.column, None, "-".ljust(question.column - questions.column))
