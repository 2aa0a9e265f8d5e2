"""`--format html`: one file that stands alone. What is on it is worked out here, how it is marked up in the templates.

No script, no request: the policy in its head allows its own style sheet, by its digest, and nothing else.
"""

import calendar
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mefirst.analysis.focus import FocusReport
from mefirst.analysis.gap import EffectLine
from mefirst.analysis.moment import Moment
from mefirst.analysis.report import Day, Report
from mefirst.analysis.summary import Group, Summary
from mefirst.analysis.then_and_now import ThenAndNow
from mefirst.model.period import Period
from mefirst.model.scale import signed
from mefirst.render.dates import DAYS, MONTHS, clock_time, long_day, short_day, title
from mefirst.render.document import Origin
from mefirst.render.filters import only
from mefirst.render.marks import of_effect, of_group, strip
from mefirst.render.reading import (
    count_parts,
    figures,
    is_week,
    meant,
    nothing,
    small_numbers,
    told,
)
from mefirst.render.sections import focus_facts, focus_title, numbers, own_words, sections
from mefirst.render.words import aim, counted, verdict_label
from mefirst.text import safe

if TYPE_CHECKING:
    from jinja2 import Environment

_LOOKS = {
    "backfired": "low",
    "unintended-harm": "low",
    "landed": "good",
    "beyond": "good",
    "unintended-good": "good",
}
_MOST_MONTHS = 12
_MOST_MARKS = 3


def report(found: Report, origin: Origin) -> str:
    """Return the report as a page."""
    summary = found.summary
    page = _page(summary, found.period, origin)
    week = is_week(found.period)
    moments = {one.id: one for day in found.calendar for one in day.moments}
    told_sections = sections(found, signed)
    months = _months(found.calendar, found.period)
    return rendered(
        "report.html",
        **page,
        groups=[] if week else _groups(summary),
        figures=[] if week else _figures(summary.overall),
        blocks=_blocks(summary.lines, moments, found.today),
        folded=not week and bool(summary.groups and any(map(told, summary.groups))),
        small_numbers=" ".join(small_numbers(summary, found.period)),
        focus=_focus(found.focus) if found.focus and summary.counts.entries else None,
        along=next((one for one in told_sections if one.key == "take-along"), None),
        sections=[one for one in told_sections if one.key != "take-along"],
        months=months[-_MOST_MONTHS:],
        months_left_out=len(months) > _MOST_MONTHS,
        pair=_pair(found.then_and_now) if found.then_and_now else None,
    )


def gaps(summary: Summary, period: Period, origin: Origin) -> str:
    """Return the gap summary as a page."""
    return rendered(
        "gaps.html",
        **_page(summary, period, origin),
        groups=_groups(summary),
        figures=_figures(summary.overall),
        blocks=_blocks(summary.lines, {}, origin.now.date()),
        small_numbers=" ".join(small_numbers(summary)),
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("mefirst.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(template: str, **page: Any) -> str:
    """Return a page made from one of the templates; all that is put into it is text."""
    from markupsafe import Markup  # noqa: PLC0415 only where a page is made

    style = files("mefirst.render").joinpath("templates/page.css").read_text("utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    our_own = Markup(style)  # noqa: S704 a file of ours, no word of the leader's
    return (
        _environment().get_template(template).render(**page, style=our_own, style_hash=digest, weekdays=DAYS)
    )


def _page(summary: Summary, period: Period, origin: Origin) -> dict[str, Any]:
    named, _, when = title(period).partition(" · ")
    some = summary.counts.entries > 0
    return {
        "title": named,
        "when": when,
        "only": only(summary.query) if some else [],
        "counts": count_parts(summary.counts) if some else [],
        "nothing": "" if some else nothing(period, summary.query),
        "by": summary.by.capitalize(),
        "made": f"{long_day(origin.now.date())}, {clock_time(origin.now)},",
        "journal": safe(origin.journal),
    }


def _groups(summary: Summary) -> list[dict[str, Any]]:
    return [
        {
            "name": safe(group.key) if group.key else f"no {summary.by}",
            "picture": of_group(group),
            "mine": _median(group.estimated.gap.median, group.estimated.n),
            "theirs": _median(group.verified.gap.median, group.verified.n),
        }
        for group in summary.groups
        if told(group)
    ]


def _median(value: float | None, moments: int) -> str:
    return "–" if value is None else f"{signed(value)} ({moments})"


def _figures(group: Group) -> list[dict[str, Any]]:
    said = [one for one in figures(group, signed) if one.kind]
    aimed = meant(group, signed)
    if not said or not aimed:
        return []
    moments, kind, value = aimed
    rows = [{"label": "Meant", "n": moments, "value": f"{kind} {value}"}]
    for one in said:
        reach = f"90 % between {one.between[0]} and {one.between[1]}" if one.between else ""
        rows.append(
            {
                "label": one.label,
                "n": one.n,
                "value": f"{one.kind} {one.arrived}",
                "gap": one.gap,
                "reach": f"from {one.reach[0]} to {one.reach[1]}" if one.reach else reach,
                "size": one.size,
                "backfired": one.backfired,
            }
        )
    return [{"gap": "", "reach": "", "size": "", "backfired": "", **row} for row in rows]


def _blocks(lines: Iterable[EffectLine], moments: Mapping[str, Moment], today: date) -> list[dict[str, Any]]:
    """Return lines moment by moment, with the leader's own words where the moment is known."""
    blocks = [list(block) for _, block in groupby(lines, key=lambda line: line.entry)]
    words = {key: dict(own_words(one)) for key, one in moments.items()}
    return [
        {
            "day": short_day(block[0].on, today),
            "handle": block[0].handle,
            "about": words.get(block[0].entry, {}).get("Moment", ""),
            "words": [pair for pair in words.get(block[0].entry, {}).items() if pair[0] != "Moment"],
            "lines": [
                {
                    "dimension": line.dimension.capitalize(),
                    "toward": safe(line.toward or ""),
                    "picture": of_effect(line),
                    "gap": "?" if line.result.gap is None else signed(line.result.gap),
                    "verdict": verdict_label(line.result),
                    "look": _LOOKS.get(line.result.verdict or "", "plain"),
                }
                for line in block
            ],
        }
        for block in blocks
    ]


def _focus(focus: FocusReport) -> dict[str, Any]:
    return {
        **strip(focus.weeks)._asdict(),
        "title": focus_title(focus),
        "figures": _figures(focus.over_weeks),
        "said": " ".join(focus_facts(focus, signed)),
    }


def _pair(both: ThenAndNow) -> dict[str, Any]:
    sides = ((both.then, both.then_line), (both.now, both.now_line))
    return {
        "aim": aim(both.now_line),
        "sides": [
            {
                "day": long_day(moment.on),
                "handle": moment.handle,
                "picture": of_effect(line),
                "numbers": numbers(line, signed),
                "words": own_words(moment),
            }
            for moment, line in sides
        ],
    }


def _months(days: Sequence[Day], period: Period) -> list[dict[str, Any]]:
    """Return the months from the period's first day, or that of its first moment, to its last; no moments, none."""
    if not days:
        return []
    first, last = period.first or days[0].on, period.last or days[-1].on
    held = {day.on: day for day in days}
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        weeks = calendar.Calendar().monthdatescalendar(year, month)
        rows = [
            [
                _calendar_day(day, held.get(day), inside=first <= day <= last) if day.month == month else None
                for day in week
            ]
            for week in weeks
            if any(first <= day <= last and day.month == month for day in week)
        ]
        months.append({"name": f"{MONTHS[month - 1]} {year}", "rows": rows})
        year, month = (year, month + 1) if month < len(MONTHS) else (year + 1, 1)
    return months


def _calendar_day(day: date, held: Day | None, *, inside: bool) -> dict[str, Any]:
    if held is None:
        return {"number": day.day, "look": "inside" if inside else "outside", "marks": "", "words": ""}
    marks = ["●" if moment.state == "complete" else "○" for moment in held.moments]
    more = "+" if len(marks) > _MOST_MARKS else ""
    return {
        "number": day.day,
        "look": "held",
        "marks": "".join(marks[:_MOST_MARKS]) + more,
        "words": counted(len(marks), "moment"),
    }
