"""Revisions: every edit a file beside the old one; several heads read as one, the same on every device."""

import shutil
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from mefirst.errors import UnknownEntry
from mefirst.journal.codec import digest, encode
from mefirst.journal.merge import DIVIDER
from mefirst.journal.store import Found, Journal
from mefirst.model.commitment import Commitment, LogLine
from mefirst.model.entry import Entry, PackRef
from mefirst.model.record import Record
from oscalls import files_below
from samples import DAY, ID, KINDS, RECORDED, commitment, effect, entry, needed, nth_id, reported
from sealing import begun

pytestmark = pytest.mark.usefixtures("sealing")

Edit = Callable[[Entry], Entry]


def to(**fields: Any) -> Callable[[Any], Any]:
    return lambda record: record.changed(**fields)


def at_once(journal: Journal, kind: type[Any], record_id: str, *edits: Callable[[Any], Any]) -> None:
    """Let several devices edit one record, each having read it before any of them wrote."""
    if not edits:
        return
    other = Journal.open(journal.name, journal.root, journal.state.parent)

    def after_the_others(record: Any) -> Any:
        at_once(other, kind, record_id, *edits[1:])
        return edits[0](record)

    journal.change(kind, record_id, after_the_others)


def names(journal: Journal) -> list[str]:
    return [Path(name).name for name in files_below(journal.root) if name not in begun()]


def test_an_edit_is_a_further_file_that_names_its_parent(journal: Journal) -> None:
    """The old revision stays, byte for byte."""
    journal.add(entry(situation="x"))
    before = files_below(journal.root)
    second = journal.change(Entry, ID, to(situation="y"))
    third = journal.change(Entry, ID, to(situation="z"))
    assert before.items() <= files_below(journal.root).items()
    assert [name.split("-")[1].split(".")[1] for name in names(journal)] == ["1", "2", "3"]
    assert (second.revision, third.revision) == (2, 3)
    assert second.parents == (digest(encode(entry(situation="x").document())),)
    assert third.parents == (digest(encode(second.document())),)
    found = journal.get(Entry, ID)
    assert found.record == third
    assert found.heads == (digest(encode(third.document())),)
    assert found.conflicts == ()
    assert [one.situation for one in journal.read(Entry).records] == ["z"]


def test_an_edit_that_changes_nothing_writes_nothing(journal: Journal) -> None:
    """An editor closed without a change leaves no revision behind."""
    journal.add(entry(situation="x"))
    before = files_below(journal.root)
    assert journal.change(Entry, ID, to(situation="x")) == entry(situation="x")
    assert files_below(journal.root) == before


def test_an_edit_of_what_is_not_there_is_refused(journal: Journal) -> None:
    with pytest.raises(UnknownEntry):
        journal.change(Entry, ID, to(situation="y"))
    assert names(journal) == []


def test_an_edit_that_fails_writes_nothing(journal: Journal) -> None:
    journal.add(entry())

    def fails(_: Entry) -> Entry:
        raise ZeroDivisionError

    before = files_below(journal.root)
    with pytest.raises(ZeroDivisionError):
        journal.change(Entry, ID, fails)
    with pytest.raises(ValueError, match="sphere"):
        journal.change(Entry, ID, to(sphere="nowhere"))
    assert files_below(journal.root) == before


def test_an_old_revision_lost_does_not_hide_the_newest(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    journal.change(Entry, ID, to(situation="y"))
    next((journal.root / "entries").rglob(f"{ID}.1-*")).unlink()
    assert journal.get(Entry, ID).record.situation == "y"


# ---- two devices


def test_different_fields_changed_on_two_devices_are_both_there(journal: Journal) -> None:
    journal.add(entry(situation="x", tags=("a",)))
    at_once(journal, Entry, ID, to(situation="y"), to(impact="z", tags=("a", "b")))
    found = journal.get(Entry, ID)
    assert len(found.heads) == 2
    assert (found.record.situation, found.record.impact, found.record.tags) == ("y", "z", ("a", "b"))
    assert found.conflicts == ()
    assert list(journal.read(Entry).records) == [found.record]


def test_a_text_changed_on_two_devices_shows_both_and_is_named(journal: Journal) -> None:
    """Never the later clock: both wordings are there until the leader makes one of them."""
    journal.add(entry(situation="x"))
    at_once(journal, Entry, ID, to(situation="one"), to(situation="two"), to(situation="three"))
    found = journal.get(Entry, ID)
    assert found.conflicts == ("situation",)
    assert sorted((found.record.situation or "").split(DIVIDER)) == ["one", "three", "two"]
    assert len(found.heads) == 3


def test_what_changed_is_told_from_the_newest_revision_they_share(journal: Journal) -> None:
    """Edits both devices had seen already are no disagreement."""
    journal.add(entry(situation="x", tags=("a",)))
    journal.change(Entry, ID, to(situation="y", tags=("a", "b")))
    at_once(journal, Entry, ID, to(situation="z"), to(tags=("a",)))
    found = journal.get(Entry, ID)
    assert (found.record.situation, found.record.tags, found.conflicts) == ("z", ("a",), ())


def test_the_next_edit_joins_all_heads(journal: Journal) -> None:
    journal.add(entry(situation="x"))
    at_once(journal, Entry, ID, to(situation="one"), to(situation="two"))
    heads = journal.get(Entry, ID).heads
    written = journal.change(Entry, ID, to(situation="both"))
    assert written.parents == heads
    assert written.revision == 3
    found = journal.get(Entry, ID)
    assert (found.record.situation, found.conflicts, len(found.heads)) == ("both", (), 1)


def test_the_same_edit_on_two_devices_is_one_revision(journal: Journal, *, sealing: bool) -> None:
    """Equal content is one revision, wherever it was written; where it is not sealed, one file."""
    journal.add(entry(situation="x"))
    at_once(journal, Entry, ID, to(situation="y"), to(situation="y"))
    assert len(names(journal)) == (3 if sealing else 2)
    assert len(journal.history(Entry, ID)[0]) == 2
    assert len(journal.get(Entry, ID).heads) == 1


def test_a_longer_line_of_edits_does_not_win_over_a_shorter_one(journal: Journal) -> None:
    """Revision numbers count edits, they do not rank them."""
    journal.add(entry(situation="x", impact="z"))

    def one_edit_meanwhile_three(record: Entry) -> Entry:
        for number in range(3):
            journal.change(Entry, ID, to(situation=f"{number}"))
        return record.changed(impact="other")

    journal.change(Entry, ID, one_edit_meanwhile_three)
    found = journal.get(Entry, ID)
    assert (found.record.situation, found.record.impact) == ("2", "other")
    assert found.conflicts == ()
    assert journal.change(Entry, ID, to()).revision == 5  # joining is something new


def test_every_device_reads_the_same_whatever_order_the_files_came_in(
    journal: Journal, tmp_path: Path
) -> None:
    """A copy made in another order, with other times, reads exactly alike."""
    journal.add(entry(situation="x", tags=("a", "b")))
    at_once(journal, Entry, ID, to(situation="one", tags=("a", "c")), to(situation="two", tags=("b",)))
    for number, backwards in enumerate((False, True)):
        copy = tmp_path / f"device{number}"
        for name in sorted(files_below(journal.root), reverse=backwards):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(journal.root / name, copy / name)
        other = Journal.open("default", copy, tmp_path / "other-state")
        assert other.get(Entry, ID) == journal.get(Entry, ID)
        assert other.read(Entry) == journal.read(Entry)


def test_where_the_common_parent_is_lost_both_sides_still_show(journal: Journal) -> None:
    journal.add(entry(situation="x", tags=("a",)))
    at_once(journal, Entry, ID, to(situation="one"), to(tags=("a", "b")))
    next((journal.root / "entries").rglob(f"{ID}.1-*")).unlink()
    found = journal.get(Entry, ID)
    assert set((found.record.situation or "").split(DIVIDER)) == {"one", "x"}
    assert found.record.tags == ("a", "b")
    assert found.conflicts == ("situation",)


def test_a_state_is_that_of_the_joined_content(journal: Journal) -> None:
    """One device wrote the intent, the other what arrived: together the entry is complete."""
    journal.add(entry())
    at_once(journal, Entry, ID, to(intent="to help"), to(effects=(effect(None, 1),)))
    found = journal.get(Entry, ID)
    assert found.record.state == "complete"
    assert found.conflicts == ()


def test_trash_on_one_device_and_edits_on_the_other(journal: Journal) -> None:
    """An untouched entry goes; one that went on meanwhile stays in sight, and is named."""
    journal.add(entry(intent="x"))
    at_once(journal, Entry, ID, to(state="trashed"), to(tags=("a",)))
    assert journal.get(Entry, ID).record.state == "trashed"
    other = nth_id(5)
    journal.add(entry(other, intent="x"))
    at_once(journal, Entry, other, to(state="trashed"), to(impact="a look"))
    found = journal.get(Entry, other)
    assert (found.record.state, found.record.impact, found.conflicts) == ("complete", "a look", ("state",))


# ---- whatever two devices say in any field of any record, it can be read

VALUES: dict[str, tuple[Any, Any]] = {
    "Entry.state": ("trashed", "captured"),
    "pack": (PackRef(id="a", version="1.0.0", digest="0"), PackRef(id="b", version="1.0.1", digest="1")),
    "period": (
        {"name": "7d", "from": "2026-11-10", "to": "2026-11-16"},
        {"name": "4w", "from": None, "to": "2026-11-23"},
    ),
    "asked": ({"sphere": "x", "state": "x"}, {"sphere": "y", "state": "y"}),
    "people": (("Deputy",), ("deputy", "board")),
    "tags": (("a",), ("A", "b")),
    "feelings": (("glad",), ("sad",)),
    "mode": (("guiding",), ("fixing",)),
    "motives": (("help",), ("hurry",)),
    "effects": (
        (effect(1, 2, reported("deputy", 1), toward="Deputy", evidence="cue", predicted=1, note="x"),),
        (effect(2, -2, reported("deputy", 1, how="asked"), toward="deputy", evidence="guess", note="y"),),
    ),
    "extra": ({"q": {"asked": "?", "answer": 1}}, {"q": {"asked": "!", "answer": "x"}}),
    "answers": ({"state": {"asked": "?", "answer": "x"}}, {"state": {"asked": "!", "answer": "y"}}),
    "log": ((LogLine(on=DAY, cue_came=True, did_it=True, note="x"),), (LogLine(on=DAY, cue_came=False),)),
    "steps": (({"step": "noticed", "on": DAY, "note": "x"},), ({"step": "noticed", "on": DAY},)),
    "claims": (
        ({"commitment": ID, "status": "kept", "evidence": "x"},),
        ({"commitment": ID, "status": "partly"},),
    ),
    "severity": (1, 4),
    "challenges": (
        ({"question": "?", "target": "belief", "moved": 1},),
        ({"question": "?", "target": "attitude", "moved": 2},),
    ),
    "commitments": ((nth_id(1),), (nth_id(2),)),
    "shares": (("entries",), ("commitments", "reports")),
    "entry_fields": (("on", "intent"), ("on", "impact")),
    "commitment_fields": (("title",), ("status",)),
    "forbidden": (("pass it on",), ("print it",)),
    "keep_days": (30, 90),
    "coarse_dates": (True, False),
    "names": ({"deputy": "D"}, {"deputy": "E"}),
    "content": ({"schema": "mefirst.share/1", "sequence": 1}, {"schema": "mefirst.share/1", "sequence": 2}),
    "looked_at": (RECORDED, RECORDED.replace(hour=20)),
    "accepted_at": (RECORDED, RECORDED.replace(hour=20)),
    "Shared.people": ({"Person A": "deputy"}, {"Person A": "board", "Person B": "deputy"}),
}
OWN = {"schema_", "id", "revision", "parents", "recorded_at"}
FIELDS = [
    (kind, name)
    for kind in KINDS
    for name in kind.model_fields
    if name not in OWN and (kind, name) != (Entry, "on")
]


def two_values(kind: type[Record], name: str) -> tuple[Any, Any]:
    """Return two different values of a field: from the table above, or by its type."""
    for known in (f"{kind.__name__}.{name}", name):
        if known in VALUES:
            return VALUES[known]
    annotation = kind.model_fields[name].annotation
    for kind_of_value in (annotation, *get_args(annotation)):
        if kind_of_value is str:
            return "first text", "second text"
        if kind_of_value is date:
            return date(2026, 11, 1), date(2026, 12, 24)
        if get_origin(kind_of_value) is Literal:
            return get_args(kind_of_value)[0], get_args(kind_of_value)[1]
    pytest.fail(f"give two values of {kind.__name__}.{name} in VALUES")


@pytest.mark.parametrize(("kind", "name"), FIELDS)
@pytest.mark.parametrize("swapped", [False, True])
def test_two_values_of_any_field_leave_the_record_readable(
    journal: Journal, kind: type[Record], name: str, swapped: bool
) -> None:
    """Joined words of a vocabulary, two dates in one, two lines of one person: none of these may come of it."""
    one, two = two_values(kind, name)
    if swapped:
        one, two = two, one
    journal.add(kind.first(ID, recorded_at=RECORDED, **needed(kind)))
    at_once(journal, kind, ID, to(**{name: one}), to(**{name: two}))
    found: Found[Record] = journal.get(kind, ID)
    assert list(journal.read(kind).records) == [found.record]
    assert journal.read(kind).damaged == ()
    again = journal.change(kind, ID, lambda record: record)
    if len(found.heads) > 1:  # not where one side said what stood there before
        expected = {"revision": found.record.revision + 1, "parents": list(found.heads)}
        assert again.document() == {**found.record.document(), **expected}
    assert journal.get(kind, ID) == Found(again, journal.get(kind, ID).heads, (), ())


def test_the_two_values_of_each_field_differ() -> None:
    """The test above would say nothing if its two values were one."""
    for kind, name in FIELDS:
        one, two = two_values(kind, name)
        assert one != two, (kind, name)


def test_eight_devices_at_once_make_eight_heads_and_lose_nothing(journal: Journal) -> None:
    """One entry edited by eight writers that all read it first."""
    journal.add(entry())
    start = threading.Barrier(8)

    def edit(number: int) -> None:
        own = Journal.open("default", journal.root, journal.state.parent)

        def waits(record: Entry) -> Entry:
            start.wait()
            return record.changed(tags=(f"t{number}",), learning=f"lesson {number}")

        own.change(Entry, ID, waits)

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = journal.get(Entry, ID)
    assert len(found.heads) == 8
    assert set(found.record.tags) == {f"t{number}" for number in range(8)}
    assert set((found.record.learning or "").split(DIVIDER)) == {f"lesson {number}" for number in range(8)}
    assert found.conflicts == ("learning",)


def test_commitments_merge_as_entries_do(journal: Journal) -> None:
    journal.add(commitment(behavior="listen"))
    logs = [(LogLine(on=DAY, cue_came=True, did_it=done),) for done in (True, False)]
    at_once(journal, Commitment, ID, to(log=logs[0]), to(log=logs[1], status="partly"))
    record = journal.get(Commitment, ID).record
    assert {line.did_it for line in record.log} == {True, False}
    assert record.status == "partly"
