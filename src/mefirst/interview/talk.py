"""A pack for one talk: the pack, and the promises it comes back to, each as two questions of its own.

So the promises are part of what is asked: they can be gone back to, stopped and resumed, and answered from a file.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, get_args

from mefirst.model.checkin import Claimed
from mefirst.model.commitment import Commitment
from mefirst.packs.library import in_translation
from mefirst.packs.model import Pack
from mefirst.packs.reader import LoadedPack, validate
from mefirst.speech import Speech, marked
from mefirst.text import one_line, safe

SINCE = "since"
"""The question that holds the day of the talk before; it is answered beforehand."""
RELATIONSHIP = "partner_id"
"""The question that holds the id of the partner; it is answered beforehand, too."""

_CLAIM, _EVIDENCE = "claim_", "evidence_"
_LONGEST = 200
_STATUSES: dict[str, str] = {
    "kept": marked("Kept"),
    "partly": marked("Kept in part"),
    "missed": marked("Not kept"),
    "open": marked("Still open, or its time has not come"),
}
assert tuple(_STATUSES) == get_args(Claimed)  # noqa: S101 both are written here


def for_talk(loaded: LoadedPack, promises: Iterable[Commitment], say: Speech, *, own: bool) -> LoadedPack:
    """Return a check-in pack that names the partner and asks first what came of each promise.

    With `own` false the promises made in it are somebody else's: they become words, and no commitment here.
    """
    questions = [dict(one) for one in loaded.document["questions"]]
    if not own:
        questions = [_as_words(one) for one in questions]
    first = next((place for place, one in enumerate(questions) if one["type"] != "note"), 0)
    questions[first:first] = [
        *_given(loaded.pack, say),
        *(question for one in promises for question in _about(one, say)),
    ]
    document = {**loaded.document, "questions": questions}
    pack, faults = validate(document)
    if pack is None:
        msg = f"a talk cannot be asked with this pack: {faults[0]}"
        raise ValueError(msg)
    return in_translation(LoadedPack(pack, document, loaded.digest), *loaded.translations)


def _given(pack: Pack, say: Speech) -> list[dict[str, Any]]:
    since = {"id": SINCE, "type": "date", "ask": say("When did you meet before?")}
    whose = {"id": RELATIONSHIP, "type": "short", "ask": say("Whom do you meet?")}
    if filling(pack, "partner"):
        return [since, whose]
    return [
        since,
        whose,
        {"id": "partner", "type": "person", "fills": "partner", "ask": say("Whom do you meet?")},
    ]


def filling(pack: Pack, field: str) -> str | None:
    """Return the id of the question that fills a field."""
    return next((one.id for one in pack.questions if one.fills == field), None)


def _as_words(question: Mapping[str, Any]) -> dict[str, Any]:
    if question["type"] != "commitment":
        return dict(question)
    kept = {name: value for name, value in question.items() if name != "fills"}
    return {**kept, "type": "long"}


def _about(promise: Commitment, say: Speech) -> list[dict[str, Any]]:
    name = promise.id.replace("-", "_")
    words = safe(one_line(_said(promise, say), _LONGEST)).replace("{", "(").replace("}", ")")
    return [
        {
            "id": f"{_CLAIM}{name}",
            "type": "choice",
            "ask": say("You promised: “{promise}”. What came of it?", promise=words),
            "options": {value: say(label) for value, label in _STATUSES.items()},
        },
        {
            "id": f"{_EVIDENCE}{name}",
            "type": "short",
            "when": {f"{_CLAIM}{name}": {"answered": "yes"}},
            "ask": say("What of it could others see or hear?"),
        },
    ]


def taken_out(answers: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return the fields of a check-in that its answers hold: the claims, the period, and the other answers."""
    claims = [
        {
            "commitment": name.removeprefix(_CLAIM).replace("_", "-"),
            "status": answer["answer"],
            "evidence": answers.get(name.replace(_CLAIM, _EVIDENCE, 1), {}).get("answer"),
        }
        for name, answer in answers.items()
        if name.startswith(_CLAIM) and answer["answer"] in get_args(Claimed)
    ]
    since, whose = (answers.get(name, {}).get("answer") for name in (SINCE, RELATIONSHIP))
    period = {"period": {"from": since, "to": on.isoformat()}} if since else {}
    left = {
        name: answer
        for name, answer in answers.items()
        if name not in {SINCE, RELATIONSHIP} and not name.startswith((_CLAIM, _EVIDENCE))
    }
    return {"claims": claims, "answers": left, "relationship": whose, **period}


def promised(promises: Sequence[Commitment], say: Speech) -> str:
    """Return promises as somebody would say what they took on."""
    return "\n".join(_said(one, say) for one in promises)


def _said(promise: Commitment, say: Speech) -> str:
    if promise.cue and promise.response:
        return say("if {cue}, {response}", cue=promise.cue, response=promise.response)
    return promise.sentence()
