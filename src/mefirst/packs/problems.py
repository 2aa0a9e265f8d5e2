"""What can be wrong with a pack: a stable code, the place, what is wrong and what to do."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from mefirst.errors import PackProblems

WARNINGS = frozenset({"P112", "P113", "P509", "P510", *(f"P60{number}" for number in range(1, 10))})
"""The codes of what deserves a look and keeps no pack from being used; all codes are explained in `codes`."""


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


class Fault(NamedTuple):
    """A place in a document that its model refuses: pydantic's error type and context, or one of ours."""

    path: tuple[int | str, ...]
    type: str
    context: Mapping[str, Any]
    message: str = ""


class Refused(Exception):
    """A text that cannot be read as what it should be; holds every problem found, in reading order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].message)
        self.problems = tuple(sorted(problems, key=lambda one: (one.mark, one.code)))

    def named(self, name: str) -> PackProblems:
        """Return the error to show for the file called `name`."""
        return PackProblems(name, [problem.located(name) for problem in self.problems])
