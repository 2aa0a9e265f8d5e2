"""`mefirst ask` and `mefirst impact`: how an estimate becomes what they said."""

from pathlib import Path
from typing import Any

import pytest

from running import EFFECT, NOW, mefirst, noted, records, reflected, shown, tree

TWO = [EFFECT, {**EFFECT, "dimension": "clarity", "toward": "board", "intended": 1}]
SAME = [EFFECT, {**EFFECT, "toward": "board"}]


def ask(*words: str) -> Any:
    return mefirst("ask", "last", *words, "--now", NOW)


def impact(*words: str) -> Any:
    return mefirst("impact", "last", *words, "--now", NOW)


def line(number: int = 0) -> dict[str, Any]:
    """Return an effect of the entry last written."""
    found: dict[str, Any] = shown("last")["effects"][number]
    return found


def test_ask_keeps_the_guess_and_prints_a_message_to_paste() -> None:
    """The message alone on stdout; what was kept and what comes next on stderr."""
    record_id = reflected()
    ran = ask("--of", "deputy", "--expect", "-2")
    assert ran.code == 0
    assert ran.out == (
        "Today I meant: “Help her look good in front of the board”. How did it land, from −3 (damaged our trust) "
        "to +3 (strengthened it)? A number is enough. I will only say thank you.\n"
    )
    assert ran.err.splitlines() == [
        f"Your guess is kept with {record_id[9:15]}. To paste:",
        f"When they answer:  mefirst impact {record_id[9:15]} --by deputy --dimension trust --value N",
    ]
    assert (line()["predicted"], line()["meta"], line()["status"]) == (-2, None, "estimated")


def test_the_guess_is_compared_with_what_they_said() -> None:
    """“You expected −2. They said −1.”, and the difference is stored as asked for."""
    reflected()
    ask("--of", "deputy", "--expect", "−2")
    ran = impact("--by", "deputy", "--value", "-1", "--quote", "It was fine")
    assert ran.err.splitlines()[0] == "You expected −2. They said −1."
    assert ran.err.splitlines()[1].startswith("Saved ")
    report = line()["reported"]
    assert (line()["meta"], line()["blind"], line()["gap"]) == (-1, -1, -3)
    assert report == [
        {"by": "deputy", "value": -1, "on": "2026-11-23", "how": "asked", "quote": "It was fine"}
    ]


def test_a_guess_about_one_person_is_not_compared_with_what_another_says() -> None:
    reflected()
    ask("--of", "deputy", "--expect", "-2")
    assert "You expected" not in impact("--by", "board", "--value", "2").err
    assert "You expected −2. They said +1." in impact("--by", "Deputy", "--value", "1").err


def test_without_a_guess_nothing_is_compared() -> None:
    """And what came unasked is stored as told."""
    reflected()
    ran = impact("--by", "deputy", "--value", "-1")
    assert "You expected" not in ran.err
    assert line()["reported"][0]["how"] == "told"


@pytest.mark.parametrize(
    ("dimension", "ends"),
    [
        ("clarity", "from −3 (left things much less clear) to +3 (made things much clearer)"),
        ("safety", "from −3 (made it harder to speak up) to +3 (made it easier)"),
        ("closeness", "from −3 (put distance between us) to +3 (brought us closer)"),
    ],
)
def test_the_ends_of_the_scale_are_worded_for_the_dimension(dimension: str, ends: str) -> None:
    """Nobody has to know our words to answer."""
    reflected(effect={**EFFECT, "dimension": dimension})
    assert ends in ask("--of", "deputy", "--expect", "0").out


def test_the_day_of_a_message() -> None:
    """Today, a weekday, or a date."""
    reflected()
    for now, day in (
        ("2026-11-24", "Yesterday"),
        ("2026-11-27", "On Monday"),
        ("2026-12-24", "On Mon 23 Nov"),
    ):
        ran = mefirst("ask", "last", "--of", "deputy", "--expect", "0", "--now", f"{now}T12:00+00:00")
        assert ran.out.startswith(f"{day} I meant: ")


def test_ask_of_the_only_one_there_needs_no_alias() -> None:
    """With two it has to be said."""
    reflected()
    assert ask("--expect", "1").code == 0
    reflected(effect=TWO)
    ran = ask("--expect", "1")
    assert ran.code == 2
    assert ran.err.startswith("An answer is needed: '--of'.")


def test_ask_about_a_moment_without_effects_prints_a_general_message(home: Path) -> None:
    """There is no line to keep a guess with: none is asked for, and one that is given is refused."""
    noted("the stand-up")
    before = tree(home)
    ran = ask("--of", "team lead")
    assert ran.code == 0
    assert ran.out.startswith(
        "Today I have been thinking of our talk. How did it land, from −3 (it did harm)"
    )
    assert ran.err.endswith('--by "team lead" --dimension NAME --intended N --value N\n')
    refused = ask("--of", "team lead", "--expect", "1")
    assert (refused.code, refused.out) == (2, "")
    assert tree(home) == before


def test_ask_about_a_dimension_the_entry_has_not_is_refused() -> None:
    """Rather than asking about something else."""
    reflected()
    ran = ask("--of", "deputy", "--dimension", "clarity", "--expect", "1")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Entry ")
    assert "has no effect of clarity" in ran.err
    assert "It has: trust toward deputy." in ran.err


@pytest.mark.parametrize(
    ("effects", "words", "changed"),
    [
        ([EFFECT], ("--by", "deputy"), 0),
        ([EFFECT], ("--by", "DEPUTY "), 0),
        ([EFFECT], ("--by", "finance"), 0),
        (TWO, ("--by", "deputy"), 0),
        (TWO, ("--by", "board"), 1),
        (TWO, ("--by", "finance", "--dimension", "clarity"), 1),
        (TWO, ("--by", "finance", "--toward", "board"), 1),
        (SAME, ("--by", "board", "--dimension", "trust"), 1),
        (SAME, ("--by", "board", "--toward", "deputy"), 0),
        ([{**EFFECT, "toward": None}], ("--by", "deputy"), 0),
    ],
)
def test_which_line_what_they_said_belongs_to(
    effects: list[dict[str, Any]], words: tuple[str, ...], changed: int
) -> None:
    """The line toward them, else the only one (of the dimension or the person, if given)."""
    reflected(effect=effects)
    ran = impact(*words, "--value", "3")
    assert ran.code == 0, ran.err
    told = [[one["value"] for one in effect["reported"]] for effect in shown("last")["effects"]]
    assert told == [[3] if number == changed else [] for number in range(len(effects))]


@pytest.mark.parametrize(
    ("effects", "words", "said"),
    [
        (TWO, ("--by", "finance"), "has 2 effects: trust toward deputy; clarity toward board."),
        (
            SAME,
            ("--by", "finance", "--dimension", "trust"),
            "has 2 effects: trust toward deputy; trust toward board.",
        ),
        ([EFFECT], ("--by", "deputy", "--dimension", "clarity"), "has no effect of clarity."),
        ([EFFECT], ("--by", "deputy", "--toward", "board"), "has no effect toward board."),
        (None, ("--by", "deputy"), "has no effect to add to."),
    ],
)
def test_a_line_that_cannot_be_told_is_not_guessed(
    home: Path, effects: list[dict[str, Any]] | None, words: tuple[str, ...], said: str
) -> None:
    """Exit 2 with what is there, and nothing written."""
    reflected(effect=effects)
    before = tree(home)
    ran = impact(*words, "--value", "1")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 3
    assert tree(home) == before


def test_a_new_line_is_begun_by_saying_what_was_meant() -> None:
    """--dimension and --intended; toward whoever said it, unless somebody is named."""
    reflected()
    ran = impact("--by", "board", "--dimension", "clarity", "--intended", "2", "--value", "-1")
    assert ran.code == 0
    assert "Clarity, toward board: meant +2, arrived −1." in ran.err
    assert (line(1)["toward"], line(1)["gap"], line(1)["verdict"]) == ("board", -3, "backfired")
    impact("--by", "board", "--dimension", "energy", "--toward", "team", "--intended", "1", "--value", "1")
    assert (line(2)["toward"], line(2)["verdict"]) == ("team", "landed")
    refused = impact("--by", "board", "--dimension", "growth", "--intended", "1", "--value", "1")
    assert refused.code == 2
    assert "has 3 effects already" in refused.err


def test_what_was_meant_is_not_rewritten_once_it_is_known() -> None:
    """An answer from others is no occasion to have meant something else."""
    reflected()
    ran = impact("--by", "deputy", "--dimension", "trust", "--intended", "-1", "--value", "-1")
    assert ran.code == 2
    assert ran.err.startswith("What was meant by trust toward deputy is kept already: +2.")
    assert (line()["intended"], line()["reported"]) == (2, [])
    assert impact("--by", "deputy", "--intended", "2", "--value", "-1").code == 0


def test_what_was_meant_is_filled_in_where_it_was_open() -> None:
    """A line without an intention is completed."""
    reflected(effect={"dimension": "trust", "toward": "deputy", "seen": 1})
    assert impact("--seen", "0", "--dimension", "trust", "--intended", "2").code == 0
    assert (line()["intended"], line()["seen"], line()["gap"]) == (2, 0, -2)


def test_the_latest_word_of_each_person_counts() -> None:
    """The median over people; earlier words stay in the record."""
    reflected()
    for by, value in (("deputy", "-3"), ("board", "0"), ("Deputy", "1")):
        assert impact("--by", by, "--dimension", "trust", "--value", value).code == 0
    assert [one["value"] for one in line()["reported"]] == [-3, 0, 1]
    assert (line()["received"], line()["gap"], line()["blind"]) == (0.5, -1.5, -2.5)


def test_what_is_seen_by_now_and_words_are_added() -> None:
    """--seen changes my reading, --text is put below what stood there."""
    reflected()
    ran = impact("--seen", "0", "--text", "She came back to it today")
    assert "Trust, toward deputy: meant +2, arrived 0." in ran.err
    entry = shown("last")
    assert entry["impact"] == "She said nothing for the rest of the hour\nShe came back to it today"
    assert (entry["effects"][0]["seen"], entry["effects"][0]["gap"]) == (0, -2)


def test_words_alone_complete_a_moment_that_waited() -> None:
    """State goes from awaiting-impact to complete."""
    reflected(impact=None, effect=None)
    assert shown("last")["state"] == "awaiting-impact"
    assert impact("--text", "they laughed").code == 0
    assert (shown("last")["state"], shown("last")["impact"]) == ("complete", "they laughed")


@pytest.mark.parametrize("typed", ["-1", "−1", "–1", "minus 1", " -1 "])
def test_every_minus_people_type_is_a_minus(typed: str) -> None:
    """Of a keyboard, of a text editor, of a voice."""
    reflected()
    assert impact("--by", "deputy", "--value", typed).code == 0
    assert line()["received"] == -1


def test_quiet_prints_the_id_alone() -> None:
    """For scripts, and a second revision stands beside the first."""
    record_id = reflected()
    ran = impact("--by", "deputy", "--value", "1", "--quiet")
    assert (ran.out, ran.err) == (f"{record_id}\n", "")
    assert shown("last")["revision"] == 2


def test_saying_the_same_again_writes_no_revision(home: Path) -> None:
    """A retry of a script does no harm: nothing new, nothing written."""
    reflected()
    impact("--seen", "-2")
    assert len(records(home)) == 1


def test_last_follows_what_was_written_last() -> None:
    """Adding to an older entry makes it the last."""
    older = reflected(moment="older")
    reflected(moment="newer")
    mefirst("impact", older, "--seen", "1", "--now", NOW)
    assert shown("last")["id"] == older


def test_what_somebody_said_before_is_told_from_what_counts() -> None:
    """The latest word of each is the one that counts; in every format the others stand there as said earlier."""
    record_id = reflected()
    for now, person, value in (("22", "deputy", "-1"), ("23", "Deputy", "1"), ("23", "board", "0")):
        ran = mefirst(
            "impact", record_id, "--by", person, "--value", value, "--toward", "deputy",
            "--now", f"2026-11-{now}T18:41+00:00",
        )  # fmt: skip
        assert ran.code == 0, ran.err
    table = mefirst("show", record_id, "--now", NOW).out
    assert "deputy earlier said −1, on Sunday 22 November 2026\n" in table
    assert ("Deputy said +1\n" in table, "board said 0\n" in table) == (True, True)
    plain = mefirst("show", record_id, "--format", "plain", "--now", NOW).out
    assert plain.count("earlier said") == plain.count("deputy earlier said minus 1 of trust on Sunday") == 1
    assert (
        mefirst("export", "--format", "md", "--now", NOW).out.count("deputy earlier said −1 on Sunday") == 1
    )
