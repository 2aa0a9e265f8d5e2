"""`mefirst share`: what is looked at is what is hashed, what is logged and what is sealed; nothing else leaves."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from forking import USUAL, each
from interrupting import at
from mefirst.cli import sending, share
from mefirst.errors import CannotWrite
from mefirst.model.commitment import Commitment
from mefirst.model.share import Shared
from mefirst.sharing.document import Share
from mefirst.sharing.envelope import Opened, open_incoming
from mefirst.sharing.incoming import SEALED
from partnering import Person, paired
from running import NOW, Ran, answers, forbidden, tree
from samples import commitment, entry, nth_id
from talking import talk

LINES = [
    {"dimension": "trust", "toward": "deputy", "intended": 2, "seen": -2},
    {"dimension": "clarity", "toward": "Board", "intended": 1, "seen": 1},
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A leader with three moments and a promise, and their coach; compared once, copied for each test."""
    folder = tmp_path_factory.mktemp("two")
    with patch.dict(os.environ, HOME=str(folder), LANG="C.UTF-8"):
        leader, _ = paired(folder)
        _reflect(leader, intent="Help the deputy’s case look good", impact="Silence", effect=LINES)
        _reflect(leader, moment="b", intent="Say it plainly", who="Dana", on="2026-11-20")
        _reflect(leader, moment="c", intent="Listen", who="Dana", on="2026-10-02", unsaid="I envy her")
        leader.journal.add(
            commitment(nth_id(3), title="Wait three breaths", cue="Dana pauses", response="wait")
        )
        assert leader.says("partner", "add", "boss", "--role", "higher-up").code == 0
        assert leader.says("partner", "add", "pal", "--role", "peer").code == 0
    return folder


def _reflect(leader: Person, *, on: str = "2026-11-23", **said: Any) -> None:
    fields = {"effect": None, **said}
    fields.pop("unsaid", None)
    ran = leader.says("reflect", "--answers", "-", "--on", on, stdin=answers(**fields))
    assert ran.code == 0, ran.err
    if "unsaid" in said:
        assert (
            leader.says(
                "edit", "last", "--set", f"unsaid={said['unsaid']}", "--set", "tags=secretproject"
            ).code
            == 0
        )


@pytest.fixture
def two(kept: Path, tmp_path: Path) -> tuple[Person, Person]:
    """A copy of these two for one test."""
    shutil.copytree(kept, tmp_path / "two")
    people = []
    for name, other in (("leader", "coach"), ("coach", "Ada")):
        person = Person.__new__(Person)
        person.home, person.other = tmp_path / "two" / name, other
        person.out = tmp_path / "two" / f"{name}-out"
        people.append(person)
    return people[0], people[1]


def sealed(coach: Person, path: Path) -> Opened:
    """What a coach's key opens."""
    return open_incoming(path.read_bytes(), path.name, [(coach.partner, coach.kept)], SEALED)


def sent(leader: Person) -> list[Shared]:
    return [one for one in leader.log() if one.direction == "sent"]


def shared(leader: Person, *words: str) -> Ran:
    """Share with the coach into a file of that name."""
    return leader.says("share", "coach", *words, "--yes", "--output", str(leader.out / "s.age"))


# ---- what is seen is what is sealed


def test_what_is_looked_at_is_what_is_hashed_and_sealed(two: tuple[Person, Person]) -> None:
    """The bytes of `--dry-run --format json`, the SHA-256 that is shown, the log and the opened file are one."""
    leader, coach = two
    words = (
        ("last-month..2026-11-23", "--all")
        if False
        else ("2026", "--all", "--with", "intent", "--replace-names")
    )
    looked = leader.says("share", "coach", *words, "--dry-run", "--format", "json")
    assert looked.code == 0, looked.err
    assert leader.log() == []
    ran = shared(leader, *words)
    assert ran.code == 0, ran.err
    opened = sealed(coach, leader.out / "s.age")
    shown = re.search(r"SHA-256 ([0-9a-f]{64})", ran.err)
    assert shown
    (logged,) = sent(leader)
    assert {opened.sha256, shown[1], logged.sha256} == {sha256(looked.data).hexdigest()}
    assert Share.read(looked.data) == opened.document
    assert logged.content == opened.document.content()


def test_the_preview_says_all_that_leaves(two: tuple[Person, Person]) -> None:
    """Every text and every reference of the document stands in what is shown before it is sealed, in each format."""
    leader, _ = two
    words = (
        "share",
        "coach",
        "2026",
        "--all",
        "--commitments",
        "--with",
        "intent,cue,people",
        "--keep-names",
        "--dry-run",
    )
    content = leader.says(*words, "--format", "json").json
    for format_ in ((), ("--plain",)):
        seen = " ".join(leader.says(*words, *format_).out.split())
        for moment in content["moments"]:
            assert moment["ref"] in seen
            assert all(text in seen for text in (*moment["texts"].values(), *moment["people"]))
        assert content["commitments"][0]["texts"] == {"cue": "Dana pauses"}
        assert "Dana pauses" in seen
        assert "Wait three breaths" in seen


def test_a_coach_sees_what_the_leader_saw(two: tuple[Person, Person]) -> None:
    """`receive` shows the very words of the preview."""
    leader, coach = two
    ran = shared(leader, "week", "--all")
    assert coach.receives(leader.out / "s.age").out == ran.out


def test_names_days_and_counts_are_honest(two: tuple[Person, Person]) -> None:
    """People are pseudonyms, a chosen moment is one of so many, and tags and the unsaid are nowhere."""
    leader, coach = two
    listed = leader.says("list", "2026", "--format", "json").json["entries"]
    oldest = listed[0]["handle"]
    ran = shared(leader, "2026", "--entry", listed[2]["handle"], "--entry", oldest, "--with", "people")
    assert ran.code == 0, ran.err
    assert "2 of 3 moments: do not read totals or trends into them." in " ".join(ran.out.split())
    plain = sealed(coach, leader.out / "s.age").document.data().decode().casefold()
    for word in ("deputy", "board", "dana", "envy", "secretproject", oldest, "2026-10-02-"):
        assert word not in plain
    assert "person a" in plain


def test_weeks_for_days(two: tuple[Person, Person]) -> None:
    """With --coarse no day is in the file."""
    leader, coach = two
    assert shared(leader, "2026-11-16..2026-11-23", "--all", "--coarse").code == 0
    assert not re.search(rb"2026-\d\d-\d\d", sealed(coach, leader.out / "s.age").document.data())


# ---- names in texts


def test_a_text_that_names_somebody_stops_the_share(two: tuple[Person, Person]) -> None:
    """Exit 2 with the field, the moment and the name; nothing is written and nothing logged."""
    leader, _ = two
    before = tree(leader.home)
    ran = shared(leader, "week", "--all", "--with", "intent")
    assert ran.code == 2
    assert re.match(
        r"Nothing was shared: the intent of \w{6} says 'deputy', a name or tag of yours\.\n", ran.err
    )
    assert "--replace-names" in ran.err
    assert "--keep-names" in ran.err
    assert tree(leader.home) == before
    assert not (leader.out / "s.age").exists()


def test_names_are_replaced_or_kept_as_one_says(two: tuple[Person, Person]) -> None:
    """--replace-names puts the pseudonym of the effect into the text, --keep-names leaves the text alone."""
    leader, coach = two
    assert shared(leader, "week", "--all", "--with", "intent", "--replace-names").code == 0
    (moment,) = sealed(coach, leader.out / "s.age").document.moments
    (trust,) = [line for line in moment.lines if line.dimension == "trust"]
    assert moment.texts == {"intent": f"Help the {trust.toward}’s case look good"}
    assert shared(leader, "week", "--all", "--with", "intent", "--keep-names").code == 0
    (moment,) = sealed(coach, leader.out / "s.age").document.moments
    assert moment.texts == {"intent": "Help the deputy’s case look good"}


def test_a_name_of_before_is_still_a_name(two: tuple[Person, Person]) -> None:
    """Somebody who was renamed is found under the old alias, too: the texts still say it."""
    leader, _ = two
    assert leader.says("edit", "--person", "deputy=Kim", "--yes").code == 0
    assert "says 'deputy'" in shared(leader, "week", "--all", "--with", "intent").err


# ---- what was agreed


def test_a_higher_up_gets_titles_and_status(two: tuple[Person, Person]) -> None:
    """By default and at most: moments, other fields and the report are refused, whatever is asked for."""
    leader, _ = two
    path = leader.out / "b.md"
    ran = leader.says("share", "boss", "--format", "md", "--yes", "--output", str(path))
    assert ran.code == 0, ran.err
    assert "Wait three breaths" in path.read_text()
    assert "Dana" not in path.read_text()
    (logged,) = sent(leader)
    (promise,) = logged.content["commitments"]
    assert {name for name, value in promise.items() if value not in (None, {})} == {"ref", "title", "status"}
    for words in (["--all"], ["--with", "due"], ["--report"], ["--with", "intent", "--all"]):
        refused = leader.says("share", "boss", *words, "--format", "md", "--yes")
        assert (refused.code, "was not agreed" in refused.err) == (2, True)
    assert len(sent(leader)) == 1


def test_more_than_was_agreed_is_said(two: tuple[Person, Person]) -> None:
    """For a coach more can be chosen; that it is more stands beside the preview."""
    leader, _ = two
    ran = shared(leader, "week", "--all", "--commitments", "--report", "--with", "intent", "--keep-names")
    assert ran.code == 0, ran.err
    assert "More than you agreed with coach: commitments, reports, intent." in ran.err
    assert "More than" not in shared(leader, "week", "--all").err


def test_a_peer_gets_promises_without_being_asked_which(two: tuple[Person, Person]) -> None:
    """What was agreed needs no option."""
    leader, _ = two
    ran = leader.says("share", "pal", "--format", "md", "--dry-run")
    assert (ran.code, "Wait three breaths" in ran.out) == (0, True)
    none = leader.says("share", "pal", "--no-commitments", "--format", "md", "--yes")
    assert (none.code, "Nothing is chosen to share with pal." in none.err) == (2, True)


# ---- once more


def test_given_again_it_is_the_same_share(two: tuple[Person, Person]) -> None:
    """A lost file is made again: no second line in the log, the same number; what changed is the next number."""
    leader, coach = two
    assert shared(leader, "week", "--all").code == 0
    first = sealed(coach, leader.out / "s.age")
    (leader.out / "s.age").unlink()
    again = shared(leader, "week", "--all")
    assert (again.code, "the very same before" in again.err) == (0, True)
    assert sealed(coach, leader.out / "s.age").sha256 == first.sha256
    assert len(sent(leader)) == 1
    assert shared(leader, "week", "--all", "--with", "impact").code == 0
    second = sealed(coach, leader.out / "s.age").document
    assert (second.sequence, [one.ref for one in second.moments]) == (
        2,
        [one.ref for one in first.document.moments],
    )
    assert [one.sequence for one in sent(leader)] in ([1, 2], [2, 1])


def test_to_another_partner_a_moment_has_another_reference(two: tuple[Person, Person]) -> None:
    """Two partners who lay their files side by side cannot tell that it is the same moment."""
    leader, _ = two
    assert leader.says("partner", "add", "aunt", "--role", "mentor").code == 0
    assert shared(leader, "week", "--all").code == 0
    page = leader.says(
        "share", "aunt", "week", "--all", "--format", "md", "--yes", "--output", str(leader.out / "a.md")
    )
    assert page.code == 0, page.err
    refs = [{moment["ref"] for moment in one.content["moments"]} for one in sent(leader)]
    assert not refs[0] & refs[1]


# ---- people without mefirst


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_page_is_what_was_shown_and_asks_for_nothing(two: tuple[Person, Person], form: str) -> None:
    """Without keys, after the same preview; texts stay texts, and there is no script, address or name of ours in it."""
    leader, _ = two
    assert (
        leader.says("edit", "last", "--set", "intent=<script>alert(1)</script> **x** [y](http://z)").code == 0
    )
    words = ("share", "coach", "2026", "--entry", "last", "--with", "intent", "--format", form)
    looked = leader.says(*words, "--dry-run")
    assert looked.code == 0, looked.err
    path = leader.out / f"page.{form}"
    ran = leader.says(*words, "--yes", "--output", str(path))
    assert ran.code == 0, ran.err
    page = path.read_text("utf-8")
    assert page == looked.out
    assert "<script>" not in page
    assert not {"leader", "coach", "default", "18:41", "Dana"} & set(
        re.findall(r"[\w:]+", page.partition("<body>")[2] or page)
    )
    if form == "html":
        assert "Content-Security-Policy" in page
        assert "default-src 'none'" in page
    assert sent(leader)[0].sequence == 0


# ---- asked and refused


def test_without_a_terminal_nobody_is_asked(two: tuple[Person, Person]) -> None:
    """The preview is shown, the answer is missing: exit 2 naming --yes, nothing written or logged."""
    leader, _ = two
    before = tree(leader.home)
    ran = leader.says("share", "coach", "week", "--all", "--output", str(leader.out / "s.age"))
    assert (ran.code, "--yes" in ran.err, "Person A" in ran.out) == (2, True, True)
    assert tree(leader.home) == before
    assert not (leader.out / "s.age").exists()


REFUSED = [
    (["coach"], 2, "Nothing is chosen to share with coach."),
    (["coach", "2025", "--all"], 2, "There are 0 moments"),
    (["coach", "week", "--entry", "{old}"], 2, "outside week"),
    (["coach", "--entry", "zzzz"], 4, "There is no entry"),
    (["coach", "--all", "--with", "unsaid"], 2, "'unsaid' never leaves."),
    (["coach", "--all", "--with", "intnet"], 2, "Did you mean 'intent'?"),
    (["coach", "--all", "--format", "json"], 2, "is not sent as JSON"),
    (["coach", "--all", "--keep-names", "--replace-names"], 2, "give one"),
    (["coach", "nonsense", "--all"], 2, "is not a period"),
    (["nobody", "--all"], 4, "There is no partner 'nobody'."),
    (["boss"], 1, "have not exchanged keys"),
    (["coach", "--all", "--output", "{out}/no/such"], 1, "There is no folder"),
    (["coach", "--all", "--yes", "--output", "-"], 2, "Name a file"),
]


@pytest.mark.parametrize(("words", "code", "said"), REFUSED)
def test_what_cannot_be_shared_is_refused(
    two: tuple[Person, Person], words: list[str], code: int, said: str
) -> None:
    """In three lines at most, with the exit code that is documented, and nothing is changed."""
    leader, _ = two
    old = leader.says("list", "2026", "--format", "json").json["entries"][0]["handle"]
    before = tree(leader.home)
    ran = leader.says("share", *(word.format(old=old, out=leader.out) for word in words), "--yes")
    assert ran.code == code, ran.err
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 3
    assert tree(leader.home) == before


def test_a_trashed_moment_is_not_shared(two: tuple[Person, Person]) -> None:
    """Neither by name nor with all the others."""
    leader, _ = two
    handle = leader.says("list", "week", "--format", "json").json["entries"][0]["handle"]
    assert leader.says("delete", handle).code == 0
    assert "it is in the trash" in shared(leader, "--entry", handle).err
    assert "There are 0 moments" in shared(leader, "week", "--all").err


def test_a_coach_does_not_share_with_a_leader(two: tuple[Person, Person]) -> None:
    """Whoever is a leader's partner replies instead."""
    _, coach = two
    assert coach.says("reflect", "--answers", "-", stdin=answers()).code == 0
    ran = coach.says("share", "Ada", "--all", "--yes")
    assert (ran.code, "partner reply" in ran.err) == (2, True)


def test_an_agreement_that_is_over_ends_it(two: tuple[Person, Person]) -> None:
    """Neither sealed nor as a page."""
    leader, _ = two
    assert leader.says("partner", "end", "coach", "--yes").code == 0
    for form in ("sealed", "md"):
        ran = leader.says("share", "coach", "week", "--all", "--yes", "--format", form)
        assert (ran.code, "Nothing can be shared with coach" in ran.err) == (1, True)


def test_quiet_prints_the_id_alone(two: tuple[Person, Person]) -> None:
    """For scripts: the id of the line in the log."""
    leader, _ = two
    ran = shared(leader, "week", "--all", "--quiet")
    assert (ran.code, ran.out.strip(), ran.err) == (0, sent(leader)[0].id, "")


def test_texts_reach_no_terminal_raw(two: tuple[Person, Person]) -> None:
    """Controls and overrides in a chosen text are made visible, in the preview and at the coach's."""
    leader, coach = two
    record = leader.says("list", "week", "--format", "json").json["entries"][0]
    said = "x\x1b[31m\u202ey\x07"
    assert leader.says("edit", record["id"], "--set", f"impact={said}").code == 0
    for format_ in ("sealed", "md", "html", "json"):
        ran = leader.says(
            "share", "coach", "week", "--all", "--with", "impact", "--dry-run", "--format", format_
        )
        assert (ran.code, forbidden(ran.out + ran.err)) == (0, [])
    assert shared(leader, "week", "--all", "--with", "impact").code == 0
    assert forbidden(coach.receives(leader.out / "s.age").out) == []


def test_promises_without_a_title_are_counted(two: tuple[Person, Person]) -> None:
    """A promise whose words stay here says only how it stands; that is told before it leaves."""
    leader, _ = two
    leader.journal.add(Commitment.first(nth_id(9), recorded_at=NOW, behavior="ask"))
    ran = shared(leader, "week", "--all", "--commitments")
    assert "Without a title: 1 of 2 promises. mefirst commitment change --title gives one." in ran.err


def test_more_than_a_file_may_hold_is_refused(two: tuple[Person, Person]) -> None:
    """Long texts of many moments add up: nothing is cut, and nothing leaves."""
    leader, _ = two
    for number in range(130):
        leader.journal.add(entry(nth_id(number + 100), situation="x" * 8000))
    ran = shared(leader, "week", "--all", "--with", "situation")
    assert (ran.code, "more than a share may hold (960 KiB)" in ran.err) == (2, True)
    assert sent(leader) == []


def test_a_damaged_record_is_named_and_the_rest_is_shared(two: tuple[Person, Person]) -> None:
    """Its names could not be looked for: exit 3, and the name of the file."""
    leader, _ = two
    path = min((leader.home / "journals").rglob("entries/2026/10/*.json"))
    path.write_bytes(path.read_bytes()[:-9])
    ran = shared(leader, "week", "--all")
    assert (ran.code, f"Damaged: {path.name}" in ran.err, len(sent(leader))) == (3, True, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_a_pipe_is_written_to_and_stays_one(two: tuple[Person, Person]) -> None:
    """What is no file is given the bytes, and nothing is put in its place."""
    leader, coach = two
    pipe = leader.out / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    ran = leader.says("share", "coach", "week", "--all", "--yes", "--output", str(pipe))
    assert (ran.code, pipe.is_fifo()) == (0, True), ran.err
    (leader.out / "s.age").write_bytes(os.read(reader, 65536))
    os.close(reader)
    assert sealed(coach, leader.out / "s.age").document.content() == sent(leader)[0].content


def test_where_the_file_cannot_be_written_the_log_is_said_to_have_it(
    two: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what is done and what is not; elsewhere the same command writes it, under the same number."""
    leader, coach = two

    def full(path: Path, data: bytes) -> None:
        raise CannotWrite(str(path), "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(sending, "write_whole", full)
        ran = shared(leader, "week", "--all")
    assert (ran.code, ran.err.splitlines()[-3:]) == (
        1,
        [
            "Not saved: No space left on device.",
            str(leader.out / "s.age"),
            "The share is in the log. The same command, or --output elsewhere, writes its file.",
        ],
    )
    assert shared(leader, "week", "--all").code == 0
    assert sealed(coach, leader.out / "s.age").document.content() == sent(leader)[0].content
    assert len(sent(leader)) == 1


def test_fields_complete() -> None:
    """What --with takes is offered."""
    assert {"intent", "if_obstacle"} <= {*share._fields("in"), *share._fields("if")}


# ---- killed, refused

forks = [
    pytest.mark.skipif(sys.platform == "win32", reason="it forks"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]


@pytest.mark.parametrize("form", [pytest.param("sealed", marks=forks), pytest.param("md", marks=forks)])
@pytest.mark.parametrize("error", ["", USUAL])
def test_stopped_at_any_call_a_share_is_neither_lost_nor_doubled(
    two: tuple[Person, Person], form: str, error: str
) -> None:
    """Killed, or the disk full: no file without its line in the log; the same command ends with one of each."""
    leader, coach = two
    path = leader.home.parent / "copy" / "home" / "out.age"
    words = ("share", "coach", "week", "--all", "--yes", "--format", form, "--output", str(path))
    problems = []
    for one in each(leader.home, (*words, "--now", NOW), error=error):
        there = Person.__new__(Person)
        there.home, there.other, there.out = one.home, "coach", one.home
        problems += [f"{one}: {problem}" for problem in _wrong(there, coach, path, one.ran, words)]
    assert problems == []


def _wrong(leader: Person, coach: Person, path: Path, ran: Ran, words: tuple[str, ...]) -> Iterator[str]:
    logged = sent(leader)
    if path.exists() and len(logged) != 1:
        yield "a file is there that the log does not know"
    if "Written:" in ran.err and not path.exists():
        yield "it says it is written, and is not"
    if 0 < ran.code < 99 and (not ran.err or "stumbled" in ran.err):
        yield f"it does not say so: {ran.err}"
    if ran.code == 1 and logged and "Nothing in the journal was changed" in ran.err:
        yield "it says nothing was changed, and it is in the log"
    again = at(leader.home, *words)
    if again.code or not path.exists():
        yield f"it does not go on: {again.err}"
        return
    done = sent(leader)
    if [one.id for one in done][: len(logged)] != [one.id for one in logged] or len(done) != 1:
        yield f"{len(done)} lines in the log"
    if path.read_bytes().startswith(b"age") and sealed(coach, path).document.content() != done[0].content:
        yield "the file is not what the log says"
    if done[0].sequence > 1:
        yield "a number was lost"


# ---- in a terminal


def test_moments_are_picked_names_replaced_and_the_seal_is_asked_for(
    two: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without options a terminal offers the moments, then pseudonyms for the names in them, then the seal."""
    leader, coach = two
    path = leader.out / "s.age"
    monkeypatch.setenv("MEFIRST_HOME", str(leader.home))
    with talk("share", "coach", "2026", "--with", "intent", "--output", str(path)) as program:
        program.answer("Which moments does coach get?", "3")
        program.answer("Put pseudonyms in their place?", "y")
        program.answer("Seal this for coach?", "y")
        assert program.end() == 0
    assert "says 'deputy'" in program.said
    assert "For you alone: Person" in program.said
    (moment,) = sealed(coach, path).document.moments
    assert "Person" in moment.texts["intent"]


def test_no_is_no(two: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever does not want it sealed has shared nothing; pseudonyms refused stop it, too."""
    leader, _ = two
    monkeypatch.setenv("MEFIRST_HOME", str(leader.home))
    before = tree(leader.home)
    words = ("share", "coach", "week", "--all", "--output", str(leader.out / "s.age"))
    with talk(*words) as program:
        program.answer("Seal this for coach?", "n")
        assert program.end() == 1
    assert "Nothing was shared." in program.said
    assert tree(leader.home) == before
    (leader.out / "s.age").write_text("mine")
    with talk(*words) as program:
        program.answer("is there. Replace it?", "n")
        assert program.end() == 1
    fields = ("thoughts", "attitude", "motive", "gap", "belief", "others", "strength", "learning")
    handle = leader.says("list", "week", "--format", "json").json["entries"][0]["id"]
    changes = (word for name in fields for word in ("--set", f"{name}=deputy"))
    assert leader.says("edit", handle, *changes).code == 0
    more = ("--with", ",".join(("intent", *fields)), "--output", str(leader.out / "t.age"))
    with talk(*words[:-2], *more) as program:
        program.answer("Put pseudonyms in their place?", "")
        assert program.end() == 2
    assert "And 1 more." in program.said
    assert not (leader.out / "t.age").exists()
    assert ((leader.out / "s.age").read_text(), sent(leader)) == ("mine", [])
