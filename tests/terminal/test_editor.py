"""Long answers in the leader's own editor: the text lives in a private folder and leaves with it."""

import errno
import os
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mefirst.terminal import editor, leftovers
from mefirst.terminal.editor import NoEditor, command, edit

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the editors of these tests are shell scripts"
)


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    """Where the editors of these tests write down what they saw."""
    return tmp_path / "seen"


@pytest.fixture
def script(tmp_path: Path) -> "Script":
    return Script(tmp_path)


class Script:
    """Makes editors: shell scripts that get the file as $1."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "an editor"

    def __call__(self, body: str) -> str:
        """Return the command of an editor that does `body`."""
        self.path.write_text(f"#!/bin/sh\n{body}\n")
        self.path.chmod(0o700)
        return shlex.quote(str(self.path))


def test_the_text_comes_back_as_it_was_left(script: Script) -> None:
    assert edit("Line one", script('printf "line two\\n\\n" >> "$1"')) == "Line one\nline two"


def test_the_editor_sees_the_text_with_a_newline_at_its_end(script: Script, seen: Path) -> None:
    edit("Grüße ●\n  second", script(f'cp "$1" "{seen}"'))
    assert seen.read_bytes() == "Grüße ●\n  second\n".encode()


def test_nothing_is_an_empty_file_and_nothing_written_is_nothing(script: Script, seen: Path) -> None:
    assert edit("", script(f'cp "$1" "{seen}"')) == ""
    assert seen.read_bytes() == b""


def test_the_text_lies_in_a_private_folder_and_is_gone_afterwards(script: Script, seen: Path) -> None:
    """Backups the editor leaves beside it, too."""
    before = os.umask(0)
    try:
        edit(
            "private",
            script(f'ls -ldn "$(dirname "$1")" "$1" > "{seen}"; echo "$1" >> "{seen}"; cp "$1" "$1~"'),
        )
    finally:
        os.umask(before)
    folder, file, name = seen.read_text().splitlines()
    assert folder.startswith("drwx------")
    assert file.startswith("-rw-------")
    assert not Path(name).parent.exists()
    assert Path(name).parent.name.startswith("mefirst-")


def test_the_text_is_gone_after_a_failure_as_well(script: Script, seen: Path) -> None:
    with pytest.raises(NoEditor):
        edit("private", script(f'echo "$1" > "{seen}"; exit 3'))
    assert not Path(seen.read_text().strip()).parent.exists()


def test_memory_is_preferred_to_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = tmp_path / "run"
    runtime.mkdir()
    memory = tmp_path / "shm"
    monkeypatch.setattr(leftovers, "MEMORY", (str(memory),))
    assert leftovers.in_memory({"XDG_RUNTIME_DIR": str(runtime)}) == str(runtime)
    assert leftovers.in_memory({"XDG_RUNTIME_DIR": str(tmp_path / "gone")}) is None
    memory.mkdir()
    assert leftovers.in_memory({}) == str(memory)


def test_bytes_that_are_no_utf8_come_back_as_something_that_can_be_kept(script: Script) -> None:
    assert edit("", script('printf "caf\\351" > "$1"')) == "caf�"


def test_half_a_character_does_not_keep_the_editor_from_starting(script: Script) -> None:
    assert edit("caf\udce9", script("true")) == "caf?"


@pytest.mark.parametrize("refused", ["mkdir", "open", "write", "replace"])
def test_a_text_there_is_no_room_for_starts_no_editor(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    """It comes back as it was, with what the system says; nothing stays in the folder in memory."""
    run = tmp_path / "run"
    run.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
    real = getattr(os, refused)

    def full(first: object, *rest: Any, **more: Any) -> object:
        reads = refused == "open" and not rest[0] & os.O_CREAT
        if not reads and (refused == "write" or str(first).startswith(str(run))):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(first, *rest, **more)

    command = script("exit 0")
    monkeypatch.setattr(os, refused, full)
    with pytest.raises(NoEditor) as failed:
        edit("my words", command)
    assert (failed.value.why, failed.value.text) == ("No space left on device", "my words")
    monkeypatch.undo()
    assert list(run.iterdir()) == []


# --- Which editor


@pytest.mark.parametrize(
    ("configured", "environment", "words"),
    [
        ("nano -w", {"VISUAL": "code --wait", "EDITOR": "ed"}, ["nano", "-w"]),
        (None, {"VISUAL": "code --wait", "EDITOR": "ed"}, ["code", "--wait"]),
        (None, {"VISUAL": "", "EDITOR": "ed"}, ["ed"]),
        (" ", {"VISUAL": " ", "EDITOR": "ed"}, ["ed"]),
        (None, {"EDITOR": "'/opt/my editor/bin' -x"}, ["/opt/my editor/bin", "-x"]),
    ],
)
def test_the_setting_comes_before_visual_before_editor(
    configured: str | None, environment: dict[str, str], words: list[str]
) -> None:
    assert command(configured, environment) == words


@pytest.mark.parametrize("vim", ["vi", "vim", "/usr/local/bin/nvim", "vim -u NONE"])
def test_vim_leaves_no_copy_of_the_text_behind(vim: str) -> None:
    """No swap file, no backup, no undo file, no viminfo."""
    words = command(vim, {})
    assert words[: len(vim.split())] == vim.split()
    assert words[len(vim.split()) :] == [
        *("-n", "-i", "NONE"),
        *("--cmd", "set nobackup nowritebackup noswapfile noundofile"),
        *("-c", "set nobackup nowritebackup noswapfile noundofile"),
    ]


def test_a_small_vi_is_given_no_options_of_vim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would refuse to start."""
    (tmp_path / "busybox").write_text("#!/bin/sh\n")
    (tmp_path / "busybox").chmod(0o700)
    (tmp_path / "vi").symlink_to("busybox")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert command(None, {}) == ["vi"]


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
def test_vim_leaves_nothing_whatever_its_owner_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups, undo files, swap files and viminfo all switched on in a vimrc of this test."""
    home = tmp_path / "user"
    for name in ("backup", "undo", "swap"):
        (home / name).mkdir(parents=True)
    (home / ".vimrc").write_text(
        "set nocompatible backup backupdir=~/backup// undofile undodir=~/undo// directory=~/swap// swapfile\n"
        "set updatecount=1 viminfo='100,n~/viminfo\n"
        "autocmd VimEnter * execute 'normal Goprivate words' | write | execute 'normal Gomore' | wq\n"
    )
    monkeypatch.setenv("HOME", str(home))
    assert edit("before", "vim") == "before\nprivate words\nmore"
    assert [path for path in home.rglob("*") if path.is_file()] == [home / ".vimrc"]


def test_without_any_setting_it_is_vi() -> None:
    assert command(None, {})[0] == "vi"


@pytest.mark.parametrize("named", ["no-such-editor-anywhere", "/", '"unfinished'])
def test_an_editor_that_is_none_is_named(named: str) -> None:
    with pytest.raises(NoEditor) as caught:
        edit("text", named)
    assert caught.value.args[0] == named


def test_an_editor_that_fails_is_named(script: Script) -> None:
    name = script("exit 1")
    with pytest.raises(NoEditor) as caught:
        edit("text", name)
    assert caught.value.args[0] == str(script.path)


def test_a_file_thrown_away_by_the_editor_is_a_failure(script: Script) -> None:
    with pytest.raises(NoEditor):
        edit("text", script('rm "$1"'))


# --- Signals


def in_a_process(name: str) -> "subprocess.Popen[str]":
    """Begin to edit in a process of its own, which prints what came of it."""
    program = f"from mefirst.terminal.editor import edit; print(repr(edit('private', {name!r})))"
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)


def test_interrupts_are_the_editors_own(script: Script) -> None:
    """Ctrl+G in Emacs sends one to all in the terminal: we go on, and the editor hears it."""
    heard = """trap 'echo heard >> "$1"' INT; kill -INT $PPID; kill -INT $$; echo edited >> "$1" """
    with in_a_process(script(heard)) as session:
        said, _ = session.communicate(timeout=60)
    assert said == "'private\\nheard\\nedited'\n"


def test_an_interrupt_after_the_editor_is_ours_again(script: Script) -> None:
    before = signal.getsignal(signal.SIGINT)
    edit("", script("true"))
    assert signal.getsignal(signal.SIGINT) is before


def test_what_was_changed_is_left_to_be_taken_up_when_the_terminal_is_closed(
    script: Script, seen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    name = script(f'echo changed >> "$1"; touch "{seen}"; exec sleep 30')
    with in_a_process(name) as session:
        wait_for(seen)
        session.send_signal(signal.SIGHUP)
        assert session.wait(20) == 128 + signal.SIGHUP
    (one,) = (one for one in leftovers.leftovers() if one.folder.parent == tmp_path)
    assert one.text == "private\nchanged"
    assert not one.is_unchanged
    one.remove()
    assert not one.folder.exists()


def test_nothing_but_folders_of_our_own_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a link, nor a folder others may look into, nor one without a lock, nor one that is held.

    One that was stopped before its text was there is taken up as an empty one, so that it goes.
    """
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))

    def make(name: str) -> Path:
        folder = tmp_path / f"{leftovers.PREFIX}{name}"
        folder.mkdir(mode=0o700)
        (folder / leftovers.TEXT).write_text(name)
        (folder / leftovers.LOCK).touch()
        return folder

    def found() -> list[str]:
        return [one.folder.name for one in leftovers.leftovers() if one.folder.parent == tmp_path]

    ours = make("ours")
    (ours / leftovers.ABOUT).write_text("{")
    make("open").chmod(0o755)
    (make("unlocked") / leftovers.LOCK).unlink()
    empty = make("empty")
    (empty / leftovers.TEXT).unlink()
    (tmp_path / f"{leftovers.PREFIX}link").symlink_to(ours)
    (tmp_path / f"{leftovers.PREFIX}file").write_text("x")
    assert found() == [empty.name, ours.name]
    assert next(leftovers.leftovers()).text == ""
    handle = os.open(ours / leftovers.LOCK, os.O_RDWR)
    assert leftovers.held(handle)
    assert found() == [empty.name]
    os.close(handle)
    assert found() == [empty.name, ours.name]


def test_a_text_on_a_disk_is_said(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(leftovers, "MEMORY", ())
    editor._warn.cache_clear()
    assert [edit("x", script("true")) for _ in range(2)] == ["x", "x"]
    assert capsys.readouterr().err.count("no folder in memory") == 1
    editor._warn.cache_clear()


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 20
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_the_text_does_not_stay_behind_when_the_terminal_is_closed(
    script: Script, seen: Path, number: signal.Signals
) -> None:
    name = script(f'echo "$1" > "{seen}.new"; mv "{seen}.new" "{seen}"; exec sleep 30')
    with in_a_process(name) as session:
        wait_for(seen)
        text = Path(seen.read_text().strip())
        assert stat.S_IMODE(text.parent.stat().st_mode) == 0o700
        session.send_signal(number)
        assert session.wait(20) == 128 + number
    assert not text.parent.exists()
