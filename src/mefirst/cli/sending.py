"""How a share gets out: made with its number and its salt, logged, then written. Begun again, it is the same share.

The log comes first: it never knows less than the partner does. Where the file could not be written, or all was cut
off behind the log, the same command makes the same share from the same number, finds it in the log and writes it.
"""

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from mefirst.cli.context import Context
from mefirst.errors import CannotWrite, UsageProblem
from mefirst.journal.codec import Unreadable
from mefirst.journal.store import Journal
from mefirst.model.ids import new_id
from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.sharing import document
from mefirst.sharing.document import Share
from mefirst.sharing.post import Post, log, write_whole
from mefirst.sharing.redact import Known, Redacted, Secrets, Selection, TooMuch, redact
from mefirst.sharing.refusals import AgreementOver
from mefirst.sharing.terms import Terms


class TheirShare(UsageProblem):
    """A share for somebody whose partner one is: they share, one replies."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"{alias} shares with you, not you with them.",
            hint="To answer what they shared: mefirst partner reply. To share as well, add them under another alias.",
        )


class Wanted(NamedTuple):
    """What was chosen, what of it may leave, and the words that are looked for in its texts."""

    selection: Selection
    terms: Terms
    known: Known


@dataclass(frozen=True)
class Sender:
    """One way out to one partner: sealed, or as a page for somebody without mefirst.

    `relation` is the secret the references come from, `number` that of the next sealed share, `id` what the next
    one has in the log; `last` is the share that went out this way before, if any.
    """

    context: Context
    post: Post
    partner: Partner
    sealed: bool
    relation: bytes
    number: int
    id: str
    last: Shared | None

    def make(self, wanted: Wanted, *, replace: bool) -> Redacted:
        """Return the share of a selection: the last one again where that is just the same, else the next. TooMuch."""
        chosen = wanted.selection

        def made(number: int, record_id: str, answers: Mapping[str, str]) -> Redacted:
            numbered = dataclasses.replace(chosen, sequence=number if self.sealed else None, answers=answers)
            secrets = Secrets.of_share(self.relation, str(number) if self.sealed else record_id)
            return redact(numbered, wanted.terms, secrets, wanted.known, replace=replace)

        if self.last is not None:
            found = made(self.last.sequence, self.last.id, chosen.answers)
            again = found.share.model_copy(update={"made_on": self.last.content.get("made_on")})
            if self.is_again(again):
                return found._replace(share=again)
        told = {one["ref"] for one in self.last.content.get("answers", ())} if self.last else set()
        fresh = {ref: said for ref, said in chosen.answers.items() if ref not in told}
        found = made(self.number, self.id, fresh)
        try:
            found.share.data()
        except Unreadable as problem:
            raise TooMuch("All of it", str(problem).removeprefix("it is larger than ")) from None
        return found

    def is_again(self, share: Share) -> bool:
        """Whether this very share is in the log already."""
        return self.last is not None and self.last.content == share.content()

    def send(self, made: Redacted, path: Path, page: bytes | None) -> Shared:
        """Log a share unless it is there, then write its file: sealed, or the `page`. CannotWrite says what is done."""
        with writing(self.post.journal, self.partner, made.share.content(), "share"):
            return self._sent(made, path, page)

    def _sent(self, made: Redacted, path: Path, page: bytes | None) -> Shared:
        share, people = made.share, {name: alias for alias, name in made.people}
        day = self.context.now.date()
        if self.last is not None and self.is_again(share):
            write_whole(
                path, self.post.again(self.partner, self.last.sequence, day) if page is None else page
            )
            return self.last
        if page is None:
            write = partial(write_whole, path)
            return self.post.send(self.partner, share.content(), self.context.now, write, people)
        shared = Shared.first(
            self.id,
            recorded_at=self.context.now,
            direction="sent",
            partner=self.partner.id,
            sha256=share.sha256,
            content=share.content(),
            people=people,
        )
        self.post.journal.add(shared)
        write_whole(path, page)
        return shared


def sender_for(context: Context, journal: Journal, partner: Partner, *, sealed: bool) -> Sender:
    """Return the way out to a partner; TheirShare, AgreementOver, NotPaired, NotCompared."""
    if partner.role == "leader":
        raise TheirShare(partner.alias)
    post = Post(journal, context.relationships(journal))
    day = context.now.date()
    if sealed:
        kept = post.to(partner, day)
        relation, number = kept.secret_bytes, post.next_number(kept)
        sent = post.sent(kept)
    elif partner.runs_on(day):
        relation, number = f"{journal.key} {partner.id}".encode(), 0  # known to nobody who gets a page
        sent = [one for one in log(journal, partner.id)[0] if one.direction == "sent"]
    else:
        raise AgreementOver(partner.alias, "the agreement with them is over")
    ours = [one for one in sent if one.kind == document.SCHEMA and bool(one.sequence) == sealed]
    last = max(ours, key=lambda one: (one.sequence, one.recorded_at), default=None)
    return Sender(context, post, partner, sealed, relation, number, new_id(day), last)


@contextlib.contextmanager
def writing(journal: Journal, partner: Partner, content: Mapping[str, Any], kind: str) -> Iterator[None]:
    """Say of what cannot be written whether it is in the log by then, so that the same command writes its file."""
    try:
        yield
    except CannotWrite as problem:
        if not any(one.content == content for one in log(journal, partner.id)[0]):
            raise
        reason = problem.what.removeprefix("Not saved: ").removesuffix(".")
        done = f"The {kind} is in the log. The same command, or --output elsewhere, writes its file."
        raise CannotWrite(problem.why, reason, done) from problem
