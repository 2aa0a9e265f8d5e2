"""A period in numbers for a share: counts and medians by dimension; no text, no person, no tag."""

from collections.abc import Iterator, Sequence

from mefirst.analysis.follow_through import kept_of
from mefirst.analysis.gap import VERDICTS
from mefirst.analysis.statistics import ENOUGH_FOR_MEDIAN
from mefirst.analysis.summary import Group, StatusSummary, summarise
from mefirst.analysis.summary import Share as Part
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.sharing.document import Figures, KOfN, Overview

_A_WEEK = 7


def overview(entries: Sequence[Entry], commitments: Sequence[Commitment], period: Period) -> Overview:
    """Return the numbers of a period. A week shows moments, not averages: it gives counts alone."""
    found = summarise(entries, Query())
    counts = found.counts
    short = period.first and period.last and (period.last - period.first).days < _A_WEEK
    return Overview(
        moments=counts.entries,
        days=counts.days,
        effects=counts.effects,
        verified=counts.verified,
        estimated=counts.estimated,
        waiting=counts.waiting,
        verdicts={name: found.verdicts[name] for name in VERDICTS if found.verdicts[name]},
        backfired_estimated=_k_of_n(found.overall.estimated.backfired),
        backfired_verified=_k_of_n(found.overall.verified.backfired),
        kept=_k_of_n(kept_of(commitments, period)),
        figures=() if short else tuple(one for group in found.groups for one in _figures(group)),
    )


def _k_of_n(share: Part) -> KOfN:
    return KOfN(k=share.k, n=share.n)


def _figures(group: Group) -> Iterator[Figures]:
    for name, status in (("estimated", group.estimated), ("verified", group.verified)):
        if status.n >= ENOUGH_FOR_MEDIAN:
            yield _figure(group, name, status)


def _figure(group: Group, name: str, status: StatusSummary) -> Figures:
    return Figures.model_validate(
        {
            "dimension": group.key,
            "status": name,
            "n": status.n,
            "received": status.received.median,
            "gap": status.gap.median,
        }
    )
