"""What is said after an entry was saved: its gaps in words, and the one thing worth doing next."""

from collections.abc import Iterator
from datetime import date

from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.record import Record
from mefirst.render.dates import near_day
from mefirst.render.words import line_sentence
from mefirst.text import one_line, safe


def saved_lines(
    entry: Entry, promise: Commitment | None, today: date, *, only: tuple[str, str] | None = None
) -> Iterator[str]:
    """Yield what to say, a line each; with `only`, of that effect line alone."""
    lines = [
        line
        for line, effect in zip(lines_of(entry), entry.effects, strict=True)
        if only is None or effect.key == only
    ]
    first = line_sentence(lines[0]) if lines else safe(one_line(entry.situation or entry.intent or "", 60))
    yield f"Saved {entry.handle} · {first}"
    for line in lines[1:]:
        yield f"             · {line_sentence(line)}"
    if promise:
        yield _promised(promise, today)
    if worth := _worth_asking(lines):
        yield f"Worth asking:  mefirst ask {entry.handle} --of {shell_word(worth.toward or '')}"
    elif entry.state == "awaiting-impact":
        yield f"What arrived is still open. When you know:  mefirst impact {entry.handle}"


def saved_beside(record: Record, title: str, promise: Commitment | None, today: date) -> Iterator[str]:
    """Yield what to say after a record that is no entry: a review, a check-in, a commitment."""
    words = f": {safe(one_line(record.sentence(), 60))}" if isinstance(record, Commitment) else ""
    yield f"Saved {record.handle} · {safe(title)}{words}"
    if promise:
        yield _promised(promise, today)
    yield f"To read it again:  mefirst show {record.handle}"


def _promised(promise: Commitment, today: date) -> str:
    due = f", due {near_day(promise.due, today)}" if promise.due else ""
    return f"Promise {promise.handle} · {safe(one_line(promise.sentence()))}{due}"


def _worth_asking(lines: list[EffectLine]) -> EffectLine | None:
    """Return the line on which asking would tell most: toward somebody, not confirmed, the widest gap first."""
    open_lines = [line for line in lines if line.toward and line.result.status != "verified"]
    return min(
        open_lines, key=lambda line: line.result.gap if line.result.gap is not None else 0, default=None
    )


def shell_word(alias: str) -> str:
    """Return an alias as one would type it after an option, so that a shell takes it as one word."""
    plain = safe(alias)
    if plain.replace("-", "").isalnum():
        return plain
    return "'" + plain.replace("'", "'\"'\"'") + "'" if set(plain) & set('"$`\\!') else f'"{plain}"'
