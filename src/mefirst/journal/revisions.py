"""The revisions of one record: read from their files, and joined to the record as it reads now.

`parents` chain them: the heads are those no other names. Several heads, of two devices, read as one.
"""

import os
import stat
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from mefirst.journal.codec import MOST_STORED, SEALED_HEAD, Codec, Unreadable, decode, digest
from mefirst.journal.layout import FileName
from mefirst.journal.merge import merge
from mefirst.journal.versions import current
from mefirst.model.record import Record

R = TypeVar("R", bound=Record)


class Damaged(NamedTuple):
    """A file that could not be trusted, and why."""

    name: str
    why: str


class Found(NamedTuple, Generic[R]):
    """One record as it reads now; `conflicts` names the fields two devices changed differently."""

    record: R
    heads: tuple[str, ...]
    conflicts: tuple[str, ...]
    damaged: tuple[Damaged, ...]


class Revision(NamedTuple):
    """The document of a revision, and the SHA-256 (hex) of its plaintext serialisation, by which others name it."""

    document: dict[str, Any]
    plain_digest: str


def read_bytes(path: Path) -> bytes:
    """Read a file, no more of it than a record may be long; OSError, also for what is no regular file."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is no regular file")
        # a read asks for its whole size in memory first, so it asks for no more than there is
        return stream.read(min(status.st_size, MOST_STORED) + 1)


def read_revisions(
    month: Path, files: Iterable[FileName], damaged: list[Damaged], codec: Codec
) -> list[Revision]:
    """Read the revisions in these files of a month's folder; what cannot be trusted is added to `damaged`."""
    revisions = []
    for file in files:
        try:
            revisions.append(read_revision(file, read_bytes(month / file.name), codec))
        except Unreadable as problem:
            damaged.append(Damaged(file.name, str(problem)))
        except OSError as problem:
            damaged.append(Damaged(file.name, problem.strerror or str(problem)))
    return revisions


CHANGED_OUTSIDE = "it was changed outside mefirst"


def read_revision(file: FileName, stored: bytes, codec: Codec) -> Revision:
    """Read a revision from the bytes of the file of that name; Unreadable where the two do not agree."""
    data = codec.open(stored)
    document = decode(data)
    stored_digest = digest(stored)
    if not stored_digest.startswith(file.hash12):
        raise Unreadable(CHANGED_OUTSIDE)
    if file.sealed != stored.startswith(SEALED_HEAD):
        raise Unreadable("its name and its content disagree")
    if document.get("id") != file.id or document.get("revision") != file.revision:
        raise Unreadable("its name and its content disagree")
    if not _names_parents(document):
        raise Unreadable("it does not say what it came from")
    return Revision(document, digest(data) if file.sealed else stored_digest)


def _names_parents(document: dict[str, Any]) -> bool:
    parents = document.get("parents")
    return isinstance(parents, list) and all(isinstance(parent, str) for parent in parents)


def validated(kind: type[R], document: dict[str, Any]) -> R:
    """Return the record a document is; Unreadable says which field is at fault, Newer that it is not for us."""
    try:
        return kind.model_validate(current(document, kind.SCHEMA))
    except ValidationError as problem:
        from mefirst.model.misfits import misfit  # noqa: PLC0415 where something does not fit

        raise Unreadable(misfit(problem)) from None


class Chain:
    """The revisions of one record that could be read. Those of equal content are one."""

    def __init__(self, revisions: Iterable[Revision]) -> None:
        self.known = {one.plain_digest: one for one in revisions}

    def heads(self) -> tuple[str, ...]:
        """Return the digests of the revisions no other names as its parent, in the same order on every device."""
        parents = {parent for one in self.known.values() for parent in one.document["parents"]}
        return tuple(sorted(self.known.keys() - parents))

    def parents(self, digests: Iterable[str]) -> tuple[str, ...]:
        """Return what those revisions came from."""
        return tuple(sorted({parent for one in digests for parent in self.known[one].document["parents"]}))

    def join(self, kind: type[R], heads: Sequence[str], damaged: Sequence[Damaged] = ()) -> Found[R]:
        """Return the record as these revisions together give it; Unreadable where one is missing or no record."""
        if not set(heads) <= self.known.keys():
            raise Unreadable("an earlier revision of it is missing")
        documents = [current(self.known[one].document, kind.SCHEMA) for one in heads]
        if len(documents) == 1:
            return Found(validated(kind, documents[0]), tuple(heads), (), tuple(damaged))
        document, conflicts = merge(self._common_ancestor(heads), documents)
        return Found(validated(kind, document).settled(), tuple(heads), conflicts, tuple(damaged))

    def _common_ancestor(self, heads: Collection[str]) -> dict[str, Any]:
        """Return the newest revision all `heads` descend from, or an empty document where none is left."""
        shared = set.intersection(*(self._ancestors(head) for head in heads))
        if not shared:
            return {}
        newest = max(shared, key=lambda one: (self.known[one].document["revision"], one))
        return self.known[newest].document

    def _ancestors(self, digest_: str) -> set[str]:
        seen: set[str] = set()
        waiting = {digest_}
        while waiting:
            one = waiting.pop()
            if one not in seen and one in self.known:
                seen.add(one)
                waiting.update(self.known[one].document["parents"])
        return seen
