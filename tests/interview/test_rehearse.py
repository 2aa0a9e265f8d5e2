"""Playing rehearsals: as expected, and for each way in which it can go otherwise, what is said and where."""

import inspect
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.interview import rehearse as module
from mefirst.interview.rehearse import play
from mefirst.packs.codes import CODES
from mefirst.packs.overlay import read_overlay, translated
from mefirst.packs.problems import Mark
from mefirst.packs.reader import read_pack
from mefirst.packs.rehearsal import Rehearsal, read_rehearsal
from mefirst.paths import packaged

DAY = date(2026, 11, 23)
PACK = read_pack(
    b"""\
mefirst_pack: 1
id: small
version: 1.0.0
title: Small
for: review
questions:
  - {id: before, type: note, ask: Read this.}
  - {id: moment, type: short, ask: Which?, required: yes}
  - {id: weight, type: scale, ask: How much?, from: 0, to: 4}
  - {id: part, type: long, ask: What of it is yours?, when: {weight: {at_least: 2}}}
  - {id: next, type: commitment, ask: What next?}
"""
).pack
SHIPPED = sorted(packaged("prompts").glob("*/rehearsals/*.yaml"))


def rehearsal(answers: str, expect: str) -> Rehearsal:
    """Answers from line 3 on, one a line; what is expected after them, one a line too."""
    lines = ["mefirst_rehearsal: 1", "answers:", *(f"  {one}" for one in answers.split("; ")), "expect:"]
    return read_rehearsal("\n".join([*lines, *(f"  - {one}" for one in expect.split())]).encode())


@pytest.mark.parametrize(
    ("answers", "expect"),
    [
        (
            "moment: M; weight: 3; part: P; next: {response: R, due: tomorrow}",
            "before moment weight part next",
        ),
        ("moment: M; weight: 3", "before moment weight part next"),
        ("moment: M; weight: 1", "before moment weight next"),
        ("moment: M; weight:", "before moment weight next"),
    ],
)
def test_what_goes_as_expected_has_no_problem(answers: str, expect: str) -> None:
    """Notes count as asked, and a question may be skipped."""
    assert play(PACK, rehearsal(answers, expect), DAY) == []


USUAL = "before moment weight next"


@pytest.mark.parametrize(
    ("answers", "expect", "code", "line", "says"),
    [
        ("momnt: M", USUAL, "P404", 3, "The pack has no question 'momnt'. Did you mean 'moment'?"),
        ("moment: M", "before moment wieght next", "P404", 7, "no question 'wieght'. Did you mean 'weight'?"),
        ("moment: M; weight: 9", USUAL, "P405", 4, "The answer to 'weight' cannot be used. '9' is not on the scale"),
        ("moment:", USUAL, "P405", 3, "This one needs an answer."),
        ("moment: M; next: {due: 3}", USUAL, "P405", 4, "A commitment needs 'response'"),
        ("before: B; moment: M", USUAL, "P405", 3, "'before' is a note: it takes no answer."),
        ("moment: M; weight: 1; part: P", USUAL, "P406", 5, "'part' is answered, but not asked: its 'when'"),
        ("moment: M; part: P", USUAL, "P406", 4, "'part' is answered, but not asked"),
        ("weight: 1", USUAL, "P407", 2, "'moment' needs an answer, and has none"),
        ("moment: M; weight: 2", USUAL, "P408", 9, "'part' is asked before 'next', and not expected."),
        ("moment: M", "before moment weight", "P408", 5, "'next' is asked at the end, and not expected."),
        ("moment: M", "moment weight next", "P408", 5, "'before' is asked before 'moment', and not expected."),
        ("moment: M", "before moment weight part next", "P408", 8, "'part' is expected here and not asked"),
        ("moment: M", "before moment weight next part", "P408", 9, "'part' is expected here and not asked"),
        ("moment: M", "before weight moment next", "P408", 6, "'moment' is asked here, and 'weight' later."),
        ("moment: M", "before moment moment weight next", "P408", 7, "'moment' is expected a second time."),
        ("moment: M", "before moment weight next next", "P408", 9, "'next' is expected a second time."),
        ("moment: M", "before moment part next", "P408", 7, "'weight' is asked here, and 'part', which is"),
    ],
)  # fmt: skip
def test_what_goes_otherwise_is_said_in_words_and_with_its_line(
    answers: str, expect: str, code: str, line: int, says: str
) -> None:
    (problem,) = play(PACK, rehearsal(answers, expect), DAY)
    assert (problem.code, problem.mark.line) == (code, line)
    assert says in problem.message
    assert not problem.warning


def test_all_of_one_kind_is_said_at_once_and_what_follows_from_it_is_not() -> None:
    """An answer that is refused hides questions: naming those would lead astray."""
    refused = play(PACK, rehearsal("moment:; weight: 9; part: P; next: {cue: C}", "before"), DAY)
    assert [(problem.code, problem.mark.line) for problem in refused] == [
        ("P405", 3),
        ("P405", 4),
        ("P405", 6),
    ]
    unknown = play(PACK, rehearsal("a: 1; weight: 9; b: 2", "before c"), DAY)
    assert [(problem.code, problem.mark) for problem in unknown] == [
        ("P404", Mark(3, 3)), ("P404", Mark(5, 3)), ("P404", Mark(8, 5)),
    ]  # fmt: skip


def test_every_code_is_explained() -> None:
    said = set(re.findall(r'"(P\d{3})"', inspect.getsource(module)))
    assert said == {"P404", "P405", "P406", "P407", "P408"}
    assert said <= set(CODES)


@given(st.lists(st.sampled_from(PACK.ids), max_size=7), st.integers(0, 4))
def test_only_the_questions_that_are_asked_in_their_order_pass(expect: list[str], weight: int) -> None:
    """Any other list has exactly one difference named."""
    asked = ["before", "moment", "weight", *(["part"] if weight >= 2 else []), "next"]
    problems = play(PACK, Rehearsal({"moment": "M", "weight": str(weight)}, tuple(expect)), DAY)
    assert [problem.code for problem in problems] == ([] if expect == asked else ["P408"])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_the_rehearsals_we_ship_go_as_expected_in_every_language(path: Path) -> None:
    """On a first day of a month and on a leap day as well: the wording changes with the day, the course does not."""
    folder = path.parents[1]
    pack = read_pack((folder / "pack.yaml").read_bytes()).pack
    overlays = [read_overlay(overlay.read_bytes()) for overlay in folder.glob("lang/*.yaml")]
    for spoken in (pack, *(translated(pack, overlay) for overlay in overlays)):
        for day in (DAY, date(2027, 1, 1), date(2028, 2, 29)):
            assert play(spoken, read_rehearsal(path.read_bytes()), day) == []


def test_every_pack_we_ship_has_a_rehearsal_to_play() -> None:
    packs = {path.parent.name for path in packaged("prompts").glob("*/pack.yaml")}
    assert packs
    assert {path.parts[-3] for path in SHIPPED} == packs
