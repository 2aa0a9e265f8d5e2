"""Encrypting a journal, decrypting it, giving it a new key: file by file, each verified before the old one goes.

What was begun is noted before the first step and until after the last. A run that was interrupted is ended by
giving the command again: what is kept as it is to be is passed over. Meanwhile the journal opens, and takes in.
"""

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from mefirst import atomic
from mefirst.errors import CannotWrite
from mefirst.journal import layout, seen
from mefirst.journal.check import check
from mefirst.journal.codec import MOST_STORED, PLAIN, SEALED_HEAD, Codec, EarlierKey, Unreadable, digest
from mefirst.journal.repair import MENDED
from mefirst.journal.revisions import read_bytes
from mefirst.journal.store import Journal
from mefirst.vault import device, history, keystore, slots
from mefirst.vault.refusals import ConversionPending, MendFirst, NotEncrypted
from mefirst.vault.sealed import Sealed
from mefirst.vault.slots import Keys

Step = Callable[[int, int], None]
AGE = ".age"
_LONG = 60 * 60
"""Seconds after which nothing is being written any more."""


class Converted(NamedTuple):
    """What a conversion did: files written anew, names of those that could not be opened and stay as they are.

    `aside` are those that were opened and are not believed: their text lies in quarantine.
    """

    files: int
    left: tuple[str, ...]
    aside: tuple[str, ...] = ()


def begin(journal: Journal, *, new_history: bool = False) -> None:
    """Look whether a journal may be encrypted; HasHistory, MendFirst, ConversionPending. Nothing is written."""
    _look(journal, "encrypt", new_history=new_history)
    if device.ongoing(journal) is None:
        found = sum(one.level == "repairable" or one.code in MENDED for one in check(journal).findings)
        if found:
            raise MendFirst(journal.name, found)


def encrypt(
    journal: Journal, keys: Keys, passphrase: str, step: Step, *, new_history: bool = False
) -> Converted:
    """Seal all a journal holds, and what this device keeps of it; `keys` are new, or those of a run interrupted."""
    with journal.alone(), atomic.refusals_named(journal.root):
        device.begin(journal, "encrypt")
        if slots.PASSPHRASE not in slots.all_of(journal):
            slots.keep(journal, keys, passphrase)
        device.learn(journal, keys)
        done = _convert_all(journal, PLAIN, _codec(keys), step)
        _clear_temporary(journal)
        if new_history:
            history.begin_anew(journal.root)
        device.end(journal)
    return done


def may_decrypt(journal: Journal, *, new_history: bool = False) -> bool:
    """Look whether a journal may be decrypted; HasHistory, ConversionPending, NotEncrypted. Nothing is written.

    Return whether that takes its keys: only the end may be left to do, of a run that was interrupted, or where another
    device did it.
    """
    if not journal.is_encrypted() and device.ongoing(journal) != "decrypt":
        raise NotEncrypted(journal.name)
    _look(journal, "decrypt", new_history=new_history)
    return layout.has_keys(journal.root) or any(path.suffix == AGE for path in _all(journal))


def decrypt(journal: Journal, keys: Keys | None, step: Step, *, new_history: bool = False) -> Converted:
    """Open all a journal holds, and what this device keeps of it; then its keys go. What does not open stays."""
    source = _codec(keys) if keys else PLAIN
    with journal.alone(), atomic.refusals_named(journal.root):
        device.begin(journal, "decrypt")
        done = _convert_all(journal, source, PLAIN, step)
        keystore.forget(journal)
        device.forget(journal)
        slots.remove_all(journal)
        late = _convert_all(journal, source, PLAIN, step)  # what others were writing when the keys went
        if new_history:
            history.begin_anew(journal.root)
        device.end(journal)
    return Converted(done.files + late.files, late.left, done.aside + late.aside)


def may_rekey(journal: Journal, *, new_history: bool = False) -> None:
    """Look whether a journal may be given a new key; HasHistory, ConversionPending. Nothing is written."""
    _look(journal, None, new_history=new_history)


def rekey(
    journal: Journal, keys: Keys, passphrase: str, step: Step, *, new_history: bool = False
) -> Converted:
    """Seal all a journal holds to the current of these keys, and leave the others behind.

    Slots of other devices go: only they know their secrets.
    """
    with journal.alone(), atomic.refusals_named(journal.root):
        slots.keep(journal, keys, passphrase)
        device.learn(journal, keys)
        done = _convert_all(journal, _codec(keys), _codec(Keys(keys.current)), step)
        kept = keystore.forget(journal)
        final = Keys(keys.current, (), (*keys.leaving, *keys.retired))
        slots.keep(journal, final, passphrase)
        for slot in slots.all_of(journal):
            if slot not in {slots.PASSPHRASE, slots.RECOVERY}:
                slots.remove(journal, slot)
        if kept:
            keystore.keep(journal, final)
        if new_history:
            history.begin_anew(journal.root)
    return done


def seal_strays(journal: Journal) -> None:
    """Seal what this device kept as plain text from before the journal was encrypted, here or elsewhere.

    What is called sealed and is not is damaged: it stays, to be named by whoever looks for it.
    """
    for path in _on_this_device(journal):
        if path.suffix == AGE:
            continue
        with atomic.refusals_named(path), contextlib.suppress(FileNotFoundError):
            stored = _read(path)
            if not stored.startswith(SEALED_HEAD):
                sealed = journal.codec.seal(stored)
                atomic.write(path.with_name(path.name + AGE), sealed, journal.state / "tmp")
                atomic.remove(path)
    _clear_temporary(journal, older_than=_LONG)


def _clear_temporary(journal: Journal, older_than: float = 0) -> None:
    """Remove what this device was writing, or comparing, when all stopped, so many seconds ago: it was never kept."""
    folder = journal.state / "tmp"
    for path in folder.iterdir() if folder.is_dir() else ():
        with contextlib.suppress(FileNotFoundError):  # another process ended what it was writing
            if time.time() - path.lstat().st_mtime < older_than:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def _look(journal: Journal, command: str | None, *, new_history: bool) -> None:
    history.refuse(journal.root, new=new_history)
    ongoing = device.ongoing(journal)
    if ongoing not in {None, command}:
        raise ConversionPending(journal.name, str(ongoing))


def _codec(keys: Keys) -> Sealed:
    return Sealed(keys.recipient, lambda: keys)


def _convert_all(journal: Journal, source: Codec, target: Codec, step: Step) -> Converted:
    """Convert until nothing is left that came in meanwhile."""
    done = 0
    aside: list[str] = []
    while True:
        found = _Conversion(journal, source, target)
        written = found.run(step)
        done += written
        aside += found.aside
        if not written:
            break
    _forget_old_names(journal)
    return Converted(done, tuple(found.left), tuple(aside))


class _Conversion:
    """One pass over all files that hold words."""

    def __init__(self, journal: Journal, source: Codec, target: Codec) -> None:
        self._journal = journal
        self._source = source
        self._target = target
        self.left: list[str] = []
        self.aside: list[str] = []

    def run(self, step: Step) -> int:
        """Convert what is not kept as it is to be; return how many files that were."""
        paths = list(_all(self._journal))
        written = 0
        for number, path in enumerate(paths, 1):
            with contextlib.suppress(FileNotFoundError):  # deleted, or written to its end, as we looked
                written += self._file(path)
            step(number, len(paths))
        return written

    def _file(self, path: Path) -> bool:
        stored = _read(path)
        if self._is_done(stored):
            return False
        try:
            data, is_believed = self._opened(path, stored)
        except Unreadable as problem:
            self.left.append(f"{path.name}: {problem}")
            return False
        sealed = self._target.seal(data)
        if self._target.open(sealed) != data:
            raise CannotWrite(str(path), "what was sealed does not open the same")
        new = self._place(path, sealed) if is_believed else self._aside(path)
        if not self._is_there(new, data):
            atomic.write(new, sealed, self._temporary(path))
        if new != path:
            atomic.remove(path)
        return True

    def _opened(self, path: Path, stored: bytes) -> tuple[bytes, bool]:
        """Return what a file holds, and whether that is believed; Unreadable.

        What is sealed with a key left behind is opened as well where nobody else writes, and before that key goes.
        """
        try:
            return self._source.open(stored), True
        except EarlierKey:
            on_this_device = not path.is_relative_to(self._journal.root)
            if self._target is not PLAIN and not on_this_device:
                raise
            return self._source.believe(stored), on_this_device

    def _aside(self, path: Path) -> Path:
        """Return where the text of a file goes that is not believed."""
        new = self._journal.root / layout.QUARANTINE / path.name.removesuffix(AGE)
        self.aside.append(
            f"{new.relative_to(self._journal.root).as_posix()}: it was sealed with an earlier key"
        )
        return new

    def _is_done(self, stored: bytes) -> bool:
        try:
            self._target.open(stored)
        except Unreadable:
            return False
        return True

    def _place(self, path: Path, sealed: bytes) -> Path:
        """Return what the file is to be called: a record by the hash of its bytes, others with or without `.age`."""
        parsed = layout.parse_name(path.name)
        if parsed and parsed.revision and _is_in_place(self._journal, path):
            return path.with_name(
                layout.file_name(parsed.id, parsed.revision, digest(sealed), self._target.ending)
            )
        name = path.name.removesuffix(AGE)
        folder = path.parent
        if folder == self._journal.temporary:
            folder = self._journal.root / layout.QUARANTINE
        return folder / (name if self._target is PLAIN else name + AGE)

    def _is_there(self, new: Path, data: bytes) -> bool:
        """Whether a run that was interrupted wrote the same content already."""
        parsed = layout.parse_name(new.name)
        if not parsed or not _is_in_place(self._journal, new):
            return False
        for path in new.parent.glob(f"{parsed.id}.{parsed.revision}-*{self._target.ending}"):
            with contextlib.suppress(Unreadable, OSError):
                if self._target.open(_read(path)) == data:
                    return True
        return False

    def _temporary(self, path: Path) -> Path:
        inside = path.is_relative_to(self._journal.root)
        return self._journal.temporary if inside else self._journal.state / "tmp"


def _read(path: Path) -> bytes:
    data = read_bytes(path)
    if len(data) > MOST_STORED:
        raise CannotWrite(str(path), "it is larger than a record can be: move it out of the journal first")
    return data


def _is_in_place(journal: Journal, path: Path) -> bool:
    return path.is_relative_to(journal.root) and not path.is_relative_to(journal.root / ".mefirst")


def _records(root: Path) -> Iterator[Path]:
    """Yield every revision of every record."""

    def holds_records(folder: Path) -> bool:
        return folder.parent != root or not (folder.name.startswith(".") or folder.name == layout.KEYS.name)

    for path in layout.files(root, holds_records):
        parsed = layout.parse_name(path.name)
        if parsed and parsed.revision is not None and path.is_file() and not path.is_symlink():
            yield path


def _put_aside(journal: Journal) -> Iterator[Path]:
    """Yield what lies in quarantine, and what was left while it was being written."""
    for folder in (journal.root / layout.QUARANTINE, journal.temporary):
        yield from _files(folder)


def _all(journal: Journal) -> Iterator[Path]:
    """Yield every file that holds words."""
    yield from _records(journal.root)
    yield from _put_aside(journal)
    yield from _on_this_device(journal)


def _on_this_device(journal: Journal) -> Iterator[Path]:
    """Yield what this device keeps beside the journal: drafts, texts, what belongs to partners."""
    if not journal.state.is_dir():
        return
    for folder in sorted(one for one in journal.state.iterdir() if one.is_dir() and one.name != "tmp"):
        yield from (path for path in _files(folder) if path.suffix != ".lock")


def _files(folder: Path) -> list[Path]:
    here = layout.files(folder, lambda _: False)
    return [path for path in here if path.is_file() and not path.is_symlink()]


def _forget_old_names(journal: Journal) -> None:
    """Let the next check of this device look for the new names, and still for what was gone before."""
    before = seen.load(journal.state)
    if not before.names:
        return
    here = [parsed for path in _records(journal.root) if (parsed := layout.parse_name(path.name))]
    revisions = {(one.id, one.revision) for one in here}
    gone = {
        name
        for name in before.names
        if (parsed := layout.parse_name(name)) and (parsed.id, parsed.revision) not in revisions
    }
    seen.save(journal.state, seen.Seen(frozenset(gone.union(one.name for one in here)), before.missing))
