"""Stopping or refusing, at each of its calls, what brings new words; and saying what that did which it must not."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forking import Outcome, each
from interrupting import Torn, at
from running import NOW, answers, reflected, tree
from sealing import begin, leaks, readable

MOMENT = "what must not be lost"


@dataclass(frozen=True)
class Add:
    """A command, and what it says when done.

    It brings so many `entries`, keeps `drafts` on its way, and is the `first` of its journal or comes to three.
    """

    words: tuple[str, ...]
    says: str
    stdin: bytes = b""
    first: bool = False
    entries: int = 1
    drafts: bool = False


_PROMISE = {"cue": "she pauses", "response": "wait"}
_REFLECT = ("reflect", "--answers", "-")
_ANSWERS = answers(moment=MOMENT, next=_PROMISE)
ADDS = {
    "reflect": Add(_REFLECT, "Saved", _ANSWERS, drafts=True),
    "capture": Add(("capture", MOMENT), "Noted"),
    "impact": Add(("impact", "last", "--by", "board", "--value", "3", "--text", MOMENT), "Saved", entries=0),
    "promise": Add(("commitment", "add", MOMENT), "Promise", entries=0),
    "focus": Add(("config", "focus", "trust"), "From today your focus", entries=0),
    "first reflect": Add(_REFLECT, "Saved", _ANSWERS, first=True, drafts=True),
    "first capture": Add(("capture", MOMENT), "Noted", first=True),
}


class Added:
    """One add in a home; `problems` after it was killed or refused at each of its calls."""

    def __init__(self, home: Path, name: str) -> None:
        self.home = home
        self.add = ADDS[name]
        self.calls = 0
        for number in range(0 if self.add.first else 3):
            reflected(moment=f"moment {number}")
        begin(home)
        self.stdin = self.add.stdin
        self.line = (*self.add.words, "--now", NOW)
        self._before = {
            path: data for path, data in tree(home).items() if data is not None and "/entries/" in path
        }

    def problems(
        self, *, error: str = "", each: Callable[..., Iterator[Outcome]] = each, **chosen: Any
    ) -> list[tuple[str, str]]:
        """Kill it (or refuse it) at its calls, all or those chosen, and return what was wrong after each."""
        found = []
        for one in each(self.home, self.line, stdin=self.stdin, error=error, **chosen):
            self.calls += 1
            wrong = list(self._touched(one))
            try:
                wrong += self._wrong(one, refused=bool(error))
            except Torn as problem:
                wrong.append(f"it does not read: {problem}")
            found += [(str(one), problem) for problem in wrong]
        return found

    def _wrong(self, one: Outcome, *, refused: bool) -> Iterator[str]:
        before = entries(one.home)
        there = self._is_there(one.home, before)
        yield from (self._refused if refused else self._killed)(one, there=there)
        again = at(one.home, *self.add.words, stdin=self.add.stdin)
        after = entries(one.home)
        if again.code or not self._is_there(one.home, after):
            yield f"it does not work afterwards: {again.err}"
        if len(after) != len(before) + self.add.entries:
            yield "the next one is not there"

    def _is_there(self, home: Path, found: list[dict[str, Any]]) -> bool:
        if self.add is ADDS["focus"]:
            return at(home, "config", "focus").out == "trust\n"
        if self.add is ADDS["promise"]:
            return MOMENT in at(home, "commitment", "list").out
        return any(MOMENT in f"{one['situation']} {one['impact']}" for one in found)

    def _touched(self, one: Outcome) -> Iterator[str]:
        after = tree(one.home)
        for path, data in self._before.items():
            if after.get(path) != data:
                yield f"{path} was touched"
        yield from leaks(after, MOMENT)

    def _killed(self, one: Outcome, *, there: bool) -> Iterator[str]:
        if self.add.says in one.ran.err and not there:
            yield "it said it was saved, and it was not"
        if self.add.drafts and one.renamed and not there and MOMENT not in kept(one.home):
            yield "neither the entry nor its draft is there"

    def _refused(self, one: Outcome, *, there: bool) -> Iterator[str]:
        ran = one.ran
        if (ran.code == 0) != there or (self.add.says in ran.err) != there:
            yield f"exit {ran.code}, {ran.err!r}, and {'saved' if there else 'not saved'}"
        if ran.code == 0:
            return
        if "Not saved: " not in ran.err or "Traceback" in ran.err or "stumbled" in ran.err:
            yield f"it does not say so: {ran.err}"
        given_back = (f"  {MOMENT}", f"  moment: {MOMENT}", f"  behavior: {MOMENT}")
        if self.add is not ADDS["focus"] and not any(line in ran.err for line in given_back):
            yield "what could not be saved is not printed"
        if "The last good draft is" in ran.err and MOMENT not in kept(one.home):
            yield "it names a draft that is not there"


def entries(home: Path) -> list[dict[str, Any]]:
    """Return the entries as they are listed; Torn where some are damaged."""
    ran = at(home, "list", "all", "--format", "json")
    if ran.code == 4:
        return []
    if ran.code or ran.json["damaged"]:
        raise Torn(ran.err)
    found: list[dict[str, Any]] = ran.json["entries"]
    return found


def kept(home: Path) -> list[str]:
    """Return the moments in the drafts that can be taken up."""
    paths = sorted((home / "state").glob("*/drafts/*.json*"))
    return [json.loads(readable(path.read_bytes()))["interview"]["answers"]["moment"] for path in paths]
