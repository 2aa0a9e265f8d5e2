"""Where a '#' behind a blank begins a comment, and where it is part of a text that YAML would cut."""

import re
from enum import Enum, auto
from typing import NamedTuple

_HASH = re.compile(r"(?:^|[ \t]+)#")
_FINISHED = re.compile(r"""[.?!…]["'”’)»]*$""")
_MARKED = tuple("\"'”’)»}]")
_CLEARLY_APART = 2


class Hash(Enum):
    """What the first '#' of a value is."""

    NONE = auto()
    COMMENT = auto()
    TEXT = auto()
    UNCLEAR = auto()


class Split(NamedTuple):
    """A value before its '#', the rest with the blanks before it, what it is and where the '#' stands."""

    body: str
    rest: str
    hash: Hash
    offset: int


def split(value: str, *, prose: bool) -> Split:
    """Divide a value where YAML sees a comment; `prose` says that people write sentences here."""
    found = _HASH.search(value)
    if not found:
        body = value.rstrip(" \t")
        return Split(body, "", Hash.NONE, len(body))
    body, rest = value[: found.start()], value[found.start() :]
    return Split(body, rest, _kind(body, rest, prose=prose), found.end() - 1)


def _kind(body: str, rest: str, *, prose: bool) -> Hash:
    blanks, _, said = rest.partition("#")
    apart = len(blanks) >= _CLEARLY_APART or "\t" in blanks
    finished = apart or bool(_FINISHED.search(body)) or body.endswith(_MARKED)
    said = said.lstrip("#")
    if not said or said[0].isspace() or (not prose and not said[0].isdigit()):
        return Hash.COMMENT if finished or not prose else Hash.UNCLEAR
    if (finished and body) or not prose:
        return Hash.UNCLEAR
    is_text = said[0].isdigit() or not body or _FINISHED.search(said.rstrip())
    return Hash.TEXT if is_text else Hash.UNCLEAR
