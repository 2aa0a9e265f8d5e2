"""From the bytes of a pack.yaml to a validated pack, or to every problem in it with its line."""

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from mefirst.errors import did_you_mean
from mefirst.packs import yamltree
from mefirst.packs.checks import check
from mefirst.packs.model import QUESTION_MODELS, QUESTION_TYPES, BaseQuestion, Pack
from mefirst.packs.problems import Problem, Refused
from mefirst.packs.yamltree import Map, Node

_SENTENCES = {
    "string_pattern_mismatch": "This does not have the right form (it reads {pattern}).",
    "string_too_short": "Nothing stands here.",
    "string_type": "A text was expected here.",
    "too_short": "At least one is needed here.",
    "int_parsing": "A whole number was expected here.",
    "int_type": "A whole number was expected here.",
    "float_parsing": "A number was expected here.",
    "bool_parsing": "yes or no was expected here.",
    "bool_type": "yes or no was expected here.",
    "literal_error": "Expected here: {expected}.",
    "greater_than_equal": "The least possible here is {ge}.",
    "less_than_equal": "The most possible here is {le}.",
    "dict_type": "A map was expected here: lines of the form name: text.",
    "tuple_type": "A list was expected here: lines that begin with a hyphen.",
    "model_attributes_type": "A map was expected here: lines of the form name: text.",
    "string_too_long": "This is longer than {max_length} characters.",
}


class LoadedPack(NamedTuple):
    """A pack, the plain document it came from, and the SHA-256 (hex) of its text.

    Where `translations` (the texts of overlays, the most wanted first) are given, the pack speaks their language.
    """

    pack: Pack
    document: dict[str, Any]
    digest: str
    translations: tuple[str, ...] = ()


def read_pack(data: bytes) -> LoadedPack:
    """Read a pack; Refused holds every problem found."""
    tree = yamltree.read(data)
    if not isinstance(tree, Map):
        raise Refused([Problem("P201", tree.mark, "A pack is a map: it begins with 'mefirst_pack: 1'.")])
    document = yamltree.value(tree)
    pack, faults = validate(document)
    problems = [_problem(fault, tree) for fault in faults] if pack is None else check(pack, tree)
    if problems or pack is None:
        raise Refused(problems)
    return LoadedPack(pack, document, hashlib.sha256(data).hexdigest())


class Fault(NamedTuple):
    """A place in a document that its model refuses: pydantic's error type and context, or one of ours."""

    path: tuple[int | str, ...]
    type: str
    context: Mapping[str, Any]
    message: str = ""


def validate(document: Mapping[str, Any]) -> tuple[Pack | None, list[Fault]]:
    """Return the pack a document describes, or every fault in it."""
    faults: list[Fault] = []
    raw = document.get("questions")
    questions = (
        [_question(one, index, faults) for index, one in enumerate(raw)] if isinstance(raw, list) else []
    )
    if "questions" not in document:
        faults.append(Fault(("questions",), "missing", {}))
    elif not questions:
        faults.append(Fault(("questions",), "tuple_type" if raw else "too_short", {}))
    try:
        pack = Pack.model_validate({**document, "questions": tuple(questions)})
    except ValidationError as refused:
        faults += _faults(refused, ())
        return None, faults
    return (None if faults else pack), faults


def _question(raw: Any, index: int, faults: list[Fault]) -> BaseQuestion | None:
    place = ("questions", index)
    if not isinstance(raw, Mapping):
        faults.append(Fault(place, "dict_type", {}))
        return None
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in QUESTION_MODELS:
        faults.append(Fault((*place, "type"), "unknown_type" if kind else "missing_type", {"typed": kind}))
        return None
    try:
        return QUESTION_MODELS[kind].model_validate(raw)
    except ValidationError as refused:
        faults += _faults(refused, place, kind)
        return None


def _faults(refused: ValidationError, place: tuple[int | str, ...], kind: str = "") -> list[Fault]:
    return [
        Fault(
            (*place, *(step for step in error["loc"] if step != "[key]")),
            error["type"],
            {**error.get("ctx", {}), "kind": kind},
            error["msg"],
        )
        for error in refused.errors(include_url=False)
    ]


def _problem(fault: Fault, tree: Node) -> Problem:
    kind = fault.context.get("kind")
    name = str(fault.path[-1])
    mark = yamltree.locate(tree, fault.path, key=fault.type == "extra_forbidden")
    match fault.type:
        case "extra_forbidden":
            noun = f"a {kind} question" if kind else "a pack"
            near = did_you_mean(name, _settings(kind))
            return Problem("P203", mark, f"'{name}' is not a setting of {noun}.{near}")
        case "missing":
            return Problem("P202", mark, f"'{name}' is missing. Add a line: {name}: …")
        case "missing_type":
            return Problem("P202", mark, "'type' is missing. Add a line: type: long")
        case "unknown_type":
            typed = str(fault.context["typed"])
            near = did_you_mean(typed, QUESTION_TYPES)
            return Problem(
                "P205", mark, f"'{typed}' is no question type.{near} Known: {' '.join(QUESTION_TYPES)}"
            )
        case "value_error":
            return Problem("P204", mark, _sentence(str(fault.context["error"])))
    template = _SENTENCES.get(fault.type)
    message = template.format(**fault.context) if template else _sentence(fault.message)
    return Problem("P204", mark, f"{name}: {message}" if isinstance(fault.path[-1], str) else message)


def _settings(kind: str | None) -> tuple[str, ...]:
    model = QUESTION_MODELS[kind] if kind else Pack
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if not text.endswith(".") else text
