"""What the references of a relationship stand for in one's own journal."""

from collections.abc import Collection
from typing import Any

from mefirst.cli.context import Context
from mefirst.journal import changes
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.model.ids import day_of, handle_of
from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.render.dates import long_day
from mefirst.render.letters import Here
from mefirst.sharing import exchange
from mefirst.sharing.keys import Relationships
from mefirst.sharing.redact import ref_of
from mefirst.text import one_line, safe


def resolve(journal: Journal, secret: bytes, refs: Collection[str]) -> dict[str, str]:
    """Return the id of the entry each reference stands for; one that was deleted for good is left out."""
    found = {ref: one for one in journal.ids(Entry) if (ref := ref_of(secret, one)) in refs}
    return {ref: _moved_to(journal, one) for ref, one in found.items()}


def _moved_to(journal: Journal, entry_id: str) -> str:
    """Return the id an entry has by now: it has another one where it was moved to another day."""
    if journal.get(Entry, entry_id).record.state != changes.TRASHED:
        return entry_id
    later = {one.replaces: one.id for one in journal.read(Entry).records if one.replaces}
    seen = {entry_id}
    while (after := later.get(entry_id)) and after not in seen:
        seen.add(after)
        entry_id = after
    return entry_id


def here(context: Context, journal: Journal, partner: Partner, letter: Shared) -> Here:
    """Return what a letter of a partner stands for here: its references, and the names of shares in a reply."""
    known = _called(journal, context.relationships(journal), partner, letter.content)
    if letter.direction == "sent":
        return Here(known, {"": {}})
    return Here(known, exchange.people(partner, letter, journal.read(Shared).records))


def _called(
    journal: Journal, keys: Relationships, partner: Partner, content: dict[str, Any]
) -> dict[str, str]:
    """Return what the references in a letter of a partner stand for, in words: moments of ours, our questions."""
    if partner.role == "leader":
        sent = exchange.replies(journal.read(Shared).records, "sent", partner)
        asked = {one.ref: one.reply.question.question for one in sent if one.reply.question}
        return {ref: f"“{in_a_line(question)}”" for ref, question in asked.items()}
    kept = keys.get(partner.id)
    impacts = content.get("impacts")
    if kept is None or not isinstance(impacts, list):
        return {}
    refs = {str(one["ref"]) for one in impacts if isinstance(one, dict) and "ref" in one}
    found = resolve(journal, kept.secret_bytes, refs)
    return {ref: f"your {handle_of(one)} of {long_day(day_of(one))}" for ref, one in found.items()}


def in_a_line(words: str) -> str:
    """Return words in one line, none of them cut, safe to show."""
    return safe(one_line(words, len(words) + 1))
