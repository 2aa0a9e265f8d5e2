"""The program: the command table, built only as far as it is needed, and the one error boundary."""

import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from mefirst import __version__, settings
from mefirst.errors import FAILED, INTERRUPTED, MefirstError, UsageProblem, did_you_mean
from mefirst.paths import DEFAULT_JOURNAL, find_paths
from mefirst.text import encodable, hang, safe

COMMANDS = {
    "reflect": "mefirst.cli.reflect",
    "capture": "mefirst.cli.capture",
    "ask": "mefirst.cli.ask",
    "impact": "mefirst.cli.impact",
    "list": "mefirst.cli.entries",
    "show": "mefirst.cli.show",
    "edit": "mefirst.cli.edit",
    "delete": "mefirst.cli.delete",
    "undo": "mefirst.cli.undo",
    "gaps": "mefirst.cli.gaps",
    "report": "mefirst.cli.report",
    "commitment": "mefirst.cli.commitment",
    "partner": "mefirst.cli.partner",
    "share": "mefirst.cli.share",
    "receive": "mefirst.cli.receive",
    "pack": "mefirst.cli.pack",
    "journal": "mefirst.cli.journal",
    "export": "mefirst.cli.export",
    "import": "mefirst.cli.importing",
    "config": "mefirst.cli.config",
    "remind": "mefirst.cli.remind",
    "demo": "mefirst.cli.demo",
    "schema": "mefirst.cli.schema",
}
"""Each command and its module, in the order of the help. A module has one Typer app called `app`."""


class ReaderGone(Exception):
    """The pipe that takes our output is closed."""


class OutputRefused(MefirstError):
    """What was asked for could not be printed; `done` says what was done all the same."""

    def __init__(self, reason: str, done: str = "") -> None:
        super().__init__(f"The output cannot be written: {reason}.", done)


class Command(TyperCommand):
    """A command whose help is as plain as everything else where that is wanted."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, in boxes or in lines."""
        self.rich_markup_mode = _markup()
        _leave_out_types(self.get_params(ctx))
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    """A command of several, its help likewise."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, in boxes or in lines."""
        self.rich_markup_mode = _markup()
        _leave_out_types(self.get_params(ctx))
        super().format_help(ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command the arguments name, or say which one may have been meant."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            raise NoSuchCommand(ctx.command_path, args[0], known)
        return super().resolve_command(ctx, args)


class CommandTable(Group):
    """Imports and builds a command when it is asked for: an eager tree doubles the start of every command."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an interrupt that nobody took is told, which Typer would not."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Abort from None

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 the signature is Typer's
        """The commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 as above
        """The command called `cmd_name`, or None."""
        if cmd_name not in COMMANDS:
            return None
        table = importlib.import_module(COMMANDS[cmd_name]).app
        table.info.cls = Group
        for one in table.registered_commands:
            one.cls = Command
        command = get_command(table)
        command.name = cmd_name
        return command


class Misplaced(UsageProblem):
    """An option before the command, which would do nothing there."""

    def __init__(self, option: str, command: str) -> None:
        super().__init__(
            f"'{option}' stands before '{command}', where it does nothing.",
            hint=f"Options stand behind the command; mefirst {command} --help shows which.",
        )


class NoSuchCommand(UsageProblem):
    """A command we do not have."""

    def __init__(self, path: str, typed: str, known: Sequence[str]) -> None:
        super().__init__(
            f"{path} has no command '{typed}'.{did_you_mean(typed, known)}",
            hint=f"{path} --help shows them all.",
        )


def _leave_out_types(parameters: Sequence[Any]) -> None:
    """Keep `<bool>` and `<str>` out of the help: a flag takes nothing, and an argument's name says what it takes."""
    for one in parameters:
        if one.param_type_name == "argument" or one.is_flag:
            one.display_type_rich = lambda ctx: None  # noqa: ARG005 the signature is Typer's


def _markup() -> Literal["rich"] | None:
    """Return how help is written: None, which is in lines, where plain is asked for or all the terminal can do."""
    if os.environ.get("MEFIRST_PLAIN") or os.environ.get("TERM") == "dumb":
        return None
    with contextlib.suppress(MefirstError):
        return None if settings.load(find_paths().settings).plain else "rich"
    return "rich"


app = typer.Typer(
    cls=CommandTable,
    invoke_without_command=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"mefirst {__version__}")
        raise typer.Exit


@app.callback(
    epilog="Example: mefirst reflect asks about one moment of today, in about five minutes.",
)
def today(
    context: typer.Context,
    journal: Annotated[str, typer.Option(help="The journal to look at.", metavar="NAME")] = DEFAULT_JOURNAL,
    now: Annotated[str | None, typer.Option(help="Take this as the present moment.", metavar="TIME")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="One sentence a fact, no signs.")] = False,
    format_: Annotated[
        Literal["table", "plain", "json"] | None,
        typer.Option("--format", help="How to print it.", show_default=False),
    ] = None,
    version: Annotated[  # noqa: ARG001 its callback answers
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _version(wanted=value),
            is_eager=True,
            help="Show the version.",
        ),
    ] = False,
) -> int | None:
    """Look at your own part first: what you meant, what arrived, what lies between.

    Without a command: what is open today, what waits, and one next step.
    """
    if context.invoked_subcommand is None:
        code: int = importlib.import_module("mefirst.cli.today").show(
            journal=journal, now=now, plain=plain, format_=format_
        )
        return code
    misplaced = {
        "--journal": journal != DEFAULT_JOURNAL, "--now": now, "--plain": plain, "--format": format_,
    }  # fmt: skip
    for option in (name for name, given in misplaced.items() if given):
        raise Misplaced(option, context.invoked_subcommand)
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every error ends here, in at most three lines."""
    _open_streams()
    try:
        code = get_command(app).main(
            args=list(arguments) if arguments is not None else None,
            prog_name="mefirst",
            standalone_mode=False,
        )
    except OutputRefused as error:
        _forget_stdout()
        return _say(error.lines(), error.exit_code)
    except MefirstError as error:
        return _say(error.lines(), error.exit_code)
    except typer.TyperException as error:
        return _say(_usage(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort, EOFError):
        return _say(["Stopped."], INTERRUPTED)
    except (ReaderGone, BrokenPipeError):
        _forget_stdout()
        return 0
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # Rich's way of saying so, while it prints the help
            return 0
        raise
    except OSError as error:
        _forget_stdout()
        return _say([f"The system refused: {error.strerror or error}.", str(error.filename or "")], FAILED)
    except Exception as error:  # noqa: BLE001 the boundary: a bug is told, without a word of any entry
        return _say(_crash(error), FAILED)
    return code if isinstance(code, int) else 0


def _usage(error: Any) -> list[str]:
    """Return what Typer found wrong: the message, and where help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "mefirst"
    message = " ".join(error.format_message().split()).replace("Value error, ", "")
    return [message, f"{path} --help shows how it is used."]


def _crash(error: Exception) -> list[str]:
    import platform  # noqa: PLC0415 only for a bug
    import traceback  # noqa: PLC0415 likewise

    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(os.path.dirname(frame.filename))}/{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119, PTH120
    if os.environ.get("MEFIRST_DEBUG"):
        return [
            *(line for part in traceback.format_tb(error.__traceback__) for line in part.splitlines()),
            f"{type(error).__name__} (its words are left out: they may be yours)",
        ]
    return [
        f"mefirst stumbled over its own feet: {type(error).__name__} in {place}.",
        f"mefirst {__version__}, Python {platform.python_version()}, {platform.system()}",
        "Please report these lines; MEFIRST_DEBUG=1 shows more, and never what you wrote.",
    ]


def _say(lines: Sequence[str], code: int) -> int:
    from mefirst.terminal.console import canvas  # noqa: PLC0415 where something went wrong

    try:
        said = [safe(line) for line in lines if line]
        if sys.stderr.isatty():  # which would break words
            said = [part for line in said for part in hang(line, canvas(sys.stderr).width)]
        for line in said:
            sys.stderr.write(encodable(line, sys.stderr.encoding or "utf-8") + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
    return code


def _open_streams() -> None:
    """Make the standard streams fit to be used, whoever started us and in whatever locale.

    What a stream cannot encode is escaped. A closed one is filled, so that no file of the journal is opened
    under its number; writing to a closed stdout fails all the same, for it is opened for reading.
    """
    for name, flags in (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, flags)
            setattr(sys, name, os.fdopen(descriptor, "r" if name == "stdin" else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """Let the interpreter flush into nothing at its end, where a closed pipe would make it complain."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)
