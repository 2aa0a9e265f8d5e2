"""What writing asks of the operating system: recorded in order, and refused where a test wants it."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_opened: list[list[tuple[str, str]]] = []


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if _opened and event in {"open", "os.listdir", "os.scandir"}:
        for one in _opened:
            one.append((event, str(arguments[0])))


sys.addaudithook(_listen)


@contextlib.contextmanager
def opened(below: Path) -> Iterator[Callable[[str], list[Path]]]:
    """Watch what the interpreter opens or lists below a folder; the caller asks for `open` or `list`."""
    events: list[tuple[str, str]] = []

    def asked(what: str) -> list[Path]:
        return [
            Path(path)
            for event, path in events
            if (event == "open") is (what == "open") and path.startswith(str(below))
        ]

    _opened.append(events)
    try:
        yield asked
    finally:
        _opened.remove(events)


@dataclass(frozen=True)
class Call:
    """One call: its name, the path it is about, and for a rename where the file came from."""

    name: str
    path: Path
    source: Path | None = None


class Calls:
    """Wraps the calls of `os` that change files below a folder; may refuse the one numbered `refuse`."""

    def __init__(self, below: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.below = below
        self.made: list[Call] = []
        self.refuse: int | None = None
        self.errno = 0
        self._paths: dict[int, Path] = {}
        for name in ("mkdir", "chmod", "link"):
            monkeypatch.setattr(os, name, self._on_path(name, getattr(os, name)))
        for name in ("write", "fsync", "fchmod"):
            monkeypatch.setattr(os, name, self._on_handle(name, getattr(os, name)))
        monkeypatch.setattr(os, "open", self._open(os.open))
        monkeypatch.setattr(os, "close", self._close(os.close))
        monkeypatch.setattr(os, "replace", self._replace(os.replace))
        monkeypatch.setattr(Path, "read_bytes", self._on_path("read", Path.read_bytes))

    def names(self) -> list[str]:
        return [call.name for call in self.made]

    def _note(self, call: Call) -> None:
        """Record a call, or refuse it where it is the one."""
        if not call.path.is_relative_to(self.below):
            return
        self.made.append(call)
        if self.refuse == len(self.made) - 1:
            raise OSError(self.errno, os.strerror(self.errno), str(call.path))

    def _on_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(path: Any, *arguments: Any, **more: Any) -> Any:
            self._note(Call(name, Path(path)))
            return real(path, *arguments, **more)

        return wrapped

    def _on_handle(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(handle: int, *arguments: Any) -> Any:
            if handle in self._paths:
                self._note(Call(name, self._paths[handle]))
            return real(handle, *arguments)

        return wrapped

    def _open(self, real: Callable[..., int]) -> Callable[..., int]:
        def wrapped(path: Any, flags: int, *arguments: Any, **more: Any) -> int:
            if not flags & os.O_CREAT and not Path(path).is_dir():  # to read what is there
                handle = real(path, flags, *arguments, **more)
                self._paths.pop(handle, None)
                return handle
            self._note(Call("create" if flags & os.O_CREAT else "open", Path(path)))
            handle = real(path, flags, *arguments, **more)
            self._paths[handle] = Path(path)
            return handle

        return wrapped

    def _close(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def wrapped(handle: int) -> None:
            path = self._paths.pop(handle, None)
            real(handle)
            if path:
                self._note(Call("close", path))

        return wrapped

    def _replace(self, real: Callable[..., None]) -> Callable[..., None]:
        def wrapped(source: Any, target: Any) -> None:
            self._note(Call("replace", Path(target), Path(source)))
            real(source, target)

        return wrapped


def files_below(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                found[path.relative_to(folder).as_posix()] = stream.read()
    return found
