"""`mefirst reflect` without a terminal: from answers to an entry, a gap, and what others said."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from running import (
    ANSWERS,
    EFFECT,
    NOW,
    Ran,
    answers,
    drafts,
    mefirst,
    noted,
    records,
    reflected,
    shown,
    tree,
)

YAML = """\
moment: I took the numbers out of her hands
who: deputy
intent: Help her look good in front of the board
impact: She said nothing for the rest of the hour
effect: {dimension: trust, toward: deputy, intended: 2, seen: -2, evidence: cue}
"""


def _by_yaml_file(folder: Path) -> Ran:
    (folder / "answers.yaml").write_text(YAML, "utf-8")
    return mefirst("reflect", "daily", "--answers", str(folder / "answers.yaml"), "--now", NOW)


def _by_json_file(folder: Path) -> Ran:
    (folder / "answers.json").write_bytes(answers())
    return mefirst("reflect", "daily", "--answers", str(folder / "answers.json"), "--now", NOW)


def _by_stdin(folder: Path) -> Ran:
    return mefirst("reflect", "daily", "--answers", "-", "--now", NOW, stdin=YAML.encode())


def _by_set(folder: Path) -> Ran:
    words = {name: answer for name, answer in ANSWERS.items() if name != "effect"}
    effect = "effect={dimension: trust, toward: deputy, intended: 2, seen: −2, evidence: cue}"
    options = [part for name, word in words.items() for part in ("--set", f"{name}={word}")]
    return mefirst("reflect", "daily", *options, "--set", effect, "--now", NOW)


@pytest.mark.parametrize("reflect", [_by_yaml_file, _by_json_file, _by_stdin, _by_set])
def test_a_gap_is_estimated_first_and_verified_by_what_they_said(
    home: Path, tmp_path: Path, reflect: Callable[[Path], Ran]
) -> None:
    """Meant +2, seen −2: gap −4, estimated. She says −1: received −1, gap −3, my reading 1 too low."""
    saved = reflect(tmp_path)
    assert (saved.code, saved.out) == (0, "")
    handle = records(home)[0][9:15]
    first, worth = saved.err.splitlines()
    assert first.startswith(f"Saved {handle} · Trust, toward deputy: meant +2, arrived −2.")
    assert first.endswith("Meant to raise trust, it lowered it (your reading).")
    assert worth == f"Worth asking:  mefirst ask {handle} --of deputy"
    before = mefirst("gaps", "7d", "--format", "json", "--now", NOW).json["effects"]
    assert [(one["gap"], one["status"], one["verdict"]) for one in before] == [(-4, "estimated", "backfired")]

    said = mefirst("impact", "last", "--by", "deputy", "--dimension", "trust", "--value", "-1", "--now", NOW)
    assert (said.code, said.out) == (0, "")
    assert said.err.splitlines()[0].endswith("arrived −1. Meant to raise trust, it lowered it (they said).")
    (after,) = mefirst("gaps", "7d", "--format", "json", "--now", NOW).json["effects"]
    expected = {"intended": 2, "seen": -2, "received": -1, "gap": -3, "blind": -1, "meta": None}
    assert {name: after[name] for name in expected} == expected
    assert (after["status"], after["verdict"]) == ("verified", "backfired")
    assert [name.partition(".")[2][:2] for name in records(home)] == ["1-", "2-"]
    assert not drafts(home)


def test_what_was_answered_is_what_is_on_the_disk(home: Path) -> None:
    """The one file of the entry holds the answers, the questions as they were worded, and the pack."""
    record_id = reflected(
        sphere="professional", who="Deputy, board", drive="help, 9", strength="Stayed\nquiet"
    )
    (path,) = (home / "journals" / "default" / "entries" / "2026" / "11").iterdir()
    document = json.loads(path.read_bytes())
    assert path.name.startswith(f"{record_id}.1-")
    assert document["id"] == record_id
    assert document["state"] == "complete"
    assert document["people"] == ["Deputy", "board"]
    assert document["motives"] == ["help", "hurry"]
    assert document["strength"] == "Stayed\nquiet"
    assert document["effects"] == [EFFECT]
    assert document["asked"]["intent"] == "Just before that, what were you hoping would come of it?"
    assert document["pack"]["id"] == "daily"
    assert document["recorded_at"].startswith("2026-11-23T18:41:00")


def test_a_question_is_stored_with_its_quotation_unexpanded(home: Path) -> None:
    """An answer never leaks into another field: the wording keeps its {intent}."""
    record_id = reflected(gap="My tone")
    entry = shown(record_id)
    assert entry["gap"] == "My tone"
    assert "{intent}" in entry["asked"]["gap"]
    assert ANSWERS["intent"] not in entry["asked"]["gap"]


def test_files_and_folders_are_for_the_owner_alone(home: Path) -> None:
    """0600 and 0700, state folder included."""
    reflected()
    for path in home.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_set_wins_over_the_file_and_a_later_set_over_an_earlier() -> None:
    """What is typed last counts."""
    ran = mefirst(
        "reflect", "--answers", "-", "--set", "moment=one", "--set", "moment=two", "--quiet", "--now", NOW,
        stdin=answers(),
    )  # fmt: skip
    assert shown(ran.out.strip())["situation"] == "two"


def test_an_optional_answer_missing_is_skipped() -> None:
    """Two answers are enough; nothing else is filled in."""
    record_id = reflected(who=None, impact=None, effect=None)
    entry = shown(record_id)
    assert (entry["state"], entry["people"], entry["effects"], entry["sphere"]) == (
        "awaiting-impact", [], [], None,
    )  # fmt: skip


def test_an_answer_to_a_hidden_question_is_a_warning(home: Path) -> None:
    """`gap` is asked only where a gap is; the answer given for it anyway is named and left out."""
    level = {**EFFECT, "seen": 2}
    ran = mefirst("reflect", "--answers", "-", "--now", NOW, stdin=answers(effect=level, gap="unasked words"))
    assert ran.code == 0
    assert ran.err.splitlines()[0] == "Not used: the answer to 'gap', which these answers leave unasked."
    assert b"unasked words" not in b"".join(data or b"" for data in tree(home).values())


def test_a_commitment_is_a_record_of_its_own(home: Path) -> None:
    """An if-then answer becomes an open commitment that names its entry, and is said after saving."""
    promise = {"cue": "she pauses", "response": "wait three breaths", "due": "tomorrow"}
    ran = mefirst("reflect", "--answers", "-", "--now", NOW, stdin=answers(next=promise))
    (name,) = records(home, "commitments")
    (entry,) = records(home)
    assert f"Promise {name[9:15]} · if she pauses, wait three breaths, due tomorrow" in ran.err
    (kept,) = shown(entry[:19])["commitments"]
    assert (kept["cue"], kept["response"], kept["due"], kept["status"], kept["from_entry"]) == (
        "she pauses", "wait three breaths", "2026-11-24", "open", entry[:19],
    )  # fmt: skip


def test_a_plain_sentence_is_a_commitment_too() -> None:
    """It fills the behavior."""
    record_id = reflected(next="Wait three breaths")
    (kept,) = shown(record_id)["commitments"]
    assert (kept["behavior"], kept["cue"], kept["kind"]) == ("Wait three breaths", None, "do")


def test_quiet_prints_the_full_id_alone(home: Path) -> None:
    """On stdout, for scripts; nothing on stderr."""
    ran = mefirst("reflect", "--answers", "-", "-q", "--now", NOW, stdin=answers())
    assert ran.code == 0
    assert (ran.out, ran.err) == (f"{records(home)[0][:19]}\n", "")


def test_dry_run_checks_and_saves_nothing(home: Path) -> None:
    """Good answers are said to fit, bad ones are refused, and no journal is begun either way."""
    good = mefirst("reflect", "--answers", "-", "--dry-run", "--now", NOW, stdin=answers())
    assert (good.code, good.out, good.err) == (0, "", "These answers fit. Nothing was saved.\n")
    bad = mefirst("reflect", "--answers", "-", "--dry-run", "--now", NOW, stdin=answers(intent=None))
    assert bad.code == 2
    assert not home.exists()


@pytest.mark.parametrize(
    ("arguments", "day"),
    [
        ((), "2026-11-23"),
        (("--on", "today"), "2026-11-23"),
        (("--on", "yesterday"), "2026-11-22"),
        (("--on", "2024-02-29"), "2024-02-29"),
        (("--now", "2026-11-24T03:59+00:00"), "2026-11-23"),
        (("--now", "2026-11-24T04:00+00:00"), "2026-11-24"),
    ],
)
def test_the_day_an_entry_is_about(arguments: tuple[str, ...], day: str) -> None:
    """--on, else today, and the small hours before 04:00 count to the day before."""
    ran = mefirst("reflect", "--answers", "-", "--quiet", "--now", NOW, *arguments, stdin=answers())
    assert ran.out[:8] == day.replace("-", "")
    assert shown(ran.out.strip())["on"] == day


def test_from_goes_on_with_an_entry_and_keeps_what_was_there() -> None:
    """A captured moment becomes a reflection: same id, next revision, its first words kept."""
    record_id = noted("the stand-up went quiet")
    ran = mefirst(
        "reflect", "--from", record_id[9:15], "--answers", "-", "--quiet", "--now", NOW,
        stdin=json.dumps({"intent": "Hear them", "who": "team"}).encode(),
    )  # fmt: skip
    assert ran.out.strip() == record_id
    entry = shown(record_id)
    assert (entry["revision"], entry["situation"], entry["intent"], entry["state"]) == (
        2, "the stand-up went quiet", "Hear them", "awaiting-impact",
    )  # fmt: skip


def test_a_second_look_keeps_what_others_said() -> None:
    """Going on with an entry gives its line new values, and loses no report."""
    record_id = reflected()
    mefirst("impact", "last", "--by", "deputy", "--value", "-1", "--now", NOW)
    again: dict[str, Any] = {"effect": [{**EFFECT, "seen": -1}, {**EFFECT, "dimension": "clarity"}]}
    ran = mefirst(
        "reflect", "--from", "last", "--answers", "-", "--now", NOW, stdin=json.dumps(again).encode()
    )
    assert ran.code == 0
    trust, clarity = shown(record_id)["effects"]
    assert (trust["seen"], [one["value"] for one in trust["reported"]], trust["status"]) == (
        -1, [-1], "verified",
    )  # fmt: skip
    assert (clarity["dimension"], clarity["seen"], clarity["status"]) == ("clarity", -2, "estimated")


def test_the_deep_pack_seals_what_was_never_said_aloud() -> None:
    """`unsaid` is stored; show alone shows it."""
    document = {"moment": "the board", "intent": "be clear", "unsaid": "I was afraid of her"}
    ran = mefirst(
        "reflect", "deep", "--answers", "-", "-q", "--now", NOW, stdin=json.dumps(document).encode()
    )
    record_id = ran.out.strip()
    assert shown(record_id)["unsaid"] == "I was afraid of her"
    for form in ("table", "plain"):
        assert "I was afraid of her" in mefirst("show", record_id, "--format", form, "--now", NOW).out
    reading = [(words, form) for words in ((), ("gaps",), ("list",)) for form in ("table", "plain", "json")]
    for words, form in [*reading, (("list",), "jsonl")]:
        ran = mefirst(*words, "--format", form, "--now", NOW)
        assert (ran.code, "afraid" in ran.out + ran.err) == (0, False), (words, form)
    assert mefirst("list", "--contains", "afraid", "--now", NOW).out.startswith("No moments")
    assert "afraid" not in mefirst("ask", record_id, "--of", "her", "--now", NOW).out


def test_a_pack_is_taken_from_a_path(tmp_path: Path) -> None:
    """A file or the folder that holds it; answers that fill no field are kept beside."""
    (tmp_path / "mine").mkdir()
    pack = tmp_path / "mine" / "pack.yaml"
    pack.write_text(
        "mefirst_pack: 1\nid: mine\nversion: 1.0.0\nlanguage: en\nfor: entry\nauthor: me\nlicense: MIT\n"
        "title: Mine\nabout: One question.\nquestions:\n"
        "  - {id: what, type: short, fills: situation, required: yes, ask: What was it?}\n"
        "  - {id: why, type: short, fills: intent, required: yes, ask: What for?}\n"
        "  - {id: came, type: short, fills: impact, ask: What came?}\n"
        "  - {id: size, type: number, min: 0, ask: How big?}\n",
        "utf-8",
    )
    for given in (pack, pack.parent):
        ran = mefirst(
            "reflect",
            str(given),
            "--set",
            "what=it",
            "--set",
            "why=so",
            "--set",
            "size=3",
            "-q",
            "--now",
            NOW,
        )
        assert ran.code == 0, ran.err
        assert shown(ran.out.strip())["extra"] == {"size": {"asked": "How big?", "answer": 3}}


def test_a_journal_of_another_name_is_another_journal(home: Path) -> None:
    """--journal keeps them apart."""
    mefirst("reflect", "--answers", "-", "--journal", "work", "--now", NOW, stdin=answers())
    assert [path.name for path in (home / "journals").iterdir()] == ["work"]
    assert len(mefirst("list", "--journal", "work", "--format", "json", "--now", NOW).json["entries"]) == 1
    assert mefirst("list", "--now", NOW).code == 4


def test_discard_throws_the_newest_draft_away(home: Path) -> None:
    """And says which; without one it says so."""
    reflected()
    (state,) = (home / "state").iterdir()
    assert mefirst("reflect", "--discard", "--now", NOW).code == 4
    kept = _kept_draft(state)
    ran = mefirst("reflect", "--discard", "--now", NOW)
    assert ran.code == 0
    assert ran.err.startswith(f"Thrown away: {kept.stem[9:15]}  question 1 of 9, “One moment, today”")
    assert not drafts(home)
    assert len(records(home)) == 1


def test_resume_without_a_terminal_names_what_is_missing_and_keeps_the_draft(home: Path) -> None:
    """Nobody is there to be asked, so nothing happens to the draft."""
    reflected()
    (state,) = (home / "state").iterdir()
    kept = _kept_draft(state)
    before = kept.read_bytes()
    ran = mefirst("reflect", "--resume", "--now", NOW)
    assert ran.code == 2
    assert "Resume it in a terminal." in ran.err
    assert kept.read_bytes() == before


def _kept_draft(state: Path) -> Path:
    """Leave a draft as a session that was stopped at its end does."""
    from mefirst.cli.context import Context  # noqa: PLC0415
    from mefirst.cli.sessions import begin  # noqa: PLC0415
    from mefirst.interview.interview import Interview  # noqa: PLC0415 one helper needs all this
    from mefirst.interview.scripted import give_all  # noqa: PLC0415
    from mefirst.packs.library import Library  # noqa: PLC0415

    context = Context(NOW)
    journal = context.open_journal("default")
    loaded = Library.standard().load("daily")
    interview = Interview(loaded.pack, context.today)
    give_all(interview, {"moment": "half", "intent": "done"})
    session = begin(context, journal, loaded, interview, None)
    context.drafts(journal).save(session.draft.id, session.draft.document(interview))
    return state / "drafts" / f"{session.draft.id}.json"
