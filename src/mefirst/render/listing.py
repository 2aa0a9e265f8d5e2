"""`mefirst list` as lines: one a moment, two where it is narrow. It needs no library, so it starts at once."""

from collections.abc import Sequence
from datetime import date

from mefirst.analysis.gap import lines_of
from mefirst.model.entry import Entry
from mefirst.model.ids import HANDLE_LENGTH
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.model.scale import signed
from mefirst.render.dates import short_day, when
from mefirst.render.filters import filtered, only
from mefirst.render.words import STATE_LABELS
from mefirst.text import NARROW, Canvas, one_line, pad, safe, width, wrap

_BETWEEN = 2


def entries(found: Sequence[Entry], period: Period, query: Query, canvas: Canvas, today: date) -> str:
    """Return the entries of a period that pass `query`, a line each; two where it is narrow."""
    if not found:
        return "\n".join(wrap(f"No moments {when(period)}{filtered(query)}.", canvas.width))
    rows = [(short_day(one.on, today), one.handle, _first_words(one), _gap_words(one)) for one in found]
    days = max(len(day) for day, *_ in rows)
    if canvas.width < NARROW:
        lines = [
            line
            for day, handle, words, gaps in rows
            for line in (
                canvas.fit(f"{day:<{days}}  {handle}  {gaps}".rstrip(), canvas.width),
                "  " + canvas.fit(words, canvas.width - 2),
            )
        ]
    else:
        room = canvas.width - days - HANDLE_LENGTH - 3 * _BETWEEN
        gap_room = min(max(width(gaps) for *_, gaps in rows), room // 3)
        words_room = min(max(width(words) for *_, words, _ in rows), room - gap_room)
        lines = [
            (
                f"{day:<{days}}  {handle}  {pad(canvas.fit(words, words_room), words_room)}"
                f"  {canvas.fit(gaps, gap_room)}"
            ).rstrip()
            for day, handle, words, gaps in rows
        ]
    narrowed = [line for said in only(query) for line in wrap(canvas.signs(said), canvas.width)]
    return "\n".join([*narrowed, *lines])


def _first_words(one: Entry) -> str:
    people = f" · {safe(', '.join(one.people))}" if one.people else ""
    return safe(one_line(one.situation or one.intent or "(no words)")) + people


def _gap_words(one: Entry) -> str:
    gaps = [
        f"{line.dimension} {signed(line.result.gap)}" for line in lines_of(one) if line.result.gap is not None
    ]
    return " ".join([*gaps, f"[{STATE_LABELS[one.state]}]"] if one.state in STATE_LABELS else gaps)
