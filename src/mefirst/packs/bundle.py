"""A pack as its files, wherever they come from: a folder, a zip, one file, git or pasted text.

Whatever is given may be hostile. Nothing is extracted or followed; what is read is chosen by name from a
short list and counted while it is read, so that no source costs more than a pack may.
"""

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import IO, NamedTuple

from mefirst.packs.model import DEVICES
from mefirst.packs.problems import Refused
from mefirst.packs.reader import LoadedPack, read_pack
from mefirst.packs.refusals import BadPackSource, PackNeedsZip
from mefirst.text import one_line

PACK_FILE = "pack.yaml"
MOST_FILES = 64
MOST_BYTES = 2 * 1024 * 1024

_CHUNK = 64 * 1024
_NAMES = re.compile(
    r"pack\.yaml|README\.md"
    r"|lang/[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}\.yaml"
    r"|rehearsals/[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}\.yaml"
)
_PARTS = {"translation": "a translation", "rehearsal": "a rehearsal"}
_PART = re.compile(rb"^(?:\xef\xbb\xbf)?mefirst_(translation|rehearsal)[ \t]*:", re.MULTILINE)
_MEANT = re.compile(r"pack\.ya?ml|(lang|rehearsals)/[^./][^/]*\.ya?ml", re.IGNORECASE)
_NAMES_HINT = "The files of a pack are pack.yaml, README.md, lang/de.yaml and rehearsals/a-good-day.yaml."


class Member(NamedTuple):
    """One file of a pack: its path, its size in bytes and the SHA-256 (hex) of what it holds."""

    path: str
    size: int
    sha256: str


class Bundle(NamedTuple):
    """The files of a pack by their path, as bytes; made by one of the `from_…` functions, here or beside."""

    files: Mapping[str, bytes]

    @property
    def members(self) -> tuple[Member, ...]:
        """The files in the order of their paths."""
        return tuple(
            Member(path, len(data), hashlib.sha256(data).hexdigest())
            for path, data in sorted(self.files.items())
        )

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of all files together."""
        return digest_of(self.members)

    def loaded(self, name: str = PACK_FILE) -> LoadedPack:
        """Return the pack in pack.yaml; PackProblems gives each problem its line in the file called `name`."""
        try:
            return read_pack(self.files[PACK_FILE])
        except Refused as refused:
            raise refused.named(name) from None


def digest_of(members: Iterable[Member]) -> str:
    """Return the SHA-256 (hex) over `sha256  size  path` of each member, a line each, sorted by path."""
    listing = "".join(f"{one.sha256}  {one.size}  {one.path}\n" for one in sorted(members))
    return hashlib.sha256(listing.encode()).hexdigest()


def is_pack_file(path: str) -> bool:
    """Whether a file of that path inside a pack is read at all."""
    stem = path.rpartition("/")[2].partition(".")[0]
    return bool(_NAMES.fullmatch(path)) and not DEVICES.fullmatch(stem.strip())


def part_of_pack(data: bytes) -> str | None:
    """Return what a file is that goes with a pack.yaml, by the line such files begin with; None for any other."""
    found = _PART.search(data)
    return _PARTS[found[1].decode()] if found else None


def from_files(files: Mapping[str, bytes], name: str = "This") -> Bundle:
    """Return a bundle of files already in memory, such as those of a git tree; BadPackSource where one is refused."""
    taken = Intake(name)
    for path, data in files.items():
        if taken.wants(path):
            taken.once(path)
            taken.take(path, io.BytesIO(data))
    return taken.bundle()


def to_yaml(bundle: Bundle) -> bytes:
    """Return the bundle as one YAML file, its README left out; PackNeedsZip where it has more to it."""
    if beside := sorted(set(bundle.files) - {PACK_FILE, "README.md"}):
        raise PackNeedsZip(beside)
    return bundle.files[PACK_FILE]


class Intake:
    """Takes the files of a pack in, and stops where a limit is passed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._files: dict[str, bytes] = {}
        self._size = 0
        self._folded: set[str] = set()

    def refuse(self, member: str, why: str, hint: str = "") -> BadPackSource:
        """Return the error to raise about a member."""
        return BadPackSource(self.name, why, hint, one_line(member, 80))

    def wants(self, path: str) -> bool:
        """Whether a file is to be read; BadPackSource where it was meant to be and its name forbids it."""
        if is_pack_file(path):
            return True
        if _MEANT.fullmatch(path):
            raise self.refuse(path, "is not a name a pack can have.", _NAMES_HINT)
        return False

    def once(self, path: str) -> None:
        """Refuse a second file of one name, or of one that differs in case alone."""
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in self._folded:
            raise self.refuse(path, "is in there twice, or in two spellings.", "Keep one of them.")
        self._folded.add(folded)

    def take(self, path: str, stream: IO[bytes]) -> None:
        """Read one file to its end, or to where the pack becomes too large."""
        if len(self._files) == MOST_FILES:
            raise BadPackSource(self.name, f"It has more than {MOST_FILES} files.")
        chunks = []
        while chunk := stream.read(_CHUNK):
            self._size += len(chunk)
            if self._size > MOST_BYTES:
                raise self.refuse(path, f"makes it larger than {MOST_BYTES // 1024 // 1024} MiB.")
            chunks.append(chunk)
        self._files[path] = b"".join(chunks)

    def bundle(self) -> Bundle:
        """Return what was taken in; BadPackSource where it is no pack."""
        if PACK_FILE not in self._files:
            raise BadPackSource(self.name, f"There is no {PACK_FILE} in it.", _NAMES_HINT)
        return Bundle(dict(sorted(self._files.items())))
