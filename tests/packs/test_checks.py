"""What does not hang together in a pack: for each code a pack that has it, with its place and its words."""

import inspect
import re

import pytest

from mefirst.packs import checks, faults, reader, yamltree
from mefirst.packs.codes import CODES
from mefirst.packs.problems import Mark, Problem, Refused
from mefirst.packs.reader import LoadedPack, read_pack
from mefirst.packs.yamltree import MOST_BYTES

HEAD = "mefirst_pack: 1\nid: short-one\nversion: 1.0.0\ntitle: Short\nfor: entry\n"
HOPE = "  - {id: hope, type: long, ask: Hope?, fills: intent, required: yes}\n"
CAME = "  - {id: came, type: long, ask: Came?, fills: impact}\n"


def pack(*questions: str, head: str = HEAD) -> bytes:
    """A pack of one-line questions, from line 7 on; the first lines are good."""
    return (
        head + "questions:\n" + "".join(f"  - {one}\n" if one[:1] == "{" else one for one in questions)
    ).encode()


def problems(data: bytes) -> list[tuple[str, int, int, str]]:
    with pytest.raises(Refused) as refused:
        read_pack(data)
    return [(one.code, one.mark.line, one.mark.column, one.message) for one in refused.value.problems]


def good(*questions: str) -> LoadedPack:
    return read_pack(pack(*questions))


# ---- one example for every code

EXAMPLES: list[tuple[str, bytes, int, int, str]] = [
    ("P101", b"id: caf\xe9\n", 1, 1, "not UTF-8"),
    ("P102", b"#" * (MOST_BYTES + 1), 1, 1, "larger than 256 KiB"),
    ("P103", b"", 1, 1, "empty"),
    ("P104", HEAD.encode() + b"about: Note: this\n", 6, 12, "YAML stumbles"),
    ("P105", HEAD.encode() + b"about: *here\n", 6, 8, "YAML"),
    ("P106", HEAD.encode() + b"id: again\n", 6, 1, "'id' stands here a second time; first on line 2"),
    ("P107", HEAD.encode() + "about: a\u202eb\n".encode(), 6, 9, "U+202E"),
    ("P108", HEAD.encode() + b"about: " + b"x" * 8001, 6, 8, "longer than 8000"),
    ("P201", b"- a\n- b\n", 1, 1, "begins with 'mefirst_pack: 1'"),
    ("P202", pack(HOPE, CAME, "{id: x, type: long}"), 9, 5, "'ask' is missing. Add a line: ask: \"What did you see?\""),
    ("P202", pack(HOPE, CAME, "{id: x, ask: X}"), 9, 5, "'type' is missing"),
    ("P202", HEAD.replace("title: Short\n", "").encode() + b"questions: []\n", 1, 1, "'title' is missing"),
    ("P202", HEAD.encode(), 1, 1, "'questions' is missing"),
    ("P203", pack(HOPE, CAME, "{id: x, type: long, ask: X, hlep: Y}"), 9, 33,
     "'hlep' is not a setting of a long question. Did you mean 'help'?"),
    ("P203", pack(HOPE, CAME, head=HEAD + "autor: me\n"), 6, 1,
     "'autor' is not a setting of a pack. Did you mean 'author'?"),
    ("P204", pack(HOPE, CAME, "{id: x, type: scale, ask: X, from: 3, to: 1}"), 9, 5, "'to' must lie above 'from'"),
    ("P204", pack(HOPE, CAME, "{id: x, type: long, ask: X, required: perhaps}"), 9, 43, "'required' takes yes or no"),
    ("P204", pack(HOPE, CAME, "{id: x, type: long, ask: ''}"), 9, 30, "'ask' has nothing behind its colon"),
    ("P205", pack(HOPE, CAME, "{id: x, type: lnog, ask: X}"), 9, 19,
     "'lnog' is no question type. Did you mean 'long'?"),
    ("P205", pack(HOPE, CAME, "{id: x, type: [long], ask: X}"), 9, 19, "is no question type"),
    ("P206", pack(HOPE, CAME, "{id: hope, type: long, ask: X}"), 9, 10, "'hope' is the id of a question above"),
    ("P206", pack(HOPE, CAME, "{id: last, type: long, ask: X}"), 9, 10, "'last' is reserved"),
    ("P301", pack(HOPE, CAME, "{id: x, type: long, ask: X, when: {hoep: a}}"), 9, 40,
     "'hoep' is not asked before this. Did you mean 'hope'?"),
    ("P301", pack("{id: x, type: long, ask: X, when: {hope: a}}", HOPE, CAME), 7, 40,
     "'hope' is not asked before this"),
    ("P301", pack(HOPE, CAME, "{id: x, type: long, ask: X, when: {x: a}}"), 9, 40, "'x' is not asked before this"),
    ("P301", pack(HOPE, CAME, "{id: x, type: long, ask: X, when: {any_of: [{hope: a}, {y: b}]}}"), 9, 39,
     "'y' is not asked"),
    ("P302", pack(HOPE, CAME, "{id: x, type: long, ask: X, when: {hope: {at_least: 3}}}"), 9, 46, "compares numbers"),
    ("P303", pack(HOPE, CAME, "{id: x, type: long, ask: 'You said {cam}.'}"), 9, 30, "Did you mean 'came'?"),
    ("P303", pack("{id: x, type: long, ask: '{hope}?'}", HOPE, CAME), 7, 30, "'{hope}' is not asked before this"),
    ("P303", pack(HOPE, CAME, "{id: e, type: effect, ask: E}",
                  "{id: x, type: long, ask: '{e}', when: {e.gap: 1}}"), 10, 30,
     "whose answer cannot be quoted"),
    ("P304", pack(HOPE, CAME, "{id: x, type: long, ask: 'You said {came}.'}"), 9, 30, "'{came}' may be unanswered"),
    ("P305", pack(HOPE, CAME, "{id: s, type: long, ask: S, fills: unsaid, required: yes}",
                  "{id: x, type: long, ask: 'And {s}?'}"), 10, 30, "never said aloud"),
    ("P306", pack(HOPE, CAME, "{id: x, type: long, ask: X, fills: inpact}"), 9, 40, "Did you mean 'impact'?"),
    ("P307", pack(HOPE, CAME, "{id: x, type: long, ask: X, fills: tags}"), 9, 40,
     "'tags' takes the answer of a tags question, not of a long question"),
    ("P307", pack(HOPE, CAME, "{id: x, type: choice, ask: X, fills: sphere, options: {work: W}}"), 9, 42,
     "does not know 'work'; it knows: professional personal both"),
    ("P308", pack(HOPE, CAME, "{id: x, type: short, ask: X, fills: impact}"), 9, 41, "'came' fills 'impact' already"),
    ("P312", pack(HOPE, CAME, head=HEAD + "renamed: {wish: hop}\n"), 6, 11,
     "There is no question 'hop'. Did you mean 'hope'?"),
    ("P312", pack(HOPE, CAME, head=HEAD + "renamed: {hope: came}\n"), 6, 11, "'hope' is still asked"),
    ("P309", pack(CAME), 6, 1, "No question fills 'intent'"),
    ("P309", pack(HOPE), 6, 1, "No question fills 'impact' or 'effects'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "data", "line", "column", "says"),
    EXAMPLES,
    ids=[f"{one[0]}-{place}" for place, one in enumerate(EXAMPLES)],
)
def test_what_is_wrong_is_named_with_its_code_and_place(
    code: str, data: bytes, line: int, column: int, says: str
) -> None:
    """For somebody who is no programmer: where, what, and what to type instead."""
    found = problems(data)
    assert (code, line, column) in [one[:3] for one in found]
    message = next(one[3] for one in found if one[:3] == (code, line, column))
    assert says in message
    assert code in CODES


def test_every_code_the_reader_can_say_has_an_example_above() -> None:
    """A code that is added needs a pack that has it; each is explained in CODES."""
    said: set[str] = set()
    for module in (yamltree, reader, faults, checks):
        said |= set(re.findall(r'"(P\d{3})"', inspect.getsource(module)))
    assert said == {one[0] for one in EXAMPLES}
    assert said <= set(CODES)


def test_everything_wrong_is_said_at_once_in_reading_order() -> None:
    found = problems(
        pack(
            "{id: hope, type: long, ask: '{later}', fills: intent, when: {later: a}}",
            "{id: hope, type: tags, ask: T, fills: nowhere}",
            "{id: later, type: note, ask: N, fills: impact}",
        )
    )
    assert [one[:3] for one in found] == [
        ("P303", 7, 33), ("P301", 7, 66), ("P206", 8, 10), ("P306", 8, 43), ("P307", 9, 44),
    ]  # fmt: skip


# ---- conditions

ASKED = (
    "{id: n, type: number, ask: N}",
    "{id: c, type: choice, ask: C, options: {work: W, home: H}}",
    "{id: t, type: yes_no, ask: T}",
    "{id: s, type: scale, ask: S, from: 1, to: 5}",
    "{id: e, type: effect, ask: E}",
    "{id: i, type: note, ask: I}",
)


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("{hope.gap: 1}", "Only an effect has parts; 'hope' is a long question"),
        ("{hope: }", "Nothing stands after 'hope'"),
        ("{n: {at_least: many}}", "'many' is no number"),
        ("{n: {one_of: [1, some]}}", "'some' is no number"),
        ("{c: hme}", "'hme' is no answer of 'c'. Did you mean 'home'? Known: work home"),
        ("{c: {one_of: [work, garden]}}", "'garden' is no answer of 'c'"),
        ("{t: perhaps}", "'perhaps' is no answer of 't'"),
        ("{s: 6}", "'6' is no answer of 's'"),
        ("{e: trust}", "Of an effect, test one of: e.dimension e.toward"),
        ("{e.size: 1}", "Of an effect, test one of"),
        ("{e.dimension: trsut}", "Did you mean 'trust'?"),
        ("{e.verdict: backfird}", "Did you mean 'backfired'?"),
        ("{e.seen: 4}", "'4' is no answer of 'e.seen'"),
        ("{e.gap: {at_most: −2}}", "'−2' is no number"),
        ("{e.gap: {answered: yes}}", "'answered' takes yes or no, of a whole question"),
        ("{hope: {answered: maybe}}", "'answered' takes yes or no"),
        ("{i: {answered: yes}}", "'i' is a note and has no answer"),
    ],
)
def test_a_condition_its_question_cannot_meet_is_refused_in_words(when: str, says: str) -> None:
    """It would never hold, and the question after it would never be asked."""
    found = problems(pack(HOPE, CAME, *ASKED, f"{{id: x, type: long, ask: X, when: {when}}}"))
    assert [one[:2] for one in found] == [("P302", 15)]
    assert says in found[0][3]


# ---- quoting

WHO = "{id: who, type: person, ask: Who?, required: yes}"


@pytest.mark.parametrize(
    "question",
    [
        "{id: x, type: long, ask: 'For {who}?'}",
        "{id: x, type: long, ask: X, vary: ['For {who}?'], help: '{who}', heading: '{hope}'}",
        "{id: x, type: long, ask: '{came}?', when: {came: {answered: yes}}}",
        "{id: x, type: long, ask: '{came}?', when: {came: something}}",
        "{id: x, type: long, ask: '{came}?', ask_without: What else?}",
        "{id: x, type: long, ask: '{last.commitment}?', ask_without: What else?}",
        "{id: x, type: long, ask: '{came}?', ask_without: 'And {who}?'}",
        "{id: x, type: long, ask: 'A brace {} or { came } quotes nothing'}",
    ],
)
def test_what_is_surely_answered_may_be_quoted(question: str) -> None:
    assert good(HOPE, CAME, WHO, question).pack.ids[-1] == "x"


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("{id: x, type: long, ask: X, vary: [Y, '{came}']}", 43),
        ("{id: x, type: long, ask: X, help: '{came}'}", 39),
        ("{id: x, type: long, ask: X, heading: '{came}'}", 42),
        ("{id: x, type: long, ask: '{came}', when: {hope: a}}", 30),
        ("{id: x, type: long, ask: '{came}', when: {came: {answered: no}}}", 30),
        ("{id: x, type: long, ask: '{came}', when: {any_of: [{came: a}, {hope: b}]}}", 30),
        ("{id: x, type: long, ask: '{maybe}'}", 30),
        ("{id: x, type: long, ask: '{last.focus}'}", 30),
        ("{id: x, type: long, ask: X, ask_without: '{came}'}", 46),
        ("{id: x, type: long, ask: X, ask_without: '{last.focus}'}", 46),
    ],
)
def test_quoting_what_may_be_unanswered_is_refused_wherever_it_stands(question: str, column: int) -> None:
    """A required question that may be hidden may be unanswered, too."""
    maybe = "{id: maybe, type: long, ask: M, required: yes, when: {hope: a}}"
    assert [one[:3] for one in problems(pack(HOPE, CAME, maybe, question))] == [("P304", 10, column)]


@pytest.mark.parametrize("kind", ["effect", "commitment", "note"])
def test_what_is_no_sentence_cannot_be_quoted(kind: str) -> None:
    asked = f"{{id: q, type: {kind}, ask: Q, required: yes}}"
    assert [one[0] for one in problems(pack(HOPE, CAME, asked, "{id: x, type: long, ask: '{q}'}"))] == [
        "P303"
    ]


# ---- filling

OPTIONS = {
    "sphere": "{professional: W, both: B}",
    "mode": "{guiding: G, absent: A}",
    "motives": "{help: H, hurry: U}",
    "cleanup": "{none: N, now: O}",
}


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        *[("long", field) for field in ("situation", "behavior", "gap", "strength", "unsaid", "mirrored")],
        ("short", "situation"),
        ("choice", "sphere"),
        ("choice", "cleanup"),
        ("choice", "mode"),
        ("choices", "mode"),
        ("choices", "motives"),
        ("person", "people"),
        ("people", "people"),
        ("tags", "tags"),
        ("feelings", "feelings"),
        ("effect", "effects"),
        ("commitment", "commitment"),
    ],
)
def test_which_question_fills_which_field(kind: str, field: str) -> None:
    options = f", options: {OPTIONS[field]}" if field in OPTIONS else ""
    question = f"{{id: x, type: {kind}, ask: X, fills: {field}{options}}}"
    assert good(HOPE, CAME, question).pack.question("x").fills == field


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("{who: a}", "{who: b}", True),
        ("{who: {one_of: [a, b]}}", "{who: c}", True),
        ("{who: {one_of: [a, b]}}", "{who: {one_of: [c]}}", True),
        ("{hope: x, who: a}", "{came: y, who: b}", True),
        ("{came: {answered: yes}}", "{came: {answered: no}}", True),
        ("{who: a}", "{who: a}", False),
        ("{who: {one_of: [a, b]}}", "{who: {one_of: [b, c]}}", False),
        ("{who: a}", "{hope: b}", False),
        ("{who: a}", "{who: {is_not: a}}", False),
    ],
)
def test_two_questions_fill_one_field_only_where_never_both_are_asked(
    one: str, other: str, fits: bool
) -> None:
    """Their conditions test one same key for different answers."""
    questions = (
        HOPE, CAME, WHO,
        f"{{id: x, type: long, ask: X, fills: gap, when: {one}}}",
        f"{{id: y, type: long, ask: Y, fills: gap, when: {other}}}",
    )  # fmt: skip
    if fits:
        assert good(*questions)
    else:
        assert [one[:2] for one in problems(pack(*questions))] == [("P308", 11)]


def test_of_three_questions_for_one_field_each_two_are_compared() -> None:
    three = (f"{{id: {name}, type: long, ask: X, fills: gap, when: {{who: {answer}}}}}" for name, answer in
             (("x", "a"), ("y", "b"), ("z", "b")))  # fmt: skip
    assert [one[:2] for one in problems(pack(HOPE, CAME, WHO, *three))] == [("P308", 12)]


def test_ask_without_stands_for_the_question_and_for_nothing_else() -> None:
    """A help that quotes what is not there would show its braces."""
    question = "{id: x, type: long, ask: 'So {came}?', ask_without: So?, help: 'Of {came}.'}"
    (found,) = problems(pack(HOPE, CAME, question))
    assert found[:3] == ("P304", 9, 68)
    assert "Say it here without" in found[3]


def test_effects_may_stand_for_the_impact() -> None:
    assert good(HOPE, "{id: e, type: effect, ask: E, fills: effects}").pack.ids == ("hope", "e")


def test_a_problem_prints_with_file_line_and_column() -> None:
    problem = Problem("P203", Mark(18, 5), "'hlep' is not a setting of a long question.")
    assert problem.located("pack.yaml") == "pack.yaml:18:5  P203  'hlep' is not a setting of a long question."


def test_refused_sorts_its_problems_by_place() -> None:
    late, early = Problem("P203", Mark(9, 1), "late"), Problem("P304", Mark(2, 7), "early")
    refused = Refused([late, early])
    assert refused.problems == (early, late)
    assert refused.named("p.yaml").located == ("p.yaml:2:7  P304  early", "p.yaml:9:1  P203  late")
