"""Stopping or refusing the program at one system call on its own files, from outside, by strace."""

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

from forking import MEMORY, Outcome, refusal
from running import Ran, environment

CALLS = (
    "openat",
    "write",
    "fsync",
    "rename",
    "mkdir",
    "unlink",
    "link",
    "linkat",
    "chmod",
    "fchmod",
    "close",
)
"""The calls with which a journal is written; `close` is where some file systems tell of a failed write."""

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")

_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)")
_RANDOM = re.compile(
    r"mefirst-edit-\w{8}|[0-9a-f]{16}\.tmp|\d{8}-[0-9a-z]{10}|[0-9a-z]{26}|-[0-9a-f]{12}(?=\.json)"
)
_TRIES = 4


class Missed(Exception):
    """The call was another one this time: the interpreter opened more or fewer files before it."""


@dataclass(frozen=True)
class Moment:
    """One system call of a run on a file below the home: its name, and which of that name it is, from 1."""

    call: str
    number: int
    about: str


def moments(home: Path, words: Sequence[str], stdin: bytes = b"", name: str = "recorded") -> list[Moment]:
    """Run the command line on a copy of `home`; return its calls that change something there, in their order."""
    copy = _copied(home, name)
    ran, trace = _traced(copy, words, stdin, CALLS)
    assert ran.code in {0, 3}, ran.err
    found = list(_below(copy, trace))
    shutil.rmtree(copy.parent)
    assert {"openat", "write", "rename"} <= {one.call for one in found}
    return found


def everywhere(order: Sequence[Moment]) -> Sequence[int]:
    """Choose every call."""
    return range(len(order))


def each(
    home: Path,
    words: Sequence[str],
    *,
    stdin: bytes = b"",
    error: str = "",
    every: int = 1,
    choose: Callable[[Sequence[Moment]], Sequence[int]] = everywhere,
) -> Iterator[Outcome]:
    """Kill the program at its chosen calls, or `every` so many, two at a time, each on a copy of `home` of its own.

    With an `error`, such as ENOSPC, the call fails with that instead.
    """
    order = moments(home, words, stdin)
    renamed = next(at for at, moment in enumerate(order) if moment.call == "rename")

    def one(at: int) -> Outcome:
        moment = order[at]
        for _ in range(_TRIES):
            copy = _copied(home, f"copy-{at}")
            try:
                ran = _stopped(copy, words, stdin, moment, error)
            except Missed:
                moment = moments(home, words, stdin, f"recorded-{at}")[at]
            else:
                return Outcome(
                    at + 1, f"{at + 1} of {len(order)}: {moment.call} {moment.about}", copy, ran, renamed < at
                )
        pytest.fail(f"{moment} could not be hit")

    with ThreadPoolExecutor(2) as pool:
        for outcome in pool.map(one, choose(order)[::every]):
            yield outcome
            shutil.rmtree(outcome.home.parent)


def _stopped(home: Path, words: Sequence[str], stdin: bytes, moment: Moment, error: str) -> Ran:
    """Run the command line and kill it as it makes the call, or let the call fail."""
    act = f"error={refusal(moment.call, error)}" if error else "signal=SIGKILL"
    ran, trace = _traced(home, words, stdin, [moment.call], f"{act}:when={moment.number}")
    if error:
        hit = any("(INJECTED)" in line and _is(moment, home, line) for line in trace)
    else:
        hit = ran.code in {-signal.SIGKILL, 128 + signal.SIGKILL} and _is(moment, home, trace[-2])
    if not hit:
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
        shutil.copytree(home, copy, symlinks=True)
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


def _traced(
    home: Path, words: Sequence[str], stdin: bytes, calls: Sequence[str], inject: str = ""
) -> tuple[Ran, list[str]]:
    """Run under strace. Names of temporary files are random, so calls are numbered, not picked by their path."""
    log = home.with_name(f"{home.name}.trace")
    named = ",".join(calls)
    run = subprocess.run(
        [
            *("strace", "-y", "-o", str(log), "-e", f"trace={named}"),
            *(("-e", f"inject={named}:{inject}") if inject else ()),
            *(sys.executable, "-m", "mefirst", *words),
        ],
        input=stdin,
        capture_output=True,
        env=environment(
            {
                "MEFIRST_HOME": str(home),
                "XDG_RUNTIME_DIR": str(home / MEMORY),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONHASHSEED": "0",
            }
        ),
        check=False,
        timeout=60,
    )
    return Ran(run.returncode, run.stdout, run.stderr), log.read_text("utf-8", "replace").splitlines()
