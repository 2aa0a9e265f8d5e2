"""A leader as their coach sees them: what was chosen, promises, the answer, the next step. No trend."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mefirst.analysis.partnership import Standing
from mefirst.model.scale import signed
from mefirst.render import shares
from mefirst.render.dates import near_day
from mefirst.render.shares import said_when
from mefirst.sharing.document import Moment, Promise, Share
from mefirst.sharing.exchange import Heard
from mefirst.text import Canvas, one_line, safe, shell_word, wrap

_WORDS = 60


class Came(NamedTuple):
    """What came from a leader last, whether it waits for a reply, and what came of the question."""

    share: Share | None
    waits: bool
    heard: Heard | None


def shown(one: Standing, came: Came, today: date, canvas: Canvas) -> str:
    """Return what a leader chose to show last, what became of the last question, and what comes next."""
    lines = ["", *_of_share(came.share, one), *_question(came.heard), _next(one, came, today)]
    return "\n".join(part for line in lines for part in _wrapped(line, canvas))


def _wrapped(line: str, canvas: Canvas) -> list[str]:
    indent = line[: len(line) - len(line.lstrip())]
    return wrap(canvas.signs(line.lstrip()), canvas.width, indent) if line else [""]


def _of_share(last: Share | None, one: Standing) -> Iterator[str]:
    alias = safe(one.partner.alias)
    if last is None:
        yield f"{alias} has not shared anything yet."
        return
    yield f"Last share: number {last.sequence}, {said_when(last.made_on)}"
    if last.moments:
        yield f"Moments: {shares.chosen(last)}"
    for moment in last.moments:
        yield from (f"  {line}" for line in _moment(moment))
    if last.commitments:
        yield "Promises:"
        yield from (f"  {_promise(promise)}" for promise in last.commitments)
    if last.report:
        yield "The period in numbers is in the share, too."
    yield f"All of it: mefirst partner log {shell_word(alias)} --content {last.sequence}"


def _moment(one: Moment) -> Iterator[str]:
    when = said_when(one.on) if one.on else "a moment"
    texts = f"; in words: {', '.join(one.texts)}" if one.texts else ""
    if not one.lines:
        yield f"{one.ref}  {when}{texts}"
    for line in one.lines:
        label, (said,) = shares.effect(line, signed)
        yield f"{one.ref}  {when}, {safe(label[0].lower() + label[1:])}: {said}{texts}"


def _promise(one: Promise) -> str:
    words = one.title or one.texts.get("response") or one.texts.get("behavior") or "without a title"
    due = f", due {said_when(one.due)}" if one.due else ""
    kept = f", did it {one.kept.k} of {one.kept.n} times" if one.kept and one.kept.n else ""
    return f"{safe(one_line(words, _WORDS))}: {one.status}{due}{kept}"


def _question(heard: Heard | None) -> Iterator[str]:
    question = heard.letter.reply.question if heard else None
    if heard is None or question is None:
        return
    yield f"Your question: “{safe(one_line(question.question, len(question.question) + 1))}”"
    yield (
        f"Answer: {safe(one_line(heard.answer, len(heard.answer) + 1))}" if heard.answer else "No answer yet."
    )


def _next(one: Standing, came: Came, today: date) -> str:
    alias = safe(one.partner.alias)
    if one.keys != "paired":
        return f"Next: mefirst partner pair {shell_word(alias)}"
    if came.waits:
        return f"Next: mefirst partner reply {shell_word(alias)}"
    if one.next_on is not None:
        meet = "you meet" if one.next_on >= today else "you were to meet"
        return f"Next: {meet} {near_day(one.next_on, today)}: mefirst partner meet {shell_word(alias)}"
    return f"Next: {alias} shares again, or you meet: mefirst partner meet {shell_word(alias)}"
