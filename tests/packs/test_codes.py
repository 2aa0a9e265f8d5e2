"""Every code of a check: one file that leads to it, what is said then, and that what the table says instead helps.

After a change that is meant, write what is said anew and read the difference:

    MEFIRST_UPDATE_GOLDEN=1 pytest tests/packs/test_codes.py && git diff tests/packs/fixtures
"""

import os
import re
from pathlib import Path

import pytest

import mefirst
from mefirst.interview.inspection import Inspection, inspect
from mefirst.packs.codes import CODES, page
from mefirst.packs.problems import WARNINGS
from mefirst.packs.yamltree import MOST_BYTES
from running import mefirst as run

FIXTURES = Path(__file__).with_name("fixtures")
GOLDEN = FIXTURES / "golden"
UPDATE = bool(os.environ.get("MEFIRST_UPDATE_GOLDEN"))
SOURCES = Path(mefirst.__file__).parent
PAGE = Path(__file__).parents[2] / "docs" / "pack-codes.md"
BESIDE = {"P4": "rehearsals/first.yaml", "P5": "lang/de.yaml"}
"""Where a fixture lies beside a pack, of those that are none themselves."""


def fixture(code: str) -> Path:
    return FIXTURES / ("P113.yaml.txt" if code == "P113" else f"{code}.yaml")


def contents(code: str) -> bytes:
    return b"#" * (MOST_BYTES + 1) if code == "P102" else fixture(code).read_bytes()


def inspected(code: str, data: bytes) -> Inspection:
    if path := BESIDE.get(code[:2]):
        return inspect({"pack.yaml": (FIXTURES / "pack.yaml").read_bytes(), path: data})
    return inspect({"pack.yaml": data}, fixture(code).name)


def laid_out(code: str, folder: Path) -> Path:
    """Put a fixture where a coach would have it; return what is given to `pack check`."""
    place = folder / BESIDE.get(code[:2], fixture(code).name)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(contents(code))
    if code[:2] not in BESIDE:
        return place
    (folder / "pack.yaml").write_bytes((FIXTURES / "pack.yaml").read_bytes())
    return folder


@pytest.mark.parametrize("code", CODES)
def test_a_file_that_leads_to_a_code_is_told_as_it_was(tmp_path: Path, code: str) -> None:
    """Alone, with its place, in the words somebody has read."""
    ran = run("pack", "check", str(laid_out(code, tmp_path)))
    assert ran.code == (0 if code in WARNINGS else 1)
    golden = GOLDEN / f"{code}.txt"
    if UPDATE:
        golden.write_text(ran.out, "utf-8")
    assert ran.out == golden.read_text("utf-8")
    found = set(re.findall(r"^\S+:\d+:\d+  (P\d{3})  ", ran.out, re.MULTILINE))
    assert code in found
    assert found - WARNINGS <= {code}


@pytest.mark.parametrize("code", [code for code, one in CODES.items() if one.slip])
def test_what_the_table_says_instead_mends_it(code: str) -> None:
    """The slip stands in the fixture, line for line; typed as the table says, the code is gone and no other comes."""
    text, slip = contents(code).decode(), f"{CODES[code].slip}\n"
    assert text.count(slip) == 1
    mended = text.replace(slip, f"{CODES[code].instead}\n")
    left = {one.problem.code for one in inspected(code, mended.encode()).findings}
    assert code not in left
    assert left <= WARNINGS


def test_every_code_the_program_can_say_is_in_the_table_and_no_other() -> None:
    said: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        if path.name not in {"codes.py", "problems.py"}:
            said |= set(re.findall(r"\"(P\d{3})\"", path.read_text("utf-8")))
    assert said == set(CODES)
    assert set(CODES) >= WARNINGS


def test_there_is_no_fixture_too_many() -> None:
    fixtures = {path.name for path in FIXTURES.iterdir() if path.is_file()}
    assert fixtures == {"pack.yaml", *(fixture(code).name for code in CODES if code != "P102")}
    assert {path.stem for path in GOLDEN.iterdir()} == set(CODES)


def test_the_page_of_codes_is_up_to_date() -> None:
    """Otherwise: uv run python -m mefirst.packs.codes > docs/pack-codes.md"""  # noqa: D400 a command
    assert PAGE.read_text("utf-8") == page()


def test_a_code_is_told_in_sentences() -> None:
    for code, (title, means, instead, _) in CODES.items():
        assert not title.endswith("."), code
        assert means.endswith("."), code
        assert instead, code
