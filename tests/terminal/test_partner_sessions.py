"""A leader and a coach in real terminals: the question that opens a reflection, a reply, what is taken over, a talk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from mefirst.errors import CannotWrite
from mefirst.journal.drafts import Drafts
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.share import Shared
from partnering import Person, paired
from real_terminal import ENOUGH, ENTER, STOP, Terminal, terminal
from running import NOW, answers
from sealing import cheap, unlocking

BOTH_WIDTHS = pytest.mark.parametrize("columns", [80, 50])
QUESTION = "What would your deputy say you decided?"
FIRST = "Which moment of today"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Person, Person]:
    """A leader who shared a moment, has a promise open and a moment noted, and the coach who got the share."""
    leader, coach = paired(tmp_path)
    promise = {"cue": "deputy pauses", "response": "wait three breaths", "due": "2026-11-27"}
    assert leader.says("reflect", "--answers", "-", stdin=answers(next=promise)).code == 0
    assert coach.receives(leader.writes("share", "coach", "--all", "--yes")).code == 0
    assert leader.says("capture", "The stand-up went quiet").code == 0
    return leader, coach


@contextmanager
def at(person: Person, *words: str, columns: int = 80, **environment: str) -> Iterator[Terminal]:
    with (
        patch.dict(os.environ, MEFIRST_HOME=str(person.home)),
        terminal(*words, "--now", NOW, columns=columns, **environment) as session,
    ):
        yield session


def asked(leader: Person, coach: Person) -> None:
    path = coach.writes("partner", "reply", "Ada", "--yes", "--about", "decision", "--question", QUESTION)
    assert leader.receives(path, "--quiet").code == 0


@BOTH_WIDTHS
def test_two_keys_at_most_before_question_one(pair: tuple[Person, Person], columns: int) -> None:
    """A promise open, a moment noted, a question waiting: Enter and Enter, and question 1 is there."""
    leader, coach = pair
    asked(leader, coach)
    with at(leader, "reflect", columns=columns) as session:
        session.answer(QUESTION, ENTER)
        session.answer("Noted", ENTER)
        session.see(FIRST)
        session.type(STOP)
        assert session.ended() == 130
    assert leader.journal.read(Checkin).records == ()
    assert "Question" in leader.says().out, "it waits"


def test_two_lines_at_most_in_plain_mode(pair: tuple[Person, Person]) -> None:
    """The same where it is asked in lines; the first question of the pack says that it is the first."""
    leader, coach = pair
    asked(leader, coach)
    with at(leader, "reflect", "--plain") as session:
        session.answer("Enter skips.", ENTER)
        session.answer("Noted", ENTER)
        session.see("Question 1 of")
        session.type(STOP)
        session.ended()


def test_the_question_is_answered_before_question_one(pair: tuple[Person, Person]) -> None:
    """Kept at once, with how far it moved something: what is stopped after it loses nothing of it."""
    leader, coach = pair
    asked(leader, coach)
    with at(leader, "reflect") as session:
        session.answer(QUESTION, "That I did not", ENTER)
        session.answer("How far did that move something", "2", ENTER)
        session.answer("Noted", ENTER)
        session.see(FIRST)
        session.type(STOP)
        session.ended()
    (kept,) = leader.journal.read(Checkin).records
    (one,) = kept.challenges
    assert (one.question, one.answer, one.moved, one.target) == (QUESTION, "That I did not", 2, "decision")
    assert not kept.is_talk


@pytest.mark.parametrize("key", [ENOUGH, STOP])
def test_stopped_after_the_answer_it_is_kept(pair: tuple[Person, Person], key: str) -> None:
    """Ctrl+D with a text in the field is that text; stopped at the scale, the answer stays."""
    leader, coach = pair
    asked(leader, coach)
    with at(leader, "reflect") as session:
        session.answer(QUESTION, "Mine", ENOUGH)
        session.answer("How far did that move something", key)
        assert session.ended() == 130
    (kept,) = leader.journal.read(Checkin).records
    assert [(one.answer, one.moved) for one in kept.challenges] == [("Mine", None)]


def test_a_question_is_answered_at_another_time(pair: tuple[Person, Person]) -> None:
    """`partner answer` asks the same; Enter leaves it waiting, exit 1."""
    leader, coach = pair
    asked(leader, coach)
    with at(leader, "partner", "answer", "coach") as session:
        session.answer(QUESTION, ENTER)
        session.see("It waits.")
        assert session.ended() == 1
    with at(leader, "partner", "answer", "coach", columns=50) as session:
        session.answer("What would your deputy", "Mine", ENTER)
        session.answer("How far did that move something", ENTER)
        assert session.ended() == 0, session.text()
    (kept,) = leader.journal.read(Checkin).records
    assert [(one.answer, one.moved) for one in kept.challenges] == [("Mine", None)]


def test_which_line_is_meant_is_asked_with_the_name_of_the_share(tmp_path: Path) -> None:
    """Of a share of before, whose log does not say who is who: it is asked, and what is picked is the one taken."""
    leader, coach = paired(tmp_path)
    line = {"dimension": "trust", "intended": 2, "seen": 1}
    both = [{**line, "toward": "deputy"}, {**line, "toward": "board"}]
    assert leader.says("reflect", "--answers", "-", stdin=answers(effect=both)).code == 0
    assert coach.receives(leader.writes("share", "coach", "--all", "--yes")).code == 0
    with at(coach, "partner", "reply", "Ada", "--output", str(coach.out / "r.age")) as session:
        session.answer("What did you see done well?", ENTER)
        session.answer("what makes you curious?", ENTER)
        session.answer("Did you hear how one of them arrived?", "2", ENTER)
        session.answer("Where would they put it?", "-", "2", ENTER)
        session.answer("Who said so?", ENTER)
        session.answer("Another one?", ENTER)
        session.answer("When do you meet again?", ENTER)
        session.answer("Seal this for Ada?", "1", ENTER)
        assert session.ended() == 0, session.text()
    (sent,) = leader.log()
    leader.journal.change(Shared, sent.id, lambda one: one.changed(people={}))
    assert leader.receives(coach.out / "r.age").code == 0
    with at(leader, "partner", "accept", "coach") as session:
        session.answer("toward 'Person B', is meant?", "2", ENTER)
        session.answer("Take that over", "1", ENTER)
        assert session.ended() == 0, session.text()
    (entry,) = leader.journal.read(Entry).records
    assert [[one.value for one in line.reported] for line in entry.effects] == [[], [-2]]


def test_in_a_locked_journal_nothing_of_it_is_asked(
    pair: tuple[Person, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says that it is skipped; question 1 comes at once, and no passphrase is asked for."""
    leader, coach = pair
    asked(leader, coach)
    cheap(monkeypatch)
    with monkeypatch.context() as inner:
        unlocking(tmp_path / "theirs", inner)
        assert leader.says("journal", "encrypt", "--yes").code == 0
    with at(leader, "reflect", module="cheaply", PYTHONPATH=str(Path(__file__).parents[1])) as session:
        session.see("Locked: what you noted, began and promised is skipped.")
        session.see(FIRST)
        session.type(STOP)
        session.ended()
        assert QUESTION.encode() not in session.bytes


def test_in_german(pair: tuple[Person, Person]) -> None:
    """What is asked around a question and a promise speaks German; they themselves are as they were written."""
    leader, coach = pair
    asked(leader, coach)
    with at(leader, "reflect", "--lang", "de") as session:
        session.see(f"coach fragt: „{QUESTION}“")
        session.type("Ja", ENTER)
        session.answer("Wie weit hat das etwas in dir bewegt?", STOP)
        session.ended()
    with at(leader, "partner", "meet", "coach", "--lang", "de") as session:
        session.answer("Wer begleitet, liest die Fragen vor", ENTER)
        session.see("Du hast zugesagt: „wenn deputy pauses, wait three breaths“. Was wurde daraus?")
        session.type(STOP)
        session.ended()


@BOTH_WIDTHS
def test_a_reply_is_asked_part_by_part(pair: tuple[Person, Person], columns: int) -> None:
    """What was done well, the question, impact by its line, the date; then what leaves, and a yes."""
    leader, coach = pair
    with at(coach, "partner", "reply", "Ada", "--output", str(coach.out), columns=columns) as session:
        session.answer("What did you see done well?", "You named it.", ENTER)
        session.answer("what makes you curious?", "1", ENTER)
        session.answer("Your question", QUESTION, ENTER)
        session.answer("Did you hear how one of them arrived?", "1", ENTER)
        session.answer("Where would they put it?", "-", "1", ENTER)
        session.answer("Who said so?", "Person A", ENTER)
        session.answer("When do you meet again?", "14", ENTER)
        session.see("That is all that leaves.")
        session.answer("Seal this for Ada?", "y", ENTER)
        session.see("Send it to Ada")
        assert session.ended() == 0, session.text()
    path = max(coach.out.iterdir(), key=lambda one: one.stat().st_mtime_ns)
    with at(leader, "receive", str(path), columns=columns) as session:
        session.answer("Take that over onto the line?", "y", ENTER)
        session.answer("Meet coach on Monday 7 December 2026?", "y", ENTER)
        session.see("You meet coach on")
        assert session.ended() == 0, session.text()
    reports = [
        (one.by, one.value)
        for entry in leader.journal.read(Entry).records
        for line in entry.effects
        for one in line.reported
    ]
    assert reports == [("deputy", -1)], "they are toward whom the line was meant for"


def test_a_stopped_reply_gives_back_what_was_typed(pair: tuple[Person, Person]) -> None:
    """Ctrl+C at a later question: exit 130, the words on the screen, nothing sent."""
    _, coach = pair
    before = len(coach.log())
    with at(coach, "partner", "reply", "Ada") as session:
        session.answer("What did you see done well?", "A long and good sentence", ENTER)
        session.answer("what makes you curious?", STOP)
        session.see("so that it is not lost")
        assert session.ended() == 130
        assert session.flat().count("A long and good sentence") >= 2
    assert len(coach.log()) == before


def test_a_talk_comes_back_to_each_promise(pair: tuple[Person, Person]) -> None:
    """The promise first, the question of the partner to be taken over, then impact onto the line."""
    leader, coach = pair
    asked(leader, coach)
    with at(leader, "partner", "meet", "coach", columns=80) as session:
        session.answer("The partner reads the questions out", ENTER)
        session.answer("You promised: “if deputy pauses, wait three breaths”", "2", ENTER)
        session.answer("What of it could others see or hear?", "The silence", ENTER)
        session.answer("What was it meant to change", ENTER)
        session.answer("What did you yourself add", ENTER)
        session.answer("what did you see done well?", ENTER)
        session.answer("which effect of it have you noticed?", ENTER)
        session.answer("what would you like to ask about?", ENTER)
        session.answer("what is your question?", ENTER)
        session.answer("What is your answer?", "The room", ENTER)
        session.answer("How far did that move", ENTER)
        session.answer("what will tell you it is time", ENTER)
        session.answer("then I will", ENTER)
        session.answer("When do you meet again?", "14", ENTER)
        session.answer("Did they say how a moment arrived?", "1", ENTER)
        session.answer("Where would they put it?", "-", "1", ENTER)
        session.answer("Who said so?", ENTER)
        session.see("they said")
        assert session.ended() == 0, session.text()
    (kept,) = leader.journal.read(Checkin).records
    (promise,) = leader.journal.read(Commitment).records
    assert [(one.commitment, one.status) for one in kept.claims] == [(promise.id, "partly")]
    assert [(one.question, one.answer) for one in kept.challenges] == [(QUESTION, "The room")]
    assert "Question" not in leader.says().out


def test_a_stopped_talk_is_taken_up(pair: tuple[Person, Person]) -> None:
    """The draft holds the promises and the partner; resumed and ended, it is that talk."""
    leader, _ = pair
    with at(leader, "partner", "meet", "coach") as session:
        session.answer("The partner reads the questions out", ENTER)
        session.answer("You promised", "1", ENTER)
        session.answer("What of it could others see", STOP)
        assert session.ended() == 130
    with at(leader, "reflect", "--resume") as session:
        session.answer("What of it could others see", ENTER)
        session.answer("What was it meant to change", ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
    (kept,) = leader.journal.read(Checkin).records
    assert (kept.partner, [one.status for one in kept.claims]) == ("coach", ["kept"])


def test_the_same_command_takes_up_a_talk_that_was_cut_off(pair: tuple[Person, Person]) -> None:
    """Saved, but with its draft still there: Enter ends it, and it is the one talk; the draft is gone."""
    leader, _ = pair
    full = CannotWrite("drafts", "No space left on device")
    with patch.object(Drafts, "remove", side_effect=full):
        assert leader.says("partner", "meet", "coach", "--set", "next_on=2026-12-21").code == 0
    with at(leader, "partner", "meet", "coach") as session:
        session.answer("A draft waits", ENTER)
        session.answer("The partner reads the questions out", ENTER)
        session.answer("You promised", ENOUGH)
        session.answer("Did they say how a moment arrived?", ENTER)
        assert session.ended() == 0, session.text()
    (kept,) = leader.journal.read(Checkin).records
    assert kept.next_on == date(2026, 12, 21)
    assert "Draft" not in leader.says().out
