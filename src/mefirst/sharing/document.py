"""What a share holds (`mefirst.share/1`): all that may ever leave, and nothing beside it.

A share is made anew from what was chosen; no record is copied into it, so that a field nobody thought of stays here.
Unknown fields are refused, lengths bounded.
"""

import re
from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from mefirst.analysis.gap import Status as GapStatus
from mefirst.analysis.gap import Verdict
from mefirst.journal.codec import Unreadable, digest
from mefirst.model.commitment import Status
from mefirst.model.entry import MOST_EFFECTS, Point
from mefirst.model.ids import ALPHABET, RANDOM_LENGTH
from mefirst.model.vocabulary import Cleanup, CommitmentKind, Dimension, Mode, Motive, Sphere
from mefirst.sharing.envelope import Paper

SCHEMA = "mefirst.share/1"
MOST_BYTES = 960 * 1024
"""Of the document; sealed it stays below 1 MiB."""

MOST_ITEMS = 200
LONGEST_TEXT = 8000
LONGEST_NAME = 120

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_or_week(said: str) -> str:
    """Return `2026-11-23` or `2026-W48` as it is; ValueError where it is no such day or week."""
    if match := _WEEK.fullmatch(said):
        date.fromisocalendar(int(match[1]), int(match[2]), 1)
    elif _DAY.fullmatch(said):
        date.fromisoformat(said)
    else:
        msg = "neither a day nor a week"
        raise ValueError(msg)
    return said


When = Annotated[str, AfterValidator(day_or_week)]
Ref = Annotated[str, Field(pattern=rf"^[{ALPHABET}]{{{RANDOM_LENGTH}}}$")]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Received = Annotated[float, Field(ge=-3, le=3)]
Difference = Annotated[float, Field(ge=-6, le=6)]
Count = Annotated[int, Field(ge=0, le=100_000)]

TextField = Literal[
    "situation", "behavior", "thoughts", "attitude", "motive", "intent", "impact", "gap",
    "contribution", "assumption", "belief", "others", "mirrored", "strength", "learning",
]  # fmt: skip
PromiseField = Literal["behavior", "cue", "response", "obstacle", "if_obstacle", "reason"]
TEXT_FIELDS: tuple[TextField, ...] = get_args(TextField)
PROMISE_FIELDS: tuple[PromiseField, ...] = get_args(PromiseField)


class Part(Paper):
    """A part of a share."""

    model_config = ConfigDict(allow_inf_nan=False)


class KOfN(Part):
    """`k` of `n`."""

    k: Count
    n: Count

    @model_validator(mode="after")
    def _no_more(self) -> Self:
        if self.k > self.n:
            msg = "more than there are"
            raise ValueError(msg)
        return self


class Days(Part):
    """The days, or the weeks, from `first` to `last`; null is open."""

    first: When | None
    last: When | None


class Line(Part):
    """One effect: meant and arrived on the scale −3 … +3, and the gap between; null is unknown."""

    dimension: Dimension
    toward: Name | None
    intended: Point | None
    received: Received | None
    gap: Difference | None
    status: GapStatus
    verdict: Verdict | None


class Moment(Part):
    """One chosen moment; what was not chosen of it is null or empty. `texts` holds free texts by their field."""

    ref: Ref
    on: When | None
    sphere: Sphere | None
    people: Annotated[tuple[Name, ...], Field(max_length=50)]
    mode: Annotated[tuple[Mode, ...], Field(max_length=10)]
    motives: Annotated[tuple[Motive, ...], Field(max_length=20)]
    feelings: Annotated[tuple[Name, ...], Field(max_length=50)]
    cleanup: Cleanup | None
    lines: Annotated[tuple[Line, ...], Field(max_length=MOST_EFFECTS)]
    texts: dict[TextField, Text]


class Promise(Part):
    """One commitment; what was not agreed of it is null or empty. `kept`: done k of the n times its cue came."""

    ref: Ref
    title: Text | None
    status: Status
    kind: CommitmentKind | None
    due: When | None
    repeat: Annotated[str, Field(max_length=LONGEST_NAME)] | None
    kept: KOfN | None
    texts: dict[PromiseField, Text]


class Answer(Part):
    """What the leader answered to a question the partner had sent; `ref` is that of the question."""

    ref: Annotated[str, Field(pattern=r"^[0-9a-z]{1,64}$")]
    answer: Text


class Figures(Part):
    """One dimension over a longer period, by status; medians, null where fewer than three moments forbid them."""

    dimension: Dimension
    status: Literal["estimated", "verified"]
    n: Count
    received: Received | None
    gap: Difference | None


class Overview(Part):
    """All moments of the period in numbers: no texts, no people. `backfired` and `kept` count k of n."""

    moments: Count
    days: Count
    effects: Count
    verified: Count
    estimated: Count
    waiting: Count
    verdicts: dict[Verdict, Count]
    backfired_estimated: KOfN
    backfired_verified: KOfN
    kept: KOfN
    figures: Annotated[tuple[Figures, ...], Field(max_length=20)]


class Share(Part):
    """One share. `sequence` is its number among those to this partner, null in one that is not sealed.

    `chosen`: k of the n moments of the period; null without a period.
    """

    schema_: Literal["mefirst.share/1"] = Field(alias="schema")
    sequence: Annotated[int, Field(ge=1, le=1_000_000_000)] | None
    made_on: When
    period: Days | None
    chosen: KOfN | None
    moments: Annotated[tuple[Moment, ...], Field(max_length=MOST_ITEMS)]
    commitments: Annotated[tuple[Promise, ...], Field(max_length=MOST_ITEMS)]
    answers: Annotated[tuple[Answer, ...], Field(max_length=MOST_ITEMS)]
    report: Overview | None

    def data(self) -> bytes:
        """Return the bytes that leave: what is shown, what is hashed, what is sealed. Unreadable where too many."""
        data = super().data()
        if len(data) > MOST_BYTES:
            raise Unreadable(f"it is larger than {MOST_BYTES // 1024} KiB")
        return data

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shared in it."""
        return not (self.moments or self.commitments or self.answers or self.report)

    @property
    def sha256(self) -> str:
        """The hash (hex) of those bytes."""
        return digest(self.data())
