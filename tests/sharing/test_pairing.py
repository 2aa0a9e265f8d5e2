"""Exchanging keys: what both sides see, what somebody in the middle cannot do, what is repeated or lost."""

import hashlib

import pytest

from mefirst.model.partner import Partner
from mefirst.packs.spoken import words
from mefirst.sharing import pairing
from mefirst.sharing.keys import Relationship
from mefirst.sharing.pairing import Introduction, PairingAnswer, PairingKey
from mefirst.sharing.refusals import (
    Contradicting,
    KeyChanged,
    NothingToCompare,
    OwnIntroduction,
    WordsDiffer,
)
from mefirst.vault import age
from samples import RECORDED, nth_id

COACH = Partner.agreed(nth_id(1), "coach", alias="coach", recorded_at=RECORDED)
ADA = Partner.agreed(nth_id(2), "leader", alias="Ada", recorded_at=RECORDED)


def read(kind: type, data: bytes | None, *keys: str | None) -> object:
    """What a file of a pairing says, opened with one of these keys."""
    assert data is not None
    return kind.read(age.unseal(data, filter(None, keys)))  # type: ignore[attr-defined]


def introduction_of(one: Relationship) -> Introduction:
    return Introduction.read(pairing.outgoing(one) or b"")


def answer_to(leader: Relationship, data: bytes | None) -> PairingAnswer:
    found = read(PairingAnswer, data, leader.pairing.throwaway if leader.pairing else None)
    assert isinstance(found, PairingAnswer)
    return found


def key_for(coach: Relationship, data: bytes | None) -> PairingKey:
    found = read(PairingKey, data, coach.identity)
    assert isinstance(found, PairingKey)
    return found


def exchange() -> tuple[Relationship, Relationship]:
    """Both sides of an exchange that nobody disturbed."""
    leader = pairing.begin(COACH)
    coach, answer = pairing.introduced(ADA, None, introduction_of(leader))
    leader, key = pairing.answered(COACH, leader, answer_to(leader, answer))
    coach, nothing = pairing.completed(ADA, coach, key_for(coach, key))
    assert nothing is None
    return leader, coach


def test_both_see_the_same_six_words() -> None:
    """They are the first 66 bits of a hash of both strings, the beginner's first; each seals to the other."""
    leader, coach = exchange()
    said = pairing.spoken(COACH, leader)
    told = b"".join(f"{len(one)} {one}\n".encode() for one in (leader.mine, coach.mine))
    assert said == pairing.spoken(ADA, coach) == words(hashlib.sha256(pairing._WORDS + told).digest(), 6)
    assert len(said.split()) == 6
    assert (leader.recipient, coach.recipient) == (coach.mine, leader.mine)
    assert not leader.is_confirmed
    assert not coach.is_confirmed


def test_every_pairing_has_words_and_keys_of_its_own() -> None:
    """Twice the same two people: nothing is the same."""
    first, again = exchange()[0], exchange()[0]
    assert pairing.spoken(COACH, first) != pairing.spoken(COACH, again)
    assert {first.identity, first.secret}.isdisjoint({again.identity, again.secret})


def test_somebody_in_the_middle_shows_different_words() -> None:
    """Who gives each side a key of theirs, and keeps every rule, is seen by the words."""
    leader, mine = pairing.begin(COACH), pairing.begin(ADA)
    coach, answer = pairing.introduced(ADA, None, introduction_of(mine))
    mine, my_key = pairing.answered(ADA, mine, answer_to(mine, answer))
    towards_leader, my_answer = pairing.introduced(COACH, None, introduction_of(leader))
    leader, _ = pairing.answered(COACH, leader, answer_to(leader, my_answer))
    coach, _ = pairing.completed(ADA, coach, key_for(coach, my_key))
    assert leader.recipient == towards_leader.mine
    assert pairing.spoken(COACH, leader) != pairing.spoken(ADA, coach)
    with pytest.raises(WordsDiffer):
        pairing.compared(ADA, coach, pairing.spoken(COACH, leader))


def test_a_key_chosen_after_the_introduction_is_a_stop() -> None:
    """Nobody can look for a key whose words agree: the introduction binds the beginner to one."""
    leader = pairing.begin(COACH)
    coach, _ = pairing.introduced(ADA, None, introduction_of(leader))
    other = PairingKey(recipient=age.recipient_of(age.new_identity()))
    with pytest.raises(KeyChanged):
        pairing.completed(ADA, coach, other)


def test_every_step_given_again_changes_nothing() -> None:
    """Lost or repeated files: the same keys, the same content of the next file."""
    leader = pairing.begin(COACH)
    first = introduction_of(leader)
    assert pairing.outgoing(leader) == first.data()
    coach, answer = pairing.introduced(ADA, None, first)
    again = pairing.introduced(ADA, coach, first)
    assert again.relationship == coach
    said = answer_to(leader, answer)
    assert answer_to(leader, again.file) == said
    leader, key = pairing.answered(COACH, leader, said)
    repeated = pairing.answered(COACH, leader, said)
    assert repeated.relationship == leader
    assert key_for(coach, repeated.file) == key_for(coach, key)
    coach, _ = pairing.completed(ADA, coach, key_for(coach, key))
    assert pairing.completed(ADA, coach, key_for(coach, key)) == (coach, None)


def test_what_was_taken_in_before_is_quiet_when_all_is_confirmed() -> None:
    """An old file of this very pairing is no alarm; any other one is."""
    leader = pairing.begin(COACH)
    first = introduction_of(leader)
    coach, answer = pairing.introduced(ADA, None, first)
    leader, key = pairing.answered(COACH, leader, answer_to(leader, answer))
    last = key_for(coach, key)
    coach, _ = pairing.completed(ADA, coach, last)
    coach = coach.confirmed(pairing.spoken(ADA, coach), RECORDED)
    assert pairing.introduced(ADA, coach, first) == (coach, None)
    assert pairing.completed(ADA, coach, last) == (coach, None)
    with pytest.raises(KeyChanged):
        pairing.introduced(ADA, coach, introduction_of(pairing.begin(COACH)))


def test_a_changed_string_is_a_stop_at_every_step() -> None:
    """Another introduction, another answer, another key: nothing of it is taken over."""
    other = age.recipient_of(age.new_identity())
    leader = pairing.begin(COACH)
    coach, answer = pairing.introduced(ADA, None, introduction_of(leader))
    with pytest.raises(KeyChanged):
        pairing.introduced(ADA, coach, introduction_of(pairing.begin(COACH)))
    leader, key = pairing.answered(COACH, leader, answer_to(leader, answer))
    with pytest.raises(KeyChanged):
        pairing.answered(COACH, leader, PairingAnswer(recipient=other))
    with pytest.raises(KeyChanged):
        pairing.introduced(COACH, leader, introduction_of(pairing.begin(ADA)))
    coach, _ = pairing.completed(ADA, coach, key_for(coach, key))
    for step, kept in ((pairing.completed, coach), (pairing.completed, leader)):
        with pytest.raises(KeyChanged):
            step(ADA, kept, PairingKey(recipient=other))
    with pytest.raises(KeyChanged):
        pairing.answered(ADA, coach, PairingAnswer(recipient=other))


def test_both_began_and_one_of_the_two_goes_on() -> None:
    """The same one on both sides, whoever reads first; it ends with the same words."""
    leader, coach = pairing.begin(COACH), pairing.begin(ADA)
    ours, theirs = introduction_of(leader), introduction_of(coach)
    if theirs.recipient < ours.recipient:
        leader, coach, ours, theirs = coach, leader, theirs, ours
    assert pairing.introduced(COACH, leader, theirs) == (leader, None)
    coach, answer = pairing.introduced(ADA, coach, ours)
    leader, key = pairing.answered(COACH, leader, answer_to(leader, answer))
    coach, _ = pairing.completed(ADA, coach, key_for(coach, key))
    assert pairing.spoken(COACH, leader) == pairing.spoken(ADA, coach)


def test_ones_own_introduction_is_said_to_be_that() -> None:
    leader = pairing.begin(COACH)
    with pytest.raises(OwnIntroduction):
        pairing.introduced(COACH, leader, introduction_of(leader))


def test_what_is_no_key_is_refused() -> None:
    """A string that nothing can be sealed to, in either file that brings one first."""
    leader = pairing.begin(COACH)
    with pytest.raises(Contradicting):
        pairing.introduced(ADA, None, Introduction(recipient="age1nonsense", commitment="0" * 64))
    with pytest.raises(Contradicting):
        pairing.answered(COACH, leader, PairingAnswer(recipient="age1nonsense"))


def test_words_are_compared_as_they_are_spoken() -> None:
    """Case, signs and blanks do not matter; order and number do, and before both keys are there, there are none."""
    leader, _ = exchange()
    said = pairing.spoken(COACH, leader).split()
    assert pairing.compared(COACH, leader, "  " + "-".join(said).upper()) == " ".join(said)
    assert pairing.compared(COACH, leader, ", ".join(said).capitalize() + ".") == " ".join(said)
    for wrong in (said[:5], said[::-1], [*said, said[0]], []):
        with pytest.raises(WordsDiffer):
            pairing.compared(COACH, leader, " ".join(wrong))
    with pytest.raises(NothingToCompare):
        pairing.spoken(COACH, pairing.begin(COACH))
