"""What a command was not given it asks for, in a terminal, in lines; a number, a word or Enter answers."""

from pathlib import Path
from typing import Any

import pytest

from partnering import two
from running import EFFECT, NOW, mefirst, noted, records, reflected, shown, tree
from talking import talk

TWO = [EFFECT, {**EFFECT, "dimension": "clarity", "toward": "board", "intended": 1}]
CTRL_C, CTRL_D = "\x03", "\x04"


def effect(number: int = 0) -> dict[str, Any]:
    """Return an effect of the entry last written."""
    found: dict[str, Any] = shown("last")["effects"][number]
    return found


def test_capture_asks_for_the_moment(home: Path) -> None:
    """Private words do not have to stand on the command line."""
    with talk("capture") as session:
        session.answer("What is it, in a line?", "the stand-up went quiet")
        session.hear("Noted ")
        assert session.end() == 0
    assert shown("last")["situation"] == "the stand-up went quiet"


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_capture_can_be_left(home: Path, key: str) -> None:
    """Exit 130, and no journal was begun for nothing."""
    with talk("capture") as session:
        session.hear("What is it, in a line?")
        session.press(key)
        assert session.end() == 130
    assert not home.exists()
    assert "Traceback" not in session.said


def test_ask_asks_for_the_guess_first() -> None:
    """Before the message is printed, so that nobody guesses after having read the answer."""
    reflected()
    with talk("ask", "last", "--of", "deputy") as session:
        session.answer("Where do you expect deputy to put it?", "-2")
        session.hear("Your guess is kept")
        session.hear("A number is enough. I will only say thank you.")
        assert session.end() == 0
    assert effect()["predicted"] == -2


def test_ask_without_a_guess_keeps_none() -> None:
    """Enter: I have no idea. The message comes all the same."""
    reflected()
    with talk("ask", "last", "--of", "deputy") as session:
        session.answer("Where do you expect deputy to put it?", "")
        session.hear("A number is enough.")
        assert session.end() == 0
    assert effect()["predicted"] is None
    assert shown("last")["revision"] == 1


def test_impact_asks_who_said_what_and_where_they_put_it() -> None:
    """The only one there is offered, the only line is taken."""
    reflected()
    with talk("impact", "last") as session:
        session.hear("Trust, toward deputy: meant +2")
        session.answer("What do you know by now?", "1")
        session.answer("Who said so?", "")
        session.answer("Where would deputy put it?", "-1")
        session.answer("In their words, if you like.", "It stung")
        session.hear("Saved ")
        assert session.end() == 0
    (report,) = effect()["reported"]
    assert (report["by"], report["value"], report["quote"], report["how"]) == (
        "deputy",
        -1,
        "It stung",
        "told",
    )


def test_impact_asks_which_effect_where_there_are_two() -> None:
    """The line toward whoever said it is offered."""
    reflected(effect=TWO)
    with talk("impact", "last") as session:
        session.answer("What do you know by now?", "1")
        session.answer("Who said so?", "board")
        session.hear("1. Trust, toward deputy")
        session.hear("2. Clarity, toward board")
        session.answer("Enter keeps: Clarity, toward board.", "")
        session.answer("Where would board put it?", "3")
        session.answer("In their words, if you like.", "")
        session.hear("Saved ")
        assert session.end() == 0
    assert [len(one["reported"]) for one in shown("last")["effects"]] == [0, 1]


def test_impact_asks_where_i_see_it_by_now() -> None:
    """My own reading, changed."""
    reflected()
    with talk("impact", "last") as session:
        session.answer("What do you know by now?", "2")
        session.answer("Where would you put it now?", "0")
        session.hear("Saved ")
        assert session.end() == 0
    assert (effect()["seen"], effect()["gap"]) == (0, -2)


def test_impact_takes_words_only() -> None:
    """Numbers are not for everybody."""
    reflected(impact=None, effect=None)
    with talk("impact", "last") as session:
        session.answer("What do you know by now?", "3")
        session.answer("What arrived?", "They laughed")
        session.hear("Saved ")
        assert session.end() == 0
    assert (shown("last")["impact"], shown("last")["state"]) == ("They laughed", "complete")


def test_impact_begins_a_line_where_there_is_none() -> None:
    """It asks for the dimension and for what was meant, then for the answer."""
    noted("the stand-up")
    with talk("impact", "last", "--by", "team") as session:
        session.answer("What do you know by now?", "1")
        session.answer("Which effect did you want?", "trust")
        session.answer("Trust: what did you mean to do to it?", "2")
        session.answer("Where would team put it?", "1")
        session.answer("In their words, if you like.", "")
        session.hear("Saved ")
        assert session.end() == 0
    assert (effect()["dimension"], effect()["toward"], effect()["intended"], effect()["received"]) == (
        "trust", "team", 2, 1,
    )  # fmt: skip


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("impact", "last"), "What do you know by now?"),
        (("ask", "last", "--of", "deputy"), "Where do you expect"),
    ],
)
def test_what_is_left_in_the_middle_changes_nothing(
    home: Path, words: tuple[str, ...], asked: str, key: str
) -> None:
    """Exit 130, the entry as it was."""
    reflected()
    before = tree(home)
    with talk(*words) as session:
        session.hear(asked)
        session.press(key)
        assert session.end() == 130
    assert tree(home) == before
    assert "Traceback" not in session.said


def test_a_draft_is_offered_and_can_be_thrown_away(home: Path) -> None:
    """Stopped after the first answer; the next session offers it, throws it away, and begins anew."""
    with talk("reflect") as session:
        session.answer("Which moment of today is still with you?", "half a thought")
        session.hear("Where did it belong?")
        session.press(CTRL_C)
        session.hear("Draft kept.")
        assert session.end() == 130
    assert mefirst("--plain", "--now", NOW).out.splitlines()[1].startswith("Draft: ")
    with talk("reflect") as session:
        session.hear("A draft waits:")
        session.answer("Throw it away", "3")
        session.hear("Thrown away:")
        session.hear("Which moment of today is still with you?")
        session.press(CTRL_C)
        session.end()
    assert b"half a thought" not in b"".join(data or b"" for data in tree(home).values())


def test_a_draft_can_wait_while_another_session_is_held(home: Path) -> None:
    """Both are there afterwards, and each can be taken up by its handle."""
    for words in ("one", "two"):
        with talk("reflect") as session:
            if words == "two":
                session.answer("A draft waits:", "2")
            session.answer("Which moment of today is still with you?", words)
            session.hear("Where did it belong?")
            session.press(CTRL_C)
            assert session.end() == 130
    kept = sorted((home / "state").glob("*/drafts/*.json"), key=lambda path: path.stat().st_mtime)
    first, second = (path.stem[9:15] for path in kept)
    with talk("reflect", first, "--resume") as session:
        session.answer("Where did it belong?", "/back")
        session.hear("Enter keeps: one.")
        session.press(CTRL_C)
        session.end()
    document = mefirst("--format", "json", "--now", NOW).json
    assert document["draft"][9:15] == first
    discarded = mefirst("reflect", second, "--discard", "--now", NOW)
    assert (discarded.code, len(list((home / "state").glob("*/drafts/*.json")))) == (0, 1)
    assert not records(home)


def test_from_offers_what_was_answered_before() -> None:
    """A second look at a moment: Enter keeps the earlier words."""
    record_id = noted("the stand-up went quiet")
    with talk("reflect", "--from", record_id[9:15]) as session:
        session.answer("Enter keeps: the stand-up went quiet.", "")
        session.answer("Where did it belong?", "")
        session.answer("Who was there?", "")
        session.answer("If a camera had been running", "")
        session.answer("what were you hoping would come of it?", "hear them")
        session.answer("what else was pulling at you?", "/done")
        session.hear("Saved ")
        assert session.end() == 0
    entry = shown(record_id)
    assert (entry["situation"], entry["intent"], entry["revision"]) == (
        "the stand-up went quiet",
        "hear them",
        2,
    )


def test_answers_given_beforehand_are_not_asked() -> None:
    """--set in a terminal: those questions are skipped."""
    with talk("reflect", "--set", "moment=the review", "--set", "intent=to help") as session:
        session.answer("Where did it belong?", "/done")
        session.hear("Saved ")
        assert session.end() == 0
    assert "Which moment of today" not in session.said
    assert shown("last")["situation"] == "the review"


def test_pairing_is_asked_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they are, whom a file is from, and whether the words agree: no pairs nobody, yes does."""
    leader, coach = two(tmp_path)
    monkeypatch.setenv("MEFIRST_HOME", str(leader.home))
    with talk("partner", "add", "mentor") as session:
        session.hear("What are they to you?")
        session.answer("leader, whose partner I am", "1")
        session.hear("Added mentor.")
        assert session.end() == 0
    monkeypatch.setenv("MEFIRST_HOME", str(coach.home))
    path = leader.writes("partner", "pair", "coach")
    with talk("receive", str(path), "--output", str(coach.out)) as session:
        session.answer("Whom did it come from?", "Ada")
        session.hear("Written: ")
        assert session.end() == 0
    (answer,) = coach.out.iterdir()
    assert coach.receives(leader.writes("receive", str(answer))).code == 0
    with talk("partner", "pair", "Ada") as session:
        session.answer("Are they the words Ada has?", "no")
        session.hear("The words are not the same")
        assert session.end() == 1
    assert coach.kept.words is None
    with talk("partner", "pair", "Ada") as session:
        session.hear(leader.says("partner", "pair", "coach").out.strip())
        session.answer("Are they the words Ada has?", "yes")
        session.hear("Paired with Ada.")
        assert session.end() == 0
    assert coach.kept.is_confirmed
    with talk("partner", "end", "Ada") as session:
        session.answer("End the agreement with Ada", "")
        session.hear("Nothing was changed.")
        assert session.end() == 1
    assert coach.kept.is_confirmed
