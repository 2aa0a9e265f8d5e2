"""Somebody one is accountable to (`mefirst.partner/1`), and what was agreed with them: what may leave, and how."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, get_args

from pydantic import Field

from mefirst.model.entry import TEXT_FIELDS
from mefirst.model.ids import day_of
from mefirst.model.record import Record
from mefirst.text import fold

Role = Literal["mentor", "coach", "higher-up", "peer", "leader"]
"""What the partner is to me; `leader` is somebody whose partner I am, who shares with me."""

Kind = Literal["entries", "commitments", "reports"]
"""What a share may be made of."""

EntryField = Literal[
    "on", "sphere", "people", "mode", "motives", "feelings", "effects", "cleanup",
    "situation", "behavior", "thoughts", "attitude", "motive", "intent", "impact", "gap",
    "contribution", "assumption", "belief", "others", "mirrored", "strength", "learning",
]  # fmt: skip
"""What may leave of an entry, where it was agreed. The effects go with their gaps, without quotes and notes.
`unsaid`, tags, ids, parents, links and history are not among them: they never leave."""

CommitmentField = Literal[
    "title", "status", "kind", "due", "repeat", "log",
    "behavior", "cue", "response", "obstacle", "if_obstacle", "reason",
]  # fmt: skip
"""What may leave of a commitment, where it was agreed; of the log the days and whether it was done, no notes.
Of a cleanup nothing else than these: who it is about and what it cost them stays here."""

ROLES: tuple[Role, ...] = get_args(Role)
SHARED_KINDS: tuple[Kind, ...] = get_args(Kind)
ENTRY_FIELDS: tuple[EntryField, ...] = get_args(EntryField)
COMMITMENT_FIELDS: tuple[CommitmentField, ...] = get_args(CommitmentField)
FREE_TEXT = frozenset(
    {*TEXT_FIELDS, "feelings", "title", "behavior", "cue", "response", "obstacle", "if_obstacle", "reason"}
)
"""The fields in which somebody writes what they like: checked for names before they leave."""

FORBIDDEN = ("pass it on to anybody", "use it to judge pay, promotion or selection")
"""What a partner must not do with what they get, unless something else is agreed; each follows on "must not"."""


class Allowed(NamedTuple):
    """What a role gets unless something else is agreed: kinds, and the fields of each."""

    shares: tuple[Kind, ...] = ()
    entry_fields: tuple[EntryField, ...] = ()
    commitment_fields: tuple[CommitmentField, ...] = ()


_MOMENTS = Allowed(("entries",), ("on", "sphere", "effects"))
DEFAULTS: dict[Role, Allowed] = {
    "mentor": _MOMENTS,
    "coach": _MOMENTS,
    "higher-up": Allowed(("commitments",), (), ("title", "status")),
    "peer": Allowed(("commitments",), (), ("title", "status", "kind", "due", "repeat")),
    "leader": Allowed(),
}
"""Free texts are left out unless they are chosen, but for titles, which are made to be shared.
A higher-up has power, so they get the least."""


class Partner(Record):
    """One partner, and what was agreed to leave for them: a share holds that, and nothing beside it unasked.

    For one share the leader may choose more, which is named beside the preview; for a higher-up never.
    `entry_fields` and `commitment_fields` are the allow-lists of those two kinds; of a kind that is not among
    `shares` nothing leaves unless it is chosen so. `names` maps an alias to the stable name this partner knows
    the person by; who is not in it gets another pseudonym in each share. With `coarse_dates` days become weeks.
    `keep_days` is how long they may keep what they get, in days; None: until the agreement ends. `until` is its
    last day.
    """

    SCHEMA: ClassVar[str] = "mefirst.partner/1"
    FOLDER: ClassVar[str] = "partners"

    alias: Annotated[str, Field(min_length=1)]
    role: Role
    shares: tuple[Kind, ...] = ()
    entry_fields: tuple[EntryField, ...] = ()
    commitment_fields: tuple[CommitmentField, ...] = ()
    forbidden: tuple[str, ...] = ()
    keep_days: Annotated[int, Field(ge=1)] | None = None
    until: date | None = None
    coarse_dates: bool = False
    names: dict[str, str] = Field(default_factory=dict)
    ended: date | None = None

    @property
    def started(self) -> date:
        """The day the relationship was written down."""
        return day_of(self.id)

    def is_called(self, name: str | None) -> bool:
        """Whether this partner is meant where another record names somebody, by alias or by id."""
        return name is not None and (fold(name) == fold(self.alias) or name == self.id)

    def runs_on(self, day: date) -> bool:
        """Whether the agreement holds on a day: it was not ended, and has not run out."""
        return self.ended is None and (self.until is None or day <= self.until)

    @classmethod
    def agreed(cls, record_id: str, role: Role, **fields: Any) -> "Partner":
        """Return a new partner with what their role gets, and `fields` instead of parts of it."""
        defaults = DEFAULTS[role]._asdict()
        forbidden = FORBIDDEN if role != "leader" else ()
        return cls.first(record_id, **{"role": role, "forbidden": forbidden, **defaults, **fields})


def called(name: str | None, at: datetime, partners: Iterable[Partner]) -> Partner | None:
    """Return whom a record first written at that moment means by a name: who was called so then, else who came first.

    A name is free again once it was ended with somebody, and then means another one.
    """
    found = sorted((one for one in partners if one.is_called(name)), key=lambda one: one.recorded_at)
    return next((one for one in reversed(found) if one.recorded_at <= at), next(iter(found), None))
