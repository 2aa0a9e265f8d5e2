"""`mefirst edit --person OLD=NEW`: one person under another name, each entry a revision of its own."""

from mefirst.cli.context import Context
from mefirst.cli.progress import Progress
from mefirst.errors import FAILED, CannotWrite, NotFound, UsageProblem
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.model.ids import handle_of
from mefirst.model.renaming import Collision, names, renamed
from mefirst.render.words import counted
from mefirst.text import fold, safe

_MOST_NAMED = 6


def rename(
    context: Context,
    journal: Journal,
    entry: str | None,
    typed: str,
    *,
    dry_run: bool,
    yes: bool,
    quiet: bool,
) -> int:
    """Rename a person in every entry, or in one; nothing is saved unless all of it can be."""
    old, new = _names(typed)
    if entry is None:
        reading = journal.read(Entry)
        records, damaged = reading.records, reading.damaged
    else:
        found = journal.get(Entry, journal.resolve(Entry, entry))
        records, damaged = (found.record,), found.damaged
    concerned = [one for one in records if names(one, old)]
    if not concerned:
        raise NotFound(f"No entry names '{old}'.", hint="mefirst list all shows who is named.")
    _check(concerned, old, new)
    both = [one.handle for one in concerned if fold(old) != fold(new) and names(one, new)]
    if both:
        more = " …" if len(both) > _MOST_NAMED else ""
        context.note(
            safe(f"'{new}' is named too in {', '.join(both[:_MOST_NAMED])}{more}: there the two become one.")
        )
    said = f"'{old}' becomes '{new}' in {counted(len(concerned), 'entry', 'entries')}"
    if dry_run:
        context.note(safe(f"{said}. Nothing was saved."))
        return context.damaged(damaged)
    if entry is None and not yes and not context.confirm(f"{said}. Save that?", "--yes"):
        context.note("Nothing was saved.")
        return FAILED
    with Progress(context.console, "Renaming", goes_on=True) as progress:
        for number, one in enumerate(concerned):
            try:
                journal.change(Entry, one.id, lambda record: renamed(record, old, new))
            except CannotWrite as problem:
                reason = problem.what.removeprefix("Not saved: ").removesuffix(".")
                done = f"{number} of {counted(len(concerned), 'entry', 'entries')} are saved; the same command goes on."
                raise CannotWrite(problem.why, reason, done if number else "") from problem
            progress.at(number + 1, len(concerned))
    if len(concerned) == 1:
        journal.note_last(concerned[0].id)
    if quiet:
        context.show("\n".join(one.id for one in concerned), done=f"Saved: {said}.")
    else:
        context.note(safe(f"Saved: {said}."))
    return context.damaged(damaged)


def _names(typed: str) -> tuple[str, str]:
    old, equals, new = (part.strip() for part in typed.partition("="))
    if not (old and equals and new):
        raise UsageProblem(f"--person takes OLD=NEW; got '{typed}'.", hint='Example: --person "boss=dana"')
    return old, " ".join(new.split())


def _check(concerned: list[Entry], old: str, new: str) -> None:
    for one in concerned:
        try:
            renamed(one, old, new)
        except Collision as dimension:
            raise UsageProblem(
                f"Entry {handle_of(one.id)} has {dimension} toward both '{old}' and '{new}'.",
                "As one person it would have that line twice. Nothing was saved.",
                f"Make one line of them first: mefirst edit {handle_of(one.id)}",
            ) from None
