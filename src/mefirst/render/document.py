"""JSON documents: what scripts rely on. Fields are always present, and only ever added."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.model.commitment import Commitment
from mefirst.model.due import due_on, is_late
from mefirst.model.entry import Entry
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.model.record import Record
from mefirst.model.scale import plain
from mefirst.render.differences import changes
from mefirst.text import safe_json

if TYPE_CHECKING:
    from mefirst.analysis.cleanups import OpenCleanup
    from mefirst.analysis.overview import Overview
    from mefirst.analysis.statistics import Spread
    from mefirst.analysis.summary import Group, Share, StatusSummary, Summary
    from mefirst.journal.store import Version
    from mefirst.render import journal_shapes, shapes

DECIMALS = 4


def dumps(document: Mapping[str, object], *, lines: bool = False) -> str:
    """Return a document as JSON, safe on any terminal; with `lines` on a single one."""
    return safe_json(json.dumps(document, ensure_ascii=False, indent=None if lines else 2))


def number(value: float | None) -> int | float | None:
    """Return a figure as documents say it: four decimals, whole numbers without a point."""
    return None if value is None else plain(round(value, DECIMALS))


def pair(ends: tuple[float, float] | None) -> list[float | None] | None:
    """Return an interval as documents say it."""
    return None if ends is None else [number(end) for end in ends]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from: when it was made, of which journal, and what in that could not be read."""

    now: datetime
    journal: str
    damaged: Sequence[str] = ()


def head(schema: str, origin: Origin) -> "shapes.Head":
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


def redacted(record: Entry, *, unsaid: bool) -> list[str]:
    """Return the names of the fields that are left out of an entry: here, or by whom it came from."""
    before = (record.model_extra or {}).get("redacted", ())
    ours = ["unsaid"] if record.unsaid and not unsaid else []
    return list(dict.fromkeys([*(name for name in before if isinstance(name, str)), *ours]))


def entry(record: Entry) -> "shapes.EntryFields":
    """Return an entry with its handle and the gap of each effect; `unsaid` left out."""
    document = fields_of(record)
    gaps = [line_fields(line) for line in lines_of(record)]
    return {
        **document,
        "handle": record.handle,
        "effects": [{**effect, **gap} for effect, gap in zip(document["effects"], gaps, strict=True)],
    }


def whole_entry(
    record: Entry, commitments: Sequence[Commitment], conflicts: Sequence[str]
) -> "shapes.EntryWhole":
    """Return an entry with all there is, `unsaid` too: only `show` does this."""
    return {
        **entry(record),
        "unsaid": record.unsaid,
        "commitments": [_promise(one) for one in commitments],
        "conflicts": list(conflicts),
    }


def history(record_id: str, versions: "Sequence[Version[Any]]", origin: Origin) -> "journal_shapes.History":
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


def _promise(one: Commitment) -> "shapes.CommitmentFields":
    return {**fields_of(one), "handle": one.handle}


def line_fields(line: EffectLine) -> "shapes.Line":
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


def share_fields(share: "Share") -> "shapes.ShareFields":
    """Return k of n with its interval."""
    return {"k": share.k, "n": share.n, "interval90": pair(share.interval90)}


def gap_figures(spread: "Spread") -> "shapes.GapFigures":
    """Return the figures of signed gaps; null is what few numbers forbid."""
    return {
        "mean": number(spread.mean),
        "mean_abs": number(spread.mean_abs),
        "median": number(spread.median),
        "min": number(spread.min),
        "max": number(spread.max),
        "interval90": pair(spread.interval90),
    }


def middle(spread: "Spread") -> "shapes.Middle":
    """Return mean and median alone."""
    return {"mean": number(spread.mean), "median": number(spread.median)}


def _status(status: "StatusSummary") -> "shapes.StatusFigures":
    return {
        "n": status.n,
        "received": middle(status.received),
        "gap": gap_figures(status.gap),
        "backfired": share_fields(status.backfired),
    }


def group_figures(group: "Group") -> "shapes.GroupFigures":
    """Return the figures of a group: what was meant, and what arrived, by status."""
    return {
        "entries": group.entries,
        "intended": {"n": group.intended.n, **middle(group.intended)},
        "estimated": _status(group.estimated),
        "verified": _status(group.verified),
    }


def summary_fields(summary: "Summary") -> "shapes.SummaryFields":
    """Return all there is to a summary."""
    return {
        "by": summary.by,
        "counts": asdict(summary.counts),
        "verdicts": summary.verdicts,
        "overall": group_figures(summary.overall),
        "groups": [{"key": group.key, **group_figures(group)} for group in summary.groups],
        "effects": [line_fields(line) for line in summary.lines],
    }


def gaps(summary: "Summary", period: Period, query: Query, origin: Origin) -> "shapes.Gaps":
    """Return the gap summary."""
    return {
        **head("mefirst.gaps/1", origin),
        "period": period.json(),
        "filters": query.json(),
        **summary_fields(summary),
    }


def entries(found: Sequence[Entry], period: Period, query: Query, origin: Origin) -> "shapes.Entries":
    """Return the entries of a period."""
    return {
        **head("mefirst.list/1", origin),
        "period": period.json(),
        "filters": query.json(),
        "entries": [entry(one) for one in found],
    }


def shown_entry(whole: "shapes.EntryWhole", origin: Origin) -> "shapes.Shown":
    """Return one entry with all there is to it."""
    return {**head("mefirst.show/1", origin), "entry": whole, "record": None}


def shown_record(record: Record, origin: Origin) -> "shapes.Shown":
    """Return one record beside the entries."""
    return {**head("mefirst.show/1", origin), "entry": None, "record": fields_of(record)}


def today(seen: "Overview", draft: str | None, last_week: Period, origin: Origin) -> "shapes.Today":
    """Return what is open; `draft` is the id of a kept one, `last_week` the days that `seen` calls so."""
    return {
        **head("mefirst.today/1", origin),
        "draft": draft,
        "promises": [commitment(one, seen.today) for one in seen.promises],
        "cleanups": [cleanup_fields(one) for one in seen.cleanups],
        "waiting": [entry(one) for one in seen.waiting],
        "noted": [entry(one) for one in seen.noted],
        "questions": [{"partner": one.alias, "question": one.words} for one in seen.questions],
        "talks": [{"partner": one.alias, "on": one.on.isoformat()} for one in seen.talks],
        "shares": [
            {"partner": one.alias, "number": one.number, "on": one.on.isoformat()} for one in seen.shares
        ],
        "last_week": {
            "period": last_week.json(),
            "counts": asdict(seen.last_week.counts),
            "verdicts": seen.last_week.verdicts,
            "kept": share_fields(seen.kept),
        },
    }


def commitment(one: Commitment, today: date) -> "shapes.CommitmentDue":
    """Return a commitment with when it is due, and how often it was kept."""
    from mefirst.analysis.summary import Share  # noqa: PLC0415 a list of moments needs none

    came = [line.did_it is True for line in one.log if line.cue_came]
    due = due_on(one, today)
    return {
        **_promise(one),
        "due_on": due.isoformat() if due else None,
        "late": is_late(one, today),
        "kept": share_fields(Share(sum(came), len(came))),
    }


def commitments(
    found: Sequence[Commitment], filters: "shapes.CommitmentFilters", today: date, origin: Origin
) -> "shapes.Commitments":
    """Return promises and cleanups."""
    return {
        **head("mefirst.commitments/1", origin),
        "filters": filters,
        "commitments": [commitment(one, today) for one in found],
    }


def cleanup_fields(one: "OpenCleanup") -> "shapes.CleanupFields":
    """Return a cleanup that is open; `commitment` is false where it was only asked for in a moment."""
    return {
        "id": one.id,
        "handle": one.handle,
        "on": one.on.isoformat(),
        "age": one.age,
        "who": one.who,
        "step": one.step,
        "urgency": one.urgency,
        "commitment": one.commitment is not None,
    }


def config(path: str, settings: "shapes.SettingsFields", origin: Origin) -> "shapes.Config":
    """Return settings, and where they are kept."""
    return {**head("mefirst.config/1", origin), "path": path, "settings": settings}
