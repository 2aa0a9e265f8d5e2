"""Numbers and the share log: what went out, what came, once each, and what has not come."""

from pathlib import Path

import pytest

from converting import CONVERSIONS
from mefirst.errors import CannotWrite
from mefirst.journal.backup import back_up
from mefirst.journal.codec import digest, encode
from mefirst.journal.purge import purge
from mefirst.model.share import Shared
from mefirst.sharing.keys import Relationship
from mefirst.sharing.post import Missing, missing
from mefirst.sharing.refusals import (
    AgreementOver,
    KeysUnreadable,
    NoSuchNumber,
    NotCompared,
    NotPaired,
    Overtaken,
    RelationshipBusy,
)
from partnering import Person, exchanged, paired, share, two
from samples import RECORDED
from sealing import cheap, unlocking


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Person, Person]:
    return paired(tmp_path)


def test_what_leaves_is_logged_to_the_byte(pair: tuple[Person, Person]) -> None:
    """The hash in both logs is that of the canonical bytes of the document; numbers count up."""
    leader, coach = pair
    for number, words in enumerate(("one", "two"), 1):
        path = leader.shares(words)
        assert coach.receives(path).code == 0
        sent, received = leader.log()[-1], coach.log()[-1]
        document = share(words, number)
        assert sent.sha256 == received.sha256 == digest(encode(document))
        assert sent.content == received.content == document
        assert (sent.sequence, received.sequence) == (number, number)
        assert (sent.direction, received.direction) == ("sent", "received")
        assert (sent.partner, received.partner) == (leader.partner.id, coach.partner.id)


def test_both_directions_have_numbers_of_their_own(pair: tuple[Person, Person]) -> None:
    leader, coach = pair
    assert coach.receives(leader.shares("one")).code == 0
    assert leader.receives(coach.shares("back")).code == 0
    assert [one.sequence for one in (*leader.log(), *coach.log())] == [1, 1, 1, 1]


def test_the_last_file_given_again_adds_nothing(pair: tuple[Person, Person]) -> None:
    """Exit 0, said, shown again; nothing doubled."""
    leader, coach = pair
    path = leader.shares("one")
    first, again = coach.receives(path), coach.receives(path)
    assert (first.code, again.code, again.out) == (0, 0, first.out)
    assert "which you have had" in again.err
    assert len(coach.log()) == 1


def test_an_older_file_given_again_is_refused(pair: tuple[Person, Person]) -> None:
    """It is said which one it is, and nothing changes."""
    leader, coach = pair
    first, second = leader.shares("one"), leader.shares("two")
    for path in (first, second):
        assert coach.receives(path).code == 0
    kept = coach.kept
    ran = coach.receives(first)
    assert ran.code == 1
    assert "number 1 from Ada, which you have had. The newest is 2." in ran.err
    assert len(coach.log()) == 2
    assert coach.kept == kept


def test_a_missing_file_is_named_and_taken_in_when_it_comes(pair: tuple[Person, Person]) -> None:
    leader, coach = pair
    first, _, third, fourth = (leader.shares(words) for words in ("one", "two", "three", "four"))
    assert "Not come yet" not in coach.receives(first).err
    assert "Not come yet: 2 files from Ada, number 2, 3." in coach.receives(fourth).err
    assert "Not come yet: 1 file from Ada, number 2." in coach.receives(third).err
    assert missing(coach.kept) == Missing(1, (2,))
    assert "1 file missing" in coach.says("partner", "list").out


def test_a_number_out_of_all_measure_costs_nothing(pair: tuple[Person, Person]) -> None:
    """Somebody who begins at a thousand million is answered at once."""
    kept = pair[0].kept
    far = Relationship.model_validate(
        {**kept.model_dump(by_alias=True), "received": {10**9: {"sha256": "0", "id": "x"}}}
    )
    assert missing(far) == Missing(10**9 - 1, (1, 2, 3, 4, 5, 6))


def test_two_different_files_of_one_number_are_a_stop(pair: tuple[Person, Person]) -> None:
    """Somebody else has the key, or their state went back."""
    leader, coach = pair
    path = leader.shares("one")
    assert coach.receives(path).code == 0
    leader.keys.save(leader.kept.model_copy(update={"sent": 0}))
    purge(leader.journal, Shared, leader.log()[0].id, RECORDED)
    ran = coach.receives(leader.shares("another"))
    assert (ran.code, "STOP" in ran.err) == (1, True)
    assert [one.content for one in coach.log()] == [share("one", 1)]


def test_a_crash_between_the_number_and_the_log_loses_nothing(
    pair: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file, given again, ends it; also when a newer one was taken in before that."""
    leader, coach = pair
    first, second = leader.shares("one"), leader.shares("two")
    with monkeypatch.context() as broken:
        broken.setattr(type(coach.journal), "add", lambda *_: (_ for _ in ()).throw(CannotWrite("x", "full")))
        assert coach.receives(first).code == 1
    assert coach.log() == []
    assert coach.receives(second).code == 0
    assert coach.receives(first).code == 0
    assert sorted(one.sequence for one in coach.log()) == [1, 2]
    assert coach.receives(first).code == 1


def test_a_number_is_taken_once(pair: tuple[Person, Person]) -> None:
    """Of two shares that were looked at side by side the second is not sent."""
    leader, _ = pair
    content = share("one", 1)
    leader.shares("other")
    with pytest.raises(Overtaken):
        leader.post.send(leader.partner, content, RECORDED, lambda _: None)
    assert len(leader.log()) == 1


def test_a_file_that_could_not_be_written_is_sealed_again_from_the_log(pair: tuple[Person, Person]) -> None:
    """The log never knows less than the partner; the next one has the next number."""
    leader, coach = pair

    def full(_: bytes) -> None:
        raise CannotWrite("x", "No space left on device")

    with pytest.raises(CannotWrite):
        leader.post.send(leader.partner, share("one", 1), RECORDED, full)
    assert leader.post.next_number(leader.kept) == 2
    path = leader.writes("partner", "log", "coach", "--again", "1")
    assert coach.receives(path).code == 0
    assert coach.log()[0].content == share("one", 1)
    with pytest.raises(NoSuchNumber):
        leader.post.again(leader.partner, 7, RECORDED.date())


def test_the_log_counts_where_a_crash_kept_the_number_back(pair: tuple[Person, Person]) -> None:
    leader, _ = pair
    leader.shares("one")
    leader.keys.save(leader.kept.model_copy(update={"sent": 0}))
    assert leader.post.next_number(leader.kept) == 2


def test_nothing_is_shared_before_the_words_are_compared(tmp_path: Path) -> None:
    """Without keys, with keys alone; and what comes meanwhile is not taken in, nor lost."""
    leader, coach = two(tmp_path)
    with pytest.raises(NotPaired):
        leader.post.to(leader.partner, RECORDED.date())
    words, _ = exchanged(leader, coach)
    with pytest.raises(NotCompared):
        leader.post.to(leader.partner, RECORDED.date())
    assert leader.says("partner", "pair", "coach", "--words", words).code == 0
    path = leader.shares("one")
    ran = coach.receives(path)
    assert (ran.code, coach.log()) == (1, [])
    assert "have not been compared" in ran.err
    assert coach.says("partner", "pair", "Ada", "--words", words).code == 0
    assert coach.receives(path).code == 0


def test_an_agreement_that_is_over_lets_nothing_leave(pair: tuple[Person, Person]) -> None:
    """Run out, or ended."""
    leader, _ = pair
    assert leader.says("partner", "change", "coach", "--until", "2026-11-30", "--yes").code == 0
    leader.post.to(leader.partner, RECORDED.date())
    with pytest.raises(AgreementOver):
        leader.post.to(leader.partner, RECORDED.date().replace(month=12))
    assert leader.says("partner", "end", "coach", "--yes").code == 0
    with pytest.raises(AgreementOver):
        leader.post.to(leader.partner, RECORDED.date())


def test_ending_destroys_the_keys_and_what_a_crash_left_of_them(pair: tuple[Person, Person]) -> None:
    """No file of the home holds them any more; old files open no more."""
    leader, coach = pair
    path = leader.shares("one")
    identity = coach.kept.identity
    half_written = next((coach.home / "state").glob("*")) / "tmp" / "0123456789abcdef.tmp"
    half_written.parent.mkdir(exist_ok=True)
    half_written.write_bytes(encode(coach.kept.model_dump(mode="json", by_alias=True)))
    ran = coach.says("partner", "end", "Ada", "--yes")
    assert (ran.code, "old files open no more" in ran.err) == (0, True)
    assert not any(identity.encode() in path.read_bytes() for path in coach.home.rglob("*") if path.is_file())
    refused = coach.receives(path)
    assert (refused.code, "opens with none of your keys" in refused.err) == (1, True)


def test_keys_are_in_the_state_alone(pair: tuple[Person, Person], tmp_path: Path) -> None:
    """Not in the journal, its backup or a file that was sent; for the owner alone."""
    leader, _ = pair
    leader.shares("one")
    back_up(leader.journal, tmp_path / "b.zip", RECORDED)
    secrets = [one.encode() for one in (leader.kept.identity, leader.kept.secret, leader.kept.mine)]
    places = [tmp_path / "b.zip", *leader.journal.root.rglob("*"), *leader.out.iterdir()]
    for path in (one for one in places if one.is_file()):
        assert not any(secret in path.read_bytes() for secret in secrets), path
    (kept,) = (leader.journal.state / "relationships").glob("*.json")
    assert kept.stat().st_mode & 0o777 == 0o600


def test_damaged_keys_are_named_and_stop_nobody_else(pair: tuple[Person, Person], tmp_path: Path) -> None:
    """Exit 3 where they are needed; a file of another partner is taken in."""
    leader, coach = pair
    other = Person(tmp_path / "peer", "Ada", "leader")
    assert leader.says("partner", "add", "peer", "--role", "peer").code == 0
    introduction = leader.writes("partner", "pair", "peer")
    (kept,) = (
        one
        for one in (leader.journal.state / "relationships").glob("*.json")
        if one.stem == leader.partner.id
    )
    kept.write_bytes(b"{}")
    with pytest.raises(KeysUnreadable) as problem:
        leader.keys.get(leader.partner.id)
    assert problem.value.exit_code == 3
    answer = other.writes("receive", str(introduction), "--from", "Ada")
    ran = leader.receives(answer)
    assert (ran.code, "cannot be read" in ran.err) == (0, True)
    assert coach.kept.is_confirmed


def test_one_process_at_a_time(pair: tuple[Person, Person]) -> None:
    """Another one is told so."""
    leader, _ = pair
    with leader.keys.lock(leader.partner):
        with pytest.raises(RelationshipBusy), leader.keys.lock(leader.partner):
            pass
        ran = leader.says("partner", "pair", "coach")
    assert (ran.code, "at work with coach" in ran.err) == (1, True)


def test_in_an_encrypted_journal_keys_and_the_log_are_sealed(
    pair: tuple[Person, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No key, no alias and no word of a share lies in any file; sharing goes on, and without the passphrase stops."""
    leader, coach = pair
    cheap(monkeypatch)
    assert coach.receives(leader.shares("canaryone")).code == 0
    for one in pair:
        unlocking(tmp_path, monkeypatch)
        assert one.says(*CONVERSIONS["encrypt"].words).code == 0
    assert coach.receives(leader.shares("canarytwo")).code == 0
    assert [one.sequence for one in coach.log()] == [1, 2]
    secrets = [coach.kept.identity, coach.kept.secret, leader.kept.identity, "canaryone", "canarytwo", "Ada"]
    for path in (path for one in pair for path in one.home.rglob("*") if path.is_file()):
        assert not any(secret.encode() in path.read_bytes() for secret in secrets), path
    path = leader.shares("third")
    monkeypatch.setenv("MEFIRST_UNLOCK_COMMAND", "echo wrong")
    before = coach.home.stat()
    assert coach.receives(path).code == 3
    assert coach.home.stat() == before
    unlocking(tmp_path, monkeypatch)
    assert coach.receives(path).code == 0
    assert coach.says("partner", "end", "Ada", "--yes").code == 0
    assert not list((coach.home / "state").glob("*/relationships/*.age"))
