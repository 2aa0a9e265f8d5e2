"""From what a leader chose to the document that leaves: an allow-list into a new one, nothing is taken out of an old.

Pure: the same selection, secret and salt give the same bytes. What is listed goes by its reference, so that no order
tells when something was; who is named is a pseudonym, and which one the salt of this one share decides.
"""

import hmac
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Self

from mefirst.analysis.follow_through import kept_of
from mefirst.analysis.gap import EffectLine, lines_of
from mefirst.errors import UsageProblem
from mefirst.model.commitment import Commitment
from mefirst.model.due import deadline
from mefirst.model.entry import Effect, Entry
from mefirst.model.ids import ALPHABET, RANDOM_LENGTH
from mefirst.model.period import Period
from mefirst.sharing.document import (
    LONGEST_TEXT,
    MOST_ITEMS,
    PROMISE_FIELDS,
    TEXT_FIELDS,
    Answer,
    Days,
    KOfN,
    Line,
    Moment,
    Overview,
    Promise,
    Share,
)
from mefirst.sharing.names import Pseudonyms, Words
from mefirst.sharing.terms import Terms
from mefirst.text import fold

_UNSEEN = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff"
    "\uffa0\U000e0000-\U000e0fff]"
)
"""What nobody sees does not leave. Joiners stay: emoji and some scripts are written with them."""

_ALL = Period("all", None, None)


class TooMuch(UsageProblem):
    """More than a share may hold."""

    def __init__(self, what: str, most: str) -> None:
        super().__init__(
            f"{what}: more than a share may hold ({most}).", hint="Choose less, and share twice."
        )


class Spoken(NamedTuple):
    """A known word in a text that would leave: where, and the word as the journal has it."""

    place: str
    word: str


@dataclass(frozen=True, slots=True)
class Known:
    """The words that are looked for in texts: every alias of the journal, and every tag."""

    names: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    def besides(self, said: Iterable[str]) -> Words:
        """Return the words to look for, without those the leader chose to say."""
        told = {fold(one) for one in said}
        return Words(one for one in (*sorted(self.names), *sorted(self.tags)) if fold(one) not in told)

    def is_name(self, word: str) -> bool:
        """Whether a word is an alias, and not only a tag."""
        return word in self.names


@dataclass(frozen=True, slots=True)
class Selection:
    """What the leader chose.

    `of` is how many moments the period has, `first_ids` maps the id of a moved entry to the one it had first,
    `answers` the reference of a partner's question to the leader's answer.
    """

    made_on: date
    sequence: int | None = None
    period: Period | None = None
    moments: Sequence[Entry] = ()
    of: int | None = None
    first_ids: Mapping[str, str] = field(default_factory=dict)
    commitments: Sequence[Commitment] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    report: Overview | None = None


class Secrets(NamedTuple):
    """`relation` is what the references of one relationship come from, `salt` what the pseudonyms of one share do."""

    relation: bytes
    salt: bytes

    @classmethod
    def of_share(cls, relation: bytes, share: str) -> Self:
        """Return those of a share, by what is its own in the relationship: the same when it is made again."""
        return cls(relation, hmac.digest(relation, f"salt {share}".encode(), "sha256"))


class Redacted(NamedTuple):
    """The share, the known words that its texts say, and for the leader alone who is who: alias and pseudonym."""

    share: Share
    spoken: tuple[Spoken, ...]
    people: tuple[tuple[str, str], ...]


def ref_of(secret: bytes, record_id: str) -> str:
    """Return what a record is called in one relationship: 10 base32 characters of HMAC-SHA256(secret, id)."""
    number = int.from_bytes(hmac.digest(secret, record_id.encode(), "sha256"))
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(RANDOM_LENGTH))


def week_of(day: date) -> str:
    """Return the ISO week of a day: `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def redact(
    selection: Selection, terms: Terms, secrets: Secrets, known: Known, *, replace: bool = False
) -> Redacted:
    """Return the share of a selection, and which known words its texts say. TooMuch.

    With `replace`, those become pseudonyms, or a blank where they are only tags.
    """
    words = known.besides(terms.names.values())
    spoken: dict[Spoken, None] = {}
    people: dict[str, None] = {}

    def note(text: str, place: str) -> str:
        spoken.update(dict.fromkeys(Spoken(place, hit.word) for hit in words.hits(text)))
        return text

    def meet(alias: str) -> str:
        people[alias] = None
        return "somebody"

    _Builder(selection, terms, secrets.relation, name=meet, text=note).share()
    for alias in people:
        if stable := terms.stable(alias):
            note(stable, f"the stable name '{stable}'")
    named = [one.word for one in spoken if known.is_name(one.word)] if replace else []
    pseudonyms = Pseudonyms([*people, *named], terms.names, secrets.salt)

    def instead(word: str) -> str:
        return pseudonyms[word] if known.is_name(word) else "[…]"

    def replaced(text: str, _: str) -> str:
        return words.replaced(text, instead) if replace else text

    share = _Builder(selection, terms, secrets.relation, name=pseudonyms.__getitem__, text=replaced).share()
    who = {pseudonyms[alias]: alias for alias in (*named, *people)}
    return Redacted(share, () if replace else tuple(spoken), tuple((who[one], one) for one in sorted(who)))


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the document; what a person is called, and what becomes of a text at a place, it is told."""

    selection: Selection
    terms: Terms
    secret: bytes
    name: Callable[[str], str]
    text: Callable[[str, str], str]

    def share(self) -> Share:
        chosen = self.selection
        if max(len(chosen.moments), len(chosen.commitments), len(chosen.answers)) > MOST_ITEMS:
            raise TooMuch("So many moments or commitments", f"{MOST_ITEMS} of each")
        moments = [self._moment(one) for one in chosen.moments]
        answers = [
            Answer(ref=ref, answer=self._said(answer, "answer to a question"))
            for ref, answer in chosen.answers.items()
        ]
        return Share(
            schema="mefirst.share/1",
            sequence=chosen.sequence,
            made_on=self._when(chosen.made_on),
            period=self._days(chosen.period),
            chosen=None if chosen.of is None else KOfN(k=len(moments), n=chosen.of),
            moments=tuple(sorted(moments, key=lambda one: (one.on or "", one.ref))),
            commitments=tuple(sorted(map(self._promise, chosen.commitments), key=lambda one: one.ref)),
            answers=tuple(sorted(answers, key=lambda one: one.ref)),
            report=chosen.report,
        )

    def _moment(self, entry: Entry) -> Moment:
        may = self.terms.entry_fields
        texts = {
            name: self._said(text, f"{name} of {entry.handle}")
            for name in TEXT_FIELDS
            if name in may and (text := getattr(entry, name))
        }
        feelings = entry.feelings if "feelings" in may else ()
        return Moment(
            ref=ref_of(self.secret, self.selection.first_ids.get(entry.id, entry.id)),
            on=self._when(entry.on) if "on" in may else None,
            sphere=entry.sphere if "sphere" in may else None,
            people=tuple(sorted(map(self.name, entry.people))) if "people" in may else (),
            mode=entry.mode if "mode" in may else (),
            motives=entry.motives if "motives" in may else (),
            feelings=tuple(self._said(one, f"feelings of {entry.handle}") for one in feelings),
            cleanup=entry.cleanup if "cleanup" in may else None,
            lines=self._lines(entry) if "effects" in may else (),
            texts=texts,
        )

    def _lines(self, entry: Entry) -> tuple[Line, ...]:
        lines = map(self._line, lines_of(entry), entry.effects)
        return tuple(sorted(lines, key=lambda line: (line.dimension, line.toward or "")))

    def _line(self, line: EffectLine, effect: Effect) -> Line:
        gap = line.result
        return Line(
            dimension=effect.dimension,
            toward=self.name(line.toward) if line.toward else None,
            intended=line.intended,
            received=gap.received,
            gap=gap.gap,
            status=gap.status,
            verdict=gap.verdict,
        )

    def _promise(self, one: Commitment) -> Promise:
        may = self.terms.commitment_fields

        def text(name: str) -> str | None:
            said = getattr(one, name) if name in may else None
            return self._said(said, f"{name} of {one.handle}") if said else None

        due = deadline(one) if "due" in may else None
        kept = kept_of([one], self.selection.period or _ALL)
        return Promise(
            ref=ref_of(self.secret, one.id),
            title=text("title"),
            status=one.status,
            kind=one.kind if "kind" in may else None,
            due=self._when(due) if due else None,
            repeat=text("repeat"),
            kept=KOfN(k=kept.k, n=kept.n) if "log" in may else None,
            texts={name: said for name in PROMISE_FIELDS if (said := text(name))},
        )

    def _when(self, day: date) -> str:
        return week_of(day) if self.terms.coarse else day.isoformat()

    def _days(self, period: Period | None) -> Days | None:
        if period is None:
            return None
        first, last = (None if day is None else self._when(day) for day in (period.first, period.last))
        return Days(first=first, last=last)

    def _said(self, text: str, place: str) -> str:
        seen = _UNSEEN.sub("", text)
        if len(seen) > LONGEST_TEXT:
            raise TooMuch(f"The {place}", f"{LONGEST_TEXT} characters a text")
        return self.text(seen, place)
