"""Which field of a record a question may fill, and what the answer must be for that."""

from typing import NamedTuple

from mefirst.model.entry import TEXT_FIELDS
from mefirst.model.vocabulary import MODES, MOTIVES, SPHERES
from mefirst.packs.model import BaseQuestion, ChoiceQuestion, ChoicesQuestion

_CLEANUP = ("none", "soon", "now")


class Field(NamedTuple):
    """What may fill a field: question types, and for a vocabulary the values it knows."""

    types: tuple[str, ...]
    values: tuple[str, ...] = ()

    def refuses(self, question: BaseQuestion) -> str:
        """Return why `question` cannot fill this field, or nothing where it can."""
        kind = question.type
        if kind not in self.types:
            return f"takes the answer of a {' or '.join(self.types)} question, not of a {kind} one"
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

NEEDED = ("intent",)
NEEDED_ONE_OF = ("impact", "effects")
