"""Completion by the shells' own protocol: quick, silent, and never a way for an answer into a shell."""

import os
import shlex
from pathlib import Path
from unittest.mock import patch

import pytest

from mefirst.cli import complete
from mefirst.cli.main import COMMANDS
from mefirst.packs.library import Library
from running import EFFECT, NOW, Ran, forbidden, lay_out_sample, mefirst, process, reflected, tree
from sealing import all_sealed

PACKS = list(Library.standard().names())


def asked(line: str) -> dict[str, str]:
    """Return the environment in which bash asks for the last word of a line."""
    words = shlex.split(line)
    at = len(words) if line.endswith(" ") else len(words) - 1
    return {"_MEFIRST_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(at)}


def bash(line: str) -> list[str]:
    """Complete the last word of a line as bash asks for it."""
    with patch.dict(os.environ, asked(line)):
        ran = mefirst()
    assert (ran.code, ran.err) == (0, ""), ran.err
    return list(filter(None, ran.out.splitlines()))


def other(shell: str, line: str) -> Ran:
    """Complete a line as zsh or fish asks for it."""
    wanted = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    with patch.dict(os.environ, {"_MEFIRST_COMPLETE": f"complete_{shell}", **wanted}):
        return mefirst()


def test_a_shell_asks_a_process() -> None:
    """The protocol as bash speaks it: three variables in, words out, nothing on stderr."""
    record_id = reflected()
    for line, expected in (
        ("mefirst imp", ["impact", "import"]),
        ("mefirst show ", [record_id[9:15], "last"]),
    ):
        ran = process(env=asked(line))
        assert (ran.code, ran.err, ran.out.split()) == (0, "", expected)


def test_commands() -> None:
    """All of them, or those that begin so."""
    assert bash("mefirst ") == list(COMMANDS)
    assert bash("mefirst ca") == ["capture"]
    assert bash("mefirst c") == ["capture", "commitment", "config"]
    assert bash("mefirst nope") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("mefirst reflect ", PACKS),
        ("mefirst reflect de", ["deep"]),
        ("mefirst list --pack ", PACKS),
        ("mefirst list last-", ["last-week", "last-month", "last-quarter", "last-year"]),
        ("mefirst gaps 4", ["4w"]),
        ("mefirst gaps --dimension t", ["trust"]),
        ("mefirst list --dimension cl", ["clarity", "closeness"]),
        ("mefirst ask last --dimension e", ["energy"]),
        ("mefirst list --sphere p", ["professional", "personal"]),
        ("mefirst list --state c", ["captured", "complete"]),
        ("mefirst list --format j", ["json", "jsonl"]),
        ("mefirst gaps --by p", ["person", "pack"]),
        ("mefirst config f", ["focus"]),
        (
            "mefirst config ",
            ["focus", "day_ends", "plain", "language", "editor", "then_and_now", "unlock_command"],
        ),
        ("mefirst list --rev", ["--reverse"]),
        ("mefirst commitment ", ["list", "add", "log", "change", "next"]),
        ("mefirst commitment list --status kept-", ["kept-late"]),
        ("mefirst commitment list --kind re", ["repair"]),
    ],
)
def test_words_that_are_fixed(line: str, expected: list[str]) -> None:
    """Packs, periods, dimensions and the other vocabularies."""
    assert bash(line) == expected


def test_promises_that_are_open(home: Path) -> None:
    """By their handles; what is over is offered no more."""
    reflected(next="ask first")
    (handle,) = bash("mefirst commitment log ")
    assert bash(f"mefirst commitment change {handle[:2]}") == [handle]
    assert mefirst("commitment", "change", handle, "--kept", "--now", NOW).code == 0
    assert bash("mefirst commitment next ") == []


def test_entries_people_and_tags_come_from_the_recent_journal(home: Path) -> None:
    """Handles newest first, `last`, aliases of people present and of those an effect was meant for."""
    first = reflected(who="Team lead, deputy", effect={**EFFECT, "toward": "board"})
    second = reflected(who="deputy")
    both = [one[9:15] for one in (second, first)]
    assert set(bash("mefirst show ")) == {*both, "last"}
    assert bash(f"mefirst show {first[9:13]}") == [first[9:15]]
    assert bash("mefirst impact la") == ["last"]
    assert bash("mefirst ask ")[-1] == "last"
    assert set(bash("mefirst reflect --from ")) == {*both, "last"}
    for option in (
        "list --person",
        "list --not-person",
        "ask last --of",
        "impact last --by",
        "impact last --toward",
    ):
        assert set(bash(f"mefirst {option} ")) == {"Team lead", "deputy", "board"}, option
        assert bash(f"mefirst {option} de") == ["deputy"], option


def test_journals(home: Path) -> None:
    """Those that are there."""
    for name in ("work", "home"):
        mefirst("capture", "x", "--journal", name)
    assert sorted(bash("mefirst list --journal ")) == ["home", "work"]
    assert bash("mefirst list --journal w") == ["work"]


def test_where_nothing_is_yet_completion_is_silent_and_begins_nothing(home: Path) -> None:
    """No journal, no error, no folder."""
    assert bash("mefirst show ") == ["last"]
    assert bash("mefirst list --person ") == []
    assert bash("mefirst list --journal ") == []
    assert not home.exists()


def test_a_damaged_home_is_no_reason_to_fail(home: Path) -> None:
    """A record, a marker, settings that cannot be read: what can be offered is."""
    record_id = reflected()
    next(home.rglob("2026*.json")).write_bytes(b"")
    assert bash("mefirst show ") == ["last"]
    assert record_id
    (home / "config.toml").write_text("= =")
    assert bash("mefirst show ") == ["last"]
    (home / "journals" / "default" / "format.json").write_bytes(b"")
    assert bash("mefirst list --tag ") == []


HOSTILE = [
    "[/b] [red] [link=x]",
    '\\" <(touch pwned) ; touch pwned',
    "$(touch pwned) `touch pwned`",
    "'; touch pwned; '",
    "\x1b]0;owned\x07 \x9b31m \u202e",
    "two\nlines: a\tb",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_an_entry_in_a_completion_is_words_and_nothing_else(words: str) -> None:
    """Scripts of shells evaluate what they are offered, and Typer reads markup in it."""
    record_id = mefirst("capture", "-q", "--", words).out.strip()
    assert bash("mefirst show ") == [record_id[9:15], "last"]
    zsh = other("zsh", "mefirst show ")
    fish = other("fish", "mefirst show ")
    for ran in (zsh, fish):
        assert (ran.code, ran.err) == (0, "")
        assert not forbidden(ran.out.replace("\t", ""))
    first, last = zsh.out.strip().removeprefix("_arguments '*: :((").removesuffix("))'").splitlines()
    assert last == '"last":"the entry last written"'
    handle, _, told = first.partition(":")
    assert handle == f'"{record_id[9:15]}"'
    assert not set(told[1:-1]) & set("\"'$`\\<>()[]{};&|*?~=#!")
    handle, _, told = fish.out.splitlines()[0].partition("\t")
    assert handle == record_id[9:15]
    assert not set(told) & set("\"'$`\\<>()[]{};&|*?~=#!")


@pytest.mark.parametrize("alias", ["$(touch pwned)", "a`b`", "x;y", "it's", "*", "a\x1bb"])
def test_an_alias_no_shell_can_take_is_not_offered(alias: str) -> None:
    """It can still be typed in quotes."""
    reflected(who=[alias, "deputy"], effect=None)
    assert bash("mefirst list --person ") == ["deputy"]


def test_completing_changes_nothing(home: Path) -> None:
    """Not a byte, in a journal of some size."""
    lay_out_sample(home)
    before = tree(home)
    for line in ("mefirst ", "mefirst show ", "mefirst list --person ", "mefirst gaps --tag "):
        bash(line)
    assert tree(home) == before


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_to_install_names_the_program(shell: str) -> None:
    """What --show-completion prints, for people who install it themselves."""
    ran = process(env={"_MEFIRST_COMPLETE": f"source_{shell}"})
    assert ran.code == 0
    assert "_MEFIRST_COMPLETE" in ran.out


def test_handles_come_with_their_first_words_in_zsh() -> None:
    """One sees which entry is meant."""
    mefirst("capture", "The stand-up, it went quiet", "--now", NOW)
    assert ':"The stand-up, it went quiet"' in other("zsh", "mefirst show ").out


def test_a_key_pressed_asks_nobody_for_a_passphrase(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a locked journal nothing of it is offered, and neither its owner nor their command is asked."""
    with all_sealed():
        reflected()
        assert mefirst("partner", "add", "anna", "--role", "coach", "--weeks", "--now", NOW).code == 0
    called = tmp_path / "called"
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", shlex.join(["touch", str(called)]))
    for offered in (
        complete.entries,
        complete.commitments,
        complete.people,
        complete.tags,
        complete.partners,
    ):
        assert {word if isinstance(word, str) else word[0] for word in offered("")} <= {"last"}
    assert not called.exists()
