"""`mefirst` without a command."""

from dataclasses import replace

from mefirst.analysis.follow_through import kept_of
from mefirst.analysis.overview import Came, Overview, Question, overview
from mefirst.analysis.partnership import talks, with_whom
from mefirst.analysis.summary import summarise
from mefirst.cli.context import RECENT, Context
from mefirst.cli.leftovers import take_up
from mefirst.cli.partners import current
from mefirst.cli.pending import newest_draft
from mefirst.errors import NoJournal
from mefirst.journal.store import Damaged, Journal
from mefirst.model.commitment import Commitment
from mefirst.model.query import Query
from mefirst.paths import DEFAULT_JOURNAL
from mefirst.render import today as screen


def show(*, journal: str, now: str | None, plain: bool, format_: str | None) -> int:
    """Show what is open today."""
    context = Context(now, plain=plain)
    as_json = context.format(format_) == "json"
    try:
        opened = context.open_journal(journal)
    except NoJournal:
        if journal != DEFAULT_JOURNAL or as_json:
            raise
        context.show(screen.empty())
        return 0
    take_up(context, opened)
    reading = context.recent(opened)
    promises = opened.read(Commitment, context.today - RECENT, None)
    last_week = context.period("last-week")
    summary = summarise((one for one in reading.records if one.on in last_week), Query())
    seen = overview(
        reading.records, promises.records, summary, kept_of(promises.records, last_week), context.today
    )
    seen, unread = _with_partners(context, opened, seen)
    pending = newest_draft(context, opened)
    draft = pending.said(context.today) if pending else ""
    damaged = (*reading.damaged, *promises.damaged, *unread)
    if as_json:
        from mefirst.render import document  # noqa: PLC0415 only where it is asked for

        origin = document.Origin(context.now, opened.name, [one.name for one in damaged])
        found = document.today(seen, pending.draft.id if pending else None, last_week, origin)
        context.show(document.dumps(found), kind="document")
    else:
        canvas = context.console.canvas
        is_plain = context.format(format_) == "plain"
        context.show(screen.screen(seen, draft, context.now, canvas, plain=is_plain))
    return context.damaged(damaged)


def _with_partners(
    context: Context, journal: Journal, seen: Overview
) -> tuple[Overview, tuple[Damaged, ...]]:
    """Return what is open with the questions that wait and the check-ins that are planned, and what is damaged."""
    going_on = {one.id for one in current(journal)}
    if not going_on:
        return seen, ()
    from mefirst.cli import questions  # noqa: PLC0415 few have partners
    from mefirst.sharing import exchange  # noqa: PLC0415 likewise

    mail = questions.recent_mail(context, journal)
    asked = [Question(one.partner.alias, one.partner.role, one.words) for one in questions.waiting(mail)]
    ours = [one for one in mail.checkins if with_whom(one, mail.partners) in going_on]
    planned = talks(ours, mail.partners)
    leaders = [one for one in mail.partners if one.id in going_on and one.role == "leader"]
    came = ((one, exchange.to_reply(one, mail.shared)) for one in leaders)
    shares = [
        Came(one.alias, share.sequence, context.day_of(share.recorded_at)) for one, share in came if share
    ]
    found = replace(seen, questions=tuple(asked), talks=planned, shares=tuple(shares))
    return found, mail.damaged
