"""Stopping or refusing a command at one call on its own files, in a child of this process: quick enough for each.

The calls are those of `os`, by which everything in a journal is written; `tracing.py` does the same from
outside, by strace, and shows that no call is missed.
"""

import errno
import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from mefirst.cli.main import main
from running import Ran

DIED = -signal.SIGKILL if sys.platform != "win32" else -9
MEMORY = "memory"
"""The folder in memory of a run, where a home has one of this name."""

USUAL = "usual"
"""Refused with the error that this call is likeliest to meet."""

_REFUSALS = dict.fromkeys(("fsync", "close", "rename", "replace", "link", "unlink"), "EIO")
_ON_PATHS = ("mkdir", "chmod", "link", "unlink", "rename", "replace")
_ON_HANDLES = ("write", "fsync", "fchmod", "close")


@dataclass(frozen=True)
class Outcome:
    """What came of a run that was stopped or refused at a call, and the home it leaves.

    `number` counts the calls from 1; `renamed` says whether a file had got its name before.
    """

    number: int
    call: str
    home: Path
    ran: Ran
    renamed: bool

    def __str__(self) -> str:
        return f"{self.call} ({self.ran.code})"


class _Stopper:
    """Counts the calls below a folder, and at one of them does something."""

    def __init__(self, below: Path, at: int | None, act: Callable[[str], None]) -> None:
        self.made: list[str] = []
        self._below = str(below)
        self._at = at
        self._act = act
        self._paths: dict[int, str] = {}
        for name in _ON_PATHS:
            setattr(os, name, self._on_path(name, getattr(os, name)))
        for name in _ON_HANDLES:
            setattr(os, name, self._on_handle(name, getattr(os, name)))
        os.open = self._open(os.open)

    def _note(self, name: str, path: str) -> None:
        self.made.append(f"{name} {Path(path).name}")
        if len(self.made) - 1 == self._at:
            self._act(name)

    def _is_below(self, path: Any) -> bool:
        return isinstance(path, str | os.PathLike) and str(path).startswith(self._below)

    def _on_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(path: Any, *arguments: Any, **more: Any) -> Any:
            if self._is_below(path):
                self._note(name, str(arguments[0] if name in {"rename", "replace", "link"} else path))
            return real(path, *arguments, **more)

        return wrapped

    def _on_handle(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(handle: int, *arguments: Any) -> Any:
            path = self._paths.pop(handle, None) if name == "close" else self._paths.get(handle)
            if path is None:
                return real(handle, *arguments)
            if name == "close":
                real(handle)
            self._note(name, path)
            return None if name == "close" else real(handle, *arguments)

        return wrapped

    def _open(self, real: Callable[..., int]) -> Callable[..., int]:
        def wrapped(path: Any, flags: int, *arguments: Any, **more: Any) -> int:
            below = self._is_below(path)
            if below and flags & os.O_CREAT:
                self._note("create", str(path))
            handle = real(path, flags, *arguments, **more)
            if below and (flags & os.O_CREAT or Path(path).is_dir()):
                self._paths[handle] = str(path)
            else:  # a file that is read: a stream closes it, and its number is given again
                self._paths.pop(handle, None)
            return handle

        return wrapped


def refusal(call: str, error: str) -> str:
    """Return the name of the error a call is refused with, where `error` may be USUAL."""
    if error != USUAL:
        return error
    return "ENOSPC" if call == "write" else _REFUSALS.get(call, "EROFS")


def _kill(_call: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _refuse(error: str) -> Callable[[str], None]:
    def refuse(call: str) -> None:
        number = getattr(errno, refusal(call, error))
        raise OSError(number, os.strerror(number))

    return refuse


def run(
    home: Path, words: tuple[str, ...], at: int | None = None, *, stdin: bytes = b"", error: str = ""
) -> tuple[Ran, list[str]]:
    """Run the command line in a child, on another home; return what it said and the calls it made until its end.

    At call number `at`, from 0, it is killed, or that call is refused with `error`.
    """
    said = home.with_name(f"{home.name}.said")
    calls = home.with_name(f"{home.name}.calls")
    child = os.fork()
    if child == 0:
        _in_child(home, words, _Ends(stdin, said, calls), at, _refuse(error) if error else _kill)
    _, status = os.waitpid(child, 0)
    made = json.loads(calls.read_text()) if calls.exists() else []
    return Ran(os.waitstatus_to_exitcode(status), b"", said.read_bytes()), made


class _Ends(NamedTuple):
    """What a child is given to read, and where it writes what it says, and the calls it made."""

    stdin: bytes
    said: Path
    calls: Path


def _in_child(
    home: Path,
    words: tuple[str, ...],
    ends: "_Ends",
    at: int | None,
    act: Callable[[str], None],
) -> NoReturn:
    code = 99
    try:
        os.environ.update(MEFIRST_HOME=str(home), XDG_RUNTIME_DIR=str(home / MEMORY))
        sys.stdin = io.TextIOWrapper(io.BytesIO(ends.stdin), "utf-8")
        sys.stdout = io.TextIOWrapper(io.BytesIO(), "utf-8")
        sys.stderr = ends.said.open("w", encoding="utf-8", buffering=1)
        stopper = _Stopper(home, at, act)
        code = main(words)
        ends.calls.write_text(json.dumps(stopper.made))
        sys.stderr.flush()
    finally:
        os._exit(code)


def each(
    home: Path,
    words: tuple[str, ...],
    *,
    stdin: bytes = b"",
    error: str = "",
    every: int = 1,
    most: int | None = None,
    codes: tuple[int, ...] = (0, 3),
) -> Iterator[Outcome]:
    """Kill a command at its calls in turn, or at `every` so many, each time on a fresh copy of `home`.

    With `most`, it is killed so often at most, all along its way. With an `error`, such as ENOSPC, the call is
    refused with that instead. Left alone it ends with one of `codes`.
    """
    copy = home.parent / "copy" / "home"

    def fresh() -> Path:
        shutil.rmtree(copy.parent, ignore_errors=True)
        copy.parent.mkdir()
        if home.exists():
            shutil.copytree(home, copy, symlinks=True)
        return copy

    ran, made = run(fresh(), words, stdin=stdin)
    assert ran.code in codes, ran.err
    assert len(made) > 3
    renames = (at for at, call in enumerate(made) if call.startswith(("rename ", "replace ")))
    renamed = next(renames, len(made))
    if most:
        every = max(every, -(-len(made) // most))
    for at, call in list(enumerate(made))[::every]:
        ran, _ = run(fresh(), words, at, stdin=stdin, error=error)
        assert ran.code == DIED or error, (call, ran.err)
        yield Outcome(at + 1, f"{at + 1} of {len(made)}: {call}", copy, ran, renamed < at)
    shutil.rmtree(copy.parent)
