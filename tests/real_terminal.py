"""A real terminal around the real program: keys go in, a screen as a person would see it comes out."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pyte

PATIENCE = 60  # seconds: waited whole only where something is wrong

ENTER = "\r"
BACK = "\x1b[Z"
TAB = "\t"
ENOUGH = "\x04"
STOP = "\x03"
NEW_LINE = "\n"
EDITOR = "\x18\x05"


class Terminal:
    """A running command in a terminal of `columns` by 40."""

    def __init__(self, child: "pexpect.spawn[bytes]", columns: int) -> None:
        self.child = child
        child.delaybeforesend = None  # keys come as fast as they can
        self.bytes = b""
        self.screen = pyte.HistoryScreen(columns, 40, history=2000)
        self._stream = pyte.ByteStream(self.screen)

    def text(self) -> str:
        """All that was ever shown and not erased, as lines."""
        above = [
            "".join(line[x].data for x in range(self.screen.columns)) for line in self.screen.history.top
        ]
        return "\n".join(line.rstrip() for line in [*above, *self.screen.display]).rstrip()

    def flat(self) -> str:
        """The same on one line, so that it does not matter where lines were broken."""
        return " ".join(self.text().split())

    def see(self, words: str, count: int = 1) -> None:
        """Wait until `words` have been shown `count` times."""
        until = time.monotonic() + PATIENCE
        while self.flat().count(words) < count:
            if time.monotonic() > until or not self._read():
                assert self.flat().count(words) >= count, f"never saw {words!r} in:\n{self.text()}"
                return

    def _read(self) -> bool:
        try:
            data = self.child.read_nonblocking(65536, timeout=0.1)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.bytes += data
        self._stream.feed(data)
        return True

    def type(self, *keys: str) -> None:
        for key in keys:
            self.child.send(key)

    def answer(self, question: str, *keys: str) -> None:
        """Wait for `question`, then for it to take keys, then type."""
        self.see(question)
        self.type(*keys)

    def ended(self) -> int:
        """Wait for the end and return the exit code."""
        until = time.monotonic() + PATIENCE
        while self._read() and time.monotonic() < until:
            pass
        self.child.close()
        if self.child.signalstatus == signal.SIGINT:  # so `python -m` ends where it came within an exec()
            return 128 + signal.SIGINT
        assert self.child.exitstatus is not None, f"killed by {self.child.signalstatus}:\n{self.text()}"
        return int(self.child.exitstatus)


@contextmanager
def terminal(
    *arguments: str, columns: int = 80, module: str = "mefirst", **environment: str
) -> Iterator[Terminal]:
    """Run `mefirst` with these arguments in a real terminal; by another `module`, where tests prepare something."""
    child: pexpect.spawn[bytes] = pexpect.spawn(
        sys.executable,
        ["-m", module, *arguments],
        env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment},
        dimensions=(40, columns),
        timeout=PATIENCE,
        cwd=str(Path.cwd()),
    )
    try:
        yield Terminal(child, columns)
    finally:
        child.close(force=True)
