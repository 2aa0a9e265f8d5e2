"""Killed at any system call, refused by the disk at any: what was saved stays, and "Saved" is never said falsely.

At every call in a child of this process, and from outside, by strace, at the calls that count; the whole matrix,
each call with each error, is `python tests/fault_matrix.py`.
"""

import contextlib
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import forking
import tracing
from adding import ADDS, MOMENT, Added, entries
from converting import CONVERSIONS
from fault_matrix import WORKS
from forking import USUAL, Outcome
from mefirst import atomic
from mefirst.cli.context import Context
from mefirst.cli.pending import pending_drafts
from mefirst.cli.sessions import Session
from mefirst.errors import CannotWrite
from mefirst.journal.store import Journal
from mefirst.model.record import Record
from running import NOW, shown
from sealing import cheap, unlocking
from tracing import Moment, moments, needs_strace

pytestmark = [
    pytest.mark.usefixtures("sealing"),
    pytest.mark.skipif(sys.platform == "win32", reason="it forks"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]


@pytest.mark.parametrize("name", ADDS)
def test_killed_at_any_call_nothing_saved_is_lost(home: Path, name: str, *, sealing: bool) -> None:
    """Either the entry or its draft is there, the other records are untouched, and a rerun works.

    At every third call where the journal is sealed; the whole of that is `python tests/fault_matrix.py --sealed`.
    """
    assert Added(home, name).problems(every=3 if sealing else 1) == []


@pytest.mark.parametrize("name", ADDS)
def test_refused_at_any_call_saved_is_said_only_where_it_is_so(
    home: Path, name: str, *, sealing: bool
) -> None:
    """ENOSPC, EIO or EROFS: exit 0 and "Saved" with the record, else exit 1, "Not saved" and no record."""
    assert Added(home, name).problems(error=USUAL, every=5 if sealing else 3 if ADDS[name].first else 1) == []


# ---- from outside


def at_names(order: Sequence[Moment]) -> Sequence[int]:
    """Choose the calls by which a name appears or goes."""
    return [at for at, one in enumerate(order) if one.call in {"rename", "link", "unlink"}]


@needs_strace
@pytest.mark.parametrize("error", ["", USUAL, "EINTR"])
def test_a_process_stopped_from_outside_does_the_same(home: Path, error: str) -> None:
    """A first reflection, killed or refused as a name appears or goes; a call that is interrupted, too."""
    added = Added(home, "first reflect")
    assert added.problems(error=error, each=tracing.each, choose=at_names) == []
    assert added.calls > 5


@needs_strace
@pytest.mark.parametrize("name", [name for name in WORKS if name not in CONVERSIONS])
def test_no_call_is_missed_that_changes_a_file(home: Path, name: str) -> None:
    """What a child of this process counts is what strace sees."""
    assert_counted(home, name)


@needs_strace
@pytest.mark.plain_only("these begin or end with plain journals by themselves")
@pytest.mark.parametrize("name", CONVERSIONS)
def test_no_call_is_missed_that_changes_how_files_are_kept(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Likewise; an encrypted journal is opened by a command."""
    cheap(monkeypatch)
    unlocking(tmp_path, monkeypatch)
    assert_counted(home, name)


def assert_counted(home: Path, name: str) -> None:
    work = WORKS[name](home, name)
    copy = home.parent / "copied" / "home"
    copy.parent.mkdir()
    if home.exists():
        shutil.copytree(home, copy)
    names = {"openat": "create", "replace": "rename", "linkat": "link"}  # as Pythons differ
    _, made = forking.run(copy, work.line, stdin=work.stdin)
    counted = Counter(names.get(call, call) for call in (one.partition(" ")[0] for one in made))
    traced = Counter(names.get(one.call, one.call) for one in moments(home, work.line, work.stdin))
    del counted["close"], traced["close"]  # strace's are those of files that were written alone
    assert counted == traced


# ---- the harness catches


def writes_in_place(path: Path, data: bytes, _temporary: Path) -> None:
    atomic.make_folder(path.parent)
    path.unlink(missing_ok=True)
    atomic.write_new(path, data)
    atomic.flush_folder(path.parent)


def says_so_first(journal: Journal, record: Record) -> bool:
    sys.stderr.write("Noted\n")
    return _add(journal, record)


def hears_no_refusal(path: Path, data: bytes, temporary: Path) -> None:
    with contextlib.suppress(CannotWrite):
        _write(path, data, temporary)


_add, _write = Journal.add, atomic.write


@pytest.mark.parametrize(
    ("owner", "function", "mutant", "error", "caught"),
    [
        (atomic, "write", writes_in_place, "", "it does not read"),
        (Journal, "add", says_so_first, "", "it said it was saved, and it was not"),
        (Journal, "add", says_so_first, USUAL, "and not saved"),
        (atomic, "write", hears_no_refusal, USUAL, "exit 0"),
    ],
)
def test_a_writer_that_does_otherwise_is_caught(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    owner: object,
    function: str,
    mutant: Callable[..., Any],
    error: str,
    caught: str,
) -> None:
    """Written in place, "saved" said too early, a refusal passed over: each is named."""
    added = Added(home, "capture")
    monkeypatch.setattr(owner, function, mutant)
    assert any(caught in problem for _, problem in added.problems(error=error))


# ---- what is taken up


def killed_at(home: Path, which: Callable[[Outcome], bool]) -> Path:
    """Kill a reflection at the first call `which` picks; return the home it leaves."""
    added = Added(home, "reflect")
    return next(one for one in forking.each(home, added.line, stdin=added.stdin) if which(one)).home


def test_a_draft_left_between_saving_and_forgetting_saves_nothing_twice(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed right before the draft goes, the entry is there; taking the draft up keeps it at one."""
    left = killed_at(home, lambda one: ": unlink" in one.call)
    monkeypatch.setenv("MEFIRST_HOME", str(left))
    assert len(entries(left)) == 4
    context = Context(NOW)
    journal = context.open_journal("default")
    (pending,) = pending_drafts(context, journal)
    Session(context, journal, pending.draft, pending.interview).save(quiet=True)
    assert len(entries(left)) == 4
    assert not pending_drafts(context, journal)


def test_a_draft_left_before_saving_is_the_whole_entry(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at the first write into the journal, the draft holds all answers; taking it up saves them once."""
    left = killed_at(home, lambda one: one.renamed and (one.home / "journals/default/commitments").exists())
    monkeypatch.setenv("MEFIRST_HOME", str(left))
    assert len(entries(left)) == 3
    context = Context(NOW)
    journal = context.open_journal("default")
    (pending,) = pending_drafts(context, journal)
    assert pending.interview.answers["moment"] == MOMENT
    Session(context, journal, pending.draft, pending.interview).save(quiet=True)
    (saved,) = (one for one in entries(left) if one["situation"] == MOMENT)
    assert saved["id"] == pending.draft.id
    assert len(shown(saved["id"])["commitments"]) == 1


def test_a_setting_is_the_old_one_until_it_is_the_new_one(home: Path) -> None:
    """Killed while config.toml is written, its comment and its other lines are as they were."""
    home.mkdir()
    before = '# mine\nday_ends = "05:00"\n'
    (home / "config.toml").write_text(before, "utf-8")
    for one in forking.each(home, ("config", "plain", "yes")):
        text = (one.home / "config.toml").read_text("utf-8")
        assert text == (before + "plain = true\n" if one.renamed else before), one
