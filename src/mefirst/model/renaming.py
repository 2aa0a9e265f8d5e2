"""One person under one name: an alias renamed wherever a record names it."""

from collections.abc import Callable, Iterator
from typing import TypeVar, cast

from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Effect, Entry, Reported
from mefirst.model.partner import Partner
from mefirst.model.record import Record
from mefirst.model.share import Shared
from mefirst.text import fold

KINDS: tuple[type[Record], ...] = (Entry, Commitment, Checkin, Partner, Shared)
"""The kinds of records that name people."""

R = TypeVar("R", bound=Record)


class Collision(ValueError):
    """A renaming that would make two effects of an entry the same line; the argument is its dimension."""


def aliases(record: Record) -> Iterator[str]:
    """Yield whom a record names, as often as it does."""
    match record:
        case Entry():
            yield from record.everyone
            yield from (report.by for effect in record.effects for report in effect.reported)
        case Commitment():
            yield from filter(None, (record.witness, record.who))
        case Checkin():
            yield from filter(None, (record.partner,))
        case Partner():
            yield from (record.alias, *record.names)
        case Shared():
            yield from record.people.values()


def names(record: Record, alias: str) -> bool:
    """Whether a record names `alias`."""
    return fold(alias) in {fold(one) for one in aliases(record)}


def renamed(record: R, old: str, new: str) -> R:
    """Return `record` with `new` in every place of `old`; as it is where it does not name it. Collision."""
    if not names(record, old):
        return record

    def name(alias: str) -> str:
        return new if fold(alias) == fold(old) else alias

    def maybe(alias: str | None) -> str | None:
        return name(alias) if alias else alias

    after: Record = record
    match record:
        case Entry():
            after = _entry(record, name)
        case Commitment():
            after = record.changed(witness=maybe(record.witness), who=maybe(record.who))
        case Checkin():
            after = record.changed(partner=maybe(record.partner))
        case Partner():
            known = {name(alias): said for alias, said in record.names.items()}
            after = record.changed(alias=name(record.alias), names=known)
        case Shared():
            after = record.changed(people={said: name(alias) for said, alias in record.people.items()})
    return cast("R", after)


def _entry(entry: Entry, name: Callable[[str], str]) -> Entry:
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
    return entry.changed(people=tuple(spelled.values()), effects=effects)
