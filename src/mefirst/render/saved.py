"""What is said after an entry was saved: its gaps in words, and the one thing worth doing next."""

from collections.abc import Iterator
from datetime import date

from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.model.commitment import Commitment
from mefirst.model.due import due_on
from mefirst.model.entry import Entry
from mefirst.model.record import Record
from mefirst.render.dates import near_day
from mefirst.render.words import line_sentence, promised
from mefirst.speech import ENGLISH, Speech
from mefirst.text import one_line, safe, shell_word, width


def saved_lines(
    entry: Entry,
    promise: Commitment | None,
    today: date,
    say: Speech = ENGLISH,
    *,
    only: tuple[str, str] | None = None,
) -> Iterator[str]:
    """Yield what to say, a line each; with `only`, of that effect line alone."""
    lines = [
        line
        for line, effect in zip(lines_of(entry), entry.effects, strict=True)
        if only is None or effect.key == only
    ]
    words = safe(one_line(entry.situation or entry.intent or "", 60))
    first = line_sentence(lines[0], say) if lines else words
    saved = say("Saved {handle}", handle=entry.handle)
    yield f"{saved} · {first}"
    for line in lines[1:]:
        yield f"{' ' * width(saved)} · {line_sentence(line, say)}"
    if promise:
        yield promise_line(promise, today, say)
    if worth := _worth_asking(lines):
        command = f"mefirst ask {entry.handle} --of {shell_word(worth.toward or '')}"
        yield say("Worth asking:  {command}", command=command)
    elif entry.state == "awaiting-impact":
        command = f"mefirst impact {entry.handle}"
        yield say("What arrived is still open. When you know:  {command}", command=command)


def saved_beside(
    record: Record, title: str, promise: Commitment | None, today: date, say: Speech = ENGLISH
) -> Iterator[str]:
    """Yield what to say after a record that is no entry: a review, a check-in, a commitment."""
    words = f": {safe(one_line(promised(record, say), 60))}" if isinstance(record, Commitment) else ""
    yield say("Saved {handle}", handle=record.handle) + f" · {safe(title)}{words}"
    if promise:
        yield promise_line(promise, today, say)
    yield say("To read it again:  {command}", command=f"mefirst show {record.handle}")
    if isinstance(record, Commitment) and record.kind == "repair":
        command = f"mefirst commitment next {record.handle}"
        yield say("When the next step is taken:  {command}", command=command)


def promise_line(promise: Commitment, today: date, say: Speech = ENGLISH) -> str:
    """Return a promise as it is said after it was saved: its handle, its words, its day."""
    said = safe(one_line(promised(promise, say)))
    if due := due_on(promise, today):
        said = say("{promise}, due {day}", promise=said, day=near_day(due, today, say))
    return say("Promise {handle}", handle=promise.handle) + f" · {said}"


def _worth_asking(lines: list[EffectLine]) -> EffectLine | None:
    """Return the line on which asking would tell most: toward somebody, not confirmed, the widest gap first."""
    open_lines = [line for line in lines if line.toward and line.result.status != "verified"]
    return min(
        open_lines, key=lambda line: line.result.gap if line.result.gap is not None else 0, default=None
    )
