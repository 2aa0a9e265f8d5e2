"""What can be wrong with a pack: a stable code, the place, what is wrong and what to do."""

from collections.abc import Sequence
from typing import NamedTuple

from mefirst.errors import PackProblems

CODES = {
    "P101": "the file is not UTF-8 text",
    "P102": "the file is too large",
    "P103": "the file is empty",
    "P104": "YAML cannot read this line",
    "P105": "a YAML feature packs do without",
    "P106": "a key stands twice",
    "P107": "an invisible character",
    "P108": "too deep, too many or too long",
    "P201": "not the shape of a pack",
    "P202": "something is missing",
    "P203": "an unknown setting",
    "P204": "a value that does not fit",
    "P205": "an unknown question type",
    "P206": "two questions of one id",
    "P301": "a condition about a question that is not asked before",
    "P302": "a condition its question cannot meet",
    "P303": "a quotation of a question that is not asked before",
    "P304": "a quotation of what may be unanswered",
    "P305": "a quotation of what was never said",
    "P306": "a field the record does not have",
    "P307": "a field of another kind",
    "P308": "two questions fill one field",
    "P309": "the record would lack what it is about",
    "P310": "a default its question cannot take",
    "P401": "a rehearsal that cannot be played",
}


class Mark(NamedTuple):
    """A place in a file, line and column from 1."""

    line: int = 1
    column: int = 1


class Problem(NamedTuple):
    """One thing wrong, in words for somebody who is no programmer."""

    code: str
    mark: Mark
    message: str

    def located(self, name: str) -> str:
        """The problem as it is printed: file, line, column, code, message."""
        return f"{name}:{self.mark.line}:{self.mark.column}  {self.code}  {self.message}"


class Refused(Exception):
    """A text that cannot be read as what it should be; holds every problem found, in reading order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].message)
        self.problems = tuple(sorted(problems, key=lambda one: (one.mark, one.code)))

    def named(self, name: str) -> PackProblems:
        """Return the error to show for the file called `name`."""
        return PackProblems(name, [problem.located(name) for problem in self.problems])
