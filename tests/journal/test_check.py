"""`check` names whatever is not as it was written; `repair` mends it and destroys no byte."""

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from damages import DAMAGES, KEEPING, OLD, filled, other_mode, record_files
from mefirst.errors import FolderShut
from mefirst.journal.backup import back_up
from mefirst.journal.changes import move, trash
from mefirst.journal.check import Report, check
from mefirst.journal.codec import encode
from mefirst.journal.layout import QUARANTINE, TEMPORARY
from mefirst.journal.purge import copies, purge
from mefirst.journal.repair import remember, repair
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from oscalls import files_below
from samples import DAY, ID, RECORDED, entry, nth_id
from sealing import codec, laid, readable, rewrite
from unprivileged import unprivileged

pytestmark = pytest.mark.usefixtures("sealing")

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX modes and links")


def codes(report: Report) -> list[str]:
    return sorted(one.code for one in report.findings)


def contents(folder: Path) -> Counter[bytes]:
    return Counter(files_below(folder).values())


def state_of(journal: Journal) -> dict[str, Any]:
    return {one.id: one for kind in (Entry, Commitment) for one in journal.read(kind).records}


def only(journal: Journal, *pattern: str) -> Path:
    (path,) = (path for part in pattern for path in journal.root.rglob(part))
    return path


def test_a_journal_as_it_was_written_is_clean_and_stays_as_it_is(journal: Journal) -> None:
    filled(journal)
    before = files_below(journal.root)
    report = check(journal)
    assert (report.findings, report.level, report.vanished) == ((), None, False)
    assert report.files == len(before)
    remember(journal, report)
    assert check(journal).findings == ()
    assert repair(journal).left.findings == ()
    assert files_below(journal.root) == before


SEEDS = 8
EACH = 25


@posix
@pytest.mark.parametrize("seed", range(SEEDS))
def test_seeded_damages_are_all_named_and_repaired_without_a_byte_lost(
    journal: Journal, home: Path, seed: int
) -> None:
    """8 × 25 = 200, all at once in each journal; a second run is clean, and what was whole is there."""
    filled(journal)
    remember(journal, check(journal))
    whole = state_of(journal)
    random = Random(seed)
    files = random.sample(record_files(journal), EACH)
    damages = [(path, DAMAGES[(at + seed) % len(DAMAGES)]) for at, path in enumerate(files)]
    spoilt = [(damage(path, random), damage) for path, damage in damages if damage is not other_mode]
    hurt = contents(home / "journals")  # before modes keep us from it, too
    spoilt += [(damage(path, random), damage) for path, damage in damages if damage is other_mode]
    with unprivileged():
        report = check(journal)
        assert repair(journal).left.findings == ()
        assert check(journal).findings == ()
    named = {one.path for one in report.findings}
    for path, damage in spoilt:
        assert {path.relative_to(journal.root).as_posix(), path.name} & named, (damage.__name__, path.name)
    assert report.level == "risk"
    assert not hurt - contents(home / "journals"), "bytes are gone"
    lost = {path.name[:19] for path, damage in damages if damage.__name__ not in KEEPING}
    after = state_of(journal)
    assert {
        one: record for one, record in whole.items() if one not in lost and after.get(one) != record
    } == {}


def put(path: Path, data: bytes = b"") -> None:
    path.write_bytes(data)
    path.chmod(0o600)


def newer(path: Path) -> None:
    data = encode({**entry(nth_id(7)).document(), "schema": "mefirst.entry/2"})
    laid(path.parent, nth_id(7), data).chmod(0o600)


SPOIL: dict[str, Callable[[Path], object]] = {
    "damaged": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "changed": lambda path: rewrite(path, b"moment", b"Moment"),
    "duplicate": lambda path: put(path.with_name(f"{path.stem} 2{path.suffix}"), path.read_bytes()),
    "misplaced": lambda path: path.rename(path.with_name(f"mine{path.suffix}")),
    "link": lambda path: path.with_name(f"elsewhere{path.suffix}").symlink_to(path),
    "dangling": lambda path: path.with_name(f"elsewhere{path.suffix}").symlink_to("nowhere"),
    "mode": lambda path: path.chmod(0o644),
    "foreign": lambda path: put(path.with_name("notes.txt")),
    "unknown": newer,
    "marker": lambda path: put(path.with_name(f"{nth_id(8)}.purged-0123456789ab.json")),
    "fifo": lambda path: os.mkfifo(path.with_name("pipe"), 0o600),
}
"""One damage of a kind to a journal of one entry, given its file."""

KINDS = [
    ("damaged", ["damaged"], "risk"),
    ("changed", ["changed"], "risk"),
    ("duplicate", ["duplicate"], "repairable"),
    ("misplaced", ["misplaced"], "repairable"),
    ("link", ["link"], "repairable"),
    ("dangling", ["link"], "risk"),
    ("mode", ["mode"], "repairable"),
    ("foreign", ["foreign"], "note"),
    ("unknown", ["unknown"], "risk"),
    ("marker", ["marker"], "repairable"),
    ("fifo", ["unreadable"], "risk"),
]


@posix
@pytest.mark.parametrize(("kind", "expected", "level"), KINDS)
def test_each_kind_of_damage_has_its_name(
    journal: Journal, kind: str, expected: list[str], level: str
) -> None:
    """A check changes nothing, names it once, and a repair leaves nothing that it could mend."""
    journal.add(entry(situation="moment"))
    SPOIL[kind](only(journal, f"{ID}.1-*"))
    before = {name: data for name, data in files_below(journal.root).items() if "pipe" not in name}
    report = check(journal)
    assert (codes(report), report.level) == (expected, level)
    assert {name: data for name, data in files_below(journal.root).items() if "pipe" not in name} == before
    hurt = contents(journal.root)
    left = repair(journal).left
    assert not hurt - contents(journal.root)
    if kind in {"foreign", "unknown", "fifo"}:
        assert codes(left) == expected
    else:
        assert left.findings == check(journal).findings == ()
    if kind not in {"damaged", "changed"}:
        assert journal.get(Entry, ID).record.situation == "moment"


NO_RECORDS = [
    b"{}",
    b'{"id": "x"}',
    b'{"id": "20261123-4k7q0z2xwm", "revision": 0}',
    b'{"id": "20261123-4k7q0z2xwm", "revision": true}',
    b'{"id": "20261123-4k7q0z2xwm", "revision": 1, "parents": [1]}',
    b'{"id": "20261123-4k7q0z2xwm", "revision": 1, "parents": [], "schema": "other/1"}',
    b'{"id": "20261123-4k7q0z2xwm", "revision": 1, "parents": [], "schema": "mefirst.entry/1"}',
]


@pytest.mark.parametrize("data", NO_RECORDS)
def test_a_copy_that_is_no_record_is_put_aside_where_it_bears_an_id_else_left(
    journal: Journal, data: bytes
) -> None:
    journal.add(entry(nth_id(1)))
    month = only(journal, f"{nth_id(1)}.1-*").parent
    for name in (f"{ID} copy", "notes"):
        put(month / f"{name}{codec().ending}", codec().seal(data))
    assert codes(check(journal)) == ["damaged", "foreign"]
    assert codes(repair(journal).left) == ["foreign"]


def test_a_record_of_a_kind_of_a_later_version_is_left_where_it_is(journal: Journal) -> None:
    """In a folder this version does not know: read as far as its name, its hash and its chain."""
    data = encode({**entry(nth_id(1)).document(), "schema": "mefirst.dream/1"})
    path = laid(journal.root / "dreams" / "2026" / "11", nth_id(1), data)
    path.chmod(0o600)
    for folder in (path.parent, path.parents[1], path.parents[2]):
        folder.chmod(0o700)
    assert check(journal).findings == ()
    path.write_bytes(path.read_bytes()[:-3])
    assert codes(check(journal)) == ["damaged"]


def test_a_marker_in_a_wrong_place_hides_its_record_all_the_same(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    purge(journal, Entry, ID, RECORDED)
    marker = only(journal, "*.purged-*")
    marker.rename(journal.root / marker.name)
    assert codes(check(journal)) == ["marker"]
    assert repair(journal).left.findings == ()
    assert journal.purged(Entry, ID)


def test_what_was_changed_by_hand_is_taken_in_where_that_is_wanted(journal: Journal) -> None:
    """As a revision that reads; without the wish it lies in quarantine, whole."""
    journal.add(entry(situation="moment"))
    path = only(journal, f"{ID}.1-*")
    by_hand = rewrite(path, b"moment", b"Moment")
    outcome = repair(journal, adopt=True)
    assert outcome.left.findings == ()
    assert journal.get(Entry, ID).record.situation == "Moment"
    assert [(journal.root / one).read_bytes() for one in outcome.aside] == [by_hand]
    rewrite(only(journal, f"entries/**/{ID}.1-*"), b"Moment", b"third")
    outcome = repair(journal)
    assert journal.read(Entry).records == ()
    assert b"third" in readable((journal.root / outcome.aside[0]).read_bytes())


def test_what_by_hand_became_no_record_is_not_taken_in(journal: Journal) -> None:
    """A bit of the name of its schema turned: taken in, it would be read by nothing."""
    journal.add(entry(situation="moment"))
    rewrite(only(journal, f"{ID}.1-*"), b"mefirst.entry/1", b"mefirst.ejtry/1")
    outcome = repair(journal, adopt=True)
    assert (codes(outcome.found), outcome.left.findings) == (["damaged"], ())
    assert len(outcome.aside) == 1


def test_an_older_revision_changed_by_hand_becomes_a_head_beside_the_newest(journal: Journal) -> None:
    journal.add(entry(situation="one"))
    journal.change(Entry, ID, lambda one: one.changed(gap="two"))
    path = only(journal, f"{ID}.1-*")
    rewrite(path, b'"one"', b'"by hand"')
    repair(journal, adopt=True)
    found = journal.get(Entry, ID)
    assert set((found.record.situation or "").split("\n———\n")) == {"one", "by hand"}
    assert found.record.gap == "two"
    assert check(journal).findings == ()


def test_a_copy_of_a_sync_program_that_holds_something_else_becomes_a_head(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    path = only(journal, f"{ID}.1-*")
    other = encode(
        entry(situation="x").changed(revision=2, parents=journal.get(Entry, ID).heads, gap="there").document()
    )
    name = f"{path.stem}.sync-conflict-20261123-184100-ABCDEFG{path.suffix}"
    path.with_name(name).write_bytes(codec().seal(other))
    repair(journal)
    assert journal.get(Entry, ID).record.gap == "there"


def test_contents_that_were_exchanged_find_back(journal: Journal) -> None:
    """The name of the one vouches for the content of the other."""
    journal.add(entry(situation="x"))
    journal.add(entry(nth_id(1), situation="y"))
    whole = state_of(journal)
    one, two = record_files(journal)
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert codes(check(journal)) == ["misplaced", "misplaced"]
    repair(journal)
    assert state_of(journal) == whole
    assert check(journal).findings == ()


def test_a_flipped_bit_in_the_id_makes_no_second_entry(journal: Journal) -> None:
    """Content nothing vouches for is put aside, not believed."""
    journal.add(entry(situation="x"))
    path = only(journal, f"{ID}.1-*")
    rewrite(path, ID.encode(), ID[:-1].encode() + b"n")
    assert codes(check(journal)) == ["damaged"]
    repair(journal)
    assert journal.read(Entry).records == ()


def test_words_left_while_they_were_being_written_are_taken_in(journal: Journal) -> None:
    """Where they are whole; what is being written right now is left alone."""
    journal.add(entry(nth_id(1)))
    tmp = journal.root / TEMPORARY
    data = codec().seal(encode(entry(situation="left").document()))
    for name, content in {"a": data, "b": data, "c": data[:-4]}.items():
        (tmp / f"{name}.tmp").write_bytes(content)
        (tmp / f"{name}.tmp").chmod(0o600)
    assert check(journal).findings == ()
    for path in tmp.iterdir():
        os.utime(path, (OLD, OLD))
    assert codes(check(journal)) == ["duplicate", "leftover", "leftover"]
    assert len(repair(journal).aside) == 3
    assert journal.get(Entry, ID).record.situation == "left"
    assert list(tmp.iterdir()) == []


def test_a_clock_ten_years_off_takes_nothing_of_a_writer_away(journal: Journal) -> None:
    """A file of the future is as stale as one of the past; one of now is being written."""
    journal.add(entry(nth_id(1)))
    path = journal.root / TEMPORARY / "a.tmp"
    path.write_bytes(b"{")
    path.chmod(0o600)
    for years, expected in ((0, []), (10, ["leftover"]), (-10, ["leftover"])):
        when = time.time() + years * 365 * 86400
        os.utime(path, (when, when))
        assert codes(check(journal)) == expected


def test_a_revision_lost_in_between_is_named_until_it_is_accepted(journal: Journal) -> None:
    journal.add(entry(situation="one"))
    for words in ("two", "three"):
        journal.change(Entry, ID, lambda one, words=words: one.changed(situation=words))  # type: ignore[misc]
    only(journal, f"{ID}.2-*").unlink()
    for _ in range(2):
        assert (codes(check(journal)), check(journal).level) == (["missing-parent"], "risk")
    assert repair(journal).left.findings == ()
    assert journal.get(Entry, ID).record.situation


def test_what_was_there_at_the_last_check_and_is_gone_is_named_until_accepted(journal: Journal) -> None:
    filled(journal, 12)
    remember(journal, check(journal))
    newest = only(journal, f"{nth_id(1, DAY.replace(month=2, day=2))}.2-*")
    newest.unlink()
    for _ in range(2):
        report = check(journal)
        remember(journal, report)
        assert [(one.code, one.path) for one in report.findings] == [("gone", newest.name)]
    assert not report.vanished
    assert repair(journal).left.findings == ()


@pytest.mark.parametrize(("files", "vanished"), [(5, False), (6, True)])
def test_many_files_gone_at_once_stop_and_ask(journal: Journal, files: int, vanished: bool) -> None:
    """More than five, and more than a tenth."""
    filled(journal, 20)
    remember(journal, check(journal))
    for path in record_files(journal)[-files:]:
        path.unlink()
    assert check(journal).vanished is vanished


def test_few_of_very_many_gone_are_no_reason_to_stop(journal: Journal) -> None:
    filled(journal, 60)
    remember(journal, check(journal))
    for path in record_files(journal)[-6:]:
        path.unlink()
    report = check(journal)
    assert (report.level, report.vanished) == ("risk", False)


def test_what_was_deleted_for_good_is_not_missed(journal: Journal) -> None:
    filled(journal, 12)
    remember(journal, check(journal))
    purge(journal, Entry, nth_id(2, DAY.replace(month=3, day=3)), RECORDED)
    assert check(journal).findings == ()


def test_what_is_left_of_a_record_deleted_for_good_is_put_aside(journal: Journal) -> None:
    """A revision that came from another device, a copy, a damaged marker: the record stays deleted."""
    journal.add(entry(situation="x"))
    path = only(journal, f"{ID}.1-*")
    data = path.read_bytes()
    purge(journal, Entry, ID, RECORDED)
    path.write_bytes(data)
    path.with_name(f"copy{path.suffix}").write_bytes(data)
    for one in (path, path.with_name(f"copy{path.suffix}")):
        one.chmod(0o600)
    marker = only(journal, "*.purged-*")
    marker.write_bytes(b"")
    assert codes(check(journal)) == ["marker", "remains", "remains"]
    repair(journal)
    assert journal.read(Entry).records == ()
    assert check(journal).findings == ()
    assert journal.purged(Entry, ID)


def test_a_move_that_was_interrupted_is_ended(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    moved = move(journal, ID, DAY.replace(day=2))
    only(journal, f"{ID}.2-*").unlink()
    assert codes(check(journal)) == ["half-move"]
    repair(journal)
    assert [one.id for one in journal.read(Entry).records if one.state != "trashed"] == [moved.id]
    assert check(journal).findings == ()


def test_an_entry_that_went_on_after_it_was_moved_is_told_and_left(journal: Journal) -> None:
    journal.add(entry(intent="x"))
    moved = move(journal, ID, DAY.replace(day=2))
    journal.change(Entry, ID, lambda one: one.changed(state="captured", impact="since"))
    report = check(journal)
    assert (codes(report), report.level) == (["moved-and-changed"], "note")
    repair(journal)
    assert journal.get(Entry, ID).record.impact == "since"
    trash(journal, moved.id)
    assert check(journal).findings == ()


@posix
def test_a_folder_that_is_a_link_becomes_a_folder(journal: Journal, tmp_path: Path) -> None:
    """With all that was behind it; the link itself is put aside."""
    filled(journal, 12)
    whole = state_of(journal)
    month = journal.root / "entries" / "2026" / "03"
    month.rename(tmp_path / "elsewhere")
    month.symlink_to(tmp_path / "elsewhere")
    assert "linked-folder" in codes(check(journal))
    repair(journal)
    assert not month.is_symlink()
    assert state_of(journal) == whole
    assert check(journal).findings == ()
    assert len(list((tmp_path / "elsewhere").iterdir())) > 0


@posix
def test_of_a_linked_folder_only_records_are_taken_that_are_nowhere_else(
    journal: Journal, tmp_path: Path
) -> None:
    """A link back into the journal doubles nothing; what else lies behind one is not copied in."""
    filled(journal, 12)
    whole = state_of(journal)
    (journal.root / "entries" / "2026" / "03" / "loop").symlink_to(".")
    (journal.root / "all").symlink_to(journal.root)
    month = journal.root / "entries" / "2026" / "02"
    month.rename(tmp_path / "elsewhere")
    month.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "film.mp4").touch()
    one = next((tmp_path / "elsewhere").glob("*.1-*"))
    one.rename(one.with_name(one.name.replace(".1-", " (copy).1-")))
    other = nth_id(13, DAY.replace(month=2, day=14))
    (tmp_path / "elsewhere" / f"{other}.purged-0123456789ab.json").touch()
    repair(journal)
    assert journal.purged(Entry, other)
    assert state_of(journal) == whole
    assert check(journal).findings == ()
    assert not list(journal.root.rglob("film.mp4"))


@posix
def test_what_belongs_to_another_user_is_named(journal: Journal) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs another user: only root may give a file away")
    journal.add(entry())
    os.chown(only(journal, f"{ID}.1-*"), 12345, -1)
    assert codes(check(journal)) == ["owner"]
    repair(journal)
    assert check(journal).findings == ()


@posix
def test_every_mode_is_mended_before_the_rest(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    for path in [journal.root, *journal.root.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert set(codes(check(journal))) == {"mode"}
    repair(journal)
    assert check(journal).findings == ()


SHUT = [(mode, levels) for mode in (0, 0o100, 0o444, 0o600) for levels in ([0], [1], [2], [3], [0, 1, 2, 3])]


@posix
@pytest.mark.parametrize(("mode", "levels"), SHUT)
def test_folders_that_are_shut_are_named_and_opened(journal: Journal, mode: int, levels: list[int]) -> None:
    """At every level, alone and in each other; what lies in them is neither gone nor lost, and then it is read."""
    filled(journal)
    remember(journal, check(journal))
    whole = state_of(journal)
    month = journal.month(Entry, ID)
    shut = [[journal.root / ".mefirst", month, month.parent, month.parents[1]][level] for level in levels]
    for folder in shut:
        folder.chmod(mode)
    with unprivileged():
        report = check(journal)
        assert set(codes(report)) == {"mode"}
        assert not report.whole
        assert shut[-1].relative_to(journal.root).as_posix() in {one.path for one in report.findings}
        remember(journal, report)
        done = repair(journal)
    assert done.left.findings == ()
    assert state_of(journal) == whole


@posix
@pytest.mark.parametrize("mode", [0, 0o100, 0o444, 0o600])
def test_what_nobody_may_look_into_is_named_and_the_rest_is_read(journal: Journal, mode: int) -> None:
    """Reading goes on; what must miss nothing refuses: a backup, a search by handle, deleting for good."""
    filled(journal)
    month = journal.month(Entry, ID)
    here = len(journal.read(Entry).records)
    shut = len(list(month.iterdir()))
    month.chmod(mode)
    with unprivileged():
        reading = journal.read(Entry)
        assert len(reading.damaged) == (shut if mode & 0o400 else 1)
        assert 0 < len(reading.records) < here
        for refusing in (
            lambda: back_up(journal, journal.state / "backup.zip", RECORDED),
            lambda: list(copies(journal, nth_id(1))),
        ):
            with pytest.raises(FolderShut, match=month.name):
                refusing()
    assert not (journal.state / "backup.zip").exists()


@pytest.mark.parametrize(("place", "named"), [("Dropbox/journal", True), ("journal", False)])
def test_a_git_history_in_a_folder_that_is_synced_is_named(tmp_path: Path, place: str, named: bool) -> None:
    journal = Journal.create("default", tmp_path / place, tmp_path / "state")
    (journal.root / ".git").mkdir()
    assert codes(check(journal)) == (["cloud-git"] if named else [])


@pytest.mark.parametrize(
    "name", [".stfolder", ".DS_Store", "desktop.ini", ".git/config", ".stversions/x.json"]
)
def test_files_of_sync_programs_and_systems_are_left_alone(journal: Journal, name: str) -> None:
    (journal.root / name).parent.mkdir(exist_ok=True)
    (journal.root / name).write_text("x")
    assert check(journal).findings == ()


def test_names_taken_in_quarantine_are_numbered(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    path = only(journal, f"{ID}.1-*")
    for words in (b"one", b"two"):
        path.write_bytes(words)
        path.chmod(0o600)
        repair(journal)
    assert {one.read_bytes() for one in (journal.root / QUARANTINE).iterdir()} == {b"one", b"two"}
    assert check(journal).quarantine == 2


def test_progress_goes_from_the_first_file_to_the_last(journal: Journal) -> None:
    filled(journal, 5)
    steps: list[tuple[int, int]] = []
    report = check(journal, lambda done, total: steps.append((done, total)))
    assert steps == [(number, report.files) for number in range(1, report.files + 1)]
