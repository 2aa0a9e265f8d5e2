"""Running the program: in this process with its streams in hand, or as a process of its own."""

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from typer.main import get_command

import mefirst.cli.main as program
import sealing
from mefirst.cli.context import Context
from mefirst.cli.demo import write_sample

NOW = "2026-11-23T18:41+00:00"
"""The present moment in these tests: a Monday evening."""

EFFECT = {"dimension": "trust", "toward": "deputy", "intended": 2, "seen": -2, "evidence": "cue"}
ANSWERS: dict[str, Any] = {
    "moment": "I took the numbers out of her hands",
    "who": "deputy",
    "intent": "Help her look good in front of the board",
    "impact": "She said nothing for the rest of the hour",
    "effect": EFFECT,
}

# Building a command takes longer than running it. A process of the program builds one; here it is kept.
vars(program)["get_command"] = cache(get_command)

_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Ran:
    """What came of a run: its exit code and what it wrote."""

    code: int
    data: bytes
    error: bytes
    encoding: str = "utf-8"

    @property
    def out(self) -> str:
        return self.data.decode(self.encoding)

    @property
    def err(self) -> str:
        return self.error.decode(self.encoding)

    @property
    def json(self) -> Any:
        return json.loads(self.data)


def mefirst(*arguments: str, stdin: bytes = b"", encoding: str = "utf-8") -> Ran:
    """Run the command line in this process, without a terminal; `encoding` is what its output can say."""
    read = TextIOWrapper(BytesIO(stdin), "utf-8")
    out, err = (TextIOWrapper(BytesIO(), encoding, newline="\n") for _ in range(2))
    with patch.multiple(sys, stdin=read, stdout=out, stderr=err):
        try:
            code = program.main(arguments)
        except SystemExit as stop:  # completion ends so
            code = int(stop.code or 0)
    return Ran(code, _written(out), _written(err), encoding)


def _written(stream: "TextIOWrapper[BytesIO]") -> bytes:
    stream.flush()
    return stream.buffer.getvalue()


def environment(changes: Mapping[str, str | None] | None = None, *, measured: bool = False) -> dict[str, str]:
    """Return the environment of this test with `changes`; None takes a variable away.

    What a process does is `measured` for the coverage where no test in this process does the same: it costs a second
    start of the interpreter.
    """
    started = {} if measured else {name: None for name in os.environ if name.startswith("COVERAGE_")}
    changed = {**os.environ, **started, **(changes or {})}
    return {name: value for name, value in changed.items() if value is not None}


def process(
    *arguments: str,
    stdin: bytes = b"",
    env: Mapping[str, str | None] | None = None,
    encoding: str = "utf-8",
    stdout: int = subprocess.PIPE,
) -> Ran:
    """Run `python -m mefirst` as a process."""
    run = subprocess.run(
        [sys.executable, "-m", "mefirst", *arguments],
        input=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment(env),
        check=False,
        timeout=60,
    )
    return Ran(run.returncode, run.stdout or b"", run.stderr, encoding)


def answers(**changes: Any) -> bytes:
    """Return an answers document, as JSON; a change to None takes an answer away."""
    changed = {**ANSWERS, **changes}
    return json.dumps({name: answer for name, answer in changed.items() if answer is not None}).encode()


def reflected(**changes: Any) -> str:
    """Save a reflection of today and return its full id."""
    ran = mefirst("reflect", "--answers", "-", "--quiet", "--now", NOW, stdin=answers(**changes))
    assert ran.code == 0, ran.err
    return ran.out.strip()


def noted(words: str, *arguments: str) -> str:
    """Capture a moment and return its full id."""
    ran = mefirst("capture", words, "--quiet", "--now", NOW, *arguments)
    assert ran.code == 0, ran.err
    return ran.out.strip()


def shown(record_id: str) -> dict[str, Any]:
    """Return an entry as `show` gives it."""
    entry: dict[str, Any] = mefirst("show", record_id, "--format", "json", "--now", NOW).json["entry"]
    return entry


@cache
def _sample(*, sealed: bool) -> "TemporaryDirectory[str]":
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    write_sample(Path(folder.name), Context(NOW).now)
    return folder


def lay_out_sample(home: Path) -> Path:
    """Put the sample journal of `mefirst demo`, as of NOW, into a home and return that."""
    shutil.copytree(_sample(sealed=sealing.active()).name, home)
    return home


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return all there is below a folder: files with their bytes, folders with None; {} where it is not."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def records(home: Path, kind: str = "entries") -> list[str]:
    """Return the names of the stored revisions of a kind in the default journal."""
    return sorted(path.name for path in (home / "journals" / "default" / kind).rglob("*.json*"))


def drafts(home: Path) -> list[Path]:
    """Return the kept drafts."""
    return sorted((home / "state").glob("*/drafts/*.json*"))


def forbidden(text: str) -> list[str]:
    """Return what must never reach a terminal: controls other than the newline, bidi overrides, half characters."""
    return _FORBIDDEN.findall(text)
