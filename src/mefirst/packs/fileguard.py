"""A pack file as a whole: whether it is plain UTF-8 text at all, and what to do if it is something else."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from mefirst.packs.problems import Mark, Problem

HINTS = frozenset({"P112", "P113"})
"""Codes of what deserves a word and keeps no file from being read."""

_SAVE = "Open it in a text editor and save it as plain text, UTF-8."
_COPY = "Copy the text into a text editor and save that as plain text, UTF-8."
_UNPACK = "Give it a name that ends in .zip, or unpack it and take the pack.yaml in it."

_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_WIDE = (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2))
_LEAST_ASCII = 0.2
"""The share of blanks, colons and keys in any pack, whatever the language: less is no text in that encoding."""

_SIGNATURES = (
    (re.compile(rb"\{\\rtf"), "a document with formatting (RTF)"),
    (re.compile(rb"%PDF-"), "a PDF document"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an old Word document (.doc)"),
    (
        re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|p|span)\b", re.IGNORECASE),
        "a web page (HTML)",
    ),
    (re.compile(rb"<\?xml"), "an XML document"),
    (re.compile(rb"\x1f\x8b|BZh\d|7z\xbc\xaf|Rar!"), "a compressed archive"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8"), "a picture"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIPPED = (
    (b"word/", "a Word document (.docx)"),
    (b"application/vnd.oasis.opendocument", "a LibreOffice document (.odt)"),
    (b"Index/Document.iwa", "a Pages document"),
    (b"Index.zip", "a Pages document"),
    (b"xl/", "an Excel sheet (.xlsx)"),
)
_TWO_ENDINGS = re.compile(r"(.+?\.ya?ml)(?:\.\w{1,8}|~)+", re.IGNORECASE)

_MOST_LINES = 5
_EXPECTED = frozenset("äöüÄÖÜßéèêëÉàáâãåæçíîïñóôõøœúûÀÁÅÆÇÈÍÑÓØÚ’‘“”„–—…«»¿¡€°§\u00a0")
"""Letters and signs people of Europe and America type; of two old encodings, the one that gives more is right."""
_WORD = re.compile(r"\S*[^\x00-\x7f]\S*")
_AROUND = "\"'.,;:?!()[]{}"


def guard(data: bytes, name: str) -> list[Problem]:
    """Return what is wrong with a file called `name` before any of its lines is read; `HINTS` are no errors."""
    return [*_of_name(name), *_of_contents(data)]


def _of_name(name: str) -> Iterator[Problem]:
    last = PurePath(name).name
    if found := _TWO_ENDINGS.fullmatch(last):
        yield _whole(
            "P113",
            f"The name '{last}' has two endings, and your computer may hide the last one. Rename it to '{found[1]}'.",
        )


def _of_contents(data: bytes) -> Iterator[Problem]:
    begin = data.removeprefix(_MARK)
    if not data:
        yield _whole("P103", "The file is empty. If you wrote something, save it once more.")
    elif kind := _document(begin.lstrip()):
        yield _whole("P110", f"This is {kind[0]}, not a text file. {kind[1]}")
    elif encoding := _wide(data):
        yield _whole("P111", f"This text is saved as {encoding}. {_SAVE}")
    elif 0 in data:
        yield _zero(data)
    else:
        if begin != data:
            yield _whole(
                "P112",
                "The file begins with an invisible byte-order mark. It does no harm here. "
                "To be rid of it, save the file as UTF-8 without BOM.",
            )
        yield from _of_text(begin)


def _whole(code: str, message: str) -> Problem:
    return Problem(code, Mark(), message)


def _document(data: bytes) -> tuple[str, str] | None:
    """Return what a file is that is no text, and what to do; None if it may be one."""
    if data.startswith(_ZIP):
        if b"pack.yaml" in data:
            return "a zip archive with a pack in it", _UNPACK
        return next((kind for sign, kind in _ZIPPED if sign in data), "a zip archive"), _COPY
    kind = next((kind for signature, kind in _SIGNATURES if signature.match(data)), None)
    return (kind, _COPY) if kind else None


def _wide(data: bytes) -> str:
    """Return the encoding of a text with two or four bytes a letter; nothing for any other file."""
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return encoding
    for encoding, width in _WIDE if 0 in data else ():
        try:
            text = data[: len(data) // width * width].decode(encoding)
        except UnicodeDecodeError:
            continue
        ascii_share = sum(sign.isascii() for sign in text) / max(len(text), 1)
        if "\0" not in text and ascii_share > _LEAST_ASCII:
            return encoding[:6].upper()
    return ""


def _zero(data: bytes) -> Problem:
    before = data[: data.index(0)]
    line = len(re.split(b"\r\n|\r|\n", before))
    return Problem(
        "P114",
        Mark(line),
        "This line holds bytes that stand for no letter, as a damaged file or a program does. "
        "Take the file from where you got it once more.",
    )


def _of_text(data: bytes) -> Iterator[Problem]:
    try:
        if not data.decode().strip():
            yield _whole(
                "P103", "The file holds nothing but blanks. If you wrote something, save it once more."
            )
    except UnicodeDecodeError:
        yield from _older(data)


def _older(data: bytes) -> Iterator[Problem]:
    """Yield the lines that are not UTF-8, with what they probably say."""
    broken = []
    for number, line in enumerate(re.split(b"\r\n|\r|\n", data), 1):
        try:
            line.decode()
        except UnicodeDecodeError as problem:
            broken.append((number, line, problem.start))
    encoding, name = _older_encoding(b"".join(line for _, line, _ in broken))
    for number, line, start in broken[:_MOST_LINES]:
        text = line.decode(encoding, "replace")
        word = next((found[0].strip(_AROUND) for found in _WORD.finditer(text) if found.end() > start), text)
        more = len(broken) - _MOST_LINES
        rest = f" So are {more} more lines." if more > 0 and number == broken[_MOST_LINES - 1][0] else ""
        yield Problem(
            "P101",
            Mark(number, start + 1),
            f"This line is saved in an older encoding ({name}) and probably says '{word}'.{rest} {_SAVE}",
        )


def _older_encoding(data: bytes) -> tuple[str, str]:
    """Return the older encoding that gives the likelier text, for Python and for people."""
    known = (("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"))
    return max(known, key=lambda one: sum(sign in _EXPECTED for sign in data.decode(one[0], "replace")))
