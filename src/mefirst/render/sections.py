"""The parts of a report that are told in sentences: promises, a strength, whom to ask. Once, for every format.

Every text is safe to show. `say` turns a figure into words: `scale.signed`, or `scale.spoken` where there are
no signs.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mefirst.analysis.awareness import Awareness
from mefirst.analysis.circling import Circling
from mefirst.analysis.cleanups import OpenCleanup
from mefirst.analysis.focus import Comparison, FocusReport, Trend
from mefirst.analysis.follow_through import FollowThrough, Promise
from mefirst.analysis.gap import EffectLine
from mefirst.analysis.moment import Moment
from mefirst.analysis.people import Standings
from mefirst.analysis.report import Report, Spheres
from mefirst.analysis.summary import Counts
from mefirst.render.dates import MONTHS, long_day, span, weekday
from mefirst.render.promises import counted_times, due_words
from mefirst.render.reading import Say, is_week, number, of
from mefirst.render.words import STATE_LABELS, counted, take_along
from mefirst.text import one_line, safe, shell_word

_MOST = 5
_WORDS = 80
_WHOSE = {"estimated": "your readings", "verified": "what was confirmed"}


class Fact(NamedTuple):
    """One thing worth saying; a `note` may stand beside it, a `command` is to be typed."""

    text: str
    note: str = ""
    command: str = ""


class Section(NamedTuple):
    """Facts under a title; `label` is the title in a word, for where there is little room."""

    key: str
    label: str
    title: str
    facts: tuple[Fact, ...]


def sections(report: Report, say: Say) -> list[Section]:
    """Return the parts of a report that are told in sentences, in the order they are read; none is empty."""
    today = report.today
    found = (
        Section("words", "IN WORDS", "In words only", tuple(_words_only(report))),
        Section(
            "awareness", "AWARENESS", "Your reading and theirs", tuple(_awareness(report.awareness, say))
        ),
        Section("people", "PEOPLE", "By person", tuple(_standings(report, report.people, say))),
        Section("tags", "TAGS", "By tag", tuple(_standings(report, report.tags, say))),
        Section("spheres", "BOTH", "Work and home", tuple(_spheres(report.spheres, report.summary.counts))),
        Section("circling", "AGAIN", "Again and again", tuple(map(_circling, report.circling))),
        Section("promises", "PROMISES", "Promises", tuple(_promises(report.follow_through, today))),
        Section("cleanups", "CLEAN UP", "To clean up", tuple(_cleanups(report))),
        Section("checkins", "CHECK-INS", "Check-ins", tuple(_checkins(report))),
        Section("strength", "STRENGTH", "A strength, in your own words", tuple(_strength(report))),
        Section("ask", "ASK", "Worth asking", tuple(_ask(report))),
        Section("take-along", "TAKE ALONG", "A question to take along", tuple(_take_along(report))),
    )
    return [section for section in found if section.facts]


def situations(report: Report) -> dict[str, str]:
    """Return what each moment was about, by its id."""
    return {
        one.id: safe(one_line(one.situation or one.intent or ""))
        for day in report.calendar
        for one in day.moments
    }


def numbers(line: EffectLine, say: Say) -> str:
    """Return `meant +2, arrived −1 (they said)`."""
    gap = line.result
    aimed = "meaning open" if line.intended is None else f"meant {say(line.intended)}"
    if gap.received is None:
        return f"{aimed}, what arrived is open"
    return f"{aimed}, arrived {say(gap.received)} ({'your reading' if line.theirs is None else 'they said'})"


def own_words(moment: Moment) -> list[tuple[str, str]]:
    """Return what the leader wrote of a moment, each text under its name."""
    texts = (
        ("Moment", moment.situation),
        ("Meant", moment.intent),
        ("Arrived", moment.impact),
        ("Between", moment.gap),
    )
    return [(name, safe(one_line(text))) for name, text in texts if text]


def focus_title(focus: FocusReport) -> str:
    """Return `Your focus: trust, eight weeks`."""
    weeks = len(focus.weeks)
    return f"Your focus: {focus.dimension}, {number(weeks)} week{'' if weeks == 1 else 's'}"


def focus_facts(focus: FocusReport, say: Say) -> Iterator[str]:
    """Yield how the focus went: trend, the 28 days before, and whether less was meant."""
    trends = {"estimated": focus.estimated_trend, "verified": focus.verified_trend}
    courses = {trend.verdict for trend in trends.values()}
    if courses <= {"none", "too-few"}:
        yield (
            "No clear trend."
            if "none" in courses
            else "Fewer than eight weeks with moments: too few for a trend."
        )
    else:
        for status, trend in trends.items():
            if trend.verdict != "too-few":
                yield _trend(trend, _WHOSE[status], say)
    yield from _compared(focus, say)
    yield from _aim(focus, say)


def _trend(trend: Trend, whose: str, say: Say) -> str:
    if trend.verdict == "none" or trend.slope is None:
        return f"No clear trend in {whose}."
    return (
        f"A {trend.verdict} trend in {whose} over {number(trend.weeks)} weeks: the gap moves by "
        f"{say(trend.slope)} a week."
    )


def _compared(focus: FocusReport, say: Say) -> Iterator[str]:
    if focus.before_from is None:
        return
    parts = {"estimated": focus.estimated, "verified": focus.verified}
    verdicts = {part.verdict for part in parts.values()}
    if "changed" in verdicts:
        for status, part in parts.items():
            if part.verdict == "changed":
                yield _changed(part, _WHOSE[status], say)
    elif "too-small-to-tell" in verdicts:
        yield "Against the 28 days before: too small a difference to tell."
    else:
        yield "Against the 28 days before: too few moments to compare."


def _changed(part: Comparison, whose: str, say: Say) -> str:
    return (
        f"Against the 28 days before, the mean gap in {whose} moved by {say(part.difference or 0)} "
        f"({part.n_now} moments, {part.n_before} before)."
    )


def _aim(focus: FocusReport, say: Say) -> Iterator[str]:
    guard = focus.intent
    if guard.aim == "too-few" or guard.now is None or guard.before is None:
        return
    if guard.closed_by_aiming_lower:
        yield (
            f"You aimed lower than before (median {say(guard.now)}, before {say(guard.before)}): "
            "that gap closed because less was intended."
        )
    elif guard.aim == "as-before":
        moved = "changed" in {focus.estimated.verdict, focus.verified.verdict}
        yield f"You aimed as high as before (median {say(guard.now)}){', so that is not why' if moved else ''}."
    else:
        yield f"You aimed {guard.aim} than before (median {say(guard.now)}, before {say(guard.before)})."


def _words_only(report: Report) -> Iterator[Fact]:
    """Yield the moments that were not put in numbers, the newest ones: they are read as well."""
    alone = [one for day in report.calendar for one in day.moments if not one.lines]
    for one in alone[-_MOST:]:
        words = safe(one_line(one.situation or one.intent or "no words", _WORDS))
        yield Fact(f"{_day(one.on, report)} {one.handle} “{words}”", STATE_LABELS.get(one.state, ""))
    if len(alone) > _MOST:
        yield Fact(f"And {len(alone) - _MOST} before.")


def _awareness(seen: Awareness, say: Say) -> Iterator[Fact]:
    if seen.within_one.n:
        yield Fact(
            f"Your reading was within a step of theirs in {of(seen.within_one)}; "
            f"above theirs in {of(seen.above)}, below in {of(seen.below)}."
        )
    if seen.blind.mean is not None and seen.blind.mean_abs is not None:
        yield Fact(
            f"It lay {say(seen.blind.mean)} from theirs on average, {seen.blind.mean_abs:.1f} sign aside "
            f"({counted(seen.blind.n, 'moment')})."
        )
    if seen.meta.mean is not None:
        yield Fact(
            f"What you expected them to say was {say(seen.meta.mean)} from what they said, on average."
        )
    if seen.asked.n:
        yield Fact(f"Somebody was asked in {of(seen.asked)} moments.")


def _standings(report: Report, standings: Standings, say: Say) -> Iterator[Fact]:
    """Yield the order, a status each; a week shows moments, not averages."""
    if is_week(report.period):
        return
    for label, found in (("My readings", standings.estimated), ("Confirmed", standings.verified)):
        if found:
            told = [
                f"{safe(one.key)} {'' if one.gap.mean is None else say(one.gap.mean) + ' '}({one.n})"
                for one in found
            ]
            yield Fact(f"{label}, mean gap of so many moments: {', '.join(told)}")


def _spheres(spheres: Spheres, counts: Counts) -> Iterator[Fact]:
    if spheres.both:
        yield Fact(f"{spheres.both} of {counted(counts.entries, 'moment')} crossed between work and home.")


def _circling(one: Circling) -> Fact:
    return Fact(
        f"{number(len(one.entries)).capitalize()} moments with {safe(one.person)} ({span(one.first, one.last)}), and "
        "no promise about them. Questions for that, or your partner:",
        command="mefirst reflect deep",
    )


def _promises(told: FollowThrough, today: date) -> Iterator[Fact]:
    for promise in told.promises:
        yield _promise(promise, today)
    if told.kept.n and len(told.promises) > 1:
        yield Fact(f"All together: kept {of(told.kept)} times a cue came.")


def _promise(promise: Promise, today: date) -> Fact:
    commitment = promise.commitment
    words = safe(one_line(commitment.sentence()))
    notes = []
    if promise.kept.n:
        notes.append(f"came {counted_times(promise.kept.n)}, did it {promise.kept.k}")
    if promise.overdue:
        notes.append(f"{counted(promise.overdue, 'day')} late")
    elif commitment.status != "open":
        notes.append(commitment.status.replace("-", " "))
    elif due := due_words(commitment, today):
        notes.append(due)
    return Fact(words[:1].upper() + words[1:], ", ".join(notes))


def _cleanups(report: Report) -> Iterator[Fact]:
    for one in report.follow_through.cleanups:
        due = due_words(one.commitment, report.today) if one.commitment else ""
        yield _cleanup(one, _day(one.on, report), due)


def _cleanup(one: OpenCleanup, day: str, due: str) -> Fact:
    who = f"With {safe(one.who)}" if one.who else "One"
    urgency = {"now": "cannot wait", "soon": "soon"}.get(one.urgency or "", "")
    stands = one.step.replace("-", " ") if one.step else urgency
    age = f"open {counted(one.age, 'day')}" if one.age > 0 else "since today"
    return Fact(f"{who}, from {day} ({one.handle})", ", ".join(filter(None, (stands, age, due))))


def _checkins(report: Report) -> Iterator[Fact]:
    told = report.follow_through
    if told.checkins.n:
        yield Fact(f"Held {of(told.checkins)} planned.")
    elif told.checkins_held:
        yield Fact(f"Held {told.checkins_held}.")
    for talk in told.checkins_planned:
        yield Fact(f"Next with {safe(talk.alias)}: {long_day(talk.on)}.")


def _strength(report: Report) -> Iterator[Fact]:
    if report.strength:
        yield Fact(f"“{safe(one_line(report.strength.text))}”")


def _ask(report: Report) -> Iterator[Fact]:
    if report.ask:
        who, line = safe(report.ask.person), report.ask.line
        command = f"mefirst ask {line.handle} --of {shell_word(report.ask.person)}"
        yield Fact(f"{who[:1].upper()}{who[1:]}, about {_day(line.on, report)}:", command=command)


def _take_along(report: Report) -> Iterator[Fact]:
    if report.take_along:
        yield Fact(take_along(report.take_along, report.today))


def _day(day: date, report: Report) -> str:
    """Return `Thursday` for a day of the week that is told, else `2 November`, with the year of another one."""
    if is_week(report.period) and day in report.period:
        return weekday(day)
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if day.year != report.today.year else "")
