"""What the README says is what happens."""

import re
from pathlib import Path

import pytest

from mefirst.cli.main import COMMANDS, main
from mefirst.interview.answers import parse_answers

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def fenced(marker: str) -> str:
    """The code block below a marker."""
    found = re.search(rf"<!-- {re.escape(marker)}[^>]*-->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found, marker
    return found[1]


def test_every_command_is_in_the_readme() -> None:
    """A command nobody reads of does not exist."""
    for name in COMMANDS:
        assert f"`mefirst {name}" in README, name


def test_the_readme_names_no_other_command() -> None:
    """What the README promises is there."""
    named = set(re.findall(r"`mefirst ([a-z]+)", README)) | set(
        re.findall(r"^\$ mefirst ([a-z]+)", README, re.MULTILINE)
    )
    assert named <= set(COMMANDS)


def test_the_transcript_is_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command of the transcript prints what stands below it; only the handle differs."""
    monkeypatch.chdir(tmp_path)
    Path("answers.yaml").write_text(fenced("answers.yaml"), "utf-8")
    for block in fenced("transcript").split("$ mefirst ")[1:]:
        command, _, expected = block.partition("\n")
        assert main(command.split()) == 0
        shown = capsys.readouterr().out
        handles = r"(?<=Mon )[0-9a-z]{6}"
        assert re.sub(handles, "4k7q0z", shown).strip() == expected.strip()


def test_the_answers_of_the_readme_can_be_read() -> None:
    """The sample file is a file of answers."""
    assert parse_answers(fenced("answers.yaml").encode(), "answers.yaml")["effect"]["seen"] == "-2"


def test_no_file_holds_two_versions_of_itself() -> None:
    """What a merge left to be decided was decided, in every text of the repository."""
    top = Path(__file__).parents[1]
    folders = ("src", "tests", "docs", "benchmarks", "prompts", ".ci")
    paths = [
        *top.glob("*.md"),
        *top.glob("*.toml"),
        *(path for one in folders for path in (top / one).rglob("*")),
    ]
    undecided = re.compile(rb"^(<{7}|>{7}) ", re.MULTILINE)
    assert [path for path in paths if path.is_file() and undecided.search(path.read_bytes())] == []
