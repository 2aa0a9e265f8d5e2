"""Documents to bytes and back, strictly: what cannot be read exactly is refused, never guessed."""

import codecs
import hashlib
import json
import math
import re
from collections import Counter
from typing import Any, Protocol

from mefirst.text import safe_json

MOST_BYTES = 4 * 1024 * 1024
MOST_STORED = MOST_BYTES + 64 * 1024
"""Sealing adds a head and some bytes to each stretch of 64 KiB."""
DEEPEST = 32
MOST_VALUES = 100_000
"""Counted by commas and opening brackets. Four MiB of `[],` would be a hundred MiB of empty lists."""

_PIECES = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[^"]+', re.DOTALL)
"""Texts, and what lies between them. An unclosed text ends with the data, so one pass is enough."""

_QUOTE = ord('"')
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class Unreadable(ValueError):
    """Bytes that are no document; the argument says why, in a few words."""


class Codec(Protocol):
    """How the bytes of documents are kept: as they are, or sealed."""

    @property
    def ending(self) -> str:
        """What the names of files end in that are kept so."""

    def ready(self) -> None:
        """Make sure that it opens; JournalLocked, and whatever else hinders."""

    def seal(self, data: bytes) -> bytes:
        """Return the bytes to store; JournalLocked where that needs a key that is not there."""

    def open(self, stored: bytes) -> bytes:
        """Return what was sealed; Unreadable where it cannot be trusted, JournalLocked where nobody opens it."""

    def believe(self, stored: bytes) -> bytes:
        """Return what `open` does, and what is NotBelieved as well: the owner says that it is theirs."""


SEALED_HEAD = b"age-encryption.org/"
"""What sealed bytes begin with, and no document does."""


class _Plain:
    """Documents as they are, for everybody who may read the file."""

    ending = ".json"

    def ready(self) -> None:
        """It always is."""

    def seal(self, data: bytes) -> bytes:
        """Return the same bytes."""
        return data

    def open(self, stored: bytes) -> bytes:
        """Return the same bytes; Unreadable for what is sealed."""
        if stored.startswith(SEALED_HEAD):
            raise Unreadable("it is sealed, and this journal is not")
        return stored

    def believe(self, stored: bytes) -> bytes:
        """Return the same bytes; Unreadable for what is sealed."""
        return self.open(stored)


PLAIN: Codec = _Plain()


class NotBelieved(Unreadable):
    """Words that can be read, and that anybody may have put there: the owner alone can say whose they are."""


class PlainText(NotBelieved):
    """Words that are not sealed, where all are to be."""

    def __init__(self) -> None:
        super().__init__("it is plain text in an encrypted journal")


class EarlierKey(NotBelieved):
    """Words sealed to a key that was left behind: by a device that did not know yet, or by whoever got that key."""

    def __init__(self) -> None:
        super().__init__("it is sealed with an earlier key")


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hex."""
    return hashlib.sha256(data).hexdigest()


def encode(document: dict[str, Any]) -> bytes:
    """Return the bytes a document is stored as; Unreadable where they would not read back the same.

    UTF-8, one field a line, characters unsafe on a terminal escaped, a newline at the end.
    """
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
        text.encode()
    except UnicodeEncodeError:
        raise Unreadable("it holds half a character (a lone surrogate)") from None
    except RecursionError:
        raise Unreadable(f"it is nested deeper than {DEEPEST}") from None
    except ValueError:
        raise Unreadable("it holds NaN or infinity, which is no number") from None
    data = (safe_json(text) + "\n").encode()
    if decode(data) != document:
        raise Unreadable("it does not read back the same")
    return data


def decode(
    data: bytes, *, most: int = MOST_BYTES, deepest: int = DEEPEST, values: int = MOST_VALUES
) -> dict[str, Any]:
    """Read a document: UTF-8 JSON, an object, no NaN, no duplicate key; of so many bytes, levels and values at most."""
    _look_at(data, most, deepest, values)
    try:
        document = STRICT.decode(data.decode())
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8") from None
    except json.JSONDecodeError as problem:
        raise Unreadable(f"it is not JSON (line {problem.lineno}, column {problem.colno})") from None
    except Unreadable:
        raise
    except ValueError:  # an integer of thousands of digits
        raise Unreadable("it holds a number too long to be one") from None
    if not isinstance(document, dict):
        raise Unreadable("it is not a JSON object")
    if _SURROGATE.search(data):
        _refuse_surrogates(document)
    return document


def _look_at(data: bytes, most: int, deepest: int, values: int) -> None:
    """Refuse what must not be parsed at all."""
    if len(data) > most:
        raise Unreadable(f"it is larger than {most // 1024 // 1024} MiB")
    if data.startswith(codecs.BOM_UTF8):
        raise Unreadable("it begins with a byte order mark")
    if not data.strip(b"\0 \n\r\t"):
        raise Unreadable("it is empty")
    opened = data.count(b"[") + data.count(b"{")
    if opened > deepest or (len(data) > values and opened + data.count(b",") > values):
        _look_between_texts(data, deepest, values)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise Unreadable(f"it has '{twice}' twice")
    return document


def _no_constant(name: str) -> Any:
    raise Unreadable(f"it holds {name}, which is no number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise Unreadable(f"it holds {text}, which is no number")
    return value


STRICT = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite)
"""Reads JSON values: no NaN, no duplicate key. Depth and half characters are for whoever uses it to look at."""


def _refuse_surrogates(document: dict[str, Any]) -> None:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Unreadable("it holds half a character (a lone surrogate)") from None


def _look_between_texts(data: bytes, deepest: int, values: int) -> None:
    """Refuse too many levels or values; piece by piece, as a copy without texts takes many times `data`."""
    depth = count = 0
    for piece in _PIECES.finditer(data):
        if piece[0][0] == _QUOTE:
            continue
        brackets = piece[0].translate(None, _NO_BRACKETS)
        count += piece[0].count(b",") + brackets.count(b"[") + brackets.count(b"{")
        if count > values:
            raise Unreadable(f"it holds more than {values:,} values")
        for byte in brackets:
            depth += 1 if byte in b"[{" else -1
            if depth > deepest:
                raise Unreadable(f"it is nested deeper than {deepest}")
