"""How it stands with a partner: what was shared last, what is open between the two, when they talk next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.partner import Partner, called
from mefirst.model.share import Shared
from mefirst.text import fold

Keys = Literal["none", "begun", "to-compare", "paired"]
"""Whether a partner can be shared with by files: no keys, under way, words to be compared, yes."""


class KeyState(NamedTuple):
    """How the keys of a relationship stand, and how many files of the partner have not come."""

    keys: Keys
    missing: int = 0


class Between(NamedTuple):
    """What the letters leave open, counted: questions without an answer, replies with something to take over.

    Of a leader also the promises they shared that are open, and the day that was proposed to them.
    """

    questions: int = 0
    undecided: int = 0
    promises: int = 0
    planned: date | None = None


NOTHING = Between()


@dataclass(frozen=True, slots=True)
class Standing:
    """One partner as of `today`: `unseen` files came and were not shown, `promises` they witness are open.

    `missing` counts files of theirs that have not come, of those before the newest that did. `next_on` is the day of
    the next check-in, as it was agreed in the last one; with a leader, as it was proposed.
    """

    partner: Partner
    keys: Keys
    last_sent: datetime | None
    last_received: datetime | None
    unseen: int
    missing: int
    promises: tuple[Commitment, ...]
    next_on: date | None
    between: Between


def standing(  # noqa: PLR0913 from a place each
    partner: Partner,
    state: KeyState,
    shared: Sequence[Shared],
    commitments: Iterable[Commitment],
    checkins: Iterable[Checkin],
    *,
    everybody: Sequence[Partner],
    between: Between = NOTHING,
) -> Standing:
    """Gather what there is with a partner; the records may be of others, too, `everybody` is who was ever a partner."""
    ours = [one for one in shared if one.partner == partner.id]
    talks = [one for one in checkins if with_whom(one, everybody) == partner.id]
    return Standing(
        partner=partner,
        keys=state.keys,
        last_sent=max((one.recorded_at for one in ours if one.direction == "sent"), default=None),
        last_received=max((one.recorded_at for one in ours if one.direction == "received"), default=None),
        unseen=sum(one.direction == "received" and one.looked_at is None for one in ours),
        missing=state.missing,
        promises=tuple(
            one for one in commitments if one.status == "open" and is_witness(partner, one, everybody)
        ),
        next_on=planned(talks) or between.planned,
        between=between,
    )


class Talk(NamedTuple):
    """A check-in that is planned, or whose day has passed."""

    alias: str
    on: date


def planned(checkins: Iterable[Checkin]) -> date | None:
    """Return the day of the next check-in of those with one partner: planned last, and not held since."""
    in_order = sorted(checkins, key=lambda one: (one.on, one.recorded_at, one.is_talk))
    day = None
    for one in in_order:
        if one.is_talk or one.next_on:
            day = one.next_on
    return day


def talks(checkins: Iterable[Checkin], partners: Sequence[Partner]) -> tuple[Talk, ...]:
    """Return the check-ins that are planned, the next one first; with partners only while it was not ended with them.

    `partners` are all there are and were; a check-in with none of them is with whom it names.
    """
    ended = {one.id for one in partners if one.ended is not None}
    found: dict[str, list[Checkin]] = {}
    for one in checkins:
        if (who := with_whom(one, partners)) and who not in ended:
            found.setdefault(who, []).append(one)
    names = {one.id: one.alias for one in partners}
    days = ((names.get(who, theirs[-1].partner or ""), planned(theirs)) for who, theirs in found.items())
    return tuple(
        sorted((Talk(alias, day) for alias, day in days if day), key=lambda one: (one.on, one.alias))
    )


def with_whom(checkin: Checkin, partners: Iterable[Partner]) -> str:
    """Return the id of the partner a check-in was with, else the name of whoever it was (folded)."""
    partner = checkin.whose(partners)
    return partner.id if partner else fold(checkin.partner or "")


def is_witness(partner: Partner, promise: Commitment, everybody: Iterable[Partner]) -> bool:
    """Whether a promise names a partner as its witness, of all there are and were."""
    witness = called(promise.witness, promise.recorded_at, everybody)
    return witness is not None and witness.id == partner.id
