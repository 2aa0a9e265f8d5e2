"""What a gap is called, in plain and kind words: never a judgement of worth."""

from mefirst.analysis.gap import EffectLine, Gap
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Effect
from mefirst.model.scale import signed
from mefirst.model.vocabulary import DIMENSION_NAMES
from mefirst.speech import ENGLISH, Speech, marked
from mefirst.text import safe

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


def promised(promise: Commitment, say: Speech = ENGLISH) -> str:
    """Return a promise in one line: if its cue comes, then its response."""
    if promise.cue and promise.response:
        return say("if {cue}, {response}", cue=promise.cue, response=promise.response)
    return promise.sentence()


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return `1 moment`, `7 moments`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
