"""Wordings that deserve a second look: those that do, those that only look like it, and the packs we ship."""

import inspect
import re
import time
from pathlib import Path
from typing import Any

import pytest

from mefirst.packs import lints as module
from mefirst.packs import yamltree
from mefirst.packs.codes import CODES
from mefirst.packs.lints import Lint, lints, of_wording
from mefirst.packs.model import Pack
from mefirst.packs.overlay import read_overlay, translated
from mefirst.packs.problems import WARNINGS, Mark, Problem
from mefirst.packs.reader import read_pack, validate
from mefirst.paths import packaged

SHIPPED = sorted(packaged("prompts").glob("*/pack.yaml"))


def pack(*questions: dict[str, Any], language: str = "en") -> Pack:
    made, faults = validate(
        {
            "mefirst_pack": "1",
            "id": "small",
            "version": "1.0.0",
            "title": "T",
            "language": language,
            "for": "review",
            "questions": [
                {"id": f"q{index}", "type": "short", "ask": "What?", **question}
                for index, question in enumerate(questions)
            ],
        }
    )
    assert made is not None, faults
    return made


def codes(ask: str, language: str = "en", **settings: Any) -> list[str]:
    return [lint.code for lint in of_wording(pack({"ask": ask, **settings}, language=language))]


# ---- what is found

EXAMPLES = [
    ("P601", "en", "Don't you", "Don't you think they wanted to help?"),
    ("P601", "en", "wouldn’t it", "Looking back, wouldn’t it have been better to wait?"),
    ("P601", "en", "didn't you", "You meant well, didn't you?"),
    ("P601", "en", ", right?", "You wanted to help, right?"),
    ("P601", "en", "Do you not", "Do you not think so?"),
    ("P601", "en", "Surely", "Surely you had a reason?"),
    ("P601", "en", "Would you agree that", "Would you agree that you were late?"),
    ("P601", "de", "Findest du nicht", "Findest du nicht, dass sie recht hatten?"),
    ("P601", "de", "Meinen Sie nicht", "Im Rückblick: Meinen Sie nicht, es war zu früh?"),
    ("P601", "de", "Denkst du nicht", "Denkst du nicht auch, dass es zu früh war?"),
    ("P601", "de", "Wäre es nicht besser", "Wäre es nicht besser gewesen zu warten?"),
    ("P601", "de", ", oder?", "Du wolltest helfen, oder?"),
    ("P601", "de", "Stimmst du zu, dass", "Stimmst du zu, dass du zu spät warst?"),
    ("P601", "de", "sicherlich", "Du hattest sicherlich einen Grund?"),
    ("P602", "en", "and how did", "What did you say, and how did they take it?"),
    ("P602", "en", "and what happened", "What did you do and what happened then?"),
    ("P602", "en", "and what did", "Looking back, what did you want and what did you get?"),
    ("P602", "en", "and which effect did", "Which effect did you want and which effect did it have?"),
    ("P602", "en", "How did it arrive?", "What did you say? How did it arrive?"),
    ("P602", "en", "and did they", "Did you say it, and did they hear it?"),
    ("P602", "en", "and how", "What did you say, and how?"),
    ("P602", "de", "und wie kam", "Was hast du gesagt und wie kam es an?"),
    ("P602", "de", "und was hast", "Im Rückblick, was wolltest du und was hast du bekommen?"),
    ("P602", "de", "und welche Wirkung hatte", "Welche Wirkung wolltest du und welche Wirkung hatte es?"),
    ("P602", "de", "Wie kam es an?", "Was hast du gesagt? Wie kam es an?"),
    ("P602", "de", "und hast du", "Wusste sie davon und hast du es ihr gesagt?"),
    ("P602", "de", "und wie", "Was hast du gesagt, und wie?"),
    ("P603", "en", "fault", "Whose fault was it?"),
    ("P603", "en", "fault", "Say whose fault it was."),
    ("P603", "en", "guilty", "What do you not feel guilty about?"),
    ("P603", "en", "blame", "Who is to blame?"),
    ("P603", "en", "What is wrong with them", "What is wrong with them?"),
    ("P603", "en", "did you fail", "Where did you fail?"),
    ("P603", "en", "Who messed", "Who messed it up?"),
    ("P603", "de", "schuld", "Wer ist schuld?"),
    ("P603", "de", "Schuld", "Sag, wessen Schuld es war."),
    ("P603", "de", "Fühlst du dich schuldig", "Fühlst du dich schuldig?"),
    ("P603", "de", "wirfst du dir vor", "Was wirfst du dir vor?"),
    ("P603", "de", "Was stimmt nicht mit", "Was stimmt nicht mit ihm?"),
    ("P603", "de", "versagt", "Wo hast du versagt?"),
    ("P604", "en", "Why", "Why did you do that?"),
    ("P604", "en", "why", "And why now?"),
    ("P604", "en", "why", "For the partner: why did they do it?"),
    ("P604", "en", "How come", "How come you waited?"),
    ("P604", "de", "Warum", "Warum hast du das getan?"),
    ("P604", "de", "wieso", "Und wieso jetzt?"),
    ("P604", "de", "Aus welchem Grund", "Aus welchem Grund hast du gewartet?"),
    ("P606", "en", "Are you a good", "Are you a good leader?"),
    ("P606", "en", "Were you really good enough", "Were you really good enough?"),
    ("P606", "en", "What kind of leader are you", "What kind of leader are you?"),
    ("P606", "en", "What does this say about you", "What does this say about you?"),
    ("P606", "en", "do you deserve", "Looking back, do you deserve their trust?"),
    ("P606", "de", "Bist du ein guter", "Bist du ein guter Chef?"),
    ("P606", "de", "Sind Sie eine gute", "Sind Sie eine gute Führungskraft?"),
    ("P606", "de", "Bist du gut genug", "Bist du gut genug?"),
    ("P606", "de", "Was für ein Mensch bist du", "Was für ein Mensch bist du?"),
    ("P606", "de", "Was sagt das über dich", "Was sagt das über dich?"),
]


@pytest.mark.parametrize(("code", "language", "shown", "ask"), EXAMPLES)
def test_a_wording_that_deserves_a_look_is_found_and_quoted(
    code: str, language: str, shown: str, ask: str
) -> None:
    (lint,) = of_wording(pack({"ask": ask}, language=language))
    assert (lint.code, lint.question, lint.setting) == (code, 0, ("ask",))
    assert lint.message.startswith(f"'{shown}' ")


@pytest.mark.parametrize(
    ("language", "ask"),
    [
        ("en", "What are you not saying?"),
        ("en", "What don't you know yet?"),
        ("en", "What would you like to stop, start and continue?"),
        ("en", "What did you do and say?"),
        ("en", "How and when will you tell them?"),
        ("en", "Which of your strengths was of use, and to whom?"),
        ("en", "What lies between what you meant and what arrived?"),
        ("en", "What lies between that and what was meant?"),
        ("en", "How do you tell apart what was said and what was meant?"),
        ("en", "What did you see or hear that shows how it arrived?"),
        ("en", "How did you find out what they wanted and when they wanted it?"),
        ("en", "What would your deputy say about how you listen and how you decide?"),
        ("en", "What was it? What else?"),
        ("en", "Is one sentence of this ready for one person? Then who is it?"),
        ("en", "What would you do if nobody were to blame?"),
        ("en", "Describe it, and leave out who was to blame."),
        ("en", "What did you default to?"),
        ("en", "What did you fail to ask?"),
        ("en", "What do you feel responsible for?"),
        ("en", "What would you say if they asked you why?"),
        ("en", 'They say: "Why me? Whose fault is it?" What do you answer?'),
        ("en", "They say: “Are you a good boss?” What do you answer?"),
        ("en", "What does it say about what you value?"),
        ("en", "Are you good at waiting?"),
        ("en", "Wouldn't you like to know."),
        ("de", "Was hast du nicht gesagt?"),
        ("de", "Was tust und sagst du in dieser Minute?"),
        ("de", "Wie verstehen andere diese Rolle? Dein Team?"),
        ("de", "Was lag zwischen dem, was du wolltest, und was geschah?"),
        ("de", "Woran merkst du, was gelungen ist und was fehlt?"),
        ("de", "Was hat dir geholfen und was selbst getragen?"),
        ("de", "Wann und wo hast du das zuletzt erlebt?"),
        ("de", "Was bist du ihr schuldig geblieben?"),
        ("de", "Was schuldest du ihm noch?"),
        ("de", "Beschreib es, ohne zu sagen, wer schuld war."),
        ("de", "Hast du es gesagt, oder nicht?"),
        ("de", "Warst du gut vorbereitet?"),
        ("de", "Sie fragt: „Warum ich? Wer ist schuld?“ Was antwortest du?"),
        ("de", "Sie fragt: »Warum ich?« Was antwortest du?"),
    ],
)
def test_a_wording_that_only_looks_like_it_is_left_alone(language: str, ask: str) -> None:
    assert codes(ask, language) == []


def test_two_things_may_be_wrong_with_one_question() -> None:
    assert codes("What did you do? Why?") == ["P602", "P604"]


# ---- where


def test_every_wording_is_read_and_no_heading() -> None:
    asked = {
        "heading": "Why? Whose fault was it?",
        "vary": ["What?", "Whose fault was it?"],
        "ask_without": "Why?",
        "help": "Whose fault was it?",
    }
    found = [(lint.code, lint.setting) for lint in of_wording(pack(asked))]
    assert found == [("P603", ("vary", 1)), ("P604", ("ask_without",)), ("P603", ("help",))]


def test_help_may_tell_what_a_question_may_not_ask() -> None:
    """It may name blame to leave it out, and go on asking."""
    assert (
        codes(
            "What?", help="It was not your fault. Or was it theirs: the fault you see. Why? What then? How?"
        )
        == []
    )
    assert codes("What?", help="Was it your fault?") == ["P603"]


@pytest.mark.parametrize("kind", ["effect", "commitment"])
def test_an_effect_and_a_commitment_ask_for_two_things_by_design(kind: str) -> None:
    assert codes("What did you want to raise, and where did it end up?", type=kind) == []
    assert codes("Why did it end up there?", type=kind) == ["P604"]


def test_a_note_asks_nothing() -> None:
    assert codes("Why? Whose fault is it? Read on.", type="note") == []


@pytest.mark.parametrize(("language", "found"), [("en-GB", ["P604"]), ("de", []), ("fr", []), ("deu", [])])
def test_only_languages_we_have_words_for_are_read(language: str, found: list[str]) -> None:
    assert codes("Why?", language) == found


def test_what_is_found_has_its_place_in_the_file() -> None:
    data = b"""\
mefirst_pack: 1
id: small
version: 1.0.0
title: T
for: review
questions:
  - {id: a, type: short, ask: What?}
  - id: b
    type: long
    required: yes
    ask: What?
    vary:
      - How?
      - Why?
"""
    found = [lint.problem(yamltree.read(data)) for lint in lints(read_pack(data).pack)]
    assert [(one.code, one.mark) for one in found] == [("P604", Mark(14, 9)), ("P609", Mark(8, 5))]
    assert all(one.warning for one in found)


# ---- the whole


def test_a_pack_of_whys_is_named_once_at_the_second() -> None:
    """Several wordings of one question are one."""
    once = pack({"ask": "Why?", "vary": ["Why now?"]}, {})
    assert [lint.code for lint in lints(once)] == ["P604", "P604"]
    often = lints(pack({"ask": "Why?"}, {}, {"ask": "Why now?"}, {"ask": "Why then?"}))
    assert [(lint.code, lint.question) for lint in often] == [
        ("P604", 0),
        ("P604", 2),
        ("P605", 2),
        ("P604", 3),
    ]
    assert "3 questions of this pack begin with why" in often[2].message


OTHERS = {"fills": "others"}


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        ([OTHERS, {"fills": "gap"}], [Lint("P607", 0, ("fills",), module._OTHERS_FIRST)]),
        (
            [{"fills": "impact"}, {"fills": "intent"}, OTHERS],
            [Lint("P607", 2, ("fills",), module._OTHERS_FIRST)],
        ),
        ([OTHERS, OTHERS], [Lint("P607", 0, ("fills",), module._OTHERS_FIRST)]),
        *(
            ([{"fills": field}, OTHERS], [])
            for field in ("behavior", "contribution", "assumption", "belief", "gap")
        ),
    ],
)
def test_the_own_part_comes_before_the_others(questions: list[dict[str, Any]], found: list[Lint]) -> None:
    assert lints(pack(*questions)) == found
    assert lints(pack(*questions, language="fr")) == found


def test_the_twenty_sixth_question_is_one_too_many_and_notes_do_not_count() -> None:
    enough = [{"type": "note"}, *({} for _ in range(25)), {"type": "note"}]
    assert lints(pack(*enough)) == []
    assert [(one.code, one.question) for one in lints(pack(*enough, {}, {}))] == [("P608", 27)]


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"type": "long", "required": "yes"}, ["P609"]),
        ({"type": "long", "required": "yes", "help": "Such as this."}, []),
        ({"type": "long"}, []),
        ({"type": "short", "required": "yes"}, []),
    ],
)
def test_a_long_answer_that_is_needed_deserves_help(settings: dict[str, Any], found: list[str]) -> None:
    assert [lint.code for lint in lints(pack(settings))] == found


def test_every_lint_is_a_warning_and_explained() -> None:
    said = set(re.findall(r'"(P\d{3})"', inspect.getsource(module)))
    assert said == {code for code in CODES if code.startswith("P6")}
    assert said <= WARNINGS
    assert not Problem("P203", Mark(), "").warning


@pytest.mark.parametrize(
    "ask", [":" * 7990 + "?", ": and " * 1300 + "?", ": what b " * 880 + "?", "„" * 7990 + "?"]
)
def test_no_wording_makes_anybody_wait(ask: str) -> None:
    """A pack from anywhere is linted before it is taken in; hundredths of a second, with room for a slow machine."""
    began = time.process_time()
    for language in ("en", "de"):
        codes(ask, language)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_the_packs_we_ship_need_no_second_look_in_any_language(path: Path) -> None:
    shipped = read_pack(path.read_bytes()).pack
    assert lints(shipped) == []
    for overlay in path.parent.glob("lang/*.yaml"):
        assert lints(translated(shipped, read_overlay(overlay.read_bytes()))) == []
