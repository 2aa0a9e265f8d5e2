"""Journals of other programs: every entry, tag and time, once; what is malformed is named, and nothing of it taken.

The jrnl fixtures are what jrnl 4.6 wrote; Day One's is in the shape of its JSON export.
"""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from mefirst.journal.changes import move, trash
from mefirst.journal.purge import purge
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from running import NOW, Ran, mefirst, records, tree

pytestmark = pytest.mark.usefixtures("sealing")

FIXTURES = Path(__file__).with_name("fixtures")
JRNL_TEXT = FIXTURES / "jrnl.txt"
JRNL_JSON = FIXTURES / "jrnl.json"
DAYONE = FIXTURES / "dayone.json"

MOMENTS_OF_JRNL = [
    ("2024-02-29", "00:05", ["night"], "Just after midnight of a leap day @night"),
    ("2026-11-20", "08:00", ["board", "deputy"],
     "Kickoff with the board.\nI took the numbers out of her hands. @board @deputy"),
    ("2026-11-21", "07:05", ["stand-up", "team"],
     "The quiet stand-up\nNobody said a word after I spoke. @team @stand-up\n\n"  # noqa: ISC004 one text
     "Second paragraph, with [brackets] and a bullet\n- one *two*\n[not a date] at the start of a line"),
    ("2026-11-21", "18:41", ["starred"], "A starred one, without more"),
    ("2026-11-22", "12:00", [], "Same words"),
    ("2026-11-22", "12:00", [], "Same words"),
    ("2026-11-22", "23:59", ["wien"], "Überschrift mit Umlaut?\nJa. 日本語 und emoji 👩‍👩‍👧 @Wien"),
]  # fmt: skip
MOMENTS_OF_DAYONE = [
    ("2018-05-18", "2018-05-18T17:30:00+05:30", [], None),
    ("2018-05-18", "2018-05-18T12:00:00Z", [], "From before there were zones"),
    ("2026-11-21", "2026-11-21T00:04:39+01:00", ["board", "Zahlen & Budget"],
     "# The board\nI took the numbers out of her hands. 3.5 - 2 = 1.5 (about)\n\n1. *again*"),
    ("2026-11-21", "2026-11-21T01:30:00-05:00", ["starred"],
     "[picture]\n\nOne o'clock at night there, 日本語 👩‍👩‍👧"),
]  # fmt: skip


def took(file: Path | str, *more: str, stdin: bytes = b"") -> Ran:
    return mefirst("import", str(file), "--now", NOW, *more, stdin=stdin)


def listed() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = mefirst("list", "all", "--format", "json", "--now", NOW).json["entries"]
    return entries


@pytest.mark.parametrize("file", [JRNL_TEXT, JRNL_JSON], ids=["text", "json"])
def test_every_entry_of_jrnl_comes_with_its_day_time_tags_and_words(file: Path) -> None:
    """What jrnl keeps and what it exports; two of the same minute and words are two."""
    ran = took(file)
    assert (ran.code, ran.out, ran.err) == (0, "", "Imported from jrnl: 7 moments.\n")
    assert sorted(
        (one["on"], one["recorded_at"][11:16], sorted(one["tags"]), one["situation"]) for one in listed()
    ) == sorted(MOMENTS_OF_JRNL)
    assert {one["state"] for one in listed()} == {"captured"}


def test_every_entry_of_day_one_comes_with_its_day_time_tags_and_words() -> None:
    """The day is the day where it was written; escaped signs are signs; a picture alone is an entry, too."""
    ran = took(DAYONE)
    assert (ran.code, ran.err) == (
        0,
        "Imported from Day One: 4 moments.\nNot taken in: 2 pictures and recordings.\n",
    )
    found = [(one["on"], one["recorded_at"], one["tags"], one["situation"]) for one in listed()]
    assert sorted(found, key=repr) == sorted(MOMENTS_OF_DAYONE, key=repr)


@pytest.mark.parametrize("first", [JRNL_TEXT, JRNL_JSON, DAYONE], ids=["text", "json", "dayone"])
def test_taking_it_in_twice_adds_nothing(home: Path, first: Path) -> None:
    """Not a file is written, and what was changed, moved, trashed or deleted since stays so."""
    took(first)
    before = tree(home / "journals")
    again = took(first)
    assert again.code == 0
    assert "nothing new; " in again.err
    assert tree(home / "journals") == before
    journal = Journal.open("default", home / "journals" / "default", home / "state")
    edited, moved, trashed, purged, *_ = journal.ids(Entry)
    journal.change(Entry, edited, lambda one: one.changed(intent="looked at"))
    move(journal, moved, date(2026, 1, 2))
    trash(journal, trashed)
    purge(journal, Entry, purged, datetime.fromisoformat(NOW))
    before = tree(home / "journals")
    last = took(first)
    assert "Left out: 1 record deleted for good here." in last.err
    assert tree(home / "journals") == before


def test_one_journal_in_two_formats_is_one(home: Path) -> None:
    """The text of jrnl and its export give the same entries, whatever the settings for time and zone."""
    took(JRNL_TEXT)
    before = tree(home / "journals")
    assert took(JRNL_JSON).err == "Imported from jrnl: nothing new; 7 were here already.\n"
    other = JRNL_TEXT.read_text("utf-8").replace(":00 AM]", "]").replace("06:41:00 PM]", "18:41]")
    other = (
        other.replace("12:05]", "00:05]")
        .replace(" 12:00:00 PM]", "T12:00:00]")
        .replace("11:59:00 PM", "23:59")
    )
    assert took("-", stdin=other.encode()).err == "Imported from jrnl: nothing new; 7 were here already.\n"
    assert tree(home / "journals") == before


def test_signs_before_tags_are_those_jrnl_begins_with() -> None:
    """# and @, as it is set when it is new; a heading is none. The redirection of a Windows shell is read, too."""
    text = "[2026-11-20 08:00 AM] Kickoff #Board +x @anna. *\r\n## Plan\r\n#deep/work, a#b\r\n"
    took("-", stdin=text.encode())
    (one,) = listed()
    assert sorted(one["tags"]) == ["anna", "board", "deep/work", "starred"]
    words, tags = (
        "Kickoff #Board +x @anna.\n## Plan\n#deep/work, a#b",
        ["#board", "@anna", "##", "#deep/work"],
    )
    title, _, body = words.partition("\n")
    entry = {
        "title": title,
        "body": body,
        "date": "2026-11-20",
        "time": "08:00",
        "tags": tags,
        "starred": True,
    }
    document = json.dumps({"tags": {"##": 1}, "entries": [entry]}).encode("utf-16")
    assert took("-", stdin=document).err == "Imported from jrnl: nothing new; 1 was here already.\n"


def test_a_journal_with_the_line_ends_of_an_old_mac_is_all_of_its_entries() -> None:
    """So jrnl itself reads it."""
    assert (
        took("-", stdin=JRNL_TEXT.read_bytes().replace(b"\n", b"\r")).err
        == "Imported from jrnl: 7 moments.\n"
    )


def test_what_day_one_writes_in_other_ways_reads_as_it_was_meant() -> None:
    """Signs written as &amp; and the like, attachments, formatted text alone, no zone, fractions of a second."""
    entries: list[dict[str, Any]] = [
        {"text": "Tom &amp; J &#233;&eacute; \\&amp; AT&T; &notin; &copyright; ![](dayone-moment:/video/A1)"},
        {
            "richText": json.dumps(
                {"contents": [{"text": "Rich "}, {"embeddedObjects": []}, {"text": "text"}]}
            )
        },
        {"text": "", "tags": None, "starred": None, "photos": None, "timeZone": ""},
    ]
    for number, one in enumerate(entries):
        one.update(uuid=str(number), creationDate=f"2026-11-20T08:00:0{number}.500Z")
    assert took("-", stdin=json.dumps({"entries": entries}).encode()).code == 0
    assert [one["situation"] for one in sorted(listed(), key=lambda one: str(one["recorded_at"]))] == [
        "Tom & J éé &amp; AT&T; ∉ &copyright; [video]",
        "Rich text",
        None,
    ]


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_the_zip_of_day_one_holds_the_same(tmp_path: Path) -> None:
    """Every journal in it; the pictures beside them stay there."""
    other = DAYONE.read_bytes().replace(b'"uuid" : "', b'"uuid" : "9')
    path = tmp_path / "export.zip"
    path.write_bytes(
        zipped(**{"Journal.json": DAYONE.read_bytes(), "Work.json": other, "photos/a.jpeg": b"\xff"})
    )
    assert "8 moments" in took(path).err
    assert "nothing new; 4 were here" in took(DAYONE).err


def test_a_dry_run_says_the_same_and_writes_nothing(home: Path) -> None:
    """Before there is a journal, and with one."""
    ran = took(DAYONE, "--dry-run")
    assert ran.code == 0
    assert ran.err.splitlines()[0] == "To be imported from Day One: 4 moments."
    assert ran.err.splitlines()[-1] == "Nothing was imported."
    assert not home.exists()
    took(DAYONE)
    before = tree(home)
    took(DAYONE, "--dry-run")
    assert "2 moments" not in took(JRNL_TEXT, "--dry-run").err
    assert tree(home) == before


def test_quiet_prints_the_new_ids_alone(home: Path) -> None:
    """For scripts: an id a line, those of this time."""
    ran = took(DAYONE, "--quiet")
    assert sorted(ran.out.split()) == sorted(one["id"] for one in listed())
    assert ran.err == ""
    assert took(DAYONE, "--quiet").out.strip() == ""


def dayone(change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(DAYONE.read_text("utf-8"))
    change(document["entries"][1])
    return json.dumps(document, indent=1).encode()


TEXT = JRNL_TEXT.read_bytes()
MALFORMED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "stdin: it is empty."),
    "zeros": (bytes(5000), "stdin: it is empty."),
    "no journal": (b"Dear diary\n", "line 1: it is no journal we know."),
    "encrypted": (b"Salted__\x9c\xff\x00", "line 1: it is no UTF-8 text."),
    "locked by jrnl 2": (b"gAAAAABmZm", "it is a journal of jrnl's that is locked with a password."),
    "locked by jrnl 4": (b"JRNLv3\0\x10\xff", "it is a journal of jrnl's that is locked with a password."),
    "half of UTF-16": (b"\xff\xfe{\0\xd8", "line 1: it is no UTF-8 text."),
    "days in another way": (b"[20.11.2026 08:00] x\n", "line 1: it is no journal we know."),
    "formatted text that is none": (b'{"entries": [{"creationDate": "2026-11-20", "richText": "{"}]}', "its formatted"),
    "not UTF-8 further down": (TEXT + b"\xff", "line 21: it is no UTF-8 text."),
    "no date": (TEXT.replace(b"2026-11-21 07", b"2026-13-21 07"), "line 6: [2026-13-21 07:05:00 AM] is no"),
    "no time": (TEXT.replace(b"07:05:00 AM", b"25:05:00"), "line 6: [2026-11-21 25:05:00] is no date and time."),
    "thirteen o'clock PM": (TEXT.replace(b"06:41:00 PM", b"13:41:00 PM"), "line 13:"),
    "the future": (TEXT.replace(b"2026-11-22 11:59", b"2036-11-22 11:59"), "line 19: it is about 2036-11-22"),
    "cut": (DAYONE.read_bytes()[:-20], "line 58: it is not JSON."),
    "a list": (b'["a"]', "line 1: it is no journal we know."),
    "no entries": (b'{"metadata": {}}', "line 1: it has no entries."),
    "entries twice": (b'{"entries": [],\n"entries": []}', "line 2: it has 'entries' twice."),
    "more behind it": (b'{"entries": []}\n\n{}', "line 3: something stands behind its end."),
    "a number for an entry": (b'{"entries": [\n1]}', "line 2: it is no entry."),
    "another program": (b'{"entries": [\n{"a": 1}]}', "line 2: it is no entry of jrnl's or of Day One's."),
    "NaN": (b'{"entries": [\n{"creationDate": NaN}]}', "line 2: it holds NaN, which is no number."),
    "a key twice": (b'{"entries": [\n{"text": "", "text": ""}]}', "line 2: it has 'text' twice."),
    "deep": (b'{"entries": [\n{"creationDate": ' + b"[" * 100_000, "line 2: it is nested deeper than 32."),
    "a million values": (b'{"entries": [\n{"a": [' + b"{}," * 1_000_000, "line 2: it holds more than 100,000 values."),
    "a long number": (b'{"entries": [\n' + b"9" * 5000 + b"]}", "line 2: it holds a number too long to be one."),
    "half a character": (dayone(lambda one: one.update(text="\ud800")), "line 34: it holds half a character"),
    "no day": (dayone(lambda one: one.update(creationDate="yesterday")), "line 34: 'yesterday' is no date and time."),
    "a number for a date": (dayone(lambda one: one.update(creationDate=7)), "line 34: '7' is no date and time."),
    "a zone nobody knows": (dayone(lambda one: one.update(timeZone="Mars/Base")), "line 34: its time zone 'Mars/Base'"),
    "a zone far away": (dayone(lambda one: one.update(timeZone="GMT+9900")), "line 34: its time zone 'GMT+9900'"),
    "a zone of another kind": (dayone(lambda one: one.update(timeZone={})), "line 34: its time zone '{}' is not known"),
    "a backup": (zipped(**{"manifest.json": b"{}", "format.json": b"{}"}), "mefirst journal restore puts it back."),
    "a zone that is a path": (dayone(lambda one: one.update(timeZone="../../etc/passwd")), "line 34: its time zone"),
    "a text of another kind": (dayone(lambda one: one.update(text=["a"])), "line 34: its text is none."),
    "tags of another kind": (dayone(lambda one: one.update(tags="a")), "line 34: its tags are to be a list."),
    "a tag of another kind": (dayone(lambda one: one.update(tags=[1])), "line 34: a tag of it is no text."),
    "mixed": (dayone(lambda one: one.pop("creationDate")), "line 34: 'None' is no date and time."),
    "too long for a record": (dayone(lambda one: one.update(text="x" * 5_000_000)), "larger than 4 MiB"),
    "jrnl without a day": (JRNL_JSON.read_bytes().replace(b'"2026-11-20"', b'"20.11.2026"'), "line 21: '20.11.2026"),
    "jrnl with a list for a title": (JRNL_JSON.read_bytes().replace(b'"Same words"', b"[]", 1), "its title and its"),
    "no zip": (b"PK\3\4 and so on", "it is no zip that can be read (BadZipFile)."),
    "a zip of other things": (zipped(**{"photos/a.json": b"{}"}), "there is no .json file at its top."),
    "a zip of a broken one": (zipped(**{"Journal.json": DAYONE.read_bytes()[:-20]}), "stdin/Journal.json, line 58"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", MALFORMED)
def test_what_is_malformed_is_named_with_its_line_and_nothing_is_taken(home: Path, wrong: str) -> None:
    """At most three lines, exit 2, no traceback; no half of it is imported, no journal begun."""
    data, says = MALFORMED[wrong]
    ran = took("-", stdin=data)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.startswith("stdin")
    assert len(ran.err.splitlines()) <= 3
    assert "Nothing was imported." in ran.err
    assert records(home) == []
    assert not (home / "journals").exists()


@pytest.mark.parametrize("path", ["nowhere.txt", "."])
def test_a_file_that_cannot_be_read_is_named(path: str, tmp_path: Path) -> None:
    """One that is not there, and a folder."""
    ran = took(tmp_path / path)
    assert ran.code == 2
    assert str(tmp_path) in ran.err


def test_a_journal_with_nothing_in_it_is_fine(home: Path) -> None:
    """Nothing to import is no error."""
    assert took("-", stdin=b'{"tags": {}, "entries": []}').err == "Imported: nothing new.\n"
