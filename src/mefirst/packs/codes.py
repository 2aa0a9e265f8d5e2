"""What every code of a check means, as codes.toml has it; the page for coaches is made of that.

python -m mefirst.packs.codes > docs/pack-codes.md
"""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mefirst.packs.problems import WARNINGS


class Code(NamedTuple):
    """What a code says. `slip` are lines of a file; without them the file itself is wrong, and `instead` is advice."""

    title: str
    means: str
    instead: str
    slip: str = ""


CODES = {
    code: Code(**said)
    for code, said in tomllib.loads(Path(__file__).with_name("codes.toml").read_text("utf-8")).items()
}
"""Every code, in the order a check goes: the file, the typing, the form, the logic, what lies beside, the wording."""

_PARTS = {
    "P101": ("The file", "What a text editor can put right."),
    "P120": (
        "What was typed",
        "Prose that YAML reads otherwise. `mefirst pack check my-pack --fix` mends these lines and no others.",
    ),
    "P201": ("The form", "Settings, types and ids."),
    "P301": ("The logic", "What hangs together: conditions, quotations, fields."),
    "P401": ("Rehearsals", "The tests of your pack, in `rehearsals/`."),
    "P501": ("Translations", "In `lang/`; `mefirst pack translate my-pack de` keeps them up to date."),
    "P601": ("The wording", "Warnings, in English and German: a second look is worth it, and you decide."),
}
_HEAD = """\
# What a check can say

`mefirst pack check my-pack` names everything at once: the file, the line and the column, a code, what is wrong and what
to type instead. A warning deserves a look and keeps no pack from being used; `--strict` counts it as an error.

    pack.yaml:18:5  P203  'hlep' is not a setting of a long question. Did you mean 'help'?
        18 |     hlep: "Say more"

How to write a pack is told in [packs.md](packs.md). This page is made by
`uv run python -m mefirst.packs.codes > docs/pack-codes.md`.
"""


def page() -> str:
    """Return docs/pack-codes.md."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield _HEAD
    for code, (title, means, instead, slip) in CODES.items():
        if code in _PARTS:
            yield f"## {_PARTS[code][0]}\n\n{_PARTS[code][1]}\n"
        warning = " (a warning)" if code in WARNINGS else ""
        yield f"### {code}: {title}{warning}\n\n{means}\n"
        yield f"```yaml\n{slip}\n```\n\nInstead:\n\n```yaml\n{instead}\n```\n" if slip else f"{instead}\n"


if __name__ == "__main__":
    sys.stdout.write(page())
