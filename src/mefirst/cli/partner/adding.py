"""`partner add`, `partner change`: somebody to be accountable to, and what may leave for them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

import typer

from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet, Yes
from mefirst.cli.partners import PartnerWord, check_free, everybody, named, new_alias
from mefirst.errors import FAILED, AnswerMissing, BadAnswer, UnknownChoice
from mefirst.interview.fields import Field
from mefirst.model.ids import new_id
from mefirst.model.partner import COMMITMENT_FIELDS, ENTRY_FIELDS, ROLES, SHARED_KINDS, Partner, Role
from mefirst.render.partners import ROLE_LABELS, agreement
from mefirst.sharing.refusals import AgreementOver
from mefirst.speech import ENGLISH
from mefirst.text import safe, shell_word

_FIELDS = {
    "entries": ("entry_fields", ENTRY_FIELDS),
    "commitments": ("commitment_fields", COMMITMENT_FIELDS),
    "reports": ("", ()),
}
PARTS = (
    *SHARED_KINDS,
    *(f"{kind}.{field}" for kind, (_, fields) in _FIELDS.items() for field in fields),
)
"""What can be agreed to be shared: a kind, or a field of one."""


def _parts(incomplete: str) -> list[str]:
    return [one for one in PARTS if one.startswith(incomplete)]


Strings = list[str]
RoleWord = Annotated[
    Literal["mentor", "coach", "higher-up", "peer", "leader"] | None,
    typer.Option("--role", help="What they are to you; leader: whose partner you are.", show_default=False),
]
With = Annotated[
    Strings | None,
    typer.Option(
        "--with",
        help="Share this, too: entries.intent, commitments.cue, reports, …",
        metavar="PART",
        autocompletion=_parts,
    ),
]
Without = Annotated[
    Strings | None,
    typer.Option("--without", help="Do not share this.", metavar="PART", autocompletion=_parts),
]
Until = Annotated[
    str | None, typer.Option("--until", help="The last day of it; none for no end.", metavar="DATE")
]
Keep = Annotated[
    str | None,
    typer.Option(
        "--keep", help="How many days they may keep what they get; none: until it ends.", metavar="DAYS"
    ),
]
Weeks = Annotated[
    bool | None, typer.Option("--weeks/--days", help="Share weeks instead of days.", show_default=False)
]
Name = Annotated[
    Strings | None,
    typer.Option(
        "--name",
        help="Let them know a person by a lasting name; nothing after = takes it back.",
        metavar="ALIAS=NAME",
    ),
]
Forbid = Annotated[
    Strings | None,
    typer.Option("--forbid", help="What they must not do with it, as in: print it.", metavar="TEXT"),
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("add", epilog="Example: mefirst partner add coach --role coach --with entries.intent")(add)
    app.command("change", epilog="Example: mefirst partner change coach --with reports --until 2027-03-31")(
        change
    )


class _Wishes(NamedTuple):
    with_: Sequence[str]
    without: Sequence[str]
    until: str | None
    keep: str | None
    weeks: bool | None
    names: Sequence[str]
    forbid: Sequence[str]


def add(
    alias: Annotated[str, typer.Argument(metavar="ALIAS", help="What you call them here.")],
    *,
    role: RoleWord = None,
    with_: With = None,
    without: Without = None,
    until: Until = None,
    keep: Keep = None,
    weeks: Weeks = None,
    name: Name = None,
    forbid: Forbid = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Add a partner with what was agreed, and print that for both to keep. Keys come later: mefirst partner pair."""
    context = Context(now, plain=plain)
    alias = new_alias(alias)
    opened = context.open_journal(journal, create=not dry_run)  # a coach may begin with their first leader
    check_free(everybody(opened), alias)
    chosen = role or _asked_role(context)
    bare = Partner.agreed(new_id(context.today), chosen, alias=alias, recorded_at=context.now)
    wishes = _Wishes(with_ or (), without or (), until, keep, weeks, name or (), forbid or ())
    partner = bare.changed(**_changes(bare, wishes, context.today))
    if not dry_run:
        opened.add(partner)
    if quiet:
        context.show(partner.id, done=f"It is saved: {partner.id}")
        return 0
    context.show("\n".join(agreement(partner, context.console.canvas)))
    if dry_run:
        context.note("Nothing was saved.")
        return 0
    context.note(f"Added {safe(partner.alias)}. Give them the agreement above, or talk it over.")
    context.note(f"To share by files, exchange keys: mefirst partner pair {shell_word(partner.alias)}")
    return 0


def change(
    partner: PartnerWord,
    *,
    role: RoleWord = None,
    with_: With = None,
    without: Without = None,
    until: Until = None,
    keep: Keep = None,
    weeks: Weeks = None,
    name: Name = None,
    forbid: Forbid = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Change what was agreed with a partner, after a look at it. With --role it begins with what that role gets."""
    context = Context(now, plain=plain)
    opened = context.open_journal(journal)
    found = named(opened, partner)
    if found.ended is not None:
        raise AgreementOver(found.alias, f"the agreement was ended on {found.ended}")
    wishes = _Wishes(with_ or (), without or (), until, keep, weeks, name or (), forbid or ())

    def edited(one: Partner) -> Partner:
        begun = one if role in {None, one.role} else one.changed(**_of_role(role))
        return begun.changed(**_changes(begun, wishes, context.today))

    after = edited(found)
    if after == found:
        context.note(
            f"Nothing to change: mefirst partner show {shell_word(found.alias)} --agreement shows it as it is."
        )
        return 0
    if not quiet:
        context.show("\n".join(agreement(after, context.console.canvas)))
    if dry_run:
        context.note("Nothing was saved.")
        return 0
    if not yes and not context.confirm(f"Is this what you and {safe(found.alias)} agreed?", "--yes"):
        context.note("Nothing was saved.")
        return FAILED
    opened.change(Partner, found.id, edited)
    if quiet:
        context.show(found.id, done=f"It is saved: {found.id}")
    else:
        context.note(
            f"Saved. Give {safe(found.alias)} the agreement above; what they have already stays with them."
        )
    return 0


def _of_role(role: Role | None) -> dict[str, Any]:
    bare = Partner.agreed(new_id(date.min), role or "peer", alias="x", recorded_at="2000-01-01T00:00:00Z")
    kept = ("role", "shares", "entry_fields", "commitment_fields", "forbidden")
    return {name: getattr(bare, name) for name in kept}


def _asked_role(context: Context) -> Role:
    if not context.interactive:
        raise AnswerMissing(["--role"], f"Roles: {' '.join(ROLES)}")
    field = Field(key="role", kind="choice", ask="What are they to you?", required=True, options=ROLE_LABELS)
    role: Role = ask_field(context.prompter(ENGLISH, brief=True), field, ENGLISH)
    return role


def _changes(partner: Partner, wishes: _Wishes, today: date) -> dict[str, Any]:
    """Return the fields of a partner that the options change."""
    chosen = {kind: list(getattr(partner, field) if field else ()) for kind, (field, _) in _FIELDS.items()}
    shares: list[str] = list(partner.shares)
    for part in wishes.with_:
        kind, _, field = _part(part).partition(".")
        shares += [kind]
        chosen[kind] += [field] if field else []
        if not field and not chosen[kind]:
            chosen[kind] += _DEFAULT_FIELDS[kind]
    for part in wishes.without:
        kind, _, field = _part(part).partition(".")
        chosen[kind] = [one for one in chosen[kind] if field and one != field]
        shares = shares if field else [one for one in shares if one != kind]
    return {
        "shares": _in_order(SHARED_KINDS, shares),
        "entry_fields": _in_order(ENTRY_FIELDS, chosen["entries"]),
        "commitment_fields": _in_order(COMMITMENT_FIELDS, chosen["commitments"]),
        "until": partner.until if wishes.until is None else _until(wishes.until, today),
        "keep_days": partner.keep_days if wishes.keep is None else _days(wishes.keep),
        "coarse_dates": partner.coarse_dates if wishes.weeks is None else wishes.weeks,
        "names": _names(partner.names, wishes.names),
        "forbidden": tuple(
            dict.fromkeys((*partner.forbidden, *(one.strip() for one in wishes.forbid if one.strip())))
        ),
    }


_DEFAULT_FIELDS = {
    "entries": ["on", "sphere", "effects"],
    "commitments": ["title", "status"],
    "reports": [],
}
"""What is shared of a kind that was not, where no field of it is named."""


def _in_order(known: Iterable[str], chosen: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in known if one in chosen)


def _part(typed: str) -> str:
    if typed not in PARTS:
        raise UnknownChoice("part that can be shared", typed, PARTS)
    return typed


def _until(typed: str, today: date) -> date | None:
    if typed == "none":
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise BadAnswer("--until", "A date reads YYYY-MM-DD; none is no end.") from None
    if day < today:
        raise BadAnswer("--until", f"It is over; today is {today}. To end it now: mefirst partner end.")
    return day


def _days(typed: str) -> int | None:
    if typed == "none":
        return None
    if not (typed.isascii() and typed.isdecimal() and 1 <= int(typed[:6]) <= 36_500):  # noqa: PLR2004 a century
        raise BadAnswer("--keep", "It is a number of days from 1 to 36500, or none.")
    return int(typed)


def _names(known: dict[str, str], typed: Sequence[str]) -> dict[str, str]:
    names = dict(known)
    for one in typed:
        alias, equals, name = (part.strip() for part in one.partition("="))
        if not equals or not alias:
            raise BadAnswer("--name", "Write ALIAS=NAME, as in deputy=D.")
        names.pop(alias, None)
        if name:
            names[alias] = name
    return names
