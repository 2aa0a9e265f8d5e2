"""Damage: found at every bit, named, never returned, and never in the way of the rest."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mefirst.errors import JournalDamaged
from mefirst.journal.codec import MOST_BYTES, encode
from mefirst.journal.store import Damaged, Journal
from mefirst.model.entry import Entry
from oscalls import files_below
from samples import DAY, ID, effect, entry, nth_id, reported
from sealing import laid, readable, rewrite

pytestmark = pytest.mark.usefixtures("sealing")

SAMPLE = entry(
    situation="The stand-up went quiet – niemand sagte etwas.",
    intent="to help",
    tags=("budget",),
    effects=(effect(2, -1, reported("Jürgen", -2, quote="You never asked"), toward="Jürgen"),),
)


def put(journal: Journal, data: bytes, record_id: str = ID) -> Path:
    """Store a document under the name it has."""
    return laid(journal.month(Entry, record_id), record_id, data)


def assert_named_alone(journal: Journal, path: Path) -> None:
    """The damaged file is named, nothing of it is returned, and nothing was written."""
    data = path.read_bytes()
    reading = journal.read(Entry)
    assert reading.records == ()
    assert [one.name for one in reading.damaged] == [path.name]
    assert reading.damaged[0].why
    assert path.read_bytes() == data


def test_a_bit_flipped_in_any_byte_is_found(journal: Journal) -> None:
    """Each of the eight bits of each byte of a stored record: 100 % detected."""
    path = put(journal, encode(SAMPLE.document()))
    data = path.read_bytes()
    assert journal.read(Entry).records == (SAMPLE,)
    with path.open("r+b", buffering=0) as stream:
        for place, byte in enumerate(data):
            for bit in range(8):
                stream.seek(place)
                stream.write(bytes([byte ^ 1 << bit]))
                reading = journal.read(Entry)
                assert reading.records == (), (place, bit)
                assert [one.name for one in reading.damaged] == [path.name]
            stream.seek(place)
            stream.write(bytes([byte]))
        assert journal.read(Entry).records == (SAMPLE,)
        stream.seek(0)
        stream.write(b"x")
    with pytest.raises(JournalDamaged) as refused:
        journal.get(Entry, ID)
    assert path.name in refused.value.what
    assert refused.value.exit_code == 3


def test_a_record_cut_at_any_length_is_found(journal: Journal) -> None:
    """From nothing at all to all but the last byte, and with something after its end."""
    path = put(journal, encode(SAMPLE.document()))
    data = path.read_bytes()
    for length in range(len(data)):
        path.write_bytes(data[:length])
        assert_named_alone(journal, path)
    for more in (b"\0", b"\n", b" ", b"x", data):
        path.write_bytes(data + more)
        assert_named_alone(journal, path)
    path.write_bytes(b"\0" * len(data))
    assert_named_alone(journal, path)


def _document(**fields: Any) -> bytes:
    return encode({**SAMPLE.document(), **fields})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (_document(id=nth_id(3)), "its name and its content disagree"),
        (_document(revision=2), "its name and its content disagree"),
        (_document(revision=None), "its name and its content disagree"),
        (_document(parents=None), "it does not say what it came from"),
        (_document(parents="abc"), "it does not say what it came from"),
        (_document(parents=[["x"]]), "it does not say what it came from"),
        (_document(schema="mefirst.entry/0"), "this is a mefirst.entry/0"),
        (_document(schema="mefirst.commitment/1"), "this is a mefirst.commitment/1"),
        (_document(on="2026-11-22"), "the entry is about 2026-11-22"),
        (_document(on="soon"), "'on' takes a day such as"),
        (_document(state="done"), "'state' takes one of these: "),
        (_document(effects=[{"dimension": "trust", "seen": 4}]), "'seen' of effects 1 is at most 3"),
        (_document(effects=[{"dimension": "trust"}, {"dimension": "trust"}]), "two effects"),
        (b'{"id": 1e999}', "no number"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b"[" * 100_000, "nested deeper"),
        (b"", "empty"),
    ],
)
def test_a_file_whose_hash_is_right_is_still_read_strictly(journal: Journal, data: bytes, why: str) -> None:
    """Written by another program, or by a later version: named with what is wrong, not a traceback."""
    path = put(journal, data)
    assert_named_alone(journal, path)
    assert why in journal.read(Entry).damaged[0].why
    with pytest.raises(JournalDamaged) as refused:
        journal.get(Entry, ID)
    assert why in refused.value.what


def test_a_file_changed_by_hand_is_called_that(journal: Journal) -> None:
    path = put(journal, encode(SAMPLE.document()))
    rewrite(path, b"quiet", b"noisy")
    assert journal.read(Entry).damaged == (Damaged(path.name, "it was changed outside mefirst"),)


def test_a_huge_file_is_refused_without_being_read_to_its_end(journal: Journal, *, sealing: bool) -> None:
    path = put(journal, b"")
    os.truncate(path, 100 * MOST_BYTES)
    began = time.process_time()
    assert ("cut or changed" if sealing else "larger than") in journal.read(Entry).damaged[0].why
    assert time.process_time() - began < 1


def test_a_folder_in_a_files_place_is_named(journal: Journal) -> None:
    path = put(journal, encode(SAMPLE.document()))
    path.unlink()
    path.mkdir()
    assert [one.name for one in journal.read(Entry).damaged] == [path.name]


def _no_access(path: Path, *_: Any) -> Any:
    raise PermissionError(13, "Permission denied")


def test_a_file_that_may_not_be_read_is_named_with_the_systems_reason(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(journal, encode(SAMPLE.document()))
    monkeypatch.setattr(os, "open", _no_access)
    assert journal.read(Entry).damaged == (Damaged(path.name, "Permission denied"),)


def test_the_rest_of_a_period_is_read_in_full(journal: Journal) -> None:
    """Three damaged among twelve: nine are read, three are named, and only those in range."""
    from datetime import timedelta  # noqa: PLC0415 used here alone

    paths = []
    for number in range(12):
        one = entry(nth_id(number, DAY - timedelta(days=number)), situation=f"{number}")
        paths.append(put(journal, encode(one.document()), one.id))
    for number in (0, 5, 11):
        paths[number].write_bytes(paths[number].read_bytes()[:-10])
    reading = journal.read(Entry)
    assert [int(one.situation or "") for one in reading.records] == [10, 9, 8, 7, 6, 4, 3, 2, 1]
    assert {one.name for one in reading.damaged} == {paths[number].name for number in (0, 5, 11)}
    week = journal.read(Entry, DAY - timedelta(days=6), DAY - timedelta(days=1))
    assert len(week.records) == 5
    assert [one.name for one in week.damaged] == [paths[5].name]
    for number in (1, 6):
        assert journal.get(Entry, nth_id(number, DAY - timedelta(days=number))).damaged == ()


def test_a_damaged_revision_is_named_and_the_one_before_it_is_shown(journal: Journal) -> None:
    """Half a record is better than none, as long as it says so; editing goes on from what can be read."""
    journal.add(SAMPLE)
    journal.change(Entry, ID, lambda one: one.changed(situation="new"))
    newest = next((journal.root / "entries").rglob(f"{ID}.2-*"))
    newest.write_bytes(newest.read_bytes()[:40])
    found = journal.get(Entry, ID)
    assert found.record == SAMPLE
    assert [one.name for one in found.damaged] == [newest.name]
    reading = journal.read(Entry)
    assert reading.records == (SAMPLE,)
    assert [one.name for one in reading.damaged] == [newest.name]
    before = newest.read_bytes()
    journal.change(Entry, ID, lambda one: one.changed(situation="again"))
    assert journal.get(Entry, ID).record.situation == "again"
    assert newest.read_bytes() == before


def test_a_damaged_head_leaves_the_other(journal: Journal) -> None:
    journal.add(SAMPLE)

    def meanwhile(one: Entry) -> Entry:
        journal.change(Entry, ID, lambda other: other.changed(situation="theirs"))
        return one.changed(situation="mine")

    journal.change(Entry, ID, meanwhile)
    for path in (journal.root / "entries").rglob(f"{ID}.2-*"):
        if b"theirs" in readable(path.read_bytes()):
            path.write_bytes(b"")
    found = journal.get(Entry, ID)
    assert (found.record.situation, found.conflicts, len(found.damaged)) == ("mine", (), 1)


def test_swapped_files_are_found(journal: Journal) -> None:
    """Each holds a good record, under the name of the other."""
    journal.add(SAMPLE)
    journal.add(entry(nth_id(1)))
    one, two = sorted((journal.root / "entries").rglob("*.json*"))
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    reading = journal.read(Entry)
    assert reading.records == ()
    assert {damaged.name for damaged in reading.damaged} == {one.name, two.name}


@pytest.mark.parametrize(
    "reach",
    [
        lambda journal: journal.read(Entry),
        lambda journal: list(journal.ids(Entry)),
        lambda journal: journal.resolve(Entry, "4k7q0z"),
    ],
)
def test_reading_changes_nothing_on_a_damaged_journal(
    journal: Journal, reach: Callable[[Journal], object]
) -> None:
    """Damage is never overwritten: what is left of it may be all there is."""
    path = put(journal, encode(SAMPLE.document()))
    path.write_bytes(b"{")
    before = files_below(journal.root)
    reach(journal)
    assert files_below(journal.root) == before


def test_a_retry_on_damage_is_neither_believed_nor_written_over(journal: Journal) -> None:
    """The draft must not be forgotten, and what is left of the damaged file may be all there is."""
    path = put(journal, encode(SAMPLE.document()))
    path.write_bytes(b"{")
    before = files_below(journal.root)
    with pytest.raises(JournalDamaged):
        journal.add(entry())
    assert files_below(journal.root) == before
