"""Many at once: writers and readers of one journal, as threads and as processes.

    uv run python tests/crowd.py [--sealed]

prints what 16 writers of 250 entries each, 20 processes of the program, and 8 processes that change one entry leave.
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from running import NOW, Ran, answers, process
from samples import ID, entry, nth_id
from sealing import all_sealed, begin

WORDS_EACH = 200


@dataclass
class Seen:
    """What the readers saw meanwhile, and what went wrong anywhere."""

    readings: int = 0
    records: int = 0
    partial: int = 0
    failures: list[BaseException] = field(default_factory=list)


def write_and_read(journal: Journal, writers: int, each: int, readers: int) -> Seen:
    """Let writers add so many entries each, while readers look at all there is, again and again."""
    seen, done = Seen(), threading.Event()

    def guarded(task: Callable[..., None], *arguments: object) -> None:
        try:
            task(Journal.open("default", journal.root, journal.state.parent), *arguments)
        except BaseException as failure:  # noqa: BLE001 a thread's failure is the test's
            seen.failures.append(failure)

    reading = [threading.Thread(target=guarded, args=(_read, seen, done)) for _ in range(readers)]
    writing = [threading.Thread(target=guarded, args=(_write, one, each)) for one in range(writers)]
    for thread in (*reading, *writing):
        thread.start()
    for thread in writing:
        thread.join()
    done.set()
    for thread in reading:
        thread.join()
    return seen


def _write(journal: Journal, writer: int, each: int) -> None:
    for number in range(each):
        record = entry(nth_id(writer * each + number), situation=f"{writer}.{number} " * WORDS_EACH)
        if not journal.add(record):
            raise AssertionError("it was there already")


def _read(journal: Journal, seen: Seen, done: threading.Event) -> None:
    while not done.is_set():
        reading = journal.read(Entry)
        seen.readings += 1
        seen.records += len(reading.records)
        seen.partial += len(reading.damaged)
        for words in ((one.situation or "").split() for one in reading.records):
            seen.partial += len(words) != WORDS_EACH or len(set(words)) != 1


def at_once(runs: Sequence[Callable[[], Ran]]) -> list[Ran]:
    """Run all of them at the same time."""
    with ThreadPoolExecutor(len(runs)) as pool:
        return [one.result() for one in [pool.submit(run) for run in runs]]


EDITOR = """
import sys
from pathlib import Path
from mefirst.cli.context import Context
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
root, state, record_id, editor = sys.argv[1:]
def edit(record):
    print("read", flush=True)
    sys.stdin.readline()
    return record.changed(tags=(*record.tags, editor), learning="what " + editor + " learnt")
Journal.open("default", Path(root), Path(state), Context().sealed).change(Entry, record_id, edit)
"""


def edit_by(journal: Journal, record_id: str, editors: int) -> list[int]:
    """Let so many processes change one entry, all of which have read it before the first writes; their exit codes."""
    places = (str(journal.root), str(journal.state.parent), record_id)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", EDITOR, *places, f"editor{number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for number in range(editors)
    ]
    for one in running:
        assert one.stdout
        one.stdout.readline()
    for one in running:
        one.communicate(b"\n")
    return [one.returncode for one in running]


def main() -> int:
    """Print the table, of encrypted journals with `--sealed`; 1 where a word was lost or half of one was seen."""
    with all_sealed(really="--sealed" in sys.argv):
        return table()


def table() -> int:
    """Print a line for each crowd; return whether any of them lost something."""
    print("| at once | kept | seen half | |")
    print("|---|--:|--:|---|")
    good = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        os.environ["MEFIRST_HOME"] = str(home)
        root = home / "journals" / "default"
        journal = Journal.create("default", root, home / "state")
        seen = write_and_read(journal, 16, 250, 2)
        kept = len(journal.read(Entry).records)
        print(
            f"| 16 writers × 250 entries, 2 readers | {kept} | {seen.partial} | {seen.records} records read |"
        )
        good.append((kept, seen.partial, seen.failures) == (4000, 0, []))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        os.environ["MEFIRST_HOME"] = str(home)
        begin(home)
        add = ("reflect", "--answers", "-", "--now", NOW)
        ran = at_once([partial(process, *add, stdin=answers(moment=str(number))) for number in range(20)])
        journal = Journal.open("default", home / "journals" / "default", home / "state")
        found = journal.read(Entry)
        codes = {one.code for one in ran}
        print(
            f"| 20 processes of `mefirst reflect` | {len(found.records)} | {len(found.damaged)} | exit {codes} |"
        )
        good.append((len(found.records), len(found.damaged), codes) == (20, 0, {0}))
        journal.add(entry())
        exits = set(edit_by(journal, ID, 8))
        one = journal.get(Entry, ID)
        tags = len(one.record.tags)
        print(f"| 8 processes that change one entry | {tags} | {len(one.damaged)} | {len(one.heads)} heads |")
        good.append((exits, tags, len(one.heads)) == ({0}, 8, 8))
    return not all(good)


if __name__ == "__main__":
    sys.exit(main())
