"""The shape of `mefirst.report/1`; what it shares with other documents is in `shapes`."""

from typing import Annotated, Any, Literal

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from mefirst.analysis.focus import Aim, Change, Course
from mefirst.analysis.picks import Question
from mefirst.model.commitment import Commitment
from mefirst.model.period import PeriodFields
from mefirst.model.query import Filters
from mefirst.model.vocabulary import State
from mefirst.render.shapes import (
    BesideCommitment,
    CleanupFields,
    Day,
    FieldsOf,
    GapFigures,
    GroupFigures,
    Head,
    Line,
    ShareFields,
    SummaryFields,
    TalkFields,
)


class MomentFields(TypedDict):
    """What a report says of a moment; its effects stand in the summary, `gap_words` is the gap in words."""

    entry: str
    handle: str
    on: Day
    state: State
    sphere: str | None
    people: list[str]
    situation: str | None
    intent: str | None
    impact: str | None
    gap_words: str | None


class MomentWithEffect(MomentFields):
    """A moment and the one effect of it that is looked at."""

    effect: Line


class CalendarDay(TypedDict):
    """A day that has moments."""

    on: Day
    moments: list[MomentFields]


_Ends = TypedDict("_Ends", {"from": Day | None, "to": Day | None})


class FiguresBefore(GroupFigures, _Ends):
    """The figures of the 28 days before."""


class ComparisonFields(TypedDict):
    """The period against the 28 days before it, by one kind of word."""

    n_now: int
    n_before: int
    difference: float | None
    p: float | None
    verdict: Change


class TrendFields(TypedDict):
    """The course over the weeks, by one kind of word."""

    weeks: int
    slope: float | None
    p: float | None
    verdict: Course


class Comparisons(TypedDict):
    """By my word and by theirs."""

    estimated: ComparisonFields
    verified: ComparisonFields


class Trends(TypedDict):
    """By my word and by theirs."""

    estimated: TrendFields
    verified: TrendFields


class IntentFields(TypedDict):
    """What was aimed at, before and now: a gap that closed because less was meant is named."""

    median_now: float | None
    median_before: float | None
    aim: Aim
    closed_by_aiming_lower: list[Literal["estimated", "verified"]]


class WeekFields(TypedDict):
    """One week of the focus, a gap a moment."""

    week: str
    monday: Day
    estimated: list[float | None]
    verified: list[float | None]


class FocusFields(TypedDict):
    """The dimension that was chosen beforehand: now, before, and over the weeks."""

    dimension: str
    since: Day
    now: GroupFigures
    before: FiguresBefore
    comparison: Comparisons
    intent: IntentFields
    weeks: list[WeekFields]
    over_weeks: GroupFigures
    trend: Trends


class CountedGaps(GapFigures):
    """The figures of `n` differences."""

    n: int


class AwarenessFields(TypedDict):
    """My reading against theirs, and what I expected against what they said."""

    blind: CountedGaps
    meta: CountedGaps
    within_one: ShareFields
    above: ShareFields
    below: ShareFields
    asked: ShareFields


class BesidePromise(BesideCommitment):
    """What stands beside the fields of a promise: how often it was kept, by how many days it is late."""

    kept: ShareFields
    overdue: int | None


class HeldFields(ShareFields):
    """Check-ins: held of planned, held at all, and those to come."""

    held: int
    planned: list[TalkFields]


PromiseFields = Annotated[dict[str, Any], FieldsOf((Commitment, BesidePromise))]


class FollowThroughFields(TypedDict):
    """What became of promises, cleanups and check-ins."""

    promises: list[PromiseFields]
    kept: ShareFields
    late: int
    changed: int
    statuses: dict[str, int]
    cleanups: list[CleanupFields]
    checkins: HeldFields


class StandingFields(TypedDict):
    """A person, or a tag, in the order of reading; `shrunken` is what they are ordered by."""

    key: str
    n: int
    gap: GapFigures
    shrunken: float | None


class StandingsFields(TypedDict):
    """By my word and by theirs."""

    estimated: list[StandingFields]
    verified: list[StandingFields]


class SpheresFields(TypedDict):
    """How many moments belong where."""

    professional: int
    personal: int
    both: int
    open: int


CirclingFields = TypedDict(
    "CirclingFields",
    {"person": str, "from": Day, "to": Day, "entries": list[str]},
)
"""A person with moment upon moment and no promise."""


class StrengthFields(TypedDict):
    """A strength in the leader's own words."""

    entry: str
    on: Day
    text: str


class AskFields(TypedDict):
    """Whom it is worth asking, and about what."""

    person: str
    waiting: bool
    effect: Line


class TakeAlongFields(TypedDict):
    """The question to take along, by its rule and in words."""

    question: Question
    by: str | None
    text: str
    effect: Line


class ThenAndNowFields(TypedDict):
    """Two moments side by side."""

    dimension: str
    toward: str | None
    then: MomentWithEffect
    now: MomentWithEffect


class Report(Head):
    """What `report` gives."""

    period: PeriodFields
    filters: Filters
    today: Day
    summary: SummaryFields
    calendar: list[CalendarDay]
    focus: FocusFields | None
    awareness: AwarenessFields
    follow_through: FollowThroughFields
    people: StandingsFields
    tags: StandingsFields
    spheres: SpheresFields
    circling: list[CirclingFields]
    strength: StrengthFields | None
    ask: AskFields | None
    take_along: TakeAlongFields | None
    then_and_now: ThenAndNowFields | None
