"""Completion in the shell: quick, silent, and never a reason for a command to fail."""

import contextlib
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mefirst.model.period import NAMES
from mefirst.model.vocabulary import COMMITMENT_KINDS, DIMENSIONS, SPHERES, STATES
from mefirst.text import one_line, safe

if TYPE_CHECKING:
    from mefirst.model.entry import Entry


_SPECIAL = re.compile(r"""["'`$\\<>()\[\]{}|&;*?!#~=^:%]""")
"""What means something to a shell: the scripts of shells evaluate what they are offered."""


def _beginning(words: Iterable[str], incomplete: str) -> list[str]:
    """Return the words that go on from `incomplete`, but for those a shell would not take as they stand."""
    return [
        word
        for word in words
        if word.casefold().startswith(incomplete.casefold())
        and safe(word) == word
        and not _SPECIAL.search(word)
    ]


def _told(words: str) -> str:
    """Return words as they may stand beside a completion."""
    return " ".join(_SPECIAL.sub(" ", safe(words)).split())


def _fixed(words: tuple[str, ...]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return _beginning(words, incomplete)

    return complete


dimensions = _fixed(DIMENSIONS)
spheres = _fixed(SPHERES)
states = _fixed(STATES)
kinds = _fixed(COMMITMENT_KINDS)
statuses = _fixed(("open", "kept", "kept-late", "partly", "missed", "renegotiated", "dropped"))
periods = _fixed((*NAMES, "7d", "4w", "3m"))


def packs(incomplete: str) -> list[str]:
    """Names of packs."""
    from mefirst.packs.library import Library  # noqa: PLC0415 only while completing

    return _beginning(Library.standard().names(), incomplete)


def journals(incomplete: str) -> list[str]:
    """Names of journals."""
    from mefirst import settings  # noqa: PLC0415 only while completing
    from mefirst.errors import MefirstError  # noqa: PLC0415
    from mefirst.paths import find_paths  # noqa: PLC0415

    paths = find_paths()
    names: set[str] = set()
    with contextlib.suppress(OSError):
        names |= {path.name for path in paths.journal("").iterdir() if path.is_dir()}
    with contextlib.suppress(MefirstError):
        names |= settings.journal_places(paths.settings).keys()
    return _beginning(sorted(names), incomplete)


def _recent() -> list["Entry"]:
    from mefirst.cli.context import Context  # noqa: PLC0415 only while completing
    from mefirst.errors import MefirstError  # noqa: PLC0415

    with contextlib.suppress(MefirstError, OSError):
        context = Context()
        context.unlocks = "never"
        return list(context.recent(context.open_journal("default")).records)
    return []


def entries(incomplete: str) -> list[tuple[str, str]]:
    """Handles of recent entries, newest first, each with its first words."""
    found = [
        (one.handle, _told(one_line(one.situation or one.intent or "", 40)))
        for one in reversed(_recent())
        if one.handle.startswith(incomplete.lower())
    ]
    return [*found, *((word, "the entry last written") for word in _beginning(["last"], incomplete))]


def commitments(incomplete: str) -> list[tuple[str, str]]:
    """Handles of open promises and cleanups, the one due first first, each with its first words."""
    from mefirst.analysis.overview import by_day  # noqa: PLC0415 only while completing
    from mefirst.cli.context import Context  # noqa: PLC0415
    from mefirst.errors import MefirstError  # noqa: PLC0415
    from mefirst.model.commitment import Commitment  # noqa: PLC0415
    from mefirst.model.due import is_open  # noqa: PLC0415
    from mefirst.render.promises import words_of  # noqa: PLC0415

    with contextlib.suppress(MefirstError, OSError):
        context = Context()
        context.unlocks = "never"
        made = context.open_journal("default").read(Commitment).records
        found = by_day(filter(is_open, made), context.today)
        return [
            (one.handle, _told(one_line(words_of(one), 40)))
            for one in found
            if one.handle.startswith(incomplete.lower())
        ]
    return []


def people(incomplete: str) -> list[str]:
    """Aliases of recent entries."""
    return _beginning(dict.fromkeys(name for one in _recent() for name in one.everyone), incomplete)


def tags(incomplete: str) -> list[str]:
    """Tags of recent entries."""
    return _beginning(dict.fromkeys(tag for one in _recent() for tag in one.tags), incomplete)


def partners(incomplete: str) -> list[str]:
    """Aliases of the partners there are."""
    from mefirst.cli.context import Context  # noqa: PLC0415 only while completing
    from mefirst.cli.partners import current  # noqa: PLC0415
    from mefirst.errors import MefirstError  # noqa: PLC0415

    with contextlib.suppress(MefirstError, OSError):
        context = Context()
        context.unlocks = "never"
        return _beginning([one.alias for one in current(context.open_journal("default"))], incomplete)
    return []
