"""What people type into a pack that YAML reads as something else: found before the file is parsed."""

import re

from mefirst.packs.prose.outline import Outline
from mefirst.packs.prose.signs import Finding, Slip
from mefirst.packs.prose.values import findings

__all__ = ["Slip", "fixed", "mended", "slips"]

_ENDING = re.compile("(\r\n|\r|\n)")
_BOM = "\ufeff"
_MOST_ROUNDS = 8
"""Mending one line may bring to light what another hid; few files need a third round."""
_MOST_LINES = 10_000
"""Lines after which a file is left to the reader: nobody typed so many."""
_MOST_VALUES = 1000
"""Values to mend after which the rest is not looked at and nothing is mended: nobody typed such a file."""


def slips(text: str) -> list[Slip]:
    """Return every slip in the text of a pack, in reading order; at most one of a kind on a line."""
    return mended(text)[1]


def fixed(text: str) -> str:
    """Return `text` with every certain slip mended; no other line changes, nor any line end. Idempotent."""
    return mended(text)[0]


def mended(text: str) -> tuple[str, list[Slip]]:
    """Return both: the text as it should read, and the slips in it as it was typed."""
    bom = _BOM if text.startswith(_BOM) else ""
    pieces = _ENDING.split(text[len(bom) :])
    typed = pieces[::2]
    if len(typed) > _MOST_LINES:
        return text, []
    lines = typed
    mends: list[Finding] = []
    left: list[Finding] = []
    for _ in range(_MOST_ROUNDS):
        before = lines
        lines, found = _round(before, typed)
        left = [one for one in found if not _is_mend(one)]
        if lines == before:
            break
        mends += filter(_is_mend, found)
    else:
        lines = typed  # what does not settle is nobody's to rewrite
        left += [one._replace(becomes=None) for one in mends]
    pieces[::2] = lines
    told = [one._replace(becomes=lines[one.row]) for one in mends if lines[one.row] != typed[one.row]]
    return bom + "".join(pieces), _told([*told, *left])


def _is_mend(finding: Finding) -> bool:
    return finding.certain and finding.becomes is not None


def _round(typed: list[str], original: list[str]) -> tuple[list[str], list[Finding]]:
    """Look at every line once; return the lines as they should be and what was found, placed in the original."""
    outline = Outline(list(typed))
    outline.walk()
    found = [_placed(one, typed[one.row], original) for one in outline.findings]
    lines = outline.lines
    most = len(found) + _MOST_VALUES
    for entry in outline.entries:
        if len(found) > most:
            return typed, [one._replace(becomes=None) for one in found]
        for one in list(findings(entry, lines)):
            found.append(_placed(one, lines[one.row], original))
            if one.certain and one.becomes is not None:
                lines[one.row] = one.becomes
    return lines, found


def _placed(finding: Finding, line: str, original: list[str]) -> Finding:
    """Return a finding with the offset its sign has in the line as it was typed."""
    typed, tail = original[finding.row], line[finding.offset :]
    moved = len(typed) - len(tail) if typed.endswith(tail) else min(finding.offset, len(typed))
    return finding._replace(offset=moved)


def _told(found: list[Finding]) -> list[Slip]:
    """Return one slip for each kind of finding on a line, in reading order."""
    told: dict[tuple[int, str], Slip] = {}
    for one in found:
        slip = Slip(one.code, one.row + 1, one.offset + 1, one.message, one.becomes, one.certain)
        told.setdefault((one.row, one.code), slip)
    return sorted(told.values(), key=lambda slip: (slip.line, slip.column, slip.code))
