"""Days, periods and verdicts as people read them."""

from datetime import date
from typing import get_args

import pytest

from mefirst.analysis.gap import VERDICTS, lines_of
from mefirst.analysis.picks import Question, TakeAlong
from mefirst.model.entry import Effect
from mefirst.model.period import Period
from mefirst.render.dates import near_day, short_day, span, spoken_span, title, when
from mefirst.render.saved import saved_lines
from mefirst.render.words import VERDICT_LABELS, line_sentence, take_along
from mefirst.text import shell_word
from samples import DAY, commitment, effect, entry, reported

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "near", "short"),
    [
        (date(2026, 11, 23), "today", "Mon 23 Nov"),
        (date(2026, 11, 22), "yesterday", "Sun 22 Nov"),
        (date(2026, 11, 24), "tomorrow", "Tue 24 Nov"),
        (date(2026, 11, 17), "Tuesday", "Tue 17 Nov"),
        (date(2026, 11, 16), "Mon 16 Nov", "Mon 16 Nov"),
        (date(2026, 11, 29), "Sunday", "Sun 29 Nov"),
        (date(2026, 11, 30), "Mon 30 Nov", "Mon 30 Nov"),
        (date(2025, 11, 23), "Sun 23 Nov 2025", "Sun 23 Nov 2025"),
    ],
)
def test_a_day_seen_from_today(day: date, near: str, short: str) -> None:
    """A weekday means the one within six days, so that no Monday is mistaken for another."""
    assert near_day(day, TODAY) == near
    assert short_day(day, TODAY) == short


PERIODS = [
    ("last-week", "Week 47 · Mon 16 to Sun 22 November 2026", "last week",
     "from Monday 16 November 2026 to Sunday 22 November 2026"),
    ("week", "Week 48 · Mon 23 to Sun 29 November 2026", "this week",
     "from Monday 23 November 2026 to Sunday 29 November 2026"),
    ("2026-W01", "Week 1 · Mon 29 December 2025 to Sun 4 January 2026",
     "in this period (Mon 29 December 2025 to Sun 4 January 2026)",
     "from Monday 29 December 2025 to Sunday 4 January 2026"),
    ("today", "Today · Monday 23 November 2026", "today", "on Monday 23 November 2026"),
    ("7d", "Last 7 days · Tue 17 to Mon 23 November 2026",
     "in this period (Tue 17 to Mon 23 November 2026)", "from Tuesday 17 November 2026 to Monday 23 November 2026"),
    ("1d", "Last day · Monday 23 November 2026", "in this period (Monday 23 November 2026)",
     "on Monday 23 November 2026"),
    ("month", "Month · Sun 1 to Mon 30 November 2026", "this month",
     "from Sunday 1 November 2026 to Monday 30 November 2026"),
    ("last-year", "Last year · Wed 1 January to Wed 31 December 2025", "last year",
     "from Wednesday 1 January 2025 to Wednesday 31 December 2025"),
    ("2026-10", "Thu 1 to Sat 31 October 2026", "in this period (Thu 1 to Sat 31 October 2026)",
     "from Thursday 1 October 2026 to Saturday 31 October 2026"),
    ("2026-11-02..", "Since Monday 2 November 2026", "in this period (since Monday 2 November 2026)",
     "since Monday 2 November 2026"),
    ("..2026-10", "Until Saturday 31 October 2026", "in this period (until Saturday 31 October 2026)",
     "until Saturday 31 October 2026"),
    ("all", "Everything so far", "so far", "everything so far"),
]  # fmt: skip


@pytest.mark.parametrize("case", PERIODS, ids=[case[0] for case in PERIODS])
def test_a_period_as_a_title_in_a_sentence_and_spoken(case: tuple[str, str, str, str]) -> None:
    """Named as it was asked for, and always with its days."""
    typed, titled, said, spoken = case
    period = Period.parse(typed, TODAY)
    assert title(period) == titled
    assert when(period) == said
    assert spoken_span(period.first, period.last) == spoken


def test_a_span_within_a_year_and_across() -> None:
    """Month and year are named where they differ."""
    assert span(date(2026, 9, 29), date(2026, 11, 23)) == "Tue 29 September to Mon 23 November 2026"
    assert span(date(2025, 12, 29), date(2026, 1, 4)) == "Mon 29 December 2025 to Sun 4 January 2026"


NOISE = "one step can be noise in a rating"
SENTENCES = [
    (effect(-1, -1), "meant −1, arrived −1. Meant to lower trust, and said so honestly (your reading)."),
    (effect(2, -1), "meant +2, arrived −1. Meant to raise trust, it lowered it (your reading)."),
    (effect(0, -1), "meant 0, arrived −1. Not about trust, yet it lowered it (your reading)."),
    (effect(0, 1), "meant 0, arrived +1. Not about trust, yet it raised it (your reading)."),
    (effect(3, 0), "meant +3, arrived 0. Far less of trust arrived than was meant (your reading)."),
    (effect(2, 0), "meant +2, arrived 0. Less of trust arrived than was meant (your reading)."),
    (effect(2, 1),
     f"meant +2, arrived +1. One step less of trust arrived than was meant; {NOISE} (your reading)."),
    (effect(2, 2), "meant +2, arrived +2. It arrived as it was meant (your reading)."),
    (effect(1, 2), "meant +1, arrived +2. More of trust arrived than was meant (your reading)."),
    (effect(1, 3, reported("a", 2), reported("b", 1)),
     "meant +1, arrived +1.5. It arrived as it was meant (they said)."),
    (effect(2), "meant +2, what arrived is open."),
    (effect(None, 1), "meaning open, arrived +1."),
    (effect(), "meaning open, what arrived is open."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), SENTENCES, ids=[said[:30] for _, said in SENTENCES])
def test_what_is_said_of_a_line(line: Effect, said: str) -> None:
    """Kind, plain, and whose word it is; never a judgement of worth."""
    (found,) = lines_of(entry(effects=[line]))
    assert line_sentence(found) == f"Trust: {said}"


def test_every_verdict_has_a_name() -> None:
    """Nine of them, none twice."""
    assert set(VERDICT_LABELS) == set(VERDICTS)
    assert len(set(VERDICT_LABELS.values())) == len(VERDICTS)


def test_worth_asking_is_the_widest_gap_that_nobody_confirmed() -> None:
    """Toward somebody; where all is confirmed or nobody is named, nothing is suggested."""
    wide = effect(2, -2, toward="board")
    small = effect(2, 1, toward="team lead", dimension="clarity")
    told = effect(3, None, reported("boss", -3), toward="boss", dimension="energy")
    assert _worth([wide, small, told]) == ["--of board"]
    assert _worth([small, told]) == ['--of "team lead"']
    assert _worth([told, effect(2, -2)]) == []


def _worth(effects: list[Effect]) -> list[str]:
    one = entry(intent="x", effects=effects)
    lines = list(saved_lines(one, None, DAY))
    return [
        line.partition(f"mefirst ask {one.handle} ")[2] for line in lines if line.startswith("Worth asking:")
    ]


def test_a_second_line_and_a_promise_are_said_below() -> None:
    """The first line says the first effect; `only` keeps to one."""
    one = entry(intent="x", effects=[effect(2, 2), effect(1, 1, dimension="clarity")])
    promise = commitment(behavior="wait", due=DAY)
    said = list(saved_lines(one, promise, DAY))
    assert said[0].startswith(f"Saved {one.handle} · Trust: ")
    assert said[1].startswith("             · Clarity: ")
    assert said[2] == f"Promise {promise.handle} · wait, due today"
    (only,) = saved_lines(one, None, DAY, only=("clarity", ""))
    assert only.startswith(f"Saved {one.handle} · Clarity: ")


@pytest.mark.parametrize(
    ("alias", "word"),
    [("deputy", "deputy"), ("team-lead", "team-lead"), ("team lead", '"team lead"'), ("", '""')],
)
def test_an_alias_as_it_is_typed(alias: str, word: str) -> None:
    """In quotes where a shell would break it, bare where it would not."""
    assert shell_word(alias) == word


@pytest.mark.parametrize("alias", ["$(rm -rf ~)", "`id`", 'a"b', "a\\b", "a!b", "it's $x"])
def test_an_alias_cannot_run_in_a_shell_it_is_pasted_to(alias: str) -> None:
    """What is suggested to be typed is quoted so that a shell takes it as one word."""
    import shlex  # noqa: PLC0415 beside its one use

    assert shlex.split(shell_word(alias)) == [alias]
    assert shell_word(alias).startswith("'")


@pytest.mark.parametrize("question", get_args(Question))
@pytest.mark.parametrize("toward", [None, "the\x1b[31mboard"])
def test_every_question_to_take_along_reads_as_one(question: Question, toward: str | None) -> None:
    """It ends in a question mark, names the day, and shows no control of an alias."""
    (line,) = lines_of(entry(effects=[effect(2, -1, toward=toward)]))
    said = take_along(TakeAlong(question, line, toward), TODAY)
    assert said.endswith("?")
    assert said[0].isupper()
    assert "Monday" in said
    assert said.isprintable()
    assert ("board" in said) == (toward is not None)
    assert "23 November" in take_along(TakeAlong(question, line, toward), date(2026, 12, 7))
