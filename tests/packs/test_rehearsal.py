"""Reading rehearsals: what they hold, where it stands, and what they cannot hold."""

import inspect
import re

import pytest

from mefirst.packs import rehearsal as module
from mefirst.packs.codes import CODES
from mefirst.packs.problems import Mark, Refused
from mefirst.packs.rehearsal import Rehearsal, read_rehearsal

GOOD = """\
# A comment.
mefirst_rehearsal: 1
answers:
  moment: Told the planner
  who: [planner, "no"]
  effect: {dimension: trust, intended: 2}
  skipped:
expect: [moment, who,
  effect]
"""


def test_a_rehearsal_is_read_as_it_was_typed() -> None:
    rehearsal = read_rehearsal(GOOD.encode())
    assert rehearsal.answers == {
        "moment": "Told the planner",
        "who": ["planner", "no"],
        "effect": {"dimension": "trust", "intended": "2"},
        "skipped": None,
    }
    assert rehearsal.expect == ("moment", "who", "effect")
    assert rehearsal.name is None
    assert read_rehearsal(f"{GOOD}name: A hard day\n".encode()).name == "A hard day"


def test_it_knows_where_each_part_stands() -> None:
    rehearsal = read_rehearsal(GOOD.encode())
    assert rehearsal.mark("answers", "who") == Mark(5, 8)
    assert rehearsal.mark("answers", "who", key=True) == Mark(5, 3)
    assert rehearsal.mark("expect", 2) == Mark(9, 3)
    assert rehearsal.mark("expect", 3) == Mark(8, 9)
    assert Rehearsal({}, ()).mark("answers", "who") == Mark(1, 1)


@pytest.mark.parametrize(
    ("data", "code", "mark", "says"),
    [
        ("- a\n", "P401", Mark(1, 1), "it begins with 'mefirst_rehearsal:'"),
        (GOOD.replace(": 1", ": 2"), "P401", Mark(2, 20), "Only format 1 is known"),
        (GOOD.replace(": 1", ": "), "P401", Mark(2, 19), "Only format 1 is known"),
        (GOOD.replace("Told the planner", "*told"), "P105", Mark(4, 11), "is a YAML alias"),
        (GOOD.replace("expect: [moment, who,\n  effect]\n", ""), "P402", Mark(2, 1), "'expect' is missing"),
        (GOOD.replace("answers", "anwers"), "P403", Mark(3, 1), "Did you mean 'answers'?"),
        (GOOD.replace("[moment, who,\n  effect]", "moment"), "P401", Mark(8, 9), "'expect' takes a list"),
        (
            GOOD.replace("moment, who", "moment, {a: b}"),
            "P401",
            Mark(8, 18),
            "The id of a question was expected",
        ),
        (GOOD.replace("moment, who", "moment, ~"), "P401", Mark(8, 18), "The id of a question was expected"),
        ("mefirst_rehearsal: 1\nanswers:\nexpect: []\n", "P401", Mark(2, 9), "'answers' takes a map"),
        (f"{GOOD}name: [a]\n", "P401", Mark(10, 7), "'name' takes a text"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(data: str, code: str, mark: Mark, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read_rehearsal(data.encode())
    assert (code, mark) in [(problem.code, problem.mark) for problem in refused.value.problems]
    assert says in next(problem.message for problem in refused.value.problems if problem.code == code)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read_rehearsal(b"answers: a\nexcept: [b]\nexpect: [[c]]\n")
    assert [(one.code, one.mark.line) for one in refused.value.problems] == [
        ("P402", 1), ("P401", 1), ("P403", 2), ("P401", 3),
    ]  # fmt: skip


def test_every_code_is_explained() -> None:
    said = set(re.findall(r'"(P\d{3})"', inspect.getsource(module)))
    assert said == {"P401", "P402", "P403"}
    assert said <= set(CODES)
