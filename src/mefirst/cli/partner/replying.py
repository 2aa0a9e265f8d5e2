"""`partner reply`: what was done well, one question, impact heard, a date; sealed for the leader who shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from mefirst.cli import outgoing
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet, Yes
from mefirst.cli.partner.said import Said, asked, given
from mefirst.cli.partners import PartnerWord, named
from mefirst.cli.sending import writing
from mefirst.errors import FAILED, AnswerMissing, CannotWrite, UsageProblem
from mefirst.journal.store import Journal
from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.render import letters
from mefirst.sharing import exchange
from mefirst.sharing.envelope import file_name
from mefirst.sharing.exchange import Letter
from mefirst.sharing.post import Post, write_whole
from mefirst.sharing.reply import Reply
from mefirst.text import safe, shell_word

_Strings = list[str]


class NotTheirPartner(UsageProblem):
    """A reply to somebody who does not share with us."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"You share with {alias}, so it is {alias} who replies.",
            hint=f"mefirst share {shell_word(alias)}. Those whose partner you are have the role leader.",
        )


class NothingSaid(UsageProblem):
    """A reply that says nothing."""

    def __init__(self) -> None:
        super().__init__("Nothing is said, so there is nothing to send.", hint="One part of it is enough.")


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("reply", epilog="Example: mefirst partner reply Ada")(reply)


def reply(
    leader: PartnerWord,
    *,
    well: Annotated[
        str | None, typer.Option("--well", help="What was done well: an act, and its good.", metavar="TEXT")
    ] = None,
    target: Annotated[
        Literal["decision", "assumption", "belief", "attitude"] | None,
        typer.Option("--about", help="What the question aims at.", show_default=False),
    ] = None,
    question: Annotated[
        str | None, typer.Option("--question", help="One question, with --about.", metavar="TEXT")
    ] = None,
    impact: Annotated[
        _Strings | None,
        typer.Option(
            "--impact",
            help="Where somebody put what arrived: REF=VALUE, REF.trust=VALUE, REF.trust.TOWARD=VALUE, REF=VALUE@NAME.",
            metavar="HEARD",
        ),
    ] = None,
    next_on: Annotated[
        str | None,
        typer.Option("--next-on", help="When to meet again: a day, or a number of days.", metavar="DAY"),
    ] = None,
    output: outgoing.Output = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Reply to a leader: what was done well, one question, impact you heard, a date. Without options it asks.

    You see exactly what leaves before it is sealed. Their next reflection opens with your question.
    """
    context = Context(now, plain=plain)
    opened = context.open_journal(journal)
    found = named(opened, leader)
    if found.role != "leader":
        raise NotTheirPartner(found.alias)
    post = Post(opened, context.relationships(opened))
    kept = post.to(found, context.today)
    log = opened.read(Shared)
    shares = exchange.shares(log.records, "received", found)
    if any(one is not None for one in (well, target, question, impact, next_on)):
        said = given(
            context,
            shares,
            well=well,
            target=target,
            question=question,
            impacts=impact or (),
            next_on=next_on,
        )
    elif context.interactive:
        context.damaged(log.damaged)
        said = asked(context, shares)
    else:
        raise AnswerMissing(["--well", "--question", "--impact", "--next-on"], "One of them is enough.")
    before = exchange.replies(post.sent(kept), "sent", found)
    sender = _Sender(context, opened, post, found, before, shares[-1].sequence if shares else None)
    return sender.send(said, output, dry_run=dry_run, yes=yes, quiet=quiet)


@dataclass(frozen=True)
class _Sender:
    """The way out to one leader: `before` are the replies that went there, `about` is the number of their share."""

    context: Context
    journal: Journal
    post: Post
    leader: Partner
    before: Sequence[Letter]
    about: int | None

    def send(self, said: Said, output: Path | None, *, dry_run: bool, yes: bool, quiet: bool) -> int:
        """Show what leaves, ask, and only then log it and write the file; begun again, it is the same reply."""
        reply, is_new = self._made(said)
        if reply.is_empty:
            raise NothingSaid
        note, alias = self.context.note, safe(self.leader.alias)
        path = None if dry_run else outgoing.place(self.context, output, file_name(), yes=yes)
        if path is None and not dry_run:
            return FAILED
        if not (quiet and yes):
            canvas = self.context.console.canvas
            self.context.show(letters.shown(reply.content(), canvas, plain=self.context.plain))
            note("That is all that leaves.")
        if path is None:
            note("Nothing was written and nothing was logged.")
            return 0
        if not yes and not self.context.confirm(f"Seal this for {alias}?", "--yes"):
            note("Nothing was sent.")
            return FAILED
        shared = self._sent(reply, said, path, is_new=is_new)
        if quiet:
            self.context.show(shared.id, done=f"It is in the log: {shared.id}")
            return 0
        note(f"Written: {safe(str(path))}")
        if not is_new:
            note(f"{alias} was to get the very same before: it keeps its place in the log.")
        note(f"Send it to {alias}; they type: mefirst receive {safe(path.name)}")
        if reply.question:
            note("Your question opens their next reflection; the answer comes with their next share.")
        return 0

    def _made(self, said: Said) -> tuple[Reply, bool]:
        """Return the reply, and whether it is a new one: just what went out last is that one again."""
        number = self.post.next_number(self.post.to(self.leader, self.context.today))
        made = Reply(
            schema="mefirst.reply/1",
            sequence=number,
            made_on=self.context.today,
            about=self.about,
            well=said.well,
            question=said.question,
            impacts=said.impacts,
            next_on=said.next_on,
        )
        last = self.before[-1].reply if self.before else None
        again = last and made.model_copy(update={"sequence": last.sequence, "made_on": last.made_on})
        return (last, False) if last and last == again else (made, True)

    def _sent(self, reply: Reply, said: Said, path: Path, *, is_new: bool) -> Shared:
        try:
            with writing(self.journal, self.leader, reply.content(), "reply"):
                if is_new:
                    write = partial(write_whole, path)
                    return self.post.send(self.leader, reply.content(), self.context.now, write)
                write_whole(path, self.post.again(self.leader, reply.sequence, self.context.today))
        except CannotWrite:
            self.context.rescue(said.texts)
            raise
        return self.before[-1].shared
