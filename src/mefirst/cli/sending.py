"""How a share gets out: made with its number and its salt, logged, then written. Begun again, it is the same share.

The log comes first: it never knows less than the partner does. Where the file could not be written, or all was cut
off behind the log, the same command makes the same share from the same number, finds it in the log and writes it.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
from mefirst.text import safe


class TheirShare(UsageProblem):
    """A share for somebody whose partner one is: they share, one replies."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"{alias} shares with you, not you with them.",
            hint="To answer what they shared: mefirst partner reply. To share as well, add them under another alias.",
        )


@dataclass(frozen=True)
class Sender:
    """One way out to one partner: sealed, or as a page for somebody without mefirst.

    `relation` is the secret the references come from, `number` that of the next share; `last` is the share that
    went out this way before, if any, and `last_number` its number.
    """

    context: Context
    post: Post
    partner: Partner
    sealed: bool
    relation: bytes
    number: int
    last: Shared | None
    last_number: int

    def make(self, selection: Selection, terms: Terms, known: Known, *, replace: bool) -> Redacted:
        """Return the share of a selection: the last one again where that is just the same, else the next. TooMuch."""

        def made(number: int) -> Redacted:
            numbered = dataclasses.replace(selection, sequence=number if self.sealed else None)
            secrets = Secrets.of_share(self.relation, number)
            return redact(numbered, terms, secrets, known, replace=replace)

        if self.last is not None:
            share, spoken = made(self.last_number)
            again = share.model_copy(update={"made_on": self.last.content.get("made_on")})
            if self.is_again(again):
                return Redacted(again, spoken)
        found = made(self.number)
        try:
            found.share.data()
        except Unreadable as problem:
            raise TooMuch("All of it", str(problem).removeprefix("it is larger than ")) from None
        return found

    def is_again(self, share: Share) -> bool:
        """Whether this very share is in the log already."""
        return self.last is not None and self.last.content == share.content()

    def send(self, share: Share, path: Path, page: bytes | None) -> Shared:
        """Log a share unless it is there, then write its file: sealed, or the `page`. CannotWrite says what is done."""
        write = writer(path, "share")
        day = self.context.now.date()
        if self.last is not None and self.is_again(share):
            write(self.post.again(self.partner, self.last_number, day) if page is None else page)
            return self.last
        if page is None:
            return self.post.send(self.partner, share.content(), self.context.now, write)
        shared = Shared.first(
            new_id(day),
            recorded_at=self.context.now,
            direction="sent",
            partner=self.partner.id,
            sha256=share.sha256,
            content=share.content(),
        )
        self.post.journal.add(shared)
        write(page)
        return shared


def sender_for(context: Context, journal: Journal, partner: Partner, *, sealed: bool) -> Sender:
    """Return the way out to a partner; TheirShare, AgreementOver, NotPaired, NotCompared."""
    if partner.role == "leader":
        raise TheirShare(partner.alias)
    post = Post(journal, context.relationships(journal))
    sent, _ = log(journal, partner.id)
    ours = [
        one
        for one in sent
        if one.direction == "sent" and one.kind == document.SCHEMA and bool(one.sequence) == sealed
    ]
    last = ours[-1] if ours else None
    if sealed:
        kept = post.to(partner, context.now.date())
        number = last.sequence if last else 0
        return Sender(context, post, partner, sealed, kept.secret_bytes, post.next_number(kept), last, number)
    if not partner.runs_on(context.now.date()):
        raise AgreementOver(partner.alias, "the agreement with them is over")
    relation = f"{journal.key} {partner.id}".encode()  # known to nobody who gets a page
    return Sender(context, post, partner, sealed, relation, len(ours) + 1, last, len(ours))


def writer(path: Path, kind: str) -> Callable[[bytes], None]:
    """Return what writes a file that is in the log by then, and says so where the disk refuses."""

    def write(data: bytes) -> None:
        try:
            write_whole(path, data)
        except CannotWrite as problem:
            reason = problem.what.removeprefix("Not saved: ").removesuffix(".")
            done = f"The {kind} is in the log. The same command, or --output elsewhere, writes its file."
            raise CannotWrite(safe(problem.why), reason, done) from problem

    return write
