"""Quotation marks: what a text in them was meant to be, and how to write it so that YAML reads that."""

import re
from typing import NamedTuple

from mefirst.packs.prose.reading import read
from mefirst.packs.prose.reasons import ENDS_EARLY
from mefirst.packs.prose.signs import BLANK, CURLY_DOUBLE, CURLY_SINGLE, blank_named

STRAIGHT = re.compile(r"""\"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'(?!')""", re.DOTALL)
"""A text in quotation marks as YAML reads it, from its first mark to the one that ends it."""
CURLY = re.compile(f"[{CURLY_DOUBLE}]([^\"{CURLY_DOUBLE}]*)[“”]|[{CURLY_SINGLE}]([^'{CURLY_SINGLE}]*)[‘’]")
"""A text in typographic quotation marks, none of them inside."""

_COMMENT = re.compile(r"""(.*["'”’])(\s+\#(?:\s.*)?)""", re.VERBOSE)
_CLIPPED = re.compile(r"'(?:twas|tis|til|em|cause|bout|n|round|\d0s)\b", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)")
_PATH = re.compile(r"(?:^|\W)[A-Za-z]:\\[^\\]|^\\\\\w+\\")
_WITHIN_WORD = re.compile(r"[^\W_]\\[nt_][^\W_]")
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BEFORE_OPENING = "([{«„–—-/"
_PARTNERS = {'"': "“”", "'": '‘’"'}

_INNER = (
    "YAML ends this text at its second quotation mark. "
    "Inside a text in quotation marks, a quotation mark needs a backslash before it."
)
_OPEN = "The quotation mark at the beginning has no partner at the end of the text."
_APOSTROPHE = (
    "YAML takes the apostrophe for the end of this text. "
    "Use double quotation marks around a text with an apostrophe."
)
_MIXED = "This text begins with one kind of quotation mark and ends with another."
BACKSLASH = "In double quotation marks a backslash has a meaning of its own. Type it twice to get one."


class Meant(NamedTuple):
    """A text as it was meant, the comment behind it, and what is wrong at which offset."""

    text: str
    rest: str
    code: str
    message: str
    offset: int


def quoted(text: str) -> str:
    r"""Return `text` in double quotation marks, with \ before each " and each \ in it."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """Return `text` as it stands between double quotation marks."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def uncurled(text: str) -> str | None:
    """Return what stands between the typographic quotation marks that enclose `text`; None where none do."""
    found = CURLY.fullmatch(text)
    return (found[1] or found[2] or "") if found else None


def closes(value: str) -> int:
    """Return the offset behind the mark that ends the quoted text `value` begins with; 0 where none does."""
    found = STRAIGHT.match(value)
    return found.end() if found else 0


def meant(value: str) -> Meant:
    """Return what a value was meant to be that begins with a quotation mark and that YAML cannot read."""
    found = _COMMENT.fullmatch(value)
    body, rest = (found[1], found[2].replace("\t", " ")) if found else (value, "")
    bare = re.sub(f"{BLANK}+$", "", body)
    if bare != body and closes(bare) == len(bare):
        return Meant(_unescaped(bare), rest, "P126", blank_named(body[len(bare) :]), len(bare))
    if bare.endswith('\\"') and _PATH.search(bare[1:]):
        return Meant(bare[1:-1], rest, "P125", BACKSLASH, bare.index("\\"))
    text, message, offset = _divided(bare)
    return Meant(text, rest, "P123", message, offset)


def backslashed(value: str) -> tuple[Meant, bool] | None:
    """Return what a closed double-quoted text was meant to be, and whether that is certain; None if it is fine."""
    inner = value[1 : closes(value) - 1]
    if value[0] != '"' or all(found[1] in '"\\/' for found in _ESCAPE.finditer(inner)):
        return None
    is_path = _PATH.search(inner)
    seen = read(f"k: {value}\n")
    certain = bool(is_path) or seen is None or bool(_REFUSED.search(seen["k"]))
    if not certain and not _WITHIN_WORD.search(inner):
        return None
    text = inner.replace('\\"', '"') if is_path else _unescaped(f'"{inner}"')
    rest = value[closes(value) :].replace("\t", " ")
    return Meant(text, rest, "P125", BACKSLASH, inner.index("\\") + 1), certain


def _unescaped(closed: str) -> str:
    """Return what stands between the marks; a backslash that is no one's partner is itself."""
    inner = closed[1:-1]
    if closed[0] == '"':
        return re.sub(r'\\(["\\])', r"\1", inner)
    return inner.replace("\\'", "'").replace("''", "'")


def _divided(bare: str) -> tuple[str, str, int]:
    """Return the text meant by one whose marks do not fit, what to say about it, and where."""
    mark = bare[0]
    depth, again, first = _depth(bare)
    if not first and bare[-1] in _PARTNERS[mark] and not any(one in bare[1:-1] for one in _PARTNERS[mark]):
        return bare[1:-1], _MIXED, len(bare) - 1
    if depth > 0:
        return (bare if _CLIPPED.match(bare) else bare[1:]), _OPEN, 0
    if bare[-1] != mark or again:
        return bare, ENDS_EARLY, first
    inner = bare.index(mark, 1)
    is_apostrophe = mark == "'" and bare[inner - 1].isalnum() and bare[inner + 1 :][:1].isalnum()
    return _unescaped(bare), _APOSTROPHE if is_apostrophe else _INNER, inner


def _depth(bare: str) -> tuple[int, bool, int]:
    """Return how many marks stay open, whether one opens after all were closed, and where the second mark stands.

    A mark behind a blank and before a letter opens; any other closes; an apostrophe within a word does neither.
    """
    mark, depth, again, first = bare[0], 1, False, 0
    for at in range(1, len(bare)):
        before, after = bare[at - 1], bare[at + 1 : at + 2]
        if bare[at] != mark or before == "\\":
            continue
        if mark == "'" and before.isalnum() and after.isalnum():
            continue
        first = first or at
        if (before.isspace() or before in _BEFORE_OPENING) and after.strip():
            again = again or depth == 0
            depth += 1
        else:
            depth = max(depth - 1, 0)
    return depth, again, first
