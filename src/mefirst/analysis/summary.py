"""The gap summary of a period: counts, verdicts, groups and overall. The entry is the unit."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal, get_args

from mefirst.analysis.gap import VERDICTS, EffectLine, lines_of
from mefirst.analysis.statistics import Spread, jeffreys, spread
from mefirst.model.entry import Entry
from mefirst.model.query import Query
from mefirst.model.vocabulary import DIMENSIONS
from mefirst.text import fold

By = Literal["dimension", "person", "tag", "sphere", "pack"]
Known = Literal["estimated", "verified"]
BYS: tuple[str, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class Share:
    """`k` of `n` entries."""

    k: int
    n: int

    @property
    def interval90(self) -> tuple[float, float] | None:
        """The 90 % interval of the share, 0 … 1; None where n is 0."""
        return jeffreys(self.k, self.n)


@dataclass(frozen=True, slots=True)
class StatusSummary:
    """The entries of one status, verified or estimated: never pooled into one figure.

    `n` counts entries; `backfired` is k of those with a line meant to raise something.
    """

    n: int
    received: Spread
    gap: Spread
    backfired: Share


@dataclass(frozen=True, slots=True)
class Group:
    """All lines that share a key; None is the key of what names none."""

    key: str | None
    entries: int
    intended: Spread
    estimated: StatusSummary
    verified: StatusSummary
    lines: tuple[EffectLine, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is: entries, days with entries, effects by status, and what is still open."""

    entries: int
    days: int
    effects: int
    verified: int
    estimated: int
    waiting: int
    captured: int
    awaiting: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A period read honestly, as far as it passes `query`."""

    query: Query
    by: By
    counts: Counts
    verdicts: dict[str, int]
    overall: Group
    groups: tuple[Group, ...]
    lines: tuple[EffectLine, ...]


def per_entry(lines: Iterable[EffectLine], value: Callable[[EffectLine], float | None]) -> list[float]:
    """Return one value an entry: the mean over its lines, so that a long entry weighs no more."""
    values: defaultdict[str, list[float]] = defaultdict(list)
    for line in lines:
        if (number := value(line)) is not None:
            values[line.entry].append(number)
    return [numbers[0] if len(numbers) == 1 else fmean(numbers) for numbers in values.values()]


def averaged(lines: Iterable[EffectLine]) -> list[EffectLine]:
    """Leave out what was meant to lower something: it is listed and counted, never averaged."""
    return [line for line in lines if line.intended is None or line.intended >= 0]


def backfired(lines: Sequence[EffectLine]) -> Share:
    """Count entries with a backfire, of those with a line meant to raise something and known to arrive."""
    meant = {line.entry for line in lines if (line.intended or 0) >= 1 and line.result.received is not None}
    return Share(len({line.entry for line in lines if line.result.verdict == "backfired"}), len(meant))


def gaps_of(lines: Iterable[EffectLine], status: Known) -> list[float]:
    """Return the gap of each entry of one status, in the order they come; what was meant to lower is left out."""
    return per_entry(
        averaged(line for line in lines if line.result.status == status), lambda line: line.result.gap
    )


def _status(lines: Sequence[EffectLine], status: Known) -> StatusSummary:
    own = [line for line in lines if line.result.status == status]
    gaps = gaps_of(own, status)
    return StatusSummary(
        n=len(gaps),
        received=spread(per_entry(own, lambda line: line.result.received)),
        gap=spread(gaps),
        backfired=backfired(own),
    )


def group(key: str | None, lines: Sequence[EffectLine]) -> Group:
    """Summarise the lines of one key."""
    counted = averaged(lines)
    return Group(
        key=key,
        entries=len({line.entry for line in lines}),
        intended=spread(per_entry(counted, lambda line: line.intended)),
        estimated=_status(counted, "estimated"),
        verified=_status(counted, "verified"),
        lines=tuple(lines),
    )


_KEYS: dict[By, Callable[[EffectLine], Sequence[str | None]]] = {
    "dimension": lambda line: (line.dimension,),
    "person": lambda line: (line.toward,),
    "tag": lambda line: line.tags or (None,),
    "sphere": lambda line: (line.sphere,),
    "pack": lambda line: (line.pack,),
}


def keyed(lines: Iterable[EffectLine], by: By) -> list[tuple[str | None, list[EffectLine]]]:
    """Sort lines by person, tag, …: each key in its first spelling; None is the key of what names none."""
    keys = _KEYS[by]
    spelling: dict[str, str | None] = {}
    found: defaultdict[str, list[EffectLine]] = defaultdict(list)
    for line in lines:
        for folded, key in {fold(key or ""): key for key in keys(line)}.items():
            spelling.setdefault(folded, key)
            found[folded].append(line)
    return [(spelling[folded], own) for folded, own in found.items()]


def _groups(lines: Iterable[EffectLine], by: By) -> tuple[Group, ...]:
    groups = [group(key, own) for key, own in keyed(lines, by)]
    if by == "dimension":
        return tuple(sorted(groups, key=lambda one: DIMENSIONS.index(one.key or "")))
    return tuple(sorted(groups, key=lambda one: (one.key is None, -one.entries, fold(one.key or ""))))


def chosen(
    entries: Iterable[Entry], query: Query, limit: int | None = None, *, reverse: bool = False
) -> list[Entry]:
    """Return the entries that pass `query`, by their days and by writing; with `limit` the newest so many."""
    found = sorted(
        (entry for entry in entries if query.matches(entry)),
        key=lambda entry: (entry.on, entry.recorded_at, entry.id),
        reverse=reverse,
    )
    if limit is None:
        return found
    return found[:limit] if reverse else found[-limit:]


def summarise(entries: Iterable[Entry], query: Query, by: By = "dimension") -> Summary:
    """Summarise the entries that pass `query`, in the order of their days, and of writing."""
    return summary_of(chosen(entries, query), query, by)


def summary_of(chosen: Sequence[Entry], query: Query, by: By = "dimension") -> Summary:
    """Summarise entries that were chosen, in the order they come; `query` says which of their lines count."""
    lines = [line for entry in chosen for line in lines_of(entry, query)]
    status = Counter(line.result.status for line in lines)
    verdicts = Counter(line.result.verdict for line in lines)
    return Summary(
        query=query,
        by=by,
        counts=Counts(
            entries=len(chosen),
            days=len({entry.on for entry in chosen}),
            effects=len(lines),
            verified=status["verified"],
            estimated=status["estimated"],
            waiting=status["waiting"],
            captured=sum(entry.state == "captured" for entry in chosen),
            awaiting=sum(entry.state == "awaiting-impact" for entry in chosen),
        ),
        verdicts={verdict: verdicts[verdict] for verdict in VERDICTS},
        overall=group(None, lines),
        groups=_groups(lines, by),
        lines=tuple(lines),
    )
