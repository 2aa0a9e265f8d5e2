"""The streams: color, encodings, pipes that close, disks that are full. Data to stdout, all else to stderr."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mefirst.cli.context import Context
from mefirst.cli.main import COMMANDS
from mefirst.text import width
from running import (
    NOW,
    Ran,
    answers,
    environment,
    forbidden,
    lay_out_sample,
    mefirst,
    process,
    records,
    reflected,
)
from samples import entry, nth_id

ESCAPE = b"\x1b"
TESTS = str(Path(__file__).parents[1])
READING = [
    ("list",), ("gaps",), ("gaps", "8w"), ("show", "7m6etz"), (), ("config",), ("demo",),
    ("list", "--format", "plain"), ("gaps", "--format", "plain"), ("show", "7m6etz", "--format", "plain"),
    ("list", "--format", "json"), ("list", "--format", "jsonl"), ("gaps", "--format", "json"),
    ("show", "7m6etz", "--format", "json"), ("--format", "json"), ("config", "--format", "json"),
    ("gaps", "8w", "--format", "csv"), ("report", "--format", "json"), ("report", "8w", "--format", "csv"),
]  # fmt: skip
DOCUMENTS = [words for words in READING if words[-1:] in {("json",), ("jsonl",), ("csv",)}]
NARROW = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LOCALES: dict[str, tuple[dict[str, str], str]] = {
    "LANG=C": ({"LANG": "C"}, "utf-8"),
    "the C locale, not coerced": (NARROW, "ascii"),
    "a locale that is not there": ({"LC_ALL": "en_US.ISO-8859-1"}, "utf-8"),
    "latin-1": ({"PYTHONIOENCODING": "latin-1"}, "latin-1"),
    "ascii": ({"PYTHONIOENCODING": "ascii"}, "ascii"),
    "code page 850": ({"PYTHONIOENCODING": "cp850"}, "cp850"),
}


@pytest.fixture
def sample(home: Path) -> Path:
    """A home with the sample journal in it."""
    return lay_out_sample(home)


ELSEWHERE = """
import json, sys
from running import mefirst
for words in json.load(sys.stdin):
    print(json.dumps(mefirst(*words).data.decode()))
"""


def test_piped_output_has_no_color_and_the_same_bytes_each_time(sample: Path) -> None:
    """The same input and the same --now: byte for byte, in another process, another terminal, another zone."""
    commands = [[*words, "--now", NOW] for words in READING]
    changes = {"TERM": "xterm-kitty", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "PYTHONPATH": TESTS}
    second = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=json.dumps(commands).encode(),
        capture_output=True,
        env=environment(changes),
        check=True,
    ).stdout.splitlines()
    for words, there in zip(commands, second, strict=True):
        here = mefirst(*words)
        assert here.code == 0
        assert here.data
        assert ESCAPE not in here.data + here.error
        assert json.loads(there).encode() == here.data, words


def test_piped_output_of_the_program_is_that_of_these_tests(sample: Path) -> None:
    """What is shown in this process holds for a process of its own."""
    words = ("gaps", "8w", "--now", NOW)
    assert process(*words).data == mefirst(*words).data


@pytest.mark.parametrize("words", [("gaps",), ("show", "7m6etz")])
def test_no_color_and_force_color(
    sample: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """FORCE_COLOR colors a pipe, NO_COLOR wins over it, and the words are the same with and without."""
    bare = mefirst(*words, "--now", NOW)
    monkeypatch.setenv("FORCE_COLOR", "1")
    colored = mefirst(*words, "--now", NOW)
    assert ESCAPE in colored.data
    monkeypatch.setenv("NO_COLOR", "1")
    assert mefirst(*words, "--now", NOW).data == bare.data
    stripped = subprocess.run(
        ["sed", r"s/\x1b\[[0-9;]*m//g"], input=colored.data, capture_output=True, check=True
    )
    assert [line.rstrip() for line in stripped.stdout.splitlines()] == bare.data.splitlines()


@pytest.mark.parametrize("words", [("list",), ("gaps", "--format", "plain"), *DOCUMENTS])
def test_color_is_for_tables_alone(
    sample: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """A document or a sentence is never colored, even where color is forced."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert ESCAPE not in mefirst(*words, "--now", NOW).data


def test_user_text_is_not_what_colors(monkeypatch: pytest.MonkeyPatch) -> None:
    """With color on, the only escapes are ours: an answer's own is made visible."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    reflected(moment="\x1b[35mpink", impact="[magenta]pink[/]")
    out = mefirst("show", "--now", NOW).out
    assert "\x1b[35m" not in out
    assert "␛[35mpink" in out
    assert "[magenta]pink[/]" in out


@pytest.mark.parametrize("columns", ["1", "20", "50", "75", "76", "80", "140", "300"])
def test_columns_are_kept(sample: Path, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """No line of a table is wider than COLUMNS, twenty at the least."""
    monkeypatch.setenv("COLUMNS", columns)
    for words in (("list", "8w"), ("gaps", "8w"), ("gaps", "8w", "--by", "person"), ("show", "7m6etz")):
        lines = mefirst(*words, "--now", NOW).out.splitlines()
        assert max(width(line) for line in lines) <= max(int(columns), 27 if words[0] == "show" else 20), (
            words
        )


@pytest.mark.parametrize("typed", ["0", "-5", "wide", "", "²"])
def test_columns_that_are_no_number_are_passed_over(
    sample: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """As if they were not set: 80 in a pipe."""
    expected = mefirst("gaps", "--now", NOW).data
    monkeypatch.setenv("COLUMNS", typed)
    assert mefirst("gaps", "--now", NOW).data == expected


HELP = [("--help",), ("--version",), *((name, "--help") for name in COMMANDS)]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp850", "cp1252"])
def test_no_encoding_crashes_anything(sample: Path, encoding: str) -> None:
    """Every command runs; what the encoding cannot say is escaped, and documents are UTF-8 all the same."""
    reflected(moment="Löwe “会議” 👩‍👩‍👧‍👦", impact="− · …")
    for words in READING:
        ran = mefirst(*words, "--now", NOW, encoding=encoding)
        assert ran.code == 0, (words, ran.error)
        if words in DOCUMENTS:
            assert ran.data == mefirst(*words, "--now", NOW).data
        else:
            assert not forbidden(ran.out), words
    for words in HELP:
        assert mefirst(*words, encoding=encoding).code == 0, words
    for words in (("show", "会議"), ("list", "−"), ("会議",), ("reflect", "--set", "intent=x")):
        ran = mefirst(*words, encoding=encoding)
        assert ran.code in {2, 4}, words
        assert not forbidden(ran.err), words


def test_signs_become_letters_where_they_cannot_be_said(sample: Path) -> None:
    """An ASCII table is whole: M meant, A arrived, S they said."""
    table = mefirst("gaps", "8w", "--now", NOW, encoding="ascii").data
    assert table.isascii()
    assert b"M meant   A arrived, my reading   S arrived, they said" in table
    assert b".   .   S---+---A---M   .   -3 backfired" in table


@pytest.mark.parametrize(("changes", "encoding"), LOCALES.values(), ids=LOCALES.keys())
def test_no_locale_crashes_anything(sample: Path, changes: dict[str, str], encoding: str) -> None:
    """A real process under each: text in what the locale can say, a document in the same bytes in all of them."""
    reflected(moment="Löwe “会議” 👩‍👩‍👧‍👦")
    text = process("--now", NOW, env=changes, encoding=encoding)
    assert (text.code, text.err) == (0, "")
    assert not forbidden(text.out)
    words = ("list", "--format", "json", "--now", NOW)
    assert process(*words, env=changes).data == mefirst(*words).data


@pytest.mark.parametrize("changes", [changes for changes, _ in LOCALES.values()], ids=LOCALES.keys())
def test_what_is_saved_does_not_depend_on_the_locale(home: Path, changes: dict[str, str]) -> None:
    """Answers are UTF-8, on stdin and in a file, whatever the terminal speaks."""
    given = answers(moment="Löwe 会議").replace(b"L\\u00f6we \\u4f1a\\u8b70", "Löwe 会議".encode())
    assert "Löwe".encode() in given
    ran = process("reflect", "--answers", "-", "--now", NOW, stdin=given, env=changes)
    assert ran.code == 0
    noted = process("capture", "--now", NOW, stdin="Löwe 会議".encode(), env=changes)
    assert noted.code == 0
    for one in mefirst("list", "--format", "json", "--now", NOW).json["entries"]:
        assert one["situation"] == "Löwe 会議"


def _into_a_closed_pipe(*words: str) -> Ran:
    """Run with a stdout whose reader is gone already, so that the very first write meets it."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return process(*words, stdout=writer, stdin=answers())
    finally:
        os.close(writer)


@pytest.mark.parametrize("words", [*READING[:6], READING[-4], *HELP[:3]], ids=" ".join)
def test_a_closed_pipe_is_quiet(sample: Path, words: tuple[str, ...]) -> None:
    """Whoever read has read enough: exit 0, not a word."""
    now = () if words[-1:] in {("--help",), ("--version",)} else ("--now", NOW)
    ran = _into_a_closed_pipe(*words, *now)
    said = [line for line in ran.err.splitlines() if not line.startswith(("Kept in ", "These were samples"))]
    assert (ran.code, said) == (0, [])


def test_head_takes_one_line_and_mefirst_is_quiet(sample: Path) -> None:
    """`mefirst list | head -1` of more than a pipe holds: one line, exit 0 on both sides."""
    journal = Context(NOW).open_journal("default")
    for number in range(60):
        journal.add(entry(nth_id(number), situation="x" * 2000))
    script = f'"{sys.executable}" -m mefirst list all --format plain --now {NOW} | head -1; echo "${{PIPESTATUS[*]}}"'
    run = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        env=environment({"COLUMNS": "140"}),
        check=True,
        timeout=60,
    )
    first, codes = run.stdout.decode().splitlines()
    assert first.startswith("Tuesday 29 September 2026, entry 7m6etz: ")
    assert codes == "0 0"
    assert run.stderr == b""


def test_a_closed_stderr_loses_words_and_nothing_else(home: Path) -> None:
    """Saving works without anybody to tell."""
    script = f'"{sys.executable}" -m mefirst capture hello 2>&-'
    assert subprocess.run(["bash", "-c", script], env=environment(), check=False, timeout=60).returncode == 0
    assert len(records(home)) == 1


CLOSED = [
    (("list",), ">&-", 1, "The output cannot be written: Bad file descriptor.\n"),
    (("list", "--format", "json"), ">&-", 1, "The output cannot be written: Bad file descriptor.\n"),
    (("list",), ">/dev/full", 1, "The output cannot be written: No space left on device.\n"),
    (
        ("list", "--format", "jsonl"),
        ">/dev/full",
        1,
        "The output cannot be written: No space left on device.\n",
    ),
    (("gaps",), ">/dev/full", 1, "The output cannot be written: No space left on device.\n"),
    ((), ">/dev/full", 1, "The output cannot be written: No space left on device.\n"),
    (("--help",), ">/dev/full", 1, "The system refused: No space left on device.\n"),
    (("list", "--help"), ">/dev/full", 1, "The system refused: No space left on device.\n"),
    (("--version",), ">/dev/full", 1, "The system refused: No space left on device.\n"),
    (("list",), "2>/dev/full", 0, ""),
    (("list",), "2>&-", 0, ""),
    (("show", "zzzz"), "2>&-", 4, ""),
    (("show", "zzzz"), ">&- 2>&-", 4, ""),
    (("list",), ">&- 2>&-", 1, ""),
    (("list",), "<&-", 0, ""),
    (("capture",), "<&-", 2, "There is nothing to put down.\n"),
    (("reflect",), "<&-", 2, "An answer is needed: 'moment', 'intent'.\n"),
    (("reflect", "--answers", "-"), "<&-", 2, "The answers in the standard input cannot be read.\n"),
]


@pytest.mark.parametrize(
    ("words", "redirected", "code", "said"),
    CLOSED,
    ids=[f"{' '.join(words)} {to}" for words, to, *_ in CLOSED],
)
def test_streams_that_are_closed_or_full(
    words: tuple[str, ...], redirected: str, code: int, said: str
) -> None:
    """A clear line, the right exit code, no traceback, nothing from the interpreter's end."""
    reflected()
    arguments = " ".join((*words, *(() if words[-1:] and words[-1].startswith("--") else ("--now", NOW))))
    run = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m mefirst {arguments} {redirected}'],
        capture_output=True,
        text=True,
        env=environment(measured=True),
        check=False,
        timeout=60,
    )
    assert run.returncode == code
    assert run.stderr.startswith(said)
    assert len(run.stderr.splitlines()) <= 3
    assert "Exception ignored" not in run.stderr
    assert "stumbled" not in run.stderr


WRITERS = [
    ("capture", "x", "--quiet"),
    ("reflect", "--answers", "-", "--quiet"),
    ("impact", "last", "--by", "deputy", "--value", "1", "--quiet"),
]


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
def test_what_was_saved_is_said_where_its_id_cannot_be_printed(home: Path, words: tuple[str, ...]) -> None:
    """A full disk behind stdout is no reason to call a saved entry unsaved."""
    reflected()
    before = records(home)
    with Path("/dev/full").open("wb") as full:
        ran = process(*words, "--now", NOW, stdin=answers(), stdout=full.fileno())
    (new,) = set(records(home)) - set(before)
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "The output cannot be written: No space left on device.",
        f"It is saved: {new[:19]}",
    ]


def test_data_goes_to_stdout_and_the_rest_to_stderr(home: Path) -> None:
    """What was saved is told on stderr; --quiet prints the id alone, on stdout."""
    told = mefirst("capture", "x", "--now", NOW)
    assert told.out == ""
    assert told.err.startswith("Noted ")
    quiet = mefirst("capture", "x", "--quiet", "--now", NOW)
    assert quiet.err == ""
    assert f"{quiet.out.strip()}." in " ".join(records(home))
    assert quiet.out == f"{quiet.out.strip()}\n"


def test_a_dumb_terminal_and_plain_give_help_in_lines(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MEFIRST_PLAIN, TERM=dumb and the setting each take the boxes away, of every command's help."""
    box = "╭"
    assert box in mefirst("--help").out
    assert box in mefirst("list", "--help").out
    for name, value in (("MEFIRST_PLAIN", "1"), ("TERM", "dumb")):
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv(name, value)
            for words in (("--help",), ("list", "--help")):
                assert box not in mefirst(*words).out
    mefirst("config", "plain", "yes")
    for words in (("--help",), ("list", "--help")):
        assert box not in mefirst(*words).out
    (home / "config.toml").write_text("not = = toml")
    assert mefirst("--help").code == 0


@pytest.mark.parametrize("switch", ["environment", "setting"])
def test_plain_makes_everything_plain(sample: Path, monkeypatch: pytest.MonkeyPatch, switch: str) -> None:
    """Tables become sentences; a format that is asked for wins."""
    expected = [
        mefirst(*words, "--format", "plain", "--now", NOW).data for words in ((), ("list",), ("gaps",))
    ]
    table = mefirst("gaps", "--format", "table", "--now", NOW).data
    if switch == "environment":
        monkeypatch.setenv("MEFIRST_PLAIN", "1")
    else:
        mefirst("config", "plain", "yes")
    assert [mefirst(*words, "--now", NOW).data for words in ((), ("list",), ("gaps",))] == expected
    assert mefirst("gaps", "--format", "table", "--now", NOW).data == table
    for text in expected[1:]:
        assert not set("●○◆◉◈│┼─−╭") & set(text.decode())
