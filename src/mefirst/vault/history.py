"""The git history of a journal: it keeps what encrypting takes out of the files."""

import os
import shutil
import subprocess
from pathlib import Path

from mefirst.errors import CannotWrite
from mefirst.vault.refusals import HasHistory, InsideRepository

_MOST_SECONDS = 60


def refuse(root: Path, *, new: bool) -> None:
    """Raise HasHistory where git keeps earlier states of the journal in `root`; with `new`, its own may be there."""
    if (root / ".git").exists():
        # of a worktree, of a submodule, or kept elsewhere
        if not (root / ".git").is_dir() or (root / ".git").is_symlink():
            raise InsideRepository(str(root))
        if not new:
            raise HasHistory(str(root))
        return
    outer = next((folder for folder in root.resolve().parents if (folder / ".git").exists()), None)
    if outer and _is_tracked(root):
        raise InsideRepository(str(outer))


def _is_tracked(root: Path) -> bool:
    """Whether a commit around it touched the journal, or the next one will; where git cannot say, it may have."""
    try:
        commits = _git(root, "log", "--all", "--reflog", "-1", "--format=%H", "--", ".")
        staged = _git(root, "ls-files", "--cached", "--", ".")
    except (OSError, subprocess.SubprocessError):
        return True
    return bool(commits.stdout.strip() or staged.stdout.strip())


def begin_anew(root: Path) -> None:
    """Throw the history away and begin a fresh one, without a remote, whose first commit is the journal as it is."""
    if not (root / ".git").is_dir():
        return
    try:
        shutil.rmtree(root / ".git")
        _git(root, "init", "--quiet")
        _git(root, "add", "--all", "--", ".", ":!.mefirst")
        name = ["-c", "user.name=mefirst", "-c", "user.email=mefirst@localhost", "-c", "commit.gpgsign=false"]
        _git(root, *name, "commit", "--quiet", "--allow-empty", "-m", "A new history begins")
    except (OSError, subprocess.SubprocessError) as problem:
        raise CannotWrite(str(root / ".git"), str(problem)) from problem


def _git(root: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    # in a hook of git's, GIT_DIR names the repository of that, whatever folder we name
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(  # noqa: S603 git, with words of our own
        ["git", "-C", str(root), *words],  # noqa: S607 found on the PATH
        check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=_MOST_SECONDS, env=environment,
    )  # fmt: skip
