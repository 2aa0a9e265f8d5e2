"""A moment as a report shows it: the leader's own words beside the lines. `unsaid` is not among them."""

from dataclasses import dataclass
from datetime import date

from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.model.entry import Entry
from mefirst.model.ids import handle_of
from mefirst.model.query import Query
from mefirst.model.vocabulary import State


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry: when, with whom, the words that say what it was about, and its lines that were asked for.

    A text is None where it was not answered; `strength` and `gap` are the leader's words, not figures.
    """

    id: str
    on: date
    state: State
    sphere: str | None
    people: tuple[str, ...]
    tags: tuple[str, ...]
    situation: str | None
    intent: str | None
    impact: str | None
    gap: str | None
    strength: str | None
    lines: tuple[EffectLine, ...]

    @property
    def handle(self) -> str:
        """The six characters people see."""
        return handle_of(self.id)


def moment(entry: Entry, query: Query | None = None) -> Moment:
    """Return what a report may show of an entry."""
    return Moment(
        id=entry.id,
        on=entry.on,
        state=entry.state,
        sphere=entry.sphere,
        people=entry.everyone,
        tags=entry.tags,
        situation=entry.situation,
        intent=entry.intent,
        impact=entry.impact,
        gap=entry.gap,
        strength=entry.strength,
        lines=tuple(lines_of(entry, query)),
    )
