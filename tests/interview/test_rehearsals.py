"""Every pack we ship asks what its rehearsals expect."""

from pathlib import Path
from typing import Any

import pytest

from asking import DAY, shipped
from mefirst.interview.answers import read_answer
from mefirst.interview.interview import Interview
from mefirst.packs import yamltree
from mefirst.packs.library import Library
from mefirst.packs.model import Pack

REHEARSALS = sorted(Library.standard().bundled.glob("*/rehearsals/*.yaml"))


def rehearse(pack: Pack, answers: dict[str, Any]) -> list[str]:
    """Answer each question as it comes, and return the questions in the order they were asked."""
    interview = Interview(pack, DAY)
    asked = []
    while step := interview.step():
        question = step.question
        asked.append(question.id)
        interview.give(question.id, read_answer(question, answers.get(question.id), interview.setting()))
    assert set(answers) == set(interview.result()), "an answer stands in the rehearsal that nobody asks for"
    return asked


@pytest.mark.parametrize("path", REHEARSALS, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_a_rehearsal_asks_what_it_expects(path: Path) -> None:
    rehearsal = yamltree.value(yamltree.read(path.read_bytes()))
    pack = shipped(path.parent.parent.name).pack
    assert rehearse(pack, rehearsal["answers"]) == rehearsal["expect"]


def test_every_pack_we_ship_has_a_rehearsal() -> None:
    assert {path.parent.parent.name for path in REHEARSALS} == set(Library.standard().names())


@pytest.mark.parametrize("name", Library.standard().names())
def test_the_rehearsals_of_a_pack_ask_each_of_its_questions_at_least_once(name: str) -> None:
    asked = {
        question
        for path in REHEARSALS
        if path.parent.parent.name == name
        for question in yamltree.value(yamltree.read(path.read_bytes()))["expect"]
    }
    assert asked == set(shipped(name).pack.ids)
