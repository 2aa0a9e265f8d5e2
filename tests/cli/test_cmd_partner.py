"""`partner`: who they are, what was agreed, what they know."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mefirst.cli import complete
from mefirst.cli.partner import adding
from mefirst.journal.store import Journal
from mefirst.model.checkin import Checkin
from mefirst.model.partner import DEFAULTS, FORBIDDEN, Partner
from mefirst.render import letters
from mefirst.render import partners as render
from mefirst.render.schemas import schema_of
from mefirst.text import Canvas
from partnering import exchanged, paired, two
from running import NOW, Ran, forbidden, mefirst, noted, records, tree
from samples import PACK, RECORDED, commitment, nth_id


@pytest.fixture(autouse=True)
def _journal(home: Path) -> None:
    noted("x")


def add(*words: str) -> Ran:
    return mefirst("partner", "add", *words, "--now", NOW)


def faults(name: str, document: Any) -> list[str]:
    return [one.message for one in Draft202012Validator(schema_of(name)).iter_errors(document)]


def only(journal: Journal) -> Partner:
    (partner,) = journal.read(Partner).records
    return partner


@pytest.mark.parametrize("role", DEFAULTS)
def test_a_role_brings_what_is_shared_by_default(journal: Journal, role: str) -> None:
    """What a role gets is stored with the partner, so that a later mefirst does not change it."""
    ran = add("someone", "--role", role)
    assert ran.code == 0, ran.err
    found = only(journal)
    assert (found.shares, found.entry_fields, found.commitment_fields) == DEFAULTS[found.role]
    assert found.forbidden == (() if role == "leader" else FORBIDDEN)


def test_the_first_partner_begins_a_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A coach has nothing to reflect on before their first leader; what would be added begins none."""
    monkeypatch.setenv("MEFIRST_HOME", str(tmp_path / "new"))
    assert (add("Ada", "--role", "leader", "--dry-run").code, (tmp_path / "new").exists()) == (4, False)
    assert (add("", "--role", "leader").code, (tmp_path / "new").exists()) == (2, False)
    assert add("Ada", "--role", "leader").code == 0
    assert mefirst("partner", "list", "--now", NOW).out.startswith("Ada")


def test_a_higher_up_gets_titles_and_how_promises_stand(journal: Journal) -> None:
    """Nothing else, as they have power."""
    ran = add("boss", "--role", "higher-up")
    assert "Of promises: title, how it stands." in ran.out
    assert "moments" not in ran.out
    assert only(journal).commitment_fields == ("title", "status")


def test_the_agreement_is_printed_in_plain_words(home: Path) -> None:
    """What they get, what they must not do, how long it is kept, that each can end it."""
    ran = add("coach", "--role", "coach", "--with", "entries.intent", "--name", "deputy=D", "--weeks",
              "--until", "2027-03-31", "--keep", "90", "--forbid", "print it")  # fmt: skip
    said = " ".join(ran.out.split())
    for part in (
        "Agreement with coach (coach), since Monday 23 November 2026, until Wednesday 31 March 2027",
        "what was meant and what arrived in numbers, with the gap, what I meant, in words.",
        "but for deputy as D.",
        "Weeks instead of days.",
        "What I never said aloud, tags and earlier versions never leave.",
        "pass it on to anybody",
        "print it",
        "coach keeps what came for 90 days and then deletes it.",
        "Each of us can end this at any time",
    ):
        assert part in said
    assert mefirst("partner", "show", "coach", "--agreement", "--now", NOW).out == ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_agreement_with_a_leader_says_what_goes_back(home: Path) -> None:
    """A coach shares nothing: what a leader gets is the reply, and nothing is said of texts that never leave."""
    said = " ".join(add("Ada", "--role", "leader", "--forbid", "forward it").out.split())
    assert "Ada chooses what I get" in said
    assert "What Ada gets is what I reply" in said
    assert "What Ada must not do with it: forward it Each of us can end this" in said
    assert "Nothing" not in said


def test_a_promise_is_agreed_on_in_words_of_a_promise(home: Path) -> None:
    """What is the act of a moment is still to be done in a promise."""
    said = " ".join(add("coach", "--role", "peer", "--with", "commitments.behavior").out.split())
    assert "what I will do" in said
    assert "what I did" not in said


def test_an_agreement_is_changed_part_by_part(journal: Journal) -> None:
    """Kinds, fields, end, names; the earlier one stays as a revision."""
    assert add("coach", "--role", "coach").code == 0
    change = ("partner", "change", "coach", "--yes", "--now", NOW)
    assert mefirst(*change, "--with", "commitments", "--with", "commitments.cue", "--without", "entries.sphere",
                   "--name", "deputy=D", "--weeks").code == 0  # fmt: skip
    found = only(journal)
    assert found.shares == ("entries", "commitments")
    assert found.entry_fields == ("on", "effects")
    assert found.commitment_fields == ("title", "status", "cue")
    assert (found.names, found.coarse_dates, found.revision) == ({"deputy": "D"}, True, 2)
    assert mefirst(*change, "--without", "entries", "--name", "deputy=", "--days").code == 0
    found = only(journal)
    assert (found.shares, found.entry_fields, found.names) == (("commitments",), (), {})
    assert mefirst(*change, "--role", "higher-up").code == 0
    found = only(journal)
    assert (found.shares, found.commitment_fields) == (("commitments",), ("title", "status"))
    ran = mefirst(*change)
    assert (ran.code, "Nothing to change" in ran.err) == (0, True)


def test_a_change_is_looked_at_and_asked_for(home: Path) -> None:
    """Nobody to be asked: exit 2, the agreement as it would be, nothing saved."""
    add("coach", "--role", "coach")
    before = tree(home)
    for words, code in (((), 2), (("--dry-run",), 0)):
        ran = mefirst("partner", "change", "coach", "--with", "reports", *words, "--now", NOW)
        assert (ran.code, "Reports of a period" in ran.out) == (code, True)
    assert tree(home) == before


WRONG = [
    (("add", "", "--role", "coach"), "1 to 80 characters"),
    (("add", "coach"), "'--role'"),
    (("add", "coach", "--role", "boss"), "'--role'"),
    (("add", "coach", "--role", "coach", "--with", "entries.unsaid"), "'entries.unsaid' is not a part"),
    (("add", "coach", "--role", "coach", "--with", "entries.tags"), "'entries.tags' is not a part"),
    (("add", "coach", "--role", "coach", "--until", "2026-11-22"), "It is over"),
    (("add", "coach", "--role", "coach", "--until", "soon"), "A date reads"),
    (("add", "coach", "--role", "coach", "--keep", "0"), "number of days"),
    (("add", "coach", "--role", "coach", "--name", "deputy"), "ALIAS=NAME"),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=lambda value: " ".join(value[1:]) or "none")
def test_what_cannot_be_agreed(home: Path, words: tuple[str, ...], said: str) -> None:
    """Exit 2, at most three lines, nothing saved; `unsaid` cannot be shared at all."""
    ran = mefirst("partner", *words, "--now", NOW)
    assert (ran.code, said in ran.err, len(ran.err.splitlines()) <= 3) == (2, True, True), ran.err
    assert records(home, "partners") == []


def test_an_alias_is_one_partner(home: Path) -> None:
    """In any spelling; after it was ended the name is free again."""
    add("coach", "--role", "coach")
    assert add("Coach", "--role", "peer").code == 2
    assert mefirst("partner", "end", "COACH", "--yes", "--now", NOW).code == 0
    assert add("Coach", "--role", "peer").code == 0
    shown = mefirst("partner", "show", "coach", "--format", "json", "--now", NOW).json["partner"]
    assert (shown["role"], shown["ended"]) == ("peer", None)


@pytest.mark.parametrize(
    "alias",
    ["ｃｏａｃｈ", "соасһ", "co\u200bach", "coa\u00adch", "coach\ufe0f", "Ｃoach", "co\u2060ach", "cᴏach"],
)
def test_an_alias_that_looks_like_another_is_refused(home: Path, alias: str) -> None:
    """Full width, other alphabets, what nobody sees: exit 2 naming the one who is there; free once it was ended."""
    add("coach", "--role", "coach")
    ran = mefirst("partner", "add", alias, "--role", "peer", "--now", NOW)
    assert (ran.code, len(ran.err.splitlines())) == (2, 2)
    assert "looks like 'coach', a partner you have" in ran.err
    assert len(records(home, "partners")) == 1
    assert mefirst("partner", "end", "coach", "--yes", "--now", NOW).code == 0
    assert add(alias, "--role", "peer").code == 0


def test_names_that_differ_to_the_eye_are_two(home: Path) -> None:
    """Accents and the marks of a script tell names apart; two forms of one letter do not."""
    for alias in ("Jose", "Jos\u00e9", "कि", "कु", "Рита", "Рота"):
        assert add(alias, "--role", "peer").code == 0
    assert "There is a partner 'Jos\u00e9'" in add("Jose\u0301", "--role", "peer").err
    assert len(records(home, "partners")) == 6


@pytest.mark.parametrize(
    ("alias", "said"), [("-x", "hyphen"), ("--help", "hyphen"), ("a\udcff", "no UTF-8 text")]
)
def test_an_alias_can_be_typed_again(home: Path, alias: str, said: str) -> None:
    """What every command would take for an option, or no file can hold, is refused in three lines; nobody is added."""
    ran = mefirst("partner", "add", "--role", "coach", "--now", NOW, "--", alias)
    assert (ran.code, said in ran.err, len(ran.err.splitlines()) <= 3) == (2, True, True), ran.err
    assert (
        mefirst("partner", "list", "--now", NOW).out
        == "No partners yet. mefirst partner add ALIAS adds one.\n"
    )


@pytest.mark.parametrize("command", ["show", "log", "pair", "end", "change"])
def test_a_partner_who_is_not_there(home: Path, command: str) -> None:
    """Exit 4, and the one who may have been meant."""
    add("coach", "--role", "coach")
    ran = mefirst("partner", command, "couch", "--now", NOW)
    assert (ran.code, "Did you mean 'coach'?" in ran.err) == (4, True)


def test_a_handle_names_a_partner_too(journal: Journal) -> None:
    add("coach", "--role", "coach", "--quiet")
    assert mefirst("partner", "show", only(journal).handle, "--now", NOW).code == 0


def test_lists_of_nobody(home: Path) -> None:
    """Said, and a valid document."""
    assert (
        mefirst("partner", "list", "--now", NOW).out
        == "No partners yet. mefirst partner add ALIAS adds one.\n"
    )
    assert mefirst("partner", "list", "--format", "plain", "--now", NOW).out == "No partners yet.\n"
    assert mefirst("partner", "list", "--format", "json", "--now", NOW).json["partners"] == []


def test_without_a_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 4; none is begun."""
    monkeypatch.setenv("MEFIRST_HOME", str(tmp_path / "empty"))
    for words in (("partner", "list"), ("partner", "pair", "x"), ("receive", __file__)):
        assert mefirst(*words).code == 4
    assert not (tmp_path / "empty").exists()


def test_what_is_open_between_two(tmp_path: Path) -> None:
    """Promises they witness, the next talk, files nobody looked at; the same in every format."""
    leader, coach = paired(tmp_path)
    path = leader.shares("one")
    assert coach.receives(path, "--quiet").code == 0
    assert coach.says("partner", "list").out == (
        "Ada  leader  paired\n  last share came today · no reply yet · 1 file not looked at · no talk planned\n"
    )
    assert coach.says("partner", "list", "--format", "plain").out == (
        "Ada, leader: paired, last share came today, no reply yet, 1 file not looked at, no talk planned.\n"
    )
    assert coach.receives(path).code == 0
    assert "not looked at" not in coach.says("partner", "list").out
    one = leader.says("partner", "list", "--format", "json").json["partners"][0]
    assert (one["keys"], one["unseen"], one["last_received"]) == ("paired", 0, None)
    assert one["last_sent"].startswith("2026-11-23")


def test_every_document_about_partners_fits_its_schema(tmp_path: Path) -> None:
    leader, coach = two(tmp_path)
    introduction = leader.writes("partner", "pair", "coach")
    answered = coach.receives(introduction, "--from", "Ada", "--format", "json")
    leader.receives(Path(answered.json["written"]))
    given = {
        "partner-list": leader.says("partner", "list", "--format", "json"),
        "partner-show": leader.says("partner", "show", "coach", "--format", "json"),
        "partner-log": leader.says("partner", "log", "coach", "--format", "json"),
        "receive": answered,
    }
    for name, ran in given.items():
        assert (ran.code, faults(name, ran.json)) == (0, [])
    assert faults("introduction", json.loads(introduction.read_bytes())) == []
    assert schema_of("introduction")["properties"]["schema"] == {"const": "mefirst.introduction/1"}


def test_the_log_says_what_a_partner_knows(tmp_path: Path) -> None:
    """Each file, oldest first: its number, its hash, what it held; whole with --content."""
    leader, coach = paired(tmp_path)
    for words in ("one", "two"):
        assert coach.receives(leader.shares(words)).code == 0
    out = leader.says("partner", "log", "coach").out
    assert [line.split(" · ")[2:] for line in out.splitlines()[::3]] == [
        ["to them", "number 1", "share"],
        ["to them", "number 2", "share"],
    ]
    assert all(one.sha256 in out for one in leader.log())
    whole = leader.says("partner", "log", "coach", "--content", "2").out
    assert ("two" in whole, "one" in whole) == (True, False)
    files = coach.says("partner", "log", "Ada", "--format", "json").json["files"]
    assert [(one["direction"], one["sequence"], one["content"]["answers"][0]["answer"]) for one in files] == [
        ("received", 1, "one"),
        ("received", 2, "two"),
    ]
    assert leader.says("partner", "log", "coach", "--content", "9").code == 4


def test_ending_says_what_it_does_and_asks(tmp_path: Path) -> None:
    """Nobody to be asked: exit 2; --dry-run changes nothing; given again it is done already."""
    leader, _ = paired(tmp_path)
    before = tree(leader.home)
    assert leader.says("partner", "end", "coach").code == 2
    assert leader.says("partner", "end", "coach", "--dry-run").code == 0
    assert tree(leader.home) == before
    assert leader.says("partner", "end", "coach", "--yes").code == 0
    again = leader.says("partner", "end", "coach", "--yes")
    assert (again.code, again.err) == (0, "It was ended on 2026-11-23 already.\n")
    assert leader.says("partner", "list").out.startswith("No partners yet")
    assert "ended today" in leader.says("partner", "list", "--all").out
    assert leader.says("partner", "pair", "coach").code == 1


def test_a_partner_deleted_for_good_leaves_no_keys(tmp_path: Path) -> None:
    leader, _ = paired(tmp_path)
    handle = leader.partner.handle
    assert leader.says("delete", handle, "--forever", "--yes").code == 0
    assert not list((leader.home / "state").rglob("relationships/*.json"))


def test_words_that_differ_pair_nobody(tmp_path: Path) -> None:
    """Exit 1 and a warning; the right ones pair; a further pairing has to be asked for."""
    leader, coach = two(tmp_path)
    words, _ = exchanged(leader, coach)
    wrong = " ".join(reversed(words.split()))
    ran = leader.says("partner", "pair", "coach", "--words", wrong)
    assert (ran.code, "The words are not the same" in ran.err) == (1, True)
    assert not leader.kept.is_confirmed
    assert leader.says("partner", "pair", "coach", "--words", words).code == 0
    kept = leader.kept
    assert kept.is_confirmed
    assert kept.pairing is None
    for words_ in ((), ("--words", words)):
        assert leader.says("partner", "pair", "coach", *words_).code == 0
    assert leader.says("partner", "pair", "coach", "--again").code == 2
    assert leader.kept == kept
    ran = leader.says("partner", "pair", "coach", "--again", "--yes", "--output", str(leader.out))
    assert (ran.code, leader.kept.is_confirmed) == (0, False)
    assert leader.kept.identity != kept.identity


def test_words_before_there_are_any(tmp_path: Path) -> None:
    leader, _ = two(tmp_path)
    leader.writes("partner", "pair", "coach")
    for words in (("--words", "a b c d e f"),):
        ran = leader.says("partner", "pair", "coach", *words)
        assert (ran.code, "no words to compare" in ran.err) == (1, True)


def test_a_lost_file_is_written_again(tmp_path: Path) -> None:
    """Under the same name, with the same content; the last one with --output."""
    leader, coach = two(tmp_path)
    introduction = leader.writes("partner", "pair", "coach")
    data = introduction.read_bytes()
    introduction.unlink()
    assert leader.writes("partner", "pair", "coach") == introduction
    assert introduction.read_bytes() == data
    answer = coach.writes("receive", str(introduction), "--from", "Ada")
    answer.unlink()
    assert coach.writes("partner", "pair", "Ada") == answer
    key = leader.writes("receive", str(answer))
    key.unlink()
    assert leader.writes("partner", "pair", "coach") == key
    assert coach.receives(key).code == 0


def test_a_dry_run_of_pairing_writes_nothing(tmp_path: Path) -> None:
    """At no point of it."""
    leader, coach = two(tmp_path)
    before = tree(tmp_path)
    assert leader.says("partner", "pair", "coach", "--dry-run").code == 0
    assert tree(tmp_path) == before
    introduction = leader.writes("partner", "pair", "coach")
    before = tree(tmp_path)
    assert coach.receives(introduction, "--from", "Ada", "--dry-run").code == 0
    assert leader.says("partner", "pair", "coach", "--dry-run").code == 0
    assert tree(tmp_path) == before
    answer = coach.writes("receive", str(introduction), "--from", "Ada")
    before = tree(tmp_path)
    assert leader.receives(answer, "--dry-run").code == 0
    assert tree(tmp_path) == before


def test_what_somebody_calls_a_partner_is_never_raw(home: Path) -> None:
    """Controls and marks that turn the line are made visible in every command."""
    alias = "co\x1b[31mach\u202e"
    assert add(alias, "--role", "coach", "--forbid", "x\x1b[2J").code == 0
    runs = [
        mefirst("partner", *words, "--now", NOW)
        for words in (
            ("list",),
            ("list", "--format", "plain"),
            ("list", "--format", "json"),
            ("show", alias),
            ("show", alias, "--agreement"),
            ("log", alias),
            ("end", alias, "--yes"),
        )
    ]
    assert all(ran.code == 0 for ran in runs)
    assert not any(forbidden(ran.out + ran.err) for ran in runs)


def test_quiet_and_dry_runs(home: Path) -> None:
    """The id alone; or all that would be, and nothing saved."""
    before = tree(home)
    ran = add("coach", "--role", "coach", "--dry-run")
    assert (ran.code, "Agreement with coach" in ran.out, tree(home) == before) == (0, True, True)
    ran = add("coach", "--role", "coach", "--quiet")
    name = records(home, "partners")[0].partition(".")[0]
    assert (ran.code, ran.out) == (0, f"{name}\n")
    ran = mefirst("partner", "change", "coach", "--weeks", "--yes", "--quiet", "--now", NOW)
    assert (ran.code, ran.out) == (0, f"{name}\n")
    ran = mefirst("partner", "end", "coach", "--yes", "--quiet", "--now", NOW)
    assert (ran.code, ran.out) == (0, f"{name}\n")
    assert mefirst("partner", "change", "coach", "--days", "--yes", "--now", NOW).code == 1
    shown = " ".join(mefirst("partner", "show", "coach", "--agreement", "--now", NOW).out.split())
    assert "Ended on Monday 23 November 2026." in shown


def test_an_agreement_that_runs_out_is_said_to(journal: Journal) -> None:
    """In the list after its day; none takes the end away again."""
    assert add("coach", "--role", "coach", "--until", "2026-11-24", "--keep", "9").code == 0
    later = mefirst("partner", "list", "--now", "2026-12-01T12:00+00:00").out
    assert "ran until Tue 24 Nov" in later
    change = ("partner", "change", "coach", "--until", "none", "--keep", "none", "--yes", "--now", NOW)
    assert mefirst(*change).code == 0
    assert (only(journal).until, only(journal).keep_days) == (None, None)
    assert (
        "keeps what came until this agreement ends" in mefirst("partner", "show", "coach", "--agreement").out
    )


def test_a_narrow_terminal(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything wraps, nothing is lost."""
    monkeypatch.setenv("COLUMNS", "40")
    add("coach", "--role", "coach")
    for words in (("list",), ("show", "coach"), ("show", "coach", "--agreement"), ("log", "coach")):
        out = mefirst("partner", *words, "--now", NOW).out
        assert max(map(len, out.splitlines())) <= 40
        assert "coach" in out


def test_damaged_keys_do_not_hide_the_list(tmp_path: Path) -> None:
    """They are named on stderr; --again begins anew where they were."""
    leader, _ = paired(tmp_path)
    (kept,) = (leader.home / "state").rglob("relationships/*.json")
    kept.write_bytes(b"{")
    ran = leader.says("partner", "list")
    assert (ran.code, "no keys" in ran.out, "cannot be read" in ran.err) == (0, True, True)
    assert leader.says("partner", "pair", "coach").code == 3
    assert leader.says("partner", "pair", "coach", "--again", "--yes", "--output", str(leader.out)).code == 0
    assert leader.kept.pairing is not None


def test_a_file_that_is_there_is_not_written_over_unasked(tmp_path: Path) -> None:
    """Exit 2 and nothing changed, --yes writes it; a folder that is not there is named."""
    leader, coach = two(tmp_path)
    path = tmp_path / "x.json"
    path.write_text("mine")
    assert leader.says("partner", "pair", "coach", "--output", str(path)).code == 2
    assert leader.keys.get(leader.partner.id) is None
    assert path.read_text() == "mine"
    assert leader.says("partner", "pair", "coach", "--output", str(path), "--yes").code == 0
    ran = coach.says("receive", str(path), "--from", "Ada", "--output", str(tmp_path / "no" / "x.age"))
    assert (ran.code, coach.keys.get(coach.partner.id)) == (1, None)


def test_a_partner_who_witnesses_a_promise_and_a_talk_that_was_agreed(journal: Journal, home: Path) -> None:
    """Both stand in the list and in show."""
    add("coach", "--role", "coach")
    journal.add(commitment(nth_id(7), behavior="listen first", witness="Coach"))
    journal.add(commitment(nth_id(8), behavior="speak last", witness="somebody else"))
    on, later = date(2026, 11, 20), date(2026, 11, 27)
    journal.add(
        Checkin.first(nth_id(9), recorded_at=RECORDED, on=on, pack=PACK, partner="coach", next_on=later)
    )
    out = mefirst("partner", "show", "coach", "--now", NOW).out
    assert "1 promise open" in out
    assert "Promise: listen first" in out
    assert "Next talk Friday" in out
    shown = mefirst("partner", "show", "coach", "--format", "json", "--now", NOW).json
    assert (shown["partner"]["next_on"], len(shown["partner"]["promises"])) == ("2026-11-27", 1)
    assert faults("partner-show", shown) == []


def test_a_letter_of_a_kind_this_mefirst_does_not_know_any_more(journal: Journal) -> None:
    """It is shown field by field; so is one that does not fit its kind."""
    for content in (
        {
            "schema": "mefirst.later/1",
            "sequence": 1,
            "well": "listened\nlong",
            "parts": [{"a": 1}, {"b": None}],
        },
        {
            "schema": "mefirst.share/1",
            "sequence": 1,
            "well": "listened\nlong",
            "parts": [{"a": 1}, {"b": None}],
        },
    ):
        shown = letters.shown(content, Canvas(), plain=False)
        assert shown == "well: listened\n  long\nparts:\n  1:\n    a: 1\n  2:"
    assert (
        render.held({"schema": "x", "moments": [1, 2], "report": {"a": 1}, "answers": []})
        == "moments: 2, report"
    )


def test_completion_of_partners_and_parts(home: Path) -> None:
    """Aliases as they are, and what can be shared."""
    add("coach", "--role", "coach")
    add("ada", "--role", "leader")
    assert sorted(complete.partners("")) == ["ada", "coach"]
    assert complete.partners("c") == ["coach"]
    assert adding._parts("entries.int") == ["entries.intent"]
    assert not any("unsaid" in part for part in adding.PARTS)
