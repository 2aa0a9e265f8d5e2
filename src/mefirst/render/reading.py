"""What the numbers of a period come to, in words, and what few of them forbid to say. Once, for every format.

`say` turns a figure into words: `scale.signed`, or `scale.spoken` where there are no signs.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from mefirst.analysis.gap import EffectLine
from mefirst.analysis.statistics import ENOUGH_FOR_MEDIAN
from mefirst.analysis.summary import Counts, Group, Share, StatusSummary, Summary
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.render.dates import when
from mefirst.render.filters import filtered
from mefirst.render.words import counted

Say = Callable[[float], str]

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_A_WEEK = 7

MOST_WAITING = 3
"""Lines of a group that are shown while they wait for what arrived; the others are counted."""

MINE = "My readings"
CONFIRMED = "Confirmed"


class Figures(NamedTuple):
    """What the moments of one status come to, in words; empty where their number forbids a figure.

    `kind` is `mean` or `median`; `between` the 90 % interval of the mean gap, `reach` the smallest and largest
    gap where there is no mean; `size` the mean gap, its sign set aside.
    """

    label: str
    n: int
    kind: str
    arrived: str
    gap: str
    between: tuple[str, str] | None
    reach: tuple[str, str] | None
    size: str
    backfired: str


def number(count: int) -> str:
    """Return a small number as a word."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def is_week(period: Period) -> bool:
    """Whether a period is so short that it shows moments, not averages."""
    return bool(period.first and period.last and (period.last - period.first).days < _A_WEEK)


def nothing(period: Period, query: Query) -> str:
    """Return what is said of a period without moments, or without any that pass a filter."""
    return none_found(when(period), query)


def none_found(when_: str, query: Query) -> str:
    """Return `nothing` of days in any words: under a filter no word of the others, which may be many."""
    if narrowed := filtered(query):
        return f"No moments {when_}{narrowed}."
    return f"No moments {when_}. Nothing to read, nothing to make up for."


def count_parts(counts: Counts) -> list[str]:
    """Return how much there is, a part each."""
    parts = [f"{counted(counts.entries, 'moment')} on {counted(counts.days, 'day')}"]
    if counts.effects:
        parts.append(f"{counted(counts.effects, 'effect')}, {_confirmed_of(counts)}")
    if counts.waiting:
        parts.append(f"{counts.waiting} {'waits' if counts.waiting == 1 else 'wait'}")
    if counts.captured:
        parts.append(f"{counts.captured} noted")
    return parts


def _confirmed_of(counts: Counts) -> str:
    if counts.effects > 1:
        return f"{counts.verified} of them confirmed by others"
    return "confirmed by others" if counts.verified else "not confirmed by others"


def told(group: Group) -> set[str]:
    """Return the statuses of which there are enough for a median."""
    parts = {"estimated": group.estimated, "verified": group.verified}
    return {status for status, part in parts.items() if part.n >= ENOUGH_FOR_MEDIAN}


def shown_alone(group: Group) -> list[EffectLine]:
    """Return the lines of a group that no median stands for: they are read one by one.

    What was meant to lower is in no median, however many there are. Of those that wait only the newest: years
    of them would bury what is known.
    """
    known = told(group)
    older = set(_waiting(group)[:-MOST_WAITING])
    return [
        line
        for line in group.lines
        if line not in older and (line.result.status not in known or line.result.verdict == "lowering-meant")
    ]


def left_out(groups: Iterable[Group]) -> Iterator[str]:
    """Yield what `shown_alone` leaves out of these groups, if anything, and where it is found."""
    if older := sum(max(len(_waiting(group)) - MOST_WAITING, 0) for group in groups):
        yield f"{older} more {'waits' if older == 1 else 'wait'}: mefirst list all --state awaiting-impact."


def _waiting(group: Group) -> list[EffectLine]:
    return [line for line in group.lines if line.result.status == "waiting"]


def of(share: Share) -> str:
    """Return `4 of 5`."""
    return f"{share.k} of {share.n}"


def figures(group: Group, say: Say) -> list[Figures]:
    """Return the figures of a group, a status each, never pooled; none of a status without moments."""
    parts = ((MINE, group.estimated), (CONFIRMED, group.verified))
    return [_figures(label, part, say) for label, part in parts if part.n]


def _figures(label: str, status: StatusSummary, say: Say) -> Figures:
    gap = status.gap
    arrived, middle = (
        (status.received.median, gap.median) if gap.mean is None else (status.received.mean, gap.mean)
    )
    return Figures(
        label=label,
        n=status.n,
        kind="" if middle is None else "median" if gap.mean is None else "mean",
        arrived="" if arrived is None else say(arrived),
        gap="" if middle is None else say(middle),
        between=None if gap.interval90 is None else (say(gap.interval90[0]), say(gap.interval90[1])),
        reach=None if gap.mean is not None or gap.min is None else (say(gap.min), say(gap.max or 0)),
        size="" if gap.mean_abs is None else f"{gap.mean_abs:.1f}".removesuffix(".0"),
        backfired=of(status.backfired) if status.backfired.n else "",
    )


def meant(group: Group, say: Say) -> tuple[int, str, str] | None:
    """Return how much was meant: of how many moments, `mean` or `median`, and the figure; None for too few."""
    aim = group.intended
    if aim.mean is not None:
        return aim.n, "mean", say(aim.mean)
    return None if aim.median is None else (aim.n, "median", say(aim.median))


def small_numbers(summary: Summary, period: Period | None = None) -> Iterator[str]:
    """Yield what to bear in mind on reading so few numbers, and what there is to count.

    With `period` it is said where that is too short for averages.
    """
    counts, verdicts = summary.counts, summary.verdicts
    if not counts.effects:
        return
    if counts.effects == 1 and verdicts["backfired"] and not counts.verified:
        yield "One moment, your reading. Nothing to conclude yet."
        return
    if verdicts["slightly-short"]:
        yield "One step can be noise in a rating."
    if period and is_week(period):
        yield "One week is too few for averages: read the moments."
    elif summary.overall.estimated.gap.median is None and summary.overall.verified.gap.median is None:
        yield "Too few for averages: read the moments."
    for verdict, word in (
        ("backfired", "Backfired"),
        ("unintended-harm", "Not meant, lowered"),
        ("lowering-meant", "Meant to lower"),
        ("landed", "Landed"),
    ):
        lines = [line for line in summary.lines if line.result.verdict == verdict]
        confirmed = sum(line.result.status == "verified" for line in lines)
        if lines:
            yield f"{word}: {len(lines)}{_confirmed(confirmed, len(lines))}."


def _confirmed(confirmed: int, lines: int) -> str:
    if not confirmed:
        return ", your reading"
    if confirmed == lines:
        return ", confirmed" if lines == 1 else ", all of them confirmed"
    return f", {number(confirmed)} of them confirmed"
