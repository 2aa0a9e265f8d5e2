"""`--format table`: what people see in a terminal, with Rich. Stacks where it is narrow; nothing is cut unmarked."""

from collections.abc import Sequence
from datetime import date

from rich.console import RenderableType  # noqa: TID253 this module is loaded where a table is made
from rich.text import Text  # noqa: TID253

from mefirst.analysis.gap import latest, lines_of
from mefirst.analysis.summary import Summary
from mefirst.model.commitment import Commitment
from mefirst.model.entry import TEXT_FIELDS, Entry
from mefirst.model.period import Period
from mefirst.model.scale import signed
from mefirst.render.dates import long_day, title
from mefirst.render.filters import only
from mefirst.render.ink import joined, paragraph, render, typed
from mefirst.render.picture import WIDTH, header
from mefirst.render.promises import notes, words_of
from mefirst.render.reading import count_parts, left_out, nothing, small_numbers, told
from mefirst.render.rows import figure_rows, laid_out, legend, medians_legend, of_effect, of_groups
from mefirst.render.words import STATE_LABELS
from mefirst.text import Canvas, one_line, safe, safe_lines, wrap


def gaps(summary: Summary, period: Period, canvas: Canvas) -> str:
    """Return the gap summary: groups of three and more in a line of medians, smaller ones line by line."""
    if not summary.counts.entries:
        return "\n".join(wrap(canvas.signs(nothing(period, summary.query)), canvas.width))
    parts: list[RenderableType] = [
        *paragraph(title(period), canvas, "bold"),
        *(line for said in only(summary.query) for line in paragraph(said, canvas)),
        *joined(count_parts(summary.counts), canvas),
        "",
    ]
    if not summary.lines:
        return render([*parts, *paragraph("No moment was put in numbers.", canvas)], canvas)
    parts += legend(canvas)
    if any(told(group) for group in summary.groups):
        parts += medians_legend(canvas)
    parts += [*laid_out(of_groups(summary.groups, summary.by, period), canvas), ""]
    parts += figure_rows(summary.overall, canvas)
    parts += paragraph(" ".join((*left_out(summary.groups), *small_numbers(summary))), canvas)
    return render(parts, canvas)


def whole_entry(
    one: Entry, commitments: Sequence[Commitment], conflicts: Sequence[str], canvas: Canvas, today: date
) -> str:
    """Return all there is to an entry, `unsaid` too."""
    about = [one.handle, long_day(one.on), one.sphere or "", STATE_LABELS.get(one.state, "")]
    parts: list[RenderableType] = [*typed(" · ".join(part for part in about if part), canvas, "bold")]
    if conflicts:
        parts += typed(f"Two devices changed {', '.join(conflicts)}: both are shown.", canvas, "yellow")
    for name, label in (
        ("people", "With"),
        ("tags", "Tags"),
        ("feelings", "Feelings"),
        ("motives", "Motives"),
        ("mode", "Mode"),
    ):
        if names := getattr(one, name):
            parts += typed(f"{label}: {safe(', '.join(names))}", canvas)
    for name in (*TEXT_FIELDS, "unsaid"):
        if text := getattr(one, name):
            parts += ["", *typed(name.capitalize(), canvas, "cyan"), *_words(text, canvas)]
    for extra in one.extra.values():
        parts += ["", *typed(safe(one_line(extra.asked)), canvas, "cyan")]
        parts += _words(extra.answer if isinstance(extra.answer, str) else str(extra.answer), canvas)
    parts += _effects(one, canvas)
    for promise in commitments:
        told = ", ".join(filter(None, (words_of(promise), notes(promise, today))))
        parts += ["", *typed(f"Promise  {told}  {promise.handle}", canvas)]
    return render(parts, canvas)


def _words(text: str, canvas: Canvas) -> list[Text]:
    return [one for line in safe_lines(text) for one in typed(line, canvas, indent="  ")]


def _effects(one: Entry, canvas: Canvas) -> list[RenderableType]:
    if not one.effects:
        return []
    drawn = canvas.width > WIDTH
    parts: list[RenderableType] = ["", *legend(canvas), *([Text(header(), style="dim")] if drawn else [])]
    for line, effect in zip(lines_of(one), one.effects, strict=True):
        shown = of_effect(line, reach="week")
        toward = f", toward {safe(line.toward)}" if line.toward else ""
        parts.append(
            Text.assemble(
                shown.drawn if drawn else shown.numbers, f"  {shown.gap}  ", (shown.note, shown.look)
            )
        )
        evidence = f" ({effect.evidence})" if effect.evidence else ""
        parts += typed(f"{line.dimension}{toward}{evidence}", canvas, indent="  ")
        counting = latest(effect.reported)
        for report in effect.reported:
            quote = f": “{safe(one_line(report.quote))}”" if report.quote else ""
            said = f"said {signed(report.value)}"
            if report not in counting:
                said = f"earlier {said}, on {long_day(report.on)}"
            parts += typed(f"{safe(report.by)} {said}{quote}", canvas, indent="  ")
        if effect.predicted is not None:
            parts += typed(f"expected of them: {signed(effect.predicted)}", canvas, indent="  ")
    return parts
