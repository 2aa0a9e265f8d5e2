"""The first format, frozen: what was written then is read as it was meant then, by us and by twenty lines without us.

Neither the journal in fixtures/first-format nor the golden file beside it is ever written anew. A later version
that reads something else than the golden file says has changed what people wrote.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mefirst.journal.check import check
from mefirst.journal.kinds import KINDS
from mefirst.journal.purge import purged_ids
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from running import lay_out_sample
from samples import nth_id
from sealing import seal

pytestmark = pytest.mark.usefixtures("sealing")

FROZEN = Path(__file__).with_name("fixtures") / "first-format"
GOLDEN = FROZEN.with_suffix(".json")
MANUAL = Path(__file__).parents[2] / "docs" / "journal.md"
without_us = pytest.mark.plain_only("twenty lines of plain Python open nothing that is sealed")


@pytest.fixture
def frozen(home: Path) -> Journal:
    """The journal of the first format, in this test's home, with the modes it had; encrypted where journals are."""
    root = home / "journals" / "default"
    shutil.copytree(FROZEN, root)
    for path in root.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    root.chmod(0o700)
    seal(home)
    return Journal.open("default", root, home / "state")


def reading(journal: Journal) -> dict[str, Any]:
    """All that a journal holds, as it reads now."""
    return {
        folder: {
            record_id: {
                "heads": list((found := journal.get(kind, record_id)).heads),
                "conflicts": list(found.conflicts),
                "record": found.record.document(),
            }
            for record_id in journal.ids(kind)
        }
        for folder, kind in KINDS.items()
    }


def test_the_first_format_reads_as_it_did(frozen: Journal) -> None:
    """All kinds, several revisions, several heads, unknown fields, the trash, one deleted for good."""
    now = {
        folder: found for folder, found in reading(frozen).items() if found
    }  # kinds that came later hold nothing
    assert now == json.loads(GOLDEN.read_text("utf-8"))
    assert list(purged_ids(frozen, Entry)) == [nth_id(6).replace("20261123", "20261009")]
    assert all(not frozen.read(kind).damaged for kind in KINDS.values())


def test_all_is_well_with_it(frozen: Journal) -> None:
    """A check finds every file as it was written."""
    assert check(frozen).findings == ()


def test_an_edit_of_what_an_older_version_wrote_keeps_what_it_does_not_know(frozen: Journal) -> None:
    """Fields of another program or of a later version are there after a change, at every depth."""
    record_id = nth_id(1)
    before = frozen.get(Entry, record_id).record
    after = frozen.change(Entry, record_id, lambda one: one.changed(gap="another"))
    assert after.document() == {
        **before.document(),
        "gap": "another",
        "revision": 4,
        "parents": [*after.parents],
    }
    document = frozen.get(Entry, record_id).record.document()
    assert document["mood_of_later"] == {"scale": "0–10", "value": 7}
    assert document["effects"][0]["note_of_later"] == "kept"
    assert frozen.get(Commitment, nth_id(20)).record.document()["colour_of_later"] == "green"


def read_without_us(root: Path) -> list[dict[str, Any]]:
    """What the script in docs/journal.md prints for a journal."""
    found = re.search(r"<!-- reader.py[^>]*-->\n```python\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    assert found
    assert len(found[1].splitlines()) <= 21
    ran = subprocess.run(
        [sys.executable, "-I", "-c", found[1], str(root)], capture_output=True, check=True, encoding="utf-8"
    )
    assert ran.stderr == ""
    return [json.loads(line) for line in ran.stdout.splitlines()]


def assert_reads_alike(journal: Journal) -> None:
    """The script finds the heads that mefirst finds, and where there is one, the record it shows."""
    printed = read_without_us(journal.root)
    with_us = reading(journal)
    assert [(one["kind"], one["record"]["id"], one["head"]) for one in printed] == [
        (folder, record_id, head)
        for folder in sorted(with_us)
        for record_id in sorted(with_us[folder])
        for head in with_us[folder][record_id]["heads"]
    ]
    for one in printed:
        ours = with_us[one["kind"]][one["record"]["id"]]
        if len(ours["heads"]) == 1:
            kind = KINDS[one["kind"]]
            assert kind.model_validate(one["record"]).document() == ours["record"]


@without_us
def test_the_manual_reads_the_first_format_without_us(frozen: Journal) -> None:
    """Twenty lines of plain Python print the heads that mefirst reads."""
    assert_reads_alike(frozen)
    assert len(read_without_us(frozen.root)) == 14


@without_us
def test_the_manual_reads_the_sample_without_us(tmp_path: Path) -> None:
    """Likewise eight weeks of entries as they are written today."""
    home = lay_out_sample(tmp_path / "sample")
    journal = Journal.open("default", home / "journals" / "default", home / "state")
    assert_reads_alike(journal)
    assert len(read_without_us(journal.root)) > 50


@without_us
def test_the_manual_names_what_is_damaged(frozen: Journal) -> None:
    """A changed byte is found by the name of the file, without us."""
    path = next(frozen.root.rglob("*.3-*.json"))
    path.write_bytes(path.read_bytes().replace(b"Mine", b"mine"))
    with pytest.raises(AssertionError, match="damaged"):
        read_without_us(frozen.root)
