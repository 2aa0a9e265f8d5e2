"""How it stands with a partner: what was shared last, what is open between the two, when they talk next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.partner import Partner
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
    between: Between = NOTHING,
) -> Standing:
    """Gather what there is with a partner; `shared` may hold files of others, too."""
    ours = [one for one in shared if one.partner == partner.id]
    talks = [one for one in checkins if partner.is_called(one.partner)]
    return Standing(
        partner=partner,
        keys=state.keys,
        last_sent=max((one.recorded_at for one in ours if one.direction == "sent"), default=None),
        last_received=max((one.recorded_at for one in ours if one.direction == "received"), default=None),
        unseen=sum(one.direction == "received" and one.looked_at is None for one in ours),
        missing=state.missing,
        promises=tuple(one for one in commitments if one.status == "open" and partner.is_called(one.witness)),
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


def talks(checkins: Iterable[Checkin], aliases: Iterable[str]) -> tuple[Talk, ...]:
    """Return the check-ins that are planned with these partners, the next one first."""
    found = list(checkins)
    days = (
        (alias, planned(one for one in found if fold(one.partner or "") == fold(alias))) for alias in aliases
    )
    return tuple(
        sorted((Talk(alias, day) for alias, day in days if day), key=lambda one: (one.on, one.alias))
    )
