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
    "P110": "not a text file",
    "P111": "a text that is not saved as UTF-8",
    "P112": "a byte-order mark",
    "P113": "a file name with two endings",
    "P114": "bytes of no text",
    "P120": "a colon inside a text",
    "P121": "a '#' inside a text",
    "P122": "a sign YAML keeps for itself",
    "P123": "quotation marks that do not fit",
    "P124": "typographic quotation marks",
    "P125": "a backslash in quotation marks",
    "P126": "a tab or an unusual blank",
    "P127": "a setting not written as it is read",
    "P128": "an item without its hyphen",
    "P129": "a line out of its place",
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
    "P402": "something is missing in a rehearsal",
    "P403": "an unknown setting of a rehearsal",
    "P404": "a rehearsal names a question the pack does not have",
    "P405": "an answer its question cannot take",
    "P406": "an answer to what is not asked",
    "P407": "no answer to what needs one",
    "P408": "other questions are asked than expected",
    "P501": "not the shape of a translation",
    "P502": "something is missing in a translation",
    "P503": "an unknown setting of a translation",
    "P504": "not a language tag",
    "P505": "a text translated twice",
    "P506": "a translation of another pack",
    "P507": "a translation of a text the pack does not have",
    "P508": "a translation with other quotations than its source",
    "P509": "a text without translation",
    "P510": "a translation of what the pack said before",
    "P511": "a translation into the language of the pack itself",
    "P601": "a question that suggests its answer",
    "P602": "two questions in one",
    "P603": "a question that looks for blame",
    "P604": "a question that begins with why",
    "P605": "many questions that begin with why",
    "P606": "a question about worth rather than behavior",
    "P607": "the others before the own part",
    "P608": "more questions than most people answer",
    "P609": "a long answer is needed and nothing helps with it",
}

WARNINGS = frozenset({"P112", "P113", "P509", "P510", *(code for code in CODES if code.startswith("P6"))})
"""The codes of what deserves a look and keeps no pack from being used."""


class Mark(NamedTuple):
    """A place in a file, line and column from 1."""

    line: int = 1
    column: int = 1


class Problem(NamedTuple):
    """One thing wrong, in words for somebody who is no programmer."""

    code: str
    mark: Mark
    message: str

    @property
    def warning(self) -> bool:
        """Whether the pack can be used all the same."""
        return self.code in WARNINGS

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
