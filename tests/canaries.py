"""Journals full of words that must not leave, in disguises; and an eye of its own that finds them again."""

import json
import random
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from mefirst.model.commitment import Commitment, LogLine
from mefirst.model.entry import TEXT_FIELDS, Entry
from mefirst.model.vocabulary import DIMENSIONS
from mefirst.sharing.redact import Known
from samples import commitment, effect, entry, nth_id, reported

_CYRILLIC = str.maketrans("aeopcxyij", "аеорсхуіј")
_LATIN = str.maketrans("аеорсхуіј", "aeopcxyij")
_CAPITALS = ("abcdeghijklmnoprtuvwyz", "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ")
_SMALL, _LARGE = str.maketrans(*_CAPITALS), str.maketrans(*reversed(_CAPITALS))
_PLAIN = (
    "I",
    "took",
    "the",
    "numbers",
    "out",
    "of",
    "her",
    "hands",
    "und",
    "dann",
    "war",
    "es",
    "still",
    "today",
)


def _each(mark: str) -> Callable[[str], str]:
    return mark.join


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "case": str.swapcase,
    "title": str.title,
    "accents": lambda word: "".join(char + "\u0301" for char in word),
    "composed": lambda word: unicodedata.normalize("NFC", "".join(char + "\u0308" for char in word)),
    "full width": lambda word: "".join(chr(ord(char) + 0xFEE0) if char.isascii() else char for char in word),
    "mathematical": lambda word: "".join(
        chr(0x1D41A + ord(char) - 97) if "a" <= char <= "z" else char for char in word
    ),
    "zero width": _each("\u200b"),
    "joiners": _each("\u200d"),
    "soft hyphens": _each("\xad"),
    "no-break joiner": _each("\u2060"),
    "struck through": _each("\u0336"),
    "bidi": lambda word: f"\u202e{word}\u202c",
    "homoglyphs": lambda word: word.translate(_CYRILLIC),
    "possessive": lambda word: f"{word}'s",
    "curly possessive": lambda word: f"{word}’s",
    "genitive": lambda word: f"{word}s",
    "three letters": lambda word: f"{word}hof",
    "compound": lambda word: f"{word}-Projekt",
    "quoted": lambda word: f"„{word}“,",
    "handle": lambda word: f"@{word}_",
    "small capitals": lambda word: word.translate(_SMALL),
    "address": lambda word: f"post{word}box@example.com",
}


class Journal(NamedTuple):
    """Some entries and commitments, and the canaries in them: aliases, tags, what was never said aloud."""

    entries: list[Entry]
    commitments: list[Commitment]
    names: list[str]
    tags: list[str]
    unsaid: list[str]

    @property
    def known(self) -> Known:
        return Known(frozenset(self.names), frozenset(self.tags))


def a_journal(chance: random.Random, size: int) -> Journal:
    """Return a journal of `size` entries whose texts say its names and tags in every disguise."""
    names = [_canary(chance, "name") for _ in range(12)]
    tags = [_canary(chance, "tag") for _ in range(6)]
    maker = _Maker(chance, names, tags)
    entries = [maker.entry(number) for number in range(size)]
    commitments = [maker.commitment(number) for number in range(size // 10)]
    return Journal(entries, commitments, names, tags, maker.unsaid)


def _canary(chance: random.Random, kind: str) -> str:
    """Return a word no other text holds."""
    return f"q{kind[0]}" + "".join(chance.choice("bdfgijklmnprtvxyz") for _ in range(9))


class _Maker:
    def __init__(self, chance: random.Random, names: list[str], tags: list[str]) -> None:
        self.chance, self.names, self.tags = chance, names, tags
        self.unsaid: list[str] = []

    def _text(self) -> str:
        words = self.chance.choices(_PLAIN, k=6)
        if self.chance.random() < 0.5:
            disguise = self.chance.choice(list(DISGUISES.values()))
            words.insert(self.chance.randrange(6), disguise(self.chance.choice([*self.names, *self.tags])))
        return self.chance.choice([" ", "\n"]).join(words)

    def entry(self, number: int) -> Entry:
        chance = self.chance
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
        self.unsaid.append(hidden := _canary(chance, "unsaid"))
        lines = [self._effect(day, dimension) for dimension in chance.sample(DIMENSIONS, chance.randrange(4))]
        texts: dict[str, Any] = {name: self._text() for name in TEXT_FIELDS if chance.random() < 0.6}
        return entry(
            nth_id(chance.randrange(2**49), day),
            people=chance.sample(self.names, 2),
            tags=chance.sample(self.tags, 2),
            feelings=[self._text()] if chance.random() < 0.3 else [],
            unsaid=f"{hidden} {self._text()}",
            asked={"intent": f"What did you want of {chance.choice(self.names)}?"},
            extra={"more": {"asked": self._text(), "answer": f"{hidden} {self._text()}"}},
            effects=lines,
            note_of_a_later_version=hidden,
            **texts,
        )

    def _effect(self, day: date, dimension: str) -> Any:
        toward, by = self.chance.sample(self.names, 2)
        reports = [reported(by, -1, day, quote=self._text())] if self.chance.random() < 0.3 else []
        return effect(2, self.chance.randrange(-3, 4), *reports, dimension=dimension, toward=toward)

    def commitment(self, number: int) -> Commitment:
        chance = self.chance
        return commitment(
            nth_id(chance.randrange(2**49)),
            title=self._text(),
            behavior=self._text(),
            cue=self._text(),
            response=self._text(),
            witness=chance.choice(self.names),
            who=chance.choice(self.names),
            what_i_did=self._text(),
            due=date(2026, 12, 1),
            log=[LogLine(on=date(2026, 11, 1), cue_came=True, did_it=True, note=self._text())],
        )


def seen_through(data: bytes) -> str:
    """Return what a reader may make out of a document: unescaped, and by a folding of its own."""
    said = json.dumps(json.loads(data), ensure_ascii=False)
    folded = unicodedata.normalize("NFKD", said).casefold().translate(_LATIN | _LARGE)
    return "".join(char for char in folded if unicodedata.category(char) not in {"Mn", "Me", "Cf"})
