"""The codec of an encrypted journal: to seal needs no secret; to open needs the keys, asked for at the first need."""

from collections.abc import Callable
from functools import cached_property

from mefirst.journal import layout
from mefirst.journal.codec import SEALED_HEAD, EarlierKey, PlainText, Unreadable
from mefirst.vault import age
from mefirst.vault.slots import Keys


class Sealed:
    """Seals to `recipient`; opens with what `unlock` returns, which is called once, at the first need.

    `plain_too`: plain text is believed, too, as long as a journal is being encrypted or decrypted.
    """

    ending = layout.SEALED

    def __init__(self, recipient: str | None, unlock: Callable[[], Keys], *, plain_too: bool = False) -> None:
        self._recipient = recipient
        self._unlock = unlock
        self._plain_too = plain_too

    @cached_property
    def keys(self) -> Keys:
        """The keys; JournalLocked, WrongPassphrase and what else hinders."""
        return self._unlock()

    @cached_property
    def _opener(self) -> Callable[[bytes], bytes]:
        return age.opener(self.keys.believed)

    def ready(self) -> None:
        """Unlock it now; JournalLocked, and what else hinders."""
        self._opener  # noqa: B018 asked for once

    def seal(self, data: bytes) -> bytes:
        """Return `data` sealed to the recipient, the keys' own where this device knows none."""
        return age.seal(data, self._recipient or self.keys.recipient)

    def open(self, stored: bytes) -> bytes:
        """Return what was sealed; Unreadable for what was cut, changed, sealed to others, or is plain text."""
        if not stored.startswith(SEALED_HEAD):
            if self._plain_too:
                return stored
            self.ready()  # of a journal that is locked, or whose keys are gone, that is said first
            raise PlainText
        try:
            return self._opener(stored)
        except age.NotForUs as problem:
            if self._by_earlier_key(stored) is not None:
                raise EarlierKey from None
            raise Unreadable(str(problem)) from None
        except age.Unsealable as problem:
            raise Unreadable(str(problem)) from None

    def believe(self, stored: bytes) -> bytes:
        """Return what is in there, also of plain text, and of what is sealed to a key left behind; Unreadable."""
        try:
            return self.open(stored)
        except PlainText:
            return stored
        except EarlierKey:
            return self._by_earlier_key(stored) or b""

    def _by_earlier_key(self, stored: bytes) -> bytes | None:
        try:
            return age.unseal(stored, self.keys.retired)
        except (age.NotForUs, age.Unsealable):
            return None
