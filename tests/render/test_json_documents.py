"""Documents: every field in every one of them, null where few numbers forbid a figure."""

from pathlib import Path
from typing import Any

import pytest

from mefirst.analysis.gap import VERDICTS
from mefirst.journal.store import Journal
from running import NOW, lay_out_sample, mefirst, reflected
from samples import effect, entry, nth_id, reported

HEAD = ["schema", "generated_at", "journal", "damaged"]
GROUP = {"entries", "intended", "estimated", "verified"}
STATUS = {"n", "received", "gap", "backfired"}
GAP = {"mean", "mean_abs", "median", "min", "max", "interval90"}
LINE = {
    "entry", "on", "dimension", "toward", "intended", "seen", "predicted", "received", "gap", "blind", "meta",
    "status", "verdict",
}  # fmt: skip


def document(*words: str) -> dict[str, Any]:
    ran = mefirst(*words, "--format", "json", "--now", NOW)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = ran.json
    return found


def shape(value: Any) -> Any:
    """Return what fields a document has, whatever their values; lists by their first item."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict) else []
    return None


def assert_group(group: dict[str, Any]) -> None:
    """Check that a group has each of its fields."""
    assert set(group) >= GROUP
    assert set(group["intended"]) == {"n", "mean", "median"}
    for status in (group["estimated"], group["verified"]):
        assert set(status) == STATUS
        assert set(status["received"]) == {"mean", "median"}
        assert set(status["gap"]) == GAP
        assert set(status["backfired"]) == {"k", "n", "interval90"}


@pytest.mark.parametrize("full", [False, True])
def test_the_gaps_document_has_every_field_always(journal: Journal, home: Path, full: bool) -> None:
    """Of an empty journal and of eight weeks alike."""
    if full:
        home.rename(home.with_name("empty"))
        lay_out_sample(home)
    found = document("gaps", "8w")
    assert list(found) == [
        *HEAD, "period", "filters", "by", "counts", "verdicts", "overall", "groups", "effects",
    ]  # fmt: skip
    assert found["schema"] == "mefirst.gaps/1"
    assert found["generated_at"] == "2026-11-23T18:41:00+00:00"
    assert found["period"] == {"name": "8w", "from": "2026-09-29", "to": "2026-11-23"}
    assert list(found["verdicts"]) == list(VERDICTS)
    assert set(found["counts"]) >= {
        "entries",
        "days",
        "effects",
        "verified",
        "estimated",
        "waiting",
        "captured",
    }
    assert_group(found["overall"])
    for group in found["groups"]:
        assert "key" in group
        assert_group(group)
    assert all(set(line) == LINE for line in found["effects"])
    assert bool(found["effects"]) == full
    assert sum(found["verdicts"].values()) == found["counts"]["verified"] + found["counts"]["estimated"]
    assert len(found["effects"]) == found["counts"]["effects"]


def test_the_counts_of_the_sample_add_up(home: Path) -> None:
    """Groups by dimension hold each line once; overall holds each entry with an effect once."""
    lay_out_sample(home)
    found = document("gaps", "8w")
    by_dimension: dict[str, set[str]] = {}
    for line in found["effects"]:
        by_dimension.setdefault(line["dimension"], set()).add(line["entry"])
    assert {group["key"]: group["entries"] for group in found["groups"]} == {
        name: len(entries) for name, entries in by_dimension.items()
    }
    assert found["overall"]["entries"] == len({line["entry"] for line in found["effects"]})
    for line in found["effects"]:
        known = line["received"] is not None and line["intended"] is not None
        assert (
            (line["gap"] is not None)
            == known
            == (line["verdict"] is not None)
            == (line["status"] != "waiting")
        )
        if known:
            assert line["gap"] == line["received"] - line["intended"]


def test_an_entry_has_the_same_fields_in_every_document(home: Path) -> None:
    """In `list`, in the screen of today, and more in `show`."""
    lay_out_sample(home)
    entries = document("list", "8w")["entries"]
    assert len({frozenset(one) for one in entries}) == 1
    today = document()
    assert set(today["waiting"][0]) == set(today["noted"][0]) == set(entries[0])
    assert set(document("show", entries[0]["id"])["entry"]) == {
        *entries[0], "unsaid", "commitments", "conflicts",
    }  # fmt: skip
    assert len({frozenset(line) for one in entries for line in one["effects"]}) == 1


def test_the_screen_of_today_has_every_field_always(home: Path) -> None:
    """Of a journal with nothing in it too."""
    mefirst("config", "focus", "trust", "--now", NOW)
    empty = document()
    parts = ("draft", "promises", "cleanups", "waiting", "noted", "questions", "talks", "shares", "last_week")
    assert list(empty) == [*HEAD, *parts]
    home.rename(home.with_name("empty"))
    lay_out_sample(home)
    assert list(document()) == list(empty)
    week, nothing = document()["last_week"], empty["last_week"]
    assert week["kept"].pop("interval90") is not None
    assert nothing["kept"].pop("interval90") is None
    assert shape(week) == shape(nothing)


def numbers(journal: Journal, n: int, *, verified: bool) -> dict[str, Any]:
    """Fill a journal with n entries of one kind and return the figures of that kind."""
    for number in range(n):
        seen = number % 3 - 1
        line = effect(2, None, reported("deputy", seen)) if verified else effect(2, seen)
        journal.add(entry(nth_id(number), intent="x", effects=[line]))
    found = document("gaps")
    kind = "verified" if verified else "estimated"
    (group,) = found["groups"]
    assert group[kind] == found["overall"][kind]
    assert group["intended"] == found["overall"]["intended"]
    return {"intended": group["intended"], **group[kind]}


@pytest.mark.parametrize("verified", [False, True])
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6])
def test_what_few_numbers_forbid_is_null(journal: Journal, n: int, verified: bool) -> None:
    """Fewer than three: nothing. Three or four: median, least and greatest. From five on: means too."""
    found = numbers(journal, n, verified=verified)
    assert (found["n"], found["intended"]["n"]) == (n, n)
    medians = [found["intended"]["median"], found["received"]["median"], found["gap"]["median"]]
    medians += [found["gap"]["min"], found["gap"]["max"]]
    means = [
        found["intended"]["mean"],
        found["received"]["mean"],
        found["gap"]["mean"],
        found["gap"]["mean_abs"],
    ]
    assert all((value is None) == (n < 3) for value in medians)
    assert all((value is None) == (n < 5) for value in means)
    if n < 5:
        assert found["gap"]["interval90"] is None
    assert found["backfired"]["n"] == n


AVERAGES = ("median", "mean ", "average", "in the middle")


@pytest.mark.parametrize("verified", [False, True])
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("columns", ["50", "80"])
def test_no_format_speaks_of_averages_of_fewer_than_three(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, n: int, verified: bool, columns: str
) -> None:
    """Nor of a mean of fewer than five."""
    monkeypatch.setenv("COLUMNS", columns)
    numbers(journal, n, verified=verified)
    said = [
        mefirst(*words, "--now", NOW).out
        for words in (("gaps",), ("list",), ("--plain",), ("show", nth_id(0)))
    ]
    plain = mefirst("gaps", "--format", "plain", "--now", NOW).out
    for text in (*said, plain):
        lowered = text.lower().replace("too few for averages", "")
        assert n >= 3 or not any(word in lowered for word in AVERAGES), text
        assert n >= 5 or not any(word in lowered for word in ("mean ", "average")), text
    if n < 3:
        assert "read the moments" in " ".join(said[0].split()) or "Nothing to conclude yet" in said[0]
        assert "read the moments" in plain or "Nothing to conclude yet" in plain
    if n >= 3:
        assert "median" in said[0]
        assert "in the middle" in plain


def test_two_of_each_kind_are_not_four(journal: Journal) -> None:
    """Estimated and verified entries do not add up to enough for an average of what arrived."""
    for number in range(2):
        journal.add(entry(nth_id(number), intent="x", effects=[effect(2, 1)]))
        journal.add(entry(nth_id(10 + number), intent="x", effects=[effect(2, None, reported("deputy", 1))]))
    overall = document("gaps")["overall"]
    assert overall["intended"] == {"n": 4, "mean": None, "median": 2}
    for status in ("estimated", "verified"):
        assert overall[status]["n"] == 2
        assert set(overall[status]["gap"].values()) == set(overall[status]["received"].values()) == {None}


def test_lines_of_one_entry_are_one_value(journal: Journal) -> None:
    """Three effects of one moment are n = 1 overall."""
    lines = [effect(2, 1, dimension=name) for name in ("trust", "clarity", "energy")]
    journal.add(entry(nth_id(0), intent="x", effects=lines))
    found = document("gaps")
    assert (found["counts"]["effects"], found["overall"]["estimated"]["n"]) == (3, 1)
    assert found["overall"]["estimated"]["gap"]["median"] is None


def test_halves_stay_halves_and_whole_numbers_whole(journal: Journal) -> None:
    """−0.5 is a number with a point, −3 is none."""
    journal.add(entry(nth_id(0), intent="x", effects=[effect(2, None, reported("a", 1), reported("b", 2))]))
    text = mefirst("gaps", "--format", "json", "--now", NOW).out
    assert '"received": 1.5,\n' in text
    assert '"gap": -0.5,\n' in text
    assert '"intended": 2,\n' in text


def test_documents_are_plain_json_whatever_is_in_them() -> None:
    """Unsafe characters are escaped, the others stand as they are."""
    reflected(moment="Löwe \u202e \x9b 会議")
    text = mefirst("list", "--format", "json", "--now", NOW).out
    assert "Löwe \\u202e \\u009b 会議" in text
