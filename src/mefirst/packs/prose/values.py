"""A value on one line, as it was typed against what YAML reads."""

import re
from collections.abc import Iterator

from mefirst.packs.prose import comments, flow
from mefirst.packs.prose.comments import Hash, Split
from mefirst.packs.prose.entries import Entry, Kind, Shape
from mefirst.packs.prose.folded import long_text
from mefirst.packs.prose.quotes import BACKSLASH, Meant, backslashed, meant, quoted, uncurled
from mefirst.packs.prose.reading import read, survives
from mefirst.packs.prose.reasons import NOT_LETTERS, NOTHING, comment_reason, reason
from mefirst.packs.prose.signs import BLANK, Finding, blank_named
from mefirst.packs.yamltree import LONGEST_TEXT

_EDGE = re.compile(f"^{BLANK}+|{BLANK}+$")
_STRUCTURE = (Kind.QUESTIONS, Kind.TEXTS, Kind.LABELS, Kind.WHEN, Kind.WHENS)
_BRACKETS = "These brackets do not fit together. A map reads {name: value}, a list [one, two]."


def findings(entry: Entry, lines: list[str]) -> Iterator[Finding]:
    """Yield what is wrong with the value of an entry, each with its line as it should read."""
    value = lines[entry.row][entry.start :]
    length = sum(len(lines[row]) for row in (entry.row, *entry.rows))
    if not value.strip(" \t") or entry.shape is Shape.BLOCK or length > LONGEST_TEXT:
        return
    if entry.shape is Shape.LONG:
        yield from _closed_below(entry, lines, value)
    elif entry.rows:
        yield from long_text(entry, lines)
    elif value[0] in "{[" and not entry.prose:
        yield from _flow(entry, lines[entry.row], value)
    elif value[0] in "\"'":
        yield from _in_marks(entry, lines[entry.row], value)
    elif entry.shape is Shape.OPEN or entry.prose:
        yield from _plain(entry, lines[entry.row], value)


def _closed_below(entry: Entry, lines: list[str], value: str) -> Iterator[Finding]:
    """Yield what YAML cannot read between marks or brackets that close on a later line; nobody can mend it."""
    if read("\n  ".join([f"k: {value}", *(lines[row] for row in entry.rows)])) is None:
        why = ("P125", BACKSLASH) if value[0] == '"' else ("P122", _BRACKETS)
        yield Finding(entry.row, entry.start, *why)


def _in_marks(entry: Entry, line: str, value: str) -> Iterator[Finding]:
    if entry.shape is Shape.OPEN:
        yield _finding(entry, line, meant(value))
    elif found := backslashed(value):
        yield _finding(entry, line, found[0], certain=found[1])


def _plain(entry: Entry, line: str, value: str) -> Iterator[Finding]:
    found = comments.split(value, prose=entry.prose)
    if found.hash is not Hash.TEXT and survives(value, found.body, item=entry.item):
        yield from _doubtful(entry, line, value, found)
        return
    text, rest = found.body, found.rest.replace("\t", " ")
    if found.hash in {Hash.TEXT, Hash.UNCLEAR}:
        text, rest = value.rstrip(" \t"), ""
    if (inner := uncurled(text)) is not None:
        yield _finding(entry, line, Meant(inner, rest, "P124", NOT_LETTERS, 0))
    else:
        yield _finding(entry, line, Meant(text, rest, *reason(value, found)), bare=True)


def _doubtful(entry: Entry, line: str, value: str, found: Split) -> Iterator[Finding]:
    """Yield what YAML reads, and may still not be what was meant."""
    if found.hash is Hash.UNCLEAR:
        whole = Meant(value.rstrip(" \t"), "", "P121", comment_reason(found), found.offset)
        yield _finding(entry, line, whole, certain=False)
    elif found.body in {"~", "null"} and entry.prose:
        nothing = Meant(found.body, found.rest, "P122", NOTHING.format(found.body), 0)
        yield _finding(entry, line, nothing, certain=False)
    elif (inner := uncurled(found.body)) is not None:
        yield _finding(
            entry,
            line,
            Meant(inner, found.rest, "P124", NOT_LETTERS, 0),
            certain=entry.strict,
            bare=entry.strict,
        )
    elif entry.strict and (edge := _EDGE.search(found.body)):
        text = _EDGE.sub("", found.body)
        yield _finding(
            entry, line, Meant(text, found.rest, "P126", blank_named(edge[0]), edge.start()), bare=True
        )


def _finding(entry: Entry, line: str, found: Meant, *, certain: bool = True, bare: bool = False) -> Finding:
    """Make the finding; `bare`: without quotation marks where YAML reads the text so.

    Without a line to paste where YAML would not read the text from it either.
    """
    is_fine = bare and survives(found.text, found.text, item=entry.item)
    written = (found.text if is_fine else quoted(found.text)) + found.rest
    becomes = line[: entry.start] + written if survives(written, found.text, item=entry.item) else None
    return Finding(entry.row, entry.start + found.offset, found.code, found.message, becomes, certain)


def _flow(entry: Entry, line: str, value: str) -> Iterator[Finding]:
    end = flow.closing(value)
    body = value[:end] if end and value[end:].lstrip()[:1] in {"", "#"} else value.rstrip()
    found = flow.tidied(body, labels=entry.kind is Kind.LABELS and body[0] == "{")
    seen = read(f"k: {body}\n")
    if found is None:
        if seen is None and entry.kind in _STRUCTURE:
            yield Finding(entry.row, entry.start, "P122", _BRACKETS)
        elif seen is None:
            yield from _plain(entry, line, value)
    elif found.value != body:
        is_name = entry.strict or entry.kind in {Kind.WHEN, Kind.WHENS}
        certain = found.code != "P124" or is_name or _shape(seen) != _shape(read(f"k: {found.value}\n"))
        becomes = line[: entry.start] + found.value + value[len(body) :]
        yield Finding(entry.row, entry.start + found.offset, found.code, found.message, becomes, certain)


def _shape(seen: object) -> object:
    """Return the keys of maps and the lengths of lists, without what they hold."""
    if isinstance(seen, dict):
        return {key: _shape(one) for key, one in seen.items()}
    return [_shape(one) for one in seen] if isinstance(seen, list) else isinstance(seen, str)
