"""The course of an interview: which question comes next, what was answered, how to go back.

All of it can be written down and taken up again; nothing here knows who asks or where it is kept.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, Self

from mefirst.interview.fields import Field
from mefirst.interview.forms import Finished, Setting, form_of, replay
from mefirst.interview.values import Unfit
from mefirst.packs import quoting
from mefirst.packs.conditions import holds
from mefirst.packs.model import BaseQuestion, ChoiceQuestion, ChoicesQuestion, NoteQuestion, Pack


class Step(NamedTuple):
    """What to ask now: the question as worded, its place, and the field of it that is due.

    `opening` marks the first field of a question, `previous` is what was answered here before.
    """

    question: BaseQuestion
    number: int
    total: int
    wording: str
    help: str | None
    field: Field
    opening: bool
    previous: Any


class Interview:
    """One pass through a pack. `given` questions have their answer already and are not asked."""

    def __init__(
        self,
        pack: Pack,
        on: date,
        *,
        known: tuple[str, ...] = (),
        last: Mapping[str, str] | None = None,
        before: Mapping[str, Any] | None = None,
    ) -> None:
        self.pack = pack
        self.on = on
        self.answers: dict[str, Any] = {}
        self.given: set[str] = set()
        self._known = known
        self._last = dict(last or {})
        self._before = dict(before or {})  # what an earlier look at this moment answered
        self._replies: dict[str, list[Any]] = {}
        self._current: list[Any] = []
        self._at = 0

    def state(self) -> dict[str, Any]:
        """Return all that is needed to go on later, as JSON values."""
        return {
            "answers": self.answers,
            "given": sorted(self.given),
            "before": self._before,
            "last": self._last,
            "replies": self._replies,
            "current": self._current,
            "at": self.pack.questions[self._at].id if self._at < len(self.pack.questions) else None,
        }

    def resume(self, state: Mapping[str, Any]) -> Self:
        """Take up what `state` said."""
        self.answers = dict(state["answers"])
        self.given = set(state["given"])
        self._before = dict(state["before"])
        self._last = dict(state["last"])
        self._replies = {key: list(replies) for key, replies in state["replies"].items()}
        self._current = list(state["current"])
        self._at = self.pack.ids.index(state["at"]) if state["at"] in self.pack.ids else len(self.pack.ids)
        return self

    def setting(self) -> Setting:
        """Return what forms may know by now."""
        by_field = {
            question.fills: self.answers[question.id]
            for question in self.pack.questions
            if question.fills in {"sphere", "people"} and question.id in self.answers
        }
        people = by_field.get("people") or []
        present = tuple(people) if isinstance(people, list) else (people,)
        return Setting(self.on, by_field.get("sphere"), present, self._known)

    def give(self, question_id: str, answer: Any) -> None:
        """Answer a question beforehand; it is not asked again."""
        self.given.add(question_id)
        if answer is not None:
            self.answers[question_id] = answer

    def step(self) -> Step | None:
        """Return what to ask now, or None when all has been asked."""
        visible = self._visible()
        while self._at < len(self.pack.questions):
            question = self.pack.questions[self._at]
            if question.id in visible and question.id not in self.given:
                field = self._due(question)
                if field is not None:
                    return self._step(question, field, visible)
                self._store(question)  # a resumed draft may end on a complete form
                visible = self._visible()
            self._at += 1
            self._current = []
        return None

    def _due(self, question: BaseQuestion) -> Field | None:
        wanted = replay(form_of(question, self.setting()), self._current)
        return wanted if isinstance(wanted, Field) else None

    def _step(self, question: BaseQuestion, field: Field, visible: Mapping[str, bool]) -> Step:
        ahead = [
            one
            for one in self.pack.questions
            if not isinstance(one, NoteQuestion) and one.id not in self.given
        ]
        number = sum(one.id in visible for one in ahead if self._index(one) < self._at) + 1
        undecided = sum(one.id in visible or self._open(one) for one in ahead if self._index(one) > self._at)
        quotes = self._quotes()
        wording = self.wording(question)
        return Step(
            question=question,
            number=number,
            total=number + undecided,
            wording=quoting.expand(wording, quotes),
            help=quoting.expand(question.help, quotes) if question.help else None,
            field=field,
            opening=not self._current,
            previous=self._previous(question, field),
        )

    def _index(self, question: BaseQuestion) -> int:
        return self.pack.ids.index(question.id)

    def _open(self, question: BaseQuestion) -> bool:
        """Whether a later question may still come to be asked: something its condition tests is still ahead."""
        if question.when is None:
            return True
        return any(self.pack.ids.index(test.question) >= self._at for test in question.when.all_tests())

    def wording(self, question: BaseQuestion) -> str:
        """Return how a question is worded today, its quotations not yet put in."""
        wordings = question.wordings()
        wording = wordings[self.on.toordinal() % len(wordings)]
        if question.ask_without and not quoting.complete(wording, self._quotes()):
            return question.ask_without
        return wording

    def _quotes(self) -> dict[str, str]:
        quotes = dict(self._last)
        for question in self.pack.questions:
            answer = self.answers.get(question.id)
            if answer is not None and question.fills != "unsaid":
                quotes[question.id] = _said(question, answer)
        return quotes

    def _previous(self, question: BaseQuestion, field: Field) -> Any:
        """Return what was answered here before, where it still fits, else what an earlier look or the pack offers."""
        replies = self._replies.get(question.id)
        if replies is not None:
            offered = replies[len(self._current)] if len(self._current) < len(replies) else None
        else:
            offered = self._before.get(question.id, field.default) if not self._current else field.default
        try:
            return field.read(offered)
        except Unfit:
            return None

    def reply(self, value: Any) -> None:
        """Take the answer to the field that is due, and go on."""
        question = self.pack.questions[self._at]
        self._current.append(value)
        if self._due(question) is None:
            self._store(question)
            self._at += 1
            self._current = []

    def _store(self, question: BaseQuestion) -> None:
        done = replay(form_of(question, self.setting()), self._current)
        answer = done.answer if isinstance(done, Finished) else None
        self._replies[question.id] = self._current
        if answer is None:
            self.answers.pop(question.id, None)
        else:
            self.answers[question.id] = answer

    def back(self) -> bool:
        """Go back one field, answers kept; return False at the very beginning."""
        question = self.pack.questions[self._at] if self._at < len(self.pack.questions) else None
        if self._current and question:
            if len(self._replies.get(question.id, ())) < len(self._current):
                self._replies[question.id] = self._current
            self._current = self._current[:-1]
            return True
        visible = self._visible()
        for index in range(self._at - 1, -1, -1):
            before = self.pack.questions[index]
            if before.id in visible and before.id not in self.given:
                self._at = index
                self._current = self._replies.get(before.id, [None])[:-1]
                return True
        return False

    def go_to(self, question_id: str) -> None:
        """Ask this question next."""
        self._at = self.pack.ids.index(question_id)
        self._current = []

    def _visible(self) -> dict[str, bool]:
        """Return the questions whose condition holds, each with whether it was answered, in their order."""
        shown: dict[str, bool] = {}
        effective: dict[str, Any] = {}
        for question in self.pack.questions:
            if holds(question.when, effective):
                shown[question.id] = question.id in self.answers
                if question.id in self.answers:
                    effective[question.id] = self.answers[question.id]
        return shown

    def result(self) -> dict[str, Any]:
        """Return the answers that count: those of questions that are asked."""
        visible = self._visible()
        return {key: self.answers[key] for key in self.pack.ids if key in self.answers and key in visible}

    def dropped(self) -> tuple[str, ...]:
        """Return the questions that were answered and then became hidden: their answers do not count."""
        visible = self._visible()
        return tuple(key for key in self.pack.ids if key in self.answers and key not in visible)

    def missing(self) -> tuple[str, ...]:
        """Return the required questions that are asked and still have no answer."""
        visible = self._visible()
        return tuple(one.id for one in self.pack.questions if one.required and visible.get(one.id) is False)

    def asked(self) -> Iterator[BaseQuestion]:
        """Yield the questions that are asked, in their order."""
        visible = self._visible()
        return (question for question in self.pack.questions if question.id in visible)

    def position(self) -> tuple[int, int]:
        """Return the number of the question that is due, and of how many."""
        step = self.step()
        answered = len(list(self.asked()))
        return (step.number, step.total) if step else (answered, answered)


def _said(question: BaseQuestion, answer: Any) -> str:
    """Return an answer as a question may quote it: labels rather than values."""
    if isinstance(question, ChoiceQuestion):
        return question.options[answer]
    if isinstance(question, ChoicesQuestion):
        return ", ".join(question.options.get(one, one) for one in answer)
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return (
        ", ".join(answer)
        if isinstance(answer, list) and all(isinstance(one, str) for one in answer)
        else str(answer)
    )
