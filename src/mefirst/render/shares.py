"""A share in words: the leader's preview, what a coach reads, and the page for somebody without mefirst.

One list of facts for every format, made from the document alone, so that what is shown is what leaves. `say` turns a
figure into words: `scale.signed`, or `scale.spoken` where there are no signs.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from mefirst.model.scale import signed, spoken
from mefirst.render.dates import long_day, span
from mefirst.render.reading import Say
from mefirst.render.report_md import inert
from mefirst.render.words import VERDICT_LABELS, counted
from mefirst.sharing.document import Days, Line, Moment, Overview, Promise, Share
from mefirst.text import Canvas, safe, wrap

LEARNING_ONLY = "For learning only: not therapy, and not for judging pay, promotion or selection."
_NAMES = "Person A and the like stand for people; who that is holds in this share alone."
_WHOSE = {"verified": "they said", "estimated": "own reading"}
_LABELS = {"if_obstacle": "If that comes", "cue": "If", "response": "Then"}


class Fact(NamedTuple):
    """What is said of one thing, in lines as they were typed; no label where the lines say it all."""

    label: str
    lines: tuple[str, ...]


class Block(NamedTuple):
    """Facts under a title; `ref` is what the partner's own reply names it by."""

    title: str
    ref: str
    facts: tuple[Fact, ...]


def text(share: Share, canvas: Canvas) -> str:
    """Return a share for a terminal: titles, facts below them."""
    return laid_out(blocks(share, signed), canvas)


def laid_out(found: Iterable[Block], canvas: Canvas) -> str:
    """Return blocks for a terminal."""
    lines: list[str] = []
    for block in found:
        lines += [""] if lines else []
        lines += _wrapped(" · ".join(filter(None, (block.title, block.ref))), canvas, "")
        for fact in block.facts:
            first, *rest = _labelled(fact)
            lines += _wrapped(first, canvas, "  ")
            lines += [one for line in rest for one in _wrapped(line, canvas, "    ")]
    return "\n".join(lines)


def plain(share: Share) -> str:
    """Return a share as one sentence a fact: for screen readers and e-mail."""
    return told(blocks(share, spoken))


def told(found: Iterable[Block]) -> str:
    """Return blocks as one sentence a fact."""
    lines = []
    for block in found:
        ref = f", reference {block.ref}" if block.ref else ""
        lines.append(f"{safe(block.title)}{ref}.")
        for fact in block.facts:
            lines += _labelled(fact)
    return "\n".join(lines)


def md(share: Share) -> str:
    """Return a share as Markdown, for somebody without mefirst; what was written is text, whatever it looks like."""
    return "\n\n".join((*_md(share), inert(LEARNING_ONLY)))


def html(share: Share) -> str:
    """Return a share as a page that asks for nothing, for somebody without mefirst."""
    from mefirst.render.report_html import rendered  # noqa: PLC0415 it knows reports, which a preview does not need

    head, *rest = blocks(share, signed)
    return rendered(
        "share.html",
        title=head.title,
        when="",
        head=[line for fact in head.facts for line in _labelled(fact)],
        blocks=[
            (safe(block.title), [(safe(fact.label), list(map(safe, fact.lines))) for fact in block.facts])
            for block in rest
        ],
        learning_only=LEARNING_ONLY,
    )


def _labelled(fact: Fact) -> list[str]:
    """Return the lines of a fact, safe to show, its label before the first."""
    label = f"{safe(fact.label)}: " if fact.label else ""
    return [("" if number else label) + safe(line) for number, line in enumerate(fact.lines)]


def _md(share: Share) -> Iterator[str]:
    for number, block in enumerate(blocks(share, signed)):
        yield f"{'##' if number else '#'} {inert(safe(block.title))}"
        for fact in block.facts:
            said = [inert(safe(line)) for line in fact.lines]
            label = f"**{inert(safe(fact.label))}:** " if fact.label else ""
            yield label + "  \n".join(said)


def _wrapped(line: str, canvas: Canvas, indent: str) -> list[str]:
    return wrap(canvas.signs(line), canvas.width, indent)


def blocks(share: Share, say: Say) -> list[Block]:
    """Return all that stands in a share, the head first; nothing of it is left out."""
    found = [Block("What was chosen to be shared", "", tuple(_head(share)))]
    found += [_moment(one, say) for one in share.moments]
    found += [_promise(one) for one in share.commitments]
    found += [Block("Answer to your question", one.ref, (typed("", one.answer),)) for one in share.answers]
    if share.report:
        found.append(Block("All moments of the period, in numbers", "", tuple(_overview(share.report, say))))
    return found


def said_when(when: str) -> str:
    """Return a day, or a week, in words."""
    if "W" in when:
        year, _, week = when.partition("-W")
        return f"week {int(week)} of {year}"
    return long_day(date.fromisoformat(when))


def chosen(share: Share) -> str:
    """Return how many moments were chosen, and what that forbids to read into them."""
    n = share.chosen.n if share.chosen else None
    k = len(share.moments)
    if n == 1 == k:
        return "The only moment of the period: one moment is no trend."
    if n is not None and k == n:
        return f"All {counted(n, 'moment')} of the period: few as they are, do not read trends into them."
    many = f"{k} of {counted(n, 'moment')}" if n is not None else f"{counted(k, 'moment')}, chosen"
    return f"{many}: do not read totals or trends into {'it' if k == 1 else 'them'}."


def _head(share: Share) -> Iterator[Fact]:
    number = f"number {share.sequence}, " if share.sequence else ""
    yield Fact("Made", (f"{number}{said_when(share.made_on)}",))
    if share.period:
        yield Fact("Period", (_days(share.period),))
    if share.moments:
        yield Fact("Moments", (chosen(share),))
    if share.commitments:
        yield Fact("Promises", (str(len(share.commitments)),))
    if _names_somebody(share):
        yield Fact("", (_NAMES,))


def _names_somebody(share: Share) -> bool:
    return any(one.people or any(line.toward for line in one.lines) for one in share.moments)


def _days(days: Days) -> str:
    first, last = days.first, days.last
    if not any("W" in end for end in (first, last) if end):
        return span(*(date.fromisoformat(end) if end else None for end in (first, last)))
    if first and last:
        return " to ".join(dict.fromkeys((said_when(first), said_when(last))))
    return f"since {said_when(first)}" if first else f"until {said_when(last or '')}"


def _moment(one: Moment, say: Say) -> Block:
    about = (said_when(one.on) if one.on else "", one.sphere or "")
    title = " · ".join(("Moment", *(part for part in about if part)))
    return Block(title, one.ref, tuple(_of_moment(one, say)))


def _of_moment(one: Moment, say: Say) -> Iterator[Fact]:
    if one.people:
        yield Fact("With", (", ".join(one.people),))
    for name in ("mode", "motives", "feelings"):
        if words := getattr(one, name):
            yield Fact(name.capitalize(), (", ".join(words),))
    if one.cleanup:
        yield Fact("To clean up", (one.cleanup,))
    yield from (Fact(*effect(line, say)) for line in one.lines)
    yield from _texts(one.texts.items())


def effect(line: Line, say: Say) -> tuple[str, tuple[str, ...]]:
    """Return an effect line as a label and what is said of it."""
    toward = f", toward {line.toward}" if line.toward else ""
    meant = "meaning open" if line.intended is None else f"meant {say(line.intended)}"
    if line.received is None:
        return f"{line.dimension.capitalize()}{toward}", (f"{meant}, what arrived is open",)
    whose = f" ({_WHOSE[line.status]})" if line.status in _WHOSE else ""
    gap = "" if line.gap is None else f", gap {say(line.gap)}"
    verdict = f": {VERDICT_LABELS[line.verdict]}" if line.verdict else ""
    return (
        f"{line.dimension.capitalize()}{toward}",
        (f"{meant}, arrived {say(line.received)}{whose}{gap}{verdict}",),
    )


def _promise(one: Promise) -> Block:
    return Block("Promise", one.ref, tuple(_of_promise(one)))


def _of_promise(one: Promise) -> Iterator[Fact]:
    if one.title:
        yield typed("Title", one.title)
    yield Fact("Status", (one.status,))
    if one.kind:
        yield Fact("Kind", (one.kind,))
    if one.due:
        yield Fact("Due", (said_when(one.due),))
    if one.repeat:
        yield Fact("Repeats", (one.repeat,))
    if one.kept:
        times = f"did it {one.kept.k} of the {counted(one.kept.n, 'time')} its cue came"
        yield Fact("Kept", (times if one.kept.n else "its cue has not come",))
    yield from _texts(one.texts.items())


def _texts(texts: Iterable[tuple[str, str]]) -> Iterator[Fact]:
    for name, said in texts:
        yield typed(_LABELS.get(name, name.capitalize()), said)


def typed(label: str, said: str) -> Fact:
    """Return a fact in the lines somebody typed."""
    return Fact(label, tuple(said.replace("\r\n", "\n").replace("\r", "\n").split("\n")))


def _overview(one: Overview, say: Say) -> Iterator[Fact]:
    effects = f"{one.verified} confirmed by others, {one.estimated} own reading, {one.waiting} open"
    many = f"{counted(one.moments, 'moment')} on {counted(one.days, 'day')}, {counted(one.effects, 'effect')}"
    yield Fact("", (f"{many}: {effects}",))
    told = [f"{VERDICT_LABELS[verdict]} {number}" for verdict, number in one.verdicts.items()]
    if told:
        yield Fact("In words", (", ".join(told),))
    for label, share in (
        ("Backfired, confirmed", one.backfired_verified),
        ("Backfired, own reading", one.backfired_estimated),
        ("Promises kept, of the times their cue came", one.kept),
    ):
        if share.n:
            yield Fact(label, (f"{share.k} of {share.n}",))
    for figure in one.figures:
        if figure.gap is not None and figure.received is not None:
            label = f"{figure.dimension.capitalize()}, {_WHOSE[figure.status]}, {counted(figure.n, 'moment')}"
            said = f"median arrived {say(figure.received)}, median gap {say(figure.gap)}"
            yield Fact(label, (said,))
    yield Fact(
        "",
        (
            "Own readings and what others confirmed are never pooled; fewer than three moments give no median.",
        ),
    )
