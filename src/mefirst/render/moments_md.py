"""`mefirst export --format md`: moments with all their words, to be read and kept elsewhere; a text is a text."""

from collections.abc import Iterable, Iterator, Sequence

from mefirst.analysis.gap import latest, lines_of
from mefirst.model.entry import TEXT_FIELDS, Entry
from mefirst.model.scale import signed
from mefirst.render.dates import long_day
from mefirst.render.document import redacted
from mefirst.render.report_md import inert
from mefirst.render.words import STATE_LABELS, line_sentence
from mefirst.text import one_line, safe, safe_lines

_NAMES = {"people": "With", "tags": "Tags", "feelings": "Feelings", "motives": "Motives", "mode": "Mode"}
_UNSAID = "unsaid"


def moments(entries: Iterable[Entry], *, unsaid: bool) -> str:
    """Return moments one after the other, each under its day; `unsaid` stays out unless it is asked for."""
    return "\n\n".join(part for one in entries for part in _moment(one, unsaid=unsaid))


def _moment(one: Entry, *, unsaid: bool) -> Iterator[str]:
    said = [long_day(one.on), one.handle, one.sphere or "", STATE_LABELS.get(one.state, "")]
    yield f"# {' · '.join(part for part in said if part)}"
    if names := [(label, words) for name, label in _NAMES.items() if (words := getattr(one, name))]:
        yield "\n".join(f"- {label}: {inert(safe(', '.join(words)))}" for label, words in names)
    for name in (*TEXT_FIELDS, *([_UNSAID] if unsaid else ())):
        if text := getattr(one, name):
            yield f"## {name.capitalize()}"
            yield from _paragraphs(safe_lines(text))
    for extra in one.extra.values():
        yield f"## {inert(safe(one_line(extra.asked)))}"
        answer = extra.answer
        said = [str(part) for part in answer] if isinstance(answer, list) else [str(answer)]
        yield from _paragraphs([line for part in said for line in safe_lines(part)])
    if one.effects:
        yield "## Effects"
        yield "\n".join(f"- {inert(safe(fact))}" for fact in _effects(one))
    if left_out := redacted(one, unsaid=unsaid):
        yield f"Left out: {inert(safe(', '.join(left_out)))}"


def _effects(one: Entry) -> Iterator[str]:
    for line, effect in zip(lines_of(one), one.effects, strict=True):
        yield line_sentence(line)
        counting = latest(effect.reported)
        for report in effect.reported:
            quote = f": “{one_line(report.quote)}”" if report.quote else ""
            earlier = "" if report in counting else "earlier "
            yield f"{report.by} {earlier}said {signed(report.value)} on {long_day(report.on)}{quote}"


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of a text: an empty line ends one, and within one every line stays a line."""
    paragraph: list[str] = []
    for line in (*lines, ""):
        if line.strip():
            paragraph.append(inert(line))
        elif paragraph:
            yield "  \n".join(paragraph)
            paragraph = []
