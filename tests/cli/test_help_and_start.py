"""Every command explains itself, is there, and starts with no more than it needs."""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from mefirst.cli.main import COMMANDS, app
from running import NOW, environment, mefirst, noted, process

HEAVY = {"rich", "prompt_toolkit", "yaml", "tomlkit"}


def commands() -> dict[tuple[str, ...], Any]:
    """Return every command by the words it is called with; those of a command of several too."""
    group: Any = get_command(app)
    found: dict[tuple[str, ...], Any] = {(): group}
    for name in COMMANDS:
        command = group.get_command(None, name)
        found[(name,)] = command
        found.update({(name, below): one for below, one in getattr(command, "commands", {}).items()})
    return found


EVERY = commands()
paths = pytest.mark.parametrize("path", EVERY, ids=lambda path: " ".join(("mefirst", *path)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_can_be_imported(name: str) -> None:
    """The table names a module with a Typer app that holds a command, or several."""
    module = importlib.import_module(COMMANDS[name])
    assert isinstance(module.app, typer.Typer)
    assert module.app.registered_commands
    assert EVERY[name,].name == name


@paths
def test_every_help_has_an_example_and_explains_every_option(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 0, a usage line, an example, and for each option and argument a sentence."""
    monkeypatch.setenv("MEFIRST_PLAIN", "1")
    monkeypatch.setenv("COLUMNS", "100")
    ran = mefirst(*path, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(" ".join(("Usage: mefirst", *path)))
    assert re.search(r"^  Examples?: mefirst", ran.out, re.MULTILINE)
    assert "[[" not in ran.out
    assert mefirst(*path, "-h").out == ran.out
    monkeypatch.delenv("MEFIRST_PLAIN")
    for out in (ran.out, mefirst(*path, "--help").out):
        assert not re.search(r"<(bool|str|path|file|directory|list.*)>", out)
    for parameter in EVERY[path].params:
        assert parameter.help, f"{parameter.name} has no help"
        assert all(option in ran.out for option in parameter.opts if option.startswith("--"))


@paths
def test_help_is_in_lines_where_plain_is_wanted(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screen reader hears no boxes, of a command of several neither."""
    assert "╭" in mefirst(*path, "--help").out
    monkeypatch.setenv("MEFIRST_PLAIN", "1")
    assert not set("╭│╰─") & set(mefirst(*path, "--help").out)


@paths
def test_every_example_can_be_typed(path: tuple[str, ...]) -> None:
    """What stands behind `Example:` is a command, with options that exist."""
    examples = re.findall(r"mefirst ((?:[a-z]+)(?: [\w./-]+)*)", EVERY[path].epilog)
    assert examples
    for example in examples:
        words = example.split()
        named = next(one for one in (tuple(words[:2]), tuple(words[:1])) if one in EVERY)
        run = [named, *((word,) for word in words[1:] if (word,) in EVERY)]  # `remind` runs another one
        options = {option for one in run for parameter in EVERY[one].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options


def test_the_list_of_commands_is_in_the_order_of_the_table() -> None:
    """As people come to need them."""
    out = mefirst("--help").out.partition("Commands")[2]
    places = [out.index(f" {name} ") for name in COMMANDS]
    assert places == sorted(places)


def test_help_where_no_home_can_be(home: Path) -> None:
    """Help, version and an unknown command touch nothing."""
    for words in (("--help",), ("list", "--help"), ("--version",), ("nope",), ("reflect", "-h")):
        mefirst(*words)
    assert not home.exists()


def test_version() -> None:
    """One line on stdout."""
    ran = mefirst("--version")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"mefirst \d+\.\d+\.\d+\n", ran.out)


def imported(*words: str, script: str = "") -> set[str]:
    """Return the top packages a fresh process has imported after a command."""
    return {name.partition(".")[0] for name in modules(*words, script=script)}


def modules(*words: str, script: str = "") -> set[str]:
    """Return the names of the modules a fresh process has imported after a command."""
    code = (
        "import json, sys\n"
        f"{script}\n"
        "from mefirst.cli.main import main\n"
        f"code = main({list(words)!r})\n"
        "print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
        timeout=60,
    )
    code_of, names = json.loads(run.stderr.splitlines()[-1])
    assert code_of == 0, run.stderr
    return set(names)


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        (),
        ("list", "--format", "json"),
        ("list", "--format", "plain"),
        ("gaps", "--format", "json"),
        ("gaps", "--format", "plain"),
        ("config",),
        ("capture", "x"),
        ("remind", "--check"),
    ],
    ids=" ".join,
)
def test_a_quick_command_imports_no_heavy_library(words: tuple[str, ...]) -> None:
    """Neither on an empty journal nor on one with an entry: no rich, no prompt toolkit, no YAML, no TOML kit."""
    mefirst("capture", "x", "--journal", "other", "--now", NOW)
    mefirst("capture", "x", "--now", NOW)
    assert not imported(*words, "--now", NOW) & HEAVY


def test_a_login_shell_waits_no_longer_than_for_a_list() -> None:
    """`remind --check` brings nothing that `list` does not: in this program no more than its own few modules."""
    noted("x")
    more = modules("remind", "--check", "--now", NOW) - modules("list", "--now", NOW)
    assert {name for name in more if name.partition(".")[0] != "mefirst"} == set()
    assert more <= {
        "mefirst.analysis.cleanups", "mefirst.analysis.overview", "mefirst.cli.remind", "mefirst.journal.drafts",
        "mefirst.model.commitment", "mefirst.model.due", "mefirst.model.repeat", "mefirst.model.transitions",
        "mefirst.render.promises", "mefirst.render.today",
    }  # fmt: skip


def test_list_of_an_empty_journal_imports_no_heavy_library(home: Path) -> None:
    """The command of a shell prompt or a status bar."""
    mefirst("config", "focus", "trust")
    assert not imported("list") & HEAVY


def test_a_session_does_import_what_it_needs() -> None:
    """The measure works: a table brings rich, answers in YAML bring yaml."""
    mefirst("reflect", "--set", "moment=a", "--set", "intent=b", "--now", NOW)
    assert "rich" in imported("gaps", "--now", NOW)
    assert "yaml" in imported("reflect", "--set", "moment=a", "--set", "intent=b", "--now", NOW)


def test_python_m_mefirst_is_mefirst() -> None:
    """The same exit codes and the same words."""
    ran = process("show", "zzzz")
    assert (ran.code, ran.out) == (4, "")
    assert ran.error == mefirst("show", "zzzz").error
