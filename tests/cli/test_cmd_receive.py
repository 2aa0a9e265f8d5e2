"""`receive`: every kind of file, from whom it is, once; killed or refused at any call, it ends the same."""

import sys
from pathlib import Path

import pytest

from forking import USUAL, each
from mefirst.journal.codec import encode
from mefirst.model.share import Shared
from mefirst.sharing import pairing
from mefirst.sharing.envelope import seal_for
from mefirst.vault import age
from partnering import Person, exchanged, paired, share, two
from running import NOW, forbidden, mefirst, tree
from samples import RECORDED


def test_two_homes_pair_by_files_alone(tmp_path: Path) -> None:
    """Three files, each answered; both see six words, and after comparing them both can share."""
    leader, coach = two(tmp_path)
    words, theirs = exchanged(leader, coach)
    assert words == theirs
    assert len(words.split()) == 6
    for one in (leader, coach):
        ran = one.says("partner", "pair", one.other, "--words", words.upper())
        assert (ran.code, "Paired" in ran.err) == (0, True)
    assert coach.receives(leader.shares("one")).code == 0
    assert leader.receives(coach.shares("back")).code == 0
    for path in (*leader.out.iterdir(), *coach.out.iterdir()):
        data = path.read_bytes()
        assert not any(name in data or name.decode() in path.name for name in (b"coach", b"Ada", b"leader"))
        assert path.stat().st_mode & 0o777 in {0o600, 0o644, 0o664}  # to be given away: the umask decides


def test_somebody_in_the_middle_is_seen_by_the_words(tmp_path: Path) -> None:
    """They answer each side with keys of their own, by mefirst's own means: the words differ, and nothing is shared."""
    leader, coach = two(tmp_path)
    towards_coach, towards_leader = (
        Person(tmp_path / "middle-a", "coach", "coach"),
        Person(tmp_path / "middle-b", "Ada", "leader"),
    )
    theirs, mine = exchanged(leader, towards_leader)[0], exchanged(towards_coach, coach)[1]
    assert theirs != mine
    assert coach.says("partner", "pair", "Ada", "--words", theirs).code == 1
    assert leader.says("partner", "pair", "coach", "--words", mine).code == 1
    assert not leader.kept.is_confirmed
    assert not coach.kept.is_confirmed


def test_both_ran_pair(tmp_path: Path) -> None:
    """Each gives the other's introduction to receive: one of them goes on, and both end with the same words."""
    leader, coach = two(tmp_path)
    ours, theirs = leader.writes("partner", "pair", "coach"), coach.writes("partner", "pair", "Ada")
    runs = {leader: leader.receives(theirs, "--from", "coach"), coach: coach.receives(ours, "--from", "Ada")}
    (first,) = (one for one, ran in runs.items() if "yours goes on" in ran.err)
    second = leader if first is coach else coach
    assert all(ran.code == 0 for ran in runs.values())
    (answer,) = second.out.glob("*.age")
    key = first.writes("receive", str(answer))
    assert second.receives(key).code == 0
    assert (
        first.says("partner", "pair", first.other).out
        == second.says("partner", "pair", second.other).out
        != ""
    )


def test_what_came_is_shown_logged_and_touches_nothing_else(tmp_path: Path) -> None:
    """On stdout what it holds; of the journal the share log alone is new."""
    leader, coach = paired(tmp_path)
    path = leader.shares("kept my promise")
    before = tree(coach.journal.root)
    ran = coach.receives(path)
    assert (ran.code, "kept my promise" in ran.out) == (0, True)
    assert ran.err.splitlines()[0] == "A share from Ada, number 1."
    new = {name for name, data in tree(coach.journal.root).items() if data and name not in before}
    assert {name.partition("/")[0] for name in new} == {"shares"}
    (one,) = coach.log()
    assert (one.looked_at, one.accepted_at) == (one.recorded_at, None)


def test_a_dry_run_tells_and_saves_nothing(tmp_path: Path) -> None:
    """What it is, from whom and what it holds; every file as it was."""
    leader, coach = paired(tmp_path)
    path = leader.shares("one")
    before = tree(tmp_path)
    ran = coach.receives(path, "--dry-run")
    assert (ran.code, ran.err.splitlines()[-1], "one" in ran.out) == (0, "Nothing was saved.", True)
    assert tree(tmp_path) == before


def test_formats(tmp_path: Path) -> None:
    """The id alone with --quiet, a document with --format json, and stdin is a file too."""
    leader, coach = paired(tmp_path)
    path = leader.shares("one")
    quiet = coach.says("receive", "-", "--quiet", stdin=path.read_bytes())
    (one,) = coach.log()
    assert (quiet.out, one.looked_at) == (f"{one.id}\n", None)
    given = coach.receives(path, "--format", "json").json
    assert (given["kind"], given["alias"], given["new"]) == ("mefirst.share/1", "Ada", False)
    assert given["record"]["content"] == share("one", 1)


def test_from_is_checked_where_the_key_tells(tmp_path: Path) -> None:
    """Said to be from somebody else: exit 2, nothing taken in."""
    leader, coach = paired(tmp_path)
    assert coach.says("partner", "add", "Ben", "--role", "leader").code == 0
    ran = coach.receives(leader.shares("one"), "--from", "Ben")
    assert (ran.code, "is from Ada, not from Ben" in ran.err, coach.log()) == (2, True, [])


def test_an_introduction_is_not_said_to_be_from_two(tmp_path: Path) -> None:
    """One that was answered as somebody's, said to be another's: exit 2, nothing changed, and how to begin anew."""
    leader, coach = two(tmp_path)
    assert coach.says("partner", "add", "Ben", "--role", "leader").code == 0
    introduction = leader.writes("partner", "pair", "coach")
    assert coach.receives(introduction, "--from", "Ada").code == 0
    before = tree(tmp_path)
    ran = coach.receives(introduction, "--from", "Ben")
    assert (ran.code, "is from Ada, not from Ben" in ran.err, len(ran.err.splitlines())) == (2, True, 3)
    assert "mefirst partner pair Ada --again" in ran.err
    assert tree(tmp_path) == before


def test_an_introduction_needs_to_be_said_from_whom(tmp_path: Path) -> None:
    """Nobody to be asked: exit 2 naming --from; given again after it was answered, it is known."""
    leader, coach = two(tmp_path)
    path = leader.writes("partner", "pair", "coach")
    ran = coach.receives(path)
    assert (ran.code, "--from" in ran.err, list(coach.out.iterdir())) == (2, True, [])
    answer = coach.writes("receive", str(path), "--from", "Ada")
    answer.unlink()
    assert coach.writes("receive", str(path)) == answer
    assert leader.receives(path, "--from", "coach").code == 2


def test_another_introduction_is_a_stop(tmp_path: Path) -> None:
    """While one is under way, and after it was confirmed: STOP, and what is kept is kept."""
    leader, coach = two(tmp_path)
    stranger = Person(tmp_path / "stranger", "coach", "coach")
    other = stranger.writes("partner", "pair", "coach")
    first = leader.writes("partner", "pair", "coach")
    answer = coach.writes("receive", str(first), "--from", "Ada")
    for _ in ("under way", "confirmed"):
        kept = coach.kept
        ran = coach.receives(other, "--from", "Ada")
        assert (ran.code, ran.err.startswith("STOP"), coach.kept == kept) == (1, True, True)
        if not kept.is_confirmed:
            key = leader.writes("receive", str(answer))
            assert coach.receives(key).code == 0
            words = leader.says("partner", "pair", "coach").out
            assert coach.says("partner", "pair", "Ada", "--words", words).code == 0


def test_a_file_that_is_changed_or_for_others(tmp_path: Path) -> None:
    """A wrong key, a flip, a cut, an empty and a foreign file: exit 1 or 2, at most three lines, nothing changed."""
    leader, coach = paired(tmp_path)
    sealed = leader.shares("one").read_bytes()
    bad = {
        "flip": sealed[:-5] + bytes([sealed[-5] ^ 1]) + sealed[-4:],
        "cut": sealed[:-40],
        "cut in its head": sealed[:60],
        "empty": b"",
        "foreign": seal_for(encode(share("x", 1)), age.recipient_of(age.new_identity())),
        "a text": b"hello\x1b[31m",
        "too large": bytes(1024 * 1024 + 1),
    }
    before = _files(coach)
    for name, data in bad.items():
        path = tmp_path / name
        path.write_bytes(data)
        ran = coach.receives(path)
        assert (ran.code in {1, 2}, ran.out, len(ran.err.splitlines()) <= 3) == (True, "", True), ran.err
        assert not forbidden(ran.err)
    assert _files(coach) == before
    assert "from Ada" in coach.receives(tmp_path / "flip").err


def test_texts_of_others_are_never_raw(tmp_path: Path) -> None:
    """Controls, bidi overrides and markup in what a partner wrote are shown, not obeyed."""
    leader, coach = paired(tmp_path)
    content = share("\x1b]0;x\x07 [red]\u202eevil\x9b2J", 1)
    path = tmp_path / "x.age"
    leader.post.send(leader.partner, content, RECORDED, path.write_bytes)
    for words in ((), ("--format", "plain"), ("--format", "json")):
        ran = coach.receives(path, *words)
        assert (ran.code, forbidden(ran.out + ran.err)) == (0, [])
    ran = coach.says("partner", "log", "Ada", "--content", "1")
    assert ("[red]" in ran.out, forbidden(ran.out)) == (True, [])


def _files(one: Person) -> dict[str, bytes | None]:
    return {name: data for name, data in tree(one.home).items() if not name.endswith(".lock")}


def _steps(tmp_path: Path) -> dict[str, tuple[Person, tuple[str, ...]]]:
    """Each state-changing step, in a home in which it is next: whose it is, and the command."""
    found: dict[str, tuple[Person, tuple[str, ...]]] = {}
    leader, coach = two(tmp_path / "a")
    introduction = leader.writes("partner", "pair", "coach")
    found["introduction"] = (coach, ("receive", str(introduction), "--from", "Ada"))
    leader, coach = two(tmp_path / "b")
    answer = coach.writes("receive", str(leader.writes("partner", "pair", "coach")), "--from", "Ada")
    found["answer"] = (leader, ("receive", str(answer)))
    leader, coach = two(tmp_path / "c")
    answer = coach.writes("receive", str(leader.writes("partner", "pair", "coach")), "--from", "Ada")
    found["key"] = (coach, ("receive", str(leader.writes("receive", str(answer)))))
    leader, coach = two(tmp_path / "d")
    found["words"] = (leader, ("partner", "pair", "coach", "--words", exchanged(leader, coach)[0].strip()))
    found["pair"] = (two(tmp_path / "e")[0], ("partner", "pair", "coach"))
    leader, coach = paired(tmp_path / "f")
    found["share"] = (coach, ("receive", str(leader.shares("one"))))
    found["end"] = (leader, ("partner", "end", "coach", "--yes"))
    return found


STEPS = ("introduction", "answer", "key", "words", "pair", "share", "end")


def _state(one: Person) -> object:
    """What must be the same whatever was interrupted: of keys what does not depend on chance, and the log."""
    kept = one.keys.get(one.partner.id)
    return (
        one.partner.ended,
        [(shared.sha256, shared.direction) for shared in one.log()],
        kept and (kept.recipient, kept.is_confirmed, kept.words, kept.pairing is None, sorted(kept.received)),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.parametrize("error", ["", USUAL])
@pytest.mark.parametrize("name", STEPS)
def test_stopped_at_each_call_it_ends_the_same(tmp_path: Path, name: str, error: str) -> None:
    """Killed, or refused by a full or failing disk: the same command again ends it, nothing lost or doubled."""
    one, words = _steps(tmp_path)[name]
    line = (*words, "--now", NOW)
    line = line if name in {"words", "end"} else (*line, "--output", str(one.out))
    kept = one.keys.get(one.partner.id)
    done = None
    problems = []
    for outcome in each(one.home, line, error=error, every=2 if error else 1):
        copy = Person.__new__(Person)
        copy.home, copy.other, copy.out = outcome.home, one.other, one.out
        ran = copy.says(*words, *([] if name in {"words", "end"} else ["--output", str(one.out)]))
        after = _state(copy)
        done = done or after
        if error and outcome.ran.code == 0 and "Traceback" in outcome.ran.err:
            problems.append(f"{outcome}: {outcome.ran.err}")
        if ran.code:
            problems.append(f"{outcome}: it does not go on: {ran.err}")
        if name not in {"introduction", "pair"} and after != done:
            problems.append(f"{outcome}: {after} is not {done}")
        new = copy.keys.get(copy.partner.id)
        if kept and new and (new.identity, new.secret) != (kept.identity, kept.secret):
            problems.append(f"{outcome}: other keys")
        if len(copy.log()) != len({shared.sha256 for shared in copy.log()}):
            problems.append(f"{outcome}: doubled")
    assert done is not None
    assert problems == []


def test_after_any_interruption_of_an_introduction_the_pairing_still_ends(tmp_path: Path) -> None:
    """What was written before the crash and what is written after it are of one pairing."""
    leader, coach = two(tmp_path)
    introduction = leader.writes("partner", "pair", "coach")
    first = coach.writes("receive", str(introduction), "--from", "Ada")
    data = first.read_bytes()
    coach.receives(introduction)
    kept = leader.kept
    for answer in (data, first.read_bytes()):
        assert kept.pairing is not None
        assert (
            age.unseal(answer, [kept.pairing.throwaway or ""])
            == pairing.PairingAnswer(recipient=coach.kept.mine).data()
        )


def test_the_share_log_is_of_records_like_any(tmp_path: Path) -> None:
    """`show` and the check of a journal know them."""
    leader, coach = paired(tmp_path)
    coach.receives(leader.shares("one"))
    (one,) = coach.journal.read(Shared).records
    assert coach.says("show", one.handle).code == 0
    assert coach.says("journal", "check").code == 0
    assert mefirst("schema", "shared").code == 0


def test_an_introduction_where_nobody_is_left_to_be_paired(tmp_path: Path) -> None:
    """All are paired: exit 4, and who is there; of a partner with whom it ended nothing is taken."""
    leader, coach = paired(tmp_path)
    other = Person(tmp_path / "other", "coach", "coach").writes("partner", "pair", "coach")
    assert (ran := coach.receives(other)).code == 4, ran.err
    assert coach.says("partner", "end", "Ada", "--yes").code == 0
    assert coach.receives(other, "--from", "Ada").code == 1
    assert leader.kept.is_confirmed
