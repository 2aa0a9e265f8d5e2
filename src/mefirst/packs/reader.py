"""From the bytes of a pack.yaml to a validated pack, or to every problem in it with its line."""

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from mefirst.packs import yamltree
from mefirst.packs.checks import check
from mefirst.packs.model import QUESTION_MODELS, BaseQuestion, Pack
from mefirst.packs.problems import Fault, Problem, Refused
from mefirst.packs.yamltree import Map

_NO_PACK = "This is not laid out as a pack, which begins with 'mefirst_pack: 1'. To begin one: mefirst pack new my-pack"


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
        raise Refused([Problem("P201", tree.mark, _NO_PACK)])
    document = yamltree.value(tree)
    pack, faults = validate(document)
    if pack is None:
        from mefirst.packs.faults import problem_of  # noqa: PLC0415 only where something is wrong

        raise Refused([problem_of(fault, tree) for fault in faults])
    if problems := check(pack, tree):
        raise Refused(problems)
    return LoadedPack(pack, document, hashlib.sha256(data).hexdigest())


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
            {**error.get("ctx", {}), "kind": kind, "input": error["input"]},
            error["msg"],
        )
        for error in refused.errors(include_url=False)
    ]
