"""`mefirst receive`: take in any file a partner sent."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from mefirst.cli import complete, outgoing
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, OutputFormat, Plain, Quiet, Yes
from mefirst.cli.receiving import Receiving, Wishes
from mefirst.sharing import envelope
from mefirst.sharing.incoming import UNSEALED

app = typer.Typer(add_completion=False)

_STDIN = "-"


@app.command(epilog="Example: mefirst receive mefirst-4k7q0z2x.age")
def receive(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What a partner sent, of any kind; - reads stdin.")
    ],
    *,
    sender: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Whom it came from; an introduction does not say.",
            metavar="PARTNER",
            autocompletion=complete.partners,
        ),
    ] = None,
    output: outgoing.Output = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    quiet: Quiet = False,
    plain: Plain = False,
    format_: OutputFormat = None,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Take in a file a partner sent. It says what it is and from whom, and shows what it holds.

    What is shared goes into the share log and touches nothing else. Given again, a file adds nothing.
    """
    context = Context(now, plain=plain)
    name = "What came on stdin" if str(file) == _STDIN else str(file)
    data = _read(file, name)
    opened = context.open_journal(journal)
    wishes = Wishes(name, sender, output, context.format(format_), dry_run, yes, quiet)
    receiving = Receiving(context, opened, context.relationships(opened), wishes)
    if envelope.is_sealed(data):
        return receiving.sealed(data)
    return receiving.introduction(envelope.open_plain(data, name, UNSEALED))


def _read(file: Path, name: str) -> bytes:
    if str(file) != _STDIN:
        return envelope.read_file(file)
    return envelope.checked_size(sys.stdin.buffer.read(envelope.MOST_BYTES + 1), name)
