"""What is no record is refused in words, within a second, in little memory, whichever way it comes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from running import environment

HELPER = Path(__file__).parents[1] / "refusing.py"
SECONDS = 1
MOST_MIB = 100
CODES = {"import": 2}
"""What a file that cannot be taken in ends with; damage in a journal is 3."""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the system does not say what memory was used"
)
def test_what_is_no_record_is_refused_at_once_in_little_memory(tmp_path: Path, *, sealing: bool) -> None:
    """NaN, duplicate keys, half characters, 100,000 levels, a GiB: as a document, a record, a marker, an import."""
    ran = subprocess.run(
        [sys.executable, str(HELPER), str(tmp_path), *(["--sealed"] if sealing else [])],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environment(),
    )
    assert ran.returncode == 0, ran.stderr
    *lines, peak = map(json.loads, ran.stdout.splitlines())
    assert len({name for name, *_ in lines}) >= 45
    for name, way, code, said, seconds in lines:
        assert code == CODES.get(way.partition(" ")[0], 3), (name, way, said)
        assert said.strip(), (name, way)
        assert "Traceback" not in said, (name, way)
        assert "stumbled" not in said, (name, way)
        assert seconds < SECONDS, (name, way)
    assert peak < MOST_MIB
    slowest = max(lines, key=lambda one: one[-1])
    sys.stdout.write(
        f"{len(lines)} refusals, the slowest in {slowest[-1]:.2f} s ({slowest[0]}, {slowest[1][:6]}), {peak:.0f} MiB\n"
    )
