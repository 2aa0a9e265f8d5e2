"""Long answers in the leader's own editor. The text lives in a private folder and leaves with it."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

_MEMORY = ("/dev/shm",)  # noqa: S108 a folder of our own, mode 0700, is made in it
_VIM = {"vi", "vim", "nvim", "view", "vimx"}
_VIM_QUIET = ["-n", "-i", "NONE", "--cmd", "set nobackup nowritebackup noswapfile noundofile"]


class NoEditor(Exception):
    """No editor could be started; the argument says which was tried."""


def command(configured: str | None, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the editor's command: the setting, else VISUAL, else EDITOR, else the platform's own."""
    fallback = "notepad" if os.name == "nt" else "vi"
    words = shlex.split(configured or environment.get("VISUAL") or environment.get("EDITOR") or fallback)
    if words and Path(words[0]).name in _VIM:
        return [*words, *_VIM_QUIET]
    return words


def edit(text: str, configured: str | None = None) -> str:
    """Return `text` as the leader leaves it in the editor; NoEditor where none starts or it fails."""
    words = command(configured)
    with tempfile.TemporaryDirectory(prefix="mefirst-", dir=_private_parent()) as folder:
        path = Path(folder) / "answer.txt"
        path.touch(mode=0o600)
        path.write_text(text + "\n" if text else "", "utf-8")
        try:
            subprocess.run([*words, str(path)], check=True)  # noqa: S603 the owner's own editor
        except (OSError, subprocess.CalledProcessError) as problem:
            raise NoEditor(words[0] if words else "", str(problem)) from None
        return path.read_text("utf-8", "replace").rstrip("\n")


def _private_parent(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return a folder in memory where there is one, so that the text never reaches a disk."""
    for folder in (environment.get("XDG_RUNTIME_DIR"), *_MEMORY):
        if folder and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return None
