"""The screen of `mefirst` without a command: what is open, what waits, one next step."""

from collections.abc import Iterator
from datetime import datetime

from mefirst.analysis.gap import EffectLine
from mefirst.analysis.overview import Due, Overview
from mefirst.model.entry import Entry
from mefirst.render.dates import MONTHS, clock_time, near_day, weekday
from mefirst.render.words import counted
from mefirst.text import Canvas, fold, one_line, safe, wrap

MOST = 3
"""Lines of one kind; more are counted."""

_LABEL = 11
_MARGIN = 2
_WORDS = 48

Row = tuple[str, str]

EMPTY = (
    "Nothing here yet, so nothing to catch up on.",
    "  mefirst reflect    one moment of today, about five minutes",
    "  mefirst capture    one line now, look at it later",
    "  mefirst demo       eight weeks of sample entries, to see where this leads",
)


def screen(seen: Overview, draft: str, now: datetime, canvas: Canvas, *, plain: bool) -> str:
    """Return the screen; `draft` says where a pending session stands, or is empty."""
    month = MONTHS[now.month - 1]
    lines = [f"{weekday(now.date(), short=not plain)} {now.day} {month}, {clock_time(now)}"]
    for label, words in _rows(seen, draft):
        if plain:
            lines.append(f"{label}: {canvas.signs(words)}")
            continue
        wrapped = wrap(canvas.signs(words), canvas.width - _LABEL - _MARGIN)
        lines.append(f"{' ' * _MARGIN}{label:<{_LABEL}}{wrapped[0]}")
        lines += [" " * (_LABEL + _MARGIN) + line for line in wrapped[1:]]
    return "\n".join(lines)


def _rows(seen: Overview, draft: str) -> Iterator[Row]:
    if draft:
        yield "Draft", draft
    for promise in seen.promises[:MOST]:
        due = ""
        if promise.due:
            due = f" (due {near_day(promise.due, seen.today)})" if promise.due >= seen.today else " (late)"
        yield "Promise", f"{promise.handle} · {safe(one_line(promise.sentence()))}{due}"
    yield from _more("Promise", len(seen.promises), "promises")
    for one in seen.waiting[-MOST:]:
        yield "Waiting", f"{one.handle} · {_words(one)}, {near_day(one.on, seen.today)}: what arrived?"
    yield from _more("Waiting", len(seen.waiting), "wait: mefirst list all --state awaiting-impact")
    for one in seen.noted[-MOST:]:
        at = f" {clock_time(one.recorded_at)}" if one.recorded_at.date() == one.on else ""
        yield (
            "Noted",
            f"{one.handle} · “{_words(one)}”, {near_day(one.on, seen.today)}{at}, not looked at yet",
        )
    yield from _more("Noted", len(seen.noted), "noted: mefirst list all --state captured")
    yield "Last week", _last_week(seen)
    yield "Next", _next(seen, draft)


def _more(label: str, number: int, what: str) -> Iterator[Row]:
    if number > MOST:
        yield label, f"and {number - MOST} more {what}"


def _words(one: Entry) -> str:
    words = one.situation or one.intent or "a moment"
    named = any(fold(name) in fold(words) for name in one.people)
    people = f", with {', '.join(one.people[:2])}" if one.people and not named else ""
    return safe(one_line(words, _WORDS) + people)


def _last_week(seen: Overview) -> str:
    summary = seen.last_week
    if not summary.counts.entries:
        return "No moments. Nothing to make up for."
    backfired = [line for line in summary.lines if line.result.verdict == "backfired"]
    said = f"{counted(summary.counts.entries, 'moment')}."
    if len(backfired) == 1:
        return f"{said} One backfired: {_line(backfired[0])}."
    return f"{said} {len(backfired)} backfired." if backfired else said


def _line(line: EffectLine) -> str:
    toward = f", toward {safe(line.toward)}" if line.toward else ""
    return f"{line.dimension}{toward}, {weekday(line.on)}"


def _next(seen: Overview, draft: str) -> str:
    if draft:
        return "mefirst reflect --resume · goes on where you stopped"
    if seen.noted:
        return f"mefirst reflect · starts with “{_words(seen.noted[-1])}”, about five minutes"
    if seen.waiting:
        return f"mefirst impact {seen.waiting[-1].handle} · when you know what arrived"
    return "mefirst reflect · one moment of today, about five minutes"


def empty() -> str:
    """Return the screen where no journal is yet."""
    return "\n".join(EMPTY)


def reminder(found: Due) -> str:
    """Return what is due in a line: numbers alone, as others may look at the screen."""
    counts = (
        (found.drafts, "{} kept", "draft"),
        (found.noted, "{} noted", "moment"),
        (found.waiting, "{} waiting for what arrived", "moment"),
        (found.promises, "{} due", "promise"),
    )
    parts = [] if found.written_today else ["nothing written today"]
    parts += [words.format(counted(number, noun)) for number, words, noun in counts if number]
    return f"mefirst: {', '.join(parts)}"
