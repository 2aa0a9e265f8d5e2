"""The signs slips are about: blanks of every kind, quotation marks, and what a slip is."""

import re
import unicodedata
from typing import NamedTuple

ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that are none to YAML, for use inside a character class."""
HIDDEN = "\u200b\u2060\ufeff"
BLANK = f"[ \t{ODD}{HIDDEN}]"
COLONS = ":\uff1a\ufe55\u2236"
WIDE_COLONS = "\uff1a\ufe55\u2236"
CURLY_DOUBLE = "“”„‟"
CURLY_SINGLE = "‘’‚‛"

_LEAD = re.compile(f"{BLANK}*")
_WIDE_BLANK = "\u3000"
_UNUSUAL = re.compile(f"[{ODD}{HIDDEN}]")
_HIDDEN = re.compile(f"[{HIDDEN}]")
_ODD = re.compile(f"[{ODD}]")


class Slip(NamedTuple):
    """One thing typed that YAML reads as something else.

    Line and column count from 1. `replacement` is the whole line to paste, without its line end; None where
    nobody can know what was meant. Where `certain` is false the line may be meant as it stands.
    """

    code: str
    line: int
    column: int
    message: str
    replacement: str | None
    certain: bool


class Finding(NamedTuple):
    """A slip while its line is still being worked on: row and offset from 0, the line as it should read."""

    row: int
    offset: int
    code: str
    message: str
    becomes: str | None = None
    certain: bool = True


def parts(line: str) -> tuple[str, str]:
    """Return the indentation of a line, of blanks of any kind, and the rest."""
    found = _LEAD.match(line)
    depth = found.end() if found else 0
    return line[:depth], line[depth:]


def spaces(blanks: str) -> str:
    """Return odd blanks as ordinary ones of the same width; invisible ones vanish, tabs stay."""
    return _ODD.sub(" ", _HIDDEN.sub("", blanks).replace(_WIDE_BLANK, "  "))


def unusual(text: str) -> int:
    """Return where the first blank stands that is none to YAML, or -1."""
    found = _UNUSUAL.search(text)
    return found.start() if found else -1


def blank_named(blanks: str) -> str:
    """Return the sentence about the first tab or odd blank in `blanks`."""
    at = unusual(blanks)
    if at < 0:
        return "A tab stands here. YAML wants ordinary blanks: use the space bar."
    name = unicodedata.name(blanks[at]).lower()
    return f"An unusual blank stands here ({name}). Delete it and type an ordinary one with the space bar."
