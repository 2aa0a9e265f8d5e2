"""Sealing and opening, beside the real `age` program."""

import shutil
import subprocess
from pathlib import Path

import pytest

from mefirst.vault import age

WORDS = "what was never told anyone: ü 漢字 \0".encode()


def test_opens_what_was_sealed_to_it() -> None:
    """What is sealed to a recipient its identity opens, byte by byte; an empty text, too."""
    identity = age.new_identity()
    for data in (WORDS, b"", WORDS * 10_000):
        assert age.unseal(age.seal(data, age.recipient_of(identity)), [identity]) == data


def test_one_of_several_identities() -> None:
    """Whichever of the identities fits opens it, typed in any case."""
    one, other = age.new_identity(), age.new_identity()
    assert age.unseal(age.seal(WORDS, age.recipient_of(other)), [one, other.lower()]) == WORDS


def test_a_wrong_identity_opens_nothing() -> None:
    """Another's identity, and none at all, is told from damage."""
    sealed = age.seal(WORDS, age.recipient_of(age.new_identity()))
    for identities in ([age.new_identity()], []):
        with pytest.raises(age.NotForUs):
            age.unseal(sealed, identities)


def test_every_flip_and_every_cut_is_refused() -> None:
    """No byte can be changed, none left out and none added without the file being refused."""
    identity = age.new_identity()
    sealed = age.seal(WORDS, age.recipient_of(identity))
    changed = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    cut = [sealed[:at] for at in range(len(sealed))]
    for bad in (*changed, *cut, sealed + b"x"):
        with pytest.raises((age.NotForUs, age.Unsealable)):
            age.unseal(bad, [identity])


@pytest.mark.parametrize("stanza", [b"-> a\n\n", b"-> X25519 %s\n%s\n" % (b"A" * 43, b"A" * 43), b"-> %s"])
def test_a_giant_head_is_refused_unread(stanza: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its length alone refuses it: age itself would be at it for hours, and not to be interrupted."""
    identity = age.new_identity()
    monkeypatch.setattr("pyrage.decrypt", lambda *_: pytest.fail("it was read"))
    sealed = age.seal(WORDS, age.recipient_of(identity)).partition(b"\n")[2]
    head = stanza % (b"a" * 4000) if b"%" in stanza else stanza * 4000
    with pytest.raises(age.Unsealable):
        age.unseal(b"age-encryption.org/v1\n" + head + b"\n" + sealed, [identity])


@pytest.mark.parametrize("typed", ["", "age1x", "AGE-SECRET-KEY-1", "AGE-PLUGIN-X-1QQQ", "ü"])
def test_what_is_no_key(typed: str) -> None:
    """A text that is no key is refused as one."""
    with pytest.raises(age.NoKey):
        age.recipient_of(typed)
    with pytest.raises(age.NoKey):
        age.seal(WORDS, typed)


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
def test_the_age_program_opens_it(tmp_path: Path) -> None:
    """The stock program opens what we seal, and we open what it seals."""
    identity = age.new_identity()
    (tmp_path / "key").write_text(identity)
    (tmp_path / "ours").write_bytes(age.seal(WORDS, age.recipient_of(identity)))
    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "key", tmp_path / "ours"], check=True, capture_output=True
    )
    assert opened.stdout == WORDS
    sealed = subprocess.run(
        ["age", "-r", age.recipient_of(identity)], input=WORDS, check=True, capture_output=True
    )
    assert age.unseal(sealed.stdout, [identity]) == WORDS


def test_a_file_that_asks_for_a_passphrase_costs_nothing() -> None:
    """A file sealed with a passphrase, whatever work it asks for, is for nobody here."""
    import pyrage

    sealed = pyrage.passphrase.encrypt(WORDS, "passphrase")
    with pytest.raises(age.NotForUs):
        age.unseal(sealed, [age.new_identity()])
