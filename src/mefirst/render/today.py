"""The screen of `mefirst` without a command: what is open, what waits, one next step."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from mefirst.analysis.cleanups import OpenCleanup
from mefirst.analysis.gap import EffectLine
from mefirst.analysis.overview import Due, Overview, Question
from mefirst.model.entry import Entry
from mefirst.render.dates import MONTHS, clock_time, near_day, weekday
from mefirst.render.promises import counted_times, due_words, step_name
from mefirst.render.words import counted
from mefirst.text import NARROW, Canvas, fold, one_line, pad, safe, shell_word, wrap

MOST = 3
"""Lines of one kind; more are counted."""

_PAGE = 80
_LABEL = 11
_MARGIN = 2
_WORDS = 48
_PROMISE = 120


class Row(NamedTuple):
    """One line: what it is about, what to type or which handle comes first, the words; of a promise when and which."""

    label: str
    words: str
    lead: str = ""
    due: str = ""
    handle: str = ""

    @property
    def end(self) -> tuple[str, ...]:
        """What stands at the end of the line."""
        return tuple(filter(None, (self.due, self.handle)))

    def stacked(self) -> "Row":
        """This row where there is no room for columns: one piece after the other."""
        due = f" ({self.due})" if self.due else ""
        return Row(self.label, " · ".join(filter(None, (self.lead or self.handle, self.words))) + due)


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
    for row in _rows(seen, draft):
        lines += [_sentence(row, canvas)] if plain else _lines(row, canvas)
    return "\n".join(lines)


def _sentence(row: Row, canvas: Canvas) -> str:
    return f"{row.label}: " + canvas.signs(", ".join([*filter(None, (row.lead, row.words)), *row.end]))


def _lines(row: Row, canvas: Canvas) -> list[str]:
    """Return a row in columns, as wide as a page at most; where it is narrow, one piece after the other."""
    columns = min(canvas.width, _PAGE)
    row = row if columns >= NARROW else row.stacked()
    lead, end = f"{row.lead}  " if row.lead else "", "  ".join(row.end)
    before = _MARGIN + _LABEL + len(lead)
    lines = wrap(canvas.signs(row.words), columns - before - (len(end) + 2 if end else 0))
    if end:
        lines[0] = pad(lines[0], columns - before - len(end)) + end
    first = f"{' ' * _MARGIN}{row.label:<{_LABEL}}{lead}"
    return [first + lines[0], *(" " * before + line for line in lines[1:])]


def _rows(seen: Overview, draft: str) -> Iterator[Row]:
    if draft:
        yield Row("Draft", draft)
    promises = [one for one in seen.promises if one.kind != "repair"]
    for promise in promises[:MOST]:
        words = safe(one_line(promise.sentence(), _PROMISE))
        yield Row("Promise", words, due=due_words(promise, seen.today), handle=promise.handle)
    yield from _more("Promise", len(promises), "promises: mefirst commitment list")
    for cleanup in seen.cleanups[:MOST]:
        yield _cleanup(cleanup, seen.today)
    yield from _more("Clean up", len(seen.cleanups), "to clean up")
    for one in seen.waiting[-MOST:]:
        yield Row("Waiting", f"{_words(one)}, {near_day(one.on, seen.today)}: what arrived?", one.handle)
    yield from _more("Waiting", len(seen.waiting), "wait: mefirst list all --state awaiting-impact")
    for one in seen.noted[-MOST:]:
        at = f" {clock_time(one.recorded_at)}" if one.recorded_at.date() == one.on else ""
        words = f"“{_words(one)}”, {near_day(one.on, seen.today)}{at}, not looked at yet"
        yield Row("Noted", words, one.handle)
    yield from _more("Noted", len(seen.noted), "noted: mefirst list all --state captured")
    if seen.questions:
        more = len(seen.questions) - 1
        others = f"; {more} more {'waits' if more == 1 else 'wait'}" if more else ""
        yield Row("Question", f"one from {_partner(seen.questions[0])} opens your next reflection{others}")
    for came in seen.shares[:MOST]:
        words = f"their share came {near_day(came.on, seen.today)} and waits"
        yield Row("Reply", words, f"mefirst partner reply {shell_word(one_line(came.alias))}")
    yield from _more("Reply", len(seen.shares), "shared: mefirst partner list")
    for talk in seen.talks[:MOST]:
        day = near_day(talk.on, seen.today)
        due = f"due {day}" if talk.on >= seen.today else f"was due {day}"
        yield Row("Check-in", f"with {safe(talk.alias)}", due=due)
    yield Row("Last week", _last_week(seen))
    yield _next(seen, draft)


def _partner(question: Question) -> str:
    """Return `your coach`, or `your coach, Sam,` where they are called something else."""
    alias = safe(one_line(question.alias, _WORDS))
    return f"your {question.role}" if fold(alias) == question.role else f"your {question.role}, {alias},"


def _cleanup(one: OpenCleanup, today: date) -> Row:
    who = f"with {safe(one_line(one.who))}" if one.who else "one thing"
    if one.commitment:
        due = due_words(one.commitment, today)
        return Row("Clean up", f"{who}, {step_name(one.commitment)}", due=due, handle=one.handle)
    urgent = "cannot wait" if one.urgency == "now" else "soon"
    return Row("Clean up", f"{who}, {near_day(one.on, today)}: {urgent}, not begun", one.handle)


def _more(label: str, number: int, what: str) -> Iterator[Row]:
    if number > MOST:
        yield Row(label, f"and {number - MOST} more {what}")


def _words(one: Entry) -> str:
    words = one.situation or one.intent or "a moment"
    named = any(fold(name) in fold(words) for name in one.people)
    people = f", with {', '.join(one.people[:2])}" if one.people and not named else ""
    return safe(one_line(words, _WORDS) + people)


def _last_week(seen: Overview) -> str:
    summary = seen.last_week
    if not summary.counts.entries:
        return f"No moments. Nothing to make up for.{_kept(seen)}"
    backfired = [line for line in summary.lines if line.result.verdict == "backfired"]
    moments = f"{counted(summary.counts.entries, 'moment')}."
    if len(backfired) == 1:
        moments += f" One backfired: {_line(backfired[0])}."
    elif backfired:
        moments += f" {len(backfired)} backfired."
    return moments + _kept(seen)


def _kept(seen: Overview) -> str:
    return f" A cue came {counted_times(seen.kept.n)}, kept {seen.kept.k}." if seen.kept.n else ""


def _line(line: EffectLine) -> str:
    toward = f", toward {safe(line.toward)}" if line.toward else ""
    return f"{line.dimension}{toward}, {weekday(line.on)}"


def _next(seen: Overview, draft: str) -> Row:
    if draft:
        return Row("Next", "goes on where you stopped", "mefirst reflect --resume")
    if urgent := next((one for one in seen.cleanups if one.urgency == "now"), None):
        words = "what cannot wait, about eight minutes"
        return Row("Next", words, f"mefirst reflect cleanup --from {urgent.handle}")
    if seen.noted:
        return Row("Next", f"starts with “{_words(seen.noted[-1])}”, about five minutes", "mefirst reflect")
    if seen.waiting:
        return Row("Next", "when you know what arrived", f"mefirst impact {seen.waiting[-1].handle}")
    return Row("Next", "one moment of today, about five minutes", "mefirst reflect")


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
