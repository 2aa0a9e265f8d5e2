"""Playing a rehearsal: its answers go through a real interview, and what that asks is compared with what it expects."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from mefirst.errors import BadAnswer, did_you_mean
from mefirst.interview.interview import Interview
from mefirst.interview.scripted import give_all
from mefirst.packs.model import NoteQuestion, Pack
from mefirst.packs.problems import Problem
from mefirst.packs.rehearsal import Rehearsal


def play(pack: Pack, rehearsal: Rehearsal, on: date) -> list[Problem]:
    """Return what goes otherwise than `rehearsal` says, on the day `on`; nothing where all is as expected.

    Later kinds of problems follow from earlier ones, so only those of the first kind found are named.
    """
    interview = Interview(pack, on)
    return (
        list(_unknown(pack, rehearsal))
        or list(_refused(interview, rehearsal))
        or list(_fallen(interview, rehearsal))
        or list(_difference(interview, rehearsal))
        or list(_missing(interview, rehearsal))
    )


def _unknown(pack: Pack, rehearsal: Rehearsal) -> Iterator[Problem]:
    places: list[tuple[str, str | int, str]] = [
        *(("answers", name, name) for name in rehearsal.answers),
        *(("expect", index, name) for index, name in enumerate(rehearsal.expect)),
    ]
    named: set[str] = set()
    for within, step, name in places:
        if name not in {*pack.ids, *named}:
            named.add(name)
            said = f"The pack has no question '{name}'.{did_you_mean(name, pack.ids)}"
            yield Problem("P404", rehearsal.mark(within, step, key=within == "answers"), said)


def _refused(interview: Interview, rehearsal: Rehearsal) -> Iterator[Problem]:
    """Give the answers one by one, in the order of the pack, so that each refusal is known by its question."""
    for question in interview.pack.questions:
        if question.id not in rehearsal.answers:
            continue
        mark = rehearsal.mark("answers", question.id)
        if isinstance(question, NoteQuestion):
            yield Problem("P405", mark, f"'{question.id}' is a note: it takes no answer. Delete this one.")
            continue
        try:
            give_all(interview, {question.id: rehearsal.answers[question.id]})
        except BadAnswer as refused:
            yield Problem("P405", mark, f"{refused.what} {refused.why}")


def _fallen(interview: Interview, rehearsal: Rehearsal) -> Iterator[Problem]:
    for name in interview.dropped():
        said = f"'{name}' is answered, but not asked: its 'when' does not hold with the answers before it."
        yield Problem("P406", rehearsal.mark("answers", name, key=True), said)


def _difference(interview: Interview, rehearsal: Rehearsal) -> Iterator[Problem]:
    asked = [question.id for question in interview.asked()]
    for index, (expected, came) in enumerate(zip_longest(rehearsal.expect, asked)):
        if expected != came:
            said = _sentence(expected, came, asked[:index], asked[index:], rehearsal.expect)
            yield Problem("P408", rehearsal.mark("expect", index), said)
            return


def _sentence(
    expected: str | None, came: str | None, before: Sequence[str], ahead: Sequence[str], expect: Sequence[str]
) -> str:
    """Return in words how two lists differ first, after what they share (`before`)."""
    if expected in before:
        return f"'{expected}' is expected a second time. A question is asked once."
    if came is None or (expected not in ahead and came in expect):
        return f"'{expected}' is expected here and not asked: its 'when' does not hold with these answers."
    if came in expect:
        return f"'{came}' is asked here, and '{expected}' later. The order is that of the pack."
    if expected in ahead or expected is None:
        place = f"before '{expected}'" if expected else "at the end"
        return f"'{came}' is asked {place}, and not expected. Add it, or let its 'when' rule it out."
    return f"'{came}' is asked here, and '{expected}', which is expected, is not."


def _missing(interview: Interview, rehearsal: Rehearsal) -> Iterator[Problem]:
    for name in interview.missing():
        said = f"'{name}' needs an answer, and has none: nothing could be saved. Add one."
        yield Problem("P407", rehearsal.mark("answers", key=True), said)
