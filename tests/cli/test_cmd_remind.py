"""`mefirst remind`: what is due, in a line; the schedules as cron and systemd take them; put in and taken out."""

import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mefirst.journal.store import Journal
from mefirst.paths import find_paths
from running import NOW, Ran, forbidden, lay_out_sample, mefirst, noted, reflected, tree
from samples import DAY, commitment, effect, entry, nth_id

EARLY = "2026-11-24T03:59+00:00"
"""Still the day of NOW: the small hours count to the day before."""


def check(*words: str) -> Ran:
    return mefirst("remind", "--check", *words)


def test_nothing_written_today_is_due(journal: Journal) -> None:
    """One line on stdout, exit 0."""
    ran = check("--now", NOW)
    assert (ran.code, ran.out, ran.err) == (0, "mefirst: nothing written today\n", "")


@pytest.mark.parametrize("now", [NOW, EARLY])
def test_nothing_due_is_silent(now: str) -> None:
    """A reflection of today, complete, and no promise: exit 1 and not a word."""
    reflected()
    ran = check("--now", now)
    assert (ran.code, ran.out, ran.err) == (1, "", "")


def test_written_today_about_another_day_is_written_today(journal: Journal) -> None:
    """What counts is that somebody sat down."""
    mefirst(
        "reflect",
        "--on",
        "2026-11-20",
        "--set",
        "moment=a",
        "--set",
        "intent=b",
        "--set",
        "impact=c",
        "--now",
        NOW,
    )
    assert check("--now", NOW).code == 1
    assert check("--now", "2026-11-24T18:41+00:00").code == 0


def test_everything_that_waits_is_counted_and_nothing_is_told(journal: Journal) -> None:
    """Numbers alone: somebody else may look at the screen. Done, dropped, future and old are not due."""
    journal.add(entry(nth_id(1), situation="SECRET"))
    journal.add(entry(nth_id(2), intent="SECRET", effects=[effect(2)]))
    journal.add(entry(nth_id(3), intent="SECRET", impact="x", state="trashed"))
    journal.add(entry(nth_id(4, DAY.replace(month=1)), situation="SECRET"))
    journal.add(commitment(nth_id(5), behavior="SECRET", due=DAY))
    journal.add(commitment(nth_id(6), behavior="SECRET", due=DAY.replace(day=1)))
    journal.add(commitment(nth_id(7), behavior="SECRET", due=DAY.replace(day=24)))
    journal.add(commitment(nth_id(8), behavior="SECRET", due=DAY, status="kept"))
    journal.add(commitment(nth_id(9), behavior="SECRET"))
    ran = check("--now", NOW)
    assert ran.out == "mefirst: 1 moment noted, 1 moment waiting for what arrived, 2 promises due\n"
    assert ran.code == 0


def test_a_kept_draft_waits(journal: Journal) -> None:
    """It was begun, and not ended."""
    reflected()
    (journal.state / "drafts").mkdir(parents=True, exist_ok=True)
    (journal.state / "drafts" / f"{nth_id(1)}.json").write_text('{"schema": "mefirst.draft/1"}')
    assert check("--now", NOW).out == "mefirst: 1 draft kept\n"


def test_no_journal_is_an_error_with_its_path(home: Path) -> None:
    """Not a day without anything due: the environment may be another one."""
    ran = check()
    assert (ran.code, ran.out) == (4, "")
    assert str(home / "journals" / "default") in ran.err
    assert not home.exists()


def test_a_damaged_record_is_named(home: Path, journal: Journal) -> None:
    """What could be read is told, exit 3."""
    noted("x")
    (path,) = (home / "journals").rglob("2026*.json")
    path.chmod(0o600)
    path.write_bytes(b"{}")
    ran = check("--now", NOW)
    assert (ran.code, ran.out) == (3, "mefirst: nothing written today\n")
    assert "Damaged" in ran.err


def stand_in(folder: Path, name: str, script: str = "exit 0") -> Path:
    """Put a program of that name into a folder; it writes its words into `calls`, then does as the script says."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "{name} $*" >>"{folder}/calls"\n{script}\n')
    program.chmod(0o755)
    return program


def calls(folder: Path) -> list[str]:
    path = folder / "calls"
    return path.read_text("utf-8").splitlines() if path.exists() else []


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that comes first on the PATH: no test touches the schedulers of whoever runs it."""
    folder = tmp_path / "programs"
    for name in ("systemctl", "crontab", "launchctl", "schtasks"):
        stand_in(folder, name)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    Path(os.environ["HOME"]).mkdir()
    return folder


def test_a_notification_is_the_same_line(journal: Journal, programs: Path) -> None:
    """Exit 0 whether or not anything is due: for a job, both are a success."""
    stand_in(programs, "notify-send")
    ran = check("--notify", "--now", NOW)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert calls(programs) == ["notify-send --app-name=mefirst mefirst mefirst: nothing written today"]
    reflected()
    assert (check("--notify", "--now", NOW).code, len(calls(programs))) == (0, 1)


def test_a_notification_nobody_sees_is_a_failure(
    journal: Journal, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is missing, or has no desktop to show it on."""
    stand_in(programs, "notify-send", "echo Cannot autolaunch D-Bus >&2; exit 1")
    ran = check("--notify", "--now", NOW)
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "'notify-send' did not show the reminder.", "Cannot autolaunch D-Bus", "mefirst: nothing written today",
    ]  # fmt: skip
    monkeypatch.setenv("PATH", str(programs / "nowhere"))
    ran = check("--notify", "--now", NOW)
    assert ran.code == 1
    assert "'notify-send' is not installed" in ran.err
    ran = mefirst("remind", "--kind", "systemd", "--install")
    assert ran.code == 1
    assert "'notify-send' is not installed" in ran.err
    assert calls(programs) == ["notify-send --app-name=mefirst mefirst mefirst: nothing written today"]


def printed(kind: str, *words: str) -> str:
    ran = mefirst("remind", "--kind", kind, "--now", NOW, *words)
    assert ran.code == 0, ran.err
    assert not forbidden(ran.out.replace("\t", ""))
    return ran.out


def as_cron_runs(line: str) -> "subprocess.CompletedProcess[str]":
    """Run the command of a crontab line as cron does: by the shell, in the home, with next to no environment."""
    command = line.split(" ", 5)[5].replace("\\%", "%")
    user = Path(os.environ["HOME"])
    user.mkdir(exist_ok=True)
    bare = ["env", "-i", f"HOME={user}", "LOGNAME=me", "SHELL=/bin/sh", "PATH=/usr/bin:/bin"]
    shell = [*bare, "/bin/sh", "-c", command]
    return subprocess.run(shell, cwd=user, capture_output=True, text=True, check=False, timeout=60)


def test_the_crontab_line_runs_as_cron_runs_it(home: Path) -> None:
    """With the journal of whoever printed it; and without the journal it fails with exit 4 and the path."""
    lay_out_sample(home)
    ran = as_cron_runs(printed("cron"))
    assert ran.returncode == 0
    assert ran.stdout.startswith("mefirst: nothing written today, ")
    shutil.rmtree(home)
    ran = as_cron_runs(printed("cron"))
    assert (ran.returncode, ran.stdout) == (4, "")
    assert f"Looked at {home / 'journals' / 'default'}" in ran.stderr


def test_the_crontab_line_finds_a_journal_below_the_xdg_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they were when it was printed, with a `%` and a blank in the path; and runs any command."""
    monkeypatch.delenv("MEFIRST_HOME")
    root = tmp_path / "100 % mine"
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(root / name.lower()))
    assert mefirst("capture", "x", "--now", NOW).code == 0
    line = printed(
        "cron", "--on", "mon", "--at", "8:00", "gaps", "--now", NOW, "--format", "json", "--contains", "50%"
    )
    assert line.startswith("0 8 * * 1 ")
    ran = as_cron_runs(line)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert '"50%"' in ran.stdout


def test_the_weekly_report_runs_as_cron_runs_it(home: Path) -> None:
    """Written into the home, where a name without a folder begins; exit 5 where a condition is met."""
    lay_out_sample(home)
    words = ("report", "last-week", "--output", "50 % of it.html", "--now", NOW)
    ran = as_cron_runs(printed("cron", "--on", "monday", "--at", "8:00", *words))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    written = (Path(os.environ["HOME"]) / "50 % of it.html").read_text("utf-8")
    assert written.startswith("<!doctype html>")
    ran = as_cron_runs(printed("cron", *words, "--fail-on", "backfired>=1"))
    assert (ran.returncode, ran.stdout) == (5, "")
    assert ran.stderr.startswith("Met: backfired>=1")


def test_what_lies_in_the_home_is_no_part_of_the_program(home: Path, journal: Journal) -> None:
    """A file there of the name of a library does not run."""
    user = Path(os.environ["HOME"])
    user.mkdir()
    (user / "json.py").write_text("raise SystemExit('hijacked')")
    assert as_cron_runs(printed("cron")).returncode == 0


def units(text: str) -> dict[str, str]:
    """Return the files a systemd schedule is printed as, by their paths."""
    files: dict[str, str] = {}
    for block in text.split("# /")[1:]:
        path, _, content = block.partition("\n")
        files[f"/{path}"] = content
    return files


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize(
    "words", [(), ("--on", "sunday", "--at", "23:59", "gaps", "last-week", "--contains", "50% $x")]
)
def test_the_printed_units_pass_systemd_analyze_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """As they are printed, with this very program and a home with a blank in its path."""
    monkeypatch.setenv("MEFIRST_HOME", str(tmp_path / "my home"))
    files = units(printed("systemd", *words))
    name = f"mefirst-{'gaps' if words else 'remind'}"
    folder = Path(os.environ["HOME"]) / ".config" / "systemd" / "user"
    assert list(files) == [str(folder / f"{name}.service"), str(folder / f"{name}.timer")]
    written = [tmp_path / Path(path).name for path in files]
    for path, text in zip(written, files.values(), strict=True):
        path.write_text(text, "utf-8")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    ran = subprocess.run(
        ["systemd-analyze", "--user", "verify", *written], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


def test_the_other_schedules_parse() -> None:
    """A property list and a task; the program is absolute, and the journal is named."""
    agent = plistlib.loads(printed("launchd").encode())
    program = [sys.executable, "-P", "-m", "mefirst", "remind", "--check", "--notify"]
    assert agent["ProgramArguments"] == program
    assert agent["EnvironmentVariables"] == {"MEFIRST_HOME": os.environ["MEFIRST_HOME"]}
    task = ET.fromstring(printed("task"))
    (arguments,) = (one.text or "" for one in task.iter() if one.tag.endswith("Arguments"))
    assert sys.executable in arguments
    assert f'"MEFIRST_HOME={os.environ["MEFIRST_HOME"]}"' in arguments


def test_another_journal_is_written_into_the_job(journal: Journal) -> None:
    """Under a name of its own, so that both can be in place."""
    line = printed("cron", "--journal", "work")
    assert line.endswith(" remind --check --journal work # mefirst-remind-work\n")


def test_paths_by_the_variables_that_lead_to_them(tmp_path: Path) -> None:
    """A process with these variables alone finds the same paths."""
    for given in ({"MEFIRST_HOME": str(tmp_path)}, {}):
        paths = find_paths(given)
        assert paths.environment(given)
        if given:
            assert find_paths(paths.environment(given)) == paths
    assert all(Path(value).is_absolute() for value in find_paths({}).environment({}).values())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--at", "25:00"), "'25:00' is no time of day."),
        (("--at", "8"), "'8' is no time of day."),
        (("--on", "funday"), "'funday' is not a day of the week. Did you mean 'sunday'?"),
        (("--on", "s"), "'s' is not a day of the week."),
        (("--install", "--uninstall"), "--install and --uninstall do not go together."),
        (("--notify",), "--notify belongs to --check."),
        (("--check", "--at", "8:00"), "--check stands alone"),
        (("gap", "last-week"), "mefirst has no command 'gap'. Did you mean 'gaps'?"),
        (("gaps", "--nope"), "No such option: --nope"),
        (("gaps", "--format", "pdf"), "Invalid value for '--format'"),
        (("report", "nonsense"), "'nonsense' is not a period."),
        (("report", "--fail-on", "soon"), "'soon' is not a condition."),
        (("gaps", "--sphere", "lunar"), "'lunar' is not a sphere."),
        (("pack", "lst"), "mefirst pack has no command 'lst'. Did you mean 'list'?"),
        (("pack", "list", "--nope"), "No such option: --nope"),
        (("reflect",), "'reflect' asks, and nobody is there to answer a scheduler."),
        (("reflect", "--resume"), "'reflect' asks, and nobody is there"),
        (("capture",), "'capture' asks, and nobody is there"),
        (("edit", "last"), "'edit' asks, and nobody is there"),
        (("gaps", "--contains", "a\nb"), "'a␤b' cannot stand in a schedule."),
        (("--journal", "../x"), "'../x' cannot be the name of a journal."),
        (("--kind", "task", "--install", "gaps", "--contains", "50%"), "'50%' cannot be given to a task."),
    ],
    ids=" ".join,
)
def test_a_job_that_could_not_run_is_refused(programs: Path, words: tuple[str, ...], said: str) -> None:
    """Exit 2 now, not a failure at night; nothing is put in place."""
    ran = mefirst("remind", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)
    assert calls(programs) == []


@pytest.mark.parametrize(
    "words",
    [
        ("reflect", "--answers", "a.yaml"),
        ("capture", "x"),
        ("pack", "list"),
        ("list", "last-week", "--state", "complete"),
    ],
    ids=" ".join,
)
def test_a_command_that_needs_nobody_is_printed(journal: Journal, words: tuple[str, ...]) -> None:
    """As it was given, in the line of its job."""
    assert f"-m mefirst {' '.join(words)} " in printed("cron", *words)


def test_without_a_journal_that_is_said(home: Path) -> None:
    """The schedule is printed all the same; stdout holds nothing else."""
    ran = mefirst("remind", "--kind", "cron")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1
    assert ran.err.startswith("There is no journal 'default' yet. Until there is one, this fails.")
    assert not home.exists()


def test_a_timer_is_put_in_replaced_and_taken_out(journal: Journal, programs: Path) -> None:
    """Two files and four calls; --dry-run names them and does nothing; what is not in cannot be taken out."""
    stand_in(programs, "notify-send")
    user = Path(os.environ["HOME"])
    words = ("remind", "--kind", "systemd", "--install")
    dry = mefirst(*words, "--dry-run")
    assert dry.err.splitlines()[:2] == [
        f"Would write {user}/.config/systemd/user/mefirst-remind.{kind}" for kind in ("service", "timer")
    ]
    assert (tree(user), calls(programs)) == ({}, [])
    ran = mefirst(*words)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("Every day at 17:30, by systemd: mefirst-remind\n")
    assert "loginctl enable-linger" in ran.err
    expected = ["daemon-reload", "enable mefirst-remind.timer", "restart mefirst-remind.timer"]
    assert calls(programs) == [f"systemctl --user {words}" for words in expected]
    timer = user / ".config/systemd/user/mefirst-remind.timer"
    assert mefirst(*words, "--at", "6:15").code == 0
    assert "OnCalendar=*-*-* 06:15:00" in timer.read_text("utf-8")
    gone = mefirst("remind", "--kind", "systemd", "--uninstall")
    assert (gone.code, gone.err) == (0, "Taken out of systemd: mefirst-remind\n")
    assert list(timer.parent.iterdir()) == []
    assert calls(programs)[-2:] == [
        "systemctl --user disable --now mefirst-remind.timer", "systemctl --user daemon-reload",
    ]  # fmt: skip
    assert mefirst("remind", "--kind", "systemd", "--uninstall").code == 4


def test_a_timer_systemd_refuses_leaves_things_as_they_were(journal: Journal, programs: Path) -> None:
    """No bus to speak to: exit 1, its words, and the files of before."""
    words = ("remind", "--kind", "systemd", "--install", "gaps")
    stand_in(programs, "systemctl", "echo Failed to connect to bus >&2; exit 1")
    ran = mefirst(*words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[:2] == [
        "'systemctl --user daemon-reload' did not work, so nothing is scheduled.", "Failed to connect to bus",
    ]  # fmt: skip
    user = Path(os.environ["HOME"])
    assert not [path for path in user.rglob("*") if path.is_file()]
    stand_in(programs, "systemctl")
    assert mefirst(*words).code == 0
    before = tree(user)
    stand_in(programs, "systemctl", "exit 1")
    assert mefirst(*words, "last-week").code == 1
    assert tree(user) == before


CRONTAB = """\
case "$1" in
  -l) cat "{table}" 2>/dev/null || {{ echo "no crontab for me" >&2; exit 1; }} ;;
  -) cat >"{table}" ;;
esac"""
OTHERS = "MAILTO=me@example.org\n# mine\n5 4 * * * /bin/true # mefirst-remind-er\n\n"


def test_a_crontab_keeps_every_other_line(journal: Journal, programs: Path, tmp_path: Path) -> None:
    """Ours is added once, replaced, and taken out; an empty table is one too."""
    table = tmp_path / "table"
    stand_in(programs, "crontab", CRONTAB.format(table=table))
    assert mefirst("remind", "--kind", "cron", "--uninstall").code == 4
    for before in ("", OTHERS):
        table.write_text(before)
        for at in ("8:00", "9:00"):
            ran = mefirst("remind", "--kind", "cron", "--install", "--at", at)
            assert (ran.code, ran.out) == (0, "")
        assert table.read_text().startswith(f"{before}0 9 * * * ")
        assert table.read_text().endswith(" # mefirst-remind\n")
        assert mefirst("remind", "--kind", "cron", "--install", "gaps").code == 0
        assert len(table.read_text().splitlines()) == len(before.splitlines()) + 2
        for words in ((), ("gaps",)):
            assert mefirst("remind", "--kind", "cron", "--uninstall", *words).code == 0
        assert table.read_text() == before


def test_a_crontab_that_cannot_be_read_is_not_written(
    journal: Journal, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is one where there is no cron."""
    stand_in(programs, "crontab", "echo you are not allowed to use this program >&2; exit 1")
    ran = mefirst("remind", "--kind", "cron", "--install")
    assert ran.code == 1
    assert "you are not allowed" in ran.err
    assert calls(programs) == ["crontab -l"]
    monkeypatch.setenv("PATH", str(programs / "nowhere"))
    ran = mefirst("remind", "--kind", "cron", "--install")
    assert ran.code == 1
    assert ran.err.startswith("'crontab -l' did not work, so nothing is scheduled.\nNo such file")


def test_a_launch_agent_is_put_in_and_taken_out(journal: Journal, programs: Path) -> None:
    """One that is there already is told to go first; that it was not there is no failure."""
    stand_in(programs, "launchctl", '[ "$1" != bootout ]')
    agent = Path(os.environ["HOME"]) / "Library/LaunchAgents/mefirst.gaps.plist"
    assert mefirst("remind", "--kind", "launchd", "--install", "gaps").code == 0
    assert plistlib.loads(agent.read_bytes())["Label"] == "mefirst.gaps"
    domain = f"gui/{os.getuid()}"
    assert calls(programs) == [
        f"launchctl bootout {domain}/mefirst.gaps", f"launchctl bootstrap {domain} {agent}",
    ]  # fmt: skip
    assert mefirst("remind", "--kind", "launchd", "--uninstall", "gaps").code == 0
    assert not agent.exists()
    assert mefirst("remind", "--kind", "launchd", "--uninstall", "gaps").code == 4


def test_a_task_is_put_in_and_taken_out(
    journal: Journal, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is for schtasks alone, and gone afterwards."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    stand_in(programs, "schtasks", f'[ "$4" = /F ] || cp "$5" "{tmp_path}/read.xml"')
    assert mefirst("remind", "--kind", "task", "--install", "gaps").code == 0
    ET.fromstring((tmp_path / "read.xml").read_text("utf-8"))
    assert list((tmp_path / "tmp").iterdir()) == []
    assert mefirst("remind", "--kind", "task", "--uninstall", "gaps").code == 0
    assert calls(programs)[-1] == "schtasks /Delete /TN mefirst-gaps /F"


@pytest.mark.skipif(
    sys.platform != "linux", reason="what is missing is named for the system it is missing on"
)
def test_what_another_system_shows_reminders_with_is_not_looked_for_here(
    journal: Journal, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file for launchd or the Task Scheduler goes to a machine that has no notify-send and needs none."""
    monkeypatch.setenv("PATH", str(programs))
    for kind in ("launchd", "task"):
        assert "notify-send" not in mefirst("remind", "--kind", kind).err
    assert "'notify-send' is not installed" in mefirst("remind", "--kind", "systemd").err
