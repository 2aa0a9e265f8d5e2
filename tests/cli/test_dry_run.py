"""`--dry-run`: everything is checked, nothing is saved."""

from pathlib import Path

import pytest

from running import NOW, mefirst, reflected, tree

FITS = [
    (("capture", "x"), "It would be noted: x. Nothing was saved."),
    (("impact", "last", "--by", "deputy", "--value", "-1"), "This fits. Nothing was saved."),
    (("impact", "last", "--text", "she said so"), "This fits. Nothing was saved."),
    (("ask", "last", "--of", "deputy", "--expect", "1"), "Your guess fits. Nothing was saved. To paste:"),
    (("config", "plain", "yes"), "plain would be yes. Nothing was changed."),
    (("config", "plain", "--unset"), "plain would be back to what it is by itself. Nothing was changed."),
    (("config", "focus", "trust"), "focus would be trust. Nothing was changed."),
    (("reflect", "--set", "moment=a", "--set", "intent=b"), "These answers fit. Nothing was saved."),
]
REFUSED = [
    ("capture", " "),
    ("capture", "x", "--on", "tomorrow"),
    ("impact", "last", "--by", "deputy", "--value", "9"),
    ("impact", "last", "--by", "deputy", "--value", "1", "--intended", "3"),
    ("impact", "last", "--seen", "1", "--dimension", "clarity"),
    ("ask", "last", "--of", "deputy", "--expect", "4"),
    ("config", "day_ends", "25:00"),
    ("config", "focus", "fame"),
    ("reflect", "--set", "moment=a"),
]


@pytest.mark.parametrize(
    ("words", "said"), FITS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_what_fits_is_said_and_not_saved(home: Path, words: tuple[str, ...], said: str) -> None:
    """Exit 0; every file is as it was."""
    reflected()
    before = tree(home)
    ran = mefirst(*words, "--dry-run", "--now", NOW)
    assert (ran.code, ran.err.splitlines()[0]) == (0, said)
    assert tree(home) == before


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_does_not_fit_is_refused_as_ever(home: Path, words: tuple[str, ...]) -> None:
    """In the same words, with the same exit code."""
    reflected()
    before = tree(home)
    ran = mefirst(*words, "--dry-run", "--now", NOW)
    assert (ran.code, ran.out) == (2, "")
    assert tree(home) == before
    assert mefirst(*words, "--now", NOW).error == ran.error


def test_a_dry_capture_begins_no_journal(home: Path) -> None:
    """Nor does a focus."""
    for words in (("capture", "x"), ("config", "focus", "trust")):
        assert mefirst(*words, "--dry-run", "--now", NOW).code == 0
    assert not home.exists()
