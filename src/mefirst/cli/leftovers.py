"""What a crash left in an editor is taken up at the next start: for its entry, in its draft, or as a file."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from mefirst import atomic
from mefirst.cli.context import Context
from mefirst.errors import CannotWrite
from mefirst.journal.codec import Unreadable
from mefirst.journal.drafts import Drafts
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.model.ids import ID, handle_of, new_id
from mefirst.terminal.leftovers import leftovers, remove_pages
from mefirst.text import safe

EDIT_SCHEMA = "mefirst.edit/1"
LEFTOVER_SCHEMA = "mefirst.leftover/1"


def document_of(entry_id: str, heads: tuple[str, ...], text: str) -> dict[str, Any]:
    """Return the edited text of an entry as it is kept."""
    return {"schema": EDIT_SCHEMA, "id": entry_id, "heads": list(heads), "text": text}


def take_up(context: Context, journal: Journal) -> None:
    """Keep what belongs to this journal, or to none of ours, and say where; what cannot be kept stays.

    Where the journal is locked, it is kept sealed until the next start that unlocks it.
    """
    if journal.is_encrypted():
        from mefirst.vault.conversion import seal_strays  # noqa: PLC0415 few journals are encrypted

        seal_strays(journal)
        remove_pages()
    for one in leftovers():
        if not one.text.strip():
            one.remove()
            continue
        if one.about.get("state") != str(context.paths.state) or (
            one.about.get("journal") not in {None, journal.key}
        ):
            continue
        if one.is_unchanged:
            one.remove()
            continue
        try:
            said = _kept(context, journal, one.text, one.about)
        except (CannotWrite, OSError) as problem:
            context.note(
                f"A text from an editor that was interrupted lies in {safe(str(one.folder))}: {problem}"
            )
            continue
        one.remove()
        context.note(f"A text from an editor that was interrupted is kept: {said}")
    _take_up_sealed(context, journal)


def _take_up_sealed(context: Context, journal: Journal) -> None:
    """Give what was sealed while the journal was locked its place, once it is not."""
    waiting = _waiting(journal)
    if waiting.ids() and context.is_readable(journal):
        for one, document in waiting.pending():
            said = _kept(context, journal, document["text"], document["about"])
            waiting.remove(one)
            context.note(f"A text from an editor that was interrupted is kept: {said}")


def _waiting(journal: Journal) -> Drafts:
    return Drafts(journal.state, "leftovers", journal.codec)


def _kept(context: Context, journal: Journal, text: str, about: Mapping[str, Any]) -> str:
    entry, draft, heads = (about.get(name) for name in ("entry", "draft", "heads"))
    if isinstance(entry, str) and _is_there(journal, entry) and isinstance(heads, list):
        context.edits(journal).save(entry, document_of(entry, tuple(map(str, heads)), text))
        return f"mefirst edit {handle_of(entry)} goes on with it."
    if not context.is_readable(journal):
        document = {"schema": LEFTOVER_SCHEMA, "text": text, "about": dict(about)}
        _waiting(journal).save(new_id(context.today), document)
        return "sealed, until the journal is unlocked."
    if isinstance(draft, str) and ID.fullmatch(draft) and _into_draft(context, journal, draft, text):
        return f"mefirst reflect --resume {handle_of(draft)} goes on with it."
    if journal.is_encrypted():
        entry_ = Entry.first(new_id(context.today), recorded_at=context.now, situation=text)
        journal.add(entry_)
        return f"noted as {entry_.handle}."
    return safe(str(_as_file(journal, text, context.now)))


def _is_there(journal: Journal, entry_id: str) -> bool:
    return bool(ID.fullmatch(entry_id) and journal.files(Entry, entry_id))


def _into_draft(context: Context, journal: Journal, draft_id: str, text: str) -> bool:
    """Offer the text in the field that was being answered; False where there is no such draft."""
    drafts = context.drafts(journal)
    try:
        document = drafts.load(draft_id)
        interview = document["interview"]
        place = len(interview["current"])
        replies = interview["replies"].setdefault(interview["at"], list(interview["current"]))
        replies[place:] = [text]
    except (FileNotFoundError, Unreadable, KeyError, TypeError, AttributeError):
        return False
    drafts.save(draft_id, document)
    return True


def _as_file(journal: Journal, text: str, now: datetime) -> Path:
    """Keep a text that belongs to nothing any more as a file of its own."""
    folder = journal.state / "texts"
    number = 0
    while (path := folder / f"{now:%Y-%m-%d}-{number}.txt").exists():
        number += 1
    atomic.write(path, (text + "\n").encode(), journal.state / "tmp")
    return path
