"""What is said once, before the very first session."""

from collections.abc import Iterator
from pathlib import Path

from mefirst.packs.model import NoteQuestion, Pack
from mefirst.speech import ENGLISH, Speech, marked
from mefirst.terminal.wording import commands, keys
from mefirst.text import Canvas, safe, wrap

_NUMBERS = (
    marked("one"),
    marked("two"),
    marked("three"),
    marked("four"),
    marked("five"),
    marked("six"),
    marked("seven"),
    marked("eight"),
    marked("nine"),
    marked("ten"),
    marked("eleven"),
    marked("twelve"),
    marked("thirteen"),
    marked("fourteen"),
    marked("fifteen"),
    marked("sixteen"),
    marked("seventeen"),
    marked("eighteen"),
    marked("nineteen"),
    marked("twenty"),
)


def _number(number: int, say: Speech) -> str:
    return say(_NUMBERS[number - 1]) if 1 <= number <= len(_NUMBERS) else str(number)


def welcome_lines(
    pack: Pack, kept: str, canvas: Canvas, say: Speech = ENGLISH, *, plain: bool
) -> Iterator[str]:
    """Yield the lines, broken for `canvas`; `plain` says how a session in lines is led, `kept` where words go."""
    for paragraph in _paragraphs(pack, kept, say, plain=plain):
        yield from wrap(paragraph, canvas.width)


def _paragraphs(pack: Pack, kept: str, say: Speech, *, plain: bool) -> Iterator[str]:
    asked = [one for one in pack.questions if not isinstance(one, NoteQuestion)]
    yield say("Look at your own part first: what you meant, what arrived, what lies between.")
    yield f"{_length(len(asked), pack.minutes, say)} {_needed(sum(one.required for one in asked), say)}"
    if plain:
        yield say("Enter goes on or skips.") + " " + commands(say)
    else:
        yield from keys(say)
        yield say("Screen reader: mefirst reflect --plain")
    yield kept
    yield say("For learning only: not therapy, and not for judging pay or promotion.")


def where_kept(root: Path, say: Speech = ENGLISH, *, encrypted: bool) -> str:
    """Return where the words go, who else can read them, and how to keep them from it."""
    folder = safe(_short(root))
    if encrypted:
        return say(
            "Kept on this computer only, encrypted, in {folder}. "
            "How often and how much you write can be seen; what, only with your passphrase.",
            folder=folder,
        )
    return say(
        "Kept on this computer only, unencrypted, in {folder}. "
        "Other users cannot open it; administrators and backups can. Lock it: mefirst journal encrypt",
        folder=folder,
    )


def _length(questions: int, minutes: int | None, say: Speech) -> str:
    number = _number(questions, say)
    asked = say.plural("{number} short question", "{number} short questions", questions, number=number)
    if not minutes:
        return say("Up to {questions}.", questions=asked)
    time = say.plural("{number} minute", "{number} minutes", minutes, number=_number(minutes, say))
    return say("Up to {questions}, about {minutes}.", questions=asked, minutes=time)


def _needed(count: int, say: Speech) -> str:
    if not count:
        return say("None needs an answer.")
    number = _number(count, say).capitalize()
    return say.plural("{number} needs an answer.", "{number} need an answer.", count, number=number)


def _short(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home())}"
    except ValueError:
        return str(path)
