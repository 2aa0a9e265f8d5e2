"""What becomes of a file that came: a step of a pairing, or a letter for the share log."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mefirst.cli import outgoing, refs
from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.partners import current, named
from mefirst.errors import FAILED, AnswerMissing, UsageProblem
from mefirst.interview.fields import Field
from mefirst.journal.store import Journal
from mefirst.model.checkin import Checkin
from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.render import letters
from mefirst.render import partners as render
from mefirst.render.words import counted
from mefirst.sharing import envelope, exchange, pairing
from mefirst.sharing.envelope import Opened
from mefirst.sharing.incoming import SEALED
from mefirst.sharing.keys import Relationship, Relationships
from mefirst.sharing.pairing import Introduction, PairingAnswer, PairingKey, Step
from mefirst.sharing.post import Missing, Post, TakenIn
from mefirst.sharing.refusals import AgreementOver, NoPartner, NotForUs
from mefirst.speech import ENGLISH
from mefirst.text import safe, shell_word


class Wishes(NamedTuple):
    """How a file is taken in, as the options say."""

    name: str
    sender: str | None
    output: Path | None
    format: str
    dry_run: bool
    yes: bool
    quiet: bool


@dataclass(frozen=True)
class Receiving:
    """One file, taken into a journal."""

    context: Context
    journal: Journal
    keys: Relationships
    wishes: Wishes

    def sealed(self, data: bytes) -> int:
        """Take in a sealed file: which key opens it tells from whom it is."""
        known, damaged = self.keys.of(current(self.journal))
        for problem in damaged:
            self.context.note(safe(problem.what))
        came = envelope.open_incoming(data, self.wishes.name, known, SEALED)
        self._check_sender(came.partner)
        with self._held(came.partner):
            relationship = self.keys.get(came.partner.id)  # as it is now that nobody else can change it
            if relationship is None:
                raise NotForUs(self.wishes.name)
            code = self._taken(came._replace(relationship=relationship))
        self._offer(came.partner, came.sha256)
        return code

    def introduction(self, paper: Introduction) -> int:
        """Answer an introduction; who it is from nobody can tell but whoever was told."""
        partner = self._answered_before(paper) or self._whom()
        if partner.ended is not None:
            raise AgreementOver(partner.alias, f"the agreement was ended on {partner.ended}")
        said = f"An introduction. You say it is from {safe(partner.alias)}; six words will show if it is."
        with self._held(partner):
            step = pairing.introduced(partner, self.keys.get(partner.id), paper)
            return self._stepped(partner, step, paper.schema_, said)

    def _held(self, partner: Partner) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext() if self.wishes.dry_run else self.keys.lock(partner)

    def _taken(self, came: Opened) -> int:
        partner, kept, document, _ = came
        match document:
            case PairingAnswer():
                said = f"The answer of {safe(partner.alias)} to your introduction, with their key."
                step = pairing.answered(partner, kept, document)
                return self._stepped(partner, step, document.schema_, said)
            case PairingKey():
                said = f"The key of {safe(partner.alias)}."
                step = pairing.completed(partner, kept, document)
                return self._stepped(partner, step, document.schema_, said)
            case _:
                post = Post(self.journal, self.keys)
                dry_run = self.wishes.dry_run
                taken = post.take_in(came, self.wishes.name, self.context.now, dry_run=dry_run)
                return self._tell_letter(post, partner, taken)

    def _offer(self, partner: Partner, sha256: str) -> None:
        """Ask what of a reply is taken over, where somebody can be asked and has not decided it."""
        from mefirst.cli.partner.accepting import Accepting  # noqa: PLC0415 replies alone

        wishes = self.wishes
        if (
            wishes.dry_run
            or wishes.yes
            or wishes.quiet
            or wishes.format == "json"
            or partner.role == "leader"
        ):
            return
        for letter in exchange.undecided(partner, self.journal.read(Shared).records):
            if letter.shared.sha256 != sha256:
                continue
            if self.context.interactive:
                Accepting(self.context, self.journal, self.keys, partner).decide(letter)
            else:
                self.context.note(
                    f"To take over what they heard: mefirst partner accept {shell_word(partner.alias)}"
                )

    def _answered_before(self, paper: Introduction) -> Partner | None:
        """Return the partner whose introduction this is, where it was answered already."""
        for partner, kept in self.keys.of(current(self.journal))[0]:
            if kept.pairing is not None and kept.pairing.theirs == paper.recipient:
                again = f"mefirst partner pair {shell_word(partner.alias)} --again"
                self._check_sender(partner, f"You said so before: {again} forgets it.")
                return partner
        return None

    def _check_sender(self, partner: Partner, hint: str = "") -> None:
        """Raise UsageProblem where another partner was named than the one a file is from."""
        wanted = self.wishes.sender
        if wanted is not None and named(self.journal, wanted).id != partner.id:
            raise UsageProblem(
                f"{self.wishes.name} is from {partner.alias}, not from {wanted}.",
                "Nothing was changed.",
                hint,
            )

    def _whom(self) -> Partner:
        """Return the partner an introduction is said to come from; asked for where the option does not say it."""
        if self.wishes.sender is not None:
            return named(self.journal, self.wishes.sender)
        everybody = current(self.journal)
        paired = {partner.id for partner, kept in self.keys.of(everybody)[0] if kept.is_confirmed}
        waiting = [one.alias for one in everybody if one.id not in paired]
        if not waiting:
            raise NoPartner("it could be from", [one.alias for one in everybody])
        if not self.context.interactive:
            raise AnswerMissing(["--from"], f"Partners it may be from: {', '.join(waiting)}")
        options = {alias: safe(alias) for alias in waiting}
        field = Field(key="from", kind="choice", ask="Whom did it come from?", required=True, options=options)
        return named(self.journal, str(ask_field(self.context.prompter(ENGLISH, brief=True), field, ENGLISH)))

    def _stepped(self, partner: Partner, step: Step, kind: str, said: str) -> int:
        """Keep where a pairing stands, write the file they need next, and say what is to be done."""
        relationship, file = step
        path = None
        if file is not None and not self.wishes.dry_run:
            path = outgoing.path_for(self.context, self.wishes.output, relationship, yes=self.wishes.yes)
            if path is None:
                return FAILED
        if not self.wishes.dry_run:
            self.keys.save(relationship)
        self.context.note(said)
        if file is not None and path is not None:
            outgoing.write(self.context, path, file)
        self._tell_pairing(partner, relationship, kind, path)
        return 0

    def _tell_pairing(self, partner: Partner, kept: Relationship, kind: str, path: Path | None) -> None:
        alias = safe(partner.alias)
        words = pairing.spoken(partner, kept) if kept.recipient is not None else None
        if self.wishes.format == "json":
            self._show_json(partner, kind, words=words, path=path)
        elif self.wishes.quiet:
            self.context.show(partner.id, done="It is taken in.")
        elif words:
            self.context.show(words)
        if path is not None:
            self.context.note(f"Send it to {alias}; they type: mefirst receive {safe(path.name)}")
        for line in _next(alias, kept, sees_words=words is not None):
            self.context.note(line)
        if self.wishes.dry_run:
            self.context.note("Nothing was changed.")

    def _tell_letter(self, post: Post, partner: Partner, taken: TakenIn) -> int:
        """Show what came, and note that it was shown."""
        shared, alias = taken.shared, safe(partner.alias)
        state = "" if taken.is_new else ", which you have had"
        self.context.note(
            f"A {render.kind_of(shared.content)} from {alias}, number {shared.sequence}{state}."
        )
        if self.wishes.format == "json":
            self._show_json(partner, shared.kind, taken=taken)
        elif self.wishes.quiet:
            self.context.show(shared.id, done=f"It is in the log: {shared.id}")
        else:
            plain = self.wishes.format == "plain"
            here = refs.here(self.context, self.journal, partner, shared)
            self.context.show(
                letters.shown(shared.content, self.context.console.canvas, plain=plain, here=here)
            )
        if taken.missing.many:
            self.context.note(_missing(alias, taken.missing))
        if self.wishes.dry_run:
            self.context.note("Nothing was saved.")
            return 0
        if not self.wishes.quiet:
            post.looked_at(shared, self.context.now)
            self.context.note(
                f"In the log as {shared.handle}; it touches nothing else: mefirst partner log {shell_word(alias)}"
            )
            self._tell_next(partner, shared)
        return 0

    def _tell_next(self, partner: Partner, shared: Shared) -> None:
        """Say how a share, or a question that waits, is answered."""
        alias = shell_word(partner.alias)
        if partner.role == "leader":
            self.context.note(f"To reply: mefirst partner reply {alias}")
        elif exchange.waiting([partner], [shared], self.journal.read(Checkin).records):
            self.context.note(
                f"Their question opens your next reflection; now: mefirst partner answer {alias}"
            )

    def _show_json(
        self,
        partner: Partner,
        kind: str,
        *,
        taken: TakenIn | None = None,
        words: str | None = None,
        path: Path | None = None,
    ) -> None:
        from mefirst.render import document, partner_document  # noqa: PLC0415 where it is asked for

        origin = document.Origin(self.context.now, self.journal.name)
        given = partner_document.received(partner, kind, taken, origin, (words, path))
        self.context.show(document.dumps(given), kind="document")


def _next(alias: str, kept: Relationship, *, sees_words: bool) -> list[str]:
    """Return what is to be done next in a pairing."""
    if kept.is_confirmed:
        return [f"You and {alias} are paired already."]
    if sees_words:
        return [
            f"Once {alias} sees six words, too, read them to each other, aloud.",
            f"Then: mefirst partner pair {shell_word(alias)}. Until it says so, nothing can be shared.",
        ]
    if kept.pairing is not None and kept.pairing.began:
        return [
            "You began as well, and yours goes on: they give your file to mefirst receive.",
            f"If you have not sent it: mefirst partner pair {shell_word(alias)} writes it again.",
        ]
    return []


def _missing(alias: str, missing: Missing) -> str:
    numbers = ", ".join(map(str, missing.first)) + (" …" if missing.many > len(missing.first) else "")
    return f"Not come yet: {counted(missing.many, 'file')} from {alias}, number {numbers}. Ask for it."
