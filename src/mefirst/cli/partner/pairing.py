"""`partner pair`: keys are exchanged by files, and six words show that nobody stands between."""

from pathlib import Path
from typing import Annotated

import typer

from mefirst.cli import outgoing
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Yes
from mefirst.cli.partners import PartnerWord, named
from mefirst.errors import FAILED
from mefirst.model.partner import Partner
from mefirst.sharing import pairing
from mefirst.sharing.keys import Relationship, Relationships
from mefirst.sharing.refusals import AgreementOver, NothingToCompare, WordsDiffer
from mefirst.text import safe, shell_word


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("pair", epilog="Example: mefirst partner pair coach")(pair)


def pair(
    partner: PartnerWord,
    *,
    words: Annotated[
        str | None,
        typer.Option("--words", help="The six words they read to you; pairs if they agree.", metavar="WORDS"),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Throw the keys away and begin anew, as with a new device.")
    ] = False,
    output: outgoing.Output = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Exchange keys with a partner, by files: this writes the next one, and says what they do with it.

    At the end both of you see six words. Read them to each other, on the telephone or in person: only if they are
    the same, nobody stands between you. Until then nothing can be shared.
    """
    context = Context(now, plain=plain)
    opened = context.open_journal(journal)
    found = named(opened, partner)
    if found.ended is not None:
        raise AgreementOver(found.alias, f"the agreement was ended on {found.ended}")
    keys = context.relationships(opened)
    if dry_run:
        return _tell(context, found, keys.get(found.id))
    with keys.lock(found):
        kept = keys.get(found.id) if not again else None
        if again and not _sure(context, found, keys, yes=yes):
            context.note("Nothing was changed.")
            return FAILED
        if kept is not None and kept.recipient is not None:
            return _compare(context, keys, found, kept, words, output)
        if words is not None:
            raise NothingToCompare(found.alias)
        return _write_introduction(context, keys, found, kept, output, yes=yes)


def _sure(context: Context, partner: Partner, keys: Relationships, *, yes: bool) -> bool:
    there = keys.exists(partner.id)
    question = f"Throw away the keys with {safe(partner.alias)}? Files that come for them open no more."
    return yes or not there or context.confirm(question, "--yes")


def _tell(context: Context, partner: Partner, kept: Relationship | None) -> int:
    """Say where a pairing stands."""
    alias = safe(partner.alias)
    if kept is None:
        context.note(f"An introduction for {alias} would be written. Nothing was.")
    elif kept.is_confirmed:
        context.note(f"You and {alias} are paired: {kept.words}")
    elif kept.recipient is not None:
        context.note(f"To compare with {alias}: {pairing.spoken(partner, kept)}")
    else:
        context.note(f"The file for {alias} would be written again. Nothing was.")
    return 0


def _write_introduction(
    context: Context,
    keys: Relationships,
    partner: Partner,
    kept: Relationship | None,
    output: Path | None,
    *,
    yes: bool,
) -> int:
    """Write what they need first: our introduction, or again our answer to theirs."""
    relationship = kept or pairing.begin(partner)
    path = outgoing.path_for(context, output, relationship, yes=yes)
    if path is None:
        return FAILED
    if kept is None:
        keys.save(relationship)
    outgoing.write(context, path, pairing.outgoing(relationship) or b"")
    alias = safe(partner.alias)
    context.note(f"Send it to {alias}, by mail or however; they type: mefirst receive {safe(path.name)}")
    context.note("What they send back you give to mefirst receive, too.")
    return 0


def _compare(
    context: Context,
    keys: Relationships,
    partner: Partner,
    kept: Relationship,
    typed: str | None,
    output: Path | None,
) -> int:
    alias = safe(partner.alias)
    if kept.is_confirmed:
        if typed is not None:
            pairing.compared(partner, kept, typed)
        context.note(f"You and {alias} are paired; the words were: {kept.words}")
        context.note(f"With a new device: mefirst partner pair {shell_word(alias)} --again")
        return 0
    ours = pairing.spoken(partner, kept) if typed is None else pairing.compared(partner, kept, typed)
    if typed is None:
        _write_key_again(context, partner, kept, output)
        context.show(ours)
        context.note(f"Read these six words to each other, aloud. {alias} must have the same, in this order.")
        if not context.interactive:
            context.note(f'If they are the same: mefirst partner pair {shell_word(alias)} --words "…"')
            return 0
        if not context.confirm(f"Are they the words {alias} has?", "--words"):
            raise WordsDiffer(partner.alias)
    keys.save(kept.confirmed(ours, context.now))
    can = "Now you can share." if partner.role != "leader" else "Now they can share with you."
    context.note(f"Paired with {alias}. {can}")
    return 0


def _write_key_again(context: Context, partner: Partner, kept: Relationship, output: Path | None) -> None:
    """Write the last file of a pairing again where that is asked for; whoever answered has sent theirs."""
    data = pairing.outgoing(kept)
    if data is None:
        return
    if output is None:
        context.note(
            f"Lost the file for them? mefirst partner pair {shell_word(partner.alias)} --output FILE"
        )
        return
    path = outgoing.path_for(context, output, kept, yes=True)
    if path is not None:
        outgoing.write(context, path, data)
