"""Where a pack comes from: its name, a folder, a file, pasted text or a git repository."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mefirst.cli.context import Context
from mefirst.errors import UsageProblem
from mefirst.packs import disk, pasted
from mefirst.packs.bundle import MOST_BYTES, Bundle, from_files
from mefirst.packs.library import Library
from mefirst.packs.lockfile import Source

STDIN = "-"


class Arrived(NamedTuple):
    """A pack as it came, and where from."""

    bundle: Bundle
    source: Source


def is_git(typed: str) -> bool:
    """Whether what was typed is meant as the address of a repository."""
    return (
        "://" in typed
        or "::" in typed
        or (typed.count("@") == 1 and ":" in typed and not Path(typed).exists())
    )


def arrive(typed: str, *, ref: str | None = None, allow_ssh: bool = False) -> Arrived:
    """Take in a pack from outside; nothing of it is trusted yet."""
    if ref is not None and not is_git(typed):
        raise UsageProblem("--ref names a version in a git repository.", f"'{typed}' is none.")
    if typed == STDIN:
        return Arrived(pasted.from_text(_pasted()), Source(kind="text"))
    if is_git(typed):
        from mefirst.packs import gitsource  # noqa: PLC0415 needs a program of its own

        fetched = gitsource.fetch(typed, ref, allow_ssh=allow_ssh)
        source = Source(kind="git", url=fetched.url, ref=fetched.ref, commit=fetched.commit)
        return Arrived(from_files(fetched.files, typed), source)
    path = Path(typed).expanduser()
    if path.is_dir():
        return Arrived(disk.from_folder(path), Source(kind="folder", url=str(path.absolute())))
    kind = "zip" if path.suffix == ".zip" else "file"
    return Arrived(disk.from_file(path), Source(kind=kind, url=str(path.absolute())))  # type: ignore[arg-type]


def _pasted() -> str:
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageProblem("What was pasted is not UTF-8 text.", hint="Save it as UTF-8 first.") from None


def files_of(context: Context, typed: str) -> Mapping[str, bytes]:
    """Return the files of a pack at hand or from outside, for looking at."""
    library = Library.standard(context.paths)
    if typed in library.names():
        return library.files(typed)
    if typed == STDIN or is_git(typed) or Path(typed).expanduser().exists():
        return arrive(typed).bundle.files
    return library.files(typed)
