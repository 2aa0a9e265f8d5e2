"""`--format plain`: one sentence a fact, no boxes, no signs. For screen readers and e-mail."""

from collections.abc import Iterator, Sequence
from datetime import date

from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.analysis.statistics import ENOUGH_FOR_MEDIAN, Spread
from mefirst.analysis.summary import Group, StatusSummary, Summary
from mefirst.model.commitment import Commitment
from mefirst.model.entry import TEXT_FIELDS, Entry
from mefirst.model.period import Period
from mefirst.model.scale import spoken
from mefirst.render.dates import long_day, near_day, spoken_span
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
    counts = summary.counts
    when = spoken_span(period.first, period.last)
    if not counts.entries:
        yield f"No moments {when}. Nothing to read, nothing to make up for."
        return
    yield f"{counted(counts.entries, 'moment')} on {counted(counts.days, 'day')}, {when}."
    yield (
        f"{counted(counts.effects, 'effect')}: {counts.verified} confirmed by others, "
        f"{counts.estimated} by your own reading, {counts.waiting} waiting."
    )
    for group in summary.groups:
        if averages := list(_averages(group)):
            yield f"{safe(group.key or 'No ' + summary.by)}, {counted(group.entries, 'moment')}: {'; '.join(averages)}."
    for line in summary.lines:
        yield _line(line)
    if averages := list(_averages(summary.overall)):
        yield f"All together, {counted(summary.overall.entries, 'moment')}: {'; '.join(averages)}."
    elif counts.effects:
        yield "Too few for averages: read the moments."
    if summary.verdicts["slightly-short"]:
        yield "One step can be noise in a rating."


def _averages(group: Group) -> Iterator[str]:
    if group.intended.median is None:
        return
    yield f"you meant {spoken(group.intended.median)} in the middle"
    yield from _status(group.estimated, "by your own reading")
    yield from _status(group.verified, "as they said")


def _status(status: StatusSummary, word: str) -> Iterator[str]:
    if status.n >= ENOUGH_FOR_MEDIAN and status.gap.median is not None:
        yield f"{word} the gap is {_middle(status.gap)} in {counted(status.n, 'moment')}"
        if status.backfired.n:
            yield f"{status.backfired.k} of {status.backfired.n} backfired"


def _middle(spread: Spread) -> str:
    median = f"{spoken(spread.median or 0)} in the middle"
    return median if spread.mean is None else f"{median} and {spoken(spread.mean)} on average"


def _line(line: EffectLine) -> str:
    gap = line.result
    toward = f", toward {safe(line.toward)}" if line.toward else ""
    meant = f"meant {spoken(line.intended)}" if line.intended is not None else "what was meant is open"
    start = f"{long_day(line.on)}, entry {line.handle}, {line.dimension}{toward}: {meant}"
    if gap.received is None:
        return f"{start}, what arrived is open."
    arrived = f"arrived {spoken(gap.received)}" + (f", {whose(gap)}" if whose(gap) else "")
    if gap.gap is None:
        return f"{start}, {arrived}."
    return f"{start}, {arrived}, gap {spoken(gap.gap)}, {verdict_label(gap)}."


def entries(found: Sequence[Entry], period: Period) -> str:
    """Return the entries of a period, a sentence each."""
    if not found:
        return f"No moments {spoken_span(period.first, period.last)}."
    return "\n".join(_entry(one) for one in found)


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
    return _ended(", ".join(parts))


def _ended(sentence: str) -> str:
    """Return a sentence with its full stop, which the leader's own words may bring."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


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
        yield _line(line)
    for effect in one.effects:
        if effect.evidence:
            yield f"Of {effect.dimension}, your reading is from: {effect.evidence}."
        if effect.predicted is not None:
            yield f"Of {effect.dimension}, expected of them: {spoken(effect.predicted)}."
        for report in effect.reported:
            quote = f": {safe(one_line(report.quote))}" if report.quote else ""
            said = f"{safe(report.by)} said {spoken(report.value)} of {effect.dimension}"
            yield _ended(f"{said} on {long_day(report.on)}{quote}")
