"""Where a text says a word that is to stay here, whatever disguise it wears: names above all.

Known words and texts are brought to one form: compatibility forms, case, accents, look-alikes of other alphabets, and
characters that take no room are gone. A known word is found as a token of the
text with up to three more letters ("Annas", "Anna's", "team lead" for team-lead); one of a script without blanks, or
that writes small words onto the next one, anywhere. Of an e-mail address or an @name that says one anywhere, all is it.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import count
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from mefirst.text import fold

MORE_LETTERS = 3
_BETWEEN = 3  # signs that may stand between two parts of a name
_SHORTEST_PART = 2
_SHORTEST_INSIDE = 3
_BLANKLESS = (
    0x0590  # from Hebrew on, scripts put "to" and "and" before a word without a blank, or know no blanks
)

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_PART = re.compile(r"[^\W_]+")
_PARTED = re.compile(r"[-\u2010] +")  # as a word is at the end of a line
_ADDRESS = re.compile(r"[^\s@<>(),;:\"]{0,64}@[^\s@<>(),;:\"]{0,255}[^\W_]")
_UNSEEN = {"Mn", "Me", "Cf", "Cc"}
_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85"  # controls that part words
_FILLERS = "\u115f\u1160\u3164\uffa0"
_SELECTORS = "\u034f\u180b\u180c\u180d" + "".join(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_ALIKE = str.maketrans(
    dict(zip("øłđðıħŧавекмнорстухіјѕԁһѵαβεηικμορντυχ", "olddihtabekmhopctyxijsdhvabehikmopvtyx", strict=True))
    | dict(zip("ɑɡᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "agabcdefghijklmnoprstuvwyz", strict=True))
    | {"æ": "ae", "œ": "oe"}
    | {chr(start + place): char for start in (0x1F150, 0x1F170) for place, char in enumerate(ascii_lowercase)}
)
"""Letters that stand for others without being made of them, and those of other alphabets that look the same."""


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_WRITTEN_OUT = re.compile(r"(?<=[aou])e(?=[^\W\d_])")
"""Umlauts are written out where there is no key for them; at the end of a word an e is no sign of one (Joe, Sue)."""


class Hit(NamedTuple):
    """A known word, as it was made known, and where in the text it stands."""

    word: str
    start: int
    end: int


class _Needle(NamedTuple):
    word: str
    parts: int
    more: int  # letters that may follow


class Words:
    """Known words to look for in texts; of words that read the same, the first spelling is kept."""

    def __init__(self, words: Iterable[str]) -> None:
        self._tokens: dict[str, _Needle] = {}
        self._anywhere: dict[str, str] = {}
        for word in words:
            for spelling in _spellings(word):
                self._add(spelling, word)
            named = _PART.findall(word)
            for part in named if len(named) > 1 else ():
                if (
                    len(part) >= _SHORTEST_PART and part[0].isupper()
                ):  # one name of several: Anna of Anna Weber
                    more = MORE_LETTERS if len(part) >= _SHORTEST_INSIDE else 0  # Li is not like, nor list
                    for spelling in _spellings(part):
                        self._add(spelling, word, more)
        self._most_parts = max((one.parts for one in self._tokens.values()), default=0)
        self._found: dict[str, list[Hit]] = {}

    def _add(self, spelling: str, word: str, more: int = MORE_LETTERS) -> None:
        bare, _ = _bared(spelling)
        parts = _TOKEN.findall(bare)
        solid = "".join(parts)
        if solid and all(ord(char) < _BLANKLESS for char in solid):
            there = self._tokens.get(solid, _Needle(word, len(parts), more))
            self._tokens[solid] = there._replace(more=max(there.more, more))
        elif solid := "".join(bare.split()):
            self._anywhere.setdefault(solid, word)

    def hits(self, text: str) -> list[Hit]:
        """Return where known words stand, in the order of the text; none overlaps another."""
        if (
            text not in self._found
        ):  # each is looked through when its names are noted, and when they are replaced
            self._found[text] = self._look_through(text)
        return self._found[text]

    def _look_through(self, text: str) -> list[Hit]:
        bare, places = _bared(text)
        found = [*self._token_hits(bare), *self._hits_anywhere(bare), *self._address_hits(bare)]
        hits: list[Hit] = []
        reached = 0
        for word, start, end in sorted(found, key=lambda hit: (hit[1], -hit[2])):
            if start >= reached:
                hits.append(Hit(word, places[start], places[end] if end < len(places) else len(text)))
                reached = end
        return hits

    def _token_hits(self, bare: str) -> Iterable[tuple[str, int, int]]:
        tokens = list(_TOKEN.finditer(bare))
        for first in range(len(tokens)):
            joined, parts = tokens[first][0], 1
            for last in range(first, min(first + 2 * self._most_parts, len(tokens))):
                if last > first:
                    gap = bare[tokens[last - 1].end() : tokens[last].start()]
                    if len("".join(gap.split())) > _BETWEEN:
                        break
                    parts += not _PARTED.fullmatch(gap)
                    joined += tokens[last][0]
                needle = self._needle(joined, len(tokens[last][0]))
                if needle and parts <= needle.parts:
                    yield needle.word, tokens[first].start(), tokens[last].end()

    def _needle(self, joined: str, length: int) -> _Needle | None:
        """Return the word that `joined` is, with up to so many letters of its last token more."""
        ends = range(len(joined), len(joined) - min(MORE_LETTERS + 1, length), -1)
        return next(
            (
                found
                for end in ends
                if (found := self._tokens.get(joined[:end])) and len(joined) - end <= found.more
            ),
            None,
        )

    def _hits_anywhere(self, bare: str) -> Iterable[tuple[str, int, int]]:
        if not self._anywhere:
            return
        at = [place for place, char in enumerate(bare) if not char.isspace()]
        dense = "".join(bare[place] for place in at)
        for solid, word in self._anywhere.items():
            start = dense.find(solid)
            while start >= 0:
                yield word, at[start], at[start + len(solid) - 1] + 1
                start = dense.find(solid, start + len(solid))

    def _address_hits(self, bare: str) -> Iterable[tuple[str, int, int]]:
        for address in _ADDRESS.finditer(bare):
            within = "".join(_TOKEN.findall(address[0]))
            for solid, needle in self._tokens.items():
                if len(solid) >= _SHORTEST_INSIDE and solid in within:
                    yield needle.word, address.start(), address.end()
                    break

    def replaced(self, text: str, by: Callable[[str], str]) -> str:
        """Return `text` with what `by` gives for each known word in its place, added letters and all."""
        for hit in reversed(self.hits(text)):
            text = text[: hit.start] + by(hit.word) + text[hit.end :]
        return text


def _spellings(word: str) -> set[str]:
    """Return the ways a word is spelt: as it is, with its umlauts written out, with written-out ones as such."""
    lower = unicodedata.normalize("NFC", word.casefold())
    return {word, lower.translate(_UMLAUTS), _WRITTEN_OUT.sub("", lower)}


def _bared(text: str) -> tuple[str, list[int]]:
    """Return the form in which words are compared, and for each of its characters its place in `text`."""
    bare: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in _bare(char):
            bare.append(one)
            places.append(place)
    return "".join(bare), places


@cache
def _bare(char: str) -> str:
    if char in _SPACES:
        return " "
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    seen = (one for one in decomposed if one not in _FILLERS and unicodedata.category(one) not in _UNSEEN)
    return "".join(seen).translate(_ALIKE)


def with_aliases(text: str, people: Mapping[str, str]) -> str:
    """Return a text in which each name of a share is followed by what the leader calls the one who has it."""
    if not people:
        return text
    known = {fold(name): alias for name, alias in people.items()}
    longest_first = sorted(map(re.escape, people), key=len, reverse=True)
    named = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)
    return named.sub(lambda name: f"{name[0]} ({known.get(fold(name[0]), '?')})", text)


def alike(name: str) -> str:
    """Return the form in which two names that look the same are the same: what nobody sees and look-alikes are gone.

    Accents stay: whoever reads sees them, and in some scripts marks are all that tells two names apart.
    """
    solid = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = (one for one in solid if one not in _FILLERS and not _is_unseen(one))
    return " ".join("".join(seen).translate(_ALIKE).split())


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in {"Cf", "Cc"} or char in _SELECTORS


class Pseudonyms:
    """What people are called in one share: the stable name a partner knows them by, else Person A, Person B and so on.

    Which letter is whose only the salt decides: neither the alphabet nor how often or how early somebody is named.
    """

    def __init__(self, people: Iterable[str], stable: Mapping[str, str], salt: bytes) -> None:
        chosen = {fold(alias): name for alias, name in stable.items()}
        everyone = {fold(alias) for alias in people}
        others = sorted(everyone - chosen.keys(), key=lambda who: hmac.digest(salt, who.encode(), "sha256"))
        taken = {fold(name) for name in chosen.values()}
        labels = (label for label in map(_label, count()) if fold(label) not in taken)
        self._names = {**chosen, **dict(zip(others, labels, strict=False))}

    def __getitem__(self, alias: str) -> str:
        """What somebody is called."""
        return self._names[fold(alias)]


def _label(number: int) -> str:
    letters = ""
    while number >= 0:
        number, letter = divmod(number, len(ascii_uppercase))
        letters = ascii_uppercase[letter] + letters
        number -= 1
    return f"Person {letters}"
