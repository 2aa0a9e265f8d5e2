"""One person under one name: an alias renamed wherever an entry names it."""

from mefirst.model.entry import Effect, Entry, Reported
from mefirst.text import fold


class Collision(ValueError):
    """A renaming that would make two effects of an entry the same line; the argument is its dimension."""


def names(entry: Entry, alias: str) -> bool:
    """Whether an entry names `alias`: among the people, as whom an effect was meant for, as who reported."""
    known = {*entry.everyone, *(report.by for effect in entry.effects for report in effect.reported)}
    return fold(alias) in {fold(one) for one in known}


def renamed(entry: Entry, old: str, new: str) -> Entry:
    """Return `entry` with `new` in every place of `old`; as it is where it does not name it. Collision."""

    def name(alias: str) -> str:
        return new if fold(alias) == fold(old) else alias

    def report(one: Reported) -> Reported:
        return one.model_copy(update={"by": name(one.by)})

    def effect(one: Effect) -> Effect:
        toward = name(one.toward) if one.toward else one.toward
        return one.model_copy(update={"toward": toward, "reported": tuple(map(report, one.reported))})

    effects = tuple(map(effect, entry.effects))
    keys = [one.key for one in effects]
    for one in effects:
        if keys.count(one.key) > 1:
            raise Collision(one.dimension)
    spelled: dict[str, str] = {}
    for alias in map(name, entry.people):
        spelled.setdefault(fold(alias), alias)
    people = tuple(spelled.values())
    if people == entry.people and effects == entry.effects:
        return entry
    return entry.changed(people=people, effects=effects)
