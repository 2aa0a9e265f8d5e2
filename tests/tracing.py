"""Stopping or refusing the program at one system call on its own files, by strace."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from running import Ran

CALLS = ("openat", "write", "fsync", "rename", "mkdir", "unlink", "link", "chmod", "fchmod", "close")
"""The calls with which a journal is written; `close` is where some file systems tell of a failed write."""

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")

_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)")
_RANDOM = re.compile(r"[0-9a-f]{16}\.tmp|\d{8}-[0-9a-z]{10}|[0-9a-z]{26}|-[0-9a-f]{12}(?=\.json)")
_TRIES = 4


class Missed(Exception):
    """The call was another one this time: the interpreter opened more or fewer files before it."""


@dataclass(frozen=True)
class Moment:
    """One system call of a run on a file below the home: its name, and which of that name it is, from 1."""

    call: str
    number: int
    about: str


@dataclass(frozen=True)
class Work:
    """A command that writes: what it is given, and what it says when done."""

    arguments: tuple[str, ...]
    says: str
    stdin: bytes = b""


@dataclass(frozen=True)
class Outcome:
    """What came of a run that was stopped or refused at a moment, and the home it leaves."""

    at: int
    moment: Moment
    home: Path
    ran: Ran

    def __str__(self) -> str:
        return f"{self.moment.call} on {self.moment.about}"


Act = Callable[[Path, Work, Moment], Ran]


def moments(home: Path, work: Work, name: str = "recorded") -> list[Moment]:
    """Do the work on a copy of `home` and return its calls that change something there, in their order."""
    copy = _copied(home, name)
    ran, trace = _traced(copy, work, CALLS)
    assert ran.code == 0, ran.err
    found = list(_below(copy, trace))
    shutil.rmtree(copy.parent)
    assert {"openat", "write", "rename"} <= {one.call for one in found}
    return found


def at_each(
    home: Path, work: Work, order: Sequence[Moment], chosen: Sequence[int], act: Act
) -> Iterator[Outcome]:
    """Stop or refuse the work at each chosen call, each on a copy of `home` of its own, two at a time."""

    def one(at: int) -> Outcome:
        moment = order[at]
        for _ in range(_TRIES):
            copy = _copied(home, f"copy-{at}")
            try:
                return Outcome(at, moment, copy, act(copy, work, moment))
            except Missed:
                moment = moments(home, work, f"recorded-{at}")[at]
        pytest.fail(f"{moment} could not be hit")

    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(one, chosen)


def stopped(home: Path, work: Work, moment: Moment) -> Ran:
    """Do the work and kill it as it makes the call."""
    ran, trace = _traced(home, work, [moment.call], f"signal=SIGKILL:when={moment.number}")
    if ran.code not in {-signal.SIGKILL, 128 + signal.SIGKILL} or not _is(moment, home, trace[-2]):
        raise Missed
    return ran


def refused(home: Path, work: Work, moment: Moment, error: str) -> Ran:
    """Do the work and let the call fail with an error, such as ENOSPC."""
    ran, trace = _traced(home, work, [moment.call], f"error={error}:when={moment.number}")
    if not any("(INJECTED)" in line and _is(moment, home, line) for line in trace):
        raise Missed
    return ran


def _is(moment: Moment, home: Path, line: str) -> bool:
    """Whether a line of a trace is that call, on a file of that kind: the random parts of its name aside."""
    about = _about(home, line)
    creates = moment.call != "openat" or "O_CREAT" in line
    return about is not None and creates and _RANDOM.sub("*", about) == _RANDOM.sub("*", moment.about)


def _about(home: Path, line: str) -> str | None:
    """Return the path below `home` that a line of a trace is about."""
    found = re.search(rf"{re.escape(str(home))}([^\">]*)", line)
    return found[1] if found else None


def _copied(home: Path, name: str) -> Path:
    copy = home.parent / name / "home"
    shutil.rmtree(copy.parent, ignore_errors=True)
    if home.exists():
        shutil.copytree(home, copy)
    else:
        copy.parent.mkdir()
    return copy


def _below(home: Path, trace: Sequence[str]) -> Iterator[Moment]:
    """Yield the calls on what lies below `home`, but for those that only read."""
    made: Counter[str] = Counter()
    written: set[str] = set()
    for line in trace:
        if not (match := _LINE.match(line)):
            continue
        call, rest = match.groups()
        made[call] += 1
        about = _about(home, rest)
        if about is None:
            continue
        if call == "openat" and "O_CREAT" in rest:
            written.add(about)
        if (call == "openat" and "O_CREAT" not in rest) or (call == "close" and about not in written):
            continue
        yield Moment(call, made[call], about)


def _traced(home: Path, work: Work, calls: Sequence[str], inject: str = "") -> tuple[Ran, list[str]]:
    """Run under strace. Names of temporary files are random, so calls are numbered, not picked by their path."""
    log = home.with_name(f"{home.name}.trace")
    named = ",".join(calls)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    run = subprocess.run(
        [
            *("strace", "-f", "-y", "-o", str(log), "-e", f"trace={named}"),
            *(("-e", f"inject={named}:{inject}") if inject else ()),
            *(sys.executable, "-m", "mefirst", *work.arguments),
        ],
        input=work.stdin,
        capture_output=True,
        env={**kept, "MEFIRST_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"},
        check=False,
        timeout=60,
    )
    return Ran(run.returncode, run.stdout, run.stderr), log.read_text("utf-8", "replace").splitlines()
