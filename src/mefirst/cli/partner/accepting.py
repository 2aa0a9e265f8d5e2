"""`partner accept`: what of a reply the leader takes over: impact that was heard, the date to meet again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, NamedTuple

import typer

from mefirst.cli import refs
from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.lines import described
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet, Yes
from mefirst.cli.partner.hearing import reported_on
from mefirst.cli.partners import PartnerWord, named
from mefirst.errors import AnswerMissing, BadAnswer, ChooseLine, UsageProblem
from mefirst.interview.fields import Field
from mefirst.journal import changes
from mefirst.journal.store import Journal
from mefirst.model.checkin import Checkin
from mefirst.model.entry import Effect, Entry, Reported
from mefirst.model.partner import Partner
from mefirst.model.scale import signed
from mefirst.model.share import Shared
from mefirst.render.dates import long_day
from mefirst.render.saved import saved_lines
from mefirst.render.words import aim, meant
from mefirst.sharing import exchange
from mefirst.sharing.exchange import Letter
from mefirst.sharing.keys import Relationships
from mefirst.sharing.redact import ref_of
from mefirst.sharing.refusals import NoSuchNumber
from mefirst.sharing.reply import Heard
from mefirst.speech import ENGLISH
from mefirst.text import fold, safe

_Strings = list[str]
_DATE, _NONE = "date", "none"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("accept", epilog="Example: mefirst partner accept coach")(accept)


def accept(
    partner: PartnerWord,
    *,
    number: Annotated[
        int | None, typer.Option("--number", help="Of this reply, also of one decided before.", metavar="N")
    ] = None,
    take: Annotated[
        _Strings | None,
        typer.Option("--take", help="Only this, by its number in the reply; date, none.", metavar="ITEM"),
    ] = None,
    who: Annotated[
        _Strings | None,
        typer.Option(
            "--who", help="Who is meant by a name of your share: 'Person A=deputy'.", metavar="NAME=ALIAS"
        ),
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Take over what a partner reported: impact, onto the effect lines of your moments, and the date to meet again.

    Until you do, a reply touches nothing. --yes takes all of it, --take 1 --take date only that, --take none nothing.
    """
    context = Context(now, plain=plain)
    opened = context.open_journal(journal)
    found = named(opened, partner)
    log = opened.read(Shared)
    letters = exchange.undecided(found, log.records)
    if number is not None:
        came = exchange.replies(log.records, "received", found)
        letters = [one for one in came if one.reply.sequence == number]
        if not letters:
            raise NoSuchNumber(found.alias, number)
    if not letters:
        context.note(f"Nothing waits to be taken over from {safe(found.alias)}.")
        return context.damaged(log.damaged)
    wishes = Wishes(take, _names(who or ()), yes, quiet, dry_run)
    for letter in letters:
        Accepting(context, opened, context.relationships(opened), found, wishes).decide(letter)
    return context.damaged(log.damaged)


def _names(typed: Iterable[str]) -> dict[str, str]:
    names = {}
    for one in typed:
        name, equals, alias = (part.strip() for part in one.partition("="))
        if not equals or not name or not alias:
            raise BadAnswer("--who", "Write NAME=ALIAS, as in 'Person A=deputy'.")
        names[fold(name)] = alias
    return names


class Wishes(NamedTuple):
    """How it is decided, as the options say; `names` are who is meant by the names of a share (folded)."""

    take: Sequence[str] | None = None
    names: Mapping[str, str] = {}
    yes: bool = False
    quiet: bool = False
    dry_run: bool = False


class Found(NamedTuple):
    """An impact that was heard, with the moment and the line of it here, and who said it, as they are called here."""

    heard: Heard
    entry: Entry
    line: Effect
    by: str


@dataclass(frozen=True)
class Accepting:
    """Deciding what of one partner's replies is taken over."""

    context: Context
    journal: Journal
    keys: Relationships
    partner: Partner
    wishes: Wishes = field(default_factory=Wishes)

    def decide(self, letter: Letter) -> None:
        """Take over what is wanted of a reply, then note that it was decided; begun again, nothing is doubled."""
        chosen = self._chosen(letter)
        found = list(self._found(letter, chosen))
        day = letter.reply.next_on if self._wants_day(letter, chosen) else None
        if self.wishes.dry_run:
            self.context.note("Nothing was saved.")
            return
        for one in found:
            self._take(one, min(letter.reply.made_on, self.context.today))
        if day:
            self.journal.add(self._date(letter, day))
            self.context.note(f"You meet {safe(self.partner.alias)} on {long_day(day)}.")
        self.journal.change(
            Shared, letter.shared.id, lambda one: one.changed(accepted_at=one.accepted_at or self.context.now)
        )
        if self.wishes.quiet:
            self.context.show(letter.shared.id, done=f"It is decided: {letter.shared.id}")

    def _chosen(self, letter: Letter) -> set[str]:
        """Return what is to be taken over: numbers from 1, and the date; UsageProblem for what is not there."""
        there = [str(number) for number in range(1, len(letter.reply.impacts) + 1)]
        there += [_DATE] if letter.reply.next_on else []
        wanted = self.wishes.take
        if wanted is None:
            return set(there)
        if unknown := [one for one in wanted if one not in {*there, _NONE}]:
            known = f"It has: {' '.join(there)}; none takes nothing over."
            raise UsageProblem(f"Reply {letter.reply.sequence} has no '{unknown[0]}' to take over.", known)
        return set(wanted) - {_NONE}

    def _found(self, letter: Letter, chosen: set[str]) -> Iterator[Found]:
        """Yield the impact that is taken over: each with its line, once it was agreed to."""
        kept = self.keys.get(self.partner.id)
        impacts = [one for number, one in enumerate(letter.reply.impacts, 1) if str(number) in chosen]
        secret = kept.secret_bytes if kept else b""
        people = exchange.people(self.partner, letter.shared, self.journal.read(Shared).records)
        ids = refs.resolve(self.journal, secret, {one.ref for one in impacts}) if kept else {}
        if impacts and kept is None:
            self.context.note("Left out: impact. The keys are gone, so its references cannot be told.")
            return
        for one in impacts:
            entry = self.journal.get(Entry, ids[one.ref]).record if one.ref in ids else None
            lines = [line for line in entry.effects if line.dimension == one.dimension] if entry else []
            if entry is None or not lines or entry.state == changes.TRASHED:
                where = entry.handle if entry else f"reference {one.ref}"
                self.context.note(f"Left out: {one.dimension} of {where} is not there any more.")
                continue
            names = self._names(people.get(one.ref, people[""]))
            line = self._line(entry, lines, one, names)
            by = self._by(one, entry, line, names)
            said = (
                f"{entry.handle}, {aim(line)}: {meant(line)}. Arrived {signed(one.value)}, said {safe(by)}."
            )
            self.context.note(said)
            if self._agreed("Take that over onto the line?"):
                yield Found(one, entry, line, by)

    def _agreed(self, question: str) -> bool:
        settled = self.wishes.yes or self.wishes.take is not None or self.wishes.dry_run
        return settled or self.context.confirm(question, "--yes")

    def _wants_day(self, letter: Letter, chosen: set[str]) -> bool:
        day = letter.reply.next_on
        if day is None or _DATE not in chosen:
            return False
        if day < self.context.today:
            self.context.note(f"Left out: the day to meet again, {long_day(day)}, has passed.")
            return False
        return self._agreed(f"Meet {safe(self.partner.alias)} on {long_day(day)}?")

    def _line(self, entry: Entry, lines: Sequence[Effect], heard: Heard, names: Mapping[str, str]) -> Effect:
        """Return the line that is meant, asked for where several could be; ChooseLine where nobody can be asked."""
        toward = names.get(fold(heard.toward or ""))
        theirs = [one for one in lines if toward and fold(one.toward or "") == fold(toward)]
        lines = theirs or lines
        if len(lines) == 1:
            return lines[0]
        if not self.context.interactive:
            there = [described(one) for one in lines]
            raise ChooseLine(entry.handle, there) if not heard.toward else self._unknown(heard.toward)
        options = {str(number): aim(one) for number, one in enumerate(lines)}
        toward = f", toward '{safe(heard.toward)}'," if heard.toward else ""
        asked = f"Which effect of {entry.handle}{toward} is meant?"
        field_ = Field(key="line", kind="choice", ask=asked, required=True, options=options)
        return lines[int(self._ask(field_))]

    def _by(self, heard: Heard, entry: Entry, line: Effect, names: Mapping[str, str]) -> str:
        """Return who said it, as the leader calls them; AnswerMissing where nobody can be asked."""
        if heard.by is None:
            return self.partner.alias
        same = heard.toward and fold(heard.by) == fold(heard.toward)
        known = names.get(fold(heard.by)) or (line.toward if same else None)
        if known:
            return known
        if not self.context.interactive:
            raise self._unknown(heard.by)
        asked = f"Who is '{safe(heard.by)}'? What you call them."
        return str(
            self._ask(Field(key="by", kind="line", ask=asked, required=True, suggestions=entry.everyone))
        )

    def _names(self, people: Mapping[str, str]) -> dict[str, str]:
        """Return who goes by which name (folded): as the log has it of a share, as is agreed, as the options say."""
        stable = {name: alias for alias, name in self.partner.names.items()}
        known = {fold(name): alias for name, alias in {**stable, **people}.items()}
        return {**known, **self.wishes.names}

    def _unknown(self, name: str) -> AnswerMissing:
        return AnswerMissing(["--who"], f"Who is meant? --who '{name}=ALIAS'")

    def _ask(self, field_: Field) -> str:
        return str(ask_field(self.context.prompter(ENGLISH, brief=True), field_, ENGLISH))

    def _take(self, one: Found, on: date) -> None:
        """Put what was reported onto its line, once, and say what that makes of it."""
        how = "checkin" if one.heard.by is None else "told"
        report = Reported.model_validate({"by": one.by, "value": one.heard.value, "on": on, "how": how})
        record = reported_on(self.journal, one.entry, one.line, report)
        if not self.wishes.quiet:
            for said in saved_lines(record, None, self.context.today, only=one.line.key):
                self.context.note(said)

    def _date(self, letter: Letter, day: date) -> Checkin:
        """Return the record of a date that was agreed to; of the same letter it is the same record."""
        letter_id = letter.shared.id
        return Checkin.first(
            f"{letter_id[:8]}-{ref_of(letter_id.encode(), _DATE)}",
            recorded_at=self.context.now,
            on=self.context.today,
            partner=self.partner.alias,
            relationship=self.partner.id,
            next_on=day,
        )
