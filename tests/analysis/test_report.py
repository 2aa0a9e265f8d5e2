"""The parts of a report: each says what its rule says, and nothing where there is nothing to say."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mefirst.analysis.awareness import awareness
from mefirst.analysis.circling import circling
from mefirst.analysis.follow_through import FollowThrough, follow_through
from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.analysis.people import Standings, shrunken, standings
from mefirst.analysis.picks import ask, take_along
from mefirst.analysis.report import Report, days_to_read, report
from mefirst.analysis.summary import Share
from mefirst.analysis.then_and_now import is_due, then_and_now
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.due import is_late
from mefirst.model.entry import Effect, Entry
from mefirst.model.focus import Focus
from mefirst.model.period import Period
from mefirst.model.query import Query
from samples import PACK, RECORDED, commitment, effect, entry, nth_id, reported

TODAY = date(2026, 11, 23)
MONDAY = date(2026, 11, 16)
LAST_WEEK = Period.parse("last-week", TODAY)
ALL = Period.parse("all", TODAY)


def moment(number: int, *lines: Effect, day: date | None = None, **more: Any) -> Entry:
    """The moment number `number`, on Monday or on `day`."""
    return entry(nth_id(number, day or MONDAY), **{"intent": "x", "effects": lines, **more})


def all_lines(entries: list[Entry]) -> list[EffectLine]:
    return [line for one in entries for line in lines_of(one)]


def read(entries: list[Entry], *commitments: Commitment, period: Period = LAST_WEEK, **more: Any) -> Report:
    return report(
        entries, commitments, more.pop("focus", ()), period, more.pop("query", Query()), TODAY, **more
    )


def said(seen: int | None, *values: int, how: str = "told", **more: Any) -> Effect:
    words = [reported(f"p{index}", value, MONDAY, how=how) for index, value in enumerate(values)]
    return effect(2, seen, *words, **more)


# --- how near my reading comes


def test_awareness_reads_my_guess_against_their_word() -> None:
    """Bias and size, within one step, above and below; a moment is one value, its lines averaged first."""
    entries = [
        moment(0, said(2, 0)),
        moment(1, said(1, 1)),
        moment(2, said(-1, 0)),
        moment(3, said(2, 0, dimension="energy"), said(-1, 1, dimension="growth")),
        moment(4, said(1, 0, 1)),
        moment(5, said(2)),
        moment(6, said(None, 1)),
    ]
    found = awareness(entries, all_lines(entries))
    assert found.blind.n == 5
    assert found.blind.mean == pytest.approx((2 + 0 - 1 + 0 + 0.5) / 5)
    assert found.blind.median == 0
    assert (found.within_one, found.above, found.below) == (Share(3, 5), Share(2, 5), Share(1, 5))
    assert found.meta.n == 0


def test_somebody_was_asked_where_a_guess_or_an_answer_says_so() -> None:
    """Not where it was told unasked; a moment without an effect is none to ask about."""
    entries = [
        moment(0, said(1, 0)),
        moment(1, said(1, 0, how="asked")),
        moment(2, said(1, 0, how="form")),
        moment(3, said(1, predicted=-1)),
        moment(4, said(1)),
        moment(5),
    ]
    assert awareness(entries, all_lines(entries)).asked == Share(3, 5)


def test_what_was_meant_to_lower_is_no_matter_of_awareness() -> None:
    entries = [moment(0, effect(-1, 2, reported("a", 0)))]
    found = awareness(entries, all_lines(entries))
    assert (found.blind.n, found.asked) == (0, Share(0, 0))


def test_a_few_readings_have_no_average() -> None:
    for n in range(1, 6):
        entries = [moment(number, said(1, number % 2, predicted=0)) for number in range(n)]
        found = awareness(entries, all_lines(entries))
        for spread in (found.blind, found.meta):
            assert (spread.n, spread.median is None, spread.mean is None) == (n, n < 3, n < 5)


# --- persons and tags


def test_few_moments_are_drawn_toward_all() -> None:
    assert shrunken([-4.0] * 3, -1.0) == pytest.approx((3 * -4 + 4 * -1) / 7)
    assert shrunken([], -1.0) == -1.0


def test_persons_come_in_the_order_of_their_shrunken_gap() -> None:
    """Three bad moments weigh less than twelve nearly as bad; under three moments nobody is named."""
    gaps = {"few": [-3] * 3, "many": [-3, -2, -3] * 4, "well": [0] * 8, "two": [-5] * 2}
    entries = [
        moment(number, effect(2, 2 + gap, toward=person))
        for number, (person, gap) in enumerate((person, gap) for person, own in gaps.items() for gap in own)
    ]
    found = standings(all_lines(entries), "person")
    assert [(one.key, one.n) for one in found.estimated] == [("many", 12), ("few", 3), ("well", 8)]
    assert [one.shrunken is None for one in found.estimated] == [False, True, False]
    assert found.estimated[1].gap.mean is None
    assert found.verified == ()


def test_the_two_kinds_of_knowing_have_an_order_each() -> None:
    """Tags work alike, spelled as first written; lines toward nobody belong to no person."""
    entries = [
        moment(number, said(1, 0), tags=("Meeting" if number == 0 else "meeting",)) for number in range(5)
    ]
    tags = standings(all_lines(entries), "tag")
    assert [(one.key, one.status, one.n) for one in tags.verified] == [("Meeting", "verified", 5)]
    assert tags.estimated == ()
    assert standings(all_lines(entries), "person") == Standings((), ())


# --- what became of promises


def log(day: date, *, came: bool = True, did: bool | None = True) -> dict[str, Any]:
    return {"on": day, "cue_came": came, "did_it": did}


def followed(
    *commitments: Commitment, entries: list[Entry] | None = None, checkins: list[Checkin] | None = None
) -> FollowThrough:
    return follow_through(entries or [], commitments, checkins or [], LAST_WEEK, TODAY)


def test_kept_counts_the_cues_that_came_in_the_period() -> None:
    """Not days, not cues that did not come, not other weeks."""
    promise = commitment(
        nth_id(0, date(2026, 10, 1)),
        log=[
            log(MONDAY - timedelta(days=1)),
            log(MONDAY),
            log(MONDAY, did=False),
            log(MONDAY + timedelta(days=6), did=None),
            log(MONDAY + timedelta(days=3), came=False, did=None),
            log(TODAY),
        ],
    )
    found = followed(promise)
    assert found.kept == found.promises[0].kept == Share(1, 3)


def test_promises_seen_are_open_or_touched_by_the_period() -> None:
    """Made, due or logged in it; one made since is not there yet."""
    old = date(2026, 9, 1)
    promises = [
        commitment(nth_id(0, old)),
        commitment(nth_id(1, old), status="kept"),
        commitment(nth_id(2, old), status="kept", log=[log(MONDAY)]),
        commitment(nth_id(3, old), status="kept-late", due=MONDAY),
        commitment(nth_id(4, MONDAY), status="dropped", reason="x"),
        commitment(nth_id(5, old), status="renegotiated", due=MONDAY + timedelta(days=2)),
        commitment(nth_id(6, TODAY)),
    ]
    found = followed(*promises)
    assert [int(one.commitment.id[-1]) for one in found.promises] == [3, 5, 0, 2, 4]
    assert found.statuses == {
        "open": 1, "kept": 1, "kept-late": 1, "partly": 0, "missed": 0, "renegotiated": 1, "dropped": 1,
    }  # fmt: skip
    assert found.changed == 2


@pytest.mark.parametrize(
    ("fields", "late"),
    [
        ({"due": TODAY}, None),
        ({"due": TODAY - timedelta(days=1)}, 1),
        ({"due": TODAY - timedelta(days=1), "status": "kept"}, None),
        ({"by": "24h"}, 12),
        ({"by": "week"}, 6),
        ({"by": "week", "due": TODAY}, None),
        ({}, None),
    ],
)
def test_late_is_what_is_open_past_its_day(fields: dict[str, Any], late: int | None) -> None:
    """A cleanup's `by` is a day, too, unless one is named; `overdue` counts days."""
    promise = commitment(nth_id(0, date(2026, 11, 10)), **fields)
    assert is_late(promise, TODAY) == (late is not None)
    found = followed(promise)
    assert found.late == (late is not None)
    assert [one.overdue for one in found.promises] in ([late], [])


def test_cleanups_that_are_open_come_by_age() -> None:
    """Begun ones, and those a moment asked for and nobody began: from it, or with one of its people."""
    old, older = date(2026, 11, 1), date(2026, 10, 1)
    begun = commitment(nth_id(0, old), kind="repair", who="Finance", step="planned")
    done = [
        commitment(nth_id(number, old), kind="repair", who="deputy", step=step)
        for number, step in enumerate(("closed", "not-wanted", "unsafe"), 1)
    ]
    asked = moment(10, day=MONDAY, cleanup="now", people=("board",))
    from_it = commitment(
        nth_id(5, TODAY - timedelta(days=2)), kind="repair", from_entry=nth_id(11, MONDAY), step="closed"
    )
    entries = [
        asked,
        moment(11, cleanup="soon"),
        moment(12, day=older, cleanup="soon", people=("finance",)),
        moment(13, cleanup="none"),
    ]
    found = followed(begun, *done, from_it, entries=entries)
    assert [(one.id, one.age, one.who, one.step, one.urgency) for one in found.cleanups] == [
        (begun.id, 22, "Finance", "planned", None),
        (asked.id, 7, "board", None, "now"),
    ]
    assert found.promises == ()
    assert found.cleanups[0].handle == begun.handle


def checkin(number: int, day: date, next_on: date | None = None, partner: str | None = "coach") -> Checkin:
    return Checkin.first(
        nth_id(number, day), recorded_at=RECORDED, on=day, pack=PACK, partner=partner, next_on=next_on
    )


@pytest.mark.parametrize(
    ("held_on", "share"),
    [
        (None, Share(0, 1)),
        (date(2026, 11, 10), Share(1, 1)),
        (date(2026, 11, 17), Share(1, 1)),
        (date(2026, 11, 24), Share(1, 1)),
        (date(2026, 11, 25), Share(0, 1)),
    ],
)
def test_a_planned_checkin_was_held_if_one_followed_within_a_week(held_on: date | None, share: Share) -> None:
    checkins = [checkin(0, date(2026, 11, 3), date(2026, 11, 17))]
    checkins += [checkin(1, held_on)] if held_on else []
    assert followed(checkins=checkins).checkins == share


def test_checkins_of_other_partners_and_other_weeks_do_not_count() -> None:
    """What is held unplanned counts as held alone."""
    checkins = [
        checkin(0, date(2026, 11, 3), date(2026, 11, 17)),
        checkin(1, date(2026, 11, 17), date(2026, 12, 1), "mentor"),
        checkin(2, date(2026, 11, 18), None, None),
    ]
    found = followed(checkins=checkins)
    assert (found.checkins, found.checkins_held) == (Share(0, 1), 2)


# --- the guard against circling


def meetings(*days: int, person: str = "deputy") -> list[Entry]:
    """Moments with one person, so many days before the last Sunday."""
    sunday = MONDAY + timedelta(days=6)
    return [
        moment(day, day=sunday - timedelta(days=day), people=(person,)) for day in sorted(days, reverse=True)
    ]


@pytest.mark.parametrize(
    ("days", "first"),
    [
        ((0, 5), None),
        ((0, 5, 13), 13),
        ((0, 5, 14), None),
        ((7, 8, 9), None),
        ((0, 1, 2, 13, 20), 13),
        ((6, 10, 15), 15),
    ],
)
def test_three_moments_in_fourteen_days_with_one_person(days: tuple[int, ...], first: int | None) -> None:
    """The last of them in the period."""
    found = circling(meetings(*days), (), LAST_WEEK)
    expected = [] if first is None else [("deputy", MONDAY + timedelta(days=6 - first))]
    assert [(one.person, one.first) for one in found] == expected


def test_an_earlier_stretch_of_a_long_period_is_not_missed() -> None:
    (found,) = circling(meetings(0, 30, 31, 40), (), ALL)
    assert (found.first, found.last) == (date(2026, 10, 13), date(2026, 10, 23))
    assert len(found.entries) == 3


@pytest.mark.parametrize(
    ("promise", "answered"),
    [
        ({"day": MONDAY, "response": "wait when the deputy speaks"}, True),
        ({"day": MONDAY, "who": "Deputy"}, True),
        ({"day": date(2026, 9, 1), "cue": "deputy, late"}, True),
        ({"day": date(2026, 9, 1), "cue": "deputy, late", "status": "kept"}, False),
        ({"day": MONDAY, "response": "deputyship"}, False),
        ({"day": date(2026, 9, 1), "from_entry": 5, "status": "kept"}, True),
        ({"day": MONDAY}, False),
    ],
)
def test_a_commitment_about_them_ends_it(promise: dict[str, Any], answered: bool) -> None:
    """Made from one of the moments, or naming the person: open still, or made since the first of them."""
    entries = meetings(0, 5, 9)
    day = promise.pop("day")
    if promise.get("from_entry"):
        promise["from_entry"] = entries[1].id
    found = circling(entries, [commitment(nth_id(99, day), **promise)], LAST_WEEK)
    assert (found == ()) == answered


def test_a_hyphen_is_a_blank_in_an_alias() -> None:
    promise = commitment(nth_id(9, MONDAY), cue="The team lead asks", response="ask back")
    assert circling(meetings(0, 1, 2, person="team-lead"), [promise], LAST_WEEK) == ()


# --- what is picked out


@pytest.mark.parametrize(
    ("effects", "focus", "expected"),
    [
        ([(effect(2, None, toward="a"), 0), (effect(2, None, toward="b"), 1)], None, ("b", True)),
        (
            [(effect(2, None, toward="a"), 0), (effect(2, None, toward="b", dimension="energy"), 1)],
            "trust",
            ("a", True),
        ),
        ([(effect(2, None), 0), (effect(2, -2, toward="a"), 1)], None, ("a", False)),
        (
            [(effect(2, 1, toward="a"), 0), (effect(2, -2, toward="b"), 1), (effect(2, 0, toward="c"), 2)],
            None,
            ("b", False),
        ),
        ([(effect(2, 1, toward="a"), 0), (effect(2, 1, toward="b"), 1)], None, ("b", False)),
        ([(effect(2, None, toward="a", predicted=1), 0), (said(1, 0, toward="b"), 1)], None, None),
        ([], None, None),
    ],
)
def test_whom_it_is_worth_asking(
    effects: list[tuple[Effect, int]], focus: str | None, expected: tuple[str, bool] | None
) -> None:
    """What is open first, in the focus before elsewhere, the newest; else the widest gap. Nobody twice."""
    entries = [moment(number, one) for one, number in effects]
    found = ask(all_lines(entries), focus)
    assert (found and (found.person, found.waiting)) == expected


@pytest.mark.parametrize(
    ("effects", "question", "number"),
    [
        ([said(1, 2), said(2, -1), said(1, 3), said(2, -2)], "they-were-harsher", 3),
        ([said(-2, -1, toward="deputy"), effect(2, -3)], "they-were-kinder", 0),
        ([effect(2, -1), effect(2, -2), effect(2, 2)], "it-backfired", 1),
        ([effect(0, -1), effect(2, 2), effect(-1, -1)], "not-meant-but-lowered", 0),
        ([effect(-1, -1), effect(2, 0)], "lowering-meant", 0),
        ([effect(2, 0), effect(3, 0), effect(2, None)], "fell-short", 1),
        ([effect(2, None), effect(2, 2)], "still-open", 0),
        ([effect(2, 3), effect(2, 2)], "more-than-meant", 0),
        ([effect(0, 2)], "more-than-meant", 0),
        ([effect(2, 2), effect(2, 1)], "it-landed", 1),
    ],
)
def test_the_question_to_take_along_is_chosen_by_rule(
    effects: list[Effect], question: str, number: int
) -> None:
    """The first rule that fits, on the newest line it fits; of differing ratings the widest, then the newest."""
    entries = [moment(index, one) for index, one in enumerate(effects)]
    found = take_along(all_lines(entries), entries)
    assert found is not None
    assert (found.question, found.line.entry) == (question, nth_id(number, MONDAY))


def test_without_a_line_there_is_no_question() -> None:
    assert take_along([], []) is None


def test_who_rated_it_is_named_where_it_was_one_person() -> None:
    one = [moment(0, said(0, 2))]
    two = [moment(0, said(0, 2, 3))]
    assert [getattr(take_along(all_lines(own), own), "by", "") for own in (one, two)] == ["p0", None]


def test_the_strength_is_the_newest_one_written_down() -> None:
    """Blanks are none; those of other weeks are not this one's."""
    entries = [
        moment(0, strength="old", day=MONDAY - timedelta(days=1)),
        moment(1, strength="first"),
        moment(2, strength="second", day=MONDAY + timedelta(days=2)),
        moment(3, strength="  ", day=MONDAY + timedelta(days=3)),
    ]
    found = read(entries).strength
    assert found is not None
    assert (found.text, found.moment.id) == ("second", entries[2].id)


# --- then and now


@pytest.mark.parametrize(
    ("began", "typed", "due"),
    [
        (date(2026, 8, 19), "last-week", True),  # its Monday was 91 days before the period's
        (date(2026, 8, 10), "last-week", False),
        (date(2026, 8, 24), "last-week", False),
        (date(2026, 5, 18), "last-week", True),
        (date(2026, 11, 17), "last-week", False),
        (date(2026, 8, 24), "7d", True),
        (date(2026, 8, 17), "7d", False),
        (date(2026, 8, 24), "2026-11-23..2027-02-28", True),
        (date(2026, 8, 31), "2026-11-23..2027-02-28", False),
        (date(2020, 1, 1), "last-quarter", True),
        (date(2026, 8, 25), "all", True),
        (date(2026, 8, 31), "all", False),
    ],
)
def test_then_and_now_is_due_every_13_weeks(began: date, typed: str, due: bool) -> None:
    """Counted from the Monday of the first entry; a day that has not come yet is no reason."""
    assert is_due(began, Period.parse(typed, TODAY), TODAY) == due


def test_then_and_now_puts_the_oldest_beside_the_newest() -> None:
    """Of the same person and dimension; aliases compare as everywhere, words are the leader's."""
    then = [
        moment(0, effect(2, 0, toward="x"), day=date(2026, 8, 17), situation="too early"),
        moment(1, effect(2, -1, toward="Deputy"), day=date(2026, 8, 18), situation="then"),
        moment(2, effect(2, 0, toward="deputy"), day=date(2026, 8, 19), situation="later"),
    ]
    now = [
        moment(3, effect(2, 1, toward="deputy"), situation="now"),
        moment(4, effect(2, 1, toward="deputy", dimension="energy"), day=MONDAY + timedelta(days=1)),
        moment(5, effect(2, 1), day=MONDAY + timedelta(days=2)),
    ]
    found = then_and_now(then, now, Query())
    assert found is not None
    assert (found.then.situation, found.now.situation) == ("then", "now")
    assert (found.then_line.result.gap, found.now_line.result.gap) == (-3, -1)
    assert then_and_now(then, now[1:], Query()) is None
    assert then_and_now(then, now, Query(person=("board",))) is None


def test_then_is_at_least_four_weeks_ago() -> None:
    then = [moment(0, effect(2, 1, toward="a"), day=MONDAY - timedelta(days=27))]
    now = [moment(1, effect(2, 1, toward="a"))]
    assert then_and_now(then, now, Query()) is None
    assert then_and_now([moment(0, effect(2, 1, toward="a"), day=MONDAY - timedelta(days=28))], now, Query())
    assert then_and_now(now, now, Query()) is None


# --- the whole


def test_an_empty_period_has_empty_parts_and_no_figures() -> None:
    found = read([])
    assert (found.calendar, found.circling, found.focus) == ((), (), None)
    assert (found.strength, found.ask, found.take_along, found.then_and_now) == (None, None, None, None)
    assert found.summary.counts.entries == found.awareness.blind.n == found.follow_through.late == 0
    assert found.people == found.tags == Standings((), ())


def test_the_calendar_has_the_days_with_moments() -> None:
    """In the order they were written; filters narrow it, other weeks and the trash are not in it."""
    at = datetime(2026, 11, 16, 8, tzinfo=UTC)
    entries = [
        moment(1, effect(2, 1, toward="a"), recorded_at=at + timedelta(hours=9)),
        moment(2, recorded_at=at, people=("b",), sphere="both"),
        moment(3, day=MONDAY + timedelta(days=6), sphere="personal"),
        moment(4, day=TODAY),
        moment(5, day=MONDAY - timedelta(days=1)),
        moment(6, state="trashed"),
    ]
    found = read(entries)
    assert [(day.on, [one.id for one in day.moments]) for day in found.calendar] == [
        (MONDAY, [entries[1].id, entries[0].id]),
        (MONDAY + timedelta(days=6), [entries[2].id]),
    ]
    assert (found.spheres.both, found.spheres.personal, found.spheres.professional, found.spheres.open) == (
        1,
        1,
        0,
        1,
    )
    narrowed = read(entries, query=Query(person=("a",)))
    assert [day.on for day in narrowed.calendar] == [MONDAY]
    assert narrowed.summary.counts.entries == 1


def test_the_focus_in_force_at_the_end_of_the_period_is_reported() -> None:
    """One chosen after it is not: that would be choosing after looking."""
    chosen = Focus.first(nth_id(0, TODAY), recorded_at=RECORDED, on=TODAY, dimension="trust")
    entries = [moment(0, effect(2, 1))]
    assert read(entries, focus=[chosen]).focus is None
    found = read(entries, focus=[chosen], period=Period.parse("7d", TODAY)).focus
    assert found is not None
    assert (found.dimension, found.since, found.now.entries) == ("trust", TODAY, 0)


@pytest.mark.parametrize(
    ("typed", "since", "days"),
    [
        ("last-week", None, (date(2026, 10, 19), date(2026, 11, 22))),
        ("last-week", date(2026, 1, 1), (date(2026, 8, 24), date(2026, 11, 22))),
        ("last-week", date(2026, 11, 18), (date(2026, 10, 19), date(2026, 11, 22))),
        ("all", date(2026, 1, 1), (None, None)),
        ("..2026-10", None, (None, date(2026, 10, 31))),
        ("2026-11-01..", None, (date(2026, 10, 4), None)),
    ],
)
def test_no_more_days_are_read_than_the_report_needs(
    typed: str, since: date | None, days: tuple[date | None, date | None]
) -> None:
    focus = (
        [Focus.first(nth_id(0, since), recorded_at=RECORDED, on=since, dimension="trust")] if since else []
    )
    assert days_to_read(Period.parse(typed, TODAY), focus, TODAY) == days


def test_the_sealed_field_is_nowhere_in_a_report() -> None:
    """No part of it holds an entry; a moment has no `unsaid`."""
    entries = [moment(0, said(1, 0, toward="a"), unsaid="never told", strength="s", cleanup="now")]
    assert "never told" not in repr(read(entries, period=ALL, oldest=entries))
    assert "unsaid" not in {one.name for one in fields(read(entries).calendar[0].moments[0])}
