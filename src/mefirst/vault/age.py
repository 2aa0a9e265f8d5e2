"""Bytes sealed to a recipient and opened with an identity, as the `age` program does (age-encryption.org/v1, X25519).

An identity reads `AGE-SECRET-KEY-1…`, its recipient `age1…`. To seal needs the recipient alone. What opens was
sealed by somebody who knows the recipient, whole and unchanged; who that was, age does not say.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyrage import x25519


_MOST_HEAD = 2048
"""What stands before the sealed text, in bytes. Ours is some 300; age reads one in time that grows with its square."""


class NotForUs(ValueError):
    """It was sealed to somebody else, or its head was changed: age cannot tell these apart."""


class Unsealable(ValueError):
    """It is no sealed file, or one that was cut or changed."""


class NoKey(ValueError):
    """A text that is no identity, or no recipient."""


def new_identity() -> str:
    """Return a new identity, which opens what is sealed to its recipient."""
    from pyrage import x25519

    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the recipient of an identity; NoKey."""
    return str(_identity(identity).to_public())


def seal(data: bytes, recipient: str) -> bytes:
    """Return `data` sealed to a recipient; NoKey. Twice the same data gives other bytes."""
    import pyrage
    from pyrage import x25519

    try:
        key = x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise NoKey from None
    sealed: bytes = pyrage.encrypt(data, [key])
    return sealed


def unseal(data: bytes, identities: Iterable[str]) -> bytes:
    """Return what was sealed to one of these identities; NotForUs, Unsealable, NoKey."""
    return opener(identities)(data)


def opener(identities: Iterable[str]) -> Callable[[bytes], bytes]:
    """Return what opens whatever is sealed to one of these identities, as `unseal` does; NoKey.

    A passphrase is never tried: a file that asks for one is for nobody here, and costs no time.
    """
    import pyrage

    keys = [_identity(one) for one in identities]

    def opened(data: bytes) -> bytes:
        if not data.startswith(b"age-encryption.org/v1\n"):
            raise Unsealable("it is not sealed")
        if data.find(b"\n---", 0, _MOST_HEAD) < 0:
            raise Unsealable("it was cut or changed")
        try:
            plain: bytes = pyrage.decrypt(data, keys)
        except pyrage.DecryptError as problem:
            if "matching" in str(problem):
                raise NotForUs("none of your keys opens it") from None
            raise Unsealable("it was cut or changed") from None
        return plain

    return opened


def _identity(text: str) -> "x25519.Identity":
    import pyrage
    from pyrage import x25519 as age

    try:
        return age.Identity.from_str(text.strip().upper())
    except pyrage.IdentityError:
        raise NoKey from None
