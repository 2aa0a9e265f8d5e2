"""`--format md`: the report and the gap summary as Markdown; what the leader wrote is text, whatever it looks like."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mefirst.analysis.focus import FocusReport, Week
from mefirst.analysis.gap import EffectLine
from mefirst.analysis.report import Report
from mefirst.analysis.summary import Group, Summary
from mefirst.analysis.then_and_now import ThenAndNow
from mefirst.model.period import Period
from mefirst.model.scale import signed
from mefirst.render.dates import long_day, title
from mefirst.render.filters import only
from mefirst.render.reading import (
    count_parts,
    figures,
    is_week,
    left_out,
    meant,
    nothing,
    shown_alone,
    small_numbers,
    told,
)
from mefirst.render.sections import Fact, focus_facts, focus_title, numbers, own_words, sections, situations
from mefirst.render.words import aim, verdict_label
from mefirst.text import safe

_ACTIVE = re.compile(r"[\\`*_\[\]<>|~&@$]|:(?=//)|:(?=[\w+-]+:)|(?<=www)\.", re.IGNORECASE)
_FIRST = re.compile(r"^(\d*)([-+=#.)])")
"""What makes a heading, a list, a rule or, pasted into a sheet, a formula at the beginning of a line."""


def inert(text: str) -> str:
    """Return safe text with all that Markdown would act on made mere characters."""
    return _FIRST.sub(r"\1\\\2", _ACTIVE.sub(r"\\\g<0>", text.strip()))


def report(found: Report) -> str:
    """Return the report as Markdown."""
    return "\n\n".join(_report(found))


def gaps(summary: Summary, period: Period) -> str:
    """Return the gap summary as Markdown."""
    return "\n\n".join(_gaps(summary, period))


def _gaps(summary: Summary, period: Period) -> Iterator[str]:
    if not summary.counts.entries:
        yield inert(nothing(period, summary.query))
        return
    yield f"# {inert(title(period))}"
    yield from map(inert, only(summary.query))
    yield inert(" · ".join(count_parts(summary.counts)))
    yield from _groups(summary)
    if summary.lines:
        yield "## Moments"
        yield _effects(summary.lines, {})
    yield from _figures(summary.overall)
    yield from _sentences(small_numbers(summary))


def _report(found: Report) -> Iterator[str]:
    summary, period = found.summary, found.period
    if summary.counts.entries:
        yield f"# {inert(title(period))}"
        yield from map(inert, only(summary.query))
        yield inert(" · ".join(count_parts(summary.counts)))
    else:
        yield inert(nothing(period, summary.query))
    if summary.lines:
        yield "## Meant and arrived"
        if is_week(period):
            yield _effects(summary.lines, situations(found))
        else:
            yield from _groups(summary)
            alone = [line for group in summary.groups for line in shown_alone(group)]
            if alone:
                yield "One by one:"
                yield _effects(alone, situations(found))
            yield from _sentences(left_out(summary.groups))
            yield from _figures(summary.overall)
        yield from _sentences(small_numbers(summary, period))
    if found.focus and summary.counts.entries:
        yield from _focus(found.focus)
    for section in sections(found, signed):
        yield f"## {section.title}"
        yield "\n".join(f"- {_fact(fact)}" for fact in section.facts)
    if found.then_and_now:
        yield from _then_and_now(found.then_and_now)


def _sentences(said: Iterable[str]) -> Iterator[str]:
    if joined := " ".join(said):
        yield inert(joined)


def _fact(fact: Fact) -> str:
    if fact.command:
        return f"{inert(fact.text)} {_code(fact.command)}"
    return inert(fact.text) + (f" – {inert(fact.note)}" if fact.note else "")


def _code(command: str) -> str:
    """Return a command as code, fenced by more backticks than it holds in a row."""
    fence = "`" * (max((len(run) for run in re.findall("`+", command)), default=0) + 1)
    between = " " if "`" in command else ""
    return f"{fence}{between}{command}{between}{fence}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """Return a table; columns in `right` hold figures."""
    rule = ["---:" if place in right else "---" for place in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def _effects(lines: Sequence[EffectLine], words: dict[str, str]) -> str:
    return _table(
        (
            "Day",
            "Entry",
            "Effect",
            "Meant",
            "My reading",
            "They said",
            "Gap",
            "In a word",
            *(("Moment",) if words else ()),
        ),
        (
            (
                long_day(line.on),
                line.handle,
                inert(aim(line)),
                *(_figure(value) for value in (line.intended, line.seen, line.theirs)),
                _figure(line.result.gap) or "?",
                inert(verdict_label(line.result)),
                *((inert(words.get(line.entry, "")),) if words else ()),
            )
            for line in lines
        ),
        frozenset({3, 4, 5, 6}),
    )


def _groups(summary: Summary) -> Iterator[str]:
    groups = [group for group in summary.groups if told(group)]
    if groups:
        yield (
            "Medians, from three moments up; the gap is the median of the gaps. My readings and what others confirmed "
            "are never pooled."
        )
        yield _table(
            (
                summary.by.capitalize(),
                "Meant",
                "My readings",
                "Arrived",
                "Gap",
                "Confirmed",
                "Arrived",
                "Gap",
            ),
            (_group(group, summary.by) for group in groups),
            frozenset(range(1, 8)),
        )


def _group(group: Group, by: str) -> list[str]:
    name = inert(safe(group.key)) if group.key else f"no {by}"
    cells = [name, _figure(group.intended.median)]
    for status in (group.estimated, group.verified):
        cells += [str(status.n), _figure(status.received.median), _figure(status.gap.median)]
    return cells


def _figure(value: float | None) -> str:
    return "" if value is None else signed(value)


def _figures(group: Group) -> Iterator[str]:
    said = [one for one in figures(group, signed) if one.kind]
    aimed = meant(group, signed)
    if not said or not aimed:
        return
    rows = [("Meant", str(aimed[0]), aimed[1], aimed[2], "", "", "", "")]
    for one in said:
        reach = one.between or one.reach
        rows.append(
            (
                one.label,
                str(one.n),
                one.kind,
                one.arrived,
                one.gap,
                f"{reach[0]} to {reach[1]}" if reach else "",
                one.size,
                one.backfired,
            )
        )
    head = (
        "Whose",
        "Moments",
        "Figure",
        "Value",
        "Gap",
        "90 % (median: from, to)",
        "Size, sign aside",
        "Backfired",
    )
    yield _table(head, rows, frozenset({1, 3, 4, 6}))


def _focus(focus: FocusReport) -> Iterator[str]:
    yield f"## {focus_title(focus)}"
    yield _table(("Week", "Gaps, my readings", "Gaps, confirmed"), map(_week, focus.weeks))
    yield from _figures(focus.over_weeks)
    yield from _sentences(focus_facts(focus, signed))


def _week(week: Week) -> tuple[str, str, str]:
    return week.label, " ".join(map(signed, week.estimated)), " ".join(map(signed, week.verified))


def _then_and_now(told_: ThenAndNow) -> Iterator[str]:
    yield "## Then and now"
    yield inert(aim(told_.now_line))
    for moment, line in ((told_.then, told_.then_line), (told_.now, told_.now_line)):
        yield f"### {long_day(moment.on)}, {moment.handle}"
        yield inert(numbers(line, signed))
        yield "\n".join(f"- {name}: {inert(words)}" for name, words in own_words(moment))
