"""Why YAML reads a text as something else, in words for people who write questions."""

import re

from mefirst.packs.prose.comments import Hash, Split
from mefirst.packs.prose.signs import blank_named

NOT_LETTERS = (
    "YAML takes typographic quotation marks (“ ”) for letters of the text. "
    "If they only enclose it, type straight ones."
)
ENDS_EARLY = (
    "YAML ends this text at its second quotation mark and cannot read on. "
    "Put the whole text in quotation marks."
)
NOTHING = "YAML reads '{}' as nothing at all. If it is a text, put it in quotation marks."

_FIRST = {
    "[": "a square bracket begins a list",
    "]": "a square bracket ends a list",
    "{": "a curly bracket begins a map",
    "}": "a curly bracket ends a map",
    "*": "an asterisk repeats something named before",
    "&": "'&' gives a name to what follows",
    "!": "'!' says what kind of thing follows",
    "|": "'|' begins a text of several lines",
    ">": "'>' begins a text of several lines",
    "@": "'@' is kept for later use",
    "`": "a backtick is kept for later use",
    "%": "'%' begins an instruction",
    ",": "a comma separates the items of a list",
    "-": "a hyphen and a blank begin an item of a list",
    "?": "a question mark and a blank begin a key",
    ":": "a colon stands behind the name of a setting",
}
_QUOTE = "Put the whole text in quotation marks."
_COLON = re.compile(r":(?=[ \t]|$)")
_SHOWN = 40


def reason(value: str, found: Split) -> tuple[str, str, int]:
    """Return code, message and offset of what YAML stumbles over in `value`."""
    return trouble(value, found) or ("P122", f"YAML does not read this text as it stands. {_QUOTE}", 0)


def trouble(value: str, found: Split) -> tuple[str, str, int] | None:
    """Return code, message and offset of a sign YAML keeps for itself; None where there is none."""
    sign = value[:1]
    if sign and sign in "\"'":
        return "P123", ENDS_EARLY, 0
    if sign in _FIRST and (sign not in "-?:" or not value[1:2].strip()):
        return "P122", f"At the beginning of a text, {_FIRST[sign]}. {_QUOTE}", 0
    if colon := _COLON.search(found.body):
        return "P120", _colon(found.body, colon.start()), colon.start()
    if found.hash in {Hash.TEXT, Hash.UNCLEAR}:
        return "P121", comment_reason(found), found.offset
    tab = value.find("\t")
    return ("P126", blank_named("\t"), tab) if tab >= 0 else None


def comment_reason(found: Split) -> str:
    """Return what YAML does to a text with a '#' behind a blank."""
    dropped = _short(found.rest.strip())
    left = f"keeps only '{_short(found.body)}'" if found.body else "keeps nothing"
    return f"YAML takes '{dropped}' for a comment and {left}. If it is part of the text: {_QUOTE.lower()}"


def _colon(body: str, at: int) -> str:
    before = _short(body[: at + 1].rsplit(maxsplit=1)[-1])
    if not body[at + 1 :].strip():
        return f"YAML expects more behind the colon of '{before}'. {_QUOTE}"
    return f"YAML takes '{before}' for the name of a setting, as a blank follows the colon. {_QUOTE}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
