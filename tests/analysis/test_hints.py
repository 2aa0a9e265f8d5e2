"""Hints on the words of a promise and of a cleanup: where they help, and where they would only be noise."""

from typing import Any

import pytest

from mefirst.analysis.hints import hints
from samples import commitment

CUE = {"cue": "she pauses"}


def codes(others: int = 0, **fields: Any) -> list[str]:
    return [one.code for one in hints(commitment(**fields), others)]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({**CUE, "response": "wait three breaths"}, []),
        ({**CUE, "response": "ask what she needs, not only what she wants"}, []),
        ({"behavior": "ask for his version first"}, ["no-cue"]),
        ({**CUE, "response": "try to listen"}, ["vague"]),
        ({**CUE, "response": "work on my tone"}, ["vague"]),
        ({**CUE, "response": "pay more attention"}, ["vague"]),
        ({**CUE, "response": "be a better listener"}, ["identity"]),
        ({**CUE, "response": "become more patient"}, ["identity"]),
        ({**CUE, "response": "not interrupt"}, ["negated"]),
        ({**CUE, "response": "I won't answer at night"}, ["negated"]),
        ({**CUE, "response": "stop answering for him"}, ["negated"]),
        ({"kind": "stop", **CUE, "response": "no longer answer for him"}, []),
        ({**CUE, "response": "versuche zuzuhören"}, ["vague"]),
        ({**CUE, "response": "ich achte auf meinen Ton"}, ["vague"]),
        ({**CUE, "response": "ein besserer Zuhörer sein"}, ["identity"]),
        ({**CUE, "response": "geduldiger werden"}, ["identity"]),
        ({**CUE, "response": "nicht unterbrechen"}, ["negated"]),
        ({**CUE, "response": "keine Mails nach sechs"}, ["negated"]),
        ({**CUE, "response": "frage nach, nicht nur einmal"}, []),
        ({**CUE, "response": "drei Atemzüge warten"}, []),
        ({"behavior": "be a better listener, and never interrupt"}, ["no-cue", "identity", "negated"]),
        ({"title": "Patience"}, ["no-cue"]),
    ],
)
def test_hints_on_a_promise(fields: dict[str, Any], found: list[str]) -> None:
    """No cue, a vague verb, a claim of who to be, what not to do; in English and German."""
    assert codes(**fields) == found


@pytest.mark.parametrize(("others", "found"), [(2, []), (3, ["many-open"]), (9, ["many-open"])])
def test_more_than_three_open_ones(others: int, found: list[str]) -> None:
    assert codes(others, **CUE, response="wait") == found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"own_it": "I cut you short in front of your team."}, []),
        ({"own_it": "I cut you short, but we were late."}, ["but"]),
        ({"own_it": "I am sorry if you felt cut short."}, ["if-you-felt"]),
        ({"own_it": "I am sorry if I hurt you, but I had to."}, ["but", "if-you-felt"]),
        ({"own_it": "Ich habe dich unterbrochen, aber es eilte."}, ["but"]),
        ({"own_it": "Es tut mir leid, falls du dich verletzt gefühlt hast."}, ["if-you-felt"]),
        ({"own_it": "Ich habe dich vor allen unterbrochen."}, []),
        ({"own_it": "The button was mine, butter too."}, []),
        ({"what_i_did": "I made a sexual joke"}, ["advice"]),
        ({"what_i_did": "ich habe ihn belästigt"}, ["advice"]),
        ({"cost_to_them": "she speaks of a lawyer"}, ["advice"]),
        ({"repair_offer": "ich spreche mit dem Anwalt"}, ["advice"]),
        ({"what_i_did": "I interrupted her twice"}, []),
        ({"behavior": "be better"}, []),
    ],
)
def test_hints_on_a_cleanup(fields: dict[str, Any], found: list[str]) -> None:
    """What hands a thing back while owning it; and where advice comes before acting."""
    assert codes(5, kind="repair", who="deputy", **fields) == found


def test_a_hint_shows_the_words_it_is_about() -> None:
    (hint,) = hints(commitment(**CUE, response="Try  to\nlisten"))
    assert (hint.words, "{words}" in hint.sentence) == ("Try to", True)


def test_a_very_long_promise_takes_no_time() -> None:
    assert codes(behavior="if you " * 200_000, own_it="wenn du " * 200_000) == ["no-cue"]
