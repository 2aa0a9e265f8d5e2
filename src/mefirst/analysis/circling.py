"""The guard against going round in circles: moments with one person, again and again, and no promise."""

from dataclasses import dataclass
from datetime import date


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
