"""Where files are put aside that cannot be believed, or are not wanted where they lie: moved, never deleted."""

import os
from pathlib import Path

from mefirst import atomic
from mefirst.journal import layout


def put_aside(root: Path, path: Path) -> str:
    """Move a file of the journal in `root` into quarantine, numbered where its name is taken; return its path there."""
    target = root / layout.QUARANTINE / path.name
    number = 1
    while os.path.lexists(target):
        number += 1
        target = target.with_name(f"{path.name}.{number}")
    move(path, target)
    return target.relative_to(root).as_posix()


def move(path: Path, target: Path) -> None:
    """Give a file another place on the same file system, durably."""
    atomic.make_folder(target.parent)
    path.rename(target)
    atomic.flush_folder(target.parent)
    atomic.flush_folder(path.parent)
