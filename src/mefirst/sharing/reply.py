"""What a partner sends back (`mefirst.reply/1`): what was done well, one question, impact they heard, a date.

References are those of the share it answers, names those that share gave; it holds nothing else of the leader's.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mefirst.model.entry import Point
from mefirst.model.vocabulary import Dimension, Target
from mefirst.sharing.document import Name, Part, Ref, Text

SCHEMA = "mefirst.reply/1"
MOST_IMPACTS = 30
LONGEST_QUESTION = 600


def _said(text: str) -> str:
    if text != text.strip() or not text:
        msg = "blank, or with blanks around it"
        raise ValueError(msg)
    return text


class Question(Part):
    """The one question, and what it aims at."""

    target: Target
    question: Annotated[str, Field(max_length=LONGEST_QUESTION), AfterValidator(_said)]


class Heard(Part):
    """Where somebody put what arrived, on the scale −3 … +3, of one line of a moment.

    `toward` is whom that line was meant for and `by` who said it, as the share names them; `by` null: the partner.
    """

    ref: Ref
    dimension: Dimension
    toward: Name | None
    value: Point
    by: Name | None


class Reply(Part):
    """One reply. `about` is the number of the share it answers, null where it answers none."""

    schema_: Literal["mefirst.reply/1"] = Field(alias="schema")
    sequence: Annotated[int, Field(ge=1, le=1_000_000_000)]
    made_on: date
    about: Annotated[int, Field(ge=1, le=1_000_000_000)] | None
    well: Text | None
    question: Question | None
    impacts: Annotated[tuple[Heard, ...], Field(max_length=MOST_IMPACTS)]
    next_on: date | None

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.well or self.question or self.impacts or self.next_on)
