"""Then and now, every 13 weeks: two moments side by side, in the leader's own words, without comment."""

from dataclasses import dataclass

from mefirst.analysis.gap import EffectLine
from mefirst.analysis.moment import Moment


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """The oldest and the newest moment with the same person (`toward`) and dimension."""

    dimension: str
    toward: str
    then: Moment
    then_line: EffectLine
    now: Moment
    now_line: EffectLine
