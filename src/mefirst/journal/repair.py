"""Mending a journal: what is damaged or astray is moved into quarantine, what is whole is put in its place.

Nothing is deleted. Content is durable elsewhere before its file is moved, so an interruption loses nothing
and the next check goes on with what it left.
"""

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mefirst import atomic
from mefirst.errors import FolderShut, MefirstError
from mefirst.journal import layout, seen
from mefirst.journal.changes import end_move
from mefirst.journal.check import Finding, Report, Step, check
from mefirst.journal.codec import PLAIN, Unreadable, digest, encode
from mefirst.journal.inspecting import NAMES_ID, identify, inspect_file
from mefirst.journal.kinds import KINDS
from mefirst.journal.purge import SCHEMA
from mefirst.journal.quarantine import move, put_aside
from mefirst.journal.revisions import read_bytes
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry

MENDED = {
    "damaged",
    "duplicate",
    "remains",
    "marker",
    "link",
    "leftover",
    "changed",
    "misplaced",
    "plaintext",
}
_MODES = {"mode", "owner"}
_NOT_BELIEVED = {"plaintext", "earlier-key"}


class Repaired(NamedTuple):
    """What was found, where what was put aside lies now, and what is left to find."""

    found: Report
    aside: tuple[str, ...]
    left: Report


def repair(journal: Journal, *, adopt: bool = False, step: Step = lambda _done, _total: None) -> Repaired:
    """Mend what can be; with `adopt` what was changed outside mefirst becomes a revision. JournalBusy, CannotWrite."""
    with journal.alone(), atomic.refusals_named(journal.root):
        found = report = check(journal, step)
        aside: list[str] = []
        named: set[Finding] = set()
        while modes := {one for one in report.findings if one.code in _MODES} - named:
            _mend_modes(journal, modes)
            named |= modes
            report = check(journal)  # what lay in a folder that was shut is seen now
        if any(one.code == "linked-folder" for one in report.findings):
            aside += _bring_in(journal, report.findings)
            report = check(journal)
        if adopt and any(one.code in _NOT_BELIEVED for one in report.findings):
            aside += _take_in(journal, report.findings)
            report = check(journal)
        aside += _put_in_place(journal, report.findings, adopt=adopt)
        for one in check(journal).findings:
            if one.code == "half-move":
                end_move(journal, PurePosixPath(one.path).name, one.place)
        left = check(journal)
        if left.whole:
            seen.save(journal.state, seen.Seen(left.records, left.missing))
        return Repaired(found, tuple(aside), check(journal))


def remember(journal: Journal, report: Report) -> None:
    """Keep what a check saw, so that the next one can name what vanished; losses stay named until accepted."""
    before = seen.load(journal.state)
    with contextlib.suppress(MefirstError):  # a check of what cannot be written is a check all the same
        seen.save(journal.state, seen.Seen(before.names | report.records, before.missing))


def _mend_modes(journal: Journal, findings: Iterable[Finding]) -> None:
    owner = journal.root.stat()
    for one in findings:
        path = journal.root / one.path
        with contextlib.suppress(PermissionError):  # another's, or a file system that keeps none: named again
            if one.code == "owner":
                os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
            elif one.code == "mode":
                path.chmod(atomic.FOLDER_MODE if path.is_dir() else atomic.FILE_MODE)


def _take_in(journal: Journal, findings: Sequence[Finding]) -> Iterator[str]:
    """Keep what only the owner can vouch for as records of the journal; yield where the files lie now, sealed."""
    for one in findings:
        path = journal.root / one.path
        if one.code not in _NOT_BELIEVED:
            continue
        try:
            data = journal.codec.believe(read_bytes(path))
            place = identify(data, PLAIN).place
        except Unreadable:
            continue
        parsed = layout.parse_name(place.name)
        if parsed is None or parsed.revision is None:
            continue
        if parsed.hash12 not in journal.hashes(KINDS[place.parts[0]], parsed.id):
            journal.put(place.parts[0], parsed.id, parsed.revision, data)
        sealed = path.with_name(f"{path.name.removesuffix('.age')}.age")
        atomic.write(sealed, journal.codec.seal(data), journal.temporary)
        if sealed != path:
            atomic.remove(path)
        yield put_aside(journal.root, sealed)


class _Placing(NamedTuple):
    """Content that is durable in a temporary file, and the place it is to have."""

    temporary: Path
    place: Path


def _put_in_place(journal: Journal, findings: Sequence[Finding], *, adopt: bool) -> Iterator[str]:
    """Copy, put aside, place: in this order, each for all of them, since files may lie in each other's places."""
    chosen = [one for one in findings if one.code in MENDED]
    placings = [
        _copied(journal, journal.root / one.path, journal.root / one.place)
        for one in chosen
        if one.place and (one.code != "changed" or adopt)
    ]
    for one in chosen:
        if one.code == "marker":
            _mark_purged(journal, PurePosixPath(one.path))
    for one in chosen:
        yield put_aside(journal.root, journal.root / one.path)
    _place(journal, placings)


def _place(journal: Journal, placings: Sequence[_Placing]) -> None:
    for placing in placings:
        if not placing.place.exists():
            move(placing.temporary, placing.place)
        else:
            put_aside(journal.root, placing.temporary)


def _copied(journal: Journal, path: Path, place: Path) -> _Placing:
    temporary = journal.temporary / f"{secrets.token_hex(8)}.tmp"
    atomic.write(temporary, path.read_bytes(), journal.temporary)
    return _Placing(temporary, place)


def _bring_in(journal: Journal, findings: Sequence[Finding]) -> Iterator[str]:
    """Put links to folders aside, and what of the journal lay behind them in its place, whole or damaged.

    One behind which something cannot be looked into stays as it is, to be named again.
    """
    for folder in [journal.root / one.path for one in findings if one.code == "linked-folder"]:
        with contextlib.suppress(FolderShut):
            found = list(_behind(journal, folder))
            placings = [_copied(journal, path, place) for path, place in found]
            yield put_aside(journal.root, folder)
            _place(journal, placings)


def _behind(journal: Journal, folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the records behind a linked folder that are nowhere else, each with its place; FolderShut.

    All other things stay where the link leads, which may be a whole disk, or the journal itself.
    """
    found = layout.files(folder, lambda one: not one.name.startswith("."))
    for path in (one for one in found if NAMES_ID.search(one.name)):
        place = _place_of(journal, path)
        if place and (folder in place.parents or not os.path.lexists(place)):
            yield path, place


def _place_of(journal: Journal, path: Path) -> Path | None:
    """Return where a record behind a linked folder belongs: as its name says, else its content; None for none."""
    relative = PurePosixPath(path.relative_to(journal.root).as_posix())
    kind = next((part for part in relative.parts if part in KINDS), None)
    parsed = layout.parse_name(path.name)
    try:
        if kind and parsed and path.is_file():
            return journal.root / kind / layout.month_folder(parsed.id) / parsed.name
        identity = inspect_file(relative, read_bytes(path), journal.codec).identity
    except OSError:
        return None
    return journal.root / identity.place if identity else None


def _mark_purged(journal: Journal, path: PurePosixPath) -> None:
    """Say once more, in the right place and whole, that a record was deleted for good."""
    parsed = layout.parse_name(path.name)
    if parsed is None:
        return
    data = encode({"schema": SCHEMA, "id": parsed.id})
    top = path.parts[0] if path.parts[0] in KINDS else Entry.FOLDER
    place = journal.root / top / layout.month_folder(parsed.id) / layout.purged_name(parsed.id, digest(data))
    atomic.write(place, data, journal.temporary)
