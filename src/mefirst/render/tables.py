"""`--format table`: what people see in a terminal, with Rich. Stacks where it is narrow; nothing is cut unmarked."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO

from rich.console import Console, RenderableType  # noqa: TID253 this module is loaded where a table is made
from rich.padding import Padding  # noqa: TID253
from rich.table import Table  # noqa: TID253
from rich.text import Text  # noqa: TID253

from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.analysis.statistics import ENOUGH_FOR_MEDIAN
from mefirst.analysis.summary import Group, StatusSummary, Summary
from mefirst.model.commitment import Commitment
from mefirst.model.entry import TEXT_FIELDS, Entry
from mefirst.model.period import Period
from mefirst.model.scale import signed
from mefirst.render.dates import MONTHS, long_day, near_day, title, weekday, when
from mefirst.render.picture import MEANT, MINE, THEIRS, header, picture
from mefirst.render.words import STATE_LABELS, counted, verdict_label
from mefirst.text import NARROW, Canvas, one_line, safe, safe_lines, wrap

_A_WEEK = 7
_LOOKS = {
    "backfired": "bold red",
    "unintended-harm": "bold red",
    "far-short": "red",
    "short": "yellow",
    "landed": "green",
    "beyond": "green",
    "unintended-good": "green",
}


def render(parts: Sequence[RenderableType], canvas: Canvas) -> str:
    """Return renderables as text for a canvas, without blanks at line ends."""
    stream = StringIO()
    console = Console(
        file=stream,
        width=canvas.width,
        force_terminal=canvas.color,
        color_system="standard" if canvas.color else None,
        no_color=not canvas.color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    for part in parts:
        console.print(part, soft_wrap=False)
    return canvas.signs("\n".join(line.rstrip() for line in stream.getvalue().splitlines()))


def _grid(*columns: str) -> Table:
    table = Table.grid(padding=(0, 1))
    for name in columns:
        table.add_column(
            justify="right" if name == "right" else "left",
            no_wrap=name in {"fixed", "right"},
            overflow="fold",
        )
    return table


def gaps(summary: Summary, period: Period, canvas: Canvas) -> str:
    """Return the gap summary: groups of three and more in a line of medians, smaller ones line by line."""
    if not summary.counts.entries:
        nothing = f"No moments {when(period)}. Nothing to read, nothing to make up for."
        return "\n".join(wrap(nothing, canvas.width))
    parts: list[RenderableType] = [Text(title(period), style="bold"), Text(_counts(summary)), ""]
    if summary.lines:
        narrow = canvas.width < NARROW
        parts.append(_legend(narrow=narrow))
        if any(_told(group) for group in summary.groups):
            parts.append(
                Text("From three moments up: medians, of how many [confirmed by others]", style="dim")
            )
        days = {line.on for line in summary.lines}
        long = (max(days) - min(days)).days >= _A_WEEK
        parts.append(_stacked(summary, long=long) if narrow else _wide(summary, long=long))
        parts.append("")
    parts += [Text(line) for line in _foot(summary)]
    return render(parts, canvas)


def _counts(summary: Summary) -> str:
    counts = summary.counts
    parts = [f"{counted(counts.entries, 'moment')} on {counted(counts.days, 'day')}"]
    if counts.effects:
        parts.append(f"{counted(counts.effects, 'effect')}, {counts.verified} of them confirmed by others")
    if counts.waiting:
        parts.append(f"{counts.waiting} {'waits' if counts.waiting == 1 else 'wait'}")
    if counts.captured:
        parts.append(f"{counts.captured} noted")
    return " · ".join(parts)


def _legend(*, narrow: bool) -> RenderableType:
    gap = " " if narrow else "   "
    mine, theirs = ("my reading", "they said") if narrow else ("arrived, my reading", "arrived, they said")
    return Text(f"{MEANT} meant{gap}{MINE} {mine}{gap}{THEIRS} {theirs}", style="dim")


def _wide(summary: Summary, *, long: bool) -> Table:
    table = _grid("fixed", "fixed", "wrap", "wrap", "fixed", "right", "wrap")
    table.add_row("", "", "", "", Text(header()), "gap", "")
    for name, aim, lines in _blocks(summary):
        if aim is not None:
            table.add_row(*_median_cells(name, aim))
        for line in lines:
            table.add_row(*_who(line, long=long), *_cells(line))
    return table


def _stacked(summary: Summary, *, long: bool) -> Table:
    table = _grid("wrap")
    table.add_row(Text(header()))
    for name, group, lines in _blocks(summary):
        if group is not None:
            _, _, label, _, drawn, gap, count = _median_cells(name, group)
            table.add_row(label)
            table.add_row(Text.assemble(drawn, "  ", gap, "  ", count))
        for line in lines:
            drawn, gap, verdict = _cells(line)
            table.add_row(Text(" ".join(part.plain for part in _who(line, long=long) if part.plain)))
            table.add_row(Text.assemble(drawn, "  ", gap, "  ", verdict))
    return table


def _blocks(summary: Summary) -> Iterator[tuple[str, Group | None, Sequence[EffectLine]]]:
    """Yield each group: its name, the group itself where medians may be said, the lines to show one by one."""
    for group in summary.groups:
        name = safe(group.key) if group.key else f"no {summary.by}"
        told = _told(group)
        lines = [line for line in group.lines if line.result.status not in told]
        yield name, group if told else None, lines


def _told(group: Group) -> set[str]:
    """Return the statuses of which there are enough for a median."""
    parts = {"estimated": group.estimated, "verified": group.verified}
    return {status for status, part in parts.items() if part.n >= ENOUGH_FOR_MEDIAN}


def _median_cells(name: str, group: Group) -> tuple[Text, ...]:
    mine, theirs = group.estimated, group.verified
    medians = [_median(mine), _median(theirs, "[]")]
    return (
        Text(""),
        Text(""),
        Text(name, style="bold"),
        Text(""),
        Text(picture(group.intended.median, mine.received.median, theirs.received.median)),
        Text(" ".join(one for one in medians if one)),
        Text(" ".join(["of", *_told_counts(mine, theirs)]), style="dim"),
    )


def _told_counts(mine: StatusSummary, theirs: StatusSummary) -> Iterator[str]:
    if mine.n >= ENOUGH_FOR_MEDIAN:
        yield str(mine.n)
    if theirs.n >= ENOUGH_FOR_MEDIAN:
        yield f"[{theirs.n}]"


def _median(status: StatusSummary, brackets: str = "") -> str:
    if status.gap.median is None:
        return ""
    said = signed(status.gap.median)
    return f"{brackets[0]}{said}{brackets[1]}" if brackets else said


def _who(line: EffectLine, *, long: bool) -> tuple[Text, Text, Text, Text]:
    """Return day, handle, dimension and person; over a `long` stretch a day needs its month, not its weekday."""
    day = (
        f"{line.on.day:>2} {MONTHS[line.on.month - 1][:3]}"
        if long
        else f"{weekday(line.on, short=True)} {line.on.day:>2}"
    )
    return Text(day), Text(line.handle), Text(line.dimension), Text(safe(line.toward or ""))


def _cells(line: EffectLine) -> tuple[Text, Text, Text]:
    gap = line.result
    mine = gap.received if gap.status != "verified" else None
    theirs = gap.received if gap.status == "verified" else None
    said = signed(gap.gap) if gap.gap is not None else "?"
    label = Text(verdict_label(gap), style=_LOOKS.get(gap.verdict or "", ""))
    return Text(picture(line.intended, mine, theirs)), Text(said), label


def _foot(summary: Summary) -> Iterator[str]:
    if summary.counts.effects == 1 and summary.verdicts["backfired"] and not summary.counts.verified:
        yield "One moment, your reading. Nothing to conclude yet."
        return
    overall = summary.overall
    told = False
    for status, word in ((overall.estimated, "My readings"), (overall.verified, "Confirmed")):
        if status.gap.median is not None:
            told = True
            mean = f", mean {signed(status.gap.mean)}" if status.gap.mean is not None else ""
            backfired = (
                f" · backfired {status.backfired.k} of {status.backfired.n}" if status.backfired.n else ""
            )
            yield f"{word:<12} {counted(status.n, 'moment')} · gap: median {signed(status.gap.median)}{mean}{backfired}"
    if summary.counts.effects and not told:
        yield "Too few for averages: read the moments."
    if summary.verdicts["slightly-short"]:
        yield "One step can be noise in a rating."


def whole_entry(
    one: Entry, commitments: Sequence[Commitment], conflicts: Sequence[str], canvas: Canvas, today: date
) -> str:
    """Return all there is to an entry, `unsaid` too."""
    about = [one.handle, long_day(one.on), one.sphere or "", STATE_LABELS.get(one.state, "")]
    parts: list[RenderableType] = [Text(" · ".join(part for part in about if part), style="bold")]
    if conflicts:
        parts.append(Text(f"Two devices changed {', '.join(conflicts)}: both are shown.", style="yellow"))
    for name, label in (
        ("people", "With"),
        ("tags", "Tags"),
        ("feelings", "Feelings"),
        ("motives", "Motives"),
        ("mode", "Mode"),
    ):
        if names := getattr(one, name):
            parts.append(Text(f"{label}: {safe(', '.join(names))}"))
    for name in (*TEXT_FIELDS, "unsaid"):
        if text := getattr(one, name):
            parts += ["", Text(name.capitalize(), style="cyan"), *_paragraphs(text)]
    for extra in one.extra.values():
        parts += ["", Text(safe(one_line(extra.asked)), style="cyan")]
        parts += _paragraphs(extra.answer if isinstance(extra.answer, str) else str(extra.answer))
    parts += _effects(one, canvas)
    for promise in commitments:
        due = f", due {near_day(promise.due, today)}" if promise.due else ""
        parts += ["", Text(f"Promise  {safe(promise.sentence())}{due}  {promise.handle}")]
    return render(parts, canvas)


def _paragraphs(text: str) -> list[RenderableType]:
    return [Padding(Text(line, overflow="fold"), (0, 0, 0, 2)) for line in safe_lines(text)]


def _effects(one: Entry, canvas: Canvas) -> list[RenderableType]:
    if not one.effects:
        return []
    narrow = canvas.width < NARROW
    parts: list[RenderableType] = ["", _legend(narrow=narrow), Text(header(), style="dim")]
    for line, effect in zip(lines_of(one), one.effects, strict=True):
        drawn, gap, verdict = _cells(line)
        toward = f", toward {safe(line.toward)}" if line.toward else ""
        parts.append(Text.assemble(drawn, "  ", gap, "  ", verdict))
        evidence = f" ({effect.evidence})" if effect.evidence else ""
        parts.append(Text(f"  {line.dimension}{toward}{evidence}"))
        for report in effect.reported:
            quote = f": “{safe(one_line(report.quote))}”" if report.quote else ""
            parts.append(Text(f"  {safe(report.by)} said {signed(report.value)}{quote}"))
        if effect.predicted is not None:
            parts.append(Text(f"  expected of them: {signed(effect.predicted)}"))
    return parts
