"""When a commitment is due, and whether it is late: by days alone, so no clock that is put forward or back moves it."""

from datetime import date, timedelta

from mefirst.model.commitment import Commitment
from mefirst.model.ids import day_of
from mefirst.model.repeat import Repeat

FOLLOW_UP = timedelta(days=7)
"""How long after the repair one asks how it is by now."""

ENDED = {"closed", "not-wanted", "unsafe"}
"""The steps at which a cleanup is over."""

_WITHIN = {"24h": timedelta(days=1), "72h": timedelta(days=3), "week": timedelta(days=7)}
_BEFORE_THE_TALK = {None, "noticed", "planned"}


def is_open(commitment: Commitment) -> bool:
    """Whether there is still something to do."""
    return commitment.status == "open" and commitment.step not in ENDED


def deadline(commitment: Commitment) -> date | None:
    """Return the first day a commitment is due: the one named, else that of a cleanup's `by`."""
    if commitment.due or not commitment.by:
        return commitment.due
    return day_of(commitment.id) + _WITHIN[commitment.by]


def due_on(commitment: Commitment, today: date) -> date | None:
    """Return the day it is due, as of today; None where there is none.

    A repeating one is due at its next turn, at the one after where something was logged for that already, and
    still at the last one where nothing was logged since the turn before: older ones are not caught up on.
    A cleanup is due until they were talked with, and again when it is time to follow up.
    """
    if commitment.kind == "repair" and commitment.step not in _BEFORE_THE_TALK:
        return follow_up_from(commitment) if commitment.step == "repaired" else None
    rhythm = rhythm_of(commitment)
    return _turn(commitment, rhythm, today) if rhythm and is_open(commitment) else deadline(commitment)


def is_late(commitment: Commitment, today: date) -> bool:
    """Whether a commitment is still open though its day has passed; a cleanup, whether they still wait to hear."""
    due = due_on(commitment, today)
    waits = commitment.kind != "repair" or commitment.step in _BEFORE_THE_TALK
    return is_open(commitment) and waits and due is not None and due < today


def rhythm_of(commitment: Commitment) -> Repeat | None:
    """Return how often it comes round; None for once, and for what a pack asked in words of its own."""
    try:
        return Repeat.parse(commitment.repeat) if commitment.repeat else None
    except ValueError:
        return None


def _turn(commitment: Commitment, rhythm: Repeat, today: date) -> date:
    made = day_of(commitment.id)
    start, first = (commitment.due, 0) if commitment.due else (made, 1)
    # a new wording takes over the rhythm, not what was late
    first = max(first, rhythm.first_from(start, made))
    logged = max((line.on for line in commitment.log), default=date.min)
    coming = max(rhythm.first_from(start, today), first)
    before, last, this, after = (rhythm.turn(start, coming + away) for away in (-2, -1, 0, 1))
    if coming > first and logged <= before:
        return last
    return after if logged > last else this


def follow_up_from(cleanup: Commitment) -> date:
    """Return the first day on which one may ask how it is by now: seven days after the repair."""
    repaired = [line.on for line in cleanup.steps if line.step == "repaired"]
    return (repaired[-1] if repaired else day_of(cleanup.id)) + FOLLOW_UP
