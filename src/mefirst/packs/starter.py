"""Beginning a pack: a commented starter, or questions from plain text, each with a rehearsal to keep it honest."""

import re
from collections.abc import Sequence

from mefirst.errors import UsageProblem
from mefirst.packs.model import DEVICES
from mefirst.packs.pasted import Line, ids_of, slug, written

_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

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

_REHEARSAL = """\
# A rehearsal is the test of your pack: scripted answers, and the questions you expect, in order.
mefirst_rehearsal: 1
answers:
  {intent}: "what was meant"
  {impact}: "what arrived"
expect: [{asked}]
"""


def check_id(pack_id: str) -> None:
    """Raise UsageProblem unless `pack_id` can be the id of a pack, on every platform."""
    if not _ID.fullmatch(pack_id) or pack_id == "null" or DEVICES.fullmatch(pack_id):
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
    return {
        "pack.yaml": _STARTER.format(id=pack_id, title=_title(pack_id)).encode(),
        "rehearsals/first.yaml": _STARTER_REHEARSAL.encode(),
    }


def from_questions(
    pack_id: str, questions: Sequence[str], intent: int, impact: int, language: str
) -> dict[str, bytes]:
    """Return the files of a pack that asks `questions` in their order; UsageProblem where one would be both."""
    if intent == impact:
        raise UsageProblem(
            "One question cannot ask for the intent and for the impact.", "Each needs its own."
        )
    fills = {intent: "intent", impact: "impact"}
    lines = [Line(ask, fills.get(index, "")) for index, ask in enumerate(questions)]
    ids = ids_of(lines)
    rehearsal = _REHEARSAL.format(intent=ids[intent], impact=ids[impact], asked=", ".join(ids))
    return {
        "pack.yaml": written(pack_id, _title(pack_id), language, lines).encode(),
        "rehearsals/first.yaml": rehearsal.encode(),
    }


def _title(pack_id: str) -> str:
    return pack_id.replace("-", " ").capitalize()
