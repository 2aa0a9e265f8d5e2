"""Words that would do something, if they were taken for more than words."""

from datetime import date, timedelta
from typing import Any

from mefirst.analysis.report import Report
from mefirst.analysis.report import report as read_report
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.period import Period
from mefirst.model.query import Query
from samples import DAY, commitment, effect, entry, nth_id, reported

ALL = Period("all", None, None)
HOSTILE = (
    "<script>document.title = 'owned'</script>",
    '"><img src=x onerror="document.title=1">',
    "</style></svg></table><h1>new</h1><a href='http://host.invalid'>x</a>",
    "=cmd|' /C calc'!A0()",
    "@SUM(1+1)*cmd",
    "[read me](javascript:alert(1)) ![](http://host.invalid/x.png)",
    "# heading | cell | <http://host.invalid> www.host.invalid http://host.invalid me@host.invalid",
    "{{ 7 * 7 }} {% raw %} ${7*7} &lt;b&gt; <!-- --> `code` ``` $x$ :smile: ~~gone~~",
    "1. one\n- two\n---\n> three\n\n    four",
    "controls \x1b[31m\x07\x9b and \u202egnp.exe\u202c \u2066x\u2069 \u2028 end",
    "w" * 400,
)
"""Each in every field a report shows."""


def hostile_records() -> tuple[list[Entry], list[Commitment]]:
    """Return a week of moments, and promises, with these words in every field."""
    entries = [_entry(number, words) for number, words in enumerate(HOSTILE)]
    promises = [
        commitment(nth_id(number), behavior=words, cue=words, response=words, due=DAY)
        for number, words in enumerate(HOSTILE)
    ]
    cleanup = commitment(nth_id(99), kind="repair", who=HOSTILE[0], what_i_did=HOSTILE[1], step="noticed")
    return entries, [*promises, cleanup]


def _entry(number: int, words: str) -> Entry:
    fields: dict[str, Any] = dict.fromkeys(("situation", "intent", "impact", "gap", "strength"), words)
    lines = (
        effect(2, -2, reported(words, -1, quote=words), toward=words),
        effect(1, 2, dimension="clarity", toward=words),
        effect(2, None, dimension="energy", toward=words),
    )
    return entry(
        nth_id(number, DAY - timedelta(days=number % 6)),
        people=(words,),
        tags=(words,),
        effects=lines,
        cleanup="now",
        sphere="both",
        **fields,
    )


def hostile_report(period: Period = ALL) -> Report:
    """Return the report of these records, then and now among it."""
    entries, promises = hostile_records()
    older = [
        entry(nth_id(50 + number, date(2026, 1, 5)), situation=words, effects=(effect(2, 0, toward=words),))
        for number, words in enumerate(HOSTILE)
    ]
    focus = [
        Focus.first(
            nth_id(98, date(2026, 1, 1)),
            recorded_at=older[0].recorded_at,
            on=date(2026, 1, 1),
            dimension="trust",
        )
    ]
    return read_report([*older, *entries], promises, focus, period, Query(), DAY, oldest=older)
