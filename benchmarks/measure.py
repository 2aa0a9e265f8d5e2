"""Times whole processes: wall and processor time, and a session in a real pseudo-terminal.

What is compared is run in turns, A B A B, and set against each other turn by turn: a load that comes and goes
on the machine touches both of a pair.
"""

import contextlib
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import tempfile
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

_SCREEN = (24, 80)
_PATIENCE = 60.0
_PROMPT = b"\n> "
_BRACKETED_PASTE = b"\x1b[?2004h"
_FEWEST_FOR_QUARTERS = 2
_LAST_LINES = 3


class Failed(Exception):
    """A program did not do what it was to be measured at; the argument says which and what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds one process took: on the wall clock, and of processor time (user and system) where known."""

    wall: float
    cpu: float | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median over the turns of one cost by another of the same turn, with the quartiles."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        """The median, and the quartiles in brackets."""
        return f"{self.middle:.2f} ({self.low:.2f} to {self.high:.2f})"


Measurement = Callable[[], Cost]


@dataclass(frozen=True, slots=True)
class Program:
    """A command line with its environment: nothing of the user's own is passed on."""

    command: tuple[str, ...]
    environment: Mapping[str, str]

    def __call__(self) -> Cost:
        """Run it to its end."""
        with tempfile.TemporaryFile() as complaint:
            before = time.perf_counter()
            process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.environment["HOME"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaint,
            )
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - before
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                complaint.seek(0)
                raise Failed(_failure(self.command, complaint.read()))
        return Cost(wall, usage.ru_utime + usage.ru_stime)

    def output(self) -> str:
        """Run it once and return what it prints."""
        done = subprocess.run(
            self.command,
            env=self.environment,
            cwd=self.environment["HOME"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise Failed(_failure(self.command, done.stderr))
        return done.stdout.decode()


def in_turns(measurements: Mapping[str, Measurement], rounds: int) -> dict[str, list[Cost]]:
    """Run each measurement once to warm up, then `rounds` times in turns, every other turn in reverse."""
    names = list(measurements)
    for name in names:
        measurements[name]()
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    for turn in range(rounds):
        order = names if turn % 2 == 0 else names[::-1]
        for name in order:
            costs[name].append(measurements[name]())
    return costs


def wall(costs: Sequence[Cost]) -> float:
    """Return the median wall time in milliseconds."""
    return median(cost.wall for cost in costs) * 1000


def wall_ratio(costs: Sequence[Cost], others: Sequence[Cost]) -> Ratio:
    """Set wall times against others, turn by turn."""
    return _ratio([one.wall / other.wall for one, other in zip(costs, others, strict=True)])


def cpu_ratio(costs: Sequence[Cost], others: Sequence[Cost]) -> Ratio | None:
    """Set processor times against others, turn by turn; None where one is not known."""
    pairs = [(one.cpu, other.cpu) for one, other in zip(costs, others, strict=True)]
    known = [one / other for one, other in pairs if one and other]
    return _ratio(known) if len(known) == len(pairs) else None


def _ratio(pairs: list[float]) -> Ratio:
    if len(pairs) < _FEWEST_FOR_QUARTERS:
        return Ratio(pairs[0], pairs[0], pairs[0])
    low, middle, high = quantiles(pairs, n=4, method="inclusive")
    return Ratio(middle, low, high)


@dataclass(frozen=True, slots=True)
class Typing:
    """A session in a pseudo-terminal of 24 by 80, until it takes typing; then it is stopped with Ctrl+C.

    `state` is emptied before each, so that no draft of the one before is offered.
    """

    program: Program
    state: Path

    def shown(self) -> Cost:
        """Measure until the first prompt is on the screen and a key typed at it appears beside it."""
        return self._until(_PROMPT, b"q")

    def full(self) -> Cost:
        """Measure until the full prompter has taken over and has drawn a key typed at it."""
        return self._until(_BRACKETED_PASTE, b"q")

    def _until(self, sign: bytes, key: bytes) -> Cost:
        """Wait for `sign`, type `key` and wait until that is on the screen."""
        shutil.rmtree(self.state, ignore_errors=True)
        before = time.perf_counter()
        session = _Session(self.program)
        try:
            session.wait_for(sign)
            session.type(key)
            session.wait_for(key)
            return Cost(time.perf_counter() - before)
        finally:
            session.stop()


class _Session:
    """A program in a pseudo-terminal. What it wrote is searched only beyond what was found before."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._seen = b""
        self._found = 0
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            try:
                termios.tcsetwinsize(0, _SCREEN)
                os.chdir(program.environment["HOME"])
                os.execve(program.command[0], program.command, program.environment)  # noqa: S606 no shell
            finally:
                os._exit(127)

    def type(self, key: bytes) -> None:
        """Type a key."""
        os.write(self._terminal, key)

    def wait_for(self, sign: bytes) -> None:
        """Read until `sign` is on the screen; Failed where it does not come."""
        deadline = time.monotonic() + _PATIENCE
        while (at := self._seen.find(sign, self._found)) < 0:
            if not self._read(deadline):
                raise Failed(_failure(self._program.command, self._seen))
        self._found = at + len(sign)

    def stop(self) -> None:
        """Press Ctrl+C and wait for the end; a program that does not heed it is killed."""
        with contextlib.suppress(OSError):
            self.type(b"\x03")
        deadline = time.monotonic() + _PATIENCE
        while self._read(deadline):
            pass
        if time.monotonic() >= deadline:
            os.kill(self._child, signal.SIGKILL)
        os.close(self._terminal)
        os.waitpid(self._child, 0)

    def _read(self, deadline: float) -> bool:
        """Take in what comes next; False at the end of the program or of patience."""
        ready, _, _ = select.select([self._terminal], [], [], max(deadline - time.monotonic(), 0))
        try:
            more = os.read(self._terminal, 65536) if ready else b""
        except OSError:  # how Linux says that nobody holds the other end any more
            more = b""
        self._seen += more
        return bool(more)


def _failure(command: Sequence[str], said: bytes) -> str:
    """Return which program failed, and the last lines it said."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if re.search(r"\w", line)]
    return f"{Path(command[0]).name} failed: {' '.join(lines[-_LAST_LINES:]) or 'it said nothing'}"
