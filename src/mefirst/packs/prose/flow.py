"""Maps and lists on one line, such as `{told: no}` and `[soon, now]`."""

import re
from typing import NamedTuple

from mefirst.packs.prose.quotes import CURLY, STRAIGHT, quoted
from mefirst.packs.prose.reading import read
from mefirst.packs.prose.signs import BLANK, COLONS, HIDDEN, ODD, WIDE_COLONS, blank_named

_NAME, _VALUE = "name", "value"
_CLOSER = {"{": "}", "[": "]"}
_ODD = re.compile(f"{BLANK}*[{ODD}{HIDDEN}\t]{BLANK}*")
_CURLY = re.compile(f"(?:{CURLY.pattern})(?={BLANK}*(?:[,{COLONS}}}\\]]|$))")
_GLUED = re.compile(r"([^\W\d][\w.-]*):(?=[^\s:/,}\]])(?![^,{}\[\]]*:\s)")
_WIDE = re.compile(f"([^\\W\\d][\\w.-]*){BLANK}*[{WIDE_COLONS}]{BLANK}*")
_ENTRY = re.compile(r"""(\s*(?:"[^"]*"|'[^']*'|[^\s:,"']+)\s*:\s+)(.*?)(\s*)""", re.VERBOSE | re.DOTALL)

_CURLED = "YAML takes typographic quotation marks (“ ”) for letters. Type straight ones."
_NO_BLANK = "A blank is missing after the colon."
_WIDE_COLON = "This colon is a full-width one. Type the plain one (:) and a blank."
_UNCLOSED = "A bracket opens here and is never closed."
_CUT = "Between curly brackets a comma or a colon ends a text, unless the text stands in quotation marks."


class Tidied(NamedTuple):
    """A value with what was wrong first: the code, what to say and the offset; an empty code for nothing."""

    value: str
    code: str = ""
    message: str = ""
    offset: int = 0


class _Scan:
    """Walks once along a value, keeps what is fine and mends what is not."""

    def __init__(self, value: str) -> None:
        self._value = value
        self._at = 0
        self._done: list[str] = []
        self._first: tuple[str, str, int] = ("", "", 0)
        self.open: list[str] = []
        self.end = 0

    def run(self) -> Tidied:
        """Mend up to the bracket that closes the first one; `end` is behind it, 0 where none does."""
        begins = _VALUE
        while self._at < len(self._value) and not self.end:
            sign = self._value[self._at]
            if begins and self._mended(is_name=begins == _NAME and self.open[-1] == "}"):
                continue
            begins = self._sign(sign, begins)
        return Tidied("".join(self._done), *self._first)

    def _sign(self, sign: str, begins: str) -> str:
        """Copy one sign; return whether a name or a value may begin behind it, or neither."""
        self._done.append(sign)
        self._at += 1
        if sign in _CLOSER:
            self.open.append(_CLOSER[sign])
        elif sign in _CLOSER.values() and (not self.open or self.open.pop() != sign or not self.open):
            self.end = self._at
        behind = self._value[self._at : self._at + 1]
        if sign.isspace():
            return begins
        if sign in "{,":
            return _NAME
        return _VALUE if sign == "[" or (sign == ":" and not behind.strip()) else ""

    def _mended(self, *, is_name: bool) -> bool:
        """Mend what begins here, if it is something to mend or to step over; return whether it was."""
        if found := _ODD.match(self._value, self._at):
            return self._put(found, " ", "P126", blank_named(found[0]))
        if found := STRAIGHT.match(self._value, self._at):
            return self._put(found, found[0])
        if found := _CURLY.match(self._value, self._at):
            return self._put(found, quoted(found[1] or found[2] or ""), "P124", _CURLED)
        if is_name and (found := _WIDE.match(self._value, self._at)):
            return self._put(found, f"{found[1]}: ", "P127", _WIDE_COLON)
        if is_name and (found := _GLUED.match(self._value, self._at)):
            return self._put(found, f"{found[1]}: ", "P127", _NO_BLANK)
        return False

    def _put(self, found: re.Match[str], text: str, code: str = "", message: str = "") -> bool:
        if code and not self._first[0]:
            self._first = (code, message, found.start())
        self._done.append(text)
        self._at = found.end()
        return True


def closing(value: str) -> int:
    """Return the offset behind the bracket that closes the one `value` begins with; 0 where none does."""
    scan = _Scan(value)
    scan.run()
    return scan.end


def tidied(value: str, *, labels: bool) -> Tidied | None:
    """Return a map or list as it was meant; None where nobody can know. `labels`: its values are sentences."""
    scan = _Scan(value)
    found = scan.run()
    if not scan.end:
        whole = found.value.rstrip() + "".join(reversed(scan.open))
        found = found._replace(value=whole) if found.code else Tidied(whole, "P122", _UNCLOSED)
    elif value[scan.end :].strip():
        return None
    if labels:
        found = _labels(found)
    seen = read(f"k: {found.value}\n")
    return found if seen is not None and _is_whole(seen["k"]) else None


def _is_whole(seen: object) -> bool:
    """Whether every key has a value: a key without one is a text that was cut in two."""
    if isinstance(seen, dict):
        return all(one != "" and _is_whole(one) for one in seen.values())
    return all(_is_whole(one) for one in seen) if isinstance(seen, list) else True


def _labels(found: Tidied) -> Tidied:
    """Quote the sentences of `{value: sentence, …}` that YAML would cut at a comma or a colon."""
    pieces: list[str] = []
    for piece in _pieces(found.value[1:-1]):
        if _ENTRY.fullmatch(piece) or not pieces:
            pieces.append(piece)
        else:
            pieces[-1] += f",{piece}"
    mended = "{" + ",".join(_label(piece) for piece in pieces) + "}"
    if mended == found.value or found.code:
        return found._replace(value=mended)
    return Tidied(mended, "P120", _CUT)


def _pieces(inner: str) -> list[str]:
    """Split at the commas that stand outside quotation marks."""
    pieces, start, at = [], 0, 0
    while at < len(inner):
        quote = STRAIGHT.match(inner, at) if inner[:at].rstrip()[-1:] in ("", ",", ":") else None
        if inner[at] == ",":
            pieces.append(inner[start:at])
            start = at + 1
        at = quote.end() if quote else at + 1
    return [*pieces, inner[start:]]


def _label(piece: str) -> str:
    found = _ENTRY.fullmatch(piece)
    if not found or STRAIGHT.fullmatch(found[2]):
        return piece
    text = found[2]
    return (
        piece if not text or read("{k: " + text + "}") == {"k": text} else found[1] + quoted(text) + found[3]
    )
