"""`mefirst config` and `mefirst demo`."""

import os
import stat
from pathlib import Path

import pytest

from running import NOW, mefirst, noted, records, tree

VALUES = [
    ("day_ends", "05:30", "05:30", 'day_ends = "05:30"'),
    ("day_ends", "5:30", "05:30", 'day_ends = "05:30"'),
    ("plain", "yes", "yes", "plain = true"),
    ("plain", "on", "yes", "plain = true"),
    ("plain", "no", "no", "plain = false"),
    ("language", "de", "de", 'language = "de"'),
    ("editor", "nvim -f", "nvim -f", 'editor = "nvim -f"'),
]


@pytest.mark.parametrize(("name", "typed", "said", "stored"), VALUES)
def test_a_setting_is_written_read_and_taken_back(
    home: Path, name: str, typed: str, said: str, stored: str
) -> None:
    """One line in config.toml, for the owner alone; --unset takes it out."""
    before = mefirst("config", name).out
    ran = mefirst("config", name, typed)
    assert (ran.code, ran.out, ran.err) == (0, "", f"{name} is {said} now.\n")
    path = home / "config.toml"
    assert path.read_text("utf-8") == f"{stored}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert mefirst("config", name).out == f"{said}\n"
    assert list(tree(home)) == ["config.toml"]
    unset = mefirst("config", name, "--unset")
    assert (unset.code, unset.err) == (0, f"{name} is back to what it is by itself.\n")
    assert path.read_text("utf-8") == ""
    assert mefirst("config", name).out == before


def test_comments_order_and_unknown_lines_of_the_owner_survive(home: Path) -> None:
    """Only the one line changes."""
    home.mkdir()
    text = '# mine, do not touch\nfuture = [1, 2]   # of a later version\nplain = false # for now\n\n[other]\nx = "é"\n'
    (home / "config.toml").write_text(text, "utf-8")
    mefirst("config", "plain", "yes")
    assert (home / "config.toml").read_text("utf-8") == text.replace("plain = false", "plain = true")
    mefirst("config", "plain", "--unset")
    left = (home / "config.toml").read_text("utf-8")
    assert "plain" not in left
    assert left.splitlines()[:2] == text.splitlines()[:2]
    assert left.splitlines()[-2:] == text.splitlines()[-2:]


def test_all_settings_at_once(home: Path) -> None:
    """With where they are kept, on stderr; nothing is created by looking."""
    ran = mefirst("config")
    assert ran.out == (
        "focus          not set\nday_ends       04:00\nplain          no\nlanguage       not set\n"
        "editor         not set\nthen_and_now   yes\nunlock_command not set\n"
    )
    assert ran.err == f"Kept in {home / 'config.toml'}\n"
    assert not home.exists()
    mefirst("config", "plain", "yes")
    mefirst("config", "focus", "trust", "--now", NOW)
    assert mefirst("config").out.startswith(
        "focus          trust\nday_ends       04:00\nplain          yes\n"
    )


def test_the_settings_as_a_document(home: Path) -> None:
    """Typed: true is true, nothing is null."""
    mefirst("config", "plain", "yes")
    document = mefirst("config", "--format", "json", "--now", NOW).json
    assert document["schema"] == "mefirst.config/1"
    assert document["path"] == str(home / "config.toml")
    assert document["settings"] == {
        "focus": None, "day_ends": "04:00", "plain": True, "language": None, "editor": None,
        "then_and_now": True, "unlock_command": None,
    }  # fmt: skip


def test_the_focus_is_a_dated_record_of_the_journal(home: Path) -> None:
    """So that nobody chooses it after looking; a new one stands beside the old, --unset ends it."""
    ran = mefirst("config", "focus", "trust", "--now", "2026-11-20T10:00+00:00")
    assert (ran.code, ran.err) == (0, "From today your focus is trust.\n")
    assert mefirst("config", "focus").out == "trust\n"
    mefirst("config", "focus", "clarity", "--now", NOW)
    assert mefirst("config", "focus").out == "clarity\n"
    ended = mefirst("config", "focus", "--unset", "--now", "2026-11-24T10:00+00:00")
    assert (ended.code, ended.err) == (0, "From today there is no focus.\n")
    assert mefirst("config", "focus").out == "not set\n"
    assert [name[:8] for name in records(home, "focus")] == ["20261120", "20261123", "20261124"]
    assert not (home / "config.toml").exists()


def test_a_focus_belongs_to_its_journal() -> None:
    """Work may have another one than home."""
    mefirst("config", "focus", "trust", "--journal", "work", "--now", NOW)
    assert mefirst("config", "focus", "--journal", "work").out == "trust\n"
    assert mefirst("config", "focus").out == "not set\n"


def test_the_demo_shows_where_it_leads_and_touches_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three screens from a journal that is gone afterwards; one's own is as it was."""
    noted("my own words")
    before = tree(home)
    temporary = home.parent / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    ran = mefirst("demo", "--now", NOW)
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if line.startswith("$")] == [
        "$ mefirst", "$ mefirst report last-week", "$ mefirst gaps 8w",
    ]  # fmt: skip
    assert "my own words" not in ran.out
    assert "These were samples, and are gone." in ran.err
    assert tree(home) == before
    assert list(temporary.iterdir()) == []
    assert os.environ["MEFIRST_HOME"] == str(home)
    assert mefirst("demo", "--now", NOW).data == ran.data


def test_the_demo_without_a_home_leaves_none(home: Path) -> None:
    """Trying it out begins no journal."""
    assert mefirst("demo", "--now", NOW).code == 0
    assert not home.exists()


def test_the_demo_in_sentences() -> None:
    """--plain: no sign of ours on stdout, and the environment is as before."""
    ran = mefirst("demo", "--plain", "--now", NOW)
    assert (
        "meant plus 2, arrived minus 1, they said, your reading was minus 2, gap minus 3, backfired."
        in ran.out
    )
    assert not set("−●○◆◉◈│┼─") & set(ran.out)
    assert "MEFIRST_PLAIN" not in os.environ


def test_the_demo_can_be_kept_and_looked_at(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same entries with the same ids each time; a folder that is in use is refused."""
    folder = tmp_path / "kept" / "demo"
    ran = mefirst("demo", "--keep", str(folder), "--now", NOW)
    assert ran.code == 0
    assert ran.err == f"Look around:  MEFIRST_HOME={folder} mefirst list\n"
    again = mefirst("demo", "--keep", str(folder), "--now", NOW)
    assert (again.code, again.out) == (2, "")
    assert again.err.startswith(f"{folder} is there already, and not empty.")
    monkeypatch.setenv("MEFIRST_HOME", str(folder))
    first = mefirst("list", "all", "--format", "jsonl", "--now", NOW)
    assert (first.code, len(first.out.splitlines())) == (0, 53)
    other = tmp_path / "other"
    other.mkdir()
    mefirst("demo", "--keep", str(other), "--now", NOW)
    monkeypatch.setenv("MEFIRST_HOME", str(other))
    assert mefirst("list", "all", "--format", "jsonl", "--now", NOW).data == first.data
    assert not home.exists()


def test_the_demo_at_any_moment() -> None:
    """At midnight of a leap day too, its days are eight weeks back from then, none of them to come."""
    for now in ("2028-02-29T00:00+00:00", "2026-01-01T04:00+14:00", "2026-11-23T23:59-11:00"):
        ran = mefirst("demo", "--now", now)
        assert ran.code == 0
        assert "stumbled" not in ran.err
        assert "53 moments" in ran.out or "54 moments" in ran.out, now
