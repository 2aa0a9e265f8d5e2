"""What the sample of `mefirst demo` looks like, character for character.

After a change that is meant, write the files anew and read the difference:

    MEFIRST_UPDATE_GOLDEN=1 pytest tests/render/test_golden.py && git diff tests/render/golden
"""

import os
from pathlib import Path

import pytest

from mefirst.text import width
from running import NOW, lay_out_sample, mefirst

GOLDEN = Path(__file__).with_name("golden")
UPDATE = bool(os.environ.get("MEFIRST_UPDATE_GOLDEN"))

CASES: dict[str, tuple[tuple[str, ...], int]] = {
    **{f"gaps-8w-{columns}": (("gaps", "8w"), columns) for columns in (50, 80, 140)},
    "gaps-7d-80": (("gaps", "7d"), 80),
    "gaps-8w-by-person-80": (("gaps", "8w", "--by", "person"), 80),
    "gaps-7d-md": (("gaps", "7d", "--format", "md"), 80),
    "gaps-7d-html": (("gaps", "7d", "--format", "html"), 80),
    **{f"report-last-week-{columns}": (("report",), columns) for columns in (50, 80, 140)},
    **{f"report-last-week-{form}": (("report", "--format", form), 80) for form in ("plain", "md", "html")},
    **{f"report-8w-{columns}": (("report", "8w"), columns) for columns in (50, 80)},
    **{f"report-8w-{form}": (("report", "8w", "--format", form), 80) for form in ("plain", "md")},
    "report-empty-80": (("report", "2024"), 80),
    "gaps-8w-plain": (("gaps", "8w", "--format", "plain"), 80),
    "gaps-8w-json": (("gaps", "8w", "--format", "json"), 80),
    "gaps-last-week-json": (("gaps", "last-week", "--format", "json"), 80),
    **{f"list-4w-{columns}": (("list", "4w"), columns) for columns in (50, 80, 140)},
    "list-4w-plain": (("list", "4w", "--format", "plain"), 80),
    "list-7d-json": (("list", "7d", "--format", "json"), 80),
    "show-50": (("show", "7m6etz"), 50),
    "show-80": (("show", "7m6etz"), 80),
    "show-plain": (("show", "7m6etz", "--format", "plain"), 80),
    "show-json": (("show", "7m6etz", "--format", "json"), 80),
    "today-50": ((), 50),
    "today-80": ((), 80),
    "today-plain": (("--format", "plain"), 80),
    "today-json": (("--format", "json"), 80),
}


@pytest.mark.parametrize("name", CASES)
def test_the_sample_reads_as_it_did(home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Each screen and each document, in a pipe, at a fixed moment."""
    words, columns = CASES[name]
    monkeypatch.setenv("COLUMNS", str(columns))
    lay_out_sample(home)
    ran = mefirst(*words, "--now", NOW)
    assert (ran.code, ran.err) == (0, "")
    path = GOLDEN / f"{name}.txt"
    if UPDATE:
        path.write_text(ran.out, "utf-8")
    assert ran.out == path.read_text("utf-8")


def test_there_is_no_golden_file_too_many() -> None:
    """Each belongs to a case."""
    assert {path.stem for path in GOLDEN.iterdir()} == set(CASES)


@pytest.mark.parametrize("name", [name for name in CASES if name.rpartition("-")[2].isdigit()])
def test_no_line_of_a_screen_is_wider_than_it_may_be(name: str) -> None:
    """And none ends in blanks."""
    lines = (GOLDEN / f"{name}.txt").read_text("utf-8").splitlines()
    assert max(width(line) for line in lines) <= int(name.rpartition("-")[2])
    assert [line.rstrip() for line in lines] == lines
