"""How near my own reading comes to what others say, and how often I ask them."""

from dataclasses import dataclass

from mefirst.analysis.statistics import Spread
from mefirst.analysis.summary import Share


@dataclass(frozen=True, slots=True)
class Awareness:
    """Of the period's moments: my reading against theirs. The entry is the unit.

    `blind` = what I saw − what they said: its mean is the bias, its mean_abs the size (positive: I thought it
    went better than they did). `meta` = what I expected them to say − what they said. `within_one`: in k of n
    moments my reading was within one step of theirs. `above`, `below`: in k of n it was higher, or lower.
    `asked`: in k of n moments with an effect somebody was asked. What small n forbids in a Spread is None.
    """

    blind: Spread
    meta: Spread
    within_one: Share
    above: Share
    below: Share
    asked: Share
