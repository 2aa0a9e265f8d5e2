"""Beginning a pack: a commented starter, or questions from plain text, each with a rehearsal to keep it honest."""

import re
from collections.abc import Sequence

from mefirst.errors import UsageProblem
from mefirst.packs.bundle import IMPACT_WORDS, INTENT_WORDS, double_quoted, slug

_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")

_STARTER = """\
# A pack is a list of questions. Lines that begin with # are notes for you.
mefirst_pack: 1
id: {id}
version: 1.0.0
title: "{title}"
about: "Say in a sentence what this is for."
author: "Your name"
license: CC-BY-4.0
language: en
for: entry
minutes: 5

# Each question has an id, a type and what to ask. Put what you ask in double quotes.
# Types: short long number scale choice choices yes_no date person people tags feelings effect commitment note
questions:
  - id: moment
    type: short
    ask: "Which moment is it about?"
    fills: situation            # the field of the entry that the answer goes to
    required: yes

  - id: hope
    type: long
    ask: "What were you hoping would come of it?"
    help: "The hope as it was then, not as it looks now."
    fills: intent               # a pack for entries fills intent ...
    required: yes

  - id: landed
    type: long
    ask: "What did you see or hear that shows how it arrived?"
    fills: impact               # ... and impact, or effects

  - id: next
    type: commitment
    ask: "What will you do when it comes up again?"
    fills: commitment
"""

_STARTER_REHEARSAL = """\
# A rehearsal is the test of your pack: scripted answers, and the questions you expect, in order.
mefirst_rehearsal: 1
answers:
  moment: "The hand-over on Monday"
  hope: "That she would feel trusted with it"
  landed: "She asked three times whether I meant it"
expect: [moment, hope, landed, next]
"""


def check_id(pack_id: str) -> None:
    """Raise UsageProblem unless `pack_id` can be the id of a pack, on every platform."""
    if not _ID.fullmatch(pack_id) or _DEVICES.fullmatch(pack_id):
        raise UsageProblem(
            f"'{pack_id}' cannot be the id of a pack.",
            "Small letters, digits and hyphens, beginning with a letter, 2 to 40 of them.",
            f"Perhaps: {slug(pack_id, '-', 6) or 'my-pack'}",
        )


def check_language(tag: str) -> str:
    """Return a language tag; UsageProblem where it is none."""
    if not _TAG.fullmatch(tag):
        raise UsageProblem(f"'{tag}' is no language tag.", hint="Write it like de or pt-BR.")
    return tag


def commented(pack_id: str) -> dict[str, bytes]:
    """Return the files of a starter that explains itself."""
    title = pack_id.replace("-", " ").capitalize()
    return {
        "pack.yaml": _STARTER.format(id=pack_id, title=title).encode(),
        "rehearsals/first.yaml": _STARTER_REHEARSAL.encode(),
    }


def guess(questions: Sequence[str]) -> tuple[int | None, int | None]:
    """Return which question (from 0) asks for the intent and which for the impact, by their words, or None."""
    intent = _first(questions, INTENT_WORDS, IMPACT_WORDS)
    impact = _first(questions, IMPACT_WORDS, INTENT_WORDS)
    return intent, impact


def _first(questions: Sequence[str], telling: re.Pattern[str], against: re.Pattern[str]) -> int | None:
    found = (index for index, ask in enumerate(questions) if telling.search(ask) and not against.search(ask))
    return next(found, None)


def from_questions(pack_id: str, questions: Sequence[str], intent: int, impact: int) -> dict[str, bytes]:
    """Return the files of a pack that asks `questions` in their order; UsageProblem where one would be both."""
    if intent == impact:
        raise UsageProblem(
            "One question cannot ask for the intent and for the impact.", "Each needs its own."
        )
    ids = _ids(questions)
    fills = {intent: "intent", impact: "impact"}
    lines = [
        "mefirst_pack: 1",
        f"id: {pack_id}",
        "version: 1.0.0",
        f"title: {double_quoted(pack_id.replace('-', ' ').capitalize())}",
        "language: en",
        "for: entry",
        "questions:",
    ]
    for index, question in enumerate(questions):
        lines += [f"  - id: {ids[index]}", "    type: long", f"    ask: {double_quoted(question)}"]
        lines += [f"    fills: {fills[index]}"] if index in fills else []
        lines += ["    required: yes"] if index == intent else []
    rehearsal = [
        "mefirst_rehearsal: 1",
        "answers:",
        f'  {ids[intent]}: "what was meant"',
        f'  {ids[impact]}: "what arrived"',
        f"expect: [{', '.join(ids)}]",
    ]
    return {
        "pack.yaml": ("\n".join(lines) + "\n").encode(),
        "rehearsals/first.yaml": ("\n".join(rehearsal) + "\n").encode(),
    }


def _ids(questions: Sequence[str]) -> list[str]:
    taken = {"last"}  # reserved
    ids = []
    for number, question in enumerate(questions, 1):
        known_as = slug(question, "_", 4) or f"question_{number}"
        known_as = f"{known_as}_{number}" if known_as in taken else known_as
        taken.add(known_as)
        ids.append(known_as)
    return ids
