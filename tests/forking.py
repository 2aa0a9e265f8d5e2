"""Stopping or refusing a command at one call on its own files, in a child of this process: quick enough for each.

The calls are those of `os`, by which everything in a journal is written; `tracing.py` does the same from
outside, by strace, and shows that no call is missed.
"""

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
REFUSALS = {"write": 28, "fsync": 5, "close": 5, "rename": 5, "link": 5, "unlink": 5}
"""What a call is refused with (ENOSPC, EIO); the others find that the file system became read-only (EROFS)."""

_READ_ONLY = 30
_ON_PATHS = ("mkdir", "chmod", "link", "unlink", "rename", "replace")
_ON_HANDLES = ("write", "fsync", "fchmod", "close")


@dataclass(frozen=True)
class Outcome:
    """What came of a run that was stopped or refused at a call, and the home it leaves."""

    number: int
    call: str
    home: Path
    ran: Ran

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
            if below:
                self._paths[handle] = str(path)
            return handle

        return wrapped


def _kill(_call: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _refuse(call: str) -> None:
    number = REFUSALS.get("rename" if call == "replace" else call, _READ_ONLY)
    raise OSError(number, os.strerror(number))


def run(
    home: Path, words: tuple[str, ...], at: int | None = None, *, refuse: bool = False
) -> tuple[Ran, list[str]]:
    """Run the command line in a child, on another home; return what it said and the calls it made until its end."""
    said = home.with_name(f"{home.name}.said")
    calls = home.with_name(f"{home.name}.calls")
    child = os.fork()
    if child == 0:
        _in_child(home, words, _Ends(said, calls), at, _refuse if refuse else _kill)
    _, status = os.waitpid(child, 0)
    made = json.loads(calls.read_text()) if calls.exists() else []
    return Ran(os.waitstatus_to_exitcode(status), b"", said.read_bytes()), made


class _Ends(NamedTuple):
    """Where a child writes what it says, and the calls it made."""

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
        os.environ["MEFIRST_HOME"] = str(home)
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 as long as the child lives
        sys.stdout = sys.stderr = ends.said.open("w", encoding="utf-8", buffering=1)
        stopper = _Stopper(home, at, act)
        code = main(words)
        ends.calls.write_text(json.dumps(stopper.made))
        sys.stderr.flush()
    finally:
        os._exit(code)


def each(home: Path, words: tuple[str, ...], *, refuse: bool = False, every: int = 1) -> Iterator[Outcome]:
    """Stop (or refuse) a command at its calls in turn, or `every` so many, each time on a fresh copy of `home`."""
    copy = home.parent / "copy" / "home"

    def fresh() -> Path:
        shutil.rmtree(copy.parent, ignore_errors=True)
        shutil.copytree(home, copy, symlinks=True)
        return copy

    ran, made = run(fresh(), words)
    assert ran.code in {0, 3}, ran.err
    assert len(made) > 3
    for at, call in list(enumerate(made))[::every]:
        ran, _ = run(fresh(), words, at, refuse=refuse)
        assert ran.code == DIED or refuse, (call, ran.err)
        yield Outcome(at + 1, f"{at + 1} of {len(made)}: {call}", copy, ran)
    shutil.rmtree(copy.parent)
