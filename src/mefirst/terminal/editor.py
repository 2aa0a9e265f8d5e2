"""Long answers in the leader's own editor. The text lives in a private folder and leaves with it."""

import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from mefirst import atomic
from mefirst.terminal.console import Console
from mefirst.terminal.leftovers import ABOUT, LOCK, PREFIX, TEXT, digest, held, in_memory, removed

_VIM = {"vi", "vim", "nvim", "view", "vimx"}
_NOT_VIM = {"busybox", "toybox", "nvi", "elvis"}
_QUIET = "set nobackup nowritebackup noswapfile noundofile"
_VIM_QUIET = ["-n", "-i", "NONE", "--cmd", _QUIET, "-c", _QUIET]
"""No swap, backup, undo or viminfo: before the owner's own settings are read, and after."""


class NoEditor(Exception):
    """No editor could be started, or it failed: which was tried, why, and the text as it was left."""

    def __init__(self, name: str, why: str, text: str) -> None:
        super().__init__(name, why)
        self.name = name
        self.why = why
        self.text = text


def command(configured: str | None, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the editor's command: the setting, else VISUAL, else EDITOR, else the platform's own."""
    fallback = "notepad" if os.name == "nt" else "vi"
    chosen = (configured, environment.get("VISUAL"), environment.get("EDITOR"))
    words = shlex.split(next((one for one in chosen if one and not one.isspace()), fallback))
    if words and Path(words[0]).name in _VIM and _is_vim(words[0]):
        return [*words, *_VIM_QUIET]
    return words


def _is_vim(name: str) -> bool:
    """Whether what is called `vi` is a Vim: some systems have smaller ones, which know none of its options."""
    found = shutil.which(name)
    return found is None or Path(found).resolve().name not in _NOT_VIM


def edit(
    text: str,
    configured: str | None = None,
    about: Mapping[str, Any] | None = None,
    keep: Callable[[str], None] = lambda _: None,
) -> str:
    """Return `text` as the leader leaves it in the editor; NoEditor where none starts or it fails.

    `about` says what the text belongs to, for whoever finds it after a crash. `keep` is called with what was
    changed before its file goes, so that it is never in this process alone.
    """
    try:
        words = command(configured)
    except ValueError as problem:  # a quotation mark without its partner
        raise NoEditor(configured or "", f"{problem}.", text) from None
    name = words[0] if words else ""
    try:
        with _folder(text) as folder, _prepared(folder, text, about or {}) as lock:
            left, failed = _run(words, folder / TEXT, text, lock)
            if left != text:
                keep(left)
            if failed:
                raise NoEditor(name, failed, left)
            return left
    except OSError as problem:  # there is no room for the text: no editor was started
        raise NoEditor(name, problem.strerror or str(problem), text) from None


def _run(words: Sequence[str], path: Path, text: str, lock: tuple[int, ...]) -> tuple[str, str]:
    """Open the editor on the file; return the text as it is left, and what failed, "" where nothing did."""
    try:
        with _minding_signals():
            # The session is led on stderr; where stdout is piped, an editor would draw into the pipe.
            screen = sys.stderr if sys.stderr.isatty() else None
            keys = None if sys.stdin.isatty() else subprocess.DEVNULL  # nobody is there: it shall not wait
            subprocess.run(  # noqa: S603 the owner's own editor
                [*words, str(path)], check=True, stdin=keys, stdout=screen, pass_fds=lock
            )
        return _left_in(path, text), ""
    except OSError as problem:
        return _rest_of(path, text), f"{problem.strerror or problem}."
    except subprocess.CalledProcessError as problem:
        code = problem.returncode
        ended = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return _rest_of(path, text), f"It {ended}."


@contextlib.contextmanager
def _folder(text: str) -> Iterator[Path]:
    """Yield a folder for the editor, in memory where there is such, and remove it afterwards.

    Where the terminal is closed meanwhile, or what was changed cannot be kept, it stays, to be taken up at the
    next start.
    """
    parent = in_memory()
    if parent is None:
        _warn()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    stays = False
    try:
        yield folder
    except NoEditor:
        raise
    except BaseException:
        stays = _rest_of(folder / TEXT, text) != text
        raise
    finally:
        if not stays:
            removed(folder)


@contextlib.contextmanager
def _prepared(folder: Path, text: str, about: Mapping[str, Any]) -> Iterator[tuple[int, ...]]:
    """Put the text into its folder; yield the lock that says it is being edited, for the editor to inherit."""
    before = digest(text)
    if sys.platform == "win32":
        _write(folder / TEXT, text + "\n" if text else "")
        yield ()
        return
    new = folder / f"{LOCK}.new"
    handle = os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        held(handle)
        new.replace(folder / LOCK)  # one that is there is held, or was left behind
        _write(folder / ABOUT, json.dumps({**about, "before": before}))
        _write(folder / TEXT, text + "\n" if text else "")
        yield (handle,)
    finally:
        with contextlib.suppress(OSError):  # there is nothing in it that could be lost
            os.close(handle)


def _write(path: Path, text: str) -> None:
    """Put a text there whole or not at all: half of it would be taken for what somebody made of it."""
    new = path.with_name(f"{path.name}.new")
    atomic.write_new(new, text.encode("utf-8", "replace"))
    new.replace(path)


@cache
def _warn() -> None:
    """Say once that the text lies on a disk meanwhile."""
    Console().note(
        f"There is no folder in memory here: while the editor is open, the text lies in {tempfile.gettempdir()}."
    )


def _rest_of(path: Path, text: str) -> str:
    """Return what is in the file after a failure; `text`, as it was, where nothing is."""
    with contextlib.suppress(OSError):
        return _left_in(path, text)
    return text


def _left_in(path: Path, text: str) -> str:
    """Return what is in the file now, where `text` was before."""
    left = path.read_bytes().decode("utf-8", "replace")
    if "\r\n" not in text:  # else they are the leader's own, not those of an editor of another platform
        left = left.replace("\r\n", "\n")
    return left.rstrip("\n")


@contextlib.contextmanager
def _minding_signals() -> Iterator[None]:
    """Leave interrupts to the editor, whose keys may send them to all in the terminal (Ctrl+G in Emacs).

    Where the terminal is closed, end in order, so that the text does not stay behind.
    """

    def ignore(_number: int, _frame: FrameType | None) -> None:
        """Do nothing: a signal ignored outright would be ignored by the editor, too."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    handlers: dict[int, Callable[[int, FrameType | None], None]] = {
        signal.SIGINT: ignore,
        signal.SIGTERM: end,
    }
    if sys.platform != "win32":
        handlers[signal.SIGHUP] = end
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
