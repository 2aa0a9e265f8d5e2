"""Words that nobody may find: typed into an encrypted journal, then looked for wherever they may lie."""

import base64
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sealing
from forking import MEMORY, Outcome, each
from running import NOW, Ran, mefirst

_MARK = "zqkanarienvogel"
"""What every canary holds, so that one search tells whether any is there."""


def canary(place: str) -> str:
    """Return the word for a place: with a letter that JSON may escape before letters that nothing changes."""
    return f"Ö{_core(place)}"


def _core(place: str) -> str:
    return _MARK + hashlib.sha256(place.encode()).hexdigest()[:8]


@cache
def forms(word: str) -> dict[str, bytes]:
    """Return how a word of ASCII may be written: as it is, in other encodings, in base64 at each offset."""
    plain = word.encode("ascii")
    found = {
        "as it is": plain,
        "UTF-16": word.encode("utf-16-le"),
        "UTF-16, big end first": word.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "escaped": "".join(f"\\u{ord(one):04x}" for one in word).encode(),
    }
    for offset in range(3):
        for name, data in (("base64", plain), ("base64 of UTF-16", word.encode("utf-16-le"))):
            whole = base64.b64encode(bytes(offset) + data)
            found[f"{name} at {offset}"] = whole[(0, 2, 3)[offset] : len(whole) // 4 * 4 - 4]
    return found


@dataclass(frozen=True)
class Line:
    """A command line to run; `shows` where it is there to show words, `writes` where it changes something."""

    words: tuple[str, ...]
    stdin: bytes = b""
    shows: bool = False
    writes: bool = False
    codes: tuple[int, ...] = (0,)


Lines = Iterator[Line]


def line(*words: str, **more: Any) -> Line:
    return Line(words, **more)


def adds(*words: str, **more: Any) -> Line:
    return Line(words, writes=True, **more)


class World:
    """A home with all around it that a command may write to, and `theirs`: a folder of the owner's own choosing.

    In the home lie the folders for temporary files and in memory, too, so that they are watched and copied with it.
    """

    def __init__(self, home: Path, theirs: Path, set_environment: Callable[[str, str], None]) -> None:
        self.home = home
        self.theirs = theirs
        self.places: set[str] = set()
        self.kills_made = 0
        self.secrets = {"passphrase": sealing.PASSPHRASE}
        self._set = set_environment
        for name in (MEMORY, "tmp", "user", "here"):
            (home / name).mkdir(parents=True, mode=0o700, exist_ok=True)
        self.live_in(home)

    def live_in(self, home: Path) -> None:
        """Let commands find the folders of a home, or of a copy of it."""
        self._set("MEFIRST_HOME", str(home))
        self._set("XDG_RUNTIME_DIR", str(home / MEMORY))
        self._set("TMPDIR", str(home / "tmp"))
        self._set("HOME", str(home / "user"))
        tempfile.tempdir = str(home / "tmp")
        if (home / "here").is_dir():
            os.chdir(home / "here")

    def __call__(self, place: str) -> str:
        """Return the canary for a place."""
        self.places.add(place)
        return canary(place)

    def run(self, one: Line) -> Ran:
        """Run a line in this process; it must end as it says."""
        ran = mefirst(*_whole(one), stdin=one.stdin)
        assert ran.code in one.codes, (one.words, ran.err)
        return ran

    def start(self) -> Ran:
        """Start mefirst once more, so that it takes up what was left."""
        return mefirst("--now", NOW)

    def shown_locked(self, one: Line) -> list[str]:
        """Return which canaries of before a line shows on a copy of the home that nobody unlocks."""
        read = [
            Path(word).read_bytes()
            for word in one.words
            if self.theirs in Path(word).parents and Path(word).is_file()
        ]
        typed = b" ".join([one.stdin, *map(str.encode, one.words), *read]).decode(errors="replace")
        copy = self.home.with_name("locked")
        shutil.copytree(self.home, copy, symlinks=True)
        with patch.dict(os.environ):
            del os.environ["MEFIRST_UNLOCK_COMMAND"]
            self.live_in(copy)
            ran = mefirst(*_whole(one), stdin=one.stdin)
        self.live_in(self.home)
        shutil.rmtree(copy)
        found = self.found_in(ran.data + ran.error)
        return [said for said in found if _core(said.partition(",")[0]) not in typed]

    def kills(self, one: Line, most: int | None) -> Iterator[Outcome]:
        """Kill a line at `most` of its calls, or at all, each time on a fresh copy of the home, which is lived in."""
        self.live_in(self.home.parent / "copy" / "home")
        yield from each(self.home, _whole(one), stdin=one.stdin, most=most, codes=one.codes)
        self.live_in(self.home)

    def killed(self, run: "Callable[[World], Lines]", most: int | None = None) -> Iterator[str]:
        """Run lines one after the other, each killed before, at `most` of its calls; yield what is found then."""
        for one in run(self):
            for outcome in self.kills(one, most) if one.writes else ():
                self.kills_made += 1
                said = [] if one.shows else self.found_in(outcome.ran.error)
                yield from (f"{outcome} said: {found}" for found in said)
                yield from (f"{outcome}: {found}" for found in self.found(outcome.home, but=MEMORY))
                self.start()
                yield from (f"{outcome}, then a start: {found}" for found in self.found(outcome.home))
            self.run(one)

    def file(self, name: str, data: bytes) -> str:
        """Keep a file of the owner's own, and return its path."""
        path = self.theirs / name
        path.write_bytes(data)
        return str(path)

    def fresh(self, name: str) -> str:
        """Return the path of a new file of the owner's own."""
        return str(self.theirs / name)

    def found_in(self, data: bytes, *, but: str = "") -> list[str]:
        """Return which canaries stand in `data`, and how they are written there."""
        lower = data.lower()

        def there(word: str) -> Iterator[str]:
            return (name for name, one in forms(word).items() if one in (data if "base64" in name else lower))

        words = {place: _core(place) for place in self.places} if any(there(_MARK)) else {}
        words |= {name: secret for name, secret in self.secrets.items() if name != but}
        found = [f"{place}, {form}" for place, word in words.items() for form in there(word)]
        assert found or not any(there(_MARK)), "a canary that was never typed"
        return found

    def found(self, home: Path | None = None, *, but: str = "") -> list[str]:
        """Return which canaries lie in a home, in names or in files, but for one folder of it."""
        home = home or self.home
        found = []
        for path in sorted(home.rglob("*")):
            name = path.relative_to(home)
            if name.parts[0] == but:
                continue
            found += [f"the name {name}: {one}" for one in self.found_in(path.name.encode())]
            if path.is_file():
                found += [f"{name}: {one}" for data in _contents(path) for one in self.found_in(data)]
        return found


def _whole(one: Line) -> tuple[str, ...]:
    takes_none = one.words[:1] == ("schema",) or one.words[:2] == ("pack", "translate")
    return one.words if takes_none else (*one.words, "--now", NOW)


def _contents(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
