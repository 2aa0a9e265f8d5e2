"""The conditions of `--fail-on`: NAME OP NUMBER, about the figures of a period."""

import operator
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, Self

from mefirst.analysis.follow_through import FollowThrough
from mefirst.analysis.summary import Group, StatusSummary, Summary, backfired, group
from mefirst.errors import BadCondition, did_you_mean
from mefirst.model.vocabulary import DIMENSIONS

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
_CONDITION = re.compile(r"\s*([\w.-]+?)\s*(>=|<=|==|!=|>|<)\s*([+-]?\d{1,6}(?:\.\d{1,6})?)\s*", re.ASCII)
_PARTS = re.compile(r"([^\s<>=!]*)\s*([<>=!]*)\s*(.*)", re.DOTALL)
_MISSPELT = {"=>": ">=", "=<": "<=", "=": "==", ">>": ">", "<<": "<", "<>": "!=", "===": "=="}
_OPEN = ("open_cleanups", "late_commitments")
_STATUSES = ("estimated", "verified")
NAMES = (
    "backfired",
    *(f"{status}.backfired" for status in _STATUSES),
    *(f"{status}.gap" for status in _STATUSES),
    *(f"{status}.gap.{dimension}" for status in _STATUSES for dimension in DIMENSIONS),
    *_OPEN,
    "waiting",
)
"""What a condition can be about.

`backfired` counts moments, of both kinds or of one; `gap` is a median, of all or of one dimension, and is not known
below three moments; `waiting` counts effects.
"""


class Condition(NamedTuple):
    """One condition, as it was typed and as it is read."""

    typed: str
    name: str
    sign: str
    number: float

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read a condition; BadCondition says what is wrong with it."""
        match = _CONDITION.fullmatch(typed.replace("−", "-"))
        if not match:
            raise BadCondition(typed, _why_not(typed))
        name, sign, number = match.groups()
        if name not in NAMES:
            raise BadCondition(typed, f"There is no figure '{name}'.{did_you_mean(name, NAMES)}")
        return cls(typed, name, sign, float(number))

    @property
    def needs_commitments(self) -> bool:
        """Whether it is about more than entries."""
        return self.name in _OPEN

    def holds(self, value: float | None) -> bool:
        """Whether it is met; a figure that is not known meets nothing."""
        return value is not None and _OPERATORS[self.sign](value, self.number)


def _why_not(typed: str) -> str:
    """Return what is wrong with the form of a condition."""
    name, sign, number = _PARTS.findall(typed.strip())[0]  # it fits any text
    if name not in NAMES:
        return did_you_mean(name, NAMES).strip()
    if sign in _OPERATORS:
        return (
            f"'{number}' is not a number such as 1 or -0.5."
            if number
            else f"There is no number behind {sign}."
        )
    if sign in _MISSPELT:
        return f"'{sign}' is written '{_MISSPELT[sign]}'."
    known = " ".join(_OPERATORS)
    return f"'{sign}' is no comparison: {known}" if sign else f"It has no comparison: {known}"


class Outcome(NamedTuple):
    """What came of a condition: the figure, None where it is not known, and whether it was met."""

    condition: Condition
    value: float | None
    met: bool


def judge(
    conditions: Iterable[Condition], summary: Summary, follow_through: FollowThrough | None
) -> list[Outcome]:
    """Judge conditions; `follow_through` may be None where none of them needs commitments."""
    outcomes = []
    for condition in conditions:
        value = _value(condition.name, summary, follow_through)
        outcomes.append(Outcome(condition, value, condition.holds(value)))
    return outcomes


def _value(name: str, summary: Summary, follow_through: FollowThrough | None) -> float | None:
    match name.split("."):
        case ["waiting"]:
            return summary.counts.waiting
        case ["open_cleanups"]:
            return len(follow_through.cleanups) if follow_through else None
        case ["late_commitments"]:
            return follow_through.late if follow_through else None
        case ["backfired"]:
            return backfired(summary.lines).k
        case [status, "backfired"]:
            return _status(summary.overall, status).backfired.k
        case [status, "gap"]:
            return _status(summary.overall, status).gap.median
    status, _, dimension = name.split(".")
    own = group(dimension, [line for line in summary.lines if line.dimension == dimension])
    return _status(own, status).gap.median


def _status(group: Group, status: str) -> StatusSummary:
    return group.verified if status == "verified" else group.estimated
