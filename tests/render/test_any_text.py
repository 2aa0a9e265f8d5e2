"""Whatever text comes in, no renderer lets a control out, and no line becomes wider than asked."""

import json
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mefirst.analysis.overview import overview
from mefirst.analysis.report import report
from mefirst.analysis.summary import BYS, By, Share, summarise
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.model.vocabulary import DIMENSIONS
from mefirst.render import (
    document,
    listing,
    message,
    report_html,
    report_md,
    report_plain,
    report_table,
    saved,
    sentences,
    tables,
)
from mefirst.render import today as screen
from mefirst.text import NARROW, Canvas, shell_word, width
from running import forbidden
from samples import DAY, RECORDED, commitment, entry, nth_id

NOW = datetime(2026, 11, 23, 18, 41, tzinfo=UTC)
ALL = Period("all", None, None)
SEEN = Period("2026-11-23", DAY, DAY)

NASTY = "\x1b[31m\x9b[b]\u202e\u2066\x00\x07\x85\u2028👩‍👩‍👧‍👦会議 שלום\r\n\t[/]"

texts = st.text(max_size=30) | st.sampled_from(
    [NASTY, "w" * 300, "会" * 100, "👩‍👩‍👧‍👦" * 30, "a\u0301" * 50]
)
points = st.none() | st.integers(-3, 3)
aliases = texts.filter(lambda text: bool(text.strip()))


@st.composite
def effects(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw up to three lines of different dimensions."""
    return [
        {
            "dimension": dimension,
            "toward": draw(st.none() | aliases),
            "intended": draw(points),
            "seen": draw(points),
            "predicted": draw(points),
            "reported": draw(
                st.lists(
                    st.fixed_dictionaries(
                        {"by": aliases, "value": st.integers(-3, 3), "on": st.just(DAY), "quote": texts}
                    ),
                    max_size=2,
                )
            ),
        }
        for dimension in draw(st.lists(st.sampled_from(DIMENSIONS), max_size=3, unique=True))
    ]


@st.composite
def entries(draw: st.DrawFn, number: int = 0) -> Entry:
    """Draw an entry with any text anywhere."""
    fields = {name: draw(st.none() | texts) for name in ("situation", "intent", "impact", "gap", "unsaid")}
    return entry(
        nth_id(number),
        **fields,
        people=draw(st.lists(aliases, max_size=3)),
        tags=draw(st.lists(aliases, max_size=2)),
        effects=draw(effects()),
        extra={"one": {"asked": draw(texts), "answer": draw(texts | st.lists(texts, max_size=2))}},
    )


many = st.integers(0, 4).flatmap(lambda n: st.tuples(*(entries(number) for number in range(n))))
canvases = st.builds(
    Canvas, width=st.sampled_from([20, 40, 75, 76, 80, 140]), color=st.just(False), glyphs=st.booleans()
)


def check(text: str, columns: int | None = None) -> None:
    """Check that text may be printed, in so many columns.

    Where there are letters for signs, a table may become wider: an … of the leader's own is three dots there.
    """
    assert not forbidden(text)
    if columns is not None:
        assert max((width(line) for line in text.split("\n")), default=0) <= columns


@settings(max_examples=40)
@given(many, canvases, st.sampled_from(BYS))
def test_gaps(found: tuple[Entry, ...], canvas: Canvas, by: By) -> None:
    """Table and sentences."""
    summary = summarise(found, Query(), by)
    for period in (ALL, SEEN):
        check(tables.gaps(summary, period, canvas), canvas.width if canvas.glyphs else None)
        check(sentences.gaps(summary, period))


@settings(max_examples=25)
@given(many, canvases, texts)
def test_reports(found: tuple[Entry, ...], canvas: Canvas, words: str) -> None:
    """Table, sentences, Markdown and page; of everything, and of a week."""
    promise = commitment(nth_id(9), behavior=words, cue=words, response=words, due=DAY)
    focus = Focus.first(nth_id(8), recorded_at=RECORDED, on=DAY, dimension="trust")
    for period in (ALL, SEEN):
        told = report(found, [promise], [focus], period, Query(), DAY, oldest=found)
        check(report_table.report(told, canvas), canvas.width if canvas.glyphs else None)
        check(report_plain.report(told))
        check(report_md.report(told))
        check(report_html.report(told, document.Origin(NOW, words)))


@settings(max_examples=40)
@given(many, canvases)
def test_lists(found: tuple[Entry, ...], canvas: Canvas) -> None:
    """Table and sentences; a line each, two where it is narrow."""
    listed = listing.entries(found, SEEN, Query(), canvas, DAY)
    check(listed, canvas.width)
    if found:
        assert len(listed.split("\n")) == len(found) * (1 if canvas.width >= NARROW else 2)
    check(sentences.entries(found, SEEN, Query()))
    assert len(sentences.entries(found, SEEN, Query()).split("\n")) == max(len(found), 1)


@settings(max_examples=40)
@example(entry(unsaid="00000000000000000\xad"), Canvas(20), "0 \u0903 0")
@example(entry(unsaid="\u0928\u093f" * 30), Canvas(20), "\u0928\u093f" * 9)
@given(entries(), canvases, texts)
def test_whole_entries(one: Entry, canvas: Canvas, words: str) -> None:
    """Table and sentences, with a promise in any words."""
    promise = commitment(nth_id(9), behavior=words, cue=words, response=words, due=DAY)
    check(
        tables.whole_entry(one, [promise], ["impact"], canvas, DAY), canvas.width if canvas.glyphs else None
    )
    check(sentences.whole_entry(one, [promise], ["impact"], DAY))


@settings(max_examples=40)
@given(many, canvases, texts, st.booleans())
def test_the_screen_of_today(found: tuple[Entry, ...], canvas: Canvas, words: str, plain: bool) -> None:
    """With promises in any words."""
    promises = [
        commitment(nth_id(20), behavior=words),
        commitment(nth_id(21), cue=words, response=words, due=DAY),
    ]
    seen = overview(found, promises, summarise(found, Query()), Share(1, 2), DAY)
    shown = screen.screen(seen, "", NOW, canvas, plain=plain)
    check(shown, None if plain else max(canvas.width, 40))


@settings(max_examples=40)
@given(entries(), texts)
@example(entry(situation=NASTY, intent=NASTY, effects=[{"dimension": "trust", "toward": NASTY}]), NASTY)
def test_what_is_said_after_saving_and_the_message_to_paste(one: Entry, words: str) -> None:
    """Each is a single line."""
    promise = commitment(nth_id(9), behavior=words)
    said = list(saved.saved_lines(one, promise, DAY))
    said += [message.message_to(one, line, date(2026, 11, 24)) for line in (None, *one.effects)]
    said.append(shell_word(words))
    for line in said:
        check(line)
        assert "\n" not in line


@settings(max_examples=40)
@given(many, texts)
def test_documents(found: tuple[Entry, ...], words: str) -> None:
    """Nothing unsafe stands in them as it is, and all of it comes back when they are read."""
    origin = document.Origin(NOW, "default", [words])
    whole = document.entries(found, ALL, Query(contains=(words,)), origin)
    for lines in (False, True):
        text = document.dumps(whole, lines=lines)
        check(text)
        assert json.loads(text) == json.loads(json.dumps(whole))
        assert ("\n" in text) != lines
    one = entry(situation=words, unsaid=words, recorded_at=RECORDED)
    shown = json.loads(document.dumps(document.whole_entry(one, [], [])))
    assert (shown["situation"], shown["unsaid"]) == (words, words)
