"""What both prompters say around a question."""

from typing import Any

from mefirst.interview.fields import Field
from mefirst.interview.interview import Step
from mefirst.model.scale import HIGHEST, LOWEST, signed, spoken
from mefirst.model.vocabulary import DIMENSION_NAMES
from mefirst.speech import Speech, marked
from mefirst.text import safe, safe_lines, wrap


def keys(say: Speech) -> tuple[str, str]:
    """Return what the keys of a full session do, a line each."""
    return (
        say("Enter goes on or skips · Shift+Tab goes back · Ctrl+D: enough for today, save"),
        say("Ctrl+J new line · Ctrl+X Ctrl+E editor · Ctrl+C stops and keeps a draft"),
    )


def commands(say: Speech) -> str:
    """Return what can be typed in a session in lines."""
    return say("/back /edit /skip /done /help. A line ending in \\ goes on. Ctrl+C stops and keeps a draft.")


def no_editor(name: str, say: Speech) -> str:
    """Return what is said where the editor called `name` does not start or fails."""
    return say("The editor '{name}' could not be used. Set another: mefirst config editor NAME", name=name)


def question_lines(step: Step, width: int) -> list[str]:
    """Return the wording of a question, broken into lines."""
    return [line for part in safe_lines(step.wording) for line in wrap(part, width)]


def help_lines(step: Step, width: int) -> list[str]:
    """Return the help of a question, broken into lines."""
    return [line for part in safe_lines(step.help) for line in wrap(part, width)] if step.help else []


def scale_label(field: Field, value: int, *, aloud: bool = False, bare: bool = False) -> str:
    """Return a point of a scale with its label, as in `−2  clearly lowered`; `bare` leaves the label out."""
    own = (field.low, field.high) == (LOWEST, HIGHEST)
    number = signed(value) if own else str(value)
    if aloud:
        number = field.aloud.get(value) or (spoken(value) if own else number)
    label = "" if bare else safe(field.labels.get(value, ""))
    return f"{number}, {label}" if aloud and label else f"{number}  {label}".rstrip()


def default_of(step: Step, *, aloud: bool = False) -> str:
    """Return what Enter would give, as people read it, or hear it (`aloud`); empty where it gives nothing."""
    return _said(step.field, step.previous, aloud=aloud)


_PARTS = {
    "toward": marked("toward {value}"),
    "intended": marked("meant {value}"),
    "seen": marked("arrived {value}"),
}


def begun_line(step: Step, say: Speech, *, aloud: bool = False) -> str:
    """Return what is answered already of a form one comes back into: `Trust · toward deputy · meant +2`."""
    parts = []
    for field, value in step.begun:
        if field.key == "dimension" and value:
            parts.append(say(DIMENSION_NAMES[value]).capitalize())
        elif said := _said(field, value, aloud=aloud, bare=True):
            parts.append(say(_PARTS[field.key], value=said) if field.key in _PARTS else said)
    return (", " if aloud else " · ").join(parts)


def _said(field: Field, value: Any, *, aloud: bool, bare: bool = False) -> str:
    """Return an answer as people read or hear it; `bare` leaves out the label of a point."""
    if value is None:
        return ""
    if field.kind == "choice":
        return safe(field.options.get(value, value))
    if field.kind == "choices":
        return safe(", ".join(field.options.get(one, one) for one in value))
    if field.kind == "scale":
        return scale_label(field, value, aloud=aloud, bare=bare)
    if field.kind == "yes_no":
        word = field.typed(value)
        return safe(field.options.get(word, word))
    return safe(field.typed(value))
