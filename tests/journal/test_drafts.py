"""Drafts: what was answered so far, on this device, for one session at a time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mefirst.errors import DraftInUse
from mefirst.journal.codec import Unreadable
from mefirst.journal.drafts import Drafts
from oscalls import files_below
from samples import ID, nth_id
from sealing import codec

pytestmark = pytest.mark.usefixtures("sealing")


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "state", codec=codec())


def at(drafts: Drafts, draft_id: str, seconds: int) -> None:
    """Say when a draft was last written."""
    os.utime(drafts.path(draft_id), (seconds, seconds))


def test_a_draft_comes_back_as_it_was_saved(drafts: Drafts) -> None:
    document = {"answers": {"moment": "leise – \u202e", "effect": [{"seen": -1}]}, "pack": {"id": "daily"}}
    drafts.save(ID, document)
    assert drafts.load(ID) == document
    drafts.save(ID, {**document, "at": 3})
    assert drafts.load(ID) == {**document, "at": 3}
    assert len(files_below(drafts.path(ID).parent)) == 1


def test_without_a_draft_nothing_is_pending_and_nothing_is_created(drafts: Drafts, tmp_path: Path) -> None:
    assert drafts.pending() == []
    assert not (tmp_path / "state").exists()
    with pytest.raises(FileNotFoundError):
        drafts.load(ID)


def test_the_newest_draft_comes_first(drafts: Drafts) -> None:
    """By when it was last written, not by the day it is about."""
    for number, written in ((1, 300), (2, 100), (3, 200)):
        drafts.save(nth_id(number), {"n": number})
        at(drafts, nth_id(number), written)
    assert [document["n"] for _, document in drafts.pending()] == [1, 3, 2]
    assert [draft_id for draft_id, _ in drafts.pending()] == [nth_id(1), nth_id(3), nth_id(2)]


def test_what_is_no_draft_or_cannot_be_read_is_not_offered(drafts: Drafts) -> None:
    """It stays where it is: somebody's words may be in it."""
    drafts.save(ID, {"n": 1})
    folder = drafts.path(ID).parent
    broken = {nth_id(1): b"", nth_id(2): b"{", "notes": b"{}"}
    for name, data in broken.items():
        (folder / f"{name}{codec().ending}").write_bytes(data)
    (folder / f"{nth_id(3)}{codec().ending}").mkdir()
    assert drafts.pending() == [(ID, {"n": 1})]
    with pytest.raises(Unreadable):
        drafts.load(nth_id(2))
    for name, data in broken.items():
        assert (folder / f"{name}{codec().ending}").read_bytes() == data


def test_a_draft_that_went_away_meanwhile_is_passed_over(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.save(ID, {"n": 1})
    found = [drafts.path(nth_id(1)), drafts.path(ID)]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "glob", lambda folder, pattern: iter(found))
        assert drafts.pending() == [(ID, {"n": 1})]


def test_a_finished_draft_leaves_nothing_behind(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(ID, {"n": 1})
    with drafts.lock(ID):
        drafts.remove(ID)
    assert files_below(tmp_path) == {}
    drafts.remove(ID)
    assert drafts.pending() == []


def test_one_session_holds_a_draft_at_a_time(drafts: Drafts) -> None:
    """Within one process, too; another draft is free, and so is this one afterwards, also after a failure."""
    with drafts.lock(ID):
        with pytest.raises(DraftInUse, match="4k7q0z"), drafts.lock(ID):
            pytest.fail("held twice")
        with drafts.lock(nth_id(1)):
            pass
    with pytest.raises(ZeroDivisionError), drafts.lock(ID):
        raise ZeroDivisionError
    with drafts.lock(ID):
        pass


HOLD = """
import sys
from pathlib import Path
from mefirst.journal.drafts import Drafts
with Drafts(Path(sys.argv[1])).lock(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the draft."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "state"), ID],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_draft_held_by_another_process_is_in_use_until_it_ends(
    drafts: Drafts, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(DraftInUse), drafts.lock(ID):
        pytest.fail("held by two processes")
    assert holder.stdin is not None
    holder.stdin.close()
    assert holder.wait(20) == 0
    with drafts.lock(ID):
        pass


def test_the_system_lets_go_when_the_holder_is_killed(drafts: Drafts, holder: subprocess.Popen[str]) -> None:
    """No stale lock ever stands between the leader and the words."""
    holder.kill()
    holder.wait(20)
    with drafts.lock(ID):
        pass


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_drafts_and_locks_are_the_owners_alone_whatever_the_umask(drafts: Drafts, tmp_path: Path) -> None:
    before = os.umask(0o777)
    try:
        drafts.save(ID, {"n": 1})
        with drafts.lock(ID):
            pass
        with drafts.lock(ID):
            pass
    finally:
        os.umask(before)
    made = list((tmp_path / "state").rglob("*"))
    assert len(made) == 4
    for path in made:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
