"""The sealed file: one document, sealed to one partner. It names nobody, neither inside nor in its name.

What is sealed is the canonical bytes of the document, so that what was looked at is what was hashed is what left.
Incoming files are hostile until shown otherwise: small, sealed by age to a key of ours (a passphrase is never
tried), strict JSON of a schema we know, no field beside those it names.
"""

import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self, runtime_checkable

from pydantic import BaseModel, ConfigDict, ValidationError

from mefirst.errors import MefirstError
from mefirst.journal.codec import DEEPEST, Unreadable, decode, digest, encode
from mefirst.model.ids import ALPHABET
from mefirst.model.misfits import misfit
from mefirst.model.partner import Partner
from mefirst.sharing.keys import Relationship
from mefirst.sharing.refusals import Broken, Contradicting, NoFileOfOurs, NotForUs
from mefirst.text import one_line
from mefirst.vault import age

MOST_BYTES = 1024 * 1024
"""Of a whole file, sealed or not."""

LONGEST_KEY = 4096
"""Of a recipient string, in characters: those of today have 62, those of other suites have more."""

_LEVELS_AROUND = 2
"""The share log keeps a document inside a record."""

_NAME_LENGTH = 8


class Paper(BaseModel):
    """A document that travels: frozen, of the very types it names, with no field beside its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    def content(self) -> dict[str, Any]:
        """Return it as a JSON document, every field present."""
        return self.model_dump(mode="json", by_alias=True)

    def data(self) -> bytes:
        """Return the bytes that leave."""
        return encode(self.content())

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read what somebody sent; Unreadable where it is none of these."""
        try:
            return cls.model_validate_json(data)
        except ValidationError as problem:
            raise Unreadable(misfit(problem)) from None


@runtime_checkable
class Letter(Protocol):
    """A document of a relationship, with its number in it."""

    @property
    def sequence(self) -> int | None:
        """Its number among the files in this direction, from 1."""
        ...

    def content(self) -> dict[str, Any]:
        """Return it as a JSON document."""
        ...


Readers = dict[str, Callable[[bytes], Any]]
"""By what a document calls itself: what reads its bytes, Unreadable where they are none."""


class Opened(NamedTuple):
    """What came out of a sealed file: from whom, by which of our keys, what it reads as, and its hash (hex)."""

    partner: Partner
    relationship: Relationship
    document: Any
    sha256: str


def file_name(ending: str = "age") -> str:
    """Return a name for a file to be sent, which says nothing but that it is mefirst's."""
    return f"mefirst-{''.join(secrets.choice(ALPHABET) for _ in range(_NAME_LENGTH))}.{ending}"


def seal_for(data: bytes, recipient: str) -> bytes:
    """Return the sealed file of a document's bytes; Unreadable where it would be too large to be received."""
    sealed = age.seal(data, recipient)
    if len(sealed) > MOST_BYTES:
        raise Unreadable(f"it is larger than {MOST_BYTES // 1024 // 1024} MiB")
    return sealed


def read_file(path: Path) -> bytes:
    """Return the bytes of an incoming file; NoFileOfOurs where it cannot be read, or is larger than one may be."""
    try:
        if not path.is_file():
            raise NoFileOfOurs(str(path), "It is no file" if path.exists() else "There is no such file")
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as problem:
        raise NoFileOfOurs(str(path), problem.strerror or str(problem)) from None
    return checked_size(data, str(path))


def checked_size(data: bytes, name: str) -> bytes:
    """Return incoming bytes; NoFileOfOurs where they are more than a file may have."""
    if len(data) > MOST_BYTES:
        raise NoFileOfOurs(name, f"It is larger than {MOST_BYTES // 1024 // 1024} MiB")
    return data


def is_sealed(data: bytes) -> bool:
    """Whether bytes begin as a sealed file does."""
    return data.startswith(b"age-encryption.org/")


def open_plain(data: bytes, name: str, readers: Readers) -> Any:
    """Read a file that is not sealed; NoFileOfOurs where it is none of those that may travel so."""
    try:
        return _read(data, readers)
    except Unreadable as problem:
        raise NoFileOfOurs(name, f"It is not sealed, and no introduction: {problem}") from None


def open_incoming(
    data: bytes, name: str, relationships: Iterable[tuple[Partner, Relationship]], readers: Readers
) -> Opened:
    """Open a sealed file with the key of whoever sent it; that tells who that was.

    NotForUs where no key opens it, Broken where one does and the file is not whole, Contradicting where what it
    holds cannot be taken.
    """
    for partner, relationship in relationships:
        throwaway = relationship.pairing.throwaway if relationship.pairing else None
        for key in filter(None, (relationship.identity, throwaway)):
            try:
                plain = age.unseal(data, [key])
            except age.NotForUs:
                continue
            except age.Unsealable:
                raise _broken(data, name, partner.alias) from None
            try:
                document = _read(plain, readers)
            except Unreadable as problem:
                raise Contradicting(name, partner.alias, str(problem)) from None
            return Opened(partner, relationship, document, digest(plain))
    raise NotForUs(name)


def _broken(data: bytes, name: str, alias: str) -> MefirstError:
    """Return what is said of a damaged file: that it is of a partner only where their key fits its head."""
    try:
        age.unseal(data, [age.new_identity()])
    except age.NotForUs:
        return Broken(name, alias)
    except age.Unsealable:
        pass
    return NoFileOfOurs(name, "It is sealed, and was cut or changed on the way")


def _read(data: bytes, readers: Readers) -> Any:
    document = decode(data, most=MOST_BYTES, deepest=DEEPEST - _LEVELS_AROUND)
    schema = document.get("schema")
    if not isinstance(schema, str) or schema not in readers:
        raise Unreadable(f"it is a '{one_line(str(schema), 40)}', which this mefirst does not take in")
    if encode(document) != data:
        raise Unreadable("it is not written as mefirst writes it")
    return readers[schema](data)
