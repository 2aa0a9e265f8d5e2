"""A pack is looked at as a whole: what is wrong is said at once, once, and in the words that help most."""

import pytest

from mefirst.interview.inspection import inspect
from mefirst.render.packs import MOST_FINDINGS, findings
from mefirst.text import width

HEAD = """\
mefirst_pack: 1
id: small
version: 1.0.0
title: Small
for: entry
questions:
  - id: hope
    type: short
    ask: What were you hoping for?
    fills: intent
  - id: came
    type: short
    ask: What came back?
    fills: impact
"""


def found(text: str) -> list[tuple[int, str, bool]]:
    """Line, code, and whether there is a line to paste."""
    seen = inspect({"pack.yaml": text.encode()})
    return [(one.problem.mark.line, one.problem.code, one.replacement is not None) for one in seen.findings]


def test_what_is_wrong_beside_a_slip_of_typing_is_said_with_it() -> None:
    """Though YAML cannot read past the slip: what else there is shows in the mended text, on the lines as they are."""
    text = HEAD + "  - id: more\n    type: lnog\n    ask: So: what?\n    hlep: x\n    fills: inpact\n"
    assert found(text) == [(16, "P205", False), (17, "P120", True)]
    text = text.replace("lnog", "long")
    assert found(text) == [(17, "P120", True), (18, "P203", False)]
    text = text.replace("hlep", "help")
    assert found(text) == [(17, "P120", True), (19, "P306", False)]
    assert inspect({"pack.yaml": text.encode()}).pack is None


def test_a_hidden_character_is_named_and_never_offered_for_pasting() -> None:
    text = HEAD.replace("title: Small", "title: Sm\x1ball: so").replace("hoping", "hop\u202eing")
    assert found(text) == [(4, "P107", False), (9, "P107", False)]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("{id: x, type: scale, from: 1, to: 5, ask: X, default: 6}", "'6' is not on the scale"),
        ("{id: x, type: number, max: 5, ask: X, default: many}", "A number was expected."),
        ("{id: x, type: number, max: 5, ask: X, default: 7}", "up to 5"),
        ("{id: x, type: choice, options: {a: A}, ask: X, default: b}", "'b' is none of the answers"),
        ("{id: x, type: choices, options: {a: A, b: B}, up_to: 1, ask: X, default: [a, b]}", "At most 1"),
        ("{id: x, type: yes_no, ask: X, default: perhaps}", "Yes or no was expected."),
        ("{id: x, type: date, ask: X, default: someday}", "is not a day"),
        ("{id: x, type: date, ask: X, latest: 2020-01-01, default: today}", "The latest day"),
        ("{id: x, type: short, ask: X, max_length: 3, default: silence}", "At most 3 characters"),
        ("{id: x, type: people, ask: X, default: {a: b}}", "Names were expected"),
        ("{id: x, type: effect, ask: X, default: trust}", "No default goes with an effect question."),
        ("{id: x, type: note, ask: X, default: read}", "No default goes with a note question."),
    ],
)
def test_a_default_is_an_answer(question: str, says: str) -> None:
    """What the question would refuse from a person, it refuses from the pack."""
    (one,) = inspect({"pack.yaml": f"{HEAD}  - {question}\n".encode()}).findings
    assert (one.problem.code, one.problem.mark.line) == ("P310", 15)
    assert says in one.problem.message


@pytest.mark.parametrize(
    "question",
    [
        "{id: x, type: scale, from: 1, to: 5, ask: X, default: 5}",
        "{id: x, type: choice, options: {a: A}, ask: X, default: a}",
        "{id: x, type: choices, options: {a: A, b: B}, ask: X, default: [a, b]}",
        "{id: x, type: yes_no, ask: X, default: no}",
        "{id: x, type: date, ask: X, earliest: today, default: tomorrow}",
        "{id: x, type: tags, ask: X, default: meeting}",
    ],
)
def test_a_default_that_fits_is_left_in_peace(question: str) -> None:
    assert inspect({"pack.yaml": f"{HEAD}  - {question}\n".encode()}).findings == ()


def test_a_rehearsal_names_a_question_nobody_knows_once() -> None:
    rehearsal = b"mefirst_rehearsal: 1\nanswers: {hop: x, came: y}\nexpect: [hop, came, hop]\n"
    (one,) = inspect({"pack.yaml": HEAD.encode(), "rehearsals/one.yaml": rehearsal}).findings
    assert one.problem.code == "P404"


def test_of_very_many_findings_those_to_mend_first_are_shown() -> None:
    files = {"pack.yaml": (HEAD + "".join(f"x{number}: y\n" for number in range(60))).encode()}
    lines = list(findings(inspect(files).findings, files))
    assert lines[-1] == f"… and {60 - MOST_FINDINGS} more. Mend these first."
    assert sum("P203" in line for line in lines) == MOST_FINDINGS


def test_on_a_screen_messages_are_broken_at_blanks_and_for_editors_they_are_not() -> None:
    files = {"pack.yaml": HEAD.replace("id: small", "id: Small Talk").encode()}
    seen = inspect(files).findings
    narrow, whole = list(findings(seen, files, 50)), list(findings(seen, files))
    assert narrow[0] == "pack.yaml:2:5  P204"
    assert all(width(line) <= 50 for line in narrow)
    assert whole[0] == f"pack.yaml:2:5  P204  {' '.join(line.strip() for line in narrow[1:-1])}"
