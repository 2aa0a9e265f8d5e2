"""What a later version wrote: named, passed over, and never written over."""

import pytest

from mefirst.errors import JournalNewer
from mefirst.journal.changes import trash
from mefirst.journal.check import check
from mefirst.journal.codec import encode
from mefirst.journal.store import Journal
from mefirst.journal.versions import Newer, current
from mefirst.model.entry import Entry
from running import mefirst, tree
from samples import ID, entry, nth_id
from sealing import laid

pytestmark = pytest.mark.usefixtures("sealing")

LATER = "mefirst.entry/2"
OTHER = nth_id(1)


def put_later(journal: Journal, *, parents: tuple[str, ...] = (), revision: int = 1) -> str:
    """Store a revision as a later version would; return the name of its file."""
    document = {
        **entry(situation="mine").document(),
        "schema": LATER,
        "revision": revision,
        "parents": parents,
    }
    data = encode({**document, "parents": list(parents), "state": "of another kind"})
    return laid(journal.month(Entry, ID), ID, data, revision).name


def test_a_later_record_is_named_and_the_rest_is_read(journal: Journal) -> None:
    """It is neither read as if it were ours, nor in the way of what is."""
    journal.add(entry(OTHER))
    name = put_later(journal)
    reading = journal.read(Entry)
    assert [one.id for one in reading.records] == [OTHER]
    assert [tuple(one) for one in reading.damaged] == [(name, f"it was written by a newer mefirst ({LATER})")]


@pytest.mark.parametrize("beside", ["alone", "as the head", "as another head"])
def test_a_later_record_is_never_written_over(journal: Journal, beside: str) -> None:
    """No edit, no trash and no merge of it with what is ours: every file stays as it was."""
    if beside != "alone":
        journal.add(entry(situation="mine"))
    heads = journal.get(Entry, ID).heads if beside == "as the head" else ()
    put_later(journal, parents=heads, revision=2 if heads else 1)
    before = tree(journal.root)
    for act in (
        lambda: journal.get(Entry, ID),
        lambda: journal.change(Entry, ID, lambda one: one.changed(gap="x")),
        lambda: journal.add(entry(situation="mine")),
        lambda: trash(journal, ID),
    ):
        with pytest.raises(JournalNewer) as refused:
            act()
        assert refused.value.exit_code == 3
        assert LATER in refused.value.what
    assert tree(journal.root) == before
    assert [one.code for one in check(journal).findings if one.level == "risk"] == ["unknown"]


def test_what_is_said_of_a_later_record(journal: Journal) -> None:
    """Exit 3, what it is, and what to do: not to restore a backup, but to update."""
    journal.add(entry(OTHER, situation="mine"))
    put_later(journal)
    shown = mefirst("show", ID)
    assert (shown.code, shown.out) == (3, "")
    assert shown.err.splitlines()[-1] == "Update mefirst; nothing was changed."
    listed = mefirst("list", "all")
    assert (listed.code, "mine" in listed.out) == (3, True)
    assert f"it was written by a newer mefirst ({LATER})" in listed.err


@pytest.mark.parametrize(
    "found", ["mefirst.entry/1", "mefirst.focus/2", "entry", "", None, 2, "mefirst.entry/x"]
)
def test_what_is_no_later_version_of_the_kind_is_left_to_the_model(found: object) -> None:
    """The seam lets it through as it is."""
    document = {"schema": found}
    assert current(document, Entry.SCHEMA) is document


def test_a_version_far_ahead_is_later() -> None:
    """Numbers compare as numbers."""
    with pytest.raises(Newer, match=r"mefirst\.entry/10"):
        current({"schema": "mefirst.entry/10"}, "mefirst.entry/9")
