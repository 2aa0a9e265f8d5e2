"""The few settings, in a file people may edit: read with the standard library, changed a line at a time."""

import contextlib
import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from mefirst.errors import CannotWrite, SettingsUnreadable, UnknownChoice, UsageProblem
from mefirst.speech import chain

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_HALF = re.compile("[\ud800-\udfff]")
"""What bytes of the command line that are no text come as."""
_YES = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


class _Refused(Exception):
    """A value of the wrong kind; the argument says what would fit."""


def _time(value: Any) -> str:
    if isinstance(value, str) and (match := _TIME.fullmatch(value)):
        return f"{int(match[1]):02}:{match[2]}"
    raise _Refused("a time such as 04:00")


def _switch(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in _YES:
        return _YES[value.casefold()]
    raise _Refused("yes or no")


def _word(value: Any) -> str:
    if isinstance(value, str) and value.strip():
        if _HALF.search(value):
            raise _Refused("text in UTF-8; some of these bytes are none")
        return value
    raise _Refused("a word")


def _language(value: Any) -> str:
    if isinstance(value, str) and chain(value):
        return value
    raise _Refused("a language tag such as de or pt-BR")


class Settings(NamedTuple):
    """What the owner chose.

    `day_ends` HH:MM: the small hours before it count to the day before. `plain`: lines only, everywhere.
    `language`: of sessions and their packs, such as `de`; without it the environment decides.
    `editor`: the command for long answers. `then_and_now`: whether a report shows two moments
    side by side every 13 weeks. `unlock_command`: what prints the passphrase of an encrypted journal.
    """

    day_ends: str = "04:00"
    plain: bool = False
    language: str | None = None
    editor: str | None = None
    then_and_now: bool = True
    unlock_command: str | None = None

    @property
    def small_hours(self) -> timedelta:
        """How long after midnight the day before still lasts."""
        hours, minutes = self.day_ends.split(":")
        return timedelta(hours=int(hours), minutes=int(minutes))


_READERS: dict[str, Callable[[Any], Any]] = {
    "day_ends": _time,
    "plain": _switch,
    "language": _language,
    "editor": _word,
    "then_and_now": _switch,
    "unlock_command": _word,
}
NAMES = Settings._fields


def read_value(name: str, typed: Any) -> Any:
    """Read one setting from what was typed; UsageProblem says what would fit."""
    if name not in _READERS:
        raise UnknownChoice("setting", name, NAMES)
    try:
        return _READERS[name](typed)
    except _Refused as expected:
        raise UsageProblem(f"'{typed}' is no value for '{name}'.", f"It takes {expected}.") from None


def load(path: Path) -> Settings:
    """Read the settings; a missing file means the defaults, unknown lines are left alone."""
    document = _document(path)
    try:
        return Settings(**{name: read_value(name, document[name]) for name in NAMES if name in document})
    except UsageProblem as problem:
        raise SettingsUnreadable(str(path), " ".join(problem.lines())) from None


def _document(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    import tomllib  # noqa: PLC0415 most people never change a setting

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        raise SettingsUnreadable(str(path), str(problem)) from None


def journal_places(path: Path) -> dict[str, Path]:
    """Return the journals that are kept elsewhere: the folder of each, by its name."""
    listed = _document(path).get("journals", {})
    if not isinstance(listed, dict) or not all(isinstance(folder, str) for folder in listed.values()):
        raise SettingsUnreadable(str(path), '[journals] holds lines of the form: name = "folder"')
    return {name: Path(folder).expanduser() for name, folder in listed.items()}


def place_journal(path: Path, name: str, folder: Path) -> None:
    """Note that a journal is kept in `folder`."""

    def note(document: Any) -> None:
        if "journals" not in document:
            document["journals"] = {}
        document["journals"][name] = str(folder)

    _rewrite(path, note)


def change(path: Path, name: str, value: Any) -> None:
    """Write one setting, or with None take it out; the owner's other lines and comments stay."""

    def set_it(document: Any) -> None:
        if value is None:
            document.pop(name, None)
        else:
            document[name] = value

    _rewrite(path, set_it)


def _rewrite(path: Path, edit: Callable[[Any], None]) -> None:
    """Change the file by `edit`.

    Where it is a link, such as into a folder of dotfiles, it stays one: what it leads to is written.
    """
    import tomlkit
    import tomlkit.exceptions

    try:
        document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    except (tomlkit.exceptions.ParseError, UnicodeDecodeError, OSError) as problem:
        raise SettingsUnreadable(str(path), str(problem)) from None
    edit(document)
    target = Path(os.path.realpath(path))
    temporary = target.with_suffix(".tmp")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary.touch(mode=0o600)
        temporary.write_text(tomlkit.dumps(document), "utf-8")
        temporary.replace(target)
    except OSError as problem:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise CannotWrite(str(path), os.strerror(problem.errno or 0)) from None
