"""`--format csv`: the effects of a period, or its moments, a row each. No cell can become a formula."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.model.entry import TEXT_FIELDS, Entry
from mefirst.render.document import line_fields, redacted
from mefirst.render.words import line_sentence
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


MOMENTS = (
    "entry", "on", "recorded_at", "state", "sphere", "people", "tags", "pack", *TEXT_FIELDS,
    "feelings", "mode", "motives", "effects", "answers", "cleanup", "unsaid", "redacted",
)  # fmt: skip
"""The columns of an export; `redacted` names what was left out of a moment."""


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


def moments(entries: Iterable[Entry], *, unsaid: bool) -> str:
    """Return moments as CSV, each with all its words; `unsaid` stays out unless it is asked for."""
    stream = StringIO()
    writer = csv.DictWriter(stream, MOMENTS, restval="", lineterminator="\n")
    writer.writeheader()
    for one in entries:
        fields = {
            **one.model_dump(mode="json", include=set(MOMENTS)),
            "entry": one.id,
            "pack": one.pack.id if one.pack else None,
            "effects": "; ".join(line_sentence(line) for line in lines_of(one)),
            "answers": " | ".join(f"{extra.asked} {_said(extra.answer)}" for extra in one.extra.values()),
            "unsaid": one.unsaid if unsaid else None,
            "redacted": redacted(one, unsaid=unsaid),
        }
        writer.writerow({name: _cell(value) for name, value in fields.items()})
    return stream.getvalue().removesuffix("\n")


def _said(answer: Any) -> str:
    return ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)


def _cell(value: Any) -> Any:
    value = ", ".join(value) if isinstance(value, list | tuple) else value
    return cell(value) if isinstance(value, str) else value
