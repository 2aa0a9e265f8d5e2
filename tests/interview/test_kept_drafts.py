"""A draft holds its interview and the whole pack it began with."""

import json
from datetime import date
from typing import Any

import pytest

from asking import DAY, EFFECT, MOMENT, NEXT, answer, due, loaded, until
from mefirst.interview.drafts import SCHEMA, Draft, read_draft
from mefirst.interview.interview import Interview
from mefirst.packs.library import in_translation
from mefirst.packs.reader import read_pack
from mefirst.speech import ENGLISH
from samples import ID, RECORDED, nth_id

PACK = loaded(MOMENT, EFFECT, NEXT)
DRAFT = Draft(ID, nth_id(7), RECORDED, DAY, PACK, base=nth_id(9))


def written(interview: Interview) -> dict[str, Any]:
    """Return a draft as it stands in its file."""
    document: dict[str, Any] = json.loads(json.dumps(DRAFT.document(interview)))
    return document


def midway() -> Interview:
    interview = Interview(PACK.pack, DAY)
    answer(interview, "The review", "trust", "deputy", 2)
    return interview


def test_a_draft_reads_back_as_it_was() -> None:
    interview = midway()
    draft, again = read_draft(written(interview))
    assert draft == DRAFT
    assert draft.handle == "4k7q0z"
    assert again.state() == interview.state()
    assert due(again).field.key == "seen"


def test_a_pack_changed_meanwhile_does_not_matter() -> None:
    """The draft goes on with the questions it began with, whatever the pack says by now."""
    document = written(midway())
    changed = read_pack(json.dumps({**PACK.document, "version": "2.0.0", "questions": [
        {"id": "intent", "type": "long", "ask": "All new?", "fills": "intent"},
        {"id": "impact", "type": "long", "ask": "And then?", "fills": "impact"},
    ]}).encode())  # fmt: skip
    draft, interview = read_draft(document)
    assert draft.loaded.pack.version == "1.0.0" != changed.pack.version
    assert draft.loaded.digest == PACK.digest
    assert [question.id for question in interview.asked()] == ["moment", "effect", "next", "intent", "impact"]
    assert draft.document(interview) == document


def test_a_pack_of_every_kind_of_question_can_be_kept() -> None:
    """What a pack file says survives the way through a draft, word for word."""
    every = loaded(
        {"id": "n", "type": "number", "ask": "?", "min": "1", "max": "9"},
        {"id": "s", "type": "scale", "ask": "?", "from": "1", "to": "5", "labels": {"1": "low"}},
        {"id": "c", "type": "choice", "ask": "?", "options": {"a": "A"}},
        {"id": "cs", "type": "choices", "ask": "?", "options": {"a": "A"}, "up_to": "1"},
        {"id": "y", "type": "yes_no", "ask": "?"},
        {"id": "d", "type": "date", "ask": "?", "earliest": "today", "latest": "2027-01-01"},
        {
            "id": "w",
            "type": "person",
            "ask": "?",
            "when": {"any_of": [{"y": "yes"}, {"n": {"at_least": "2"}}]},
        },
        {"id": "p", "type": "people", "ask": "?", "fills": "people"},
        {"id": "t", "type": "tags", "ask": "?", "vary": ["?", "??"], "fills": "tags"},
        {"id": "f", "type": "feelings", "ask": "?"},
        {"id": "o", "type": "note", "ask": "Breathe."},
        EFFECT,
        NEXT,
    )
    draft = DRAFT._replace(loaded=every)
    again, _ = read_draft(json.loads(json.dumps(draft.document(Interview(every.pack, DAY)))))
    assert again == draft


def test_a_session_goes_on_in_the_language_it_began_in() -> None:
    """With the words as they were then, whatever became of the translation."""
    german = in_translation(PACK, """
mefirst_translation: 1
pack: small
language: de
texts:
  - {at: moment.ask, from: "Which moment?", to: "Welcher Moment?"}
""")  # fmt: skip
    assert len(german.translations) == 1
    draft = DRAFT._replace(loaded=german)
    document = json.loads(json.dumps(draft.document(Interview(german.pack, DAY))))
    again, interview = read_draft(document)
    assert again == draft
    assert due(interview).wording == "Welcher Moment?"


def test_a_draft_that_names_no_language_goes_on_in_that_of_the_pack() -> None:
    """Those kept before sessions spoke another one."""
    document = written(midway())
    del document["language"], document["pack"]["translations"]
    draft, interview = read_draft(document)
    assert (draft, interview.say) == (DRAFT, ENGLISH)


def test_names_known_and_the_day_of_going_on_come_from_outside() -> None:
    """A promise made three days later is due from then on."""
    _, interview = read_draft(written(midway()), known=("finance",), today=date(2026, 11, 26))
    assert interview.setting().known == ("finance",)
    until(interview, "next")
    answer(interview, None, "call her", "tomorrow")
    assert interview.answers["next"]["due"] == "2026-11-27"


@pytest.mark.parametrize(
    "broken",
    [
        {"schema": "mefirst.draft/9"},
        {"schema": None},
        {"pack": {"digest": "x", "document": {"id": "no pack"}}},
        {"pack": {"digest": "x", "document": {**PACK.document, "title": ""}}},
        {"recorded_at": "yesterday"},
        {"on": "2026-13-01"},
        {"interview": {}},
    ],
)
def test_what_is_no_draft_of_ours_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError)):
        read_draft({**written(midway()), **broken})


@pytest.mark.parametrize("missing", ["id", "commitment", "recorded_at", "on", "base", "pack", "interview"])
def test_a_draft_that_lacks_a_part_is_refused(missing: str) -> None:
    document = written(midway())
    del document[missing]
    with pytest.raises(KeyError):
        read_draft(document)


def test_the_schema_is_written_into_it() -> None:
    assert written(midway())["schema"] == SCHEMA == "mefirst.draft/1"
