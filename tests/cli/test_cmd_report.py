"""`gaps` and `report` for scripts: documents, files, exit codes a cron job can rely on."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.render.spreadsheet import COLUMNS
from oscalls import opened
from running import NOW, lay_out_sample, mefirst, process, tree
from samples import commitment, effect, entry, nth_id, reported

TODAY = date(2026, 11, 23)


@pytest.fixture
def sample(home: Path) -> Path:
    """A home with the sample journal in it."""
    return lay_out_sample(home)


def document(*words: str) -> dict[str, Any]:
    ran = mefirst(*words, "--format", "json", "--now", NOW)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = ran.json
    return found


def names(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every field; the members of a list stand for one another."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{path}.{name}"
            yield from names(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from names(inner, f"{path}[]")


# --- the document


PARTS = [
    "schema", "generated_at", "journal", "damaged", "period", "filters", "today", "summary", "calendar", "focus",
    "awareness", "follow_through", "people", "tags", "spheres", "circling", "strength", "ask", "take_along",
    "then_and_now",
]  # fmt: skip


def test_the_report_has_every_part_always(journal: Journal, home: Path) -> None:
    """Of an empty journal and of the sample alike; what is not there is null or empty."""
    empty = document("report")
    home.rename(home.with_name("empty"))
    lay_out_sample(home)
    full = document("report")
    assert list(empty) == list(full) == PARTS
    assert full["schema"] == "mefirst.report/1"
    assert full["period"] == {"name": "last-week", "from": "2026-11-16", "to": "2026-11-22"}
    for part in ("focus", "strength", "ask", "take_along", "then_and_now"):
        assert empty[part] is None
    for part in ("summary", "awareness", "follow_through", "spheres"):
        assert set(names(empty[part])) <= set(names(full[part]))
        assert list(empty[part]) == list(full[part])


def test_the_summary_of_a_report_is_that_of_gaps(sample: Path) -> None:
    summary = document("report", "last-week")["summary"]
    gaps = document("gaps", "last-week")
    assert summary == {name: gaps[name] for name in summary}


def test_the_sample_week_as_a_report(sample: Path) -> None:
    """The focus over eight weeks, promises kept of cues that came, what is picked out."""
    found = document("report")
    focus = found["focus"]
    assert (focus["dimension"], focus["since"], len(focus["weeks"])) == ("trust", "2026-09-27", 8)
    assert focus["weeks"][-1] == {
        "week": "2026-W47", "monday": "2026-11-16", "estimated": [-1, 0, -1], "verified": [-3],
    }  # fmt: skip
    assert (focus["before"]["from"], focus["before"]["to"]) == ("2026-10-19", "2026-11-15")
    assert focus["comparison"]["estimated"] == {
        "n_now": 3, "n_before": 11, "difference": None, "p": None, "verdict": "too-few",
    }  # fmt: skip
    assert focus["trend"]["estimated"]["verdict"] == focus["trend"]["verified"]["verdict"] == "none"
    assert focus["intent"]["aim"] == "as-before"
    kept = found["follow_through"]["kept"]
    assert (kept["k"], kept["n"]) == (3, 4)
    assert found["ask"]["person"] == "finance"
    assert found["take_along"]["text"] == "Deputy rated Monday kinder than you did. What did they see in it?"
    assert sum(len(day["moments"]) for day in found["calendar"]) == found["summary"]["counts"]["entries"] == 7


def test_what_was_never_said_aloud_is_in_no_report(journal: Journal) -> None:
    journal.add(entry(nth_id(0), intent="x", unsaid="secret", strength="mine", effects=[effect(2, 1)]))
    for words in (("report", "all"), ("gaps", "all")):
        for form in ("json", "csv"):
            assert "secret" not in mefirst(*words, "--format", form, "--now", NOW).out


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_no_part_of_a_report_averages_few_moments(journal: Journal, n: int) -> None:
    """Below three nothing, below five no mean, no interval, no shrunken gap: in no part of the document."""
    journal.add(Focus.first(nth_id(0, date(2026, 1, 1)), recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
                            on=date(2026, 1, 1), dimension="trust"))  # fmt: skip
    for number in range(n):
        said = effect(2, 1, reported("a", number % 3 - 1), toward="a", predicted=1)
        guessed = effect(2, number % 3, dimension="energy", toward="a")
        journal.add(entry(nth_id(number), intent="x", tags=("t",), effects=[said, guessed]))
    report = document("report", "7d")

    def figures(value: Any, wanted: set[str]) -> Iterator[Any]:
        if isinstance(value, dict):
            for name, inner in value.items():
                if name in wanted and not isinstance(inner, dict):
                    yield inner
                yield from figures(inner, wanted)
        elif isinstance(value, list):
            for inner in value:
                yield from figures(inner, wanted)

    means = list(figures(report, {"mean", "mean_abs", "shrunken", "difference", "slope", "p"}))
    medians = list(figures(report, {"median", "min", "max", "median_now"}))
    assert any(one is not None for one in means) == (n >= 5)
    assert any(one is not None for one in medians) == (n >= 3)
    assert [len(report[part]["verified"]) for part in ("people", "tags")] == [int(n >= 3)] * 2


# --- csv


def test_csv_is_the_effects_a_row_each(sample: Path) -> None:
    """The same of both commands, and the same values as in the document."""
    text = mefirst("gaps", "8w", "--format", "csv", "--now", NOW).out
    assert mefirst("report", "8w", "--format", "csv", "--now", NOW).out == text
    rows = list(csv.DictReader(StringIO(text)))
    effects = document("gaps", "8w")["effects"]
    assert len(rows) == len(effects)
    for row, line in zip(rows, effects, strict=True):
        assert tuple(row) == COLUMNS
        assert {name: row[name] for name in line} == {
            name: "" if line[name] is None else str(line[name]) for name in line
        }


@pytest.mark.parametrize(
    "alias",
    ["=cmd()", "@SUM(A1)", "+1", "-1", "\t=1", " =1", "＝1", 'a"b', "a,b", "a\nb", "\x1b[31m", "'=1", "über"],
)
def test_no_cell_becomes_a_formula(journal: Journal, alias: str) -> None:
    """Nor more than one cell, nor a control; harmless text stays as it is. Numbers stay numbers."""
    journal.add(entry(nth_id(0), intent="x", tags=(alias,), effects=[effect(2, -1, toward=alias)]))
    text = mefirst("gaps", "--format", "csv", "--now", NOW).out
    (row,) = csv.DictReader(StringIO(text))
    for cell in (row["toward"], row["tags"]):
        assert cell[0] not in "=+-@\t\r ＝"
        assert cell.isprintable()
    if alias in {'a"b', "a,b", "über"}:
        assert row["toward"] == alias
    assert (row["received"], row["gap"]) == ("-1", "-3")


def test_an_empty_period_is_a_header_alone(journal: Journal) -> None:
    ran = mefirst("report", "--format", "csv", "--now", NOW)
    assert (ran.code, ran.out) == (0, ",".join(COLUMNS) + "\n")


# --- the newest so many, newest first


def test_limit_takes_the_newest_moments_and_reverse_turns_them(sample: Path) -> None:
    whole = document("gaps", "8w")["effects"]
    newest = list(dict.fromkeys(line["entry"] for line in whole))[-3:]
    limited = document("gaps", "8w", "--limit", "4")
    assert limited["counts"]["entries"] == 4  # one of them has no effect yet
    assert list(dict.fromkeys(line["entry"] for line in limited["effects"])) == newest
    turned = document("gaps", "8w", "-n", "4", "--reverse")
    assert list(dict.fromkeys(line["entry"] for line in turned["effects"])) == newest[::-1]
    assert turned["overall"] == limited["overall"]
    assert mefirst("gaps", "--limit", "0").code == 2


# --- --fail-on


@pytest.mark.parametrize("command", ["gaps", "report"])
@pytest.mark.parametrize(
    ("conditions", "code", "said"),
    [
        (["backfired>=1"], 5, "Met: backfired>=1 (it is 1).\n"),
        (["backfired>=2"], 0, ""),
        (["backfired>=2", "waiting>=2"], 5, "Met: waiting>=2 (it is 2).\n"),
        (["waiting>=2", "verified.backfired>0"], 5,
         "Met: waiting>=2 (it is 2).\nMet: verified.backfired>0 (it is 1).\n"),
        (["estimated.gap.trust<=-0.5"], 5, "Met: estimated.gap.trust<=-0.5 (it is -1).\n"),
        (["verified.gap.trust<=-2"], 0,
         "Not judged: verified.gap.trust<=-2. verified.gap.trust is not known: fewer than three moments.\n"),
        (["open_cleanups>0", "late_commitments>0"], 0, ""),
        (["late_commitments>=0"], 5, "Met: late_commitments>=0 (it is 0).\n"),
    ],
)  # fmt: skip
def test_a_condition_that_holds_is_exit_code_5(
    sample: Path, command: str, conditions: list[str], code: int, said: str
) -> None:
    """Several: any of them. The document is printed whole all the same; what is not known never fires."""
    options = [word for one in conditions for word in ("--fail-on", one)]
    words = (command, "last-week", "--format", "json", "--now", NOW)
    ran = mefirst(*words, *options)
    assert (ran.code, ran.err) == (code, said)
    assert ran.data == mefirst(*words).data


def test_late_promises_and_open_cleanups_are_found_however_old(journal: Journal) -> None:
    """Promises are few: all are read."""
    journal.add(commitment(nth_id(0, date(2020, 1, 1)), behavior="x", due=date(2020, 2, 1)))
    journal.add(commitment(nth_id(1, date(2019, 1, 1)), kind="repair", who="a"))
    journal.add(entry(nth_id(2), intent="x", cleanup="soon"))
    for command in ("gaps", "report"):
        ran = mefirst(
            command, "7d", "--format", "json", "--now", NOW,
            "--fail-on", "late_commitments==1", "--fail-on", "open_cleanups==2",
        )  # fmt: skip
        assert ran.err.count("Met: ") == 2, ran.err


@pytest.mark.parametrize("typed", ["backfird>=1", "backfired", "gap<=-2", ""])
def test_a_bad_condition_is_refused_before_anything_is_done(home: Path, tmp_path: Path, typed: str) -> None:
    """Even where there is no journal; no file is written."""
    file = tmp_path / "out.json"
    ran = mefirst("report", "--fail-on", typed, "--output", str(file))
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) <= 3
    assert not file.exists()


def test_damage_outweighs_a_condition(sample: Path) -> None:
    """Exit 3: what is not read may matter more; the condition is named as well, and the file written."""
    month = sample / "journals" / "default" / "entries" / "2026" / "11"
    victim = next(path for path in sorted(month.iterdir()) if path.name.startswith("20261116-dvpn3s"))
    victim.write_text("{")
    file = sample / "out.json"
    ran = mefirst(
        "report", "--format", "json", "--fail-on", "backfired>=1", "--output", str(file), "--now", NOW
    )
    assert ran.code == 3
    assert "Met: backfired>=1" in ran.err
    assert victim.name in ran.err
    written = json.loads(file.read_bytes())
    assert written["damaged"] == [victim.name]
    assert written["summary"]["counts"]["entries"] == 6


def test_no_journal_is_exit_code_4_with_the_path(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    ran = mefirst("report", "--output", str(file))
    assert (ran.code, ran.out) == (4, "")
    assert str(home) in ran.err
    assert not file.exists()


# --- --output


@pytest.mark.parametrize(
    "words", [("gaps", "8w"), ("gaps", "--format", "json"), ("report", "--format", "csv")]
)
def test_a_file_holds_what_would_be_printed_and_nothing_is_said(
    sample: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Whole, for its owner alone, with nothing left beside it, and no color."""
    folder = tmp_path / "reports"
    folder.mkdir()
    file = folder / "week.txt"
    ran = mefirst(*words, "--now", NOW, "--output", str(file))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert file.read_bytes() == mefirst(*words, "--now", NOW).data
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(folder.iterdir()) == [file]


def test_a_file_is_replaced_whole_and_keeps_its_mode(sample: Path, tmp_path: Path) -> None:
    """Also behind a link, which stays one."""
    file, link = tmp_path / "week.csv", tmp_path / "latest.csv"
    file.write_text("old " * 100_000)
    file.chmod(0o644)
    link.symlink_to(file)
    assert mefirst("gaps", "--format", "csv", "--output", str(link), "--now", NOW).code == 0
    assert link.is_symlink()
    assert file.read_text("utf-8").startswith("entry,on,")
    assert file.stat().st_mode & 0o777 == 0o644


def test_the_old_file_stays_where_the_report_fails(sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "week.json"
    file.write_text("last week")
    for words in (("report", "no-period"), ("report", "--journal", "other"), ("report", "--fail-on", "x>1")):
        assert mefirst(*words, "--output", str(file)).code in {2, 4}
        assert file.read_text() == "last week"


def test_a_dash_is_stdout(sample: Path) -> None:
    words = ("report", "--format", "json", "--now", NOW)
    assert mefirst(*words, "--output", "-").data == mefirst(*words).data


@pytest.mark.parametrize(("place", "code"), [("missing/week.json", 1), (".", 2), ("/dev/full", 1)])
def test_a_place_that_takes_no_file_is_named(sample: Path, tmp_path: Path, place: str, code: int) -> None:
    """A folder that is not there is not made: a typing error would go unseen."""
    before = tree(tmp_path / "reports")
    target = place if place.startswith("/") else str(tmp_path / "reports" / place)
    (tmp_path / "reports").mkdir(exist_ok=True)
    ran = mefirst("report", "--format", "json", "--output", target, "--now", NOW)
    assert (ran.code, ran.out) == (code, "")
    assert target.removesuffix("/.") in ran.err
    assert 1 < len(ran.err.splitlines()) <= 3
    assert tree(tmp_path / "reports") == before


def test_a_device_is_written_to_and_stays_one(sample: Path) -> None:
    assert mefirst("report", "--format", "json", "--output", "/dev/null", "--now", NOW).code == 0
    assert Path("/dev/null").is_char_device()


# --- the same bytes


ELSEWHERE = [
    {"TERM": "dumb"},
    {"LANG": "C", "LC_ALL": "C"},
    {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"},
    {"TERM": None, "HOME": "/"},
    {"TZ": "UTC", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2"},
    {"TZ": "Asia/Kolkata"},
    {"TZ": "Pacific/Kiritimati"},
    {"TZ": "Europe/Berlin"},
]  # fmt: skip


@pytest.mark.parametrize("env", ELSEWHERE, ids=str)
def test_the_document_is_the_same_in_every_terminal_locale_and_zone(
    sample: Path, env: dict[str, str | None]
) -> None:
    """With the moment given, byte for byte."""
    words = ("report", "--format", "json", "--now", NOW)
    assert process(*words, env=env).data == mefirst(*words).data


@pytest.mark.parametrize(
    "zone", ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati", "Europe/Berlin"]
)
def test_a_moment_without_an_offset_is_one_of_the_zone(sample: Path, zone: str) -> None:
    """Then that offset is all the document differs in."""
    local = process("report", "--format", "json", "--now", "2026-11-23T18:41", env={"TZ": zone}).json
    fixed = document("report")
    assert local.pop("generated_at").startswith("2026-11-23T18:41:00")
    assert fixed.pop("generated_at") == "2026-11-23T18:41:00+00:00"
    assert local == fixed


@pytest.mark.parametrize(
    ("now", "zone", "span"),
    [
        ("2024-12-30T12:00", "UTC", ("2024-12-23", "2024-12-29")),
        ("2024-12-30T03:59", "UTC", ("2024-12-16", "2024-12-22")),  # Sunday still
        ("2025-01-06T09:00", "UTC", ("2024-12-30", "2025-01-05")),
        ("2027-01-03T23:59", "UTC", ("2026-12-21", "2026-12-27")),
        ("2027-01-04T04:00", "UTC", ("2026-12-28", "2027-01-03")),
        ("2026-03-29T03:30", "Europe/Berlin", ("2026-03-16", "2026-03-22")),  # the hour that is not
        ("2026-03-30T04:00", "Europe/Berlin", ("2026-03-23", "2026-03-29")),
        ("2026-10-25T02:30", "Europe/Berlin", ("2026-10-12", "2026-10-18")),  # the hour that is twice
        ("2026-10-26T04:00", "Europe/Berlin", ("2026-10-19", "2026-10-25")),
        ("2026-10-26T03:59", "Europe/Berlin", ("2026-10-12", "2026-10-18")),
        ("2026-04-05T02:30", "Australia/Lord_Howe", ("2026-03-23", "2026-03-29")),  # half an hour
    ],
)
def test_last_week_at_the_edges_of_years_and_of_summer_time(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, now: str, zone: str, span: tuple[str, str]
) -> None:
    """The day ends at four o'clock by the clock on the wall; weeks are those of ISO 8601."""
    import time  # noqa: PLC0415 to take the zone in

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        found = mefirst("report", "--format", "json", "--now", now).json
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (found["period"]["from"], found["period"]["to"]) == span


def test_a_moment_counts_on_its_day_wherever_it_is_read(journal: Journal) -> None:
    """Written at 23:30 in Kiritimati, when it was Sunday noon in London: it stays on the day it is about."""
    written = datetime.fromisoformat("2026-11-22T23:30:00+14:00")
    journal.add(Entry.first(nth_id(0, date(2026, 11, 22)), recorded_at=written, intent="x"))
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        found = process("report", "--format", "json", "--now", "2026-11-23T18:41", env={"TZ": zone}).json
        assert [day["on"] for day in found["calendar"]] == ["2026-11-22"]


# --- what is read


def fill(journal: Journal, first: date, days: int) -> None:
    for number in range(days):
        day = first + timedelta(days=number)
        journal.add(entry(nth_id(number, day), intent="x", effects=[effect(2, 1, toward="deputy")]))


def test_the_cost_of_a_week_does_not_grow_with_the_journal(journal: Journal) -> None:
    """As many files and folders are opened in a journal with years before it; all that is needed is."""
    words = ("report", "last-week", "--format", "json", "--now", NOW)
    mefirst("config", "focus", "trust", "--now", "2026-08-01T12:00+00:00")
    fill(journal, date(2026, 8, 24), 91)
    with opened(journal.root) as asked:
        small = mefirst(*words)
        before = len(asked("open")), len(asked("list"))
    fill(journal, date(2023, 8, 28), 40)
    fill(journal, date(2026, 5, 1), 90)
    with opened(journal.root) as asked:
        large = mefirst(*words)
        after = len(asked("open")), len(asked("list"))
    assert large.json["focus"] == small.json["focus"]
    assert after[0] == before[0]
    assert after[1] <= before[1] + 2  # the folders of years, to find the first entry


def test_then_and_now_comes_every_13_weeks_and_can_be_switched_off(journal: Journal) -> None:
    """Only then the first weeks of the journal are read."""
    fill(journal, date(2026, 8, 17), 20)
    fill(journal, date(2026, 11, 9), 14)
    pair = document("report", "last-week")["then_and_now"]
    assert (pair["dimension"], pair["toward"]) == ("trust", "deputy")
    assert (pair["then"]["on"], pair["now"]["on"]) == ("2026-08-17", "2026-11-22")
    assert document("report", "2026-W46")["then_and_now"] is None
    mefirst("config", "then_and_now", "no")
    assert document("report", "last-week")["then_and_now"] is None


def test_damage_among_the_oldest_is_named_where_they_are_read(journal: Journal) -> None:
    fill(journal, date(2026, 8, 17), 3)
    fill(journal, date(2026, 11, 16), 7)
    victim = next((journal.root / "entries" / "2026" / "08").iterdir())
    victim.write_text("{")
    ran = mefirst("report", "last-week", "--format", "json", "--now", NOW)
    assert (ran.code, ran.json["damaged"]) == (3, [victim.name])


@pytest.mark.parametrize(
    ("command", "form"),
    [(command, form) for command in ("report", "gaps") for form in ("table", "plain", "md", "html")]
    + [("list", "table"), ("list", "plain")],
)
def test_a_filter_is_named_and_never_makes_a_week_empty(home: Path, command: str, form: str) -> None:
    """Under the title, and where nothing passes it: there were moments, only none of these."""
    lay_out_sample(home)
    ask = (command, "last-week", "--format", form, "--now", NOW, "--person")
    assert "Only with person deputy." in mefirst(*ask, "deputy").out
    nobody = mefirst(*ask, "nobody").out
    assert re.search(r"No moments [^.]+ with person nobody\.", nobody)
    assert "Nothing to read" not in nobody
    assert "Only with" not in mefirst(*ask[:-1]).out
