"""Packs of a few questions, and somebody who answers them by a script."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mefirst.interview.interview import Interview, Step
from mefirst.interview.prompter import Answer, Back, Enough, Reply
from mefirst.packs.library import Library
from mefirst.packs.model import Pack
from mefirst.packs.reader import LoadedPack, read_pack

DAY = date(2026, 11, 23)

MOMENT = {"id": "moment", "type": "short", "ask": "Which moment?", "fills": "situation", "required": "yes"}
INTENT = {
    "id": "intent",
    "type": "long",
    "ask": "What did you hope for?",
    "fills": "intent",
    "required": "yes",
}
IMPACT = {"id": "impact", "type": "long", "ask": "What came back?", "fills": "impact"}
EFFECT = {
    "id": "effect",
    "type": "effect",
    "ask": "What did you mean to raise?",
    "fills": "effects",
    "up_to": "3",
}
NEXT = {"id": "next", "type": "commitment", "ask": "What will you do?", "fills": "commitment"}

Question = Mapping[str, Any]


def loaded(*questions: Question, **settings: Any) -> LoadedPack:
    """Return a checked pack of these questions; those every pack needs are added where they are missing."""
    ids = {question["id"] for question in questions}
    needed = [one for one in (INTENT, IMPACT) if one["id"] not in ids]
    document = {
        "mefirst_pack": "1",
        "id": "small",
        "version": "1.0.0",
        "title": "A few questions",
        "for": "entry",
        **settings,
        "questions": [*questions, *needed],
    }
    return read_pack(json.dumps(document).encode())


def pack(*questions: Question, **settings: Any) -> Pack:
    return loaded(*questions, **settings).pack


def shipped(name: str) -> LoadedPack:
    """Return one of the packs that come with the program."""
    return Library.standard().load(name)


def due(interview: Interview) -> Step:
    """Return what is asked now; there must be something."""
    step = interview.step()
    assert step is not None
    return step


def answer(interview: Interview, *values: Any) -> None:
    """Type `values`, one a field."""
    for value in values:
        interview.reply(due(interview).field.read(value))


def until(interview: Interview, question_id: str, **answers: Any) -> None:
    """Answer what comes before a question: with `answers`, by their ids, else by skipping."""
    while (step := due(interview)).question.id != question_id:
        answer(interview, answers.get(step.question.id))


@dataclass
class Script:
    """A prompter that gives the next reply of its script, and remembers what it was asked and told.

    A reply is a value as typed, a Back, an Enough, or KeyboardInterrupt; when there are no more, it is enough.
    """

    replies: Iterable[Any]
    asked: list[str] = field(default_factory=list)
    offered: list[Any] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._next: Callable[[], Any] = iter(self.replies).__next__

    def ask(self, step: Step) -> Reply:
        self.asked.append(step.question.id if step.place == 0 else f"{step.question.id}.{step.field.key}")
        self.offered.append(step.previous)
        try:
            reply = self._next()
        except StopIteration:
            return Enough()
        if reply is KeyboardInterrupt:
            raise KeyboardInterrupt
        return reply if isinstance(reply, Back | Enough) else Answer(step.field.read(reply))

    def tell(self, sentence: str) -> None:
        assert len(self.told) < 1000, "it goes round in circles"
        self.told.append(sentence)
