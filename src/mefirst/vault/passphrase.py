"""Wrapping a secret in a passphrase: Argon2id (RFC 9106) makes a key of it, ChaCha20-Poly1305 (RFC 8439) seals.

The parameters stand beside what they wrapped, so that they can grow with the years; reading takes none that would
keep a machine busy, for a slot may have come from anybody.
"""

import base64
import secrets
import unicodedata
from typing import Any

from mefirst.journal.codec import encode

MEMORY_KIB = 256 * 1024
ITERATIONS = 4
LANES = 4
"""What new slots ask for: most of a second on a machine of 2026."""

_MOST = {"memory_kib": 1024 * 1024, "iterations": 16, "lanes": 16}
_MOST_WORK = 4 * 1024 * 1024
"""Memory in KiB times iterations."""

_SALT = 16
_KEY = 32
_NONCE = 12


class Wrong(ValueError):
    """Another passphrase wrapped it, or it was changed since: these cannot be told apart."""


class Refused(ValueError):
    """A wrapping that is none, or asks for more than we give; the argument says what."""


def wrap(secret: bytes, passphrase: str | bytes, about: dict[str, Any]) -> dict[str, Any]:
    """Return a document that holds `secret` for whoever knows the passphrase; `about` is bound to it.

    Bytes are a key already, of 32 random bytes.
    """
    kdf = None
    if isinstance(passphrase, str):
        kdf = {
            "name": "argon2id", "memory_kib": MEMORY_KIB, "iterations": ITERATIONS, "lanes": LANES,
            "salt": _text(secrets.token_bytes(_SALT)),
        }  # fmt: skip
    head = {**about, "kdf": kdf, "cipher": "chacha20-poly1305", "nonce": _text(secrets.token_bytes(_NONCE))}
    sealed = _cipher(_key(passphrase, head)).encrypt(_bytes(head, "nonce", _NONCE), secret, encode(head))
    return {**head, "sealed": _text(sealed)}


def unwrap(document: dict[str, Any], passphrase: str | bytes) -> bytes:
    """Return the secret; Wrong, Refused."""
    from cryptography.exceptions import InvalidTag

    head = {name: value for name, value in document.items() if name != "sealed"}
    if head.get("cipher") != "chacha20-poly1305":
        raise Refused("its cipher is unknown here")
    nonce, sealed = _bytes(head, "nonce", _NONCE), _bytes(document, "sealed")
    try:
        opened: bytes = _cipher(_key(passphrase, head)).decrypt(nonce, sealed, encode(head))
    except InvalidTag:
        raise Wrong from None
    return opened


def _key(passphrase: str | bytes, head: dict[str, Any]) -> bytes:
    if isinstance(passphrase, bytes):
        if len(passphrase) != _KEY or head["kdf"] is not None:
            raise Wrong
        return passphrase
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = _parameters(head.get("kdf"))
    salt = _bytes(head["kdf"], "salt", _SALT)
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    try:
        derived = Argon2id(
            salt=salt,
            length=_KEY,
            iterations=kdf["iterations"],
            lanes=kdf["lanes"],
            memory_cost=kdf["memory_kib"],
        ).derive(typed)
    except MemoryError:
        raise Refused(f"to open it takes {kdf['memory_kib'] // 1024} MiB of memory") from None
    return bytes(derived)


def _parameters(kdf: Any) -> dict[str, int]:
    if not isinstance(kdf, dict) or kdf.get("name") != "argon2id":
        raise Refused("how its key is made is unknown here")
    found = {name: kdf.get(name) for name in _MOST}
    for name, value in found.items():
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST[name]:
            raise Refused(f"its {name} is none we take")
    numbers = {name: int(value or 0) for name, value in found.items()}
    if (
        numbers["memory_kib"] < 8 * numbers["lanes"]
        or numbers["memory_kib"] * numbers["iterations"] > _MOST_WORK
    ):
        raise Refused("it asks for more work than we do")
    return numbers


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(document: dict[str, Any], name: str, length: int | None = None) -> bytes:
    try:
        data = base64.b64decode(document[name], validate=True)
    except (KeyError, TypeError, ValueError):
        raise Refused(f"its {name} cannot be read") from None
    if length is not None and len(data) != length:
        raise Refused(f"its {name} is of another length")
    return data
