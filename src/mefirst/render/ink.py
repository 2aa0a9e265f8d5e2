"""Finished lines to text through Rich, which knows colors. Lines come laid out: nothing is wrapped or cut here."""

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, RenderableType  # noqa: TID253 this module is loaded where a table is made
from rich.text import Text  # noqa: TID253

from mefirst.text import Canvas, width, wrap


def render(parts: Iterable[RenderableType], canvas: Canvas) -> str:
    """Return renderables as text for a canvas, without blanks at line ends; a `row` is never wrapped."""
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
        console.print(part, soft_wrap=isinstance(part, Text) and part.no_wrap is True)
    return canvas.signs("\n".join(line.rstrip() for line in stream.getvalue().splitlines()))


def row(*pieces: str | tuple[str, str] | Text) -> Text:
    """Return one laid-out line: pieces of text, each with a style or none."""
    return Text.assemble(*pieces, no_wrap=True)


def paragraph(text: str, canvas: Canvas, style: str = "", indent: str = "") -> list[Text]:
    """Return `text`, which is safe, broken at blanks."""
    return [row((line, style)) for line in wrap(canvas.signs(text), canvas.width, indent)]


def typed(text: str, canvas: Canvas, style: str = "", indent: str = "") -> list[Text]:
    """Return `text`, which is safe, with its blanks as they were typed where it fits, else broken at blanks.

    Rich is not left to break it: of some marks it counts the columns differently.
    """
    shown = canvas.signs(indent + text)
    return [row((shown, style))] if width(shown) <= canvas.width else paragraph(text, canvas, style, indent)


def joined(parts: Iterable[str], canvas: Canvas, between: str = " · ", style: str = "") -> list[Text]:
    """Return facts side by side, broken between them, and inside one only where it is wider than a line."""
    lines: list[str] = []
    for part in map(canvas.signs, parts):
        if lines and width(lines[-1] + between + part) <= canvas.width:
            lines[-1] += canvas.signs(between) + part
        else:
            lines.append(part)
    return [
        one
        for line in lines
        for one in ([row((line, style))] if width(line) <= canvas.width else paragraph(line, canvas, style))
    ]


def hanging(label: str, text: str, canvas: Canvas, style: str = "bold") -> list[Text]:
    """Return `text` beside a label, its further lines below its first one; below the label where it is narrow."""
    indent = width(label)
    if canvas.width < 3 * indent:
        named = [row((label.rstrip(), style))] if label.strip() else []
        return [*named, *paragraph(text, canvas, indent="  ")]
    first, *more = wrap(canvas.signs(text), canvas.width - indent)
    return [row((label, style), first), *(row(" " * indent + line) for line in more)]
