"""`mefirst commitment`: promises from the first word to what became of them, and cleanups step by step."""

import json
from pathlib import Path
from typing import Any

import pytest

from mefirst.cli.context import Context
from mefirst.errors import CannotWrite
from mefirst.journal.store import Journal
from running import NOW, Ran, forbidden, lay_out_sample, mefirst, noted, records, reflected, shown, tree
from samples import DAY, commitment, nth_id
from sealing import cheap, unlocking

LATER = "2026-11-25T09:00+00:00"


def run(command: str, *words: str, now: str = NOW, stdin: str = "") -> Ran:
    return mefirst("commitment", command, *words, "--now", now, stdin=stdin.encode())


def added(*words: str) -> str:
    """Make a promise and return its full id."""
    noted("so that there is a journal")
    ran = run("add", *words, "--quiet")
    assert ran.code == 0, ran.err
    return ran.out.strip()


def every(*words: str, now: str = NOW) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run("list", "--all", "--format", "json", *words, now=now).json[
        "commitments"
    ]
    return found


def one(record_id: str, now: str = NOW) -> dict[str, Any]:
    return next(each for each in every(now=now) if each["id"] == record_id)


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is there and answers in lines."""
    monkeypatch.setenv("MEFIRST_PLAIN", "1")
    monkeypatch.setattr(Context, "interactive", True)


# --- add


def test_a_promise_by_options(home: Path) -> None:
    """Every part has one; what is said is its handle, its words and its day."""
    entry_id = noted("the stand-up")
    ran = run(
        "add", "--if", "deputy pauses", "--then", "wait three breaths", "--due", "tomorrow", "--repeat", "every day",
        "--obstacle", "hurry", "--if-obstacle", "count to three", "--witness", "coach", "--title", "Three breaths",
        "--kind", "experiment", "--from", entry_id,
    )  # fmt: skip
    (made,) = every()
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"Promise {made['handle']} · if deputy pauses, wait three breaths, due tomorrow\n"
    assert {
        "cue": "deputy pauses", "response": "wait three breaths", "due": "2026-11-24", "repeat": "daily",
        "obstacle": "hurry", "if_obstacle": "count to three", "witness": "coach", "title": "Three breaths",
        "kind": "experiment", "from_entry": entry_id, "status": "open", "behavior": None, "due_on": "2026-11-24",
        "late": False, "kept": {"k": 0, "n": 0, "interval90": None},
    }.items() <= made.items()  # fmt: skip
    assert len(records(home, "commitments")) == 1


def test_a_plain_sentence_is_a_promise_and_has_no_title_of_itself() -> None:
    """A title may be shared, so private words never become one."""
    record_id = added("ask", "before", "I", "answer")
    assert (one(record_id)["behavior"], one(record_id)["title"]) == ("ask before I answer", None)


def test_hints_are_given_and_nothing_is_refused() -> None:
    added("x")
    ran = run("add", "be a better listener")
    assert ran.code == 0
    assert ran.err.splitlines()[1:] == [
        "It has no cue: what will tell you it is time? If … then … is kept more often.",
        "“be a better listener” says who to be. What would a camera see you do?",
    ]
    run("add", "--if", "a", "--then", "b")
    assert "more than three" not in run("add", "--if", "a", "--then", "b", "--dry-run").err
    assert "More than three promises are open now." in run("add", "--if", "a", "--then", "b").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--due", "soon", "x"), "The answer to '--due' cannot be used.\n'soon' is not a day."),
        (("--due", "2026-11-22", "x"), "The earliest day possible here is 2026-11-23."),
        (
            ("--repeat", "often", "x"),
            "'often' does not say how often. Known: daily, weekdays, weekly, monthly",
        ),
        ((), "An answer is needed: '--then'."),
        (("--if", "she pauses"), "An answer is needed: '--then'."),
        (("x", "--then", "y"), "A plain sentence and --if or --then do not go together."),
        (("x", "--kind", "repair"), "'repair' is not one of 'do', 'stop', 'experiment'."),
    ],
)
def test_what_is_no_promise(home: Path, words: tuple[str, ...], said: str) -> None:
    """Exit 2, at most three lines, nothing written."""
    noted("x")
    before = tree(home)
    ran = run("add", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 3
    assert tree(home) == before


@pytest.mark.parametrize("command", ["list", "add", "log", "change", "next"])
def test_a_promise_begins_no_journal(home: Path, command: str) -> None:
    """Where none is, exit 4 with the path."""
    ran = run(command, *(("x",) if command == "add" else ()))
    assert (ran.code, ran.out) == (4, "")
    assert f"Looked at {home}" in ran.err
    assert not home.exists()


def test_a_promise_is_asked_for(somebody: None) -> None:
    """If, then, by when, how often, what could get in the way, a title; nobody asks for a witness nobody could be."""
    noted("x")
    ran = run("add", stdin="deputy pauses\nwait\n2\n2\nhurry\ncount\nBreaths\n")
    (made,) = every()
    kept = {
        name: made[name] for name in ("cue", "response", "due", "repeat", "obstacle", "if_obstacle", "title")
    }
    assert ran.code == 0, ran.err
    assert kept == {
        "cue": "deputy pauses", "response": "wait", "due": "2026-11-25", "repeat": "weekdays",
        "obstacle": "hurry", "if_obstacle": "count", "title": "Breaths",
    }  # fmt: skip
    assert "Who may know" not in ran.err


def test_what_was_given_is_not_asked_and_the_rest_may_be_skipped(somebody: None) -> None:
    noted("x")
    ran = run("add", "--if", "she pauses", "--due", "", stdin="wait\n\n\n\n")
    (made,) = every()
    assert (made["cue"], made["response"], made["due"], made["obstacle"]) == (
        "she pauses",
        "wait",
        None,
        None,
    )
    assert "If …" not in ran.err
    assert "By when?" not in ran.err


def test_who_may_know_is_asked_where_there_are_partners(somebody: None) -> None:
    """Somebody whose partner I am is none of them."""
    noted("x")
    for alias, role in (("coach", "coach"), ("mentee", "leader")):
        ran = mefirst("partner", "add", alias, "--role", role, "--quiet", "--now", NOW)
        assert ran.code == 0, ran.err
    ran = run("add", stdin="\nwait\n\n\n\ncoach\n\n")
    assert ran.code == 0, ran.err
    assert "Who may know of it?" in ran.err
    (made,) = every()
    assert (made["behavior"], made["witness"]) == ("wait", "coach")


# --- log


def test_the_cue_came_and_it_was_done_or_not() -> None:
    """Cues are counted, not days; what did not come counts for nothing."""
    record_id = added("--if", "deputy pauses", "--then", "wait")
    handle = record_id[9:15]
    assert run("log", "--no-cue").err == f"Logged {handle}. The cue did not come yet.\n"
    assert run("log", handle, "--did").err == f"Logged {handle}. The cue came 1 time, did it 1.\n"
    ran = run("log", handle, "--did-not", "--note", "I was in a hurry")
    assert (ran.code, ran.out, ran.err) == (0, "", f"Logged {handle}. The cue came 2 times, did it 1.\n")
    assert one(record_id)["log"] == [
        {"on": "2026-11-23", "cue_came": False, "did_it": None, "note": None},
        {"on": "2026-11-23", "cue_came": True, "did_it": True, "note": None},
        {"on": "2026-11-23", "cue_came": True, "did_it": False, "note": "I was in a hurry"},
    ]
    assert (one(record_id)["kept"]["k"], one(record_id)["kept"]["n"]) == (1, 2)
    assert "came twice, did it 1" in run("list").out


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("1", {"cue_came": True, "did_it": True}),
        ("2", {"cue_came": True, "did_it": False}),
        ("3", {"cue_came": False, "did_it": None}),
    ],
)
def test_two_keys_are_enough(somebody: None, key: str, line: dict[str, Any]) -> None:
    """A number and Enter."""
    record_id = added("--if", "deputy pauses", "--then", "wait")
    ran = run("log", stdin=f"{key}\n")
    assert ran.code == 0
    assert "if deputy pauses, wait" in ran.err
    assert line.items() <= one(record_id)["log"][0].items()


def test_undo_takes_a_line_of_the_log_back() -> None:
    record_id = added("x")
    run("log", "--did")
    assert mefirst("undo", record_id, "--now", NOW).code == 0
    assert one(record_id)["log"] == []
    mefirst("undo", record_id, "--now", NOW)
    assert len(one(record_id)["log"]) == 1


def test_a_new_promise_has_no_change_to_take_back(home: Path) -> None:
    record_id = added("x")
    before = tree(home)
    ran = mefirst("undo", record_id, "--now", NOW)
    assert (ran.code, tree(home)) == (2, before)
    assert ran.err.startswith(f"{record_id[9:15]} was not changed since it was written")


def test_a_repeating_promise_is_due_again_once_it_was_logged() -> None:
    record_id = added("x", "--repeat", "daily")
    assert one(record_id)["due_on"] == "2026-11-24"
    assert one(record_id, now=LATER)["late"]
    assert "late" in mefirst("--now", LATER).out
    run("log", "--did-not", now=LATER)
    assert (one(record_id, now=LATER)["late"], one(record_id, now=LATER)["due_on"]) == (False, "2026-11-26")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "An answer is needed: '--did', '--did-not', '--no-cue'."),
        (("--did", "--no-cue"), 2, "--no-cue goes without --did"),
        (("--did", "--note", " "), 2, "The answer to '--note' cannot be used."),
        (("--did", "--on", "2026-11-24"), 2, "It lies in the future; today is 2026-11-23."),
        (("--did", "--on", "2026-11-01"), 2, "was promised on 2026-11-23; 2026-11-01 was before."),
        (("zzzzzz", "--did"), 4, "There is no promise 'zzzzzz' in the journal default."),
        (("abc", "--did"), 4, "A handle needs at least four of its characters."),
    ],
)
def test_what_cannot_be_logged(home: Path, words: tuple[str, ...], code: int, said: str) -> None:
    added("x")
    before = tree(home)
    ran = run("log", *words)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 3
    assert tree(home) == before


def test_which_one_is_asked_or_has_to_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The only open one needs no handle; with two, nobody guesses."""
    first, second = added("first", "--due", "tomorrow"), added("second")
    ran = run("log", "--did")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        f"Which promise? 2 are open: {first[9:15]} {second[9:15]}",
    )
    monkeypatch.setenv("MEFIRST_PLAIN", "1")
    monkeypatch.setattr(Context, "interactive", True)
    assert run("log", "--did", stdin="2\n").code == 0
    assert [len(one(record_id)["log"]) for record_id in (first, second)] == [0, 1]
    third = run("add", "third", "--quiet", now=LATER).out.strip()
    run("log", "last", "--did", now=LATER)
    assert len(one(third)["log"]) == 1


def test_what_is_over_is_logged_no_more() -> None:
    record_id = added("x")
    run("change", "--kept")
    ran = run("log", record_id, "--did")
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"{record_id[9:15]} cannot be logged: it is kept.")
    assert run("log", "--did").err.splitlines()[1] == "None is open."


# --- change


@pytest.mark.parametrize(
    ("flag", "now", "status", "said"),
    [
        ("--kept", NOW, "kept", "Kept"),
        ("--kept", LATER, "kept-late", "Kept late"),
        ("--partly", LATER, "partly", "Partly"),
        ("--missed", NOW, "missed", "Missed"),
    ],
)
def test_what_became_of_a_promise(flag: str, now: str, status: str, said: str) -> None:
    """Kept past its day is kept late, by itself."""
    record_id = added("x", "--due", "tomorrow")
    ran = run("change", flag, now=now)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        f"{said}: {record_id[9:15]} · x",
        f"mefirst undo {record_id[9:15]} takes that back.",
    ]
    assert one(record_id)["status"] == status
    mefirst("undo", record_id, "--now", now)
    assert one(record_id)["status"] == "open"


def test_a_promise_is_let_go_with_a_reason(home: Path) -> None:
    record_id = added("x")
    before = tree(home)
    assert run("change", "--dropped").err.startswith("An answer is needed: '--reason'.")
    assert run("change", "--dropped", "--reason", " ").code == 2
    assert tree(home) == before
    assert run("change", "--dropped", "--reason", "It kept two people up").code == 0
    assert (one(record_id)["status"], one(record_id)["reason"]) == ("dropped", "It kept two people up")


def test_other_terms_before_its_day_make_a_promise_in_its_place(home: Path) -> None:
    """The old one stays, renegotiated, with its log; the new one names it."""
    old = added("--if", "she pauses", "--then", "wait", "--due", "tomorrow")
    run("log", "--did")
    ran = run("change", "--due", "2026-12-01", "--then", "ask", "--yes")
    assert ran.code == 0, ran.err
    assert ran.out == ""
    new = next(each for each in every() if each["id"] != old)
    assert f"Promise {new['handle']} · if she pauses, ask, due Tue 1 Dec" in ran.err
    assert f"It takes the place of {old[9:15]}." in ran.err
    assert (new["replaces"], new["cue"], new["log"], new["status"]) == (old, "she pauses", [], "open")
    assert new["recorded_at"] == "2026-11-23T18:41:00Z"
    assert (one(old)["status"], len(one(old)["log"])) == ("renegotiated", 1)
    assert run("list").out.count("she pauses") == 1
    assert "What took its place is still there" in mefirst("undo", old, "--now", NOW).err


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ("2026-11-24T09:00+00:00", "it is due on 2026-11-24, and a promise is changed before its day."),
        (LATER, "it was due on 2026-11-24, and a promise is changed before its day."),
    ],
)
def test_once_its_day_has_come_its_terms_stay(home: Path, now: str, why: str) -> None:
    """The reason is named, and what is possible instead; also for `--yes`."""
    record_id = added("x", "--due", "tomorrow")
    before = tree(home)
    ran = run("change", "--due", "2026-12-01", "--yes", now=now)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == f"{record_id[9:15]} cannot be renegotiated: {why}"
    assert "missed, dropped" in ran.err.splitlines()[1]
    assert tree(home) == before


def test_other_terms_are_asked_about_and_a_no_changes_nothing(home: Path, somebody: None) -> None:
    added("x", "--due", "tomorrow")
    before = tree(home)
    assert run("change", "--due", "2026-12-01", stdin="no\n").code == 1
    assert tree(home) == before
    assert run("change", "--due", "2026-12-01", stdin="yes\n").code == 0
    assert tree(home) != before


def test_other_terms_need_a_yes_where_nobody_is_asked(home: Path) -> None:
    added("x", "--due", "tomorrow")
    before = tree(home)
    ran = run("change", "--due", "2026-12-01")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "Look first, then say --yes.")
    assert tree(home) == before


def test_a_change_that_was_interrupted_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The new promise is there, the old one is still open: the same command ends it, and saves nothing twice."""
    old = added("x", "--due", "2026-11-30")
    change = Journal.change

    def refused(*arguments: Any) -> Any:
        raise CannotWrite("commitments", "no space left")

    monkeypatch.setattr(Journal, "change", refused)
    ran = run("change", "--due", "2026-12-01", "--yes")
    assert (ran.code, "due: 2026-12-01" in ran.err) == (1, True)
    monkeypatch.setattr(Journal, "change", change)
    assert [each["status"] for each in every()] == ["open", "open"]
    assert run("change", old, "--due", "2026-12-01", "--yes", now=LATER).code == 0
    assert sorted(each["status"] for each in every()) == ["open", "renegotiated"]


def test_a_title_is_set_and_emptied_at_any_time() -> None:
    """Also past its day, and no new promise is made of it."""
    record_id = added("x", "--due", "tomorrow")
    ran = run("change", "--title", "Breaths", now=LATER)
    assert (ran.code, one(record_id)["title"], len(every())) == (0, "Breaths", 1)
    assert ran.err.splitlines()[0] == f"Saved: {record_id[9:15]} · x"
    run("change", "--title", "", now=LATER)
    assert one(record_id)["title"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kept", "--missed"), "One change at a time, please."),
        (("--kept", "--due", "tomorrow"), "One change at a time, please."),
        ((), "An answer is needed: '--kept', '--partly', '--missed', '--dropped', '--due'."),
        (("--do", "", "--yes"), "A promise needs what you will do."),
        (("--repeat", "often"), "'often' does not say how often."),
    ],
)
def test_what_cannot_be_changed(home: Path, words: tuple[str, ...], said: str) -> None:
    added("x")
    before = tree(home)
    ran = run("change", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert tree(home) == before


def test_a_sentence_takes_the_place_of_both_parts_and_they_of_a_sentence() -> None:
    """With a reason, kept with the one that was let go."""
    record_id = added("--if", "she pauses", "--then", "wait")
    assert run("change", "--do", "wait for her", "--reason", "simpler", "--yes").code == 0
    new = next(each for each in every() if each["id"] != record_id)
    assert (new["behavior"], new["cue"], new["response"], new["reason"]) == ("wait for her", None, None, None)
    assert one(record_id)["reason"] == "simpler"
    assert run("change", new["id"], "--then", "ask", "--yes").code == 0
    assert [(each["behavior"], each["response"]) for each in every() if each["status"] == "open"] == [
        (None, "ask")
    ]


def test_the_day_of_a_cleanup_is_changed_before_it_comes(somebody: None) -> None:
    """Where it stood, it goes on; its words are not asked about."""
    record_id = cleaned(answers={"by": "72h", "own_it": "I cut you short"})
    ran = run("change", stdin="1\n4\nyes\n")
    assert ran.code == 0, ran.err
    assert "then I will" not in ran.err
    new = next(each for each in every() if each["id"] != record_id)
    assert (new["due"], new["step"], new["who"], new["kind"]) == ("2026-11-27", "planned", "deputy", "repair")
    assert run("next", "--step", "talked").code == 0


def test_what_is_the_same_changes_nothing(home: Path) -> None:
    added("x", "--due", "tomorrow")
    before = tree(home)
    ran = run("change", "--due", "tomorrow", "--yes")
    assert (ran.code, ran.out, tree(home)) == (0, "Nothing would change.\n", before)


@pytest.mark.parametrize(
    ("typed", "now", "after"),
    [
        ("1\n", NOW, {"status": "kept"}),
        ("1\n", LATER, {"status": "kept-late"}),
        ("5\ntoo much\n", NOW, {"status": "dropped", "reason": "too much"}),
        ("6\nBreaths\n", NOW, {"status": "open", "title": "Breaths"}),
        ("4\nshe pauses\nwait\n5\nyes\n", NOW, {"status": "renegotiated"}),
    ],
)
def test_what_became_of_it_is_asked(somebody: None, typed: str, now: str, after: dict[str, Any]) -> None:
    """Only what is possible is offered; past its day the reason why its terms stay is told."""
    record_id = added("x", "--due", "tomorrow")
    ran = run("change", stdin=typed, now=now)
    assert ran.code == 0, ran.err
    assert after.items() <= one(record_id).items()
    assert ("Its terms stay: it was due on 2026-11-24" in ran.err) == (now == LATER)
    assert ("Other words or another day" in ran.err) == (now == NOW)
    if after["status"] == "renegotiated":
        new = next(each for each in every() if each["id"] != record_id)
        assert (new["cue"], new["response"], new["behavior"], new["due"]) == (
            "she pauses",
            "wait",
            None,
            "2026-11-28",
        )


def test_of_what_is_over_nothing_is_asked(somebody: None) -> None:
    record_id = added("x")
    run("change", "--missed")
    ran = run("change", record_id)
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"{record_id[9:15]} cannot be changed: it is missed.")


# --- next


def cleaned(*words: str, answers: dict[str, Any] | None = None) -> str:
    """Begin a cleanup by its pack and return its full id."""
    given = {"who": "deputy", "what_i_did": "I cut her short", **(answers or {})}
    ran = mefirst(
        "reflect",
        "cleanup",
        "--answers",
        "-",
        "--quiet",
        *words,
        "--now",
        NOW,
        stdin=json.dumps(given).encode(),
    )
    assert ran.code == 0, ran.err
    return ran.out.strip()


DAYS = {
    "planned": "2026-11-23T09:00+00:00",
    "talked": "2026-11-24T09:00+00:00",
    "repaired": "2026-11-25T09:00+00:00",
    "followed-up": "2026-12-02T09:00+00:00",
    "closed": "2026-12-03T09:00+00:00",
}


def test_a_cleanup_from_its_first_step_to_its_last() -> None:
    """Planned, talked, repaired, followed up after a week, closed: each with its day and what was said."""
    record_id = cleaned()
    handle = record_id[9:15]
    assert run("next", "--step", "planned").err.startswith("An answer is needed: '--own-it'.")
    steps = [("planned", ("--own-it", "I cut you short twice")), *((name, ()) for name in list(DAYS)[1:])]
    for step, more in steps:
        ran = run("next", handle, "--step", step, *more, "--note", f"words of {step}", now=DAYS[step])
        assert ran.code == 0, ran.err
        assert ran.err.startswith(f"Saved {handle} · put right with deputy: {step.replace('-', ' ')}")
        assert one(record_id)["step"] == step
    assert one(record_id)["status"] == "kept"
    assert [(line["step"], line["on"], line["note"]) for line in one(record_id)["steps"][1:]] == [
        (step, DAYS[step][:10], f"words of {step}") for step, _ in steps
    ]
    assert run("list", now=DAYS["closed"]).out.startswith("Nothing is promised")


def test_one_follows_up_a_week_later_and_not_before(home: Path) -> None:
    record_id = cleaned(answers={"own_it": "I cut you short"})
    for step in ("talked", "repaired"):
        assert run("next", "--step", step).code == 0
    before = tree(home)
    ran = run("next", "--step", "followed-up", now="2026-11-29T12:00+00:00")
    assert (ran.code, tree(home)) == (2, before)
    assert ran.err.splitlines() == [
        f"{record_id[9:15]} cannot be followed up: one asks again seven days after the repair, from 2026-11-30 on.",
        "Possible now: not wanted, unsafe.",
    ]
    assert "follow up tomorrow" in run("list", now="2026-11-29T12:00+00:00").out
    assert "follow up now" in mefirst("--now", "2026-12-01T12:00+00:00").out


def test_the_way_is_gone_step_by_step_in_lines(somebody: None) -> None:
    """Only what is possible is offered, with what was said so far."""
    record_id = cleaned(answers={"cost_to_them": "her standing"})
    ran = run("next", stdin="1\nI cut you short, but we were late\nWhat was it like?\n\n")
    assert ran.code == 0, ran.err
    assert "What I did: I cut her short" in ran.err
    assert "“but” takes back what stands before it." in ran.err
    planned = one(record_id)
    assert (planned["own_it"], planned["ask_impact"], planned["repair_offer"]) == (
        "I cut you short, but we were late", "What was it like?", None
    )  # fmt: skip
    ran = run("next", stdin="1\nShe was hurt\n")
    assert "My sentence: I cut you short, but we were late" in ran.err
    run("next", stdin="1\n\n")
    ran = run("next", stdin="\n", now="2026-11-25T12:00+00:00")
    assert (ran.code, "Nothing was saved." in ran.err, one(record_id)["step"]) == (0, True, "repaired")
    ran = run("next", stdin="1\nNo, thank you\n", now="2026-11-25T12:00+00:00")
    assert "Not yet followed up: one asks again seven days after the repair" in ran.err
    ended = one(record_id)
    assert (ended["step"], ended["status"], ended["reason"]) == ("not-wanted", "dropped", "No, thank you")
    assert ended["steps"][2]["note"] == "She was hurt"
    over = run("next", record_id)
    assert (over.code, over.err.splitlines()[0]) == (
        2,
        f"{record_id[9:15]} cannot be taken further: it is dropped.",
    )


def test_what_would_not_be_safe_ends_with_advice() -> None:
    record_id = cleaned()
    ran = run("next", "--step", "unsafe")
    assert "Where harassment, safety or the law may be involved, seek advice before acting." in ran.err
    assert (one(record_id)["step"], one(record_id)["status"]) == ("unsafe", "dropped")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "An answer is needed: '--step'."),
        (("--step", "closed"), "cannot be closed: it stands at 'noticed'."),
        (("--step", "talked"), "Possible now: planned, not wanted, unsafe."),
        (("--step", "unsafe", "--own-it", "x"), "--own-it belongs to the step 'planned'."),
        (("--step", "planned", "--own-it", " "), "The answer to '--own-it' cannot be used."),
        (
            ("--step", "planned", "--own-it", "x", "--on", "2026-11-01"),
            "it stands at 'noticed' since 2026-11-23 only",
        ),
    ],
)
def test_a_step_that_cannot_be_taken(home: Path, words: tuple[str, ...], said: str) -> None:
    cleaned()
    before = tree(home)
    ran = run("next", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 3
    assert tree(home) == before


def test_of_a_plan_what_was_given_is_not_asked(somebody: None) -> None:
    record_id = cleaned()
    ran = run("next", "--ask-impact", "What was it like?", stdin="1\nI cut you short\n\n")
    assert ran.code == 0, ran.err
    assert "With which question" not in ran.err
    assert (one(record_id)["own_it"], one(record_id)["ask_impact"]) == (
        "I cut you short",
        "What was it like?",
    )


def test_a_promise_and_a_cleanup_are_not_mixed_up() -> None:
    """Each is told what goes with it."""
    promise, cleanup = added("x"), cleaned()
    assert "it is a promise, not a cleanup" in run("next", promise, "--step", "planned").err
    assert f"mefirst commitment next {cleanup[9:15]}" in run("log", cleanup, "--did").err
    assert "a cleanup goes step by step" in run("change", cleanup, "--kept").err
    assert run("next", "--step", "planned", "--own-it", "I did", "--quiet").out == f"{cleanup}\n"
    assert run("log", "--did", "--quiet").out == f"{promise}\n"
    assert run("change", cleanup, "--dropped", "--reason", "it was settled by her").code == 0


# --- a cleanup that a moment asks for


def test_a_moment_that_cannot_wait_leads_to_its_cleanup(home: Path) -> None:
    """On the screen, after saving, and by `--from`, which names the moment; once begun, it is asked for no more."""
    entry_id = reflected()
    assert mefirst("edit", entry_id, "--set", "cleanup=now", "--now", NOW).code == 0
    command = f"mefirst reflect cleanup --from {entry_id[9:15]}"
    screen = mefirst("--now", NOW).out
    assert "with deputy, today: cannot wait, not begun" in " ".join(screen.split())
    assert command in screen
    assert mefirst("gaps", "--fail-on", "open_cleanups>0", "--now", NOW).code == 5
    answers = json.dumps({"impact": "she left"}).encode()
    again = mefirst("reflect", "--from", entry_id, "--answers", "-", "--now", NOW, stdin=answers)
    assert again.err.splitlines()[-1] == f"To put it right:  {command}"
    record_id = cleaned("--from", entry_id)
    assert (one(record_id)["from_entry"], one(record_id)["kind"]) == (entry_id, "repair")
    assert command not in mefirst("--now", NOW).out
    answers = json.dumps({"impact": "she came back"}).encode()
    assert (
        command
        not in mefirst("reflect", "--from", entry_id, "--answers", "-", "--now", NOW, stdin=answers).err
    )
    assert mefirst("gaps", "--fail-on", "open_cleanups>1", "--now", NOW).code == 0


def test_a_cleanup_from_an_older_moment_is_of_today() -> None:
    """So that the days it gives itself begin to count now."""
    ran = mefirst("capture", "the talk", "--on", "2026-11-10", "--quiet", "--now", NOW)
    record_id = cleaned("--from", ran.out.strip(), answers={"by": "24h"})
    assert record_id.startswith("20261123-")
    assert (one(record_id)["due_on"], one(record_id)["late"]) == ("2026-11-24", False)


def test_a_session_that_found_something_urgent_offers_its_cleanup(home: Path, somebody: None) -> None:
    """A yes goes on with the pack, with what the moment says already offered; Enter leaves it for later."""
    entry_id = noted("the stand-up")
    mefirst("edit", entry_id, "--set", "people=deputy", "--set", "behavior=I cut her short", "--now", NOW)
    mefirst("edit", entry_id, "--set", "cleanup=now", "--now", NOW)
    daily = ["", "", "", "", "to be clear", "/done"]
    ran = mefirst("reflect", "--from", entry_id, "--now", NOW, stdin="\n".join([*daily, ""]).encode() + b"\n")
    assert ran.code == 0, ran.err
    assert "It cannot wait. When do you begin?" in ran.err
    assert records(home, "commitments") == []
    ran = mefirst(
        "reflect",
        "--from",
        entry_id,
        "--now",
        NOW,
        stdin="\n".join([*daily, "2", "", "", "/done", ""]).encode(),
    )
    assert ran.code == 0, ran.err
    (made,) = every()
    assert (made["who"], made["what_i_did"], made["from_entry"]) == ("deputy", "I cut her short", entry_id)


# --- list and the screen


def test_what_is_listed(home: Path) -> None:
    """By when it is due; those that are over only where they are asked for."""
    lay_out_sample(home)
    assert run("list").out.splitlines() == [
        "hkb8hp  if deputy pauses, wait three        came 4 times, did it 3, due tomorrow",
        "        breaths",
        "mqsc99  if the team lead asks what I would do, ask for his  came twice, did it 1",
        "        version first",
    ]
    assert len(every()) == 5
    statuses = run("list", "--status", "kept", "--status", "dropped", "--format", "json").json
    assert {each["status"] for each in statuses["commitments"]} == {"kept", "dropped"}
    assert statuses["filters"] == {"status": ["kept", "dropped"], "kind": [], "late": False}
    assert run("list", "--kind", "repair").out == "No promises like that.\n"
    assert len(run("list", "--all", "-n", "2", "--format", "jsonl").out.splitlines()) == 2
    assert every("--reverse") == every()[::-1]
    assert run("list", "--late", now="2026-12-24T12:00+00:00").out.count("late") == 1
    plain = run("list", "--format", "plain").out
    assert plain.splitlines()[0].endswith("came 4 times, did it 3, due tomorrow (Tuesday 24 November 2026).")


def test_nothing_to_list_is_a_valid_document() -> None:
    noted("x")
    assert run("list", "--format", "json").json["commitments"] == []
    assert run("list", "--format", "jsonl").out == ""
    assert run("list").out.startswith("Nothing is promised, nothing is to be put right.")
    ran = run("list", "--status", "done")
    assert (ran.code, "'done' is not a status." in ran.err) == (2, True)


@pytest.mark.parametrize("columns", ["30", "76", "200"])
def test_hostile_words_are_listed_safely(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    """Whatever stands in a promise, however narrow the terminal: nothing raw, nothing cut."""
    monkeypatch.setenv("COLUMNS", columns)
    hostile = "\x1b[31m\u202e[/b] 会議 " + "w" * 90
    journal.add(commitment(nth_id(1), cue=hostile, response="x", due=DAY, repeat=hostile, title=hostile))
    journal.add(commitment(nth_id(2), kind="repair", who=hostile, step="repaired"))
    for words in ((), ("--format", "plain")):
        ran = run("list", *words)
        assert ran.code == 0
        assert not forbidden(ran.out)
        assert ran.out.count("w") >= 270 or words == ()
    assert not forbidden(mefirst("--now", NOW).out)


def test_a_moment_and_a_report_say_what_became_of_what_came_of_them() -> None:
    """The promise beside its moment; the cleanup with its step, its age, and whether they still wait to hear."""
    entry_id = reflected(next={"cue": "she pauses", "response": "wait"})
    run("log", "--did")
    cleaned(answers={"by": "24h"})
    assert "if she pauses, wait, came once, did it 1" in " ".join(
        mefirst("show", entry_id, "--now", NOW).out.split()
    )
    report = " ".join(mefirst("report", "7d", "--now", "2026-11-26T12:00+00:00").out.split())
    assert "If she pauses, wait came once, did it 1" in report
    assert "noticed, open 3 days, late" in report
    assert (
        mefirst("report", "7d", "--fail-on", "late_commitments==1", "--now", "2026-11-26T12:00+00:00").code
        == 5
    )


def test_a_damaged_promise_is_named_and_the_rest_listed(home: Path) -> None:
    record_id = added("x")
    added("y")
    path = next((home / "journals").rglob(f"commitments/**/{record_id}*.json"))
    path.chmod(0o600)
    path.write_bytes(b"{")
    ran = run("list")
    assert (ran.code, "y" in ran.out, record_id in ran.err) == (3, True, True)


@pytest.mark.parametrize(
    "words",
    [
        ("add", "z"),
        ("log", "{promise}", "--did"),
        ("change", "{promise}", "--kept"),
        ("change", "{promise}", "--due", "2026-12-01", "--yes"),
        ("next", "{cleanup}", "--step", "planned", "--own-it", "I did"),
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_dry_and_quiet(home: Path, words: tuple[str, ...]) -> None:
    """`--dry-run` saves nothing; `--quiet` gives the full id alone."""
    names = {"promise": added("x", "--due", "tomorrow"), "cleanup": cleaned()}
    line = [word.format(**names) for word in words]
    before = tree(home)
    assert run(*line, "--dry-run").code == 0
    assert tree(home) == before
    ran = run(*line, "--quiet")
    assert (ran.code, ran.err) == (0, "")
    assert any(each["id"] == ran.out.strip() for each in every())


def test_words_that_could_not_be_saved_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    added("x")
    cleanup = cleaned()

    def refused(*arguments: Any) -> Any:
        raise CannotWrite("commitments", "no space left")

    monkeypatch.setattr(Journal, "_write", refused)
    for words, said in (
        (("add", "hear them out"), "behavior: hear them out"),
        (("log", "--did", "--note", "It was easy"), "It was easy"),
        (("change", "--dropped", "--reason", "too much"), "too much"),
        (("next", cleanup, "--step", "planned", "--own-it", "I did it"), "I did it"),
    ):
        ran = run(*words) if words[0] != "change" else run("change", every()[0]["id"], *words[1:])
        assert ran.code == 1, words
        assert f"  {said}" in ran.err
        assert "Saved" not in ran.err


def test_a_german_session_asks_and_says_in_german(somebody: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    noted("x")
    ran = run("add", stdin="sie zögert\nversuche zu warten\nmorgen\n1\n\n\n")
    assert ran.code == 0, ran.err
    assert "Woran" in ran.err or "Wenn …" in ran.err
    assert "„versuche“ kann geschehen, ohne dass es jemand merkt." in ran.err
    ran = run("log", stdin="1\n")
    assert "Der Auslöser kam 1-mal, getan 1." in ran.err
    cleaned()
    ran = run("next", stdin="1\nIch habe dich unterbrochen\n\n\n")
    assert "in Ordnung bringen mit deputy: geplant" in ran.err


# --- hints in a session, and a locked journal


@pytest.mark.parametrize(
    ("pack", "given", "hint"),
    [
        (
            "daily",
            {"moment": "x", "intent": "y", "next": "be a better listener"},
            "It has no cue: what will tell you",
        ),
        (
            "cleanup",
            {"who": "deputy", "what_i_did": "a sexual joke", "own_it": "I told it, but"},
            "Where harassment, safety or the law may be involved, seek advice before acting.",
        ),
    ],
)
def test_after_a_session_the_one_hint_that_matters_most_is_given(
    pack: str, given: dict[str, Any], hint: str
) -> None:
    """No more than that: a session stays short."""
    ran = mefirst("reflect", pack, "--answers", "-", "--now", NOW, stdin=json.dumps(given).encode())
    assert ran.code == 0, ran.err
    assert ran.err.splitlines()[-1].startswith(hint)
    assert "better listener” says" not in ran.err
    assert "takes back what stands before it" not in ran.err


def test_a_promise_is_made_in_a_locked_journal(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To add takes no passphrase, by itself or with a session; to look takes one."""
    cheap(monkeypatch)
    noted("x")
    unlocking(tmp_path, monkeypatch)
    assert mefirst("journal", "encrypt", "--yes", "--now", NOW).code == 0
    monkeypatch.delenv("MEFIRST_UNLOCK_COMMAND")
    assert run("add", "wait three breaths").code == 0
    reflected(next={"cue": "she pauses", "response": "wait"})
    answers = json.dumps({"who": "deputy", "what_i_did": "I cut her short"}).encode()
    assert mefirst("reflect", "cleanup", "--answers", "-", "--now", NOW, stdin=answers).code == 0
    for words in (("list",), ("log", "--did"), ("change", "--kept"), ("next", "--step", "unsafe")):
        ran = run(*words)
        assert (ran.code, ran.out) == (3, ""), words
    unlocking(tmp_path, monkeypatch)
    assert len(every()) == 3


def test_undo_by_itself_takes_back_what_was_changed_last(home: Path) -> None:
    """A log line just written, and not the moment noted before it; then again an entry, once one is written."""
    moment = noted("the stand-up went quiet")
    ran = mefirst("commitment", "add", "--if", "she pauses", "--then", "wait", "--quiet", "--now", NOW)
    promise = ran.out.strip()
    assert mefirst("commitment", "log", promise, "--did", "--now", NOW).code == 0
    assert mefirst("undo", "--quiet", "--now", NOW).out.strip() == promise
    listed = mefirst("commitment", "list", "--format", "json", "--now", NOW).json["commitments"]
    assert [one["log"] for one in listed] in ([[]], [()])
    assert shown(moment)["state"] == "captured"
    assert mefirst("undo", "--quiet", "--now", NOW).out.strip() == promise
    newer = noted("another one")
    assert mefirst("undo", "--quiet", "--now", NOW).out.strip() == newer
    assert shown(newer)["state"] == "trashed"
    mefirst("delete", newer, "--forever", "--yes", "--now", NOW)
    assert mefirst("undo", "--now", NOW).code == 4
