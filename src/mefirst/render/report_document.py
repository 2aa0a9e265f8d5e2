"""`report --format json`: the whole report as `mefirst.report/1`. Null is what is not there, or may not be said."""

from typing import TYPE_CHECKING

from mefirst.analysis.awareness import Awareness
from mefirst.analysis.circling import Circling
from mefirst.analysis.focus import Comparison, FocusReport, Trend
from mefirst.analysis.follow_through import FollowThrough, Promise
from mefirst.analysis.moment import Moment
from mefirst.analysis.people import Standing
from mefirst.analysis.picks import Ask, Strength, TakeAlong
from mefirst.analysis.report import Report
from mefirst.analysis.then_and_now import ThenAndNow
from mefirst.model.query import Query
from mefirst.render.document import (
    Origin,
    cleanup_fields,
    fields_of,
    gap_figures,
    group_figures,
    head,
    line_fields,
    number,
    share_fields,
    summary_fields,
)
from mefirst.render.words import take_along

if TYPE_CHECKING:
    from mefirst.render import report_shapes as shapes


def report(found: Report, query: Query, origin: Origin) -> "shapes.Report":
    """Return a report."""
    return {
        **head("mefirst.report/1", origin),
        "period": found.period.json(),
        "filters": query.json(),
        "today": found.today.isoformat(),
        "summary": summary_fields(found.summary),
        "calendar": [
            {"on": day.on.isoformat(), "moments": [moment_fields(one) for one in day.moments]}
            for day in found.calendar
        ],
        "focus": focus_fields(found.focus) if found.focus else None,
        "awareness": awareness_fields(found.awareness),
        "follow_through": follow_through_fields(found.follow_through),
        "people": {
            "estimated": [standing_fields(one) for one in found.people.estimated],
            "verified": [standing_fields(one) for one in found.people.verified],
        },
        "tags": {
            "estimated": [standing_fields(one) for one in found.tags.estimated],
            "verified": [standing_fields(one) for one in found.tags.verified],
        },
        "spheres": {
            "professional": found.spheres.professional,
            "personal": found.spheres.personal,
            "both": found.spheres.both,
            "open": found.spheres.open,
        },
        "circling": [circling_fields(one) for one in found.circling],
        "strength": strength_fields(found.strength) if found.strength else None,
        "ask": ask_fields(found.ask) if found.ask else None,
        "take_along": take_along_fields(found.take_along, found) if found.take_along else None,
        "then_and_now": then_and_now_fields(found.then_and_now) if found.then_and_now else None,
    }


def moment_fields(one: Moment) -> "shapes.MomentFields":
    """Return what a report says of a moment; its effects stand in the summary."""
    return {
        "entry": one.id,
        "handle": one.handle,
        "on": one.on.isoformat(),
        "state": one.state,
        "sphere": one.sphere,
        "people": list(one.people),
        "situation": one.situation,
        "intent": one.intent,
        "impact": one.impact,
        "gap_words": one.gap,
    }


def focus_fields(focus: FocusReport) -> "shapes.FocusFields":
    """Return the focus: its figures now, before, and over the weeks."""
    return {
        "dimension": focus.dimension,
        "since": focus.since.isoformat(),
        "now": group_figures(focus.now),
        "before": {
            "from": focus.before_from.isoformat() if focus.before_from else None,
            "to": focus.before_to.isoformat() if focus.before_to else None,
            **group_figures(focus.before),
        },
        "comparison": {
            "estimated": comparison_fields(focus.estimated),
            "verified": comparison_fields(focus.verified),
        },
        "intent": {
            "median_now": number(focus.intent.now),
            "median_before": number(focus.intent.before),
            "aim": focus.intent.aim,
            "closed_by_aiming_lower": list(focus.intent.closed_by_aiming_lower),
        },
        "weeks": [
            {
                "week": f"{week.monday.isocalendar().year:04}-{week.label}",
                "monday": week.monday.isoformat(),
                "estimated": [number(gap) for gap in week.estimated],
                "verified": [number(gap) for gap in week.verified],
            }
            for week in focus.weeks
        ],
        "over_weeks": group_figures(focus.over_weeks),
        "trend": {
            "estimated": trend_fields(focus.estimated_trend),
            "verified": trend_fields(focus.verified_trend),
        },
    }


def comparison_fields(compared: Comparison) -> "shapes.ComparisonFields":
    """Return the period against the 28 days before it, of one status."""
    return {
        "n_now": compared.n_now,
        "n_before": compared.n_before,
        "difference": number(compared.difference),
        "p": number(compared.p),
        "verdict": compared.verdict,
    }


def trend_fields(trend: Trend) -> "shapes.TrendFields":
    """Return the course of one status over the weeks."""
    return {
        "weeks": trend.weeks,
        "slope": number(trend.slope),
        "p": number(trend.p),
        "verdict": trend.verdict,
    }


def awareness_fields(aware: Awareness) -> "shapes.AwarenessFields":
    """Return my reading against theirs."""
    return {
        "blind": {"n": aware.blind.n, **gap_figures(aware.blind)},
        "meta": {"n": aware.meta.n, **gap_figures(aware.meta)},
        "within_one": share_fields(aware.within_one),
        "above": share_fields(aware.above),
        "below": share_fields(aware.below),
        "asked": share_fields(aware.asked),
    }


def follow_through_fields(seen: FollowThrough) -> "shapes.FollowThroughFields":
    """Return what became of promises, cleanups and check-ins."""
    return {
        "promises": [promise_fields(one) for one in seen.promises],
        "kept": share_fields(seen.kept),
        "late": seen.late,
        "changed": seen.changed,
        "statuses": seen.statuses,
        "cleanups": [cleanup_fields(one) for one in seen.cleanups],
        "checkins": {
            **share_fields(seen.checkins),
            "held": seen.checkins_held,
            "planned": [{"partner": one.alias, "on": one.on.isoformat()} for one in seen.checkins_planned],
        },
    }


def promise_fields(one: Promise) -> "shapes.PromiseFields":
    """Return a commitment with how often it was kept."""
    return {
        **fields_of(one.commitment),
        "handle": one.commitment.handle,
        "kept": share_fields(one.kept),
        "overdue": one.overdue,
    }


def standing_fields(one: Standing) -> "shapes.StandingFields":
    """Return a person, or a tag, in the order of reading."""
    return {"key": one.key, "n": one.n, "gap": gap_figures(one.gap), "shrunken": number(one.shrunken)}


def circling_fields(one: Circling) -> "shapes.CirclingFields":
    """Return a person with moment upon moment and no promise."""
    return {
        "person": one.person,
        "from": one.first.isoformat(),
        "to": one.last.isoformat(),
        "entries": list(one.entries),
    }


def strength_fields(one: Strength) -> "shapes.StrengthFields":
    """Return a strength in the leader's own words."""
    return {"entry": one.moment.id, "on": one.moment.on.isoformat(), "text": one.text}


def ask_fields(one: Ask) -> "shapes.AskFields":
    """Return whom it is worth asking, and about what."""
    return {"person": one.person, "waiting": one.waiting, "effect": line_fields(one.line)}


def take_along_fields(one: TakeAlong, found: Report) -> "shapes.TakeAlongFields":
    """Return the question to take along, by its rule and in words."""
    return {
        "question": one.question,
        "by": one.by,
        "text": take_along(one, found.today),
        "effect": line_fields(one.line),
    }


def then_and_now_fields(pair: ThenAndNow) -> "shapes.ThenAndNowFields":
    """Return two moments side by side."""
    return {
        "dimension": pair.dimension,
        "toward": pair.toward,
        "then": {**moment_fields(pair.then), "effect": line_fields(pair.then_line)},
        "now": {**moment_fields(pair.now), "effect": line_fields(pair.now_line)},
    }
