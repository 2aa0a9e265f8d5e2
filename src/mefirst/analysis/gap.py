"""The gap of an effect: what arrived less what was meant. The one place a gap is computed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple, get_args

from mefirst.model.entry import Effect, Entry, Reported
from mefirst.model.ids import handle_of
from mefirst.model.query import Query
from mefirst.text import fold

Status = Literal["verified", "estimated", "waiting"]
Verdict = Literal[
    "lowering-meant",
    "backfired",
    "unintended-harm",
    "unintended-good",
    "far-short",
    "short",
    "slightly-short",
    "landed",
    "beyond",
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

_FAR = -3
_SHORT = -2


class Gap(NamedTuple):
    """What lies between intent and impact on one line; None where an input is missing.

    `received` −3 … +3 may be a half; `gap` = received − intended, −6 … +6; `blind` = seen − what they
    said; `meta` = what I expected them to say − what they said.
    """

    received: float | None
    gap: float | None
    blind: float | None
    meta: float | None
    status: Status
    verdict: Verdict | None


class EffectLine(NamedTuple):
    """One effect with its gap and the entry it stands in: the flat row all analysis reads."""

    entry: str
    on: date
    dimension: str
    toward: str | None
    intended: int | None
    seen: int | None
    predicted: int | None
    result: Gap
    sphere: str | None
    tags: tuple[str, ...]
    pack: str | None

    @property
    def handle(self) -> str:
        """The six characters of the entry that people see."""
        return handle_of(self.entry)

    @property
    def theirs(self) -> float | None:
        """What others said arrived; None where nobody did. Without a reading of mine, what is known is theirs."""
        return self.result.received if self.seen is None or self.result.blind is not None else None


def said(reported: Sequence[Reported]) -> float | None:
    """Return the median of what others said arrived, the latest word of each person counting."""
    if not reported:
        return None
    from statistics import median  # noqa: PLC0415 it brings decimals and random numbers, and most lines have no reports

    return median(report.value for report in latest(reported))


def latest(reported: Sequence[Reported]) -> list[Reported]:
    """Return the latest word of each person, which counts; what they said before has become history."""
    words: dict[str, Reported] = {}
    for report in reported:
        before = words.get(fold(report.by))
        if before is None or report.on >= before.on:
            words[fold(report.by)] = report
    return list(words.values())


def verdict_of(intended: int, received: float) -> Verdict:
    """Name what happened; the first rule that matches, on the unrounded received value."""
    if intended < 0:
        return "lowering-meant"
    if received <= -1:
        if intended >= 1:
            return "backfired"
        return "unintended-harm"
    if intended == 0 and received >= 1:
        return "unintended-good"
    steps = int(received - intended)  # truncated toward zero: half a step is not a step
    if steps >= 1:
        return "beyond"
    if steps == 0:
        return "landed"
    if steps <= _FAR:
        return "far-short"
    return "short" if steps == _SHORT else "slightly-short"


def gap_of(effect: Effect) -> Gap:
    """Compute the gap of one effect."""
    theirs = said(effect.reported)
    received = effect.seen if theirs is None else theirs
    known = effect.intended is not None and received is not None
    return Gap(
        received=received,
        gap=received - effect.intended if known else None,  # type: ignore[operator]
        blind=None if effect.seen is None or theirs is None else effect.seen - theirs,
        meta=None if effect.predicted is None or theirs is None else effect.predicted - theirs,
        status="waiting" if not known else "estimated" if theirs is None else "verified",
        verdict=verdict_of(effect.intended, received) if known else None,  # type: ignore[arg-type]
    )


def lines_of(entry: Entry, query: Query | None = None) -> Iterator[EffectLine]:
    """Yield the effects of `entry` that `query` takes, each with its gap."""
    for effect in entry.effects:
        if query is None or query.takes(effect):
            yield EffectLine(
                entry=entry.id,
                on=entry.on,
                dimension=effect.dimension,
                toward=effect.toward,
                intended=effect.intended,
                seen=effect.seen,
                predicted=effect.predicted,
                result=gap_of(effect),
                sphere=entry.sphere,
                tags=entry.tags,
                pack=entry.pack.id if entry.pack else None,
            )
