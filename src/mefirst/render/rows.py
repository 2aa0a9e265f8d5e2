"""What was meant and what arrived, a line each: for effects, and for groups of three and more their medians.

Wide enough, all stands in columns; where it is narrow, the picture stands below the words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from rich.text import Text  # noqa: TID253 this module is loaded where a table is made

from mefirst.analysis.gap import EffectLine
from mefirst.analysis.summary import By, Group
from mefirst.model.period import Period
from mefirst.model.scale import signed
from mefirst.render.dates import MONTHS, weekday
from mefirst.render.ink import hanging, joined, paragraph, row
from mefirst.render.picture import MEANT, MINE, THEIRS, WIDTH, header, picture
from mefirst.render.reading import CONFIRMED, Figures, figures, is_week, meant, shown_alone, told
from mefirst.render.words import verdict_label
from mefirst.text import NARROW, Canvas, pad, safe, width, wrap

_LABEL = 12
_ON_THE_LINE = ("dimension", "person")  # the line of an effect says these itself
_LEAST_NAME = 8
_LEAST_WORDS = 24
_LOOKS = {
    "backfired": "bold red",
    "unintended-harm": "bold red",
    "far-short": "red",
    "short": "yellow",
    "landed": "green",
    "beyond": "green",
    "unintended-good": "green",
}


class Line(NamedTuple):
    """One line before it is laid out: who and what, the picture, the gap, what that is called.

    `who` is day, handle, dimension and person, or the name of a group alone. `words` stand last, where there
    is room for them; `numbers` stand for the picture, where there is none for that.
    """

    who: tuple[str, ...]
    drawn: str
    gap: str
    note: str
    numbers: str
    look: str = ""
    words: str = ""


SIGNS = (f"{MEANT} meant", f"{MINE} arrived, my reading", f"{THEIRS} arrived, they said")
_FEW_SIGNS = (f"{MEANT} meant", f"{MINE} my reading", f"{THEIRS} they said")


def legend(canvas: Canvas) -> list[Text]:
    """Return what the signs mean, in a line if there is room."""
    if canvas.width < NARROW:
        return joined(_FEW_SIGNS, canvas, "  ", "dim")
    return joined(SIGNS, canvas, "   ", "dim")


def medians_legend(canvas: Canvas) -> list[Text]:
    """Return what the line of a group means."""
    said = "A name with numbers: medians, of so many readings of mine [confirmed]; the gap is the median of the gaps"
    return paragraph(said, canvas, "dim")


def of_groups(groups: Iterable[Group], by: By, period: Period) -> Iterator[Line]:
    """Yield a line for each group that allows one, and one for each effect that is in none, under the group's name."""
    reach = reach_of(period)
    for group in groups:
        known = told(group)
        name = safe(group.key) if group.key else f"no {by}"
        if known:
            yield _of_group(group, name, known)
        elif by not in _ON_THE_LINE or group.key is None:
            yield Line(who=(name,), drawn="", gap="", note="", numbers="")
        for line in shown_alone(group):
            yield of_effect(line, reach=reach)


def of_effects(lines: Iterable[EffectLine], words: Mapping[str, str], period: Period) -> Iterator[Line]:
    """Yield a line for each effect; `words` say what its entry was about."""
    reach = reach_of(period)
    for line in lines:
        yield of_effect(line, reach=reach)._replace(words=words.get(line.entry, ""))


def reach_of(period: Period) -> str:
    """Return how a day of a period is to be named: `week` where its weekday says enough, else `year` or `years`."""
    if is_week(period):
        return "week"
    first, last = period.first, period.last
    return "year" if first and last and first.year == last.year else "years"


def _day(day: date, reach: str) -> str:
    if reach == "week":
        return weekday(day, short=True)
    year = f" {day.year}" if reach == "years" else ""
    return f"{day.day:>2} {MONTHS[day.month - 1][:3]}{year}"


def of_effect(line: EffectLine, *, reach: str) -> Line:
    """Return the line of one effect: my reading and theirs both, where both are known."""
    gap = line.result
    return Line(
        who=(_day(line.on, reach), line.handle, line.dimension, safe(line.toward or "")),
        drawn=effect_picture(line),
        gap=signed(gap.gap) if gap.gap is not None else "?",
        note=verdict_label(gap),
        numbers=_numbers(line.intended, line.seen, line.theirs),
        look=_LOOKS.get(gap.verdict or "", ""),
    )


def effect_picture(line: EffectLine) -> str:
    """Return the picture of one effect."""
    return picture(line.intended, line.seen, line.theirs)


def _of_group(group: Group, name: str, known: set[str]) -> Line:
    mine, theirs = group.estimated, group.verified
    counts = [str(mine.n)] if "estimated" in known else []
    counts += [f"[{theirs.n}]"] if "verified" in known else []
    return Line(
        who=(f"{name}  {' '.join(counts)}",),
        drawn=picture(group.intended.median, mine.received.median, theirs.received.median),
        gap="" if mine.gap.median is None else signed(mine.gap.median),
        note="" if theirs.gap.median is None else f"[{signed(theirs.gap.median)}]",
        numbers=_numbers(group.intended.median, mine.received.median, theirs.received.median),
    )


def _numbers(intended: float | None, mine: float | None, theirs: float | None) -> str:
    marks = ((MEANT, intended), (MINE, mine), (THEIRS, theirs))
    return " ".join(f"{mark}{signed(value)}" for mark, value in marks if value is not None)


def laid_out(lines: Iterable[Line], canvas: Canvas) -> list[Text]:
    """Return lines as rows that fit: in columns, or stacked where it is narrow."""
    found = list(lines)
    return list(_stacked(found, canvas) if canvas.width < NARROW else _columns(found, canvas))


def _columns(lines: Sequence[Line], canvas: Canvas) -> Iterator[Text]:
    day, handle, dimension, person = (
        max((width(line.who[place]) for line in lines if len(line.who) > 1), default=0) for place in range(4)
    )
    gap = max(width("gap"), *(width(line.gap) for line in lines))
    note = max(width(line.note) for line in lines)
    group_name = max((width(line.who[0]) for line in lines if len(line.who) == 1), default=0)
    fixed = day + handle + dimension + 3
    room = canvas.width - fixed - 1 - (WIDTH + 2) - gap - 2
    wanted = max(person, group_name - fixed)
    person = min(wanted, max(room - note, min(wanted, _LEAST_NAME)))
    left = fixed + person
    rest = canvas.width - left - (WIDTH + 2) - gap - 2
    yield row(" " * (left + 1), (f"{header()} {'gap':>{gap}}", "dim"))
    for line in lines:
        alone = len(line.who) == 1
        at = 0 if alone else fixed
        before = (
            ""
            if alone
            else " ".join(
                f"{cell:<{size}}" for cell, size in zip(line.who, (day, handle, dimension), strict=False)
            )
            + " "
        )
        names = _folded(canvas.signs(line.who[-1]), left - at)
        notes = wrap(canvas.signs(line.note), rest)
        pieces = [
            (pad(before + names[0], left), "bold" if alone else ""),
            (f" {line.drawn}", ""),
            (f" {line.gap:>{gap}} {notes[0]}", line.look),
        ]
        if line.words and len(notes) == 1 and rest - note > _LEAST_WORDS:
            pieces.append(
                (f"{' ' * (note - width(notes[0]))}  {canvas.fit(line.words, rest - note - 2)}", "dim")
            )
        yield row(*pieces)
        for name, noted in zip_longest(names[1:], notes[1:], fillvalue=""):
            yield row(" " * at + pad(name, canvas.width - rest - at), (noted, line.look))


def _folded(name: str, columns: int) -> list[str]:
    """Return a name in lines, broken behind a hyphen or a blank if it can be."""
    lines = [""]
    for part in re.findall(r"[^ -]*[ -]?", name):
        for piece in wrap(part, columns) if width(part.rstrip()) > columns else [part]:
            if lines[-1] and width(lines[-1] + piece.rstrip()) > columns:
                lines.append("")
            lines[-1] += piece
    return lines


def _stacked(lines: Sequence[Line], canvas: Canvas) -> Iterator[Text]:
    drawn = canvas.width > WIDTH
    if drawn:
        yield row((header(), "dim"))
    for line in lines:
        who = " ".join(part.strip() for part in line.who if part)
        yield from paragraph(who, canvas, "bold" if len(line.who) == 1 else "")
        if not line.drawn:
            continue
        end = "  ".join(part for part in (line.gap, line.note) if part)
        if not drawn:
            yield from paragraph(f"{line.numbers} gap {end}", canvas, line.look, indent="  ")
        elif width(f"{line.drawn}  {end}") <= canvas.width:
            yield row(line.drawn, (f"  {end}", line.look))
        else:
            yield row(line.drawn)
            yield from paragraph(end, canvas, line.look, indent="  ")


def figure_rows(group: Group, canvas: Canvas) -> list[Text]:
    """Return the figures of all lines together, a status each, as far as their numbers allow."""
    told = [one for one in figures(group, signed) if one.kind]
    aim = meant(group, signed)
    if not told or not aim:
        return []
    parts = hanging(_label("Meant", aim[0]), f"{aim[1]} {aim[2]}", canvas)
    for one in told:
        parts += hanging(_label(one.label, one.n), _figure_words(one), canvas)
    shares = [
        f"[{one.backfired}]" if one.label == CONFIRMED else one.backfired for one in told if one.backfired
    ]
    return [*parts, *(hanging(_label("Backfired"), " ".join(shares), canvas) if shares else ())]


def _label(name: str, number: int | str = "") -> str:
    return f"{name:<{_LABEL}} {number:>3}   "


def _figure_words(one: Figures) -> str:
    """Return `mean +1.2, gap −0.6 (90 %: −0.9 to −0.4; 0.9 sign aside)`."""
    beside = [f"90 %: {one.between[0]} to {one.between[1]}"] if one.between else []
    beside += [f"from {one.reach[0]} to {one.reach[1]}"] if one.reach else []
    beside += [f"{one.size} sign aside"] if one.size else []
    return f"{one.kind} {one.arrived}, gap {one.gap}" + (f" ({'; '.join(beside)})" if beside else "")
