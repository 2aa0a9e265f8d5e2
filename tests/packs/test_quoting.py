"""Quoting an earlier answer: one pass, one line, never expanded again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.packs.quoting import LONGEST, complete, expand, quoted


@pytest.mark.parametrize(
    ("wording", "names"),
    [
        ("You wanted {hope} for {who}.", ["hope", "who"]),
        ("{hope}{hope}", ["hope", "hope"]),
        ("{last.commitment} and {last.focus}", ["last.commitment", "last.focus"]),
        ("{effect.gap}", ["effect.gap"]),
        ("{} { hope } {Hope} {1} {hope!r} {hope:>9} {{hope}}", ["hope"]),
        ("no braces", []),
    ],
)
def test_what_a_wording_quotes(wording: str, names: list[str]) -> None:
    """Only a plain name in braces; nothing of str.format's language."""
    assert quoted(wording) == names


def test_answers_stand_where_they_are_quoted_and_the_unknown_stays_as_typed() -> None:
    answers = {"hope": "to help", "who": "Jürgen"}
    assert (
        expand('You wanted "{hope}" for {who}: {other}.', answers)
        == 'You wanted "to help" for Jürgen: {other}.'
    )
    assert complete("{hope} {who}", answers)
    assert not complete("{hope} {other}", answers)
    assert complete("nothing quoted", {})


def test_an_answer_is_never_expanded_itself() -> None:
    """What was answered to one question cannot make another one show more than it asks for."""
    answers = {"hope": "{unsaid} {hope} {0.__class__}", "unsaid": "a secret"}
    assert expand("You wanted {hope}.", answers) == "You wanted {unsaid} {hope} {0.__class__}."
    assert expand("{{hope}}", {"hope": "unsaid", "unsaid": "a secret"}) == "{unsaid}"


def test_a_long_answer_is_one_line_cut_with_a_mark() -> None:
    assert LONGEST == 120
    exact, long = "x" * 120, "line one\n\n  line two " + "x" * 200
    assert expand("{a}", {"a": exact}) == exact
    shown = expand("{a}", {"a": long})
    assert len(shown) == 120
    assert shown.startswith("line one line two xxx")
    assert shown.endswith("…")
    assert "\n" not in shown


@given(st.text(), st.dictionaries(st.sampled_from(["a", "b", "last.focus"]), st.text()))
def test_any_wording_with_any_answers_expands_once(wording: str, answers: dict[str, str]) -> None:
    """No wording is an error, and each quotation adds at most its 120 characters."""
    wording = f"{wording}{{a}}{wording}{{b}}"
    shown = expand(wording, answers)
    assert len(shown) <= len(wording) + LONGEST * len(quoted(wording))
    if not answers:
        assert shown == wording
