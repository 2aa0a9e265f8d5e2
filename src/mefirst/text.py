"""The one gate for text that is shown: nothing a user or a pack wrote reaches a terminal raw.

Controls would move the cursor or recolor the screen, bidirectional overrides would make a line read
differently from what it says; both are turned into something visible. Ordinary right-to-left text,
combining marks and emoji pass unharmed.
"""

import re
import unicodedata
from typing import NamedTuple

_C0_PICTURES = 0x2400  # U+2400 ␀ … U+241F ␟ stand for U+0000 … U+001F
_DELETE = 0x7F
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSAFE_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
"""How a cell begins that a spreadsheet would take for a formula; full width counts, too."""

_ONE_COLUMN = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u0400-\u0482\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25fc]*"
)
"""Text of characters that each take one column and join with no other: most of it, and our own signs."""

_IDLE_JOINERS = re.compile("\u200d+(?= |$)")
"""Joiners before a blank join nothing; counted as they stand, they would take the blank with them."""

_BEGIN = re.compile(r" *(?:[+−] )?")
"""What stands before the words of a line: blanks, and whether it went or came."""

PIPED_WIDTH = 80
"""Columns where nobody says how many there are."""

NARROW = 76
"""Columns below which output stacks."""

_SIGNS = str.maketrans(
    {
        "●": "M", "○": "A", "◆": "S", "◉": "B", "◈": "B", "·": ".", "─": "-", "┼": "+", "│": "|",
        "−": "-", "–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "’": "'",
    }
)  # fmt: skip
"""Our own signs as letters and plain signs: M meant, A arrived, S they said, B both."""


class Canvas(NamedTuple):
    """What output may use: columns, whether color, whether more than ASCII signs."""

    width: int = PIPED_WIDTH
    color: bool = False
    glyphs: bool = True

    def signs(self, text: str) -> str:
        """Return `text` with our own signs as this canvas can show them."""
        return text if self.glyphs else text.translate(_SIGNS)

    def fit(self, text: str, columns: int) -> str:
        """Return `text` in those signs, cut at `columns` with a …, which is three dots where there is none."""
        said = self.signs(text)
        return said if width(said) <= columns else self.signs(clip(said, columns - (0 if self.glyphs else 2)))


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:  # noqa: PLR2004 the end of C0
        return chr(_C0_PICTURES + code)
    return "␡" if code == _DELETE else f"<U+{code:04X}>"


def safe(text: str) -> str:
    """Return `text` on one line, every control and bidi override made visible; a newline becomes ␤."""
    return _UNSAFE.sub(_visible, text.replace("\n", "␤")) if _UNSAFE.search(text) else text


def cell(text: str) -> str:
    """Return `text` for a cell of a spreadsheet: safe, and behind an apostrophe where it would be a formula."""
    return f"'{safe(text)}" if _FORMULA.match(text) else safe(text)


def shell_word(alias: str) -> str:
    """Return an alias as one would type it, so that a shell takes it as one word."""
    plain = safe(alias)
    if plain.replace("-", "").isalnum():
        return plain
    return "'" + plain.replace("'", "'\"'\"'") + "'" if set(plain) & set('"$`\\!') else f'"{plain}"'


def safe_lines(text: str) -> list[str]:
    """Return the lines of `text`, each of them safe; line breaks of every platform count."""
    return [safe(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def safe_json(document: str) -> str:
    """Escape in a JSON document what is legal JSON but unsafe on a terminal (C1, bidi, surrogates)."""
    return _UNSAFE_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", document)


def one_line(text: str, limit: int | None = None) -> str:
    """Return `text` with every run of white space as one space, cut at `limit` characters with a …."""
    flat = " ".join(text.split())
    return flat if limit is None or len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def fold(text: str) -> str:
    """Return the form in which aliases and tags are compared: NFC, then casefold."""
    stripped = text.strip()
    if stripped.isascii():  # which is NFC already
        return stripped.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", stripped).casefold())


def width(text: str) -> int:
    """Return how many columns `text` takes; `text` must be safe already."""
    if _ONE_COLUMN.fullmatch(text):
        return len(text)
    import wcwidth

    return max(wcwidth.wcswidth(_IDLE_JOINERS.sub("", text)), 0)


def clip(text: str, columns: int) -> str:
    """Return `text` in at most `columns` columns, cut with a … where it was longer."""
    if width(text) <= columns:
        return text
    kept = ""
    for cluster in _clusters(text):
        if width(f"{kept}{cluster}…") > columns:
            break
        kept += cluster
    return kept.rstrip() + "…"


def wrap(text: str, columns: int, indent: str = "") -> list[str]:
    """Break `text` at blanks into lines of at most `columns` columns; a longer word is broken, never cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, columns, indent):
            joined = f"{line} {piece}" if line else indent + piece
            if not line or width(joined) <= columns:
                line = joined
            else:
                lines.append(line)
                line = indent + piece
    return [*lines, line or indent]


def hang(line: str, columns: int) -> list[str]:
    """Break a line that is too long at blanks, the rest of it below where its words begin."""
    begin = _BEGIN.match(line)
    if width(line) <= columns or not begin:
        return [line]
    first, *rest = wrap(line[begin.end() :], columns, " " * begin.end())
    return [begin[0] + first[begin.end() :], *rest]


def pad(text: str, columns: int) -> str:
    """Return `text` filled with blanks up to `columns` columns; a longer one stays as it is."""
    return text + " " * max(columns - width(text), 0)


def encodable(text: str, encoding: str) -> str:
    """Return `text` with what `encoding` cannot say written as an escape, so that printing never fails."""
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _pieces(word: str, columns: int, indent: str) -> list[str]:
    """Break a word too long for a line; measured whole, as some marks are wide only behind another character."""
    if width(indent + word) <= columns:
        return [word]
    pieces = [""]
    for cluster in _clusters(word):
        if pieces[-1] and width(indent + pieces[-1] + cluster) > columns:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _clusters(text: str) -> list[str]:
    if _ONE_COLUMN.fullmatch(text):
        return list(text)
    import wcwidth

    return list(wcwidth.iter_graphemes(text))
