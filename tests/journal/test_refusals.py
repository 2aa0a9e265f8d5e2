"""A disk that refuses: at every step of every kind of write, nothing false is said and nothing is lost."""

import contextlib
import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mefirst.errors import CannotWrite, MefirstError
from mefirst.journal.drafts import Drafts
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from oscalls import Calls, files_below
from samples import ID, commitment, entry, nth_id
from sealing import begun, codec

pytestmark = [
    pytest.mark.usefixtures("sealing"),
    pytest.mark.skipif(os.name == "nt", reason="POSIX calls"),
]

OTHER = nth_id(1)


@pytest.fixture
def prepared(tmp_path: Path) -> Callable[[str], Journal]:
    """Makes journals with three records, one of which was edited: copies of one, as flushing takes its time."""
    folder = tmp_path / "original"
    journal = Journal.create("default", folder / "journal", folder / "state")
    journal.add(entry(situation="first"))
    journal.add(entry(nth_id(2), situation="second"))
    journal.add(commitment(nth_id(3), behavior="third"))
    journal.change(Entry, nth_id(2), lambda one: one.changed(situation="edited"))

    def make(name: str) -> Journal:
        shutil.copytree(folder, tmp_path / name)
        return Journal.open("default", tmp_path / name / "journal", tmp_path / name / "state")

    return make


def add(journal: Journal) -> None:
    assert journal.add(entry(OTHER, situation="new"))


def add_in_a_new_month(journal: Journal) -> None:
    assert journal.add(entry("20251101-0000000000", situation="new"))


def edit(journal: Journal) -> None:
    journal.change(Entry, ID, lambda one: one.changed(situation="changed"))


def trash(journal: Journal) -> None:
    journal.change(Entry, ID, lambda one: one.changed(state="trashed"))


def log(journal: Journal) -> None:
    journal.change(Commitment, nth_id(3), lambda one: one.changed(status="kept"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
@pytest.mark.parametrize("write", [add, add_in_a_new_month, edit, trash, log])
def test_a_write_refused_at_any_step_changes_nothing_and_the_next_one_works(
    prepared: Callable[[str], Journal],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    write: Callable[[Journal], None],
) -> None:
    """No file is new, none is gone, none is left over; every record reads as before; a retry saves."""
    plain = prepared("plain")
    calls = Calls(tmp_path, monkeypatch)
    calls.errno = number
    write(plain)
    steps = calls.names()
    assert {"create", "write", "fsync", "close", "replace", "read"} <= set(steps)
    for step, name in enumerate(steps):
        calls.refuse = None
        journal = prepared(f"{step}")
        before, records = files_below(journal.root), journal.read(Entry)
        calls.made.clear()
        calls.refuse = step
        with pytest.raises(CannotWrite) as refused:
            write(journal)
        assert os.strerror(number) in refused.value.what
        assert refused.value.exit_code == 1
        calls.refuse = None
        assert files_below(journal.root) == before, f"step {step}: {name}"
        assert journal.read(Entry) == records
        write(journal)
        assert len(files_below(journal.root)) == len(before) + 1


def test_creating_a_journal_may_be_refused_at_any_step_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A marker that is there is whole; without one there is no journal yet."""
    calls = Calls(tmp_path, monkeypatch)
    calls.errno = errno.ENOSPC
    Journal.create("default", tmp_path / "plain", tmp_path / "state")
    for step in range(len(calls.names())):
        root = tmp_path / f"{step}"
        calls.made.clear()
        calls.refuse = step
        with contextlib.suppress(MefirstError):  # a refused hard link is got round
            Journal.create("default", root, tmp_path / "state")
        calls.refuse = None
        journal = Journal.create("default", root, tmp_path / "state")
        assert list(files_below(root)) == begun()
        assert journal.add(entry())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
def test_a_draft_refused_at_any_step_keeps_a_whole_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """The answers so far are never half: the draft before, or where only the last flush failed, the new one."""
    calls = Calls(tmp_path, monkeypatch)
    calls.errno = number
    drafts = Drafts(tmp_path / "state", codec=codec())
    old, new = {"answers": {"moment": "old"}}, {"answers": {"moment": "new", "intent": "x"}}
    drafts.save(ID, old)
    calls.made.clear()
    drafts.save(ID, old)
    steps = calls.names()
    for step in range(len(steps)):
        calls.made.clear()
        calls.refuse = step
        with pytest.raises(CannotWrite):
            drafts.save(ID, new)
        calls.refuse = None
        assert drafts.load(ID) == (old if step <= steps.index("replace") else new)
        assert len(files_below(tmp_path)) == 1
        drafts.save(ID, old)


@pytest.mark.parametrize("answer", [float("nan"), float("inf"), "\ud800", ["\udfff"]])
def test_what_no_file_could_hold_is_refused_before_anything_is_written(
    journal: Journal, answer: object
) -> None:
    """Half a character from a broken paste: an error to act on, not a traceback, not a file nobody can read."""
    record = entry().changed(extra={"q": {"asked": "?", "answer": answer}})
    before = files_below(journal.root)
    with pytest.raises(CannotWrite, match="Not saved"):
        journal.add(record)
    drafts = Drafts(journal.state, codec=codec())
    drafts.save(ID, {"answers": "whole"})
    with pytest.raises(CannotWrite, match="Not saved"):
        drafts.save(ID, {"answers": answer})
    assert drafts.load(ID) == {"answers": "whole"}
    assert files_below(journal.root) == before


def test_an_entry_too_large_to_be_read_back_is_refused(journal: Journal) -> None:
    with pytest.raises(CannotWrite, match="larger than 4 MiB"):
        journal.add(entry(situation="x" * (4 * 1024 * 1024)))
    assert list(files_below(journal.root)) == begun()
