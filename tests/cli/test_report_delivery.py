"""`mefirst report`: the formats, where they go, and the browser."""

import os
import re
import stat
from pathlib import Path

import pytest

from hostile import HOSTILE, hostile_records
from mefirst.journal.store import Journal
from running import NOW, lay_out_sample, mefirst, process

FORMATS = ("table", "plain", "md", "html", "json", "csv")


@pytest.fixture
def sample(home: Path) -> Path:
    """Put the sample into this test's home."""
    return lay_out_sample(home)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", [("report",), ("gaps", "8w")], ids=" ".join)
def test_every_format_goes_to_stdout_and_into_a_file_alike(
    sample: Path, tmp_path: Path, command: tuple[str, ...], form: str
) -> None:
    """The same bytes, each time; a file is for its owner alone, and nothing is said."""
    file = tmp_path / "report"
    printed = mefirst(*command, "--format", form, "--now", NOW)
    written = mefirst(*command, "--format", form, "--now", NOW, "--output", str(file))
    assert (printed.code, printed.err, written.code, written.out, written.err) == (0, "", 0, "", "")
    assert file.read_bytes() == printed.data
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert mefirst(*command, "--format", form, "--now", NOW).data == printed.data


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("week.html", "<!doctype html>"),
        ("week.HTM", "<!doctype html>"),
        ("week.md", "# Week 47"),
        ("week.json", "{"),
        ("week.csv", "entry,on,"),
        ("week.txt", "Week 47"),
        ("week", "Week 47"),
    ],
)
def test_the_ending_of_the_file_says_the_format(sample: Path, tmp_path: Path, name: str, begins: str) -> None:
    """Unless --format does."""
    for command in (("report", "last-week"), ("gaps", "last-week")):
        assert mefirst(*command, "--now", NOW, "-o", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert mefirst("report", "--format", "plain", "--now", NOW, "-o", str(tmp_path / name)).code == 0
    assert (tmp_path / name).read_text("utf-8").startswith("7 moments on 6 days")


def test_a_page_and_markdown_are_utf_8_whatever_the_locale_says(sample: Path) -> None:
    """A terminal that can say ASCII alone gets letters in its table, and the same documents."""
    for form in ("html", "md"):
        wide, narrow = (
            mefirst("report", "--format", form, "--now", NOW, encoding=one) for one in ("utf-8", "ascii")
        )
        assert narrow.data == wide.data
    table = mefirst("report", "--now", NOW, encoding="ascii")
    assert "A---S---+-------M" in table.out


def test_everything_plain_makes_the_report_plain(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for every command; no sign of ours in it."""
    monkeypatch.setenv("MEFIRST_PLAIN", "1")
    ran = mefirst("report", "--now", NOW)
    assert ran.out == mefirst("report", "--format", "plain", "--now", NOW).out
    assert not set("−●○◆◉◈│┼─·") & set(ran.out)


def test_hostile_words_leave_the_journal_as_words(journal: Journal) -> None:
    """In a table, in a page, in Markdown, and in a cell of a sheet, where none begins a formula."""
    entries, promises = hostile_records()
    for one in (*entries, *promises):
        journal.add(one)
    ran = {form: mefirst("report", "all", "--format", form, "--now", NOW) for form in FORMATS}
    assert {(one.code, one.err) for one in ran.values()} == {(0, "")}
    assert "<script>" not in ran["html"].out
    assert not re.search(r"(?<!\\\\)<script>", ran["md"].out)
    assert not re.search(r"(^|,)\"?[=@+\t\r]", ran["csv"].out, re.MULTILINE)
    assert HOSTILE[3].replace('"', '""') in ran["csv"].out


@pytest.fixture
def browser(tmp_path: Path) -> dict[str, str | None]:
    """Return the environment in which a script stands for the browser: it copies what it is asked to show."""
    script = tmp_path / "browser"
    script.write_text(
        f'#!/bin/sh\necho "$1" > {tmp_path}/asked\ncp "${{1#file://}}" {tmp_path}/shown\n', "utf-8"
    )
    script.chmod(0o755)
    folder = tmp_path / "tmp"
    folder.mkdir()
    return {"BROWSER": f"{script} %s", "TMPDIR": str(folder)}


def test_open_shows_a_page_that_nobody_else_can_read(
    sample: Path, tmp_path: Path, browser: dict[str, str | None]
) -> None:
    """In a folder of its own below the temporary one, named on stderr; stdout stays empty."""
    ran = process("report", "--open", "--now", NOW, env=browser)
    assert (ran.code, ran.out) == (0, "")
    page = next((tmp_path / "tmp").glob("mefirst-*/report.html"))
    assert ran.err == f"Opened {page}; delete it when you have read it.\n"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    assert (tmp_path / "asked").read_text("utf-8") == f"{page.as_uri()}\n"
    assert (tmp_path / "shown").read_bytes() == page.read_bytes()
    assert page.read_bytes() == mefirst("report", "--format", "html", "--now", NOW).data


def test_open_shows_the_file_that_was_named(
    sample: Path, tmp_path: Path, browser: dict[str, str | None]
) -> None:
    """--output says where it is; nothing else is left behind."""
    file = tmp_path / "week.html"
    ran = process("report", "--open", "--output", str(file), "--now", NOW, env=browser)
    assert (ran.code, ran.err) == (0, f"Opened {file}\n")
    assert (tmp_path / "asked").read_text("utf-8") == f"{file.as_uri()}\n"
    assert list((tmp_path / "tmp").iterdir()) == []


def test_open_without_a_browser_says_where_the_page_is(sample: Path, tmp_path: Path) -> None:
    """An error, for nothing was opened; the page is there."""
    nothing = {
        "BROWSER": "/no/such/browser",
        "PATH": "/nonexistent",
        "DISPLAY": None,
        "WAYLAND_DISPLAY": None,
    }
    ran = process("report", "--open", "-o", str(tmp_path / "w.html"), "--now", NOW, env=nothing)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "Not opened: no browser was found.",
        f"The report is in {tmp_path / 'w.html'}.",
        "Open it there, or name another --output.",
    ]
    assert (tmp_path / "w.html").exists()


def test_open_is_for_pages(sample: Path) -> None:
    """Another format with it is refused, and nothing is written."""
    ran = mefirst("report", "--open", "--format", "md", "--now", NOW)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == ["--open opens HTML, and this is md.", "Leave out --format, or --open."]
    assert os.environ["MEFIRST_HOME"]


@pytest.mark.parametrize("command", ["report", "gaps"])
def test_a_file_whose_ending_is_no_format_is_refused(home: Path, tmp_path: Path, command: str) -> None:
    """A table under the name of a PDF would be no PDF; a format that is asked for is taken at its word."""
    lay_out_sample(home)
    file = tmp_path / "y.pdf"
    ran = mefirst(command, "--now", NOW, "--output", str(file))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        f"{file} is not written: there is no format for .pdf.",
        "Known endings: .html .htm .md .json .csv .txt",
        "End it in one of these, or name a --format.",
    ]
    assert not file.exists()
    assert mefirst(command, "--now", NOW, "--output", str(file), "--format", "plain").code == 0
    for text in ("text.txt", "no-ending"):
        assert mefirst(command, "--now", NOW, "--output", str(tmp_path / text)).code == 0
