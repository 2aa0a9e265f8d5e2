"""Many at once: every word is kept, and no reader ever sees half of one."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from crowd import write_and_read
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from oscalls import files_below
from samples import DAY, ID, entry
from sealing import begun

pytestmark = pytest.mark.usefixtures("sealing")

WRITERS = 16
EACH = 15


def start_together(tasks: list[threading.Thread]) -> None:
    for task in tasks:
        task.start()
    for task in tasks:
        task.join()


def test_sixteen_writers_and_two_readers(journal: Journal) -> None:
    """All are kept; whatever moment a reader looks at, each record it sees is whole. `crowd.py` does it with 250."""
    seen = write_and_read(journal, WRITERS, EACH, 2)
    assert (seen.failures, seen.partial) == ([], 0)
    assert seen.readings
    assert len(journal.read(Entry).records) == WRITERS * EACH
    assert list((journal.root / ".mefirst" / "tmp").iterdir()) == []


def test_all_who_create_a_journal_at_once_share_it(tmp_path: Path) -> None:
    """The loser of the race for format.json reads again: one key for all."""
    start = threading.Barrier(WRITERS)
    keys: list[str] = []

    def create() -> None:
        start.wait()
        keys.append(Journal.create("default", tmp_path / "journal", tmp_path / "state").key)

    start_together([threading.Thread(target=create) for _ in range(WRITERS)])
    assert len(keys) == WRITERS
    assert len(set(keys)) == 1
    assert list(files_below(tmp_path / "journal")) == begun()


PROCESS = """
import sys
from datetime import date
from pathlib import Path
from mefirst.cli.context import Context
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
root, state, writer = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
journal = Journal.create("default", root, state, Context().sealed)
for number in range(10):
    record = Entry.first(f"20261123-{writer}{number:09}", recorded_at="2026-11-23T12:00:00Z", situation=writer)
    journal.add(record)
    journal.change(Entry, "20261123-0000000000", lambda one: one.changed(tags=(*one.tags, f"{writer}{number}")))
"""


def test_four_processes_that_add_and_edit_lose_nothing(tmp_path: Path) -> None:
    """No lock is taken: every addition is there, and every tag that was added to the one they share."""
    journal = Journal.create("default", tmp_path / "journal", tmp_path / "state")
    journal.add(entry("20261123-0000000000"))
    running = [
        subprocess.Popen([sys.executable, "-c", PROCESS, str(journal.root), str(tmp_path / "state"), writer])
        for writer in "abcd"
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    reading = journal.read(Entry, DAY, DAY)
    assert reading.damaged == ()
    assert len(reading.records) == 41
    tags = set(journal.get(Entry, "20261123-0000000000").record.tags)
    assert tags == {f"{writer}{number}" for writer in "abcd" for number in range(10)}


def test_the_same_id_added_by_many_at_once_is_one_record(journal: Journal, *, sealing: bool) -> None:
    """A retry that overtakes itself: equal bytes have one name, and what is sealed alike is one revision."""
    start = threading.Barrier(8)

    def add() -> None:
        start.wait()
        journal.add(entry(situation="the same"))

    start_together([threading.Thread(target=add) for _ in range(8)])
    assert len(journal.read(Entry).records) == 1
    assert len(files_below(journal.root)) == 2 or sealing
    assert len(journal.history(Entry, ID)[0]) == 1
    assert journal.get(Entry, ID).record.situation == "the same"
