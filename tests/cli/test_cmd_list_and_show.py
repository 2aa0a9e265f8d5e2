"""`mefirst list` and `mefirst show`: finding moments and reading one whole."""

import json
from pathlib import Path
from typing import Any

import pytest

from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from running import EFFECT, NOW, lay_out_sample, mefirst, noted, reflected, shown, tree
from samples import commitment, effect, entry, nth_id, reported

FULL: dict[str, dict[str, Any]] = {
    "deputy": {
        "people": ["Deputy"],
        "tags": ["board"],
        "sphere": "professional",
        "situation": "Straße im Regen",
    },
    "both": {
        "people": ["deputy", "finance"],
        "tags": ["board", "money"],
        "sphere": "both",
        "situation": "two",
    },
    "home": {
        "people": ["daughter"],
        "sphere": "personal",
        "situation": "the evening",
        "learning": "listen first",
    },
    "meant": {
        "situation": "a line",
        "intent": "x",
        "effects": [effect(2, 1, dimension="energy", toward="FINANCE")],
    },
    "waits": {"situation": "budget", "intent": "clear", "tags": ["Money"]},
    "noted": {"situation": "a noted thing"},
    "extra": {"situation": "with more", "extra": {"q": {"asked": "What?", "answer": "a parrot"}}},
    "trash": {"situation": "thrown away", "state": "trashed"},
    "sealed": {"situation": "open words", "unsaid": "the parrot of mine"},
}


@pytest.fixture
def moments(journal: Journal) -> Journal:
    """A journal with a moment for each filter, all of one day, in the order of FULL."""
    for number, fields in enumerate(FULL.values()):
        journal.add(entry(nth_id(number), **fields))
    return journal


def found(*words: str) -> list[str]:
    """Return the names of the moments a filter finds."""
    ran = mefirst("list", *words, "--format", "json", "--now", NOW)
    assert ran.code == 0, ran.err
    names = {fields["situation"]: name for name, fields in FULL.items()}
    return [names[one["situation"]] for one in ran.json["entries"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ["deputy", "both", "home", "meant", "waits", "noted", "extra", "sealed"]),
        (("--person", "DEPUTY"), ["deputy", "both"]),
        (("--person", "finance"), ["both", "meant"]),
        (("--person", "deputy", "--person", "finance"), ["both"]),
        (("--person", "daughter", "--person", "finance", "--any"), ["both", "home", "meant"]),
        (("--not-person", "deputy"), ["home", "meant", "waits", "noted", "extra", "sealed"]),
        (("--tag", "money"), ["both", "waits"]),
        (("--tag", "money", "--tag", "board"), ["both"]),
        (("--tag", "board", "--not-tag", "MONEY"), ["deputy"]),
        (("--sphere", "both"), ["both"]),
        (("--sphere", "personal", "--sphere", "both", "--any"), ["both", "home"]),
        (("--dimension", "energy"), ["meant"]),
        (("--pack", "daily"), []),
        (("--contains", "STRASSE"), ["deputy"]),
        (("--contains", "listen"), ["home"]),
        (("--contains", "parrot"), ["extra"]),
        (("--contains", "noted", "--contains", "thing"), ["noted"]),
        (("--contains", "noted", "--contains", "evening", "--any"), ["home", "noted"]),
        (("--person", "finance", "--tag", "money"), ["both"]),
        (("--state", "captured"), ["deputy", "both", "home", "noted", "extra", "sealed"]),
        (("--state", "awaiting-impact"), ["waits"]),
        (("--state", "complete"), ["meant"]),
        (("--state", "trashed"), ["trash"]),
        (("--state", "complete", "--state", "awaiting-impact"), ["meant", "waits"]),
    ],
    ids=" ".join,
)
def test_filters(moments: Journal, words: tuple[str, ...], expected: list[str]) -> None:
    """One filter again narrows, with --any widens; different ones narrow; the sealed field is never searched."""
    assert found(*words) == expected


def test_the_filters_stand_in_the_document(moments: Journal) -> None:
    """As they were given, every one of them always."""
    ran = mefirst("list", "--person", "deputy", "--not-tag", "x", "--any", "--format", "json", "--now", NOW)
    filters = ran.json["filters"]
    assert filters.pop("person") == ["deputy"]
    assert filters.pop("not_tag") == ["x"]
    assert filters.pop("any") is True
    assert set(filters) == {"tag", "sphere", "pack", "dimension", "contains", "not_person", "state"}
    assert not any(filters.values())


def test_limit_and_reverse(home: Path) -> None:
    """-n takes the newest, oldest of them first; --reverse turns what is shown."""
    lay_out_sample(home)
    days = [one["on"] for one in mefirst("list", "all", "--format", "json", "--now", NOW).json["entries"]]
    assert days == sorted(days)

    def listed(*words: str) -> list[str]:
        ran = mefirst("list", "all", *words, "--format", "json", "--now", NOW)
        return [one["on"] for one in ran.json["entries"]]

    assert listed("-n", "3") == days[-3:]
    assert listed("--limit", "3", "--reverse") == days[-3:][::-1]
    assert listed("--reverse") == days[::-1]
    assert listed("-n", "9999") == days


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", "2026-11-23", "2026-11-23"),
        ("week", "2026-11-23", "2026-11-29"),
        ("last-week", "2026-11-16", "2026-11-22"),
        ("7d", "2026-11-17", "2026-11-23"),
        ("4w", "2026-10-27", "2026-11-23"),
        ("1m", "2026-10-24", "2026-11-23"),
        ("2026-W48", "2026-11-23", "2026-11-29"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026-10-30..", "2026-10-30", None),
        ("..2026-10", None, "2026-10-31"),
        ("all", None, None),
    ],
)
def test_a_period_takes_the_days_it_names(
    home: Path, period: str, first: str | None, last: str | None
) -> None:
    """And no other; the document says which they are."""
    lay_out_sample(home)
    every = [one["on"] for one in mefirst("list", "all", "--format", "json", "--now", NOW).json["entries"]]
    document = mefirst("list", period, "--format", "json", "--now", NOW).json
    assert document["period"] == {"name": period, "from": first, "to": last}
    assert [one["on"] for one in document["entries"]] == [
        day for day in every if (first or "") <= day <= (last or "9999")
    ]


def test_gaps_of_moments_without_numbers_say_so(home: Path) -> None:
    """Not two blank lines."""
    noted("x")
    assert mefirst("gaps", "today", "--now", NOW).out.splitlines()[1:] == [
        "1 moment on 1 day · 1 noted",
        "",
        "No moment was put in numbers.",
    ]


def test_nothing_found_is_an_empty_document_and_exit_0(journal: Journal) -> None:
    """In every format; jsonl is no line at all."""
    listed = mefirst("list", "--format", "json", "--now", NOW)
    assert (listed.code, listed.json["entries"], listed.err) == (0, [], "")
    assert mefirst("list", "--format", "jsonl", "--now", NOW).data == b""
    assert (
        mefirst("list", "--now", NOW).out
        == "No moments in this period (Tue 27 October to Mon 23 November 2026).\n"
    )
    assert mefirst("list", "last-week", "--now", NOW).out == "No moments last week.\n"
    assert mefirst("list", "today", "--format", "plain", "--now", NOW).out == (
        "No moments on Monday 23 November 2026.\n"
    )
    gaps = mefirst("gaps", "--format", "json", "--now", NOW)
    assert (gaps.code, gaps.json["effects"], gaps.json["groups"]) == (0, [], [])
    assert mefirst("gaps", "last-week", "--now", NOW).out == (
        "No moments last week. Nothing to read, nothing to make up for.\n"
    )


def test_jsonl_is_an_entry_a_line(home: Path) -> None:
    """The same entries as in the document, each whole on its line."""
    lay_out_sample(home)
    lines = mefirst("list", "8w", "--format", "jsonl", "--now", NOW).out.splitlines()
    document = mefirst("list", "8w", "--format", "json", "--now", NOW).json
    assert [json.loads(one) for one in lines] == document["entries"]
    assert len(lines) == 53


def test_an_entry_in_a_document_has_every_field_and_its_gaps() -> None:
    """Always present, null where nothing is known; `unsaid` only in show."""
    noted("x")
    reflected()
    listed = mefirst("list", "--format", "json", "--now", NOW).json["entries"]
    captured, whole = sorted(listed, key=lambda one: str(one["state"]))
    assert set(captured) == set(whole)
    assert {"handle", "situation", "intent", "effects", "people", "cleanup", "extra", "replaces"} <= set(
        whole
    )
    assert "unsaid" not in whole
    one = whole["effects"][0]
    assert (one["gap"], one["status"], one["evidence"], one["reported"]) == (-4, "estimated", "cue", [])
    assert set(shown(whole["id"])) - set(whole) == {"unsaid", "commitments", "conflicts"}


def test_the_table_says_what_is_open_and_the_gaps() -> None:
    """A line a moment."""
    first, second, third = reflected(), noted("later"), reflected(impact=None, effect=None)
    lines = mefirst("list", "--now", NOW).out.splitlines()
    assert sorted(lines) == sorted(
        [
            f"Mon 23 Nov  {first[9:15]}  I took the numbers out of her hands · deputy  trust −4",
            f"Mon 23 Nov  {second[9:15]}  later                                         [noted]",
            f"Mon 23 Nov  {third[9:15]}  I took the numbers out of her hands · deputy  [waits]",
        ]
    )


@pytest.mark.parametrize("typed", ["{handle}", "{upper}", "{four}", "{ten}", "{id}", "last", " {handle} "])
def test_an_entry_is_named_by_any_of_its_names(typed: str) -> None:
    """As printed, in any case, four characters or more, the full id, or last."""
    noted("another")
    record_id = reflected()
    names = {
        "handle": record_id[9:15],
        "upper": record_id[9:15].upper(),
        "four": record_id[9:13],
        "ten": record_id[9:],
        "id": record_id,
    }
    assert shown(typed.format(**names))["id"] == record_id


def test_show_without_a_name_is_the_last() -> None:
    """What one has just written."""
    record_id = reflected()
    assert mefirst("show", "--now", NOW).out.startswith(f"{record_id[9:15]} · Monday 23 November 2026\n")


def test_show_says_all_there_is() -> None:
    """In the table and in sentences: every text, every name, the effects with their reports, the promise."""
    told = {**EFFECT, "predicted": 1, "reported": {"by": "board", "value": -1, "quote": "too loud"}}
    document = {
        "sphere": "both", "drive": "help, hurry", "camera": "I spoke over her", "gap": "my tone",
        "strength": "stayed", "effect": told, "next": {"cue": "she pauses", "response": "wait", "due": "tomorrow"},
    }  # fmt: skip
    record_id = reflected(**document)
    table = mefirst("show", record_id, "--now", NOW).out
    for words in (
        "both", "With: deputy", "Motives: help, hurry", "  I spoke over her", "  my tone", "  stayed",
        "  trust, toward deputy (cue)", "  board said −1: “too loud”", "  expected of them: +1",
        "Promise  if she pauses, wait, due tomorrow", "Situation\n", "Intent\n", "Impact\n", "Gap\n", "Strength\n",
    ):  # fmt: skip
        assert words in table, words
    plain = mefirst("show", record_id, "--format", "plain", "--now", NOW).out
    for words in (
        f"Entry {record_id[9:15]}, Monday 23 November 2026, complete.", "Sphere: both.", "People: deputy.",
        "meant plus 2, arrived minus 1, they said, your reading was minus 2, gap minus 3, backfired.",
        "board said minus 1 of trust on Monday 23 November 2026: too loud.", "if she pauses, wait, due tomorrow, open.",
    ):  # fmt: skip
        assert words in plain, words
    assert not set("−–●○◆│─┼·“”") & set(plain)


def test_show_says_what_was_expected_of_them_and_how_one_knows() -> None:
    """A screen reader gets every fact a table has."""
    reflected(effect={**EFFECT, "predicted": 1})
    table = mefirst("show", "--now", NOW).out
    assert "expected of them: +1" in table
    assert "trust, toward deputy (cue)" in table
    plain = mefirst("show", "--format", "plain", "--now", NOW).out
    assert "Of trust, expected of them: plus 1.\n" in plain
    assert "Of trust, your reading is from: cue.\n" in plain


def test_a_sentence_ends_once() -> None:
    """The leader's own full stop is enough, in the list and under what somebody said."""
    reflected(
        moment="It went well.",
        who=None,
        effect={**EFFECT, "reported": {"by": "deputy", "value": 2, "quote": "Why?"}},
    )
    noted("And now")
    shown_plain = mefirst("show", shown_handle("It went well."), "--format", "plain", "--now", NOW).out
    assert "deputy said plus 2 of trust on Monday 23 November 2026: Why?\n" in shown_plain
    noted("It was late.")
    listed = mefirst("list", "--format", "plain", "--now", NOW).out
    assert ": It was late, noted, not looked at yet.\n" in listed
    assert not {"..", ".,"} & {listed[at : at + 2] for at in range(len(listed))}


def shown_handle(situation: str) -> str:
    """Return the handle of the entry about a situation."""
    found = mefirst("list", "--contains", situation, "--format", "json", "--now", NOW).json["entries"]
    return str(found[0]["handle"])


def test_show_of_two_devices_names_the_conflict(moments: Journal) -> None:
    """Both texts stand there, flagged."""
    record_id = nth_id(0)
    first = moments.get(Entry, record_id)
    for words in ("mine", "theirs"):
        moments._write(first.record.changed(impact=words, revision=2, parents=first.heads))
    ran = mefirst("show", record_id, "--now", NOW)
    assert ran.code == 0
    assert "Two devices changed impact: both are shown." in ran.out
    assert "  mine" in ran.out
    assert "  theirs" in ran.out
    assert shown(record_id)["conflicts"] == ["impact"]
    plain = mefirst("show", record_id, "--format", "plain", "--now", NOW).out
    assert plain.endswith("Two devices changed impact: both are shown.\n")


def test_a_promise_of_another_entry_is_not_shown(moments: Journal) -> None:
    """Only those made with it."""
    moments.add(commitment(nth_id(90), behavior="his own", from_entry=nth_id(0)))
    moments.add(commitment(nth_id(91), behavior="of another", from_entry=nth_id(1)))
    out = mefirst("show", nth_id(0), "--now", NOW).out
    assert "his own" in out
    assert "of another" not in out


GROUPS: dict[str, list[str | None]] = {
    "dimension": ["clarity", "trust"],
    "person": ["deputy", "board", None],
    "tag": ["money", None],
    "sphere": ["professional", None],
    "pack": [None],
}


@pytest.mark.parametrize("by", GROUPS)
def test_gaps_by(journal: Journal, by: str) -> None:
    """Groups in the order of the dimensions, else the larger first, what names none last."""
    deputy = effect(2, 1, toward="deputy")
    board = effect(2, 1, dimension="clarity", toward="board")
    nobody = effect(1, 0, dimension="clarity")
    fields: list[dict[str, Any]] = [
        {"effects": [deputy, board], "tags": ["money"], "sphere": "professional"},
        {"effects": [deputy], "tags": ["Money"]},
        {"effects": [nobody]},
    ]
    for number, one in enumerate(fields):
        journal.add(entry(nth_id(number), intent="x", **one))
    document = mefirst("gaps", "--by", by, "--format", "json", "--now", NOW).json
    assert document["by"] == by
    assert [one["key"] for one in document["groups"]] == GROUPS[by]
    table = mefirst("gaps", "--by", by, "--now", NOW)
    plain = mefirst("gaps", "--by", by, "--format", "plain", "--now", NOW)
    assert (table.code, plain.code) == (0, 0)
    assert plain.out.count(": meant plus ") == 4


def test_gaps_of_one_person_takes_her_lines_alone(journal: Journal) -> None:
    """A line toward another is left out; one toward nobody belongs to everyone present."""
    journal.add(
        entry(
            nth_id(1), intent="x", people=["deputy"],
            effects=[effect(2, 1, toward="Deputy"), effect(2, 0, dimension="clarity", toward="board"),
                     effect(2, 2, dimension="energy")],
        )
    )  # fmt: skip
    document = mefirst("gaps", "--person", "deputy", "--format", "json", "--now", NOW).json
    assert [one["dimension"] for one in document["effects"]] == ["trust", "energy"]
    only = mefirst("gaps", "--dimension", "clarity", "--format", "json", "--now", NOW).json
    assert [one["toward"] for one in only["effects"]] == ["board"]


def test_estimated_and_verified_are_never_pooled(journal: Journal) -> None:
    """Five of each: each has its own figures, and no figure is over ten."""
    for number in range(5):
        journal.add(entry(nth_id(number), intent="x", effects=[effect(2, 1)]))
        journal.add(entry(nth_id(10 + number), intent="x", effects=[effect(2, None, reported("deputy", -1))]))
    overall = mefirst("gaps", "--format", "json", "--now", NOW).json["overall"]
    assert (overall["entries"], overall["estimated"]["n"], overall["verified"]["n"]) == (10, 5, 5)
    assert (overall["estimated"]["gap"]["mean"], overall["verified"]["gap"]["mean"]) == (-1, -3)
    assert (overall["estimated"]["backfired"]["k"], overall["verified"]["backfired"]["k"]) == (0, 5)


def test_reading_writes_nothing(home: Path) -> None:
    """Not a byte below the home, whatever is read and however."""
    lay_out_sample(home)
    before = tree(home)
    for words in (("list",), ("gaps",), ("show", "7m6etz"), (), ("config",), ("list", "--format", "json")):
        assert mefirst(*words, "--now", NOW).code == 0
    assert tree(home) == before
