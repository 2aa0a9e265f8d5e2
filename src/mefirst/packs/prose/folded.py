"""A text that goes on over several lines without quotation marks."""

from collections.abc import Iterator, Sequence

from mefirst.packs.prose import comments
from mefirst.packs.prose.comments import Hash
from mefirst.packs.prose.entries import Entry
from mefirst.packs.prose.quotes import closes, escaped
from mefirst.packs.prose.reading import read
from mefirst.packs.prose.reasons import comment_reason, reason, trouble
from mefirst.packs.prose.signs import Finding

_COMMENT_INSIDE = "A comment stands in the middle of a text. Move it above the setting."
_NO_WAY = "YAML cannot read this text over several lines. Write it on one line."
_FIRST = "This text goes on below and needs a quotation mark at its beginning, another at its end."
_LAST = "The text ends here: its last sign is a quotation mark."
_MARKED = "This line is part of a text in quotation marks: a backslash belongs before a quotation mark or a backslash."


def long_text(entry: Entry, lines: list[str]) -> Iterator[Finding]:
    """Yield the lines to change so that YAML reads the whole text; nothing if it does."""
    rows = range(entry.row, entry.rows[-1] + 1)
    typed = [lines[entry.row][entry.start :].strip(" \t"), *(lines[row].strip(" \t") for row in rows[1:])]
    last = comments.split(typed[-1], prose=entry.prose)
    rest = last.rest if last.hash is Hash.COMMENT and last.body else ""
    texts = [*typed[:-1], last.body if rest else typed[-1]]
    bare = [*typed[:-1], last.body]
    if read(_snippet(typed, item=entry.item)) == _read_as(bare, item=entry.item):
        if last.hash in {Hash.TEXT, Hash.UNCLEAR}:
            at = lines[rows[-1]].index(typed[-1]) + last.offset
            yield Finding(rows[-1], at, "P121", comment_reason(last), certain=False)
        return
    behind = {comments.split(text, prose=entry.prose).hash for text in texts[:-1]}
    if behind & {Hash.COMMENT, Hash.UNCLEAR} or any(text.startswith("#") for text in texts[1:]):
        yield Finding(entry.row, entry.start, "P121", _COMMENT_INSIDE)
        return
    row, why = _why(texts, entry)
    if texts[0][0] in "\"'" and not closes(" ".join(texts)):
        texts[0] = texts[0][1:]  # the mark at the beginning was to enclose the text
    marked = [escaped(text) for text in texts]
    marked[0] = f'"{marked[0]}'
    marked[-1] += f'"{rest}'
    if read(_snippet(marked, item=entry.item)) != _read_as(texts, item=entry.item):
        yield Finding(entry.row, entry.start, "P120", _NO_WAY)
        return
    yield from _lines(entry, lines, rows, marked, (row, *why))


def _lines(
    entry: Entry, lines: list[str], rows: range, marked: Sequence[str], why: tuple[int, str, str, int]
) -> Iterator[Finding]:
    for row, text in zip(rows, marked, strict=True):
        start = entry.start if row == entry.row else len(lines[row]) - len(lines[row].lstrip())
        becomes = lines[row][:start] + text
        if becomes == lines[row] or not text:
            continue
        if row == why[0]:
            yield Finding(row, start + why[3], why[1], why[2], becomes)
        elif row == rows[0]:
            yield Finding(row, start, "P123", _FIRST, becomes)
        elif row == rows[-1]:
            yield Finding(row, len(lines[row]), "P123", _LAST, becomes)
        else:
            yield Finding(row, start, "P123", _MARKED, becomes)


def _why(texts: Sequence[str], entry: Entry) -> tuple[int, tuple[str, str, int]]:
    """Return the row to speak of, and what YAML stumbles over; the first row where the culprit stays as it is."""
    for at, text in enumerate(texts):
        found = trouble(text, comments.split(text, prose=entry.prose))
        if found and (at == 0 or found[0] != "P122"):
            is_changed = at in {0, len(texts) - 1}
            return (entry.row + at, found) if is_changed else (entry.row, (*found[:2], 0))
    return entry.row, reason(texts[0], comments.split(texts[0], prose=entry.prose))


def _snippet(texts: Sequence[str], *, item: bool) -> str:
    return f"{'-' if item else 'k:'} " + "\n  ".join(texts) + "\n"


def _read_as(texts: Sequence[str], *, item: bool) -> object:
    """Return what YAML reads from lines it can read: a blank line is a line break, any other break a blank."""
    folded = texts[0]
    breaks = 0
    for text in texts[1:]:
        if text:
            folded += ("\n" * breaks or " ") + text
            breaks = 0
        else:
            breaks += 1
    return [folded] if item else {"k": folded}
