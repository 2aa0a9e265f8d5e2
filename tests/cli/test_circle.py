"""The whole circle of a leader and a coach, by files alone; and what may go wrong on its way."""

import json
import os
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from jsonschema import Draft202012Validator

from forking import USUAL, each
from mefirst.cli.context import Context
from mefirst.cli.pending import pending_drafts
from mefirst.cli.sessions import Session
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.share import Shared
from mefirst.render.schemas import schema_of
from mefirst.sharing import exchange
from mefirst.sharing.document import Moment
from mefirst.sharing.redact import ref_of
from mefirst.sharing.reply import Reply
from mefirst.vault import age
from partnering import Person, exchanged, paired, two
from running import NOW, answers, forbidden, mefirst, tree
from samples import RECORDED, nth_id
from sealing import all_sealed, plain_words

QUESTION = "What would your deputy say you decided?"
PROMISE = {"cue": "deputy pauses", "response": "wait three breaths", "due": "2026-11-27"}


def reflects(leader: Person, **changes: Any) -> Entry:
    ran = leader.says("reflect", "--answers", "-", "--quiet", stdin=answers(**changes))
    assert ran.code == 0, ran.err
    return leader.journal.get(Entry, ran.out.strip()).record


def ref(leader: Person, entry: Entry) -> str:
    return ref_of(leader.kept.secret_bytes, entry.id)


def replies(coach: Person, *words: str) -> Path:
    return coach.writes("partner", "reply", "Ada", "--yes", *words)


@pytest.fixture
def shared(tmp_path: Path) -> tuple[Person, Person, Entry]:
    """A leader and a coach, a moment of the leader's, and a share of it that came."""
    leader, coach = paired(tmp_path)
    entry = reflects(leader)
    assert coach.receives(leader.writes("share", "coach", "--all", "--yes")).code == 0
    return leader, coach, entry


@pytest.mark.parametrize("sealed", [False, True])
def test_the_whole_circle_by_files_alone(tmp_path: Path, sealed: bool) -> None:
    """Pair, compare, share, reply, answer, share again, meet, end; also where both journals are encrypted."""
    with all_sealed(really=sealed):
        _circle(tmp_path)
        assert not sealed or plain_words(tmp_path) == []


def _circle(tmp_path: Path) -> None:
    leader, coach = paired(tmp_path)
    entry = reflects(leader, next=PROMISE)
    assert leader.says("partner", "change", "coach", "--with", "commitments", "--yes").code == 0

    week = leader.writes("share", "coach", "7d", "--all", "--yes")
    assert coach.receives(week).code == 0
    seen = coach.says("partner", "show", "Ada").out
    assert "Trust" not in seen.splitlines()[0]
    assert "trust, toward Person A: meant +2, arrived −2" in " ".join(seen.split())
    assert "Next: mefirst partner reply Ada" in seen

    reply = replies(coach, "--well", "You named it yourself.", "--about", "decision", "--question", QUESTION,
                    "--impact", f"{ref(leader, entry)}=-1", "--next-on", "14")  # fmt: skip
    came = leader.receives(reply)
    assert QUESTION in came.out
    assert f"your {entry.handle}" in came.out
    assert leader.journal.get(Entry, entry.id).record == entry, "it touches nothing until the leader says so"
    assert "one from your coach opens your next reflection" in leader.says().out

    assert leader.says("partner", "accept", "coach", "--yes").code == 0
    (effect,) = leader.journal.get(Entry, entry.id).record.effects
    assert [(one.by, one.value, one.how) for one in effect.reported] == [("coach", -1, "checkin")]
    assert "due Mon 7 Dec" in leader.says().out

    assert leader.says("partner", "answer", "coach", "--text", "That I did not.", "--moved", "2").code == 0
    assert "Question" not in leader.says().out
    again = leader.writes("share", "coach", "7d", "--all", "--yes")
    assert coach.receives(again).code == 0
    assert "Answer: That I did not." in coach.says("partner", "show", "Ada").out

    (promise,) = leader.journal.read(Commitment).records
    claim = f"claim_{promise.id.replace('-', '_')}"
    talk = {claim: "partly", claim.replace("claim", "evidence"): "They heard the silence", "next": "Ask first",
            "next_on": "2026-12-21"}  # fmt: skip
    met = leader.says("partner", "meet", "coach", "--answers", "-", stdin=json.dumps(talk).encode())
    assert met.code == 0, met.err
    assert "due Mon 21 Dec" in leader.says().out

    assert "Next with coach" in leader.says("report").out
    assert leader.says("partner", "end", "coach", "--yes").code == 0
    assert coach.says("partner", "end", "Ada", "--yes").code == 0
    assert "Next with coach" not in leader.says("report").out
    for one, path in ((coach, week), (coach, again), (leader, reply)):
        ran = one.receives(path)
        assert (ran.code, "opens with none of your keys" in ran.err) == (1, True)


def test_a_talk_is_kept_whole(shared: tuple[Person, Person, Entry]) -> None:
    """Each claim under its promise, the period since, the question with its answer, the new promise with a witness."""
    leader, _, _ = shared
    reflects(leader, next=PROMISE)
    (promise,) = leader.journal.read(Commitment).records
    claim = f"claim_{promise.id.replace('-', '_')}"
    talk = {claim: "missed", claim.replace("claim", "evidence"): "nothing", "target": "belief", "challenge": "Q?",
            "answer": "A", "moved": 1, "next": "Ask first"}  # fmt: skip
    ran = leader.says(
        "partner", "meet", "coach", "--answers", "-", "--quiet", stdin=json.dumps(talk).encode()
    )
    assert ran.code == 0, ran.err
    kept = leader.journal.get(Checkin, ran.out.strip()).record
    assert (kept.partner, kept.is_talk, kept.period) == (
        "coach",
        True,
        {"from": "2026-11-23", "to": "2026-11-23"},
    )
    assert [(one.commitment, one.status, one.evidence) for one in kept.claims] == [
        (promise.id, "missed", "nothing")
    ]
    assert [(one.question, one.answer, one.moved) for one in kept.challenges] == [("Q?", "A", 1)]
    new = leader.journal.get(Commitment, kept.commitments[0]).record
    assert (new.behavior, new.witness) == ("Ask first", "coach")
    assert "claim_" not in leader.says("show", kept.handle).out


def test_a_question_is_answered_in_a_talk_as_well(shared: tuple[Person, Person, Entry]) -> None:
    """It waits no more, and the answer goes back with the next share."""
    leader, coach, _ = shared
    leader.receives(replies(coach, "--about", "belief", "--question", QUESTION))
    talk = {"promised": "x", "target": "belief", "challenge": QUESTION, "answer": "In the room."}
    assert (
        leader.says("partner", "meet", "coach", "--answers", "-", stdin=json.dumps(talk).encode()).code == 0
    )
    assert "Question" not in leader.says().out
    preview = leader.says("share", "coach", "--all", "--dry-run", "--format", "json").json
    assert [one["answer"] for one in preview["answers"]] == ["In the room."]


def test_what_came_says_how_it_is_answered(shared: tuple[Person, Person, Entry]) -> None:
    """A share by a reply; a question by the next reflection or at once, and no longer when it was answered."""
    leader, coach, _ = shared
    again = coach.receives(leader.writes("share", "coach", "--all", "--yes", "--coarse"))
    assert again.err.endswith("To reply: mefirst partner reply Ada\n")
    question = replies(coach, "--about", "decision", "--question", QUESTION)
    said = "now: mefirst partner answer coach\n"
    assert leader.receives(question).err.endswith(said)
    assert leader.says("partner", "answer", "coach", "--text", "That I had.").code == 0
    assert said not in leader.receives(question).err
    assert "answer" not in leader.receives(replies(coach, "--well", "You asked.")).err


def test_an_alias_with_a_blank_can_be_typed_as_it_is_shown(tmp_path: Path) -> None:
    """Each command that is named for a partner takes the alias as one word."""
    coach = Person(tmp_path / "coach", "Frau Kern", "leader")
    for words, code in (
        (("partner", "add", "Frau Kern", "--role", "leader"), 2),
        (("partner", "pair", "Frau Kern", "--output", str(coach.out)), 0),
        (("partner", "show", "Frau Kern"), 0),
        (("partner", "reply", "Frau Kern", "--well", "x"), 1),
    ):
        ran = coach.says(*words)
        assert ran.code == code, ran.err
        named = re.findall(r"mefirst partner \w+ (.{11})", ran.out + ran.err)
        assert set(named) <= {'"Frau Kern"'}, words
        assert named or words[1] == "pair"


def test_an_answer_goes_back_once(shared: tuple[Person, Person, Entry]) -> None:
    """With the next share, again where that is made again, and not with the one after."""
    leader, coach, _ = shared
    leader.receives(replies(coach, "--about", "belief", "--question", QUESTION))
    assert leader.says("partner", "answer", "coach", "--text", "A").code == 0
    first = leader.writes("share", "coach", "--all", "--yes")
    assert leader.writes("share", "coach", "--all", "--yes") != first
    sent = [one for one in leader.log() if one.direction == "sent"]
    assert [len(one.content["answers"]) for one in sent] == [0, 1]
    ran = leader.says("share", "coach", "--entry", "last", "--dry-run", "--format", "json")
    assert ran.json["answers"] == []
    ran = leader.says("share", "coach", "--dry-run")
    assert (ran.code, "Nothing is chosen" in ran.err) == (2, True)


def test_a_moment_shared_twice_is_seen_as_it_was_shared_last(shared: tuple[Person, Person, Entry]) -> None:
    """The same reference, what is newest of it, also where the older file comes after the newer one."""
    leader, coach, entry = shared
    older = leader.writes("share", "coach", "--all", "--with", "intent", "--yes")
    assert leader.says("impact", entry.handle, "--by", "deputy", "--value", "1", "--yes").code == 0
    newer = leader.writes("share", "coach", "--all", "--yes")
    assert coach.receives(newer).code == 0
    with patch.dict(os.environ, MEFIRST_HOME=str(coach.home)):
        assert mefirst("receive", str(older), "--now", "2026-11-23T18:42+00:00").code == 0
    seen = " ".join(coach.says("partner", "show", "Ada").out.split())
    assert seen.count(ref(leader, entry)) == 1
    assert ("arrived +1 (they said)" in seen, "Last share: number 3" in seen) == (True, True)
    assert [one.lines[0].received for one in _came(coach)] == [-2, -2, 1]
    replies(coach, "--impact", f"{ref(leader, entry)}=0")
    (sent,) = [one.content for one in coach.log() if one.direction == "sent"]
    assert sent["about"] == 3


def _came(coach: Person) -> list[Moment]:
    return [one.moments[0] for one in exchange.shares(coach.log(), "received", coach.partner)]


def test_a_clock_put_back_asks_no_question_twice(shared: tuple[Person, Person, Entry]) -> None:
    """A question that came by a clock of tomorrow is settled by an answer of today."""
    leader, coach, _ = shared
    path = replies(coach, "--about", "belief", "--question", QUESTION)
    with patch.dict(os.environ, MEFIRST_HOME=str(leader.home)):
        assert mefirst("receive", str(path), "--now", "2026-11-24T18:41+00:00").code == 0
    assert leader.says("partner", "answer", "coach", "--text", "A").code == 0
    assert "No question of coach waits" in leader.says("partner", "answer", "coach", "--text", "B").err


def test_a_talk_whose_day_has_passed_is_not_the_next(shared: tuple[Person, Person, Entry]) -> None:
    """On its day it is the next one; a day later both read that it was due."""
    leader, coach, _ = shared
    leader.receives(replies(coach, "--next-on", "7"))
    assert leader.says("partner", "accept", "coach", "--yes").code == 0
    for one in (leader, coach):
        for day, said in (("2026-11-30", "next talk today"), ("2026-12-01", "talk was due")):
            with patch.dict(os.environ, MEFIRST_HOME=str(one.home)):
                assert said in " ".join(mefirst("partner", "list", "--now", f"{day}T18:00+00:00").out.split())
    with patch.dict(os.environ, MEFIRST_HOME=str(coach.home)):
        assert (
            "Next: you were to meet"
            in mefirst("partner", "show", "Ada", "--now", "2026-12-01T18:00+00:00").out
        )


def test_of_several_questions_one_opens_the_next_reflection(shared: tuple[Person, Person, Entry]) -> None:
    """The overview says so in one line, however many wait."""
    leader, coach, _ = shared
    for number, more in enumerate(("\n", "; 1 more waits\n", "; 2 more wait\n")):
        leader.receives(replies(coach, "--about", "belief", "--question", f"{QUESTION} {number}"))
        seen = leader.says().out
        assert f"one from your coach opens your next reflection{more}" in seen
        assert seen.count("Question") == 1


def test_an_answer_goes_again_over_new_keys(shared: tuple[Person, Person, Entry]) -> None:
    """It is a share of its own in the new pairing, even where it holds just what the last one held."""
    leader, coach, _ = shared
    leader.receives(replies(coach, "--about", "belief", "--question", QUESTION))
    assert leader.says("partner", "answer", "coach", "--text", "A").code == 0
    leader.writes("share", "coach", "--yes")
    for one in (leader, coach):
        one.keys.destroy(one.partner.id)
    words, theirs = exchanged(leader, coach)
    later = {"leader": theirs, "coach": words}
    for one in (leader, coach):
        with patch.dict(os.environ, MEFIRST_HOME=str(one.home)):
            ran = mefirst(
                "partner",
                "pair",
                one.other,
                "--words",
                later[one.home.name],
                "--now",
                "2026-11-23T18:42+00:00",
            )
            assert ran.code == 0, ran.err
    with patch.dict(os.environ, MEFIRST_HOME=str(leader.home)):
        ran = mefirst(
            "share",
            "coach",
            "--yes",
            "--output",
            str(leader.out / "new.age"),
            "--now",
            "2026-11-23T18:43+00:00",
        )
    assert ran.code == 0, ran.err
    assert "A share from Ada, number 1." in coach.receives(leader.out / "new.age").err


def test_an_answer_is_taken_back_until_it_was_shared(shared: tuple[Person, Person, Entry]) -> None:
    """By undo alone: the question waits again, undone it is answered; what a partner has is not taken back."""
    leader, coach, _ = shared
    leader.receives(replies(coach, "--about", "decision", "--question", QUESTION))
    ran = leader.says("partner", "answer", "coach", "--text", "Wrong words.")
    (kept,) = leader.journal.read(Checkin).records
    assert f"mefirst undo {kept.handle} takes it back" in ran.err
    before = tree(leader.home)
    assert leader.says("undo", "--dry-run").code == 0
    assert tree(leader.home) == before
    ran = leader.says("undo")
    assert (ran.code, "The question waits for an answer again." in ran.err) == (0, True), ran.err
    assert "opens your next reflection" in leader.says().out
    assert leader.says("undo", kept.handle).code == 0
    assert "Question" not in leader.says().out
    assert leader.says("undo").code == 0
    assert leader.says("partner", "answer", "coach", "--text", "Right words.").code == 0

    assert coach.receives(leader.writes("share", "coach", "--all", "--yes")).code == 0
    assert "Answer: Right words." in coach.says("partner", "show", "Ada").out
    before = _kept(leader)
    ran = leader.says("undo")
    assert (ran.code, "that answer was shared with coach" in ran.err, len(ran.err.splitlines())) == (
        1,
        True,
        2,
    )
    assert _kept(leader) == before


def test_a_question_that_was_let_go_waits_again(shared: tuple[Person, Person, Entry]) -> None:
    """So is what was let go; a talk and a date that was agreed to are none of these."""
    leader, coach, _ = shared
    leader.receives(replies(coach, "--about", "decision", "--question", QUESTION, "--next-on", "7"))
    assert leader.says("partner", "answer", "coach", "--let-go").code == 0
    assert leader.says("undo").code == 0
    assert "opens your next reflection" in leader.says().out
    assert leader.says("partner", "accept", "coach", "--yes").code == 0
    (agreed,) = (one for one in leader.journal.read(Checkin).records if one.next_on)
    ran = leader.says("undo", agreed.handle)
    assert (ran.code, "was not changed since it was written" in ran.err) == (2, True)


def test_an_answer_can_be_kept_back(shared: tuple[Person, Person, Entry]) -> None:
    """--no-answers leaves it out; a name in it is found like in any text; let go, the question is asked no more."""
    leader, coach, _ = shared
    leader.receives(replies(coach, "--about", "belief", "--question", QUESTION))
    assert leader.says("partner", "answer", "coach", "--text", "Deputy knows").code == 0
    ran = leader.says("share", "coach", "--all", "--dry-run")
    assert (ran.code, "answer to a question says 'deputy'" in ran.err) == (2, True)
    kept = leader.says("share", "coach", "--all", "--no-answers", "--dry-run", "--format", "json")
    assert kept.json["answers"] == []
    leader.receives(replies(coach, "--about", "belief", "--question", "And what else?"))
    assert leader.says("partner", "answer", "coach", "--let-go").code == 0
    assert "No question of coach waits" in leader.says("partner", "answer", "coach").err
    said = {one.challenges[0].answer for one in leader.journal.read(Checkin).records}
    assert said == {"Deputy knows", None}


def test_nothing_a_leader_answers_goes_to_a_higher_up(tmp_path: Path) -> None:
    """Their power forbids it: the answer stays, and is said to."""
    leader, coach = paired(tmp_path)
    assert leader.says("partner", "change", "coach", "--role", "higher-up", "--yes").code == 0
    reflects(leader, next={**PROMISE, "witness": "coach"})
    leader.receives(replies(coach, "--about", "belief", "--question", QUESTION))
    assert "It stays here" in leader.says("partner", "answer", "coach", "--text", "Power").err
    share = leader.says("share", "coach", "--dry-run", "--format", "json")
    assert (share.code, share.json["answers"]) == (0, []), share.err


WRONG = [
    ((), 2, "One of them is enough"),
    (("--well", " "), 2, "--well"),
    (("--question", "Q?"), 2, "go together"),
    (("--about", "belief"), 2, "go together"),
    (("--about", "belief", "--question", "x" * 601), 2, "At most 600"),
    (("--impact", "zzzz=1"), 2, "no such line was shared"),
    (("--impact", "REF=4"), 2, "not on the scale"),
    (("--impact", "REF=x"), 2, "not on the scale"),
    (("--impact", "REF.joy=1"), 2, "not a dimension"),
    (("--impact", "REF.clarity=1"), 2, "no such line was shared"),
    (("--impact", "REF"), 2, "WHICH=VALUE"),
    (("--impact", "REF=1@"), 2, "WHICH=VALUE"),
    (("--impact", "abc=1"), 2, "four of its characters"),
    (("--next-on", "2026-11-22"), 2, "earliest day"),
    (("--next-on", "soon"), 2, "is not a day"),
]


def test_what_cannot_be_replied(shared: tuple[Person, Person, Entry]) -> None:
    """Each names the option and what would fit, in three lines; nothing is written or logged."""
    leader, coach, entry = shared
    before = _kept(coach)
    for words, code, said in WRONG:
        given = [word.replace("REF", ref(leader, entry)) for word in words]
        ran = coach.says("partner", "reply", "Ada", *given, "--yes", "--output", str(coach.out))
        assert (ran.code, said in ran.err, len(ran.err.splitlines()) <= 3) == (code, True, True), (
            words,
            ran.err,
        )
        assert ran.out == ""
    ran = leader.says("partner", "reply", "coach", "--well", "x")
    assert (ran.code, "You share with coach" in ran.err) == (2, True)
    assert _kept(coach) == before
    assert list(coach.out.glob("mefirst-*.age"))[1:] == []


def _kept(one: Person) -> dict[str, bytes | None]:
    return {name: data for name, data in tree(one.home).items() if not name.endswith(".lock")}


def test_a_reply_is_looked_at_and_is_what_was_shown(shared: tuple[Person, Person, Entry]) -> None:
    """Without --yes and a terminal it is shown and not sent; made again it is the same one; the log holds its bytes."""
    leader, coach, entry = shared
    words = ("--well", "Waited [b]long[/b]", "--impact", f"{ref(leader, entry)[:5]}.trust=-1@Person A")
    ran = coach.says("partner", "reply", "Ada", *words, "--output", str(coach.out))
    assert (ran.code, "Waited [b]long[/b]" in ran.out, "said by Person A" in ran.out) == (2, True, True)
    dry = coach.says("partner", "reply", "Ada", *words, "--dry-run")
    assert (dry.code, dry.out) == (0, ran.out)
    first, second = replies(coach, *words), replies(coach, *words)
    assert first != second
    assert leader.receives(first).code == 0
    assert "which you have had" in leader.receives(second).err
    (sent,) = [one for one in coach.log() if one.direction == "sent"]
    came = [one for one in leader.log() if one.kind == "mefirst.reply/1"]
    assert [one.content for one in came] == [sent.content]
    quiet = coach.says(
        "partner", "reply", "Ada", "--well", "x", "--yes", "--quiet", "--output", str(coach.out)
    )
    assert quiet.out == f"{coach.log()[-1].id}\n" or quiet.out.strip() in {one.id for one in coach.log()}


def test_impact_is_taken_over_as_the_leader_says(shared: tuple[Person, Person, Entry]) -> None:
    """Who is meant by a name is asked for; only what is chosen is taken; declined is decided, too."""
    leader, coach, entry = shared
    leader.receives(replies(coach, "--impact", f"{ref(leader, entry)}=1@somebody", "--next-on", "7"))
    ran = leader.says("partner", "accept", "coach", "--yes")
    assert (ran.code, "--who 'somebody=ALIAS'" in ran.err) == (2, True)
    for words, said in (
        (("--take", "2"), "has no '2'"),
        (("--who", "x"), "NAME=ALIAS"),
        (("--number", "9"), "9"),
    ):
        ran = leader.says("partner", "accept", "coach", *words)
        assert (ran.code in {2, 4}, said in ran.err) == (True, True), ran.err
    assert leader.says("partner", "accept", "coach", "--take", "1", "--who", "Somebody=team-lead").code == 0
    (effect,) = leader.journal.get(Entry, entry.id).record.effects
    assert [(one.by, one.value, one.how) for one in effect.reported] == [("team-lead", 1, "told")]
    assert leader.journal.read(Checkin).records == ()
    assert "Nothing waits" in leader.says("partner", "accept", "coach").err
    ran = leader.says(
        "partner", "accept", "coach", "--number", "1", "--yes", "--who", "somebody=team-lead", "--quiet"
    )
    assert ran.out.strip() in {one.id for one in leader.log()}
    assert len(leader.journal.get(Entry, entry.id).record.effects[0].reported) == 1, "once"
    leader.receives(replies(coach, "--next-on", "10"))
    assert leader.says("partner", "accept", "coach", "--take", "none").code == 0
    assert [one.next_on.isoformat() for one in leader.journal.read(Checkin).records if one.next_on] == [
        "2026-11-30"
    ]


def test_what_can_no_longer_be_taken_over_is_said(shared: tuple[Person, Person, Entry]) -> None:
    """A day that has passed, and impact once the keys are gone: left out, named, exit 0."""
    leader, coach, entry = shared
    leader.receives(replies(coach, "--next-on", "1", "--impact", f"{ref(leader, entry)}=1"))
    with patch.dict(os.environ, MEFIRST_HOME=str(leader.home)):
        late = mefirst(
            "partner", "accept", "coach", "--take", "date", "--dry-run", "--now", "2026-12-01T09:00+00:00"
        )
    assert (late.code, "has passed" in late.err) == (0, True)
    assert leader.says("partner", "end", "coach", "--yes").code == 0
    ran = leader.says("partner", "accept", "coach", "--take", "1")
    assert (ran.code, "keys are gone" in ran.err) == (0, True)
    assert leader.journal.get(Entry, entry.id).record == entry


def test_a_moment_that_was_moved_or_deleted(shared: tuple[Person, Person, Entry]) -> None:
    """Moved to another day it is found; deleted, what was heard of it is left out, said, and decided."""
    leader, coach, entry = shared
    path = replies(coach, "--impact", f"{ref(leader, entry)}=1")
    assert leader.says("edit", entry.handle, "--on", "2026-11-20").code == 0
    assert leader.receives(path).code == 0
    assert leader.says("partner", "accept", "coach", "--yes").code == 0
    (moved,) = (one for one in leader.journal.read(Entry).records if one.state != "trashed")
    assert [one.value for one in moved.effects[0].reported] == [1]
    assert leader.says("delete", moved.handle, "--yes").code == 0
    leader.receives(replies(coach, "--impact", f"{ref(leader, entry)}=2"))
    ran = leader.says("partner", "accept", "coach", "--yes")
    assert (ran.code, "is not there any more" in ran.err) == (0, True)


def test_a_hostile_reply_is_refused_or_shown_safely(shared: tuple[Person, Person, Entry]) -> None:
    """Fields too many, points off the scale, a question too long: exit 1; controls in texts are made visible."""
    leader, coach, entry = shared
    good: dict[str, Any] = {
        "schema": "mefirst.reply/1", "sequence": 1, "made_on": "2026-11-23", "about": 1, "well": None,
        "question": None, "next_on": None, "impacts": [],
    }  # fmt: skip
    heard = {"ref": ref(leader, entry), "dimension": "trust", "toward": None, "value": 1, "by": None}
    bad: list[tuple[dict[str, Any], str]] = [
        ({"more": 1}, "'more' is a field that this mefirst does not know"),
        ({"impacts": [{**heard, "value": 4}]}, "'value' of impacts 1 is at most 3"),
        ({"impacts": [heard, {**heard, "value": 1.5}]}, "'value' of impacts 2 takes a whole number"),
        (
            {"impacts": [{**heard, "dimension": "joy"}]},
            "'dimension' of impacts 1 takes one of these: 'clarity', ",
        ),
        ({"impacts": [{**heard, "ref": "x"}]}, "'ref' of impacts 1 is not written as such a text is"),
        ({"impacts": [7]}, "'impacts 1' takes fields with names"),
        ({"impacts": [heard] * 31}, "'impacts' has more than 30 lines"),
        (
            {"question": {"target": "belief", "question": "x" * 601}},
            "'question' of question is longer than 600",
        ),
        (
            {"question": {"target": "belief", "question": " x"}},
            "'question' of question: blank, or with blanks",
        ),
        ({"question": {"target": "guilt", "question": "x"}}, "'target' of question takes one of these: "),
        ({"question": {"target": "belief"}}, "'question' of question is missing"),
        ({"well": "x" * 8001}, "'well' is longer than 8000 characters"),
        ({"well": 7}, "'well' takes a text"),
        ({"made_on": "today"}, "'made_on' takes a day such as 2026-11-23"),
        ({"next_on": 7}, "'next_on' takes a day such as 2026-11-23"),
    ]
    for number, (change, said) in enumerate(bad):
        path = coach.out / f"bad-{number}.age"
        coach.post.send(coach.partner, {**good, **change, "sequence": number + 1}, RECORDED, path.write_bytes)
        ran = leader.receives(path)
        assert (ran.code, ran.out, len(ran.err.splitlines()) <= 3) == (1, "", True), (change, ran.err)
        assert f"cannot be taken in: {said}" in ran.err, ran.err
    evil = "\x1b]0;x\x07[red]\u202eevil"
    number = len(bad) + 1
    document = {**good, "sequence": number, "well": evil, "question": {"target": "belief", "question": evil}}
    path = coach.out / "evil.age"
    coach.post.send(coach.partner, document, RECORDED, path.write_bytes)
    looks = ((), ("--format", "plain"), ("partner", "answer", "coach", "--dry-run"),
             ("partner", "log", "coach", "--content", str(number)))  # fmt: skip
    runs = [leader.receives(path), *(leader.says(*words) for words in looks)]
    assert [(ran.code, forbidden(ran.out + ran.err)) for ran in runs] == [(0, [])] * len(runs)


def _steps(folder: Path) -> dict[str, tuple[Person, tuple[str, ...]]]:
    found: dict[str, tuple[Person, tuple[str, ...]]] = {}
    for name in ("reply", "receive", "accept", "answer"):
        leader, coach = paired(folder / name)
        entry = reflects(leader)
        assert coach.receives(leader.writes("share", "coach", "--all", "--yes")).code == 0
        words = ("--well", "w", "--about", "belief", "--question", QUESTION, "--impact", f"{ref(leader, entry)}=1",
                 "--next-on", "7")  # fmt: skip
        if name == "reply":
            found[name] = (
                coach,
                ("partner", "reply", "Ada", "--yes", *words, "--output", str(coach.out / "r.age")),
            )
            continue
        path = replies(coach, *words)
        if name == "receive":
            found[name] = (leader, ("receive", str(path)))
            continue
        leader.receives(path)
        commands = {"accept": ("--yes",), "answer": ("--text", "A")}
        found[name] = (leader, ("partner", name, "coach", *commands[name]))
    return found


def _state(one: Person) -> object:
    """What must be the same whatever was interrupted."""
    effects = [line.reported for entry in one.journal.read(Entry).records for line in entry.effects]
    talks = [
        (talk.next_on, [ask.answer for ask in talk.challenges]) for talk in one.journal.read(Checkin).records
    ]
    shared = [
        (each_.sha256, each_.direction, each_.accepted_at) for each_ in one.journal.read(Shared).records
    ]
    return effects, talks, sorted(shared, key=str), sorted(one.kept.received), one.post.next_number(one.kept)


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.parametrize("error", ["", USUAL])
@pytest.mark.parametrize("name", ["reply", "receive", "accept", "answer"])
def test_stopped_at_each_call_it_ends_the_same(tmp_path: Path, name: str, error: str) -> None:
    """Killed, or refused by a full or failing disk: the same command again ends it, nothing lost or doubled."""
    one, words = _steps(tmp_path)[name]
    done = None
    problems = []
    for outcome in each(
        one.home, (*words, "--now", "2026-11-23T18:41+00:00"), error=error, every=2 if error else 1
    ):
        copy = Person.__new__(Person)
        copy.home, copy.other, copy.out = outcome.home, one.other, one.out
        if name == "answer" and copy.journal.read(Checkin).records:
            ran = outcome.ran  # it is there: the question waits no more
        else:
            ran = copy.says(*words)
            if ran.code:
                problems.append(f"{outcome}: it does not go on: {ran.err}")
        after = _state(copy)
        done = done or after
        if "Traceback" in outcome.ran.err + ran.err:
            problems.append(f"{outcome}: {outcome.ran.err}{ran.err}")
        if after != done:
            problems.append(f"{outcome}: {after} is not {done}")
    assert done is not None
    assert problems == []


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.parametrize("error", ["", USUAL])
def test_a_talk_stopped_at_any_call_ends_whole(tmp_path: Path, error: str) -> None:
    """Killed or refused, then its draft taken up or not, and the same command again: all of it is there once."""
    leader, _ = two(tmp_path)
    entry = reflects(leader)
    talk = json.dumps({"promised": "To wait", "next": "Ask first", "next_on": "2026-12-21"}).encode()
    words = ("partner", "meet", "coach", "--answers", "-", "--impact", f"{entry.handle}=1")
    problems = []
    for number, outcome in enumerate(
        each(leader.home, (*words, "--now", NOW), stdin=talk, error=error, every=4 if error else 1)
    ):
        copy = Person.__new__(Person)
        copy.home = outcome.home
        with patch.dict(os.environ, MEFIRST_HOME=str(outcome.home)):
            context = Context(NOW)
            opened = context.open_journal("default")
            for one in pending_drafts(context, opened)[: number % 2]:
                Session(context, opened, one.draft, one.interview).save(quiet=True)
            assert mefirst(*words, "--now", NOW, stdin=talk).code == 0
            left = pending_drafts(context, opened)
        (line,) = copy.journal.get(Entry, entry.id).record.effects
        talks, made = copy.journal.read(Checkin).records, copy.journal.read(Commitment).records
        if [one.value for one in line.reported] != [1] or (len(talks), len(made), left) != (1, 1, []):
            problems.append(f"{outcome}: {line.reported}, {len(talks)} talks, {len(made)} promises, {left}")
    assert problems == []


def test_a_reply_and_its_documents_have_schemas(shared: tuple[Person, Person, Entry]) -> None:
    """What came is what `mefirst schema reply` describes, and the journal check knows every record."""
    leader, coach, _ = shared
    leader.receives(replies(coach, "--well", "x", "--about", "belief", "--question", QUESTION))
    assert mefirst("schema", "reply").code == 0
    assert leader.says("partner", "answer", "coach", "--text", "A").code == 0
    assert leader.says("journal", "check").code == 0
    content = next(one.content for one in leader.log() if one.kind == "mefirst.reply/1")
    assert Reply.read(json.dumps(content).encode()).content() == content


def test_a_share_that_waits_for_a_reply_is_said_to_the_coach(shared: tuple[Person, Person, Entry]) -> None:
    """In a line of the overview, until a reply went out, and again with the next share; never to the leader."""
    leader, coach, _ = shared
    line = "  Reply      mefirst partner reply Ada  their share came today and waits\n"
    assert line in coach.says().out
    assert "Reply: mefirst partner reply Ada, their share came today and waits" in coach.says("--plain").out
    shown = coach.says("--format", "json").json
    assert shown["shares"] == [{"partner": "Ada", "number": 1, "on": "2026-11-23"}]
    assert [one.message for one in Draft202012Validator(schema_of("today")).iter_errors(shown)] == []
    replies(coach, "--well", "You named it.")
    assert line not in coach.says().out
    coach.receives(leader.writes("share", "coach", "--report", "--yes"))
    assert line in coach.says().out
    assert "Reply" not in leader.says().out
    assert coach.says("partner", "end", "Ada", "--yes").code == 0
    assert line not in coach.says().out


def test_a_partner_who_is_renamed_is_so_everywhere(shared: tuple[Person, Person, Entry]) -> None:
    """In moments, promises, talks, the log and the agreement; what was between the two goes on under the new name."""
    leader, coach, entry = shared
    assert leader.says("partner", "change", "coach", "--name", "coach=my coach", "--yes").code == 0
    assert leader.says("impact", entry.handle, "--by", "coach", "--value", "1").code == 0
    talk = json.dumps({"promised": "To wait", "next": "Ask first", "next_on": "2026-12-21"}).encode()
    assert leader.says("partner", "meet", "coach", "--answers", "-", stdin=talk).code == 0
    dry = leader.says("edit", "--person", "coach=Sam", "--dry-run")
    assert dry.err == (
        "'coach' becomes 'Sam' in 1 entry, 1 promise, 1 check-in and 1 partner. Nothing was saved.\n"
    )
    assert leader.says("edit", "--person", "coach=Sam", "--yes").code == 0
    leader.other = "Sam"
    assert leader.partner.names == {"Sam": "my coach"}
    assert "1 promise open · next talk Mon 21 Dec" in " ".join(leader.says("partner", "list").out.split())
    assert "with Sam" in leader.says().out
    (effect,) = leader.journal.get(Entry, entry.id).record.effects
    assert [one.by for one in effect.reported] == ["Sam"]
    assert coach.receives(leader.writes("share", "Sam", "--all", "--yes")).code == 0

    assert leader.says("edit", "--person", "deputy=Dana", "--yes").code == 0
    path = replies(coach, "--impact", f"{ref(leader, entry)}=1@Person A")
    assert "Person A (Dana)" in leader.receives(path).out


def test_a_partner_is_renamed_to_nobody_else(shared: tuple[Person, Person, Entry]) -> None:
    """The name of another partner, one that looks like it, or one no command could take: exit 2, nothing saved."""
    leader, _, _ = shared
    assert leader.says("partner", "add", "mentor", "--role", "mentor").code == 0
    before = tree(leader.home)
    for name, said in (
        ("mentor", "partner 'mentor' already"),
        ("m\u0435ntor", "looks like"),
        ("-x", "hyphen"),
    ):
        ran = leader.says("edit", f"--person=coach={name}", "--yes")
        assert (ran.code, said in ran.err) == (2, True), ran.err
    assert tree(leader.home) == before


def test_a_leader_who_shared_nothing_yet(tmp_path: Path) -> None:
    """The coach is told so, and what is next; a reply needs keys, not a share."""
    _, coach = two(tmp_path / "unpaired")
    shown = coach.says("partner", "show", "Ada").out
    assert "Ada has not shared anything yet." in shown
    assert "Next: mefirst partner pair Ada" in shown
    assert coach.says("partner", "reply", "Ada", "--well", "x").code == 1
    leader, coach = paired(tmp_path / "paired")
    assert leader.receives(replies(coach, "--well", "Welcome")).code == 0


WRONG_ANSWERS = [
    (("--let-go", "--text", "x"), "--let-go leaves"),
    (("--moved", "1"), "--moved belongs"),
    (("--text", "x", "--moved", "4"), "not on the scale"),
    (("--text", " "), "--text"),
    ((), "--let-go, which leaves"),
]


def test_what_cannot_be_answered(shared: tuple[Person, Person, Entry]) -> None:
    """Exit 2, what would fit; nothing kept. With --quiet the id alone, with --dry-run nothing."""
    leader, coach, _ = shared
    leader.receives(replies(coach, "--about", "belief", "--question", QUESTION))
    for words, said in WRONG_ANSWERS:
        ran = leader.says("partner", "answer", "coach", *words)
        assert (ran.code, said in ran.err) == (2, True), ran.err
    assert leader.says("partner", "answer", "coach", "--text", "x", "--dry-run").code == 0
    assert leader.journal.read(Checkin).records == ()
    assert QUESTION in leader.says("partner", "show", "coach").out
    ran = leader.says("partner", "answer", "coach", "--text", "x", "--quiet")
    assert ran.out == f"{leader.journal.read(Checkin).records[0].id}\n"


def test_a_talk_on_the_side_of_the_coach(shared: tuple[Person, Person, Entry]) -> None:
    """What the leader promises in it stays words: no commitment of the coach's is made of it."""
    _, coach, _ = shared
    talk = {"promised": "x", "next": "Ask first", "next_on": "2026-12-07"}
    ran = coach.says("partner", "meet", "Ada", "--answers", "-", stdin=json.dumps(talk).encode())
    assert ran.code == 0, ran.err
    assert coach.journal.read(Commitment).records == ()
    (kept,) = coach.journal.read(Checkin).records
    assert kept.answers["next"].answer == "Ask first"
    assert "next talk Mon 7 Dec" in coach.says("partner", "list").out


def test_impact_in_a_talk_from_a_script(shared: tuple[Person, Person, Entry]) -> None:
    """By the partner themself or by somebody else; what cannot be is refused before anything is saved."""
    leader, _, entry = shared
    talk = json.dumps({"promised": "x"}).encode()
    meet = ("partner", "meet", "coach", "--answers", "-")
    for words, code in (
        (("--impact", f"{entry.handle}.clarity=1"), 2),
        (("--impact", "zzzz=1"), 4),
        (("--pack", "daily"), 2),
        (("--on", "2026-12-24"), 2),
    ):
        assert leader.says(*meet, *words, stdin=talk).code == code, words
    assert leader.says(*meet, "--dry-run", stdin=talk).code == 0
    assert leader.says("partner", "meet", "coach").code == 2
    assert leader.journal.read(Checkin).records == ()
    given = ("--impact", f"{entry.handle}=-1", "--impact", f"{entry.handle}.trust=1@deputy")
    assert leader.says(*meet, *given, stdin=talk).code == 0
    (effect,) = leader.journal.get(Entry, entry.id).record.effects
    assert {(one.by, one.value, one.how) for one in effect.reported} == {
        ("coach", -1, "checkin"),
        ("deputy", 1, "told"),
    }
    assert leader.says("delete", entry.handle, "--yes").code == 0
    assert leader.says(*meet, "--impact", f"{entry.handle}=1", stdin=talk).code == 2


def test_of_two_lines_of_one_dimension_the_leader_says_which(tmp_path: Path) -> None:
    """By whom they are toward, as the share names them."""
    leader, coach = paired(tmp_path)
    line = {"dimension": "trust", "intended": 2, "seen": 1}
    entry = reflects(leader, effect=[{**line, "toward": "deputy"}, {**line, "toward": "board"}])
    assert coach.receives(leader.writes("share", "coach", "--all", "--yes")).code == 0
    ran = coach.says("partner", "reply", "Ada", "--impact", f"{ref(leader, entry)}=1", "--yes")
    assert (ran.code, "one of several" in ran.err) == (2, True)
    listed = ran.err.splitlines()[1].removeprefix("Lines that were shared: ").split(", ")
    assert [one.rpartition(".")[2] for one in listed] == ["Person A", "Person B"]
    for named, by, toward in ((listed[1], None, "Person B"), (ref(leader, entry), "Person A", "Person A"),
                              (f"{ref(leader, entry)}..person a", "Person B", "Person A")):  # fmt: skip
        at = f"@{by}" if by else ""
        ran = coach.says("partner", "reply", "Ada", "--impact", f"{named}=1{at}", "--dry-run")
        assert (ran.code, f"Trust, toward {toward}: arrived +1" in ran.out) == (0, True), ran
    told = ("partner", "meet", "coach", "--set", "promised=x", "--dry-run", "--impact")
    assert leader.says(*told, f"{entry.handle}.trust.board=-1@peer").code == 0
    ran = leader.says(*told, f"{entry.handle}.trust=-1@peer")
    assert f"as in --impact '{entry.handle}.trust.deputy=1'" in ran.err
    assert leader.says(*told, f"{entry.handle}.trust.nobody=-1").code == 2
    (share,) = coach.log()
    heard = {"ref": ref(leader, entry), "dimension": "trust", "value": -2, "by": None,
             "toward": share.content["moments"][0]["lines"][1]["toward"]}  # fmt: skip
    document = {"schema": "mefirst.reply/1", "sequence": 1, "made_on": "2026-11-23", "about": 1, "well": None,
                "question": None, "next_on": None, "impacts": [heard]}  # fmt: skip
    path = coach.out / "two.age"
    coach.post.send(coach.partner, document, RECORDED, path.write_bytes)
    leader.receives(path)
    (sent,) = (one for one in leader.log() if one.direction == "sent")
    meant = sent.people[heard["toward"]]
    leader.journal.change(Shared, sent.id, lambda one: one.changed(people={}))  # as older logs have it
    ran = leader.says("partner", "accept", "coach", "--yes")
    assert (ran.code, "Who is meant?" in ran.err) == (2, True)
    leader.journal.change(Shared, sent.id, lambda _: sent)
    assert leader.says("partner", "accept", "coach", "--yes").code == 0
    effects = leader.journal.get(Entry, entry.id).record.effects
    found = {one.toward: [r.value for r in one.reported] for one in effects}
    assert found == {"deputy": [], "board": [], meant: [-2]}


def test_whom_a_reply_names_is_told_to_the_leader_alone(tmp_path: Path) -> None:
    """In words and in impact, by the share it was said of, wherever the question stands; no name was sealed."""
    leader, coach = paired(tmp_path)
    first = reflects(leader)
    assert coach.receives(leader.writes("share", "coach", "--entry", first.handle, "--yes")).code == 0
    line = {"dimension": "trust", "intended": 2, "seen": 1}
    second = reflects(leader, who="board", effect={**line, "toward": "board"})
    share = leader.writes("share", "coach", "--entry", second.handle, "--yes")
    assert b"board" not in plain(coach, share)
    assert coach.receives(share).code == 0
    path = replies(coach, "--well", "You asked person A, not Person AB.", "--about", "belief",
                   "--question", "What does Person A's silence say?",
                   "--impact", f"{ref(leader, first)}=-1@Person A",
                   "--impact", f"{ref(leader, second)}=1@Person A")  # fmt: skip
    out = leader.receives(path).out
    assert "You asked person A (board), not Person AB." in out
    assert "What does Person A (board)'s silence say?" in out
    assert "Trust, toward Person A (deputy): arrived −1, said by Person A (deputy)" in out
    assert "Trust, toward Person A (board): arrived +1, said by Person A (board)" in out
    number = str(leader.log()[0].sequence)
    assert "Person A (board)'s" in leader.says("partner", "log", "coach", "--content", number).out
    assert "Person A (board)'s" in leader.says("partner", "show", "coach").out
    assert "Person A (board)'s" in leader.says("partner", "answer", "coach", "--text", "It is hers.").err
    (kept,) = leader.journal.read(Checkin).records
    assert kept.challenges[0].question == "What does Person A's silence say?"
    assert leader.says("partner", "accept", "coach", "--yes").code == 0
    for entry, alias in ((first, "deputy"), (second, "board")):
        (effect,) = leader.journal.get(Entry, entry.id).record.effects
        assert [one.by for one in effect.reported] == [alias]


def plain(reader: Person, path: Path) -> bytes:
    """Return what a sealed file holds, by the key of whoever it is for."""
    return age.unseal(path.read_bytes(), [reader.kept.identity])


def test_what_a_coach_sees_of_promises(tmp_path: Path) -> None:
    """Their titles and how they stand; as JSON all of the last share, the question and the answer."""
    leader, coach = paired(tmp_path)
    assert leader.says("partner", "change", "coach", "--with", "commitments", "--yes").code == 0
    reflects(leader, next=PROMISE)
    (promise,) = leader.journal.read(Commitment).records
    assert leader.says("commitment", "change", promise.handle, "--title", "Three breaths", "--yes").code == 0
    assert coach.receives(leader.writes("share", "coach", "--yes")).code == 0
    assert "Three breaths: open" in coach.says("partner", "show", "Ada").out
    assert "1 promise open" in coach.says("partner", "list").out
    assert coach.receives(leader.writes("share", "coach", "--all", "--yes")).code == 0
    replies(coach, "--about", "belief", "--question", QUESTION)
    shown = coach.says("partner", "show", "Ada", "--format", "json").json
    assert (shown["question"], shown["answer"], shown["share"]["sequence"]) == (QUESTION, None, 2)
    assert shown["partner"]["open_questions"] == 1
    assert "mefirst partner meet Ada" in coach.says("partner", "show", "Ada").out


def test_another_partner_under_the_same_name_begins_anew(shared: tuple[Person, Person, Entry]) -> None:
    """What was talked about, planned, promised and answered with the one before is theirs alone."""
    leader, coach, _ = shared
    leader.receives(replies(coach, "--about", "decision", "--question", QUESTION))
    assert leader.says("partner", "answer", "coach", "--text", "That I did not.").code == 0
    talk = json.dumps({"promised": "To wait", "next": "Ask first", "next_on": "2026-12-21"}).encode()
    assert leader.says("partner", "meet", "coach", "--answers", "-", stdin=talk).code == 0
    before = leader.partner
    assert leader.says("partner", "end", "coach", "--yes").code == 0
    later = "2026-11-24T09:00+00:00"
    assert leader.says("partner", "add", "coach", "--role", "coach", now=later).code == 0

    old, new = leader.says("partner", "list", "--all", "--format", "plain", now=later).out.splitlines()
    assert "1 promise open, next talk Mon 21 Dec" in old
    assert new == "coach, coach: no keys, nothing shared, no talk planned."
    shown = leader.says("partner", "show", "coach", "--format", "json", now=later).json["partner"]
    assert (shown["next_on"], shown["promises"]) == (None, [])
    assert "Check-in" not in leader.says(now=later).out
    assert "Next with coach" not in leader.says("report", now=later).out
    assert leader.says("partner", "log", "coach", now=later).out.startswith("Nothing went to coach")

    held = json.dumps({"promised": "-", "next_on": "2026-11-30"}).encode()
    assert leader.says("partner", "meet", "coach", "--answers", "-", stdin=held, now=later).code == 0
    met = {one.relationship: one for one in leader.journal.read(Checkin).records if one.is_talk}
    assert met.keys() == {before.id, leader.partner.id}
    assert met[leader.partner.id].period == {"from": "2026-11-24", "to": "2026-11-24"}
    assert "due Monday" in leader.says(now=later).out


def test_a_check_in_that_has_a_name_alone_is_of_whoever_had_it_then(tmp_path: Path) -> None:
    """So are those of before: they count for the partner of their time, and for the first one where they are older."""
    leader, _ = two(tmp_path)
    first = leader.partner
    other = first.changed(id=nth_id(2), recorded_at=RECORDED + timedelta(days=30))
    for days, whose in ((-1, first), (0, first), (29, first), (30, other), (60, other)):
        at = RECORDED + timedelta(days=days)
        kept = Checkin.first(nth_id(3), recorded_at=at, on=at.date(), partner="Coach")
        assert kept.whose([other, first]) == whose
