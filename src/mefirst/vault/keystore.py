"""The key store of this device (Keychain, Credential Locker, Secret Service …), by the `keyring` library.

Whoever can use this account opens the journal then: that is what it is for, and why nobody is given it unasked.
"""

import base64
import contextlib
import secrets
from typing import Any

from mefirst import atomic
from mefirst.journal.store import Journal
from mefirst.vault import slots
from mefirst.vault.refusals import KeyStoreRefused, NoKeyStore
from mefirst.vault.slots import Keys

_SERVICE = "mefirst"
_PREFIX = "device-"


def slot_of(journal: Journal) -> str | None:
    """Return the slot that this device's key store opens, None where there is none."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        name = (journal.state / "keystore").read_text("ascii").strip()
        return name if slots.path(journal, name).exists() else None
    return None


def keep(journal: Journal, keys: Keys) -> None:
    """Make a slot for this device and put its secret into the key store; NoKeyStore, KeyStoreRefused."""
    forget(journal)
    secret, slot = slots.new_secret(), f"{_PREFIX}{secrets.token_hex(6)}"
    _ask("set_password", _user(journal, slot), base64.b64encode(secret).decode("ascii"))
    slots.write(journal, slot, keys, secret)
    atomic.write(journal.state / "keystore", f"{slot}\n".encode("ascii"), journal.state / "tmp")


def unlock(journal: Journal, slot: str) -> Keys | None:
    """Return the keys by the secret in the key store; None where it holds none. KeyStoreRefused."""
    found = _ask("get_password", _user(journal, slot))
    if not found:
        return None
    return slots.read(journal, slot, base64.b64decode(found))


def forget(journal: Journal) -> bool:
    """Take the secret of this device out of the key store, and remove its slot; return whether there was one."""
    slot = slot_of(journal)
    if slot:
        slots.remove(journal, slot)
        with contextlib.suppress(NoKeyStore, KeyStoreRefused):
            _ask("delete_password", _user(journal, slot))
    atomic.remove(journal.state / "keystore")
    return slot is not None


def _user(journal: Journal, slot: str) -> str:
    return f"{journal.key}/{slot}"


def _ask(what: str, *arguments: str) -> Any:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise NoKeyStore from None
    try:
        return getattr(keyring, what)(_SERVICE, *arguments)
    except keyring.errors.NoKeyringError:
        raise KeyStoreRefused("there is none on this device") from None
    except keyring.errors.KeyringError as problem:
        raise KeyStoreRefused(type(problem).__name__) from None
