"""Whether a question can ever be asked: what its `when` wants, and the `when` of what that tests, must go together.

Of each answer that is tested a few candidates stand for all: every option or point; of a number what it is
compared with, and one below, between and above; of a text what it is compared with, and another one.
"""

from collections.abc import Iterator, Mapping
from itertools import chain, pairwise, product

from mefirst.analysis.gap import VERDICTS
from mefirst.model.scale import HIGHEST, LOWEST
from mefirst.model.vocabulary import DIMENSIONS, EVIDENCE
from mefirst.packs.conditions import NUMERIC_PARTS, Condition, Test, compares, is_unanswered
from mefirst.packs.model import (
    BaseQuestion,
    ChoiceQuestion,
    EffectQuestion,
    NumberQuestion,
    Pack,
    ScaleQuestion,
    YesNoQuestion,
)

_MOST_WAYS = 200
"""Ways through `any_of` after which a question is taken to be within reach."""

_ANSWERED = "answered"
_PARTS = {"dimension": DIMENSIONS, "evidence": EVIDENCE, "verdict": VERDICTS}

Way = Mapping[str, tuple[object, ...]]
"""One way to be asked: of each answer it depends on, by its key, the candidates that are left."""


def unreachable(pack: Pack) -> Iterator[tuple[int, str]]:
    """Yield the place of each question that can never be asked, and the key no answer fits."""
    reach = _Reach(pack)
    for index, question in enumerate(pack.questions):
        if question.when and not reach.ways(question):
            yield index, reach.spent


class _Reach:
    def __init__(self, pack: Pack) -> None:
        self._questions = {question.id: question for question in pack.questions}
        self._compared: dict[str, dict[str, None]] = {}
        """By the key of a test, what it is compared with anywhere in the pack, each once."""
        for test in (test for one in pack.questions if one.when for test in one.when.all_tests()):
            if test.operator != _ANSWERED:
                operands = test.operand if isinstance(test.operand, list) else [test.operand]
                self._compared.setdefault(test.key, {}).update(dict.fromkeys(map(str, operands)))
        self._known: dict[str, list[Way]] = {}
        self.spent = ""

    def ways(self, question: BaseQuestion) -> list[Way]:
        """Return every way to be asked that question; none where there is none."""
        if question.id not in self._known:
            self._known[question.id] = [{}]  # whatever a broken pack tests, no question waits for itself
            self._known[question.id] = self._of(question.when) if question.when else [{}]
        return self._known[question.id]

    def _of(self, condition: Condition) -> list[Way]:
        ways: list[Way] = [{}]
        for test in condition.tests:
            alone = self._meeting(test)
            if not is_unanswered(test):
                alone = self._together(alone, self._own(test.question))
            ways = self._together(ways, alone)
        if condition.any_of:
            ways = self._together(ways, list(chain.from_iterable(map(self._of, condition.any_of))))
        return ways

    def _own(self, question_id: str) -> list[Way]:
        """Return the ways to be asked a question that is tested."""
        ways = self.ways(self._questions[question_id])
        if not ways:
            self.spent = question_id
        return ways

    def _meeting(self, test: Test) -> list[Way]:
        """Return the way in which one test holds, if it can."""
        asked = self._questions[test.question]
        answered = f"{asked.id} {_ANSWERED}"
        if is_unanswered(test):
            if asked.required and asked.when is None:
                self.spent = test.key
                return []
            return [{answered: (False,)}]
        way: dict[str, tuple[object, ...]] = {answered: (True,)}
        if test.operator != _ANSWERED and (candidates := self._candidates(asked, test)):
            left = tuple(one for one in candidates if compares(test, one))
            if not left:
                self.spent = test.key
                return []
            if (
                not asked.LISTS or getattr(asked, "up_to", None) == 1
            ):  # of several, each may meet another test
                way[test.key] = left
        return [way]

    def _together(self, some: list[Way], others: list[Way]) -> list[Way]:
        if len(some) * len(others) > _MOST_WAYS:
            return [{}]
        return [both for one, other in product(some, others) if (both := self._both(one, other)) is not None]

    def _both(self, one: Way, other: Way) -> Way | None:
        both = dict(one)
        for key, candidates in other.items():
            left = tuple(each for each in both.get(key, candidates) if each in candidates)
            if not left:
                self.spent = key.removesuffix(f" {_ANSWERED}")
                return None
            both[key] = left
        return both

    def _candidates(self, asked: BaseQuestion, test: Test) -> tuple[object, ...]:
        match asked:
            case ChoiceQuestion():
                return tuple(asked.options)
            case YesNoQuestion():
                return (True, False)
            case ScaleQuestion():
                return tuple(range(asked.from_, asked.to + 1))
            case NumberQuestion():
                return self._numbers(asked, test)
            case EffectQuestion():
                return _of_effect(test.part or "")
        if asked.LISTS:
            return ()
        compared = self._compared[test.key]
        return (*compared, "\0".join(("", *compared)))  # and one that equals none of them

    def _numbers(self, asked: NumberQuestion, test: Test) -> tuple[object, ...]:
        limits = [limit for limit in (asked.min, asked.max) if limit is not None]
        points = sorted([*limits, *map(float, self._compared[test.key])])
        between = [(one + other) / 2 for one, other in pairwise(points)]
        low = points[0] - 1 if asked.min is None else asked.min
        high = points[-1] + 1 if asked.max is None else asked.max
        return tuple(number for number in (low, *points, *between, high) if low <= number <= high)


def _of_effect(part: str) -> tuple[object, ...]:
    if part not in NUMERIC_PARTS:
        return _PARTS.get(part, ())
    most = HIGHEST - LOWEST if part == "gap" else HIGHEST
    return tuple(range(-most, most + 1))
