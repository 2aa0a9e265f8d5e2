"""Whatever slips while somebody edits a pack we ship: a message with its place, or a pack that works. Never a crash.

Every line of every file is deleted, set in, doubled and swapped with the next. A run takes some of these slips,
the same ones each time; all of them (about three minutes) with

    MEFIRST_ALL_MUTATIONS=1 pytest tests/packs/test_mutations.py
"""

import os
from collections.abc import Callable, Iterator

import pytest

from mefirst.interview.inspection import Inspection, inspect
from mefirst.packs.codes import CODES
from mefirst.packs.library import Library

STEP = 1 if os.environ.get("MEFIRST_ALL_MUTATIONS") else 61
"""One slip in so many is tried; a number without small divisors meets every kind."""

Lines = list[str]
SLIPS: dict[str, Callable[[Lines, int], Lines]] = {
    "deleted": lambda lines, at: lines[:at] + lines[at + 1 :],
    "set in": lambda lines, at: [*lines[:at], f"  {lines[at]}", *lines[at + 1 :]],
    "set in by one": lambda lines, at: [*lines[:at], f" {lines[at]}", *lines[at + 1 :]],
    "set out": lambda lines, at: [*lines[:at], lines[at].removeprefix("  "), *lines[at + 1 :]],
    "doubled": lambda lines, at: [*lines[:at], lines[at], *lines[at:]],
    "swapped": lambda lines, at: lines[:at] + lines[at : at + 2][::-1] + lines[at + 2 :],
}


def mutated(path: str, text: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines(keepends=True)
    cases = [(at, name) for at in range(len(lines)) for name in SLIPS]
    for at, name in cases[len(path) % STEP :: STEP]:
        yield f"{path}:{at + 1} {name}", "".join(SLIPS[name](lines, at))


def told_well(seen: Inspection, files: dict[str, bytes]) -> bool:
    """Whether what was found can be used: each a known code, at a place that exists."""
    for one in seen.findings:
        code, (line, column), message = one.problem
        lines = files[one.file].decode().splitlines()
        if code not in CODES or not message or not 1 <= line <= len(lines):
            return False
        if not 1 <= column <= len(lines[line - 1]) + 1:
            return False
    return bool(seen.errors) or seen.pack is not None


@pytest.mark.parametrize("name", tuple(Library.standard().shipped()))
def test_a_slip_in_any_line_is_told_with_its_place_or_does_no_harm(name: str) -> None:
    files = dict(Library.standard().files(name))
    tried = 0
    for path, data in files.items():
        if path.endswith(".yaml"):
            for case, text in mutated(path, data.decode()):
                changed = {**files, path: text.encode()}
                assert told_well(inspect(changed), changed), case
                tried += 1
    assert tried > 10
