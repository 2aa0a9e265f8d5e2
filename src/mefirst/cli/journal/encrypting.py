"""`journal encrypt`, `decrypt`, `passwd`, `rekey`: whether a journal is sealed, and what opens it."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from mefirst.cli.context import Context
from mefirst.cli.journal.handing import hand_over, new_passphrase
from mefirst.cli.options import JournalName, Now, Yes
from mefirst.cli.progress import Progress
from mefirst.errors import CannotWrite
from mefirst.journal import backup
from mefirst.journal.store import Journal
from mefirst.render.words import counted
from mefirst.text import safe
from mefirst.vault.refusals import NotEncrypted

if TYPE_CHECKING:
    from mefirst.vault.conversion import Converted
    from mefirst.vault.slots import Keys

_MOST_NAMED = 10

NewHistory = Annotated[
    bool,
    typer.Option("--new-history", help="Throw the journal's git history away and begin a fresh one."),
]
PassphraseCommand = Annotated[
    str | None,
    typer.Option(
        "--passphrase-command", help="Take the new passphrase from what this prints.", metavar="COMMAND"
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("encrypt", epilog="Example: mefirst journal encrypt")(encrypt_journal)
    app.command("decrypt", epilog="Example: mefirst journal decrypt")(decrypt_journal)
    app.command("passwd", epilog="Examples: mefirst journal passwd, mefirst journal passwd --key-store")(
        change_passphrase
    )
    app.command("rekey", epilog="Example: mefirst journal rekey")(rekey_journal)


def encrypt_journal(
    *,
    passphrase_command: PassphraseCommand = None,
    new_history: NewHistory = False,
    yes: Yes = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Lock a journal: your passphrase opens it then, or the recovery key that is shown once, for paper.

    Whoever lost both cannot open it, and nobody can help. To add to it takes no passphrase. Backups made before stay
    as they are. Given again, it ends a run that was interrupted.
    """
    context = Context(now)
    encrypt(
        context,
        context.open_journal(journal),
        passphrase_command,
        new_history=new_history,
        yes=yes,
    )
    return 0


def encrypt(
    context: Context, journal: Journal, passphrase_command: str | None, *, new_history: bool, yes: bool
) -> None:
    """Encrypt an open journal, or end what was begun of it."""
    from mefirst.vault import age, conversion, device, unlocking  # noqa: PLC0415 few journals are encrypted
    from mefirst.vault.slots import Keys  # noqa: PLC0415 likewise

    if journal.is_encrypted() and device.ongoing(journal) is None:
        context.note(f"The journal {journal.name} is encrypted already.")
        return
    conversion.begin(journal, new_history=new_history)
    if journal.is_encrypted():
        keys, passphrase = unlocking.passphrase(journal, context.ways_to_unlock())
        context.note("Going on where it was interrupted.")
    else:
        passphrase = new_passphrase(context, journal, passphrase_command or _command(context))
        keys = Keys(age.new_identity())
        hand_over(context, keys, yes=yes)
    with _going_on(context, "encrypt"), Progress(context.console, "Encrypting") as progress:
        done = conversion.encrypt(journal, keys, passphrase, progress.at, new_history=new_history)
    context.note(f"Encrypted: {counted(done.files, 'file')}, each opened again before its plain text went.")
    _tell_left(context, done)
    last = backup.last(journal)
    if last:
        context.note(f"Backups made before are plain text still, such as {safe(last.path)}")
    if new_history:
        _tell_history(context)


def _command(context: Context) -> str | None:
    """Return the command that is to open the journal from now on, where nobody is there to choose a passphrase."""
    return None if context.interactive else context.ways_to_unlock().command


def decrypt_journal(
    *,
    new_history: NewHistory = False,
    yes: Yes = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Take the encryption off: whoever can read the files can read your words again."""
    from mefirst.vault import conversion  # noqa: PLC0415 few journals are encrypted

    context = Context(now)
    opened = context.open_journal(journal)
    keys = None
    if conversion.may_decrypt(opened, new_history=new_history):
        keys, _ = _opened(context, opened)
    if not yes and not context.confirm("Keep it as plain text from now on?", "--yes"):
        context.note("It stays encrypted.")
        return 0
    with _going_on(context, "decrypt"), Progress(context.console, "Decrypting") as progress:
        done = conversion.decrypt(opened, keys, progress.at, new_history=new_history)
    context.note(f"Decrypted: {counted(done.files, 'file')}. They are plain text now.")
    _tell_left(context, done)
    return 0


def change_passphrase(
    *,
    passphrase_command: PassphraseCommand = None,
    key_store: Annotated[
        bool | None,
        typer.Option(
            "--key-store/--no-key-store",
            help="Let the key store of this device open it, or no longer.",
            show_default=False,
        ),
    ] = None,
    accept_key: Annotated[
        bool, typer.Option("--accept-key", help="Take the key that is there now for the right one, here.")
    ] = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Change the passphrase. Forgotten? Type the recovery key instead of it.

    What the old one opened before, such as a backup, it still opens; mefirst journal rekey makes a new key.
    """
    from mefirst.vault import device, keystore, slots, unlocking  # noqa: PLC0415 few journals are encrypted

    context = Context(now)
    opened = _encrypted(context, journal)
    if key_store is False:
        kept = keystore.forget(opened)
        context.note("The key store no longer opens it." if kept else "The key store did not open it.")
        return 0
    if accept_key:
        keys, _ = unlocking.passphrase(opened, context.ways_to_unlock())
        device.forget(opened)
        device.learn(opened, keys)
        context.note("This device seals to that key from now on.")
        return 0
    keys, _ = _opened(context, opened)
    if key_store:
        keystore.keep(opened, keys)
        context.note("The key store of this device opens it now: so does whoever uses your account here.")
        return 0
    passphrase = new_passphrase(context, opened, passphrase_command)
    with opened.alone():
        slots.keep(opened, keys, passphrase)
        unlocking.opened_by(opened, passphrase)
    context.note("The passphrase is changed.")
    return 0


def rekey_journal(
    *,
    passphrase_command: PassphraseCommand = None,
    new_history: NewHistory = False,
    yes: Yes = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Give it a new key, and seal every record anew: for when the old key may be in other hands.

    What others copied before stays open to them. Given again, it ends a run that was interrupted.
    """
    from mefirst.vault import age, conversion, unlocking  # noqa: PLC0415 few journals are encrypted

    context = Context(now)
    opened = _encrypted(context, journal)
    conversion.may_rekey(opened, new_history=new_history)
    keys, passphrase = _opened(context, opened)
    if passphrase_command or unlocking.is_recovery_key(passphrase):
        passphrase = new_passphrase(context, opened, passphrase_command)
    if keys.leaving:
        context.note("Going on where it was interrupted.")
    else:
        keys = keys.replaced_by(age.new_identity())
        hand_over(context, keys, yes=yes)
    with _going_on(context, "rekey"), Progress(context.console, "Sealing anew") as progress:
        done = conversion.rekey(opened, keys, passphrase, progress.at, new_history=new_history)
    context.note(
        f"Sealed anew: {counted(done.files, 'file')}. The recovery key from before opens none of them."
    )
    context.note("On your other devices mefirst asks for the passphrase once, and learns the new key.")
    _tell_left(context, done)
    if new_history:
        _tell_history(context)
    return 0


@contextlib.contextmanager
def _going_on(context: Context, command: str) -> Iterator[None]:
    """Say what an interruption leaves, and how it is ended."""
    said = f"It opens as before. mefirst journal {command} goes on where this stopped."
    try:
        yield
    except KeyboardInterrupt:
        context.note(said)
        raise
    except CannotWrite as problem:
        reason = problem.what.removeprefix("Not saved: ").removesuffix(".")
        raise CannotWrite(problem.why, reason, said) from problem


def _encrypted(context: Context, name: str) -> Journal:
    journal = context.open_journal(name)
    if not journal.is_encrypted():
        raise NotEncrypted(name)
    return journal


def _opened(context: Context, journal: Journal) -> tuple["Keys", str]:
    """Return the keys, and the passphrase or the recovery key that opened them; KeysReplaced."""
    from mefirst.vault import device, unlocking  # noqa: PLC0415 few journals are encrypted

    keys, typed = unlocking.passphrase(journal, context.ways_to_unlock())
    device.learn(journal, keys)
    return keys, typed


def _tell_left(context: Context, done: "Converted") -> None:
    for one in done.left[:_MOST_NAMED]:
        context.note(f"Left as it is: {safe(one)}")
    if len(done.left) > _MOST_NAMED:
        context.note(f"and {len(done.left) - _MOST_NAMED} more: mefirst journal check names them.")
    for one in done.aside[:_MOST_NAMED]:
        context.note(f"Put aside, not believed: {safe(one)}")
    if len(done.aside) > _MOST_NAMED:
        context.note(f"and {len(done.aside) - _MOST_NAMED} more beside them.")


def _tell_history(context: Context) -> None:
    context.note("The git history begins anew, without a remote.")
    context.note("Every remote and clone holds the old one: delete them yourself.")
