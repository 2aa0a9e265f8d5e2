"""The whole matrix of faults: whatever writes to a journal, killed and refused at every call it makes.

    uv run python tests/fault_matrix.py              in children of one process, in minutes
    uv run python tests/fault_matrix.py --outside    whole processes, stopped from outside by strace: longer
    uv run python tests/fault_matrix.py --sealed     either, in journals that are encrypted

prints a line for each work: how many calls it makes, and for each way to end one of them how many runs went wrong.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Protocol

sys.path.insert(0, str(Path(__file__).parent))

import forking
import tracing
from adding import ADDS, Added
from converting import CONVERSIONS, Converted
from forking import Outcome
from importing import IMPORTS, Imported
from interrupting import CHANGES, Interrupted
from mefirst.vault import passphrase
from rewriting import REWRITES, Rewritten
from sealing import CHEAP, all_sealed


class Work(Protocol):
    """Something that writes, prepared in a home: its command line, and what is wrong after it was stopped."""

    line: tuple[str, ...]
    stdin: bytes
    calls: int

    def problems(
        self, *, error: str = "", each: Callable[..., Iterator[Outcome]] = forking.each
    ) -> list[tuple[str, str]]:
        """Kill or refuse it at every call; return what was wrong after which."""


_KINDS: tuple[tuple[Collection[str], Callable[[Path, str], Work]], ...] = (
    (ADDS, Added),
    (CHANGES, Interrupted),
    (REWRITES, Rewritten),
    (IMPORTS, Imported),
    (CONVERSIONS, Converted),
)
WORKS = {name: prepare for names, prepare in _KINDS for name in names}
"""All that writes to a journal, by its name."""

ENDS = {"killed": "", "EIO": "EIO", "ENOSPC": "ENOSPC", "EROFS": "EROFS", "EINTR": "EINTR"}


def attempt(
    work: str, error: str, each: Callable[..., Iterator[Outcome]]
) -> tuple[int, list[tuple[str, str]]]:
    """Return how many calls of the work were ended with `error`, and what was wrong after which."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        os.environ["MEFIRST_HOME"] = str(home)
        one = WORKS[work](home, work)
        problems = one.problems(error=error, each=each)
        return one.calls, problems


def main() -> int:
    """Print the matrix; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description="Every fault at every call of every work that writes.")
    parser.add_argument("works", nargs="*", help="Only these.")
    parser.add_argument("--outside", action="store_true", help="Whole processes, by strace.")
    parser.add_argument("--sealed", action="store_true", help="In encrypted journals.")
    given = parser.parse_args()
    for name, value in CHEAP.items():
        setattr(passphrase, name, value)
    works = given.works or [name for name in WORKS if not (given.sealed and name in CONVERSIONS)]
    with all_sealed(really=given.sealed):
        found = matrix(works, tracing.each if given.outside else forking.each)
    for line in found:
        print(line)
    return bool(found)


def matrix(works: Collection[str], each: Callable[..., Iterator[Outcome]]) -> list[str]:
    """Print a line for each work, and return what was wrong in any."""
    print(f"| work | calls | {' | '.join(ENDS)} |")
    print(f"|---|--:{'|--:' * len(ENDS)}|")
    found = []
    for work in works:
        calls, cells = 0, []
        for error in ENDS.values():
            calls, problems = attempt(work, error, each)
            found += [f"{work}, {error or 'killed'} at {at}: {problem}" for at, problem in problems]
            cells.append(len({at for at, _ in problems}))
        print(f"| {work} | {calls} | {' | '.join(map(str, cells))} |", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
