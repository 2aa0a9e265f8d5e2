"""Writing: the order of the steps is the promise, and each step may be refused."""

import errno
import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mefirst import atomic
from mefirst.errors import CannotWrite
from oscalls import Call, Calls, files_below

DATA = b'{"a": 1}\n'
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX calls and modes")

Writer = Callable[[Path, bytes, Path], object]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file to be, two folders below what exists."""
    return tmp_path / "journal" / "2026" / "11" / "record.json"


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    return tmp_path / "journal" / ".mefirst" / "tmp"


# ---- the promise, read from the calls that were made


def broken_promises(calls: list[Call], path: Path) -> list[str]:
    """Name every promise about durability that a sequence of calls, which ended in "saved", does not keep."""
    broken = []
    places = {
        name: [place for place, call in enumerate(calls) if call.name == name]
        for name in {c.name for c in calls}
    }
    renames = [place for place in places.get("replace", []) if calls[place].path == path]
    if not renames:
        return ["written in place"]
    rename = renames[-1]
    source = calls[rename].source
    own = [(place, call.name) for place, call in enumerate(calls) if call.path == source]
    last_write = max(place for place, name in own if name == "write")
    flushed = [place for place, name in own if name == "fsync" and place > last_write]
    if not flushed:
        broken.append("file not flushed")
    elif min(flushed) > rename:
        broken.append("file flushed after the rename")
    if not any(calls[place].path == path.parent for place in places.get("fsync", []) if place > rename):
        broken.append("folder not flushed after the rename")
    broken += [
        f"new folder {calls[made].path.name} not flushed into its parent"
        for made in places.get("mkdir", [])
        if not any(
            calls[place].path == calls[made].path.parent for place in places.get("fsync", []) if place > made
        )
    ]
    if not any(calls[place].path == path for place in places.get("read", []) if place > rename):
        broken.append("not read back")
    return broken


@posix
def test_a_file_is_flushed_renamed_its_folder_flushed_and_read_back_before_saved_is_said(
    tmp_path: Path, target: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the moment the power fails at, there is the old state or the new one."""
    calls = Calls(tmp_path, monkeypatch)
    atomic.write(target, DATA, temporary)
    assert broken_promises(calls.made, target) == []
    opened = [call for call in calls.made if call.name == "create"]
    assert [call.path.parent for call in opened] == [temporary]
    assert files_below(target.parent) == {target.name: DATA}


def _unflushed_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "_flush_file", lambda handle: None)


def _unflushed_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "flush_folder", lambda path: None)


def _flushed_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(path: Path, data: bytes, temporary: Path) -> None:
        flush, held = atomic._flush_file, []
        monkeypatch.setattr(atomic, "_flush_file", lambda handle: held.append(os.dup(handle)))
        _write(path, data, temporary)
        handle = os.open(path, os.O_RDONLY)
        flush(handle)
        for one in (handle, *held):
            os.close(one)

    _write = atomic.write
    monkeypatch.setattr(atomic, "write", late)


def _renamed_after_the_folder_was_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    def early(path: Path, data: bytes, temporary: Path) -> None:
        atomic.make_folder(path.parent)
        source = atomic._write_temporary(temporary, data)
        atomic.flush_folder(path.parent)
        os.replace(source, path)  # noqa: PTH105 the call that is recorded
        path.read_bytes()

    monkeypatch.setattr(atomic, "write", early)


def _written_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def direct(path: Path, data: bytes, temporary: Path) -> None:
        atomic.make_folder(path.parent)
        atomic.write_new(path, data)
        atomic.flush_folder(path.parent)
        path.read_bytes()

    monkeypatch.setattr(atomic, "write", direct)


def _not_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def trusting(path: Path, data: bytes, temporary: Path) -> None:
        atomic.make_folder(path.parent)
        os.replace(atomic._write_temporary(temporary, data), path)  # noqa: PTH105 the call that is recorded
        atomic.flush_folder(path.parent)

    monkeypatch.setattr(atomic, "write", trusting)


@posix
@pytest.mark.parametrize(
    ("mutate", "caught"),
    [
        (_unflushed_file, "file not flushed"),
        (_unflushed_folder, "folder not flushed after the rename"),
        (_flushed_too_late, "file not flushed"),
        (_renamed_after_the_folder_was_flushed, "folder not flushed after the rename"),
        (_written_in_place, "written in place"),
        (_not_read_back, "not read back"),
    ],
)
def test_a_writer_that_leaves_out_a_step_is_caught(
    tmp_path: Path,
    target: Path,
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    mutate: Callable[[pytest.MonkeyPatch], None],
    caught: str,
) -> None:
    """The test above is able to fail: for each step left out it names that step."""
    calls = Calls(tmp_path, monkeypatch)
    mutate(monkeypatch)
    atomic.write(target, DATA, temporary)
    assert caught in broken_promises(calls.made, target)


# ---- refusals


@posix
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("writer", [atomic.write, atomic.write_if_absent], ids=["write", "write_if_absent"])
def test_whichever_step_is_refused_nothing_is_there_and_the_next_try_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, writer: Writer
) -> None:
    """Every call of a write, refused one after the other."""
    calls = Calls(tmp_path, monkeypatch)
    calls.errno = number
    writer(tmp_path / "plain" / "11" / "record.json", DATA, tmp_path / "plain" / "tmp")
    steps = calls.names()
    assert {"mkdir", "chmod", "create", "fchmod", "write", "fsync", "close", "open"} <= set(steps)
    for step, name in enumerate(steps):
        root = tmp_path / f"{step}"
        path, folder = root / "11" / "record.json", root / "tmp"
        calls.made.clear()
        calls.refuse = step
        if name == "link":  # a file system without hard links is written to another way
            assert writer(path, DATA, folder)
        else:
            with pytest.raises(CannotWrite) as refused:
                writer(path, DATA, folder)
            assert os.strerror(number) in refused.value.what
            assert refused.value.why == str(path)
            marker = writer is atomic.write_if_absent and step > steps.index(
                "link"
            )  # others may use it already
            assert files_below(root) == ({"11/record.json": DATA} if marker else {}), f"step {step}: {name}"
        calls.refuse = None
        writer(path, DATA, folder)
        assert files_below(root) == {"11/record.json": DATA}


@posix
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_file_that_was_there_is_whole_whichever_step_is_refused(
    tmp_path: Path, target: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A draft is overwritten: until the rename the old one stays, after it the new one is there, never half."""
    calls = Calls(tmp_path, monkeypatch)
    calls.errno = number
    atomic.write(target, b"old", temporary)
    calls.made.clear()
    atomic.write(target, b"old", temporary)
    steps = calls.names()
    for step in range(len(steps)):
        calls.made.clear()
        calls.refuse = step
        with pytest.raises(CannotWrite):
            atomic.write(target, b"new", temporary)
        calls.refuse = None
        whole = b"old" if step <= steps.index("replace") else b"new"
        assert files_below(tmp_path) == {target.relative_to(tmp_path).as_posix(): whole}, steps[step]
        atomic.write(target, b"old", temporary)


def test_bytes_that_do_not_read_back_the_same_are_not_saved(
    target: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A disk that lies is found out before "saved" is said."""
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"something else")
    with pytest.raises(CannotWrite, match="does not read back"):
        atomic.write(target, DATA, temporary)
    assert files_below(tmp_path) == {}


def test_a_write_that_takes_a_byte_at_a_time_is_written_whole(
    target: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system may take less than it was given."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, bytes(data)[:1]))
    atomic.write(target, DATA, temporary)
    assert target.read_bytes() == DATA


def test_an_interrupt_leaves_nothing_half(
    target: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ctrl-C is no OSError, and cleans up all the same."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic, "_flush_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        atomic.write(target, DATA, temporary)
    assert files_below(tmp_path) == {}


@posix
@pytest.mark.parametrize(
    ("number", "tolerated"),
    [
        (errno.EINVAL, True),
        (errno.ENOTSUP, True),
        (errno.EIO, False),
        (errno.ENOSPC, False),
        (errno.EROFS, False),
    ],
)
def test_a_file_system_that_cannot_flush_folders_is_tolerated_a_failing_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, tolerated: bool
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    if tolerated:
        atomic.flush_folder(tmp_path)
    else:
        with pytest.raises(OSError, match=r".+") as refused:
            atomic.flush_folder(tmp_path)
        assert refused.value.errno == number


@posix
def test_a_failed_flush_is_not_tried_again_on_the_same_file(
    target: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failed flush the system may call lost pages clean: a second one would say yes to nothing."""
    tried = []

    def refuse(handle: int) -> None:
        tried.append(handle)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(atomic, "_flush_file", refuse)
    with pytest.raises(CannotWrite):
        atomic.write(target, DATA, temporary)
    assert len(tried) == 1


@posix
def test_on_macos_the_drive_itself_is_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There fsync only hands the bytes to the drive, which may keep them to itself."""
    import fcntl  # noqa: PLC0415 POSIX alone

    asked: list[str] = []
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", "full", raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda handle, what: asked.append(what))
    with (tmp_path / "file").open("wb") as stream, monkeypatch.context() as mac:
        mac.setattr(sys, "platform", "darwin")
        atomic._flush_file(stream.fileno())
    assert asked == ["full"]


def test_on_windows_folders_are_not_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a folder cannot be opened, and a rename is written through by itself."""
    calls = Calls(tmp_path, monkeypatch)
    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        atomic.flush_folder(tmp_path)
    assert calls.made == []


# ---- modes


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o277, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@posix
def test_files_and_folders_are_the_owners_alone_whatever_the_umask(
    tmp_path: Path, target: Path, temporary: Path, umask: int
) -> None:
    atomic.write(target, DATA, temporary)
    atomic.write_if_absent(target.with_name("format.json"), DATA, temporary)
    made = [path for path in tmp_path.rglob("*") if path.name != "user"]
    assert len(made) == 7
    for path in made:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


# ---- the first of several


def test_the_first_of_many_writers_wins_and_the_others_know(tmp_path: Path) -> None:
    """One True, and the file holds what that one wrote, whole at every moment it can be seen."""
    path, count = tmp_path / "format.json", 12
    start = threading.Barrier(count)
    won: list[int] = []

    def race(number: int) -> None:
        start.wait()
        if atomic.write_if_absent(path, str(number).encode() * 1000, tmp_path / "tmp"):
            won.append(number)
        assert len(path.read_bytes()) % 1000 == 0

    threads = [threading.Thread(target=race, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert files_below(tmp_path) == {"format.json": str(won[0]).encode() * 1000}


def test_without_hard_links_the_first_still_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "format.json"
    assert atomic.write_if_absent(path, b"one", tmp_path / "tmp")
    assert not atomic.write_if_absent(path, b"two", tmp_path / "tmp")
    assert files_below(tmp_path) == {"format.json": b"one"}


def test_without_hard_links_a_full_disk_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A torn format.json would make the whole journal unreadable."""
    calls: list[int] = []
    write = os.write

    def refuse_link(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    def full(handle: int, data: bytes) -> int:
        calls.append(len(data))
        if len(calls) > 1:
            write(handle, bytes(data)[:1])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data)

    monkeypatch.setattr(os, "link", refuse_link)
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(CannotWrite, match="No space left"):
        atomic.write_if_absent(tmp_path / "format.json", DATA, tmp_path / "tmp")
    assert files_below(tmp_path) == {}


# ---- removing


def test_removing_is_durable_and_a_missing_file_is_fine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "draft.json"
    path.write_bytes(DATA)
    flushed: list[Path] = []
    monkeypatch.setattr(atomic, "flush_folder", flushed.append)
    atomic.remove(path)
    assert not path.exists()
    assert flushed == [tmp_path]
    atomic.remove(path)
    atomic.remove(tmp_path / "no folder" / "draft.json")


def test_a_file_that_cannot_be_removed_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotWrite):
        atomic.remove(tmp_path / "folder")


def test_a_file_in_a_folders_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("mine")
    with pytest.raises(CannotWrite):
        atomic.write(tmp_path / "journal" / "2026" / "record.json", DATA, tmp_path / "tmp")
    assert files_below(tmp_path) == {"journal": b"mine"}
