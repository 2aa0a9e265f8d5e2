"""`when`: a map all of whose keys must hold. Only earlier questions, no arithmetic, no code."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mefirst.analysis.gap import verdict_of
from mefirst.text import fold

ANY_OF = "any_of"
OPERATORS = ("is", "is_not", "one_of", "includes", "at_least", "at_most", "answered")
EFFECT_PARTS = ("dimension", "toward", "intended", "seen", "gap", "verdict", "evidence")
NUMERIC_PARTS = ("intended", "seen", "gap")

_TRUE = {"yes", "true", "on"}
_FALSE = {"no", "false", "off"}


class Test(NamedTuple):
    """One key of a condition: `question` or `question.part`, an operator, what to compare with."""

    question: str
    part: str | None
    operator: str
    operand: Any

    @property
    def key(self) -> str:
        """The key as typed."""
        return f"{self.question}.{self.part}" if self.part else self.question


class Condition(NamedTuple):
    """All `tests` hold, and where `any_of` is given, at least one of those."""

    tests: tuple[Test, ...]
    any_of: tuple["Condition", ...] = ()

    def all_tests(self) -> tuple[Test, ...]:
        """Every test in it, the nested ones too."""
        return self.tests + tuple(test for condition in self.any_of for test in condition.all_tests())

    def implies_answered(self, question: str) -> bool:
        """Whether it can only hold when `question` was answered."""
        if any(test.question == question and not is_unanswered(test) for test in self.tests):
            return True
        return bool(self.any_of) and all(one.implies_answered(question) for one in self.any_of)


def parse_condition(typed: Any) -> Any:
    """Read a `when`; ValueError says what is wrong. None and a Condition pass."""
    if typed is None or isinstance(typed, Condition):
        return typed
    if not isinstance(typed, Mapping) or not typed:
        raise ValueError("'when' takes a map, such as {told: no}")
    tests: list[Test] = []
    any_of: tuple[Condition, ...] = ()
    for key, wanted in typed.items():
        if key == ANY_OF:
            if not isinstance(wanted, list) or not wanted or None in wanted:
                raise ValueError("'any_of' takes a list of maps")
            any_of = tuple(parse_condition(one) for one in wanted)
            continue
        question, _, part = key.partition(".")
        tests.extend(Test(question, part or None, *pair) for pair in _pairs(key, wanted))
    return Condition(tuple(tests), any_of)


def _pairs(key: str, wanted: Any) -> list[tuple[str, Any]]:
    if not isinstance(wanted, Mapping):
        wanted = {"is": wanted}
    if not wanted:
        raise ValueError(f"no test stands under '{key}'; known: {' '.join(OPERATORS)}")
    for operator, operand in wanted.items():
        if operator not in OPERATORS:
            raise ValueError(f"'{operator}' under '{key}' is no test; known: {' '.join(OPERATORS)}")
        values = operand if isinstance(operand, list) else [operand]
        if (operator == "one_of") != isinstance(operand, list) or any(
            isinstance(one, list | Mapping) for one in values
        ):
            raise ValueError(
                f"'{operator}' under '{key}' takes {'a list' if operator == 'one_of' else 'one value'}"
            )
    return list(wanted.items())


def is_unanswered(test: Test) -> bool:
    """Whether a test holds where its question was skipped or hidden."""
    return test.operator == "answered" and str(test.operand).casefold() in _FALSE


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Whether a condition holds; a question skipped or hidden (absent or None) fails all but `answered: no`."""
    if condition is None:
        return True
    if not all(_holds(test, answers.get(test.question)) for test in condition.tests):
        return False
    return not condition.any_of or any(holds(one, answers) for one in condition.any_of)


def _holds(test: Test, answer: Any) -> bool:
    answered = answer is not None and answer not in ((), [], "")
    if test.operator == "answered":
        return answered != is_unanswered(test)
    if not answered:
        return False
    if test.part:
        values = [part_of(line, test.part) for line in answer]
        known = [value for value in values if value is not None]
        if test.operator == "is_not":
            return not any(_same(value, test.operand) for value in known)
        return any(compares(test, value) for value in known)
    return compares(test, answer)


def compares(test: Test, value: Any) -> bool:
    """Whether a test other than `answered` holds of one value."""
    return _COMPARE[test.operator](value, test.operand)


def part_of(line: Mapping[str, Any], part: str) -> Any:
    """Return a part of an effect line as it stands while asking: the gap is seen − intended."""
    intended, seen = line.get("intended"), line.get("seen")
    if part not in {"gap", "verdict"}:
        return line.get(part)
    if intended is None or seen is None:
        return None
    return seen - intended if part == "gap" else verdict_of(intended, seen)


def _same(answer: Any, operand: Any) -> bool:
    if isinstance(answer, bool):
        return answer == (str(operand).casefold() in _TRUE)
    if isinstance(answer, int | float):
        try:
            return float(answer) == float(operand)
        except (TypeError, ValueError):
            return False
    return fold(str(answer)) == fold(str(operand))


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "is": _same,
    "is_not": lambda answer, operand: not _same(answer, operand),
    "one_of": lambda answer, operands: any(_same(answer, operand) for operand in operands),
    "includes": lambda answer, operand: any(_same(one, operand) for one in answer),
    "at_least": lambda answer, operand: float(answer) >= float(operand),
    "at_most": lambda answer, operand: float(answer) <= float(operand),
}
