"""A journal in git: its history keeps what encrypting takes out of the files, so that is said, and done away with."""

import shutil
import subprocess
from pathlib import Path

import pytest

from converting import CANARY, CONVERSIONS, fill
from running import mefirst, tree
from sealing import PASSPHRASE, cheap

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
ENCRYPT = CONVERSIONS["encrypt"].words
AS_SOMEBODY = ("-c", "user.name=A", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap(monkeypatch)


def git(folder: Path, *words: str) -> str:
    ran = subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True)
    return ran.stdout.decode("utf-8", "replace").strip()


@pytest.fixture
def root(home: Path) -> Path:
    """The folder of a journal with words in it."""
    fill(home)
    return home / "journals" / "default"


def committed(folder: Path) -> None:
    """Put all there is into a git repository."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, *AS_SOMEBODY, "commit", "--quiet", "-m", "words")


def test_a_history_is_refused_with_the_reason(home: Path, root: Path) -> None:
    """Nothing is changed; the same for a new key and for taking it off again."""
    committed(root)
    before = tree(home)
    ran = mefirst(*ENCRYPT)
    assert (ran.code, ran.out) == (1, "")
    assert "keeps every word" in ran.err
    assert "--new-history" in ran.err
    assert tree(home) == before


def test_a_fresh_history_holds_none_of_it(home: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its one commit is the encrypted journal; the remote is gone, and the owner is told of the copies."""
    committed(root)
    git(root, "remote", "add", "origin", "https://example.org/mine.git")
    ran = mefirst(*ENCRYPT, "--new-history")
    assert ran.code == 0, ran.err
    assert "delete them yourself" in ran.err
    assert git(root, "remote") == ""
    assert git(root, "rev-list", "--all", "--count") == "1"
    assert git(root, "status", "--porcelain") in {"", "?? .mefirst/"}
    objects = git(root, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()
    held = [
        subprocess.run(["git", "-C", root, "cat-file", "-p", one], capture_output=True, check=True)
        for one in objects
    ]
    assert held
    assert not [one for one in held if CANARY.encode() in one.stdout]
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", f"echo {PASSPHRASE}")
    assert mefirst("journal", "rekey", "--yes").code == 1
    assert mefirst("journal", "rekey", "--yes", "--new-history").code == 0
    assert mefirst("journal", "decrypt", "--yes").code == 1
    assert mefirst("journal", "check").code == 0


def test_inside_another_repository(home: Path, root: Path) -> None:
    """One that holds the journal is refused whatever is said; one that never did is none of its business."""
    git(home, "init", "--quiet")
    (home / "other.txt").write_text("x")
    git(home, "add", "other.txt")
    git(home, *AS_SOMEBODY, "commit", "--quiet", "-m", "none of the journal")
    assert mefirst(*ENCRYPT).code == 0
    assert mefirst("journal", "init", "second").code == 0
    git(home, "add", "--all")
    git(home, *AS_SOMEBODY, "commit", "--quiet", "-m", "all of it")
    for more in ((), ("--new-history",)):
        ran = mefirst(*ENCRYPT, *more, "--journal", "second")
        assert ran.code == 1
        assert "Move the journal out" in ran.err


def test_a_link_into_another_repository(home: Path, root: Path, tmp_path: Path) -> None:
    """What counts is where the journal lies, not by which way it is reached."""
    outer = tmp_path / "outer"
    outer.mkdir()
    root.rename(outer / "mine")
    root.symlink_to(outer / "mine")
    committed(outer)
    before = tree(outer)
    ran = mefirst(*ENCRYPT, "--new-history")
    assert (ran.code, "Move the journal out" in ran.err) == (1, True)
    assert tree(outer) == before


def test_what_is_staged_or_was_taken_back_counts(home: Path, root: Path) -> None:
    """The repository around it holds the words before a commit, and after one that was undone."""
    git(home, "init", "--quiet")
    git(home, *AS_SOMEBODY, "commit", "--quiet", "--allow-empty", "-m", "none of the journal")
    git(home, "add", "--all")
    assert mefirst(*ENCRYPT).code == 1
    git(home, *AS_SOMEBODY, "commit", "--quiet", "-m", "all of it")
    git(home, "reset", "--quiet", "HEAD~")
    ran = mefirst(*ENCRYPT)
    assert (ran.code, "Move the journal out" in ran.err) == (1, True)


def test_a_history_kept_elsewhere_is_refused_before_anything_is_done(home: Path, root: Path) -> None:
    """A link called .git cannot be begun anew in its place."""
    committed(root)
    (root / ".git").rename(home / "history")
    (root / ".git").symlink_to(home / "history")
    before = tree(home)
    assert mefirst(*ENCRYPT, "--new-history").code == 1
    assert tree(home) == before


def test_within_a_hook_of_another_repository(
    home: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There git speaks of that one by the environment; ours is looked at, and begun anew, all the same."""
    committed(root)
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    git(other, *AS_SOMEBODY, "commit", "--quiet", "--allow-empty", "-m", "of its own")
    before = tree(other)
    with monkeypatch.context() as hook:
        hook.setenv("GIT_DIR", str(other / ".git"))
        hook.setenv("GIT_WORK_TREE", str(other))
        assert mefirst(*ENCRYPT, "--new-history").code == 0
    assert tree(other) == before
    assert git(root, "rev-list", "--all", "--count") == "1"
