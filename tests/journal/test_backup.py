"""A backup is verified before it counts; a restore loses nothing, doubles nothing and overwrites nothing."""

import json
import os
import re
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from damages import filled
from mefirst.errors import (
    ArchiveDamaged,
    BadArchive,
    CannotRead,
    CannotWrite,
    FolderShut,
    MarkerDamaged,
    NoJournal,
)
from mefirst.journal import backup
from mefirst.journal.archive import MANIFEST, Archive
from mefirst.journal.backup import back_up, last
from mefirst.journal.check import check
from mefirst.journal.layout import QUARANTINE, TEMPORARY
from mefirst.journal.purge import purge
from mefirst.journal.restore import Into, Restored, restore
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from oscalls import files_below
from samples import ID, RECORDED, entry, nth_id

pytestmark = pytest.mark.usefixtures("sealing")

NOW = datetime(2026, 11, 23, 18, 41, tzinfo=UTC)


@pytest.fixture
def archive(journal: Journal, tmp_path: Path) -> Path:
    """A backup of a journal of some records."""
    filled(journal, 12)
    target = tmp_path / "backup.zip"
    back_up(journal, target, NOW)
    return target


def other(tmp_path: Path) -> Journal:
    return Journal.open("other", tmp_path / "other", tmp_path / "state")


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Return the archive with its members changed."""
    with zipfile.ZipFile(archive) as before:
        members = {name: before.read(name) for name in before.namelist()}
    change(members)
    target = archive.with_name("rewritten.zip")
    with zipfile.ZipFile(target, "w") as after:
        for name, data in members.items():
            after.writestr(name, data)
    return target


def manifest(members: dict[str, bytes]) -> Any:
    return json.loads(members[MANIFEST])


def test_a_backup_is_every_file_with_its_hash(journal: Journal, archive: Path) -> None:
    """Readable with any zip program, for the owner alone, remembered on this device."""
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        files = {name: opened.read(name) for name in opened.namelist() if name != MANIFEST}
        listed = json.loads(opened.read(MANIFEST))
    assert files == files_below(journal.root)
    assert (listed["schema"], listed["journal"], listed["name"]) == (
        "mefirst.backup/1",
        journal.key,
        "default",
    )
    assert [one["path"] for one in listed["files"]] == list(files)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    known = last(journal)
    assert known is not None
    assert (known.path, known.at, known.files) == (str(archive), NOW, len(files))
    assert list(archive.parent.glob(".*")) == []
    assert list((journal.state / "tmp").iterdir()) == []


@pytest.mark.parametrize("of", ["folder", "file"])
def test_what_cannot_be_read_is_no_backup_without_it(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: str
) -> None:
    """Passed over, its records would be missing in a backup that is called verified."""
    journal.add(entry())
    (path,) = journal.root.rglob(f"{ID}.1-*")
    unread = path.parent if of == "folder" else path

    def guarded(real: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def wrapped(path: Any = ".") -> Any:
            if Path(path) == unread:
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        return wrapped

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", guarded(os.scandir))
        patched.setattr(Path, "read_bytes", guarded(Path.read_bytes))
        with pytest.raises(FolderShut if of == "folder" else CannotRead, match=re.escape(str(unread))):
            back_up(journal, tmp_path / "backup.zip", NOW)
    assert not list(tmp_path.glob("*backup.zip*"))


def test_a_backup_is_for_its_owner_to_read_whatever_the_umask(journal: Journal, tmp_path: Path) -> None:
    """One that forbids even the owner makes no file that nobody can read."""
    before = os.umask(0o777)
    try:
        back_up(journal, tmp_path / "backup.zip", NOW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "backup.zip").stat().st_mode) == 0o600


def test_restored_into_a_new_folder_it_is_the_same_journal(
    journal: Journal, archive: Path, tmp_path: Path
) -> None:
    done = restore(archive, Into(tmp_path / "other"))
    assert files_below(tmp_path / "other") == files_below(journal.root)
    assert (len(done.added), done.kept, done.purged, done.damaged) == (
        len(files_below(journal.root)),
        0,
        0,
        (),
    )
    assert other(tmp_path).read(Entry) == journal.read(Entry)
    assert check(other(tmp_path)).findings == ()


def test_restored_twice_or_into_itself_nothing_is_new(journal: Journal, archive: Path) -> None:
    before = files_below(journal.root)
    done = restore(archive, Into(journal.root))
    assert (done.added, done.kept) == ((), len(before))
    assert files_below(journal.root) == before


def test_what_was_lost_comes_back_and_what_is_newer_stays(journal: Journal, archive: Path) -> None:
    whole = journal.read(Entry).records
    files = sorted((journal.root / "entries").rglob("*.json*"))
    for path in files[:5]:
        path.unlink()
    journal.add(entry(situation="since"))
    journal.change(Entry, whole[-1].id, lambda one: one.changed(gap="since"))
    newer = journal.get(Entry, whole[-1].id).record
    done = restore(archive, Into(journal.root))
    assert len(done.added) == 5
    after = {one.id: one for one in journal.read(Entry).records}
    assert after[ID].situation == "since"
    assert after[whole[-1].id] == newer
    assert all(after[one.id] == one for one in whole[:-1])


def test_a_damaged_file_is_put_aside_and_the_good_one_takes_its_place(
    journal: Journal, archive: Path
) -> None:
    path = next((journal.root / "entries").rglob("*.json*"))
    good = path.read_bytes()
    path.write_bytes(good[:-5])
    assert len(restore(archive, Into(journal.root), write=None).added) == 1
    assert path.read_bytes() == good[:-5]
    assert len(restore(archive, Into(journal.root)).added) == 1
    assert path.read_bytes() == good
    assert [one.read_bytes() for one in (journal.root / QUARANTINE).iterdir()] == [good[:-5]]
    assert restore(archive, Into(journal.root)).added == ()


def test_what_no_name_vouches_for_comes_beside_what_is_here(journal: Journal, tmp_path: Path) -> None:
    """A file of somebody's own, or one damaged in the archive already."""
    journal.add(entry())
    notes = journal.root / "notes.txt"
    notes.write_text("then")
    back_up(journal, tmp_path / "backup.zip", NOW)
    notes.write_text("now")
    assert len(restore(tmp_path / "backup.zip", Into(journal.root)).added) == 1
    assert notes.read_text() == "now"
    assert [one.read_text() for one in (journal.root / QUARANTINE).iterdir()] == ["then"]
    assert restore(tmp_path / "backup.zip", Into(journal.root)).added == ()


def test_what_was_deleted_for_good_does_not_come_back(journal: Journal, archive: Path) -> None:
    record_id = journal.read(Entry).records[0].id
    purge(journal, Entry, record_id, RECORDED)
    done = restore(archive, Into(journal.root))
    assert (done.added, done.purged > 0) == ((), True)
    assert record_id not in {one.id for one in journal.read(Entry).records}
    assert not [name for name in files_below(journal.root) if record_id in name and "purged" not in name]


def test_a_deletion_in_the_archive_holds_in_the_journal(journal: Journal, tmp_path: Path) -> None:
    """As when both were one journal that was synced."""
    journal.add(entry(situation="x"))
    journal.add(entry(nth_id(1)))
    purge(journal, Entry, ID, RECORDED)
    back_up(journal, tmp_path / "backup.zip", NOW)
    there = Journal.create("other", tmp_path / "other", tmp_path / "state")
    there.add(entry(situation="x"))
    restore(tmp_path / "backup.zip", Into(there.root))
    assert [one.id for one in there.read(Entry).records] == [nth_id(1)]


def test_what_is_being_written_and_left_over_is_not_backed_up(journal: Journal, tmp_path: Path) -> None:
    """Nor the history of git, nor what a deletion left; but what lies in quarantine is."""
    journal.add(entry())
    journal.add(entry(nth_id(1)))
    left = next((journal.root / "entries").rglob(f"{nth_id(1)}*"))
    data = left.read_bytes()
    purge(journal, Entry, nth_id(1), RECORDED)
    left.write_bytes(data)
    (journal.root / TEMPORARY / "a.tmp").write_text("x")
    for name in (".git/config", f"{QUARANTINE}/aside.json"):
        (journal.root / name).parent.mkdir(parents=True, exist_ok=True)
        (journal.root / name).write_text("x")
    back_up(journal, tmp_path / "backup.zip", NOW)
    with Archive(tmp_path / "backup.zip") as archive:
        names = set(archive.files)
    assert not [name for name in names if ".git" in name or ".tmp" in name or left.name in name]
    assert f"{QUARANTINE}/aside.json" in names


def test_files_damaged_in_an_archive_are_named_and_the_rest_comes_back(archive: Path, tmp_path: Path) -> None:
    names = sorted(zipfile.ZipFile(archive).namelist())[:2]

    def spoil(members: dict[str, bytes]) -> None:
        members[names[0]] = members[names[0]][:-1]
        del members[names[1]]

    done = restore(rewritten(archive, spoil), Into(tmp_path / "other"))
    assert done.damaged == tuple(names)
    assert len(done.added) == len(zipfile.ZipFile(archive).namelist()) - 1 - 2


@pytest.mark.parametrize("seed", range(40))
def test_a_byte_changed_anywhere_in_an_archive_restores_nothing_false(
    journal: Journal, archive: Path, tmp_path: Path, seed: int
) -> None:
    """Refused as a whole, or named; whatever comes back is as it was."""
    data = bytearray(archive.read_bytes())
    data[seed * len(data) // 40] ^= 0xFF
    archive.write_bytes(data)
    before = files_below(journal.root)
    try:
        done = restore(archive, Into(tmp_path / "other"))
    except BadArchive:
        return
    after = files_below(tmp_path / "other")
    assert all(before[name] == content for name, content in after.items())
    assert after.keys() | set(done.damaged) == before.keys()


@pytest.mark.parametrize("share", [0, 0.3, 0.7, 0.99])
def test_an_archive_cut_short_is_refused(archive: Path, tmp_path: Path, share: float) -> None:
    data = archive.read_bytes()
    archive.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BadArchive):
        restore(archive, Into(tmp_path / "other"))
    assert not (tmp_path / "other").exists()


HOSTILE = [
    "../x",
    "/etc/x",
    "a/../../x",
    "a\\..\\x",
    "C:x",
    "",
    ".",
    "a//b",
    ".mefirst/tmp/x.tmp",
    ".git/hooks/x",
    "a\0b",
    "a\udce4b",
    MANIFEST,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_path_that_leads_out_of_the_journal_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    """Before anything is written."""

    def spoil(members: dict[str, bytes]) -> None:
        document = manifest(members)
        document["files"].append({"path": name, "size": 1, "sha256": "0"})
        members[MANIFEST] = json.dumps(document).encode()

    with pytest.raises(BadArchive):
        restore(rewritten(archive, spoil), Into(tmp_path / "other"))
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b'{"schema": "mefirst.backup/2", "files": [], "journal": "", "created_at": ""}',
        b'{"schema": "mefirst.backup/1"}',
        b"[" * 100_000,
        b'{"schema": "mefirst.backup/1", "files": [{"path": "a", "size": 1e400, "sha256": ""}]}',
        b'{"schema": "mefirst.backup/1", "files": [{"path": ["a"], "size": [], "sha256": ""}]}',
    ],
    ids=range(8),
)
def test_a_manifest_that_is_none_is_refused(archive: Path, tmp_path: Path, text: bytes) -> None:
    with pytest.raises(BadArchive):
        restore(
            rewritten(archive, lambda members: members.update({MANIFEST: text})), Into(tmp_path / "other")
        )


def test_a_manifest_larger_than_any_is_not_unpacked(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A zip of a few bytes can hold gigabytes of blanks."""
    with zipfile.ZipFile(archive) as opened:
        size = opened.getinfo(MANIFEST).file_size
    monkeypatch.setattr("mefirst.journal.archive._MANIFEST_MOST", size)
    assert restore(archive, Into(tmp_path / "other")).damaged == ()
    monkeypatch.setattr("mefirst.journal.archive._MANIFEST_MOST", size - 1)
    with pytest.raises(BadArchive, match="read"):
        restore(archive, Into(tmp_path / "another"))


def test_files_of_others_that_no_archive_can_hold_are_named_and_left_out(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They do not keep the records from being backed up."""
    journal.add(entry())
    odd = ["a\\b", "l\udce4tin.txt", MANIFEST, "notes: friday.txt"]
    for name in (*odd, "mine.txt"):
        (journal.root / name).touch()
    monkeypatch.setattr(backup, "MOST_BYTES", 10_000)
    (journal.root / "large.mp4").write_bytes(b"x" * 10_001)
    made = back_up(journal, tmp_path / "backup.zip", NOW)
    assert sorted(made.left_out) == sorted([*odd, "large.mp4"])
    with Archive(tmp_path / "backup.zip") as archive:
        assert {"mine.txt", "format.json"} < set(archive.files)
    assert restore(tmp_path / "backup.zip", Into(tmp_path / "other")).damaged == ()


def test_a_backup_needs_no_room_on_the_disk_of_the_journal(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried beside itself then; where there is no room either, that place is named, and nothing left."""
    journal.add(entry())
    put = backup._put_quickly
    full = [journal.state]

    def refuse(path: Path, data: bytes, temporary: Path) -> None:
        if any(one in path.parents for one in full):
            raise OSError(28, "No space left on device")
        put(path, data, temporary)

    monkeypatch.setattr(backup, "_put_quickly", refuse)
    made = back_up(journal, tmp_path / "backup.zip", NOW)
    assert restore(Path(made.path), Into(tmp_path / "other")).damaged == ()
    full.append(tmp_path)
    with pytest.raises(CannotWrite) as refused:
        back_up(journal, tmp_path / "again.zip", NOW)
    _, where, kept = refused.value.lines()
    assert (where, "restored there to try" in kept) == (str(tmp_path), True)
    assert not [*tmp_path.glob("*again*"), *tmp_path.rglob("verify-*")]


def test_a_restore_the_disk_stops_says_how_far_it_came(archive: Path, tmp_path: Path) -> None:
    """Some of it is in, which the leader is told, with the way on."""
    written: list[Path] = []

    def full(path: Path, data: bytes, temporary: Path) -> None:
        if len(written) == 5:
            raise CannotWrite(str(path), "No space left on device")
        written.append(path)

    with pytest.raises(CannotWrite) as refused:
        restore(archive, Into(tmp_path / "other"), write=full)
    with Archive(archive) as opened:
        total = len(opened.files)
    assert refused.value.lines()[::2] == [
        "Not saved: No space left on device.",
        f"5 of {total} files are in; the same command goes on.",
    ]


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("mine")
    for path in (tmp_path / "x.zip", tmp_path / "gone.zip", tmp_path):
        with pytest.raises(BadArchive):
            restore(path, Into(tmp_path / "other"))


def test_a_backup_that_does_not_read_back_is_no_backup(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is removed, and not remembered."""
    journal.add(entry())

    def wrong(path: Path, root: Path, *_: object) -> Restored:
        return Restored((), 0, 0, ())

    monkeypatch.setattr(backup, "restore", wrong)
    with pytest.raises(ArchiveDamaged):
        back_up(journal, tmp_path / "backup.zip", NOW)
    assert not list(tmp_path.glob("*backup.zip*"))
    assert last(journal) is None


def test_a_refused_backup_leaves_nothing_behind(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.add(entry())

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(CannotWrite):
            back_up(journal, tmp_path / "backup.zip", NOW)
    assert not list(tmp_path.glob("*backup.zip*"))
    assert last(journal) is None


@pytest.mark.parametrize("at", range(0, 30, 3))
def test_a_restore_that_is_stopped_can_be_gone_on_with(
    journal: Journal, archive: Path, tmp_path: Path, at: int
) -> None:
    """A new journal does not open until it is whole; one that is there opens, and has what it had."""
    whole = files_below(journal.root)

    def stop(done: int, total: int) -> None:
        if done > at:
            raise KeyboardInterrupt

    new, there = tmp_path / "other", tmp_path / "there"
    Journal.create("there", there, tmp_path / "state").add(entry(situation="mine"))
    mine = files_below(there)
    for root in (new, there):
        if at < len(whole):
            with pytest.raises(KeyboardInterrupt):
                restore(archive, Into(root), stop)
    if at < len(whole) - 1:
        with pytest.raises((NoJournal, MarkerDamaged)):
            other(tmp_path)
    assert mine.items() <= files_below(there).items()
    assert Journal.open("there", there, tmp_path / "state").read(Entry).damaged == ()
    for root in (new, there):
        restore(archive, Into(root))
    assert files_below(new) == whole
    assert {**whole, **mine} == files_below(there)
