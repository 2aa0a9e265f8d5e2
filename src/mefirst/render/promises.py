"""Promises and cleanups in a line each: what was promised, when it is due, how often its cue came."""

from collections.abc import Iterator, Sequence
from datetime import date

from mefirst.model.commitment import Commitment
from mefirst.model.due import due_on, is_late, is_open
from mefirst.model.ids import HANDLE_LENGTH
from mefirst.model.transitions import said, step_of
from mefirst.render.dates import long_day, near_day
from mefirst.render.words import promised
from mefirst.speech import ENGLISH, Speech, marked
from mefirst.text import NARROW, Canvas, one_line, safe, width, wrap

_GAP = "  "
_LEAST_WORDS = 30


_STEPS = {
    "noticed": marked("noticed"),
    "planned": marked("planned"),
    "talked": marked("talked"),
    "repaired": marked("repaired"),
    "followed-up": marked("followed up"),
    "closed": marked("closed"),
    "not-wanted": marked("not wanted"),
    "unsafe": marked("unsafe"),
}


def words_of(one: Commitment, say: Speech = ENGLISH) -> str:
    """Return what was promised, or with whom there is something to put right, safe and in a line."""
    if one.kind != "repair":
        return safe(one_line(promised(one, say)))
    return say("put right with {person}", person=safe(one_line(one.who))) if one.who else say("put right")


def step_name(cleanup: Commitment, say: Speech = ENGLISH) -> str:
    """Return the step a cleanup is at."""
    return say(_STEPS[step_of(cleanup)])


def due_words(one: Commitment, today: date) -> str:
    """Return `due tomorrow`, `late`, `follow up Monday`; nothing where no day is named or it is over."""
    due = due_on(one, today)
    if due is None or not is_open(one):
        return ""
    if is_late(one, today):
        return "late"
    if one.kind == "repair" and one.step == "repaired":
        return f"follow up {near_day(due, today)}" if due > today else "follow up now"
    return f"due {near_day(due, today)}"


def stands(one: Commitment) -> str:
    """Return what it is by now: a step, a status; nothing of a promise that is open."""
    if one.kind == "repair" and one.status in {"open", "kept", "kept-late"}:
        return step_name(one)
    return "" if one.status == "open" else said(one.status)


def came(one: Commitment) -> str:
    """Return `came 4 times, did it 3`; nothing where the cue never came."""
    times = sum(line.cue_came for line in one.log)
    did = sum(line.cue_came and line.did_it is True for line in one.log)
    return f"came {counted_times(times)}, did it {did}" if times else ""


def counted_times(count: int) -> str:
    """Return `once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def notes(one: Commitment, today: date) -> str:
    """Return what became of it by now: how often its cue came, what it is, how often and when it is due."""
    repeat = safe(one_line(one.repeat or "")) if is_open(one) else ""
    return ", ".join(filter(None, (came(one), stands(one), repeat, due_words(one, today))))


def listed(found: Sequence[Commitment], canvas: Canvas, today: date, *, narrowed: bool) -> str:
    """Return commitments one below the other: the words, and at the end of the line what became of them."""
    return "\n".join(_lines(found, canvas, today)) if found else none(narrowed=narrowed)


def none(*, narrowed: bool) -> str:
    """Return what to say where there is nothing to list; `narrowed` where a filter left nothing."""
    if narrowed:
        return "No promises like that."
    return "Nothing is promised, nothing is to be put right. mefirst commitment add makes a promise."


def _lines(found: Sequence[Commitment], canvas: Canvas, today: date) -> Iterator[str]:
    for one in found:
        told = canvas.signs(notes(one, today))
        room = canvas.width - HANDLE_LENGTH - len(_GAP)
        beside = room - width(told) - len(_GAP)
        stacked = canvas.width < NARROW or beside < _LEAST_WORDS
        first, *rest = wrap(canvas.signs(words_of(one)), room if stacked or not told else beside)
        indent = " " * (HANDLE_LENGTH + len(_GAP))
        if told and not stacked:
            first += " " * (beside - width(first)) + _GAP + told
        yield f"{one.handle}{_GAP}{first}"
        yield from (indent + line for line in rest)
        if told and stacked:
            yield from (indent + line for line in wrap(told, room))


def sentences(found: Sequence[Commitment], today: date, *, narrowed: bool) -> str:
    """Return commitments, a sentence each."""
    return "\n".join(_sentence(one, today) for one in found) if found else none(narrowed=narrowed)


def _sentence(one: Commitment, today: date) -> str:
    noun = "Cleanup" if one.kind == "repair" else "Promise"
    told = notes(one, today) or "open"
    due = due_on(one, today) if is_open(one) else None
    exact = f" ({long_day(due)})" if due else ""
    return f"{noun} {one.handle}: {words_of(one)}: {told}{exact}."
