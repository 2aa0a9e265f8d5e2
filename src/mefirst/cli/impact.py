"""`mefirst impact`: add what they said, or what you know by now."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import typer

from mefirst.cli import complete
from mefirst.cli.asking import ask_field
from mefirst.cli.context import Context
from mefirst.cli.lines import check_dimension, described, find_line, no_line, with_line
from mefirst.cli.options import Dimension, DryRun, EntryWord, JournalName, Now, Plain, Quiet, Toward, Yes
from mefirst.errors import AnswerMissing, BadAnswer, CannotWrite, UsageProblem
from mefirst.interview import values
from mefirst.interview.fields import Field
from mefirst.interview.forms import dimension_options, meaning, point
from mefirst.interview.values import Unfit
from mefirst.model.entry import MOST_EFFECTS, Effect, Entry, Reported
from mefirst.model.scale import signed
from mefirst.render.saved import saved_lines
from mefirst.render.words import aim, meant
from mefirst.speech import Speech
from mefirst.text import fold

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, slots=True)
class News:
    """What is to be added: what somebody said (`by`, `value`), what is seen now, words; `intended` begins a line."""

    by: str | None = None
    value: int | None = None
    quote: str | None = None
    how: str | None = None
    seen: int | None = None
    text: str | None = None
    dimension: str | None = None
    toward: str | None = None
    intended: int | None = None

    @property
    def on_a_line(self) -> bool:
        """Whether an effect line is concerned, not the words alone."""
        return self.value is not None or self.seen is not None


@app.command(
    epilog="Examples: mefirst impact last --by deputy --value -1, mefirst impact last --form answer.txt"
)
def impact(
    entry: EntryWord,
    *,
    by: Annotated[
        str | None, typer.Option("--by", help="Who said it.", metavar="ALIAS", autocompletion=complete.people)
    ] = None,
    value: Annotated[
        str | None, typer.Option("--value", help="Where they put it, -3 to 3.", metavar="N")
    ] = None,
    dimension: Dimension = None,
    toward: Toward = None,
    quote: Annotated[str | None, typer.Option("--quote", help="In their words.", metavar="WORDS")] = None,
    how: Annotated[
        Literal["told", "asked", "form", "checkin"] | None,
        typer.Option("--how", help="How it came.", show_default=False),
    ] = None,
    seen: Annotated[
        str | None, typer.Option("--seen", help="Where you put it by now, -3 to 3.", metavar="N")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", help="What arrived, in words.", metavar="WORDS")
    ] = None,
    intended: Annotated[
        str | None, typer.Option("--intended", help="What was meant, -3 to 3: begins a line.", metavar="N")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--form", help="Take it from a form they filled in; - for stdin.", metavar="FILE"),
    ] = None,
    yes: Yes = False,
    quiet: Quiet = False,
    dry_run: DryRun = False,
    plain: Plain = False,
    journal: JournalName = "default",
    now: Now = None,
) -> None:
    """Add to an entry what arrived: what they said, or what you know by now. Without options it asks."""
    context = Context(now, plain=plain)
    check_dimension(dimension)
    opened = context.open_journal(journal)
    entry_id = opened.resolve(Entry, entry)
    found = opened.get(Entry, entry_id)
    news = News(
        by=by,
        value=read_point("--value", value),
        quote=quote,
        how=how,
        seen=read_point("--seen", seen),
        text=text,
        dimension=dimension,
        toward=toward,
        intended=read_point("--intended", intended),
    )
    _refuse_blanks(news)
    if form is not None:
        from mefirst.cli.fromform import from_form  # noqa: PLC0415 a way of its own

        news = from_form(context, found.record, form, news, yes=yes or dry_run)
    if not news.on_a_line and text is None:
        news = _asked(context, found.record, news)
    if (news.by is None) != (news.value is None):
        missing = "--by" if news.by is None else "--value"
        raise UsageProblem(
            f"'{missing}' is missing.", "Who said it and where they put it go together: --by ALIAS --value N"
        )
    if news.value is None and (news.quote or news.how):
        raise UsageProblem(
            "--quote and --how belong to what somebody said.",
            hint="Say who, and where they put it: --by ALIAS --value N",
        )
    line_before = _line(found.record, news)
    if dry_run:
        _with_news(found.record, news, context)
        context.note("This fits. Nothing was saved.")
        return
    try:
        record = opened.change(Entry, entry_id, lambda one: _with_news(one, news, context))
    except CannotWrite:
        context.rescue(words for words in (news.text, news.quote) if words)
        raise
    opened.note_last(record.id)
    if quiet:
        context.show(record.id, done=f"It is saved: {record.id}")
        return
    if line_before and _guessed(line_before, news) and news.value is not None:
        known = {"expected": signed(line_before.predicted or 0), "value": signed(news.value)}
        context.note(context.say("You expected {expected}. They said {value}.", **known))
    changed = _line(record, news)
    for said in saved_lines(record, None, context.today, context.say, only=changed.key if changed else None):
        context.note(said)


def _guessed(line: Effect, news: News) -> bool:
    """Whether the guess kept with a line was about whoever says it now."""
    about = line.toward is None or fold(line.toward) == fold(news.by or "")
    return line.predicted is not None and about


def _refuse_blanks(news: News) -> None:
    for option, words in (("--by", news.by), ("--text", news.text), ("--quote", news.quote)):
        if words is not None and not words.strip():
            raise BadAnswer(option, "Nothing stands there.")


def read_point(option: str, typed: str | None) -> int | None:
    """Read a point given as an option; BadAnswer where it is off the scale."""
    try:
        return None if typed is None else values.point(typed)
    except Unfit as unfit:
        raise BadAnswer(option, str(unfit)) from None


def _line(entry: Entry, news: News) -> Effect | None:
    """Return the line the news belongs to, as it is now; None where it begins one or concerns none."""
    if not news.on_a_line:
        return None
    line = find_line(entry, person=news.by, dimension=news.dimension, toward=news.toward)
    if line is None and (news.dimension is None or news.intended is None):
        raise no_line(entry, news.dimension, news.toward)
    return line


def _with_news(entry: Entry, news: News, context: Context) -> Entry:
    fields: dict[str, Any] = {}
    if news.text:
        fields["impact"] = f"{entry.impact}\n{news.text}" if entry.impact else news.text
    if news.on_a_line:
        line = _line(entry, news) or _new_line(entry, news)
        fields["effects"] = with_line(entry.effects, _told(line, news, context))
    return entry.changed(**fields)


def _new_line(entry: Entry, news: News) -> Effect:
    if len(entry.effects) >= MOST_EFFECTS:
        raise UsageProblem(f"Entry {entry.handle} has {MOST_EFFECTS} effects already; more would blur it.")
    return Effect.model_validate(
        {"dimension": news.dimension, "toward": news.toward or news.by, "intended": news.intended}
    )


def _told(line: Effect, news: News, context: Context) -> Effect:
    changes: dict[str, Any] = {}
    if news.seen is not None:
        changes["seen"] = news.seen
    if news.intended is not None and line.intended is None:
        changes["intended"] = news.intended
    elif news.intended not in {None, line.intended}:
        raise UsageProblem(
            f"What was meant by {described(line)} is kept already: {signed(line.intended or 0)}.",
            hint="--intended begins a line; say another one with --dimension or --toward.",
        )
    if news.value is not None and news.by is not None:
        how = news.how or ("asked" if line.predicted is not None else "told")
        report = Reported.model_validate(
            {"by": news.by.strip(), "value": news.value, "on": context.today, "how": how, "quote": news.quote}
        )
        changes["reported"] = (*line.reported, report)
    return line.model_copy(update=changes)


def _asked(context: Context, entry: Entry, news: News) -> News:
    """Ask what there is to add."""
    if not context.interactive:
        raise AnswerMissing(["--value", "--seen", "--text"], "Example: --by deputy --value -1")
    say = context.say
    prompter = context.prompter(say, brief=True)
    for effect in entry.effects:
        context.note(f"{entry.handle}  {aim(effect, say)}: {meant(effect, say)}")

    def ask(field: Field) -> Any:
        return ask_field(prompter, field, say)

    kind = ask(
        Field(
            key="kind", kind="choice", ask=say("What do you know by now?"), required=True,
            options={
                "said": say("Somebody said how it arrived"),
                "seen": say("I see for myself"),
                "words": say("Words only"),
            },
        )
    )  # fmt: skip
    if kind == "words":
        return replace(
            news, text=ask(Field(key="text", kind="text", ask=say("What arrived?"), required=True))
        )
    present = entry.everyone
    by = news.by
    if kind == "said" and by is None:
        by = ask(
            Field(
                key="by", kind="line", ask=say("Who said so?"), required=True,
                default=present[0] if len(present) == 1 else None, suggestions=present,
            )
        )  # fmt: skip
    news = replace(news, by=by)
    news = _which_line(entry, news, ask, say)
    if kind == "seen":
        field = point("seen", say("Where would you put it now?"), say)
        return replace(news, seen=ask(field._replace(required=True)))
    field = point("value", say("Where would {person} put it?", person=by), say)
    value = ask(field._replace(required=True))
    quote = ask(Field(key="quote", kind="line", ask=say("In their words, if you like.")))
    return replace(news, value=value, quote=quote)


def _which_line(entry: Entry, news: News, ask: Any, say: Speech) -> News:
    """Ask which line is meant where several could be, or begin one where there is none."""
    candidates = {str(number): aim(effect, say) for number, effect in enumerate(entry.effects)}
    if len(candidates) == 1 or news.dimension:
        return news
    if candidates:
        theirs = [n for n, effect in enumerate(entry.effects) if news.by and effect.toward == news.by]
        chosen = int(
            ask(
                Field(
                    key="line", kind="choice", ask=say("Which effect?"), required=True, options=candidates,
                    default=str(theirs[0]) if len(theirs) == 1 else None,
                )
            )
        )  # fmt: skip
        effect = entry.effects[chosen]
        return replace(news, dimension=effect.dimension, toward=effect.toward or "")
    dimension = ask(
        Field(
            key="dimension", kind="choice", ask=say("Which effect did you want?"), required=True,
            options=dimension_options(entry.sphere, say),
        )
    )  # fmt: skip
    intended = ask(meaning(dimension, say)._replace(required=True))
    return replace(news, dimension=dimension, intended=intended, toward=news.toward or news.by)
