"""How near my own reading comes to what others say, and how often I ask them."""

from collections.abc import Iterable
from dataclasses import dataclass

from mefirst.analysis.gap import EffectLine
from mefirst.analysis.statistics import Spread, spread
from mefirst.analysis.summary import Share, averaged, per_entry
from mefirst.model.entry import Entry


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


def awareness(entries: Iterable[Entry], lines: Iterable[EffectLine]) -> Awareness:
    """Compare my readings with theirs; `lines` are those of `entries` that were asked for."""
    counted = averaged(lines)
    blind = per_entry(counted, lambda line: line.result.blind)
    sizes = per_entry(counted, lambda line: None if line.result.blind is None else abs(line.result.blind))
    wanted = {line.entry for line in counted}
    with_effects = [entry for entry in entries if entry.id in wanted]
    return Awareness(
        blind=spread(blind),
        meta=spread(per_entry(counted, lambda line: line.result.meta)),
        within_one=Share(sum(size <= 1 for size in sizes), len(sizes)),
        above=Share(sum(difference > 0 for difference in blind), len(blind)),
        below=Share(sum(difference < 0 for difference in blind), len(blind)),
        asked=Share(sum(_asked(entry) for entry in with_effects), len(with_effects)),
    )


def _asked(entry: Entry) -> bool:
    """Whether somebody was asked: a guess was put down before asking, or an answer came that was asked for."""
    return any(
        effect.predicted is not None or any(report.how != "told" for report in effect.reported)
        for effect in entry.effects
    )
