"""An archive of a journal, as it is read back: a zip with a manifest, each file checked against it."""

import json
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Self

from mefirst.errors import BadArchive
from mefirst.journal import layout
from mefirst.journal.codec import digest

SCHEMA = "mefirst.backup/1"
MANIFEST = "manifest.json"
MOST_BYTES = 64 * 1024 * 1024
"""Of one file in an archive; a record is a sixteenth of that at most."""

_MANIFEST_MOST = 256 * 1024 * 1024
_UNREADABLE = (
    KeyError,
    OSError,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)


class Archive:
    """An archive that is open: its manifest, and its files, each checked as it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except zipfile.BadZipFile as problem:
            raise BadArchive(str(path), str(problem)) from None
        except OSError as problem:
            raise BadArchive(str(path), problem.strerror or str(problem)) from None
        try:
            self.files, self.key, self.created_at = self._manifest()
        except BadArchive:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        """Keep it open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._zip.close()

    def _manifest(self) -> tuple[dict[str, tuple[int, str]], str, str]:
        try:
            if self._zip.getinfo(MANIFEST).file_size > _MANIFEST_MOST:
                raise BadArchive(str(self._path), f"its {MANIFEST} is larger than any")
            document = json.loads(self._bytes(MANIFEST, _MANIFEST_MOST))
            schema = document["schema"]
            files = {str(one["path"]): (int(one["size"]), str(one["sha256"])) for one in document["files"]}
            key, created_at = str(document["journal"]), str(document["created_at"])
        except (*_UNREADABLE, TypeError, RecursionError):
            there = "cannot be read" if MANIFEST in self._zip.namelist() else "is missing"
            raise BadArchive(str(self._path), f"its {MANIFEST} {there}") from None
        if schema != SCHEMA:
            raise BadArchive(str(self._path), f"it is a {schema}, not a {SCHEMA}")
        for name in files:
            if not is_inside(name):
                raise BadArchive(str(self._path), f"'{name}' does not belong into a journal")
        return files, key, created_at

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, None where they are not what the manifest says."""
        size, sha256 = self.files[name]
        if not 0 <= size <= MOST_BYTES:
            return None
        try:
            data = self._bytes(name, size)
        except _UNREADABLE:
            return None
        return data if len(data) == size and digest(data) == sha256 else None

    def _bytes(self, name: str, most: int) -> bytes:
        with self._zip.open(name) as stream:
            return stream.read(most + 1)


def is_inside(name: str) -> bool:
    """Whether a path in a manifest stays inside the journal it is restored into, on any system."""
    path = PurePosixPath(name)
    return (
        bool(path.parts)
        and name != MANIFEST
        and not path.is_absolute()
        and not {"..", ".git"} & set(path.parts)
        and not any(sign in "\\:\0" or "\ud800" <= sign <= "\udfff" for sign in name)
        and path.as_posix() == name
        and not name.startswith(layout.TEMPORARY.as_posix())
    )
