"""Stopping or refusing an edit in the editor at each of its calls, and saying what that did which it must not.

The folder in memory that the editor works in lies below the home here, so that its calls are counted as well.
"""

import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from forking import MEMORY, Outcome, each
from interrupting import Torn, at, reads
from running import NOW, Ran, noted, reflected, tree
from sealing import leaks, readable

REWRITES = ("edit in the editor",)
BEFORE, TYPED = "I took the numbers out of her hands", "I took the numbers out of their hands"

_EDITOR = """#!/bin/sh
sed 's/her hands/their hands/' "$1" > "$1.mine" && cat "$1.mine" > "$1"
: > "$(dirname "$1")/../typed"
"""


class Rewritten:
    """One entry in the editor, beside another; `problems` after it was killed or refused at each of its calls."""

    def __init__(self, home: Path, _name: str) -> None:
        self.home = home
        self.calls = 0
        self.stdin = b""
        self._id = reflected(moment=BEFORE)
        noted("other")
        editor = home.with_name("an editor")
        editor.write_text(_EDITOR, "utf-8")
        editor.chmod(0o700)
        assert at(home, "config", "editor", shlex.quote(str(editor))).code == 0
        (home / MEMORY).mkdir(mode=0o700)
        self.line: tuple[str, ...] = ("edit", self._id, "--now", NOW)
        self._before = {name: data for name, data in tree(home).items() if data and "/entries/" in name}

    def problems(
        self, *, error: str = "", every: int = 1, each: Callable[..., Iterator[Outcome]] = each
    ) -> list[tuple[str, str]]:
        """Kill (or refuse) it at every call, or every so many, and return what was wrong after each."""
        found = []
        for one in each(self.home, self.line, error=error, every=every):
            self.calls += 1
            files = tree(one.home)
            on_disk = {name: data for name, data in files.items() if not name.startswith(MEMORY)}
            wrong = list(leaks(on_disk, BEFORE, TYPED))
            try:
                wrong += [*self._wrong(one, refused=bool(error)), *self._ends(one)]
            except Torn as problem:
                wrong.append(f"it does not read: {problem}")
            found += [(str(one), problem) for problem in wrong]
        return found

    def _wrong(self, one: Outcome, *, refused: bool) -> Iterator[str]:
        saved, ran = self._is_saved(one.home), one.ran
        if "Saved" in ran.err and not saved:
            yield "it says it is saved, and it is not"
        kept = any(data and TYPED.encode() in readable(data) for data in tree(one.home).values())
        if (one.home / MEMORY / "typed").exists() and not kept and TYPED not in ran.err:
            yield "what was typed is lost"
        if not refused:
            return
        if (ran.code == 0) != saved:
            yield f"exit {ran.code}, and {'saved' if saved else 'not saved'}: {ran.err}"
        if ran.code and ("Traceback" in ran.err or "stumbled" in ran.err or not ran.err):
            yield f"it does not say what failed: {ran.err}"
        if "is kept: " in ran.err and not kept:
            yield "it says the text is kept, and it is not"

    def _ends(self, one: Outcome) -> Iterator[str]:
        """Begin again: what is left of the text is taken up, the same command ends it, nothing else was touched."""
        self._at(one.home)
        again = self._at(one.home, "edit", self._id)
        if again.code or not self._is_saved(one.home):
            yield f"it does not go on: {again.err}"
        after = tree(one.home)
        if {name: after.get(name) for name in self._before} != self._before:
            yield "what was there was touched"
        left = [name for name in after if "/edits/" in name or name.startswith(f"{MEMORY}/mefirst-")]
        if [name for name in left if after[name]]:
            yield f"words are left behind: {left}"

    def _is_saved(self, home: Path) -> bool:
        return any(entry["situation"] == TYPED for entry in reads(home))

    @staticmethod
    def _at(home: Path, *words: str) -> Ran:
        with patch.dict(os.environ, XDG_RUNTIME_DIR=str(home / MEMORY)):
            return at(home, *words)
