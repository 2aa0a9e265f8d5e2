"""What a command works with: the clock, the settings, the journal, the streams. Constructed here alone."""

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mefirst import settings
from mefirst.cli.main import OutputRefused, ReaderGone
from mefirst.errors import DAMAGED, AnswerMissing, BadDate, BadNow, JournalLocked, UsageProblem
from mefirst.journal.store import Damaged, Journal, Reading
from mefirst.model.entry import Entry
from mefirst.model.period import Period
from mefirst.paths import Paths, find_paths
from mefirst.settings import Settings
from mefirst.speech import ENGLISH, Speech, chain, is_spoken, speech_in, wanted_languages
from mefirst.terminal.console import Console, paper
from mefirst.text import Canvas, hang, safe, safe_lines

if TYPE_CHECKING:
    from mefirst.interview.prompter import Prompter
    from mefirst.journal.codec import Codec
    from mefirst.journal.drafts import Drafts
    from mefirst.packs.reader import LoadedPack
    from mefirst.sharing.keys import Relationships
    from mefirst.vault.slots import Keys
    from mefirst.vault.unlocking import Ways

RECENT = timedelta(days=60)
"""How far back open entries are looked for: what is older is found by `list all --state awaiting-impact`."""

PRACTICED = 3
"""After so many sessions the help hides behind `?`."""

_TIME_OF_DAY = re.compile(r"\d[T ]\d")
_JOURNAL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Context:
    """The surroundings of one command. `now` is the present moment, `lang` a language tag, unless they were given."""

    def __init__(
        self,
        now: str | None = None,
        *,
        plain: bool = False,
        lang: str | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self.now = _moment(now)
        self._plain = plain
        if lang is not None and not chain(lang):
            raise UsageProblem(f"'{lang}' is no language tag.", hint="Write it like de or pt-BR.")
        self._lang = lang
        self._environment = environment
        self.unlocks: Literal["asking", "quietly", "never"] = "asking"
        self._codecs: dict[str, Codec] = {}
        self.console = Console()

    @cached_property
    def paths(self) -> Paths:
        """Where things are kept."""
        return find_paths(self._environment)

    @cached_property
    def settings(self) -> Settings:
        """What the owner chose."""
        return settings.load(self.paths.settings)

    @cached_property
    def today(self) -> date:
        """The day that is going on."""
        return self.day_of(self.now)

    @property
    def plain(self) -> bool:
        """Whether everything is plain: asked for, set in the environment or in the settings."""
        return self._plain or bool(self._environment.get("MEFIRST_PLAIN")) or self.settings.plain

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages wanted, the most wanted first: as asked for, else as set, else as the environment says."""
        asked = self._lang or self.settings.language
        return chain(asked) if asked else wanted_languages(self._environment)

    @cached_property
    def say(self) -> Speech:
        """What a session says, in the language wanted. Reports, errors and help are English."""
        if self._lang:
            self.note_unspoken(self._lang)
        return speech_in(self.languages)

    def note_unspoken(self, tag: str) -> None:
        """Say what a language that sessions do not speak is good for; nothing of one they do."""
        if not is_spoken(tag):
            self.note(
                f"Sessions do not speak {tag}: they are in English, a pack in {tag} where it is translated."
            )

    @property
    def lines_only(self) -> bool:
        """Whether a session is led in lines: where everything is plain, or the terminal can do no more."""
        return self.plain or self._environment.get("TERM", "dumb") == "dumb"

    @property
    def interactive(self) -> bool:
        """Whether somebody can be asked."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def day_of(self, moment: datetime) -> date:
        """Return the day here that a moment belongs to: the small hours count to the day before."""
        return (moment.astimezone(self.now.tzinfo) - self.settings.small_hours).date()

    def period(self, typed: str) -> Period:
        """Read a PERIOD as of today."""
        return Period.parse(typed, self.today)

    def day(self, typed: str | None) -> date:
        """Read the day to reflect on, today unless given; BadDate for none, or one to come."""
        if typed is None or typed == "today":
            return self.today
        if typed == "yesterday":
            return self.today - timedelta(days=1)
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            raise BadDate(typed) from None
        if day > self.today:
            raise BadDate(typed, f"It lies in the future; today is {self.today}.")
        return day

    def open_journal(self, name: str, *, create: bool = False) -> Journal:
        """Open the journal called `name`; only commands that write may begin one."""
        opened = Journal.create if create else Journal.open
        return opened(name, self.journal_root(name), self.paths.state, self.sealed)

    def sealed(self, journal: Journal) -> "Codec":
        """Return the codec of an encrypted journal; it is unlocked once, at the first need."""
        if journal.key not in self._codecs:
            from mefirst.vault import device  # noqa: PLC0415 few journals are encrypted
            from mefirst.vault.sealed import Sealed  # noqa: PLC0415 likewise

            ongoing = device.ongoing(journal)
            if ongoing and self.unlocks != "never":
                self.note(
                    f"Half of it may be plain text: mefirst journal {ongoing} was interrupted, and ends it."
                )
            self._codecs[journal.key] = Sealed(
                device.recipient(journal), lambda: self._unlock(journal), plain_too=ongoing is not None
            )
        return self._codecs[journal.key]

    def _unlock(self, journal: Journal) -> "Keys":
        from mefirst.vault.unlocking import unlock  # noqa: PLC0415 few journals are encrypted

        if self.unlocks == "never":
            raise JournalLocked(journal.name)
        keys = unlock(journal, self.ways_to_unlock())
        if keys.leaving:
            self.note(
                "Some of it is sealed with the old key still: mefirst journal rekey was interrupted, and ends it."
            )
        return keys

    def ways_to_unlock(self) -> "Ways":
        """Return how an encrypted journal may be opened here: nobody is asked who is not there, or not wanted."""
        from mefirst.terminal.unseen import ask_secret, unseen  # noqa: PLC0415 few journals are encrypted
        from mefirst.vault.unlocking import Ways  # noqa: PLC0415 likewise

        command = self._environment.get("MEFIRST_UNLOCK_COMMAND") or self.settings.unlock_command
        asks = self.unlocks == "asking" and self.interactive
        return Ways(command, ask_secret if asks else None, unseen)

    def is_readable(self, journal: Journal) -> bool:
        """Whether a journal can be read, having unlocked it where it is encrypted; False where it is locked."""
        try:
            journal.codec.ready()
        except JournalLocked:
            return False
        return True

    def journal_root(self, name: str) -> Path:
        """Return the folder of the journal called `name`: where the settings put it, else among the others."""
        if not _JOURNAL_NAME.fullmatch(name):
            raise UsageProblem(
                f"'{name}' cannot be the name of a journal.", "Letters, digits, . _ - make a name."
            )
        return settings.journal_places(self.paths.settings).get(name) or self.paths.journal(name)

    def drafts(self, journal: Journal) -> "Drafts":
        """The drafts of a journal on this device."""
        from mefirst.journal.drafts import Drafts  # noqa: PLC0415 reading needs none

        return Drafts(journal.state, codec=journal.codec)

    def edits(self, journal: Journal) -> "Drafts":
        """The texts of entries that were being edited on this device, each under the id of its entry."""
        from mefirst.journal.drafts import Drafts  # noqa: PLC0415 reading needs none

        return Drafts(journal.state, "edits", journal.codec)

    def relationships(self, journal: Journal) -> "Relationships":
        """The keys exchanged with partners, on this device alone, each under the id of the partner."""
        from mefirst.journal.drafts import Drafts  # noqa: PLC0415 only where something is shared
        from mefirst.sharing.keys import Relationships  # noqa: PLC0415 as above

        return Relationships(Drafts(journal.state, "relationships", journal.codec), journal.state / "tmp")

    def recent(self, journal: Journal) -> Reading[Entry]:
        """Read the entries in which something may still be open."""
        return journal.read(Entry, self.today - RECENT, None)

    def prompter(
        self, say: Speech, *, brief: bool = False, about: Mapping[str, Any] | None = None
    ) -> "Prompter":
        """Return who asks: lines only where that is wanted or all the terminal can do, else with keys.

        `about` says what a text left in the editor by a crash belongs to.
        """
        about = self.about(**(about or {}))
        editor = self.settings.editor
        if self.lines_only:
            from mefirst.terminal.plain import PlainPrompter  # noqa: PLC0415 one of the two is needed

            return PlainPrompter(self.console, say=say, editor=editor, brief=brief, about=about)
        from mefirst.terminal.full import FullPrompter  # noqa: PLC0415 one of the two is needed

        return FullPrompter(self.console, say=say, editor=editor, brief=brief, about=about)

    def about(self, **more: Any) -> dict[str, Any]:
        """Return what a text in the editor belongs to: this home, and what `more` says."""
        return {"state": str(self.paths.state), **more}

    def format(self, asked: str | None) -> str:
        """Return the format to print in: as asked, else plain where everything is plain, else a table."""
        return asked or ("plain" if self.plain else "table")

    def canvas(self, output: Path | None) -> Canvas:
        """Return what output may use: that of stdout, or of a file."""
        return self.console.canvas if output is None else paper(self._environment)

    def show(self, text: str, *, kind: Literal["text", "lines", "document"] = "text", done: str = "") -> None:
        """Print what was asked for; ReaderGone where nobody reads it any more, OutputRefused where it fails.

        `lines` are broken at blanks where a terminal would break words. `done` says what has been done already,
        for whoever does not get to read `text`.
        """
        try:
            if kind == "document":
                self.console.document(text)
            elif kind == "lines" and sys.stdout.isatty():
                width = self.console.canvas.width
                self.console.data("\n".join(part for line in text.split("\n") for part in hang(line, width)))
            else:
                self.console.data(text)
        except BrokenPipeError:
            raise ReaderGone from None
        except OSError as problem:
            raise OutputRefused(problem.strerror or str(problem), done) from None

    def note(self, text: str) -> None:
        """Say something beside the data, on stderr; broken at blanks where a terminal would break words."""
        canvas = self.console.error_canvas
        for line in hang(text, canvas.width) if sys.stderr.isatty() else [text]:
            self.console.note(canvas.signs(line))

    def show_document(
        self, schema: str, body: Mapping[str, object], journal: str = "", damaged: Sequence[str] = ()
    ) -> None:
        """Print a JSON document that is about no record of a journal, or with `journal` missing about none at all."""
        from mefirst.render import document  # noqa: PLC0415 only where it is asked for

        head = document.head(schema, document.Origin(self.now, journal, damaged))
        self.show(document.dumps({**head, "journal": journal or None, **body}), kind="document")

    def confirm(self, question: str, flag: str) -> bool:
        """Ask yes or no; nobody there is an error that names the flag."""
        from mefirst.cli.asking import ask_field  # noqa: PLC0415 it needs this module
        from mefirst.interview.fields import Field  # noqa: PLC0415 only where something is asked

        if not self.interactive:
            raise AnswerMissing([question], f"Look first, then say {flag}.")
        sure = Field(key="sure", kind="yes_no", ask=question, default=False)
        return bool(ask_field(self.prompter(ENGLISH, brief=True), sure, ENGLISH))

    def spoken(self, files: Mapping[str, bytes]) -> "LoadedPack":
        """Return a pack in the language wanted, as far as it has a translation."""
        from mefirst.packs.library import speaking  # noqa: PLC0415 only where a pack is asked

        return speaking(files, self.languages)

    def rescue(self, written: Iterable[str]) -> None:
        """Print what could not be saved, so that nobody has to write it again."""
        lines = [line for text in written for line in safe_lines(text)]
        for line in (
            ("What you wrote, so that it is not lost:", *(f"  {line}" for line in lines)) if lines else ()
        ):
            self.note(line)

    def damaged(self, damaged: Sequence[Damaged]) -> int:
        """Name what could not be read and return the exit code that says so; 0 where all could."""
        for one in damaged:
            self.note(f"Damaged: {safe(one.name)} ({safe(one.why)}). The rest was read.")
        return DAMAGED if damaged else 0


def _moment(typed: str | None) -> datetime:
    if typed is None:
        return datetime.now().astimezone()
    try:
        moment = datetime.fromisoformat(typed)
        moment = moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError):
        raise BadNow(typed) from None
    if not MINYEAR < moment.year < MAXYEAR:  # room to count days back and forth
        raise BadNow(typed)
    if not _TIME_OF_DAY.search(typed):  # a day alone would be its midnight, which counts to the day before
        raise BadNow(typed)
    return moment
