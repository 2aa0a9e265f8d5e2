"""`mefirst remind`: a reminder, or any other command, at its time; and what is due, for a login shell."""

import os
import sys
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.main import get_command

from mefirst.analysis.overview import Due, due
from mefirst.cli import main as program
from mefirst.cli.context import RECENT, Context
from mefirst.cli.options import DryRun, JournalName, Now
from mefirst.errors import CONDITION_MET, FAILED, MefirstError, NoJournal, UnknownChoice, UsageProblem
from mefirst.journal import layout
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.ids import day_of
from mefirst.model.query import Query
from mefirst.paths import DEFAULT_JOURNAL
from mefirst.render.dates import DAYS
from mefirst.render.today import reminder
from mefirst.text import safe

if TYPE_CHECKING:
    from mefirst.render.schedules import Job

app = typer.Typer(add_completion=False)

_EVENING = time(17, 30)
_CHECK = ("remind", "--check")


def _days(incomplete: str) -> list[str]:
    return [day.casefold() for day in DAYS if day.casefold().startswith(incomplete.casefold())]


@app.command(
    context_settings={"allow_interspersed_args": False},
    epilog="Examples: mefirst remind --install, mefirst remind --on monday report last-week --output week.html",
)
def remind(
    context: typer.Context,
    command: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="COMMAND", help="The mefirst command to run, with its options; a reminder when missing."
        ),
    ] = None,
    *,
    at: Annotated[
        str | None, typer.Option("--at", help="At this time; 17:30 unless given.", metavar="HH:MM")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            help="On this day of the week; every day unless given.",
            metavar="DAY",
            autocompletion=_days,
        ),
    ] = None,
    kind: Annotated[
        Literal["systemd", "cron", "launchd", "task"] | None,
        typer.Option(
            "--kind", help="For this scheduler; that of this system unless given.", show_default=False
        ),
    ] = None,
    install: Annotated[
        bool, typer.Option("--install", help="Put it in place instead of printing it.")
    ] = False,
    uninstall: Annotated[bool, typer.Option("--uninstall", help="Take it out again.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Say in a line what is due now; exit 1 when nothing is.")
    ] = False,
    notify: Annotated[
        bool, typer.Option("--notify", help="With --check: as a notification, exit 0 in either case.")
    ] = False,
    dry_run: DryRun = False,
    journal: JournalName = DEFAULT_JOURNAL,
    now: Now = None,
) -> int:
    """Print what a scheduler needs to remind you, or with --install put it in place.

    It runs with the paths of this program and of the journal written into it. Any other command can be run as well.
    """
    surroundings = Context(now)
    if check:
        if command or at or on or kind or install or uninstall or dry_run:
            raise UsageProblem("--check stands alone: with --notify, --journal and --now at most.")
        return _check(surroundings, journal, notify=notify)
    if notify:
        raise UsageProblem("--notify belongs to --check.")
    if install and uninstall:
        raise UsageProblem("--install and --uninstall do not go together.")
    words = _checked(context, surroundings, command or [])
    name = "-".join(["mefirst", (words or _CHECK)[0], *([journal] if journal != DEFAULT_JOURNAL else [])])
    from mefirst.cli import schedulers  # noqa: PLC0415 a check in a login shell needs none of it

    scheduler = kind or schedulers.native()
    if uninstall:
        plan = schedulers.to_remove(scheduler, name)
        _do(surroundings, plan, dry_run=dry_run, done=f"Taken out of {scheduler}: {name}")
        return 0
    job = _job(surroundings, name, words, journal, scheduler, _time(at), _weekday(on))
    day = surroundings.now.date()
    text = schedulers.printed(scheduler, job, day)
    _say_what_is_missing(
        surroundings, journal, shown=not words and schedulers.shows_here(scheduler), refuse=install
    )
    if install:
        plan = schedulers.to_install(scheduler, job, day)
        _do(surroundings, plan, dry_run=dry_run, done=f"{_said_when(job)}, by {scheduler}: {name}")
    else:
        surroundings.show(text)
    _hints(surroundings, job, scheduler, words, installed=install)
    return 0


def _check(context: Context, journal: str, *, notify: bool) -> int:
    """Say in a line what is due. Its words are ours alone: others may look at the screen."""
    opened = context.open_journal(journal)
    context.unlocks = "quietly"
    if not context.is_readable(opened):
        return _tell_due(context, _due_by_names(context, opened), notify=notify)
    entries = context.recent(opened)
    promises = opened.read(Commitment, context.today - RECENT)
    kept = [one for one in entries.records if one.state != "trashed"]
    days = {day for one in kept for day in (one.on, context.day_of(one.recorded_at))}
    found = due(
        kept,
        promises.records,
        context.today,
        drafts=len(context.drafts(opened).pending()),
        written_today=context.today in days,
    )
    told = _tell_due(context, found, notify=notify)
    return context.damaged((*entries.damaged, *promises.damaged)) or told


def _due_by_names(context: Context, journal: Journal) -> Due | None:
    """Return what is due in a journal that is locked, as far as names tell."""
    written = any(day_of(one) == context.today for one in journal.ids(Entry, layout.pass_over))
    return due((), (), context.today, drafts=len(context.drafts(journal).ids()), written_today=written)


def _tell_due(context: Context, found: Due | None, *, notify: bool) -> int:
    if found and notify:
        from mefirst.terminal import notification  # noqa: PLC0415 a login shell prints it

        notification.show(reminder(found))
    elif found:
        context.show(reminder(found))
    return 0 if found or notify else FAILED


def _checked(context: typer.Context, surroundings: Context, words: list[str]) -> list[str]:
    """Return the command to run, its words read as it will read them; a typo would be found out at night, by nobody."""
    if words:
        group: Any = get_command(program.app)
        command = group.get_command(context, words[0])
        if command is None:
            raise program.NoSuchCommand("mefirst", words[0], list(program.COMMANDS))
        given = _given(command, words, context.parent)
        if "period" in given:
            surroundings.period(given["period"])
        if given.get("fail_on"):
            from mefirst.cli.delivery import conditions  # noqa: PLC0415 few jobs have one

            conditions(given["fail_on"])
        if "any_of" in given:  # it takes the filters
            sphere, dimension, state = (
                tuple(given.get(name) or ()) for name in ("sphere", "dimension", "state")
            )
            Query(sphere=sphere, dimension=dimension, state=state)
        if words[0] in _ALONE and not any(given[name] for name in _ALONE[words[0]][0]):
            raise UsageProblem(
                f"'{words[0]}' asks, and nobody is there to answer a scheduler.", hint=_ALONE[words[0]][1]
            )
    return words


_ALONE = {
    "reflect": (
        ("answers", "set_", "discard"),
        "mefirst remind alone reminds you to reflect; with --answers FILE nothing is asked.",
    ),
    "capture": (("text",), "Say what to put down: mefirst remind capture TEXT"),
    "edit": (("set_", "on", "person", "discard"), "Say what to change: --set FIELD=VALUE"),
}
"""The commands that ask unless one of these parameters is given, and what to do instead."""


def _given(command: Any, words: list[str], parent: Any) -> dict[str, Any]:
    """Return the parameters of a command, or of the one in its group that the words name."""
    parsed = command.make_context(words[0], words[1:], parent=parent)
    known = getattr(command, "commands", None)
    if known is None or len(words) == 1:
        return dict(parsed.params)
    if words[1] not in known:
        raise program.NoSuchCommand(f"mefirst {words[0]}", words[1], list(known))
    return _given(known[words[1]], words[1:], parsed)


def _job(
    context: Context, name: str, words: list[str], journal: str, scheduler: str, at: time, weekday: int | None
) -> "Job":
    from mefirst.render.schedules import Job  # noqa: PLC0415 as above

    if not words:
        words = [*_CHECK, *([] if scheduler == "cron" else ["--notify"])]
    if journal != DEFAULT_JOURNAL:
        words = [*words, "--journal", journal]
    return Job(
        name=name,
        about=f"mefirst {words[0]}",
        # -P: what happens to lie in the folder it starts in is not taken for a part of Python
        command=(sys.executable, "-P", "-m", "mefirst", *words),
        environment=context.paths.environment(os.environ),
        folder=str(Path.home()),
        at=at,
        weekday=weekday,
        fine=CONDITION_MET,
        log=str(Path.home() / "Library" / "Logs" / "mefirst.log"),
    ).checked()


def _time(typed: str | None) -> time:
    if typed is None:
        return _EVENING
    try:
        return datetime.strptime(typed, "%H:%M").time()  # noqa: DTZ007 a time of day has no zone
    except ValueError:
        raise UsageProblem(f"'{typed}' is no time of day.", hint="Write it like 17:30.") from None


def _weekday(typed: str | None) -> int | None:
    if typed is None:
        return None
    fitting = [number for number, day in enumerate(DAYS) if day.casefold().startswith(typed.casefold())]
    if len(fitting) != 1 or len(typed) < len("mon"):
        raise UnknownChoice("day of the week", typed, [day.casefold() for day in DAYS])
    return fitting[0]


def _do(context: Context, plan: Any, *, dry_run: bool, done: str) -> None:
    if dry_run:
        for step in plan.said():
            context.note(f"Would {safe(step)}")
        return
    plan.carry_out()
    context.note(done)


def _said_when(job: "Job") -> str:
    day = "Every day" if job.weekday is None else f"Every {DAYS[job.weekday]}"
    return f"{day} at {job.at:%H:%M}"


def _say_what_is_missing(context: Context, journal: str, *, shown: bool, refuse: bool) -> None:
    """Say what the job would fail for as things are; to install a reminder nobody would see is refused."""
    try:
        context.open_journal(journal)
    except NoJournal as missing:
        context.note(f"{missing.what} Until there is one, this fails. {safe(missing.why)}")
    if shown:
        from mefirst.terminal import notification  # noqa: PLC0415 most other commands are not shown

        try:
            notification.require()
        except MefirstError as missing:
            if refuse:
                raise
            for line in missing.lines():
                context.note(line)


def _hints(context: Context, job: "Job", scheduler: str, words: list[str], *, installed: bool) -> None:
    if words:
        context.note(f"It runs in {safe(job.folder)}: other paths begin there.")
    if words and scheduler == "systemd":
        context.note("What it prints goes to the log of the system, which administrators can read.")
    if scheduler == "systemd":
        context.note("It runs while you are logged in; always, after: loginctl enable-linger")
    elif scheduler == "cron":
        context.note("cron sends by mail what it prints.")
    if not installed:
        context.note("mefirst remind --install puts it in place, --uninstall takes it out again.")
