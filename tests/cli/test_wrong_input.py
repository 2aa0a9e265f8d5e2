"""Whatever is typed wrong: a clear message of at most three lines, the right exit code, and nothing written."""

from pathlib import Path

import pytest

from mefirst.cli.context import Context
from mefirst.journal.store import Journal
from running import (
    ANSWERS,
    EFFECT,
    NOW,
    answers,
    forbidden,
    mefirst,
    noted,
    process,
    records,
    reflected,
    tree,
)
from samples import RECORDED, entry

REFLECT = ("reflect", "--answers", "-")
NEEDED = ("reflect", "--set", "moment=a", "--set", "intent=b")

Wrong = tuple[str, tuple[str, ...], bytes, int, tuple[str, ...]]
"""What is wrong; the command line; what stands on stdin; the exit code; what is said."""

WRONG: list[Wrong] = [
    ("a pack whose name is too long for a file", ("reflect", "x" * 300), b"", 4, ("There is no pack 'xxx",)),
    ("unknown pack", ("reflect", "dayly", "--answers", "-"), answers(), 4,
     ("There is no pack 'dayly'. Did you mean 'daily'?", "Packs here: ")),
    ("no answers and no terminal", ("reflect",), b"", 2,
     ("An answer is needed: 'moment', 'intent'.", "There is no terminal to ask, and it was not given.",
      "Give it with --set moment=… or in an --answers file.")),
    ("a required answer missing", REFLECT, answers(intent=None), 2, ("An answer is needed: 'intent'.",)),
    ("a required answer blank", REFLECT, answers(intent="  "), 2,
     ("The answer to 'intent' cannot be used.", "This one needs an answer.")),
    ("a value off the scale", REFLECT, answers(effect={**EFFECT, "seen": 4}), 2,
     ("The answer to 'effect' cannot be used.", "'4' is not on the scale: whole numbers from −3 to +3.")),
    ("a value between the points", REFLECT, answers(effect={**EFFECT, "seen": 0.5}), 2, ("'0.5' is not on",)),
    ("a value that is a switch", REFLECT, answers(effect={**EFFECT, "seen": True}), 2, ("'True' is not on",)),
    ("unknown dimension", REFLECT, answers(effect={**EFFECT, "dimension": "trsut"}), 2,
     ("'trsut' is not a dimension. Did you mean 'trust'? Known: clarity",)),
    ("unknown part of an effect", REFLECT, answers(effect={**EFFECT, "sen": 1}), 2,
     ("'sen' is no part of an effect. Did you mean 'seen'?",)),
    ("one line twice", REFLECT, answers(effect=[EFFECT, {**EFFECT, "toward": " DEPUTY"}]), 2,
     ("Two lines have the same dimension and the same person.",)),
    ("four effects", REFLECT, answers(effect=[{"dimension": one} for one in ("trust", "energy", "growth", "clarity")]),
     2, ("At most 3, please; these are 4.",)),
    ("a report to come", REFLECT,
     answers(effect={**EFFECT, "reported": {"by": "deputy", "value": 1, "on": "2026-11-24"}}), 2,
     ("The latest day possible here is 2026-11-23.",)),
    ("an answer of another kind", REFLECT, answers(moment=3), 2,
     ("The answer to 'moment' cannot be used.", "A text was expected.")),
    ("an option that is none", REFLECT, answers(sphere="office"), 2, ("'office' is none of the answers.",)),
    ("too many options", REFLECT, answers(drive=["help", "hurry", "achieve"]), 2, ("At most 2, please",)),
    ("unknown questions", REFLECT, answers(momnt="x", zebra="y"), 2,
     ("The pack 'daily' has no question 'momnt', 'zebra'. Did you mean 'moment'?", "It asks: moment sphere")),
    ("unknown question in --set", ("reflect", "--set", "intnt=x"), b"", 2, ("Did you mean 'intent'?",)),
    ("--set without =", ("reflect", "--set", "moment"), b"", 2, ("--set takes ID=VALUE; 'moment' has no '='.",)),
    ("--set with a broken map", (*NEEDED, "--set", "effect={dimension: trust"), b"", 2, ("YAML stumbles here",)),
    ("answers that are not YAML", REFLECT, b"moment: [unclosed\nintent: x\n", 2,
     ("The answers in the standard input cannot be read.", "Line 2, column 7: YAML stumbles here")),
    ("answers that are not JSON", REFLECT, b'{"moment": "a",}', 2, ("As JSON, it is not JSON (line 1, column 1",)),
    ("one answer twice in JSON", REFLECT, b'{"moment": "a", "moment": "b"}', 2, ("it has 'moment' twice",)),
    ("one answer twice in YAML", REFLECT, b"moment: a\nmoment: b\n", 2, ("'moment' stands here a second time",)),
    ("answers that are not UTF-8", REFLECT, b"moment: caf\xe9\n", 2, ("This line is not UTF-8 text.",)),
    ("answers that are a list", REFLECT, b"- moment\n", 2, ("It is not a map of answers.",)),
    ("answers that are empty", REFLECT, b"\n", 2, ("The file is empty.",)),
    ("answers with half a character", REFLECT, b'{"moment": "\\ud800", "intent": "x"}', 2, ("a lone surrogate",)),
    ("an invisible control in YAML", REFLECT, b"moment: a\x1b[31m\n", 2, ("U+001B",)),
    ("an answers file that is not there", ("reflect", "--answers", "none.yaml"), b"", 2,
     ("The answers in none.yaml cannot be read.", "No such file or directory")),
    ("a folder as answers file", ("reflect", "--answers", "."), b"", 2, ("Is a directory",)),
    ("--on that is no date", (*REFLECT, "--on", "23.11.2026"), answers(), 2,
     ("'23.11.2026' is not a day to reflect on.", "A date reads YYYY-MM-DD; today and yesterday work too.")),
    ("--on a day there is not", (*REFLECT, "--on", "2026-02-30"), answers(), 2, ("'2026-02-30' is not a day",)),
    ("--on a day to come", (*REFLECT, "--on", "2026-11-24"), answers(), 2,
     ("'2026-11-24' is not a day to reflect on.", "It lies in the future; today is 2026-11-23.")),
    ("capture on a day to come", ("capture", "x", "--on", "2026-11-24"), b"", 2, ("It lies in the future",)),
    ("nothing to capture", ("capture",), b" \n", 2, ("There is nothing to put down.",)),
    ("nothing but blanks to capture", ("capture", " "), b"", 2, ("There is nothing to put down.",)),
    ("capture of what is no text", ("capture",), b"\xff\xfe", 2, ("What was piped in is not UTF-8 text.",)),
    ("--resume without a journal", ("reflect", "--resume"), b"", 4, ("There is no journal 'default' yet.",)),
    ("--resume and --discard", ("reflect", "--resume", "--discard"), b"", 2, ("do not go together",)),
    ("--from and --on", (*REFLECT, "--from", "last", "--on", "today"), answers(), 2, ("do not go together",)),
    ("--from without a journal", (*REFLECT, "--from", "last"), answers(), 4, ("There is no journal 'default' yet.",)),
    ("a bad PERIOD", ("list", "fortnight"), b"", 2,
     ("'fortnight' is not a period.", "Periods: today week last-week month 7d")),
    ("a PERIOD with a month 13", ("gaps", "2026-13"), b"", 2,
     ("'2026-13' is not a period.", "Month must be in 1..12")),
    ("a PERIOD that ends before it begins", ("list", "2026-12..2026-11"), b"", 2,
     ("It ends (2026-11-30) before it begins (2026-12-01).",)),
    ("a PERIOD of no days", ("gaps", "0d"), b"", 2, ("'0d' is not a period.",)),
    ("an unknown --format", ("list", "--format", "xml"), b"", 2,
     ("Invalid value for '--format': 'xml' is not one of 'table', 'plain', 'json', 'jsonl'.",)),
    ("a --format another command has", ("gaps", "--format", "jsonl"), b"", 2, ("'jsonl' is not one of",)),
    ("an unknown --by", ("gaps", "--by", "mood"), b"", 2, ("'mood' is not one of 'dimension', 'person'",)),
    ("an unknown command", ("refelct",), b"", 2,
     ("mefirst has no command 'refelct'. Did you mean 'reflect'?", "mefirst --help shows them all.")),
    ("an unknown command of a command", ("pack", "shwo"), b"", 2,
     ("mefirst pack has no command 'shwo'. Did you mean 'show'?", "mefirst pack --help shows them all.")),
    ("a command unlike any", ("qqq",), b"", 2, ("mefirst has no command 'qqq'.\n",)),
    ("an unknown option", ("list", "--revers"), b"", 2,
     ("No such option: --revers", "mefirst list --help shows how it is used.")),
    ("an option without its value", ("list", "--now"), b"", 2, ("Option '--now' requires an argument.",)),
    ("an argument too many", ("list", "7d", "8d"), b"", 2, ("Got unexpected extra argument",)),
    ("a missing ENTRY", ("ask",), b"", 2, ("Missing argument 'ENTRY'.",)),
    ("an option before the command", ("--journal", "work", "list"), b"", 2,
     ("'--journal' stands before 'list', where it does nothing.", "Options stand behind the command")),
    ("--now before the command", ("--now", NOW, "list"), b"", 2, ("'--now' stands before 'list'",)),
    ("--journal with a path", ("list", "--journal", "../elsewhere"), b"", 2,
     ("'../elsewhere' cannot be the name of a journal.", "Letters, digits, . _ - make a name.")),
    ("--journal without a name", (*REFLECT, "--journal", ""), answers(), 2, ("'' cannot be the name of a journal.",)),
    ("--journal that is hidden", ("capture", "x", "--journal", ".git"), b"", 2, ("'.git' cannot be the name",)),
    ("a bad --now", ("list", "--now", "yesterday"), b"", 2,
     ("'yesterday' is not a date and time.", "Write it like 2026-11-23T18:41 or 2026-11-23T18:41+01:00.")),
    ("--now without an hour", ("list", "--now", "2026-11-23"), b"", 2, ("'2026-11-23' is not a date and time.",)),
    ("--now before time", ("list", "--now", "0001-01-01T00:00"), b"", 2, ("is not a date and time.",)),
    ("--now after time", (*REFLECT, "--now", "9999-12-31T23:59"), answers(), 2, ("is not a date and time.",)),
    ("a limit that is no number", ("list", "--limit", "few"), b"", 2, ("'few' is not how many moments to take.",)),
    ("a limit of nothing", ("list", "-n", "0"), b"", 2, ("Give a whole number from 1",)),
    ("a filter on an unknown dimension", ("list", "--dimension", "trus"), b"", 2,
     ("'trus' is not a dimension. Did you mean 'trust'?",)),
    ("an unknown setting", ("config", "focsu"), b"", 2, ("'focsu' is not a setting. Did you mean 'focus'?",)),
    ("a setting of another kind", ("config", "day_ends", "4"), b"", 2,
     ("'4' is no value for 'day_ends'.", "It takes a time such as 04:00.")),
    ("an unknown focus", ("config", "focus", "trst"), b"", 2, ("'trst' is not a dimension. Did you mean 'trust'?",)),
    ("--unset of what", ("config", "--unset"), b"", 2, ("--unset needs to know which setting.",)),
    ("--unset and a value", ("config", "plain", "yes", "--unset"), b"", 2, ("do not go together",)),
    ("a name too long for a file", ("demo", "--keep", "x" * 300), b"", 1, ("The system refused: File name too long.",)),
    ("lines in an argument", ("li\nst",), b"", 2, ("mefirst has no command 'li␤st'.",)),
    ("lines in a period", ("list", "a\nb\nc\nd"), b"", 2, ("'a␤b␤c␤d' is not a period.",)),
    ("an escape in an option", ("list", "--\x1b[31mred"), b"", 2, (r"No such option: --\x1b[31mred",)),
]  # fmt: skip


@pytest.mark.parametrize("wrong", [pytest.param(case, id=case[0]) for case in WRONG])
def test_wrong_input_is_named_and_nothing_is_written(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: Wrong
) -> None:
    """Exit code, at most three lines on stderr, nothing on stdout, no traceback, and no home begun."""
    _, arguments, stdin, code, said = wrong
    monkeypatch.chdir(tmp_path)
    now = () if "--now" in arguments or (code == 2 and "has no command" in said[0]) else ("--now", NOW)
    ran = mefirst(*arguments, *now, stdin=stdin)
    assert (ran.code, ran.out) == (code, "")
    for words in said:
        assert words in ran.err
    assert 1 <= len(ran.err.splitlines()) <= 3
    assert "Traceback" not in ran.err
    assert "stumbled" not in ran.err
    assert not forbidden(ran.err)
    assert not home.exists()


READING = [
    ("list",),
    ("gaps",),
    ("show", "last"),
    ("ask", "last", "--of", "x"),
    ("impact", "last", "--text", "x"),
]


@pytest.mark.parametrize("arguments", READING, ids=lambda words: words[0])
def test_reading_where_no_journal_is_names_the_path(home: Path, arguments: tuple[str, ...]) -> None:
    """Exit 4 with the path looked at, so that a cron job with another environment reports no empty week."""
    ran = mefirst(*arguments)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.splitlines() == [
        "There is no journal 'default' yet.",
        f"Looked at {home / 'journals' / 'default'}",
        "mefirst reflect or mefirst journal init begins one; MEFIRST_HOME or --journal points elsewhere.",
    ]
    assert not home.exists()


@pytest.mark.parametrize("words", [("--journal", "work"), ("--format", "json")])
def test_the_screen_of_a_named_journal_or_for_a_script_needs_a_journal(
    home: Path, words: tuple[str, str]
) -> None:
    """Only the plain `mefirst` of a beginner is friendly about it."""
    ran = mefirst(*words)
    assert (ran.code, ran.out) == (4, "")
    assert not home.exists()


FILTERS = [
    (("--dimension", "trus"), "'trus' is not a dimension. Did you mean 'trust'?"),
    (("--sphere", "work"), "'work' is not a sphere."),
    (("--state", "done"), "'done' is not a state."),
]


@pytest.mark.parametrize(("words", "said"), FILTERS)
def test_a_filter_outside_its_vocabulary_is_refused(words: tuple[str, ...], said: str) -> None:
    """Rather than finding nothing."""
    reflected()
    ran = mefirst("list", *words, "--now", NOW)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)


HAVING_A_JOURNAL = [
    (("show", "zzzzzz"), 4, "There is no entry 'zzzzzz' in the journal default."),
    (("show", "abc"), 4, "There is no entry 'abc' in the journal default.\nA handle needs at least four"),
    (
        ("show", "1"),
        4,
        "There is no entry '1' in the journal default.\nA handle needs at least four of its characters.",
    ),
    (("show", "20261123-4k7q0z2xwm"), 4, "There is no entry '20261123-4k7q0z2xwm'"),
    (("show", "../../etc"), 4, "There is no entry '../../etc'"),
    (("show", ""), 4, "There is no entry ''"),
    (("ask", "zzzzzz", "--of", "deputy"), 4, "There is no entry 'zzzzzz'"),
    (("impact", "zzzzzz", "--by", "deputy", "--value", "1"), 4, "There is no entry 'zzzzzz'"),
    (
        ("reflect", "--from", "zzzzzz", "--set", "moment=x", "--set", "intent=y"),
        4,
        "There is no entry 'zzzzzz'",
    ),
    (("reflect", "--resume"), 4, "There is no draft kept."),
    (("reflect", "abcd", "--resume"), 4, "There is no draft 'abcd'."),
    (("reflect", "--discard"), 4, "There is no draft kept."),
    (("ask", "last", "--of", "deputy"), 2, "An answer is needed: '--expect'."),
    (("ask", "last", "--of", "deputy", "--expect", "4"), 2, "The answer to '--expect' cannot be used."),
    (("ask", "last", "--of", "deputy", "--dimension", "trst"), 2, "'trst' is not a dimension."),
    (("impact", "last"), 2, "An answer is needed: '--value', '--seen', '--text'."),
    (("impact", "last", "--by", "deputy", "--value", "−4"), 2, "The answer to '--value' cannot be used."),
    (("impact", "last", "--by", "deputy", "--value", "x"), 2, "The answer to '--value' cannot be used."),
    (("impact", "last", "--seen", "9"), 2, "The answer to '--seen' cannot be used."),
    (("impact", "last", "--value", "1"), 2, "'--by' is missing."),
    (("impact", "last", "--by", "deputy", "--seen", "1"), 2, "'--value' is missing."),
    (("impact", "last", "--by", " ", "--value", "1"), 2, "The answer to '--by' cannot be used."),
    (("impact", "last", "--text", ""), 2, "The answer to '--text' cannot be used."),
    (
        ("impact", "last", "--seen", "1", "--quote", "fine"),
        2,
        "--quote and --how belong to what somebody said.",
    ),
    (
        ("impact", "last", "--by", "d", "--value", "1", "--how", "sms"),
        2,
        "Invalid value for '--how': 'sms' is not",
    ),
    (("impact", "last", "--by", "d", "--value", "1", "--dimension", "trst"), 2, "'trst' is not a dimension."),
]


@pytest.mark.parametrize(
    ("arguments", "code", "said"), HAVING_A_JOURNAL, ids=[" ".join(words) for words, *_ in HAVING_A_JOURNAL]
)
def test_wrong_input_leaves_a_journal_as_it_was(
    home: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """With a journal there: the exit code, the message, and every byte below the home as before."""
    reflected()
    before = tree(home)
    ran = mefirst(*arguments, "--now", NOW)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(said)
    assert len(ran.err.splitlines()) <= 3
    assert tree(home) == before


def test_a_prefix_that_fits_two_entries_names_both_with_their_days(journal: Journal, home: Path) -> None:
    """Exit 2, and one character more is enough; prefixes are of any case, o is 0 and l is 1."""
    journal.add(entry("20261123-4k7q0z2xwm", recorded_at=RECORDED, situation="one"))
    journal.add(entry("20261122-4k7q1z2xwm", recorded_at=RECORDED, situation="two"))
    before = tree(home)
    for command in ("show", "ask", "impact"):
        ran = mefirst(command, "4k7q")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "'4k7q' fits 2 entries: 20261122-4k7q1z2xwm, 20261123-4k7q0z2xwm\nType more of the one you mean.\n"
        )
    assert "one" in mefirst("show", "4K7QO").out
    assert "two" in mefirst("show", "4k7ql").out
    assert tree(home) == before


def test_last_before_anything_was_written_on_this_device(journal: Journal) -> None:
    """A journal that came from elsewhere has no `last` here."""
    journal.add(entry())
    ran = mefirst("show", "last")
    assert (ran.code, ran.out) == (4, "")
    assert "There is no 'last'" in ran.err


def test_a_damaged_record_is_named_and_the_rest_still_reads(home: Path) -> None:
    """Exit 3; the whole rest on stdout, the name on stderr and in JSON."""
    reflected(moment="the whole one")
    reflected(moment="the broken one")
    broken = next(path for path in home.rglob("2026*.json") if b"the broken one" in path.read_bytes())
    broken.write_bytes(broken.read_bytes().replace(b"broken", b"BROKEN"))
    named = f"Damaged: {broken.name} (it was changed outside mefirst). The rest was read.\n"
    for words in (("list",), ("list", "--format", "plain"), ("gaps",), ("gaps", "--format", "plain"), ()):
        ran = mefirst(*words, "--now", NOW)
        assert ran.code == 3
        assert ran.err == named
        assert ran.out
    assert "the whole one" in mefirst("list", "--now", NOW).out
    document = mefirst("list", "--format", "json", "--now", NOW)
    assert (document.code, document.json["damaged"]) == (3, [broken.name])
    assert [one["situation"] for one in document.json["entries"]] == ["the whole one"]
    lines = mefirst("list", "--format", "jsonl", "--now", NOW)
    assert (lines.code, len(lines.out.splitlines()), lines.err) == (3, 1, named)
    gaps = mefirst("gaps", "--format", "json", "--now", NOW)
    assert (gaps.code, gaps.json["damaged"], gaps.json["counts"]["entries"]) == (3, [broken.name], 1)
    shown = mefirst("show", broken.name[9:15], "--now", NOW)
    assert (shown.code, shown.out) == (3, "")
    assert shown.err.startswith(f"{broken.name} is damaged: it was changed outside mefirst.")


def test_a_damaged_revision_leaves_the_one_before_readable(home: Path) -> None:
    """`show` gives what can be read, names what cannot, and exits with 3."""
    reflected()
    mefirst("impact", "last", "--by", "deputy", "--value", "-1", "--now", NOW)
    second = next(path for path in home.rglob("*.2-*.json"))
    second.write_bytes(b"")
    ran = mefirst("show", "last", "--format", "json", "--now", NOW)
    assert (ran.code, ran.json["damaged"], ran.json["entry"]["revision"]) == (3, [second.name], 1)
    assert ran.err.startswith(f"Damaged: {second.name} (it is empty).")


MARKERS = [
    (b'{"format": "mefirst/2", "journal": "x"}', "was written by a newer mefirst (mefirst/2)."),
    (b"", "is damaged: it is empty."),
    (b'{"format": "mefirst/1", "journal": "../../x"}', "is damaged: it does not name a journal."),
    (b"not json", "is damaged: it is not JSON (line 1, column 1)."),
]


@pytest.mark.parametrize(("marker", "said"), MARKERS)
def test_a_journal_that_is_newer_or_damaged_is_not_written(home: Path, marker: bytes, said: str) -> None:
    """Exit 3 for reading and for writing; not a byte changes."""
    reflected()
    (home / "journals" / "default" / "format.json").write_bytes(marker)
    before = tree(home)
    for words in (("list",), ("capture", "x"), ("show", "last"), ()):
        ran = mefirst(*words, "--now", NOW)
        assert (ran.code, ran.out) == (3, "")
        assert said in ran.err
    assert tree(home) == before


SETTINGS = [
    (b"day_ends = 4\n", "It takes a time such as 04:00."),
    (b"plain = \n", "Invalid value"),
    (b"\xff\xfe", "utf-8"),
]


@pytest.mark.parametrize(("text", "said"), SETTINGS)
def test_settings_that_cannot_be_read_are_named(home: Path, text: bytes, said: str) -> None:
    """Exit 2 with the path and the reason, before anything is written."""
    home.mkdir()
    (home / "config.toml").write_bytes(text)
    ran = mefirst("reflect", "--answers", "-", "--now", NOW, stdin=answers())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"The settings in {home / 'config.toml'} cannot be read.\n")
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 3
    assert list(tree(home)) == ["config.toml"]


def test_a_bug_is_told_without_a_word_of_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three lines with versions; MEFIRST_DEBUG=1 shows where, never what was written."""

    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError("the words of my entry")

    monkeypatch.setattr(Context, "format", stumble)
    noted("the words of my entry")
    ran = mefirst("show", "last", "--now", NOW)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("mefirst stumbled over its own feet: RuntimeError in cli/test_wrong_input.py:")
    assert len(ran.err.splitlines()) == 3
    monkeypatch.setenv("MEFIRST_DEBUG", "1")
    debug = mefirst("show", "last", "--now", NOW)
    assert "RuntimeError (its words are left out" in debug.err
    assert "src/mefirst/cli/show.py" in debug.err
    assert "words of my entry" not in (ran.err + debug.err).replace(
        'raise RuntimeError("the words of my entry")', ""
    )


def test_an_argument_that_is_no_text_is_refused(home: Path) -> None:
    """A byte that is no UTF-8, as an old terminal may send it: not saved, and said why."""
    ran = process("capture", b"caf\xe9".decode("utf-8", "surrogateescape"))
    assert (ran.code, ran.out) == (1, "")
    assert "Not saved: it holds half a character (a lone surrogate)." in ran.err
    assert not records(home)


def test_answers_are_as_the_sample_says() -> None:
    """The table above changes one thing each in answers that are fine as they are."""
    assert mefirst(*REFLECT, "--now", NOW, stdin=answers()).code == 0
    assert set(ANSWERS) == {"moment", "who", "intent", "impact", "effect"}
