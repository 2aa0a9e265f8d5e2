"""The peers jrnl and Watson: installed for one run, each with the same entries in its own kind of file.

Neither writes what it knows of an entry as mefirst does: jrnl keeps a title and a text, Watson a project, tags
and two times. They are asked for the same work as far as they have it: add one, list the last week, sum up everything.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import generate
from measure import Failed, Program
from mefirst.model.entry import Entry

TEXT = "The stand-up went quiet. Nobody said why."
"""What is added, where a line is all that is added."""

JRNL_LIMIT = 1 / 8
WATSON_LIMIT = 1.5

_ADDED = "stand-up"
_LENGTH = timedelta(minutes=20)
_MINUTE = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Work:
    """A program's commands on a journal of its own.

    `listed` stands in what `week` prints; `summed` in what `everything` prints: it sums up all there is, and
    `slowest` is how much longer than that `gaps all` may take.
    """

    add: Program
    week: Program
    listed: tuple[str, ...]
    everything: Program
    summed: str
    slowest: float

    def check(self) -> None:
        """Run both once; Failed where the entry added, or another of the last week, is not listed."""
        self.add()
        printed = self.week.output()
        if missing := [sign for sign in (_ADDED, *self.listed) if sign not in printed]:
            raise Failed(f"{Path(self.week.command[0]).name} does not list {missing[0]} in the last week")
        if self.summed not in self.everything.output():
            raise Failed(f"{Path(self.week.command[0]).name} does not sum up {self.summed}")


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer's package, its program, and what writes its file and returns its commands."""

    package: str
    program: str
    write: Callable[[Path, Path, int, datetime, Mapping[str, str]], Work]


def install(peer: Peer, folder: Path) -> Path:
    """Install a peer for this interpreter below `folder` and return its program; Failed where that fails."""
    places = {"UV_TOOL_DIR": "tools", "UV_TOOL_BIN_DIR": "bin", "UV_CACHE_DIR": "cache"}
    try:
        done = subprocess.run(
            ["uv", "tool", "install", "--quiet", "--python", sys.executable, peer.package],
            env={**os.environ, **{name: str(folder / place) for name, place in places.items()}},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise Failed("uv is not here to install it") from None
    executable = folder / "bin" / peer.program
    if done.returncode or not executable.exists():
        sys.stderr.write(done.stderr)
        raise Failed("it cannot be installed here")
    return executable


def version(executable: Path, environment: Mapping[str, str]) -> str:
    """Return the version a peer says it is; Failed where it does not run on this Python."""
    said = Program((str(executable), "--version"), environment).output()
    found = re.search(r"\d+(?:\.\d+)+", said)
    return found[0] if found else ""


def jrnl(executable: Path, folder: Path, size: int, now: datetime, environment: Mapping[str, str]) -> Work:
    """Write jrnl's file and its configuration below `folder`."""
    folder.mkdir(parents=True)
    entries = _oldest_first(size, now)
    (folder / "journal.txt").write_text("\n".join(_jrnl_entry(one) for one in entries), "utf-8")
    config = {
        "version": "0",  # jrnl fills in its own, and all that is not here, at the first start
        "journals": {"default": {"journal": str(folder / "journal.txt")}},
        "encrypt": False,
        "timeformat": _MINUTE,
    }
    lines = (f"{name}: {json.dumps(value)}" for name, value in config.items())  # whole JSON is jrnl 1's
    (folder / "jrnl.yaml").write_text("\n".join(lines), "utf-8")
    command = (str(executable), "--config-file", str(folder / "jrnl.yaml"))
    first = generate.week(now)[0].isoformat()
    return Work(
        add=Program((*command, TEXT), environment),
        week=Program((*command, "-from", first, "--short"), environment),
        listed=tuple(one.recorded_at.strftime(_MINUTE) for one in _last_week(entries)),
        everything=Program((*command, "--tags"), environment),
        summed="@meeting",
        slowest=JRNL_LIMIT,
    )


def watson(executable: Path, folder: Path, size: int, now: datetime, environment: Mapping[str, str]) -> Work:
    """Write Watson's frames below `folder`."""
    folder.mkdir(parents=True)
    entries = _oldest_first(size, now)
    (folder / "frames").write_text(json.dumps([_frame(one) for one in entries], indent=1), "utf-8")
    places = {**environment, "WATSON_DIR": str(folder)}
    first = generate.week(now)[0].isoformat()
    begin, end = ((now - ago).strftime(_MINUTE) for ago in (2 * _LENGTH, _LENGTH))
    return Work(
        add=Program((str(executable), "add", "--from", begin, "--to", end, _ADDED, "+meeting"), places),
        week=Program(
            (str(executable), "log", "--no-pager", "--from", first, "--to", now.date().isoformat()), places
        ),
        listed=tuple(_frame_id(one)[:7] for one in _last_week(entries)),
        everything=Program((str(executable), "report", "--no-pager", "--all"), places),
        summed="team-lead",
        slowest=WATSON_LIMIT,
    )


PEERS = {"jrnl": Peer("jrnl", "jrnl", jrnl), "Watson": Peer("td-watson", "watson", watson)}


def _oldest_first(size: int, now: datetime) -> list[Entry]:
    return sorted(generate.entries(size, now), key=lambda one: one.recorded_at)


def _last_week(entries: list[Entry]) -> list[Entry]:
    return entries[-generate.A_WEEK :]


def _jrnl_entry(entry: Entry) -> str:
    words = (entry.behavior, entry.intent, entry.impact, entry.gap, *(f"@{tag}" for tag in entry.tags))
    text = "\n".join(word for word in words if word)
    return f"[{entry.recorded_at.strftime(_MINUTE)}] {entry.situation}.\n{text}\n"


def _frame(entry: Entry) -> list[object]:
    begin = int(entry.recorded_at.timestamp())
    end = begin + int(_LENGTH.total_seconds())
    return [begin, end, entry.people[0], _frame_id(entry), list(entry.tags), end]


def _frame_id(entry: Entry) -> str:
    return hashlib.sha256(entry.id.encode()).hexdigest()[:32]
