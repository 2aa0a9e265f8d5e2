"""Words read aloud: the same hash gives the same words, and only the right ones are taken."""

import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from mefirst.packs.refusals import BadFingerprint
from mefirst.packs.spoken import four_words, matches, words

DIGEST = "0000" * 15 + "0001"
PACK = sha256(b"a pack").hexdigest()
DIGESTS = st.binary(min_size=32, max_size=32)


def test_the_list_is_the_published_one() -> None:
    """Another list would give other words for the same pack: the SHA-256 is that of BIP-39's english.txt."""
    listed = Mnemonic("english").wordlist
    assert sha256("".join(f"{word}\n" for word in listed).encode()).hexdigest() == (
        "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
    )
    assert len({word[:4] for word in listed}) == 2048


@pytest.mark.parametrize(
    ("digest", "count", "said"),
    [
        (bytes(2), 1, "abandon"),
        (b"\xff\xff", 1, "zoo"),
        (b"\x00\x20", 1, "ability"),  # the second of the list, from the first 11 of 16 bits
        (b"\x00\x1f", 1, "abandon"),
        (b"\x00\x00\x08\x00", 2, "abandon able"),  # 11 zeros, then 00000000010 …
        (bytes(32), 4, "abandon abandon abandon abandon"),
        (bytes(range(32)), 6, "abandon amount liar amount expire adjust"),
        (b"\xff" * 11, 8, "zoo zoo zoo zoo zoo zoo zoo zoo"),
    ],
)
def test_each_word_stands_for_eleven_bits_from_the_front(digest: bytes, count: int, said: str) -> None:
    assert words(digest, count) == said


@given(DIGESTS, st.integers(1, 23))
def test_the_words_are_those_bip39_gives_the_same_bits(digest: bytes, count: int) -> None:
    """Its reference implementation adds a checksum at the end; all before it is the digest."""
    assert words(digest, count).split() == Mnemonic("english").to_mnemonic(digest).split()[:count]


@pytest.mark.parametrize(("size", "count"), [(32, 24), (1, 1), (0, 1), (32, 0), (32, -1)])
def test_more_words_than_a_digest_has_bits_for_are_a_mistake(size: int, count: int) -> None:
    with pytest.raises(ValueError, match=f"{size} bytes are not {count} words"):
        words(bytes(size), count)


@given(DIGESTS)
def test_what_is_read_out_is_what_is_compared(digest: bytes) -> None:
    assert matches(four_words(digest.hex()), digest.hex())
    assert matches(words(digest, 6), digest.hex())
    assert matches(f"sha256:{digest.hex()}", digest.hex())


@given(DIGESTS, DIGESTS)
def test_another_pack_does_not_match(mine: bytes, other: bytes) -> None:
    assume(mine[:8] != other[:8])
    assert not matches(f"sha256:{mine.hex()}", other.hex())
    assert not matches(f"sha256:{mine.hex()[:16]}", other.hex())
    assert matches(four_words(mine.hex()), other.hex()) is (
        mine[:5] == other[:5] and mine[5] >> 4 == other[5] >> 4
    )


@given(st.integers(0, 255))
def test_every_bit_the_words_stand_for_counts(bit: int) -> None:
    """Of 23 words all 253 bits; the last three bits of a hash are in no word."""
    changed = (int(PACK, 16) ^ (1 << (255 - bit))).to_bytes(32)
    assert matches(words(changed, 23), PACK) is (bit >= 253)
    assert matches(words(changed, 4), PACK) is (bit >= 44)
    assert not matches(f"sha256:{changed.hex()}", PACK)


@pytest.mark.parametrize(
    "typed",
    [
        "{0} {1} {2} {3}",
        "  {0}   {1}\t{2}\n{3} ",
        "{0}-{1}-{2}-{3}",
        "{0} - {1} -- {2}-{3}-",
        "-{0}-{1} {2} {3}",
    ],
)
@pytest.mark.parametrize("cased", [str.lower, str.upper, str.title])
def test_case_hyphens_and_blanks_between_words_do_not_matter(typed: str, cased: Callable[[str], str]) -> None:
    assert matches(cased(typed.format(*four_words(PACK).split())), PACK)


@pytest.mark.parametrize(
    "typed",
    ["sha256:{0}{1}", "SHA256:{0}{1}", "sha-256:{0}{1}", " sha256: {0} {1} ", "sha256:{0}-{1}", "sha256:{0}"],
)
def test_case_hyphens_and_blanks_in_a_hash_do_not_matter(typed: str) -> None:
    """Also its beginning alone, from 16 digits on."""
    halves = PACK[:16], PACK[16:]
    for digits in (halves, [half.upper() for half in halves]):
        assert matches(typed.format(*digits), PACK)
    assert matches("sha256:" + PACK, PACK.upper())


def test_the_order_of_the_words_matters() -> None:
    assert not matches(" ".join(reversed(four_words(PACK).split())), PACK)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Its words are at least 4."),
        ("zoo zoo zoo", "Its words are at least 4."),
        (PACK, "Its words are at least 4."),
        ("zoo " * 24, "Its words are at most 23."),
        ("zoo zoo abondon zoo", "'abondon' is none of the words. Did you mean 'abandon'?"),
        ("zoo zoo xyzzyx zoo", "'xyzzyx' is none of the words."),
        (f"zoo zoo {'x' * 99} zoo", f"'{'x' * 39}…' is none of the words."),
        ("sha256:", "After sha256: stand 16 to 64 digits of 0-9 and a-f."),
        (f"sha256:{PACK[:15]}", "After sha256: stand 16 to 64 digits of 0-9 and a-f."),
        (f"sha256:{PACK[:15]}-", "After sha256: stand 16 to 64 digits of 0-9 and a-f."),
        (f"sha256:{PACK}0", "After sha256: stand 16 to 64 digits of 0-9 and a-f."),
        (f"sha256:{PACK[:20]}g", "After sha256: stand 16 to 64 digits of 0-9 and a-f."),
        ("sha256:" + "٠" * 16, "After sha256: stand 16 to 64 digits of 0-9 and a-f."),
        (f"sha512:{PACK}", "Its words are at least 4."),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_to_type(typed: str, why: str) -> None:
    """Never taken as a match, and not as another pack either."""
    with pytest.raises(BadFingerprint) as caught:
        matches(typed, PACK)
    assert caught.value.exit_code == 2
    assert caught.value.why == why
    assert '--expect "one two three four"' in caught.value.hint


def test_a_list_of_words_is_read_only_where_words_are_spoken() -> None:
    """Importing the module costs no other program the list."""
    code = "import sys, mefirst.packs.spoken; raise SystemExit('mnemonic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
