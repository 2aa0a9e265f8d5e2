"""An import killed or refused at any system call: run again, it ends; nothing is lost, nothing doubled."""

import sys
from pathlib import Path

import pytest

from forking import USUAL
from importing import IMPORTS, Imported

pytestmark = [
    pytest.mark.usefixtures("sealing"),
    pytest.mark.skipif(sys.platform == "win32", reason="it forks"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]


@pytest.mark.parametrize("name", IMPORTS)
def test_an_import_killed_anywhere_is_ended_by_the_next(home: Path, name: str, *, sealing: bool) -> None:
    """Every file is whole or not there, what was there is as it was, and the next run brings all, each once."""
    one = Imported(home, name)
    assert one.problems(every=3 if sealing else 1) == []
    sys.stdout.write(f"killed at {one.calls} calls\n")


@pytest.mark.parametrize("name", IMPORTS)
def test_an_import_refused_anywhere_says_how_far_it_came(home: Path, name: str) -> None:
    """Three lines, what is in by then, and the next run brings the rest."""
    assert Imported(home, name).problems(error=USUAL, every=2) == []
