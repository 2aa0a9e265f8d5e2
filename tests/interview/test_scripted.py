"""Answers given beforehand: all at once, nobody is asked."""

import pytest

from asking import DAY, EFFECT, MOMENT, due, pack
from mefirst.errors import USAGE, AnswerMissing, BadAnswer, UnknownQuestions
from mefirst.interview.interview import Interview
from mefirst.interview.scripted import give_all, require_complete

TOLD = {"id": "told", "type": "yes_no", "ask": "Have you said so?"}
WHY = {"id": "why", "type": "long", "ask": "Why?", "when": {"told": "no"}, "required": "yes"}


def test_answers_are_given_in_the_order_of_the_pack_whatever_order_they_came_in() -> None:
    interview = Interview(pack(MOMENT, EFFECT, TOLD), DAY)
    give_all(interview, {"told": "yes", "effect": {"dimension": "trust"}, "moment": " The review "})
    assert interview.result() == {
        "moment": "The review",
        "effect": [{"dimension": "trust", "toward": None}],
        "told": True,
    }
    assert due(interview).question.id == "intent"


def test_a_question_the_pack_does_not_ask_is_named_before_anything_is_taken() -> None:
    interview = Interview(pack(MOMENT), DAY)
    with pytest.raises(UnknownQuestions) as caught:
        give_all(interview, {"moment": "The review", "inent": "help", "xyz": "?"})
    assert caught.value.exit_code == USAGE
    assert "no question 'inent', 'xyz'. Did you mean 'intent'?" in caught.value.what
    assert caught.value.hint == "It asks: moment intent impact"
    assert interview.result() == {}


def test_an_answer_that_does_not_fit_is_named() -> None:
    with pytest.raises(BadAnswer, match="'told'"):
        give_all(Interview(pack(TOLD), DAY), {"told": "perhaps"})


def test_what_is_needed_and_missing_is_named_with_how_to_give_it() -> None:
    interview = Interview(pack(MOMENT), DAY)
    give_all(interview, {"impact": "silence"})
    with pytest.raises(AnswerMissing) as caught:
        require_complete(interview)
    assert caught.value.lines() == [
        "An answer is needed: 'moment', 'intent'.",
        "There is no terminal to ask, and it was not given.",
        "Give it with --set moment=… or in an --answers file.",
    ]


def test_what_is_needed_by_a_hidden_question_is_not_missed() -> None:
    interview = Interview(pack(MOMENT, TOLD, WHY), DAY)
    give_all(interview, {"moment": "a", "intent": "b", "told": "yes"})
    require_complete(interview)
    give_all(interview, {"told": "no"})
    with pytest.raises(AnswerMissing, match="'why'"):
        require_complete(interview)


def test_an_answer_to_a_hidden_question_is_kept_apart() -> None:
    interview = Interview(pack(TOLD, WHY), DAY)
    give_all(interview, {"told": "yes", "why": "tired"})
    assert interview.dropped() == ("why",)
