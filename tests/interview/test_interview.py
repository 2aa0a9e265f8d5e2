"""The course of an interview: what is asked next, going back, what counts in the end, going on later."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import DAY, EFFECT, IMPACT, INTENT, MOMENT, NEXT, answer, due, loaded, pack, shipped, until
from mefirst.interview.build import commitment_of, new_record
from mefirst.interview.drafts import Draft
from mefirst.interview.fields import Field
from mefirst.interview.forms import Setting
from mefirst.interview.interview import Interview, Step
from mefirst.model.ids import new_id
from mefirst.packs.library import Library
from samples import RECORDED

TOLD = {"id": "told", "type": "yes_no", "ask": "Have you said so?"}
WHY = {"id": "why", "type": "long", "ask": "What held you back?", "when": {"told": "no"}, "fills": "belief"}
LATER = {"id": "later", "type": "short", "ask": "And now?", "when": {"why": {"answered": "yes"}}}


SHIPPED = st.sampled_from(Library.standard().names())


def resumed(interview: Interview) -> Interview:
    """Write an interview down, as JSON, and take it up again."""
    again = Interview(interview.pack, interview.on)
    return again.resume(json.loads(json.dumps(interview.state())))


def a_reply(draw: Any, field: Field) -> Any:
    """Draw something somebody might answer to a field; None skips it."""
    possible: dict[str, st.SearchStrategy[Any]] = {
        "line": st.sampled_from(["deputy", "finance", "Deputy", "the board"]),
        "text": st.sampled_from(["short", "two\nlines", "{moment}"]),
        "names": st.lists(st.sampled_from(["deputy", "finance"]), min_size=1, max_size=2, unique=True),
        "scale": st.integers(int(field.low or 0), int(field.high or 0)),
        "choice": st.sampled_from(list(field.options) or [""]),
        "choices": st.lists(
            st.sampled_from(list(field.options) or [""]), min_size=1, max_size=field.most or 2, unique=True
        ),
        "yes_no": st.booleans(),
        "date": st.sampled_from(["today", "3"]),
        "note": st.none(),
    }
    skipping = st.just(None) if field.takes(None) else st.nothing()
    return draw(st.one_of(skipping, possible[field.kind].filter(field.takes)))


# --- What is asked


def test_questions_come_in_their_order_until_all_are_asked() -> None:
    interview = Interview(pack(MOMENT, TOLD), DAY)
    asked = []
    while step := interview.step():
        asked.append(step.question.id)
        answer(interview, "yes" if step.field.kind == "yes_no" else "words")
    assert asked == ["moment", "told", "intent", "impact"]
    assert interview.result() == {"moment": "words", "told": True, "intent": "words", "impact": "words"}
    assert interview.step() is None


def test_a_step_says_all_a_terminal_needs() -> None:
    step = due(Interview(pack({**MOMENT, "help": "One is enough.", "heading": "ME first"}), DAY))
    assert step.question.heading == "ME first"
    assert (step.wording, step.help) == ("Which moment?", "One is enough.")
    assert (step.number, step.total, step.opening, step.previous, step.place) == (1, 3, True, None, 0)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("no", ["told", "why", "later", "intent", "impact"]),
        ("yes", ["told", "intent", "impact"]),
        (None, ["told", "intent", "impact"]),
    ],
)
def test_a_condition_decides_as_soon_as_its_question_is_answered(told: str | None, asked: list[str]) -> None:
    """A question skipped makes every test false, and hidden questions hide those that hang on them."""
    interview = Interview(pack(TOLD, WHY, LATER), DAY)
    seen = []
    while step := interview.step():
        seen.append(step.question.id)
        answer(interview, told if step.question.id == "told" else "words")
    assert seen == asked


def test_a_gap_asks_about_itself() -> None:
    gap = {"id": "gap", "type": "long", "ask": "What of yours?", "when": {"effect.gap": {"at_most": "-1"}}}
    for seen, asked in ((1, "gap"), (2, "intent")):
        interview = Interview(pack({**EFFECT, "up_to": "1"}, gap), DAY)
        answer(interview, "trust", "deputy", 2, seen, None)
        assert due(interview).question.id == asked


def test_the_numbers_count_what_is_asked_and_shrink_when_a_question_falls_away() -> None:
    """A note has no number; what may still be asked is counted."""
    note = {"id": "hello", "type": "note", "ask": "Take your time."}
    interview = Interview(pack(note, TOLD, WHY, LATER), DAY)
    places = []
    while step := interview.step():
        places.append((step.question.id, step.number, step.total))
        assert interview.position() == places[-1][1:]
        answer(interview, "yes" if step.question.id == "told" else "words")
    assert places[1:] == [("told", 1, 5), ("intent", 2, 3), ("impact", 3, 3)]
    assert interview.position() == (3, 3)


def test_a_form_keeps_the_number_of_its_question() -> None:
    interview = Interview(pack(EFFECT), DAY)
    first = due(interview)
    answer(interview, "trust", "deputy")
    later = due(interview)
    assert (later.number, later.total) == (first.number, first.total) == (1, 3)
    assert (first.opening, later.opening, later.place) == (True, False, 2)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_day_chooses_the_wording(day: date) -> None:
    """Every wording has its turn, and the same day always has the same one."""
    varied = pack({**MOMENT, "vary": ["Which scene?", "Which minute?"]})
    worded = [due(Interview(varied, day + timedelta(days=days))).wording for days in range(3)]
    assert set(worded) == {"Which moment?", "Which scene?", "Which minute?"}
    assert due(Interview(varied, day + timedelta(days=3))).wording == worded[0]


def test_a_moment_of_last_week_promises_from_today() -> None:
    """“Tomorrow” is the day after the session, whatever day the moment was."""
    interview = Interview(pack(MOMENT, NEXT), date(2026, 11, 16), today=DAY)
    until(interview, "next", moment="The review")
    answer(interview, None, "call her", "tomorrow")
    assert interview.answers["next"]["due"] == "2026-11-24"


# --- Quoting


def test_an_answer_is_quoted_on_one_line_and_never_expanded_again() -> None:
    quoting = {"id": "q", "type": "long", "ask": 'You said "{moment}". Why?', "help": "{moment}!"}
    interview = Interview(pack(MOMENT, quoting), DAY)
    answer(interview, "We {intent} [b]met[/b]\n {moment}  today")
    step = due(interview)
    assert step.wording == 'You said "We {intent} [b]met[/b] {moment} today". Why?'
    assert step.help == "We {intent} [b]met[/b] {moment} today!"


def test_a_long_answer_is_cut_where_it_is_quoted() -> None:
    quoting = {"id": "q", "type": "long", "ask": "{moment}"}
    interview = Interview(pack(MOMENT, quoting), DAY)
    answer(interview, "x" * 500)
    assert due(interview).wording == "x" * 119 + "…"


@pytest.mark.parametrize(
    ("asked", "typed", "said"),
    [
        ({"type": "choice", "options": {"a": "The first", "b": "The second"}}, "b", "The second"),
        (
            {"type": "choices", "options": {"a": "The first", "b": "The second"}},
            "1 2",
            "The first, The second",
        ),
        ({"type": "people"}, "deputy, finance", "deputy, finance"),
        ({"type": "yes_no"}, "no", "no"),
        ({"type": "yes_no"}, "y", "yes"),
        ({"type": "number"}, "2.50", "2.5"),
        ({"type": "scale", "from": "1", "to": "5"}, "3", "3"),
        ({"type": "date"}, "today", "2026-11-23"),
    ],
)
def test_labels_are_quoted_rather_than_values(asked: dict[str, Any], typed: str, said: str) -> None:
    quoting = {"id": "q", "type": "long", "ask": "So: {one}."}
    interview = Interview(pack({"id": "one", "ask": "Well?", "required": "yes", **asked}, quoting), DAY)
    answer(interview, typed)
    assert due(interview).wording == f"So: {said}."


def test_what_was_never_said_aloud_is_never_quoted() -> None:
    """A pack cannot ask for it; even one that slipped through would show the bare placeholder."""
    quoting = {"id": "q", "type": "long", "ask": "So: {moment}."}
    tried = pack({**MOMENT, "id": "moment"}, quoting)
    secret = tried.model_copy(
        update={
            "questions": (
                tried.questions[0].model_copy(update={"fills": "unsaid"}),
                *tried.questions[1:],
            )
        }
    )
    interview = Interview(secret, DAY)
    answer(interview, "I was afraid")
    step = due(interview)
    assert step.wording == "So: {moment}."
    assert "afraid" not in str(step)


def test_words_without_the_quotation_stand_in_where_there_is_nothing_to_quote() -> None:
    quoting = {"id": "q", "type": "long", "ask": "{who}?", "ask_without": "Whoever it was?"}
    who = {"id": "who", "type": "person", "ask": "Who?"}
    for typed, worded in (("deputy", "deputy?"), (None, "Whoever it was?")):
        interview = Interview(pack(who, quoting), DAY)
        answer(interview, typed)
        assert due(interview).wording == worded


def test_an_answer_that_fell_away_is_not_quoted_either() -> None:
    quoting = {"id": "q", "type": "long", "ask": "{why}?", "ask_without": "What else?"}
    interview = Interview(pack(TOLD, WHY, quoting), DAY)
    answer(interview, "no", "I was tired")
    assert due(interview).wording == "I was tired?"
    assert interview.back()
    assert interview.back()
    answer(interview, "yes")
    assert due(interview).wording == "What else?"


def test_what_was_promised_last_can_be_quoted() -> None:
    quoting = {"id": "q", "type": "long", "ask": "{last.commitment}?", "ask_without": "Any promise?"}
    assert due(Interview(pack(quoting), DAY)).wording == "Any promise?"
    last = {"last.commitment": "if he pauses, breathe"}
    assert due(Interview(pack(quoting), DAY, last=last)).wording == "if he pauses, breathe?"


# --- Going back


def test_going_back_offers_what_was_answered_and_keeps_it() -> None:
    interview = Interview(pack(MOMENT), DAY)
    answer(interview, "The review")
    assert interview.back()
    assert due(interview).previous == "The review"
    assert interview.answers == {"moment": "The review"}
    assert not interview.back()


def test_going_back_goes_through_a_form_field_by_field() -> None:
    interview = Interview(pack({**EFFECT, "up_to": "1"}), DAY)
    answer(interview, "trust", "deputy", 2, -1, "guess")
    offered = []
    while interview.back():
        step = due(interview)
        offered.append((step.field.key, step.previous))
    assert offered == [
        ("evidence", "guess"), ("seen", -1), ("intended", 2), ("toward", "deputy"), ("dimension", "trust"),
    ]  # fmt: skip


def test_coming_back_into_a_form_opens_its_question_again() -> None:
    """Otherwise “By when?” would stand alone on the screen."""
    interview = Interview(pack({**EFFECT, "up_to": "1"}), DAY)
    answer(interview, "trust", "deputy", 2, None)
    assert interview.back()
    assert due(interview).opening
    answer(interview, -1)
    assert not due(interview).opening


def test_questions_that_are_hidden_or_were_given_are_passed_over_on_the_way_back() -> None:
    interview = Interview(pack(MOMENT, TOLD, WHY), DAY)
    interview.give("told", True)
    answer(interview, "The review")
    assert due(interview).question.id == "intent"
    assert interview.back()
    assert due(interview).question.id == "moment"


def test_a_field_changed_on_the_way_back_stays_changed() -> None:
    """Back two, change one, back one more: the change is what is offered, and what counts."""
    interview = Interview(pack({**EFFECT, "up_to": "1"}), DAY)
    answer(interview, "trust", "deputy", 2, -1, "guess")
    for _ in range(3):
        assert interview.back()
    answer(interview, 3)
    assert interview.back()
    assert due(interview).previous == 3
    assert interview.answers["effect"][0] == {
        "dimension": "trust", "toward": "deputy", "intended": 3, "seen": -1, "evidence": "guess",
    }  # fmt: skip


def test_a_form_that_takes_another_turn_offers_nothing_from_elsewhere() -> None:
    """The second dimension must not turn up as the name of whoever said so."""
    interview = Interview(pack(EFFECT), DAY)
    answer(interview, "trust", "deputy", 2, -1, "guess", "clarity", "deputy", 1, None, None)
    for _ in range(6):
        assert interview.back()
    assert due(interview).field.key == "evidence"
    answer(interview, "told")
    step = due(interview)
    assert (step.field.key, step.previous) == ("by", "deputy")


def test_a_change_that_no_longer_fits_what_follows_is_asked_again() -> None:
    """Two lines of one dimension toward one person cannot both stand."""
    interview = Interview(pack(EFFECT), DAY)
    answer(interview, "trust", "deputy", 2, None, "clarity", "deputy", 1, None, None)
    for _ in range(9):
        assert interview.back()
    answer(interview, "clarity")
    assert [line["dimension"] for line in interview.answers["effect"]] == ["trust", "clarity"]
    answer(interview, "deputy", 2, None, "clarity")
    assert due(interview).previous is None
    assert not due(interview).field.takes("deputy")


def test_the_default_of_the_pack_is_offered_until_something_else_was_said() -> None:
    sphere = {
        "id": "sphere", "type": "choice", "ask": "Where?", "options": {"professional": "Work", "personal": "Home"},
        "default": "professional",
    }  # fmt: skip
    interview = Interview(pack(sphere), DAY)
    assert due(interview).previous == "professional"
    answer(interview, None)
    assert interview.back()
    assert due(interview).previous is None


def test_a_default_that_does_not_fit_is_not_offered() -> None:
    number = {"id": "n", "type": "number", "ask": "How many?", "max": "3", "default": "many"}
    assert due(Interview(pack(number), DAY)).previous is None


def test_an_earlier_look_is_offered_before_the_default() -> None:
    who = {"id": "who", "type": "people", "ask": "Who?", "default": "nobody"}
    interview = Interview(pack(who), DAY, before={"who": ["deputy"]})
    assert due(interview).previous == ["deputy"]
    assert interview.result() == {}


@settings(max_examples=30)
@given(st.data(), SHIPPED, st.integers(1, 30), st.integers(1, 12))
def test_going_back_and_forth_changes_nothing(
    data: st.DataObject, name: str, fields: int, steps: int
) -> None:
    """Enter on what is offered leads to where one was, with the answers one had."""
    interview = Interview(shipped(name).pack, DAY)
    for _ in range(fields):
        if (step := interview.step()) is None:
            break
        answer(interview, a_reply(data.draw, step.field))
    before, answers = interview.step(), dict(interview.answers)
    gone = sum(interview.back() for _ in range(steps))
    assert interview.answers == answers
    for _ in range(gone):
        answer(interview, due(interview).previous)
    after = interview.step()
    assert interview.answers == answers
    assert shape(after) == shape(before)


def shape(step: Step | None) -> Any:
    """Return a step but for what is only about the screen."""
    return step and (step._replace(opening=True), step.question.id)


# --- What counts


def test_what_became_hidden_is_kept_on_the_way_and_dropped_in_the_end() -> None:
    interview = Interview(pack(TOLD, WHY), DAY)
    answer(interview, "no", "I was tired")
    assert interview.back()
    assert interview.back()
    answer(interview, "yes")
    assert interview.dropped() == ("why",)
    assert interview.result() == {"told": True}
    assert interview.back()
    answer(interview, "no")
    assert due(interview).previous == "I was tired"
    assert interview.dropped() == ()


def test_only_who_counts_as_present_is_offered() -> None:
    """People named in a question that fell away were not there."""
    who = {"id": "who", "type": "people", "ask": "Who?", "fills": "people", "when": {"told": "no"}}
    interview = Interview(pack(TOLD, who), DAY)
    answer(interview, "no", "deputy")
    assert interview.setting().present == ("deputy",)
    assert interview.back()
    assert interview.back()
    answer(interview, "yes")
    assert interview.setting().present == ()


def test_one_person_and_the_sphere_are_known_to_what_follows() -> None:
    who = {"id": "who", "type": "person", "ask": "Who?", "fills": "people"}
    sphere = {
        "id": "sphere", "type": "choice", "ask": "Where?", "options": {"personal": "Home"}, "fills": "sphere",
    }  # fmt: skip
    interview = Interview(pack(who, sphere, EFFECT), DAY, known=("finance",))
    assert interview.setting() == Setting(DAY, None, (), ("finance",))
    answer(interview, "Mira", "personal", "closeness")
    assert interview.setting() == Setting(DAY, "personal", ("Mira",), ("finance",))
    assert due(interview).previous == "Mira"


def test_what_is_missing_is_what_is_needed_asked_and_unanswered() -> None:
    hidden = {**WHY, "required": "yes"}
    note = {"id": "hello", "type": "note", "ask": "Take your time.", "required": "yes"}
    interview = Interview(pack(note, MOMENT, TOLD, hidden), DAY)
    assert interview.missing() == ("moment", "intent")
    interview.give("told", False)
    assert interview.missing() == ("moment", "why", "intent")
    interview.give("moment", "The review")
    assert interview.missing() == ("why", "intent")


def test_what_is_given_is_not_asked() -> None:
    interview = Interview(pack(MOMENT, TOLD), DAY)
    interview.give("moment", "The review")
    interview.give("told", None)
    step = due(interview)
    assert (step.question.id, step.number, step.total) == ("intent", 1, 2)
    assert interview.result() == {"moment": "The review"}


def test_going_to_a_question_asks_it_even_where_it_was_given() -> None:
    interview = Interview(pack(MOMENT, TOLD), DAY)
    interview.give("moment", None)
    interview.go_to("moment")
    assert due(interview).question.id == "moment"


def test_the_questions_asked_can_be_listed_with_their_wording_of_the_day() -> None:
    interview = Interview(pack(TOLD, WHY), DAY)
    answer(interview, "yes")
    assert [question.id for question in interview.asked()] == ["told", "intent", "impact"]


# --- A form left half-way


def closed(interview: Interview) -> dict[str, Any]:
    """Close an interview and return what it came to."""
    interview.close()
    assert not interview.midway
    return interview.result()


@pytest.mark.parametrize(
    ("replies", "line"),
    [
        (("trust", "deputy", 2), {"intended": 2, "seen": None}),
        (("trust", "deputy", 2, -1), {"intended": 2, "seen": -1, "evidence": None}),
        (("trust", "deputy", 2, -1, "told"), {"intended": 2, "seen": -1, "evidence": "cue"}),
        (("trust", "deputy", 2, -1, "told", "deputy"), {"intended": 2, "seen": -1, "evidence": "cue"}),
    ],
)
def test_a_line_left_half_way_is_kept_as_far_as_it_came(
    replies: tuple[Any, ...], line: dict[str, Any]
) -> None:
    """Enough for today, in the middle of an effect: what was said counts, the rest is open."""
    interview = Interview(pack(EFFECT), DAY)
    answer(interview, *replies)
    assert interview.midway
    assert closed(interview)["effect"] == [{"dimension": "trust", "toward": "deputy", **line}]


@pytest.mark.parametrize("begun", [("clarity",), ("clarity", "deputy"), ("clarity", "deputy", None)])
def test_a_line_of_which_nothing_is_known_is_left_out_when_it_is_left_half_way(
    begun: tuple[Any, ...],
) -> None:
    """What has no value waits for none; a line that was asked to its end stays, even with nothing known."""
    alone = Interview(pack(EFFECT), DAY)
    answer(alone, *begun)
    assert "effect" not in closed(alone)
    second = Interview(pack(EFFECT), DAY)
    answer(second, "trust", None, None, None, *begun)
    assert [line["dimension"] for line in closed(second)["effect"]] == ["trust"]


def test_a_line_that_lacks_what_it_needs_goes_back_to_where_it_needed_nothing() -> None:
    """Told by whom? Without an answer, it stays unsaid that anybody told; the line itself stays."""
    interview = Interview(pack(EFFECT), DAY)
    answer(interview, "trust", None, 2, -1, "told")
    assert closed(interview)["effect"] == [
        {"dimension": "trust", "toward": None, "intended": 2, "seen": -1, "evidence": None}
    ]


def test_earlier_lines_stay_when_the_last_is_left_half_way() -> None:
    interview = Interview(pack(EFFECT), DAY)
    answer(interview, "trust", "deputy", 2, None, "clarity", "deputy", 1)
    assert [line["intended"] for line in closed(interview)["effect"]] == [2, 1]


def test_a_promise_left_at_its_day_is_a_promise() -> None:
    interview = Interview(pack(NEXT), DAY)
    answer(interview, "he pauses", "breathe")
    assert interview.close()
    assert interview.result()["next"] == {"cue": "he pauses", "response": "breathe"}


def test_a_cue_alone_is_no_promise() -> None:
    interview = Interview(pack(NEXT), DAY)
    answer(interview, "he pauses")
    assert not interview.close()
    assert interview.result() == {}


def test_closing_where_nothing_is_begun_changes_nothing() -> None:
    interview = Interview(pack(EFFECT), DAY)
    assert interview.close()
    assert due(interview).field.key == "dimension"
    assert interview.result() == {}


def test_closing_while_looking_at_an_answer_again_keeps_it() -> None:
    interview = Interview(pack({**EFFECT, "up_to": "1"}), DAY)
    answer(interview, "trust", "deputy", 2, -1, "guess")
    answers = dict(interview.answers)
    for _ in range(3):
        assert interview.back()
    assert interview.close()
    assert interview.result() == answers


def test_closing_after_a_change_takes_the_change_and_the_rest_as_it_was() -> None:
    interview = Interview(pack({**EFFECT, "up_to": "1"}), DAY)
    answer(interview, "trust", "deputy", 2, -1, "guess")
    for _ in range(5):
        assert interview.back()
    answer(interview, "clarity")
    assert interview.close()
    assert interview.result()["effect"][0]["dimension"] == "clarity"
    assert interview.result()["effect"][0]["seen"] == -1


# --- Going on later


@settings(max_examples=30)
@given(st.data(), SHIPPED, st.integers(0, 40))
def test_an_interview_can_be_written_down_and_taken_up_at_every_point(
    data: st.DataObject, name: str, fields: int
) -> None:
    """In the middle of a form, too; forth and back stay possible."""
    interview = Interview(shipped(name).pack, DAY)
    for _ in range(fields):
        if (step := interview.step()) is None:
            break
        if data.draw(st.integers(0, 5)) == 0:
            interview.back()
        else:
            answer(interview, a_reply(data.draw, step.field))
    again = resumed(interview)
    assert shape(again.step()) == shape(interview.step())
    assert again.result() == interview.result()
    assert again.state() == interview.state()
    assert again.back() == interview.back()
    assert shape(again.step()) == shape(interview.step())


def test_resuming_in_the_middle_of_a_form_goes_on_at_its_next_field() -> None:
    interview = Interview(pack(EFFECT), DAY)
    answer(interview, "trust", "deputy", 2)
    step = due(resumed(interview))
    assert (step.question.id, step.field.key, step.opening) == ("effect", "seen", True)


def test_a_state_written_with_a_form_complete_goes_on_behind_it() -> None:
    """As a process leaves it that was killed between two lines of code."""
    interview = Interview(pack(NEXT), DAY)
    state = {**interview.state(), "current": [None, "call her", None]}
    again = Interview(interview.pack, DAY).resume(state)
    assert due(again).question.id == "intent"
    assert again.result() == {"next": {"behavior": "call her"}}


def test_a_state_at_the_end_stays_at_the_end() -> None:
    interview = Interview(pack(MOMENT), DAY)
    answer(interview, "a", "b", "c")
    again = resumed(interview)
    assert again.step() is None
    assert again.position() == (3, 3)


def test_what_was_given_known_and_offered_is_still_so_later() -> None:
    who = {"id": "who", "type": "people", "ask": "Who?"}
    quoting = {"id": "q", "type": "long", "ask": "{last.focus}?", "ask_without": "What?"}
    interview = Interview(
        pack(MOMENT, who, quoting), DAY, before={"who": ["deputy"]}, last={"last.focus": "trust"}
    )
    interview.give("moment", "The review")
    again = resumed(interview)
    assert due(again).previous == ["deputy"]
    answer(again, None)
    assert due(again).wording == "trust?"
    assert again.result() == {"moment": "The review"}


# --- Whatever is answered


@settings(max_examples=40)
@given(st.data(), SHIPPED)
def test_whatever_is_answered_becomes_a_record(data: st.DataObject, name: str) -> None:
    """Forth, back and stopped at any point: numbers stay in order, and what is there can be saved."""
    chosen = shipped(name)
    interview = Interview(chosen.pack, DAY)
    for _ in range(data.draw(st.integers(0, 50))):
        step = interview.step()
        if step is None:
            break
        assert 1 <= step.number <= step.total <= len(chosen.pack.questions)
        assert "{" not in step.wording.replace("{moment}", "")
        if data.draw(st.integers(0, 4)) == 0:
            interview.back()
        else:
            answer(interview, a_reply(data.draw, step.field))
    interview.close()
    draft = Draft(new_id(DAY), new_id(DAY), RECORDED, DAY, chosen)
    record = new_record(draft, interview)
    promise = commitment_of(draft, interview, draft.id)
    assert set(interview.result()) | set(interview.dropped()) == set(interview.answers)
    assert record.id == draft.id
    assert (promise is not None) == ("next" in interview.result())


def test_small_packs_have_what_these_tests_take_for_granted() -> None:
    assert loaded(MOMENT).pack.ids == ("moment", INTENT["id"], IMPACT["id"])
