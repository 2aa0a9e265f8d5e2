"""The sealed file: only the partner opens it, and nothing is taken from one that is not whole, ours and known."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from mefirst.errors import MefirstError
from mefirst.journal.codec import Unreadable, encode
from mefirst.model.partner import Partner
from mefirst.sharing import envelope, pairing
from mefirst.sharing.document import Share
from mefirst.sharing.incoming import SEALED, UNSEALED
from mefirst.sharing.keys import Relationship
from mefirst.sharing.refusals import Broken, Contradicting, NoFileOfOurs, NotForUs
from mefirst.vault import age
from partnering import share
from samples import RECORDED, nth_id

NAMES = ("coach", "mentor", "peer")
PARTNERS = tuple(
    Partner.agreed(nth_id(at), "coach", alias=name, recorded_at=RECORDED) for at, name in enumerate(NAMES)
)
KNOWN: list[tuple[Partner, Relationship]] = [
    (one, pairing.begin(one).confirmed("six words", RECORDED)) for one in PARTNERS
]
MENTOR, KEPT = KNOWN[1]
DATA = encode(share("all of it", 1))


def opened(data: bytes) -> envelope.Opened:
    return envelope.open_incoming(data, "x.age", KNOWN, SEALED)


def test_the_key_that_opens_it_tells_the_sender() -> None:
    """It names nobody, and comes from whoever was given the string it is sealed to."""
    for partner, kept in KNOWN:
        came = opened(envelope.seal_for(DATA, kept.mine))
        assert (came.partner, came.relationship) == (partner, kept)
        assert isinstance(came.document, Share)
        assert came.document.data() == DATA


def test_a_file_for_somebody_else_opens_with_none() -> None:
    sealed = envelope.seal_for(DATA, age.recipient_of(age.new_identity()))
    with pytest.raises(NotForUs):
        opened(sealed)
    with pytest.raises(NotForUs):
        envelope.open_incoming(envelope.seal_for(DATA, KEPT.mine), "x", KNOWN[:1], SEALED)


def test_every_flip_and_every_cut_is_refused_and_laid_to_nobody_else() -> None:
    """Each byte changed, each length: never read, and where a partner is named it is the one it came from."""
    sealed = envelope.seal_for(encode(share("x", 1)), KEPT.mine)
    bad = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    bad += [sealed[:at] for at in range(0, len(sealed), 7)]
    said = set()
    for data in bad:
        with pytest.raises((NotForUs, Broken, NoFileOfOurs)) as problem:
            opened(data) if envelope.is_sealed(data) else envelope.open_plain(data, "x.age", UNSEALED)
        said.add(type(problem.value))
        assert not any(name in str(problem.value) for name in ("coach", "peer"))
    assert said == {NotForUs, Broken, NoFileOfOurs}


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
def test_the_age_program_opens_it_with_the_right_key(tmp_path: Path) -> None:
    """And with no other; what it seals is taken in, too."""
    (tmp_path / "sealed.age").write_bytes(envelope.seal_for(DATA, KEPT.mine))
    for key, opens in ((KEPT.identity, True), (age.new_identity(), False)):
        (tmp_path / "key").write_text(key)
        ran = subprocess.run(
            ["age", "-d", "-i", tmp_path / "key", tmp_path / "sealed.age"], check=False, capture_output=True
        )
        assert (ran.returncode == 0, ran.stdout) == (opens, DATA if opens else b"")
    sealed = subprocess.run(["age", "-r", KEPT.mine], input=DATA, check=True, capture_output=True)
    assert opened(sealed.stdout).partner == MENTOR


def test_a_file_that_asks_for_a_passphrase_is_for_nobody() -> None:
    """It is not tried, whatever work it asks for."""
    head = f"age-encryption.org/v1\n-> scrypt {'A' * 22} 40\n{'A' * 43}\n--- {'A' * 43}\n"
    with pytest.raises(NotForUs):
        opened(head.encode() + bytes(48))


HOSTILE: dict[str, bytes] = {
    "no JSON": b"hello",
    "a list": b"[]",
    "a key twice": DATA.replace(b'"sequence"', b'"schema": "mefirst.share/1",\n "sequence"'),
    "NaN": DATA.replace(b'"sequence": 1', b'"sequence": NaN'),
    "another schema": encode({**share("x", 1), "schema": "mefirst.share/2"}),
    "no schema": encode({"sequence": 1}),
    "a schema that is none": encode({"schema": ["mefirst.share/1"]}),
    "an unknown field": encode({**share("x", 1), "run": "me"}),
    "a field too few": encode({"schema": "mefirst.share/1", "sequence": 1}),
    "written otherwise": json.dumps(share("x", 1)).encode(),
    "too deep": encode({"schema": "mefirst.share/1", "x": json.loads("[" * 30 + "]" * 30)}),
    "half a character": DATA.replace(b"all of it", b"\\ud800"),
    "a zip": b"PK\x03\x04" + bytes(100),
    "an introduction": encode({"schema": "mefirst.introduction/1", "recipient": "x", "commitment": "0" * 64}),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_a_partner_may_not_send(data: bytes) -> None:
    """Sealed to us by somebody who knows the key: it is said to be theirs, and nothing of it is taken."""
    with pytest.raises(Contradicting) as problem:
        opened(age.seal(data, KEPT.mine))
    assert "mentor" in problem.value.what
    assert all("\n" not in line for line in problem.value.lines())


@pytest.mark.parametrize("data", [*HOSTILE.values(), DATA], ids=[*HOSTILE, "a share"])
def test_what_may_not_come_unsealed(data: bytes) -> None:
    """An introduction alone may, and only one that is whole."""
    if data is HOSTILE["an introduction"]:
        assert envelope.open_plain(data, "x", UNSEALED).recipient == "x"
        return
    with pytest.raises(NoFileOfOurs):
        envelope.open_plain(data, "x", UNSEALED)


def test_a_mebibyte_is_all_there_may_be(tmp_path: Path) -> None:
    """One byte more is not even read to its end; what would be too large is not sealed."""
    path = tmp_path / "x"
    path.write_bytes(bytes(envelope.MOST_BYTES))
    assert len(envelope.read_file(path)) == envelope.MOST_BYTES
    with path.open("ab") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(NoFileOfOurs):
        envelope.read_file(path)
    with pytest.raises(Unreadable):
        envelope.seal_for(bytes(envelope.MOST_BYTES), KEPT.mine)


def test_what_is_no_file(tmp_path: Path) -> None:
    """A folder, and nothing at all: said in a line, exit 2."""
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(MefirstError) as problem:
            envelope.read_file(path)
        assert problem.value.exit_code == 2


def test_the_name_of_a_file_says_nothing() -> None:
    assert len({envelope.file_name() for _ in range(50)}) == 50
    assert envelope.file_name().startswith("mefirst-")
