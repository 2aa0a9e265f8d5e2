"""The gap, against the table of verdicts restated independently, over every combination there is."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.analysis.gap import VERDICTS, gap_of, lines_of, said, verdict_of
from mefirst.model.entry import Effect, Reported
from mefirst.model.query import Query
from samples import DAY, effect, entry, reported

POINTS = range(-3, 4)
MAYBE = (None, *POINTS)
EARLIER = DAY - timedelta(days=1)

# ---- the table of domain.md once more, in whole numbers: everything is counted in halves


def middle_in_halves(values: Sequence[int]) -> int:
    """Twice the median."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]


def latest_words(reports: Sequence[Reported]) -> list[int]:
    """What each person said last: by day, and on one day by the order of the list."""
    people: dict[str, list[tuple[date, int, int]]] = {}
    for place, report in enumerate(reports):
        people.setdefault(report.by.lower(), []).append((report.on, place, report.value))
    return [max(words)[2] for words in people.values()]


def expected_verdict(intended: int, received2: int) -> str:
    gap2 = received2 - 2 * intended
    steps = gap2 // 2 if gap2 >= 0 else -(-gap2 // 2)
    rows = [
        ("lowering-meant", intended < 0),
        ("backfired", intended >= 1 and received2 <= -2),
        ("unintended-harm", intended == 0 and received2 <= -2),
        ("unintended-good", intended == 0 and received2 >= 2),
        ("far-short", steps <= -3),
        ("short", steps == -2),
        ("slightly-short", steps == -1),
        ("landed", steps == 0),
        ("beyond", steps >= 1),
    ]
    return next(name for name, holds in rows if holds)


def doubled(value: float | None) -> float | None:
    return None if value is None else 2 * value


def check(one: Effect) -> None:
    """Compare every figure of a line with the restatement."""
    found = gap_of(one)
    words = latest_words(one.reported)
    said2 = middle_in_halves(words) if words else None
    received2 = said2 if said2 is not None else doubled(one.seen)
    assert doubled(found.received) == received2
    assert doubled(found.blind) == (None if one.seen is None or said2 is None else 2 * one.seen - said2)
    assert doubled(found.meta) == (
        None if one.predicted is None or said2 is None else 2 * one.predicted - said2
    )
    if one.intended is None or received2 is None:
        assert (found.gap, found.verdict, found.status) == (None, None, "waiting")
    else:
        assert doubled(found.gap) == received2 - 2 * one.intended
        assert found.verdict == expected_verdict(one.intended, int(received2))
        assert found.status == ("verified" if words else "estimated")


ONE_VOICE = [(reported("deputy", value),) for value in POINTS]
TWO_VOICES = [(reported("deputy", one), reported("board", two)) for one, two in product(POINTS, POINTS)]
CHANGED_THEIR_MIND = [
    (reported("deputy", one, first), reported("Deputy", two, second))
    for one, two in product(POINTS, POINTS)
    for first, second in ((EARLIER, DAY), (DAY, EARLIER), (DAY, DAY))
]
MIXED = [
    (reported("deputy", one, EARLIER), reported("board", two), reported("deputy", three))
    for one, two, three in product((-3, 0, 3), POINTS, POINTS)
]


@pytest.mark.parametrize("intended", MAYBE)
@pytest.mark.parametrize("seen", MAYBE)
def test_the_gap_of_every_combination_is_that_of_the_table(intended: int | None, seen: int | None) -> None:
    """Every intended × seen × what nobody, one, two, or one person twice reported; halves included."""
    for reports in [(), *ONE_VOICE, *TWO_VOICES, *CHANGED_THEIR_MIND, *MIXED]:
        check(effect(intended, seen, *reports))


@pytest.mark.parametrize("predicted", MAYBE)
def test_what_i_expected_them_to_say_is_compared_with_what_they_said(predicted: int | None) -> None:
    for seen, reports in product(MAYBE, [(), *ONE_VOICE, *TWO_VOICES]):
        check(effect(1, seen, *reports, predicted=predicted))


@given(
    st.sampled_from(MAYBE),
    st.sampled_from(MAYBE),
    st.lists(
        st.builds(
            reported,
            st.sampled_from(["deputy", "Deputy", "board", "Finance", "peer"]),
            st.sampled_from(POINTS),
            st.dates(EARLIER - timedelta(days=3), DAY),
        ),
        max_size=9,
    ),
)
def test_any_number_of_voices_gives_their_median(
    intended: int | None, seen: int | None, reports: list[Reported]
) -> None:
    check(effect(intended, seen, *reports))


@pytest.mark.parametrize(
    ("intended", "received", "verdict"),
    [
        (-1, 3, "lowering-meant"),
        (1, -1, "backfired"),
        (1, -0.5, "slightly-short"),
        (3, -1, "backfired"),
        (3, -0.5, "far-short"),
        (0, -1, "unintended-harm"),
        (0, -0.5, "landed"),
        (0, 0.5, "landed"),
        (0, 1, "unintended-good"),
        (3, 0, "far-short"),
        (3, 0.5, "short"),
        (2, 0.5, "slightly-short"),
        (2, 1.5, "landed"),
        (2, 2.5, "landed"),
        (2, 3, "beyond"),
    ],
)
def test_half_a_step_is_not_a_step_yet_the_sign_reads_the_unrounded_value(
    intended: int, received: float, verdict: str
) -> None:
    """Rows on what arrived read it as it is; the gap is cut toward zero."""
    assert verdict_of(intended, received) == verdict


def test_every_verdict_is_reached() -> None:
    halves = [half / 2 for half in range(-6, 7)]
    assert {verdict_of(intended, received) for intended, received in product(POINTS, halves)} == set(VERDICTS)


def test_nobody_said_anything() -> None:
    assert said([]) is None


def test_one_person_in_two_spellings_has_one_voice() -> None:
    """The latest word of each person counts, however their alias was typed that day."""
    reports = [reported("Jürgen", -3, EARLIER), reported("JU\u0308RGEN", 1, DAY), reported("board", 2)]
    assert said(reports) == 1.5


def test_zero_is_a_value_and_none_is_not_zero() -> None:
    nothing_arrived, unknown = gap_of(effect(0, 0)), gap_of(effect(0, None))
    assert (nothing_arrived.gap, nothing_arrived.verdict) == (0, "landed")
    assert (unknown.gap, unknown.status) == (None, "waiting")
    assert gap_of(effect(None, None, reported("deputy", 0))).received == 0


def test_lines_carry_the_entry_they_stand_in_and_pass_the_query() -> None:
    """Every row can be read without the entry; a query takes some of them."""
    one = entry(
        sphere="both",
        tags=("budget",),
        pack={"id": "daily", "version": "1.0.0", "digest": "0"},
        effects=(
            effect(2, -2, reported("deputy", -1), toward="deputy", predicted=0),
            effect(1, dimension="clarity", toward="board"),
        ),
    )
    trust, clarity = lines_of(one)
    assert (trust.entry, trust.handle, trust.on) == (one.id, "4k7q0z", one.on)
    assert (trust.sphere, trust.tags, trust.pack) == ("both", ("budget",), "daily")
    assert (trust.intended, trust.seen, trust.predicted) == (2, -2, 0)
    assert (trust.result.gap, trust.result.blind, trust.result.meta) == (-3, -1, 1)
    assert (trust.result.status, trust.result.verdict) == ("verified", "backfired")
    assert clarity.result.status == "waiting"
    assert [line.dimension for line in lines_of(one, Query(dimension=("clarity",)))] == ["clarity"]
    assert next(iter(lines_of(entry(effects=(effect(1),))))).pack is None
