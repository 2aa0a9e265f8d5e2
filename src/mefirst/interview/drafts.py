"""A draft: an interview written down, with the whole pack it began with, so that no update can break it."""

from datetime import date, datetime
from typing import Any, NamedTuple

from mefirst.interview.interview import Interview
from mefirst.model.ids import handle_of
from mefirst.packs.library import in_translation
from mefirst.packs.reader import LoadedPack, validate
from mefirst.speech import SOURCE, chain, speech_in

SCHEMA = "mefirst.draft/1"


class Draft(NamedTuple):
    """What is fixed when a session begins; a retry reuses it, so that nothing is saved twice.

    `id` and `commitment_id` name the records it will become, `base` the entry it continues, if any.
    """

    id: str
    commitment_id: str
    recorded_at: datetime
    on: date
    loaded: LoadedPack
    base: str | None = None

    @property
    def handle(self) -> str:
        """The six characters people see."""
        return handle_of(self.id)

    def document(self, interview: Interview) -> dict[str, Any]:
        """Return the draft as it is kept."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "commitment": self.commitment_id,
            "recorded_at": self.recorded_at.isoformat(),
            "on": self.on.isoformat(),
            "base": self.base,
            "language": interview.say.language,
            "pack": {
                "digest": self.loaded.digest,
                "document": self.loaded.document,
                "translations": list(self.loaded.translations),
            },
            "interview": interview.state(),
        }


def read_draft(
    document: dict[str, Any], known: tuple[str, ...] = (), today: date | None = None
) -> tuple[Draft, Interview]:
    """Return a kept draft and its interview; ValueError or KeyError where it is none of ours."""
    if document.get("schema") != SCHEMA:
        msg = f"this is a {document.get('schema')}, not a {SCHEMA}"
        raise ValueError(msg)
    kept = document["pack"]
    pack, faults = validate(kept["document"])
    if pack is None:
        msg = f"its pack cannot be read: {faults[0]}"
        raise ValueError(msg)
    loaded = in_translation(LoadedPack(pack, kept["document"], kept["digest"]), *kept.get("translations", ()))
    draft = Draft(
        id=document["id"],
        commitment_id=document["commitment"],
        recorded_at=datetime.fromisoformat(document["recorded_at"]),
        on=date.fromisoformat(document["on"]),
        loaded=loaded,
        base=document["base"],
    )
    interview = Interview(
        loaded.pack,
        draft.on,
        today=today,
        known=known,
        say=speech_in(chain(document.get("language", SOURCE))),
    )
    return draft, interview.resume(document["interview"])
