"""Opening an encrypted journal: by this device's key store, by the owner's command, else by whoever sits there."""

import contextlib
import os
import shlex
import subprocess
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import NamedTuple

from mefirst.errors import CannotWrite, JournalLocked
from mefirst.journal import layout
from mefirst.journal.revisions import read_bytes
from mefirst.journal.store import Journal
from mefirst.vault import age, device, keystore, slots
from mefirst.vault.refusals import KeysMissing, KeysRefused, KeyStoreRefused, NoKeyStore, WrongPassphrase
from mefirst.vault.slots import Keys

TRIES = 3
_RECOVERY = "AGE-SECRET-KEY-1"
_MOST_SECONDS = 120
_MOST_BYTES = 4096
_MOST_TRIED = 100


class Ways(NamedTuple):
    """How a journal may be opened here: the command that prints its passphrase, and who asks somebody for it.

    `ask` is given what to say and returns what was typed; None where nobody is to be asked. `unseen` hides what is
    typed while that is tried, which takes a moment.
    """

    command: str | None = None
    ask: Callable[[str], str] | None = None
    unseen: Callable[[], AbstractContextManager[None]] = nullcontext


def unlock(journal: Journal, ways: Ways) -> Keys:
    """Return the keys of a journal; JournalLocked where no way is left, WrongPassphrase, KeysMissing, KeysRefused."""
    keys = _by_key_store(journal) or passphrase(journal, ways)[0]
    with contextlib.suppress(CannotWrite):  # what this device cannot note it is told again the next time
        device.learn(journal, keys)
    return keys


def passphrase(journal: Journal, ways: Ways) -> tuple[Keys, str]:
    """Return the keys and the passphrase (or the recovery key) that opened them; errors as of `unlock`.

    Where the command does not open it, who sits there is asked.
    """
    said = ""
    if ways.command:
        try:
            typed = printed(journal, ways.command)
            return opened_by(journal, typed, "unlock_command"), typed
        except (JournalLocked, WrongPassphrase):
            if ways.ask is None:
                raise
            said = "unlock_command does not open it. "
    return _asked(journal, ways, said)


def opened_by(journal: Journal, typed: str, source: str = "") -> Keys:
    """Return the keys by a passphrase, or by the recovery key itself; WrongPassphrase."""
    try:
        if is_recovery_key(typed):
            return _recovered(journal, _joined(typed))
        return slots.read(journal, slots.PASSPHRASE, typed)
    except WrongPassphrase:
        raise WrongPassphrase(journal.name, source) from None


def is_recovery_key(typed: str) -> bool:
    """Whether what was typed is meant as a recovery key."""
    return _joined(typed).startswith(_RECOVERY)


def _joined(typed: str) -> str:
    """Return a recovery key as it is, however it was typed from paper: in groups, in small letters."""
    return "".join(typed.split()).upper()


def _recovered(journal: Journal, identity: str) -> Keys:
    """Return the keys of a journal by the identity on paper.

    Where its slot is gone or strange, the identity alone, but no other than this device knows, and none that was left
    behind: that would open next to nothing, and `passwd` would put it in the place of the key that does.
    """
    with contextlib.suppress(WrongPassphrase, KeysMissing, KeysRefused):
        keys = slots.recovered(journal, identity)
        if keys.current == identity:
            return keys
    with contextlib.suppress(age.NoKey):
        known = device.recipient(journal)
        if known in {None, age.recipient_of(identity)} and _opens_most(journal, identity):
            return Keys(identity)
    raise WrongPassphrase(journal.name)


def _opens_most(journal: Journal, identity: str) -> bool:
    """Whether an identity opens half of the records of the journal or more, as far as a look at some tells."""
    opened = tried = 0
    records = layout.files(journal.root, lambda folder: not folder.name.startswith("."))
    for path in islice((one for one in records if one.name.endswith(layout.SEALED)), _MOST_TRIED):
        tried += 1
        with contextlib.suppress(age.NotForUs, age.Unsealable, OSError):
            age.unseal(read_bytes(path), [identity])
            opened += 1
    return 2 * opened >= tried


def _by_key_store(journal: Journal) -> Keys | None:
    slot = keystore.slot_of(journal)
    if slot is None:
        return None
    with contextlib.suppress(NoKeyStore, KeyStoreRefused, WrongPassphrase):
        return keystore.unlock(journal, slot)
    return None


def _asked(journal: Journal, ways: Ways, before: str) -> tuple[Keys, str]:
    if ways.ask is None:
        raise JournalLocked(journal.name)
    said = f"{before}Passphrase of the journal {journal.name}: "
    with ways.unseen():
        for left in reversed(range(TRIES)):
            typed = ways.ask(said)
            try:
                return opened_by(journal, typed), typed
            except WrongPassphrase:
                if not left:
                    raise
                said = "That is not it. Once more: "
    raise AssertionError


def printed(journal: Journal, command: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the first line the owner's command prints; JournalLocked says why there is none."""
    try:
        ran = subprocess.run(  # noqa: S603 the owner's own command, from local settings or the environment
            shlex.split(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, timeout=_MOST_SECONDS,
            env={**environment, "MEFIRST_JOURNAL": journal.name},
        )  # fmt: skip
        typed = ran.stdout[:_MOST_BYTES].decode().split("\n")[0].rstrip("\r")
    except subprocess.CalledProcessError as problem:
        raise JournalLocked(journal.name, f"unlock_command ended with {problem.returncode}.") from None
    except subprocess.TimeoutExpired:
        raise JournalLocked(
            journal.name, f"unlock_command took longer than {_MOST_SECONDS} seconds."
        ) from None
    except (OSError, ValueError, IndexError) as problem:
        why = getattr(problem, "strerror", None) or type(problem).__name__
        raise JournalLocked(journal.name, f"unlock_command did not work: {why}.") from None
    if not typed:
        raise JournalLocked(journal.name, "unlock_command printed nothing.")
    return typed
