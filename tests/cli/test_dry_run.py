"""`--dry-run`: everything is checked, nothing is saved."""

from pathlib import Path

import pytest

from running import NOW, mefirst, reflected, tree

pytestmark = pytest.mark.usefixtures("sealing")

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


def test_a_pack_is_neither_added_nor_removed_nor_written(home: Path, tmp_path: Path) -> None:
    """It is looked at as ever: what would be refused is refused."""
    pack = tmp_path / "small.yaml"
    assert mefirst("pack", "export", "daily", str(tmp_path / "given.zip"), "--dry-run").out.count(" ") == 3
    assert not (tmp_path / "given.zip").exists()
    pack.write_text("mefirst_pack: 1\nid: small\nversion: 1.0.0\ntitle: S\nfor: review\nquestions: []\n")
    assert mefirst("pack", "add", str(pack), "--dry-run").code == 1
    mefirst("pack", "export", "weekly", str(tmp_path / "given.zip"))
    ran = mefirst("pack", "add", str(tmp_path / "given.zip"), "--dry-run")
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "It can be added. Nothing was changed.")
    assert not (home / "packs.lock").exists()
    mefirst("pack", "add", str(tmp_path / "given.zip"), "--yes")
    before = tree(home)
    ran = mefirst("pack", "remove", "weekly", "--dry-run")
    assert (ran.code, ran.err) == (0, "weekly would be removed. Nothing was changed.\n")
    assert tree(home) == before


def test_a_pack_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = mefirst("pack", "new", "mine", "--dry-run")
    assert (ran.code, ran.err) == (0, "mine/pack.yaml would be written. Nothing was.\n")
    assert not Path("mine").exists()
