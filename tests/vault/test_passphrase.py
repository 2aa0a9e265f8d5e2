"""A secret in a passphrase: it opens with that alone, and no slot makes a machine work for long."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf import argon2  # noqa: TID253 to see that it is not used

from mefirst.vault import passphrase
from mefirst.vault.passphrase import Refused, Wrong, unwrap, wrap
from sealing import cheap

ABOUT = {"schema": "mefirst.slot/1", "slot": "passphrase"}


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap(monkeypatch)


@pytest.mark.parametrize("typed", ["pw", "Fünf Wörter für niemanden", "\ud800", " ", b"k" * 32])
def test_what_is_wrapped_unwraps(typed: str | bytes) -> None:
    """By the same passphrase, in any characters, or the same key."""
    assert unwrap(wrap(b"secret", typed, ABOUT), typed) == b"secret"


def test_a_passphrase_is_the_same_however_it_is_composed() -> None:
    """ü typed as one sign or as two."""
    assert unwrap(wrap(b"secret", "f\u00fcnf", ABOUT), "fu\u0308nf") == b"secret"


@pytest.mark.parametrize("typed", ["PW", "pw ", "", b"k" * 32, b"k"])
def test_another_one_is_wrong(typed: str | bytes) -> None:
    with pytest.raises(Wrong):
        unwrap(wrap(b"secret", "pw", ABOUT), typed)


def test_twice_wrapped_nothing_is_the_same() -> None:
    """Salt, nonce and what is sealed are new each time."""
    one, other = (wrap(b"secret", "pw", ABOUT) for _ in range(2))
    assert one["nonce"] != other["nonce"]
    assert one["kdf"]["salt"] != other["kdf"]["salt"]
    assert one["sealed"] != other["sealed"]


@pytest.mark.parametrize("name", ["schema", "slot", "nonce", "sealed"])
def test_nothing_around_it_can_be_changed(name: str) -> None:
    """What a slot says of itself is bound to what it holds."""
    document = wrap(b"secret", "pw", ABOUT)
    value = document[name]
    document[name] = (
        value[:-2] + ("AA" if value[-2:] != "AA" else "BB") if name in {"nonce", "sealed"} else "x"
    )
    with pytest.raises((Wrong, Refused)):
        unwrap(document, "pw")


HOSTILE: dict[str, Any] = {
    "memory": {"memory_kib": 2**40},
    "more memory": {"memory_kib": 1024 * 1024, "iterations": 16},
    "iterations": {"iterations": 2**31 - 1},
    "lanes": {"lanes": 10_000},
    "no memory": {"memory_kib": 0},
    "less than nothing": {"iterations": -1},
    "a float": {"iterations": 1e9},
    "true": {"iterations": True},
    "a text": {"memory_kib": "64"},
    "no salt": {"salt": ""},
    "a long salt": {"salt": "QUFB" * 100_000},
    "no base64": {"salt": "!"},
    "another function": {"name": "scrypt", "N": 2**60},
    "nothing": {"name": None},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_slot_is_refused_before_any_work_is_done(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it asks for, nothing is derived."""
    document = wrap(b"secret", "pw", ABOUT)
    document["kdf"] = {**document["kdf"], **HOSTILE[name]}
    monkeypatch.setattr(argon2, "Argon2id", None)
    with pytest.raises(Refused):
        unwrap(document, "pw")


@pytest.mark.parametrize(
    "changed", [{"kdf": None}, {"kdf": []}, {"cipher": "rot13"}, {"nonce": "QQ=="}, {"sealed": 7}]
)
def test_what_is_no_slot_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        unwrap({**wrap(b"secret", "pw", ABOUT), **changed}, "pw")


def test_what_we_ask_for_is_within_what_we_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parameters of new slots, as they are outside of tests."""
    monkeypatch.undo()
    assert passphrase.MEMORY_KIB >= 64 * 1024
    assert unwrap(wrap(b"secret", "pw", ABOUT), "pw") == b"secret"
