"""Exchanging keys by files alone, and words by which two people see that nobody stands between them.

Three files, each answered by `receive`:

1. *introduction*, from whoever began, not sealed: a throw-away recipient, and a commitment, the SHA-256 of the
   recipient string they will give.
2. *answer*, sealed to the throw-away recipient: the other side's recipient string.
3. *key*, sealed to that string: the beginner's recipient string. It must be the one of the commitment.

Then both hold both strings, and read six words to each other: the first 66 bits of a hash of the two.

**Somebody in the middle** who changes the files must give each side a string of theirs, and the two sides then
hash different pairs of strings. Without the commitment, they could see the beginner's string, hold it back, and
search offline for a string that makes the words agree: 2^66 hashes, some hundred years of one graphics card,
which can be rented. The commitment closes that: what the other side will take from the beginner is fixed by
file 1, and what the beginner takes from the other side by file 2, both before the beginner's string is seen in
file 3, and that string is random. So one attempt at a pairing agrees by chance in one of 2^66, whatever
is computed. That holds whichever part they play on either side: each of their strings is fixed before they see
the string it is to be hashed with.

**Both began**: of the two introductions the one with the smaller throw-away recipient goes on, on both sides.
**Lost, repeated, interrupted**: keys are kept before a file is written, and every step gives the same file content
again. What differs from what is kept, be it an introduction or a string, is a stop, and never taken over.
"""

import hashlib
import re
from typing import Literal, NamedTuple

from pydantic import Field

from mefirst.model.partner import Partner
from mefirst.packs.spoken import words
from mefirst.sharing.envelope import LONGEST_KEY, Paper, file_name, seal_for
from mefirst.sharing.keys import Pairing, Relationship, new_relationship
from mefirst.sharing.refusals import (
    Contradicting,
    KeyChanged,
    NothingToCompare,
    OwnIntroduction,
    WordsDiffer,
)
from mefirst.vault import age

WORDS = 6
_COMMITMENT = b"mefirst pairing commitment\n"
_WORDS = b"mefirst pairing words\n"


class _WithKey(Paper):
    recipient: str = Field(min_length=1, max_length=LONGEST_KEY, pattern=r"^[!-~]+$")


class Introduction(_WithKey):
    """The first file: a throw-away recipient for the answer, and the hash (hex) of the string that will follow."""

    schema_: Literal["mefirst.introduction/1"] = Field("mefirst.introduction/1", alias="schema")
    commitment: str = Field(pattern=r"^[0-9a-f]{64}$")


class PairingAnswer(_WithKey):
    """The second file: the recipient string of whoever was introduced to."""

    schema_: Literal["mefirst.pairing-answer/1"] = Field("mefirst.pairing-answer/1", alias="schema")


class PairingKey(_WithKey):
    """The third file: the recipient string of whoever began."""

    schema_: Literal["mefirst.pairing-key/1"] = Field("mefirst.pairing-key/1", alias="schema")


class Step(NamedTuple):
    """Where a pairing stands now: what is to be kept, and the file to be sent, if one is."""

    relationship: Relationship
    file: bytes | None = None


def begin(partner: Partner) -> Relationship:
    """Return fresh keys and a pairing that begins with our introduction."""
    pairing = Pairing(began=True, file=file_name("json"), throwaway=age.new_identity())
    return new_relationship(partner.id, pairing)


def introduction(relationship: Relationship, pairing: Pairing) -> Introduction:
    """Return the introduction with which this side began."""
    return Introduction(
        recipient=age.recipient_of(pairing.throwaway or ""), commitment=_commitment(relationship.mine)
    )


def outgoing(relationship: Relationship) -> bytes | None:
    """Return the file the other side needs next from us; None where it is their turn, or nothing is under way."""
    pairing = relationship.pairing
    if pairing is None:
        return None
    if pairing.began and relationship.recipient is None:
        return introduction(relationship, pairing).data()
    if pairing.began:
        return seal_for(PairingKey(recipient=relationship.mine).data(), relationship.recipient or "")
    if relationship.recipient is None:
        return seal_for(PairingAnswer(recipient=relationship.mine).data(), pairing.theirs or "")
    return None


def introduced(partner: Partner, kept: Relationship | None, paper: Introduction) -> Step:
    """Take in an introduction; KeyChanged, OwnIntroduction, Contradicting.

    Where both began and ours goes on, nothing changes.
    """
    if kept is None:
        return _answering(partner, paper)
    if kept.recipient is not None and _commitment(kept.recipient) == paper.commitment:
        return Step(kept)  # how the keys that are here began
    pairing = kept.pairing
    if pairing is None:
        raise KeyChanged(partner.alias)
    if pairing.began:
        ours = introduction(kept, pairing)
        if ours == paper:
            raise OwnIntroduction(partner.alias)
        if kept.recipient is not None:
            raise KeyChanged(partner.alias)
        if ours.recipient < paper.recipient:
            return Step(kept)
        return _answering(partner, paper)
    if (pairing.theirs, pairing.commitment) != (paper.recipient, paper.commitment):
        raise KeyChanged(partner.alias)
    return Step(kept, outgoing(kept))


def _answering(partner: Partner, paper: Introduction) -> Step:
    _check_key(partner, paper.recipient)
    pairing = Pairing(began=False, file=file_name(), theirs=paper.recipient, commitment=paper.commitment)
    relationship = new_relationship(partner.id, pairing)
    return Step(relationship, outgoing(relationship))


def answered(partner: Partner, kept: Relationship, paper: PairingAnswer) -> Step:
    """Take in the answer to our introduction; KeyChanged where there is another already, Contradicting."""
    pairing = kept.pairing
    if pairing is None or not pairing.began:
        raise KeyChanged(partner.alias)
    if kept.recipient is None:
        _check_key(partner, paper.recipient)
        changes = {
            "recipient": paper.recipient,
            "pairing": pairing.model_copy(update={"file": file_name()}),
        }
        kept = kept.model_copy(update=changes)
    elif kept.recipient != paper.recipient:
        raise KeyChanged(partner.alias)
    return Step(kept, outgoing(kept))


def completed(partner: Partner, kept: Relationship, paper: PairingKey) -> Step:
    """Take in the string of whoever began; KeyChanged where it is not the one they were bound to, or had given."""
    if kept.recipient == paper.recipient and (kept.pairing is None or not kept.pairing.began):
        return Step(kept)
    pairing = kept.pairing
    if pairing is None or pairing.began or kept.recipient is not None:
        raise KeyChanged(partner.alias)
    if _commitment(paper.recipient) != pairing.commitment:
        raise KeyChanged(partner.alias)
    _check_key(partner, paper.recipient)
    return Step(kept.model_copy(update={"recipient": paper.recipient}))


def spoken(partner: Partner, kept: Relationship) -> str:
    """Return the six words both sides see; NothingToCompare before both strings are there."""
    if kept.words is not None:
        return kept.words
    if kept.pairing is None or kept.recipient is None:
        raise NothingToCompare(partner.alias)
    first, second = (kept.mine, kept.recipient) if kept.pairing.began else (kept.recipient, kept.mine)
    told = f"{len(first)} {first}\n{len(second)} {second}\n".encode("ascii")
    return words(hashlib.sha256(_WORDS + told).digest(), WORDS)


def compared(partner: Partner, kept: Relationship, typed: str) -> str:
    """Return the words where `typed` are the same, whatever their case and signs; WordsDiffer, NothingToCompare."""
    ours = spoken(partner, kept)
    if re.findall(r"\w+", typed.casefold()) != ours.split():
        raise WordsDiffer(partner.alias)
    return ours


def _commitment(recipient: str) -> str:
    return hashlib.sha256(_COMMITMENT + recipient.encode("ascii")).hexdigest()


def _check_key(partner: Partner, recipient: str) -> None:
    """Raise Contradicting for a string that nothing can be sealed to."""
    try:
        age.seal(b"", recipient)
    except age.NoKey:
        raise Contradicting("The file", partner.alias, "what it gives as a key is none") from None
