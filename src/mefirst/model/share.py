"""A line of the share log (`mefirst.shared/1`): one file that went to a partner or came from one, with its content.

Not to be mistaken for what the file holds: that is a document of its own, with a schema of its own.
"""

from typing import Any, ClassVar, Literal

from pydantic import AwareDatetime, Field

from mefirst.model.record import Record

Direction = Literal["sent", "received"]


class Shared(Record):
    """One file, sent or received at `recorded_at`: to or from whom (the id of the partner), and all it held.

    `sha256` is the hash (hex) of the plaintext that was sealed: the canonical bytes of `content`. `looked_at` is
    when a received one was first shown, `accepted_at` when the leader decided what of it to take over, be it
    nothing; until then it touches nothing else. `people` is who is who in a share that was sent: by the name it gives
    them, what the leader calls them; it stays here.
    """

    SCHEMA: ClassVar[str] = "mefirst.shared/1"
    FOLDER: ClassVar[str] = "shares"

    direction: Direction
    partner: str
    sha256: str
    content: dict[str, Any]
    people: dict[str, str] = Field(default_factory=dict)
    looked_at: AwareDatetime | None = None
    accepted_at: AwareDatetime | None = None

    @property
    def kind(self) -> str:
        """What the document calls itself."""
        return str(self.content.get("schema"))

    @property
    def sequence(self) -> int:
        """Its number among the files of this relationship in this direction, from 1; 0 where it has none."""
        number = self.content.get("sequence")
        return number if isinstance(number, int) else 0
