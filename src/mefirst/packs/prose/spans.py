"""How far a value reaches that begins on one line and may end on another."""

import re

from mefirst.packs.prose import flow
from mefirst.packs.prose.comments import Hash, split
from mefirst.packs.prose.entries import Entry, Shape
from mefirst.packs.prose.heads import known
from mefirst.packs.prose.quotes import closes
from mefirst.packs.prose.signs import parts

_BLOCK = re.compile(r"[|>][+-]?([1-9]?)[+-]?(?:[ \t]+#.*)?[ \t]*")
_SETTING = re.compile(r"[ \t]*(?:- +)?([A-Za-z_]+) *:(?:\s|$)")
_HEAD = re.compile(r" *(?:- |\S+:(?:\s|$))")
_REST = re.compile(r"[ \t]*|[ \t]+#.*|#(?:\s.*)?", re.DOTALL)
_FARTHEST = 100
"""Lines after which nobody means the same quotation mark or bracket any more."""


def reach(entry: Entry, lines: list[str]) -> int:
    """Set the shape of an entry from its value; return the first row that is not part of it."""
    value = lines[entry.row][entry.start :]
    beyond = entry.row + 1
    entry.shape = Shape.OPEN
    if not value.strip(" \t"):
        entry.shape = Shape.EMPTY
    elif value[0] == "#":
        is_text = entry.prose and split(value, prose=True).hash is Hash.TEXT
        entry.shape = Shape.OPEN if is_text else Shape.EMPTY
    elif header := _BLOCK.fullmatch(value):
        beyond = _block(entry, lines, int(header[1] or 0))
        entry.shape = Shape.BLOCK if beyond > entry.row + 1 else Shape.OPEN
    elif (value[0] in "\"'" or (value[0] in "{[" and not entry.prose)) and (end := _closed(entry, lines)):
        entry.shape = Shape.CLOSED if end == beyond else Shape.LONG
        beyond = end
    if entry.shape in {Shape.LONG, Shape.BLOCK}:
        entry.rows = list(range(entry.row + 1, beyond))
    return beyond


def _block(entry: Entry, lines: list[str], further: int) -> int:
    """Return the row behind the lines of a block; the row below its head where it has none.

    Its first line says how far in they stand, unless its head does: `further` is 0 where it does not.
    """
    beyond = entry.row + 1
    entry.indent = entry.column + further if further else entry.indent
    for row in range(entry.row + 1, len(lines)):
        depth = _depth(lines[row])
        blanks, rest = parts(lines[row])
        if depth <= entry.column:
            if not rest:
                continue
            if len(blanks) == depth or _is_setting(rest):
                break
        elif not lines[row][depth:]:
            continue
        elif beyond == entry.row + 1:
            entry.indent = entry.indent if further else depth
        elif rest[:1] == "#" and depth < entry.indent:
            break
        beyond = row + 1
    return beyond


def _closed(entry: Entry, lines: list[str]) -> int:
    """Return the row behind the mark or bracket that closes a value; 0 where none does, or something follows it."""
    value = lines[entry.row][entry.start :]
    closing = closes if value[0] in "\"'" else flow.closing
    end = closing(value)
    if end:
        return entry.row + 1 if _is_over(value[end:]) else 0
    many = [value]
    for row in range(entry.row + 1, min(entry.row + _FARTHEST, len(lines))):
        if _begins_anew(lines[row], entry.column):
            return 0
        many.append(lines[row])
        if value[0] in lines[row] or value[0] in "{[":
            whole = "\n".join(many)
            if end := closing(whole):
                return row + 1 if _is_over(whole[end:]) else 0
    return 0


def _is_over(rest: str) -> bool:
    return _REST.fullmatch(rest) is not None


def _begins_anew(line: str, column: int) -> bool:
    """Whether a line is the next setting or item rather than more of a value."""
    return _depth(line) <= column and bool(_HEAD.match(line))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_setting(line: str) -> bool:
    found = _SETTING.match(line)
    return found is not None and known(found[1])
