"""The loop between an interview and whoever asks: forth, back, enough for today, stopped."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import DAY, EFFECT, MOMENT, NEXT, Script, pack, shipped
from mefirst.interview.interview import Interview
from mefirst.interview.prompter import Back, Enough, conduct
from mefirst.packs.library import Library

TOLD = {"id": "told", "type": "yes_no", "ask": "Have you said so?"}


def held(*replies: Any, questions: tuple[Any, ...] = (MOMENT, TOLD)) -> tuple[Interview, Script, list[Any]]:
    """Hold a session by a script; return the interview, the script and the states that were kept."""
    interview = Interview(pack(*questions), DAY)
    script = Script(replies)
    kept: list[Any] = []
    conduct(interview, script, lambda: kept.append(interview.state()["at"]))
    return interview, script, kept


def test_it_asks_from_the_first_question_to_the_last_and_ends() -> None:
    interview, script, _ = held("The review", "yes", "help", "silence")
    assert script.asked == ["moment", "told", "intent", "impact"]
    assert interview.result() == {"moment": "The review", "told": True, "intent": "help", "impact": "silence"}
    assert script.told == []


def test_it_is_kept_after_every_answer() -> None:
    _, _, kept = held("The review", "yes", Back(), "no", "help", "silence")
    assert kept == ["told", "intent", "told", "intent", "impact", None, None]


def test_back_offers_the_answer_before() -> None:
    interview, script, _ = held("The review", Back(), "The meeting", None, "help", None)
    assert script.asked[:3] == ["moment", "told", "moment"]
    assert script.offered[2] == "The review"
    assert interview.result()["moment"] == "The meeting"


def test_there_is_nothing_before_the_first_question() -> None:
    _, script, _ = held(Back(), "The review", None, "help", None)
    assert script.told == ["This is the first question."]
    assert script.asked[:2] == ["moment", "moment"]


def test_enough_saves_where_all_that_is_needed_is_there() -> None:
    interview, script, _ = held("The review", None, "help", Enough())
    assert script.told == []
    assert interview.result() == {"moment": "The review", "intent": "help"}


def test_enough_takes_what_stood_in_the_field() -> None:
    interview, _, _ = held("The review", None, Enough("to help"))
    assert interview.result() == {"moment": "The review", "intent": "to help"}


def test_enough_says_what_is_needed_and_asks_nothing_else() -> None:
    """Whoever has had enough is asked for what saving needs, and for no more."""
    interview, script, _ = held(Enough(), "The review", "to help")
    assert script.asked == ["moment", "moment", "intent"]
    assert script.told == [
        "To be saved, it still needs: 'Which moment?', 'What did you hope for?'. Ctrl+C keeps it as a draft."
    ]
    assert interview.missing() == ()


def test_enough_again_says_so_again() -> None:
    _, script, _ = held(Enough(), Enough("The review"), Enough(), "to help")
    assert [sentence.partition(".")[0] for sentence in script.told] == [
        "To be saved, it still needs: 'Which moment?', 'What did you hope for?'",
        "To be saved, it still needs: 'What did you hope for?'",
        "To be saved, it still needs: 'What did you hope for?'",
    ]


def test_going_back_takes_up_what_was_enough() -> None:
    """It was a slip of the finger: the session goes on as before."""
    _, script, _ = held("The review", Enough(), Back(), "yes", "to help", "silence")
    assert script.asked == ["moment", "told", "intent", "told", "intent", "impact"]


def test_enough_in_the_middle_of_an_effect_keeps_the_line() -> None:
    interview, script, _ = held(
        "The review", "trust", "deputy", Enough(2), "to help", questions=(MOMENT, EFFECT)
    )
    assert script.asked[-1] == "intent"
    assert interview.result()["effect"] == [
        {"dimension": "trust", "toward": "deputy", "intended": 2, "seen": None}
    ]


def test_enough_at_the_day_of_a_promise_keeps_the_promise() -> None:
    interview, script, _ = held(
        "The review", "he pauses", "breathe", Enough(), "help", questions=(MOMENT, NEXT)
    )
    assert interview.result()["next"] == {"cue": "he pauses", "response": "breathe"}
    assert not [sentence for sentence in script.told if "Left out" in sentence]


def test_what_was_only_begun_is_named_when_it_is_left_out() -> None:
    _, script, _ = held("The review", "he pauses", Enough(), "help", questions=(MOMENT, NEXT))
    assert script.told[0] == "Left out, as it was only begun: 'What will you do?'."


def test_a_needed_form_is_asked_to_its_end_after_enough() -> None:
    needed = {**EFFECT, "required": "yes", "up_to": "1"}
    interview, script, _ = held(
        "The review", Enough(), "trust", "deputy", 2, None, "help", questions=(MOMENT, TOLD, needed)
    )
    assert script.asked == [
        "moment", "told", "effect", "effect.toward", "effect.intended", "effect.seen", "intent",
    ]  # fmt: skip
    assert interview.missing() == ()


def test_what_is_needed_is_asked_even_where_it_was_given_as_nothing() -> None:
    interview = Interview(pack(MOMENT), DAY)
    interview.give("moment", None)
    script = Script(["help", "silence", "The review"])
    conduct(interview, script, lambda: None)
    assert script.asked == ["intent", "impact", "moment"]
    assert interview.result()["moment"] == "The review"


def test_stopping_keeps_all_but_the_answer_being_given() -> None:
    interview = Interview(pack(MOMENT, EFFECT), DAY)
    kept: list[Any] = []
    with pytest.raises(KeyboardInterrupt):
        conduct(
            interview,
            Script(["The review", "trust", "deputy", KeyboardInterrupt]),
            lambda: kept.append(interview.state()),
        )
    again = Interview(interview.pack, DAY).resume(kept[-1])
    step = again.step()
    assert step is not None
    assert (step.question.id, step.field.key) == ("effect", "intended")


@settings(max_examples=30)
@given(st.data())
def test_any_session_ends_and_lacks_nothing_it_needs(data: st.DataObject) -> None:
    """Whatever mixture of answers, skips, steps back and enough: it comes to an end that can be saved."""
    chosen = shipped(data.draw(st.sampled_from(Library.standard().names()))).pack
    interview = Interview(chosen, DAY)

    class Somebody(Script):
        def ask(self, step: Any) -> Any:
            typed = ("deputy", "finance", "board", "1", "yes", *step.field.options)
            answers = [words for words in typed if step.field.takes(words)]
            skip = None if step.field.takes(None) else answers[0]
            back = Back() if len(self.asked) < 60 else skip  # nobody goes back for ever
            self._next = lambda: data.draw(st.sampled_from([*answers, skip, back, Enough()]))
            return super().ask(step)

    conduct(interview, Somebody([]), lambda: None)
    assert interview.missing() == ()
    assert not interview.midway
