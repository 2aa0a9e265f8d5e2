"""A field: the smallest thing a prompter asks for. A question is one field, or a form of several."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from mefirst.interview import values
from mefirst.interview.values import Unfit
from mefirst.text import fold

Kind = Literal["line", "text", "names", "number", "scale", "choice", "choices", "yes_no", "date", "note"]

_NONE: Mapping[Any, str] = MappingProxyType({})


class Field(NamedTuple):
    """What to ask, and how to read the answer.

    `ask` is empty where the question's own wording says it all. `options` maps values to what they are
    called: those of a choice, yes and no, days such as tomorrow. `labels` names the points of a scale from
    `low` to `high`, `aloud` says their numbers. `taken` are names (folded) that may not be given again.
    """

    key: str
    kind: Kind
    ask: str = ""
    required: bool = False
    options: Mapping[str, str] = _NONE
    low: int | float | None = None
    high: int | float | None = None
    labels: Mapping[int, str] = _NONE
    aloud: Mapping[int, str] = _NONE
    most: int | None = None
    shortest: int | None = None
    longest: int | None = None
    today: date | None = None
    earliest: date | None = None
    latest: date | None = None
    default: Any = None
    suggestions: tuple[str, ...] = ()
    taken: frozenset[str] = frozenset()

    def read(self, raw: Any) -> Any:
        """Return the value `raw` stands for, or None for no answer; Unfit says what would fit."""
        if raw is None or (isinstance(raw, str) and not raw.strip()) or raw == []:
            if self.required:
                raise Unfit("This one needs an answer.")
            if "" in self.taken:
                raise Unfit("There is such a line already. Say toward whom.")
            return None
        return self._read(raw)

    def takes(self, raw: Any) -> bool:
        """Whether `raw` can be read."""
        try:
            self.read(raw)
        except Unfit:
            return False
        return True

    def _read(self, raw: Any) -> Any:
        match self.kind:
            case "line" | "text":
                value = values.text(raw, self.shortest, self.longest)
                if fold(value) in self.taken:
                    raise Unfit("There is such a line toward '{person}' already.", person=value)
                return value
            case "names":
                return values.names(raw, self.most)
            case "number":
                return values.number(raw, self.low, self.high)
            case "scale":
                return values.scale(raw, int(self.low or 0), int(self.high or 0), self.aloud)
            case "choice":
                return values.choice(raw, self.options)
            case "choices":
                return values.choices(raw, self.options, self.most)
            case "yes_no":
                return values.yes_no(raw, self.options)
            case "date":
                return values.day(raw, self.today or date.min, self.earliest, self.latest, self.options)
        return None  # a note takes no answer

    def typed(self, value: Any) -> str:
        """Return what one would type to give `value`."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        return str(value)
