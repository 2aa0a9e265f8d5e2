"""A file system that is shut down in the middle of a stream of adds: what was called saved is there afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from powercuts import FILE_SYSTEMS, Cut, NoMount, cuts

pytestmark = pytest.mark.usefixtures("sealing")


def done(cutting: Iterator[Cut]) -> list[Cut]:
    """Cut the power; skips, and says so, where no image can be mounted."""
    try:
        return list(cutting)
    except NoMount as problem:
        pytest.skip(f"needs a mount: {problem}")


@pytest.mark.parametrize("kind", FILE_SYSTEMS)
def test_what_was_called_saved_survives_a_power_cut(tmp_path: Path, kind: str, *, sealing: bool) -> None:
    """Nothing lost, nothing torn, and the journal takes more; `python tests/powercuts.py` cuts fifty times."""
    found = done(cuts(tmp_path, kind, "as it is", 2 if sealing else 3))
    assert all(one.harmless for one in found), found
    assert sum(one.acknowledged for one in found) > 3


@pytest.mark.parametrize("mutant", ["no flush of the file", "no flush at all", "saved is said early"])
def test_a_writer_that_does_not_flush_loses_words_in_a_power_cut(tmp_path: Path, mutant: str) -> None:
    """The harness sees what it is there for."""
    assert any(one.lost for one in done(cuts(tmp_path, "ext4", mutant, 1)))
