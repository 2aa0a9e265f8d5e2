"""What a version of a pack changes, and which changes need a new major version."""

import pytest

from mefirst.packs.changes import ChangedQuestion, Changes, breaking_changes, changed_questions, unannounced
from mefirst.packs.model import Pack
from mefirst.packs.reader import read_pack

HOPE = "{id: hope, type: long, ask: What did you hope for?, fills: intent}"
CAME = "{id: came, type: long, ask: What came of it?, fills: impact}"


def pack_text(*questions: str, id: str = "small", version: str = "1.0.0", more: str = "") -> bytes:  # noqa: A002 as in a pack
    asked = "".join(f"  - {question}\n" for question in questions or (HOPE, CAME))
    return f"mefirst_pack: 1\nid: {id}\nversion: {version}\ntitle: X\nfor: entry\n{more}questions:\n{asked}".encode()


def pack(*questions: str, version: str = "1.0.0", more: str = "") -> Pack:
    return read_pack(pack_text(*questions, version=version, more=more)).pack


MOOD = "{id: mood, type: scale, from: 1, to: 5, ask: How was it?}"
COLOR = "{id: color, type: choice, options: {red: Red, blue: Blue}, ask: Which?}"
AGE = "{id: age, type: number, min: 1, ask: How old?}"
SLIDER = "{id: mood, type: number, min: 1, max: 5, ask: How was it?}"
FREE = "{id: free, type: long, ask: What else?}"
BASE = (HOPE, CAME, MOOD, COLOR, AGE)


def test_the_same_questions_are_no_change() -> None:
    assert changed_questions(pack(*BASE), pack(*BASE, version="2.0.0", more="about: New.\n")) == Changes(
        (), (), (), reordered=False
    )


def test_added_removed_and_changed_questions_are_told_with_their_settings() -> None:
    """In the order they are asked, by the names a pack gives the settings."""
    new = pack(
        "{id: before, type: long, ask: What was before?}",
        "{id: hope, type: short, ask: What did you hope for?, fills: intent, max_length: 90}",
        "{id: came, type: long, ask: What came back?, help: A word or a look., fills: impact}",
        "{id: mood, type: scale, from: 0, to: 5, ask: How was it?, when: {hope: x}}",
        AGE,
        "{id: after, type: long, ask: What was after?}",
    )
    assert changed_questions(pack(*BASE), new) == Changes(
        added=("before", "after"),
        removed=("color",),
        changed=(
            ChangedQuestion("hope", ("type", "max_length")),
            ChangedQuestion("came", ("ask", "help")),
            ChangedQuestion("mood", ("when", "from")),
        ),
        reordered=False,
    )


def test_questions_in_another_order_are_told() -> None:
    changes = changed_questions(pack(HOPE, CAME, MOOD), pack(MOOD, AGE, HOPE, CAME))
    assert changes == Changes(("age",), (), (), reordered=True)


def test_a_renamed_question_is_the_same_question() -> None:
    new = pack(HOPE, CAME, MOOD.replace("id: mood", "id: feeling"), more="renamed: {mood: feeling}\n")
    assert changed_questions(pack(HOPE, CAME, MOOD), new) == Changes(
        (), (), (ChangedQuestion("feeling", ("id",)),), reordered=False
    )
    assert breaking_changes(pack(HOPE, CAME, MOOD), new) == ("'mood' is now called 'feeling'.",)


def test_without_a_word_about_it_a_renamed_question_is_another() -> None:
    new = pack(HOPE, CAME, MOOD.replace("id: mood", "id: feeling"))
    assert changed_questions(pack(HOPE, CAME, MOOD), new) == Changes(
        ("feeling",), ("mood",), (), reordered=False
    )
    assert breaking_changes(pack(HOPE, CAME, MOOD), new) == (
        "'mood' is gone; if it has a new id, say so: renamed: {mood: …}",
    )


def test_an_id_both_versions_have_was_not_renamed_and_two_have_not_become_one() -> None:
    feeling = MOOD.replace("id: mood", "id: feeling")
    for new in (
        pack(HOPE, CAME, AGE, more="renamed: {mood: age}\n"),
        pack(HOPE, CAME, feeling, more="renamed: {mood: feeling, age: feeling}\n"),
    ):
        changes = changed_questions(pack(HOPE, CAME, MOOD, AGE), new)
        assert len(changes.removed) == 1
        assert not changes.reordered
        assert any("is gone" in one for one in breaking_changes(pack(HOPE, CAME, MOOD, AGE), new))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (MOOD, SLIDER, "'mood' was a scale question and is a number question."),
        (MOOD, MOOD.replace("from: 1", "from: 0"), "'from' of 'mood' was 1 and is 0."),
        (MOOD, MOOD.replace("to: 5", "to: 10"), "'to' of 'mood' was 5 and is 10."),
        (AGE, AGE.replace("min: 1", "min: 2.5"), "'min' of 'age' was 1 and is 2.5."),
        (AGE, AGE.replace("min: 1, ", ""), "'min' of 'age' was 1 and is not set."),
        (AGE, AGE.replace("min: 1", "min: 1, max: 1234567"), "'max' of 'age' was not set and is 1234567."),
        (COLOR, COLOR.replace("red: Red", "green: Green"), "'color' no longer offers red."),
        (COLOR, COLOR.replace("red: Red, blue", "purple: Purple, x"), "'color' no longer offers red, blue."),
        (COLOR, COLOR.replace("choice,", "choices,"), "'color' was a choice question and is a choices question."),
        (FREE, FREE.replace("?", "?, fills: learning"), "'free' filled no field and fills learning."),
        (FREE.replace("?", "?, fills: gap"), FREE, "'free' filled gap and fills no field."),
    ],
)  # fmt: skip
def test_what_breaks_with_the_version_before_is_said_in_a_sentence(
    before: str, after: str, said: str
) -> None:
    assert breaking_changes(pack(HOPE, CAME, before), pack(HOPE, CAME, after)) == (said,)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (MOOD, MOOD.replace("How was it", "How did it feel")),
        (MOOD, MOOD.replace("ask:", "labels: {1: Low, 5: High}, required: yes, ask:")),
        (COLOR, COLOR.replace("red: Red", "red: Crimson, green: Green")),
        (AGE, AGE.replace("min: 1", "min: 1.0")),
        (AGE, AGE.replace("ask:", "when: {hope: x}, help: Roughly., ask:")),
        (AGE, AGE + "\n  - " + MOOD),
    ],
)
def test_what_breaks_nothing_needs_no_major_version(before: str, after: str) -> None:
    """Words, labels, conditions, further options and further questions."""
    assert (
        changed_questions(pack(HOPE, CAME, before), pack(HOPE, CAME, after))
        != Changes((), (), (), reordered=before == after)
        or "1.0" in after
    )
    assert breaking_changes(pack(HOPE, CAME, before), pack(HOPE, CAME, after)) == ()


def test_another_pack_is_not_a_version_of_this_one() -> None:
    other = read_pack(pack_text(HOPE, CAME, id="other")).pack
    assert breaking_changes(pack(HOPE, CAME), other) == ("The id of the pack was 'small' and is 'other'.",)
    elsewhere = other.model_copy(update={"id": "small", "for_": "review"})
    assert breaking_changes(pack(HOPE, CAME), elsewhere) == (
        "The record it is for was 'entry' and is 'review'.",
    )


@pytest.mark.parametrize(
    ("question", "version", "said"),
    [
        (MOOD, "1.0.0", ""),
        (MOOD, "1.0.1", ""),
        (MOOD.replace("How was it", "How did it feel"), "1.0.1", ""),
        (MOOD.replace("How was it", "How did it feel"), "1.0.0", "not higher than 1.0.0: version: 1.0.1"),
        (MOOD.replace("How was it", "How did it feel"), "0.9.9", "not higher than 1.0.0: version: 1.0.1"),
        (MOOD.replace("to: 5", "to: 6"), "1.9.0", "That needs a new major version: version: 2.0.0"),
        (MOOD.replace("to: 5", "to: 6"), "2.0.0", ""),
        (MOOD.replace("to: 5", "to: 6"), "10.0.0", ""),
    ],
)
def test_a_version_says_what_was_changed(question: str, version: str, said: str) -> None:
    """What breaks records needs the first number, every other change some number."""
    found = unannounced(pack(HOPE, CAME, MOOD), pack(HOPE, CAME, question, version=version))
    assert found[-1].endswith(said) if said else not found
