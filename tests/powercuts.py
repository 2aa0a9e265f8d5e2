"""Power cuts: a file system that is shut down by its own ioctl while the program adds to a journal on it.

    uv run python tests/powercuts.py --cuts 50 [--sealed]

as root prints a line for each file system and each writer: the real one, and those that leave out a step, which
must be caught. What a file system had not made durable by the cut is gone after it, as if the power had failed.
"""

import argparse
import contextlib
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent))

from running import NOW, environment, mefirst
from sealing import all_sealed, begin

FILE_SYSTEMS = {"ext4": ("mkfs.ext4", "-q", "-F"), "xfs": ("mkfs.xfs", "-q", "-f")}
SIZE = 512 * 2**20  # the least that mkfs.xfs takes is 300 MB; the image is sparse

_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN: _IOR('X', 125, __u32)
_NO_FLUSH = 2  # neither the journal of the file system nor anything else goes to the disk any more

WRITER = """
import io, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import powercuts
from mefirst.cli.context import Context
from mefirst.cli.main import main
from mefirst.model.entry import Entry
from mefirst.model.ids import new_id
from running import NOW, answers
now = Context(NOW).now
journal = Context(NOW).open_journal("default", create=True)
powercuts.MUTANTS[sys.argv[2]]()
number = 0
while True:
    words = powercuts.words(number)
    command = {1: ("capture", words), 2: ("reflect", "--answers", "-")}.get(number % 3)
    if command:
        sys.stdin = io.TextIOWrapper(io.BytesIO(answers(moment=words, next="a promise")))
        if main((*command, "--quiet", "--now", NOW)):
            sys.exit(1)
    else:
        entry = Entry.first(new_id(now.date()), recorded_at=now, situation=words.strip())
        journal.add(entry)
        print(entry.id, flush=True)
    number += 1
"""
"""Adds by the library, by `capture` and by `reflect` in turn, until one is refused.

The id of each, on stdout, says that it is saved. The journal was begun before a step is left out.
"""


class NoMount(Exception):
    """This machine cannot mount an image, or cannot shut such a file system down."""


def words(number: int) -> str:
    """Return what the entry of this number says."""
    return f"moment {number} " * 40


def _no_file_flush() -> None:
    from mefirst import atomic  # noqa: PLC0415 in the writer's process

    atomic._flush_file = lambda handle: None


def _no_folder_flush() -> None:
    from mefirst import atomic  # noqa: PLC0415 in the writer's process

    atomic.flush_folder = lambda path: None


def _no_flush() -> None:
    _no_file_flush()
    _no_folder_flush()


def _early() -> None:
    from threading import Timer  # noqa: PLC0415 in the writer's process

    from mefirst import atomic  # noqa: PLC0415 in the writer's process

    real = atomic.write
    atomic.write = lambda *given: Timer(0.02, real, given).start()


MUTANTS = {
    "as it is": lambda: None,
    "no flush of the file": _no_file_flush,
    "no flush of the folder": _no_folder_flush,
    "no flush at all": _no_flush,
    "saved is said early": _early,
}


class Image:
    """A file system in a file, mounted through a loop device."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.at = folder / "mounted"
        self._file = folder / f"{kind}.img"
        self.at.mkdir()
        with self._file.open("wb") as stream:
            stream.truncate(SIZE)
        self._do(*FILE_SYSTEMS[kind], str(self._file))

    @contextlib.contextmanager
    def mounted(self) -> Iterator[Path]:
        """Mount it as long as the block lasts; what was shut down before is recovered from its own journal."""
        self._do("mount", "-o", "loop", str(self._file), str(self.at))
        try:
            yield self.at
        finally:
            self._do("umount", str(self.at))

    def shut_down(self) -> None:
        """Let nothing more reach the disk, from this moment on."""
        import fcntl  # noqa: PLC0415 POSIX alone

        handle = os.open(self.at, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _NO_FLUSH))
        except OSError as problem:
            raise NoMount(f"the file system cannot be shut down: {problem.strerror}") from None
        finally:
            os.close(handle)

    @staticmethod
    def _do(*command: str) -> None:
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except FileNotFoundError:
            raise NoMount(f"{command[0]} is not installed") from None
        except subprocess.CalledProcessError as problem:
            raise NoMount(problem.stderr.strip()) from None


@dataclass(frozen=True)
class Cut:
    """What a cut left: how many entries had been called saved, and which of them are not there, or not whole."""

    acknowledged: int
    lost: tuple[str, ...]
    torn: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def harmless(self) -> bool:
        return not (self.lost or self.torn or self.wrong)


def cut(image: Image, number: int, mutant: str, dice: random.Random) -> Cut:
    """Begin a journal, let it be added to, cut the power in the middle of it, and look at what is left."""
    acknowledged, problem = _write_and_cut(image, image.at / f"home-{number}", mutant, dice)
    with image.mounted() as root, patch.dict(os.environ, MEFIRST_HOME=str(root / f"home-{number}")):
        refused = "Input/output error" in problem and "stumbled" not in problem
        wrong = [] if refused else [f"the writer ended otherwise: {problem}"]
        listed = mefirst("list", "all", "--format", "json", "--now", NOW)
        found: Any = listed.json if listed.data else {"entries": [], "damaged": [listed.err]}
        whole = {one["id"]: one for one in found["entries"]}
        lost = [
            record_id
            for number, record_id in enumerate(acknowledged)
            if record_id not in whole or whole[record_id]["situation"] != words(number).strip()
        ]
        if mutant == "as it is":
            wrong += _goes_on(acknowledged)
    return Cut(len(acknowledged), tuple(lost), tuple(found["damaged"]), tuple(wrong))


def _write_and_cut(image: Image, home: Path, mutant: str, dice: random.Random) -> tuple[list[str], str]:
    """Return the ids that were called saved, and what the writer said in the end."""
    enough = dice.randrange(2, 30)
    # what it says in the end goes into a file: a pipe that is full would hold a writer that says much
    with image.mounted(), tempfile.TemporaryFile() as said:
        begin(home)
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(Path(__file__).parent), mutant],
            stdout=subprocess.PIPE,
            stderr=said,
            env=environment({"MEFIRST_HOME": str(home)}),
            text=True,
        ) as writer:
            assert writer.stdout
            acknowledged = [writer.stdout.readline().strip() for _ in range(enough)]
            time.sleep(dice.choice([0, dice.uniform(0, 0.02)]))
            image.shut_down()
            rest = writer.stdout.read()
        said.seek(0)
        return [one for one in (*acknowledged, *rest.split()) if one], said.read().decode()


def _goes_on(acknowledged: list[str]) -> list[str]:
    """Return what is wrong with using the journal after the cut: its promises are there, and it takes more."""
    wrong = []
    for record_id in acknowledged[2::3]:
        shown = mefirst("show", record_id, "--format", "json", "--now", NOW)
        if shown.code or len(shown.json["entry"]["commitments"]) != 1:
            wrong.append(f"the promise of {record_id} is not there")
    if mefirst("capture", "afterwards", "--quiet", "--now", NOW).code:
        wrong.append("nothing more can be saved")
    return wrong


def cuts(folder: Path, kind: str, mutant: str, number: int, seed: int = 0) -> Iterator[Cut]:
    """Cut the power of one image so many times, each time in the life of a journal of its own."""
    if os.geteuid() != 0:
        raise NoMount("only root may mount")
    image = Image(folder, kind)
    dice = random.Random(seed)
    for one in range(number):
        yield cut(image, one, mutant, dice)


def main() -> int:
    """Print the table; 1 where anything was lost, or a writer that leaves out a step was not caught."""
    parser = argparse.ArgumentParser(description="Power cuts in the middle of a stream of adds.")
    parser.add_argument("--cuts", type=int, default=50)
    parser.add_argument("--sealed", action="store_true", help="In encrypted journals.")
    given = parser.parse_args()
    with all_sealed(really=given.sealed):
        return table(given.cuts)


def table(wanted: int) -> int:
    """Print a line for each file system and each writer; return whether any did otherwise than it must."""
    print("| file system | the writer | cuts | called saved | lost | torn | cuts with a loss |")
    print("|---|---|--:|--:|--:|--:|--:|")
    worst = 0
    for kind, (program, *_) in FILE_SYSTEMS.items():
        if shutil.which(program) is None:
            print(f"| {kind} | {program} is not installed: not tried | | | | | |")
            continue
        for mutant in MUTANTS:
            with tempfile.TemporaryDirectory() as folder:
                done = list(cuts(Path(folder), kind, mutant, wanted if mutant == "as it is" else wanted // 5))
            saved, lost = sum(one.acknowledged for one in done), sum(len(one.lost) for one in done)
            torn, harmed = sum(len(one.torn) for one in done), sum(not one.harmless for one in done)
            print(f"| {kind} | {mutant} | {len(done)} | {saved} | {lost} | {torn} | {harmed} |", flush=True)
            for one in done:
                for problem in one.wrong:
                    print(f"    {problem}")
            worst = max(worst, bool(harmed) is (mutant == "as it is"))
    return worst


if __name__ == "__main__":
    sys.exit(main())
