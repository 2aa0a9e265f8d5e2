"""What cannot be taken back, or touches much, is asked first; a no changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from editors import Editors
from mefirst.cli.context import Context
from running import NOW, Ran, lay_out_sample, mefirst, noted, reflected, shown, tree


@pytest.fixture(autouse=True)
def somebody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers come in lines."""
    monkeypatch.setenv("MEFIRST_PLAIN", "1")
    monkeypatch.setattr(Context, "interactive", True)


def run(*words: str, answer: str = "no\n") -> Ran:
    return mefirst(*words, "--now", NOW, stdin=answer.encode())


def purge(home: Path, tmp_path: Path) -> tuple[str, ...]:
    return ("delete", reflected(), "--forever")


def rename(home: Path, tmp_path: Path) -> tuple[str, ...]:
    reflected()
    return ("edit", "--person", "deputy=Dana")


def accept(home: Path, tmp_path: Path) -> tuple[str, ...]:
    lay_out_sample(home)
    run("journal", "check")
    files = sorted((home / "journals" / "default" / "entries").rglob("*.json"))
    for path in files[: len(files) // 2]:
        path.unlink()
    run("journal", "check")
    return ("journal", "check", "--repair")


def other_journal(home: Path, tmp_path: Path) -> tuple[str, ...]:
    noted("one", "--journal", "other")
    run("journal", "backup", str(tmp_path / "b.zip"), "--journal", "other")
    noted("two")
    return ("journal", "restore", str(tmp_path / "b.zip"))


CASES = [(purge, 1), (rename, 1), (accept, 3), (other_journal, 1)]


@pytest.mark.parametrize(("prepare", "code"), CASES, ids=lambda one: getattr(one, "__name__", ""))
def test_a_no_changes_nothing_and_a_yes_does(
    home: Path, tmp_path: Path, prepare: Callable[[Path, Path], tuple[str, ...]], code: int
) -> None:
    words = prepare(home, tmp_path)
    before = tree(home)
    assert run(*words).code == code
    assert tree(home) == before
    assert run(*words, answer="yes\n").code in {0, 3}
    assert tree(home) != before


def test_a_text_that_cannot_be_read_is_opened_again_as_long_as_wanted(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_id = reflected()
    Editors(tmp_path, monkeypatch).does(
        'if grep -q "## nope" "$1"; then sed -i "s/## nope/## learning/" "$1"; else echo "## nope\nmine" >> "$1"; fi'
    )
    ran = run("edit", record_id, answer="no\n")
    assert (ran.code, "'nope' is no field" in ran.err, "is kept in" in ran.err) == (2, True, True)
    run("edit", record_id, "--discard")
    assert run("edit", record_id, answer="yes\n").code == 0
    assert shown(record_id)["learning"] == "mine"
