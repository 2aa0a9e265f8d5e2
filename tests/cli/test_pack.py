"""`mefirst pack`: from a plain text file to a pack that somebody else adds, without touching YAML."""

import json
import zipfile
from pathlib import Path

import pytest

from mefirst.packs.bundle import Bundle
from mefirst.packs.library import Library
from mefirst.packs.rehearsal import read_rehearsal
from mefirst.packs.spoken import four_words
from real_terminal import ENOUGH, ENTER, STOP, terminal
from running import NOW, mefirst, reflected, shown

QUESTIONS = """Who was there?
What was your intent before you spoke?
What would a camera have shown?
What was the impact on them?
What did their face say?
What of yours helped that along?
What stayed unsaid?
What will you try next time?
"""

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


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)


def written(name: str, text: str = SMALL) -> str:
    Path(name).write_text(text, "utf-8")
    return name


def test_the_packs_at_hand_are_listed() -> None:
    ran = mefirst("pack", "list")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == list(Library.standard().names())
    listed = mefirst("pack", "list", "--format", "json").json
    assert {one["id"] for one in listed["packs"]} == set(Library.standard().names())
    assert {one["for"] for one in listed["packs"]} == {"entry", "commitment", "review", "checkin"}


def test_a_pack_we_ship_is_listed_with_its_state_and_its_hash() -> None:
    """As those that were added are; and the document is about no journal."""
    listed = mefirst("pack", "list", "--format", "json").json
    (daily,) = (one for one in listed["packs"] if one["id"] == "daily")
    digest = Bundle(Library.standard().files("daily")).digest
    assert (daily["source"], daily["state"]) == ("shipped", "bundled")
    assert (daily["sha256"], daily["words"]) == (digest, four_words(digest))
    assert listed["journal"] is None


def test_the_packs_in_plain_words_are_a_sentence_each() -> None:
    written("small.yaml")
    mefirst("pack", "add", "small.yaml", "--yes")
    told = mefirst("pack", "list", "--format", "plain").out.splitlines()
    words = four_words(Bundle({"pack.yaml": SMALL.encode()}).digest)
    source = f"added from file {Path.cwd() / 'small.yaml'}, verified"
    assert f"small 1.0.0: A small one, for: entry, {source}, four words {words}." in told
    assert len(told) == len(Library.standard().names()) + 1
    assert "came with mefirst" in told[0]
    assert not any(sign in one for one in told for sign in "·→(")


@pytest.mark.parametrize("name", Library.standard().names())
def test_every_pack_we_ship_passes_the_strict_check(name: str) -> None:
    """Form, logic, translation, rehearsals and wording: not even a warning."""
    ran = mefirst("pack", "check", str(Library.standard().bundled / name), "--strict")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("it can be used.\n")


def test_every_question_is_shown_with_what_it_fills() -> None:
    ran = mefirst("pack", "show", "daily")
    assert "5. intent (long, fills intent, required)" in ran.out
    assert "9. gap (long, fills gap, asked if effect.gap is at most -1)" in ran.out
    assert mefirst("pack", "show", "daily", "--format", "json").json["pack"]["questions"][0]["id"] == "moment"


def test_from_plain_questions_to_a_checked_and_exported_pack() -> None:
    """Eight lines of text, no YAML: new, check, try, export, and somebody else adds it by its four words."""
    written("questions.txt", QUESTIONS)
    assert mefirst("pack", "new", "after-the-talk", "--from", "questions.txt").code == 0
    assert mefirst("pack", "check", "after-the-talk", "--strict").code == 0
    written("answers.yaml", "what_was_your_intent: calm\nwhat_was_the_impact: silence\n")
    tried = mefirst("pack", "try", "after-the-talk", "--answers", "answers.yaml")
    assert "intent: calm" in tried.out
    words = mefirst("pack", "export", "after-the-talk", "given.zip").out.strip()
    assert len(words.split()) == 4
    assert mefirst("pack", "add", "given.zip", "--expect", words, "--yes").code == 0
    assert "after-the-talk" in mefirst("pack", "list").out
    saved = mefirst("reflect", "after-the-talk", "--answers", "answers.yaml", "--quiet", "--now", NOW)
    assert saved.code == 0
    assert mefirst("show", "last", "--format", "json").json["entry"]["pack"]["id"] == "after-the-talk"


def test_other_words_than_were_read_out_are_refused(home: Path) -> None:
    written("small.yaml")
    ran = mefirst("pack", "add", "small.yaml", "--expect", "abandon ability able about")
    assert ran.code == 2
    assert "not the pack you were told of" in ran.err
    assert len(ran.err.splitlines()) <= 3
    assert not (home / "packs.lock").exists()


def test_the_words_that_were_read_out_do_not_answer_for_whoever_adds_it(home: Path) -> None:
    """They say which pack it is; whether to add it is asked, and without a terminal --yes is named."""
    written("small.yaml")
    words = mefirst("pack", "export", "small.yaml", "given.zip").out.strip()
    ran = mefirst("pack", "add", "given.zip", "--expect", words)
    assert (ran.code, ran.out) == (2, "")
    assert "Look first, then say --yes." in ran.err
    assert not (home / "packs.lock").exists()
    with terminal("pack", "add", "given.zip", "--expect", words) as session:
        session.answer("Add this pack?", "y", ENTER)
        session.see("Added small 1.0.0.")
        assert session.ended() == 0


def test_one_pasted_line_becomes_a_pack() -> None:
    ran = mefirst("pack", "add", "-", "--yes", "--quiet", stdin=b"What did you hope for in that talk?\n")
    assert ran.code == 0
    pack = ran.out.strip()
    assert mefirst("reflect", pack, "--set", "what_did_you_hope=peace", "--quiet").code == 0


def test_pasted_text_is_not_added_unseen() -> None:
    """Nobody can be asked while the questions come from the standard input."""
    ran = mefirst("pack", "add", "-", stdin=b"What did you hope for?\n")
    assert ran.code == 2
    assert "--yes" in ran.err


def test_an_export_is_the_same_twice_and_comes_back_the_same() -> None:
    for name in ("one.zip", "two.zip"):
        assert mefirst("pack", "export", "deep", name).code == 0
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()
    files = Library.standard().files("deep")
    with zipfile.ZipFile("one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_a_changed_byte_is_noticed(home: Path) -> None:
    written("small.yaml")
    assert mefirst("pack", "add", "small.yaml", "--yes").code == 0
    assert "verified" in mefirst("pack", "list").out
    (pack,) = home.glob("packs/small-*/pack.yaml")
    pack.chmod(0o600)
    pack.write_bytes(pack.read_bytes().replace(b"hoping", b"hopinG"))
    listed = mefirst("pack", "list")
    assert "changed: pack.yaml" in listed.out
    assert mefirst("reflect", "small", "--set", "hope=x").code == 3


def test_an_update_shows_what_changed_and_a_removed_pack_is_gone() -> None:
    written("small.yaml")
    mefirst("pack", "add", "small.yaml", "--yes")
    written(
        "small.yaml", SMALL.replace("1.0.0", "1.1.0").replace("What came back?", "What came back to you?")
    )
    ran = mefirst("pack", "add", "small.yaml", "--yes")
    assert "small 1.0.0 → 1.1.0" in ran.err
    assert "changed  landed: ask" in ran.err
    assert mefirst("pack", "remove", "small", "--yes").code == 0
    assert mefirst("pack", "show", "small").code == 4
    assert mefirst("pack", "remove", "daily", "--yes").code == 2


def test_a_slip_is_named_with_the_line_to_paste_and_mended() -> None:
    """Only that line changes, byte for byte, and then the pack can be used."""
    slipped = SMALL.replace("ask: What came back?", "ask: Then: what came back?")
    written("small.yaml", slipped)
    ran = mefirst("pack", "check", "small.yaml")
    assert ran.code == 1
    assert "small.yaml:14:" in ran.out
    assert '  paste |     ask: "Then: what came back?"' in ran.out
    (found,) = mefirst("pack", "check", "small.yaml", "--format", "json").json["findings"]
    assert (found["line"], found["severity"], found["replacement"]) == (
        14,
        "error",
        '    ask: "Then: what came back?"',
    )
    assert mefirst("pack", "check", "small.yaml", "--fix", "--yes").code == 0
    before, after = slipped.splitlines(), Path("small.yaml").read_text("utf-8").splitlines()
    assert [line for old, line in zip(before, after, strict=True) if old != line] == [
        '    ask: "Then: what came back?"'
    ]


def test_mending_is_not_done_unasked() -> None:
    written("small.yaml", SMALL.replace("ask: What came back?", "ask: Then: what came back?"))
    ran = mefirst("pack", "check", "small.yaml", "--fix")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert "Then: what" in Path("small.yaml").read_text("utf-8")


def test_a_renamed_question_needs_a_major_version() -> None:
    written("old.yaml")
    written("new.yaml", SMALL.replace("id: landed", "id: arrived").replace("1.0.0", "1.1.0"))
    ran = mefirst("pack", "check", "new.yaml", "--against", "old.yaml")
    assert ran.code == 1
    assert "'landed' is gone" in ran.out
    assert "version: 2.0.0" in ran.out
    written("new.yaml", SMALL.replace("id: landed", "id: arrived").replace("1.0.0", "2.0.0"))
    assert mefirst("pack", "check", "new.yaml", "--against", "old.yaml").code == 0


def test_a_broken_pack_is_never_added(home: Path) -> None:
    written("small.yaml", SMALL.replace("type: long", "type: lnog", 1))
    ran = mefirst("pack", "add", "small.yaml", "--yes")
    assert ran.code == 1
    assert "P205" in ran.err
    assert not (home / "packs.lock").exists()


def test_a_draft_goes_on_after_its_pack_is_gone(home: Path) -> None:
    """The whole pack lies in the draft."""
    written("small.yaml")
    mefirst("pack", "add", "small.yaml", "--yes")
    with terminal("reflect", "small") as session:
        session.answer("What were you hoping for?", "peace", ENTER)
        session.answer("What came back?", STOP)
        session.ended()
    mefirst("pack", "remove", "small", "--yes")
    with terminal("reflect", "--resume") as session:
        session.answer("What came back?", "a smile", ENTER, ENOUGH)
        session.see("Saved")
        assert session.ended() == 0
    assert mefirst("show", "last", "--format", "json").json["entry"]["impact"] == "a smile"


def test_a_starter_can_be_used_as_it_stands() -> None:
    assert mefirst("pack", "new", "my-pack").code == 0
    assert mefirst("pack", "check", "my-pack", "--strict").code == 0
    assert mefirst("pack", "new", "my-pack").code == 2
    assert mefirst("pack", "new", "My Pack").code == 2


def test_a_translation_is_begun_and_kept() -> None:
    mefirst("pack", "new", "my-pack")
    assert mefirst("pack", "translate", "my-pack", "de").code == 0
    path = Path("my-pack/lang/de.yaml")
    path.write_text(path.read_text("utf-8").replace('to: ""', 'to: "Welcher Moment?"', 1), "utf-8")
    assert mefirst("pack", "translate", "my-pack", "de").code == 0
    assert "Welcher Moment?" in path.read_text("utf-8")
    assert mefirst("pack", "check", "my-pack").code == 0


def test_a_shipped_pack_asks_in_german() -> None:
    with terminal("reflect", "--lang", "de") as session:
        session.see("Welcher Moment")
        session.type(STOP)
        session.ended()


@pytest.mark.parametrize(
    ("pack", "kind", "needed"),
    [("weekly", "review", {}), ("cleanup", "commitment", {}), ("checkin", "checkin", {})],
)
def test_the_other_kinds_are_saved_and_shown(pack: str, kind: str, needed: dict[str, str]) -> None:
    """A review, a cleanup and a check-in are records of their own; `show` shows them whole."""
    files = Library.standard().files(pack)
    path = next(path for path in sorted(files) if path.startswith("rehearsals/"))
    answers = {**dict(read_rehearsal(files[path]).answers), **needed}
    written("answers.json", json.dumps(answers))
    saved = mefirst("reflect", pack, "--answers", "answers.json", "--quiet", "--now", NOW)
    assert saved.code == 0, saved.err
    record = saved.out.strip()
    shown = mefirst("show", record, "--format", "json").json
    assert shown["entry"] is None
    assert shown["record"]["schema"] == f"mefirst.{kind}/1"
    words = next(answer for answer in answers.values() if isinstance(answer, str) and len(answer) > 20)
    assert " ".join(words.split()) in " ".join(mefirst("show", record).out.split())
    assert mefirst("list", "--format", "json", "--now", NOW).json["entries"] == []


def test_what_is_said_after_another_kind_names_it_and_how_to_read_it_again() -> None:
    """The handle works, and a cleanup says what was promised."""
    for pack, words in (("weekly", "The week"), ("cleanup", "Put one thing right")):
        files = Library.standard().files(pack)
        path = next(path for path in sorted(files) if path.startswith("rehearsals/"))
        written("answers.json", json.dumps(dict(read_rehearsal(files[path]).answers)))
        ran = mefirst("reflect", pack, "--answers", "answers.json", "--now", NOW)
        assert ran.code == 0, ran.err
        (first,) = (line for line in ran.err.splitlines() if line.startswith("Saved "))
        assert words in first
        (again,) = (line for line in ran.err.splitlines() if line.startswith("To read it again:"))
        assert mefirst(*again.partition("mefirst ")[2].split()).code == 0


def test_a_question_quotes_the_focus_and_the_last_promise() -> None:
    """Where there are none yet it is asked the other way."""
    asked = "ask: 'What became of {last.commitment}, for {last.focus}?', ask_without: 'What else?'"
    written("small.yaml", f"{SMALL}  - {{id: kept, type: long, {asked}}}\n")
    assert mefirst("pack", "add", "small.yaml", "--yes").code == 0
    written("answers.json", json.dumps({"hope": "Calm", "landed": "Haste", "kept": "Twice"}))
    reflect = ("reflect", "small", "--answers", "answers.json", "--quiet", "--now", NOW)
    before = mefirst(*reflect)
    assert before.code == 0, before.err
    assert shown(before.out.strip())["extra"]["kept"]["asked"] == "What else?"
    mefirst("config", "focus", "trust", "--now", NOW)
    reflected(next={"cue": "he pauses", "response": "wait"})
    after = shown(mefirst(*reflect).out.strip())["extra"]["kept"]["asked"]
    assert after == "What became of {last.commitment}, for {last.focus}?"  # no answer leaks into another
    with terminal("reflect", "small", "--plain", "--now", NOW) as session:
        session.see("What were you hoping for?")
        session.type("Calm" + ENTER)
        session.see("What came back?")
        session.type("Haste" + ENTER)
        session.see("What became of if he pauses, wait, for trust?")
        session.type(STOP)
        session.ended()


def test_an_entry_cannot_be_gone_on_with_by_another_kind() -> None:
    mefirst("capture", "something")
    ran = mefirst("reflect", "weekly", "--from", "last", "--set", "stayed=x")
    assert ran.code == 2
    assert "fills a review" in ran.err


@pytest.mark.parametrize(("part", "kind"), [("lang", "a translation"), ("rehearsals", "a rehearsal")])
@pytest.mark.parametrize("data", [None, b"texts: nonsense"])
def test_a_file_that_goes_with_a_pack_is_checked_with_its_folder(
    part: str, kind: str, data: bytes | None
) -> None:
    """Known by what it says it is, or by where it lies: one error instead of what a pack.yaml would lack."""
    files = Library.standard().files("daily")
    name = next(path for path in files if path.startswith(part))
    for path, whole in {**files, name: data or files[name]}.items():
        (Path("daily") / path).parent.mkdir(parents=True, exist_ok=True)
        (Path("daily") / path).write_bytes(whole)
    ran = mefirst("pack", "check", f"daily/{name}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        f"daily/{name} is {kind} of a pack.", "Check its folder: mefirst pack check daily",
    ]  # fmt: skip
    Path("moved.yaml").write_bytes(files[name])
    assert mefirst("pack", "check", "moved.yaml").err.splitlines()[-1].endswith("mefirst pack check FOLDER")
