"""A pack between people: given away and taken in, replaced, damaged, begun in another language; drafts outlive it."""

from pathlib import Path

import pytest

from mefirst.packs.bundle import Bundle
from mefirst.packs.library import Library
from mefirst.packs.spoken import four_words
from real_terminal import ENOUGH, ENTER, STOP, terminal
from running import mefirst

SMALL = """\
mefirst_pack: 1
id: small
version: 1.0.0
title: A small one
for: entry
questions:
  - id: hope
    type: long
    ask: What were you hoping for?
    fills: intent
    required: yes
  - id: landed
    type: long
    ask: What came back?
    fills: impact
"""
DAILY = SMALL.replace("id: small", "id: daily").replace("for: entry", "author: mefirst\nfor: entry")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)


def written(name: str, text: str = SMALL) -> None:
    Path(name).write_text(text, "utf-8")


def row(pack: str) -> dict[str, str]:
    (found,) = [one for one in mefirst("pack", "list", "--format", "json").json["packs"] if one["id"] == pack]
    return dict(found)


@pytest.mark.parametrize(("pack", "file"), [("deep", "given.zip"), ("small.yaml", "given.yaml")])
def test_what_was_exported_comes_back_as_it_was(pack: str, file: str) -> None:
    """The hash of what was added is that of the original, and its words are those that were read out."""
    written("small.yaml")
    words = mefirst("pack", "export", pack, file).out.strip()
    first = Path(file).read_bytes()
    assert mefirst("pack", "export", pack, file, "--yes").out.strip() == words
    assert Path(file).read_bytes() == first
    assert mefirst("pack", "add", file, "--expect", words, "--yes").code == 0
    files = Library.standard().files("deep") if pack == "deep" else {"pack.yaml": SMALL.encode()}
    added = row("deep" if pack == "deep" else "small")
    assert added["sha256"] == Bundle(files).digest
    assert added["words"] == words == four_words(Bundle(files).digest)


def test_a_pack_with_more_to_it_than_one_file_is_not_cut_short() -> None:
    ran = mefirst("pack", "export", "deep", "given.yaml")
    assert ran.code == 2
    assert ".zip" in ran.err
    assert not Path("given.yaml").exists()


def test_a_damaged_pack_is_mended_by_adding_it_again(home: Path) -> None:
    """As the message about the damage says."""
    written("small.yaml")
    mefirst("pack", "add", "small.yaml", "--yes")
    (pack,) = home.glob("packs/small-*/pack.yaml")
    pack.write_bytes(b"broken")
    assert row("small")["state"] == "changed: pack.yaml"
    assert mefirst("pack", "add", "small.yaml", "--yes").code == 0
    assert row("small")["state"] == "verified"


def test_what_is_there_already_is_not_added_again() -> None:
    """That is said, and nothing else; from elsewhere or pinned it is added, for that changes something."""
    written("small.yaml")
    mefirst("pack", "add", "small.yaml", "--yes")
    for flags in ((), ("--yes",)):
        ran = mefirst("pack", "add", "small.yaml", *flags)
        assert (ran.code, ran.err) == (0, "small 1.0.0 is what you have: the same to the byte.\n")
    assert mefirst("pack", "add", "small.yaml", "--yes", "--quiet").out == "small\n"
    assert "Added small 1.0.0." in mefirst("pack", "add", "small.yaml", "--yes", "--pin").err
    assert row("small")["state"] == "verified, pinned"


def test_a_pack_begun_under_a_name_that_is_taken_says_so() -> None:
    ran = mefirst("pack", "new", "daily")
    assert ran.code == 0
    assert ran.err.splitlines()[0] == (
        "There is a pack 'daily' already: this one, once added, takes its place."
    )
    assert "already" not in mefirst("pack", "new", "mine").err


def test_a_pack_that_takes_the_name_of_one_of_ours_says_whose_it_is() -> None:
    """Whatever author it names."""
    written("daily.yaml", DAILY)
    added = mefirst("pack", "add", "daily.yaml", "--yes")
    assert "Written by mefirst, not by mefirst." in added.err
    assert "It takes the place of the pack 'daily' that came with mefirst." in added.err
    assert "not by mefirst" in mefirst("pack", "show", "daily").out
    assert "not by mefirst" in mefirst("pack", "show", "daily.yaml").out
    assert "not by mefirst" not in mefirst("pack", "show", "weekly").out
    mefirst("pack", "remove", "daily", "--yes")
    assert "not by mefirst" not in mefirst("pack", "show", "daily").out


def test_an_open_draft_goes_on_as_it_began_after_its_pack_was_updated() -> None:
    """The whole pack lies in the draft: the new wording waits for the next reflection."""
    written("small.yaml")
    mefirst("pack", "add", "small.yaml", "--yes")
    with terminal("reflect", "small") as session:
        session.answer("What were you hoping for?", "peace", ENTER)
        session.answer("What came back?", STOP)
        session.ended()
    written("small.yaml", SMALL.replace("1.0.0", "2.0.0").replace("id: landed", "id: arrived"))
    assert mefirst("pack", "add", "small.yaml", "--yes").code == 0
    with terminal("reflect", "--resume") as session:
        session.answer("What came back?", "a smile", ENTER, ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
    entry = mefirst("show", "last", "--format", "json").json["entry"]
    assert (entry["impact"], entry["pack"]["version"]) == ("a smile", "1.0.0")


def test_somebody_is_asked_which_question_is_the_intent_and_which_the_impact() -> None:
    """The ones found by their words are offered; another is chosen by its number."""
    written("questions.txt", "Who?\nWhat did you hope for?\nWhat was the impact?\nWhat else came back?\n")
    with terminal("pack", "new", "asked", "--from", "questions.txt") as session:
        session.answer("Which one asks what was meant?", ENTER)
        session.answer("Which one asks what arrived?", "4", ENTER)
        session.see("Written: asked/pack.yaml")
        assert session.ended() == 0
    asked = mefirst("pack", "show", "asked", "--format", "json").json["pack"]["questions"]
    assert [one["fills"] for one in asked] == [None, "intent", None, "impact"]


def test_a_pack_of_german_questions_is_german() -> None:
    """Its questions say so; another language is given by its tag."""
    questions = "Was wolltest du erreichen?\nWas kam bei ihr an?\nWie war die Wirkung?\n"
    written("fragen.txt", questions)
    assert mefirst("pack", "new", "nachher", "--from", "fragen.txt").code == 0
    assert "language: de\n" in Path("nachher/pack.yaml").read_text("utf-8")
    assert mefirst("pack", "check", "nachher").code == 0
    assert mefirst("pack", "new", "efter", "--from", "fragen.txt", "--lang", "sv").code == 0
    assert "language: sv\n" in Path("efter/pack.yaml").read_text("utf-8")
    assert mefirst("pack", "new", "no", "--from", "fragen.txt", "--lang", "Deutsch!").code == 2


@pytest.mark.parametrize("arguments", [(), ("--from", "questions.txt")])
def test_a_pack_that_is_begun_tells_editors_where_its_schema_is(arguments: tuple[str, ...]) -> None:
    written("questions.txt", "What did you hope for?\nWhat came back, what was the impact?\n")
    assert mefirst("pack", "new", "begun", *arguments).code == 0
    first, second = Path("begun/pack.yaml").read_text("utf-8").splitlines()[:2]
    assert first == "# yaml-language-server: $schema=pack.schema.json"
    assert second.endswith("mefirst schema pack > pack.schema.json")
    Path("begun/pack.schema.json").write_text("{}", "utf-8")  # beside the pack, and no part of it
    assert mefirst("pack", "check", "begun").code == 0


@pytest.mark.parametrize("name", ["con", "lpt1", "null", "x", "Ünlaut", "../up"])
def test_a_name_that_no_pack_can_have_is_refused_with_another(name: str) -> None:
    ran = mefirst("pack", "new", name)
    assert ran.code == 2
    assert "Perhaps: " in ran.err
    assert list(Path().iterdir()) == []
