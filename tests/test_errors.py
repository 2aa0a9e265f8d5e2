"""Expected failures: at most three lines, the right exit code, values turned into words in one place."""

import inspect

import pytest

from mefirst import errors
from mefirst.errors import Ambiguous, MefirstError, NoSuchLine, PackProblems, UnknownChoice, did_you_mean

LONG = "x" * 300
EXAMPLES: list[tuple[MefirstError, int]] = [
    (errors.UsageProblem("what", "why", "hint"), 2),
    (errors.BadPeriod("8"), 2),
    (errors.BadDate("2027-01-01"), 2),
    (errors.BadNow("noon"), 2),
    (errors.UnknownChoice("dimension", "trsut", ["trust", "clarity"]), 2),
    (errors.BadAnswer("effect", "4 is off the scale"), 2),
    (errors.AnswersUnreadable("a.yaml", "line 1"), 2),
    (errors.UnknownQuestions(["inent"], "daily", ["intent", "impact"]), 2),
    (errors.AnswerMissing(["intent", "moment"], "--set intent=…"), 2),
    (errors.Ambiguous("4k7q", ["a", "b"]), 2),
    (errors.ChooseLine("4k7q0z", ["trust", "clarity"]), 2),
    (errors.NoSuchLine("4k7q0z", "trust", []), 2),
    (errors.PackProblems("pack.yaml", ["one", "two"]), 2),
    (errors.SettingsUnreadable("config.toml", "line 1"), 2),
    (errors.NotFound("what"), 4),
    (errors.UnknownEntry("4k7q", "default"), 4),
    (errors.NoEntryYet(), 4),
    (errors.UnknownPack("dayly", ["daily"]), 4),
    (errors.NoJournal("default", "/there"), 4),
    (errors.NoDraft(None), 4),
    (errors.DraftInUse("4k7q0z"), 1),
    (errors.CannotWrite("/there", "No space left on device"), 1),
    (errors.Conflict("what"), 1),
    (errors.JournalDamaged("entries/x.json", "it is empty"), 3),
    (errors.JournalNewer("/there", "mefirst/2"), 3),
    (errors.MefirstError(LONG), 1),
]


@pytest.mark.parametrize(("error", "code"), EXAMPLES, ids=[type(error).__name__ for error, _ in EXAMPLES])
def test_every_error_has_its_exit_code_and_one_to_three_single_lines(error: MefirstError, code: int) -> None:
    """What a failure says fits in three lines, and a script can tell it by its exit code."""
    assert error.exit_code == code
    assert 1 <= len(error.lines()) <= 3
    assert all(line and "\n" not in line for line in error.lines())
    assert error.lines()[0] == error.what == str(error)


def test_no_error_is_missing_from_the_table_above() -> None:
    """An error added later is looked at here, too."""
    defined = {
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, MefirstError) and kind.__module__ == errors.__name__
    }
    assert defined == {type(error) for error, _ in EXAMPLES}


@pytest.mark.parametrize(
    ("word", "known", "says"),
    [
        ("dayly", ["weekly", "daily"], " Did you mean 'daily'?"),
        ("DAILY", ["daily"], " Did you mean 'daily'?"),
        ("nord", ["Nord"], " Did you mean 'Nord'?"),
        ("zzz", ["daily"], ""),
        ("daily", [], ""),
    ],
)
def test_a_near_word_is_suggested_in_the_spelling_it_is_known_by(
    word: str, known: list[str], says: str
) -> None:
    assert did_you_mean(word, known) == says


def test_an_unknown_choice_names_the_word_the_near_one_and_all_known() -> None:
    lines = UnknownChoice("dimension", "trsut", ["clarity", "trust"]).lines()
    assert lines == ["'trsut' is not a dimension. Did you mean 'trust'?", "Known: clarity trust"]


def test_a_long_list_of_fitting_entries_is_cut_with_a_mark() -> None:
    """A handle that fits forty entries still gives one line; six are named."""
    few = Ambiguous("4k7q", [f"id{number}" for number in range(6)]).what
    many = Ambiguous("4k7q", [f"id{number}" for number in range(40)]).what
    assert "id5" in few
    assert "…" not in few
    assert "fits 40 entries" in many
    assert "id5" in many
    assert "id6" not in many
    assert many.endswith("…")


def test_a_broken_pack_shows_its_first_problem_and_counts_the_rest() -> None:
    """All problems are at hand; the three lines show one."""
    one, three = PackProblems("p.yaml", ["a"]), PackProblems("p.yaml", ["a", "b", "c"])
    assert one.lines() == ["The pack p.yaml cannot be used:", "a"]
    assert three.lines() == ["The pack p.yaml cannot be used:", "a", "and 2 more"]
    assert three.located == ("a", "b", "c")


def test_a_line_that_is_not_there_says_which_are() -> None:
    assert NoSuchLine("4k7q0z", "trust", ["clarity, toward board"]).why == "It has: clarity, toward board."
    assert NoSuchLine("4k7q0z", "trust", []).why == "It has none yet."


def test_what_a_failed_write_kept_is_said_in_place_of_the_usual_hint() -> None:
    assert "Nothing in the journal was changed" in errors.CannotWrite("/p", "full").hint
    assert errors.CannotWrite("/p", "full", "The draft is kept.").hint == "The draft is kept."


def test_no_draft_names_the_one_asked_for() -> None:
    assert errors.NoDraft("4k7q0z").what == "There is no draft '4k7q0z'."
    assert errors.NoDraft(None).what == "There is no draft kept."
