"""What is between a journal and its owner alone: a new passphrase, and the recovery key for paper."""

import sys
from typing import TYPE_CHECKING

from mefirst.cli.context import Context
from mefirst.errors import AnswerMissing, UsageProblem
from mefirst.journal.store import Journal
from mefirst.terminal.unseen import ask_line, ask_secret

if TYPE_CHECKING:
    from mefirst.vault.slots import Keys

_SHORT = 12
_TRIES = 3
_LAST = 6
"""How many of the last characters of a recovery key are typed, to show that it is on paper."""

_GROUP, _GROUPS = 4, 8
"""How a recovery key is shown for paper: so many characters a group, so many groups a line."""


def new_passphrase(context: Context, journal: Journal, command: str | None) -> str:
    """Return a new passphrase: what a command prints, else what somebody types twice."""
    from mefirst.vault import unlocking  # noqa: PLC0415 few journals are encrypted

    if command:
        return unlocking.printed(journal, command)
    if not context.interactive:
        raise AnswerMissing(["passphrase"], "Name a command that prints the new one: --passphrase-command.")
    context.note(
        "A passphrase of four or more words that nobody would guess. mefirst cannot give it back to you."
    )
    warned = False
    for _ in range(_TRIES):
        typed = ask_secret("New passphrase: ")
        if not typed:
            context.note("It cannot be empty.")
        elif len(typed) < _SHORT and not warned:
            warned = True
            context.note(
                f"That is short: a machine can guess what has less than {_SHORT} characters. "
                "Type a longer one, or this one again to keep it."
            )
        elif typed == ask_secret("The same again: "):
            return typed
        else:
            context.note("These are not the same.")
    raise UsageProblem("No passphrase was chosen.", hint="Nothing was changed.")


def hand_over(context: Context, keys: "Keys", *, yes: bool) -> None:
    """Show the recovery key, once, and go on when its end was typed from paper.

    Where nobody is there to type, none is shown: the next time it would be another.
    """
    if not yes and not context.interactive:
        raise AnswerMissing(
            [f"the last {_LAST} characters of the recovery key"],
            "Say --yes, and keep the key that is printed then.",
        )
    context.note(
        "The recovery key. It opens everything without the passphrase, also where there is no mefirst:"
    )
    context.note("")
    context.show(_for_paper(keys.current) if sys.stdout.isatty() else keys.current)
    context.note("")
    if yes:
        return
    context.note("Write it on paper now, and keep that where you keep a passport. It is not shown again.")
    for _ in range(_TRIES):
        typed = ask_line(f"The last {_LAST} characters, from the paper: ")
        if "".join(typed.split()).upper() == keys.current[-_LAST:]:
            return
        context.note("That is not how it ends.")
    raise UsageProblem("The recovery key was not confirmed.", hint="Nothing was changed.")


def _for_paper(key: str) -> str:
    """Return a recovery key in groups that can be written down and compared; they are typed with blanks or without."""
    head, one, rest = key.rpartition("1")
    groups = [rest[at : at + _GROUP] for at in range(0, len(rest), _GROUP)]
    lines = [groups[at : at + _GROUPS] for at in range(0, len(groups), _GROUPS)]
    return "\n".join([head + one, *(" ".join(line) for line in lines)])
