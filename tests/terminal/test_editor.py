"""Long answers in the leader's own editor: the text lives in a private folder and leaves with it."""

import os
import shlex
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mefirst.terminal import editor
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
    monkeypatch.setattr(editor, "_MEMORY", (str(memory),))
    assert editor._private_parent({"XDG_RUNTIME_DIR": str(runtime)}) == str(runtime)
    assert editor._private_parent({"XDG_RUNTIME_DIR": str(tmp_path / "gone")}) is None
    memory.mkdir()
    assert editor._private_parent({}) == str(memory)


def test_bytes_that_are_no_utf8_come_back_as_something_that_can_be_kept(script: Script) -> None:
    assert edit("", script('printf "caf\\351" > "$1"')) == "caf�"


def test_half_a_character_does_not_keep_the_editor_from_starting(script: Script) -> None:
    assert edit("caf\udce9", script("true")) == "caf?"


# --- Which editor


@pytest.mark.parametrize(
    ("configured", "environment", "words"),
    [
        ("nano -w", {"VISUAL": "code --wait", "EDITOR": "ed"}, ["nano", "-w"]),
        (None, {"VISUAL": "code --wait", "EDITOR": "ed"}, ["code", "--wait"]),
        (None, {"VISUAL": "", "EDITOR": "ed"}, ["ed"]),
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
        "-n", "-i", "NONE", "--cmd", "set nobackup nowritebackup noswapfile noundofile",
    ]  # fmt: skip


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
        said, _ = session.communicate(timeout=20)
    assert said == "'private\\nheard\\nedited'\n"


def test_an_interrupt_after_the_editor_is_ours_again(script: Script) -> None:
    before = signal.getsignal(signal.SIGINT)
    edit("", script("true"))
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_the_text_does_not_stay_behind_when_the_terminal_is_closed(
    script: Script, seen: Path, number: signal.Signals
) -> None:
    name = script(f'echo "$1" > "{seen}.new"; mv "{seen}.new" "{seen}"; exec sleep 30')
    with in_a_process(name) as session:
        deadline = time.monotonic() + 20
        while not seen.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        text = Path(seen.read_text().strip())
        assert stat.S_IMODE(text.parent.stat().st_mode) == 0o700
        session.send_signal(number)
        assert session.wait(20) == 128 + number
    assert not text.parent.exists()
