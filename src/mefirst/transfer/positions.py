"""The entries of a JSON document of another program, each with the line it begins in, read as strictly as ours."""

import json
import re
from collections.abc import Iterator
from typing import Any

from mefirst.journal.codec import DEEPEST, MOST_VALUES, STRICT, Unreadable
from mefirst.transfer.parcel import BadImport

_BLANK = re.compile(r"[ \t\n\r]*")
_SIGN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
"""Texts, and the signs that begin, part and end values."""


def entries(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects in the list `entries` of the document; BadImport says in which line it is not one."""
    return _Walk(name, text).entries()


class _Walk:
    """Goes through a document from one sign to the next."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0

    def entries(self) -> Iterator[tuple[int, dict[str, Any]]]:
        names: set[str] = set()
        self._take("{")
        while not self._next_is("}"):
            if names:
                self._take(",")
            key = self._value()
            if not isinstance(key, str):
                raise self._bad("it is not JSON")
            if key in names:
                raise self._bad(f"it has '{key}' twice")
            names.add(key)
            self._take(":")
            if key == "entries":
                yield from self._list()
            else:
                self._value()
        self._take("}")
        self._skip()
        if self._at != len(self._text):
            raise self._bad("something stands behind its end")
        if "entries" not in names:
            raise self._bad("it has no entries")

    def _list(self) -> Iterator[tuple[int, dict[str, Any]]]:
        first = True
        self._take("[")
        while not self._next_is("]"):
            if not first:
                self._take(",")
            first = False
            self._skip()
            line = self._line_here()
            value = self._value()
            if not isinstance(value, dict):
                raise BadImport(self._name, "it is no entry", line)
            yield line, value
        self._take("]")

    def _skip(self) -> None:
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _next_is(self, sign: str) -> bool:
        self._skip()
        return self._text.startswith(sign, self._at)

    def _take(self, sign: str) -> None:
        if not self._next_is(sign):
            raise self._bad("it is not JSON")
        self._at += 1

    def _look_ahead(self) -> None:
        """Refuse a value too deep, or of too many in it, before it takes memory many times its signs."""
        depth = count = 0
        for found in _SIGN.finditer(self._text, self._at):
            sign = found[0]
            if sign in "[{":
                depth += 1
            elif sign in "]}":
                depth -= 1
            count += sign in "[{,"
            if depth <= 0:
                return
            if depth > DEEPEST:
                raise self._bad(f"it is nested deeper than {DEEPEST}")
            if count > MOST_VALUES:
                raise self._bad(f"it holds more than {MOST_VALUES:,} values")

    def _value(self) -> Any:
        self._skip()
        self._look_ahead()
        try:
            value, self._at = STRICT.raw_decode(self._text, self._at)
        except json.JSONDecodeError as problem:
            raise BadImport(self._name, "it is not JSON", problem.lineno) from None
        except Unreadable as problem:
            raise self._bad(str(problem)) from None
        except ValueError:
            raise self._bad("it holds a number too long to be one") from None
        return value

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _bad(self, why: str) -> BadImport:
        return BadImport(self._name, why, self._line_here())
