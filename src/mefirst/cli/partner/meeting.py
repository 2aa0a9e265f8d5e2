"""`partner meet`: a check-in, in one room or after files: what was promised, came, was heard, is next."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

import typer

from mefirst.analysis.overview import by_day
from mefirst.analysis.partnership import is_witness, with_whom
from mefirst.cli import complete
from mefirst.cli.context import Context
from mefirst.cli.heard import parse_all
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet
from mefirst.cli.partner.accepting import Accepting
from mefirst.cli.partner.hearing import Hearing, located
from mefirst.cli.partners import PartnerWord, everybody, named
from mefirst.cli.pending import Pending, goes_on, pending_drafts
from mefirst.cli.reflect import answers_given
from mefirst.cli.sessions import Session, begin
from mefirst.errors import UsageProblem
from mefirst.interview.interview import Interview
from mefirst.interview.scripted import give_all, require_complete
from mefirst.interview.talk import RELATIONSHIP, SINCE, filling, for_talk, promised
from mefirst.journal.store import Damaged, Journal
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.due import is_open
from mefirst.model.ids import compact, handle_of
from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.packs.library import Library
from mefirst.packs.model import Pack
from mefirst.packs.reader import LoadedPack
from mefirst.sharing import exchange
from mefirst.sharing.redact import ref_of

_Strings = list[str]
_PACK = "checkin"
_MOST_PROMISES = 5
_ASKED_OF_EACH = ("came", "noticed")
"""Questions of the pack that are asked of each promise instead, where there are any."""


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("meet", epilog="Example: mefirst partner meet coach")(meet)


def meet(
    partner: PartnerWord,
    *,
    pack: Annotated[
        str,
        typer.Option("--pack", help="The pack to ask.", metavar="PACK", autocompletion=complete.packs),
    ] = _PACK,
    on: Annotated[str | None, typer.Option("--on", help="The day you met.", metavar="DATE")] = None,
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers", help="Take the answers from a file, - for stdin; nothing is asked.", metavar="FILE"
        ),
    ] = None,
    set_: Annotated[
        _Strings | None, typer.Option("--set", help="Answer one question beforehand.", metavar="ID=VALUE")
    ] = None,
    impact: Annotated[
        _Strings | None,
        typer.Option(
            "--impact",
            help="Where they put what arrived: ENTRY=VALUE, ENTRY.trust.TOWARD=VALUE, ENTRY=VALUE@NAME.",
            metavar="HEARD",
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="In this language, such as de.", metavar="TAG")
    ] = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Hold a check-in with a partner: each open promise, what came, one question, impact they noticed, what is next.

    Their question, if one waits, is asked in it. With --answers a promise is claim_ID: kept, partly, missed or open.
    """
    context = Context(now, plain=plain, lang=lang)
    opened = context.open_journal(journal)
    found = named(opened, partner)
    day = context.day(on)
    talk = _prepared(context, opened, found, day, context.spoken(Library.standard(context.paths).files(pack)))
    reports = [located(opened, one) for one in parse_all(impact)]
    asks = answers is None and context.interactive and not dry_run
    own = answers_given(talk.loaded.pack, answers, set_ or ())
    interview = Interview(talk.loaded.pack, day, today=context.today, before=talk.before, say=context.say)
    give_all(interview, {**talk.given, **own})
    if not asks:
        require_complete(interview)
    if dry_run:
        context.note("These answers fit. Nothing was saved.")
        return context.damaged(talk.damaged)
    if asks:
        _decide_letters(context, opened, found)
    hearing = Hearing(context, opened, found, day, quiet)
    for report in reports:  # first, as a talk that is cut off and taken up knows nothing of them
        hearing.take(report)
    pending = _pending(context, opened, found) if asks and on is None and not own else None
    if pending:
        session = Session(context, opened, pending.draft, pending.interview)
    else:
        ids = None if asks else _ids(found, interview, own)
        session = begin(context, opened, talk.loaded, interview, ids=ids)
    record = (session.hold if asks else session.save)(quiet=quiet)
    if isinstance(record, Checkin) and not quiet:
        _tell_claims(context, record)
    if asks and not reports:
        hearing.ask(talk.since)
    return context.damaged(talk.damaged)


def _pending(context: Context, journal: Journal, partner: Partner) -> Pending | None:
    """Return the talk with this partner that was begun and goes on now; None where a new one is held."""
    drafts = (
        one
        for one in pending_drafts(context, journal)
        if one.interview.answers.get(RELATIONSHIP) == partner.id
    )
    newest = next(drafts, None)
    return newest if newest and goes_on(context, journal, newest) else None


def _ids(partner: Partner, interview: Interview, own: Iterable[str]) -> tuple[str, str]:
    """Return the ids of a talk and of a promise in it by its own answers: given again, it is the same talk."""
    answers = {name: interview.answers.get(name) for name in own}
    key = json.dumps([partner.id, interview.pack.id, answers], sort_keys=True).encode()
    day = compact(interview.on)
    return f"{day}-{ref_of(key, 'talk')}", f"{day}-{ref_of(key, 'promise')}"


class _Talk(NamedTuple):
    """What a talk begins with: the pack with the promises in it, what is known beforehand, what it is offered."""

    loaded: LoadedPack
    since: date
    given: dict[str, Any]
    before: dict[str, Any]
    damaged: tuple[Damaged, ...]


def _prepared(context: Context, journal: Journal, partner: Partner, day: date, loaded: LoadedPack) -> _Talk:
    """Return what the talk begins with; UsageProblem where the pack is for something else."""
    if loaded.pack.for_ != "checkin":
        raise UsageProblem(
            f"The pack '{loaded.pack.id}' fills a {loaded.pack.for_}, not a check-in.",
            hint="mefirst pack list shows what each is for.",
        )
    log, talks, made = journal.read(Shared), journal.read(Checkin), journal.read(Commitment)
    own = partner.role != "leader"
    known = everybody(journal)
    promises = _between(partner, known, made.records, context.today) if own else []
    ours = (one for one in talks.records if with_whom(one, known) == partner.id)
    held = [one.on for one in ours if one.is_talk and one.on < day]
    since = max(held, default=min(partner.started, day))
    talk = for_talk(loaded, promises, context.say, own=own)
    given: dict[str, Any] = {
        SINCE: since.isoformat(),
        RELATIONSHIP: partner.id,
        filling(talk.pack, "partner") or "partner": partner.alias,
    }
    if promises:
        said = {"promised": promised(promises, context.say), **dict.fromkeys(_ASKED_OF_EACH)}
        given |= {name: answer for name, answer in said.items() if name in talk.pack.ids}
    waiting = exchange.waiting([partner], log.records, talks.records)
    before = _question(talk.pack, waiting[0]) if waiting else {}
    return _Talk(talk, since, given, before, (*log.damaged, *talks.damaged, *made.damaged))


def _between(
    partner: Partner, everybody: Sequence[Partner], made: Sequence[Commitment], today: date
) -> list[Commitment]:
    """Return the open promises to come back to, those due first: theirs to witness, and those nobody else witnesses."""
    promises = [
        one
        for one in made
        if is_open(one) and one.kind != "repair" and (not one.witness or is_witness(partner, one, everybody))
    ]
    return sorted(by_day(promises, today), key=lambda one: not one.witness)[:_MOST_PROMISES]


def _question(pack: Pack, asked: exchange.Asked) -> dict[str, Any]:
    """Return the question that came by file where the pack asks for one, so that Enter takes it over."""
    question = asked.letter.reply.question
    answers = {"challenge": asked.words, "target": question.target if question else None}
    return {place: said for field, said in answers.items() if (place := filling(pack, field))}


def _tell_claims(context: Context, talk: Checkin) -> None:
    """Say how what was said of a promise is kept with the promise itself, which a talk does not change."""
    for one in talk.claims:
        if one.status != "open":
            command = f"mefirst commitment change {handle_of(one.commitment)} --{one.status}"
            context.note(context.say("To keep that with the promise:  {command}", command=command))


def _decide_letters(context: Context, journal: Journal, partner: Partner) -> None:
    """Decide first what of their replies is taken over, where that waits."""
    if partner.role != "leader":
        for letter in exchange.undecided(partner, journal.read(Shared).records):
            Accepting(context, journal, context.relationships(journal), partner).decide(letter)
