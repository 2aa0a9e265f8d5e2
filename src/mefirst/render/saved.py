"""What is said after an entry was saved: its gaps in words, and the one thing worth doing next."""

from collections.abc import Iterator
from datetime import date

from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
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
        due = f", due {near_day(promise.due, today)}" if promise.due else ""
        yield f"Promise {promise.handle} · {safe(one_line(promise.sentence()))}{due}"
    if worth := _worth_asking(lines):
        yield f"Worth asking:  mefirst ask {entry.handle} --of {shell_word(worth.toward or '')}"
    elif entry.state == "awaiting-impact":
        yield f"What arrived is still open. When you know:  mefirst impact {entry.handle}"


def _worth_asking(lines: list[EffectLine]) -> EffectLine | None:
    """Return the line on which asking would tell most: toward somebody, not confirmed, the widest gap first."""
    open_lines = [line for line in lines if line.toward and line.result.status != "verified"]
    return min(
        open_lines, key=lambda line: line.result.gap if line.result.gap is not None else 0, default=None
    )


def shell_word(alias: str) -> str:
    """Return an alias as one would type it after an option."""
    plain = safe(alias)
    return plain if plain.replace("-", "").isalnum() else f'"{plain}"'
