"""What may become of a promise, and the steps of a cleanup: every pair, legal or not."""

from datetime import date, timedelta
from itertools import product
from typing import Any, get_args

import pytest

from mefirst.errors import NotPossible
from mefirst.model.commitment import Commitment, Status, Step, StepLine
from mefirst.model.due import due_on, follow_up_from, is_late
from mefirst.model.transitions import (
    STATUSES,
    STEPS,
    closed,
    possible_statuses,
    possible_steps,
    renewed,
    stepped,
)
from samples import DAY, commitment, nth_id

TODAY, YESTERDAY, TOMORROW = DAY, DAY - timedelta(days=1), DAY + timedelta(days=1)
MADE = DAY - timedelta(days=20)
STATES: tuple[Status, ...] = get_args(Status)
ALL_STEPS: tuple[Step, ...] = get_args(Step)

IN_TIME = {"kept", "partly", "missed", "renegotiated", "dropped"}
ON_THE_DAY = {"kept", "partly", "missed", "dropped"}
TOO_LATE = {"kept-late", "partly", "missed", "dropped"}

FORWARD: dict[Step, Step] = {
    "noticed": "planned",
    "planned": "talked",
    "talked": "repaired",
    "repaired": "followed-up",
    "followed-up": "closed",
}
AWAY = {"not-wanted", "unsafe"}


def promise(**fields: Any) -> Commitment:
    return commitment(nth_id(0, MADE), **fields)


def cleanup(step: Step | None, *taken: StepLine, **fields: Any) -> Commitment:
    return promise(kind="repair", who="deputy", step=step, steps=taken, **fields)


@pytest.mark.parametrize(
    ("due", "legal"),
    [(None, IN_TIME), (TOMORROW, IN_TIME), (TODAY, ON_THE_DAY), (YESTERDAY, TOO_LATE)],
    ids=["no day", "before", "on the day", "after"],
)
@pytest.mark.parametrize(("start", "to"), list(product(STATES, STATES)))
def test_every_pair_of_statuses(start: Status, to: Status, due: date | None, legal: set[str]) -> None:
    """Only an open promise becomes something; kept past its day is kept late; changed is only before its day."""
    one = promise(status=start, due=due)
    allowed = start == "open" and (to in legal or (to == "kept" and "kept-late" in legal))
    if allowed:
        came = closed(one, to, TODAY, "I saw it was too much")
        assert came.status == ("kept-late" if to == "kept" and due == YESTERDAY else to)
        assert (came.reason, came.due) == ("I saw it was too much", due)
    else:
        with pytest.raises(NotPossible) as refused:
            closed(one, to, TODAY, "I saw it was too much")
        said = refused.value.lines()
        assert said[0].startswith(f"{one.handle} cannot be {to.replace('-', ' ')}: ")
        assert said[-1].startswith("Possible now: " if start == "open" else "Nothing is left to do with it.")
    assert (to in possible_statuses(one, TODAY)) == (start == "open" and to in legal)
    assert (to in STATUSES[start]) or not allowed


@pytest.mark.parametrize(("start", "to"), list(product(ALL_STEPS, ALL_STEPS)))
def test_every_pair_of_steps(start: Step, to: Step) -> None:
    """One step forward, or away as not wanted or unsafe; what is over stays so."""
    one = cleanup(start, StepLine(step=start, on=MADE))
    if FORWARD.get(start) == to or (start in FORWARD and to in AWAY):
        came = stepped(one, to, TODAY, "said so")
        assert (came.step, came.steps[-1]) == (to, StepLine(step=to, on=TODAY, note="said so"))
        assert to in possible_steps(one, TODAY)
        assert to in STEPS[start]
    else:
        with pytest.raises(
            NotPossible, match=f"cannot be {to.replace('-', ' ')}: it stands at '{start.replace('-', ' ')}'"
        ):
            stepped(one, to, TODAY)
        assert to not in possible_steps(one, TODAY)
        assert to not in STEPS[start]


@pytest.mark.parametrize(
    ("fields", "to", "why"),
    [
        ({"due": YESTERDAY}, "renegotiated", "it was due on 2026-11-22, and a promise is changed before its day."),
        ({"due": TODAY}, "renegotiated", "it is due on 2026-11-23, and a promise is changed before its day."),
        ({"due": TOMORROW}, "kept-late", "it is not late."),
        ({"status": "missed"}, "kept", "it is missed."),
        ({}, "open", "it is open already."),
        ({"kind": "repair", "step": "closed"}, "dropped", "it is closed."),
        ({"kind": "repair", "step": "planned"}, "missed", "a cleanup goes step by step."),
    ],
)  # fmt: skip
def test_a_refusal_names_its_reason(fields: dict[str, Any], to: Status, why: str) -> None:
    """And what is possible instead."""
    with pytest.raises(NotPossible) as refused:
        closed(promise(**fields), to, TODAY, "x")
    assert refused.value.lines()[0].partition(": ")[2] == why
    assert len(refused.value.lines()) == 2


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_what_is_dropped_is_dropped_with_a_reason(reason: str | None) -> None:
    with pytest.raises(NotPossible, match="with a reason"):
        closed(promise(), "dropped", TODAY, reason)


def test_a_changed_promise_goes_on_as_a_new_one() -> None:
    """The new one names the old, keeps what was not changed and begins without a log; the old one is settled."""
    one = promise(
        cue="she pauses", response="wait", due=TOMORROW, log=[{"on": TODAY, "cue_came": True}], x="y"
    )
    new, old = renewed(one, TODAY, nth_id(1), response="ask")
    assert (old.status, old.id, old.response, len(old.log)) == ("renegotiated", one.id, "wait", 1)
    assert (new.id, new.replaces, new.status, new.revision) == (nth_id(1), one.id, "open", 1)
    assert (new.cue, new.response, new.due, new.log) == ("she pauses", "ask", TOMORROW, ())
    assert new.document()["x"] == "y"
    with pytest.raises(NotPossible):
        renewed(promise(due=TODAY), TODAY, nth_id(1))


@pytest.mark.parametrize(
    ("repeat", "due"), [("weekly", DAY - timedelta(days=15)), ("daily", None), ("monthly", MADE)]
)
def test_a_changed_promise_that_repeats_is_not_late_when_it_is_made(repeat: str, due: date | None) -> None:
    """It takes over the rhythm; turns that passed before it was made are not its own."""
    one = promise(
        behavior="ask", repeat=repeat, due=due, log=[{"on": TODAY, "cue_came": True, "did_it": True}]
    )
    new, _ = renewed(one, TODAY, nth_id(1), behavior="ask one")
    day = due_on(new, TODAY)
    assert (day is not None and day >= TODAY, is_late(new, TODAY)) == (True, False)
    assert day is not None
    assert is_late(new, day + timedelta(days=1))


def test_the_day_of_a_changed_cleanup_stays_the_one_it_was_to_be_told_by() -> None:
    """`by` counts from the day it was noticed, not from that of the change."""
    one = commitment(nth_id(0, YESTERDAY), kind="repair", who="deputy", by="72h")
    new, _ = renewed(one, TODAY, nth_id(1), own_it="I cut you short")
    assert new.due == YESTERDAY + timedelta(days=3)


def test_one_follows_up_seven_days_after_the_repair() -> None:
    """Not a day earlier; where nobody knows when that was, seven days after it was noticed."""
    one = cleanup("repaired", StepLine(step="talked", on=MADE), StepLine(step="repaired", on=TODAY))
    assert follow_up_from(one) == TODAY + timedelta(days=7)
    with pytest.raises(NotPossible, match="seven days after the repair, from 2026-11-30 on"):
        stepped(one, "followed-up", TODAY + timedelta(days=6))
    assert stepped(one, "followed-up", TODAY + timedelta(days=7)).step == "followed-up"
    assert follow_up_from(cleanup("repaired")) == MADE + timedelta(days=7)


def test_a_step_is_not_taken_before_the_one_before_it() -> None:
    one = cleanup("planned", StepLine(step="planned", on=TODAY))
    with pytest.raises(NotPossible, match="it stands at 'planned' since 2026-11-23 only"):
        stepped(one, "talked", YESTERDAY)
    with pytest.raises(NotPossible, match="it stands at 'noticed' since"):
        stepped(cleanup(None), "planned", MADE - timedelta(days=1))


@pytest.mark.parametrize(
    ("talked", "status"), [(YESTERDAY, "kept"), (TODAY, "kept"), (TOMORROW, "kept-late")]
)
def test_a_cleanup_that_is_closed_is_kept_late_where_they_heard_late(talked: date, status: str) -> None:
    one = cleanup("followed-up", StepLine(step="talked", on=talked), due=TODAY)
    assert stepped(one, "closed", TODAY + timedelta(days=9)).status == status


@pytest.mark.parametrize(
    ("to", "note", "reason"),
    [
        ("not-wanted", None, "they do not want it"),
        ("unsafe", None, "acting on it would not be safe"),
        ("unsafe", "legal asked me to wait", "legal asked me to wait"),
    ],
)
def test_a_cleanup_that_is_let_be_is_dropped_with_its_reason(to: Step, note: str | None, reason: str) -> None:
    came = stepped(cleanup("noticed"), to, TODAY, note)
    assert (came.status, came.reason) == ("dropped", reason)
    with pytest.raises(NotPossible, match="it is dropped"):
        stepped(came, "planned", TODAY)


def test_a_promise_has_no_steps() -> None:
    """What is possible with it is said all the same."""
    with pytest.raises(NotPossible, match="it is a promise, not a cleanup") as problem:
        stepped(promise(), "planned", TODAY)
    assert problem.value.hint.startswith("Possible now: kept, ")


def test_a_step_brings_its_words() -> None:
    came = stepped(cleanup("noticed"), "planned", TODAY, own_it="I cut you short")
    assert (came.own_it, came.status) == ("I cut you short", "open")
