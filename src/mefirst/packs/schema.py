"""The JSON Schema of a pack.yaml, for editors: the models say what is allowed, here it is put as an editor reads it.

A pack reader takes every scalar as text and lets the question decide what it means; an editor's YAML reader has
decided before: `yes` is a boolean or a text (YAML 1.1, 1.2), `2026` a number. The schema takes all of them.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Union

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from mefirst.packs.conditions import ANY_OF, EFFECT_PARTS
from mefirst.packs.fields import FIELDS
from mefirst.packs.model import QUESTION_MODELS, Pack

NAME = "pack.schema.json"
"""What the schema is called beside a pack."""

MODELINE = f"# yaml-language-server: $schema={NAME}\n"
"""The first line of a pack by which editors find the schema beside it."""

MODELINE_SAYS = (
    f"# With that file, an editor helps while you type. To write it anew: mefirst schema pack > {NAME}\n"
)

_SCALAR = ["string", "number", "boolean"]
_YES_NO = {"enum": [True, False, *(word for yes in ("yes", "no", "on", "off", "true", "false")
                                   for word in (yes, yes.capitalize(), yes.upper()))]}  # fmt: skip

_DRAFT = "http://json-schema.org/draft-07/schema#"
"""What editors know best; nothing in it is of a later draft."""

PACK_SAYS = {
    "mefirst_pack": "The version of the format: 1.",
    "id": "The name of the pack: small letters, digits and hyphens.",
    "version": "Three numbers, such as 1.0.0. The first one rises when questions go away or change their meaning.",
    "title": "What the pack is called, to people.",
    "about": "In a sentence, what it is for.",
    "author": "Who wrote it.",
    "license": "On what terms others may use it, such as CC-BY-4.0.",
    "language": "The language of its texts: en, de, pt-BR.",
    "for": "The record that its answers fill.",
    "minutes": "How long it takes, about.",
    "renamed": "Questions that have another id than in an older version: old id, colon, new id.",
    "questions": "The questions, in the order they are asked.",
}
QUESTION_SAYS = {
    "type": "What kind of answer is asked for.",
    "id": "The name of the question: small letters, digits and _. Conditions and quotations use it.",
    "ask": "The question, as it is asked. {id} quotes the answer of an earlier question.",
    "heading": "A line above the question, such as one of the model's own questions.",
    "vary": "Other wordings, one of which is chosen by the date.",
    "help": "What to say to somebody who hesitates.",
    "required": "yes: it needs an answer. Two or three such questions are enough for a pack.",
    "default": "The answer Enter gives.",
    "when": "Ask only when this holds of earlier answers, such as {told: no} or {effect.gap: {at_most: -1}}.",
    "fills": "The field of the record that the answer goes to. Without it the answer is kept beside the fields.",
    "ask_without": "The wording where what the question quotes was not answered.",
    "min_length": "At least so many characters.",
    "max_length": "At most so many characters.",
    "min": "The least number.",
    "max": "The greatest number.",
    "from": "The lowest point of the scale.",
    "to": "The highest point of the scale.",
    "labels": "What points of the scale mean: point, colon, text.",
    "options": "What can be chosen: a value that is stored, colon, the text that is shown.",
    "up_to": "At most so many.",
    "earliest": "The first day that can be given: YYYY-MM-DD, or today.",
    "latest": "The last day that can be given: YYYY-MM-DD, or today.",
}

_ONE = {"type": _SCALAR}
_TESTS = {
    "type": "object",
    "properties": {
        "is": {**_ONE, "description": "The answer is this."},
        "is_not": {**_ONE, "description": "The answer is another one; nothing answered does not count."},
        "one_of": {"type": "array", "items": _ONE, "description": "The answer is one of these."},
        "includes": {**_ONE, "description": "Of several answers this is one."},
        "at_least": {"type": ["number", "string"], "description": "The number is this or more."},
        "at_most": {"type": ["number", "string"], "description": "The number is this or less."},
        "answered": {**_YES_NO, "description": "Whether there is an answer at all."},
    },
    "additionalProperties": False,
    "minProperties": 1,
}
_CONDITION = {
    "type": "object",
    "properties": {
        ANY_OF: {
            "type": "array",
            "items": {"$ref": "#/$defs/Condition"},
            "minItems": 1,
            "description": "At least one of these maps holds.",
        }
    },
    "patternProperties": {
        rf"^(?!{ANY_OF}$)[a-z][a-z0-9_]*(\.({'|'.join(EFFECT_PARTS)}))?$": {"anyOf": [_ONE, _TESTS]},
    },
    "additionalProperties": False,
    "minProperties": 1,
}  # fmt: skip


class _AsEditorsRead(GenerateJsonSchema):
    """Takes for a text what an editor takes for a number or a truth value, and yes and no for truth values."""

    def str_schema(self, schema: Any) -> dict[str, Any]:
        """A text without a form of its own may look like anything."""
        found = super().str_schema(schema)
        return found if "pattern" in found else {**found, "type": _SCALAR}

    def bool_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ARG002 the signature is pydantic's
        """Yes and no, however they are written."""
        return dict(_YES_NO)


def schema_file() -> bytes:
    """Return the schema of a pack as the file that lies beside one."""
    return (json.dumps(pack_schema(), ensure_ascii=False, indent=2) + "\n").encode()


def pack_schema() -> dict[str, Any]:
    """Return the schema of a pack: each question by the model of its type, each setting with a word to hover over."""
    questions: Any = Union[tuple(QUESTION_MODELS.values())]  # noqa: UP007 made of a tuple
    asked: Any = Annotated[questions, Field(discriminator="type")]
    found = TypeAdapter(asked).json_schema(schema_generator=_AsEditorsRead)
    definitions: dict[str, Any] = {"Condition": _CONDITION, **found["$defs"]}
    for kind, model in QUESTION_MODELS.items():
        definition = definitions[model.__name__]
        _explain(definition, QUESTION_SAYS)
        definition["properties"]["when"]["$ref"] = "#/$defs/Condition"
        definition["properties"]["fills"] = _fillable(kind, definition["properties"]["fills"])
    whole = Pack.model_json_schema(schema_generator=_AsEditorsRead)
    _explain(whole, PACK_SAYS)
    whole["properties"]["questions"] |= {"type": "array", "minItems": 1, "items": {"oneOf": found["oneOf"]}}
    return {"$schema": _DRAFT, **whole, "$defs": definitions}


def _explain(definition: dict[str, Any], says: Mapping[str, str]) -> None:
    """Say what each setting is for; leave out what is pydantic's: titles, and null, which no setting takes."""
    for name, setting in definition["properties"].items():
        setting.pop("title", None)
        if setting.get("default") in (None, [], {}):
            setting.pop("default", None)
        if "anyOf" in setting:
            some = [one for one in setting.pop("anyOf") if one != {"type": "null"}]
            setting.update(some[0] if len(some) == 1 else {"anyOf": some})
        setting["description"] = says[name]
    definition.pop("title", None)


def _fillable(kind: str, setting: dict[str, Any]) -> dict[str, Any] | bool:
    """Return which fields a question of a type may fill, over all kinds of records; False where it may fill none."""
    names = [name for fields in FIELDS.values() for name, field in fields.items() if kind in field.types]
    return {**setting, "type": "string", "enum": list(dict.fromkeys(names))} if names else False
