"""Which questions can never be asked: their conditions, and those of what they test, leave no answer."""

import pytest

from mefirst.packs.reach import unreachable
from mefirst.packs.reader import read_pack

ASKED = """mefirst_pack: 1
id: small
version: 1.0.0
title: Small
for: entry
questions:
  - {id: hope, type: long, ask: Hope?, fills: intent, required: yes}
  - {id: came, type: long, ask: Came?, fills: impact}
  - {id: told, type: yes_no, ask: Told?}
  - {id: mood, type: scale, from: 1, to: 5, ask: Mood?}
  - {id: count, type: number, min: 0, max: 9, ask: Count?}
  - {id: any, type: number, ask: Any?}
  - {id: place, type: choice, options: {work: W, home: H, road: R}, ask: Place?}
  - {id: tags, type: tags, ask: Tags?}
  - {id: one, type: effect, ask: One?, fills: effects}
  - {id: lines, type: effect, up_to: 2, ask: Lines?}
  - {id: untold, type: long, ask: Untold?, when: {told: no}}
  - {id: why, type: long, ask: Why?, required: yes, when: {untold: {answered: yes}}}
"""


def spent(*conditions: str) -> list[str]:
    """The keys no answer fits, of questions with these conditions."""
    asked = "".join(
        f"  - {{id: q{n}, type: long, ask: Q?, when: {one}}}\n" for n, one in enumerate(conditions)
    )
    pack = read_pack(f"{ASKED}{asked}".encode()).pack
    return [key for _, key in unreachable(pack)]


@pytest.mark.parametrize(
    ("when", "key"),
    [
        ("{mood: {at_least: 4, at_most: 3}}", "mood"),
        ("{mood: {at_least: 4, one_of: [1, 2]}}", "mood"),
        ("{count: {at_least: 10}}", "count"),
        ("{count: {at_most: -1}}", "count"),
        ("{any: {at_least: 3, at_most: 3, is_not: 3}}", "any"),
        ("{told: {is: yes, is_not: yes}}", "told"),
        ("{place: {is_not: work, one_of: [work]}}", "place"),
        ("{came: {is: a, is_not: A}}", "came"),
        ("{came: {is: a, answered: no}}", "came"),
        ("{hope: {answered: no}}", "hope"),
        ("{one.gap: {at_least: 7}}", "one.gap"),
        ("{one.seen: {at_least: 1, at_most: 0}}", "one.seen"),
        ("{lines.gap: {at_most: -7}}", "lines.gap"),
        ("{told: yes, untold: {answered: yes}}", "told"),
        ("{told: yes, why: a}", "told"),
        ("{untold: {answered: no}, why: a}", "untold"),
        ("{told: yes, any_of: [{told: no}, {untold: a}]}", "told"),
        ("{any_of: [{count: {at_least: 10}}, {count: -1}]}", "count"),
    ],
)
def test_what_no_answer_fits_is_never_asked(when: str, key: str) -> None:
    assert spent(when) == [key]


@pytest.mark.parametrize(
    "when",
    [
        "{mood: {at_least: 3, at_most: 3}}",
        "{mood: {at_least: 2, is_not: 3}}",
        "{count: {at_least: 8, is_not: 9}}",
        "{any: {at_least: 3, at_most: 4, is_not: 3}}",
        "{any: {at_least: 100000}}",
        "{any: {is_not: 0, answered: yes}}",
        "{place: {is_not: work, one_of: [work, home]}}",
        "{came: {is_not: a}}",
        "{came: {answered: no}}",
        "{tags: {includes: a}}",
        "{lines.seen: {at_least: 1, at_most: 0}}",
        "{one.gap: {at_most: -6}}",
        "{one.verdict: backfired, one.gap: {at_most: -2}}",
        "{untold: {answered: no}, told: yes}",
        "{why: {answered: no}}",
        "{untold: a, why: b, told: no}",
        "{told: yes, any_of: [{told: no}, {mood: 1}]}",
    ],
)
def test_what_some_answer_fits_is_left_in_peace(when: str) -> None:
    """Of several lines of effect, one may meet the one test and another the other."""
    assert spent(when) == []


def test_what_depends_on_a_question_never_asked_is_never_asked_either() -> None:
    asked = ("{one.gap: 7}", "{q0: a}", "{q1: b}", "{q0: {answered: no}}")
    assert spent(*asked) == ["one.gap", "q0", "q1"]


def test_a_tangle_of_alternatives_is_taken_to_be_within_reach() -> None:
    """What would take long to find out is nobody's error."""
    tangle = ", ".join("{mood: 1}, {mood: 2}, {place: work}" for _ in range(20))
    assert (
        spent(
            *[f"{{any_of: [{tangle}]}}", f"{{q0: a, any_of: [{tangle}]}}", f"{{q1: a, any_of: [{tangle}]}}"]
        )
        == []
    )
