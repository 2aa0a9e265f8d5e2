"""What a report picks out by rule: one strength, one person worth asking, one question to take along."""

from dataclasses import dataclass
from typing import Literal

from mefirst.analysis.gap import EffectLine
from mefirst.analysis.moment import Moment

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
    """One question to take along, about one line.

    `text` is the question in words; aliases in it are the leader's, as typed. `by` is who rated it otherwise,
    None where the question is not about a difference.
    """

    question: Question
    line: EffectLine
    by: str | None
    text: str
