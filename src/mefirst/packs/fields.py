"""Which field of a record a question may fill, and what the answer must be for that."""

from typing import NamedTuple

from mefirst.model.entry import TEXT_FIELDS
from mefirst.model.vocabulary import COMMITMENT_KINDS, MODES, MOTIVES, SPHERES, TARGETS, WITHIN
from mefirst.packs.model import BaseQuestion, ChoiceQuestion, ChoicesQuestion, named

_CLEANUP = ("none", "soon", "now")


class Field(NamedTuple):
    """What may fill a field: question types, and for a vocabulary the values it knows."""

    types: tuple[str, ...]
    values: tuple[str, ...] = ()

    def refuses(self, question: BaseQuestion) -> str:
        """Return why `question` cannot fill this field, or nothing where it can."""
        kind = question.type
        if kind not in self.types:
            return f"takes the answer of {' or '.join(map(named, self.types))}, not of {named(kind)}"
        if self.values and isinstance(question, ChoiceQuestion | ChoicesQuestion):
            strange = [value for value in question.options if value not in self.values]
            if strange:
                return f"does not know '{strange[0]}'; it knows: {' '.join(self.values)}"
        return ""


_TEXT = Field(("long", "short"))

ENTRY_FIELDS: dict[str, Field] = {
    **dict.fromkeys((*TEXT_FIELDS, "unsaid"), _TEXT),
    "sphere": Field(("choice",), SPHERES),
    "people": Field(("people", "person")),
    "tags": Field(("tags",)),
    "feelings": Field(("feelings",)),
    "mode": Field(("choices", "choice"), MODES),
    "motives": Field(("choices", "choice"), MOTIVES),
    "effects": Field(("effect",)),
    "cleanup": Field(("choice",), _CLEANUP),
    "commitment": Field(("commitment",)),
}
"""Every field of an entry that a question may fill; `commitment` is a record of its own beside it."""

COMMITMENT_FIELDS: dict[str, Field] = {
    **dict.fromkeys(
        (
            "title",
            "behavior",
            "cue",
            "response",
            "obstacle",
            "if_obstacle",
            "repeat",
            "what_i_did",
            "cost_to_them",
            "own_it",
            "ask_impact",
            "repair_offer",
        ),
        _TEXT,
    ),
    "kind": Field(("choice",), COMMITMENT_KINDS),
    "due": Field(("date",)),
    "witness": Field(("person",)),
    "who": Field(("person",)),
    "severity": Field(("scale",)),
    "by": Field(("choice",), WITHIN),
}
"""Every field of a commitment that a question may fill."""

CHECKIN_FIELDS: dict[str, Field] = {
    "partner": Field(("person",)),
    "well": _TEXT,
    "impact": _TEXT,
    "target": Field(("choice",), TARGETS),
    "challenge": _TEXT,
    "answer": _TEXT,
    "moved": Field(("scale",)),
    "commitment": Field(("commitment",)),
    "next_on": Field(("date",)),
}
"""Every field of a check-in that a question may fill; target, answer and moved belong to its challenge."""

LOOK_BACK_FIELDS: dict[str, Field] = {"commitment": Field(("commitment",))}
"""A review and an assessment keep their answers as they were asked; a commitment is a record of its own."""

FIELDS: dict[str, dict[str, Field]] = {
    "entry": ENTRY_FIELDS,
    "commitment": COMMITMENT_FIELDS,
    "checkin": CHECKIN_FIELDS,
    "review": LOOK_BACK_FIELDS,
    "assessment": LOOK_BACK_FIELDS,
}
"""The fields of each kind of record."""

NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "entry": (("intent",), ("impact", "effects")),
    "commitment": (("behavior", "response", "what_i_did"),),
}
"""What a pack must fill: of each group at least one."""
