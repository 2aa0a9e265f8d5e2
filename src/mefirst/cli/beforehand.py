"""What is known before a session begins: of the journal, and of the entry it goes on with; and what follows it."""

from typing import Any

from mefirst.cli.context import Context
from mefirst.errors import JournalDamaged, JournalNewer, NoJournal
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.model.record import Record
from mefirst.packs.model import Pack


def last_said(context: Context, name: str, pack: Pack) -> dict[str, str]:
    """Return what `{last.…}` quotes from the journal, read only where the pack quotes it; nothing without one."""
    if not any(
        "{last." in wording
        for question in pack.questions
        for wording in (*question.wordings(), question.help or "")
    ):
        return {}
    from mefirst.cli.config import current_focus  # noqa: PLC0415 few packs quote it
    from mefirst.cli.context import RECENT  # noqa: PLC0415
    from mefirst.model.commitment import Commitment  # noqa: PLC0415
    from mefirst.model.due import is_open  # noqa: PLC0415
    from mefirst.model.vocabulary import DIMENSION_NAMES  # noqa: PLC0415
    from mefirst.render.words import promised  # noqa: PLC0415

    last: dict[str, str] = {}
    try:
        journal = context.open_journal(name)
    except (NoJournal, JournalDamaged, JournalNewer):  # whoever saves says so
        return last
    if not context.is_readable(journal):
        return last
    promises = [one for one in journal.read(Commitment, context.today - RECENT).records if is_open(one)]
    if promises:
        last["last.commitment"] = promised(promises[-1], context.say)
    focus = current_focus(journal)
    if focus and focus.dimension:
        last["last.focus"] = context.say(DIMENSION_NAMES[focus.dimension])
    return last


def said_before(pack: Pack, base: Entry | None) -> dict[str, Any]:
    """Return what an entry to go on with answers already, by question, as one would type it."""
    if base is None:
        return {}
    before: dict[str, Any] = {}
    for question in pack.questions:
        if question.fills in {None, "effects", "commitment"}:
            continue
        value = getattr(base, str(question.fills)) if pack.for_ == "entry" else _told(base, question.fills)
        if value:
            before[question.id] = list(value) if isinstance(value, tuple) else value
    return before


def _told(entry: Entry, field: str | None) -> str | None:
    """Return what an entry says already of a field of the cleanup it asks for."""
    everyone = entry.everyone
    return {
        "who": everyone[0] if len(everyone) == 1 else None,
        "what_i_did": entry.behavior,
        "cost_to_them": entry.impact,
    }.get(field or "")


def to_put_right(context: Context, journal: Journal, record: Record) -> Entry | None:
    """Return the entry a session became where it asks for a cleanup that was not begun yet."""
    if not isinstance(record, Entry) or record.cleanup not in {"soon", "now"}:
        return None
    from mefirst.model.commitment import Commitment  # noqa: PLC0415 few moments ask for a cleanup

    made = journal.read(Commitment).records if context.is_readable(journal) else ()
    begun = any(one.from_entry == record.id and one.kind == "repair" for one in made)
    return None if begun else record
