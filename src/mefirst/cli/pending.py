"""Sessions that were begun and not ended."""

from datetime import date, datetime
from typing import NamedTuple

from mefirst.cli.asking import offer
from mefirst.cli.context import Context
from mefirst.errors import Ambiguous, NoDraft
from mefirst.interview.drafts import Draft, read_draft
from mefirst.interview.interview import Interview
from mefirst.journal.store import Journal
from mefirst.model.ids import SHORTEST_HANDLE, normalise
from mefirst.render.dates import clock_time, near_day
from mefirst.speech import ENGLISH, Speech
from mefirst.text import safe


class Pending(NamedTuple):
    """A kept draft, its interview, and when it was begun."""

    draft: Draft
    interview: Interview
    began: datetime

    def said(self, today: date, say: Speech = ENGLISH) -> str:
        """Return where it stands, in a few words."""
        number, total = self.interview.position()
        when = f"{near_day(self.draft.on, today, say)} {clock_time(self.began)}"
        return say(
            "{handle}  question {number} of {total}, “{title}”, begun {when}",
            handle=self.draft.handle, number=number, total=total,
            title=self.draft.loaded.pack.title, when=when,
        )  # fmt: skip


def pending_drafts(context: Context, journal: Journal) -> list[Pending]:
    """Return the sessions that can be taken up, newest first; what is no draft of ours is passed over."""
    found = []
    for _, document in context.drafts(journal).pending():
        try:
            draft, interview = read_draft(document)
            interview.position()
        except (ValueError, KeyError, TypeError):
            continue
        found.append(Pending(draft, interview, draft.recorded_at.astimezone(context.now.tzinfo)))
    return found


def goes_on(context: Context, journal: Journal, pending: Pending) -> bool:
    """Ask what becomes of a draft that waits: whether it goes on now; it may be thrown away here."""
    say = context.say
    waits = say("A draft waits: {draft}.", draft=pending.said(context.today, say))
    choice = offer(context.prompter(say, brief=True), safe(waits), {
        "resume": say("Go on with it"),
        "new": say("Begin a new one, keep it"),
        "discard": say("Throw it away"),
    }, say)  # fmt: skip
    if choice == "discard":
        discard_draft(context, journal, pending)
    return choice == "resume"


def discard_draft(context: Context, journal: Journal, pending: Pending) -> None:
    """Throw a draft away, and say so."""
    with context.drafts(journal).lock(pending.draft.id):
        context.drafts(journal).remove(pending.draft.id)
    said = pending.said(context.today, context.say)
    context.note(safe(context.say("Thrown away: {draft}", draft=said)))


def newest_draft(context: Context, journal: Journal) -> Pending | None:
    """Return the session that was worked on last, or None."""
    return next(iter(pending_drafts(context, journal)), None)


def find_draft(context: Context, journal: Journal, wanted: str | None) -> Pending:
    """Return the draft with that handle, or the newest; NoDraft where there is none."""
    drafts = pending_drafts(context, journal)
    if wanted:
        prefix = normalise(wanted)
        drafts = [
            one
            for one in drafts
            if one.draft.id == wanted
            or (len(prefix) >= SHORTEST_HANDLE and one.draft.id[9:].startswith(prefix))
        ]
        if len(drafts) > 1:
            raise Ambiguous(wanted, [one.draft.id for one in drafts])
    if not drafts:
        raise NoDraft(wanted)
    return drafts[0]
