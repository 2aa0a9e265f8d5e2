"""`mefirst undo`, `delete`, `show --history`: what went can be seen and brought back, but what went for good."""

import sys
from pathlib import Path

import pytest

from mefirst.cli.context import Context
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from real_terminal import terminal
from running import ANSWERS, NOW, Ran, mefirst, noted, records, reflected, shown, tree

pytestmark = pytest.mark.usefixtures("sealing")

WORDS = str(ANSWERS["moment"])


def run(*words: str) -> Ran:
    return mefirst(*words, "--now", NOW)


def words_in(home: Path) -> list[str]:
    return [name for name, data in tree(home).items() if data and WORDS.encode() in data]


def test_undo_is_said_and_can_be_undone(home: Path) -> None:
    record_id = reflected()
    run("edit", "last", "--set", "gap=mine")
    ran = run("undo")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        f"{record_id[9:15]} is as it was before. mefirst undo {record_id[9:15]} takes that back.",
        "  Gap",
        "    − mine",
    ]
    assert shown(record_id)["gap"] is None
    assert run("undo", "--quiet").out == f"{record_id}\n"
    assert shown(record_id)["gap"] == "mine"
    assert len(records(home)) == 4


def test_last_is_a_moment_and_where_there_are_promises_alone_that_is_said(home: Path) -> None:
    """Exit 4; something was written, so it does not say that nothing was."""
    mefirst("journal", "init", "--now", NOW)
    assert run("commitment", "add", "ask her", "--quiet").code == 0
    ran = run("undo", "last")
    assert (ran.code, ran.err.startswith("There is no 'last': no moment was written")) == (4, True)


def test_undo_takes_back_what_they_said(home: Path) -> None:
    record_id = reflected()
    run("impact", record_id, "--by", "deputy", "--value", "3")
    run("undo")
    assert shown(record_id)["effects"][0]["reported"] == []


def test_a_dry_undo_shows_and_saves_nothing(home: Path) -> None:
    reflected()
    run("edit", "last", "--set", "gap=mine")
    before = tree(home)
    ran = run("undo", "--dry-run", "--plain")
    assert (ran.out, ran.err) == ("Gap:\n  was: mine\n", "Nothing was saved.\n")
    assert tree(home) == before


def test_delete_is_the_trash_and_undo_takes_it_out(home: Path) -> None:
    record_id = reflected()
    before = tree(home / "journals")
    ran = run("delete", "last")
    assert (ran.code, ran.err.splitlines()) == (
        0,
        [f"In the trash: {record_id[9:15]} · {WORDS}", f"mefirst undo {record_id[9:15]} takes it out again."],
    )
    assert before.items() <= tree(home / "journals").items()
    assert run("list").out.startswith("No moments")
    assert run("gaps", "--format", "json").json["counts"]["entries"] == 0
    assert "[trash]" in run("list", "--state", "trashed").out
    assert run("delete", record_id).err == f"{record_id[9:15]} is in the trash already.\n"
    assert run("undo").code == 0
    assert shown(record_id)["state"] == "complete"


def test_a_dry_delete_saves_nothing(home: Path) -> None:
    record_id = reflected()
    before = tree(home)
    assert run("delete", record_id, "--dry-run").code == 0
    ran = run("delete", record_id, "--forever", "--dry-run")
    assert (ran.code, "1 file. Nothing was deleted." in ran.err) == (0, True)
    assert tree(home) == before


def test_deleted_for_good_is_gone_and_what_is_out_of_reach_is_named(home: Path) -> None:
    record_id = reflected(next={"cue": "she pauses", "response": "wait"})
    other = noted("other")
    run("edit", record_id, "--set", "gap=mine")
    (home / "journals" / "default" / ".git").mkdir()
    ran = run("delete", record_id, "--forever", "--yes")
    assert ran.code == 0
    said = ran.err.splitlines()
    handle = record_id[9:15]
    assert said[0] == f"Deleted for good: the moment {handle} of Monday 23 November 2026, 2 files."
    (promise,) = Context(NOW).open_journal("default").read(Commitment).records
    assert (
        said[1]
        == f"The promise {promise.handle} made with it stays: mefirst delete {promise.handle} --forever"
    )
    assert "git history" in said[2]
    assert "backups" in said[3]
    assert "SSD" in said[4]
    assert words_in(home) == []
    assert run("show", record_id).code == 4
    assert run("undo", record_id).code == 4
    assert [one["id"] for one in run("list", "--format", "json").json["entries"]] == [other]
    assert run("delete", promise.handle, "--forever", "--yes").code == 0
    assert len(records(home, "commitments")) == 1
    assert run("delete", handle, "--forever", "--yes").code == 0
    assert run("delete", "zzzz", "--forever", "--yes").code == 4


def test_quiet_gives_the_id_alone(home: Path) -> None:
    record_id = reflected()
    assert run("delete", record_id, "--quiet").out == f"{record_id}\n"
    ran = run("delete", record_id, "--forever", "--yes", "--quiet")
    assert (ran.out, ran.err) == (f"{record_id}\n", "")


def test_where_an_entry_was_moved_from_goes_with_it(home: Path) -> None:
    record_id = reflected()
    run("edit", record_id, "--on", "2026-11-20")
    ran = run("delete", "last", "--forever", "--yes")
    assert ran.err.startswith("It was moved from Monday 23 November 2026; that goes with it.")
    assert words_in(home) == []
    assert run("undo").code == 4


def test_deleting_for_good_asks(home: Path) -> None:
    reflected()
    before = tree(home)
    ran = run("delete", "last", "--forever")
    assert (ran.code, "--yes" in ran.err) == (2, True)
    assert tree(home) == before


def test_a_draft_taken_up_after_its_entry_was_deleted_for_good_says_so(home: Path) -> None:
    """A retry must not write what would be hidden, and gives the words back."""
    record_id = reflected()
    record = Context(NOW).open_journal("default").get(Entry, record_id).record
    run("delete", record_id, "--forever", "--yes")
    before = tree(home / "journals")
    with pytest.raises(Exception, match="Not saved: it was deleted for good"):
        Context(NOW).open_journal("default").add(record)
    assert tree(home / "journals") == before


def test_only_moments_have_a_trash(home: Path) -> None:
    reflected(next="call her")
    (promise,) = Context(NOW).open_journal("default").read(Commitment).records
    ran = run("delete", promise.handle)
    assert (ran.code, "--forever" in ran.err) == (2, True)


# ---- history


def test_the_history_shows_every_revision_and_what_it_changed(home: Path) -> None:
    record_id = reflected()
    run("edit", record_id, "--set", "gap=mine\x1b", "--set", "tags=a")
    run("edit", record_id, "--set", "gap=yours")
    lines = run("show", record_id, "--history").out.splitlines()
    assert lines[0] == f"{record_id[9:15]} · Monday 23 November 2026, 3 revisions."
    assert "Revision 1" in lines
    assert f"    + {WORDS}" in lines
    at = lines.index("Revision 2")
    assert lines[at + 1 : at + 5] == ["  Tags", "    + a", "  Gap", "    + mine␛"]
    assert lines[-4:] == ["Revision 3, as it is now", "  Gap", "    − mine␛", "    + yours"]


def test_the_history_in_sentences_and_for_scripts(home: Path) -> None:
    record_id = reflected()
    run("edit", record_id, "--set", "unsaid=mine")
    run("delete", record_id)
    plain = run("show", record_id, "--history", "--format", "plain").out
    assert "  Unsaid:\n    is: mine\n" in plain
    assert "−" not in plain
    found = run("show", record_id, "--history", "--format", "json").json
    assert (found["schema"], found["id"], found["damaged"]) == ("mefirst.history/1", record_id, [])
    first, second, third = found["revisions"]
    assert (first["parents"], second["parents"], third["head"]) == ([], [first["digest"]], True)
    assert second["changes"] == {"unsaid": {"from": None, "to": "mine"}}
    assert third["changes"] == {"state": {"from": "complete", "to": "trashed"}}


def test_the_history_of_a_promise_and_of_a_damaged_entry(home: Path) -> None:
    record_id = reflected(next="call her")
    (promise,) = Context(NOW).open_journal("default").read(Commitment).records
    assert "    + call her" in run("show", promise.handle, "--history").out
    run("edit", record_id, "--set", "gap=mine")
    first = next((home / "journals").rglob(f"{record_id}.1-*"))
    first.write_bytes(first.read_bytes()[:-3])
    ran = run("show", record_id, "--history")
    assert (ran.code, "Damaged" in ran.err) == (3, True)
    assert "Revision 2, what it changed is not there any more, so this is all of it, as it is now" in ran.out
    assert run("undo", record_id).code == 3


@pytest.mark.skipif(sys.platform == "win32", reason="it needs a terminal")
def test_in_a_terminal_lines_are_broken_at_blanks_and_hang(home: Path) -> None:
    """What was saved, the history of it, and an error: no word is broken, the rest stands below the words."""
    record_id = reflected()
    gap = "gap=I was in a hurry and did not ask her first"
    for words, below in (
        (("edit", record_id, "--set", gap), "    + I was in a hurry and did not ask\n      her first"),
        (("show", record_id, "--history"), "    + I was in a hurry and did not ask\n      her first"),
        (("show", "zzzz"), "mefirst list all shows every entry with\nits handle."),
    ):
        with terminal(*words, "--now", NOW, columns=40) as opened:
            opened.ended()
            assert below in opened.text()
