"""Putting a job into the scheduler of this system, and taking it out again: what is written, what is run."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from mefirst.errors import CannotWrite, MefirstError, NotFound
from mefirst.render import schedules
from mefirst.render.schedules import Job

Kind = Literal["systemd", "cron", "launchd", "task"]


class SchedulerRefused(MefirstError):
    """The program of a scheduler is not there, or did not do what it was asked."""

    def __init__(self, words: tuple[str, ...], why: str) -> None:
        super().__init__(
            f"'{' '.join(words)}' did not work, so nothing is scheduled.",
            why,
            "mefirst remind --kind cron (or systemd, launchd, task) prints it for another scheduler.",
        )


class NothingScheduled(NotFound):
    """A job to take out that is not in."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(f"There is no '{name}' in {kind}.", hint="mefirst remind --install puts it there.")


class Run(NamedTuple):
    """A program to run; `may_fail` where that changes nothing."""

    words: tuple[str, ...]
    stdin: str | None = None
    may_fail: bool = False


class Plan(NamedTuple):
    """What is done, in this order: files written, programs run, files removed, programs run."""

    writes: Mapping[Path, str] = {}
    runs: tuple[Run, ...] = ()
    removes: tuple[Path, ...] = ()
    last: tuple[Run, ...] = ()

    def said(self) -> list[str]:
        """The steps, a line each."""
        return [
            *(f"write {path}" for path in self.writes),
            *(f"run {' '.join(one.words)}" for one in self.runs),
            *(f"remove {path}" for path in self.removes),
            *(f"run {' '.join(one.words)}" for one in self.last),
        ]

    def carry_out(self) -> None:
        """Do it; SchedulerRefused or CannotWrite where a step fails, and then the files are as before."""
        before = {path: path.read_text("utf-8") if path.exists() else None for path in self.writes}
        try:
            for path, text in self.writes.items():
                _write(path, text)
            for one in self.runs:
                _run(one)
        except MefirstError:
            for path, was in before.items():
                path.unlink(missing_ok=True) if was is None else _write(path, was)
            raise
        for path in self.removes:
            path.unlink(missing_ok=True)
        for one in self.last:
            _run(one)


def native() -> Kind:
    """Return the scheduler of this system."""
    if sys.platform == "win32":
        return "task"
    if sys.platform == "darwin":
        return "launchd"
    return "systemd" if Path("/run/systemd/system").is_dir() else "cron"


def shows_here(kind: Kind) -> bool:
    """Whether its reminders are notifications on this system; cron mails them, the others run elsewhere."""
    return kind == {"win32": "task", "darwin": "launchd"}.get(sys.platform, "systemd")


def printed(kind: Kind, job: Job, today: date) -> str:
    """Return a job as its scheduler wants it; where that is several files, each under a line with its path."""
    match kind:
        case "systemd":
            units = schedules.systemd(job).items()
            return "\n".join(f"# {_units() / name}\n{text}" for name, text in units).rstrip("\n")
        case "cron":
            return schedules.cron(job)
        case "launchd":
            return schedules.launchd(job).rstrip("\n")
        case "task":
            return schedules.task(job, today).rstrip("\n")


def to_install(kind: Kind, job: Job, today: date) -> Plan:
    """Return how a job is put in; one of its name that is there already is replaced."""
    match kind:
        case "systemd":
            timer = f"{job.name}.timer"
            writes = {_units() / name: text for name, text in schedules.systemd(job).items()}
            return Plan(
                writes,
                (_systemctl("daemon-reload"), _systemctl("enable", timer), _systemctl("restart", timer)),
            )
        case "cron":
            return Plan(runs=(_crontab([*_others(job.name, _crontab_lines()), schedules.cron(job)]),))
        case "launchd":
            path = _agent(job.name)
            return Plan(
                {path: schedules.launchd(job)},
                (_boot_out(job.name), Run(("launchctl", "bootstrap", _domain(), str(path)))),
            )
        case "task":
            path = Path(tempfile.gettempdir()) / f"{job.name}.xml"
            create = Run(("schtasks", "/Create", "/TN", job.name, "/XML", str(path), "/F"))
            return Plan({path: schedules.task(job, today)}, (create,), (path,))


def to_remove(kind: Kind, name: str) -> Plan:
    """Return how the job of that name is taken out; NothingScheduled where it is not in."""
    match kind:
        case "systemd":
            units = tuple(_units() / f"{name}.{suffix}" for suffix in ("timer", "service"))
            if not any(path.exists() for path in units):
                raise NothingScheduled(name, kind)
            disable = _systemctl("disable", "--now", f"{name}.timer")
            return Plan(runs=(disable,), removes=units, last=(_systemctl("daemon-reload"),))
        case "cron":
            lines = _crontab_lines()
            others = _others(name, lines)
            if others == lines:
                raise NothingScheduled(name, kind)
            return Plan(runs=(_crontab(others),))
        case "launchd":
            if not _agent(name).exists():
                raise NothingScheduled(name, kind)
            return Plan(runs=(_boot_out(name),), removes=(_agent(name),))
        case "task":
            return Plan(runs=(Run(("schtasks", "/Delete", "/TN", name, "/F")),))


def _units() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home).absolute() / "systemd" / "user"


def _systemctl(*words: str) -> Run:
    return Run(("systemctl", "--user", *words))


def _crontab_lines() -> list[str]:
    """Return the lines of the crontab; SchedulerRefused where it cannot be read, so that it is never written over."""
    listing = Run(("crontab", "-l"))
    done = _started(listing)
    if done.returncode == 0:
        return done.stdout.removesuffix("\n").split("\n") if done.stdout else []
    if "no crontab" in done.stderr:
        return []
    raise SchedulerRefused(listing.words, done.stderr.strip())


def _others(name: str, lines: list[str]) -> list[str]:
    return [line for line in lines if not line.endswith(schedules.cron_mark(name))]


def _crontab(lines: list[str]) -> Run:
    return Run(("crontab", "-"), "".join(f"{line}\n" for line in lines))


def _agent(name: str) -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{schedules.launchd_label(name)}.plist"


def _domain() -> str:
    return f"gui/{os.getuid()}" if sys.platform != "win32" else "gui"


def _boot_out(name: str) -> Run:
    return Run(("launchctl", "bootout", f"{_domain()}/{schedules.launchd_label(name)}"), may_fail=True)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as problem:
        raise CannotWrite(str(path), problem.strerror or str(problem)) from None


def _run(one: Run) -> None:
    done = _started(one)
    if done.returncode and not one.may_fail:
        raise SchedulerRefused(one.words, re.sub(r"\s+", " ", done.stderr or done.stdout).strip())


def _started(one: Run) -> "subprocess.CompletedProcess[str]":
    """Run a program with its words in English, as far as it has a say in that."""
    try:
        return subprocess.run(  # noqa: S603 words of our own, no shell
            one.words, input=one.stdin, capture_output=True, text=True, check=False,
            env={**os.environ, "LC_ALL": "C"}, encoding="utf-8", errors="surrogateescape",
        )  # fmt: skip
    except OSError as problem:
        raise SchedulerRefused(one.words, problem.strerror or str(problem)) from None
