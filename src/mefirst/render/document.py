"""JSON documents: what scripts rely on. Fields are always present, and only ever added."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.analysis.statistics import Spread
from mefirst.analysis.summary import Group, Share, StatusSummary, Summary
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.model.record import Record
from mefirst.model.scale import plain
from mefirst.text import safe_json

DECIMALS = 4


def dumps(document: dict[str, Any], *, lines: bool = False) -> str:
    """Return a document as JSON, safe on any terminal; with `lines` on a single one."""
    return safe_json(json.dumps(document, ensure_ascii=False, indent=None if lines else 2))


def number(value: float | None) -> int | float | None:
    """Return a figure as documents say it: four decimals, whole numbers without a point."""
    return None if value is None else plain(round(value, DECIMALS))


def pair(ends: tuple[float, float] | None) -> list[int | float | None] | None:
    """Return an interval as documents say it."""
    return None if ends is None else [number(end) for end in ends]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from: when it was made, of which journal, and what in that could not be read."""

    now: datetime
    journal: str
    damaged: Sequence[str] = ()


def head(schema: str, origin: Origin) -> dict[str, Any]:
    """Return what every document begins with."""
    return {
        "schema": schema,
        "generated_at": origin.now.isoformat(timespec="seconds"),
        "journal": origin.journal,
        "damaged": list(origin.damaged),
    }


def fields_of(record: Record) -> dict[str, Any]:
    """Return every field of a record, known ones always present, `unsaid` left out."""
    document = record.model_dump(mode="json", by_alias=True)
    document.pop("unsaid", None)
    return document


def entry(record: Entry) -> dict[str, Any]:
    """Return an entry with its handle and the gap of each effect; `unsaid` left out."""
    document = fields_of(record)
    gaps = [line_fields(line) for line in lines_of(record)]
    return {
        **document,
        "handle": record.handle,
        "effects": [{**effect, **gap} for effect, gap in zip(document["effects"], gaps, strict=True)],
    }


def whole_entry(record: Entry, commitments: Sequence[Commitment], conflicts: Sequence[str]) -> dict[str, Any]:
    """Return an entry with all there is, `unsaid` too: only `show` does this."""
    return {
        **entry(record),
        "unsaid": record.unsaid,
        "commitments": [{**fields_of(one), "handle": one.handle} for one in commitments],
        "conflicts": list(conflicts),
    }


def line_fields(line: EffectLine) -> dict[str, Any]:
    """Return one effect with its gap."""
    gap = line.result
    return {
        "entry": line.entry,
        "on": line.on.isoformat(),
        "dimension": line.dimension,
        "toward": line.toward,
        "intended": line.intended,
        "seen": line.seen,
        "predicted": line.predicted,
        "received": number(gap.received),
        "gap": number(gap.gap),
        "blind": number(gap.blind),
        "meta": number(gap.meta),
        "status": gap.status,
        "verdict": gap.verdict,
    }


def share_fields(share: Share) -> dict[str, Any]:
    """Return k of n with its interval."""
    return {"k": share.k, "n": share.n, "interval90": pair(share.interval90)}


def gap_figures(spread: Spread) -> dict[str, Any]:
    """Return the figures of signed gaps; null is what few numbers forbid."""
    return {
        "mean": number(spread.mean),
        "mean_abs": number(spread.mean_abs),
        "median": number(spread.median),
        "min": number(spread.min),
        "max": number(spread.max),
        "interval90": pair(spread.interval90),
    }


def middle(spread: Spread) -> dict[str, Any]:
    """Return mean and median alone."""
    return {"mean": number(spread.mean), "median": number(spread.median)}


def _status(status: StatusSummary) -> dict[str, Any]:
    return {
        "n": status.n,
        "received": middle(status.received),
        "gap": gap_figures(status.gap),
        "backfired": share_fields(status.backfired),
    }


def group_figures(group: Group) -> dict[str, Any]:
    """Return the figures of a group: what was meant, and what arrived, by status."""
    return {
        "entries": group.entries,
        "intended": {"n": group.intended.n, **middle(group.intended)},
        "estimated": _status(group.estimated),
        "verified": _status(group.verified),
    }


def summary_fields(summary: Summary) -> dict[str, Any]:
    """Return all there is to a summary."""
    return {
        "by": summary.by,
        "counts": asdict(summary.counts),
        "verdicts": summary.verdicts,
        "overall": group_figures(summary.overall),
        "groups": [{"key": group.key, **group_figures(group)} for group in summary.groups],
        "effects": [line_fields(line) for line in summary.lines],
    }


def gaps(summary: Summary, period: Period, query: Query, origin: Origin) -> dict[str, Any]:
    """Return the gap summary."""
    return {
        **head("mefirst.gaps/1", origin),
        "period": period.json(),
        "filters": query.json(),
        **summary_fields(summary),
    }


def entries(found: Sequence[Entry], period: Period, query: Query, origin: Origin) -> dict[str, Any]:
    """Return the entries of a period."""
    return {
        **head("mefirst.list/1", origin),
        "period": period.json(),
        "filters": query.json(),
        "entries": [entry(one) for one in found],
    }
