"""`mefirst edit --person OLD=NEW`: one person under another name, each record a revision of its own."""

from collections import Counter
from collections.abc import Sequence

from mefirst.cli.context import Context
from mefirst.cli.partners import check_free, everybody, new_alias
from mefirst.cli.progress import Progress
from mefirst.cli.records import note_changed, noun
from mefirst.errors import FAILED, CannotWrite, NotFound, UsageProblem
from mefirst.journal.store import Damaged, Journal
from mefirst.model.entry import Entry
from mefirst.model.ids import handle_of
from mefirst.model.partner import Partner
from mefirst.model.record import Record
from mefirst.model.renaming import KINDS, Collision, names, renamed
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
    """Rename a person wherever a record names them, or in one entry; nothing is saved unless all of it can be."""
    old, new = _names(typed)
    records, damaged = _read(journal, entry)
    concerned = [one for one in records if names(one, old)]
    if not concerned:
        raise NotFound(f"No entry names '{old}'.", hint="mefirst list all shows who is named.")
    _check(journal, concerned, old, new)
    same = fold(old) == fold(new)
    both = [one.handle for one in concerned if isinstance(one, Entry) and not same and names(one, new)]
    if both:
        more = " …" if len(both) > _MOST_NAMED else ""
        context.note(
            safe(f"'{new}' is named too in {', '.join(both[:_MOST_NAMED])}{more}: there the two become one.")
        )
    said = f"'{old}' becomes '{new}' in {_counted(concerned)}"
    if dry_run:
        context.note(safe(f"{said}. Nothing was saved."))
        return context.damaged(damaged)
    if entry is None and not yes and not context.confirm(f"{said}. Save that?", "--yes"):
        context.note("Nothing was saved.")
        return FAILED
    with Progress(context.console, "Renaming", goes_on=True) as progress:
        for number, one in enumerate(concerned):
            try:
                journal.change(type(one), one.id, lambda record: renamed(record, old, new))
            except CannotWrite as problem:
                reason = problem.what.removeprefix("Not saved: ").removesuffix(".")
                done = f"{number} of {counted(len(concerned), 'record')} are saved; the same command goes on."
                raise CannotWrite(problem.why, reason, done if number else "") from problem
            progress.at(number + 1, len(concerned))
    if len(concerned) == 1:
        note_changed(journal, concerned[0])
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


def _read(journal: Journal, entry: str | None) -> tuple[Sequence[Record], Sequence[Damaged]]:
    """Return the records in which somebody is renamed, and what could not be read."""
    if entry is not None:
        found = journal.get(Entry, journal.resolve(Entry, entry))
        return (found.record,), found.damaged
    readings = [journal.read(kind) for kind in KINDS]
    damaged = dict.fromkeys(one for reading in readings for one in reading.damaged)
    return [one for reading in readings for one in reading.records], tuple(damaged)


def _counted(concerned: Sequence[Record]) -> str:
    """Return how many records of which kinds: 2 entries, 1 promise and 1 partner."""
    many = Counter(type(one) for one in concerned)
    said = [
        counted(many[kind], "entry", "entries") if kind is Entry else counted(many[kind], noun(kind))
        for kind in KINDS
        if many[kind]
    ]
    return " and ".join([*([", ".join(said[:-1])] if said[:-1] else []), said[-1]])


def _check(journal: Journal, concerned: Sequence[Record], old: str, new: str) -> None:
    """Raise UsageProblem where two lines would become one; PartnerThere, PartnerAlike where two partners would."""
    partners = [one for one in concerned if isinstance(one, Partner) and fold(one.alias) == fold(old)]
    if any(one.ended is None for one in partners):
        renaming = {one.id for one in partners}
        check_free([one for one in everybody(journal) if one.id not in renaming], new_alias(new))
    for one in concerned:
        try:
            renamed(one, old, new)
        except Collision as dimension:
            raise UsageProblem(
                f"Entry {handle_of(one.id)} has {dimension} toward both '{old}' and '{new}'.",
                "As one person it would have that line twice. Nothing was saved.",
                f"Make one line of them first: mefirst edit {handle_of(one.id)}",
            ) from None
