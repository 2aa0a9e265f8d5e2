"""The question a partner sent: it opens the next reflection, and the answer goes back with the next share."""

from collections.abc import Sequence
from typing import NamedTuple

import typer

from mefirst.cli.asking import ask_field
from mefirst.cli.context import RECENT, Context
from mefirst.cli.partners import everybody
from mefirst.cli.refs import in_a_line
from mefirst.errors import CannotWrite
from mefirst.interview.fields import Field
from mefirst.journal.store import Damaged, Journal
from mefirst.model.checkin import Challenge, Checkin
from mefirst.model.ids import new_id
from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.sharing import exchange
from mefirst.sharing.exchange import Asked
from mefirst.sharing.refusals import AnswerTold
from mefirst.speech import Speech, marked
from mefirst.text import safe

MOVED = {
    0: marked("Nothing moved"),
    1: marked("It stirred"),
    2: marked("It moved"),
    3: marked("I see it in a new way"),
}
"""How far a question moved something."""


class Mail(NamedTuple):
    """What came and went of late, and what was said in check-ins; `partners` are all there are and were."""

    partners: Sequence[Partner]
    shared: Sequence[Shared]
    checkins: Sequence[Checkin]
    damaged: tuple[Damaged, ...]


def recent_mail(context: Context, journal: Journal) -> Mail:
    """Read it; where it was ended with all partners nothing else is read."""
    partners = everybody(journal)
    if all(one.ended for one in partners):
        return Mail((), (), (), ())
    since = context.today - RECENT
    shared, checkins = journal.read(Shared, since), journal.read(Checkin, since)
    return Mail(partners, shared.records, checkins.records, (*shared.damaged, *checkins.damaged))


def waiting(mail: Mail) -> list[Asked]:
    """Return the questions that wait for an answer, oldest first."""
    return exchange.waiting(mail.partners, mail.shared, mail.checkins)


def open_with(context: Context, journal: Journal) -> None:
    """Ask the question that waits longest, if any; Enter leaves it for another day."""
    found = waiting(recent_mail(context, journal))
    if found:
        ask(context, journal, found[0])


def ask(context: Context, journal: Journal, asked: Asked) -> Checkin | None:
    """Ask a question of a partner, keep the answer and return it; None where there was none."""
    say = context.say
    prompter = context.prompter(say, brief=True)
    context.note(_goes_to(asked.partner, say))
    words = say(
        "{person} asks: “{question}”", person=safe(asked.partner.alias), question=in_a_line(asked.told)
    )
    answer = ask_field(prompter, Field(key="answer", kind="text", ask=words), say)
    if answer is None:
        return None
    labels = {value: say(label) for value, label in MOVED.items()}
    far = Field(
        key="moved",
        kind="scale",
        ask=say("How far did that move something in you?"),
        low=0,
        high=3,
        labels=labels,
    )
    moved = None
    try:
        moved = ask_field(prompter, far, say)
    except typer.Exit:
        save(context, journal, asked, answer, None)
        context.note(say("Your answer is kept."))
        raise
    return save(context, journal, asked, answer, moved)


def _goes_to(partner: Partner, say: Speech) -> str:
    if goes_back(partner):
        return say(
            "A question waits. Enter: later. Your answer goes to {person} with your next share, seen by you first.",
            person=safe(partner.alias),
        )
    return say("A question waits. Enter: later. Your answer stays here.")


def goes_back(partner: Partner) -> bool:
    """Whether answers leave with a share: a higher-up has power, so no text of the leader's goes to one."""
    return partner.role != "higher-up"


def save(context: Context, journal: Journal, asked: Asked, answer: str | None, moved: int | None) -> Checkin:
    """Keep an answer, or None where the question is let go; CannotWrite gives it back first."""
    question = asked.letter.reply.question
    challenge = Challenge(
        target=question.target if question else None, question=asked.words, answer=answer, moved=moved
    )
    record = Checkin.first(
        new_id(context.today),
        recorded_at=max(
            context.now, asked.letter.shared.recorded_at
        ),  # an answer is no older than its question
        on=context.today,
        partner=asked.partner.alias,
        relationship=asked.partner.id,
        challenges=[challenge.model_dump()],
    )
    try:
        journal.add(record)
    except CannotWrite:
        context.rescue([answer] if answer else [])
        raise
    journal.note_beside(record)
    return record


def check_untold(journal: Journal, answer: Checkin) -> None:
    """Raise AnswerTold where an answer went to a partner."""
    log = journal.read(Shared).records
    for partner in everybody(journal):
        if exchange.is_told(partner, answer, log):
            raise AnswerTold(answer.handle, partner.alias)
