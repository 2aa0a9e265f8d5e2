"""The language of a session. English stands in the code; what else is spoken comes from a gettext catalogue.

A sentence is written where it is said, `say("Enter skips.")`; one that is kept in a table until then is
`marked`. Both are collected into `locale/TAG/LC_MESSAGES/mefirst.po`, and the tests hold that it is complete.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gettext import NullTranslations

SOURCE = "en"
CATALOGUES = ("de",)
"""The languages spoken besides the one of the code."""

LOCALE = Path(__file__).parent / "locale"

_TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"
_REGION, _SCRIPT = 2, 4  # the lengths by which the parts of a tag are told apart
_NO_LANGUAGE = {"C", "POSIX"}


class Speech(NamedTuple):
    """One language to say things in; without a catalogue they are said as they stand in the code."""

    language: str = SOURCE
    catalogue: "NullTranslations | None" = None

    def __call__(self, message: str, /, **values: object) -> str:
        """Return `message` in this language, with `values` in the places it names in braces."""
        said = self.catalogue.gettext(message) if self.catalogue else message
        return said.format_map(values) if values else said

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Return the one of two messages that fits `count`; for the rest as a call."""
        fitting = one if count == 1 else many
        said = self.catalogue.ngettext(one, many, count) if self.catalogue else fitting
        return said.format_map(values)


ENGLISH = Speech()


def marked(message: str) -> str:
    """Return `message` as it is: one that is said later, by a `Speech`."""
    return message


def speech_in(wanted: Iterable[str]) -> Speech:
    """Return the speech for the first of `wanted` (language tags) that is spoken, else English."""
    language = choose(CATALOGUES, SOURCE, wanted)
    if language == SOURCE:
        return ENGLISH
    from gettext import GNUTranslations  # noqa: PLC0415 English needs none

    path = LOCALE / language.replace("-", "_") / "LC_MESSAGES" / "mefirst.mo"
    with path.open("rb") as catalogue:
        return Speech(language, GNUTranslations(catalogue))


def is_tag(typed: str) -> bool:
    """Whether `typed` is a language tag as we write them, such as `de` or `pt-BR`."""
    return bool(re.fullmatch(_TAG, typed)) and typed.partition("-")[0].islower()


def chain(tag: str) -> tuple[str, ...]:
    """Return a language tag and the wider ones behind it: pt-BR, then pt; nothing where it is no tag."""
    if not re.fullmatch(_TAG, tag := tag.replace("_", "-")):
        return ()
    language, *rest = tag.split("-")
    parts = [language.lower(), *(_cased(part) for part in rest)]
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def _cased(part: str) -> str:
    return part.upper() if len(part) == _REGION else part.title() if len(part) == _SCRIPT else part.lower()


def is_spoken(tag: str) -> bool:
    """Whether sessions speak that language."""
    return any(one in {SOURCE, *CATALOGUES} for one in chain(tag))


def wanted_languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the languages somebody wants, the most wanted first; none where the environment does not say.

    LC_ALL, LC_MESSAGES and LANG, the first that is set, name one; LANGUAGE may name several and comes before
    it, but not before C or POSIX, which are the plain language of the program (the rules of GNU gettext).
    """
    locale = next((said for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (said := environment.get(name))), "")
    if _bare(locale) in _NO_LANGUAGE:
        return ()
    wanted = environment.get("LANGUAGE") or locale
    return tuple(dict.fromkeys(tag for one in wanted.split(":") for tag in chain(_bare(one))))


def _bare(locale: str) -> str:
    """Return a locale without its encoding and variant: `de_DE` of `de_DE.UTF-8@euro`."""
    return re.split("[.@]", locale)[0]


def choose(available: Collection[str], own: str, wanted: Iterable[str]) -> str:
    """Return the first of `wanted` that a translation (`available`) or one's `own` language serves, else `own`."""
    served = {tag.casefold(): tag for tag in (*available, own)}
    return next((served[tag.casefold()] for tag in wanted if tag.casefold() in served), own)
