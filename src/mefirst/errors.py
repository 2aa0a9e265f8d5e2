"""Every expected failure: what happened, why, what to do next, and the exit code.

An error takes values; its class turns them into words, so that one place holds the wording.
"""

from collections.abc import Sequence
from difflib import get_close_matches

FAILED = 1
USAGE = 2
DAMAGED = 3
NOT_FOUND = 4
CONDITION_MET = 5
INTERRUPTED = 130


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the one of `known` that `word` may have been meant for, or None when none is near."""
    near = get_close_matches(word.casefold(), [name.casefold() for name in known], n=1, cutoff=0.6)
    return next(name for name in known if name.casefold() == near[0]) if near else None


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return ` Did you mean 'x'?` for the nearest of `known`, or nothing when none is near."""
    near = nearest(word, known)
    return f" Did you mean '{near}'?" if near is not None else ""


class MefirstError(Exception):
    """A failure somebody can act on: at most three lines, `what`, `why` and `hint`."""

    exit_code = FAILED

    def __init__(self, what: str, why: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.hint = hint

    def lines(self) -> list[str]:
        """The message, a fact a line, unescaped: whoever prints it passes it through `text.safe`."""
        return [line for line in (self.what, self.why, self.hint) if line]


class UsageProblem(MefirstError):
    """The command line or an answer is not of the form asked for."""

    exit_code = USAGE


class BadPeriod(UsageProblem):
    """A PERIOD that is none."""

    def __init__(self, typed: str, why: str = "") -> None:
        super().__init__(
            f"'{typed}' is not a period.",
            why,
            "Periods: today week last-week month 7d 4w 3m 2026 2026-11 2026-W48 2026-11-23 A..B all",
        )


class BadDate(UsageProblem):
    """A date that is none, or lies in the future."""

    def __init__(
        self, typed: str, why: str = "A date reads YYYY-MM-DD; today and yesterday work too."
    ) -> None:
        super().__init__(f"'{typed}' is not a day to reflect on.", why)


class BadNow(UsageProblem):
    """A `--now` that is no date and time."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"'{typed}' is not a date and time.",
            hint="Write it like 2026-11-23T18:41 or 2026-11-23T18:41+01:00.",
        )


class UnknownChoice(UsageProblem):
    """A word outside a fixed vocabulary, such as a dimension, a format or a setting."""

    def __init__(self, noun: str, typed: str, known: Sequence[str]) -> None:
        super().__init__(
            f"'{typed}' is not a {noun}.{did_you_mean(typed, known)}", hint=f"Known: {' '.join(known)}"
        )


class BadCount(UsageProblem):
    """A number of moments that is none."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"'{typed}' is not how many moments to take.",
            hint="Give a whole number from 1, -n 20, or leave -n out for all of them.",
        )


class BadCondition(UsageProblem):
    """A `--fail-on` that is no condition."""

    def __init__(self, typed: str, why: str) -> None:
        super().__init__(
            f"'{typed}' is not a condition.",
            why,
            "Write NAME OP NUMBER, in quotes: --fail-on 'backfired>=1' or 'verified.gap.trust<=-2'.",
        )


class NotAFile(UsageProblem):
    """An `--output` that is a folder."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is a folder.", hint="Name a file in it: --output FILE")


class NoFolder(MefirstError):
    """An `--output` in a folder that is not there."""

    def __init__(self, path: str, folder: str) -> None:
        super().__init__(
            f"Not written: {path}.", f"There is no folder {folder}.", "Make it, or name another file."
        )


class BadAnswer(UsageProblem):
    """An answer its question cannot take."""

    def __init__(self, question: str, why: str) -> None:
        super().__init__(f"The answer to '{question}' cannot be used.", why)


class AnswersUnreadable(UsageProblem):
    """An answers file that cannot be read as answers."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"The answers in {name} cannot be read.", why, "It holds one answer a line: question-id: answer"
        )


class FormUnreadable(UsageProblem):
    """A filled form of which no answer can be taken."""

    def __init__(self, name: str, why: str, hint: str) -> None:
        super().__init__(f"The form in {name} cannot be read.", why, hint)


class OtherForm(UsageProblem):
    """A form that is about another entry."""

    def __init__(self, about: str, handle: str) -> None:
        super().__init__(
            f"This form is about {about}, not about {handle}.", hint=f"mefirst impact {about} --form FILE"
        )


class UnknownQuestions(UsageProblem):
    """Answers to questions the pack does not ask."""

    def __init__(self, unknown: Sequence[str], pack: str, known: Sequence[str]) -> None:
        named = ", ".join(f"'{name}'" for name in unknown)
        super().__init__(
            f"The pack '{pack}' has no question {named}.{did_you_mean(unknown[0], known)}",
            hint=f"It asks: {' '.join(known)}",
        )


class AnswerMissing(UsageProblem):
    """Something has to be known and nobody is there to be asked."""

    def __init__(self, missing: Sequence[str], hint: str) -> None:
        named = ", ".join(f"'{name}'" for name in missing)
        super().__init__(
            f"An answer is needed: {named}.", "There is no terminal to ask, and it was not given.", hint
        )


class Ambiguous(UsageProblem):
    """A handle that fits several records."""

    def __init__(self, typed: str, fitting: Sequence[str]) -> None:
        super().__init__(
            f"'{typed}' fits {len(fitting)} entries: {', '.join(fitting[:6])}{' …' if len(fitting) > 6 else ''}",  # noqa: PLR2004 a line's worth
            hint="Type more of the one you mean.",
        )


class ChooseLine(UsageProblem):
    """Several effect lines fit, and which one is meant was not said."""

    def __init__(
        self,
        handle: str,
        lines: Sequence[str],
        how: str = "Say which one with --dimension, --toward or both.",
    ) -> None:
        super().__init__(f"Entry {handle} has {len(lines)} effects: {'; '.join(lines)}.", hint=how)


class NoSuchLine(UsageProblem):
    """No effect line of that dimension, and no intended value to begin one."""

    def __init__(self, handle: str, wanted: str, lines: Sequence[str]) -> None:
        super().__init__(
            f"Entry {handle} has no effect {wanted}.",
            f"It has: {'; '.join(lines)}." if lines else "It has none yet.",
            "Begin one by saying what was meant: --dimension NAME --intended N",
        )


class NotFound(MefirstError):
    """What was named is not there."""

    exit_code = NOT_FOUND


class UnknownEntry(NotFound):
    """No entry with that handle."""

    def __init__(self, typed: str, journal: str, why: str = "") -> None:
        super().__init__(
            f"There is no entry '{typed}' in the journal {journal}.",
            why,
            hint="mefirst list all shows every entry with its handle.",
        )


class NoEntryYet(NotFound):
    """`last`, before anything was written on this device."""

    def __init__(self) -> None:
        super().__init__(
            "There is no 'last': no moment was written on this device yet, or it was deleted for good.",
            hint="mefirst list all shows what is there.",
        )


class UnknownPack(NotFound):
    """No pack with that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There is no pack '{name}'.{did_you_mean(name, known)}", hint=f"Packs here: {' '.join(known)}"
        )


class NoJournal(NotFound):
    """Reading where no journal is."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(
            f"There is no journal '{name}' yet.",
            f"Looked at {path}",
            "mefirst reflect or mefirst journal init begins one; MEFIRST_HOME or --journal points elsewhere.",
        )


class NoDraft(NotFound):
    """`--resume` or `--discard` with nothing pending."""

    def __init__(self, wanted: str | None) -> None:
        which = f"'{wanted}'" if wanted else "kept"
        super().__init__(f"There is no draft {which}.", hint="mefirst reflect begins a new session.")


class DraftInUse(MefirstError):
    """Another process holds the draft."""

    def __init__(self, handle: str) -> None:
        super().__init__(
            f"The draft {handle} is open in another session.", hint="Finish it there, or close that session."
        )


class JournalDamaged(MefirstError):
    """A record, or the journal's own marker, cannot be trusted as it stands."""

    exit_code = DAMAGED
    state = "is damaged"
    way_out = "Nothing was changed. Restore it from a backup."

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {self.state}: {why}.", hint=self.way_out)


class CannotRead(JournalDamaged):
    """A file of a journal that the system does not let us read; what is in it may be whole."""

    state = "cannot be read"
    way_out = "Nothing was changed. Is the disk there, is it yours? mefirst journal check --repair mends what it can."


class FolderShut(MefirstError):
    """A folder of the journal that cannot be looked into: what lies in it is there, and not to be passed over."""

    exit_code = DAMAGED

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"{folder} cannot be looked into.",
            f"{why}.",
            "Its mode is mended by: mefirst journal check --repair",
        )
        self.folder = folder
        self.refusal = why


class MarkerDamaged(JournalDamaged):
    """What says that a folder is a journal is lost or damaged; its records are as they were."""

    way_out = "Was a restore stopped? Run it again. Else mefirst journal check --repair writes this one anew."


class JournalNewer(MefirstError):
    """Written by a later version of mefirst."""

    exit_code = DAMAGED

    def __init__(self, name: str, found: str) -> None:
        super().__init__(
            f"{name} was written by a newer mefirst ({found}).", hint="Update mefirst; nothing was changed."
        )


class CannotWrite(MefirstError):
    """The disk refused: nothing was saved."""

    def __init__(self, path: str, reason: str, kept: str = "") -> None:
        super().__init__(
            f"Not saved: {reason}.",
            path,
            kept or "Nothing in the journal was changed. Make room, or check the folder.",
        )


class DeletedForGood(CannotWrite):
    """A revision of a record that was deleted for good: it would be hidden, so it is not written."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name, "it was deleted for good", "mefirst capture or mefirst reflect begins a new entry."
        )


class JournalConverted(CannotWrite):
    """Another process encrypted or decrypted the journal while something was written."""

    def __init__(self, journal: str) -> None:
        super().__init__(
            journal, "the journal was encrypted or decrypted meanwhile", "Nothing was changed. Do it again."
        )


class Stopped(MefirstError):
    """Somebody stopped; `left` says what that leaves."""

    exit_code = INTERRUPTED

    def __init__(self, left: str = "Nothing was changed.") -> None:
        super().__init__(f"Stopped. {left}")


class JournalLocked(MefirstError):
    """An encrypted journal, and nobody who opens it; `why` where somebody tried."""

    exit_code = DAMAGED

    def __init__(self, journal: str, why: str = "") -> None:
        super().__init__(
            f"The journal {journal} is locked: in a terminal mefirst asks for its passphrase (reflect --unlock), "
            "elsewhere the setting unlock_command gives it.",
            why,
        )


class JournalReplaced(MefirstError):
    """A journal in the place of one that this device knows as encrypted; `note` is the file that says so."""

    exit_code = DAMAGED

    def __init__(self, journal: str, note: str) -> None:
        super().__init__(
            f"The journal {journal} is not the one that was encrypted in this place: its format.json is another.",
            "Who changed it may want to see what you add. Put it back from a backup.",
            f"Where you began another journal there yourself, remove {note}",
        )


class JournalBusy(MefirstError):
    """Another process does what only one may do at a time."""

    def __init__(self, journal: str) -> None:
        super().__init__(
            f"Another mefirst is deleting, mending or restoring in the journal {journal}.",
            hint="Nothing was changed. Try again when it has finished.",
        )


class NotPossible(UsageProblem):
    """A commitment that cannot become what was asked for; `possible` is what it can."""

    def __init__(self, handle: str, wanted: str, why: str, possible: Sequence[str]) -> None:
        super().__init__(
            f"{handle} cannot be {wanted}: {why}.",
            hint=f"Possible now: {', '.join(possible)}."
            if possible
            else f"Nothing is left to do with it. mefirst undo {handle} takes back its last change.",
        )


class NoTrash(UsageProblem):
    """A record beside the entries, which has no trash."""

    def __init__(self, handle: str, noun: str) -> None:
        super().__init__(
            f"{handle} is a {noun}; only moments go to the trash.",
            hint=f"To delete it for good: mefirst delete {handle} --forever",
        )


class BadArchive(UsageProblem):
    """A file that is no backup of a journal, or one that cannot be opened."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"{path} is no backup that can be read.", f"{why}.", "mefirst journal backup writes one."
        )


class ArchiveDamaged(MefirstError):
    """A backup that does not read back as it was written."""

    exit_code = DAMAGED

    def __init__(self, path: str, member: str) -> None:
        super().__init__(
            f"The backup does not read back as it was written: {member}.",
            path,
            "It was removed; the journal is as it was. Is the disk failing?",
        )


class EditorFailed(MefirstError):
    """The editor could not be used."""

    def __init__(self, name: str, why: str, kept: str = "") -> None:
        super().__init__(
            f"The editor '{name}' could not be used.",
            why,
            kept or "Set another: mefirst config editor NAME. Without one: --set FIELD=VALUE",
        )


class TextKept(UsageProblem):
    """An edited text that is no entry any more: kept, and not saved into the journal."""

    def __init__(self, why: str, path: str, handle: str) -> None:
        super().__init__(
            f"Not saved: {why}",
            f"Your text is kept in {path}",
            f"mefirst edit {handle} goes on with it; --discard throws it away.",
        )


class KeptUnreadable(MefirstError):
    """A kept text that cannot be read any more."""

    exit_code = DAMAGED

    def __init__(self, path: str, why: str, handle: str) -> None:
        super().__init__(
            f"The text kept of entry {handle} cannot be read: {why}.",
            path,
            f"mefirst edit {handle} --discard throws it away; the entry is as it was.",
        )


class SeveralHeads(MefirstError):
    """An entry two devices changed, and what is asked for needs one last change."""

    def __init__(self, handle: str) -> None:
        super().__init__(
            f"Entry {handle} was changed on two devices, so there is no one last change to take back.",
            hint=f"mefirst edit {handle} writes what you make of both; mefirst show {handle} --history shows them.",
        )


class MovedOn(MefirstError):
    """An entry in the trash because it was moved to another day, where it is still."""

    def __init__(self, handle: str, before: str, new: str, day: str) -> None:
        super().__init__(
            f"Entry {handle} was moved to {day}: it is {new} now.",
            "Taken out of the trash, it would stand at both days.",
            f"mefirst edit {new} --on {before} moves it back.",
        )


class NothingBefore(MefirstError):
    """An earlier revision that is asked for, and is not there any more."""

    exit_code = DAMAGED

    def __init__(self, handle: str) -> None:
        super().__init__(
            f"What entry {handle} was before its last change is not there any more.",
            hint="Nothing was changed. Restore it from a backup: mefirst journal restore",
        )


class NothingToUndo(UsageProblem):
    """A record beside the entries as it was first written."""

    def __init__(self, handle: str) -> None:
        super().__init__(
            f"{handle} was not changed since it was written, and goes to no trash.",
            hint=f"To delete it for good: mefirst delete {handle} --forever",
        )


class UnknownCommitment(NotFound):
    """No promise with that handle, or none at all."""

    def __init__(self, typed: str, journal: str, why: str = "") -> None:
        super().__init__(
            f"There is no promise '{typed}' in the journal {journal}."
            if typed
            else f"There is no such promise in the journal {journal}.",
            why,
            "mefirst commitment list --all shows every one with its handle.",
        )


class ChooseCommitment(UsageProblem):
    """Several promises it could be about, and which one was not said."""

    def __init__(self, handles: Sequence[str]) -> None:
        super().__init__(
            f"Which promise? {len(handles)} are open: {' '.join(handles[:6])}{' …' if len(handles) > 6 else ''}",  # noqa: PLR2004 a line's worth
            hint="Name one by its handle; mefirst commitment list shows them.",
        )


class PackProblems(UsageProblem):
    """A pack that cannot be used; each problem is a located line."""

    def __init__(self, name: str, located: Sequence[str]) -> None:
        more = f"and {len(located) - 1} more" if len(located) > 1 else ""
        super().__init__(f"The pack {name} cannot be used:", located[0], more)
        self.located = tuple(located)


class SettingsUnreadable(UsageProblem):
    """config.toml is no TOML, or holds a value of another kind."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"The settings in {path} cannot be read.", why, "Mend that line, or remove the file."
        )
