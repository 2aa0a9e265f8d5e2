"""Impact reported in a talk: onto the effect lines of moments, as the leader who sits there agrees."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.heard import Heard
from mefirst.cli.lines import described, fitting, no_line, with_line
from mefirst.errors import ChooseLine, UsageProblem
from mefirst.interview.fields import Field
from mefirst.interview.forms import point
from mefirst.journal.changes import TRASHED
from mefirst.journal.store import Journal
from mefirst.model.entry import Effect, Entry, Reported
from mefirst.model.partner import Partner
from mefirst.render.dates import near_day
from mefirst.render.saved import saved_lines
from mefirst.render.words import aim, meant

_MOST_LINES = 9


class Located(NamedTuple):
    """What was reported, and the line it is about."""

    entry: Entry
    line: Effect
    value: int
    by: str | None


def located(journal: Journal, heard: Heard) -> Located:
    """Return the line that an option names; UnknownEntry, NoSuchLine, ChooseLine."""
    entry = journal.get(Entry, journal.resolve(Entry, heard.which)).record
    if entry.state == TRASHED:
        raise UsageProblem(f"Entry {entry.handle} is in the trash.")
    lines = fitting(entry.effects, person=heard.by, dimension=heard.dimension, toward=heard.toward)
    if not lines:
        raise no_line(entry, heard.dimension, heard.toward)
    if len(lines) > 1:
        which = f"{entry.handle}.{lines[0].dimension}.{lines[0].toward or ''}"
        how = f"Say which one, as in --impact '{which}=1'."
        raise ChooseLine(entry.handle, [described(line) for line in lines], how)
    return Located(entry, lines[0], heard.value, heard.by)


@dataclass(frozen=True)
class Hearing:
    """What one partner reports, on the day of the talk."""

    context: Context
    journal: Journal
    partner: Partner
    on: date
    quiet: bool

    def ask(self, since: date) -> None:
        """Ask for impact on the moments since the talk before, line by line, until there is none."""
        say, prompter = self.context.say, self.context.prompter(self.context.say, brief=True)
        left = {str(number): one for number, one in enumerate(self._lines(since))}
        first = True

        def ask(field: Field) -> Any:
            return ask_field(prompter, field, say)

        while left:
            options = {key: self._called(entry, line) for key, (entry, line) in left.items()}
            words = say("Did they say how a moment arrived? Then which?") if first else say("Another one?")
            key = ask(Field(key="line", kind="choice", ask=words, options=options))
            if key is None:
                return
            first = False
            entry, line = left.pop(key)
            value = ask(point("value", say("Where would they put it?"), say)._replace(required=True))
            by = Field(
                key="by", kind="line", ask=say("Who said so?"), default=self.partner.alias,
                suggestions=(self.partner.alias, *entry.everyone), required=True,
            )  # fmt: skip
            self.take(Located(entry, line, value, ask(by)))

    def _lines(self, since: date) -> list[tuple[Entry, Effect]]:
        """Return the lines of the moments since a day, the newest first."""

        def found() -> Iterator[tuple[Entry, Effect]]:
            for entry in reversed(self.journal.read(Entry, since, self.on).records):
                if entry.state != TRASHED:
                    yield from ((entry, line) for line in entry.effects)

        return list(found())[:_MOST_LINES]

    def _called(self, entry: Entry, line: Effect) -> str:
        say = self.context.say
        return f"{near_day(entry.on, self.context.today, say)} {entry.handle}, {aim(line, say)}: {meant(line, say)}"

    def take(self, one: Located) -> None:
        """Put what was reported onto its line, and say what that makes of it; the same once more adds nothing."""
        by = one.by or self.partner.alias
        how = "checkin" if one.by in {None, self.partner.alias} else "told"
        report = Reported.model_validate({"by": by, "value": one.value, "on": self.on, "how": how})
        record = reported_on(self.journal, one.entry, one.line, report)
        if not self.quiet:
            for said in saved_lines(record, None, self.context.today, self.context.say, only=one.line.key):
                self.context.note(said)


def reported_on(journal: Journal, entry: Entry, line: Effect, report: Reported) -> Entry:
    """Save what somebody reported on a line of an entry, once, and return the entry; CannotWrite."""

    def taken(one: Entry) -> Entry:
        now = next((effect for effect in one.effects if effect.key == line.key), line)
        if report in now.reported:
            return one
        after = now.model_copy(update={"reported": (*now.reported, report)})
        return one.changed(effects=with_line(one.effects, after))

    return journal.change(Entry, entry.id, taken)
