"""What is refused of encrypted journals: keys that do not open them, and changes of keys that must not begin."""

from mefirst.errors import DAMAGED, MefirstError, UsageProblem


class WrongPassphrase(MefirstError):
    """A passphrase or a recovery key that does not open the journal."""

    exit_code = DAMAGED

    def __init__(self, journal: str, source: str = "") -> None:
        super().__init__(
            f"That does not open the journal {journal}.",
            f"It came from {source}." if source else "",
            "Nothing was changed. The recovery key on paper opens it, too.",
        )


class KeysRefused(MefirstError):
    """A slot of an encrypted journal that cannot be used."""

    exit_code = DAMAGED

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"{path} cannot be used: {why}.",
            hint="A backup may hold a good one; mefirst journal passwd makes a new one from the recovery key.",
        )


class KeysMissing(MefirstError):
    """A journal whose records are sealed, and whose slots are gone."""

    exit_code = DAMAGED

    def __init__(self, journal: str, folder: str) -> None:
        super().__init__(
            f"The journal {journal} is encrypted, and its keys are gone.",
            f"There is nothing in {folder}. Was it decrypted on another device? mefirst journal decrypt, here too; "
            "where it asks, type the recovery key.",
            "Else put that folder back from a backup, or mefirst journal passwd makes it anew from the recovery key.",
        )


class KeysReplaced(MefirstError):
    """Another key than the one this device knows, and none that came of it."""

    exit_code = DAMAGED

    def __init__(self, journal: str) -> None:
        super().__init__(
            f"The key of the journal {journal} is not the one this device knows. Nothing was changed.",
            "An old or a strange folder keys was put there, or the journal was encrypted anew on another device.",
            "Put the right folder keys back; or, where you know why: mefirst journal passwd --accept-key",
        )


class HasHistory(MefirstError):
    """A journal with a git history, which keeps what is to be changed for good."""

    hint_ = "--new-history begins a fresh one; delete the remotes and clones yourself."

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"The git history in {folder} keeps every word as it is now.",
            "Sealing the files of today would not change that, nor any copy that was pushed.",
            self.hint_,
        )


class InsideRepository(HasHistory):
    """A journal in a git repository that is not its own."""

    hint_ = "Move the journal out of that repository first."


class ConversionPending(MefirstError):
    """Something else was begun with the keys of a journal, and not ended."""

    def __init__(self, journal: str, command: str) -> None:
        super().__init__(
            f"The journal {journal} was being changed, and that was interrupted.",
            hint=f"mefirst journal {command} ends it.",
        )


class NotEncrypted(UsageProblem):
    """A journal without keys."""

    def __init__(self, journal: str) -> None:
        super().__init__(
            f"The journal {journal} is not encrypted.", hint="mefirst journal encrypt makes it so."
        )


class NoKeyStore(MefirstError):
    """The library that talks to key stores is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "The key store of this device cannot be used: the keyring library is not installed.",
            hint="Install mefirst with it: mefirst[keyring]",
        )


class KeyStoreRefused(MefirstError):
    """The key store of this device does not take or give the key."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The key store of this device cannot be used: {why}.",
            hint="Without it mefirst asks for the passphrase, or takes it from unlock_command.",
        )


class MendFirst(MefirstError):
    """A journal that is to be mended before every file of it is written anew."""

    def __init__(self, journal: str, found: int) -> None:
        super().__init__(
            f"First mend the journal {journal}: {found} of its files are not as they should be.",
            hint="mefirst journal check --repair (or --adopt); then again.",
        )
