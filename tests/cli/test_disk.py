"""A disk that is full, read-only or not what it should be: a clear error, reads go on, and it recovers."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from crowd import at_once
from running import NOW, answers, drafts, mefirst, noted, process, records, reflected, tree
from sealing import begin
from unprivileged import unprivileged

pytestmark = pytest.mark.usefixtures("sealing")

LONG = "a word of mine " * 300
REFLECT = ("reflect", "--answers", "-", "--now", NOW)


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[Path]:
    """Mount a small file system of its own; skips where that is not allowed."""
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("needs a mount, which only root may make")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"needs a mount: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, leave: int) -> Path:
    """Fill a file system but for `leave` bytes."""
    filler = folder / "filler"
    with filler.open("wb") as stream:
        free = os.statvfs(folder)
        stream.write(b"\0" * (free.f_bavail * free.f_bsize - leave))
    return filler


@pytest.mark.parametrize("leave", [0, 4096, 12288, 20480])
def test_a_full_disk_refuses_reads_on_and_recovers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leave: int
) -> None:
    """Not saved, why, and what to do; all that was there reads; with room again the same command works."""
    with mounted(tmp_path / "small", "512k") as small:
        home = small / "home"
        monkeypatch.setenv("MEFIRST_HOME", str(home))
        reflected(moment="before")
        before = tree(home / "journals")
        filler = fill(small, leave)
        ran = mefirst(*REFLECT, stdin=answers(moment="in the way", impact=LONG, strength=LONG, gap=LONG))
        assert (ran.code, ran.out) == (1, "")
        *rescued, what, where, hint = ran.err.splitlines()
        assert what == "Not saved: No space left on device."
        assert where.startswith(str(home))
        assert hint.startswith(
            "The last good draft is" if drafts(home) else "Nothing in the journal was changed."
        )
        assert "  moment: in the way" in rescued
        assert "Saved" not in ran.err
        assert {name: data for name, data in tree(home / "journals").items() if data} == {
            name: data for name, data in before.items() if data
        }
        listed = mefirst("list", "--format", "json", "--now", NOW)
        assert (listed.code, [one["situation"] for one in listed.json["entries"]]) == (0, ["before"])
        filler.unlink()
        assert mefirst(*REFLECT, stdin=answers(moment="after")).code == 0
        assert len(records(home)) == 2


def test_a_full_disk_refuses_a_capture_and_gives_the_words_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was typed stands on stderr, so that nobody has to write it again."""
    with mounted(tmp_path / "small", "256k") as small:
        monkeypatch.setenv("MEFIRST_HOME", str(small / "home"))
        noted("before")
        fill(small, 0)
        ran = mefirst("capture", "the stand-up\nwent \x1b[31mquiet", "--now", NOW)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.splitlines()[:4] == [
            "What you wrote, so that it is not lost:",
            "  the stand-up",
            "  went ␛[31mquiet",
            "Not saved: No space left on device.",
        ]
        setting = mefirst("config", "plain", "yes")
        assert (setting.code, setting.err.splitlines()[0]) == (1, "Not saved: No space left on device.")
        assert not (small / "home" / "config.tmp").exists()


def test_a_read_only_file_system_refuses_writes_and_reads_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EROFS, as of a snapshot or a locked share: exit 1 for what writes, 0 for what reads."""
    with mounted(tmp_path / "small", "512k") as small:
        monkeypatch.setenv("MEFIRST_HOME", str(small))
        reflected()
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
        before = tree(small)
        for words in WRITERS:
            ran = mefirst(*words, "--now", NOW, stdin=answers())
            assert (ran.code, ran.out) == (1, ""), words
            assert "Not saved: Read-only file system." in ran.err
        for words in READERS:
            ran = mefirst(*words, "--now", NOW)
            assert (ran.code, ran.err) == (0, "")
        assert tree(small) == before


WRITERS = [
    ("reflect", "--answers", "-"),
    ("capture", "x"),
    ("impact", "last", "--by", "deputy", "--value", "1"),
    ("ask", "last", "--of", "deputy", "--expect", "1"),
    ("config", "plain", "yes"),
    ("config", "focus", "trust"),
]
READERS = [("list",), ("gaps",), ("show",), ()]


def test_a_folder_that_may_not_be_written_refuses_writes_and_reads_on(home: Path) -> None:
    """Permission denied, by its name."""
    reflected()
    month = home / "journals" / "default" / "entries" / "2026" / "11"
    month.chmod(0o500)
    with unprivileged():
        ran = mefirst("capture", "x", "--now", NOW)
        assert ran.code == 1
        assert "Not saved: Permission denied." in ran.err
        assert mefirst("list", "--now", NOW).code == 0


def _no_home(home: Path) -> Path:
    home.write_text("mine")
    return home


def _no_journals(home: Path) -> Path:
    home.mkdir()
    (home / "journals").write_text("mine")
    return home / "journals"


def _no_entries(home: Path) -> Path:
    noted("before")
    entries = home / "journals" / "default" / "entries"
    entries.rename(home / "elsewhere")
    entries.write_text("mine")
    return entries


def _no_temporary(home: Path) -> Path:
    noted("before")
    for path in (home / "journals" / "default" / ".mefirst" / "tmp").iterdir():
        path.unlink()
    (home / "journals" / "default" / ".mefirst" / "tmp").rmdir()
    (home / "journals" / "default" / ".mefirst" / "tmp").write_text("mine")
    return home / "journals" / "default" / ".mefirst" / "tmp"


@pytest.mark.parametrize("spoil", [_no_home, _no_journals, _no_entries, _no_temporary])
@pytest.mark.parametrize("words", [("capture", "my words"), ("reflect", "--answers", "-")])
def test_a_file_where_a_folder_should_be_is_named_and_left_alone(
    home: Path, spoil: Callable[[Path], Path], words: tuple[str, ...]
) -> None:
    """Exit 1, at most three lines after the words given back, and the file as it was."""
    path = spoil(home)
    ran = mefirst(*words, "--now", NOW, stdin=answers(moment="my words"))
    assert (ran.code, ran.out) == (1, "")
    assert "my words" in ran.err
    what, where = ran.err.splitlines()[-3:-1]
    assert what in {"Not saved: Not a directory.", "Not saved: File exists."}
    assert where.startswith(str(home))
    assert "stumbled" not in ran.err
    assert path.read_text() == "mine"


def test_a_state_that_cannot_be_written_undoes_no_capture(home: Path) -> None:
    """The state on this device is a convenience for `last`: the moment is saved all the same."""
    home.mkdir()
    (home / "state").write_text("mine")
    ran = mefirst("capture", "my words", "--now", NOW)
    assert ran.code == 0
    assert ran.err.startswith("Noted ")
    assert len(records(home)) == 1
    assert mefirst("list", "--now", NOW).out.rstrip().endswith("my words  [noted]")
    assert mefirst("show", "last", "--now", NOW).code == 4


def test_twenty_at_once_keep_twenty_entries(home: Path) -> None:
    """All of them begin the journal, where it is not there sealed; one does, all save, and no two ids are alike."""
    begin(home)
    given = [answers(moment=f"moment {number}", next=f"promise {number}") for number in range(20)]
    runs = at_once([partial(process, *REFLECT, "--quiet", stdin=one) for one in given])
    assert [(ran.code, ran.err) for ran in runs] == [(0, "")] * 20
    ids = {ran.out.strip() for ran in runs}
    assert len(ids) == 20
    listed = mefirst("list", "--format", "json", "--now", NOW)
    assert listed.json["damaged"] == []
    assert {one["id"] for one in listed.json["entries"]} == ids
    assert {one["situation"] for one in listed.json["entries"]} == {f"moment {n}" for n in range(20)}
    assert len(records(home, "commitments")) == 20
    assert len(list((home / "journals").rglob("format.json"))) == 1
    assert len(list((home / "state").iterdir())) == 1
    assert not drafts(home)


def test_eight_edits_at_once_of_one_entry_lose_no_word(home: Path) -> None:
    """Each field is there; of a text all of them wrote, the history has all; the next edit makes one of them."""
    record_id = reflected()
    fields = ("behavior", "thoughts", "attitude", "motive", "belief", "others", "strength", "learning")
    edits = [
        ("edit", record_id, "--set", f"{name}=words {name}", "--set", f"gap=of {name}", "--now", NOW)
        for name in fields
    ]
    assert [ran.code for ran in at_once([partial(process, *words) for words in edits])] == [0] * 8
    shown = mefirst("show", record_id, "--format", "json", "--now", NOW).json
    assert [shown["entry"][name] for name in fields] == [f"words {name}" for name in fields]
    assert shown["damaged"] == []
    history = mefirst("show", record_id, "--history", "--format", "json", "--now", NOW).json["revisions"]
    written = " ".join(str(one["changes"]["gap"]["to"]) for one in history if "gap" in one["changes"])
    assert all(f"of {name}" in written for name in fields)
    heads = [one for one in history if one["head"]]
    assert all(str(one["changes"]["gap"]["to"]) in shown["entry"]["gap"] for one in heads)
    assert mefirst("edit", record_id, "--set", "gap=one", "--now", NOW).code == 0
    after = mefirst("show", record_id, "--format", "json", "--now", NOW).json["entry"]
    assert (after["gap"], after["conflicts"]) == ("one", [])
    assert len(records(home)) == 10


def test_eight_at_once_on_one_entry_lose_no_answer(home: Path) -> None:
    """Eight people's words come in at the same time; each of them is there afterwards."""
    record_id = reflected()
    people = [f"person {number}" for number in range(8)]
    told = ("impact", record_id, "--value", "1", "--now", NOW)
    assert [ran.code for ran in at_once([partial(process, *told, "--by", one) for one in people])] == [0] * 8
    shown = mefirst("show", record_id, "--format", "json", "--now", NOW)
    assert shown.code == 0
    (effect,) = shown.json["entry"]["effects"]
    assert {one["by"] for one in effect["reported"]} == set(people)
    assert len(records(home)) == 9
