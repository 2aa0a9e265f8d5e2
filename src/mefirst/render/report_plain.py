"""`mefirst report --format plain`: one sentence a fact. For screen readers and e-mail."""

from collections.abc import Iterator

from mefirst.analysis.focus import FocusReport, Week
from mefirst.analysis.report import Report
from mefirst.analysis.then_and_now import ThenAndNow
from mefirst.model.scale import spoken
from mefirst.render.dates import long_day
from mefirst.render.reading import is_week, left_out, shown_alone
from mefirst.render.sections import Fact, Section, focus_facts, focus_title, numbers, own_words, sections
from mefirst.render.sentences import averages, closing, ended, one_effect, opening
from mefirst.render.words import aim


def report(found: Report) -> str:
    """Return the report in sentences, a line each."""
    return "\n".join(_report(found))


def _report(found: Report) -> Iterator[str]:
    summary, period = found.summary, found.period
    yield from opening(summary, period)
    if is_week(period):
        yield from map(one_effect, summary.lines)
    else:
        for group in summary.groups:
            yield from averages(group, summary.by)
            yield from map(one_effect, shown_alone(group))
        yield from left_out(summary.groups)
    yield from closing(summary, period)
    if found.focus and summary.counts.entries:
        yield from _focus(found.focus)
    for section in sections(found, spoken):
        yield from _section(section)
    if found.then_and_now:
        yield from _then_and_now(found.then_and_now)


def _focus(focus: FocusReport) -> Iterator[str]:
    yield f"{focus_title(focus)}."
    yield from map(_week, focus.weeks)
    yield from averages(focus.over_weeks, "focus")
    yield from focus_facts(focus, spoken)


def _week(week: Week) -> str:
    mine = ", ".join(spoken(gap) for gap in week.estimated)
    theirs = ", ".join(spoken(gap) for gap in week.verified)
    said = "; ".join(part for part in (mine, theirs and f"confirmed {theirs}") if part)
    return f"Week {week.monday.isocalendar().week}, gaps: {said or 'none'}."


def _section(section: Section) -> Iterator[str]:
    for fact in section.facts:
        yield f"{section.title}: {_fact(fact)}"


def _fact(fact: Fact) -> str:
    if fact.command:
        return f"{fact.text} {fact.command}"
    return ended(f"{fact.text}; {fact.note}" if fact.note else fact.text)


def _then_and_now(told: ThenAndNow) -> Iterator[str]:
    yield f"Then and now: {aim(told.now_line)}."
    for word, moment, line in (("Then", told.then, told.then_line), ("Now", told.now, told.now_line)):
        yield f"{word}, {long_day(moment.on)}, entry {moment.handle}: {numbers(line, spoken)}."
        for name, words in own_words(moment):
            yield ended(f"{name}: {words}")
