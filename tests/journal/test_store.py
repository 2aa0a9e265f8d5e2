"""The store: where records go, what is read back, and how people name them."""

import os
import stat
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.errors import (
    Ambiguous,
    FolderShut,
    JournalDamaged,
    JournalNewer,
    NoEntryYet,
    NoJournal,
    UnknownEntry,
)
from mefirst.journal.codec import digest, encode
from mefirst.journal.marker import _check as _key_check
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.record import Record
from oscalls import files_below, opened
from samples import DAY, ID, RECORDED, commitment, effect, entry, nth_id
from sealing import begun, codec
from unprivileged import unprivileged

pytestmark = pytest.mark.usefixtures("sealing")

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX modes")


def reopened(journal: Journal) -> Journal:
    return Journal.open(journal.name, journal.root, journal.state.parent)


# ---- the journal itself


def test_where_there_is_no_journal_the_path_looked_at_is_named(tmp_path: Path) -> None:
    """A cron job with another environment must not report an empty week, nor create anything."""
    with pytest.raises(NoJournal) as refused:
        Journal.open("default", tmp_path / "journals" / "default", tmp_path / "state")
    assert refused.value.exit_code == 4
    assert str(tmp_path / "journals" / "default") in refused.value.why
    assert list(tmp_path.iterdir()) == []


def test_a_file_on_the_way_is_no_journal_either(tmp_path: Path) -> None:
    (tmp_path / "journals").write_text("mine")
    with pytest.raises(NoJournal):
        Journal.open("default", tmp_path / "journals" / "default", tmp_path / "state")


def test_creating_a_journal_twice_opens_the_first(journal: Journal) -> None:
    """format.json is written once; the key under which device-local state is kept never changes."""
    before = files_below(journal.root)
    again = Journal.create("default", journal.root, journal.state.parent)
    assert again.key == journal.key == reopened(journal).key
    assert files_below(journal.root) == before
    assert list(before) == begun()
    assert len(journal.key) == 26


def test_two_journals_have_different_keys(tmp_path: Path) -> None:
    keys = {Journal.create(name, tmp_path / name, tmp_path / "state").key for name in ("one", "two")}
    assert len(keys) == 2


def _marker(**fields: Any) -> bytes:
    random = "0123456789abcdefghijkl"
    return encode({"format": "mefirst/1", "journal": random + _key_check(random), **fields})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        _marker(format="jrnl/1"),
        _marker(format=1),
        _marker(journal=None),
        _marker(journal=""),
        _marker(journal="0" * 26),
        _marker(journal="../../../../tmp/evil00" + _key_check("../../../../tmp/evil00")),
        _marker(journal="0123456789ABCDEFGHIJKL" + _key_check("0123456789ABCDEFGHIJKL")),
    ],
)
def test_a_marker_that_names_no_journal_is_damage_and_nothing_is_written(
    journal: Journal, data: bytes
) -> None:
    """A key leads to a folder of device-local state, so none but 26 plain characters is taken."""
    marker = journal.root / "format.json"
    marker.write_bytes(data)
    for reach in (Journal.open, Journal.create):
        with pytest.raises(JournalDamaged, match=r"format\.json") as refused:
            reach("default", journal.root, journal.state.parent)
        assert refused.value.exit_code == 3
    assert marker.read_bytes() == data


def test_a_good_marker_with_fields_we_do_not_know_is_read(journal: Journal) -> None:
    (journal.root / "format.json").write_bytes(_marker(journal=journal.key, later="x"))
    assert reopened(journal).key == journal.key


def test_a_journal_of_a_later_format_is_not_touched(journal: Journal) -> None:
    (journal.root / "format.json").write_bytes(_marker(format="mefirst/2"))
    with pytest.raises(JournalNewer, match="mefirst/2"):
        reopened(journal)


def test_a_marker_that_cannot_be_read_is_damage(journal: Journal) -> None:
    (journal.root / "format.json").unlink()
    (journal.root / "format.json").mkdir()
    with pytest.raises(JournalDamaged):
        reopened(journal)


# ---- writing


@pytest.mark.parametrize(
    ("record", "folder"),
    [
        (entry(situation="x"), "entries"),
        (commitment(behavior="x"), "commitments"),
        (Focus.first(ID, recorded_at=RECORDED, on=DAY, dimension="trust"), "focus"),
    ],
)
def test_a_record_is_one_file_in_the_month_of_its_id(journal: Journal, record: Record, folder: str) -> None:
    """Its name carries the revision and the hash of its bytes, which are the document and nothing else."""
    assert journal.add(record)
    files = files_below(journal.root)
    (name,) = files.keys() - set(begun())
    assert name == f"{folder}/2026/11/{ID}.1-{digest(files[name])[:12]}{codec().ending}"
    assert codec().open(files[name]) == encode(record.document())
    assert journal.get(type(record), ID).record == record


@posix
def test_everything_in_a_home_is_the_owners_alone_whatever_the_umask(home: Path, *, sealing: bool) -> None:
    """Journal, state and drafts: 0600 and 0700, also below a folder that did not exist."""
    for umask in (0o000, 0o777):
        before = os.umask(umask)
        try:
            journal = Journal.create(f"j{umask}", home / "journals" / f"j{umask}", home / "state")
            journal.add(entry())
            journal.change(Entry, ID, lambda one: one.changed(situation="x"))
            journal.note_last(ID)
        finally:
            os.umask(before)
    made = [home, *home.rglob("*")]
    assert len([path for path in made if path.is_file()]) == (14 if sealing else 8)
    for path in made:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_an_id_that_is_stored_is_not_saved_again(journal: Journal) -> None:
    """A retry after a crash must not make a second entry, nor change the first."""
    assert journal.add(entry(situation="first"))
    before = files_below(journal.root)
    assert not journal.add(entry(situation="second"))
    assert files_below(journal.root) == before
    assert journal.get(Entry, ID).record.situation == "first"
    assert journal.add(commitment(behavior="another kind may have the same id"))


def test_nothing_stays_in_the_folder_for_temporary_files(journal: Journal) -> None:
    journal.add(entry())
    assert list((journal.root / ".mefirst" / "tmp").iterdir()) == []


def test_unknown_fields_survive_the_store(journal: Journal) -> None:
    """What a later version wrote comes back from an edit by this one."""
    line = {"dimension": "trust", "intended": 2, "later": [1, {"deep": None}]}
    document = {**entry(situation="x").document(), "mood": {"valence": 0.5}, "effects": [line]}
    journal.add(Entry.model_validate(document))
    journal.change(Entry, ID, lambda one: one.changed(situation="y"))
    after = journal.get(Entry, ID).record.document()
    assert after["mood"] == {"valence": 0.5}
    assert after["effects"] == [line]
    assert after["situation"] == "y"


text = st.text(st.characters(exclude_categories=["Cs"]))


@given(text, st.lists(text, max_size=3), st.dictionaries(text, text, max_size=3))
def test_any_words_come_back_as_they_were_written(
    tmp_path: Path, words: str, tags: list[str], asked: dict[str, str]
) -> None:
    """Every plane of Unicode, NUL, line ends: byte for byte through the store."""
    journal = Journal.create("default", tmp_path / "j", tmp_path / "s")
    record = entry(nth_id(len(files_below(journal.root))), situation=words, tags=tuple(tags), asked=asked)
    journal.add(record)
    assert journal.get(Entry, record.id).record == record


# ---- reading


def test_an_empty_journal_has_no_records(journal: Journal) -> None:
    assert journal.read(Entry).records == ()
    assert journal.read(Entry).damaged == ()
    assert list(journal.ids(Entry)) == []
    with pytest.raises(UnknownEntry):
        journal.get(Entry, ID)


def test_records_are_read_by_day_then_by_when_they_were_written(journal: Journal) -> None:
    """Two moments of one day stand in the order they were put down, wherever the clock stood."""
    early = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=9)))
    for number, (day, at) in enumerate(
        [(DAY, RECORDED), (DAY, early), (DAY - timedelta(days=40), RECORDED), (DAY, RECORDED)]
    ):
        journal.add(entry(nth_id(9 - number, day), recorded_at=at))
    found = journal.read(Entry).records
    assert [one.id for one in found] == [
        nth_id(7, DAY - timedelta(days=40)), nth_id(8), nth_id(6), nth_id(9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, [1, 2, 30, 31, 32]),
        (1, 1, [1]),
        (2, 31, [2, 30, 31]),
        (31, None, [31, 32]),
        (None, 2, [1, 2]),
        (3, 29, []),
        (40, None, []),
    ],
)
def test_a_stretch_of_days_holds_its_first_and_last(
    journal: Journal, first: int | None, last: int | None, days: list[int]
) -> None:
    """Day 1 is 31 October: the stretches cross the ends of two months."""
    start = date(2026, 10, 30)
    for day in (1, 2, 30, 31, 32):
        journal.add(entry(nth_id(day, start + timedelta(days=day))))
    ends = [None if number is None else start + timedelta(days=number) for number in (first, last)]
    assert [(one.on - start).days for one in journal.read(Entry, *ends).records] == days


def test_a_stretch_that_begins_long_ago_misses_nothing(journal: Journal) -> None:
    """Years with fewer than four digits sort before ours."""
    journal.add(entry())
    for first in (date(1, 1, 1), date(9, 1, 1), date(500, 6, 1), date(999, 12, 31)):
        assert len(journal.read(Entry, first).records) == 1


def test_the_cost_of_a_week_does_not_grow_with_the_journal(journal: Journal) -> None:
    """Only the files whose names lie in range are opened, only the months it touches are listed."""
    for number in range(60):
        journal.add(entry(nth_id(number, DAY - timedelta(days=7 * number))))
    week = (DAY - timedelta(days=6), DAY)
    with opened(journal.root) as asked:
        assert len(journal.read(Entry, *week).records) == 1
    files = [path for path in asked("open") if "keys" not in path.parts]
    assert [path.name[:19] for path in files] == [nth_id(0, DAY)]
    months = [path for path in asked("list") if path.parent.parent.name == "entries"]
    assert {path.relative_to(journal.root).as_posix() for path in months} == {"entries/2026/11"}


def test_getting_one_record_opens_its_month_alone(journal: Journal) -> None:
    for number in range(40):
        journal.add(entry(nth_id(number, DAY - timedelta(days=7 * number))))
    with opened(journal.root) as asked:
        journal.get(Entry, nth_id(20, DAY - timedelta(days=140)))
    assert len(asked("open")) == 1
    assert len(asked("list")) == 1


def test_files_that_are_no_records_are_passed_over(journal: Journal) -> None:
    """Cloud folders and editors leave things lying about; they are neither read nor damage."""
    journal.add(entry())
    month = journal.root / "entries" / "2026" / "11"
    for name in (".DS_Store", f"{ID}.1-0123456789ab (1).json", f"{ID}.1-0123456789ab.json~", "notes.txt"):
        (month / name).write_text("x")
    (journal.root / "entries" / "2026" / "12").write_text("a file in a month's place")
    reading = journal.read(Entry)
    assert len(reading.records) == 1
    assert reading.damaged == ()


def test_a_copy_in_another_month_is_named_and_counts_once(journal: Journal) -> None:
    """Whoever can only copy files makes no moment twice, and no handle ambiguous."""
    journal.add(one := entry())
    [path] = (journal.root / "entries").rglob(f"{one.id}.*")
    month = journal.root / "entries" / "2026" / "01"
    month.mkdir()
    (month / path.name).write_bytes(path.read_bytes())
    found = journal.read(Entry)
    assert found.records == (one,)
    assert [(bad.name, bad.why) for bad in found.damaged] == [(path.name, "it belongs into 2026/11")]
    assert journal.resolve(Entry, one.handle) == one.id


@posix
@pytest.mark.parametrize("folder", ["entries", "entries/2026", "entries/2026/11"])
def test_a_folder_that_cannot_be_listed_is_named_not_an_empty_week(journal: Journal, folder: str) -> None:
    """Silence would look like nothing happened."""
    journal.add(entry())
    (journal.root / folder).chmod(0)
    with unprivileged():
        assert journal.read(Entry).damaged == ((str(journal.root / folder), "Permission denied"),)
        with pytest.raises(FolderShut, match=folder):
            journal.resolve(Entry, ID[9:])


# ---- ids purged for good


def test_a_purged_id_is_gone_whatever_stands_beside_it(journal: Journal) -> None:
    """A device that synced late may bring the files back; the marker wins over them all."""
    journal.add(entry(effects=(effect(1),)))
    journal.add(entry(nth_id(1)))
    month = journal.root / "entries" / "2026" / "11"
    (month / f"{ID}.purged-0123456789ab.json").write_bytes(b"{}\n")
    assert [one.id for one in journal.read(Entry).records] == [nth_id(1)]
    assert list(journal.ids(Entry)) == [nth_id(1)]
    with pytest.raises(UnknownEntry):
        journal.get(Entry, ID)
    with pytest.raises(UnknownEntry):
        journal.change(Entry, ID, lambda one: one.changed(situation="x"))
    for typed in (ID, "4k7q0z"):
        with pytest.raises(UnknownEntry):
            journal.resolve(Entry, typed)


# ---- handles


@pytest.fixture
def named(journal: Journal) -> Journal:
    for record_id in ("20261123-4k7q0z2xwm", "20261122-4k7q9aaaaa", "20261001-1100abcdef"):
        journal.add(entry(record_id))
    return journal


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("4k7q0z", "20261123-4k7q0z2xwm"),
        ("4k7q0", "20261123-4k7q0z2xwm"),
        ("4K7QO", "20261123-4k7q0z2xwm"),
        (" 4k7q0z ", "20261123-4k7q0z2xwm"),
        ("4k7q0z2xwm", "20261123-4k7q0z2xwm"),
        ("4k7q9", "20261122-4k7q9aaaaa"),
        ("1100", "20261001-1100abcdef"),
        ("iLoO", "20261001-1100abcdef"),
        ("20261123-4k7q0z2xwm", "20261123-4k7q0z2xwm"),
        ("20261123-4K7QOZ2XWM", "20261123-4k7q0z2xwm"),
    ],
)
def test_a_handle_may_be_short_and_in_any_case(named: Journal, typed: str, found: str) -> None:
    """Four characters, any case, o for 0 and i or l for 1: as read out over the phone."""
    assert named.resolve(Entry, typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "4k7",
        "zzzz",
        "4k7q0zz",
        "4k7q0z2xwmm",
        "4k7q!",
        "../x",
        "20261123-4k7q9aaaaa",
        "20261124-4k7q0z2xwm",
        "𝟜k7q",
    ],
)
def test_what_names_no_entry(named: Journal, typed: str) -> None:
    with pytest.raises(UnknownEntry) as refused:
        named.resolve(Entry, typed)
    assert refused.value.exit_code == 4
    assert typed in refused.value.what


def test_an_ambiguous_handle_names_all_that_fit(named: Journal) -> None:
    with pytest.raises(Ambiguous) as refused:
        named.resolve(Entry, "4K7Q")
    assert refused.value.exit_code == 2
    for record_id in ("20261123-4k7q0z2xwm", "20261122-4k7q9aaaaa"):
        assert record_id in refused.value.what


def test_a_handle_of_another_kind_is_unknown(named: Journal) -> None:
    with pytest.raises(UnknownEntry):
        named.resolve(Commitment, "4k7q0z")


def test_looking_up_a_handle_opens_no_file_and_a_full_id_lists_one_month(named: Journal) -> None:
    with opened(named.root) as asked:
        named.resolve(Entry, "4k7q0z")
        assert asked("open") == []
    with opened(named.root) as asked:
        named.resolve(Entry, "20261123-4k7q0z2xwm")
        assert [path.name for path in asked("list")] == ["11"]


def test_last_is_the_entry_last_written_on_this_device(named: Journal) -> None:
    """It is a note of this device, beside the journal; a damaged one is none."""
    with pytest.raises(NoEntryYet):
        named.resolve(Entry, "last")
    for record_id in ("20261123-4k7q0z2xwm", "20261122-4k7q9aaaaa"):
        named.note_last(record_id)
        assert named.resolve(Entry, "last") == named.last_written() == record_id
    assert "last" not in files_below(named.root)
    (named.state / "last").write_bytes(b"\xff\xfe")
    with pytest.raises(NoEntryYet):
        named.last_written()


def test_a_full_disk_while_noting_the_last_entry_does_not_undo_a_save(
    named: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    named.note_last("20261123-4k7q0z2xwm")
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", full)
        named.note_last("20261122-4k7q9aaaaa")
    assert named.last_written() == "20261123-4k7q0z2xwm"


def test_the_moment_of_writing_keeps_its_offset(journal: Journal) -> None:
    at = datetime(2026, 11, 23, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    journal.add(entry(recorded_at=at))
    read = journal.get(Entry, ID).record.recorded_at
    assert read == at
    assert read.utcoffset() == timedelta(hours=-5)
    assert read.astimezone(UTC).day == 24
