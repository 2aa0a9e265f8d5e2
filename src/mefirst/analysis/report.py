"""The report of a period: everything it tells, computed; how it looks is for the renderers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mefirst.analysis import picks
from mefirst.analysis.awareness import Awareness, awareness
from mefirst.analysis.circling import Circling, circling
from mefirst.analysis.focus import BEFORE, FocusReport, chosen, end_of, first_week, focus_report
from mefirst.analysis.follow_through import FollowThrough, follow_through
from mefirst.analysis.gap import lines_of
from mefirst.analysis.moment import Moment, moment
from mefirst.analysis.people import Standings, standings
from mefirst.analysis.picks import Ask, Strength, TakeAlong
from mefirst.analysis.summary import Summary, summarise
from mefirst.analysis.then_and_now import ThenAndNow, then_and_now
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.partner import Partner
from mefirst.model.period import Period
from mefirst.model.query import Query


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar that has moments, in the order they were written; days without any are left out."""

    on: date
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Spheres:
    """How many moments belong where; `both` crossed between work and home; `open` did not say."""

    professional: int
    personal: int
    both: int
    open: int


@dataclass(frozen=True, slots=True)
class Report:
    """A period read honestly; no composite score. `today` is the day it is read on.

    `focus` is None where none was chosen by the period's end. `circling` has each person once. `strength`,
    `ask`, `take_along` are None where no moment gives one; `then_and_now` where it is not its week, is switched
    off, or has no pair. An empty period has empty parts and no figures.
    """

    period: Period
    today: date
    summary: Summary
    calendar: tuple[Day, ...]
    focus: FocusReport | None
    awareness: Awareness
    follow_through: FollowThrough
    people: Standings
    tags: Standings
    spheres: Spheres
    circling: tuple[Circling, ...]
    strength: Strength | None
    ask: Ask | None
    take_along: TakeAlong | None
    then_and_now: ThenAndNow | None


def days_to_read(period: Period, focus: Iterable[Focus], today: date) -> tuple[date | None, date | None]:
    """Return the first and the last day a report of `period` needs, both included; None is open.

    The period, the 28 days before it, and the weeks of the focus: a stretch that does not grow with the journal.
    """
    if period.first is None:
        return None, period.last
    needed = [period.first - BEFORE]
    if choice := chosen(focus, end_of(period, today)):
        needed.append(first_week(choice, period, today))
    return min(needed), period.last


def report(  # noqa: PLR0913, PLR0917 what a journal knows of a period, a kind of record each
    entries: Iterable[Entry],
    commitments: Sequence[Commitment],
    focus: Sequence[Focus],
    period: Period,
    query: Query,
    today: date,
    *,
    checkins: Sequence[Checkin] = (),
    partners: Sequence[Partner] = (),
    oldest: Iterable[Entry] = (),
) -> Report:
    """Read a period: `entries` of the days that `days_to_read` names, filtered here by `query`.

    `focus`, `commitments`, `checkins` and `partners` are all there are; promises know no filter. `oldest` are the
    entries of the journal's first 13 weeks where *then and now* is due, else none.
    """
    matching = sorted(
        (entry for entry in entries if query.matches(entry)),
        key=lambda one: (one.on, one.recorded_at, one.id),
    )
    own = [entry for entry in matching if entry.on in period]
    summary = summarise(own, query)
    moments = [moment(entry, query) for entry in own]
    choice = chosen(focus, end_of(period, today))
    lines = [line for entry in matching for line in lines_of(entry, query)] if choice else []
    return Report(
        period=period,
        today=today,
        summary=summary,
        calendar=tuple(Day(on, tuple(held)) for on, held in groupby(moments, key=lambda one: one.on)),
        focus=focus_report(lines, choice, period, today) if choice else None,
        awareness=awareness(own, summary.lines),
        follow_through=follow_through(own, commitments, checkins, period, today, partners=partners),
        people=standings(summary.lines, "person"),
        tags=standings(summary.lines, "tag"),
        spheres=_spheres(own),
        circling=circling(matching, commitments, period),
        strength=picks.strength(moments),
        ask=picks.ask(summary.lines, choice.dimension if choice else None),
        take_along=picks.take_along(summary.lines, own),
        then_and_now=then_and_now(oldest, own, query),
    )


def _spheres(entries: Sequence[Entry]) -> Spheres:
    named = [entry.sphere for entry in entries]
    return Spheres(
        professional=named.count("professional"),
        personal=named.count("personal"),
        both=named.count("both"),
        open=named.count(None),
    )
