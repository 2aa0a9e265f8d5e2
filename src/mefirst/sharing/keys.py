"""The keys of each relationship, in the device-local state alone: never in the journal, a backup or a synced folder.

Each side has one age identity per relationship. Its recipient string goes to that partner and to nobody else, so
a file that opens with it comes from whoever was given that string: trying the identities tells the sender.
Strings of the other side are opaque: nothing but sealing is done with them.
"""

import contextlib
import secrets
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, Field, ValidationError

from mefirst import atomic
from mefirst.errors import DraftInUse
from mefirst.journal.codec import Unreadable
from mefirst.journal.drafts import Drafts
from mefirst.model.base import Model
from mefirst.model.partner import Partner
from mefirst.sharing.refusals import KeysUnreadable, RelationshipBusy
from mefirst.vault import age

SECRET_BYTES = 32
_STALE = 3600


class Pairing(Model):
    """A pairing under way. `began`: the introduction is ours. `file` is the name of the file they need next.

    `throwaway` is our identity for their first answer, where we began; `theirs` is the recipient of their
    introduction and `commitment` what that binds them to, where they did.
    """

    began: bool
    file: str
    throwaway: str | None = None
    theirs: str | None = None
    commitment: str | None = None


class Arrived(Model):
    """A file that came: the hash (hex) of its content, and the id it has in the share log."""

    sha256: str
    id: str


class Relationship(Model):
    """One relationship on this device: its `id` is that of the partner's record.

    `identity` opens what they seal, `recipient` is what we seal to. `secret` (hex) makes the refs of what is
    shared. Until `confirmed_at` the `pairing` goes on and nothing may be shared. `sent` is the number of the last
    file that went out, `received` has what came, by its number.
    """

    schema_: Literal["mefirst.relationship/1"] = Field("mefirst.relationship/1", alias="schema")
    id: str
    identity: str
    secret: str
    recipient: str | None = None
    pairing: Pairing | None = None
    confirmed_at: AwareDatetime | None = None
    words: str | None = None
    sent: int = 0
    received: dict[int, Arrived] = Field(default_factory=dict)

    @property
    def is_confirmed(self) -> bool:
        """Whether the words were compared, so that things may be shared."""
        return self.confirmed_at is not None

    @property
    def mine(self) -> str:
        """The string the partner seals to."""
        return age.recipient_of(self.identity)

    @property
    def secret_bytes(self) -> bytes:
        """The secret by which refs are made: stable in this relationship, of no use in another."""
        return bytes.fromhex(self.secret)

    @property
    def newest(self) -> int:
        """The highest number that came; 0 where none did."""
        return max(self.received, default=0)

    def confirmed(self, words: str, now: datetime) -> "Relationship":
        """Return this relationship with its words compared; the pairing and its throw-away key are gone."""
        return self.model_copy(update={"confirmed_at": now, "words": words, "pairing": None})


def new_relationship(partner_id: str, pairing: Pairing) -> Relationship:
    """Return a relationship with fresh keys."""
    secret = secrets.token_hex(SECRET_BYTES)
    return Relationship(id=partner_id, identity=age.new_identity(), secret=secret, pairing=pairing)


class Relationships:
    """The relationships of one journal on this device, each kept under the id of the partner."""

    def __init__(self, kept: Drafts, temporary: Path) -> None:
        self._kept = kept
        self._temporary = temporary

    def get(self, partner_id: str) -> Relationship | None:
        """Return the keys there are with a partner; KeysUnreadable where they are damaged."""
        try:
            document = self._kept.load(partner_id)
            return Relationship.model_validate(document)
        except FileNotFoundError:
            return None
        except (Unreadable, ValidationError) as problem:
            why = str(problem) if isinstance(problem, Unreadable) else "it lacks something"
            raise KeysUnreadable(str(self._kept.path(partner_id)), why) from None

    def exists(self, partner_id: str) -> bool:
        """Whether there are keys with a partner, be they readable or not."""
        return self._kept.path(partner_id).exists()

    def of(
        self, partners: Iterable[Partner]
    ) -> tuple[list[tuple[Partner, Relationship]], list[KeysUnreadable]]:
        """Return those of these partners with whom there are keys, each with them, and what of them is damaged."""
        found, damaged = [], []
        for partner in partners:
            try:
                relationship = self.get(partner.id)
            except KeysUnreadable as problem:
                damaged.append(problem)
                continue
            if relationship is not None:
                found.append((partner, relationship))
        return found, damaged

    def save(self, relationship: Relationship) -> None:
        """Keep a relationship durably; CannotWrite, and then what was kept before is whole."""
        document = relationship.model_dump(mode="json", by_alias=True)
        self._kept.save(relationship.id, document)

    def destroy(self, partner_id: str) -> bool:
        """Remove the keys of a relationship for good, and what a crash may have left of them; say if there were any."""
        there = self.exists(partner_id)
        self._kept.remove(partner_id)
        self._remove_leftovers(partner_id)
        return there

    @contextlib.contextmanager
    def lock(self, partner: Partner) -> Iterator[None]:
        """Hold a relationship, so that no two processes change it at a time; RelationshipBusy."""
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(self._kept.lock(partner.id))
            except DraftInUse:
                raise RelationshipBusy(partner.alias) from None
            yield

    def _remove_leftovers(self, partner_id: str) -> None:
        """Remove half-written files that may hold the keys: those that name the partner, and sealed old ones."""
        for path in self._temporary.glob("*.tmp"):
            with contextlib.suppress(OSError):
                old = time.time() - path.stat().st_mtime > _STALE
                if old or partner_id.encode() in path.read_bytes():
                    atomic.remove(path)
