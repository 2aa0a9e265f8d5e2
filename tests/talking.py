"""A command in a terminal, and somebody who answers what it asks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pexpect

from running import NOW, environment


class Talk:
    """A command in a terminal: what it asks is waited for, what one types is sent."""

    def __init__(self, program: "pexpect.spawn[str]") -> None:
        self._program = program
        self.said = ""

    def hear(self, words: str) -> None:
        self._program.expect_exact(words)
        self.said += self._program.before or ""
        self.said += words

    def answer(self, words: str, typed: str) -> None:
        """Wait to be asked, then type a line."""
        self.hear(words)
        self._program.sendline(typed)

    def press(self, key: str) -> None:
        self._program.send(key)

    def end(self) -> int:
        """Return the exit code."""
        self._program.expect(pexpect.EOF)
        self.said += self._program.before or ""
        self._program.close()
        code = self._program.exitstatus
        assert code is not None, self._program.signalstatus
        return code


@contextmanager
def talk(*arguments: str, plain: bool = True) -> Iterator[Talk]:
    """Start a command in a terminal of 200 columns."""
    program = pexpect.spawn(
        sys.executable,
        ["-m", "mefirst", *arguments, "--now", NOW, *(("--plain",) if plain else ())],
        env=environment(measured=True),
        encoding="utf-8",
        timeout=60,
        dimensions=(40, 200),
    )
    try:
        yield Talk(program)
    finally:
        program.close(force=True)
