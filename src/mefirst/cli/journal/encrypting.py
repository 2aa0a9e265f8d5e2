"""`journal encrypt`, `decrypt`, `passwd`, `rekey`: whether a journal is sealed, and what opens it."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mefirst.cli.context import Context
from mefirst.cli.options import JournalName, Now, Yes
from mefirst.cli.progress import Progress
from mefirst.errors import AnswerMissing, JournalLocked, NotEncrypted, UsageProblem, WrongPassphrase
from mefirst.journal import backup
from mefirst.journal.store import Journal
from mefirst.render.words import counted
from mefirst.terminal.unseen import ask_line, ask_secret
from mefirst.text import safe

if TYPE_CHECKING:
    from mefirst.vault.conversion import Converted
    from mefirst.vault.slots import Keys

_SHORT = 12
_TRIES = 3
_LAST = 6
"""How many of the last characters of a recovery key are typed, to show that it is on paper."""

_GROUP, _GROUPS = 4, 8
"""How a recovery key is shown for paper: so many characters a group, so many groups a line."""

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
    """Seal a journal: only your passphrase opens it then, or the recovery key that is shown once, for paper.

    To add to it takes no passphrase. Given again, it ends a run that was interrupted.
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
        passphrase = _new_passphrase(context, journal, passphrase_command)
        keys = Keys(age.new_identity())
        _hand_over(context, keys, yes=yes)
    with Progress(context.console, "Encrypting") as progress:
        done = conversion.encrypt(journal, keys, passphrase, progress.at, new_history=new_history)
    context.note(f"Encrypted: {counted(done.files, 'file')}, each opened again before its plain text went.")
    _tell_left(context, done)
    last = backup.last(journal)
    if last:
        context.note(f"Backups made before are plain text still, such as {safe(last.path)}")
    if new_history:
        _tell_history(context)


def decrypt_journal(
    *,
    new_history: NewHistory = False,
    yes: Yes = False,
    journal: JournalName = "default",
    now: Now = None,
) -> int:
    """Take the encryption off: whoever can read the files can read your words again."""
    from mefirst.vault import conversion, unlocking  # noqa: PLC0415 few journals are encrypted

    context = Context(now)
    opened = context.open_journal(journal)
    keys = None
    if conversion.may_decrypt(opened, new_history=new_history):
        keys, _ = unlocking.passphrase(opened, context.ways_to_unlock())
    if not yes and not context.confirm("Keep it as plain text from now on?", "--yes"):
        context.note("It stays encrypted.")
        return 0
    with Progress(context.console, "Decrypting") as progress:
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
    keys, _ = _opened(context, opened)
    if key_store:
        keystore.keep(opened, keys)
        context.note("The key store of this device opens it now: so does whoever uses your account here.")
        return 0
    passphrase = _new_passphrase(context, opened, passphrase_command)
    with opened.alone():
        slots.write(opened, slots.PASSPHRASE, keys, passphrase)
        unlocking.opened_by(opened, passphrase)
        device.learn(opened, keys)
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
    if unlocking.is_recovery_key(passphrase):
        passphrase = _new_passphrase(context, opened, passphrase_command)
    if keys.leaving:
        context.note("Going on where it was interrupted.")
    else:
        keys = keys.replaced_by(age.new_identity())
        _hand_over(context, keys, yes=yes)
    with Progress(context.console, "Sealing anew") as progress:
        done = conversion.rekey(opened, keys, passphrase, progress.at, new_history=new_history)
    context.note(
        f"Sealed anew: {counted(done.files, 'file')}. The recovery key from before opens none of them."
    )
    context.note("On your other devices mefirst asks for the passphrase once, and learns the new key.")
    _tell_left(context, done)
    if new_history:
        _tell_history(context)
    return 0


def _encrypted(context: Context, name: str) -> Journal:
    journal = context.open_journal(name)
    if not journal.is_encrypted():
        raise NotEncrypted(name)
    return journal


def _opened(context: Context, journal: Journal) -> tuple["Keys", str]:
    """Return the keys, and the passphrase or the recovery key that opened them; the command may be out of date."""
    from mefirst.vault import unlocking  # noqa: PLC0415 few journals are encrypted

    ways = context.ways_to_unlock()
    try:
        keys, typed = unlocking.passphrase(journal, ways)
    except (JournalLocked, WrongPassphrase):
        if not ways.command or ways.ask is None:
            raise
        context.note("unlock_command does not open it.")
        keys, typed = unlocking.passphrase(journal, ways._replace(command=None))
    return keys, typed


def _new_passphrase(context: Context, journal: Journal, command: str | None) -> str:
    """Return a new passphrase: what a command prints, else what somebody types twice."""
    from mefirst.vault import unlocking  # noqa: PLC0415 few journals are encrypted

    command = command or (None if context.interactive else context.ways_to_unlock().command)
    if command:
        return unlocking.printed(journal, command)
    if not context.interactive:
        raise AnswerMissing(
            ["passphrase"], "Name a command that prints it: --passphrase-command, or unlock_command."
        )
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


def _hand_over(context: Context, keys: "Keys", *, yes: bool) -> None:
    """Show the recovery key, once, and go on when its end was typed from paper."""
    context.note(
        "The recovery key. It opens everything without the passphrase, also where there is no mefirst:"
    )
    context.note("")
    context.show(_for_paper(keys.current) if sys.stdout.isatty() else keys.current)
    context.note("")
    if yes:
        return
    if not context.interactive:
        raise AnswerMissing([f"the last {_LAST} characters of the recovery key"], "Keep it, then say --yes.")
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


def _tell_left(context: Context, done: "Converted") -> None:
    for one in done.left[:_MOST_NAMED]:
        context.note(f"Left as it is: {safe(one)}")
    if len(done.left) > _MOST_NAMED:
        context.note(f"and {len(done.left) - _MOST_NAMED} more: mefirst journal check names them.")


def _tell_history(context: Context) -> None:
    context.note("The git history begins anew, without a remote.")
    context.note("Every remote and clone holds the old one: delete them yourself.")
