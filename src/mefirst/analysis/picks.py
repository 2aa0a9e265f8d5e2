"""What a report picks out by rule: one strength, one person worth asking, one question to take along."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from mefirst.analysis.gap import EffectLine
from mefirst.analysis.moment import Moment
from mefirst.model.entry import Entry
from mefirst.text import fold

Question = Literal[
    "they-were-kinder",
    "they-were-harsher",
    "it-backfired",
    "not-meant-but-lowered",
    "lowering-meant",
    "fell-short",
    "still-open",
    "more-than-meant",
    "it-landed",
]


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength in the leader's own words, and the moment it stands in."""

    moment: Moment
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One person worth asking, about one line of one moment; `waiting`: nothing is known yet of what arrived."""

    person: str
    line: EffectLine
    waiting: bool


@dataclass(frozen=True, slots=True)
class TakeAlong:
    """One question to take along, about one line; its wording is `render.words.take_along`.

    `by` is who rated it otherwise; None where the question is not about a difference, or several did.
    """

    question: Question
    line: EffectLine
    by: str | None


def strength(moments: Sequence[Moment]) -> Strength | None:
    """Return the newest strength the leader wrote down; `moments` are the oldest first."""
    found = (
        Strength(one, one.strength) for one in reversed(moments) if one.strength and one.strength.strip()
    )
    return next(found, None)


def ask(lines: Sequence[EffectLine], focus: str | None) -> Ask | None:
    """Return whom it is worth asking, about which line.

    Only lines toward somebody who neither said something nor was asked yet. First those of which nothing is
    known to have arrived: on the dimension in focus, else the newest. Then the widest shortfall by my own reading,
    of equally wide ones again that in focus, else the newest. `lines` are the oldest first.
    """
    unasked = [line for line in reversed(lines) if line.toward and line.predicted is None]
    unasked.sort(key=lambda line: line.dimension != focus)
    waiting = [line for line in unasked if line.result.received is None]
    guessed = sorted(
        (line for line in unasked if line.result.status == "estimated"), key=lambda line: line.result.gap or 0
    )
    line = next(iter([*waiting, *guessed]), None)
    return Ask(str(line.toward), line, waiting=line.result.received is None) if line else None


def take_along(lines: Sequence[EffectLine], entries: Iterable[Entry]) -> TakeAlong | None:
    """Return the question to take along: the first of these rules that fits a line, on the newest line it fits.

    1. Somebody put it higher, or lower, than I did, by a step or more: the widest difference first.
    2. It backfired. 3. Not meant, and yet it lowered something. 4. It was meant to lower something.
    5. It fell short by two steps or more. 6. What arrived is still open.
    7. More arrived than was meant, or good that was not. 8. It landed, or nearly did.
    No line, no question. `lines` are the oldest first, `entries` those they stand in.
    """
    newest = list(reversed(lines))
    differing = [line for line in newest if abs(line.result.blind or 0) >= 1]
    if differing:
        line = max(differing, key=lambda one: abs(one.result.blind or 0))
        kinder = (line.result.blind or 0) < 0
        return TakeAlong(
            "they-were-kinder" if kinder else "they-were-harsher", line, _who_said(line, entries)
        )
    for question, fits in _RULES:
        if found := next((line for line in newest if fits(line)), None):
            return TakeAlong(question, found, None)
    return None


def _verdict(*verdicts: str) -> Callable[[EffectLine], bool]:
    return lambda line: line.result.verdict in verdicts


_RULES: tuple[tuple[Question, Callable[[EffectLine], bool]], ...] = (
    ("it-backfired", _verdict("backfired")),
    ("not-meant-but-lowered", _verdict("unintended-harm")),
    ("lowering-meant", _verdict("lowering-meant")),
    ("fell-short", _verdict("short", "far-short")),
    ("still-open", lambda line: line.result.received is None),
    ("more-than-meant", _verdict("beyond", "unintended-good")),
    ("it-landed", _verdict("landed", "slightly-short")),
)


def _who_said(line: EffectLine, entries: Iterable[Entry]) -> str | None:
    """Return who rated a line, where it was one person."""
    for entry in entries:
        if entry.id == line.entry:
            key = line.dimension, fold(line.toward or "")
            names = {
                fold(report.by): report.by
                for effect in entry.effects
                if effect.key == key
                for report in effect.reported
            }
            return next(iter(names.values())) if len(names) == 1 else None
    return None
