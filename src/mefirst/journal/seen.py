"""What this device saw of a journal at its last check, so that what vanished since can be named.

A file of lines below the device-local state: the names of records, and behind a `-` the digests of earlier
revisions whose loss has been told and accepted.
"""

from pathlib import Path
from typing import NamedTuple

from mefirst import atomic

_MOST_BYTES = 256 * 1024 * 1024


class Seen(NamedTuple):
    """The names seen, and the digests known to be missing."""

    names: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()


def load(state: Path) -> Seen:
    """Return what was seen; nothing where no check was made, or what it left cannot be read."""
    try:
        with (state / "seen").open("rb") as stream:
            lines = stream.read(_MOST_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return Seen()
    return Seen(
        frozenset(line for line in lines if line and line[0] != "-"),
        frozenset(line[1:] for line in lines if line[:1] == "-"),
    )


def save(state: Path, seen: Seen) -> None:
    """Keep what was seen; CannotWrite."""
    lines = [*sorted(seen.names), *(f"-{one}" for one in sorted(seen.missing))]
    atomic.write(state / "seen", "".join(f"{line}\n" for line in lines).encode(), state / "tmp")
