"""The whole journal out and in again: byte for byte, or not at all; what was never said aloud stays here."""

import csv
import errno
import io
import json
import os
import shutil
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE
from mefirst.journal.codec import digest, encode
from mefirst.journal.layout import file_name
from mefirst.journal.purge import purge
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.transfer.export import Gathered, gather, lines
from mefirst.transfer.ours import parcels
from mefirst.transfer.parcel import Parcel
from running import NOW, Ran, forbidden, lay_out_sample, mefirst, reflected, tree
from samples import ID, commitment, effect, entry, nth_id, reported
from sealing import laid, records_of, rewrite, seal

pytestmark = pytest.mark.usefixtures("sealing")

FROZEN = Path(__file__).parents[1] / "journal" / "fixtures" / "first-format"
TEXTS = st.text() | st.text(st.sampled_from('\0\x1b"\\\n\r\x7f\x85\u2028\u202e\u2066\U0001f468\ufeff{}[]'))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
SECRET = "I was afraid of the board"


@pytest.fixture
def frozen(home: Path) -> Path:
    """The journal with all there may be in one: heads, unknown fields, the trash, one deleted for good."""
    root = home / "journals" / "default"
    shutil.copytree(FROZEN, root)
    seal(home)
    return root


def exported(*more: str) -> Ran:
    return mefirst("export", *more, "--now", NOW)


def took(data: bytes, *more: str, journal: str = "other") -> Ran:
    return mefirst("import", "-", "--journal", journal, "--now", NOW, *more, stdin=data)


def stored(root: Path) -> list[tuple[str, bytes]]:
    """Every record's file of a journal, as it is called where nothing is sealed, with what it says."""
    files = {name: data for name, data in tree(root).items() if not name.startswith(".mefirst")}
    return records_of(files)


def test_every_file_of_a_journal_comes_back_byte_for_byte(home: Path, frozen: Path) -> None:
    """All kinds, all revisions, all heads, unknown fields, what another program wrote, what was deleted for good."""
    ran = exported("--include-unsaid")
    assert (ran.code, ran.err) == (0, "")
    assert ran.data.count(b"\n") == len(stored(frozen)) + 1
    back = took(ran.data)
    assert back.code == 0
    assert back.err == "Imported: 7 moments, 2 promises, 1 check-in, 1 review, 2 focuses.\n"
    assert stored(home / "journals" / "other") == stored(frozen)
    again = exported("--include-unsaid", "--journal", "other")
    assert sorted(again.data.splitlines()[1:]) == sorted(ran.data.splitlines()[1:])


def test_an_export_taken_in_twice_adds_nothing(home: Path, frozen: Path) -> None:
    """Neither into another journal nor into its own."""
    data = exported("--include-unsaid").data
    took(data)
    before = tree(home / "journals")
    for journal in ("other", "default"):
        ran = took(data, journal=journal)
        assert (ran.code, ran.err.startswith("Imported: nothing new; 1")) == (0, True), ran.err
        assert tree(home / "journals") == before


def test_an_export_an_editor_put_a_mark_before_is_taken_in(home: Path, frozen: Path) -> None:
    """Editors of Windows begin a text with one."""
    back = took(b"\xef\xbb\xbf" + exported("--include-unsaid").data)
    assert back.code == 0
    assert stored(home / "journals" / "other") == stored(frozen)


def test_what_two_devices_wrote_becomes_two_heads(home: Path, journal: Journal) -> None:
    """An export of one journal joins the other as a device would: nothing is chosen, nothing overwritten."""
    journal.add(entry(intent="to help"))
    took(exported().data)
    other = Journal.open("other", home / "journals" / "other", home / "state")
    journal.change(Entry, ID, lambda one: one.changed(impact="here"))
    other.change(Entry, ID, lambda one: one.changed(impact="there"))
    ran = took(exported().data)
    assert ran.err.splitlines()[1:] == ["Earlier or later revisions: of 1 record that are here."]
    found = other.get(Entry, ID)
    assert (len(found.heads), found.conflicts) == (2, ("impact",))


def test_the_lines_can_be_shown_anywhere(frozen: Path) -> None:
    """Nothing in an export moves a cursor or turns a line around, and every line is one."""
    for line in exported("--include-unsaid").out.splitlines():
        assert not forbidden(line)
        assert json.loads(line)


def test_a_period_takes_the_records_of_its_days(home: Path, frozen: Path) -> None:
    """Of all kinds, with all their revisions; what was deleted for good then, too."""
    files = [json.loads(line)["file"] for line in exported("2026-10").out.splitlines()[1:]]
    assert sorted(files) == sorted(name for name, _ in stored(frozen) if "/2026/10/" in name)
    assert "20261009-0000000006.purged" in " ".join(files)


def test_filters_take_moments_alone_with_all_their_revisions(frozen: Path) -> None:
    """As on every reading command; the trash only where it is asked for."""
    documents = [json.loads(line) for line in exported("--tag", "c", "--tag", "B").out.splitlines()]
    assert documents[0]["filters"]["tag"] == ["c", "B"]
    assert [one["record"]["id"] for one in documents[1:]] == ["20261005-0000000002"] * 3
    assert exported("--state", "trashed").out.count("\n") == 1 + 2 + 2
    assert exported("--tag", "none such").out.count("\n") == 1


def test_what_was_never_said_stays_here(home: Path, journal: Journal) -> None:
    """In no format, in no revision; the document says so, and so does stderr."""
    journal.add(entry(situation="the board", unsaid=SECRET))
    journal.change(Entry, ID, lambda one: one.changed(intent="to help", unsaid=None))
    for form in ("jsonl", "csv", "md"):
        ran = exported("--format", form)
        assert SECRET not in ran.out
        with_it = exported("--format", form, "--include-unsaid")
        assert (SECRET in with_it.out) == (form == "jsonl")
    ran = exported()
    head, document = map(json.loads, ran.out.splitlines())
    assert (head["redacted"], document["record"]["redacted"]) == (["unsaid"], ["unsaid"])
    assert ran.err == (
        "Left out: what was never said aloud, in 1 moment, and the earlier revisions of these. "
        "--include-unsaid takes it along.\n"
    )
    journal.change(Entry, ID, lambda one: one.changed(unsaid=SECRET))
    for form, says in (("csv", "unsaid\n"), ("md", "Left out: unsaid")):
        ran = exported("--format", form)
        assert SECRET not in ran.out
        assert says in ran.out
        assert "--include-unsaid takes it along." in ran.err
        assert SECRET in exported("--format", form, "--include-unsaid").out


def test_a_redacted_document_never_becomes_a_revision(home: Path, journal: Journal) -> None:
    """Where the entry is, it changes nothing; where it is not, it is an entry that says what it lacks."""
    journal.add(entry(situation="the board", unsaid=SECRET))
    data = exported().data
    before = tree(home / "journals")
    ran = took(data, journal="default")
    assert (ran.code, ran.err) == (0, "Imported: nothing new; 1 was here already.\n")
    assert tree(home / "journals") == before
    assert took(data).code == 0
    other = Journal.open("other", home / "journals" / "other", home / "state")
    assert other.get(Entry, ID).record.document()["redacted"] == ["unsaid"]
    other.change(Entry, ID, lambda one: one.changed(learning="more"))
    again = exported("--journal", "other").data
    assert took(again, journal="default").err == "Imported: nothing new; 1 was here already.\n"
    assert took(again, journal="third").err == "Imported: 1 moment.\n"
    third = Journal.open("third", home / "journals" / "third", home / "state")
    assert third.get(Entry, ID) == other.get(Entry, ID)
    assert tree(home / "journals" / "default") == tree_of(before, "default")


def tree_of(whole: dict[str, bytes | None], name: str) -> dict[str, bytes | None]:
    return {
        path.removeprefix(f"{name}/"): data for path, data in whole.items() if path.startswith(f"{name}/")
    }


def test_what_was_deleted_for_good_stays_so_on_both_sides(home: Path, journal: Journal) -> None:
    """Here it never comes back; what is here is not deleted because it was there, but named."""
    journal.add(entry(situation="mine"))
    data = exported().data
    took(data)
    purge(journal, Entry, ID, datetime.fromisoformat(NOW))
    ran = took(data, journal="default")
    assert ran.err.splitlines() == ["Imported: nothing new.", "Left out: 1 record deleted for good here."]
    ran = took(exported().data)
    assert ran.err.splitlines()[1:] == [f"Deleted for good there, and still here: {ID}"]
    other = Journal.open("other", home / "journals" / "other", home / "state")
    assert other.get(Entry, ID).record.situation == "mine"


def changed(number: int, **fields: Any) -> bytes:
    """An export of one entry and one promise, with fields of a line changed."""
    found = EXPORT.decode().splitlines()
    found[number - 1] = json.dumps({**json.loads(found[number - 1]), **fields})
    return ("\n".join(found) + "\n").encode()


def of(*records: Entry | Commitment) -> bytes:
    """An export of a journal with these records."""
    documents = []
    for one in records:
        data = encode(one.document())
        name = file_name(one.id, 1, digest(data))
        documents.append({"file": f"{one.FOLDER}/2026/11/{name}", "record": one.document()})
    head = {"schema": "mefirst.export/1", "records": len(records)}
    return "".join(json.dumps(one) + "\n" for one in (head, *documents)).encode()


EXPORT = of(entry(situation="mine"), commitment(nth_id(2), behavior="ask"))
PLACE = json.loads(EXPORT.splitlines()[1])["file"]
WRONG: dict[str, tuple[bytes, str]] = {
    "cut at a line": (b"\n".join(EXPORT.splitlines()[:2]) + b"\n", "line 2: it was to hold 2 records, and holds 1."),
    "cut in a line": (EXPORT[:-9], "line 3: it is not JSON (line 1, column "),
    "more than it says": (EXPORT + EXPORT.splitlines()[1] + b"\n", "line 4: it was to hold 2 records, and holds 3."),
    "a later format": (changed(1, schema="mefirst.export/2"), "line 1: it was written by a newer mefirst"),
    "another document": (changed(1, schema="mefirst.exports"), "line 1: it is no mefirst.export/1."),
    "an empty line": (EXPORT.replace(b"}\n{", b"}\n\n{", 1), "line 2: it is empty."),
    "a word changed": (EXPORT.replace(b"mine", b"mime"), "line 2: its name and its content disagree."),
    "another name": (changed(2, file="entries/2026/11/a.json"), "line 2: its file is not named as"),
    "no name": (changed(2, file=None), "line 2: its file is not named as"),
    "another place": (changed(2, file=PLACE.replace("entries", "reviews")), "line 2: its name and its content"),
    "outside": (changed(2, file="../../" + PLACE), "line 2: its name and its content disagree."),
    "a marker outside": (
        changed(2, file=f"../2026/11/{ID}.purged-000000000000.json"), "line 2: it does not belong into a journal."),
    "a marker of another": (
        changed(2, file=f"entries/2026/11/{ID}.purged-000000000000.json"), "line 2: its name and its content"),
    "no record": (changed(3, record=None), "line 3: it holds no record."),
    "a record of another kind": (changed(3, record=[1]), "line 3: it holds no record."),
    "a later kind": (changed(3, record={**entry().document(), "schema": "mefirst.entry/2"}), "mefirst does not know."),
    "a state nobody knows": (changed(3, record={**entry().document(), "state": "odd"}), "line 3: 'state' takes one"),
    "NaN": (EXPORT.replace(b'"behavior": "ask"', b'"behavior": NaN'), "line 3: it holds NaN, which is no number."),
    "a key twice": (EXPORT.replace(b'"behavior"', b'"id": 1, "behavior"'), "line 3: it has 'id' twice."),
    "half a character": (EXPORT.replace(b"ask", b"\\ud800"), "line 3: it holds half a character"),
    "not UTF-8": (EXPORT.replace(b"ask", b"\xff"), "line 3: it is not UTF-8."),
    "deep": (EXPORT.replace(b'"ask"', b"[" * 99 + b"]" * 99), "line 3: it is nested deeper than"),
}  # fmt: skip


def test_the_export_the_others_are_made_of_is_right(home: Path) -> None:
    """Unchanged, it is taken in."""
    assert took(EXPORT).err == "Imported: 1 moment, 1 promise.\n"


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_an_export_is_named_with_its_line(home: Path, wrong: str) -> None:
    """Exit 2, the line, at most three lines; nothing of it is written."""
    data, says = WRONG[wrong]
    ran = took(data)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("stdin, line ")
    assert says in ran.err
    assert "Nothing was imported." in ran.err
    assert len(ran.err.splitlines()) <= 3
    assert not (home / "journals").exists()


def test_what_is_damaged_is_named_and_the_rest_is_taken_out(frozen: Path) -> None:
    """Exit 3; the export says which are missing, and can be taken in."""
    path = next(frozen.rglob("*.3-*.json*"))
    rewrite(path, b"Mine", b"mine")
    ran = exported("--include-unsaid")
    assert ran.code == 3
    assert f"Damaged: {path.name} (it was changed outside mefirst)" in ran.err
    assert json.loads(ran.out.splitlines()[0])["damaged"] == [path.name]
    assert took(ran.data).code == 0


def test_what_a_later_version_wrote_is_taken_out_and_in_by_that_alone(home: Path, journal: Journal) -> None:
    """No word is left behind; but this version does not write what it does not know."""
    later = {**entry(situation="later").document(), "schema": "mefirst.entry/2"}
    data = encode(later)
    laid(journal.month(Entry, ID), ID, data)
    ran = exported()
    assert (ran.code, "later" in ran.out) == (0, True)
    assert took(ran.data).code == 2


def test_an_export_goes_whole_into_a_file_and_says_nothing(home: Path, tmp_path: Path) -> None:
    """The format is that of its ending; the file is for its owner alone."""
    lay_out_sample(home)
    for name, begins in (
        ("a.jsonl", '{"schema": "mefirst.export/1"'),
        ("a.csv", "entry,on,"),
        ("a.md", "# "),
    ):
        target = tmp_path / name
        ran = exported("--output", str(target))
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        assert target.read_text("utf-8").startswith(begins)
        assert target.stat().st_mode & 0o777 == 0o600


def test_a_folder_gets_a_file_a_moment(home: Path, tmp_path: Path) -> None:
    """Whole or not at all; one that holds something already is left alone."""
    lay_out_sample(home)
    folder = tmp_path / "moments"
    ran = exported("4w", "--format", "md", "--output", str(folder))
    assert ran.code == 0
    listed = mefirst("list", "4w", "--format", "json", "--now", NOW).json["entries"]
    assert {path.name for path in folder.iterdir()} == {f"{one['on']}-{one['id'][9:]}.md" for one in listed}
    before = tree(tmp_path / "moments")
    again = exported("--output", str(folder))
    assert (again.code, again.err.splitlines()[0]) == (2, f"{folder} is not empty.")
    assert tree(folder) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    empty = tmp_path / "empty"
    empty.mkdir()
    assert exported("2w", "--output", str(empty)).code == 0
    assert any(empty.iterdir())


def test_a_csv_is_a_row_a_moment_and_no_cell_is_a_formula(home: Path) -> None:
    """What a spreadsheet would run stands behind an apostrophe; all words are there."""
    record_id = reflected(moment="=HYPERLINK(1)\n@SUM(2)", who="+deputy", strength="-1")
    rows = list(csv.DictReader(io.StringIO(exported("--format", "csv").out)))
    assert [row["entry"] for row in rows] == [record_id]
    (row,) = rows
    assert (row["situation"], row["people"], row["strength"]) == ("'=HYPERLINK(1)␤@SUM(2)", "'+deputy", "'-1")
    assert row["effects"].startswith("Trust, toward deputy: meant +2, arrived −2.")


def test_markdown_holds_all_words_as_text(journal: Journal) -> None:
    """Paragraphs stay, lines stay, and what looks like Markdown is what was typed."""
    told = reported("deputy", -1, quote="You *never* asked")
    journal.add(
        entry(
            situation="# no heading\n- no list\n\n<b>second</b>\x1b[31m paragraph",
            intent="to help", people=("deputy",), tags=("a_b_",), unsaid=SECRET,
            effects=(effect(2, -2, told, toward="deputy"),),
            extra={"energy": {"asked": "How *awake*?", "answer": ["very", 2]}},
        )
    )  # fmt: skip
    assert exported("--format", "md").out == (
        "# Monday 23 November 2026 · 4k7q0z\n\n- With: deputy\n- Tags: a\\_b\\_\n\n"
        "## Situation\n\n\\# no heading  \n\\- no list\n\n\\<b\\>second\\</b\\>␛\\[31m paragraph\n\n"
        "## Intent\n\nto help\n\n## How \\*awake\\*?\n\nvery  \n2\n\n## Effects\n\n"
        "- Trust, toward deputy: meant +2, arrived −1. Meant to raise trust, it lowered it (they said).\n"
        "- deputy said −1 on Monday 23 November 2026: “You \\*never\\* asked”\n\n"
        "Left out: unsaid\n"
    )


def test_an_export_and_its_empty_state(home: Path) -> None:
    """No journal is an error, an empty one is an export of nothing."""
    assert exported().code == 4
    Journal.create("default", home / "journals" / "default", home / "state")
    ran = exported()
    assert (ran.code, ran.json["records"], ran.json["period"]) == (
        0,
        0,
        {"name": "all", "from": None, "to": None},
    )
    assert took(ran.data).err == "Imported: nothing new.\n"


@given(st.dictionaries(TEXTS, VALUES, max_size=4), TEXTS)
def test_any_words_go_out_and_in_the_same(home: Path, unknown: dict[str, Any], words: str) -> None:
    """Every plane of Unicode, controls, NUL, what looks like JSON: in known fields and in unknown ones."""
    first = entry(situation=words, tags=("a",))
    document = {**{f"x{name}": value for name, value in unknown.items()}, **first.document()}
    data = encode(document)
    place = PurePosixPath(Entry.FOLDER, "2026", "11", file_name(ID, 1, digest(data)))
    written = "".join(f"{line}\n" for line in lines(Gathered((Parcel(place, data),), (), ()), {}))
    assert [(one.place, one.data) for one in parcels("mine", io.BytesIO(written.encode()))] == [(place, data)]


def test_words_that_would_do_something_come_back_as_they_were(home: Path) -> None:
    """Through the program, from stdin into a journal, out of it, and into another."""
    said = [*HOSTILE, "\0 nothing", "\U0010ffff \ufffe \ufeff", "e\u0301 é", "'\"`$(x)", "\r\n\r"]
    for words in said:
        assert mefirst("capture", "--now", NOW, stdin=f"x{words}x".encode()).code == 0
    took(exported().data)
    root = home / "journals"
    assert stored(root / "other") == stored(root / "default")
    reading = Journal.open("other", root / "other", home / "state").read(Entry)
    assert {one.situation for one in reading.records} == {f"x{words}x" for words in said}


@pytest.mark.parametrize("refused", ["mkdir", "rename"])
def test_a_folder_that_cannot_be_written_is_as_it_was(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    """Not a file of it, and nothing else left behind."""
    lay_out_sample(home)
    folder = tmp_path / "moments"
    kept = getattr(Path, refused)

    def refuse(path: Path, *rest: Any, **more: Any) -> Any:
        if path.parent == tmp_path:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return kept(path, *rest, **more)

    monkeypatch.setattr(Path, refused, refuse)
    ran = exported("4w", "--format", "md", "--output", str(folder))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "Not saved: No space left on device.",
        str(folder),
        "Nothing was written.",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_an_entry_nothing_of_which_can_be_read_is_named_whole(journal: Journal) -> None:
    """What was never said cannot be taken out of what a later version wrote: it stays, and is named."""
    data = encode({**entry(unsaid=SECRET).document(), "schema": "mefirst.entry/2"})
    laid(journal.month(Entry, ID), ID, data)
    ran = exported()
    assert (ran.code, SECRET in ran.out) == (3, False)
    assert f"Damaged: {ID} (left out whole: " in ran.err


def test_a_large_record_of_backslashes_travels(journal: Journal, home: Path) -> None:
    """The largest there can be, in its longest form, fits into a line."""
    text = json.dumps({**entry().document(), "situation": "\\" * 2_000_000}, ensure_ascii=False)
    data = text.encode()
    laid(journal.month(Entry, ID), ID, data)
    gathered = gather(journal, date(2026, 11, 23))
    assert '"text": ' in list(lines(gathered, {}))[1]
    assert took(exported().data).code == 0
    assert stored(home / "journals" / "other") == stored(journal.root)
