"""Editing an entry as a text: nothing that was typed is lost, whether it can be read or saved or not."""

import contextlib
import os
from typing import NamedTuple

from mefirst.cli.context import Context
from mefirst.cli.edit import tell_saved
from mefirst.cli.leftovers import document_of, take_up
from mefirst.errors import AnswerMissing, CannotWrite, EditorFailed, KeptUnreadable, TextKept
from mefirst.interview.entryform import FormProblem, changed
from mefirst.interview.entrytext import written
from mefirst.journal.codec import Unreadable
from mefirst.journal.drafts import Drafts
from mefirst.journal.store import Found, Journal
from mefirst.model.entry import Entry
from mefirst.model.ids import handle_of
from mefirst.render.differences import difference
from mefirst.terminal.editor import NoEditor, edit
from mefirst.text import safe, safe_lines


class _Kept(NamedTuple):
    """A text that was not saved, and the heads it was made from."""

    text: str
    heads: tuple[str, ...]


def in_editor(context: Context, journal: Journal, entry_id: str, *, dry_run: bool, quiet: bool) -> int:
    """Open an entry in the editor until it can be read, and save it; a text that cannot be is kept."""
    if not context.interactive and not _chosen(context):
        raise AnswerMissing(["--set"], "Say it with --set FIELD=VALUE, or set EDITOR to a program.")
    take_up(context, journal)
    edits = context.edits(journal)
    with edits.lock(entry_id):
        kept = _kept(edits, entry_id)
        found = journal.get(Entry, entry_id, kept.heads if kept else None)
        _say_before(context, found, goes_on=kept is not None)
        after = _Editing(context, journal, found).until_read(
            kept.text if kept else written(found.record).rstrip("\n")
        )
        if after is None or dry_run:
            _say_unsaved(context, found.record, after)
            if kept is None:
                edits.remove(entry_id)
            return context.damaged(found.damaged)
        try:
            record = journal.change(Entry, entry_id, lambda _: after, found.heads)
        except CannotWrite as problem:
            reason = problem.what.removeprefix("Not saved: ").removesuffix(".")
            goes_on = f"Your text is kept: mefirst edit {handle_of(entry_id)} goes on with it."
            raise CannotWrite(
                problem.why, reason, goes_on if edits.path(entry_id).exists() else ""
            ) from problem
        with contextlib.suppress(CannotWrite):  # it is saved; the text left behind would change nothing
            edits.remove(entry_id)
    tell_saved(context, journal, found.record, record, quiet=quiet)
    if len(journal.get(Entry, entry_id).heads) > 1:
        again = f"mefirst edit {handle_of(entry_id)} makes one of both."
        context.note(f"It was changed elsewhere meanwhile, which is kept, too: {again}")
    return context.damaged(found.damaged)


def _chosen(context: Context) -> bool:
    """Whether an editor was chosen: with nobody there, the platform's own is not started."""
    return bool(context.settings.editor or os.environ.get("VISUAL") or os.environ.get("EDITOR"))


def _kept(edits: Drafts, entry_id: str) -> _Kept | None:
    """Return the text kept of an entry, None where none is; one that cannot be read is not written over."""
    try:
        document = edits.load(entry_id)
        return _Kept(document["text"], tuple(document["heads"]))
    except FileNotFoundError:
        return None
    except (Unreadable, OSError, KeyError, TypeError) as problem:
        raise KeptUnreadable(str(edits.path(entry_id)), str(problem), handle_of(entry_id)) from None


def _say_before(context: Context, found: Found[Entry], *, goes_on: bool) -> None:
    if found.conflicts:
        context.note(
            f"Two devices changed {safe(', '.join(found.conflicts))}: both stand there. Make one of them."
        )
    if goes_on:
        context.note("Going on with your text that was not saved; --discard would throw it away.")


def _say_unsaved(context: Context, before: Entry, after: Entry | None) -> None:
    if after is None:
        context.note("Nothing changed: the text is empty.")
        return
    said = "\n".join(difference(before, after, plain=context.plain))
    context.show(said or "Nothing would change.", kind="lines")
    context.note("Nothing was saved.")


class _Editing:
    """One entry in the editor."""

    def __init__(self, context: Context, journal: Journal, found: Found[Entry]) -> None:
        self._context = context
        self._journal = journal
        self._edits = context.edits(journal)
        self._found = found

    def until_read(self, text: str) -> Entry | None:
        """Return the entry as the text gives it, opened again as long as wanted; None for an empty text."""
        while True:
            before, text = text, self._edited(text)
            if not text.strip():
                return None
            try:
                if "\ufffd" in text and "\ufffd" not in before:
                    raise FormProblem("Part of it is no UTF-8 text.")
                return changed(self._found.record, text, self._context.today)
            except FormProblem as problem:
                path = self._edits.path(self._found.record.id)
                kept = TextKept(safe(str(problem)), str(path), self._found.record.handle)
                if not self._context.interactive:
                    raise kept from None
                self._context.note(safe(str(problem)))
                if not self._context.confirm("Open it again?", "--set"):
                    raise kept from None

    def _edited(self, text: str) -> str:
        record = self._found.record
        about = self._context.about(journal=self._journal.key, entry=record.id, heads=list(self._found.heads))
        try:
            return edit(text, self._context.settings.editor, about, self._keep)
        except NoEditor as problem:
            handle = record.handle
            if problem.text != text and problem.text.strip():
                kept = f"What you wrote is kept: mefirst edit {handle} goes on with it."
                raise EditorFailed(problem.name, problem.why, kept) from None
            raise EditorFailed(problem.name, problem.why) from None

    def _keep(self, text: str) -> None:
        """Keep the text before anything is done with it; where even that fails, print it."""
        record = self._found.record
        if not text.strip():
            return
        try:
            self._edits.save(record.id, document_of(record.id, self._found.heads, text))
        except CannotWrite as problem:
            for line in ("What you wrote, so that it is not lost:", *safe_lines(text)):
                self._context.note(line)
            raise CannotWrite(
                problem.why,
                problem.what.removeprefix("Not saved: ").removesuffix("."),
                "The entry is as it was.",
            ) from problem
