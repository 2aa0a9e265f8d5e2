"""From the answers of an interview to the records they become: an entry, and a commitment beside it."""

from typing import Any

from mefirst.interview.drafts import Draft
from mefirst.interview.interview import Interview
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Effect, Entry
from mefirst.packs.model import BaseQuestion, NoteQuestion

_LISTS = {"people", "tags", "feelings", "mode", "motives"}


def entry_fields(draft: Draft, interview: Interview) -> dict[str, Any]:
    """Return the fields of the entry an interview fills, with the wording of each question asked."""
    pack = interview.pack
    fields: dict[str, Any] = {
        "pack": {"id": pack.id, "version": pack.version, "digest": draft.loaded.digest},
    }
    asked: dict[str, str] = {}
    extra: dict[str, Any] = {}
    answers = interview.result()
    for question in interview.asked():
        if question.id not in answers or isinstance(question, NoteQuestion):
            continue
        answer = answers[question.id]
        if question.fills is None:
            extra[question.id] = {"asked": interview.wording(question), "answer": answer}
        elif question.fills != "commitment":
            fields[question.fills] = (
                [answer] if question.fills in _LISTS and not isinstance(answer, list) else answer
            )
            asked[question.fills] = interview.wording(question)
    return {**fields, "asked": asked, "extra": extra}


def new_entry(draft: Draft, interview: Interview) -> Entry:
    """Return the entry an interview becomes."""
    return Entry.first(draft.id, recorded_at=draft.recorded_at, **entry_fields(draft, interview))


def continued(entry: Entry, draft: Draft, interview: Interview) -> Entry:
    """Return `entry` with what an interview adds; what was not answered this time stays."""
    fields = entry_fields(draft, interview)
    fields["asked"] = {**entry.asked, **fields["asked"]}
    fields["extra"] = {**entry.extra, **fields["extra"]}
    if "effects" in fields:
        fields["effects"] = _joined(entry.effects, fields["effects"])
    return entry.changed(**fields)


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
                    "reported": (*earlier.reported, *effect.reported),
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
    return Commitment.first(
        draft.commitment_id, recorded_at=draft.recorded_at, from_entry=entry_id, **promise
    )


def _commitment_question(interview: Interview) -> BaseQuestion | None:
    return next((one for one in interview.asked() if one.fills == "commitment"), None)
