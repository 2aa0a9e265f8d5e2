"""An import killed or refused at any system call: run again, it ends; nothing is lost, nothing doubled."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

import pytest

from mefirst.journal.check import check
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from running import NOW, Ran, mefirst, noted, records, tree
from samples import entry
from tracing import Moment, Outcome, Work, at_each, moments, needs_strace, refused, stopped

JRNL = b"[2026-11-20 08:00] One @a\n\n[2026-11-21 09:00] Two\nMore of it.\n"
IMPORT = ("import", "-", "--now", NOW)


def ours() -> bytes:
    """An export of an entry with two revisions, deleted from the home it was made in."""
    root = Path(os.environ["MEFIRST_HOME"]) / "elsewhere"
    journal = Journal.create("default", root / "journals" / "default", root / "state")
    journal.add(entry(situation="Three"))
    journal.change(Entry, entry().id, lambda one: one.changed(intent="to help"))
    with patch.dict(os.environ, MEFIRST_HOME=str(root)):
        return mefirst("export", "--now", NOW).data


def by_every_call(order: Sequence[Moment]) -> Sequence[int]:
    return range(len(order))


def by_name(order: Sequence[Moment]) -> Sequence[int]:
    """Choose the calls by which a name appears or goes."""
    return [at for at, one in enumerate(order) if one.call in {"rename", "link", "unlink", "mkdir"}]


def again(one: Outcome, work: Work) -> Ran:
    with patch.dict(os.environ, MEFIRST_HOME=str(one.home)):
        return mefirst(*work.arguments, stdin=work.stdin)


def contents(home: Path) -> dict[str, bytes | None]:
    """The records of a home, by their names; what lies in temporary folders is none."""
    return {name: data for name, data in tree(home).items() if "/entries/" in name and data}


def reads(home: Path) -> set[str]:
    """The situations there are; anything damaged fails the test."""
    root = home / "journals" / "default"
    if not (root / "format.json").exists():
        assert not records(home)
        return set()
    reading = Journal.open("default", root, home / "state").read(Entry)
    assert not reading.damaged
    return {str(one.situation) for one in reading.records}


CASES = [
    pytest.param("jrnl", True, by_every_call, id="jrnl"),
    pytest.param("ours", False, by_name, id="ours, into a new journal"),
    pytest.param("ours", False, by_every_call, id="ours, everywhere", marks=pytest.mark.slow),
]


@needs_strace
@pytest.mark.parametrize("how", ["killed", "refused"])
@pytest.mark.parametrize(("source", "filled", "choose"), CASES)
def test_an_import_stopped_anywhere_is_ended_by_the_next(
    home: Path, source: str, filled: bool, choose: Callable[[Sequence[Moment]], Sequence[int]], how: str
) -> None:
    """Every file is whole or not there, what was there is as it was, and the next run brings all, each once."""
    data = JRNL if source == "jrnl" else ours()
    if filled:
        noted("mine")
    else:
        home = home / "new"
    work = Work(IMPORT, "Imported", data)
    order = moments(home, work)
    chosen = choose(order) if how == "killed" else choose(order)[::3]
    before = contents(home)
    wanted = {"One @a", "Two\nMore of it."} if source == "jrnl" else {"Three"}
    wanted |= {"mine"} if filled else set()
    complete = None
    for one in at_each(home, work, order, chosen, stopped if how == "killed" else _refuse):
        assert reads(one.home) <= wanted, one
        if how == "refused" and one.ran.code == 0:
            assert reads(one.home) == wanted, one
        if "Imported" in one.ran.err:
            assert reads(one.home) == wanted, one
        if how == "refused" and one.ran.code:
            assert "Not saved: " in one.ran.err, (str(one), one.ran.err)
            assert len(one.ran.err.splitlines()) <= 3, one
            grew = len(contents(one.home)) > len(before)
            assert ("are in; import it again to go on." in one.ran.err) == grew, one
        assert again(one, work).code == 0, one
        assert reads(one.home) == wanted, one
        after = contents(one.home)
        complete = complete or sorted(after)
        assert sorted(after) == complete, one
        assert {name: after[name] for name in before} == before, one
        journal = Journal.open("default", one.home / "journals" / "default", one.home / "state")
        assert [found for found in check(journal).findings if found.level == "risk"] == [], one
    sys.stdout.write(f"{how} at {len(chosen)} of {len(order)} calls of an import\n")


def _refuse(home: Path, work: Work, moment: Moment) -> Ran:
    return refused(home, work, moment, {"write": "ENOSPC"}.get(moment.call, "EIO"))
