"""Writes a journal of any size, to measure mefirst with.

The last 84 days hold the same three entries a day at every size from 252 on, byte for byte; what is beyond
that lies evenly in the 36 years before. So two journals differ only in how much lies before what is read.
"""

import argparse
import itertools
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from mefirst.atomic import FILE_MODE, FOLDER_MODE
from mefirst.journal import layout
from mefirst.journal.codec import digest, encode
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.ids import new_id
from mefirst.packs.library import Library
from mefirst.packs.reader import LoadedPack
from mefirst.paths import DEFAULT_JOURNAL, find_paths
from mefirst.settings import Settings

NOW = datetime.fromisoformat("2026-11-23T18:41:00+01:00")
"""The present moment of every journal, unless another is given."""

RECENT_DAYS = 84
A_DAY = 3
RECENT = RECENT_DAYS * A_DAY
OLDER_DAYS = 36 * 365 + 9
A_WEEK = 7 * A_DAY

_SEED = 2026
_HOURS = (9, 13, 17)

_PEOPLE = ("deputy", "team-lead", "board", "finance", "new-hire", "assistant", "client", "partner")
_TAGS = ("meeting", "one-to-one", "budget", "feedback", "phone", "listening", "hiring", "deadline")
_MOTIVES = ("help", "achieve", "be-right", "be-liked", "look-good", "keep-control", "avoid-conflict", "hurry")
_FEELINGS = ("rushed", "alert", "tired", "calm", "proud", "uneasy")
_DIMENSIONS = ("clarity", "trust", "respect", "safety", "energy", "ownership", "growth", "results")
_SCENES = (
    "Corrected {who} in front of the others",
    "One-to-one with {who}, phone under the table",
    "{who} asked for two more weeks, I said one",
    "Handed the presentation over to {who} on the way in",
    "Answered a question that was put to {who}",
    "Stayed quiet while {who} looked for the figure",
    "Thanked {who} by name, late in the meeting",
    "Moved the talk with {who} for the third time",
)
_BEHAVIORS = (
    "Said “that is last month’s figure” while the second slide was up. Took the remote.",
    "Nodded, asked two questions, read two messages.",
    "Spoke first, for six minutes. Looked at the clock when the answer came.",
    "Wrote nothing down. Repeated what I had heard, then waited until it was corrected.",
    "Opened the laptop halfway through and typed the answer for everybody to see.",
)
_INTENTS = (
    "To spare them a question they could not have answered.",
    "That they leave knowing I am behind them.",
    "To have the decision made before the weekend, and made by them.",
    "To hear the other side before it goes hard.",
    "That nobody has to guess what I want.",
)
_IMPACTS = (
    "They sat down and did not speak again. The others thanked me.",
    "A short “fine”, and the door a little too quiet.",
    "Two of them stayed behind and asked how they could help.",
    "No reply until the evening, then one line.",
    "They laughed, took the pen and drew it for me.",
)
_GAPS = (
    "I protected the number and left a person standing there.",
    "I was there from the neck up.",
    "I asked for their side and filled it with mine.",
)


def week(now: datetime) -> tuple[date, date]:
    """Return the seven days that end today, as mefirst counts days: the small hours belong to the day before."""
    today = (now - Settings().small_hours).date()
    return today - timedelta(days=6), today


def entries(size: int, now: datetime, seed: int = _SEED) -> Iterator[Entry]:
    """Yield `size` entries as of `now`, newest day first; the first 252 are the same at every size."""
    pack = Library.standard().load("daily")
    _, today = week(now)
    recent = Random(f"recent {seed}")  # noqa: S311 samples, the same each time
    for index in range(min(size, RECENT)):
        yield _entry(today - timedelta(days=index // A_DAY), index % A_DAY, now, pack, recent)
    older = Random(f"older {seed}")  # noqa: S311 as above
    rest = max(size - RECENT, 0)
    for index in range(rest):
        days = RECENT_DAYS + index * OLDER_DAYS // rest
        yield _entry(today - timedelta(days=days), index % A_DAY, now, pack, older)


def write_journal(home: Path, size: int, now: datetime = NOW, seed: int = _SEED) -> Journal:
    """Write a journal of `size` entries below `home`, taken as a MEFIRST_HOME without one, and return it.

    By the journal's own names and its own codec, but without its flushes: nobody's words are at stake.
    """
    paths = find_paths({"MEFIRST_HOME": str(home)})
    if paths.journal(DEFAULT_JOURNAL).exists():
        raise SystemExit(f"There is a journal below {home} already. Name a new folder.")
    journal = Journal.create(DEFAULT_JOURNAL, paths.journal(DEFAULT_JOURNAL), paths.state)
    folder = journal.root / Entry.FOLDER
    for entry in entries(size, now, seed):
        data = encode(entry.document())
        month = folder / layout.month_folder(entry.id)
        _write(month / layout.file_name(entry.id, entry.revision, digest(data)), data)
    if size:
        journal.add(_focus(now, seed))
    return journal


def check(journal: Journal, size: int, now: datetime) -> None:
    """Read the last week through the journal, and count all ids; stop where either is not as written."""
    reading = journal.read(Entry, *week(now))
    found = sum(1 for _ in journal.ids(Entry))
    if reading.damaged or len(reading.records) != min(size, A_WEEK) or found != size:
        raise SystemExit(
            f"The journal does not read back: {len(reading.records)} entries in the last week, "
            f"{len(reading.damaged)} damaged, {found} of {size} in all."
        )


def _write(path: Path, data: bytes) -> None:
    create = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    try:
        handle = os.open(path, create, FILE_MODE)
    except FileNotFoundError:
        for folder in reversed(list(itertools.takewhile(lambda one: not one.is_dir(), path.parents))):
            folder.mkdir(mode=FOLDER_MODE)
        handle = os.open(path, create, FILE_MODE)
    with open(handle, "wb") as stream:  # noqa: PTH123 a handle, not a path
        stream.write(data)


def _entry(day: date, number: int, now: datetime, pack: LoadedPack, random: Random) -> Entry:
    """Return the entry `number` of `day`; it was written before `now`."""
    minutes = timedelta(minutes=random.randrange(60))
    moment = datetime.combine(day, time(_HOURS[number]), now.tzinfo) + minutes
    people = random.sample(_PEOPLE, random.choice((1, 1, 2)))
    intent = random.choice(_INTENTS)
    waits = random.random() < 0.06  # noqa: PLR2004 some are still open
    fields: dict[str, Any] = {
        "sphere": "professional",
        "situation": random.choice(_SCENES).format(who=people[0]),
        "people": people,
        "tags": random.sample(_TAGS, random.choice((0, 0, 1, 2))),
        "behavior": random.choice(_BEHAVIORS),
        "feelings": random.sample(_FEELINGS, random.choice((0, 1, 2))),
        "intent": intent,
        "motives": random.sample(_MOTIVES, random.choice((0, 1, 2))),
        "impact": None if waits else random.choice(_IMPACTS),
        "effects": _effects(day, people, random, waits=waits),
        "gap": None if waits or random.random() < 0.5 else random.choice(_GAPS),  # noqa: PLR2004
    }
    fields = {name: value for name, value in fields.items() if value}
    asked = {
        str(question.fills): question.ask.replace("{intent}", intent)
        for question in pack.pack.questions
        if question.fills in fields
    }
    return Entry.first(
        new_id(day, random.choice),
        recorded_at=min(moment, now - timedelta(minutes=1)),
        pack={"id": pack.pack.id, "version": pack.pack.version, "digest": pack.digest},
        asked=asked,
        **fields,
    )


def _effects(day: date, people: list[str], random: Random, *, waits: bool) -> list[dict[str, Any]]:
    """Return one or two effects; of those whose impact is known, some are confirmed by who was there."""
    effects = []
    for dimension in random.sample(_DIMENSIONS, random.choice((1, 1, 2))):
        intended = random.choice((1, 2, 2, 2, 3))
        seen = max(intended - random.choice((0, 0, 1, 1, 2, 4)), -3)
        who = random.choice(people)
        effect: dict[str, Any] = {"dimension": dimension, "toward": who, "intended": intended}
        if not waits:
            effect |= {"seen": seen, "evidence": random.choice(("cue", "guess"))}
        if not waits and random.random() < 0.25:  # noqa: PLR2004 the verified ones
            said = min(max(seen + random.choice((-1, 0, 0, 1)), -3), 3)
            effect["reported"] = [{"by": who, "value": said, "on": day, "how": "asked"}]
        effects.append(effect)
    return effects


def _focus(now: datetime, seed: int) -> Focus:
    """Return the choice of a focus, made when the recent entries begin: a report reads its weeks."""
    began = now - timedelta(days=RECENT_DAYS)
    choose = Random(f"focus {seed}").choice  # noqa: S311 as above
    return Focus.first(
        new_id(began.date(), choose), recorded_at=began, on=began.date(), dimension=_DIMENSIONS[1]
    )


def main(arguments: list[str] | None = None) -> None:
    """Write a journal as the command line says, and check that it reads."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("home", type=Path, metavar="HOME", help="becomes a MEFIRST_HOME; without a journal")
    parser.add_argument("size", type=int, metavar="SIZE", help="how many entries")
    parser.add_argument("--now", type=datetime.fromisoformat, default=NOW, metavar="ISO")
    parser.add_argument("--seed", type=int, default=_SEED, metavar="N")
    given = parser.parse_args(arguments)
    if given.size < 0:
        parser.error("SIZE begins at 0.")
    now = given.now if given.now.tzinfo else given.now.astimezone()
    journal = write_journal(given.home, given.size, now, given.seed)
    check(journal, given.size, now)
    sys.stdout.write(f"{given.size} entries, as of {now.isoformat()}.\n")


if __name__ == "__main__":
    main()
