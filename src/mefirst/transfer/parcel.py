"""What is on its way into a journal: one file of it, where it belongs, and whether it may join what is there."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from mefirst.errors import UsageProblem
from mefirst.journal import layout
from mefirst.journal.codec import digest
from mefirst.model.record import Record


class Parcel(NamedTuple):
    """One file of a journal: its path there and its bytes, as they are where it is not encrypted.

    A `guest` is no revision of anything here: it comes from another program, or something was left out of it.
    It never joins a record that is here already. `parents` are the digests of what it was made from.
    """

    place: PurePosixPath
    data: bytes
    parents: tuple[str, ...] = ()
    guest: bool = False

    @property
    def name(self) -> layout.FileName:
        """What the name of the file says."""
        parsed = layout.parse_name(self.place.name)
        if parsed is None:
            raise ValueError(self.place)
        return parsed


class Parcels(NamedTuple):
    """What a file holds: of which program ("" is ours), how to go through it from the start, what stays behind."""

    source: str
    each: Callable[[], Iterator[Parcel]]
    media: int = 0
    """How many pictures and recordings the file names; they are not taken in."""


class BadImport(UsageProblem):
    """A file that cannot be taken in; `line` counts from 1, 0 is none of them."""

    def __init__(self, name: str, why: str, line: int = 0, hint: str = "Nothing was imported.") -> None:
        where = f"{name}, line {line}" if line else name
        super().__init__(f"{where}: {why}.", hint=hint)


def place_of(record_id: str, kind: type[Record], revision: int, data: bytes) -> PurePosixPath:
    """Return where the bytes of a revision are kept below a journal."""
    name = layout.file_name(record_id, revision, digest(data))
    return PurePosixPath(kind.FOLDER, layout.month_folder(record_id).as_posix(), name)
