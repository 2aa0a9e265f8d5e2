"""A hash as words to read aloud: two people compare what they have on the telephone.

The words are those of BIP-39, 2,048 English ones made to be told apart by their first four letters; each
stands for 11 bits, taken from the front.
"""

import re
from functools import cache

from mefirst.errors import did_you_mean
from mefirst.packs.refusals import BadFingerprint
from mefirst.text import one_line

LEAST_WORDS = 4
LEAST_DIGITS = 16
"""A shorter beginning of a hash is too easily met by another pack."""

_BITS = 11
_SHA256 = re.compile(r"sha-?256:(.*)", re.DOTALL)
_BETWEEN = re.compile(r"[\s-]+")


def words(digest: bytes, count: int) -> str:
    """Return the first `count` × 11 bits of a digest as words; ValueError where it has fewer."""
    spare = len(digest) * 8 - count * _BITS
    if count < 1 or spare < 0:
        raise ValueError(f"{len(digest)} bytes are not {count} words")
    number = int.from_bytes(digest) >> spare
    return " ".join(_word_list()[number >> _BITS * place & 0x7FF] for place in reversed(range(count)))


def four_words(digest_hex: str) -> str:
    """Return the words a pack is read aloud by, of its SHA-256 in hex."""
    return words(bytes.fromhex(digest_hex), LEAST_WORDS)


def matches(typed: str, digest_hex: str) -> bool:
    """Whether `typed` names the pack of that SHA-256 (hex): its words, four or more, or `sha256:` and digits.

    Case, hyphens and blanks do not matter. BadFingerprint where it is neither, too short or misspelt.
    """
    plain = typed.strip().casefold()
    if found := _SHA256.fullmatch(plain):
        return digest_hex.casefold().startswith(_digits(found[1], typed))
    said = [word for word in _BETWEEN.split(plain) if word]
    if len(said) < LEAST_WORDS:
        raise _bad(typed, f"Its words are at least {LEAST_WORDS}.")
    if strange := next((word for word in said if word not in _word_list()), ""):
        raise _bad(
            typed, f"'{one_line(strange, 40)}' is none of the words.{did_you_mean(strange, _word_list())}"
        )
    digest = bytes.fromhex(digest_hex)
    most = len(digest) * 8 // _BITS
    if len(said) > most:
        raise _bad(typed, f"Its words are at most {most}.")
    return " ".join(said) == words(digest, len(said))


def _digits(typed: str, whole: str) -> str:
    digits = _BETWEEN.sub("", typed)
    if not re.fullmatch(f"[0-9a-f]{{{LEAST_DIGITS},64}}", digits):
        raise _bad(whole, f"After sha256: stand {LEAST_DIGITS} to 64 digits of 0-9 and a-f.")
    return digits


def _bad(typed: str, why: str) -> BadFingerprint:
    return BadFingerprint(one_line(typed, 80), why)


@cache
def _word_list() -> tuple[str, ...]:
    from mnemonic import Mnemonic  # noqa: PLC0415 only where words are read out or compared

    return tuple(Mnemonic("english").wordlist)
