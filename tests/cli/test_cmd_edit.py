"""`mefirst edit`: in an editor, field by field, to another day, a person renamed; no word is ever lost."""

import json
import sys
from pathlib import Path

import pytest

from editors import Editors
from mefirst.cli.context import Context
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from running import NOW, mefirst, noted, records, reflected, shown, tree
from sealing import codec, readable

pytestmark = [
    pytest.mark.usefixtures("sealing"),
    pytest.mark.skipif(sys.platform == "win32", reason="the editors of these tests are shell scripts"),
]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editors:
    return Editors(tmp_path, monkeypatch)


def kept(home: Path) -> list[str]:
    """Return the texts that are kept."""
    paths = sorted((home / "state").glob("*/edits/*.json*"))
    return [json.loads(readable(path.read_bytes()))["text"] for path in paths]


def journal() -> Journal:
    return Context(NOW).open_journal("default")


def two_heads(record_id: str) -> None:
    """Let two devices write another situation."""
    heads = journal().get(Entry, record_id).heads
    for words in ("one", "two"):
        journal().change(Entry, record_id, lambda one, words=words: one.changed(situation=words), heads)  # type: ignore[misc]


def test_an_entry_is_changed_in_the_editor(home: Path, editor: Editors) -> None:
    """What was before stays beside it, and what changed is said."""
    record_id = reflected()
    before = tree(home / "journals")
    editor.replaces("her hands", "their hands")
    ran = mefirst("edit", record_id, "--now", NOW)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        f"Saved {record_id[9:15]}, as it is now:",
        "  Situation",
        "    − I took the numbers out of her hands",
        "    + I took the numbers out of their hands",
    ]
    assert shown(record_id)["situation"] == "I took the numbers out of their hands"
    assert before.items() <= tree(home / "journals").items()
    assert kept(home) == []
    assert not list((home / "state").glob("*/edits/*"))


@pytest.mark.parametrize("body", ["true", ': > "$1"', "printf '\\n\\n' > \"$1\""])
def test_an_editor_closed_without_a_change_changes_nothing(home: Path, editor: Editors, body: str) -> None:
    record_id = reflected()
    before = tree(home / "journals")
    editor.does(body)
    ran = mefirst("edit", record_id, "--now", NOW)
    assert (ran.code, ran.err[:15]) == (0, "Nothing changed")
    assert tree(home / "journals") == before
    assert kept(home) == []


def test_a_text_that_cannot_be_read_is_kept_and_gone_on_with(home: Path, editor: Editors) -> None:
    """Exit 2 with the line, where it is kept, and how to go on; the next edit opens it again."""
    record_id = reflected()
    before = tree(home / "journals")
    text = "## situation\nmy long words\n## sphere\nwork\n"
    editor.writes(text)
    ran = mefirst("edit", "last", "--now", NOW)
    assert (ran.code, ran.out) == (2, "")
    what, where, hint = ran.err.splitlines()
    assert what == (
        "Not saved: Line 4, sphere: 'work' is none of the answers. Known: professional personal both"
    )
    assert Path(where.removeprefix("Your text is kept in ")).exists()
    assert hint.startswith(f"mefirst edit {record_id[9:15]} goes on with it")
    assert kept(home) == [text.rstrip("\n")]
    assert tree(home / "journals") == before
    editor.replaces("work", "both")
    ran = mefirst("edit", "last", "--now", NOW)
    assert ran.err.startswith("Going on with your text that was not saved")
    assert (shown(record_id)["situation"], shown(record_id)["sphere"]) == ("my long words", "both")
    assert kept(home) == []


def test_a_kept_text_that_the_entry_went_on_without_overwrites_nothing(home: Path, editor: Editors) -> None:
    """What came meanwhile and what was typed are both there."""
    record_id = reflected()
    editor.replaces("## gap", "## gap\\nmy gap\\n## nope")
    assert mefirst("edit", record_id, "--now", NOW).code == 2
    assert mefirst("edit", record_id, "--set", "tags=meanwhile", "--now", NOW).code == 0
    editor.replaces("## nope", "")
    ran = mefirst("edit", record_id, "--now", NOW)
    assert ran.code == 0
    assert f"changed elsewhere meanwhile, which is kept, too: mefirst edit {record_id[9:15]}" in ran.err
    entry = shown(record_id)
    assert (entry["gap"], entry["tags"], entry["conflicts"]) == ("my gap", ["meanwhile"], [])


def test_a_kept_text_can_be_thrown_away(home: Path, editor: Editors) -> None:
    reflected()
    editor.writes("## nope\n")
    assert mefirst("edit", "last", "--now", NOW).code == 2
    assert mefirst("edit", "last", "--discard", "--now", NOW).err == "Thrown away. The entry is as it was.\n"
    assert kept(home) == []
    assert mefirst("edit", "last", "--discard", "--now", NOW).err == "There is no text that was kept.\n"


def test_a_kept_text_that_cannot_be_read_is_not_written_over(home: Path, editor: Editors) -> None:
    record_id = reflected()
    (path,) = (home / "state").iterdir()
    (path / "edits").mkdir()
    text = path / "edits" / f"{record_id}{codec().ending}"
    before = codec().seal(b'{"text": "my words')
    text.write_bytes(before)
    editor.does("true")
    ran = mefirst("edit", record_id, "--now", NOW)
    assert (ran.code, f"mefirst edit {record_id[9:15]} --discard" in ran.err) == (3, True)
    assert text.read_bytes() == before


def test_an_editor_that_fails_loses_nothing_that_was_typed(home: Path, editor: Editors) -> None:
    record_id = reflected()
    editor.does('echo "## gap" >> "$1"; exit 3')
    ran = mefirst("edit", record_id, "--now", NOW)
    assert ran.code == 1
    assert ran.err.splitlines()[1:] == [
        "It ended with exit code 3.",
        f"What you wrote is kept: mefirst edit {record_id[9:15]} goes on with it.",
    ]
    assert kept(home)[0].endswith("## gap")
    mefirst("edit", record_id, "--discard", "--now", NOW)
    editor.does("exit 3")
    ran = mefirst("edit", record_id, "--now", NOW)
    assert ran.code == 1
    assert "--set FIELD=VALUE" in ran.err
    assert kept(home) == []


def test_bytes_of_another_encoding_are_not_saved(home: Path, editor: Editors) -> None:
    reflected()
    editor.does('printf "## intent\\ncaf\\351\\n" > "$1"')
    ran = mefirst("edit", "last", "--now", NOW)
    assert (ran.code, ran.err.splitlines()[0]) == (2, "Not saved: Part of it is no UTF-8 text.")


NAUGHTY = "\0\x1b[31m\r\n\tﷺ\u202e𝕏\U0010ffff\ue000é e\u0301\n\n## situation\n  end "


def test_no_character_is_harmed_by_an_edit_beside_it_or_of_it(home: Path, editor: Editors) -> None:
    """NUL, controls, line ends, heads, every plane, composed and not: as they were, byte for byte."""
    record_id = reflected()
    journal().change(Entry, record_id, lambda one: one.changed(situation=NAUGHTY, gap="here"))
    editor.replaces("^here$", "there")
    assert mefirst("edit", record_id, "--now", NOW).code == 0
    entry = journal().get(Entry, record_id).record
    assert (entry.situation, entry.gap) == (NAUGHTY, "there")
    editor.replaces("^  end $", "  the end ")
    assert mefirst("edit", record_id, "--now", NOW).code == 0
    assert journal().get(Entry, record_id).record.situation == NAUGHTY.replace("end", "the end")


def test_what_the_disk_refuses_is_kept(home: Path, editor: Editors) -> None:
    """The journal's folder for what is being written is a file: exit 1, and the text goes on."""
    record_id = reflected()
    temporary = home / "journals" / "default" / ".mefirst" / "tmp"
    temporary.rmdir()
    temporary.write_text("mine")
    editor.replaces("her hands", "their hands")
    ran = mefirst("edit", record_id, "--now", NOW)
    assert (ran.code, ran.err.splitlines()[0]) == (1, "Not saved: Not a directory.")
    assert "their hands" in kept(home)[0]
    temporary.unlink()
    editor.does("true")
    assert mefirst("edit", record_id, "--now", NOW).code == 0
    assert shown(record_id)["situation"] == "I took the numbers out of their hands"


def test_what_cannot_even_be_kept_is_printed_and_taken_up_later(
    home: Path, editor: Editors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays in the editor's folder until it can be."""
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    record_id = reflected()
    (path,) = (home / "state").iterdir()
    (path / "tmp").rmdir()
    (path / "tmp").write_text("mine")
    editor.writes("## gap\nmy \x1b words\n")
    ran = mefirst("edit", record_id, "--now", NOW)
    assert ran.code == 1
    assert "my ␛ words" in ran.err.splitlines()
    assert "The entry is as it was." in ran.err
    (path / "tmp").unlink()
    assert "goes on with it" in mefirst("--now", NOW).err
    assert kept(home) == ["## gap\nmy \x1b words"]
    assert list((tmp_path / "run").iterdir()) == []


def test_an_entry_open_in_another_editor_is_not_opened_twice(home: Path, editor: Editors) -> None:
    record_id = reflected()
    editor.does("true")
    with Context(NOW).edits(journal()).lock(record_id):
        ran = mefirst("edit", record_id, "--now", NOW)
    assert (ran.code, "is open in another session" in ran.err) == (1, True)


def test_with_nobody_there_and_no_editor_chosen_nothing_hangs(home: Path) -> None:
    reflected()
    ran = mefirst("edit", "last", "--now", NOW)
    assert (ran.code, "--set" in ran.err) == (2, True)


@pytest.mark.parametrize("way", ["editor", "--set"])
def test_an_edit_makes_one_of_two_devices(home: Path, editor: Editors, way: str) -> None:
    """The editor holds both wordings; what is saved names both as its parents."""
    record_id = reflected()
    two_heads(record_id)
    editor.replaces("———", "and then")
    options = ("--set", "situation=one of both") if way == "--set" else ()
    ran = mefirst("edit", record_id, *options, "--now", NOW)
    assert ran.code == 0
    if way == "editor":
        assert ran.err.startswith("Two devices changed situation: both stand there.")
    found = journal().get(Entry, record_id)
    assert (len(found.heads), found.conflicts, len(found.record.parents)) == (1, (), 2)
    words = found.record.situation or ""
    assert words == "one of both" if way == "--set" else sorted(words.split("\nand then\n")) == ["one", "two"]


def test_two_devices_joined_as_they_stand_are_said_to_be_one(home: Path, editor: Editors) -> None:
    """Closed without a change, the editor still writes one revision of both, and that is said."""
    record_id = reflected()
    two_heads(record_id)
    editor.does("true")
    ran = mefirst("edit", record_id, "--now", NOW)
    assert (ran.code, ran.err.splitlines()[1:]) == (
        0,
        [f"Saved {record_id[9:15]}, two versions of it made one."],
    )


def test_fields_are_set_by_name(home: Path) -> None:
    record_id = reflected()
    ran = mefirst("edit", "last", "--set", "tags=a, b", "--set", "gap=", "--set", "unsaid=x", "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, f"{record_id}\n", "")
    assert (shown(record_id)["tags"], shown(record_id)["unsaid"]) == (["a", "b"], "x")
    ran = mefirst("edit", "last", "--set", "tag=a", "--now", NOW)
    assert (ran.code, "Did you mean 'tags'?" in ran.err) == (2, True)


def test_what_was_never_said_is_not_said_after_a_change(home: Path) -> None:
    """`show` alone shows it."""
    reflected()
    said = mefirst("edit", "last", "--set", "unsaid=my secret", "--now", NOW).err
    said += mefirst("undo", "--dry-run", "--now", NOW).out + mefirst("undo", "--now", NOW).err
    assert "secret" not in said
    assert said.count("Unsaid") == 3


def test_a_field_set_to_what_it_is_writes_nothing(home: Path) -> None:
    reflected()
    before = tree(home / "journals")
    ran = mefirst("edit", "last", "--set", "people=deputy", "--now", NOW)
    assert (ran.code, ran.err.startswith("Nothing changed in ")) == (0, True)
    assert tree(home / "journals") == before


def test_words_that_could_not_be_set_are_given_back(home: Path) -> None:
    reflected()
    month = next((home / "journals").rglob("20261123-*")).parent
    temporary = home / "journals" / "default" / ".mefirst" / "tmp"
    temporary.rmdir()
    temporary.write_text("mine")
    ran = mefirst("edit", "last", "--set", "gap=my words", "--now", NOW)
    assert (ran.code, "  gap=my words" in ran.err) == (1, True)
    assert len(list(month.iterdir())) == 1


@pytest.mark.parametrize("way", ["editor", "--set", "--on"])
def test_a_dry_run_shows_the_change_and_saves_nothing(home: Path, editor: Editors, way: str) -> None:
    record_id = reflected()
    before = tree(home / "journals")
    editor.replaces("Help her", "Make her")
    options = {"editor": (), "--set": ("--set", "intent=x"), "--on": ("--on", "2026-11-22")}[way]
    ran = mefirst("edit", record_id, "--dry-run", *options, "--now", NOW)
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "Nothing was saved.")
    if way == "--on":
        assert (ran.out, ran.err.splitlines()[0]) == ("", "It would move to Sunday 22 November 2026.")
    else:
        assert "Intent" in ran.out
    assert tree(home / "journals") == before
    assert kept(home) == []


def test_an_entry_moves_to_another_day_with_its_promise(home: Path) -> None:
    """The new handle is said, the old one is in the trash, and `show` still finds what was promised."""
    record_id = reflected(next={"cue": "she pauses", "response": "wait"})
    ran = mefirst("edit", record_id, "--set", "gap=g", "--on", "yesterday", "--now", NOW)
    assert ran.code == 0
    listed = mefirst("list", "--format", "json", "--now", NOW).json["entries"]
    (moved,) = listed
    assert ran.err == f"Moved to Sunday 22 November 2026: it is {moved['handle']} now.\n"
    assert (moved["on"], moved["replaces"], moved["gap"]) == ("2026-11-22", record_id, "g")
    assert len(shown("last")["commitments"]) == 1
    trashed = mefirst("list", "--state", "trashed", "--format", "json", "--now", NOW).json["entries"]
    assert [one["id"] for one in trashed] == [record_id]
    assert mefirst("edit", "last", "--on", "2027-01-01", "--now", NOW).code == 2


def test_an_entry_in_the_trash_can_be_edited_and_stays_there(home: Path) -> None:
    record_id = noted("x")
    journal().change(Entry, record_id, lambda one: one.changed(state="trashed"))
    ran = mefirst("edit", record_id, "--set", "gap=y", "--now", NOW)
    assert (ran.code, "It is in the trash: mefirst undo" in ran.err) == (0, True)
    assert mefirst("list", "--now", NOW).out.startswith("No moments")


# ---- a person renamed


def rename(*words: str) -> tuple[int, str]:
    ran = mefirst("edit", *words, "--now", NOW)
    return ran.code, ran.err


def test_a_person_is_renamed_everywhere(home: Path) -> None:
    """Each entry a revision; those that do not name the person are not touched."""
    first, second = reflected(), reflected(who="Deputy, board")
    other = noted("x")
    mefirst("impact", first, "--by", "deputy", "--value", "1", "--now", NOW)
    before = tree(home / "journals")
    assert rename("--person", "deputy=Dana", "--yes") == (0, "Saved: 'deputy' becomes 'Dana' in 2 entries.\n")
    assert shown(first)["people"] == ["Dana"]
    assert shown(first)["effects"][0]["toward"] == "Dana"
    assert shown(first)["effects"][0]["reported"][0]["by"] == "Dana"
    assert shown(second)["people"] == ["Dana", "board"]
    assert before.items() <= tree(home / "journals").items()
    assert len([name for name in records(home) if name.startswith(other)]) == 1
    assert rename("--person", "deputy=Dana", "--yes")[0] == 4


def test_a_person_is_renamed_in_one_entry(home: Path) -> None:
    first, second = reflected(), reflected()
    assert rename(second, "--person", "deputy=Dana")[0] == 0
    assert (shown(first)["people"], shown(second)["people"]) == (["deputy"], ["Dana"])
    rename(first, "--person", "deputy=Dana")
    mefirst("undo", "--now", NOW)
    assert (shown(first)["people"], shown(second)["people"]) == (["deputy"], ["Dana"])


def test_a_renaming_asks_and_says_where_two_become_one(home: Path) -> None:
    record_id = reflected(who="deputy, board")
    before = tree(home / "journals")
    code, err = rename("--person", "deputy=board")
    assert (code, "An answer is needed" in err) == (2, True)
    code, err = rename("--person", "deputy=board", "--dry-run")
    assert (code, err.splitlines()) == (
        0,
        [
            f"'board' is named too in {record_id[9:15]}: there the two become one.",
            "'deputy' becomes 'board' in 1 entry. Nothing was saved.",
        ],
    )
    assert tree(home / "journals") == before


def test_a_renaming_that_makes_one_line_of_two_saves_nothing_at_all(home: Path) -> None:
    reflected()
    lines = [{"dimension": "trust", "toward": name, "intended": 1} for name in ("deputy", "Dana")]
    clashing = reflected(effect=lines)
    before = tree(home / "journals")
    code, err = rename("--person", "deputy=Dana", "--yes")
    assert (code, f"Entry {clashing[9:15]} has trust toward both" in err) == (2, True)
    assert tree(home / "journals") == before


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--person", "deputy"),
        ("--person", "=x"),
        ("last", "--person", "a=b", "--set", "gap=x"),
        ("--person", "a=b", "--on", "today"),
    ],
)
def test_what_cannot_be_meant_is_said(home: Path, words: tuple[str, ...]) -> None:
    reflected()
    assert rename(*words)[0] == 2
