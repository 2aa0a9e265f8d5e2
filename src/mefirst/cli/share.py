"""`mefirst share`: what a partner gets to see, looked at before it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from mefirst.cli import complete, outgoing
from mefirst.cli.choosing import NothingChosen, Wishes, choose
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, JournalName, Now, Plain, Quiet, Yes
from mefirst.cli.partners import PartnerWord, named
from mefirst.cli.sending import Sender, Wanted, sender_for
from mefirst.errors import FAILED, UsageProblem
from mefirst.render import shares
from mefirst.render.words import counted
from mefirst.sharing.document import Share
from mefirst.sharing.envelope import file_name
from mefirst.sharing.known import known_words
from mefirst.sharing.redact import Redacted, Spoken
from mefirst.sharing.terms import FIELDS, terms_for
from mefirst.text import safe, shell_word

app = typer.Typer(add_completion=False)

_MOST_NAMED = 8


class NamesSpoken(UsageProblem):
    """Chosen texts that name somebody, or say a tag."""

    def __init__(self, spoken: tuple[Spoken, ...]) -> None:
        first, *rest = spoken
        more = "; ".join(f"{place}: '{word}'" for place, word in rest[:_MOST_NAMED])
        super().__init__(
            f"Nothing was shared: the {first.place} says '{first.word}', a name or tag of yours.",
            f"Also {more}{'; …' if len(rest) > _MOST_NAMED else '.'}" if rest else "",
            "--replace-names puts pseudonyms in their place, --keep-names leaves them as they are.",
        )


class OnlyToLookAt(UsageProblem):
    """JSON, in which a share is shown and not sent."""

    def __init__(self) -> None:
        super().__init__(
            "A share is not sent as JSON.",
            hint="--dry-run --format json shows the very bytes that would be sealed; --format md or html is a page.",
        )


def _fields(incomplete: str) -> list[str]:
    return [name for name in FIELDS if name.startswith(incomplete)]


_Strings = list[str]


@app.command(epilog="Example: mefirst share coach last-week --with intent,impact")
def share(
    partner: PartnerWord,
    period: Annotated[
        str | None,
        typer.Argument(
            metavar="PERIOD",
            help="The days to choose from: last-week, 4w, 2026-11, …; without it the last four weeks.",
            autocompletion=complete.periods,
        ),
    ] = None,
    *,
    entry: Annotated[
        _Strings | None,
        typer.Option("--entry", help="Share this moment.", metavar="ENTRY", autocompletion=complete.entries),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Share every moment of the period.")] = False,
    commitments: Annotated[
        bool | None,
        typer.Option("--commitments/--no-commitments", help="Share promises; as agreed.", show_default=False),
    ] = None,
    report: Annotated[
        bool | None,
        typer.Option(
            "--report/--no-report", help="Share the period in numbers; as agreed.", show_default=False
        ),
    ] = None,
    answers: Annotated[
        bool, typer.Option("--answers/--no-answers", help="Your answers to their questions.")
    ] = True,
    with_: Annotated[
        _Strings | None,
        typer.Option(
            "--with",
            help="Add these fields, too: intent,impact,log; texts are checked for names.",
            metavar="FIELDS",
            autocompletion=_fields,
        ),
    ] = None,
    coarse: Annotated[bool, typer.Option("--coarse", help="Say weeks instead of days.")] = False,
    replace_names: Annotated[
        bool, typer.Option("--replace-names", help="In texts, put pseudonyms for names, a blank for tags.")
    ] = False,
    keep_names: Annotated[
        bool, typer.Option("--keep-names", help="Leave names and tags in texts as they are.")
    ] = False,
    format_: Annotated[
        Literal["sealed", "md", "html", "json"] | None,
        typer.Option(
            "--format",
            help="sealed; md or html for somebody without mefirst; json, with --dry-run, the bytes themselves.",
            show_default="sealed",
        ),
    ] = None,
    output: outgoing.Output = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    quiet: Quiet = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Share with a partner: choose, look at exactly what leaves, then seal it into a file to send.

    People become pseudonyms, and free text stays here unless --with names its field. The log keeps what left.
    """
    context = Context(now, plain=plain)
    form = format_ or "sealed"
    if form == "json" and not dry_run:
        raise OnlyToLookAt
    if replace_names and keep_names:
        raise UsageProblem("--replace-names and --keep-names are two answers to one question: give one.")
    opened = context.open_journal(journal)
    found = named(opened, partner)
    sender = sender_for(context, opened, found, sealed=form in {"sealed", "json"})
    chosen = choose(context, opened, found, Wishes(period, entry or (), all_, commitments, report, answers))
    fields = [field for one in with_ or () for field in one.split(",") if field.strip()]
    terms = terms_for(found, chosen.kinds, fields, coarse=coarse)
    known, unread = known_words(opened)
    code = context.damaged(tuple(dict.fromkeys((*chosen.damaged, *unread))))
    sharing = _Sharing(context, sender, Wanted(chosen.selection, terms, known), form)
    made = sharing.decided(replace_names if replace_names or keep_names else None)
    if made.share.is_empty:
        raise NothingChosen(found.alias, "They have your answers by the last share.")
    if dry_run:
        sharing.show(made, source=True)
        context.note("Nothing was written and nothing was logged.")
        return code
    path = outgoing.place(context, output, file_name("age" if form == "sealed" else form), yes=yes)
    if path is None:
        return FAILED
    if not (quiet and yes):
        sharing.show(made, source=False)
    if not yes and not sharing.confirmed():
        context.note("Nothing was shared.")
        return FAILED
    shared = sender.send(made, path, sharing.page(made.share))
    if quiet:
        context.show(shared.id, done=f"It is shared: {shared.id}")
    else:
        sharing.tell(made.share, path)
    return code


@dataclass(frozen=True)
class _Sharing:
    """One share on its way: what is wanted in it, how it gets out, and the form it leaves in."""

    context: Context
    sender: Sender
    wanted: Wanted
    form: str

    def decided(self, replace: bool | None) -> Redacted:  # noqa: FBT001 as the options say it
        """Return the share as its very bytes read; where names are in texts and nothing is said of them, ask.

        NamesSpoken where nobody is there to be asked, or does not want pseudonyms in their place.
        """
        made = self.sender.make(self.wanted, replace=bool(replace))
        if made.spoken and replace is None:
            if not self.context.interactive:
                raise NamesSpoken(made.spoken)
            self._tell_names(made.spoken)
            if not self.context.confirm("Put pseudonyms in their place?", "--replace-names"):
                raise NamesSpoken(made.spoken)
            made = self.sender.make(self.wanted, replace=True)
        return made._replace(share=Share.read(made.share.data()))

    def _tell_names(self, spoken: Sequence[Spoken]) -> None:
        for place, word in spoken[:_MOST_NAMED]:
            self.context.note(safe(f"The {place} says '{word}'."))
        if len(spoken) > _MOST_NAMED:
            self.context.note(f"And {len(spoken) - _MOST_NAMED} more.")

    def show(self, made: Redacted, *, source: bool) -> None:
        """Show what leaves, and beside it what the leader alone should know; a web page in words, or its `source`."""
        note, share = self.context.note, made.share
        if self.form == "json":
            self.context.show(share.data().decode().removesuffix("\n"), kind="document")
        elif self.form == "md" or (self.form == "html" and source):
            self.context.show(_page(share, self.form), kind="document")
        else:
            plain = self.context.plain
            self.context.show(
                shares.plain(share) if plain else shares.text(share, self.context.console.canvas)
            )
            note("That is all that leaves." + (f" SHA-256 {share.sha256}" if self.form == "sealed" else ""))
        if made.people:
            who = ", ".join(f"{name} is {alias}" for alias, name in made.people)
            note(f"For you alone: {safe(who)}.")
        if beyond := self.wanted.terms.beyond:
            note(f"More than you agreed with {self._alias}: {', '.join(beyond)}.")
        if untitled := sum(one.title is None for one in share.commitments):
            of = counted(len(share.commitments), "promise")
            note(f"Without a title: {untitled} of {of}. mefirst commitment change --title gives one.")

    @property
    def _alias(self) -> str:
        return safe(self.sender.partner.alias)

    def confirmed(self) -> bool:
        """Ask whether it may leave."""
        verb = "Seal" if self.form == "sealed" else "Write"
        return self.context.confirm(f"{verb} this for {self._alias}?", "--yes")

    def page(self, share: Share) -> bytes | None:
        """Return the page to be written; None where the share is sealed."""
        return None if self.form == "sealed" else f"{_page(share, self.form)}\n".encode()

    def tell(self, share: Share, path: Path) -> None:
        """Say where the file is and what comes next."""
        name = safe(path.name)
        self.context.note(f"Written: {safe(str(path))}")
        if self.sender.is_again(share):
            self.context.note(
                f"{self._alias} was to get the very same before: it keeps its place in the log."
            )
        sealed = f"they type: mefirst receive {name}"
        then = sealed if self.form == "sealed" else "whoever has it can read it."
        self.context.note(f"Send it to {self._alias}; {then}")
        self.context.note(f"In the log: mefirst partner log {shell_word(self._alias)}")


def _page(share: Share, form: str) -> str:
    return shares.md(share) if form == "md" else shares.html(share)
