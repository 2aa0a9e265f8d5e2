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
from mefirst.packs.model import (
    BaseQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    EffectQuestion,
    NoteQuestion,
    Pack,
)
from mefirst.speech import ENGLISH, Speech
from mefirst.text import one_line


class Step(NamedTuple):
    """What to ask now: the question as worded, its place, and the field of it that is due.

    `opening` marks a question whose wording is due: at its first field, and wherever one comes back into it.
    `previous` is what was answered here before, or else, where it is `offered`, what the field proposes.
    `place` counts the fields of the question before this one; `begun` are those answered already that belong
    with it, each with its answer.
    """

    question: BaseQuestion
    number: int
    total: int
    wording: str
    help: str | None
    field: Field
    opening: bool
    previous: Any
    place: int = 0
    offered: bool = False
    begun: tuple[tuple[Field, Any], ...] = ()


class Interview:
    """One pass through a pack, about the day `on`; `today` is the day it happens, where that is another one.

    `say` speaks the language of what is not the pack's own. `given` questions have their answer already and
    are not asked.
    """

    def __init__(  # noqa: PLR0913 what is known beforehand, each from another place
        self,
        pack: Pack,
        on: date,
        *,
        today: date | None = None,
        known: tuple[str, ...] = (),
        partners: tuple[str, ...] = (),
        last: Mapping[str, str] | None = None,
        before: Mapping[str, Any] | None = None,
        say: Speech = ENGLISH,
    ) -> None:
        self.pack = pack
        self.on = on
        self.say = say
        self.answers: dict[str, Any] = {}
        self.given: set[str] = set()
        self._today = today or on
        self._known = known
        self._partners = partners
        self._last = dict(last or {})
        self._before = dict(before or {})  # what an earlier look at this moment answered
        self._replies: dict[str, list[Any]] = {}
        self._current: list[Any] = []
        self._at = 0
        self._within: str | None = None  # the question whose wording still stands before the leader

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
        answers = self.result()
        by_field = {
            question.fills: answers[question.id]
            for question in self.pack.questions
            if question.fills in {"sphere", "people"} and question.id in answers
        }
        people = by_field.get("people") or []
        present = tuple(people) if isinstance(people, list) else (people,)
        return Setting(self._today, by_field.get("sphere"), present, self._known, self.say, self._partners)

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
                self._store(question, self._current)  # a resumed draft may end on a complete form
                visible = self._visible()
            self._at += 1
            self._current = []
        return None

    def _due(self, question: BaseQuestion) -> Field | None:
        wanted = replay(form_of(question, self.setting()), self._current)
        return wanted if isinstance(wanted, Field) else None

    def _step(self, question: BaseQuestion, field: Field, visible: Mapping[str, bool]) -> Step:
        counted = self._counted()
        number = sum(one.id in visible for one in counted if self._index(one) < self._at) + 1
        undecided = sum(
            one.id in visible or self._open(one) for one in counted if self._index(one) > self._at
        )
        quotes = self._quotes()
        wording = self.wording(question)
        return Step(
            question=question,
            number=number,
            total=number + undecided,
            wording=quoting.expand(wording, quotes),
            help=quoting.expand(question.help, quotes) if question.help else None,
            field=field,
            opening=not self._current or self._within != question.id,
            previous=self._offered(question, field, len(self._current)),
            place=len(self._current),
            offered=not self._answered(question, len(self._current)),
            begun=self._begun(question),
        )

    def _begun(self, question: BaseQuestion) -> tuple[tuple[Field, Any], ...]:
        """Return the fields of the form answered so far; of several effects, those of the last."""
        begun: list[tuple[Field, Any]] = []
        for place, reply in enumerate(self._current):
            field = replay(form_of(question, self.setting()), self._current[:place])
            if isinstance(field, Field):
                begun = [] if field.key == "dimension" else begun
                begun.append((field, reply))
        return tuple(begun)

    def _counted(self) -> list[BaseQuestion]:
        """Return the questions that have a number: no notes, and none answered beforehand."""
        return [
            one
            for one in self.pack.questions
            if not isinstance(one, NoteQuestion) and one.id not in self.given
        ]

    def _index(self, question: BaseQuestion) -> int:
        return self.pack.ids.index(question.id)

    def _open(self, question: BaseQuestion) -> bool:
        """Whether a later question may still come to be asked: something its condition tests is still ahead."""
        tests = question.when.all_tests() if question.when else ()
        return any(self.pack.ids.index(test.question) >= self._at for test in tests)

    def wording(self, question: BaseQuestion) -> str:
        """Return how a question is worded today, its quotations not yet put in."""
        wordings = question.wordings()
        wording = wordings[self.on.toordinal() % len(wordings)]
        if question.ask_without and not quoting.complete(wording, self._quotes()):
            return question.ask_without
        return wording

    def called(self, question_id: str) -> str:
        """Return what a leader knows a question by: its heading, or else how it is worded, shortened."""
        question = self.pack.question(question_id)
        return one_line(question.heading or quoting.expand(self.wording(question), self._quotes()), 60)

    def _quotes(self) -> dict[str, str]:
        quotes = dict(self._last)
        answers = self.result()
        for question in self.pack.questions:
            if question.id in answers and question.fills != "unsaid":
                quotes[question.id] = _said(question, answers[question.id], self.say)
        return quotes

    def _offered(self, question: BaseQuestion, field: Field, place: int) -> Any:
        """Return what was answered here before, where it still fits, else what an earlier look or the pack offers.

        `place` counts the fields before this one in its form.
        """
        replies = self._replies.get(question.id, [])
        if place < len(replies):
            offered = replies[place]
        else:
            offered = field.default if place else self._before.get(question.id, field.default)
        try:
            return field.read(offered)
        except Unfit:
            return None

    def _answered(self, question: BaseQuestion, place: int) -> bool:
        """Whether this field was replied to, now or in an earlier look."""
        return place < len(self._replies.get(question.id, [])) or (not place and question.id in self._before)

    def reply(self, value: Any) -> None:
        """Take the answer to the field that is due, and go on."""
        question = self.pack.questions[self._at]
        self._within = question.id
        self._current = [*self._current, value]
        field = self._due(question)
        self._store(question, [*self._current, *self._ahead(question, field)])
        if field is None:
            self._at += 1
            self._current = []

    def _ahead(self, question: BaseQuestion, field: Field | None) -> list[Any]:
        """Return the replies given earlier to the fields from this one on, as far as they still fit."""
        place = len(self._current)
        earlier = self._replies.get(question.id, [])
        asked = replay(form_of(question, self.setting()), earlier[:place])
        if field is None or not isinstance(asked, Field) or asked.key != field.key:
            return []  # the form took another turn
        kept = [*self._current]
        for reply in earlier[place:]:
            due = replay(form_of(question, self.setting()), kept)
            if not isinstance(due, Field) or not due.takes(reply):
                break
            kept.append(reply)
        return kept[place:]

    def _store(self, question: BaseQuestion, replies: list[Any]) -> None:
        """Keep what was replied to a question; its answer changes where that is complete."""
        self._replies[question.id] = replies
        done = replay(form_of(question, self.setting()), replies)
        if isinstance(done, Finished) and done.answer is not None:
            self.answers[question.id] = done.answer
        elif isinstance(done, Finished):
            self.answers.pop(question.id, None)

    def close(self) -> bool:
        """Complete a form left half-way as Enter would, or take it back as far as needed; False if nothing is left."""
        if not self._current:
            return True
        question = self.pack.questions[self._at]
        for count in range(len(self._current), 0, -1):
            typed = self._current[:count]
            replies = self._completed(question, typed, offer=count == len(self._current))
            if replies is not None and not self._only_named(question, typed, replies):
                self._store(question, replies)
                break
        self._current = []
        return question.id in self.answers

    def _completed(self, question: BaseQuestion, replies: list[Any], *, offer: bool) -> list[Any] | None:
        """Return `replies` with what is offered, or no answer, to every field after them; None where one is needed."""
        while isinstance(field := replay(form_of(question, self.setting()), replies), Field):
            try:
                offered = self._offered(question, field, len(replies)) if offer else None
                replies = [*replies, field.read(offered)]
            except Unfit:
                return None
        return replies

    def _only_named(self, question: BaseQuestion, typed: list[Any], replies: list[Any]) -> bool:
        """Whether completing `typed` to `replies` leaves a last effect of which nothing is known, meant or arrived."""
        due = replay(form_of(question, self.setting()), typed)
        done = replay(form_of(question, self.setting()), replies)
        if not isinstance(question, EffectQuestion) or not isinstance(done, Finished):
            return False
        if isinstance(due, Field) and due.key == "dimension":
            return False  # the last one was asked to its end
        return done.answer[-1]["intended"] is None and done.answer[-1]["seen"] is None

    def back(self) -> bool:
        """Go back one field, answers kept; return False at the very beginning."""
        if self._current:
            self._current = self._current[:-1]
            return True
        visible = self._visible()
        for index in range(self._at - 1, -1, -1):
            before = self.pack.questions[index]
            if before.id in visible and before.id not in self.given:
                self._at = index
                self._current = self._replies.get(before.id, [None])[:-1]
                self._within = None
                return True
        return False

    def go_to(self, question_id: str) -> None:
        """Ask this question next, even one answered beforehand."""
        self.given.discard(question_id)
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
        return tuple(
            one.id
            for one in self.pack.questions
            if one.required and not isinstance(one, NoteQuestion) and visible.get(one.id) is False
        )

    @property
    def midway(self) -> bool:
        """Whether a question of several fields is answered in part."""
        return bool(self._current)

    def asked(self) -> Iterator[BaseQuestion]:
        """Yield the questions that are asked, in their order."""
        visible = self._visible()
        return (question for question in self.pack.questions if question.id in visible)

    def position(self) -> tuple[int, int]:
        """Return the number of the question that is due, and of how many."""
        step = self.step()
        if step:
            return step.number, step.total
        visible = self._visible()
        asked = sum(one.id in visible for one in self._counted())
        return asked, asked


def _said(question: BaseQuestion, answer: Any, say: Speech) -> str:
    """Return an answer as a question may quote it: labels rather than values."""
    if isinstance(question, ChoiceQuestion):
        return question.options[answer]
    if isinstance(question, ChoicesQuestion):
        return ", ".join(question.options.get(one, one) for one in answer)
    if isinstance(answer, bool):
        return say("yes") if answer else say("no")
    return (
        ", ".join(answer)
        if isinstance(answer, list) and all(isinstance(one, str) for one in answer)
        else str(answer)
    )
