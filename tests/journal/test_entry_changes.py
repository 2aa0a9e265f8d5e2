"""Trash, undo and moves: every one of them a further revision, nothing of what was before is gone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mefirst import atomic
from mefirst.errors import CannotWrite, DeletedForGood, JournalDamaged, MovedOn, NothingBefore, SeveralHeads
from mefirst.journal.changes import is_moved, lineage, move, trash, undo
from mefirst.journal.layout import month_folder
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from oscalls import files_below
from samples import ID, entry, nth_id

pytestmark = pytest.mark.usefixtures("sealing")

SUNDAY = date(2026, 10, 25)


def now(journal: Journal, record_id: str = ID) -> Entry:
    return journal.get(Entry, record_id).record


def live(journal: Journal) -> list[str]:
    return [one.id for one in journal.read(Entry).records if one.state != "trashed"]


def edit(journal: Journal, **fields: object) -> Entry:
    return journal.change(Entry, ID, lambda one: one.changed(**fields))


def purge_marker(journal: Journal, record_id: str = ID) -> Path:
    return journal.root / "entries" / month_folder(record_id) / f"{record_id}.purged-0123456789ab.json"


def test_undo_takes_back_the_last_change_and_twice_brings_it_again(journal: Journal) -> None:
    journal.add(entry(situation="one", future=1))
    edit(journal, situation="two", tags=("a",))
    before = files_below(journal.root)
    assert undo(journal, Entry, ID).situation == "one"
    again = undo(journal, Entry, ID)
    assert (again.situation, again.tags, again.revision) == ("two", ("a",), 4)
    assert again.model_extra == {"future": 1}
    assert undo(journal, Entry, ID).situation == "one"
    assert before.items() <= files_below(journal.root).items()


def test_undo_of_a_first_revision_is_the_trash_and_back(journal: Journal) -> None:
    journal.add(entry(intent="x"))
    assert undo(journal, Entry, ID).state == "trashed"
    assert live(journal) == []
    assert undo(journal, Entry, ID).state == "awaiting-impact"
    assert undo(journal, Entry, ID).state == "trashed"


def test_undo_of_a_merge_shows_both_again(journal: Journal) -> None:
    """What was before it are two revisions, joined as they read."""
    journal.add(entry(situation="x"))
    heads = journal.get(Entry, ID).heads
    edit(journal, situation="one")
    journal.change(Entry, ID, lambda one: one.changed(situation="two"), heads)
    with pytest.raises(SeveralHeads):
        undo(journal, Entry, ID)
    both = now(journal).situation
    edit(journal, situation="made one")
    assert undo(journal, Entry, ID).situation == both
    assert undo(journal, Entry, ID).situation == "made one"


def test_undo_without_what_was_before_changes_nothing(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    edit(journal, situation="y")
    first = next((journal.root / "entries").rglob(f"{ID}.1-*"))
    data = first.read_bytes()
    first.write_bytes(data[:-2])
    with pytest.raises(JournalDamaged):
        undo(journal, Entry, ID)
    first.unlink()
    with pytest.raises(NothingBefore):
        undo(journal, Entry, ID)
    assert now(journal).situation == "y"


def test_a_change_from_older_heads_becomes_a_head_of_its_own(journal: Journal) -> None:
    """An editor open for an hour overwrites nothing that came meanwhile."""
    journal.add(entry(situation="x"))
    heads = journal.get(Entry, ID).heads
    edit(journal, tags=("meanwhile",))
    journal.change(Entry, ID, lambda one: one.changed(gap="mine"), heads)
    found = journal.get(Entry, ID)
    assert len(found.heads) == 2
    assert (found.record.tags, found.record.gap, found.conflicts) == (("meanwhile",), "mine", ())


def test_a_move_is_a_new_entry_and_the_old_one_in_the_trash(journal: Journal) -> None:
    journal.add(entry(situation="x", people=("deputy",), future=1))
    moved = move(journal, ID, SUNDAY)
    assert (moved.on, moved.replaces, moved.revision) == (SUNDAY, ID, 1)
    assert moved.id.startswith("20261025-")
    assert moved.recorded_at == now(journal).recorded_at
    assert (moved.people, moved.model_extra) == (("deputy",), {"future": 1})
    assert now(journal).state == "trashed"
    assert live(journal) == [moved.id]
    assert list(lineage(journal, moved.id)) == [moved.id, ID]


def test_a_move_that_was_interrupted_goes_on(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for again, it saves nothing twice."""
    journal.add(entry(situation="x"))

    def dies(_: Journal, *arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "change", dies)
        with pytest.raises(KeyboardInterrupt):
            move(journal, ID, SUNDAY)
    assert len(live(journal)) == 2
    (new,) = (one for one in journal.read(Entry).records if one.id != ID)
    assert is_moved(now(journal), new)
    assert move(journal, ID, SUNDAY) == new
    assert live(journal) == [new.id]


def test_a_move_that_the_disk_stops_half_way_says_how_it_is_ended(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.add(entry(situation="x"))

    def full(_: Journal, *arguments: object) -> None:
        raise CannotWrite("here", "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "change", full)
        with pytest.raises(CannotWrite) as refused:
            move(journal, ID, SUNDAY)
    assert refused.value.lines()[:2] == ["Not saved: No space left on device.", "here"]
    assert "journal check --repair ends the move" in refused.value.hint


def test_what_came_to_the_old_day_while_it_moved_stays_in_sight(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.add(entry(intent="x"))
    add = Journal.add

    def add_and_edit(self: Journal, record: Entry) -> bool:
        edit(self, impact="meanwhile")
        return add(self, record)

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "add", add_and_edit)
        moved = move(journal, ID, SUNDAY)
    assert sorted(live(journal)) == sorted([ID, moved.id])
    assert now(journal).impact == "meanwhile"
    assert journal.get(Entry, ID).conflicts == ("state",)


def test_undo_of_a_move_is_back_at_the_old_day_and_forth(journal: Journal) -> None:
    journal.add(entry(situation="x", intent="y"))
    moved = move(journal, ID, SUNDAY)
    undo(journal, Entry, moved.id)
    assert live(journal) == [ID]
    assert now(journal).state == "awaiting-impact"
    undo(journal, Entry, moved.id)
    assert live(journal) == [moved.id]


def test_a_move_taken_back_can_be_made_again(journal: Journal) -> None:
    """The one in the trash does not pass for the one that was to be written."""
    journal.add(entry(situation="x"))
    moved = move(journal, ID, SUNDAY)
    undo(journal, Entry, moved.id)
    again = move(journal, ID, SUNDAY)
    assert live(journal) == [again.id]
    assert again.state == "captured"


def test_undo_of_a_move_whose_old_day_is_gone_is_the_trash(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    moved = move(journal, ID, SUNDAY)
    purge_marker(journal).write_bytes(b"{}")
    assert undo(journal, Entry, moved.id).state == "trashed"
    assert undo(journal, Entry, moved.id).state == "captured"
    assert list(lineage(journal, moved.id)) == [moved.id, ID]


def test_a_trashed_entry_can_be_moved_and_stays_there(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    trash(journal, ID)
    assert move(journal, ID, SUNDAY).state == "trashed"
    assert live(journal) == []


def test_what_was_changed_in_the_trash_comes_out_of_it_all_the_same(journal: Journal) -> None:
    """Undo of what lies in the trash brings it out, whatever was done to it there, and back again."""
    journal.add(entry(situation="x", intent="y"))
    trash(journal, ID)
    edit(journal, situation="z")
    out = undo(journal, Entry, ID)
    assert (out.state, out.situation) == ("awaiting-impact", "z")
    assert undo(journal, Entry, ID).state == "trashed"


def test_what_was_moved_in_the_trash_comes_out_at_its_new_day(journal: Journal) -> None:
    """Its first revision is in the trash already: undo of that brings it out, and the old one stays there."""
    journal.add(entry(situation="x"))
    trash(journal, ID)
    moved = move(journal, ID, SUNDAY)
    assert undo(journal, Entry, moved.id).state == "captured"
    assert live(journal) == [moved.id]


def test_what_was_moved_does_not_come_to_stand_at_both_days(journal: Journal) -> None:
    """Undo by the old handle names the new one, and changes nothing; with that in the trash, it does."""
    journal.add(entry(situation="x"))
    moved = move(journal, ID, SUNDAY)
    with pytest.raises(MovedOn, match=moved.handle):
        undo(journal, Entry, ID)
    assert live(journal) == [moved.id]
    trash(journal, moved.id)
    undo(journal, Entry, ID)
    assert live(journal) == [ID]


def test_of_what_was_deleted_for_good_nothing_is_written(journal: Journal) -> None:
    """It would be hidden, so "saved" would not be true."""
    journal.add(entry(nth_id(1)))
    purge_marker(journal).write_bytes(b"{}")
    before = files_below(journal.root)
    with pytest.raises(DeletedForGood):
        journal.add(entry(situation="x"))
    assert files_below(journal.root) == before


@pytest.mark.parametrize("write", [Journal.add, lambda journal, one: edit(journal, situation="y")])
def test_deleted_for_good_while_a_revision_is_written_nothing_is_left_of_it(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, write: Callable[[Journal, Entry], object]
) -> None:
    """Another process says the last word between our look and our rename."""
    journal.add(entry(nth_id(1)))
    if write is not Journal.add:
        journal.add(entry(situation="x"))
    before = files_below(journal.root)
    real = atomic.write

    def purged_meanwhile(path: Path, data: bytes, temporary: Path) -> None:
        purge_marker(journal).write_bytes(b"{}")
        real(path, data, temporary)

    monkeypatch.setattr(atomic, "write", purged_meanwhile)
    with pytest.raises(DeletedForGood):
        write(journal, entry(situation="y"))
    purge_marker(journal).unlink()
    assert files_below(journal.root) == before


def test_the_history_of_an_entry_is_all_of_its_revisions(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    heads = journal.get(Entry, ID).heads
    edit(journal, situation="one")
    journal.change(Entry, ID, lambda one: one.changed(tags=("two",)), heads)
    edit(journal, gap="joined")
    versions, damaged = journal.history(Entry, ID)
    assert damaged == ()
    assert [one.record.revision for one in versions] == [1, 2, 2, 3]
    assert [one.is_head for one in versions] == [False, False, False, True]
    assert versions[0].before is None
    assert [one.before and one.before.situation for one in versions] == [None, "x", "x", "one"]
    assert versions[3].before is not None
    assert versions[3].before.tags == ("two",)
