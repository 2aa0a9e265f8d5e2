"""Plain text becomes a pack that asks it, or is refused with the line."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.errors import PackProblems
from mefirst.packs.model import Pack
from mefirst.packs.pasted import LONGEST_LINE, MOST_LINES, from_text
from mefirst.packs.refusals import BadPackSource

PACK = b"""mefirst_pack: 1
id: small
version: 1.0.0
title: Small
for: entry
questions:
  - {id: hope, type: long, ask: What did you hope for?, fills: intent}
  - {id: came, type: long, ask: What came of it?, fills: impact}
"""


def refused(act: Callable[[], object]) -> list[str]:
    """The lines of a refusal, which came within a second (of work: the machine may be busy with other things)."""
    started = time.process_time()
    with pytest.raises(BadPackSource) as caught:
        act()
    assert time.process_time() - started < 1
    return caught.value.lines()


def asked(pack: Pack) -> list[tuple[str, str, str | None]]:
    return [(question.id, question.ask, question.fills) for question in pack.questions]


def test_a_whole_pack_that_was_pasted_is_that_pack() -> None:
    for text in (PACK.decode(), f"\ufeff# from Anna\n{PACK.decode()}", PACK.decode().replace("\n", "\r\n")):
        assert from_text(text).files == {"pack.yaml": text.encode()}
        assert from_text(text).loaded().pack.id == "small"


def test_a_pasted_pack_without_its_first_line_is_not_taken_for_questions() -> None:
    """Its errors are those of a pack."""
    text = PACK.decode().replace("mefirst_pack: 1\n", "")
    with pytest.raises(PackProblems) as caught:
        from_text(text).loaded()
    assert "'mefirst_pack' is missing" in caught.value.located[0]


def test_one_question_becomes_a_pack() -> None:
    """It is asked first; what an entry needs is asked behind it, and not read into it."""
    pack = from_text("Whom did you thank today?").loaded().pack
    assert (pack.id, pack.version, pack.title) == (
        "whom-did-you-thank-today",
        "1.0.0",
        "Whom did you thank today",
    )
    assert asked(pack) == [
        ("whom_did_you_thank", "Whom did you thank today?", None),
        ("what_was_your_intent", "What was your intent?", "intent"),
        ("what_was_the_impact", "What was the impact, as far as you can tell?", "impact"),
    ]


def test_pasted_questions_say_by_their_words_which_is_the_intent_and_which_the_impact() -> None:
    text = """
        1. Where were you?
        2) What did you hope to make easier for them, and how did they react?
        - What did you want?
        • And what did you want besides?
        * How did they react?
        (6) What happened then?
    """
    assert [fills for _, _, fills in asked(from_text(text).loaded().pack)] == [
        None,
        None,
        "intent",
        None,
        "impact",
        None,
    ]
    assert [ask for _, ask, _ in asked(from_text(text).loaded().pack)][3:5] == [
        "And what did you want besides?",
        "How did they react?",
    ]


@pytest.mark.parametrize(
    ("text", "fills"),
    [
        ("What did you hope for?", ["intent", "impact+"]),
        ("What was the impact?", ["intent+", "impact"]),
        ("Where?\nWhat arrived?\nWhat now?", [None, "intent+", "impact", None]),
        ("What did you want?\nWhat now?", ["intent", None, "impact+"]),
        ("What landed?\nWhat had you meant?", ["impact", "intent"]),
        ("What lies between intent and impact?", [None, "intent+", "impact+"]),
        ("Was wolltest du?\nWie war die Wirkung?", ["intent", "impact"]),
        ("WHAT DID YOU HOPE?", ["intent", "impact+"]),
        ("Are you hopeless?\nWere you landlocked?", [None, None, "intent+", "impact+"]),
    ],
)  # fmt: skip
def test_what_no_line_asks_is_added_in_its_place(text: str, fills: list[str | None]) -> None:
    """The intent before the impact, the impact last; + marks a question of ours."""
    theirs = text.splitlines()
    found = [
        f"{fills}+" if fills and ask not in theirs else fills
        for _, ask, fills in asked(from_text(text).loaded().pack)
    ]
    assert found == fills


def test_the_intent_must_be_answered_as_an_entry_needs_it() -> None:
    pack = from_text("What now?").loaded().pack
    assert [question.id for question in pack.questions if question.required] == ["what_was_your_intent"]
    assert {question.type for question in pack.questions} == {"long"}


def test_our_own_questions_speak_the_language_of_the_lines() -> None:
    pack = from_text("Wem hast du heute gedankt?", "de-AT").loaded().pack
    assert pack.language == "de-AT"
    assert [ask for _, ask, _ in asked(pack)][1:] == [
        "Was war deine Absicht?",
        "Was hat es bewirkt, soweit du es sehen kannst?",
    ]
    assert from_text("Was hast du gesagt?\nUnd was kam an?").loaded().pack.language == "de"
    assert asked(from_text("¿Qué pasó?", "es").loaded().pack)[1][1] == "What was your intent?"


@pytest.mark.parametrize(
    ("line", "pack_id", "question_id"),
    [
        ("Wäre Größe möglich?", "ware-grosse-moglich", "ware_grosse_moglich"),
        ("What didn't you say?", "what-didnt-you-say", "what_didnt_you_say"),
        ("What didn’t you say?", "what-didnt-you-say", "what_didnt_you_say"),
        ("3 things, please", "things-please", "things_please"),
        ("你好吗?", "pasted-questions", "question_1"),
        ("42?", "pasted-questions", "question_1"),
        ("a", "pasted-a", "a"),
        ("Con", "pasted-con", "con"),
        ("Null?", "pasted-null", "null_1"),
        ("Yes?", "yes", "yes"),
        ("Two * 3. or not?", "two-3-or-not", "two_3_or_not"),
        ("Last?", "last", "last_1"),
        (f"{'very' * 10} long?", "very" * 9, "very" * 9),
    ],
)  # fmt: skip
def test_ids_are_made_of_the_first_words(line: str, pack_id: str, question_id: str) -> None:
    """As far as they can be ids; `last` is reserved, and Windows keeps some names for devices."""
    pack = from_text(line).loaded().pack
    assert (pack.id, pack.questions[0].id) == (pack_id, question_id)


def test_questions_that_begin_alike_have_ids_of_their_own() -> None:
    pack = (
        from_text("What did you do?\nWhat did you do then?\nWhat did you do 2?\nWhat did you do?")
        .loaded()
        .pack
    )
    assert pack.ids[:4] == ("what_did_you_do", "what_did_you_do_2", "what_did_you_do_3", "what_did_you_do_4")
    pack = from_text("Do?\nDo 3?\nDo!").loaded().pack
    assert pack.ids[:3] == ("do", "do_3", "do_3_3")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "There is no question in it."),
        (" \n\t\n- \n?!\n", "There is no question in it."),
        ("\n".join(["What?"] * (MOST_LINES + 1)), f"It has more than {MOST_LINES} lines."),
        ("What?\n" + "x" * (LONGEST_LINE + 1), f"Line 2 is longer than {LONGEST_LINE} characters."),
        ("What?\n\nWho\u202e?", "Line 3 holds an invisible character."),
        ("Wh\x1b[31mat?", "Line 1 holds an invisible character."),
        ("Wh\ufffeat?", "Line 1 holds an invisible character."),
        ("What did {name} say?", "Line 1 quotes an answer in braces."),
        ("What\udc80?", "It holds half a character, which is no text."),
    ],
)
def test_text_that_holds_no_questions_is_refused_with_its_line(text: str, why: str) -> None:
    assert refused(lambda: from_text(text))[:2] == ["The pasted text cannot be taken in as a pack.", why]


def test_ten_megabytes_of_pasted_text_are_refused_at_once() -> None:
    refused(lambda: from_text("What?\n" * 2_000_000))
    refused(lambda: from_text("\n" * 10_000_000))
    refused(lambda: from_text("x" * 10_000_000))
    refused(lambda: from_text("mefirst_pack: 1\n" + "x" * 10_000_000))


@given(
    st.text(max_size=200)
    | st.lists(st.text(st.characters(exclude_categories=["C"]), max_size=40)).map("\n".join)
)
def test_any_text_becomes_a_pack_that_asks_it_or_is_refused(text: str) -> None:
    """Whatever is pasted: the pack loads, asks the lines in their order and fills intent and impact once."""
    try:
        pack = from_text(text).loaded().pack
    except BadPackSource:
        return
    fills = [question.fills for question in pack.questions]
    assert sorted(filter(None, fills)) == ["impact", "intent"]
    remaining: Iterator[str] = iter(text.splitlines())
    flat = [re.sub(r"\s+", " ", line).strip() for line in remaining]
    ours = {"What was your intent?", "What was the impact, as far as you can tell?"}
    ours |= {"Was war deine Absicht?", "Was hat es bewirkt, soweit du es sehen kannst?"}
    theirs = [question.ask for question in pack.questions if question.ask not in ours]
    place = 0
    for ask in theirs:
        place = next(index for index, line in enumerate(flat[place:], place) if line.endswith(ask)) + 1


@given(st.text(max_size=60))
def test_any_question_is_asked_as_it_was_typed_quotes_and_colons_too(text: str) -> None:
    typed = " ".join(f"Q {text} x".split())
    try:
        pack = from_text(typed).loaded().pack
    except BadPackSource:
        return
    assert pack.questions[0].ask == typed or pack.questions[1].ask == typed
