"""The prose guard: what people type into a pack that YAML reads as something else, and the line to paste instead."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mefirst.packs import prose, yamltree
from mefirst.packs.codes import CODES
from mefirst.packs.model import QUESTION_MODELS, Pack
from mefirst.packs.problems import Refused
from mefirst.packs.prose import Slip, fixed, slips
from mefirst.packs.prose.entries import PROSE, STRICT, Kind, settings
from mefirst.packs.prose.reading import read
from mefirst.packs.reader import read_pack
from mefirst.paths import packaged

PACK = """\
# A small pack.
mefirst_pack: 1
id: small
version: 1.0.0
title: Small
about: A small pack.
for: entry
questions:
  - id: hope
    type: long
    ask: What were you hoping for?
    fills: intent
    required: yes
  - id: landed
    type: long
    ask: What came back?
    vary:
      - What did you see?
      - What did you hear?
    fills: impact
  - id: told
    type: choice
    ask: Have you said "{hope}" aloud?
    when: {landed: {answered: yes}}
    options:
      soon: Soon
      never: Never
"""
ASK = "    ask: What came back?"

VALUES = [
    ("Note: what did you…", '"Note: what did you…"', "P120"),
    ("Such as:", '"Such as:"', "P120"),
    ("He said: go. And you?", '"He said: go. And you?"', "P120"),
    ("your #1 goal", '"your #1 goal"', "P121"),
    ("the #teamspirit, is it real?", '"the #teamspirit, is it real?"', "P121"),
    ("#1 of all", '"#1 of all"', "P121"),
    ("*Really*", '"*Really*"', "P122"),
    ("[Name] did", '"[Name] did"', "P122"),
    ("[Name]", '"[Name]"', "P122"),
    ("{hope} – did you", '"{hope} – did you"', "P122"),
    ("{hope}", '"{hope}"', "P122"),
    ("> 3 times?", '"> 3 times?"', "P122"),
    ("| so", '"| so"', "P122"),
    (">", '">"', "P122"),
    ("@work", '"@work"', "P122"),
    ("`code`", '"`code`"', "P122"),
    ("% of", '"% of"', "P122"),
    ("& then", '"& then"', "P122"),
    ("&then", '"&then"', "P122"),
    ("! now", '"! now"', "P122"),
    ("!now", '"!now"', "P122"),
    ("- like this?", '"- like this?"', "P122"),
    ("-", '"-"', "P122"),
    ("? like this", '"? like this"', "P122"),
    (": so", '": so"', "P122"),
    (", so", '", so"', "P122"),
    ("] so", '"] so"', "P122"),
    ("What\tnow?", '"What\tnow?"', "P126"),
    ("Note: what?  # a comment", '"Note: what?"  # a comment', "P120"),
]
"""What was typed behind `ask: `, what stands there afterwards; YAML reads exactly what was typed."""

MARKED = [
    ('"He said "hi"?"', r'"He said \"hi\"?"', 'He said "hi"?', "P123"),
    ('"He said "hi""', r'"He said \"hi\""', 'He said "hi"', "P123"),
    ("'He said 'hi'?'", "\"He said 'hi'?\"", "He said 'hi'?", "P123"),
    ('"Quoted" and then more', r'"\"Quoted\" and then more"', '"Quoted" and then more', "P123"),
    ('"Yes" or "no"', r'"\"Yes\" or \"no\""', '"Yes" or "no"', "P123"),
    ("'Yes' or 'no'", "\"'Yes' or 'no'\"", "'Yes' or 'no'", "P123"),
    ('"Note": what?', r'"\"Note\": what?"', '"Note": what?', "P123"),
    ('"What did you', '"What did you"', "What did you", "P123"),
    ('"Is it "good"', r'"Is it \"good\""', 'Is it "good"', "P123"),
    ("'What did you", '"What did you"', "What did you", "P123"),
    ("'Twas a long day", '"\'Twas a long day"', "'Twas a long day", "P123"),
    ("'90s music?", '"\'90s music?"', "'90s music?", "P123"),
    ("'don't'", '"don\'t"', "don't", "P123"),
    ("'it's the boys' turn'", "\"it's the boys' turn\"", "it's the boys' turn", "P123"),
    (r"'don\'t'", '"don\'t"', "don't", "P123"),
    ('"What did you”', '"What did you"', "What did you", "P123"),
    ("'What did you\"", '"What did you"', "What did you", "P123"),
    ('"a "b" c" # so', r'"a \"b\" c" # so', 'a "b" c', "P123"),
    ("“Note: what?”", '"Note: what?"', "Note: what?", "P124"),
    ("‘Note: what?’", '"Note: what?"', "Note: what?", "P124"),
    (r'"C:\new"', r'"C:\\new"', r"C:\new", "P125"),
    (r'"C:\new\"', r'"C:\\new\\"', "C:\\new\\", "P125"),
    (r'"\\server\new"', r'"\\\\server\\new"', r"\\server\new", "P125"),
    (r'"his\her"', r'"his\\her"', r"his\her", "P125"),
    (r'"black\after" # so', r'"black\\after" # so', r"black\after", "P125"),
    ('"What?"\u00a0', '"What?"', "What?", "P126"),
]
"""The same for texts typed in quotation marks: what YAML reads afterwards stands in the third column."""

LINES = [
    (ASK, "    ask:What came back?", "P127"),
    (ASK, "    ask = What came back?", "P127"),
    (ASK, "    ask=What came back?", "P127"),
    (ASK, "    ask：What came back?", "P127"),
    (ASK, "    ask： What came back?", "P127"),
    (ASK, "    ask What came back?", "P127"),
    (ASK, "    Ask: What came back?", "P127"),
    (ASK, "    ASK:What came back?", "P127"),
    (ASK, "\task: What came back?", "P126"),
    (ASK, "  \task: What came back?", "P126"),
    (ASK, "\t\task: What came back?", "P126"),
    (ASK, "\u00a0   ask: What came back?", "P126"),
    (ASK, "\u00a0\u00a0\u00a0\u00a0ask: What came back?", "P126"),
    (ASK, "\u3000\u3000ask: What came back?", "P126"),
    (ASK, "    \u200bask: What came back?", "P126"),
    (ASK, "    ask:\u00a0What came back?", "P126"),
    (ASK, "    ask\u202f: What came back?", "P126"),
    (ASK, "    ask:\tWhat came back?", "P126"),
    (ASK, ASK + "\t", "P126"),
    (ASK, "     ask: What came back?", "P129"),
    (ASK, "   ask: What came back?", "P129"),
    (ASK, "  ask: What came back?", "P129"),
    (ASK, "        ask: What came back?", "P129"),
    ("  - id: landed", "  -id: landed", "P128"),
    ("  - id: landed", "  id: landed", "P128"),
    ("  - id: landed", "    id: landed", "P128"),
    ("  - id: landed", "  – id: landed", "P128"),
    ("  - id: landed", "  • id: landed", "P128"),
    ("  - id: landed", "  - id:landed", "P127"),
    ("  - id: landed", "  - ID: landed", "P127"),
    ("  - id: landed", "  -\u00a0id: landed", "P126"),
    ("  - id: landed", "   - id: landed", "P129"),
    ("  - id: landed", " - id: landed", "P129"),
    ("  - id: landed", "\t- id: landed", "P126"),
    ("    fills: impact", "    fills: “impact”", "P124"),
    ("    fills: impact", "    fills: ‘impact’", "P124"),
    ("    fills: impact", "    fills: impact\u00a0", "P126"),
    ("    required: yes", "    required yes", "P127"),
    ("      - What did you hear?", "      -What did you hear?", "P128"),
    ("      - What did you hear?", "      — What did you hear?", "P128"),
    ("      - What did you hear?", "      What did you hear?", "P128"),
    ("      - What did you hear?", "       - What did you hear?", "P129"),
    ("      - What did you hear?", "     - What did you hear?", "P129"),
    ("      - What did you hear?", "    - What did you hear?", "P129"),
    ("      soon: Soon", "      soon:Soon", "P127"),
    ("      soon: Soon", "      soon：Soon", "P127"),
    ("      never: Never", "       never: Never", "P129"),
    ("      never: Never", "     never: Never", "P129"),
    ("title: Small", "Title: Small", "P127"),
    ("title: Small", " title: Small", "P129"),
    ("    when: {landed: {answered: yes}}", "    when: {landed: {answered:yes}}", "P127"),
    ("    when: {landed: {answered: yes}}", "    when: {landed： {answered: yes}}", "P127"),
    ("    when: {landed: {answered: yes}}", "    when: {landed:\u00a0{answered: yes}}", "P126"),
    ("    when: {landed: {answered: yes}}", "    when: {landed: {answered: yes}", "P122"),
]
"""A line of the pack, how it was typed, the kind of slip: the line to paste is the line of the pack."""

OTHERS = [
    (
        "      - What did you hear?",
        "      - Or: what did you hear?",
        '      - "Or: what did you hear?"',
        "P120",
    ),
    ("      - What did you hear?", "      - “Or: what?”", '      - "Or: what?"', "P124"),
    ("      - What did you hear?", "      - - What?", '      - "- What?"', "P122"),
    ("      - What did you hear?", "      - ? What", '      - "? What"', "P122"),
    ("      - What did you hear?", "      - {hope}", '      - "{hope}"', "P122"),
    ("      - What did you hear?", '      - "Heard": what?', r'      - "\"Heard\": what?"', "P123"),
    ("      soon: Soon", "      “soon”: Soon", '      "soon": Soon', "P124"),
    ("      soon: Soon", "      ‘soon’: Soon", '      "soon": Soon', "P124"),
    ("      soon: Soon", "      @home: Soon", '      "@home": Soon', "P122"),
    ("      soon: Soon", "      soon: Yes: soon", '      soon: "Yes: soon"', "P120"),
    (
        "    when: {landed: {answered: yes}}",
        "    when: {landed: {answered: “yes”}}",
        '    when: {landed: {answered: "yes"}}',
        "P124",
    ),
    (
        "    when: {landed: {answered: yes}}",
        "    when: {“landed”: {answered: yes}}",
        '    when: {"landed": {answered: yes}}',
        "P124",
    ),
    ("about: A small pack.", "about: A pack: small.", 'about: "A pack: small."', "P120"),
    ("title: Small", "title: @work", 'title: "@work"', "P122"),
]

DOUBTFUL = [
    ("    ask: What came # back", '    ask: "What came # back"', "P121"),
    ("    ask: What came #back", '    ask: "What came #back"', "P121"),
    ("    ask: What came back? #tomorrow", '    ask: "What came back? #tomorrow"', "P121"),
    ("    ask: “What came back?”", '    ask: "What came back?"', "P124"),
    ("    ask: ‘What came back?’", '    ask: "What came back?"', "P124"),
    ("    ask: „What came back?“", '    ask: "What came back?"', "P124"),
    (ASK + "\n    default: our #1 goal", '    default: "our #1 goal"', "P121"),
    (r'    ask: "this\then"', r'    ask: "this\\then"', "P125"),
    ("    help: null\n" + ASK, '    help: "null"', "P122"),
    ("    help: ~\n" + ASK, '    help: "~"', "P122"),
    ("    help: # nothing yet\n" + ASK, '    help: "# nothing yet"', "P121"),
]
"""What may be meant as it stands: a warning, and nothing is changed."""

INNOCENT = [
    "    ask: yes, of course",
    "    ask: 12:30 or 13:15?",
    "    ask: See https://example.org/a#b, or example.org/#c",
    "    ask: What's next? Don't say.",
    '    ask: Why "now"? Why not?',
    "    ask: Why “now”? Why ‘then’?",
    "    ask: “Now” or “then”?",
    "    ask: A & B, 50% of C* and [D] or {E}!",
    "    ask: (a) or b - or -c?",
    "    ask: -5 degrees, was it?",
    "    ask: --really?",
    "    ask: ?really",
    "    ask: :-) or :-(",
    "    ask: C# or F#?",
    "    ask: a:b, c:d",
    "    ask: Was wäre dir lieber, Nähe oder Größe?",
    "    ask: 你想要什么：安静吗？",
    "    ask: Qu'est-ce que tu voulais\u00a0?",
    "    ask: … and then?",
    "    ask: ¿Qué pasó?",
    "    ask: 😀 or 😢?",
    "    ask: What came back?   # a comment",
    "    ask: What came back? # a comment",
    "    ask: What came back   # a comment",
    "    ask: What came back?   ",
    "    ask : What came back?",
    '    "ask": What came back?',
    '    ask: "Note: what came back?"',
    '    ask: "He said \\"hi\\"?" # a comment',
    '    ask: "one\\\\two, three…"',
    '    ask: "First.\\nSecond."',
    '    ask: "\\u2026 and then?"',
    "    ask: 'Note: what came back?'",
    "    ask: 'it''s #1: here'",
    "    ask: '\"{hope}\" Put it there.'",
    "    ask: What came\n      back, and\n      how?",
    "    ask: What came\n\n      back?",
    '    ask: "What came\n      back: so?"',
    '    ask: "What came\nback, or not?"',
    "    ask:\n      What came back?",
    '    ask: |\n      Note: what\n        *Really* # no comment\n\n      - [x] "a" b\n    # a comment',
    "    ask: >-\n      Note: what\n      #1 @work",
    "    ask: |2-\n        What?\n      Back?",
    "    ask: |\n      What?\n          \n\n      Back?\n     # a comment\n    # and one more",
    "    ask: What came\n      – or so – back?",
    "    ask: What came back?\n    default: # nothing\n      so",
    "    ask: What came back?\n    default: [a, 'b', {c: \"\"}]",
    "    ask: What came back?\n    default: {a: 你想要什么：安静吗, b: c:d, h: [i：j, k:l]}",
    "    ask: What came back?\n    default: null",
    "    ask: What came back?\n    default: -1",
    "    ask: What came back?\n    when: {hope: {answered: yes}}   # only then",
    ASK
    + "\n    when:\n      any_of:\n        - {hope: {answered: yes}}\n        - hope:\n            answered: no",
    "    ask: What came back?\n    when: {hope: {one_of: [\n      'a', \"b\"]}}",
    "    ask: What came back?\n\n    # 1. A comment: with [all] {of} it\n#2 another one",
]
"""Lines in place of `ask`, each of which means what it says."""


def with_line(typed: str, line: str = ASK) -> str:
    """The pack with one of its lines typed otherwise."""
    assert PACK.count(line + "\n") == 1
    return PACK.replace(line + "\n", typed + "\n")


def number_of(line: str) -> int:
    return PACK.split("\n").index(line) + 1


def asked(text: str) -> Any:
    """What YAML reads as the question of the second question."""
    document = yamltree.value(yamltree.read(text.encode()))
    return document["questions"][1]["ask"]


def the_slip(text: str, line: int) -> Slip:
    """The one slip in a text, which stands on that line."""
    found = slips(text)
    assert [slip.line for slip in found] == [line], found
    return found[0]


def changed(before: str, after: str) -> set[int]:
    """The lines that differ; every line end is as it was."""
    ends = [re.findall("\r\n|\r|\n", text) for text in (before, after)]
    assert ends[0] == ends[1]
    lines = [re.split("\r\n|\r|\n", text) for text in (before, after)]
    return {number for number, pair in enumerate(zip(*lines, strict=True), 1) if pair[0] != pair[1]}


def test_the_pack_of_these_tests_is_fine() -> None:
    """What is tested below is the one line that differs."""
    assert slips(PACK) == []
    assert fixed(PACK) == PACK
    assert read_pack(PACK.encode()).pack.ids == ("hope", "landed", "told")


@pytest.mark.parametrize(("typed", "written", "code"), VALUES)
def test_a_text_is_read_exactly_as_it_was_typed(typed: str, written: str, code: str) -> None:
    """The line to paste puts the whole text in quotation marks, keeps its comment, and the pack loads."""
    text = with_line(f"    ask: {typed}")
    slip = the_slip(text, number_of(ASK))
    assert (slip.code, slip.replacement, slip.certain) == (code, f"    ask: {written}", True)
    mended = fixed(text)
    assert changed(text, mended) == {slip.line}
    assert read_pack(mended.encode()).pack.questions[1].ask == typed.partition("  # ")[0]


@pytest.mark.parametrize(("typed", "written", "meant", "code"), MARKED)
def test_quotation_marks_that_do_not_fit_are_made_to(typed: str, written: str, meant: str, code: str) -> None:
    """Marks around the text enclose it, marks within belong to it."""
    text = with_line(f"    ask: {typed}")
    slip = the_slip(text, number_of(ASK))
    assert (slip.code, slip.replacement, slip.certain) == (code, f"    ask: {written}", True)
    assert changed(text, fixed(text)) == {slip.line}
    assert read_pack(fixed(text).encode()).pack.questions[1].ask == meant


@pytest.mark.parametrize(("line", "typed", "code"), LINES)
def test_a_line_out_of_form_gets_its_form_back(line: str, typed: str, code: str) -> None:
    """A blank, a colon, a hyphen, an indentation: the line to paste is the line that was meant, and the pack loads."""
    text = with_line(typed, line)
    found = slips(text)
    assert {slip.line for slip in found} == {number_of(line)}
    assert code in {slip.code for slip in found}
    assert all(slip.certain and slip.replacement == line for slip in found)
    assert fixed(text) == PACK


@pytest.mark.parametrize(("line", "typed", "written", "code"), OTHERS)
def test_items_options_and_maps_are_guarded_as_well(line: str, typed: str, written: str, code: str) -> None:
    """What holds for `ask` holds for a wording, the name and the label of an option, and a condition."""
    text = with_line(typed, line)
    slip = the_slip(text, number_of(line))
    assert (slip.code, slip.replacement, slip.certain) == (code, written, True)
    assert changed(text, fixed(text)) == {slip.line}
    assert read_pack(fixed(text).encode())


@pytest.mark.parametrize(("typed", "written", "code"), DOUBTFUL)
def test_what_may_be_meant_is_a_warning_and_stays(typed: str, written: str, code: str) -> None:
    """The line to paste is offered; nothing is changed by itself."""
    text = with_line(typed)
    slip = the_slip(text, number_of(ASK) + typed.startswith(f"{ASK}\n"))
    assert (slip.code, slip.replacement, slip.certain) == (code, written, False)
    assert fixed(text) == text
    assert slips(text.replace(typed.removesuffix(f"\n{ASK}"), slip.replacement or "")) == []


@pytest.mark.parametrize("typed", INNOCENT)
def test_what_means_what_it_says_is_left_in_peace(typed: str) -> None:
    """No false alarm, and the pack loads."""
    text = with_line(typed)
    assert slips(text) == []
    assert read_pack(text.encode())


FILES = sorted(packaged("prompts").rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_nothing_is_found_in_what_we_ship(path: Path) -> None:
    """Neither in the packs nor in their translations and rehearsals."""
    text = path.read_bytes().decode()
    assert slips(text) == []
    assert fixed(text) == text


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("    ask: Note: what", [("P120", 14)]),
        ("    ask: your #1 goal", [("P121", 15)]),
        ("    ask: *Really*", [("P122", 10)]),
        ('    ask: "He said "hi"?"', [("P123", 19)]),
        ("    ask:What", [("P127", 8)]),
        ("\tASK:Note: what", [("P126", 1), ("P127", 2), ("P120", 10)]),
        ("  \u00a0 ask: Note: what", [("P126", 3), ("P120", 14)]),
    ],
)
def test_a_slip_is_placed_where_it_was_typed(typed: str, places: list[tuple[str, int]]) -> None:
    """The column is that of the sign in the line as it stands in the file; several slips share one line to paste."""
    found = slips(with_line(typed))
    assert [(slip.code, slip.column) for slip in found] == places
    assert len({slip.replacement for slip in found}) == 1


def test_every_slip_has_a_code_of_ours_and_says_what_is_wrong() -> None:
    """The codes stand in the one table, and a message is a sentence."""
    typed = [*(f"    ask: {one[0]}" for one in (*VALUES, *MARKED)), *(one[0] for one in DOUBTFUL)]
    texts = [*map(with_line, typed), *(with_line(one[1], one[0]) for one in (*LINES, *OTHERS))]
    for slip in (slip for text in texts for slip in slips(text)):
        assert slip.code in CODES
        assert re.fullmatch(r"[A-Z'].*\.", slip.message)


def test_the_settings_guarded_as_sentences_and_as_words_exist() -> None:
    """Our two lists name only settings of a pack or of a question."""
    assert settings(Kind.QUESTION) | settings(Kind.PACK) >= PROSE | STRICT
    assert not PROSE & STRICT
    assert settings(Kind.PACK) == {one.alias or name for name, one in Pack.model_fields.items()}
    assert all(
        name in settings(Kind.QUESTION)
        for model in QUESTION_MODELS.values()
        for name in ("ask", "id", "when")
    )


LAYOUTS = [
    pytest.param(
        "questions:\n- id: a\n  ask: x\n- id: b\n  ask: y\n",
        "questions:\n  id: a\n  ask: x\n  id: b\n  ask: y\n",
        id="no hyphens at all",
    ),
    pytest.param(
        "questions:\n- id: a\n  ask: x\n- id: b\n  ask: y\n",
        "questions:\nid: a\nask: x\nid: b\nask: y\n",
        id="no indentation at all",
    ),
    pytest.param(
        "questions:\n  - id: a\n    ask: x\n", "questions:\n  id: a\n    ask: x\n", id="settings further in"
    ),
    pytest.param(
        "questions:\n  - id: a\n    ask: x\n"
        "  - id: b\n    options:\n      y: Yes\n      help: No\n    ask: >\n      foo\n    help: z\n",
        "questions:\n  - id: a\n    ask: x\n"
        "  id: b\n  options:\n    y: Yes\n    help: No\n  ask: >\n    foo\n  help: z\n",
        id="one question without hyphen, with all that is under it",
    ),
    pytest.param(
        "questions:\n  - id: a\n    options:\n      y: Yes\n      help: No\n    vary:\n      - x\n    help: z\n",
        "questions:\n\t- id: a\n\t  options:\n\t\ty: Yes\n\t\thelp: No\n\t  vary:\n\t\t- x\n\t  help: z\n",
        id="tabs throughout",
    ),
    pytest.param(
        "questions:\n  - id: a\n    options:\n      y: Yes\n      n: No\n    when:\n      b: no\n",
        "questions:\n  - id: a\n    options:\n    y: Yes\n    n: No\n    when:\n    b: no\n",
        id="options right under their setting",
    ),
    pytest.param(
        "questions:\n  - id: a\n    vary:\n      - What else?\n      - And who?\n",
        "questions:\n  - id: a\n    vary:\n      What else?\n      And who?\n",
        id="a list without hyphens",
    ),
    pytest.param(
        "questions:\n  - id: a\n    vary:\n      - What else?\n",
        "questions:\n  - id: a\n    vary:\nWhat else?\n",
        id="a list without anything",
    ),
    pytest.param(
        "questions:\n  - id: a\n    ask: What\n      and why\n    help: x\n",
        "questions:\n  - id: a\n    ask: What\nand why\n    help: x\n",
        id="a text that goes on at the first column",
    ),
    pytest.param(
        "questions:\n  - id: a\n    ask:\n      What\n",
        "questions:\n  - id: a\n    ask:\nWhat\n",
        id="a text below its setting at the first column",
    ),
    pytest.param(
        'questions:\n  - id: a\n    ask: "What\n      and \\"so\\": why\n      and how"\n',
        'questions:\n  - id: a\n    ask: What\n      and "so": why\n      and how\n',
        id="a text of several lines with a colon",
    ),
    pytest.param(
        'questions:\n  - id: a\n    ask: "What\n      and why"\n    help: x\n',
        'questions:\n  - id: a\n    ask: "What\n      and why\n    help: x\n',
        id="a text of several lines whose last quotation mark is missing",
    ),
    pytest.param(
        'questions:\n  - id: a\n    ask: "\\"What\n      now\\" and why"\n    help: x\n',
        'questions:\n  - id: a\n    ask: "What\n      now" and why\n    help: x\n',
        id="a text of several lines that begins in quotation marks",
    ),
    pytest.param(
        "version: 1.0.0\ntitle: Small\n",
        "version: 1.0.0\ntitle Small\n",
        id="a setting of the pack without colon",
    ),
    pytest.param(
        'questions:\n  - id: a\n    default: "[Name] did"\n    fills: "*impact"\n',
        "questions:\n  - id: a\n    default: [Name] did\n    fills: *impact\n",
        id="signs of YAML where no sentence stands",
    ),
    pytest.param(
        'questions:\n  - id: a\n    options: {soon: "Yes, soon", never: "Never, ever"}\n',
        'questions:\n  - id: a\n    options: {soon: Yes, soon, never: "Never, ever"}\n',
        id="a comma in a label",
    ),
    pytest.param(
        'questions:\n  - id: a\n    ask:\n      "Note: what"\n',
        "questions:\n  - id: a\n    ask:\n      Note: what\n",
        id="a colon in a text below its setting",
    ),
    pytest.param(
        "questions:\n  - id: a\n    ask: |\n      What\n      and: why\n      and how\n    help: x\n",
        "questions:\n  - id: a\n    ask: |\n      What\n\tand: why\n     and how\n    help: x\n",
        id="a block whose lines stand unevenly",
    ),
    pytest.param(
        "questions:\n  - id: a\n    ask: |\n      What\n      and why\n    help: x\n",
        "questions:\n  - id: a\n    ask: |\n      What\n  and why\n    help: x\n",
        id="a block left too early",
    ),
    pytest.param(
        "questions:\n- id: a\n  ask: x\n  help: y\n- id: b\n  ask: z\nauthor: me\n",
        "questions:\n- id: a\n  ask: x\nhelp: y\n- id: b\n  ask: z\nauthor: me\n",
        id="a setting beside the hyphens",
    ),
    pytest.param(
        "  # so\nquestions:\n\n  - id: a\n",
        "\t# so\nquestions:\n \u00a0\n  - id: a\n",
        id="a comment behind a tab, an empty line that is none",
    ),
    pytest.param(
        'questions:\n  - id: a\n    options: {yes: "Yes, of course", no: "No: never", "so": So, may: Maybe}\n',
        "questions:\n  - id: a\n    options: {yes: Yes, of course, no: No: never, “so”: So, may:Maybe}\n",
        id="options in one line",
    ),
]


@pytest.mark.parametrize(("meant", "typed"), LAYOUTS)
def test_a_layout_yaml_cannot_follow_is_mended(meant: str, typed: str) -> None:
    """Every line changed is told, with the line as it should read."""
    head = "mefirst_pack: 1\nid: small\n"
    assert fixed(head + typed) == head + meant
    assert slips(head + meant) == []
    told = {slip.line: slip.replacement for slip in slips(head + typed)}
    assert told == {
        number: (head + meant).split("\n")[number - 1] for number in changed(head + typed, head + meant)
    }


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ('    ask: "What"\n    and so on', "P129"),
        ("    ask: What\n    help them?", "P127"),
        ("    ask: What\n      # a comment\n      and why", "P121"),
        ("    when: {hope: {answered: yes}} so\n" + ASK, "P122"),
        ("    when: {hope: yes, hope: no}\n" + ASK, "P122"),
        (ASK + "\n    - fills: x", "P129"),
        ('    ask: "What \\q\n      came"', "P125"),
        ("    hint: x\n  hint: y\n" + ASK, "P129"),
        ("    ask: What came # a comment\n      back?", "P121"),
        ("    ask: What came # a comment.\n      back: so?", "P121"),
        ("    ask: What:\n      came\x85back?", "P120"),
        ("    when: {hope: [b}\n" + ASK, "P122"),
    ],
)
def test_where_nobody_can_know_what_was_meant_the_line_is_only_told(typed: str, code: str) -> None:
    """An error without a line to paste, and nothing is changed."""
    text = with_line(typed)
    assert [(slip.code, slip.replacement, slip.certain) for slip in slips(text)] == [(code, None, True)]
    assert fixed(text) == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n"])
def test_line_ends_the_last_line_and_a_byte_order_mark_stay(end: str, mark: str, last: str) -> None:
    """Of all bytes, those of the one line change."""
    before = mark + (PACK.rstrip("\n") + last).replace("\n", end)
    text = before.replace("A small pack.", "A pack: small.").replace("# A pack: small.", "# A small pack.")
    after = before.replace("about: A small pack.", 'about: "A pack: small."')
    assert fixed(text).encode() == after.encode()
    assert [slip.replacement for slip in slips(text)] == ['about: "A pack: small."']


def test_the_first_line_is_mended_behind_a_byte_order_mark() -> None:
    """The line to paste does not hold the mark, the mended file does."""
    text = "\ufeffMefirst_pack: 1\nid: small\n"
    assert slips(text)[0].replacement == "mefirst_pack: 1"
    assert fixed(text) == "\ufeffmefirst_pack: 1\nid: small\n"


@pytest.mark.parametrize(
    "text",
    ["", "\n", "\ufeff", "Hello there", "- a\n- b: c", "a: b\n---\nc: d\n", "%YAML 1.2\n---\na: b\n..."],
)
def test_what_is_no_pack_is_left_to_the_reader(text: str) -> None:
    """Nothing is found in it, and nothing changes."""
    assert slips(text) == []
    assert fixed(text) == text


def test_a_file_of_nothing_but_slips_is_told_and_left_alone() -> None:
    """Work is bounded: nobody typed a thousand lines that need quotation marks."""
    text = "mefirst_pack: 1\nquestions:\n  - id: a\n    vary:\n" + "      - x: y\n" * 3000
    assert 1000 <= len(slips(text)) <= 1100
    assert fixed(text) == text


def test_more_lines_than_anybody_types_are_left_to_the_reader() -> None:
    text = PACK + "about: a: b\n" * 10_000
    assert slips(text) == []
    assert fixed(text) == text


def test_a_text_too_long_for_any_pack_is_left_to_the_reader() -> None:
    """Longer texts are refused anyway."""
    assert slips(with_line("    ask: " + "[" * 100_000)) == []


printable = st.text(st.characters(exclude_categories=["Cs"]).filter(str.isprintable), min_size=1)
tricky = st.text(st.sampled_from("ab :#\"'{}[]&*!|>%@`-?,\\=~“”‘’：.1"), min_size=1, max_size=12)
typed_texts = (printable | tricky).map(str.strip).filter(bool)
COMMENT = re.compile(r"""(?:(?:^|.*\S)[ ]{2,}|.*[.?!…"'”’)»}\]][ ])\#+(?:\s.*)?""", re.VERBOSE)
"""A '#' and a blank, behind a finished sentence or clearly apart from it: nobody means it as text."""


MARKS = "\"'“”„‟‘’‚‛"


def pasted(text: str, found: list[Slip]) -> str:
    """The text with what is certain mended, and what is offered taken."""
    lines = fixed(text).split("\n")
    for slip in found:
        assert slip.replacement is not None
        lines[slip.line - 1] = slip.replacement
    return "\n".join(lines)


@given(typed_texts.filter(lambda text: text[0] not in MARKS))
@example("Note: what")
@example("a # b")
@example("a #b")
@example(">-")
@example("null")
@example("help: so")
@example("id: so")
def test_whatever_is_typed_behind_ask_is_read_back(typed: str) -> None:
    """Where nothing is told, YAML reads exactly what was typed; elsewhere it does so from the line to paste."""
    assume(not COMMENT.fullmatch(typed))
    text = with_line(f"    ask: {typed}")
    found = slips(text)
    assert {slip.line for slip in found} <= {number_of(ASK)}
    assert asked(pasted(text, found)) == typed
    if not any(slip.certain for slip in found):
        assert fixed(text) == text


def plain(text: str) -> str:
    """A text without the signs that only say that the next one is meant as it is."""
    return re.sub(r"\\(.)", r"\1", text).replace("''", "'")


@given(
    typed_texts.map(lambda text: text.lstrip(MARKS)), st.sampled_from(MARKS), st.sampled_from(["", *MARKS])
)
@example("a", '"', "\\")
@example("a \\", '"', '"')
@example("a' 'b", "'", "'")
@example("twas", "'", "")
@example('a" # b', '"', "")
def test_whatever_is_typed_in_quotation_marks_is_read_with_or_without_them(
    typed: str, mark: str, last: str
) -> None:
    """Marks at the beginning and the end enclose a text or belong to it; nothing between them is lost."""
    whole = f"{mark}{typed}{last}"
    assume(not re.search(r"""[ "']#""", whole))
    text = with_line(f"    ask: {whole}")
    found = slips(text)
    assert {slip.line for slip in found} <= {number_of(ASK)}
    seen = asked(pasted(text, found))
    assert plain(seen) in {plain(whole), plain(whole[1:]), plain(whole[1:-1]), plain(whole[:-1])}
    if not found and mark not in "\"'":
        assert seen == whole


lines_typed = st.sampled_from(
    [*(one[1] for one in (*LINES, *OTHERS)), *(f"    ask: {one[0]}" for one in (*VALUES, *MARKED))]
)
scraps = st.sampled_from(
    [*"ab :#\"'{}[]&*!|>%@`-?,\\=~\n\t“”‘’：\u00a0", "ask: ", "    ", "- ", "\n  - id: q", "options:\n"]
)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """The pack, with lines typed otherwise and scraps thrown in."""
    lines = PACK.split("\n")
    for _ in range(draw(st.integers(0, 3))):
        lines[draw(st.integers(0, len(lines) - 1))] = draw(lines_typed)
    text = "\n".join(lines)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(scraps) + text[at + draw(st.integers(0, 3)) :]
    return text


@given(mangled())
def test_mending_is_done_at_once_and_changes_what_is_told(text: str) -> None:
    """However many slips meet: a second time changes nothing, and the lines changed are those told, as told."""
    mended = fixed(text)
    assert fixed(mended) == mended
    assert not [slip for slip in slips(mended) if slip.certain and slip.replacement is not None]
    lines = re.split("\r\n|\r|\n", mended)
    told = {
        slip.line: slip.replacement for slip in slips(text) if slip.certain and slip.replacement is not None
    }
    assert told == {number: lines[number - 1] for number in changed(text, mended)}


@given(
    st.text(st.characters(), max_size=80),
    st.sampled_from(["    ask: ", "      - ", "", "      soon: ", "    when: "]),
)
def test_no_text_breaks_the_guard(text: str, before: str) -> None:
    """Controls, lone surrogates and line breaks of every kind are the reader's to refuse."""
    whole = with_line(before + text)
    assert fixed(fixed(whole)) == fixed(whole)
    for slip in slips(whole):
        assert 1 <= slip.column <= len(re.split("\r\n|\r|\n", whole)[slip.line - 1]) + 1


PHRASES = [
    "What ", "do you ", "Note: ", "your #1 ", "'hi' ", '"hi" ', "don't ", "[x] ", "{hope} ", "> 3", "- a ",
    "* b", "& c", "! d", "% e", "@f", "`g`", "a, b ", "漢字", "😀", "\\n ", "C:\\new", "“q”", "：", "12:30", " # c",
    "null", "…", "?", ".", "|", "''", '"', "\n",
]  # fmt: skip
sentences = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=20).map(
    lambda parts: "".join(parts).strip() or "x"
)
options = st.dictionaries(
    st.sampled_from(["yes", "no", "help", "be-right", "12", "-1", "ask", "@x"]), sentences, min_size=1
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"type": st.just("long"), "ask": sentences},
            optional={
                "help": sentences,
                "vary": st.lists(sentences, min_size=1),
                "options": options,
                "default": sentences,
            },
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([20, 60, 1000]),
    st.sampled_from([2, 4]),
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_yaml_writer_wrote_is_left_in_peace(
    questions: list[dict[str, Any]], width: int, indent: int, style: str | None, end: str
) -> None:
    """Quoted, folded or in blocks: a text that was written by a program means what it says, so nothing is certain."""
    import yaml

    numbered = [{"id": f"q{number}", **question} for number, question in enumerate(questions)]
    document = {"mefirst_pack": "1", "id": "small", "questions": numbered}
    text = yaml.safe_dump(
        document,
        allow_unicode=True,
        sort_keys=False,
        width=width,
        indent=indent,
        default_style=style,
        line_break=end,
    )
    assert [slip for slip in slips(text) if slip.certain] == []
    assert fixed(text) == text


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("    ask: What came\n      back # so", Slip("P121", 17, 12, "", None, certain=False)),
        ("    ask: What came\n      #1 was it?", Slip("P121", 17, 7, "", None, certain=False)),
        ("    vary: [“What?”, Now?]", Slip("P124", 16, 12, "", '    vary: ["What?", Now?]', certain=False)),
        ("    options: {a: “What?”}", Slip("P124", 16, 18, "", '    options: {a: "What?"}', certain=False)),
    ],
)
def test_some_doubts_stand_elsewhere(typed: str, place: Slip) -> None:
    """In the last line of a long text, in a line that is a comment to YAML, in a list or a map."""
    (slip,) = slips(with_line(typed))
    assert slip._replace(message="") == place
    assert fixed(with_line(typed)) == with_line(typed)


def test_an_option_may_be_called_like_a_setting() -> None:
    """Under `options:` any name is an option, so that none of them begins a question."""
    text = with_line("      id: Papers\n      Help: Help\n      type: Machine", "      soon: Soon")
    assert slips(text) == []


def test_the_id_of_the_pack_may_stand_at_its_end() -> None:
    """It is no question that lacks its hyphen."""
    text = PACK.replace("id: small\n", "") + "id: small\n"
    assert slips(text) == []
    assert read_pack(text.encode())


def test_what_does_not_settle_is_told_and_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mending that would go on for ever changes nothing."""
    monkeypatch.setattr(prose, "_MOST_ROUNDS", 1)
    text = with_line("    ask: Note: what?")
    assert [(slip.code, slip.replacement, slip.certain) for slip in slips(text)] == [("P120", None, True)]
    assert fixed(text) == text


@pytest.mark.parametrize(
    ("snippet", "seen"),
    [
        ("k: a\n", {"k": "a"}),
        ("- a\n- [b, {c: d}]\n", ["a", ["b", {"c": "d"}]]),
        ("k: &a b", None),
        ("k: *a", None),
        ("k: !a b", None),
        ("k: a\nk: b", None),
        ("{[a]: b}", None),
        ("k: a\n---\nb", None),
        ("", None),
        ("k: " + "[" * 50, None),
        ("k: " + "a" * 9000, None),
        ('k: "\\UFFFFFFFF"', None),
        ("k: a\tb", None),
    ],
)
def test_a_snippet_is_read_as_a_pack_may_hold_it(snippet: str, seen: object) -> None:
    """Texts, lists and maps of names; nothing that packs do without, nor what readers of YAML disagree on."""
    assert read(snippet) == seen


def test_the_reader_refuses_or_misreads_what_the_guard_mends() -> None:
    """The table shows no lines that were fine all along."""
    for typed, *_ in VALUES:
        try:
            asks = read_pack(with_line(f"    ask: {typed}").encode()).pack.questions[1].ask
        except Refused:
            continue
        assert asks != typed or "\t" in typed


def test_a_tab_in_a_text_is_read_by_one_yaml_reader_and_not_by_the_other() -> None:
    """Where PyYAML lacks its C part, a pack with a tab in a text would not load: it has to mean the same everywhere."""
    import yaml

    text = with_line("    ask: What\tnow?")
    with pytest.raises(yaml.YAMLError):
        list(yaml.parse(text, Loader=yaml.BaseLoader))
    assert list(yaml.parse(fixed(text), Loader=yaml.BaseLoader))
