"""What goes back and forth between a leader and a partner: questions and their answers, impact, dates.

All of it is read out of the share log and the check-ins; nothing is kept a second time. A question is answered, or
let go, by a challenge in the same words in a check-in with that partner that was written after the question came.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mefirst.analysis.partnership import Between
from mefirst.journal.codec import Unreadable, encode
from mefirst.model.checkin import Challenge, Checkin
from mefirst.model.partner import Partner
from mefirst.model.share import Direction, Shared
from mefirst.sharing import document, reply
from mefirst.sharing.document import Share
from mefirst.sharing.names import with_aliases
from mefirst.sharing.reply import Reply

_REF_LENGTH = 10
"""Characters of the hash of a letter."""


class Letter(NamedTuple):
    """A reply in the log."""

    shared: Shared
    reply: Reply

    @property
    def ref(self) -> str:
        """What an answer to its question names it by."""
        return self.shared.sha256[:_REF_LENGTH]


class Asked(NamedTuple):
    """A question that came from a partner, who is who in it, and what became of it: None, it waits."""

    partner: Partner
    letter: Letter
    people: Mapping[str, str]
    challenge: Challenge | None

    @property
    def words(self) -> str:
        """The question."""
        asked = self.letter.reply.question
        return asked.question if asked else ""

    @property
    def told(self) -> str:
        """The question for the leader, who sees whom it names."""
        return with_aliases(self.words, self.people)


class Heard(NamedTuple):
    """What a leader answered to the partner's last question; None: nothing yet."""

    letter: Letter
    answer: str | None


def replies(shared: Iterable[Shared], direction: Direction, partner: Partner) -> list[Letter]:
    """Return the replies that went to a partner or came from one, oldest first."""
    found = []
    for one in _of(shared, direction, partner, reply.SCHEMA):
        try:
            found.append(Letter(one, Reply.read(encode(one.content))))
        except Unreadable:
            continue
    return found


def shares(shared: Iterable[Shared], direction: Direction, partner: Partner) -> list[Share]:
    """Return the shares that went to a partner or came from one, oldest first."""
    found = []
    for one in _of(shared, direction, partner, document.SCHEMA):
        try:
            found.append(Share.read(encode(one.content)))
        except Unreadable:
            continue
    return found


def _of(shared: Iterable[Shared], direction: Direction, partner: Partner, kind: str) -> Iterator[Shared]:
    ours = (
        one for one in shared if one.partner == partner.id and one.direction == direction and one.kind == kind
    )
    return _in_order(ours)


def _in_order(shared: Iterable[Shared]) -> Iterator[Shared]:
    """Yield letters of one direction by their number: one may come late, and a clock be put back.

    With new keys numbers begin anew: one that was there already is of a later pairing. A page, which has no number,
    stands behind what went out before it.
    """
    found: list[tuple[int, int, Shared]] = []
    pairing, seen = 0, {0}
    for one in sorted(shared, key=lambda one: (one.recorded_at, one.sequence, one.id)):
        if one.sequence and one.sequence in seen:
            pairing, seen = pairing + 1, {0}
        seen.add(one.sequence)
        found.append((pairing, one.sequence or max(seen), one))
    yield from (one for *_, one in sorted(found, key=lambda place: place[:2]))


def people(partner: Partner, letter: Shared, shared: Iterable[Shared]) -> dict[str, Mapping[str, str]]:
    """Return who is who in a reply that came: in what it says of a moment, by its reference, and under "" in the rest.

    A moment's names are those of the share it was in last, the others those of the share that is replied to.
    """
    sent = [
        one for one in _of(shared, "sent", partner, document.SCHEMA) if one.recorded_at <= letter.recorded_at
    ]
    about = [place for place, one in enumerate(sent) if one.sequence == letter.content.get("about")]
    found: dict[str, Mapping[str, str]] = {"": {}}
    for one in sent[: about[-1] + 1 if about else 0]:
        names = dict.fromkeys((str(moment["ref"]) for moment in one.content.get("moments", ())), one.people)
        found |= {**names, "": one.people}
    return found


def asked(partner: Partner, shared: Sequence[Shared], checkins: Sequence[Checkin]) -> list[Asked]:
    """Return the questions that came from a partner, oldest first."""
    return [
        Asked(
            partner, letter, people(partner, letter.shared, shared)[""], _challenge(partner, letter, checkins)
        )
        for letter in replies(shared, "received", partner)
        if letter.reply.question
    ]


def waiting(
    partners: Iterable[Partner], shared: Sequence[Shared], checkins: Sequence[Checkin]
) -> list[Asked]:
    """Return the questions that wait for an answer, of partners with whom it was not ended, oldest first."""
    found = [
        one
        for partner in partners
        if partner.ended is None
        for one in asked(partner, shared, checkins)
        if one.challenge is None
    ]
    return sorted(found, key=lambda one: one.letter.shared.recorded_at)


def _challenge(partner: Partner, letter: Letter, checkins: Sequence[Checkin]) -> Challenge | None:
    question = letter.reply.question
    return next(
        (
            challenge
            for checkin in checkins
            if checkin.recorded_at >= letter.shared.recorded_at and _is_with(partner, checkin)
            for challenge in checkin.challenges
            if question and challenge.question == question.question
        ),
        None,
    )


def _is_with(partner: Partner, checkin: Checkin) -> bool:
    """Whether a check-in later than a letter of a partner was with them: older ones have but the name."""
    return checkin.whose([partner]) is not None


def answers(partner: Partner, shared: Sequence[Shared], checkins: Sequence[Checkin]) -> dict[str, str]:
    """Return every answer to a question of a partner, by the reference of the question."""
    return {
        one.letter.ref: one.challenge.answer
        for one in asked(partner, shared, checkins)
        if one.challenge and one.challenge.answer
    }


def is_told(partner: Partner, checkin: Checkin, shared: Sequence[Shared]) -> bool:
    """Whether an answer in a check-in went to the partner it was for."""
    answered = {one.letter.ref for one in asked(partner, shared, [checkin]) if one.challenge}
    return any(one.ref in answered for share in shares(shared, "sent", partner) for one in share.answers)


def untold(partner: Partner, shared: Sequence[Shared], checkins: Sequence[Checkin]) -> dict[str, str]:
    """Return the answers that no share to the partner told before the last one: that one may be made again."""
    told = {one.ref for share in shares(shared, "sent", partner)[:-1] for one in share.answers}
    return {ref: said for ref, said in answers(partner, shared, checkins).items() if ref not in told}


def last_question(leader: Partner, shared: Sequence[Shared]) -> Heard | None:
    """Return the last question that went to a leader, with the answer that came; None where none went."""
    letters = [one for one in replies(shared, "sent", leader) if one.reply.question]
    if not letters:
        return None
    ref = letters[-1].ref
    told = [
        one.answer for share in shares(shared, "received", leader) for one in share.answers if one.ref == ref
    ]
    return Heard(letters[-1], told[-1] if told else None)


def to_reply(leader: Partner, shared: Sequence[Shared]) -> Shared | None:
    """Return the last share that came from a leader, where no reply to it or a later one went out."""
    came = list(_of(shared, "received", leader, document.SCHEMA))
    about = [one.reply.about for one in replies(shared, "sent", leader) if one.reply.about]
    return came[-1] if came and came[-1].sequence > (about[-1] if about else 0) else None


def undecided(partner: Partner, shared: Iterable[Shared]) -> list[Letter]:
    """Return the replies of which impact or a date could be taken over and nothing was decided, oldest first."""
    return [
        one
        for one in replies(shared, "received", partner)
        if one.shared.accepted_at is None and (one.reply.impacts or one.reply.next_on)
    ]


def between(partner: Partner, shared: Sequence[Shared], checkins: Sequence[Checkin]) -> Between:
    """Return what is open between a leader and a partner, from whichever side it is looked at."""
    if partner.role != "leader":
        return Between(
            questions=sum(one.challenge is None for one in asked(partner, shared, checkins)),
            undecided=len(undecided(partner, shared)),
        )
    last = last_question(partner, shared)
    came = shares(shared, "received", partner)
    promises = [one.commitments for one in came if one.commitments]
    return Between(
        questions=int(last is not None and last.answer is None),
        promises=sum(one.status == "open" for one in promises[-1]) if promises else 0,
        planned=_planned(partner, shared),
    )


def _planned(leader: Partner, shared: Sequence[Shared]) -> date | None:
    days = [one.reply.next_on for one in replies(shared, "sent", leader) if one.reply.next_on]
    return days[-1] if days else None
