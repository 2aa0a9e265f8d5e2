"""The shapes of the JSON documents: mypy holds what is built to them, and `mefirst schema` describes them.

Fields are only ever added. Null is what is not known, or what few numbers forbid to say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from mefirst.analysis.gap import Status, Verdict
from mefirst.analysis.summary import By, Counts
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Effect, Entry
from mefirst.model.partner import Partner
from mefirst.model.period import PeriodFields
from mefirst.model.query import Filters
from mefirst.model.review import Review
from mefirst.model.share import Shared
from mefirst.model.vocabulary import Cleanup, Dimension


@dataclass(frozen=True)
class FieldsOf:
    """Marks a dictionary that has the fields of all these kinds."""

    kinds: tuple[Any, ...]

    def __get_pydantic_core_schema__(self, _source: Any, handler: Any) -> Any:
        """Describe it by its kinds."""
        from pydantic_core import core_schema  # noqa: PLC0415 for `mefirst schema` alone

        return core_schema.union_schema([handler.generate_schema(kind) for kind in self.kinds])

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable[[Any], Any]) -> dict[str, Any]:
        """Turn "one of its kinds" into "all of them"."""
        found: dict[str, Any] = handler(core)
        return {"allOf": found["anyOf"]} if len(self.kinds) > 1 else found


Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Interval = Annotated[list[float | None], Field(min_length=2, max_length=2)]


class Start(TypedDict):
    """What every document begins with; `damaged` names what in the journal could not be read."""

    schema: str
    generated_at: Time
    damaged: list[str]


class Head(Start):
    """What a document about a journal begins with."""

    journal: str


class HeadOfNone(Start):
    """What a document about no journal begins with."""

    journal: None


class Line(TypedDict):
    """One effect with its gap: received less intended, −6 to +6; null where either is not known."""

    entry: str
    on: Day
    dimension: str
    toward: str | None
    intended: int | None
    seen: int | None
    predicted: int | None
    received: float | None
    gap: float | None
    blind: float | None
    meta: float | None
    status: Status
    verdict: Verdict | None


class BesideEntry(TypedDict):
    """What stands beside the fields of an entry."""

    handle: str
    effects: "list[EffectFields]"


class BesideCommitment(TypedDict):
    """What stands beside the fields of a commitment."""

    handle: str


class DueCommitment(BesideCommitment):
    """What stands beside a commitment that is listed: when it is due by now, and kept of the times its cue came."""

    due_on: Day | None
    late: bool
    kept: "ShareFields"


class WholeEntry(TypedDict):
    """What `show` alone says of an entry."""

    unsaid: str | None
    commitments: "list[CommitmentFields]"
    conflicts: list[str]


EffectFields = Annotated[dict[str, Any], FieldsOf((Effect, Line))]
EntryFields = Annotated[dict[str, Any], FieldsOf((Entry, BesideEntry))]
EntryWhole = Annotated[dict[str, Any], FieldsOf((Entry, BesideEntry, WholeEntry))]
CommitmentFields = Annotated[dict[str, Any], FieldsOf((Commitment, BesideCommitment))]
CommitmentDue = Annotated[dict[str, Any], FieldsOf((Commitment, DueCommitment))]
CommitmentRecord = Annotated[dict[str, Any], FieldsOf((Commitment,))]
ReviewRecord = Annotated[dict[str, Any], FieldsOf((Review,))]
CheckinRecord = Annotated[dict[str, Any], FieldsOf((Checkin,))]
PartnerRecord = Annotated[dict[str, Any], FieldsOf((Partner,))]
SharedRecord = Annotated[dict[str, Any], FieldsOf((Shared,))]
CountsFields = Annotated[dict[str, int], FieldsOf((Counts,))]


class ShareFields(TypedDict):
    """`k` of `n` entries, with a 90 % interval of the share."""

    k: int
    n: int
    interval90: Interval | None


class Middle(TypedDict):
    """Mean and median."""

    mean: float | None
    median: float | None


class CountedMiddle(Middle):
    """Mean and median of `n` entries."""

    n: int


class GapFigures(Middle):
    """The figures of signed gaps, with a 90 % interval of the mean."""

    mean_abs: float | None
    min: float | None
    max: float | None
    interval90: Interval | None


class StatusFigures(TypedDict):
    """What arrived by one kind of word, mine or theirs: never pooled. `n` counts entries."""

    n: int
    received: Middle
    gap: GapFigures
    backfired: ShareFields


class GroupFigures(TypedDict):
    """What was meant and what arrived."""

    entries: int
    intended: CountedMiddle
    estimated: StatusFigures
    verified: StatusFigures


class KeyedFigures(GroupFigures):
    """The figures of one group; null is the key of what names none."""

    key: str | None


class SummaryFields(TypedDict):
    """A period in figures, by group, and line by line."""

    by: By
    counts: CountsFields
    verdicts: dict[str, int]
    overall: GroupFigures
    groups: list[KeyedFigures]
    effects: list[Line]


class Gaps(Head, SummaryFields):
    """What `gaps` gives."""

    period: PeriodFields
    filters: Filters


class Entries(Head):
    """What `list` gives."""

    period: PeriodFields
    filters: Filters
    entries: list[EntryFields]


class Shown(Head):
    """What `show` gives: an entry, or a record beside the entries."""

    entry: EntryWhole | None
    record: CommitmentRecord | ReviewRecord | CheckinRecord | PartnerRecord | SharedRecord | None


class CleanupFields(TypedDict):
    """A cleanup that is open; `commitment` is false where it was only asked for in a moment."""

    id: str
    handle: str
    on: Day
    age: int
    who: str | None
    step: str | None
    urgency: Cleanup | None
    commitment: bool


class CommitmentFilters(TypedDict):
    """Which commitments were asked for; open ones where no status was."""

    status: list[str]
    kind: list[str]
    late: bool


class Commitments(Head):
    """What `commitment list` gives."""

    filters: CommitmentFilters
    commitments: list[CommitmentDue]


class LastWeek(TypedDict):
    """Last week in short; `kept` is in how many of the times a cue came it was done."""

    period: PeriodFields
    counts: CountsFields
    verdicts: dict[str, int]
    kept: ShareFields


class QuestionFields(TypedDict):
    """A question that waits, and the alias of the partner who asks."""

    partner: str
    question: str


class TalkFields(TypedDict):
    """A check-in that is planned, or whose day has passed."""

    partner: str
    on: Day


class CameFields(TypedDict):
    """A leader's share that waits for a reply: whose, its number, the day it came."""

    partner: str
    number: int
    on: Day


class Today(Head):
    """What `mefirst` gives: the id of a kept draft, and what is open."""

    draft: str | None
    promises: list[CommitmentDue]
    cleanups: list[CleanupFields]
    waiting: list[EntryFields]
    noted: list[EntryFields]
    questions: list[QuestionFields]
    talks: list[TalkFields]
    shares: list[CameFields]
    last_week: LastWeek


class SettingsFields(TypedDict):
    """All settings, also where one was asked for."""

    focus: Dimension | None
    day_ends: str
    plain: bool
    language: str | None
    editor: str | None
    then_and_now: bool
    unlock_command: str | None


class Config(Head):
    """What `config` gives; `path` is the file they are kept in."""

    path: str
    settings: SettingsFields


PackRow = TypedDict(
    "PackRow",
    {
        "id": str,
        "version": str,
        "title": str,
        "for": str,
        "minutes": int | None,
        "source": str,
        "state": str,
        "words": str,
        "sha256": str,
    },
)
"""One pack at hand; `state`, the four `words` and the `sha256` are of those that were added."""


class PackQuestion(TypedDict):
    """One question: each of its wordings, what it fills, and which answers decide whether it is asked."""

    id: str
    type: str
    ask: list[str]
    fills: str | None
    required: bool
    depends_on: list[str]


PackFields = TypedDict(
    "PackFields",
    {
        "id": str,
        "version": str,
        "title": str,
        "about": str | None,
        "author": str | None,
        "license": str | None,
        "language": str,
        "for": str,
        "minutes": int | None,
        "questions": list[PackQuestion],
    },
)
"""A pack as `pack show` tells of it."""


class PackFinding(TypedDict):
    """One thing `pack check` found, with the lines to type instead where they are known."""

    file: str
    line: int
    column: int
    code: str
    severity: str
    message: str
    replacement: str | None


class PacksBody(TypedDict):
    """The packs at hand."""

    packs: list[PackRow]


class PackBody(TypedDict):
    """One pack, and the four words to compare it by."""

    pack: PackFields
    words: str


class PackCheckBody(TypedDict):
    """What a check found; `against` names what an older version makes of the changes."""

    ok: bool
    findings: list[PackFinding]
    against: list[str]


class Packs(HeadOfNone, PacksBody):
    """What `pack list` gives."""


class PackShown(HeadOfNone, PackBody):
    """What `pack show` gives."""


class PackCheck(HeadOfNone, PackCheckBody):
    """What `pack check` gives."""
