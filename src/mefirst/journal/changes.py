"""Changes that are more than one revision's content: the trash, taking back, moving to another day, renewing."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from mefirst.errors import (
    CannotWrite,
    JournalDamaged,
    MovedOn,
    NothingBefore,
    NothingToUndo,
    SeveralHeads,
    UnknownEntry,
)
from mefirst.journal.revisions import R
from mefirst.journal.store import Found, Journal
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.ids import day_of, handle_of, new_id
from mefirst.model.record import FIRST_REVISION

TRASHED = "trashed"
_OUT = "captured"
"""Out of the trash; what the state is then, `changed` computes from the content."""

_ITS_PLACE = {"id", "on", "revision", "parents", "replaces", "state"}


def trash(journal: Journal, entry_id: str) -> Entry:
    """Put an entry into the trash, where it stays until it is taken back or deleted for good."""
    return _trash(journal, entry_id, None)


def _trash(journal: Journal, entry_id: str, heads: Sequence[str] | None) -> Entry:
    return journal.change(Entry, entry_id, lambda one: one.changed(state=TRASHED), heads)


def earlier(journal: Journal, kind: type[R], record_id: str) -> tuple[Found[R], R]:
    """Return a record, and what it was before its last change; of a first revision, itself taken back.

    Of an entry that was changed in the trash, it is the entry out of the trash. MovedOn, SeveralHeads, NothingBefore,
    JournalDamaged; NothingToUndo for the first revision of what cannot be taken back.
    """
    found = journal.get(kind, record_id)
    if found.damaged:
        raise JournalDamaged(found.damaged[0].name, found.damaged[0].why)
    if len(found.heads) > 1:
        raise SeveralHeads(handle_of(record_id))
    return found, _before(journal, kind, found)


def _before(journal: Journal, kind: type[R], found: Found[R]) -> R:
    record = found.record
    in_trash = isinstance(record, Entry) and record.state == TRASHED
    if in_trash and (moved := _moved_to(journal, record.id)):
        raise MovedOn(record.handle, str(day_of(record.id)), moved.handle, str(moved.on))
    if record.revision == FIRST_REVISION:
        return _taken_back(record)
    versions, _ = journal.history(kind, record.id)
    before = next(one.before for one in versions if one.digest == found.heads[0])
    if before is None:
        raise NothingBefore(record.handle)
    if in_trash and isinstance(before, Entry) and before.state == TRASHED:
        return record.changed(state=_OUT)  # else nothing would ever bring it out
    return before


def _moved_to(journal: Journal, entry_id: str) -> Entry | None:
    """Return the entry an entry is since it was moved; None where it was not, or that one is in the trash."""
    there = journal.read(Entry).records
    return next((one for one in there if one.replaces == entry_id and one.state != TRASHED), None)


def _taken_back(record: R) -> R:
    """Return a record as if it had not been made: an entry in the trash or out of it, an answer without its words."""
    if isinstance(record, Entry):
        return record.changed(state=_OUT if record.state == TRASHED else TRASHED)
    if isinstance(record, Checkin) and record.is_answer:
        return record.changed(challenges=())
    raise NothingToUndo(record.handle)


def undo(journal: Journal, kind: type[R], record_id: str) -> R:
    """Save what a record was before its last change as a further revision, so that twice is as it was.

    Where that was the move of an entry, it is back at its old day. Errors as of `earlier`.
    """
    found, before = earlier(journal, kind, record_id)
    first = found.record.revision == FIRST_REVISION
    if isinstance(before, Entry) and first and before.state == TRASHED and before.replaces:
        _set_trashed(journal, before.replaces, trashed=False)
    record = journal.change(kind, record_id, lambda _: before, found.heads)
    if isinstance(record, Entry) and record.replaces and record.state != TRASHED:
        _set_trashed(journal, record.replaces, trashed=True)
    return record


def renew(journal: Journal, old: Commitment, new: Commitment) -> Commitment:
    """Save the promise that takes the place of another, then that one as renegotiated; return the new one.

    One that was interrupted goes on: the new one that is there already is not saved again.
    """
    there = journal.read(Commitment).records
    begun = next((one for one in there if one.replaces == old.id and _terms(one) == _terms(new)), new)
    if begun is new:
        journal.add(new)
    journal.change(Commitment, old.id, lambda one: one.changed(status=old.status, reason=old.reason))
    return begun


def _terms(promise: Commitment) -> dict[str, Any]:
    document = promise.document()
    return {name: value for name, value in document.items() if name not in {*_ITS_PLACE, "recorded_at"}}


def _set_trashed(journal: Journal, entry_id: str, *, trashed: bool) -> None:
    """Put the place an entry was moved from into the trash, or take it out; one that is gone stays gone."""
    try:
        found = journal.get(Entry, entry_id)
    except UnknownEntry:
        return
    if (found.record.state == TRASHED) != trashed:
        state = TRASHED if trashed else _OUT
        journal.change(Entry, entry_id, lambda one: one.changed(state=state), found.heads)


def move(journal: Journal, entry_id: str, day: date) -> Entry:
    """Save an entry under a new id of another day, then put the old one into the trash; return the new one.

    One that was interrupted goes on: what was saved already is not saved again.
    """
    found = journal.get(Entry, entry_id)
    there = (one for one in journal.read(Entry, day, day).records if one.state == found.record.state)
    moved = next((one for one in there if is_moved(found.record, one)), None)
    if moved is None:
        moved = found.record.changed(
            id=new_id(day), on=day, revision=FIRST_REVISION, parents=(), replaces=entry_id
        )
        journal.add(moved)
    try:
        _trash(journal, entry_id, found.heads)
    except CannotWrite as problem:
        reason = problem.what.removeprefix("Not saved: ").removesuffix(".")
        hint = f"It stands at both days now; mefirst journal check --repair ends the move to {moved.handle}."
        raise CannotWrite(problem.why, reason, hint) from problem
    return moved


def end_move(journal: Journal, old: str, new: str) -> None:
    """Put the old place of a moved entry into the trash, where nothing was changed in it since."""
    found = journal.get(Entry, old)
    versions, _ = journal.history(Entry, new)
    if any(is_moved(found.record, one.record) for one in versions):
        _trash(journal, old, found.heads)


def is_moved(old: Entry, new: Entry) -> bool:
    """Whether `new` is `old` at another day, and nothing was changed in either since."""
    return new.replaces == old.id and _content(new) == _content(old)


def _content(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in entry.document().items() if name not in _ITS_PLACE}


def lineage(journal: Journal, entry_id: str) -> Iterator[str]:
    """Yield the id of an entry, then those it had at the days it was moved from, as far as they are there."""
    seen: set[str] = set()
    at: str | None = entry_id
    while at and at not in seen:
        seen.add(at)
        yield at
        try:
            at = journal.get(Entry, at).record.replaces
        except (UnknownEntry, JournalDamaged):
            return
