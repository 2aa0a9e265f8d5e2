"""Deleted for good: no byte of it stays in reach, a marker wins over whatever comes later."""

import json
from pathlib import Path

import pytest

from mefirst import atomic
from mefirst.errors import CannotWrite, DeletedForGood, JournalBusy, UnknownEntry
from mefirst.journal.changes import move
from mefirst.journal.codec import digest, encode
from mefirst.journal.drafts import Drafts
from mefirst.journal.layout import QUARANTINE, TEMPORARY, parse_name
from mefirst.journal.purge import purge, purged_ids
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from oscalls import files_below
from samples import DAY, ID, RECORDED, commitment, entry, nth_id
from sealing import codec, laid, readable

pytestmark = pytest.mark.usefixtures("sealing")

WORDS = "what nobody shall read"


def holding(folder: Path) -> list[str]:
    return [name for name, data in files_below(folder).items() if WORDS.encode() in readable(data)]


def filled(journal: Journal) -> None:
    """An entry of several revisions, with copies of it wherever we may have left some, and others beside it."""
    journal.add(entry(situation=WORDS))
    journal.change(Entry, ID, lambda one: one.changed(gap=WORDS))
    journal.add(entry(nth_id(1), situation="other"))
    journal.add(commitment(nth_id(2), from_entry=ID))
    (month,) = {path.parent for path in (journal.root / "entries").rglob("*.json*")}
    (path,) = month.glob(f"{ID}.1-*")
    data = path.read_bytes()
    (month / f"{path.stem} (conflicted copy){path.suffix}").write_bytes(data)
    (journal.root / QUARANTINE).mkdir(parents=True)
    (journal.root / QUARANTINE / path.name).write_bytes(data)
    (journal.root / TEMPORARY / "0123456789abcdef.tmp").write_bytes(data)
    (journal.root / TEMPORARY / "fedcba9876543210.tmp").write_bytes(
        codec().seal(encode(entry(nth_id(1)).document()))
    )
    tried = journal.state / "tmp" / "verify-x" / "entries"  # by a backup that was killed
    tried.mkdir(parents=True)
    (tried / path.name).write_bytes(data)
    Drafts(journal.state, "edits", codec()).save(ID, {"text": WORDS})
    Drafts(journal.state, codec=codec()).save(nth_id(3), {"base": ID, "text": WORDS})
    Drafts(journal.state, codec=codec()).save(nth_id(4), {"base": None})
    journal.note_last(ID)


def test_no_byte_of_it_stays_and_all_else_does(journal: Journal, home: Path) -> None:
    filled(journal)
    kept = {
        name for name, data in files_below(home).items() if ID.encode() not in readable(data) + name.encode()
    }
    assert purge(journal, Entry, ID, RECORDED) == 8
    assert holding(home) == []
    after = files_below(home)
    assert kept <= after.keys()
    (marker,) = (Path(name) for name in after if ID in name)
    parsed = parse_name(marker.name)
    assert parsed is not None
    assert parsed.revision is None
    assert digest(after[marker.as_posix()]).startswith(parsed.hash12)
    assert json.loads(after[marker.as_posix()]) == {
        "schema": "mefirst.purged/1",
        "id": ID,
        "purged_at": "2026-11-23T18:41:00+00:00",
    }
    assert [one.id for one in journal.read(Entry).records] == [nth_id(1)]
    assert list(purged_ids(journal, Entry)) == [ID]
    assert journal.get(Commitment, nth_id(2)).record.from_entry == ID


def test_it_wins_over_a_later_edit_of_another_device(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    later = entry(situation=WORDS).changed(revision=2, parents=("0" * 64,))
    purge(journal, Entry, ID, RECORDED)
    laid(journal.month(Entry, ID), ID, encode(later.document()), revision=2)
    assert journal.read(Entry, DAY, DAY).records == ()
    with pytest.raises(UnknownEntry):
        journal.get(Entry, ID)
    with pytest.raises(DeletedForGood):
        journal.add(entry())
    assert purge(journal, Entry, ID, RECORDED) == 1
    assert holding(journal.root) == []
    assert len(list(journal.month(Entry, ID).iterdir())) == 1


def test_the_days_it_was_moved_from_go_with_it(journal: Journal, home: Path) -> None:
    journal.add(entry(situation=WORDS))
    moved = move(journal, ID, DAY.replace(day=2))
    again = move(journal, moved.id, DAY.replace(month=10))
    assert purge(journal, Entry, again.id, RECORDED) == 5
    assert holding(home) == []
    assert set(purged_ids(journal, Entry)) == {ID, moved.id, again.id}


def test_a_purge_that_the_disk_stops_hides_all_of_it_and_can_be_ended(
    journal: Journal, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(journal)

    def refuses(path: Path) -> None:
        raise CannotWrite(str(path), "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "remove", refuses)
        with pytest.raises(CannotWrite):
            purge(journal, Entry, ID, RECORDED)
    assert journal.read(Entry, DAY, DAY).records[0].id == nth_id(1)
    assert purge(journal, Entry, ID, RECORDED) == 8
    assert holding(home) == []


def test_two_at_a_time_are_one_too_many(journal: Journal) -> None:
    journal.add(entry(situation=WORDS))
    with journal.alone(), pytest.raises(JournalBusy):
        purge(journal, Entry, ID, RECORDED)
    assert journal.get(Entry, ID).record.situation == WORDS
