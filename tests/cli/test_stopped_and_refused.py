"""Killed at any system call, refused by the disk at any: what was saved stays, and "Saved" is never said falsely."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from mefirst.cli.context import Context
from mefirst.cli.pending import pending_drafts
from mefirst.cli.sessions import Session
from running import NOW, Ran, answers, mefirst, reflected, shown, tree
from tracing import Moment, Outcome, Work, at_each, moments, needs_strace, refused, stopped

WORDS = "what must not be lost"
PROMISE = {"cue": "she pauses", "response": "wait"}

REFLECT = Work(("reflect", "--answers", "-", "--now", NOW), "Saved", answers(moment=WORDS, next=PROMISE))
CAPTURE = Work(("capture", WORDS, "--now", NOW), "Noted")
IMPACT = Work(("impact", "last", "--by", "board", "--value", "3", "--text", WORDS, "--now", NOW), "Saved")
FOCUS = Work(("config", "focus", "trust", "--now", NOW), "From today your focus")

ERRORS = {"write": "ENOSPC", "fsync": "EIO", "close": "EIO", "rename": "EIO", "link": "EIO"}
"""What a call fails with; the others find that the file system became read-only."""


def three_records(home: Path) -> None:
    """Fill the home of this test with three entries."""
    for number in range(3):
        reflected(moment=f"moment {number}")
    assert len(entries(home)) == 3


def nothing(home: Path) -> None:
    """Leave the home as it is: not there."""
    assert not home.exists()


def everywhere(order: Sequence[Moment]) -> Sequence[int]:
    """Choose every call."""
    return range(len(order))


def at_names(order: Sequence[Moment]) -> Sequence[int]:
    """Choose the calls by which a name appears or goes, and every fourth new folder."""
    folders = [at for at, one in enumerate(order) if one.call == "mkdir"]
    return [at for at, one in enumerate(order) if one.call in {"rename", "link", "unlink"}] + folders[::4]


CASES = [
    pytest.param(REFLECT, three_records, everywhere, id="reflect"),
    pytest.param(CAPTURE, three_records, everywhere, id="capture"),
    pytest.param(IMPACT, three_records, everywhere, id="impact"),
    pytest.param(FOCUS, three_records, at_names, id="focus"),
    pytest.param(REFLECT, nothing, at_names, id="first reflect"),
    pytest.param(REFLECT, nothing, everywhere, id="first reflect, everywhere", marks=pytest.mark.slow),
]


def at(home: Path, *arguments: str, stdin: bytes = b"") -> Ran:
    """Run the program in this process with another home."""
    with patch.dict(os.environ, MEFIRST_HOME=str(home)):
        return mefirst(*arguments, stdin=stdin)


def entries(home: Path) -> list[dict[str, Any]]:
    """Return the entries as they are listed; whatever is damaged fails the test."""
    ran = at(home, "list", "all", "--format", "json", "--now", NOW)
    if ran.code == 4:
        return []
    assert (ran.code, ran.json["damaged"]) == (0, []), ran.err
    found: list[dict[str, Any]] = ran.json["entries"]
    return found


def worked(home: Path, work: Work) -> bool:
    """Whether what the command brings is in the journal."""
    if work is FOCUS:
        return at(home, "config", "focus", "--now", NOW).out == "trust\n"
    return any(WORDS in f"{one['situation']} {one['impact']}" for one in entries(home))


def kept(home: Path) -> list[str]:
    """Return the situations in the drafts that can be taken up."""
    paths = sorted((home / "state").glob("*/drafts/*.json"))
    return [json.loads(path.read_bytes())["interview"]["answers"]["moment"] for path in paths]


def touched(before: dict[str, bytes | None], home: Path) -> Iterator[str]:
    """Yield which of the records of before are not there byte for byte."""
    after = tree(home)
    for name, data in before.items():
        if data is not None and "/entries/" in name and after.get(name) != data:
            yield f"{name} was touched"


def works_again(home: Path, work: Work) -> Iterator[str]:
    """Yield what is wrong with doing the work once more."""
    number = len(entries(home))
    again = at(home, *work.arguments, stdin=work.stdin)
    if again.code or not worked(home, work):
        yield f"it does not work afterwards: {again.err}"
    if len(entries(home)) != number + (work in {REFLECT, CAPTURE}):
        yield "the next one is not there"


def after_a_kill(work: Work, one: Outcome, *, draft_expected: bool) -> Iterator[str]:
    """Yield what a kill did that it must not."""
    saved = worked(one.home, work)
    if work.says in one.ran.err and not saved:
        yield "it said it was saved, and it was not"
    if draft_expected and not saved and WORDS not in kept(one.home):
        yield "neither the entry nor its draft is there"


def after_an_error(work: Work, one: Outcome) -> Iterator[str]:
    """Yield what is wrong with how an error was met."""
    saved, ran = worked(one.home, work), one.ran
    if (ran.code == 0) != saved or (work.says in ran.err) != saved:
        yield f"exit {ran.code}, {ran.err!r}, and {'saved' if saved else 'not saved'}"
    if ran.code == 0:
        return
    if "Not saved: " not in ran.err or "Traceback" in ran.err or "stumbled" in ran.err:
        yield f"it does not say so: {ran.err}"
    if work is not FOCUS and f"  {WORDS}" not in ran.err and f"  moment: {WORDS}" not in ran.err:
        yield "what could not be saved is not printed"
    if "The last good draft is" in ran.err and WORDS not in kept(one.home):
        yield "it names a draft that is not there"


@needs_strace
@pytest.mark.parametrize(("work", "prepare", "choose"), CASES)
def test_killed_at_any_call_nothing_saved_is_lost(
    home: Path,
    work: Work,
    prepare: Callable[[Path], None],
    choose: Callable[[Sequence[Moment]], Sequence[int]],
) -> None:
    """Either the entry or its draft is there, the other records are untouched, and a rerun works."""
    prepare(home)
    before = tree(home)
    order = moments(home, work)
    first_kept = next(at for at, one in enumerate(order) if one.call == "rename")
    problems = []
    for one in at_each(home, work, order, choose(order), stopped):
        draft_expected = work is REFLECT and one.at > first_kept
        problems += [(str(one), problem) for problem in touched(before, one.home)]
        problems += [
            (str(one), problem) for problem in after_a_kill(work, one, draft_expected=draft_expected)
        ]
        problems += [(str(one), problem) for problem in works_again(one.home, work)]
    assert problems == []


@needs_strace
@pytest.mark.parametrize(("work", "prepare", "choose"), CASES)
def test_refused_at_any_call_saved_is_said_only_where_it_is_so(
    home: Path,
    work: Work,
    prepare: Callable[[Path], None],
    choose: Callable[[Sequence[Moment]], Sequence[int]],
) -> None:
    """ENOSPC, EIO or EROFS: exit 0 and "Saved" with the record, else exit 1, "Not saved" and no record."""
    prepare(home)
    before = tree(home)
    order = moments(home, work)

    def refuse(copy: Path, work: Work, moment: Moment) -> Ran:
        return refused(copy, work, moment, ERRORS.get(moment.call, "EROFS"))

    problems = []
    for one in at_each(home, work, order, choose(order), refuse):
        problems += [(str(one), problem) for problem in touched(before, one.home)]
        problems += [(str(one), problem) for problem in after_an_error(work, one)]
        problems += [(str(one), problem) for problem in works_again(one.home, work)]
    assert problems == []


def stopped_at(home: Path, which: Callable[[Moment], bool]) -> Path:
    """Kill a reflection at the first call `which` picks; return the home it leaves."""
    order = moments(home, REFLECT)
    chosen = next(number for number, one in enumerate(order) if which(one))
    (outcome,) = at_each(home, REFLECT, order, [chosen], stopped)
    return outcome.home


@needs_strace
def test_a_draft_left_between_saving_and_forgetting_saves_nothing_twice(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed right before the draft goes, the entry is there; taking the draft up keeps it at one."""
    three_records(home)
    left = stopped_at(home, lambda one: one.call == "unlink")
    monkeypatch.setenv("MEFIRST_HOME", str(left))
    assert len(entries(left)) == 4
    context = Context(NOW)
    journal = context.open_journal("default")
    (pending,) = pending_drafts(context, journal)
    Session(context, journal, pending.draft, pending.interview).save(quiet=True)
    assert len(entries(left)) == 4
    assert not pending_drafts(context, journal)


@needs_strace
def test_a_draft_left_before_saving_is_the_whole_entry(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at the first write into the journal, the draft holds all answers; taking it up saves them once."""
    three_records(home)
    left = stopped_at(home, lambda one: one.about.startswith("/journals"))
    monkeypatch.setenv("MEFIRST_HOME", str(left))
    assert len(entries(left)) == 3
    context = Context(NOW)
    journal = context.open_journal("default")
    (pending,) = pending_drafts(context, journal)
    assert pending.interview.answers["moment"] == WORDS
    Session(context, journal, pending.draft, pending.interview).save(quiet=True)
    (saved,) = (one for one in entries(left) if one["situation"] == WORDS)
    assert saved["id"] == pending.draft.id
    assert len(shown(saved["id"])["commitments"]) == 1


@needs_strace
def test_a_setting_is_the_old_one_until_it_is_the_new_one(home: Path) -> None:
    """Killed while config.toml is written, its comment and its other lines are as they were."""
    home.mkdir()
    before = '# mine\nday_ends = "05:00"\n'
    (home / "config.toml").write_text(before, "utf-8")
    work = Work(("config", "plain", "yes"), "plain is yes now.")
    order = moments(home, work)
    renamed = next(number for number, one in enumerate(order) if one.call == "rename")
    for one in at_each(home, work, order, everywhere(order), stopped):
        text = (one.home / "config.toml").read_text("utf-8")
        assert text == (before if one.at <= renamed else before + "plain = true\n"), one
