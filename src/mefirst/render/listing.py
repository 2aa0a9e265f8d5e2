"""`mefirst list` as lines: one a moment, two where it is narrow. It needs no library, so it starts at once."""

from collections.abc import Sequence
from datetime import date

from mefirst.analysis.gap import lines_of
from mefirst.model.entry import Entry
from mefirst.model.period import Period
from mefirst.model.scale import signed
from mefirst.render.dates import short_day, when
from mefirst.render.words import STATE_LABELS
from mefirst.text import NARROW, Canvas, clip, one_line, safe


def entries(found: Sequence[Entry], period: Period, canvas: Canvas, today: date) -> str:
    """Return the entries of a period, a line each; two where it is narrow."""
    if not found:
        return f"No moments {when(period)}."
    rows = [(short_day(one.on, today), one.handle, _first_words(one), _gap_words(one)) for one in found]
    days = max(len(day) for day, *_ in rows)
    lines = []
    for day, handle, words, gap_words in rows:
        start = f"{day:<{days}}  {handle}  "
        if canvas.width < NARROW:
            lines.append(clip(f"{start}{gap_words}".rstrip(), canvas.width))
            lines.append("  " + clip(words, canvas.width - 2))
        else:
            room = canvas.width - len(start)
            gap_words = clip(gap_words, room // 2)
            words = clip(words, room - len(gap_words) - 2)
            lines.append(f"{start}{words}  {gap_words}".rstrip())
    return canvas.signs("\n".join(lines))


def _first_words(one: Entry) -> str:
    people = f" · {safe(', '.join(one.people))}" if one.people else ""
    return safe(one_line(one.situation or one.intent or "(no words)")) + people


def _gap_words(one: Entry) -> str:
    gaps = [
        f"{line.dimension} {signed(line.result.gap)}" for line in lines_of(one) if line.result.gap is not None
    ]
    return " ".join([*gaps, f"[{STATE_LABELS[one.state]}]"] if one.state in STATE_LABELS else gaps)
