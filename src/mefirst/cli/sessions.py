"""One session from its first question to the saved entry: drafts after every answer, a save that is safe to retry."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import typer

from mefirst.cli.context import PRACTICED, Context
from mefirst.errors import INTERRUPTED, CannotWrite, MefirstError
from mefirst.interview.drafts import Draft
from mefirst.interview.interview import Interview
from mefirst.interview.prompter import conduct
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.model.ids import new_id
from mefirst.model.record import Record
from mefirst.packs.reader import LoadedPack
from mefirst.text import safe

if TYPE_CHECKING:
    from mefirst.model.commitment import Commitment


def begin(
    context: Context,
    journal: Journal,
    loaded: LoadedPack,
    interview: Interview,
    base: Entry | None = None,
    ids: tuple[str, str] | None = None,
) -> "Session":
    """Fix what a retry must reuse: the ids (of the record, and of a promise beside it; fresh ones) and the time."""
    record_id, commitment_id = ids or (new_id(interview.on), new_id(interview.on))
    draft = Draft(
        id=record_id,
        commitment_id=commitment_id,
        recorded_at=context.now,
        on=interview.on,
        loaded=loaded,
        base=base.id if base else None,
    )
    return Session(context, journal, draft, interview)


class Session(NamedTuple):
    """A draft being worked on."""

    context: Context
    journal: Journal
    draft: Draft
    interview: Interview

    def welcome(self) -> None:
        """Say what this is, once, before the first entry."""
        from mefirst.terminal.welcome import welcome_lines, where_kept  # noqa: PLC0415 once

        pack = self.interview.pack
        canvas, say = self.context.console.error_canvas, self.interview.say
        kept = where_kept(self.journal.root, say, encrypted=self.journal.is_encrypted())
        for line in welcome_lines(pack, kept, canvas, say, plain=self.context.lines_only):
            self.context.note(line)

    def hold(self, *, quiet: bool) -> Record:
        """Ask, keep a draft after every answer, save at the end; return what was saved."""
        practiced = self._sessions() >= PRACTICED
        say = self.interview.say
        about = {"journal": self.journal.key, "draft": self.draft.id}
        prompter = self.context.prompter(say, brief=practiced, about=about)
        drafts = self.context.drafts(self.journal)
        with drafts.lock(self.draft.id):
            if drafts.path(self.draft.id).exists():
                number, total = self.interview.position()
                prompter.tell(say("Going on at question {number} of {total}.", number=number, total=total))
            try:
                conduct(self.interview, prompter, self._keep)
            except KeyboardInterrupt:
                self._say_kept()
                raise typer.Exit(INTERRUPTED) from None
            for name in self.interview.dropped():
                prompter.tell(
                    say(
                        "Not saved: the answer to '{question}', since that question fell away.",
                        question=self.interview.called(name),
                    )
                )
            record = self.save(quiet=quiet)
        with contextlib.suppress(MefirstError, OSError, ValueError):
            self._count()
        return record

    def save(self, *, quiet: bool) -> Record:
        """Save the commitment, then the record itself, then forget the draft; only then say so."""
        from mefirst.interview.build import commitment_of  # noqa: PLC0415 not before the last answer

        self._keep()
        promise = commitment_of(self.draft, self.interview, self.draft.base or self.draft.id)
        try:
            if promise:
                self.journal.add(promise)
            record = self._save_record()
        except CannotWrite as problem:
            raise self._unsaved(problem) from problem
        if isinstance(record, Entry):
            self.journal.note_last(record.id)
        self._forget_draft()
        if quiet:
            self.context.show(record.id, done=f"It is saved: {record.id}")
        else:
            for line in self._said(record, promise):
                self.context.note(line)
        return record

    def _said(self, record: Record, promise: "Commitment | None") -> Iterator[str]:
        """Yield what was saved; of a promise or a cleanup also what would help it most, in one sentence."""
        from mefirst.cli.hinting import said_hints  # noqa: PLC0415 not before the last answer
        from mefirst.model.commitment import Commitment  # noqa: PLC0415 likewise
        from mefirst.render.saved import saved_beside, saved_lines  # noqa: PLC0415 likewise

        say, today = self.interview.say, self.context.today
        if isinstance(record, Entry):
            yield from saved_lines(record, promise, today, say)
        else:
            yield from saved_beside(record, self.interview.pack.title, promise, today, say)
        made = promise or record
        if isinstance(made, Commitment):
            yield from said_hints(self.context, self.journal, made)[:1]

    def _forget_draft(self) -> None:
        """Remove the draft; where the disk refuses, what was saved stays so, and to resume saves nothing twice."""
        try:
            self.context.drafts(self.journal).remove(self.draft.id)
        except CannotWrite as problem:
            self.context.note(f"The draft could not be removed: {safe(problem.why)}")

    def _save_record(self) -> Record:
        from mefirst.interview.build import continued, new_record  # noqa: PLC0415 not before the last answer

        if self.draft.base and self.interview.pack.for_ == "entry":
            return self.journal.change(
                Entry, self.draft.base, lambda entry: continued(entry, self.draft, self.interview)
            )
        record = new_record(self.draft, self.interview)
        self.journal.add(record)
        return record

    def _keep(self) -> None:
        try:
            self.context.drafts(self.journal).save(self.draft.id, self.draft.document(self.interview))
        except CannotWrite as problem:
            raise self._unsaved(problem) from problem

    def _unsaved(self, problem: CannotWrite) -> CannotWrite:
        """Print what could not be saved, safely, and return the error that says where the last draft is."""
        self.context.rescue(f"{name}: {answer}" for name, answer in self.interview.answers.items())
        path = self.context.drafts(self.journal).path(self.draft.id)
        kept = f"The last good draft is {path}" if path.exists() else "Nothing in the journal was changed."
        return CannotWrite(
            problem.lines()[1], problem.what.removeprefix("Not saved: ").removesuffix("."), kept
        )

    def _say_kept(self) -> None:
        say = self.interview.say
        if self.context.drafts(self.journal).path(self.draft.id).exists():
            number, total = self.interview.position()
            self.context.note("")
            self.context.note(
                say(
                    "Draft kept. mefirst reflect --resume goes on at question {number} of {total}.",
                    number=number, total=total,
                )
            )  # fmt: skip
        self.context.note(say("Stopped."))

    def _sessions(self) -> int:
        with contextlib.suppress(OSError, ValueError):
            return int((self.journal.state / "sessions").read_text("ascii"))
        return 0

    def _count(self) -> None:
        (self.journal.state / "sessions").write_text(f"{self._sessions() + 1}\n", "ascii")
