"""What may go into a share: the agreement with the partner, and what the leader chose for this one share."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from mefirst.errors import UnknownChoice, UsageProblem
from mefirst.model.partner import COMMITMENT_FIELDS, DEFAULTS, ENTRY_FIELDS, Kind, Partner
from mefirst.text import fold

FIELDS = tuple(dict.fromkeys((*ENTRY_FIELDS, *COMMITMENT_FIELDS)))
NEVER = ("unsaid", "tags", "id", "parents", "replaces", "from_entry", "extra", "asked", "who", "witness")
"""Fields people may ask for that leave in no share."""

_KIND_NAMES: dict[Kind, str] = {"entries": "moments", "commitments": "commitments", "reports": "reports"}
_PROMISES = ("title", "status", "due", "log")


class NeverLeaves(UsageProblem):
    """A field that is in no share, whoever it is for."""

    def __init__(self, field: str) -> None:
        super().__init__(f"'{field}' never leaves.", hint=f"What may: {' '.join(FIELDS)}")


class NotAgreed(UsageProblem):
    """More than was agreed, for somebody who has power over the leader."""

    def __init__(self, alias: str, what: str) -> None:
        super().__init__(
            f"{what} for '{alias}': that was not agreed.",
            "A higher-up has power, so nothing beyond the agreement leaves for one.",
            "Leave it out, or change the agreement with them first.",
        )


def _field(typed: str) -> str:
    """Read the name of a field, as it is or as an agreement names it: intent, entries.intent."""
    field = typed.strip().casefold().replace("-", "_")
    field = field.removeprefix("entries.").removeprefix("commitments.")
    if field in NEVER:
        raise NeverLeaves(field)
    if field not in FIELDS:
        raise UnknownChoice("field of a share", field, FIELDS)
    return field


@dataclass(frozen=True, slots=True)
class Terms:
    """The fields that may leave of each kind, the stable names this partner knows, and whether days become weeks.

    `beyond` names what was chosen for this share alone, beside what was agreed.
    """

    entry_fields: frozenset[str]
    commitment_fields: frozenset[str]
    names: Mapping[str, str]
    coarse: bool
    beyond: tuple[str, ...] = ()

    def stable(self, alias: str) -> str | None:
        """Return the name this partner knows somebody by, if the leader chose one."""
        return next((name for one, name in self.names.items() if fold(one) == fold(alias)), None)


def terms_for(
    partner: Partner, kinds: Collection[Kind], chosen: Iterable[str] = (), *, coarse: bool = False
) -> Terms:
    """Return what may leave in a share of these kinds, with the fields `chosen` for it.

    UnknownChoice and NeverLeaves for a field there is none of; NotAgreed where the partner is a higher-up.
    """
    added = dict.fromkeys(map(_field, chosen))
    entry = frozenset(partner.entry_fields or DEFAULTS["coach"].entry_fields)
    promise = frozenset(partner.commitment_fields or _PROMISES)
    agreed = {
        *(partner.entry_fields if "entries" in kinds else ()),
        *(partner.commitment_fields if "commitments" in kinds else ()),
    }
    beyond = (
        *(_KIND_NAMES[kind] for kind in kinds if kind not in partner.shares),
        *(field for field in added if field not in agreed),
    )
    if beyond and partner.role == "higher-up":
        raise NotAgreed(partner.alias, beyond[0].capitalize())
    return Terms(
        entry_fields=entry | {field for field in added if field in ENTRY_FIELDS},
        commitment_fields=promise | {field for field in added if field in COMMITMENT_FIELDS},
        names=partner.names,
        coarse=coarse or partner.coarse_dates,
        beyond=beyond,
    )
