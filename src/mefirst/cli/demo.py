"""`mefirst demo`: eight weeks of sample entries in a journal of their own, with what they show."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer

from mefirst.cli import main as program
from mefirst.cli.context import Context
from mefirst.cli.options import Now, Plain
from mefirst.errors import UsageProblem
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.ids import new_id
from mefirst.model.record import Record
from mefirst.paths import DEFAULT_JOURNAL, find_paths

app = typer.Typer(add_completion=False)

_SAMPLE = Path(__file__).with_name("demo.json")
_SCREENS = ((), ("report", "last-week"), ("gaps", "8w"))
_SEED = 2026


@app.command(epilog="Example: mefirst demo --keep /tmp/demo, then MEFIRST_HOME=/tmp/demo mefirst list")
def demo(
    keep: Annotated[
        Path | None,
        typer.Option("--keep", help="Leave the sample journal in this new folder.", metavar="FOLDER"),
    ] = None,
    plain: Plain = False,
    now: Now = None,
) -> None:
    """Show eight weeks of sample entries, and where they lead. Your own journal is not touched."""
    context = Context(now, plain=plain)
    if keep is not None and _taken(keep):
        raise UsageProblem(f"{keep} is there already, and not empty.", hint="Name a new folder.")
    with _home(keep) as home:
        write_sample(home, context.now)
        with _environment(MEFIRST_HOME=str(home), **({"MEFIRST_PLAIN": "1"} if context.plain else {})):
            for words in _SCREENS:
                context.show(f"$ {' '.join(('mefirst', *words))}")
                program.main([*words, "--now", context.now.isoformat()])
                context.show("")
    if keep:
        context.note(f"Look around:  MEFIRST_HOME={keep} mefirst list")
    else:
        context.note("These were samples, and are gone. To look around in them: mefirst demo --keep FOLDER")


def _taken(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        return True


@contextmanager
def _home(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield keep.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="mefirst-demo-") as folder:
        yield Path(folder)


@contextmanager
def _environment(**changes: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def write_sample(home: Path, now: datetime) -> Journal:
    """Write the sample journal below `home`, its days counted back from `now`; the same `now`, the same ids."""
    paths = find_paths({"MEFIRST_HOME": str(home)})
    journal = Journal.create(DEFAULT_JOURNAL, paths.journal(DEFAULT_JOURNAL), paths.state)
    for record in sample_records(now):
        journal.add(record)
    return journal


def sample_records(now: datetime) -> Iterator[Record]:
    """Yield the sample's records as of `now`."""
    sample = json.loads(_SAMPLE.read_text("utf-8"))
    choose = Random(_SEED).choice  # noqa: S311 sample ids, the same each time
    entries = [_entry(dict(one), now, choose) for one in sample["entries"]]
    yield from entries
    for one in sample["commitments"]:
        yield _commitment(dict(one), now, choose, entries)
    began = now - timedelta(days=sample["focus"]["days_ago"])
    yield Focus.first(
        new_id(began.date(), choose),
        recorded_at=began,
        on=began.date(),
        dimension=sample["focus"]["dimension"],
    )


def _moment(one: dict[str, Any], now: datetime) -> datetime:
    """Take day and time out of a sample; what would lie in the future happened a minute ago."""
    hours, minutes = one.pop("time").split(":")
    day = (now - timedelta(days=one.pop("days_ago"))).date()
    return min(datetime.combine(day, time(int(hours), int(minutes)), now.tzinfo), now - timedelta(minutes=1))


def _entry(one: dict[str, Any], now: datetime, choose: Any) -> Entry:
    when = _moment(one, now)
    for effect in one.get("effects", ()):
        for report in effect.get("reported", ()):
            report["on"] = (now - timedelta(days=report.pop("days_ago"))).date()
    return Entry.first(new_id(when.date(), choose), recorded_at=when, **one)


def _commitment(one: dict[str, Any], now: datetime, choose: Any, entries: list[Entry]) -> Commitment:
    when = _moment(one, now)
    due = one.pop("due_in_days", None)
    for line in one.get("log", ()):
        line["on"] = (now - timedelta(days=line.pop("days_ago"))).date()
    return Commitment.first(
        new_id(when.date(), choose),
        recorded_at=when,
        due=None if due is None else (now + timedelta(days=due)).date(),
        from_entry=entries[one.pop("from")].id,
        **one,
    )
