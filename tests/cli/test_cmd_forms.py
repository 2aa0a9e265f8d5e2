"""`mefirst ask --form` and `mefirst impact --form`: a colleague without mefirst answers in a plain-text file."""

from pathlib import Path
from typing import Any

import pytest

from mefirst.cli.context import Context
from running import EFFECT, NOW, Ran, mefirst, reflected, shown, tree

TWO = [EFFECT, {**EFFECT, "dimension": "clarity", "toward": "board", "intended": 1}]


def ask(*words: str) -> Ran:
    return mefirst("ask", "last", "--of", "deputy", "--expect", "-2", *words, "--now", NOW)


def impact(*words: str, entry: str = "last", stdin: str = "") -> Ran:
    return mefirst("impact", entry, *words, "--now", NOW, stdin=stdin.encode())


def line(number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = shown("last")["effects"][number]
    return found


def filled(path: Path, number: str = "-1", words: str = "It stung.") -> str:
    """Write the form, fill it in, and return its path."""
    assert ask("--output", str(path)).code == 0
    text = path.read_text("utf-8")
    text = text.replace("+3:\n", f"+3:\n{number}\n", 1).replace("you like:\n", f"you like:\n{words}\n", 1)
    path.write_text(text, "utf-8")
    return str(path)


def test_the_form_is_written_and_the_guess_kept(tmp_path: Path) -> None:
    """To a file for its owner alone, or to be pasted; it says no more than the message does."""
    record_id = reflected()
    path = tmp_path / "form.txt"
    ran = ask("--output", str(path))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        f"Your guess is kept with {record_id[9:15]}.",
        f"To send to them, and to nobody else:  {path}",
        f"When they answer:  mefirst impact {record_id[9:15]} --by deputy --dimension trust --form FILE",
    ]
    assert line()["predicted"] == -2
    assert (path.read_text("utf-8"), path.stat().st_mode & 0o777) == (ask("--form").out, 0o600)
    assert "deputy" not in path.read_text("utf-8")
    assert path.read_text("utf-8").splitlines()[-1].endswith(f"{record_id[9:15]} trust")


def test_a_dry_run_writes_no_form(home: Path, tmp_path: Path) -> None:
    reflected()
    before = tree(home)
    ran = ask("--output", str(tmp_path / "form.txt"), "--dry-run")
    assert (ran.code, "Your number, from -3 to +3:" in ran.out) == (0, True)
    assert not (tmp_path / "form.txt").exists()
    assert tree(home) == before


def test_a_form_that_cannot_be_written_keeps_no_guess(home: Path, tmp_path: Path) -> None:
    reflected()
    before = tree(home)
    assert ask("--output", str(tmp_path / "none" / "form.txt")).code == 1
    assert tree(home) == before


def test_what_the_form_says_becomes_what_they_said(tmp_path: Path) -> None:
    """Who is known by the line; how it came is stored; the guess is compared as ever."""
    reflected()
    ran = impact("--form", filled(tmp_path / "form.txt"), "--yes")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines()[:3] == [
        "From the form: deputy puts trust at −1.",
        "In their words: “It stung.”",
        "You expected −2. They said −1.",
    ]
    assert line()["reported"] == [
        {"by": "deputy", "value": -1, "on": "2026-11-23", "how": "form", "quote": "It stung."}
    ]
    assert line()["status"] == "verified"


def test_it_is_shown_before_it_is_saved(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A no saves nothing; where nobody can be asked, it takes `--yes`."""
    reflected()
    path = filled(tmp_path / "form.txt")
    before = tree(home)
    ran = impact("--form", path)
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "Look first, then say --yes.")
    assert impact("--form", path, "--dry-run").err.splitlines()[-1] == "This fits. Nothing was saved."
    monkeypatch.setenv("MEFIRST_PLAIN", "1")
    monkeypatch.setattr(Context, "interactive", True)
    ran = impact("--form", path, stdin="no\n")
    assert (ran.code, "Nothing was saved." in ran.err) == (1, True)
    assert tree(home) == before
    assert impact("--form", path, stdin="yes\n").code == 0
    assert line()["received"] == -1


def test_a_form_by_a_pipe(tmp_path: Path) -> None:
    """Quoted as in an e-mail, with its line ends."""
    reflected()
    text = Path(filled(tmp_path / "form.txt", "+1", "")).read_text("utf-8")
    piped = "".join(f"> {one}\r\n" for one in text.splitlines())
    assert impact("--form", "-", "--yes", "--by", "board", "--quiet", stdin=piped).code == 0
    assert [(one["by"], one["value"], one["quote"]) for one in line()["reported"]] == [("board", 1, None)]


def test_a_form_knows_its_line(tmp_path: Path) -> None:
    """Of an entry with several effects, by its dimension."""
    reflected(effect=TWO)
    assert impact("--form", filled(tmp_path / "form.txt"), "--yes").code == 0
    assert [len(line(number)["reported"]) for number in range(2)] == [1, 0]


def test_a_form_about_another_entry_is_refused(home: Path, tmp_path: Path) -> None:
    older = reflected()
    path = filled(tmp_path / "form.txt")
    newer = reflected()
    before = tree(home)
    ran = impact("--form", path, "--yes")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        f"This form is about {older[9:15]}, not about {newer[9:15]}.",
        f"mefirst impact {older[9:15]} --form FILE",
    ]
    assert tree(home) == before
    assert impact("--form", path, "--yes", entry=older).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--form", "none.txt"), "The form in none.txt cannot be read.\nNo such file or directory"),
        (("--form", "."), "Is a directory"),
        (("--form", "-", "--value", "1"), "--form goes without --value, --seen, --text, --quote and --how"),
        (("--form", "-", "--yes"), "It has no line 'Your number, from -3 to +3:'."),
    ],
)
def test_a_form_that_cannot_be_taken(home: Path, words: tuple[str, ...], said: str) -> None:
    reflected()
    before = tree(home)
    ran = impact(*words, stdin="nothing of the kind")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 3
    assert tree(home) == before


def test_who_filled_it_in_has_to_be_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a line toward nobody, with several people there: by `--by`, or by asking."""
    reflected(who="deputy, board", effect={**EFFECT, "toward": None})
    path = filled(tmp_path / "form.txt")
    assert impact("--form", path, "--yes").err.startswith("An answer is needed: '--by'.")
    monkeypatch.setenv("MEFIRST_PLAIN", "1")
    monkeypatch.setattr(Context, "interactive", True)
    assert impact("--form", path, "--yes", stdin="board\n").code == 0
    assert line()["reported"][0]["by"] == "board"


def test_a_form_in_german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    reflected()
    text = ask("--form").out
    assert "Deine Zahl, von -3 bis +3:" in text
    monkeypatch.delenv("LANG")
    assert impact("--form", "-", "--yes", stdin=text.replace("+3:\n", "+3:\n−2\n", 1)).code == 0
    assert line()["received"] == -2
