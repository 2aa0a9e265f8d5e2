"""What is said once, before the very first session."""

from collections.abc import Iterator
from pathlib import Path

from mefirst.packs.model import NoteQuestion, Pack
from mefirst.terminal.wording import COMMANDS, KEYS
from mefirst.text import Canvas, safe, wrap

_NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]


def _number(number: int, noun: str = "") -> str:
    written = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{written} {noun}{'' if number == 1 else 's'}" if noun else written


def welcome_lines(pack: Pack, root: Path, canvas: Canvas, *, plain: bool) -> Iterator[str]:
    """Yield the lines, broken for `canvas`; `plain` says how a session in lines is led."""
    for paragraph in _paragraphs(pack, root, plain=plain):
        yield from wrap(paragraph, canvas.width)


def _paragraphs(pack: Pack, root: Path, *, plain: bool) -> Iterator[str]:
    asked = [one for one in pack.questions if not isinstance(one, NoteQuestion)]
    needed = sum(one.required for one in asked)
    minutes = f", about {_number(pack.minutes, 'minute')}" if pack.minutes else ""
    need = {0: "None needs", 1: "One needs"}.get(needed, f"{_number(needed).capitalize()} need")
    yield "Look at your own part first: what you meant, what arrived, what lies between."
    yield f"Up to {_number(len(asked), 'short question')}{minutes}. {need} an answer."
    if plain:
        yield f"Enter goes on or skips. {COMMANDS}"
    else:
        yield from KEYS
        yield "Screen reader: mefirst reflect --plain"
    yield (
        f"Kept on this computer only, unencrypted, in {safe(_short(root))}. "
        "Other users cannot open it; administrators and backups can."
    )
    yield "For learning only: not therapy, and not for judging pay or promotion."


def _short(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home())}"
    except ValueError:
        return str(path)
