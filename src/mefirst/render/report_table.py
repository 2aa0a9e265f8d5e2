"""`mefirst report` in a terminal: a week moment by moment, a longer period in medians; then what it comes to.

It fits 50 columns as well as 140; nothing is cut without a mark.
"""

from collections.abc import Iterator, Sequence

from rich.text import Text  # noqa: TID253 this module is loaded where a table is made

from mefirst.analysis.focus import FocusReport, Week
from mefirst.analysis.report import Report
from mefirst.analysis.then_and_now import ThenAndNow
from mefirst.model.scale import signed
from mefirst.render.dates import long_day, title
from mefirst.render.filters import only
from mefirst.render.ink import hanging, joined, paragraph, render, row
from mefirst.render.reading import count_parts, is_week, left_out, nothing, small_numbers, told
from mefirst.render.rows import (
    SIGNS,
    figure_rows,
    laid_out,
    medians_legend,
    of_effects,
    of_groups,
)
from mefirst.render.sections import (
    Fact,
    Section,
    focus_facts,
    focus_title,
    numbers,
    own_words,
    sections,
    situations,
)
from mefirst.render.words import aim
from mefirst.text import PIPED_WIDTH, Canvas, width

_LABEL = 11
_BETWEEN = 2


def report(found: Report, canvas: Canvas) -> str:
    """Return the report as text for a canvas."""
    return render(_report(found, canvas), canvas)


def _report(found: Report, canvas: Canvas) -> Iterator[Text]:
    summary, period = found.summary, found.period
    if summary.counts.entries:
        yield from paragraph(title(period), canvas, "bold")
        for said in only(summary.query):
            yield from paragraph(said, canvas)
        yield from joined(count_parts(summary.counts), canvas)
        yield Text()
        yield from _meant_and_arrived(found, canvas)
        if found.focus:
            yield Text()
            yield from _focus(found.focus, canvas)
    else:
        yield from paragraph(nothing(period, summary.query), canvas)
    told = sections(found, signed)
    if told:
        yield Text()
    for section in told:
        yield from _section(section, canvas)
    if found.then_and_now:
        yield Text()
        yield from _then_and_now(found.then_and_now, canvas)


def _meant_and_arrived(report: Report, canvas: Canvas) -> Iterator[Text]:
    summary = report.summary
    if not summary.lines:
        yield from paragraph("No moment was put in numbers.", canvas)
        return
    yield from _heading("MEANT AND ARRIVED", "   ".join(SIGNS), canvas)
    week = is_week(report.period)
    if week:
        yield from laid_out(of_effects(summary.lines, situations(report), report.period), canvas)
        yield Text()
    else:
        if any(told(group) for group in summary.groups):
            yield from medians_legend(canvas)
        yield from laid_out(of_groups(summary.groups, summary.by, report.period), canvas)
        yield Text()
        yield from figure_rows(summary.overall, canvas)
    unshown = () if week else left_out(summary.groups)
    yield from paragraph(" ".join((*unshown, *small_numbers(summary, report.period))), canvas)


def _heading(name: str, beside: str, canvas: Canvas) -> Iterator[Text]:
    """Yield a heading with what explains the signs below it: at its right, or below it where it is narrow."""
    between = min(canvas.width, PIPED_WIDTH) - width(name) - width(canvas.signs(beside))
    if between >= _BETWEEN:
        yield row((name, "bold"), " " * between, (beside, "dim"))
    else:
        yield from paragraph(name, canvas, "bold")
        yield from paragraph(beside, canvas, "dim")


def _focus(focus: FocusReport, canvas: Canvas) -> Iterator[Text]:
    yield from _heading(focus_title(focus).upper(), "gap per moment, [ ] confirmed by others", canvas)
    yield from joined(map(_week, focus.weeks), canvas, between="  ")
    yield from figure_rows(focus.over_weeks, canvas)
    yield from paragraph(" ".join(focus_facts(focus, signed)), canvas)


def _week(week: Week) -> str:
    gaps = [signed(gap) for gap in week.estimated] + [f"[{signed(gap)}]" for gap in week.verified]
    return " ".join([week.label, *(gaps or "·")])


def _section(section: Section, canvas: Canvas) -> Iterator[Text]:
    label = f"{section.label:<{_LABEL}}"
    for fact in _together(section.facts):
        yield from _fact(label, fact, canvas)
        label = " " * _LABEL


def _together(facts: Sequence[Fact]) -> list[Fact]:
    """Return facts with sentences that follow each other made one paragraph."""
    joined_: list[Fact] = []
    for fact in facts:
        if joined_ and fact[1:] == joined_[-1][1:] == ("", "") and joined_[-1].text.endswith("."):
            joined_[-1] = Fact(f"{joined_[-1].text} {fact.text}")
        else:
            joined_.append(fact)
    return joined_


def _fact(label: str, fact: Fact, canvas: Canvas) -> Iterator[Text]:
    """Yield a fact beside its label, its note at the right: on the same line, or on one of its own."""
    columns = min(canvas.width, PIPED_WIDTH)
    *before, last = hanging(label, fact.text, canvas)
    yield from before
    if fact.command:
        yield from _ending_in(last, fact.command, width(label), canvas)
        return
    note = canvas.signs(fact.note)
    between = columns - width(last.plain) - width(note)
    if note and between >= _BETWEEN:
        yield row(last, " " * between, (note, "dim"))
        return
    yield last
    if note:
        yield from paragraph(note, canvas, "dim", indent=" " * max(columns - width(note), _BETWEEN))


def _ending_in(last: Text, command: str, indent: int, canvas: Canvas) -> Iterator[Text]:
    """Yield a last line with a command behind or below it, to be pasted: broken only where it is wider than a line."""
    long = width(command)
    if width(last.plain) + 1 + long <= canvas.width:
        yield row(last, f" {command}")
    elif long <= canvas.width:
        yield last
        yield row(" " * min(indent, canvas.width - long) + command)
    else:
        yield last
        yield from paragraph(command, canvas)


def _then_and_now(told: ThenAndNow, canvas: Canvas) -> Iterator[Text]:
    yield from _heading("THEN AND NOW", aim(told.now_line), canvas)
    for moment, line in ((told.then, told.then_line), (told.now, told.now_line)):
        yield from joined([long_day(moment.on), moment.handle, numbers(line, signed)], canvas)
        for label, words in own_words(moment):
            yield from hanging(f"  {label:<9}", words, canvas, "dim")
