"""The shapes of the documents about the journal itself: its history, its state, where it is."""

from typing import (
    Any,
    Literal,
    NotRequired,  # pydantic asks for it below Python 3.12
)

from typing_extensions import TypedDict

from mefirst.model.period import PeriodFields
from mefirst.model.query import Filters
from mefirst.render.shapes import Head, HeadOfNone, Time

Changed = TypedDict("Changed", {"from": Any, "to": Any})
"""A field before and after, as JSON has it; null where it was or is not there."""


class Purged(TypedDict):
    """The file that stays of a record deleted for good; a repair that made it anew does not know when."""

    schema: str
    id: str
    purged_at: NotRequired[Time]


class ManifestFile(TypedDict):
    """One file of a backup: its path in the journal, its size in bytes, its SHA-256 in hex."""

    path: str
    size: int
    sha256: str


class Manifest(TypedDict):
    """What is in a backup: of which journal, by name and by key, and every file."""

    schema: str
    created_at: Time
    name: str
    journal: str
    files: list[ManifestFile]


class Export(Head):
    """The first line of an export; `records` lines follow, of what was stored but for the `redacted` fields."""

    period: PeriodFields
    filters: Filters
    redacted: list[str]
    records: int


class RevisionFields(TypedDict):
    """One revision: its number, what others name it by, what it came from, and the fields it changed."""

    revision: int
    digest: str
    parents: list[str]
    head: bool
    changes: dict[str, Changed]


class History(Head):
    """What `show --history` gives: every revision, the first one first."""

    id: str
    revisions: list[RevisionFields]


class FindingFields(TypedDict):
    """Something that is not as it should be; `place` is where its content belongs, empty where nowhere."""

    code: str
    path: str
    why: str
    level: Literal["note", "repairable", "risk"]
    place: str


class BackupFields(TypedDict):
    """The last verified backup made on this device."""

    path: str
    at: Time
    files: int


class CheckBody(TypedDict):
    """What a check found; with `repaired`, what was put aside and what is left to find."""

    files: int
    level: Literal["note", "repairable", "risk"] | None
    findings: list[FindingFields]
    vanished: bool
    repaired: bool
    put_aside: list[str]
    left: list[FindingFields]
    quarantine: int
    backup: BackupFields | None


class Check(Head, CheckBody):
    """What `journal check` gives."""


class JournalFields(TypedDict):
    """One journal; where it cannot be opened, `problem` says why and `entries` is null."""

    name: str
    path: str
    entries: int | None
    problem: str | None


class JournalsBody(TypedDict):
    """The journals of this device."""

    journals: list[JournalFields]


class Journals(HeadOfNone, JournalsBody):
    """What `journal list` gives."""


class ExportLine(TypedDict):
    """A further line: a file of the journal by its path there, and its JSON, or its text where that is of others."""

    file: str
    record: NotRequired[dict[str, Any]]
    text: NotRequired[str]
