"""The marker of a journal lost or damaged, beside records: nothing is written there until a repair wrote it anew."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import forking
from mefirst.journal import marker
from running import NOW, drafts, mefirst, noted, reflected, tree
from sealing import cheap, codec, unlocking

pytestmark = pytest.mark.usefixtures("sealing")


def root(home: Path) -> Path:
    return home / "journals" / "default"


def gone(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replaced(old: bytes, new: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(path.read_bytes().replace(old, new))


WRONG: dict[str, Callable[[Path], object]] = {
    "gone": gone,
    "a folder": folder,
    "empty": lambda path: path.write_bytes(b""),
    "zeros": lambda path: path.write_bytes(bytes(4096)),
    "half": lambda path: path.write_bytes(path.read_bytes()[:30]),
    "another format": replaced(b"mefirst/1", b"mefyrst/1"),
    "a cut key": replaced(b'"journal": "', b'"journal": "x'),
    "renamed by a sync program": lambda path: path.rename(path.with_name("format (conflicted copy).json")),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_it_is_named_and_a_repair_writes_it_anew_with_its_key(home: Path, wrong: str) -> None:
    """Reading, writing and checking say the way out, exit 3, and write nothing; then all is as it was."""
    noted("one")
    place = root(home) / "format.json"
    key = marker.read_key(root(home))
    WRONG[wrong](place)
    before = tree(home)
    for words in (("list", "all"), ("capture", "two"), ("journal", "check"), ("journal", "init")):
        ran = mefirst(*words, "--now", NOW)
        assert (ran.code, "mefirst journal check --repair writes this one anew" in ran.err) == (3, True), (
            words
        )
    assert tree(home) == before
    ran = mefirst("journal", "check", "--repair", "--now", NOW)
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "Written anew, with the key it had.")
    assert marker.read_key(root(home)) == key
    contents = set(tree(home).values())
    assert all(data in contents for data in before.values())
    assert [one["situation"] for one in mefirst("list", "all", "--format", "json").json["entries"]] == ["one"]
    assert mefirst("journal", "check", "--now", NOW).code == 0


def test_drafts_are_found_again(home: Path) -> None:
    """The key is known by what this device remembers of the journal."""
    reflected()
    other = home / "journals" / "other"
    mefirst("capture", "x", "--journal", "other", "--now", NOW)
    state = home / "state" / str(marker.read_key(root(home)))
    (state / "drafts").mkdir(exist_ok=True)
    draft = state / "drafts" / f"20261123-4k7q0z2xwm{codec().ending}"
    draft.write_bytes(codec().seal(b"{}"))
    (root(home) / "format.json").unlink()
    assert mefirst("journal", "check", "--repair", "--now", NOW).code == 0
    assert draft in drafts(home)
    assert draft.parents[1].name == marker.read_key(root(home)) != marker.read_key(other)


def test_no_two_journals_of_a_device_get_one_key(home: Path) -> None:
    """A copy of a journal whose marker is damaged: it gets a key of its own, and that is said."""
    noted("one")
    mefirst("journal", "check", "--now", NOW)
    shutil.copytree(root(home), home / "journals" / "copy")
    (home / "journals" / "copy" / "format.json").unlink()
    ran = mefirst("journal", "check", "--repair", "--journal", "copy", "--now", NOW)
    assert (ran.code, "Written anew, with a new key: drafts from before" in ran.err) == (0, True)
    assert marker.read_key(home / "journals" / "copy") not in {None, marker.read_key(root(home))}


def test_where_nothing_is_known_of_it_a_new_key_is_written(home: Path) -> None:
    """On another device, or after its state was lost: the records are all there."""
    noted("one")
    shutil.rmtree(home / "state")
    (root(home) / "format.json").write_bytes(b"")
    assert mefirst("journal", "check", "--repair", "--now", NOW).code == 0
    assert len(mefirst("list", "all", "--format", "json").json["entries"]) == 1


def test_what_a_newer_version_wrote_is_left_alone(home: Path) -> None:
    noted("one")
    (root(home) / "format.json").write_text(json.dumps({"format": "mefirst/2", "journal": "x"}))
    before = tree(root(home))
    ran = mefirst("journal", "check", "--repair", "--now", NOW)
    assert (ran.code, "newer mefirst" in ran.err) == (3, True)
    assert tree(root(home)) == before


def test_a_restore_that_was_stopped_goes_on(home: Path, tmp_path: Path) -> None:
    """It writes the marker last: until then what is there is not read, and the same restore ends it."""
    noted("one")
    zipped = tmp_path / "b.zip"
    mefirst("journal", "backup", str(zipped), "--now", NOW)
    key = marker.read_key(root(home))
    (root(home) / "format.json").unlink()
    assert mefirst("journal", "restore", str(zipped), "--now", NOW).code == 0
    assert marker.read_key(root(home)) == key


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.parametrize("error", ["", forking.USUAL])
def test_stopped_or_refused_at_any_call_it_ends_with_the_same_key(
    home: Path, monkeypatch: pytest.MonkeyPatch, error: str, *, sealing: bool
) -> None:
    """Also where the damaged one is in quarantine already, and this device knows nothing else of it."""
    noted("one")
    key = marker.read_key(root(home))
    shutil.rmtree(home / "state")
    replaced(b"mefirst/1", b"mefyrst/1")(root(home) / "format.json")
    words = ("journal", "check", "--repair", "--now", NOW)
    for one in forking.each(home, words, error=error, every=3 if sealing else 1):
        monkeypatch.setenv("MEFIRST_HOME", str(one.home))
        if error and one.ran.code:
            assert "Traceback" not in one.ran.err, one
            assert "stumbled" not in one.ran.err, one
        assert mefirst(*words).code == 0, one
        assert marker.read_key(root(one.home)) == key, one
        assert len(mefirst("list", "all", "--format", "json").json["entries"]) == 1


def test_beside_sealed_records_no_plain_ones_are_begun(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An encrypted journal without its marker takes nothing; after the repair, what is added is sealed as before."""
    cheap(monkeypatch)
    unlocking(tmp_path, monkeypatch)
    noted("one")
    assert mefirst("journal", "encrypt", "--yes", "--now", NOW).code == 0
    key = marker.read_key(root(home))
    (root(home) / "format.json").unlink()
    assert mefirst("capture", "two", "--now", NOW).code == 3
    assert mefirst("journal", "check", "--repair", "--now", NOW).code == 0
    assert marker.read_key(root(home)) == key
    noted("two")
    assert not [path for path in root(home).rglob("2026*") if path.suffix == ".json"]
    entries = mefirst("list", "all", "--format", "json", "--now", NOW).json["entries"]
    assert {one["situation"] for one in entries} == {"one", "two"}
