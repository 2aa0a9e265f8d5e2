"""Answers that come as values, from a file or the command line: read for their question, or refused."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mefirst.errors import AnswersUnreadable, BadAnswer, did_you_mean
from mefirst.interview import values
from mefirst.interview.forms import Finished, Setting, form_of, replay
from mefirst.interview.values import Unfit
from mefirst.journal.codec import Unreadable, decode
from mefirst.model.vocabulary import DIMENSIONS, EVIDENCE, HOW
from mefirst.packs import yamltree
from mefirst.packs.model import BaseQuestion, CommitmentQuestion, EffectQuestion
from mefirst.packs.problems import Refused
from mefirst.text import fold

_EFFECT = ("dimension", "toward", "intended", "seen", "evidence", "predicted", "reported")
_REPORTED = ("by", "value", "on", "how", "quote")
_WORDS = ("cue", "response", "behavior", "obstacle", "if_obstacle", "witness", "title")
_COMMITMENT = (*_WORDS, "due", "repeat")


def parse_answers(data: bytes, name: str) -> dict[str, Any]:
    """Read an answers file: strict JSON where it begins with `{`, else YAML; AnswersUnreadable says what is wrong."""
    try:
        if data.removeprefix(BOM_UTF8).lstrip().startswith(b"{"):
            if len(data) > yamltree.MOST_BYTES:
                raise Unreadable(f"it is larger than {yamltree.MOST_BYTES // 1024} KiB")
            return decode(data.removeprefix(BOM_UTF8))
        found = yamltree.value(yamltree.read(data))
    except Unreadable as problem:
        raise AnswersUnreadable(name, f"As JSON, {problem}.") from None
    except Refused as refused:
        first = refused.problems[0]
        raise AnswersUnreadable(
            name, f"Line {first.mark.line}, column {first.mark.column}: {first.message}"
        ) from None
    if not isinstance(found, dict):
        raise AnswersUnreadable(name, "It is not a map of answers.")
    return found


def read_answers_file(path: Path) -> bytes:
    """Return the bytes of an answers file; AnswersUnreadable where there are none to be had."""
    try:
        with path.open("rb") as stream:
            return stream.read(yamltree.MOST_BYTES + 1)
    except OSError as problem:
        raise AnswersUnreadable(str(path), problem.strerror or str(problem)) from None


def parse_set(assignment: str, question: BaseQuestion) -> Any:
    """Read the VALUE of `--set ID=VALUE`: text as typed, an effect or a commitment as a YAML or JSON map."""
    typed = assignment.partition("=")[2]
    if isinstance(question, EffectQuestion | CommitmentQuestion) and typed.lstrip().startswith(("{", "[")):
        try:
            return yamltree.value(yamltree.read(typed.encode("utf-8", "replace")))
        except Refused as refused:
            raise BadAnswer(question.id, refused.problems[0].message) from None
    return typed


def read_answer(question: BaseQuestion, raw: Any, setting: Setting) -> Any:
    """Return the answer `raw` stands for, as a session would have come to it; BadAnswer says what would fit."""
    try:
        if isinstance(question, EffectQuestion | CommitmentQuestion):
            return _of_several_fields(question, raw, setting.today)
        field = replay(form_of(question, setting), ())
        return None if isinstance(field, Finished) else field.read(raw)
    except Unfit as unfit:
        raise BadAnswer(question.id, str(unfit)) from None


def _of_several_fields(question: EffectQuestion | CommitmentQuestion, raw: Any, today: date) -> Any:
    if raw is None or raw == [] or (isinstance(raw, str) and not raw.strip()):
        if question.required:
            raise Unfit("This one needs an answer.")
        return None
    return _effects(question, raw, today) if isinstance(question, EffectQuestion) else _commitment(raw, today)


def _known(raw: Any, keys: tuple[str, ...], noun: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise Unfit(f"{noun} is a map of: {' '.join(keys)}")
    for key in raw:
        if key not in keys:
            raise Unfit(f"'{key}' is no part of {noun[0].lower()}{noun[1:]}.{did_you_mean(str(key), keys)}")
    return raw


def _effects(question: EffectQuestion, raw: Any, today: date) -> list[dict[str, Any]]:
    lines = [_effect(one, today) for one in (raw if isinstance(raw, list) else [raw])]
    if len(lines) > question.up_to:
        raise Unfit(f"At most {question.up_to}, please; these are {len(lines)}.")
    if len({(line["dimension"], fold(line["toward"] or "")) for line in lines}) < len(lines):
        raise Unfit("Two lines have the same dimension and the same person.")
    return lines


def _effect(raw: Any, today: date) -> dict[str, Any]:
    parts = _known(raw, _EFFECT, "An effect")
    dimension = parts.get("dimension")
    if dimension not in DIMENSIONS:
        near = did_you_mean(str(dimension), DIMENSIONS)
        raise Unfit(f"'{dimension}' is not a dimension.{near} Known: {' '.join(DIMENSIONS)}")
    line: dict[str, Any] = {"dimension": dimension, "toward": _optional_text(parts.get("toward"))}
    for name in ("intended", "seen", "predicted"):
        if parts.get(name) not in (None, ""):
            line[name] = values.point(parts[name])
    if parts.get("evidence"):
        line["evidence"] = values.choice(parts["evidence"], {name: name for name in EVIDENCE})
    reported = parts.get("reported") or []
    if found := [_reported(one, today) for one in (reported if isinstance(reported, list) else [reported])]:
        line["reported"] = found
    return line


def _reported(raw: Any, today: date) -> dict[str, Any]:
    parts = _known(raw, _REPORTED, "What was reported")
    by = _optional_text(parts.get("by"))
    if not by or parts.get("value") in (None, ""):
        raise Unfit("What was reported needs 'by' and 'value'.")
    report: dict[str, Any] = {
        "by": by,
        "value": values.point(parts["value"]),
        "on": values.day(parts.get("on") or "today", today, latest=today),
        "how": values.choice(parts.get("how") or "told", {name: name for name in HOW}),
    }
    if quote := _optional_text(parts.get("quote")):
        report["quote"] = quote
    return report


def _commitment(raw: Any, today: date) -> dict[str, Any]:
    if isinstance(raw, str):
        return {"behavior": values.text(raw)}
    parts = _known(raw, _COMMITMENT, "A commitment")
    promise = {name: _optional_text(parts.get(name)) for name in _WORDS}
    if not promise["response"] and not promise["behavior"]:
        raise Unfit("A commitment needs 'response': what will you do?")
    if parts.get("due") not in (None, ""):
        promise["due"] = values.day(parts["due"], today)
    if parts.get("repeat") not in (None, ""):
        promise["repeat"] = values.repeat(parts["repeat"])
    return {name: value for name, value in promise.items() if value}


def _optional_text(raw: Any) -> str | None:
    return values.text(raw) or None if raw is not None else None
