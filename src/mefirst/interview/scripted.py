"""Answers given beforehand, by a file or by `--set`: nobody is asked."""

from collections.abc import Mapping
from typing import Any

from mefirst.errors import AnswerMissing, UnknownQuestions
from mefirst.interview.answers import read_answer
from mefirst.interview.interview import Interview


def give_all(interview: Interview, answers: Mapping[str, Any]) -> None:
    """Give `answers` to an interview; UnknownQuestions or BadAnswer where one does not fit."""
    pack = interview.pack
    unknown = [name for name in answers if name not in pack.ids]
    if unknown:
        raise UnknownQuestions(unknown, pack.id, pack.ids)
    for question in pack.questions:
        if question.id in answers:
            interview.give(question.id, read_answer(question, answers[question.id], interview.setting()))


def require_complete(interview: Interview) -> None:
    """Raise AnswerMissing where a required question that is asked has no answer."""
    if missing := interview.missing():
        raise AnswerMissing(missing, f"Give it with --set {missing[0]}=… or in an --answers file.")
