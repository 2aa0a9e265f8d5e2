"""The one dimension the leader chose beforehand (`mefirst.focus/1`): dated, so that no one chooses after looking."""

from datetime import date
from typing import ClassVar

from mefirst.model.record import Record
from mefirst.model.vocabulary import Dimension


class Focus(Record):
    """From `on` the focus is `dimension`; None ends it."""

    SCHEMA: ClassVar[str] = "mefirst.focus/1"
    FOLDER: ClassVar[str] = "focus"

    on: date
    dimension: Dimension | None = None
