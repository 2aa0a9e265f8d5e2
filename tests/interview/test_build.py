"""From answers to records: an entry, and a commitment beside it."""

import json
from typing import Any

import pytest

from asking import DAY, EFFECT, MOMENT, NEXT, loaded, shipped
from mefirst.interview.build import answers_of, commitment_of, continued, new_record
from mefirst.interview.drafts import Draft
from mefirst.interview.interview import Interview
from mefirst.interview.scripted import give_all
from mefirst.model.entry import Entry
from mefirst.packs.reader import LoadedPack, read_pack
from samples import ID, RECORDED, effect, entry, nth_id, reported

WHO = {"id": "who", "type": "person", "ask": "Who was there?", "fills": "people"}
SPHERE = {
    "id": "sphere",
    "type": "choice",
    "ask": "Where?",
    "fills": "sphere",
    "options": {"personal": "Home"},
}
DRIVE = {
    "id": "drive",
    "type": "choice",
    "ask": "What else?",
    "fills": "motives",
    "options": {"help": "To help"},
}
TOLD = {"id": "told", "type": "yes_no", "ask": "Have you told {who}?", "ask_without": "Have you told them?"}
GAP = {"id": "gap", "type": "long", "ask": 'You wrote "{intent}". What of yours?', "fills": "gap",
       "when": {"intent": {"answered": "yes"}}}  # fmt: skip
INTENT = {"id": "intent", "type": "long", "ask": "What did you hope for?", "fills": "intent"}
HELLO = {"id": "hello", "type": "note", "ask": "Take your time."}

PACK = loaded(HELLO, MOMENT, WHO, SPHERE, INTENT, DRIVE, EFFECT, GAP, TOLD, NEXT)
ALL: dict[str, Any] = {
    "moment": "The review",
    "who": "deputy",
    "sphere": "personal",
    "intent": "Help her look good",
    "drive": "help",
    "effect": {"dimension": "trust", "toward": "deputy", "intended": 2, "seen": -1, "evidence": "cue"},
    "gap": "I spoke first",
    "told": "no",
    "next": {"cue": "he pauses", "response": "breathe", "due": "2026-11-24"},
    "impact": "silence",
}


def answered(pack: LoadedPack = PACK, base: str | None = None, **answers: Any) -> tuple[Draft, Interview]:
    """Return the draft and the interview of a session with these answers."""
    interview = Interview(pack.pack, DAY)
    give_all(interview, answers)
    return Draft(ID, nth_id(7), RECORDED, DAY, pack, base), interview


def new_entry(draft: Draft, interview: Interview) -> Entry:
    record = new_record(draft, interview)
    assert isinstance(record, Entry)
    return record


def test_each_answer_fills_its_field() -> None:
    built = new_entry(*answered(**ALL))
    assert (built.id, built.on, built.recorded_at, built.revision) == (ID, DAY, RECORDED, 1)
    assert (built.situation, built.intent, built.impact) == ("The review", "Help her look good", "silence")
    assert (built.sphere, built.gap) == ("personal", "I spoke first")
    assert built.effects == (effect(2, -1, dimension="trust", toward="deputy", evidence="cue"),)
    assert built.state == "complete"


def test_one_answer_fills_a_list_as_well() -> None:
    """One person, one motive: the field holds several, the question asks for one."""
    built = new_entry(*answered(**ALL))
    assert built.people == ("deputy",)
    assert built.motives == ("help",)


def test_what_fills_nothing_is_kept_with_the_question_it_answers() -> None:
    built = new_entry(*answered(**ALL))
    assert built.document()["extra"] == {"told": {"asked": "Have you told {who}?", "answer": False}}


def test_the_wording_is_stored_as_the_pack_has_it() -> None:
    """Not expanded: an answer is stored once, in its own field."""
    built = new_entry(*answered(**ALL))
    assert built.asked["gap"] == 'You wrote "{intent}". What of yours?'
    assert set(built.asked) == {
        "situation", "people", "sphere", "intent", "motives", "effects", "gap", "impact",
    }  # fmt: skip


def test_the_wording_that_was_shown_is_the_one_stored() -> None:
    answers = {key: value for key, value in ALL.items() if key != "who"}
    assert new_entry(*answered(**answers)).extra["told"].asked == "Have you told them?"


def test_the_pack_is_named_with_its_version_and_digest() -> None:
    built = new_entry(*answered(moment="The review"))
    assert built.pack is not None
    assert built.pack.model_dump() == {"id": "small", "version": "1.0.0", "digest": PACK.digest}


def test_what_was_skipped_or_fell_away_leaves_no_trace() -> None:
    _, interview = answered(moment="The review", gap="I spoke first")
    assert answers_of(interview) == ({"situation": "The review"}, {"situation": "Which moment?"}, {})
    assert new_entry(*answered(moment="The review")).state == "captured"


def test_a_promise_becomes_a_record_of_its_own() -> None:
    draft, interview = answered(**ALL)
    made = commitment_of(draft, interview, draft.id)
    assert made is not None
    assert (made.id, made.from_entry, made.recorded_at) == (nth_id(7), ID, RECORDED)
    assert made.sentence() == "if he pauses, breathe"
    assert made.due == DAY.replace(day=24)
    assert "commitment" not in answers_of(interview).fields


def test_no_promise_makes_no_record() -> None:
    draft, interview = answered(moment="The review")
    assert commitment_of(draft, interview, draft.id) is None
    without = loaded(MOMENT)
    draft, interview = answered(without, moment="The review")
    assert commitment_of(draft, interview, draft.id) is None


def test_a_promise_that_fills_nothing_is_kept_as_an_answer() -> None:
    aside = loaded(MOMENT, {"id": "aside", "type": "commitment", "ask": "And?"})
    draft, interview = answered(aside, aside="call her")
    assert commitment_of(draft, interview, draft.id) is None
    assert new_entry(draft, interview).extra["aside"].answer == {"behavior": "call her"}


# --- Packs for other records


def record_of(name: str, **answers: Any) -> dict[str, Any]:
    """Return the document of the record a shipped pack comes to."""
    return new_record(*answered(shipped(name), **answers)).document()


def test_a_cleanup_becomes_a_commitment_to_repair() -> None:
    record = record_of("cleanup", who="deputy", what_i_did="I spoke over her", severity="2")
    assert (record["schema"], record["kind"], record["step"]) == ("mefirst.commitment/1", "repair", "noticed")
    assert (record["who"], record["what_i_did"], record["severity"]) == ("deputy", "I spoke over her", 2)


def test_a_cleanup_with_its_sentence_is_planned() -> None:
    """What remains is to say it."""
    record = record_of("cleanup", who="deputy", what_i_did="I spoke over her", own_it="I cut you short")
    assert (record["step"], record["steps"]) == ("planned", [{"step": "planned", "on": "2026-11-23"}])


@pytest.mark.parametrize(("typed", "kept"), [("every day", "daily"), ("when it rains", "when it rains")])
def test_how_often_is_kept_in_one_form_where_it_says_so(typed: str, kept: str) -> None:
    """A pack may ask it in its own way."""
    questions = [
        {"id": "what", "type": "short", "ask": "What?", "fills": "behavior"},
        {"id": "often", "type": "short", "ask": "How often?", "fills": "repeat"},
    ]
    head = {"mefirst_pack": "1", "id": "small", "version": "1.0.0", "title": "x", "for": "commitment"}
    pack = read_pack(json.dumps({**head, "questions": questions}).encode())
    assert new_record(*answered(pack, what="wait", often=typed)).document()["repeat"] == kept


def test_a_check_in_puts_its_challenge_together_and_names_its_promise() -> None:
    record = record_of(
        "checkin",
        promised="To ask first",
        well="You waited",
        target="belief",
        challenge="What would break?",
        answer="Nothing",
        moved="3",
        next="wait three breaths",
    )
    assert (record["schema"], record["on"], record["well"]) == (
        "mefirst.checkin/1",
        "2026-11-23",
        "You waited",
    )
    assert record["challenges"] == [
        {"target": "belief", "question": "What would break?", "answer": "Nothing", "moved": 3}
    ]
    assert record["commitments"] == [nth_id(7)]
    assert record["answers"]["promised"] == {
        "asked": "What did you take on last time?",
        "answer": "To ask first",
    }


def test_a_check_in_without_a_question_has_no_challenge() -> None:
    record = record_of("checkin", promised="To ask first", target="belief")
    assert "challenges" not in record
    assert "commitments" not in record


def test_a_review_keeps_its_answers_as_they_were_asked() -> None:
    pack = shipped("weekly")
    question = next(one for one in pack.pack.questions if one.type == "long")
    record = record_of("weekly", **{question.id: "I was guiding"})
    assert (record["schema"], record["on"]) == ("mefirst.review/1", "2026-11-23")
    assert record["period"] == {"name": "7d", "from": "2026-11-17", "to": "2026-11-23"}
    assert record["answers"][question.id]["answer"] == "I was guiding"


# --- Going on with an entry


def going_on(before: Entry, **answers: Any) -> Entry:
    return continued(before, *answered(base=before.id, **answers))


def test_what_is_not_answered_this_time_stays() -> None:
    before = entry(
        situation="The review", impact="silence", tags=("q4",), asked={"impact": "What came back?"}
    )
    after = going_on(before, intent="Help her look good", told="no")
    assert (after.situation, after.impact, after.tags) == ("The review", "silence", ("q4",))
    assert after.intent == "Help her look good"
    assert after.asked == {"impact": "What came back?", "intent": "What did you hope for?"}
    assert (before.state, after.state) == ("captured", "complete")
    assert after.recorded_at == before.recorded_at


def test_extra_answers_of_both_looks_stay() -> None:
    before = going_on(entry(situation="The review"), told="no")
    before = before.changed(extra={**before.extra, "older": {"asked": "Then?", "answer": "yes"}})
    after = going_on(before, told="yes")
    assert {name: extra.answer for name, extra in after.extra.items()} == {"told": True, "older": "yes"}


def test_a_line_seen_again_takes_the_new_values_and_keeps_what_others_said() -> None:
    said = reported("deputy", -2)
    before = entry(
        situation="The review",
        effects=(
            effect(2, 1, said, toward="Deputy", evidence="guess", predicted=1),
            effect(1, dimension="clarity"),
        ),
    )
    after = going_on(
        before, effect=[{"dimension": "trust", "toward": "deputy", "seen": -1}, {"dimension": "energy"}]
    )
    assert after.effects == (
        effect(2, -1, said, toward="deputy", evidence="guess", predicted=1),
        effect(1, dimension="clarity"),
        effect(dimension="energy"),
    )


def test_what_is_reported_again_is_added_once() -> None:
    """A session saved twice, as after a full disk, says nothing twice."""
    line = {"dimension": "trust", "toward": "deputy", "reported": {"by": "deputy", "value": -1}}
    before = entry(effects=(effect(2, None, reported("deputy", -2), toward="deputy"),))
    once = going_on(before, effect=line)
    assert [one.value for one in once.effects[0].reported] == [-2, -1]
    assert going_on(once, effect=line) == once


def test_effects_stay_where_none_are_answered() -> None:
    before = entry(effects=(effect(2, 1),))
    assert going_on(before, intent="help").effects == before.effects
