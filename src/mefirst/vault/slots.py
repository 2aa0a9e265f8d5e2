"""The slots of an encrypted journal, `keys/<slot>.json`: each holds its keys, for whoever knows one secret.

`passphrase.json` is for people. `recovery.json` is for the recovery key, which opens records by itself, and finds
there the keys that a change of keys was leaving. `device-….json` is for one device, whose key store holds the secret.
They travel with the journal. To whom records are sealed does not: that stands in the state of each device, so that
whoever can only write into a synced folder cannot seal a record that we would believe.
"""

import contextlib
import hashlib
import secrets
from pathlib import Path
from typing import Any, NamedTuple

from mefirst import atomic
from mefirst.journal import layout
from mefirst.journal.codec import Unreadable, decode, encode
from mefirst.journal.revisions import read_bytes
from mefirst.journal.store import Journal
from mefirst.vault import age, passphrase
from mefirst.vault.passphrase import Refused, Wrong
from mefirst.vault.refusals import KeysMissing, KeysRefused, WrongPassphrase

SCHEMA = "mefirst.slot/1"
PASSPHRASE = "passphrase"  # noqa: S105 the name of the slot
RECOVERY = "recovery"
_KEYS = "mefirst.keys/1"
_MOST_BYTES = 64 * 1024


class Keys(NamedTuple):
    """The identities of a journal: the current one, those a change of keys is leaving, and those left behind.

    What is sealed to the current ones and those being left is believed; what is sealed to one left behind is not, until
    its owner says so.
    """

    current: str
    leaving: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()

    @property
    def recipient(self) -> str:
        """To whom new records are sealed."""
        return age.recipient_of(self.current)

    def replaced_by(self, identity: str) -> "Keys":
        """Return these keys on their way to another identity."""
        return Keys(identity, self.believed, self.retired)

    @property
    def believed(self) -> tuple[str, ...]:
        """The identities whose records are read."""
        return (self.current, *self.leaving)


def path(journal: Journal, slot: str) -> Path:
    """Return the file of a slot."""
    return journal.root / layout.KEYS / f"{slot}.json"


def write(journal: Journal, slot: str, keys: Keys, secret: str | bytes) -> None:
    """Put keys into a slot, for whoever knows the secret: a passphrase, or 32 random bytes; CannotWrite."""
    document = {
        "schema": _KEYS, "current": keys.current, "leaving": list(keys.leaving), "retired": list(keys.retired),
    }  # fmt: skip
    wrapped = passphrase.wrap(encode(document), secret, {"schema": SCHEMA, "slot": slot})
    atomic.write(path(journal, slot), encode(wrapped), journal.temporary)


def keep(journal: Journal, keys: Keys, typed: str) -> None:
    """Put keys into the slots of their owner: for the passphrase, and for the recovery key; CannotWrite."""
    write(journal, PASSPHRASE, keys, typed)
    write(journal, RECOVERY, keys, _of_paper(keys.current))


def recovered(journal: Journal, identity: str) -> Keys:
    """Return the keys by the recovery key; errors as of `read`."""
    return read(journal, RECOVERY, _of_paper(identity))


def _of_paper(identity: str) -> bytes:
    """Return the secret that whoever holds a recovery key knows: it is random, so it need not be stretched."""
    return hashlib.sha256(identity.encode("ascii", "replace")).digest()


def read(journal: Journal, slot: str, secret: str | bytes) -> Keys:
    """Return the keys in a slot; WrongPassphrase, KeysMissing, KeysRefused."""
    file = path(journal, slot)
    name = f"{layout.KEYS}/{file.name}"
    try:
        document = _document(file)
        if document.get("schema") != SCHEMA or document.get("slot") != slot:
            raise Refused(f"it is no {SCHEMA} of that name")
        kept = decode(passphrase.unwrap(document, secret))
        keys = Keys(kept["current"], tuple(kept["leaving"]), tuple(kept["retired"]))
        for one in (*keys.believed, *keys.retired):
            age.recipient_of(one)
    except FileNotFoundError:
        raise KeysMissing(journal.name, str(file.parent)) from None
    except Wrong:
        raise WrongPassphrase(journal.name) from None
    except (Refused, Unreadable) as problem:
        raise KeysRefused(name, str(problem)) from None
    except OSError as problem:
        raise KeysRefused(name, problem.strerror or str(problem)) from None
    except (KeyError, TypeError, AttributeError, age.NoKey):
        raise KeysRefused(name, "what it holds are no keys") from None
    return keys


def _document(file: Path) -> dict[str, Any]:
    data = read_bytes(file)
    if len(data) > _MOST_BYTES:
        raise Refused("it is larger than a slot can be")
    return decode(data)


def all_of(journal: Journal) -> list[str]:
    """Return the names of the slots there are."""
    folder = journal.root / layout.KEYS
    names = (name for name in layout.names(folder) if name.endswith(".json") and not (folder / name).is_dir())
    return sorted(name.removesuffix(".json") for name in names)


def remove(journal: Journal, slot: str) -> None:
    """Remove a slot durably; CannotWrite."""
    atomic.remove(path(journal, slot))


def remove_all(journal: Journal) -> None:
    """Remove every slot, that for the passphrase last: the journal is not encrypted any more; CannotWrite."""
    for slot in sorted(all_of(journal), key=PASSPHRASE.__eq__):
        remove(journal, slot)
    with contextlib.suppress(OSError):
        (journal.root / layout.KEYS).rmdir()


def new_secret() -> bytes:
    """Return a secret for a key store."""
    return secrets.token_bytes(32)
