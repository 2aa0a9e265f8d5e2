"""Writing the marker of a journal anew where it is lost or damaged, with the key it had as far as that is known.

Drafts and all else of this device are kept under the key, and other devices know the journal by it. It is looked for
in what is left of the marker, then among the states of this device: one that remembers a record that is here.
"""

import contextlib
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from mefirst import atomic
from mefirst.journal import layout, marker, seen
from mefirst.journal.codec import MOST_BYTES
from mefirst.journal.quarantine import put_aside

_MAY_BE_KEY = re.compile(rb"(?=([0-9a-z]{26}))")


def renew(root: Path, state_root: Path, others: Collection[str]) -> bool:
    """Write the marker of the journal in `root` anew; return whether the key it had was found. CannotWrite.

    What is left of it goes into quarantine. `others` are the keys of the other journals of this device: no two
    have one, as they would share their drafts.
    """
    place = root / layout.FORMAT_FILE
    with atomic.refusals_named(place):
        if os.path.lexists(place):
            put_aside(root, place)
        keys = [*_in_remains(root), *_of_states(root, state_root)]
        known = next((key for key in keys if key not in others), None)
        marker.write(root, known)
    return known is not None


def _in_remains(root: Path) -> Iterator[str]:
    """Yield the keys that stand whole in markers that were put aside or renamed; each checks itself."""
    for path in [*(root / layout.QUARANTINE).glob(f"{layout.FORMAT_FILE}*"), *root.glob("format*")]:
        with contextlib.suppress(OSError), path.open("rb") as stream:
            for found in _MAY_BE_KEY.findall(stream.read(MOST_BYTES)):
                if marker.is_key(found.decode()):
                    yield found.decode()


def _of_states(root: Path, state_root: Path) -> Iterator[str]:
    """Yield the keys of the states of this device that remember a record of this journal."""
    names = set(marker.record_names(root))
    ids = {name.partition(".")[0] for name in names}
    for state in sorted(state_root.glob("*")):
        if not marker.is_key(state.name):
            continue
        last = ""
        with contextlib.suppress(OSError, UnicodeDecodeError):
            last = (state / "last").read_text("ascii").strip()
        if last in ids or names & seen.load(state).names:
            yield state.name
