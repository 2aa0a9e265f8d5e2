"""The head of a line: hyphen, name and colon, as they were typed and as they should be."""

import re
from typing import NamedTuple

from mefirst.packs.prose.entries import Kind, Level, settings
from mefirst.packs.prose.quotes import STRAIGHT, quoted, uncurled
from mefirst.packs.prose.reading import read
from mefirst.packs.prose.reasons import NOT_LETTERS
from mefirst.packs.prose.signs import (
    BLANK,
    COLONS,
    CURLY_DOUBLE,
    CURLY_SINGLE,
    WIDE_COLONS,
    blank_named,
)

_HYPHEN = re.compile(f"-(?:{BLANK}+|$)")
_DASH = re.compile(f"[‐‑‒–—•·▪*]{BLANK}+|-(?=[^\\s-])")
_KNOWN = re.compile(f"([A-Za-z_]+)({BLANK}*(?:[{COLONS}]|=(?!=)){BLANK}*)(.*)", re.DOTALL)
_STRICT = re.compile(
    f"({STRAIGHT.pattern}"
    f"|[{CURLY_DOUBLE}][^{CURLY_DOUBLE}:]*[“”]|[{CURLY_SINGLE}][^{CURLY_SINGLE}:]*[‘’]"
    f"|[^\\s\"'{CURLY_DOUBLE}{CURLY_SINGLE}{{\\[{COLONS}](?:[^\\s{COLONS}]|:(?!{BLANK}|$))*)"
    f"({BLANK}*:(?:{BLANK}+|$))(.*)",
    re.DOTALL,
)
_BARE = re.compile(r"([a-z_]+)( +)([^\s:].*)", re.DOTALL)
_NEAR = re.compile(f"([^\\W\\d][\\w.-]*)({BLANK}*(?:[{WIDE_COLONS}]|:(?!/)){BLANK}*)(.+)", re.DOTALL)
_LOOSE = re.compile(rf"""([^\s"'{{\[#*&!|>@`%:][^:#]*?)( *:(?:{BLANK}+|$))(.*)""", re.DOTALL)
_GOOD_JOINT = re.compile(r" *:(?: +|$)")
_PLAIN_NAME = re.compile(r"[\w.+-]+")

_DASHED = "An item of a list begins with a hyphen (-) and a blank."
_GLUED_ITEM = "A blank is missing behind the hyphen."
_GLUED = "A blank is missing behind '{}:'."
NO_COLON = "A colon is missing behind '{}'."
_EQUALS = "A setting and its text are separated by a colon and a blank, not by '='."
_WIDE = "The colon behind '{}' is a full-width one. Type the plain one (:) and a blank."
_CASE = "'{}' is written '{}'."
_NAME = "YAML cannot read this name as it stands. Put it in quotation marks."


class Head(NamedTuple):
    """A line from its first sign on: hyphen with its blanks, name, colon with its blanks, the rest."""

    item: str
    key: str
    joint: str
    value: str

    @property
    def name(self) -> str:
        """The name without quotation marks."""
        return self.key[1:-1] if STRAIGHT.fullmatch(self.key) else self.key


class Mended(NamedTuple):
    """A head as it should be, and what was wrong: offset from the first sign, code, message."""

    head: Head
    wrong: tuple[tuple[int, str, str], ...]


def parse(rest: str, *, at_level: bool, in_texts: bool, beside_settings: bool, after_text: bool) -> Head:
    """Divide a line.

    `at_level`: settings stand at its column, or nearly so. `beside_settings`: exactly so. `in_texts`: items that are
    sentences do. `after_text`: the value before it is a text, which might go on here.
    """
    found = _HYPHEN.match(rest)
    if not found and (found := _DASH.match(rest)) and not (in_texts or _is_setting(rest[found.end() :])):
        found = None
    item = found[0] if found else ""
    body = rest[len(item) :]
    if item and in_texts and not is_question(body):
        return Head(item, "", "", body)
    found = _KNOWN.match(body)
    if found and known(found[1]) and (at_level or item or _GOOD_JOINT.fullmatch(found[2])):
        return Head(item, *found.groups())
    found = _BARE.match(body)
    if found and at_level and not after_text and not item and known(found[1]):
        return Head("", *found.groups())
    found = _STRICT.match(body)
    if at_level:
        found = found or _NEAR.match(body) or _LOOSE.match(body)
    head = Head(item, *found.groups()) if found else Head(item, "", "", body)
    is_sentence = in_texts and not beside_settings and not known(head.name)
    return Head(item, "", "", body) if is_sentence else head


def known(key: str) -> bool:
    """Whether a name is a setting of a pack or a question, in any case of its letters."""
    return key.casefold() in settings(Kind.QUESTION) | settings(Kind.PACK)


def _is_setting(body: str) -> bool:
    found = _KNOWN.match(body)
    return found is not None and known(found[1])


def is_question(body: str) -> bool:
    """Whether what follows a hyphen is the first line of a question."""
    found = re.match(
        f"id{BLANK}*[{COLONS}=]{BLANK}*[A-Za-z][A-Za-z0-9_]*{BLANK}*(?:#.*)?$", body, re.IGNORECASE
    )
    return bool(found)


def mended(head: Head, level: Level | None) -> Mended:
    """Return a head as it should be, where its name stands in a map such as `level`."""
    wrong: list[tuple[int, str, str]] = []
    item, joint = hyphen(head), head.joint
    if item != head.item:
        wrong.append(_item_wrong(head.item))
    key = head.key
    if key and level and (better := _name(key, level)):
        key, code, message = better
        wrong.append((len(head.item), code, message))
    if head.key and not (_GOOD_JOINT.fullmatch(joint) and (not head.value or joint[-1] == " ")):
        joint = ": " if head.value else ":"
        wrong.append((len(head.item) + len(head.key), *_joint_wrong(head)))
    return Mended(Head(item, key, joint, head.value), tuple(wrong))


def hyphen(head: Head) -> str:
    """Return the hyphen of an item and the blanks behind it as they should be."""
    is_bare = head.item == "-" and not head.key and not head.value
    return head.item if not head.item or is_bare or re.fullmatch("- +", head.item) else "- "


def _item_wrong(item: str) -> tuple[int, str, str]:
    if item == "-":
        return 1, "P128", _GLUED_ITEM
    return (1, "P126", blank_named(item[1:])) if item[0] == "-" else (0, "P128", _DASHED)


def _joint_wrong(head: Head) -> tuple[str, str]:
    if "=" in head.joint:
        return "P127", _EQUALS
    if not re.search(f"[{COLONS}]", head.joint):
        return "P127", NO_COLON.format(head.key)
    if ":" not in head.joint:
        return "P127", _WIDE.format(head.key)
    odd = head.joint.replace(":", "").strip(" ")
    return ("P126", blank_named(odd)) if odd else ("P127", _GLUED.format(head.key))


def _name(key: str, level: Level) -> tuple[str, str, str] | None:
    """Return a better way to write a name, the code and what to say; None where it is fine."""
    if (inner := uncurled(key)) is not None:
        return quoted(inner), "P124", NOT_LETTERS
    fixed = settings(level.kind)
    lower = key.casefold()
    if key not in fixed and lower in fixed and lower not in level.names:
        return lower, "P127", _CASE.format(key, lower)
    if level.kind is Kind.LABELS and not _PLAIN_NAME.fullmatch(key) and not STRAIGHT.fullmatch(key):
        return None if read(f"{key}: v\n") == {key: "v"} else (quoted(key), "P122", _NAME)
    return None
