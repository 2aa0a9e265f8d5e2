"""The guard against going round in circles: moments with one person, again and again, and no promise."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.ids import day_of
from mefirst.model.period import Period
from mefirst.text import fold

WITHIN = timedelta(days=13)
"""From the first day to the last of 14."""

_SEVERAL = 3
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Circling:
    """Three moments or more with `person` within 14 days (`first` to `last`) and no commitment about them.

    `entries` are their ids, the oldest first. What to offer: the "own name" questions of the pack `deep`, or
    the partner.
    """

    person: str
    first: date
    last: date
    entries: tuple[str, ...]


def circling(
    entries: Sequence[Entry], commitments: Iterable[Commitment], period: Period
) -> tuple[Circling, ...]:
    """Return each person with three moments or more within 14 days, the last in the period, and no commitment.

    `entries` are those of the period and of the 13 days before it, oldest first. Of several such stretches with
    one person the latest counts. A commitment made from one of its moments ends it, and so does one that names the
    person and is open still, or was made since the first of them.
    """
    promises = list(commitments)
    spelling: dict[str, str] = {}
    met: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for name in entry.everyone:
            met[spelling.setdefault(fold(name), name)].append(entry)
    found = []
    for person, moments in met.items():
        own = _latest_stretch(moments, period)
        if own and not any(_answers(promise, person, own) for promise in promises):
            found.append(Circling(person, own[0].on, own[-1].on, tuple(one.id for one in own)))
    return tuple(found)


def _latest_stretch(moments: Sequence[Entry], period: Period) -> list[Entry]:
    for last in reversed([one.on for one in moments if one.on in period]):
        own = [one for one in moments if last - WITHIN <= one.on <= last]
        if len(own) >= _SEVERAL:
            return own
    return []


def _answers(promise: Commitment, person: str, moments: Sequence[Entry]) -> bool:
    if promise.from_entry in {one.id for one in moments}:
        return True
    texts = (promise.who, promise.title, promise.behavior, promise.cue, promise.response)
    named = any(_words(person) in _words(text or "") for text in texts)
    return named and (promise.status == "open" or day_of(promise.id) >= moments[0].on)


def _words(text: str) -> str:
    """Return a text as it is searched for an alias: `team-lead` is the team lead."""
    return f" {' '.join(_BETWEEN_WORDS.split(fold(text)))} "
