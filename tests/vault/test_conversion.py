"""Encrypting, decrypting, a new key, a new passphrase: at every call of theirs the journal opens with one key.

Here at some of the calls; `python tests/fault_matrix.py` takes all of them, with every error.
"""

import os
import shutil
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from converting import CONVERSIONS, Converted, fill
from forking import USUAL
from interrupting import at
from mefirst import atomic
from mefirst.cli.context import Context
from mefirst.errors import CannotWrite, JournalConverted
from mefirst.journal.codec import decode, digest, encode
from mefirst.journal.layout import file_name
from mefirst.journal.store import Journal
from mefirst.vault import age, device, slots
from running import NOW, mefirst, noted, reflected, tree
from samples import entry
from sealing import PASSPHRASE, cheap
from unprivileged import unprivileged

forks = pytest.mark.skipif(sys.platform == "win32", reason="it forks")
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap(monkeypatch)


@forks
@pytest.mark.parametrize("name", CONVERSIONS)
def test_killed_at_its_calls(home: Path, name: str) -> None:
    """SIGKILL: it reads as before, takes in, and the same command ends it, with no plain word left once it is done."""
    assert Converted(home, name).problems(every=3) == []


@forks
@pytest.mark.parametrize("name", CONVERSIONS)
def test_refused_at_its_calls(home: Path, name: str) -> None:
    """ENOSPC, EIO or EROFS: exit 0 and done, else said, and it can be ended."""
    assert Converted(home, name).problems(error=USUAL, every=7) == []


ENCRYPT = CONVERSIONS["encrypt"].words


@pytest.fixture
def encrypted(home: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """An encrypted journal with words in all its places, and a command that opens it."""
    fill(home)
    assert mefirst(*ENCRYPT).code == 0
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", f"echo {PASSPHRASE}")
    return Context(NOW).open_journal("default")


def read(journal: Journal) -> str:
    """Return what `list` says of the journal."""
    ran = mefirst("list", "all", "--now", NOW)
    return f"{ran.code}\n{ran.out}\n{ran.err}"


def stored(journal: Journal) -> list[Path]:
    """Return the files of the records, oldest name first."""
    return sorted((journal.root / "entries").rglob("*.json.age"))


def test_encrypted_twice_and_not_encrypted_at_all(home: Path, encrypted: Journal) -> None:
    """Said, and nothing is touched."""
    before = tree(home)
    assert mefirst(*ENCRYPT).err == "The journal default is encrypted already.\n"
    assert tree(home) == before
    assert mefirst("journal", "decrypt", "--yes").code == 0
    for command in ("decrypt", "passwd", "rekey"):
        ran = mefirst("journal", command)
        assert ran.code == 2
        assert "is not encrypted" in ran.err


def test_a_journal_to_be_mended_is_mended_first(home: Path) -> None:
    """What does not lie where it belongs is put in its place before every file gets another name."""
    fill(home)
    [path, *_] = sorted((home / "journals").rglob("*.1-*.json"))
    path.rename(path.with_name("copy of it.json"))
    before = tree(home)
    ran = mefirst(*ENCRYPT)
    assert (ran.code, ran.out) == (1, "")
    assert "journal check --repair" in ran.err
    assert tree(home) == before
    mefirst("journal", "check", "--repair")
    assert mefirst(*ENCRYPT).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_what_cannot_be_looked_into_is_never_left_plain(home: Path) -> None:
    """Nothing is sealed while words may lie where nobody could look."""
    fill(home)
    before = tree(home / "journals")
    month = next((home / "journals" / "default" / "entries").glob("*/*"))
    month.chmod(0)
    with unprivileged():
        ran = mefirst(*ENCRYPT)
        assert (ran.code, ran.out) == (1, "")
        assert "journal check --repair" in ran.err
        assert mefirst("journal", "check", "--repair").code == 0
        assert tree(home / "journals") == before
        assert mefirst(*ENCRYPT).code == 0


def test_nobody_there_to_choose_a_passphrase_or_to_keep_the_key(home: Path) -> None:
    """What is missing is named; nothing was changed."""
    fill(home)
    before = tree(home)
    for words in (("journal", "encrypt", "--yes"), ENCRYPT[:2] + ENCRYPT[3:]):
        ran = mefirst(*words)
        assert (ran.code, ran.out) == (2, ""), ran.err
    assert tree(home) == before


def test_swapped_renamed_cut_flipped_put_back_and_foreign_files_are_named(encrypted: Journal) -> None:
    """None of them is read, each is named with its reason, the rest is output in full."""
    root = encrypted.root
    before = {path: path.read_bytes() for path in stored(encrypted)}
    one, other, *_ = [path for path in before if ".1-" in path.name]
    foreign = age.seal(b'{"schema": "mefirst.entry/1"}', age.recipient_of(age.new_identity()))
    cases = {
        "swapped": (one, before[other]),
        "cut": (one, before[one][:-1]),
        "flipped": (one, before[one][:-9] + bytes([before[one][-9] ^ 1]) + before[one][-8:]),
        "empty": (one, b""),
        "foreign": (one, foreign),
        "plain": (one, encrypted.codec.open(before[one])),
    }
    for name, (path, data) in cases.items():
        path.write_bytes(data)
        ran = mefirst("list", "all", "--now", NOW)
        assert ran.code == 3, name
        assert path.name in ran.err, name
        path.write_bytes(before[path])
    renamed = one.with_name(one.name.replace(".1-", ".7-"))
    one.rename(renamed)
    ran = mefirst("list", "all", "--now", NOW)
    assert ran.code == 3
    assert renamed.name in ran.err
    renamed.rename(one)
    old = {path: path.read_bytes() for path in stored(encrypted)}
    assert mefirst("journal", "rekey", "--yes").code == 0
    put_back = next(iter(old))
    put_back.write_bytes(old[put_back])
    ran = mefirst("list", "all", "--now", NOW)
    assert ran.code == 3
    assert f"Damaged: {put_back.name} (it is sealed with an earlier key)" in ran.err
    assert root.exists()


def test_a_plain_record_in_an_encrypted_journal_goes_into_quarantine(home: Path, encrypted: Journal) -> None:
    """Nobody knows who put it there: it is never read, `check` names it, `--repair` puts it aside, whole."""
    data = encrypted.codec.open(stored(encrypted)[0].read_bytes()).replace(b"canarybird", b"cuckoo")
    document = decode(data)
    name = file_name(document["id"], document["revision"], digest(data))
    path = stored(encrypted)[0].with_name(name)
    path.write_bytes(data)
    path.chmod(0o600)
    ran = mefirst("list", "all", "--now", NOW)
    assert "cuckoo" not in ran.out
    assert (ran.code, name in ran.err) == (3, True)
    checked = mefirst("journal", "check", "--format", "json", "--now", NOW)
    assert [one["code"] for one in checked.json["findings"]] == ["plaintext"]
    assert mefirst("journal", "check", "--repair", "--now", NOW).code == 0
    assert (encrypted.root / ".mefirst" / "quarantine" / name).read_bytes() == data
    assert read(encrypted).startswith("0\n")


def test_what_the_owner_vouches_for_is_taken_in(home: Path, encrypted: Journal, tmp_path: Path) -> None:
    """A record in plain text, and one another device sealed before it heard of the new key: --adopt takes both in."""
    other = tmp_path / "other"
    shutil.copytree(encrypted.root, other / "journals" / "default")
    assert at(other, "list").code == 0
    assert at(other, "capture", "from the other device").code == 0
    [theirs] = {path.name for path in other.rglob("*.age")} - {
        path.name for path in encrypted.root.rglob("*.age")
    }
    data = encode(entry(situation="by hand").document())
    plain = stored(encrypted)[0].with_name(file_name(entry().id, 1, digest(data)))
    plain.write_bytes(data)
    assert mefirst("journal", "rekey", "--yes").code == 0
    [late] = other.rglob(theirs)
    shutil.copy(late, stored(encrypted)[0].with_name(theirs))
    checked = mefirst("journal", "check", "--format", "json", "--now", NOW)
    assert {one["code"] for one in checked.json["findings"]} >= {"plaintext", "earlier-key"}
    assert "from the other device" not in read(encrypted)
    mefirst("journal", "check", "--adopt", "--now", NOW)
    assert mefirst("journal", "check", "--now", NOW).code == 0
    found = mefirst("list", "all", "--now", "2026-12-31T12:00")
    assert "from the other device" in found.out
    assert "by hand" in found.out
    assert not [path for path in home.rglob("*") if path.is_file() and b"by hand" in path.read_bytes()]


def test_keys_that_were_taken_away_do_not_make_it_plain(home: Path, encrypted: Journal) -> None:
    """What is added is sealed all the same; to read, the error says what is missing."""
    shutil.rmtree(encrypted.root / "keys")
    assert mefirst("capture", "canarybird again").code == 0
    assert not [path for path in home.rglob("*.json") if b"canarybird" in path.read_bytes()]
    ran = mefirst("list")
    assert ran.code == 3
    assert "keys are gone" in ran.err


def test_locked_it_says_so_in_a_line_and_takes_in(
    home: Path, encrypted: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 3 for whoever reads, and nothing on stdout; `capture` and `reflect --answers` save."""
    monkeypatch.delenv("MEFIRST_UNLOCK_COMMAND")
    for words in (
        ("list",),
        ("gaps",),
        ("report", "week"),
        (),
        ("show", "last"),
        ("export",),
        ("journal", "check"),
    ):
        ran = mefirst(*words, "--now", NOW)
        assert (ran.code, ran.out) == (3, ""), (words, ran.err)
        assert len(ran.err.splitlines()) == 1, ran.err
        assert "is locked" in ran.err
    assert noted("while it was locked")
    assert reflected()
    assert mefirst("journal", "list").out.startswith("default  5 moments")
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", f"echo {PASSPHRASE}")
    assert "while it was locked" in read(encrypted)


def test_a_wrong_passphrase_changes_nothing(
    home: Path, encrypted: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does one that comes from a command."""
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", "echo wrong")
    before = tree(home)
    for words in (("list",), ("journal", "decrypt", "--yes"), ("journal", "rekey", "--yes")):
        ran = mefirst(*words)
        assert (ran.code, ran.out) == (3, ""), (words, ran.err)
        assert "does not open the journal default" in ran.err
    assert tree(home) == before


def test_a_new_passphrase_is_never_the_old_one_unasked(
    home: Path, encrypted: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command that opens it does not stand for the new passphrase; a new key takes one along where it is named."""
    before = tree(home)
    ran = mefirst("journal", "passwd")
    assert (ran.code, ran.out) == (2, "")
    assert "--passphrase-command" in ran.err
    assert tree(home) == before
    assert mefirst("journal", "rekey", "--yes", "--passphrase-command", "echo another one").code == 0
    assert mefirst("list").code == 3
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", "echo another one")
    assert mefirst("list").code == 0


def test_what_is_gone_on_with_is_named(home: Path, encrypted: Journal) -> None:
    """Something begun and not ended is ended first."""
    device.begin(encrypted, "decrypt")
    ran = mefirst("journal", "rekey", "--yes")
    assert ran.code == 1
    assert "mefirst journal decrypt ends it" in ran.err


def test_written_by_another_process_while_it_is_encrypted(home: Path) -> None:
    """Whoever opened it as plain text before does not leave plain text in it: the error says to do it again."""
    fill(home)
    opened = Context(NOW).open_journal("default")
    assert mefirst(*ENCRYPT).code == 0
    with pytest.raises(JournalConverted):
        opened.add(entry())
    assert not list((home / "journals").rglob("*.1-*.json"))


def test_begun_encrypted(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No plain word is ever written; the recovery key is all of stdout."""
    place = tmp_path / "elsewhere"
    ran = mefirst("journal", "init", "work", "--path", str(place), *ENCRYPT[2:], "--encrypt")
    assert ran.code == 0, ran.err
    assert age.recipient_of(ran.out.strip())
    noted("canarybird", "--journal", "work")
    assert [path.suffix for path in place.rglob("*") if path.is_file() and "entries" in path.parts] == [
        ".age"
    ]
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", f"echo {PASSPHRASE}")
    assert "canarybird" in mefirst("list", "all", "--journal", "work", "--now", NOW).out


def test_another_device(
    home: Path, tmp_path: Path, encrypted: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It learns from the passphrase to whom to seal; after a new key elsewhere it goes on with that one."""
    other = tmp_path / "other"
    shutil.copytree(encrypted.root, other / "journals" / "default")
    assert at(other, "capture", "from there").code == 0
    monkeypatch.delenv("MEFIRST_UNLOCK_COMMAND")
    assert at(other, "capture", "and locked").code == 0
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", f"echo {PASSPHRASE}")
    assert mefirst("journal", "rekey", "--yes").code == 0
    shutil.rmtree(other / "journals")
    shutil.copytree(encrypted.root, other / "journals" / "default")
    assert at(other, "list", "all").code == 0
    monkeypatch.delenv("MEFIRST_UNLOCK_COMMAND")
    assert at(other, "capture", "with the new key").code == 0
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", f"echo {PASSPHRASE}")
    assert "with the new key" in at(other, "list", "all").out


def test_decrypted_and_encrypted_anew_elsewhere(
    home: Path, tmp_path: Path, encrypted: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another device stops, says what may have happened, and goes on where its owner says so."""
    other = tmp_path / "other"
    shutil.copytree(encrypted.root, other / "journals" / "default")
    assert at(other, "list", "all").code == 0

    def synced() -> None:
        shutil.rmtree(other / "journals")
        shutil.copytree(encrypted.root, other / "journals" / "default")

    assert mefirst("journal", "decrypt", "--yes").code == 0
    synced()
    ran = at(other, "list", "all")
    assert (ran.code, ran.out) == (3, "")
    assert "mefirst journal decrypt, here too" in ran.err
    assert mefirst(*ENCRYPT).code == 0
    synced()
    ran = at(other, "list", "all")
    assert (ran.code, ran.out) == (3, "")
    assert "mefirst journal passwd --accept-key" in ran.err
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", "echo wrong")
    assert at(other, "journal", "passwd", "--accept-key").code == 3
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", f"echo {PASSPHRASE}")
    assert at(other, "list", "all").code == 3
    assert at(other, "journal", "passwd", "--accept-key").code == 0
    assert "canarybird" in at(other, "list", "all").out
    assert at(other, "capture", "sealed to the new one").code == 0
    assert "sealed to the new one" in at(other, "list", "all").out


def test_backups_of_the_other_sort_are_not_mixed_in(home: Path, tmp_path: Path) -> None:
    """Plain text is not restored into an encrypted journal, nor the other way round; each into a new one is."""
    fill(home)
    plain, sealed = str(tmp_path / "plain.zip"), str(tmp_path / "sealed.zip")
    mefirst("journal", "backup", plain, "--now", NOW)
    ran = mefirst(*ENCRYPT)
    assert plain in ran.err  # it is said that it is plain text still
    assert mefirst("journal", "backup", sealed, "--now", NOW).code == 0
    before = tree(home)
    assert mefirst("journal", "restore", plain).code == 2
    assert tree(home) == before
    with patch.dict(os.environ, MEFIRST_UNLOCK_COMMAND=f"echo {PASSPHRASE}"):
        again = mefirst("journal", "restore", sealed)
        assert (again.code, "0 files" in again.err) == (0, True)
        assert mefirst("journal", "restore", sealed, "--journal", "other").code == 0
        assert "canarybird" in mefirst("list", "all", "--journal", "other", "--now", NOW).out
        assert mefirst("journal", "rekey", "--yes").code == 0
        old = mefirst("journal", "restore", sealed)
        assert old.code == 3
        assert "sealed with another key, and left out" in old.err
        assert mefirst("journal", "check").code == 0


def interrupted_rekey(monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the journal a new key, stop in the midst of its files, and return the new recovery key."""
    seal, sealed = age.seal, list[bytes]()

    def some(data: bytes, recipient: str) -> bytes:
        if len(sealed) == 2:
            raise KeyboardInterrupt
        sealed.append(data)
        return seal(data, recipient)

    with monkeypatch.context() as patched:
        patched.setattr(age, "seal", some)
        ran = mefirst("journal", "rekey", "--yes")
    assert ran.code == 130
    assert "It opens as before. mefirst journal rekey goes on where this stopped.\n" in ran.err
    return ran.out.strip()


def test_the_paper_opens_all_while_a_new_key_is_half_given(
    home: Path, encrypted: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key being left is kept for whoever forgot the passphrase: a new one does not throw half of the words away."""
    before = read(encrypted).partition("Some of it is sealed")[0]
    paper = interrupted_rekey(monkeypatch)
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", f"echo {paper}")
    assert read(encrypted).partition("Some of it is sealed")[0] == before
    assert mefirst("journal", "passwd", "--passphrase-command", "echo chosen anew").code == 0
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", "echo chosen anew")
    assert read(encrypted).partition("Some of it is sealed")[0] == before
    ran = mefirst("journal", "rekey", "--yes")
    assert (ran.code, "Going on where it was interrupted." in ran.err) == (0, True)
    assert read(encrypted) == before


def test_an_old_paper_puts_no_old_key_in_the_place_of_the_new_one(
    home: Path, tmp_path: Path, encrypted: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where the key is new, nor on a device that has not heard of it; the new paper works on both."""
    old = slots.read(encrypted, slots.PASSPHRASE, PASSPHRASE).current
    other = tmp_path / "other"
    shutil.copytree(home, other)
    new = mefirst("journal", "rekey", "--yes").out.strip()
    shutil.rmtree(other / "journals")
    shutil.copytree(home / "journals", other / "journals")
    choose = ("journal", "passwd", "--passphrase-command", "echo chosen anew")
    for place in (home, other):
        monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", f"echo {old}")
        before = tree(place)
        assert at(place, *choose).code == 3
        assert tree(place) == before
        monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", f"echo {new}")
        assert at(place, *choose).code == 0
        monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", "echo chosen anew")
        assert at(place, "list", "all").code == 0


def test_an_old_key_that_was_put_back_does_not_decrypt(home: Path, encrypted: Journal) -> None:
    """It opens nothing; the keys that do would be gone, and the journal be called plain."""
    slot = slots.path(encrypted, slots.PASSPHRASE)
    old = slot.read_bytes()
    assert mefirst("journal", "rekey", "--yes").code == 0
    new = slot.read_bytes()
    slot.write_bytes(old)
    before = tree(home)
    ran = mefirst("journal", "decrypt", "--yes")
    assert (ran.code, "--accept-key" in ran.err) == (3, True)
    assert tree(home) == before
    slot.write_bytes(new)
    assert read(encrypted).startswith("0\n")


def late_from_another_device(home: Path, other: Path) -> Path:
    """Give the journal a new key; return a record in it that another device sealed to the old one."""
    shutil.copytree(home, other)
    assert mefirst("journal", "rekey", "--yes").code == 0
    before = set(other.rglob("*.age"))
    assert at(other, "capture", "canarybird from the other").code == 0
    [late] = set(other.rglob("*.age")) - before
    copy = home / late.relative_to(other)
    shutil.copy(late, copy)
    return copy


def test_what_an_earlier_key_sealed_is_put_aside_in_plain_before_that_key_goes(
    home: Path, tmp_path: Path, encrypted: Journal
) -> None:
    """`decrypt` believes it no more than before, and takes nobody the only way to read it."""
    late = late_from_another_device(home, tmp_path / "other")
    ran = mefirst("journal", "decrypt", "--yes")
    assert ran.code == 0
    name = late.name.removesuffix(".age")
    assert (
        f"Put aside, not believed: .mefirst/quarantine/{name}: it was sealed with an earlier key\n" in ran.err
    )
    assert b"from the other" in (encrypted.root / ".mefirst" / "quarantine" / name).read_bytes()
    assert not late.exists()
    assert "from the other" not in read(encrypted)


def test_what_a_device_kept_opens_after_a_new_key_elsewhere(
    home: Path, tmp_path: Path, encrypted: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its drafts, texts and keys of partners were sealed to the old key, by nobody but itself."""
    other = tmp_path / "other"
    shutil.copytree(home, other)
    assert mefirst("journal", "rekey", "--yes").code == 0
    shutil.rmtree(other / "journals")
    shutil.copytree(home / "journals", other / "journals")
    assert at(other, "list").code == 0
    monkeypatch.setenv("MEFIRST_HOME", str(other))
    context = Context(NOW)
    drafts = context.drafts(context.open_journal("default"))
    assert [one for one, _ in drafts.pending()] == drafts.ids() != []
    assert mefirst("journal", "decrypt", "--yes").code == 0
    assert [path.name for path in other.rglob("*.age") if "drafts" in path.parts] == []


def test_decrypted_elsewhere_and_here_without_a_key(home: Path, tmp_path: Path, encrypted: Journal) -> None:
    """Where nothing here is sealed any more, it takes no key, as there is none. Else it is said which one."""
    other = tmp_path / "other"
    shutil.copytree(encrypted.root, other / "journals" / "default")
    assert at(other, "list", "all").code == 0
    assert mefirst("journal", "decrypt", "--yes").code == 0
    shutil.rmtree(other / "journals")
    shutil.copytree(encrypted.root, other / "journals" / "default")
    late = other.with_name("late")
    shutil.copytree(other, late)
    assert at(late, "capture", "sealed meanwhile").code == 0
    assert "type the recovery key" in at(late, "journal", "decrypt", "--yes").err
    assert at(other, "journal", "decrypt", "--yes").code == 0
    assert "canarybird" in at(other, "list", "all").out
    assert at(other, "capture", "plain again").code == 0
    assert "plain again" in at(other, "list", "all").out


@pytest.mark.parametrize("name", ["encrypt", "rekey", "decrypt"])
def test_a_full_disk_says_what_it_leaves(
    home: Path, encrypted: Journal, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Some files are converted by then; the same command ends it."""
    words = {"encrypt": ENCRYPT}.get(name, ("journal", name, "--yes"))
    if name == "encrypt":
        assert mefirst("journal", "decrypt", "--yes").code == 0
    write, written = atomic.write, list[Path]()

    def some(path: Path, data: bytes, folder: Path) -> None:
        written.append(path)
        if len(written) > 5:
            raise CannotWrite(str(path), "No space left on device")
        write(path, data, folder)

    with monkeypatch.context() as full:
        full.setattr(atomic, "write", some)
        ran = mefirst(*words)
    assert ran.code == 1
    said, where, hint = ran.err.splitlines()[-3:]
    assert (said, where) == ("Not saved: No space left on device.", str(written[-1]))
    assert hint == f"It opens as before. mefirst journal {name} goes on where this stopped."
    ran = mefirst("list", "all", "--now", NOW)
    assert (ran.code, ran.err.count(f"mefirst journal {name} was interrupted, and ends it.")) == (0, 1)
    assert mefirst(*words).code == 0
    assert mefirst("list", "all", "--now", NOW).err == ""


def test_a_folder_among_the_slots_hinders_nobody(home: Path, encrypted: Journal) -> None:
    """Somebody put it into the synced folder: a new key is given to its end all the same."""
    (encrypted.root / "keys" / "device-of-nobody.json").mkdir()
    assert mefirst("journal", "rekey", "--yes").code == 0
    assert read(encrypted).startswith("0\n")


def test_another_marker_does_not_make_it_plain(home: Path, tmp_path: Path, encrypted: Journal) -> None:
    """Who can write into the folder calls it another journal, without keys: nothing is added, nothing is read."""
    mine = (encrypted.root / "format.json").read_bytes()
    for with_keys in (True, False):
        Journal.create("x", tmp_path / f"theirs-{with_keys}", tmp_path / "state")
        shutil.copy(tmp_path / f"theirs-{with_keys}" / "format.json", encrypted.root / "format.json")
        if not with_keys:
            (encrypted.root / "keys").rename(tmp_path / "keys")
        before = tree(home)
        for words in (("capture", "canarybird again"), ("list", "all"), ("journal", "check")):
            ran = mefirst(*words, "--now", NOW)
            assert (ran.code, ran.out, len(ran.err.splitlines())) == (3, "", 3)
            assert "its format.json is another" in ran.err
        assert tree(home) == before
    note = Path(ran.err.split()[-1])
    (tmp_path / "keys").rename(encrypted.root / "keys")
    theirs = (encrypted.root / "format.json").read_bytes()
    (encrypted.root / "format.json").write_bytes(mine)
    assert read(encrypted).startswith("0\n")
    (encrypted.root / "format.json").write_bytes(theirs)
    note.unlink()
    assert mefirst("capture", "of another journal, which its owner wants").code == 0
