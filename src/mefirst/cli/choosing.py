"""What goes into a share: as the options say, as was agreed, or as is chosen from a list."""

from collections.abc import Sequence
from typing import NamedTuple

from mefirst.analysis.follow_through import follow_through
from mefirst.analysis.summary import chosen as passing
from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.questions import goes_back
from mefirst.errors import UsageProblem
from mefirst.interview.fields import Field
from mefirst.journal import changes
from mefirst.journal.store import Damaged, Journal
from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.partner import Kind, Partner
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.model.share import Shared
from mefirst.render.dates import long_day, short_day, when
from mefirst.render.words import counted
from mefirst.sharing import exchange
from mefirst.sharing.overview import overview
from mefirst.sharing.redact import Selection
from mefirst.speech import ENGLISH
from mefirst.text import one_line, safe

DEFAULT_PERIOD = "4w"
_WORDS = 50


class Wishes(NamedTuple):
    """What the options say; None of a kind is as it was agreed."""

    period: str | None
    entries: Sequence[str]
    all: bool
    commitments: bool | None
    report: bool | None
    answers: bool = True


class Chosen(NamedTuple):
    """What goes into a share, of which kinds, and what of the journal could not be read."""

    selection: Selection
    kinds: tuple[Kind, ...]
    damaged: tuple[Damaged, ...]


class NothingChosen(UsageProblem):
    """A share of nothing."""

    def __init__(self, alias: str, there: str) -> None:
        super().__init__(
            f"Nothing is chosen to share with {alias}.",
            there,
            "Say what: --entry HANDLE (several), --all for every moment, --commitments, --report.",
        )


class NotThere(UsageProblem):
    """An entry that is chosen and cannot be: of another period, or in the trash."""

    def __init__(self, handle: str, why: str) -> None:
        super().__init__(
            f"The moment {handle} cannot be chosen: {why}.", hint="mefirst list shows which can."
        )


def choose(context: Context, journal: Journal, partner: Partner, wishes: Wishes) -> Chosen:
    """Return what is to be shared; NothingChosen, NotThere, and what reading raises."""
    period = context.period(wishes.period or DEFAULT_PERIOD)
    reading = journal.read(Entry, period.first, period.last)
    there = passing(reading.records, Query())
    promises = journal.read(Commitment)
    commitments = _agreed(partner, "commitments", wishes.commitments)
    report = _agreed(partner, "reports", wishes.report)
    answers = wishes.answers and goes_back(partner)
    sent, talks = journal.read(Shared), journal.read(Checkin)
    moments, counted_ = _moments(context, journal, partner, wishes, period, there)
    followed = follow_through(there, promises.records, (), period, context.today)
    selection = Selection(
        made_on=context.today,
        period=period if wishes.period or counted_ or commitments or report else None,
        moments=moments,
        of=len(there) if moments and (wishes.period or counted_) else None,
        first_ids={one.id: list(changes.lineage(journal, one.id))[-1] for one in moments if one.replaces},
        commitments=[one.commitment for one in followed.promises] if commitments else (),
        answers=exchange.untold(partner, sent.records, talks.records) if answers else {},
        report=overview(there, promises.records, period) if report else None,
    )
    if not (selection.moments or selection.commitments or selection.answers or selection.report):
        raise NothingChosen(partner.alias, _there(there, period, asked=commitments))
    kinds: dict[Kind, bool] = {
        "entries": bool(moments), "commitments": bool(selection.commitments), "reports": report,
    }  # fmt: skip
    damaged = (*reading.damaged, *promises.damaged, *sent.damaged, *talks.damaged)
    return Chosen(selection, tuple(kind for kind, here in kinds.items() if here), damaged)


def _agreed(partner: Partner, kind: Kind, wish: bool | None) -> bool:  # noqa: FBT001 as the option says it
    return kind in partner.shares if wish is None else wish


def _there(moments: Sequence[Entry], period: Period, *, asked: bool) -> str:
    promises = " No promises either." if asked else ""
    return f"There {'is' if len(moments) == 1 else 'are'} {counted(len(moments), 'moment')} {when(period)}.{promises}"


def _moments(
    context: Context,
    journal: Journal,
    partner: Partner,
    wishes: Wishes,
    period: Period,
    there: Sequence[Entry],
) -> tuple[Sequence[Entry], bool]:
    """Return the chosen moments, and whether they were chosen among those of the period, so that these count."""
    if wishes.all:
        return there, True
    if wishes.entries:
        ids = dict.fromkeys(journal.resolve(Entry, typed) for typed in wishes.entries)
        found = [journal.get(Entry, one).record for one in ids]
        for one in found:
            if one.state == changes.TRASHED:
                raise NotThere(one.handle, "it is in the trash")
            if wishes.period and one.on not in period:
                raise NotThere(one.handle, f"it is of {long_day(one.on)}, outside {wishes.period}")
        return found, False
    others = wishes.commitments or wishes.report
    if "entries" not in partner.shares or others or not context.interactive or not there:
        return (), False
    return _picked(context, partner, there), True


def _picked(context: Context, partner: Partner, there: Sequence[Entry]) -> list[Entry]:
    """Ask which moments."""
    options = {one.handle: _called(one, context) for one in there}
    asked = f"Which moments does {safe(partner.alias)} get? None is fine."
    field = Field(key="entries", kind="choices", ask=asked, options=options)
    picked = ask_field(context.prompter(ENGLISH, brief=True), field, ENGLISH) or ()
    return [one for one in there if one.handle in picked]


def _called(one: Entry, context: Context) -> str:
    words = safe(one_line(one.situation or one.intent or "(no words)", _WORDS))
    return f"{short_day(one.on, context.today)}  {words}"
