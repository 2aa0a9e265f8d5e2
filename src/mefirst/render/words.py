"""What a gap is called, in plain and kind words: never a judgement of worth."""

from datetime import date
from typing import TYPE_CHECKING

from mefirst.analysis.gap import EffectLine, Gap
from mefirst.model.entry import Effect
from mefirst.model.scale import signed
from mefirst.model.vocabulary import DIMENSION_NAMES
from mefirst.render.dates import MONTHS, weekday
from mefirst.speech import ENGLISH, Speech, marked
from mefirst.text import safe

if TYPE_CHECKING:
    from mefirst.analysis.picks import TakeAlong
    from mefirst.model.commitment import Commitment

VERDICT_LABELS = {
    "lowering-meant": "meant to lower",
    "backfired": "backfired",
    "unintended-harm": "not meant, lowered",
    "unintended-good": "not meant, raised",
    "far-short": "far short",
    "short": "short",
    "slightly-short": "one step short",
    "landed": "landed",
    "beyond": "beyond",
}

STATE_LABELS = {"captured": "noted", "awaiting-impact": "waits", "trashed": "trash"}
"""What is still open of an entry, in a word; a complete one has none."""

_SENTENCES = {
    "lowering-meant": marked("Meant to lower {it}, and said so honestly"),
    "backfired": marked("Meant to raise {it}, it lowered it"),
    "unintended-harm": marked("Not about {it}, yet it lowered it"),
    "unintended-good": marked("Not about {it}, yet it raised it"),
    "far-short": marked("Far less of {it} arrived than was meant"),
    "short": marked("Less of {it} arrived than was meant"),
    "slightly-short": marked(
        "One step less of {it} arrived than was meant; one step can be noise in a rating"
    ),
    "landed": marked("It arrived as it was meant"),
    "beyond": marked("More of {it} arrived than was meant"),
}

_QUESTIONS = {
    "they-were-kinder": "{Who} rated {day} kinder than you did. What did they see in it?",
    "they-were-harsher": "{Who} put {day} lower than you did. What would they tell you, if you only listened?",
    "it-backfired": "{Day} you meant to raise {it}{toward}, and it lowered it. What would they say you wanted?",
    "not-meant-but-lowered": "{Day} it was not about {it}{toward}, yet it lowered it. What did they answer to?",
    "lowering-meant": "{Day} you meant to lower {it}{toward}. What did you want it to make possible?",
    "fell-short": "{Day} less {it} arrived{toward} than you meant. What would you have had to leave out?",
    "still-open": "What would you see, if what you meant {on_day} had arrived{toward}?",
    "more-than-meant": "{Day} more {it} arrived{toward} than you meant. What did you do, or leave undone?",
    "it-landed": "{Day} it landed{toward}. What in it was you, and could be done again?",
}
_A_WEEK = 7


def verdict_label(gap: Gap) -> str:
    """Return the short name of what happened; `waiting` where something is still unknown."""
    return VERDICT_LABELS[gap.verdict] if gap.verdict else "waiting"


def whose(gap: Gap) -> str:
    """Return whose word the received value is."""
    return {"verified": marked("they said"), "estimated": marked("your reading"), "waiting": ""}[gap.status]


def aim(line: EffectLine | Effect, say: Speech = ENGLISH) -> str:
    """Return `Trust, toward deputy`."""
    dimension = say(DIMENSION_NAMES[line.dimension]).capitalize()
    if not line.toward:
        return dimension
    return say("{dimension}, toward {person}", dimension=dimension, person=safe(line.toward))


def meant(line: EffectLine | Effect, say: Speech = ENGLISH) -> str:
    """Return `meant +2`."""
    if line.intended is None:
        return say("meaning open")
    return say("meant {value}", value=signed(line.intended))


def point(value: float, say: Speech = ENGLISH) -> str:
    """Return a received value, which may be a half: `−1.5`."""
    return signed(value).replace(".", say("."))  # the decimal point


def line_sentence(line: EffectLine, say: Speech = ENGLISH) -> str:
    """Return one line as it is said after saving: what was meant, what arrived, what that is called."""
    gap = line.result
    known = {"aim": aim(line, say), "meant": meant(line, say)}
    if gap.received is None:
        return say("{aim}: {meant}, what arrived is open.", **known)
    said = say("{aim}: {meant}, arrived {value}.", **known, value=point(gap.received, say))
    if gap.verdict is None:
        return said
    verdict = say(_SENTENCES[gap.verdict], it=say(DIMENSION_NAMES[line.dimension]))
    return f"{said} {verdict} ({say(whose(gap))})."


def promised(promise: "Commitment", say: Speech = ENGLISH) -> str:
    """Return a promise in one line: if its cue comes, then its response."""
    if promise.cue and promise.response:
        return say("if {cue}, {response}", cue=promise.cue, response=promise.response)
    return promise.sentence()


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return `1 moment`, `7 moments`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def take_along(taken: "TakeAlong", today: date) -> str:
    """Return the one question to take along, in words; a day of the last two weeks goes by its weekday."""
    line = taken.line
    near = (today - line.on).days < 2 * _A_WEEK
    day = weekday(line.on) if near else f"{line.on.day} {MONTHS[line.on.month - 1]}"
    who = taken.by or "Others"
    return _QUESTIONS[taken.question].format(
        Who=safe(who[:1].upper() + who[1:]),
        day=day,
        Day=f"On {day}",
        on_day=f"on {day}",
        it=line.dimension,
        toward=f" toward {safe(line.toward)}" if line.toward else "",
    )
