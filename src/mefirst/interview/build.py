"""From the answers of an interview to the records they become: an entry or its kin, a commitment beside it."""

import contextlib
from datetime import date
from typing import Any, NamedTuple

from mefirst.interview.drafts import Draft
from mefirst.interview.interview import Interview
from mefirst.interview.talk import taken_out
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Effect, Entry
from mefirst.model.period import Period
from mefirst.model.record import Record
from mefirst.model.repeat import Repeat
from mefirst.model.review import Review
from mefirst.packs.model import BaseQuestion, NoteQuestion

_LISTS = {"people", "tags", "feelings", "mode", "motives"}


class Answers(NamedTuple):
    """What an interview came to: fields of the record, the wording of each, and answers that fill none."""

    fields: dict[str, Any]
    asked: dict[str, str]
    others: dict[str, Any]


def answers_of(interview: Interview) -> Answers:
    """Sort the answers that count into those that fill a field and the rest; a commitment stands apart."""
    fields: dict[str, Any] = {}
    asked: dict[str, str] = {}
    others: dict[str, Any] = {}
    answers = interview.result()
    for question in interview.asked():
        if question.id not in answers or isinstance(question, NoteQuestion):
            continue
        answer = answers[question.id]
        if question.fills is None:
            others[question.id] = {"asked": interview.wording(question), "answer": answer}
        elif question.fills != "commitment":
            single = question.fills in _LISTS and not isinstance(answer, list)
            fields[question.fills] = [answer] if single else answer
            asked[question.fills] = interview.wording(question)
    return Answers(fields, asked, others)


def _pack_of(draft: Draft) -> dict[str, str]:
    pack = draft.loaded.pack
    return {"id": pack.id, "version": pack.version, "digest": draft.loaded.digest}


def new_record(draft: Draft, interview: Interview) -> Record:
    """Return the record an interview becomes, of the kind its pack is for."""
    fields, asked, others = answers_of(interview)
    common: dict[str, Any] = {"recorded_at": draft.recorded_at}
    match interview.pack.for_:
        case "entry":
            return Entry.first(draft.id, **common, pack=_pack_of(draft), **fields, asked=asked, extra=others)
        case "commitment":
            begun = _begun(fields, draft.on) if "what_i_did" in fields else {}
            return Commitment.first(draft.id, **common, **begun, **_in_rhythm(fields), from_entry=draft.base)
        case "checkin":
            promise = commitment_of(draft, interview, draft.id)
            return Checkin.first(
                draft.id,
                **common,
                on=draft.on,
                pack=_pack_of(draft),
                **_challenged(fields),
                commitments=[promise.id] if promise else [],
                **taken_out(others, draft.on),
            )
    week = Period.parse("7d", draft.on)
    return Review.first(
        draft.id, **common, on=draft.on, period=week.json(), pack=_pack_of(draft), answers=others
    )


def _begun(fields: dict[str, Any], on: date) -> dict[str, Any]:
    """Return where a cleanup begins: planned where the sentence that owns it is there, else noticed."""
    step = "planned" if fields.get("own_it") else "noticed"
    return {"kind": "repair", "step": step, "steps": [{"step": step, "on": on}]}


def _in_rhythm(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields with `repeat` as it is kept; what says nothing of how often stays as it was typed."""
    with contextlib.suppress(KeyError, ValueError):
        return {**fields, "repeat": str(Repeat.parse(fields["repeat"]))}
    return fields


def _challenged(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a check-in, those of its one challenge put together."""
    parts = {name: fields.pop(name) for name in ("target", "answer", "moved") if name in fields}
    question = fields.pop("challenge", None)
    return {**fields, "challenges": [{"question": question, **parts}] if question else []}


def continued(entry: Entry, draft: Draft, interview: Interview) -> Entry:
    """Return `entry` with what an interview adds; what was not answered this time stays."""
    fields, asked, others = answers_of(interview)
    if "effects" in fields:
        fields["effects"] = _joined(entry.effects, fields["effects"])
    return entry.changed(
        pack=_pack_of(draft), asked={**entry.asked, **asked}, extra={**entry.extra, **others}, **fields
    )


def _joined(before: tuple[Effect, ...], lines: list[dict[str, Any]]) -> list[Effect]:
    """Return the lines of both looks; a line seen again takes the new values and keeps what others said."""
    joined = {effect.key: effect for effect in before}
    for line in lines:
        effect = Effect.model_validate(line)
        earlier = joined.get(effect.key)
        joined[effect.key] = (
            earlier.model_copy(
                update={
                    **effect.model_dump(exclude_none=True, exclude={"reported"}),
                    "reported": (
                        *earlier.reported,
                        *(one for one in effect.reported if one not in earlier.reported),
                    ),
                }
            )
            if earlier
            else effect
        )
    return list(joined.values())


def commitment_of(draft: Draft, interview: Interview, entry_id: str) -> Commitment | None:
    """Return the commitment an interview became, or None."""
    question = _commitment_question(interview)
    promise = interview.result().get(question.id) if question else None
    if not promise:
        return None
    witness = (
        {"witness": answers_of(interview).fields.get("partner")} if interview.pack.for_ == "checkin" else {}
    )
    return Commitment.first(
        draft.commitment_id, recorded_at=draft.recorded_at, from_entry=entry_id, **{**witness, **promise}
    )


def _commitment_question(interview: Interview) -> BaseQuestion | None:
    return next((one for one in interview.asked() if one.fills == "commitment"), None)
