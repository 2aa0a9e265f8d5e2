"""Schedules: what each scheduler reads in them is the job, word for word."""

import plistlib
import re
import shlex
import shutil
import subprocess
from datetime import date, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mefirst.errors import UsageProblem
from mefirst.render import schedules
from mefirst.render.schedules import Job

NAMESPACE = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
WORDS = ["plain", "two words", "50%", "a 50% b", r"a\%b", r"back\slash", r"end\ ", "it's", 'say "hi"', "$HOME", "`id`",
         "%h", "a;b", ";", "backfired>=1", "a&b|c", "naïve", "会議", "#", "--output=x y", ""]  # fmt: skip
SAYABLE = [word for word in WORDS if "%" not in word and '"' not in word]
"""What the command shell of Windows can be told."""


def job(*words: str, weekday: int | None = None, **changes: Any) -> Job:
    made = Job(
        name="mefirst-remind",
        about="mefirst remind",
        command=("/bin/echo", *words),
        environment={"MEFIRST_HOME": "/home/me/my journal"},
        folder="/home/me",
        at=time(7, 5),
        weekday=weekday,
        fine=5,
        log="/home/me/log",
    )
    return made._replace(**changes)


def as_cron_reads(line: str) -> tuple[list[str], str]:
    """Return the five fields and the command, `%` handled as cron does: behind a backslash it is itself."""
    *fields, command = line.split(" ", 5)
    said, escaped = "", False
    for sign in command:
        if escaped and sign == "%":
            said = said[:-1] + sign
        else:
            assert sign != "%", "cron would end the command here"
            said += sign
        escaped = sign == "\\" and not escaped
    return fields, said


@pytest.mark.parametrize("word", [*WORDS, r"\\%", r"%\%", "'%'"])
def test_cron_and_its_shell_read_every_word_as_it_is(word: str) -> None:
    """Whatever it holds; the mark at the end is a comment to the shell."""
    fields, command = as_cron_reads(schedules.cron(job("-n", word)))
    assert fields == ["5", "7", "*", "*", "*"]
    assert command.endswith(" # mefirst-remind")
    printing = command.replace("/bin/echo -n", "printf %s", 1)
    ran = subprocess.run(["sh", "-c", printing], capture_output=True, check=True)
    assert ran.stdout.decode() == word


def test_cron_sets_where_the_journal_is() -> None:
    """The variables stand before the program."""
    _, command = as_cron_reads(schedules.cron(job("x", command=("/usr/bin/env",))))
    ran = subprocess.run(["env", "-i", "sh", "-c", command], capture_output=True, check=True)
    assert b"MEFIRST_HOME=/home/me/my journal\n" in ran.stdout


@pytest.mark.parametrize(("weekday", "cron", "timer"), [(0, "1", "Mon "), (5, "6", "Sat "), (6, "0", "Sun ")])
def test_a_day_of_the_week_in_every_schedule(weekday: int, cron: str, timer: str) -> None:
    """Monday is the first day to us, the second to cron and launchd; Sunday is their 0."""
    made = job(weekday=weekday)
    assert schedules.cron(made).split()[4] == cron
    assert f"OnCalendar={timer}*-*-* 07:05:00\n" in schedules.systemd(made)["mefirst-remind.timer"]
    when = plistlib.loads(schedules.launchd(made).encode())["StartCalendarInterval"]
    assert when == {"Hour": 7, "Minute": 5, "Weekday": int(cron)}
    tree = ET.fromstring(schedules.task(made, date(2026, 11, 23)))
    (day,) = tree.findall(".//t:ScheduleByWeek/t:DaysOfWeek/*", NAMESPACE)
    assert day.tag.endswith(("Monday", "Saturday", "Sunday")[(0, 5, 6).index(weekday)])


def as_systemd_reads(line: str) -> list[str]:
    """Return the words of a line of a unit: quotes, backslashes, doubled signs."""
    return [word.replace("%%", "%") for word in shlex.split(line)]


@pytest.mark.parametrize("word", WORDS)
def test_systemd_reads_every_word_as_it_is(word: str) -> None:
    """`%` and `$` stand twice, quotes and backslashes behind one."""
    service = schedules.systemd(job("-n", word))["mefirst-remind.service"]
    (line,) = re.findall(r"^ExecStart=(.*)$", service, re.MULTILINE)
    assert [one.replace("$$", "$") for one in as_systemd_reads(line)] == ["/bin/echo", "-n", word]
    (line,) = re.findall(r"^Environment=(.*)$", service, re.MULTILINE)
    assert as_systemd_reads(line) == ["MEFIRST_HOME=/home/me/my journal"]


needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")


@needs_systemd
@pytest.mark.parametrize("weekday", [None, 0, 6])
def test_systemd_accepts_its_units(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weekday: int | None
) -> None:
    """`systemd-analyze verify` finds nothing to say, whatever words are in them; a broken one it does mind."""
    for name, text in schedules.systemd(job(*filter(None, WORDS), weekday=weekday)).items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    verify = ["systemd-analyze", "--user", "verify", *map(str, sorted(tmp_path.glob("mefirst*")))]
    ran = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")
    service = tmp_path / "mefirst-remind.service"
    service.write_text(
        service.read_text("utf-8").replace("ExecStart=/bin/echo", "ExecStart=echo/no"), "utf-8"
    )
    assert subprocess.run(verify, capture_output=True, check=False).returncode != 0


def test_a_missed_time_is_made_up_for_and_a_met_condition_is_no_failure() -> None:
    """Persistent, StartWhenAvailable; exit 5 is what --fail-on was asked for."""
    units = schedules.systemd(job())
    assert "\nPersistent=true\n" in units["mefirst-remind.timer"]
    assert "\nSuccessExitStatus=5\n" in units["mefirst-remind.service"]
    tree = ET.fromstring(schedules.task(job(), date(2026, 11, 23)))
    assert tree.findtext(".//t:StartWhenAvailable", "", NAMESPACE) == "true"


def test_launchd_reads_every_word_as_it_is() -> None:
    """The property list, as the standard library reads it."""
    agent = plistlib.loads(schedules.launchd(job(*WORDS)).encode())
    assert agent == {
        "Label": "mefirst.remind",
        "ProgramArguments": ["/bin/echo", *WORDS],
        "EnvironmentVariables": {"MEFIRST_HOME": "/home/me/my journal"},
        "WorkingDirectory": "/home/me",
        "StartCalendarInterval": {"Hour": 7, "Minute": 5},
        "StandardErrorPath": "/home/me/log",
    }


def test_a_task_without_an_environment_runs_the_program_itself() -> None:
    """And with one lets the command shell set it; what stands in quotation marks means nothing to that."""
    bare = ET.fromstring(schedules.task(job("a b", environment={}), date(2026, 11, 23)))
    assert bare.findtext(".//t:Command", "", NAMESPACE) == "/bin/echo"
    assert bare.findtext(".//t:Arguments", "", NAMESPACE) == '"a b"'
    assert bare.findtext(".//t:StartBoundary", "", NAMESPACE) == "2026-11-23T07:05:00"
    tree = ET.fromstring(schedules.task(job(*SAYABLE), date(2026, 11, 23)))
    assert tree.findtext(".//t:Command", "", NAMESPACE) == "cmd.exe"
    arguments = tree.findtext(".//t:Arguments", "", NAMESPACE)
    begin = '/d /s /c "set "MEFIRST_HOME=/home/me/my journal" && /bin/echo plain "two words" '
    assert arguments.startswith(begin)
    outside = re.sub('"[^"]*"', "", arguments.removeprefix(begin).removesuffix('"'))
    assert not set("&|<>^") & set(outside)


@pytest.mark.parametrize("word", ["50%", 'say "hi"'])
def test_what_the_command_shell_cannot_say_is_refused(word: str) -> None:
    """Rather than written into a task that does something else."""
    with pytest.raises(UsageProblem, match="cannot be given to a task"):
        schedules.task(job(word), date(2026, 11, 23))


@pytest.mark.parametrize("word", ["two\nlines", "a\x1b[31m", "a\u202eb", "half\udcff"])
def test_a_line_break_or_a_control_is_refused_everywhere(word: str) -> None:
    """In an argument and in a path: it would begin a line of its own."""
    for made in (job(word), job(environment={"MEFIRST_HOME": word}), job(folder=word)):
        with pytest.raises(UsageProblem, match="cannot stand in a schedule"):
            made.checked()
    assert job(*WORDS).checked() == job(*WORDS)
