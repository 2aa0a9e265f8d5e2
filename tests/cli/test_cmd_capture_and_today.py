"""`mefirst capture`, and the screen of `mefirst` that takes it up."""

from pathlib import Path

import pytest

from running import (
    ANSWERS,
    EFFECT,
    NOW,
    answers,
    lay_out_sample,
    mefirst,
    noted,
    records,
    reflected,
    shown,
    tree,
)

EMPTY = """\
Nothing here yet, so nothing to catch up on.
  mefirst reflect    one moment of today, about five minutes
  mefirst capture    one line now, look at it later
  mefirst demo       eight weeks of sample entries, to see where this leads
"""


def screen(now: str = NOW) -> dict[str, list[str]]:
    """Return the plain screen as its facts by label."""
    ran = mefirst("--plain", "--now", now)
    assert (ran.code, ran.err) == (0, "")
    facts: dict[str, list[str]] = {}
    for line in ran.out.splitlines()[1:]:
        label, _, words = line.partition(": ")
        facts.setdefault(label, []).append(words)
    return facts


def test_the_screen_of_a_beginner(home: Path) -> None:
    """Three ways to begin, exit 0, and nothing is created."""
    for words in ((), ("--plain",), ("--now", NOW)):
        ran = mefirst(*words)
        assert (ran.code, ran.out, ran.err) == (0, EMPTY, "")
    assert not home.exists()


def test_the_screen_of_an_empty_journal() -> None:
    """Nothing waits, and nothing has to be made up for."""
    mefirst("config", "focus", "trust", "--now", NOW)
    assert mefirst("--now", NOW).out == (
        "Mon 23 November, 18:41\n"
        "  Last week  No moments. Nothing to make up for.\n"
        "  Next       mefirst reflect  one moment of today, about five minutes\n"
    )


def test_capture_takes_words_from_the_command_line(home: Path) -> None:
    """All of them make the line; told on stderr, stored as a captured entry of today."""
    ran = mefirst("capture", "the", "stand-up", "went quiet", "--now", NOW)
    (name,) = records(home)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"Noted {name[9:15]} · the stand-up went quiet\nmefirst reflect starts with it.\n"
    entry = shown(name[:19])
    assert (entry["situation"], entry["state"], entry["on"], entry["intent"]) == (
        "the stand-up went quiet", "captured", "2026-11-23", None,
    )  # fmt: skip


def test_capture_takes_words_from_stdin() -> None:
    """A byte order mark and blanks around go; lines within stay."""
    ran = mefirst("capture", "--quiet", "--now", NOW, stdin=b"\xef\xbb\xbf  two\nlines \n")
    assert shown(ran.out.strip())["situation"] == "two\nlines"


@pytest.mark.parametrize(
    ("marker", "code"), [(b"{", 3), (b'{"format": "mefirst/9", "journal": "' + b"0" * 26 + b'"}', 3)]
)
def test_words_for_a_journal_that_cannot_be_opened_are_given_back(
    home: Path, marker: bytes, code: int
) -> None:
    """Damaged, or of a later version: what was piped in stands nowhere else."""
    noted("before")
    (home / "journals" / "default" / "format.json").write_bytes(marker)
    ran = mefirst("capture", "--now", NOW, stdin=b"the stand-up went quiet")
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("What you wrote, so that it is not lost:\n  the stand-up went quiet\n")
    ran = mefirst("reflect", "--answers", "-", "--now", NOW, stdin=answers())
    assert (ran.code, ran.out) == (code, "")
    assert f"  moment: {ANSWERS['moment']}\n" in ran.err
    assert len(records(home)) == 1


def test_words_that_look_like_options_follow_two_dashes() -> None:
    """As everywhere."""
    ran = mefirst("capture", "--quiet", "--now", NOW, "--", "--yes", "that")
    assert shown(ran.out.strip())["situation"] == "--yes that"


def test_a_long_capture_is_told_short_and_stored_whole() -> None:
    """Sixty characters and a mark are told."""
    ran = mefirst("capture", "word " * 50, "--now", NOW)
    said = ran.err.splitlines()[0]
    assert said.endswith("…")
    assert len(said) == len("Noted xxxxxx · ") + 60
    assert shown("last")["situation"] == ("word " * 50).strip()


def test_a_capture_is_about_the_day_it_names() -> None:
    """And `last` is what was written last, not what is latest."""
    today = noted("today")
    yesterday = noted("the day before", "--on", "yesterday")
    assert yesterday.startswith("20261122-")
    assert shown("last")["id"] == yesterday
    assert [one["id"] for one in mefirst("list", "--format", "json", "--now", NOW).json["entries"]] == [
        yesterday, today,
    ]  # fmt: skip


def test_mefirst_names_what_was_captured() -> None:
    """With its hour, and as what comes next."""
    record_id = noted("the stand-up went quiet")
    facts = screen()
    assert facts["Noted"] == [f"{record_id[9:15]}, “the stand-up went quiet”, today 18:41, not looked at yet"]
    assert facts["Next"] == ["mefirst reflect, starts with “the stand-up went quiet”, about five minutes"]


def test_mefirst_names_what_waits_for_its_impact() -> None:
    """An entry without any impact, and one of whose effects nothing is known."""
    whole = reflected(moment="the budget", impact=None, effect=None)
    half = {**EFFECT, "seen": None, "evidence": None}
    line = reflected(moment="the rota", who=None, effect=[EFFECT, {**half, "dimension": "clarity"}])
    reflected(moment="the end")
    facts = screen()
    assert sorted(facts["Waiting"]) == sorted(
        [
            f"{whole[9:15]}, the budget, with deputy, today: what arrived?",
            f"{line[9:15]}, the rota, today: what arrived?",
        ]
    )
    assert facts["Next"][0].startswith("mefirst impact ")
    mefirst("impact", whole[9:15], "--text", "they laughed", "--now", NOW)
    mefirst("impact", line[9:15], "--dimension", "clarity", "--seen", "1", "--now", NOW)
    assert "Waiting" not in screen()


def test_only_three_of_a_kind_are_named_and_the_rest_counted() -> None:
    """Never a wall of text."""
    for number in range(5):
        noted(f"moment {number}")
        reflected(moment=f"matter {number}", impact=None, effect=None, next=f"promise {number}")
    facts = screen()
    assert [len(facts[label]) for label in ("Promise", "Waiting", "Noted")] == [4, 4, 4]
    assert facts["Promise"][3] == "and 2 more promises: mefirst commitment list"
    assert facts["Waiting"][3] == "and 2 more wait: mefirst list all --state awaiting-impact"
    assert facts["Noted"][3] == "and 2 more noted: mefirst list all --state captured"
    assert len(mefirst("list", "all", "--state", "captured", "--format", "json").json["entries"]) == 5


def test_what_is_older_than_sixty_days_is_left_to_list() -> None:
    """The screen reads the last weeks alone."""
    noted("long ago", "--on", "2026-09-23")
    noted("just so", "--on", "2026-09-24")
    assert [words.partition("“")[2][:7] for words in screen()["Noted"]] == ["just so"]


def test_promises_come_by_the_day_they_are_due() -> None:
    """Late ones say so, those without a day come last."""
    for words, due in (("none", None), ("late", "2026-11-23"), ("soon", "2026-11-30")):
        reflected(next={"response": words, **({"due": due} if due else {})})
    facts = screen("2026-11-25T09:00+00:00")["Promise"]
    assert [words.rpartition(", ")[0] for words in facts] == ["late, late", "soon, due Monday", "none"]


def test_last_week_in_a_line() -> None:
    """Moments counted; a single backfire named, several counted."""
    reflected(effect={**EFFECT, "seen": 2})
    assert screen("2026-11-30T09:00+00:00")["Last week"] == ["1 moment."]
    reflected()
    assert screen("2026-11-30T09:00+00:00")["Last week"] == [
        "2 moments. One backfired: trust, toward deputy, Monday."
    ]
    reflected()
    assert screen("2026-11-30T09:00+00:00")["Last week"] == ["3 moments. 2 backfired."]
    assert screen("2026-12-07T09:00+00:00")["Last week"] == ["No moments. Nothing to make up for."]


def test_the_screen_as_a_document(home: Path) -> None:
    """All of what it says, and more, for a status bar."""
    lay_out_sample(home)
    before = tree(home)
    document = mefirst("--format", "json", "--now", NOW).json
    assert document["schema"] == "mefirst.today/1"
    assert (document["journal"], document["damaged"], document["draft"]) == ("default", [], None)
    assert [one["handle"] for one in document["promises"]] == ["hkb8hp", "mqsc99"]
    assert [one["handle"] for one in document["noted"]] == ["k76pmx", "81yqgx"]
    assert len(document["waiting"]) == 3
    assert document["last_week"]["period"] == {"name": "last-week", "from": "2026-11-16", "to": "2026-11-22"}
    assert document["last_week"]["counts"]["entries"] == 7
    assert document["last_week"]["verdicts"]["backfired"] == 1
    assert "unsaid" not in str(document)
    assert tree(home) == before


@pytest.mark.parametrize("day_ends", ["00:00", "04:00", "06:30"])
def test_the_small_hours_count_to_the_day_before(day_ends: str) -> None:
    """Until the hour the setting names."""
    mefirst("config", "day_ends", day_ends)
    expected = "2026-11-24" if day_ends == "00:00" else "2026-11-23"
    ran = mefirst("capture", "late", "-q", "--now", "2026-11-24T03:00+00:00")
    assert shown(ran.out.strip())["on"] == expected
