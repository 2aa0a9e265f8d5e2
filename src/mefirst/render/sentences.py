"""`--format plain`: one sentence a fact, no boxes, no signs. For screen readers and e-mail."""

from collections.abc import Iterator, Sequence
from datetime import date

from mefirst.analysis.gap import EffectLine, latest, lines_of
from mefirst.analysis.statistics import Spread
from mefirst.analysis.summary import Group, StatusSummary, Summary
from mefirst.model.commitment import Commitment
from mefirst.model.entry import TEXT_FIELDS, Entry
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.model.scale import spoken
from mefirst.render.dates import long_day, near_day, spoken_span
from mefirst.render.filters import filtered, only
from mefirst.render.reading import is_week, none_found, small_numbers
from mefirst.render.words import counted, verdict_label, whose
from mefirst.text import one_line, safe, safe_lines

_STATES = {
    "captured": "noted, not looked at yet",
    "awaiting-impact": "waits for what arrived",
    "trashed": "in the trash",
}


def gaps(summary: Summary, period: Period) -> str:
    """Return the gap summary in sentences."""
    return "\n".join(_gaps(summary, period))


def _gaps(summary: Summary, period: Period) -> Iterator[str]:
    yield from opening(summary, period)
    for group in summary.groups:
        yield from averages(group, summary.by)
    for line in summary.lines:
        yield one_effect(line)
    yield from closing(summary)


def opening(summary: Summary, period: Period) -> Iterator[str]:
    """Yield how much there is, or that there is nothing."""
    counts = summary.counts
    when = spoken_span(period.first, period.last)
    if not counts.entries:
        yield none_found(when, summary.query)
        return
    yield f"{counted(counts.entries, 'moment')} on {counted(counts.days, 'day')}, {when}."
    yield from only(summary.query)
    yield (
        f"{counted(counts.effects, 'effect')}: {counts.verified} confirmed by others, "
        f"{counts.estimated} by your own reading, {counts.waiting} waiting."
    )


def closing(summary: Summary, period: Period | None = None) -> Iterator[str]:
    """Yield what all comes to, and what to bear in mind; in a `period` too short for averages, that alone."""
    if not (period and is_week(period)):
        yield from averages(summary.overall)
    yield from small_numbers(summary, period)


def averages(group: Group, by: str = "") -> Iterator[str]:
    """Yield the figures of a group, a sentence a status, if its numbers allow any; without `by`, of all."""
    if group.intended.median is None:
        return
    name = safe(group.key or f"No {by}") if by else "All together"
    yield f"{name}, {counted(group.entries, 'moment')}: you meant {spoken(group.intended.median)} in the middle."
    for status, word in ((group.estimated, "by your own reading"), (group.verified, "as they said")):
        if told := "; ".join(_status(status)):
            yield f"{name}, {word}, {counted(status.n, 'moment')}: {told}."


def _status(status: StatusSummary) -> Iterator[str]:
    if status.gap.median is None or status.received.median is None:
        return
    yield f"{spoken(status.received.median)} arrived in the middle"
    yield f"the gap is {_middle(status.gap)}"
    if status.backfired.n:
        yield f"{status.backfired.k} of {status.backfired.n} backfired"


def _middle(spread: Spread) -> str:
    said = f"{spoken(spread.median or 0)} in the middle"
    if spread.mean is not None and spread.mean_abs is not None:
        said += f", {spoken(spread.mean)} on average, {spread.mean_abs:.1f} sign aside"
    if spread.interval90 is not None:
        said += f", 90 percent between {spoken(spread.interval90[0])} and {spoken(spread.interval90[1])}"
    return said


def one_effect(line: EffectLine) -> str:
    """Return what was meant and what arrived, my reading and theirs where both are known."""
    gap = line.result
    toward = f", toward {safe(line.toward)}" if line.toward else ""
    meant = f"meant {spoken(line.intended)}" if line.intended is not None else "what was meant is open"
    start = f"{long_day(line.on)}, entry {line.handle}, {line.dimension}{toward}: {meant}"
    if gap.received is None:
        return f"{start}, what arrived is open."
    arrived = f"arrived {spoken(gap.received)}" + (f", {whose(gap)}" if whose(gap) else "")
    if line.theirs is not None and line.seen is not None:
        arrived += f", your reading was {spoken(line.seen)}"
    if gap.gap is None:
        return f"{start}, {arrived}."
    return f"{start}, {arrived}, gap {spoken(gap.gap)}, {verdict_label(gap)}."


def entries(found: Sequence[Entry], period: Period, query: Query) -> str:
    """Return the entries of a period that pass `query`, a sentence each."""
    if not found:
        return f"No moments {spoken_span(period.first, period.last)}{filtered(query)}."
    return "\n".join([*only(query), *map(_entry, found)])


def _entry(one: Entry) -> str:
    parts = [
        f"{long_day(one.on)}, entry {one.handle}: {safe(one_line(one.situation or one.intent or 'no words'))}"
    ]
    if one.people:
        parts.append(f"with {safe(', '.join(one.people))}")
    parts += [
        f"{line.dimension} gap {spoken(line.result.gap)}"
        for line in lines_of(one)
        if line.result.gap is not None
    ]
    if one.state in _STATES:
        parts.append(_STATES[one.state])
    if len(parts) > 1:
        parts[0] = parts[0].removesuffix(".")
    return ended(", ".join(parts))


def ended(sentence: str) -> str:
    """Return a sentence with its full stop, which the leader's own words may bring."""
    return sentence if sentence.rstrip("”\"'’").endswith((".", "!", "?", "…")) else f"{sentence}."


def whole_entry(one: Entry, commitments: Sequence[Commitment], conflicts: Sequence[str], today: date) -> str:
    """Return all there is to an entry, `unsaid` too."""
    return "\n".join(_whole(one, commitments, conflicts, today))


def _whole(
    one: Entry, commitments: Sequence[Commitment], conflicts: Sequence[str], today: date
) -> Iterator[str]:
    yield f"Entry {one.handle}, {long_day(one.on)}, {_STATES.get(one.state, 'complete')}."
    if one.sphere:
        yield f"Sphere: {one.sphere}."
    for name in ("people", "tags", "feelings", "motives", "mode"):
        if words := getattr(one, name):
            yield f"{name.capitalize()}: {safe(', '.join(words))}."
    for name in (*TEXT_FIELDS, "unsaid"):
        if text := getattr(one, name):
            yield f"{name.capitalize()}:"
            yield from safe_lines(text)
    yield from _effects(one)
    for extra in one.extra.values():
        yield safe(one_line(extra.asked))
        yield safe(extra.answer if isinstance(extra.answer, str) else str(extra.answer))
    for promise in commitments:
        due = f", due {near_day(promise.due, today)}" if promise.due else ""
        yield f"Promise {promise.handle}: {safe(promise.sentence())}{due}, {promise.status}."
    if conflicts:
        yield f"Two devices changed {', '.join(conflicts)}: both are shown."


def _effects(one: Entry) -> Iterator[str]:
    for line in lines_of(one):
        yield one_effect(line)
    for effect in one.effects:
        if effect.evidence:
            yield f"Of {effect.dimension}, your reading is from: {effect.evidence}."
        if effect.predicted is not None:
            yield f"Of {effect.dimension}, expected of them: {spoken(effect.predicted)}."
        counting = latest(effect.reported)
        for report in effect.reported:
            quote = f": {safe(one_line(report.quote))}" if report.quote else ""
            earlier = "" if report in counting else "earlier "
            said = f"{safe(report.by)} {earlier}said {spoken(report.value)} of {effect.dimension}"
            yield ended(f"{said} on {long_day(report.on)}{quote}")
