"""From the bytes of a pack.yaml to a validated pack, or to every problem in it with its line."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mefirst.errors import did_you_mean
from mefirst.packs import yamltree
from mefirst.packs.checks import check
from mefirst.packs.model import QUESTION_TYPES, Pack
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


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A pack, the plain document it came from, and the SHA-256 (hex) of its text."""

    pack: Pack
    document: dict[str, Any]
    digest: str


def read_pack(data: bytes) -> LoadedPack:
    """Read a pack; Refused holds every problem found."""
    tree = yamltree.read(data)
    if not isinstance(tree, Map):
        raise Refused([Problem("P201", tree.mark, "A pack is a map: it begins with 'mefirst_pack: 1'.")])
    document = yamltree.value(tree)
    try:
        pack = Pack.model_validate(document)
    except ValidationError as refused:
        errors = refused.errors(include_url=False)
        raise Refused([_problem(error, tree) for error in errors if not _follows(error, errors)]) from None
    problems = check(pack, tree)
    if problems:
        raise Refused(problems)
    return LoadedPack(pack, document, hashlib.sha256(data).hexdigest())


def _follows(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """Whether a list counts as too short only because what stands in it was refused."""
    loc = error["loc"]
    return error["type"] == "too_short" and any(
        len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc for other in errors
    )


def _problem(error: ErrorDetails, tree: Node) -> Problem:
    loc, kind, settings = _location(error["loc"])
    name = loc[-1] if loc and isinstance(loc[-1], str) else ""
    noun = f"a {kind} question" if kind else "a pack"
    match error["type"]:
        case "extra_forbidden":
            near = did_you_mean(name, settings)
            return Problem(
                "P203", yamltree.locate(tree, loc, key=True), f"'{name}' is not a setting of {noun}.{near}"
            )
        case "missing":
            return Problem("P202", yamltree.locate(tree, loc), f"'{name}' is missing. Add a line: {name}: …")
        case "union_tag_not_found":
            return Problem("P202", yamltree.locate(tree, loc), "'type' is missing. Add a line: type: long")
        case "union_tag_invalid":
            typed = str(error["ctx"]["tag"])
            near = did_you_mean(typed, QUESTION_TYPES)
            mark = yamltree.locate(tree, (*loc, "type"))
            return Problem(
                "P205", mark, f"'{typed}' is no question type.{near} Known: {' '.join(QUESTION_TYPES)}"
            )
        case "value_error":
            return Problem("P204", yamltree.locate(tree, loc), _sentence(str(error["ctx"]["error"])))
    template = _SENTENCES.get(error["type"])
    message = template.format(**error.get("ctx", {})) if template else _sentence(error["msg"])
    return Problem("P204", yamltree.locate(tree, loc), f"{name}: {message}" if name else message)


def _location(loc: Sequence[int | str]) -> tuple[tuple[int | str, ...], str, tuple[str, ...]]:
    """Return the path in the file, the question type it lies in, and the settings known there."""
    path: list[int | str] = []
    kind = ""
    for step in loc:
        if path[:1] == ["questions"] and len(path) == 2 and step in QUESTION_TYPES and not kind:  # noqa: PLR2004
            kind = str(step)  # the tag pydantic adds for the chosen question type
        elif step != "[key]":
            path.append(step)
    return tuple(path), kind, _settings(kind)


def _settings(kind: str) -> tuple[str, ...]:
    model: Any = Pack
    if kind:
        union = Pack.model_fields["questions"].annotation.__args__[0]  # type: ignore[union-attr]
        members = union.__args__[0].__args__ if hasattr(union, "__metadata__") else union.__args__
        model = next(one for one in members if one.model_fields["type"].annotation.__args__[0] == kind)
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if not text.endswith(".") else text
