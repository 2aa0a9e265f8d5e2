"""What may become of a commitment, and the steps of a cleanup: a table each, and what time forbids."""

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from mefirst.errors import NotPossible
from mefirst.model.commitment import Commitment, Status, Step, StepLine
from mefirst.model.due import deadline, due_on, follow_up_from, is_late, is_open
from mefirst.model.ids import day_of

STATUSES: Mapping[Status, tuple[Status, ...]] = {
    "open": ("kept", "kept-late", "partly", "missed", "renegotiated", "dropped"),
    **dict.fromkeys(get_args(Status)[1:], ()),
}
"""What each status may become. What is settled stays so; only taking back the last change opens it again."""

_AWAY: tuple[Step, ...] = ("not-wanted", "unsafe")
STEPS: Mapping[Step, tuple[Step, ...]] = {
    "noticed": ("planned", *_AWAY),
    "planned": ("talked", *_AWAY),
    "talked": ("repaired", *_AWAY),
    "repaired": ("followed-up", *_AWAY),
    "followed-up": ("closed", *_AWAY),
    **dict.fromkeys(("closed", *_AWAY), ()),
}
"""What each step may be followed by."""

_BY_STEPS = {"kept", "kept-late", "partly", "missed"}
_WHY_ENDED = {"not-wanted": "they do not want it", "unsafe": "acting on it would not be safe"}


def possible_statuses(one: Commitment, today: date) -> tuple[Status, ...]:
    """Return what a commitment may become today, in the order of the table."""
    return tuple(to for to in get_args(Status) if not why_not(one, to, today))


def why_not(one: Commitment, to: Status, today: date) -> str:
    """Return why a commitment cannot become `to` today; nothing where it can."""
    if to not in STATUSES[one.status]:
        return f"it is {said(one.status)}" if one.status != "open" else "it is open already"
    if not is_open(one):
        return f"it is {said(one.step or one.status)}"
    if one.kind == "repair" and to in _BY_STEPS:
        return "a cleanup goes step by step"
    late, due = is_late(one, today), due_on(one, today)
    if late != (to == "kept-late") and to in {"kept", "kept-late"}:
        return f"it is {'' if late else 'not '}late"
    if to == "renegotiated" and due is not None and due <= today:
        return f"it {'was' if late else 'is'} due on {due}, and a promise is changed before its day"
    return ""


def closed(one: Commitment, to: Status, today: date, reason: str | None = None) -> Commitment:
    """Return a commitment as kept (kept late, by itself, past its day), partly, missed, renegotiated or dropped.

    NotPossible says why, and what is; to drop one takes a reason.
    """
    if to == "kept" and is_late(one, today):
        to = "kept-late"
    why = why_not(one, to, today)
    if not why and to == "dropped" and not (reason or "").strip():
        why = "a promise is dropped with a reason"
    if why:
        raise NotPossible(one.handle, said(to), why, list(map(said, possible_statuses(one, today))))
    return one.changed(status=to, **({"reason": reason.strip()} if reason and reason.strip() else {}))


def renewed(one: Commitment, today: date, new_id: str, **terms: Any) -> tuple[Commitment, Commitment]:
    """Return the promise that takes the place of one (with `terms` in place of its own), and that one renegotiated.

    The new one begins without a log; a cleanup goes on where it stood. NotPossible once its day has come.
    """
    old = closed(one, "renegotiated", today)
    kept = {"due": deadline(one), "log": ()}
    new = one.changed(id=new_id, revision=1, parents=(), replaces=one.id, **{**kept, **terms})
    return new, old


def step_of(cleanup: Commitment) -> Step:
    """Return the step a cleanup is at."""
    return cleanup.step or "noticed"


def possible_steps(cleanup: Commitment, on: date) -> tuple[Step, ...]:
    """Return the steps a cleanup may take on a day, the way forward first."""
    return tuple(to for to in STEPS[step_of(cleanup)] if not why_no_step(cleanup, to, on))


def why_no_step(cleanup: Commitment, to: Step, on: date) -> str:
    """Return why a cleanup cannot take the step `to` on a day; nothing where it can."""
    at = step_of(cleanup)
    if cleanup.kind != "repair":
        return "it is a promise, not a cleanup"
    if cleanup.status != "open":
        return f"it is {said(cleanup.status)}"
    if to not in STEPS[at]:
        return f"it stands at '{said(at)}'"
    if to == "followed-up" and on < follow_up_from(cleanup):
        return f"one asks again seven days after the repair, from {follow_up_from(cleanup)} on"
    last = cleanup.steps[-1].on if cleanup.steps else day_of(cleanup.id)
    return f"it stands at '{said(at)}' since {last} only" if on < last else ""


def stepped(cleanup: Commitment, to: Step, on: date, note: str | None = None, **words: Any) -> Commitment:
    """Return a cleanup one step further, taken on the day `on`; `words` are fields that it brings.

    The last steps settle its status: closed is kept (late, where the talk came late), the others are dropped.
    NotPossible says why, and what is.
    """
    if why := why_no_step(cleanup, to, on):
        possible = possible_steps(cleanup, on) or possible_statuses(cleanup, on)
        raise NotPossible(cleanup.handle, said(to), why, list(map(said, possible)))
    line = StepLine(step=to, on=on, note=note)
    fields: dict[str, Any] = {**words, "step": to, "steps": (*cleanup.steps, line)}
    if to == "closed":
        fields["status"] = "kept-late" if _talked_late(cleanup) else "kept"
    elif to in _WHY_ENDED:
        fields |= {"status": "dropped", "reason": note or _WHY_ENDED[to]}
    return cleanup.changed(**fields)


def _talked_late(cleanup: Commitment) -> bool:
    due = deadline(cleanup)
    return due is not None and any(line.step == "talked" and line.on > due for line in cleanup.steps)


def said(word: str) -> str:
    """Return a status or a step as people read it."""
    return word.replace("-", " ")
