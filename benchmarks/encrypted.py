"""What encryption costs: reading a week, reading everything and adding, in turns with the same journal in plain text.

    uv run python benchmarks/encrypted.py [SIZE]

The passphrase is derived with the least work there is, so that what is compared is sealing and opening, not the
second a passphrase is meant to cost: that stands on its own below the table.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from measure import in_turns
from mefirst.journal import layout
from mefirst.journal.codec import digest
from mefirst.journal.store import Journal
from mefirst.paths import DEFAULT_JOURNAL, find_paths
from mefirst.vault import age, device, passphrase, slots
from mefirst.vault.slots import Keys
from run import Bench, Line, table

_PASSPHRASE = "of a benchmark"  # noqa: S105 of sample entries
_ROUNDS = 15
_DERIVED = 5


def seal(plain: Path, home: Path) -> None:
    """Write the journal of one home into another, encrypted; nothing is flushed, nothing is kept after the run."""
    shutil.copytree(plain, home)
    paths = find_paths({"MEFIRST_HOME": str(home)})
    journal = Journal.open(DEFAULT_JOURNAL, paths.journal(DEFAULT_JOURNAL), paths.state)
    keys = Keys(age.new_identity())
    slots.write(journal, slots.PASSPHRASE, keys, _PASSPHRASE)
    device.learn(journal, keys)
    for path in list(journal.root.rglob("*.json")):
        parsed = layout.parse_name(path.name)
        if parsed and parsed.revision:
            sealed = age.seal(path.read_bytes(), keys.recipient)
            path.with_name(
                layout.file_name(parsed.id, parsed.revision, digest(sealed), layout.SEALED)
            ).write_bytes(sealed)
            path.unlink()


def compared(bench: Bench, size: int) -> Iterator[str]:
    """Yield the tables: each command plain and sealed."""
    plain = bench.journal("plain", size)
    sealed = bench.folder / "sealed"
    seal(plain, sealed)
    bench.environments[str(sealed)] = {"MEFIRST_UNLOCK_COMMAND": f"echo {_PASSPHRASE}"}
    commands = {
        ("gaps", "7d"): 1.5,
        ("gaps", "all"): 3.0,
        ("reflect", "daily", "--answers", bench.answers()): None,
    }
    for words, limit in commands.items():
        costs = in_turns(
            {"plain": bench.mefirst(plain, *words), "sealed": bench.mefirst(sealed, *words)}, bench.rounds
        )
        said = " ".join(words[:3])
        yield from table(
            [
                Line(f"`mefirst {said}`, {size:,} entries in plain text", "plain"),
                Line(f"`mefirst {said}`, the same encrypted", "sealed", limit),
            ],
            costs,
            "plain",
        )
        yield ""


def derived() -> float:
    """Return what it takes to try a passphrase, in seconds: the median of a few."""
    wrapped = passphrase.wrap(b"", _PASSPHRASE, {})
    took = []
    for _ in range(_DERIVED):
        began = time.perf_counter()
        passphrase.unwrap(wrapped, _PASSPHRASE)
        took.append(time.perf_counter() - began)
    return median(took)


def main() -> None:
    """Print the tables, and what a passphrase costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=10_000, help="How many entries.")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="Turns of each measurement.")
    given = parser.parse_args()
    seconds = derived()
    passphrase.MEMORY_KIB, passphrase.ITERATIONS, passphrase.LANES = 64, 1, 1
    with tempfile.TemporaryDirectory(prefix="mefirst-bench-") as folder:
        for line in compared(Bench(Path(folder), (given.size,), given.rounds), given.size):
            print(line)
    print(f"A passphrase, right or wrong, takes {seconds:.2f} s of this machine to try.")


if __name__ == "__main__":
    main()
