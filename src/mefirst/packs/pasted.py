"""A pack made of plain text, a question a line: pasted, or from a file. Nobody needs YAML to begin."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mefirst.packs.bundle import MOST_BYTES, PACK_FILE, Bundle, from_files
from mefirst.packs.model import DEVICES
from mefirst.packs.quoting import quoted
from mefirst.packs.refusals import BadPackSource
from mefirst.text import one_line, safe

MOST_LINES = 30
LONGEST_LINE = 500

_PASTED = "The pasted text"
_LINES_HINT = "Paste a whole pack, or a few lines with one question each."
_YAML = re.compile(r"^\ufeff?(mefirst_pack|questions)[ \t]*:", re.MULTILINE)
_BULLET = re.compile(r"^([-*•‣–—]|\(?[0-9]{1,2}[.)])\s+")
_UNREADABLE = re.compile("[\ufeff\ufffe\uffff]")  # no text to YAML
_WORD = re.compile(r"[^\W_]+")
_NOTHING = "null"  # what YAML reads as nothing at all
_INTENT_WORDS = re.compile(
    r"\b(intent|intentions?|intend(ed)?|hop(e|ed|ing)|want(ed)?|mean|meant|aim(ed)?|purpose"
    r"|absicht(en)?|beabsichtigt|(ge)?hoff(te|test|t)|wollte(st)?|gewollt|gemeint)\b",
    re.IGNORECASE,
)
_IMPACT_WORDS = re.compile(
    r"\b(impact|effects?|arrived?|land(ed)?|received?|results?|reactions?|react(ed)?|responses?|respond(ed)?"
    r"|happen(ed)?|(aus)?wirkung|(be|ge)?wirkt|angekommen|ankam|ergebnis|reaktion|reagierte?n?|passiert|geschah)\b",
    re.IGNORECASE,
)
_OWN_QUESTIONS = {
    "en": {"intent": "What was your intent?", "impact": "What was the impact, as far as you can tell?"},
    "de": {"intent": "Was war deine Absicht?", "impact": "Was hat es bewirkt, soweit du es sehen kannst?"},
}
_HELP = {
    "en": "The hope as it was then, not as it looks now.",
    "de": "So, wie du es damals gehofft hast, nicht so, wie es jetzt aussieht.",
}
"""What makes it easier to begin with the one question that has to be answered."""
_SMALL_WORDS = {
    "en": re.compile(r"what|how|who|when|where|did|does|you|your|the|that|was|were|is|are|to|and|of"),
    "de": re.compile(r"was|wie|wer|wann|wo|hast|hat|du|deine?|dir|dich|der|die|das|war|ist|und|zu|ihr"),
}


class Line(NamedTuple):
    """A question, and the field it fills."""

    ask: str
    fills: str = ""


def from_text(text: str, language: str | None = None) -> Bundle:
    """Read pasted text: a whole pack in YAML, or a few plain lines with one question each; BadPackSource.

    Of plain lines a pack is made that asks them in their order, each to be answered at length.
    The first line that has a word of intent and none of impact fills the intent, the first that has one of
    impact and none of intent fills the impact. Where no line does, a question of our own is added rather
    than a line misread: about the impact at the end, about the intent before the one about the impact.
    `language` is that of the lines, by default what they look like (our own questions are there in en and de).
    """
    if len(text) > MOST_BYTES:
        raise BadPackSource(_PASTED, f"It is larger than {MOST_BYTES // 1024 // 1024} MiB.")
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise BadPackSource(_PASTED, "It holds half a character, which is no text.") from None
    if not _YAML.search(text):
        questions = questions_in(text)
        spoken = language or language_of(questions)
        title = one_line(questions[0].rstrip("?:. ") or questions[0], 60)
        lines = _with_what_is_missing(questions, spoken)
        data = written(_named(questions[0]), title, spoken, lines).encode()
    return from_files({PACK_FILE: data}, _PASTED)


def questions_in(text: str, name: str = _PASTED) -> list[str]:
    """Return the questions of plain text, a line each; BadPackSource names the line that cannot be one."""
    questions = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        question = one_line(_BULLET.sub("", line.strip(), count=1))
        if len(question) > LONGEST_LINE:
            raise BadPackSource(name, f"Line {number} is longer than {LONGEST_LINE} characters.", _LINES_HINT)
        if safe(question) != question or _UNREADABLE.search(question):
            raise BadPackSource(name, f"Line {number} holds an invisible character.", "Type that line anew.")
        if quoted(question):
            raise BadPackSource(name, f"Line {number} quotes an answer in braces.", "Do without the braces.")
        if _WORD.search(question):
            questions.append(question)
        if len(questions) > MOST_LINES:
            raise BadPackSource(name, f"It has more than {MOST_LINES} lines.", _LINES_HINT)
    if not questions:
        raise BadPackSource(name, "There is no question in it.", _LINES_HINT)
    return questions


def guess(questions: Sequence[str]) -> tuple[int | None, int | None]:
    """Return which question (from 0) asks for the intent and which for the impact, by their words, or None."""
    return (
        _first(questions, _INTENT_WORDS, _IMPACT_WORDS),
        _first(questions, _IMPACT_WORDS, _INTENT_WORDS),
    )


def _first(questions: Sequence[str], telling: re.Pattern[str], against: re.Pattern[str]) -> int | None:
    found = (index for index, ask in enumerate(questions) if telling.search(ask) and not against.search(ask))
    return next(found, None)


def language_of(questions: Iterable[str]) -> str:
    """Return the language that questions look like by their small words: de, or else en."""
    said = [word.casefold() for question in questions for word in _WORD.findall(question)]
    return max(_SMALL_WORDS, key=lambda tag: sum(bool(_SMALL_WORDS[tag].fullmatch(word)) for word in said))


def _with_what_is_missing(questions: Sequence[str], language: str) -> list[Line]:
    """Choose what fills intent and impact, by the rule of `from_text`."""
    intent, impact = guess(questions)
    fills = {intent: "intent", impact: "impact"}
    lines = [Line(ask, fills.get(index, "")) for index, ask in enumerate(questions)]
    own = _OWN_QUESTIONS.get(language.partition("-")[0], _OWN_QUESTIONS["en"])
    if impact is None:
        lines.append(Line(own["impact"], "impact"))
    if intent is None:
        at = next(index for index, line in enumerate(lines) if line.fills == "impact")
        lines.insert(at, Line(own["intent"], "intent"))
    return lines


def _named(question: str) -> str:
    name = slug(question, "-", 5) or "pasted-questions"
    return f"pasted-{name}" if len(name) == 1 or name == _NOTHING or DEVICES.fullmatch(name) else name


def written(pack_id: str, title: str, language: str, lines: Sequence[Line]) -> str:
    """Return the text of a pack for entries that asks `lines`; the one that fills the intent is required."""
    text = [f"mefirst_pack: 1\nid: {pack_id}\nversion: 1.0.0\ntitle: {double_quoted(title)}\n"]
    text.append(f"language: {language}\nfor: entry\nquestions:\n")
    for known_as, line in zip(ids_of(lines), lines, strict=True):
        text.append(f"  - id: {known_as}\n    type: long\n    ask: {double_quoted(line.ask)}\n")
        if line.fills:
            text.append(f"    fills: {line.fills}\n")
        if line.fills == "intent":
            helped = _HELP.get(language.partition("-")[0])
            text.append(f"    help: {double_quoted(helped)}\n" if helped else "")
            text.append("    required: yes\n")
    return "".join(text)


def ids_of(lines: Iterable[Line]) -> list[str]:
    """Return an id for each question, of its first words; a number tells apart those that begin alike."""
    taken = {"last", _NOTHING}  # one is reserved
    ids = []
    for number, line in enumerate(lines, 1):
        known_as = wished = slug(line.ask, "_", 4) or f"question_{number}"
        while known_as in taken:
            known_as = f"{wished}_{number}"
            wished = known_as
        taken.add(known_as)
        ids.append(known_as)
    return ids


def slug(text: str, joint: str, most: int) -> str:
    """Return the first words of `text` as an id of at most 36 characters; empty where it has no Latin letters."""
    plain = unicodedata.normalize("NFKD", re.sub("['’]", "", text).replace("ß", "ss"))
    words = re.findall("[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    while words and words[0][0].isdigit():
        del words[0]
    return joint.join(words[:most])[:36].rstrip(joint)


def double_quoted(text: str) -> str:
    """Return `text` in double quotes, as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=False)
