"""Interrupting each change of a journal at each of its calls, and saying what that did which it must not."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from forking import Outcome, each
from mefirst.cli.context import Context
from mefirst.journal.check import check
from running import NOW, Ran, mefirst, noted, reflected, tree
from sealing import codec, leaks, readable

LONG_AGO = 1_700_000_000
WORDS = "I took the numbers out of her hands"
ID, ZIP = "{id}", "{zip}"
_OURS = {"id", "handle", "revision", "parents", "replaces", "recorded_at", "effects"}


@dataclass(frozen=True)
class Change:
    """A command, what it says first when it is done, and what is done before.

    `in_steps`: it consists of several saves, each of which may be the last. `toggles`: given again, it goes back.
    """

    words: tuple[str, ...]
    says: str
    before: tuple[str, ...] = ()
    in_steps: bool = False
    toggles: bool = False
    destroys: bool = False


_EDITED = ("edit", ID, "--set", "gap=mine")
CHANGES = {
    "edit": Change(_EDITED, "Saved"),
    "trash": Change(("delete", ID), "In the trash"),
    "undo": Change(("undo", ID), "is as it was before", _EDITED, toggles=True),
    "move": Change(("edit", ID, "--on", "2026-10-20"), "Moved", in_steps=True),
    "purge": Change(("delete", ID, "--forever", "--yes"), "Deleted for good", _EDITED, destroys=True),
    "rename": Change(("edit", "--person", "deputy=Dana", "--yes"), "Saved", in_steps=True),
    "restore": Change(("journal", "restore", ZIP), "Restored", in_steps=True),
    "repair": Change(("journal", "check", "--repair"), "never said first", in_steps=True),
}


class Torn(Exception):
    """A journal that does not read, or not whole."""


def at(home: Path, *words: str, stdin: bytes = b"") -> Ran:
    """Run the program in this process on a home."""
    with patch.dict(os.environ, MEFIRST_HOME=str(home)):
        return mefirst(*words, "--now", NOW, stdin=stdin)


class Interrupted:
    """One change, in a home of three entries; `problems` after it was interrupted at every call."""

    def __init__(self, home: Path, name: str) -> None:
        self.home = home
        self.name = name
        self.change = CHANGES[name]
        self.calls = 0
        self.stdin = b""
        self.words = self._prepare()
        self.line = (*self.words, "--now", NOW)
        self._mends = name == "repair"
        self._before = {
            path: data for path, data in tree(home).items() if data and path.startswith("journals/")
        }
        self._states = [[] if self._mends else reads(home), self._done()]

    def _prepare(self) -> tuple[str, ...]:
        zipped = str(self.home.parent / "b.zip")
        filled = {ID: reflected(), ZIP: zipped}
        noted("other")
        reflected(moment="a third", who="deputy, board")
        if self.change.before:
            assert at(self.home, *(filled.get(word, word) for word in self.change.before)).code == 0
        files = sorted((self.home / "journals").rglob("*.1-*.json*"))
        if self.name == "restore":
            assert at(self.home, "journal", "backup", zipped).code == 0
            for path in files[:2]:
                path.unlink()
        if self.name == "repair":
            files[0].rename(files[0].with_name(f"copy of it{codec().ending}"))
            files[1].write_bytes(files[1].read_bytes()[:-3])
        return tuple(filled.get(word, word) for word in self.change.words)

    def _done(self) -> list[Any]:
        """Return how the journal reads when nothing interrupts the change."""
        copy = self.home.parent / "done" / "home"
        shutil.copytree(self.home, copy)
        at(copy, *self.words)
        found = reads(copy)
        shutil.rmtree(copy.parent)
        return found

    def problems(
        self, *, error: str = "", every: int = 1, each: Callable[..., Iterator[Outcome]] = each
    ) -> list[tuple[str, str]]:
        """Kill (or refuse) it at every call, or every so many, and return what was wrong after each."""
        found = []
        for number, one in enumerate(each(self.home, self.line, error=error, every=every)):
            self.calls += 1
            found += [(str(one), problem) for problem in self._wrong(one, refused=bool(error))]
            found += [(str(one), problem) for problem in self._ends(one, mend_first=number % 2 == 0)]
        return found

    def _wrong(self, one: Outcome, *, refused: bool) -> Iterator[str]:
        state = None if self._mends else reads(one.home)
        if state is not None and not self.change.in_steps and state not in self._states:
            yield "it reads like neither before nor after"
        says_so = self.change.says in "".join(one.ran.err.splitlines()[:1])
        if says_so and state != self._states[1]:
            yield "it says it is done, and is not"
        if refused and one.ran.code == 0 and state is not None and state != self._states[1]:
            yield "exit 0, and it is not done"
        if refused and one.ran.code and (says_so or "Traceback" in one.ran.err or "stumbled" in one.ran.err):
            yield f"it does not say that it failed: {one.ran.err}"
        after = tree(one.home)
        contents = set(after.values())
        for path, data in self._before.items():
            if self.change.destroys and WORDS.encode() in readable(data):
                continue
            if data not in contents:
                yield f"{path} is gone"
            if not self._mends and after.get(path) != data:
                yield f"{path} was touched"
        yield from leaks(after, WORDS)

    def _ends(self, one: Outcome, *, mend_first: bool) -> Iterator[str]:
        """Give the command again, and let the journal be mended, in either order: it ends as it should."""
        for path in (one.home / "journals").glob("*/.mefirst/tmp/*"):
            os.utime(path, (LONG_AGO, LONG_AGO))  # what was being written is old by now
        steps = [self.words, ("journal", "check", "--repair")]
        for words in reversed(steps) if mend_first else steps:
            ran = at(one.home, *words)
            if ran.code not in {0, 3, 4}:  # 3: the repaired damage; 4: what is renamed or purged already
                yield f"{words} does not go on: {ran.err}"
        if reads(one.home) not in (self._states if self.change.toggles else self._states[1:]):
            yield f"it does not end as it should, mended {'first' if mend_first else 'last'}"
        with patch.dict(os.environ, MEFIRST_HOME=str(one.home)):
            left = check(Context(NOW).open_journal("default")).findings
        if left:
            yield f"it is not clean in the end: {left}"
        if self.change.destroys and any(
            data and WORDS.encode() in readable(data) for data in tree(one.home).values()
        ):
            yield "words are left"
        if self.change.destroys and not list(one.home.rglob("*.purged-*.json")):
            yield "nothing says that it was deleted for good"


def reads(home: Path) -> list[Any]:
    """Return the entries in sight as their owner reads them, without their ids; Torn where some are damaged."""
    ran = at(home, "list", "all", "--format", "json")
    if ran.code:
        raise Torn(ran.err)
    return [{name: value for name, value in one.items() if name not in _OURS} for one in ran.json["entries"]]
