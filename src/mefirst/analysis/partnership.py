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


@dataclass(frozen=True, slots=True)
class Standing:
    """One partner as of `today`: `unseen` files came and were not shown, `promises` they witness are open.

    `missing` counts files of theirs that have not come, of those before the newest that did.
    """

    partner: Partner
    keys: Keys
    last_sent: datetime | None
    last_received: datetime | None
    unseen: int
    missing: int
    promises: tuple[Commitment, ...]
    next_on: date | None


def standing(
    partner: Partner,
    state: KeyState,
    shared: Sequence[Shared],
    commitments: Iterable[Commitment],
    checkins: Iterable[Checkin],
) -> Standing:
    """Gather what there is with a partner; `shared` may hold files of others, too."""
    ours = [one for one in shared if one.partner == partner.id]
    names = {fold(partner.alias), partner.id}
    talks = [one for one in checkins if one.partner and fold(one.partner) in names]
    last_talk = max(talks, key=lambda one: (one.on, one.id), default=None)
    return Standing(
        partner=partner,
        keys=state.keys,
        last_sent=max((one.recorded_at for one in ours if one.direction == "sent"), default=None),
        last_received=max((one.recorded_at for one in ours if one.direction == "received"), default=None),
        unseen=sum(one.direction == "received" and one.looked_at is None for one in ours),
        missing=state.missing,
        promises=tuple(
            one for one in commitments if one.status == "open" and one.witness and fold(one.witness) in names
        ),
        next_on=last_talk.next_on if last_talk else None,
    )
