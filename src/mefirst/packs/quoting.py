"""Quoting an earlier answer in a question: `{id}`, in one pass, never expanded again."""

import re
from collections.abc import Mapping

from mefirst.text import one_line

LONGEST = 120
LAST = ("last.commitment", "last.focus")

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)\}")


def quoted(wording: str) -> list[str]:
    """Return what a wording quotes, in order."""
    return _PLACEHOLDER.findall(wording)


def expand(wording: str, answers: Mapping[str, str]) -> str:
    """Put answers in place of their placeholders: on one line, cut at 120 characters, themselves never expanded."""
    return _PLACEHOLDER.sub(
        lambda match: one_line(answers[match[1]], LONGEST) if match[1] in answers else match[0], wording
    )


def complete(wording: str, answers: Mapping[str, str]) -> bool:
    """Whether every placeholder of a wording has an answer."""
    return all(name in answers for name in quoted(wording))
