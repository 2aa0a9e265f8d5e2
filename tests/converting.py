"""Interrupting what changes the keys of a journal at each of its calls, and saying what that did which it must not."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from forking import Outcome, each
from interrupting import LONG_AGO, at, reads
from mefirst.cli.context import Context
from mefirst.journal.codec import SEALED_HEAD
from mefirst.journal.store import Journal
from mefirst.vault import age, slots
from mefirst.vault.refusals import WrongPassphrase
from running import NOW, noted, reflected
from sealing import PASSPHRASE

CANARY = "canarybird"
MEANWHILE = "put in meanwhile"
NEWER = "a newer passphrase"
DRAFT = "20261123-dddddddddd"


@dataclass(frozen=True)
class Conversion:
    """A command that changes how a journal is kept, and what it says when it is done."""

    words: tuple[str, ...]
    says: str
    sealed_before: bool = True
    sealed_after: bool = True


_NEW = ("--passphrase-command", f"echo {NEWER}")
CONVERSIONS = {
    "encrypt": Conversion(
        ("journal", "encrypt", "--yes", "--passphrase-command", f"echo {PASSPHRASE}"), "Encrypted", False
    ),
    "decrypt": Conversion(("journal", "decrypt", "--yes"), "Decrypted", sealed_after=False),
    "rekey": Conversion(("journal", "rekey", "--yes"), "Sealed anew"),
    "passwd": Conversion(("journal", "passwd", *_NEW), "The passphrase is changed"),
}


class Converted:
    """One conversion of a home that holds words in all its places; `problems` after it was ended at every call."""

    def __init__(self, home: Path, name: str) -> None:
        self.home = home
        self.name = name
        self.conversion = CONVERSIONS[name]
        self.calls = 0
        self.stdin = b""
        self.line = (*self.conversion.words, "--now", NOW)
        fill(home)
        if self.conversion.sealed_before:
            assert at(home, *CONVERSIONS["encrypt"].words).code == 0
        self._old = _identities(home)
        with _opening(home):
            self._state = _entries(home)
            self._besides = _beside(home)

    def problems(
        self, *, error: str = "", every: int = 1, each: Callable[..., Iterator[Outcome]] = each
    ) -> list[tuple[str, str]]:
        """Kill (or refuse) it at every call, or every so many, and return what was wrong after each."""
        found = []
        with _opening(self.home):
            for one in each(self.home, self.line, error=error, every=every):
                self.calls += 1
                found += [(str(one), problem) for problem in (*self._wrong(one, error), *self._ends(one))]
        return found

    def _wrong(self, one: Outcome, error: str) -> Iterator[str]:
        done = self.conversion.says in one.ran.err
        if error and one.ran.code == 0 and not done:
            yield "exit 0, and it does not say that it is done"
        if error and one.ran.code and ("stumbled" in one.ran.err or len(one.ran.err.splitlines()) > 12):
            yield f"it does not say that it failed: {one.ran.err}"
        with _opening(one.home):
            if _entries(one.home) != self._state:
                yield "it reads otherwise"
            if at(one.home, "capture", MEANWHILE).code:
                yield "nothing can be added"
        if done:
            yield from self._is_converted(one.home)

    def _ends(self, one: Outcome) -> Iterator[str]:
        """Give the command again: it ends as it should, with nothing lost and nothing of the other sort left."""
        for path in (one.home / "journals").glob("*/.mefirst/tmp/*"):
            os.utime(path, (LONG_AGO, LONG_AGO))
        with _opening(one.home):
            ran = at(one.home, *self.conversion.words)
            if ran.code not in {0, 2}:  # 2: there is nothing to decrypt any more
                yield f"it does not go on: {ran.err}"
        with _opening(one.home):
            yield from self._is_converted(one.home)
            drafts, texts = _beside(one.home)
            if _entries(one.home) != self._state or drafts != self._besides[0]:
                yield "it does not end with what was there"
            if not self._besides[1].items() <= texts.items():  # what was being written may lie there, too
                yield f"it does not end with the texts that were there: {texts}"
            if MEANWHILE not in at(one.home, "list", "all").out:
                yield "what was put in meanwhile is lost"
            at(one.home, "journal", "check", "--repair")
            checked = at(one.home, "journal", "check")
            if checked.code:
                yield f"it is not clean in the end: {checked.out}"

    def _is_converted(self, home: Path) -> Iterator[str]:
        files = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
        sealed = [path for path, data in files.items() if data.startswith(SEALED_HEAD)]
        if self.conversion.sealed_after:
            yield from (
                f"{path.name} holds plain words" for path, data in files.items() if CANARY.encode() in data
            )
            if self.name == "rekey":
                yield from (
                    f"{path.name} opens with the old key" for path in sealed if _opens(files[path], self._old)
                )
        elif sealed or (home / "journals" / "default" / "keys").exists():
            yield f"something is sealed still: {sealed}"


def fill(home: Path) -> None:
    """Put words into every place there is: entries of several revisions, drafts, texts, quarantine, leftovers."""
    words = f"{CANARY} in the stand-up"
    noted(words)
    record_id = reflected(moment=f"{words}, again", who=CANARY)
    at(home, "edit", record_id, "--set", f"unsaid={CANARY}")
    gone = noted(f"{words}, for good")
    at(home, "delete", gone, "--forever", "--yes")
    at(home, "delete", noted(f"{words}, in the trash"), "--yes")
    root = home / "journals" / "default"
    journal = Journal.open("default", root, home / "state")
    (journal.state / "texts").mkdir()
    (journal.state / "texts" / "2026-11-23-0.txt").write_text(words)
    (root / ".mefirst" / "quarantine").mkdir()
    (root / ".mefirst" / "quarantine" / "damaged.json").write_text(f'{{"situation": "{words}')
    drafts = Context(NOW).drafts(journal)
    with patch.dict(os.environ, MEFIRST_HOME=str(home)):
        drafts.save(DRAFT, {"schema": "mefirst.draft/1", "id": DRAFT, "words": words})


def _entries(home: Path) -> list[Any]:
    """Return the entries as their owner reads them, but for those put in meanwhile."""
    return [entry for entry in reads(home) if entry["situation"] != MEANWHILE]


def _beside(home: Path) -> list[Any]:
    """Return what there is beside the entries: the draft, a text from an editor, what lies in quarantine."""
    with patch.dict(os.environ, MEFIRST_HOME=str(home)):
        context = Context(NOW)
        journal = context.open_journal("default")
        folders = (journal.state / "texts", journal.root / ".mefirst" / "quarantine")
        files = [path for folder in folders for path in sorted(folder.iterdir())]
        texts = {path.name.removesuffix(".age"): journal.codec.open(path.read_bytes()) for path in files}
        return [context.drafts(journal).pending(), texts]


def _identities(home: Path) -> list[str]:
    """Return the identities that open the journal in a home; none where it is not encrypted."""
    journal = Journal("default", home / "journals" / "default", home / "state", "")
    return list(slots.read(journal, slots.PASSPHRASE, PASSPHRASE).believed) if slots.all_of(journal) else []


def _opens(data: bytes, identities: list[str]) -> bool:
    try:
        age.unseal(data, identities)
    except (age.NotForUs, age.Unsealable):
        return False
    return True


@contextlib.contextmanager
def _opening(home: Path) -> Iterator[None]:
    """Let `unlock_command` print whichever passphrase opens the journal in a home: there is always one."""
    journal = Journal("default", home / "journals" / "default", home / "state", "")
    typed = PASSPHRASE
    if slots.all_of(journal):
        with contextlib.suppress(WrongPassphrase):
            slots.read(journal, slots.PASSPHRASE, NEWER)
            typed = NEWER
    with patch.dict(os.environ, MEFIRST_UNLOCK_COMMAND=f"echo {typed}"):
        yield
