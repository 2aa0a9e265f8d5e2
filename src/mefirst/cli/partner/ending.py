"""`partner end`: the agreement ends, and the keys are destroyed."""

import typer

from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet, Yes
from mefirst.cli.partners import PartnerWord, named
from mefirst.errors import FAILED
from mefirst.model.partner import Partner
from mefirst.text import safe, shell_word


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("end", epilog="Example: mefirst partner end coach")(end)


def end(
    partner: PartnerWord,
    *,
    yes: Yes = False,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """End the agreement and destroy the keys: files from them open no more, old ones neither. The log stays."""
    context = Context(now, plain=plain)
    opened = context.open_journal(journal)
    found = named(opened, partner)
    keys = context.relationships(opened)
    alias = safe(found.alias)
    if found.ended is not None and not keys.exists(found.id):
        context.note(f"It was ended on {found.ended} already.")
        return 0
    if dry_run:
        context.note(f"The agreement with {alias} would end, and the keys be destroyed. Nothing was changed.")
        return 0
    question = f"End the agreement with {alias} and destroy the keys? Old files of theirs open no more."
    if not yes and not context.confirm(question, "--yes"):
        context.note("Nothing was changed.")
        return FAILED
    with keys.lock(found):
        opened.change(Partner, found.id, lambda one: one.changed(ended=one.ended or context.today))
        had_keys = keys.destroy(found.id)
    if quiet:
        context.show(found.id, done=f"It is ended: {found.id}")
        return 0
    context.note(
        f"Ended with {alias}." + (" The keys are destroyed: old files open no more." if had_keys else "")
    )
    context.note(
        f"What {alias} has read stays known to them: mefirst partner log {shell_word(alias)} shows it."
    )
    context.note("Out of reach: copies of this device's files made elsewhere, and freed cells of an SSD.")
    return 0
