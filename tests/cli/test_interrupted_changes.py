"""Every change of a journal, killed or refused at each of its calls: as it was or as it was to be, never between.

The whole matrix, each call with each error, is `python tests/fault_matrix.py`.
"""

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from forking import USUAL, each
from interrupting import CHANGES, Interrupted, Torn, at, reads
from mefirst import atomic
from mefirst.journal import changes, purge, restore
from mefirst.journal.marker import read_key
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.model.ids import new_id
from mefirst.model.record import Record
from rewriting import Rewritten
from running import NOW, reflected

pytestmark = [
    pytest.mark.usefixtures("sealing"),
    pytest.mark.skipif(sys.platform == "win32", reason="it forks"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]


@pytest.mark.parametrize("name", CHANGES)
def test_killed_at_each_call(home: Path, name: str, *, sealing: bool) -> None:
    """SIGKILL: nothing lost, doubled or torn; the same command and a repair, in either order, end it.

    At every third call where the journal is sealed; the whole of that is `python tests/fault_matrix.py --sealed`.
    """
    assert Interrupted(home, name).problems(every=3 if sealing else 1) == []


@pytest.mark.parametrize("name", CHANGES)
def test_refused_at_its_calls(home: Path, name: str, *, sealing: bool) -> None:
    """ENOSPC, EIO or EROFS at every third call: exit 0 and done, else exit 1 and said, and it can be ended."""
    assert Interrupted(home, name).problems(error=USUAL, every=5 if sealing else 3) == []


@pytest.mark.parametrize("error", ["", USUAL])
def test_killed_or_refused_at_its_calls_an_edit_in_the_editor_loses_no_word(
    home: Path, error: str, *, sealing: bool
) -> None:
    """What was typed is in the journal, kept, or in the folder the next start takes up; half a text never is."""
    every = 5 if sealing else 2 if error else 1
    assert Rewritten(home, "").problems(error=error, every=every) == []


@pytest.mark.parametrize("error", ["", USUAL])
def test_killed_or_refused_at_its_calls_a_restore_into_nothing_is_ended_by_the_next(
    home: Path, tmp_path: Path, error: str
) -> None:
    """Until its marker is there nothing of it is read; then it is whole, under the key it had, and clean."""
    reflected(next={"cue": "she pauses", "response": "wait"})
    zipped, new = str(tmp_path / "b.zip"), tmp_path / "new" / "home"
    assert at(home, "journal", "backup", zipped).code == 0
    whole, key = reads(home), read_key(home / "journals" / "default")
    new.parent.mkdir()
    words = ("journal", "restore", zipped)
    for one in each(new, (*words, "--now", NOW), error=error, every=3):
        there = at(one.home, "list", "all").code == 0
        assert not there or reads(one.home) == whole, one
        assert "Restored" not in one.ran.err or there, one
        assert "stumbled" not in one.ran.err, one
        assert (at(one.home, *words).code, reads(one.home)) == (0, whole), one
        assert read_key(one.home / "journals" / "default") == key, one
        assert at(one.home, "journal", "check", "--repair").code == 0, one


def trashes_first(journal: Journal, entry_id: str, day: date) -> Entry:
    record = journal.get(Entry, entry_id).record
    changes.trash(journal, entry_id)
    moved = record.changed(id=new_id(day), on=day, revision=1, parents=(), replaces=entry_id)
    journal.add(moved)
    return moved


def marks_last(journal: Journal, kind: type[Record], record_id: str, at: datetime) -> int:
    for path in list(purge.copies(journal, record_id)):
        path.unlink()
    return _purge(journal, kind, record_id, at)


_purge = purge._purge_one


def overwrites(root: Path, name: str, data: bytes, write: Callable[..., None]) -> bool:
    (root / name).unlink(missing_ok=True)
    write(root / name, data, root / ".mefirst" / "tmp")
    return True


def writes_in_place(path: Path, data: bytes, _temporary: Path) -> None:
    atomic.make_folder(path.parent)
    handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    for half in (data[: len(data) // 2], data[len(data) // 2 :]):
        os.write(handle, half)
    os.close(handle)


MUTANTS: list[tuple[str, object, str, object]] = [
    ("move", changes, "move", trashes_first),
    ("purge", purge, "_purge_one", marks_last),
    ("restore", restore, "_put", overwrites),
    ("edit", atomic, "write", writes_in_place),
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=[one[0] for one in MUTANTS])
def test_a_change_that_does_its_steps_in_another_order_is_caught(
    home: Path, monkeypatch: pytest.MonkeyPatch, mutant: tuple[str, object, str, object]
) -> None:
    """The harness sees what it is there for."""
    name, module, function, other = mutant
    interrupted = Interrupted(home, name)
    monkeypatch.setattr(module, function, other)
    try:
        problems = interrupted.problems()
    except Torn:
        return
    assert problems != []
