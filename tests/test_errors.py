"""Expected failures: at most three lines, the right exit code, values turned into words in one place."""

import inspect
from collections.abc import Sequence

import pytest

from mefirst import errors
from mefirst.cli import schedulers
from mefirst.errors import Ambiguous, MefirstError, NoSuchLine, PackProblems, UnknownChoice, did_you_mean
from mefirst.packs import refusals
from mefirst.sharing import refusals as sharing_refusals
from mefirst.terminal import notification
from mefirst.vault import refusals as vault_refusals

SAMPLES = {
    str: "x",
    tuple[str, ...]: ("x", "y"),
    str | None: None,
    Sequence[str]: ["one", "two"],
    float: 1.5,
    int: 2,
}
KINDS: list[type[MefirstError]] = [
    kind
    for module in (errors, refusals, sharing_refusals, vault_refusals, schedulers, notification)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, MefirstError) and kind.__module__ == module.__name__
]


def example(kind: type[MefirstError]) -> MefirstError:
    """An error of this kind, made of values of the types its constructor names."""
    return kind(*(SAMPLES[one.annotation] for one in inspect.signature(kind).parameters.values()))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_one_to_three_single_lines_and_has_an_exit_code(kind: type[MefirstError]) -> None:
    """What a failure says fits in three lines; one that is added later is looked at here, too."""
    error = example(kind)
    assert error.exit_code in {1, 2, 3, 4, 130}
    assert 1 <= len(error.lines()) <= 3
    assert all(line and "\n" not in line for line in error.lines())
    assert error.lines()[0] == error.what == str(error)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.CannotWrite, 1),
        (errors.DraftInUse, 1),
        (errors.BadPeriod, 2),
        (errors.BadDate, 2),
        (errors.UnknownChoice, 2),
        (errors.BadAnswer, 2),
        (errors.AnswerMissing, 2),
        (errors.Ambiguous, 2),
        (errors.PackProblems, 2),
        (errors.SettingsUnreadable, 2),
        (errors.JournalDamaged, 3),
        (errors.JournalNewer, 3),
        (errors.UnknownEntry, 4),
        (errors.UnknownPack, 4),
        (errors.NoJournal, 4),
        (errors.NoEntryYet, 4),
        (errors.NoDraft, 4),
    ],
)
def test_a_script_can_tell_failures_apart_by_their_exit_code(kind: type[MefirstError], code: int) -> None:
    """1 failed, 2 bad input, 3 damaged or newer, 4 not there."""
    assert example(kind).exit_code == kind.exit_code == code


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
