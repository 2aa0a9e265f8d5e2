"""What a gap is called, in plain and kind words: never a judgement of worth."""

from mefirst.analysis.gap import EffectLine, Gap
from mefirst.model.scale import signed
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
    "lowering-meant": "Meant to lower {it}, and said so honestly",
    "backfired": "Meant to raise {it}, it lowered it",
    "unintended-harm": "Not about {it}, yet it lowered it",
    "unintended-good": "Not about {it}, yet it raised it",
    "far-short": "Far less of {it} arrived than was meant",
    "short": "Less of {it} arrived than was meant",
    "slightly-short": "One step less of {it} arrived than was meant; one step can be noise in a rating",
    "landed": "It arrived as it was meant",
    "beyond": "More of {it} arrived than was meant",
}


def verdict_label(gap: Gap) -> str:
    """Return the short name of what happened; `waiting` where something is still unknown."""
    return VERDICT_LABELS[gap.verdict] if gap.verdict else "waiting"


def whose(gap: Gap) -> str:
    """Return whose word the received value is."""
    return {"verified": "they said", "estimated": "your reading", "waiting": ""}[gap.status]


def aim(line: EffectLine) -> str:
    """Return `Trust, toward deputy`."""
    toward = f", toward {safe(line.toward)}" if line.toward else ""
    return f"{line.dimension.capitalize()}{toward}"


def line_sentence(line: EffectLine) -> str:
    """Return one line as it is said after saving: what was meant, what arrived, what that is called."""
    gap = line.result
    meant = f"meant {signed(line.intended)}" if line.intended is not None else "meaning open"
    if gap.received is None:
        return f"{aim(line)}: {meant}, what arrived is open."
    said = f"{aim(line)}: {meant}, arrived {signed(gap.received)}."
    if gap.verdict is None:
        return said
    return f"{said} {_SENTENCES[gap.verdict].format(it=line.dimension)} ({whose(gap)})."


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return `1 moment`, `7 moments`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
