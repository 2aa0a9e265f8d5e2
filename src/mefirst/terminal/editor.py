"""Long answers in the leader's own editor. The text lives in a private folder and leaves with it."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType

_MEMORY = ("/dev/shm",)  # noqa: S108 a folder of our own, mode 0700, is made in it
_VIM = {"vi", "vim", "nvim", "view", "vimx"}
_VIM_QUIET = ["-n", "-i", "NONE", "--cmd", "set nobackup nowritebackup noswapfile noundofile"]


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
    words = shlex.split(configured or environment.get("VISUAL") or environment.get("EDITOR") or fallback)
    if words and Path(words[0]).name in _VIM:
        return [*words, *_VIM_QUIET]
    return words


def edit(text: str, configured: str | None = None) -> str:
    """Return `text` as the leader leaves it in the editor; NoEditor where none starts or it fails."""
    try:
        words = command(configured)
    except ValueError as problem:  # a quotation mark without its partner
        raise NoEditor(configured or "", str(problem), text) from None
    with tempfile.TemporaryDirectory(prefix="mefirst-", dir=_private_parent()) as folder:
        path = Path(folder) / "answer.txt"
        path.touch(mode=0o600)
        path.write_bytes((text + "\n" if text else "").encode("utf-8", "replace"))
        try:
            with _minding_signals():
                # The session is led on stderr; where stdout is piped, an editor would draw into the pipe.
                screen = sys.stderr if sys.stderr.isatty() else None
                keys = (
                    None if sys.stdin.isatty() else subprocess.DEVNULL
                )  # nobody is there: it shall not wait
                subprocess.run([*words, str(path)], check=True, stdin=keys, stdout=screen)  # noqa: S603 the owner's own
            return _left_in(path, text)
        except (OSError, subprocess.CalledProcessError) as problem:
            left = text
            with contextlib.suppress(OSError):
                left = _left_in(path, text)
            raise NoEditor(words[0] if words else "", str(problem), left) from None


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
    loop = signal.set_wakeup_fd(-1)  # the toolkit would hear of an interrupt all the same, and later
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(loop)


def _private_parent(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return a folder in memory where there is one, so that the text never reaches a disk."""
    for folder in (environment.get("XDG_RUNTIME_DIR"), *_MEMORY):
        if folder and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return None
