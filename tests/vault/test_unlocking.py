"""Opening an encrypted journal: by the key store, the command or the owner, and by nobody else."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring  # noqa: TID253 to stand in for it
import pytest
from keyring.backend import KeyringBackend  # noqa: TID253 likewise
from keyring.errors import KeyringLocked, PasswordDeleteError  # noqa: TID253 likewise

from mefirst.errors import JournalLocked
from mefirst.journal.store import Journal
from mefirst.vault import age, device, keystore, slots, unlocking
from mefirst.vault.refusals import KeysMissing, KeysRefused, KeysReplaced, KeyStoreRefused, WrongPassphrase
from mefirst.vault.slots import Keys
from mefirst.vault.unlocking import Ways
from sealing import PASSPHRASE, cheap


class Store(KeyringBackend):
    """A key store that may be locked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


@pytest.fixture
def store() -> Iterator[Store]:
    """The key store of this device."""
    before, here = keyring.get_keyring(), Store()
    keyring.set_keyring(here)
    yield here
    keyring.set_keyring(before)


@pytest.fixture
def keys(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """The keys of a journal of this device, in a slot for a passphrase."""
    cheap(monkeypatch)
    found = Keys(age.new_identity())
    slots.write(journal, slots.PASSPHRASE, found, PASSPHRASE)
    device.learn(journal, found)
    return found


class Typing:
    """Somebody who types, and hears what is asked."""

    def __init__(self, *typed: str) -> None:
        self.asked: list[str] = []
        self._typed = list(typed)

    def __call__(self, said: str) -> str:
        self.asked.append(said)
        return self._typed.pop(0)


def test_by_typing_it(journal: Journal, keys: Keys) -> None:
    """Three tries; the journal is named."""
    typing = Typing("no", "", PASSPHRASE)
    assert unlocking.unlock(journal, Ways(ask=typing)) == keys
    assert typing.asked[0] == "Passphrase of the journal default: "
    assert len(typing.asked) == 3
    with pytest.raises(WrongPassphrase):
        unlocking.unlock(journal, Ways(ask=Typing("no", "no", "no", PASSPHRASE)))


def test_by_the_recovery_key(journal: Journal, keys: Keys) -> None:
    """Typed instead of the passphrase, in small letters; another one is refused, and one with a typo."""
    for typed in (keys.current, f" {keys.current.lower()} "):
        assert unlocking.unlock(journal, Ways(ask=Typing(typed))).current == keys.current
    for typed in (age.new_identity(), keys.current[:-1] + ("A" if keys.current[-1] != "A" else "Q")):
        with pytest.raises(WrongPassphrase):
            unlocking.unlock(journal, Ways(ask=Typing(*[typed] * 3)))


def test_by_the_recovery_key_where_nothing_else_is_left(journal: Journal, keys: Keys) -> None:
    """On a new device, with the records alone, the key that opens one is believed, another is not."""
    device.forget(journal)
    slots.remove_all(journal)
    folder = journal.root / "entries" / "2026" / "11"
    folder.mkdir(parents=True)
    (folder / "one.json.age").write_bytes(age.seal(b"{}", keys.recipient))
    with pytest.raises(WrongPassphrase):
        unlocking.unlock(journal, Ways(ask=Typing(*[age.new_identity()] * 3)))
    assert unlocking.unlock(journal, Ways(ask=Typing(keys.current))) == keys
    assert device.recipient(journal) == keys.recipient


def test_by_a_command(journal: Journal, keys: Keys, tmp_path: Path) -> None:
    """Its first line is the passphrase; it hears which journal it is for, and its passphrase is in no argument."""
    script = tmp_path / "ask.py"
    script.write_text(
        f"import os\nprint({PASSPHRASE!r} if os.environ['MEFIRST_JOURNAL'] == 'default' else '')\nprint(2)"
    )
    assert unlocking.unlock(journal, Ways(f"{sys.executable} {script}")) == keys


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("false", "ended with 1"),
        ("true", "printed nothing"),
        ("no-such-program-here", "did not work"),
        ("'", "did not work"),
        (" ", "did not work"),
    ],
)
def test_a_command_that_does_not_work_says_why(journal: Journal, keys: Keys, command: str, why: str) -> None:
    with pytest.raises(JournalLocked) as error:
        unlocking.unlock(journal, Ways(command))
    assert why in error.value.why


def test_a_command_that_is_out_of_date_is_named(journal: Journal, keys: Keys) -> None:
    with pytest.raises(WrongPassphrase) as error:
        unlocking.unlock(journal, Ways("echo old"))
    assert "unlock_command" in error.value.why


@pytest.mark.parametrize("command", ["false", "true", "echo old", "'"])
def test_where_a_command_does_not_open_it_whoever_is_there_is_asked(
    journal: Journal, keys: Keys, command: str
) -> None:
    typing = Typing(PASSPHRASE)
    assert unlocking.unlock(journal, Ways(command, typing)) == keys
    assert typing.asked == ["unlock_command does not open it. Passphrase of the journal default: "]


def test_nobody_there_is_one_line(journal: Journal, keys: Keys) -> None:
    """What it is, and what to do."""
    with pytest.raises(JournalLocked) as error:
        unlocking.unlock(journal, Ways())
    assert len(error.value.lines()) == 1
    assert error.value.exit_code == 3


def test_by_the_key_store(journal: Journal, keys: Keys, store: Store) -> None:
    """Its secret is no passphrase and no key; it comes first, and goes when it is not wanted any more."""
    keystore.keep(journal, keys)
    [kept] = store.kept.values()
    assert PASSPHRASE not in kept
    assert keys.current not in kept
    assert unlocking.unlock(journal, Ways("false")) == keys
    assert keystore.forget(journal)
    assert store.kept == {}
    assert slots.all_of(journal) == [slots.PASSPHRASE]
    assert not keystore.forget(journal)
    with pytest.raises(JournalLocked):
        unlocking.unlock(journal, Ways())


def test_a_key_store_that_is_locked_or_empty_is_passed_over(
    journal: Journal, keys: Keys, store: Store
) -> None:
    """There are other ways; to put something into it fails aloud, and changes nothing."""
    keystore.keep(journal, keys)
    store.locked = True
    assert unlocking.unlock(journal, Ways(f"echo {PASSPHRASE}")) == keys
    store.locked = False
    store.kept.clear()
    assert unlocking.unlock(journal, Ways(f"echo {PASSPHRASE}")) == keys
    store.locked = True
    before = slots.all_of(journal)
    with pytest.raises(KeyStoreRefused):
        keystore.keep(journal, keys)
    assert set(slots.all_of(journal)) <= set(before)
    assert slots.PASSPHRASE in slots.all_of(journal)


def test_without_slots(journal: Journal, keys: Keys) -> None:
    """A passphrase opens nothing then, and the error says what does."""
    slots.remove_all(journal)
    assert journal.is_encrypted()
    with pytest.raises(KeysMissing):
        unlocking.unlock(journal, Ways(ask=Typing(PASSPHRASE)))
    assert unlocking.unlock(journal, Ways(ask=Typing(keys.current))) == keys


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"{",
        b"\xff",
        b'{"schema":"mefirst.slot/1","slot":"other"}',
        b'{"schema":"mefirst.slot/1","slot":"passphrase"}',
        b"[" * 100_000,
        b" " * 100_000,
    ],
)
def test_a_slot_that_is_none_is_named(journal: Journal, keys: Keys, data: bytes) -> None:
    slots.path(journal, slots.PASSPHRASE).write_bytes(data)
    with pytest.raises(KeysRefused, match=r"keys/passphrase\.json"):
        unlocking.unlock(journal, Ways(ask=Typing(PASSPHRASE)))


@pytest.mark.skipif(sys.platform == "win32", reason="it has no named pipes")
def test_a_slot_that_is_a_pipe_or_without_end_is_named(journal: Journal, keys: Keys) -> None:
    """Nobody waits for what never comes, and the recovery key opens it all the same."""
    slot = slots.path(journal, slots.PASSPHRASE)
    slot.unlink()
    os.mkfifo(slot)
    slots.path(journal, slots.RECOVERY).symlink_to("/dev/zero")
    with pytest.raises(KeysRefused, match="it is no regular file"):
        unlocking.unlock(journal, Ways(ask=Typing(PASSPHRASE)))
    assert unlocking.unlock(journal, Ways(ask=Typing(keys.current))) == keys


def test_a_slot_holds_keys_or_is_refused(journal: Journal, keys: Keys) -> None:
    """What it wraps is looked at, too."""
    slots.write(journal, slots.PASSPHRASE, Keys("AGE-SECRET-KEY-1X"), PASSPHRASE)
    with pytest.raises(KeysRefused):
        unlocking.unlock(journal, Ways(ask=Typing(PASSPHRASE)))


def test_an_older_slot_that_was_put_back_is_a_loud_stop(journal: Journal, keys: Keys) -> None:
    """This device has seen a newer key: it seals nothing to the old one again."""
    old = slots.path(journal, slots.PASSPHRASE).read_bytes()
    newer = keys.replaced_by(age.new_identity())
    slots.write(journal, slots.PASSPHRASE, newer, PASSPHRASE)
    unlocking.unlock(journal, Ways(ask=Typing(PASSPHRASE)))
    slots.path(journal, slots.PASSPHRASE).write_bytes(old)
    with pytest.raises(KeysReplaced):
        unlocking.unlock(journal, Ways(ask=Typing(PASSPHRASE)))
    assert device.recipient(journal) == newer.recipient


def test_the_slot_of_another_journal_is_a_loud_stop(journal: Journal, keys: Keys) -> None:
    """Also where the passphrase is the same: nothing is sealed to a key that does not come of the one known here."""
    slots.write(journal, slots.PASSPHRASE, Keys(age.new_identity()), PASSPHRASE)
    with pytest.raises(KeysReplaced):
        unlocking.unlock(journal, Ways(ask=Typing(PASSPHRASE)))
    assert device.recipient(journal) == keys.recipient
    slots.write(journal, slots.PASSPHRASE, keys, PASSPHRASE)
    assert unlocking.unlock(journal, Ways(ask=Typing(PASSPHRASE))) == keys
