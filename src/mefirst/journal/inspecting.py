"""What one file of a journal is: a record in its place, one that is damaged or misplaced, or none of ours."""

import re
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple

from mefirst.journal import layout
from mefirst.journal.codec import (
    SEALED_HEAD,
    Codec,
    EarlierKey,
    NotBelieved,
    PlainText,
    Unreadable,
    decode,
    digest,
)
from mefirst.journal.kinds import BY_SCHEMA, KINDS
from mefirst.journal.revisions import CHANGED_OUTSIDE, validated
from mefirst.model.ids import ID
from mefirst.model.record import FIRST_REVISION

State = Literal["good", "damaged", "changed", "misplaced", "unknown", "foreign", "plaintext", "earlier-key"]

NAMES_ID = re.compile(ID.pattern)
SCHEMA_OF_OURS = re.compile(rb'"mefirst\.\w+/\d+"')
_OF_OURS = re.compile(r"mefirst\.\w+/\d+", re.ASCII)


class Identity(NamedTuple):
    """Which revision the content of a file is, wherever it lies: its place, what others name it by, its chain."""

    place: PurePosixPath
    id: str
    digest: str
    parents: tuple[str, ...]
    replaces: str | None


class Inspected(NamedTuple):
    """A file, what it is and why; `identity` where its content says which revision it is."""

    path: PurePosixPath
    state: State
    why: str = ""
    identity: Identity | None = None


def identify(stored: bytes, codec: Codec, top: str = "") -> Identity:
    """Return which revision these bytes are; Unreadable where they are none this mefirst can vouch for.

    `top` is the folder a record of a kind we do not know is kept in.
    """
    data = codec.open(stored)
    document = decode(data)
    record_id, revision, parents = (document.get(name) for name in ("id", "revision", "parents"))
    if not isinstance(record_id, str) or not ID.fullmatch(record_id):
        raise Unreadable("it says no id")
    if not isinstance(revision, int) or isinstance(revision, bool) or revision < FIRST_REVISION:
        raise Unreadable("it says no revision")
    if not isinstance(parents, list) or not all(isinstance(one, str) for one in parents):
        raise Unreadable("it does not say what it came from")
    kind = BY_SCHEMA.get(str(document.get("schema")))
    if kind is not None:
        validated(kind, document)
    folder = kind.FOLDER if kind else top
    if not folder:
        raise Unreadable(f"it is a {document.get('schema')}, which this mefirst does not know")
    name = layout.file_name(record_id, revision, digest(stored), _ending(stored))
    replaces = document.get("replaces")
    return Identity(
        PurePosixPath(folder, layout.month_folder(record_id).as_posix(), name),
        record_id,
        digest(data),
        tuple(parents),
        replaces if isinstance(replaces, str) else None,
    )


def _ending(stored: bytes) -> str:
    return layout.SEALED if stored.startswith(SEALED_HEAD) else layout.PLAIN


def inspect_file(path: PurePosixPath, stored: bytes, codec: Codec) -> Inspected:
    """Return what a file below the journal's folder is, from its path there and its bytes."""
    parsed = layout.parse_name(path.name)
    if parsed is None:
        return _inspect_copy(path, stored, codec)
    if parsed.revision is None:
        return _inspect_marker(path, parsed, stored)
    try:
        document = decode(codec.open(stored))
    except NotBelieved as problem:
        return _not_believed(path, problem)
    except Unreadable as problem:
        return Inspected(path, "damaged", str(problem))
    return _inspect_revision(path, parsed, stored, document, codec)


def _not_believed(path: PurePosixPath, problem: NotBelieved) -> Inspected:
    return Inspected(path, "plaintext" if isinstance(problem, PlainText) else "earlier-key", str(problem))


def _inspect_revision(
    path: PurePosixPath, parsed: layout.FileName, stored: bytes, document: dict[str, Any], codec: Codec
) -> Inspected:
    top = path.parts[0] if len(path.parts) > 1 else ""
    if digest(stored).startswith(parsed.hash12) and _is_unknown(document, top):
        return Inspected(path, "unknown", "this mefirst does not know what it is; a newer one may")
    try:
        identity = identify(stored, codec, top)
    except Unreadable as problem:
        return Inspected(path, "damaged", str(problem))
    if identity.place == path:
        return Inspected(path, "good", identity=identity)
    if identity.place.name == path.name:
        return Inspected(path, "misplaced", f"it belongs into {identity.place.parent}", identity)
    if (identity.id, document["revision"]) == (parsed.id, parsed.revision):
        return Inspected(
            path, "damaged" if _is_unknown(document, top) else "changed", CHANGED_OUTSIDE, identity
        )
    if digest(stored).startswith(parsed.hash12):
        return Inspected(path, "misplaced", f"its name is {identity.place.name}", identity)
    return Inspected(path, "damaged", "its name and its content disagree", identity)


def _is_unknown(document: dict[str, Any], top: str) -> bool:
    """Whether a document whose hash is right is of a kind or a version this mefirst cannot read."""
    kind = BY_SCHEMA.get(str(document.get("schema")))
    if kind is None:
        return top in KINDS or not _OF_OURS.fullmatch(str(document.get("schema")))
    try:
        validated(kind, document)
    except Unreadable:
        return True
    return False


def _inspect_marker(path: PurePosixPath, parsed: layout.FileName, data: bytes) -> Inspected:
    """A file that says a record was deleted for good: its name alone hides the record, whatever it holds."""
    month = layout.month_folder(parsed.id).as_posix()
    if PurePosixPath(*path.parts[1:-1]).as_posix() != month:
        return Inspected(path, "misplaced", f"it belongs into {path.parts[0]}/{month}")
    try:
        document = decode(data)
    except Unreadable as problem:
        return Inspected(path, "damaged", str(problem))
    if not digest(data).startswith(parsed.hash12) or document.get("id") != parsed.id:
        return Inspected(path, "damaged", CHANGED_OUTSIDE)
    return Inspected(path, "good")


def _inspect_copy(path: PurePosixPath, stored: bytes, codec: Codec) -> Inspected:
    """A file whose name is none of ours: a copy of a record under a sync program's name, or somebody's own."""
    try:
        identity = identify(stored, codec)
    except NotBelieved as problem:
        if isinstance(problem, EarlierKey) or NAMES_ID.search(path.name) or SCHEMA_OF_OURS.search(stored):
            return _not_believed(path, problem)
        return Inspected(path, "foreign", "it is none of mefirst's files")
    except Unreadable as problem:
        if NAMES_ID.search(path.name):
            return Inspected(path, "damaged", str(problem))
        return Inspected(path, "foreign", "it is none of mefirst's files")
    return Inspected(path, "misplaced", f"its name is {identity.place.name}", identity)
