"""The sentences of a report: each says what was computed, and no more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mefirst.analysis.circling import Circling
from mefirst.analysis.cleanups import OpenCleanup
from mefirst.analysis.focus import Comparison, FocusReport, IntentGuard, Trend
from mefirst.analysis.report import Report, report
from mefirst.analysis.summary import Share
from mefirst.model.focus import Focus
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.model.scale import signed, spoken
from mefirst.render.sections import focus_facts, focus_title, sections
from samples import DAY, RECORDED, commitment, effect, entry, nth_id

ALL = Period("all", None, None)
BEGAN = DAY - timedelta(days=70)


@pytest.fixture
def found() -> Report:
    """Return the report of one moment, its focus chosen ten weeks ago."""
    focus = Focus.first(nth_id(8), recorded_at=RECORDED, on=BEGAN, dimension="trust")
    return report([entry(situation="x", effects=(effect(2, 1),))], (), [focus], ALL, Query(), DAY)


def facts(found: Report, key: str) -> list[tuple[str, ...]]:
    """Return the facts of one section, [] where it is left out."""
    return [tuple(fact) for one in sections(found, signed) if one.key == key for fact in one.facts]


def told(found: Report, **changes: Any) -> list[str]:
    """Return what is said of the focus after changes to it."""
    assert found.focus
    before: dict[str, Any] = {"before_from": BEGAN, "before_to": DAY}
    return list(focus_facts(replace(found.focus, **{**before, **changes}), signed))


FEW = Comparison(1, 0, None, None, "too-few")
SMALL = Comparison(6, 7, 0.2, 0.4, "too-small-to-tell")
CHANGED = Comparison(6, 7, 0.75, 0.03, "changed")
NO_TREND = Trend(9, 0.1, 0.4, "none")
CLEAR = Trend(9, 0.25, 0.01, "clear")
TOO_FEW = Trend(3, None, None, "too-few")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"estimated_trend": TOO_FEW, "verified_trend": TOO_FEW},
            "Fewer than eight weeks with moments: too few for a trend.",
        ),
        ({"estimated_trend": NO_TREND, "verified_trend": TOO_FEW}, "No clear trend."),
        (
            {"estimated_trend": CLEAR, "verified_trend": NO_TREND},
            "A clear trend in your readings over nine weeks: the gap moves by +0.2 a week.",
        ),
        ({"estimated_trend": CLEAR, "verified_trend": NO_TREND}, "No clear trend in what was confirmed."),
        ({"estimated": FEW, "verified": FEW}, "Against the 28 days before: too few moments to compare."),
        ({"estimated": SMALL, "verified": FEW}, "Against the 28 days before: too small a difference to tell."),
        (
            {"estimated": SMALL, "verified": CHANGED},
            "Against the 28 days before, the mean gap in what was confirmed moved by +0.8 (6 moments, 7 before).",
        ),
        ({"intent": IntentGuard(2, 2, "as-before", ())}, "You aimed as high as before (median +2)."),
        (
            {"intent": IntentGuard(2, 2, "as-before", ()), "estimated": CHANGED},
            "You aimed as high as before (median +2), so that is not why.",
        ),
        (
            {"intent": IntentGuard(1, 2, "lower", ("estimated",))},
            "You aimed lower than before (median +1, before +2): that gap closed because less was intended.",
        ),
        ({"intent": IntentGuard(1, 2, "lower", ())}, "You aimed lower than before (median +1, before +2)."),
        ({"intent": IntentGuard(3, 2, "higher", ())}, "You aimed higher than before (median +3, before +2)."),
    ],
)  # fmt: skip
def test_the_focus(found: Report, changes: dict[str, Any], expected: str) -> None:
    """Trend, comparison and aim, each by its verdict."""
    assert expected in told(found, **changes)


def test_the_focus_says_nothing_of_what_few_numbers_forbid(found: Report) -> None:
    """No days before belong to it: no comparison is spoken of; of the aim nothing either."""
    said = told(found, before_from=None, before_to=None, intent=IntentGuard(None, None, "too-few", ()))
    assert said == ["Fewer than eight weeks with moments: too few for a trend."]


def test_the_weeks_are_counted_in_words(found: Report) -> None:
    """As one says them."""
    focus = found.focus
    assert isinstance(focus, FocusReport)
    assert focus_title(replace(focus, weeks=focus.weeks[:1])) == "Your focus: trust, one week"
    assert focus_title(replace(focus, weeks=focus.weeks[:1] * 13)) == "Your focus: trust, 13 weeks"


def test_circling_cleanups_and_check_ins(found: Report) -> None:
    """What is open is named, with what to do about it."""
    cleanup = OpenCleanup("20261101-aaaabbbbcc", DAY - timedelta(days=22), 22, "ann", "talked", None, None)
    asked_for = OpenCleanup("20261123-ddddeeeeff", DAY, 0, None, None, "now", None)
    follow = replace(
        found.follow_through, cleanups=(cleanup, asked_for), checkins=Share(1, 2), checkins_held=1
    )
    circling = (Circling("ann", DAY - timedelta(days=9), DAY, ("a", "b", "c")),)
    open_ = replace(found, circling=circling, follow_through=follow)
    ((said, note, command),) = facts(open_, "circling")
    assert said.startswith(
        "Three moments with ann (Sat 14 to Mon 23 November 2026), and no promise about them."
    )
    assert (note, command) == ("", "mefirst reflect deep")
    assert facts(open_, "cleanups") == [
        ("With ann, from 1 November (aaaabb)", "talked, open 22 days", ""),
        ("One, from 23 November (ddddee)", "cannot wait, since today", ""),
    ]
    assert facts(open_, "checkins") == [("Held 1 of 2 planned.", "", "")]
    unplanned = replace(found, follow_through=replace(follow, checkins=Share(0, 0)))
    assert facts(unplanned, "checkins") == [("Held 1.", "", "")]
    assert facts(found, "circling") == facts(found, "cleanups") == facts(found, "checkins") == []


def test_promises(found: Report) -> None:
    """The words of the promise, what became of it, and when it is due."""
    promises = [
        commitment(nth_id(1), cue="she pauses", response="I wait", due=DAY + timedelta(days=1)),
        commitment(nth_id(2), behavior="ask first", due=DAY - timedelta(days=3)),
        commitment(nth_id(3), behavior="write to them", status="kept-late"),
    ]
    found = report([], promises, (), ALL, Query(), DAY)
    assert {fact[:2] for fact in facts(found, "promises")} == {
        ("Ask first", "3 days late"),
        ("If she pauses, I wait", "due tomorrow"),
        ("Write to them", "kept late"),
    }


def test_moments_in_words_only_are_not_lost() -> None:
    """The newest five by name, the others counted."""
    alone = [entry(nth_id(number), situation=f"moment {number}") for number in range(7)]
    found = report(alone, (), (), Period("week", DAY, DAY), Query(), DAY)
    said = facts(found, "words")
    assert len(said) == 6
    assert said[0][0].startswith("Monday ")
    assert said[0][1] == "noted"
    assert said[-1] == ("And 2 before.", "", "")
    assert not any(one.key == "words" and one.facts == () for one in sections(found, spoken))
