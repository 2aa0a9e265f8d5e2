"""No plain word stays where all is to be sealed: neither of before, nor of a writer that seals nothing."""

import sys
from pathlib import Path

import pytest

from adding import Added
from mefirst.journal.drafts import Drafts
from mefirst.journal.store import Journal
from mefirst.vault.conversion import seal_strays
from mefirst.vault.sealed import Sealed
from samples import ID, nth_id
from sealing import all_sealed, plain_words


def test_plain_drafts_are_sealed_and_a_damaged_sealed_one_stays_in_its_place(home: Path) -> None:
    """A sealed draft whose first bytes are gone is not wrapped once more, under a name nobody looks for."""
    with all_sealed():
        journal = Journal.create("default", home / "journals" / "default", home / "state")
        Drafts(journal.state).save(ID, {"answers": "plain"})
        drafts = Drafts(journal.state, codec=journal.codec)
        drafts.save(nth_id(1), {"answers": "sealed"})
        hurt = drafts.path(nth_id(1))
        hurt.write_bytes(b"x" + hurt.read_bytes()[1:])
        before = hurt.read_bytes()
        for _ in range(2):
            seal_strays(journal)
        assert drafts.load(ID) == {"answers": "plain"}
        assert hurt.read_bytes() == before
        assert sorted(drafts.ids()) == sorted([ID, nth_id(1)])
        assert plain_words(home) == [str(hurt)]


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_writer_that_seals_nothing_is_caught(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The harness of the faults sees plain words wherever a killed run leaves them."""
    with all_sealed():
        added = Added(home, "capture")
        monkeypatch.setattr(Sealed, "seal", lambda _, data: data)
        assert any("holds plain words" in problem for _, problem in added.problems(every=4))
