"""The form in plain text that somebody without mefirst fills in: its labels, and what is read of one that comes back.

It is filled in with any editor or in an e-mail, so what those do to a text is put up with: quoting, other line
ends, blank lines, typographic signs. Whatever is not surely a point of the scale is refused, by its line.
"""

import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from mefirst.errors import FormUnreadable
from mefirst.model.scale import parse_point, signed
from mefirst.speech import CATALOGUES, ENGLISH, marked, speech_in
from mefirst.text import one_line

NUMBER = marked("Your number, from -3 to +3:")
WORDS = marked("In your words, if you like:")
END = marked("End of the form, please keep this line:")
MOST_BYTES = 64 * 1024
NO_DIMENSION = "-"

_Part = Literal["number", "words", "end"]
_LABELS: dict[str, _Part] = {NUMBER: "number", WORDS: "words", END: "end"}
_BEFORE = re.compile(r"[\s>|]*")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_AROUND = " \t[](){}<>_*\"'“”„‟‘’‚«».:="
_DASHES = "−–—‐‑‒﹣－⁻"
_MINUS = str.maketrans(dict.fromkeys(_DASHES, "-"))
_SIGN = re.compile(r"(?<=[-+])\s+")
_SHOWN = 40


class Filled(NamedTuple):
    """What a form says: a point of the scale, words or None; the handle and the dimension it is about, or None."""

    value: int
    words: str | None
    handle: str | None
    dimension: str | None


@dataclass
class _Block:
    """One copy of the form within a text; a reply often holds two, the filled one and the one that was sent."""

    line: int
    number: list[tuple[int, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    about: str = ""

    @property
    def has_number(self) -> bool:
        """Whether anything stands where the number goes."""
        return any(typed for _, typed in self.number)


def read_form(data: bytes, name: str) -> Filled:
    """Read a filled form; FormUnreadable says which line is wrong, and what to type there."""
    blocks = list(_blocks(_text(data, name)))
    if not blocks:
        raise FormUnreadable(name, f"It has no line '{NUMBER}'.", _ANEW)
    filled = [_filled(block, name) for block in blocks if block.has_number]
    if not filled:
        line = blocks[0].line
        raise FormUnreadable(name, f"No number stands behind '{NUMBER}' (line {line}).", _TYPE)
    first = filled[0]
    if other := next((one for one in filled if one != first), None):
        both = f"{signed(first.value)} and {signed(other.value)}"
        raise FormUnreadable(name, f"It is filled in twice, and not in the same way: {both}.", _TWICE)
    return first


_ANEW = "mefirst ask ENTRY --form writes one; or add what they said by --by ALIAS --value N."
_TYPE = "Type a whole number from -3 to 3 there, alone, such as -1. Words go below it."
_TWICE = "Delete the one that is not meant."


def _text(data: bytes, name: str) -> str:
    """Return a text in whatever encoding an editor may have saved it."""
    if len(data) > MOST_BYTES:
        raise FormUnreadable(name, f"It is larger than {MOST_BYTES // 1024} KiB, so it is no form.", _ANEW)
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FormUnreadable(name, "It is no text.", "Save it as plain text, in UTF-8.")


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the copies of the form in a text, in their order; what stands outside of them is passed over."""
    block: _Block | None = None
    part: _Part | None = None
    for line, raw in enumerate(re.split("\r\n|\r|\n", text), 1):
        typed = _INVISIBLE.sub("", raw.replace("\u00a0", " "))
        typed = _BEFORE.sub("", typed, count=1).rstrip()
        label, rest = _label(typed)
        if label == "number":
            if block:
                yield block
            block = _Block(line)
        part = label or part
        if block is None:
            continue
        if part == "end":
            block.about = rest
            yield block
            block = part = None
        elif typed == "--":  # where the signature of an e-mail begins
            part = None
        elif part == "number":
            block.number.append((line, (rest if label else typed).strip()))
        elif part == "words":
            block.words.append(rest if label else typed)
    if block:
        yield block


def _label(typed: str) -> tuple[_Part | None, str]:
    """Return which label a line begins with, in any language a session speaks, and what stands behind it."""
    bare = unicodedata.normalize("NFC", typed.lstrip("*_ "))
    for label, part in _known():
        if found := label.match(bare):
            return part, bare[found.end() :].strip("*_: \t")
    return None, ""


@cache
def _known() -> tuple[tuple[re.Pattern[str], _Part], ...]:
    """Return what the labels look like in every language, whatever became of their signs and blanks on the way."""
    speeches = (ENGLISH, *(speech_in((language,)) for language in CATALOGUES))
    return tuple((_as_typed(say(label)), part) for label, part in _LABELS.items() for say in speeches)


def _as_typed(label: str) -> re.Pattern[str]:
    """Return what a label is found by, with any dash for its hyphen and any blanks for its blanks."""
    pattern = re.escape(label.rstrip(":")).replace(r"\ ", r"\s+")
    return re.compile(pattern.replace(r"\-", f"[-{_DASHES}]").replace(r"\+", "[+＋]"), re.IGNORECASE)


def _filled(block: _Block, name: str) -> Filled:
    typed = [(line, words) for line, words in block.number if words]
    value = _point(*typed[0], name)
    if len(typed) > 1:
        line, more = typed[1]
        raise FormUnreadable(name, f"Line {line}: '{one_line(more, _SHOWN)}' stands below the number.", _TYPE)
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(block.words)).strip()
    about = block.about.split()
    return Filled(
        value, words or None, about[0] if about else None, about[1].casefold() if len(about) > 1 else None
    )


def _point(line: int, typed: str, name: str) -> int:
    plain = unicodedata.normalize("NFKC", typed.translate(_MINUS)).translate(_MINUS).strip(_AROUND)
    try:
        return parse_point(_SIGN.sub("", plain))
    except ValueError:
        shown = one_line(typed, _SHOWN)
        raise FormUnreadable(name, f"Line {line}: '{shown}' is no point of the scale.", _TYPE) from None
