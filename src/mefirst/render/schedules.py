"""A job as the scheduler of each system wants it written: systemd, cron, launchd, the Task Scheduler. Pure text."""

import re
import shlex
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from mefirst.errors import UsageProblem
from mefirst.render.dates import DAYS
from mefirst.text import safe

_SHELL_WORD = re.compile(r"[\w+:,./\\-]+", re.ASCII)
_UNIT_WORD = re.compile(r"[\w@+=:,./-]+", re.ASCII)


class Job(NamedTuple):
    """What runs when: `command` from an absolute path on, every day `at` a time, or on one `weekday` (Monday is 0).

    `fine` are the exit codes beside 0 that are no failure; `log` is a file for what goes wrong where nobody looks.
    """

    name: str
    about: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: str
    at: time
    weekday: int | None
    fine: int
    log: str

    def words(self) -> tuple[str, ...]:
        """Every word that is written into a schedule."""
        return (*self.command, *self.environment.values(), self.folder, self.log)

    def checked(self) -> "Job":
        """Return this job; UsageProblem where a word holds what no schedule can, such as a line break."""
        for word in self.words():
            if safe(word) != word:
                raise UsageProblem(
                    f"'{word}' cannot stand in a schedule.",
                    "It holds a line break, an invisible character or bytes that are no text.",
                )
        return self


def systemd(job: Job) -> dict[str, str]:
    """Return the two units of a user timer by their names; a missed time is made up for."""
    variables = (f"{name}={value}" for name, value in job.environment.items())
    day = "" if job.weekday is None else f"{DAYS[job.weekday][:3]} "
    service = [
        "[Unit]",
        f"Description={job.about}",
        "",
        "[Service]",
        "Type=oneshot",
        *(f"Environment={_unit_word(one)}" for one in variables),
        f"ExecStart={_unit_word(job.command[0])} "
        + " ".join(_unit_word(one).replace("$", "$$") for one in job.command[1:]),
        f"SuccessExitStatus={job.fine}",
    ]
    timer = [
        "[Unit]",
        f"Description={job.about}",
        "",
        "[Timer]",
        f"OnCalendar={day}*-*-* {job.at:%H:%M}:00",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return {f"{job.name}.{kind}": "\n".join(lines) for kind, lines in _both(service, timer)}


def _both(service: list[str], timer: list[str]) -> tuple[tuple[str, list[str]], ...]:
    return ("service", [*service, ""]), ("timer", [*timer, ""])


def _unit_word(word: str) -> str:
    if _UNIT_WORD.fullmatch(word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def cron_mark(name: str) -> str:
    """Return what our line of that name ends with: to the shell that runs it, a comment."""
    return f" # {name}"


def cron(job: Job) -> str:
    """Return the line of a crontab."""
    day = "*" if job.weekday is None else str((job.weekday + 1) % 7)
    variables = (f"{name}={_cron_word(value)}" for name, value in job.environment.items())
    words = " ".join([*variables, *(_cron_word(one) for one in job.command)])
    return f"{job.at.minute} {job.at.hour} * * {day} {words}{cron_mark(job.name)}"


def _cron_word(word: str) -> str:
    """Quote a word for the shell, and for cron, to which a bare `%` ends the command.

    Inside quotes the `%` steps outside them: cron would take the backslash before it for part of a pair.
    """
    quoted = shlex.quote(word)
    return quoted.replace("%", r"'\%'" if quoted.startswith("'") else r"\%")


def launchd_label(name: str) -> str:
    """Return what launchd calls a job."""
    return name.replace("-", ".", 1)


def launchd(job: Job) -> str:
    """Return the property list of a launch agent; a time slept through is made up for on waking."""
    import plistlib  # noqa: PLC0415 macOS alone

    when = {"Hour": job.at.hour, "Minute": job.at.minute}
    if job.weekday is not None:
        when["Weekday"] = (job.weekday + 1) % 7
    agent: dict[str, Any] = {
        "Label": launchd_label(job.name),
        "ProgramArguments": list(job.command),
        "EnvironmentVariables": dict(job.environment),
        "WorkingDirectory": job.folder,
        "StartCalendarInterval": when,
        "StandardErrorPath": job.log,
    }
    return plistlib.dumps(agent, sort_keys=False).decode()


_TASK = """\
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{about}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{start}</StartBoundary>
      {repeat}
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
  </Settings>
  <Actions>
    <Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def task(job: Job, first: date) -> str:
    """Return a task for the Windows Task Scheduler, from the day `first` on; a missed time is made up for.

    It names no encoding, so that it is right in UTF-8 and in UTF-16. A task has no environment of its own:
    where one is needed, the command shell sets it.
    """
    from subprocess import list2cmdline  # noqa: PLC0415 only its rules of quoting
    from xml.sax.saxutils import escape  # noqa: PLC0415 only its escaping

    command, arguments = job.command[0], list2cmdline(job.command[1:])
    if job.environment:
        settings = [f"set {_shell_word(f'{name}={value}')}" for name, value in job.environment.items()]
        words = " ".join(_shell_word(one) for one in job.command)
        command, arguments = "cmd.exe", f'/d /s /c "{" && ".join([*settings, words])}"'
    repeat = "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
    if job.weekday is not None:
        days = f"<DaysOfWeek><{DAYS[job.weekday]} /></DaysOfWeek>"
        repeat = f"<ScheduleByWeek><WeeksInterval>1</WeeksInterval>{days}</ScheduleByWeek>"
    return _TASK.format(
        about=escape(job.about),
        start=datetime.combine(first, job.at).isoformat(),
        repeat=repeat,
        command=escape(command),
        arguments=escape(arguments),
        folder=escape(job.folder),
    )


def _shell_word(word: str) -> str:
    """Quote a word for the command shell; UsageProblem where it has no way to say it."""
    if "%" in word or '"' in word:
        raise UsageProblem(
            f"'{word}' cannot be given to a task.", "The command shell would change % and quotation marks."
        )
    if _SHELL_WORD.fullmatch(word):
        return word
    return (
        f'"{word}{word[len(word.rstrip(chr(92))) :]}"'  # a backslash before the quotation mark stands twice
    )
