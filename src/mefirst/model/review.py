"""The leader's own look back over a period (`mefirst.review/1`): the answers as they were asked."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from mefirst.model.entry import ExtraAnswer, PackRef
from mefirst.model.record import Record


class Review(Record):
    """One look back, written on the day `on`, over `period`: its name, and the days `from` and `to`."""

    SCHEMA: ClassVar[str] = "mefirst.review/1"
    FOLDER: ClassVar[str] = "reviews"

    on: date
    period: dict[str, str | None]
    pack: PackRef
    answers: dict[str, ExtraAnswer] = Field(default_factory=dict)
