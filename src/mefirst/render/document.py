"""JSON documents: what scripts rely on. Fields are always present, and only ever added."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.analysis.statistics import Spread
from mefirst.analysis.summary import Group, Share, StatusSummary, Summary
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.model.record import Record
from mefirst.model.scale import plain
from mefirst.render.differences import changes
from mefirst.text import safe_json

if TYPE_CHECKING:
    from mefirst.journal.store import Version

DECIMALS = 4


def dumps(document: dict[str, Any], *, lines: bool = False) -> str:
    """Return a document as JSON, safe on any terminal; with `lines` on a single one."""
    return safe_json(json.dumps(document, ensure_ascii=False, indent=None if lines else 2))


def _number(value: float | None) -> int | float | None:
    return None if value is None else plain(round(value, DECIMALS))


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
    gaps = [_line(line) for line in lines_of(record)]
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


def history(record_id: str, versions: "Sequence[Version[Any]]", origin: Origin) -> dict[str, Any]:
    """Return every revision of a record, `unsaid` too, each with the fields it changed."""
    return {
        **head("mefirst.history/1", origin),
        "id": record_id,
        "revisions": [
            {
                "revision": one.record.revision,
                "digest": one.digest,
                "parents": list(one.record.parents),
                "head": one.is_head,
                "changes": {
                    name: {"from": old, "to": new}
                    for name, (old, new) in changes(one.before, one.record).items()
                },
            }
            for one in versions
        ],
    }


def _line(line: EffectLine) -> dict[str, Any]:
    gap = line.result
    return {
        "entry": line.entry,
        "on": line.on.isoformat(),
        "dimension": line.dimension,
        "toward": line.toward,
        "intended": line.intended,
        "seen": line.seen,
        "predicted": line.predicted,
        "received": _number(gap.received),
        "gap": _number(gap.gap),
        "blind": _number(gap.blind),
        "meta": _number(gap.meta),
        "status": gap.status,
        "verdict": gap.verdict,
    }


def _share(share: Share) -> dict[str, Any]:
    return {"k": share.k, "n": share.n, "interval90": None}


def _gaps(spread: Spread) -> dict[str, Any]:
    return {
        "mean": _number(spread.mean),
        "mean_abs": _number(spread.mean_abs),
        "median": _number(spread.median),
        "min": _number(spread.min),
        "max": _number(spread.max),
        "interval90": None,
    }


def _middle(spread: Spread) -> dict[str, Any]:
    return {"mean": _number(spread.mean), "median": _number(spread.median)}


def _status(status: StatusSummary) -> dict[str, Any]:
    return {
        "n": status.n,
        "received": _middle(status.received),
        "gap": _gaps(status.gap),
        "backfired": _share(status.backfired),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "entries": group.entries,
        "intended": {"n": group.intended.n, **_middle(group.intended)},
        "estimated": _status(group.estimated),
        "verified": _status(group.verified),
    }


def gaps(summary: Summary, period: Period, query: Query, origin: Origin) -> dict[str, Any]:
    """Return the gap summary."""
    return {
        **head("mefirst.gaps/1", origin),
        "period": period.json(),
        "filters": query.json(),
        "by": summary.by,
        "counts": asdict(summary.counts),
        "verdicts": summary.verdicts,
        "overall": _group(summary.overall),
        "groups": [{"key": group.key, **_group(group)} for group in summary.groups],
        "effects": [_line(line) for line in summary.lines],
    }


def entries(found: Sequence[Entry], period: Period, query: Query, origin: Origin) -> dict[str, Any]:
    """Return the entries of a period."""
    return {
        **head("mefirst.list/1", origin),
        "period": period.json(),
        "filters": query.json(),
        "entries": [entry(one) for one in found],
    }
