"""Interrupting an import at each of its calls, and saying what that did which it must not."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from forking import Outcome, each
from interrupting import Torn, at
from mefirst.journal.check import check
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from running import NOW, mefirst, noted, records, tree
from samples import entry
from sealing import begin, leaks, records_of

JRNL = b"[2026-11-20 08:00] One @a\n\n[2026-11-21 09:00] Two\nMore of it.\n"
IMPORTS = {"import": {"One @a", "Two\nMore of it.", "mine"}, "first import": {"Three"}}
"""What is there in the end: a text of jrnl's beside an entry, and an export of ours in a new journal."""


class Imported:
    """One import into a home; `problems` after it was killed or refused at each of its calls."""

    def __init__(self, home: Path, name: str) -> None:
        self.home = home
        self.wanted = IMPORTS[name]
        self.calls = 0
        self.line: tuple[str, ...] = ("import", "-", "--now", NOW)
        if name == "import":
            noted("mine")
        begin(home)
        self.stdin = JRNL if name == "import" else _ours(home.with_name("elsewhere"))
        self._before = _contents(home)
        self._complete: list[str] = []

    def problems(
        self, *, error: str = "", every: int = 1, each: Callable[..., Iterator[Outcome]] = each
    ) -> list[tuple[str, str]]:
        """Kill it (or refuse it) at every call, or every so many, and return what was wrong after each."""
        found = []
        for one in each(self.home, self.line, stdin=self.stdin, error=error, every=every):
            self.calls += 1
            wrong = list(leaks(tree(one.home), "One @a", "More of it.", "Three"))
            try:
                wrong += [*self._wrong(one, refused=bool(error)), *self._ends(one)]
            except Torn as problem:
                wrong.append(f"it does not read: {problem}")
            found += [(str(one), problem) for problem in wrong]
        return found

    def _wrong(self, one: Outcome, *, refused: bool) -> Iterator[str]:
        there, ran = _reads(one.home), one.ran
        if not there <= self.wanted:
            yield f"it reads {there}"
        done = ran.code == 0 if refused else "Imported" in ran.err
        if (done or "Imported" in ran.err) and there != self.wanted:
            yield "it says it is done, and is not"
        if refused and ran.code:
            if "Not saved: " not in ran.err or len(ran.err.splitlines()) > 3:
                yield f"it does not say so: {ran.err}"
            grew = len(_contents(one.home)) > len(self._before)
            if ("are in; import it again to go on." in ran.err) != grew:
                yield f"it does not say how far it came: {ran.err}"

    def _ends(self, one: Outcome) -> Iterator[str]:
        """Give the command again: all is in, each once, and nothing else was touched."""
        again = at(one.home, "import", "-", stdin=self.stdin)
        if again.code or _reads(one.home) != self.wanted:
            yield f"it does not go on: {again.err}"
        after = _contents(one.home)
        names = [name for name, _ in records_of(after)]
        self._complete = self._complete or names
        if names != self._complete:
            yield "something is there twice"
        if {name: after.get(name) for name in self._before} != self._before:
            yield "what was there was touched"
        journal = Journal.open("default", one.home / "journals" / "default", one.home / "state")
        yield from (str(found) for found in check(journal).findings if found.level == "risk")


def _ours(elsewhere: Path) -> bytes:
    """Return an export of an entry with two revisions, from another home."""
    journal = Journal.create("default", elsewhere / "journals" / "default", elsewhere / "state")
    journal.add(entry(situation="Three"))
    journal.change(Entry, entry().id, lambda one: one.changed(intent="to help"))
    with patch.dict(os.environ, MEFIRST_HOME=str(elsewhere)):
        return mefirst("export", "--now", NOW).data


def _contents(home: Path) -> dict[str, bytes | None]:
    """Return the records of a home by their names; what lies in temporary folders is none."""
    return {name: data for name, data in tree(home).items() if "/entries/" in name and data}


def _reads(home: Path) -> set[str]:
    """Return the situations there are; Torn where any is damaged."""
    root = home / "journals" / "default"
    if not (root / "format.json").exists():
        if records(home):
            raise Torn("records, and no journal")
        return set()
    reading = Journal.open("default", root, home / "state").read(Entry)
    if reading.damaged:
        raise Torn(str(reading.damaged))
    return {str(one.situation) for one in reading.records}
