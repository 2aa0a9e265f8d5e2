"""`--format csv`: the effects of a period, a row each, for a spreadsheet. No cell can become a formula."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from mefirst.analysis.gap import EffectLine
from mefirst.render.document import line_fields
from mefirst.text import cell

COLUMNS = (
    "entry",
    "on",
    "dimension",
    "toward",
    "intended",
    "seen",
    "predicted",
    "received",
    "gap",
    "blind",
    "meta",
    "status",
    "verdict",
    "sphere",
    "tags",
    "pack",
)


def effects(lines: Iterable[EffectLine]) -> str:
    """Return effects as CSV (RFC 4180, lines ended by a newline alone); an empty cell is what is not known."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        fields = {
            **line_fields(line),
            "sphere": line.sphere,
            "tags": ", ".join(line.tags),
            "pack": line.pack,
        }
        writer.writerow([_cell(fields[name]) for name in COLUMNS])
    return stream.getvalue().removesuffix("\n")


def _cell(value: Any) -> Any:
    return cell(value) if isinstance(value, str) else value
