"""Which partner is meant."""

from collections.abc import Iterable
from typing import Annotated

import typer

from mefirst.cli import complete
from mefirst.cli.context import Context
from mefirst.errors import BadAnswer, UsageProblem
from mefirst.interview import values
from mefirst.interview.values import Unfit
from mefirst.journal.store import Journal
from mefirst.model.ids import SHORTEST_HANDLE, normalise
from mefirst.model.partner import Partner
from mefirst.sharing.names import alike
from mefirst.sharing.refusals import NoPartner, PartnerAlike, PartnerThere
from mefirst.text import fold

PartnerWord = Annotated[
    str,
    typer.Argument(
        metavar="PARTNER",
        help="An alias, as mefirst partner list shows it.",
        autocompletion=complete.partners,
    ),
]

_LONGEST_ALIAS = 80


def everybody(journal: Journal) -> tuple[Partner, ...]:
    """Return all partners there are and were, oldest first."""
    return journal.read(Partner).records


def current(journal: Journal) -> tuple[Partner, ...]:
    """Return the partners with whom it was not ended."""
    return tuple(one for one in everybody(journal) if one.ended is None)


def witnesses(context: Context, journal: Journal) -> tuple[str, ...]:
    """Return the aliases of those who may know of a promise of mine; none where the journal is locked."""
    known = current(journal) if context.is_readable(journal) else ()
    return tuple(one.alias for one in known if one.role != "leader")


def find(journal: Journal, typed: str) -> Partner | None:
    """Return the partner called so, one that is not ended first, else the last that was; None where there is none."""
    found = [one for one in everybody(journal) if fold(one.alias) == fold(typed)]
    return min(reversed(found), key=lambda one: one.ended is not None) if found else None


def named(journal: Journal, typed: str) -> Partner:
    """Return the partner `typed` names, by alias or by handle; NoPartner."""
    partner = find(journal, typed)
    if partner is not None:
        return partner
    prefix = normalise(typed)
    found = [one for one in everybody(journal) if prefix in {one.id, one.id[9 : 9 + len(prefix)]}]
    if len(prefix) < SHORTEST_HANDLE or len(found) != 1:
        raise NoPartner(typed, [one.alias for one in current(journal)])
    return found[0]


def check_free(others: Iterable[Partner], alias: str) -> None:
    """Raise PartnerThere, PartnerAlike where one of `others`, and no partner of before, is called so or looks so."""
    there = [one.alias for one in others if one.ended is None]
    for known in there:
        if fold(known) == fold(alias):
            raise PartnerThere(known)
    for known in there:
        if alike(known) == alike(alias):
            raise PartnerAlike(alias, known)


def new_alias(typed: str) -> str:
    """Return an alias as it was typed; UsageProblem, BadAnswer for one that could not be given to a command."""
    alias = typed.strip()
    if not alias or len(alias) > _LONGEST_ALIAS:
        raise UsageProblem(f"An alias has 1 to {_LONGEST_ALIAS} characters.", hint="Example: coach")
    if alias.startswith("-"):
        raise UsageProblem("An alias does not begin as an option does, with a hyphen.", hint="Example: coach")
    try:
        return values.whole(alias)
    except Unfit as unfit:
        raise BadAnswer("ALIAS", str(unfit)) from None
