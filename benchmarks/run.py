"""Measures mefirst and prints Markdown: ratios of times taken in turns on one machine, in one run.

python benchmarks/run.py > measured.md
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import generate
import peers
from measure import Cost, Failed, Measurement, Program, Ratio, Typing, cpu_ratio, in_turns, wall, wall_ratio
from mefirst import __version__
from mefirst.paths import find_paths

SIZES = (generate.RECENT, 10_000, 100_000)
QUICK_SIZES = (generate.RECENT, 2_000)
ROUNDS = 20
QUICK_ROUNDS = 3
MOST_READ_WHOLE = 10_000
"""The largest journal that is read from end to end, and the largest the peers are given."""

START_LIMIT = 1.25
TYPING_LIMIT = 1.5
WEEK_LIMIT = 1.3
ADD_LIMIT = 1.1

_FLOOR = "import typer, rich.console, rich.table, pydantic; pydantic.BaseModel"
_ANSWERS = """\
moment: Corrected my deputy in front of the board
who: [deputy, board]
camera: Said that is last month's figure while she was on her second slide.
intent: To spare her a question she could not have answered.
drive: [help]
impact: She sat down and did not speak again.
effect: {dimension: trust, toward: deputy, intended: 2, seen: -1, evidence: cue}
gap: I protected the number and left her standing there.
"""
_COUNT = """\
import sys
root, opened = sys.argv[1], 0
def hear(event, given):
    global opened
    if event in {"open", "os.listdir", "os.scandir"}:
        opened += str(given[0]).startswith(root)
sys.addaudithook(hear)
from mefirst.cli.main import main
code = main(sys.argv[2:])
print(opened)
sys.exit(code)
"""
"""Runs mefirst and prints how often it opened a file or listed a folder below the first argument."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One run: a temporary folder everything lives in, the journal sizes, and the turns of each measurement."""

    folder: Path
    sizes: tuple[int, ...]
    rounds: int
    environments: dict[str, dict[str, str]] = field(default_factory=dict)
    """What a home needs besides, by its path."""

    def environment(self, home: Path) -> dict[str, str]:
        """Return the whole environment of a program: its own home, its own byte code, nothing of the user's."""
        places = {
            name: str(self.folder / "user" / name.lower())
            for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        }
        for place in places.values():
            Path(place).mkdir(parents=True, exist_ok=True)
        return {
            **places,
            **{name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ},
            "LANG": "C.UTF-8",
            "MEFIRST_HOME": str(home),
            "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode"),
            "TERM": "xterm-256color",
            "TMPDIR": str(self.folder),
            **self.environments.get(str(home), {}),
        }

    def journal(self, name: str, size: int, now: datetime = generate.NOW) -> Path:
        """Write a journal and return its MEFIRST_HOME."""
        home = self.folder / name
        generate.check(generate.write_journal(home, size, now), size, now)
        return home

    def mefirst(self, home: Path, *words: str, now: datetime | None = generate.NOW) -> Program:
        """Return a command of mefirst, as of the journals' own present unless `now` is None."""
        executable = Path(sys.executable).with_name("mefirst")
        given = ("--now", now.isoformat()) if now else ()
        return Program((str(executable), *words, *given), self.environment(home))

    def floor(self) -> Program:
        """Return the least a program of this kind costs: the interpreter and the libraries it is made of."""
        return Program((sys.executable, "-c", _FLOOR), self.environment(self.folder))

    def answers(self) -> str:
        """Write the answers of a whole session and return their path."""
        path = self.folder / "answers.yaml"
        path.write_text(_ANSWERS, "utf-8")
        return str(path)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what was measured, against which other, and how far it may go."""

    what: str
    name: str
    limit: float | None = None


def table(lines: Sequence[Line], costs: Mapping[str, list[Cost]], base: str) -> Iterator[str]:
    """Yield a table of ratios to `base`, which is its first line."""
    yield "| | ratio | processor time | median, ms | limit |"
    yield "|---|--:|--:|--:|--:|"
    for line in lines:
        own = costs[line.name]
        if line.name == base:
            yield _row(line.what, "1", "1", f"{wall(own):.0f}", "")
            continue
        ratio = wall_ratio(own, costs[base])
        processor = cpu_ratio(own, costs[base])
        cpu = f"{processor.middle:.2f}" if processor else "–"
        yield _row(line.what, str(ratio), cpu, f"{wall(own):.0f}", _verdict(ratio, line.limit))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _verdict(ratio: Ratio, limit: float | None) -> str:
    if limit is None:
        return ""
    return f"≤ {limit:.2f}" if ratio.middle <= limit else f"≤ {limit:.2f}: **not met**"


def start_up(bench: Bench) -> Iterator[str]:
    """Yield what starting costs, against the floor."""
    home = bench.journal("empty", 0)
    costs = in_turns(
        {
            "floor": bench.floor(),
            "list": bench.mefirst(home, "list", now=None),
            "version": bench.mefirst(home, "--version", now=None),
            "help": bench.mefirst(home, "--help", now=None),
        },
        bench.rounds,
    )
    lines = (
        Line(f'the floor: `python -c "{_FLOOR}"`', "floor"),
        Line("`mefirst list`, an empty journal", "list", START_LIMIT),
        Line("`mefirst --version`", "version"),
        Line("`mefirst --help`", "help"),
    )
    yield from table(lines, costs, "floor")


def typing(bench: Bench) -> Iterator[str]:
    """Yield how long it takes until somebody can type, against the floor."""
    measurements: dict[str, Measurement] = {"floor": bench.floor()}
    lines = [Line("the floor", "floor")]
    for size in (0, generate.RECENT):
        home = bench.journal(f"typing-{size}", size)
        session = Typing(bench.mefirst(home, "reflect"), find_paths({"MEFIRST_HOME": str(home)}).state)
        measurements |= {f"shown-{size}": session.shown, f"full-{size}": session.full}
        lines += [
            Line(f"`mefirst reflect`, {size} entries: the first prompt takes typing", f"shown-{size}", TYPING_LIMIT),
            Line(f"`mefirst reflect`, {size} entries: the full prompter answers a key", f"full-{size}"),
        ]  # fmt: skip
    yield from table(lines, in_turns(measurements, bench.rounds), "floor")


def reading(bench: Bench, homes: Mapping[int, Path]) -> Iterator[str]:
    """Yield what reading a week costs in small and large journals, and reading all of one."""
    base = str(min(homes))
    week = {str(size): bench.mefirst(home, "gaps", "7d") for size, home in homes.items()}
    last_week = {str(size): bench.mefirst(home, "report", "last-week") for size, home in homes.items()}
    for words, commands in (("gaps 7d", week), ("report last-week", last_week)):
        lines = [
            Line(f"`mefirst {words}`, {size:,} entries", str(size), None if str(size) == base else WEEK_LIMIT)
            for size in homes
        ]
        yield from table(lines, in_turns(commands, bench.rounds), base)
        yield ""
    whole = max((size for size in homes if size <= MOST_READ_WHOLE), default=None)
    if whole is None:
        return
    everything = bench.mefirst(homes[whole], "gaps", "all")
    costs = in_turns({base: week[base], "all": everything}, max(bench.rounds // 4, QUICK_ROUNDS))
    yield from table(
        [Line(f"`mefirst gaps 7d`, {base} entries", base), Line(f"`mefirst gaps all`, {whole:,} entries", "all")],
        costs,
        base,
    )  # fmt: skip


def adding(bench: Bench, homes: Mapping[int, Path]) -> Iterator[str]:
    """Yield what adding one entry costs in small and large journals."""
    words = ("reflect", "daily", "--answers", bench.answers())
    costs = in_turns({str(size): bench.mefirst(home, *words) for size, home in homes.items()}, bench.rounds)
    base = str(min(homes))
    lines = [
        Line(f"`mefirst reflect daily --answers FILE`, {size:,} entries", str(size),
             None if str(size) == base else ADD_LIMIT)
        for size in homes
    ]  # fmt: skip
    yield from table(lines, costs, base)


def opened(bench: Bench, homes: Mapping[int, Path]) -> Iterator[str]:
    """Yield how many files and folders of the journal each command opens: counted, so no load blurs it."""
    yield _row("", *(f"{size:,} entries" for size in homes))
    yield _row("---", *("--:" for _ in homes))
    for words in (
        ("gaps", "7d"),
        ("report", "last-week"),
        ("reflect", "daily", "--answers", bench.answers(), "--quiet"),
    ):
        counts = []
        for home in homes.values():
            command = bench.mefirst(home, *words).command[1:]
            journal = str(home / "journals")
            counting = (sys.executable, "-c", _COUNT, journal, *command)
            counts.append(Program(counting, bench.environment(home)).output().split()[-1])
        yield _row(f"`mefirst {words[0]} {words[1]}`: files and folders opened", *counts)


def against_peers(bench: Bench) -> Iterator[str]:
    """Yield mefirst against jrnl and Watson, the same entries in each, as of the present moment."""
    yield "| | entries | mefirst, ms | peer, ms | mefirst / peer | processor time | limit |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    now = datetime.now().astimezone()
    sizes = [size for size in bench.sizes if size <= MOST_READ_WHOLE]
    homes = {size: bench.journal(f"peers-{size}", size, now) for size in sizes}
    for name, peer in peers.PEERS.items():
        try:
            executable = peers.install(peer, bench.folder / "peers")
            version = peers.version(executable, bench.environment(bench.folder))
        except Failed as problem:
            yield _row(f"{name}: {problem}", *[""] * 6)
            continue
        for size, home in homes.items():
            place = bench.folder / f"{peer.program}-{size}"
            try:
                work = peer.write(executable, place, size, now, bench.environment(home))
                work.check()
            except Failed as problem:
                yield _row(f"{name} {version}: {problem}", f"{size:,}", *[""] * 5)
            else:
                yield from _against(bench, home, f"{name} {version}", size, work)


def _against(bench: Bench, home: Path, name: str, size: int, work: peers.Work) -> Iterator[str]:
    def ours(*words: str) -> Program:
        return bench.mefirst(home, *words, now=None)

    large = size == MOST_READ_WHOLE
    pairs: tuple[tuple[str, Program, Program, float | None], ...] = (
        (
            f"sum up everything: `{work.everything.command[-1]}` there, `mefirst gaps all` here",
            ours("gaps", "all"),
            work.everything,
            work.slowest if large else None,
        ),
        ("list the last week: `mefirst list 7d`", ours("list", "7d"), work.week, None),
        ("add one line: `mefirst capture TEXT`", ours("capture", peers.TEXT), work.add, None),
        (
            "add a line there, a whole session here: `mefirst reflect daily --answers FILE`",
            ours("reflect", "daily", "--answers", bench.answers()),
            work.add,
            None,
        ),
    )
    for what, mefirst, peer, limit in pairs:
        costs = in_turns({"mefirst": mefirst, "peer": peer}, bench.rounds)
        both = costs["mefirst"], costs["peer"]
        cpu = cpu_ratio(*both)
        times = (f"{wall(one):.0f}" for one in both)
        yield _row(
            f"{name}, {what}",
            f"{size:,}",
            *times,
            str(wall_ratio(*both)),
            f"{cpu.middle:.2f}" if cpu else "–",
            _verdict(wall_ratio(*both), limit),
        )


def report(bench: Bench, *, with_peers: bool) -> Iterator[str]:
    """Yield the whole report, section by section."""
    yield (
        f"mefirst {__version__}, {platform.python_implementation()} {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors. {bench.rounds} turns after one "
        f"to warm up; a ratio is the median over the turns, with the quartiles."
    )
    sizes = ", ".join(f"{size:,}" for size in bench.sizes)
    yield from _section("Starting", start_up(bench))
    yield from _section("Until somebody can type", typing(bench))
    _note(f"writing journals of {sizes} entries")
    homes = {size: bench.journal(f"size-{size}", size) for size in bench.sizes}
    yield from _section("Reading a week", reading(bench, homes))
    yield from _section("What of the journal is opened", opened(bench, homes))
    yield from _section("Adding an entry", adding(bench, homes))
    if with_peers:
        yield from _section("Beside other programs", against_peers(bench))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    _note(title)
    yield from ("", f"### {title}", "")
    yield from lines


def _note(text: str) -> None:
    sys.stderr.write(f"{text} …\n")


def _positive(typed: str) -> int:
    number = int(typed)
    if number < 1:
        raise ValueError(typed)
    return number


def _sizes(typed: str) -> tuple[int, ...]:
    return tuple(sorted({_positive(one) for one in typed.split(",")}))


def main(arguments: list[str] | None = None) -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", type=_sizes, metavar="N,N", help=f"journal sizes (default: {SIZES})")
    parser.add_argument("--rounds", type=_positive, metavar="N", help=f"turns of each (default: {ROUNDS})")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} turns, sizes {QUICK_SIZES}")
    parser.add_argument("--no-peers", action="store_true", help="without jrnl and Watson")
    given = parser.parse_args(arguments)
    sizes = given.sizes or (QUICK_SIZES if given.quick else SIZES)
    rounds = given.rounds or (QUICK_ROUNDS if given.quick else ROUNDS)
    folder = Path(tempfile.mkdtemp(prefix="mefirst-bench-"))
    try:
        for line in report(Bench(folder, sizes, rounds), with_peers=not given.no_peers):
            print(line, flush=True)
    except Failed as problem:
        sys.exit(f"Not measured: {problem}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
