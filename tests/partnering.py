"""Two people with a home each, who exchange keys and files."""

import os
from pathlib import Path
from unittest.mock import patch

from mefirst.cli.context import Context
from mefirst.cli.partners import named
from mefirst.journal.store import Journal
from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.sharing.document import Answer, Share
from mefirst.sharing.keys import Relationship, Relationships
from mefirst.sharing.post import Post
from running import NOW, Ran, mefirst


class Person:
    """Somebody with a home, a partner in it, and a folder their files are written to."""

    def __init__(self, home: Path, other: str, role: str) -> None:
        self.home = home
        self.other = other
        self.out = home.with_name(f"{home.name}-out")
        self.out.mkdir(parents=True, exist_ok=True)
        assert self.says("journal", "init").code == 0
        assert self.says("partner", "add", other, "--role", role).code == 0

    def says(self, *words: str, stdin: bytes = b"", now: str = NOW) -> Ran:
        with patch.dict(os.environ, MEFIRST_HOME=str(self.home)):
            return mefirst(*words, "--now", now, stdin=stdin)

    def writes(self, *words: str) -> Path:
        """Run a command that writes a file to be sent; return it."""
        before = set(self.out.iterdir())
        ran = self.says(*words, "--output", str(self.out))
        assert ran.code == 0, ran.err
        (made,) = set(self.out.iterdir()) - before
        return made

    def receives(self, path: Path, *words: str) -> Ran:
        return self.says("receive", str(path), "--output", str(self.out), *words)

    @property
    def journal(self) -> Journal:
        return self._context.open_journal("default")

    @property
    def keys(self) -> Relationships:
        return self._context.relationships(self.journal)

    @property
    def post(self) -> Post:
        return Post(self.journal, self.keys)

    @property
    def partner(self) -> Partner:
        return named(self.journal, self.other)

    @property
    def kept(self) -> Relationship:
        kept = self.keys.get(self.partner.id)
        assert kept is not None
        return kept

    def shares(self, words: str) -> Path:
        """Share a few words; return the sealed file."""
        content = share(words, self.post.next_number(self.kept))
        path = self.out / f"{words.replace(' ', '-')}.age"
        self.post.send(self.partner, content, self._context.now, path.write_bytes)
        return path

    def log(self) -> list[Shared]:
        return sorted(self.journal.read(Shared).records, key=lambda one: one.sequence)

    @property
    def _context(self) -> Context:
        return Context(NOW, environment={**os.environ, "MEFIRST_HOME": str(self.home)})


def share(words: str, sequence: int | None) -> dict[str, object]:
    """Return the document of a share that says a few words."""
    return Share(
        schema="mefirst.share/1",
        sequence=sequence,
        made_on="2026-11-23",
        period=None,
        chosen=None,
        moments=(),
        commitments=(),
        answers=(Answer(ref="x", answer=words),),
        report=None,
    ).content()


def two(folder: Path) -> tuple[Person, Person]:
    """Return a leader and a coach who know of each other, and have no keys."""
    return Person(folder / "leader", "coach", "coach"), Person(folder / "coach", "Ada", "leader")


def exchanged(leader: Person, coach: Person) -> tuple[str, str]:
    """Let two people exchange keys by files; return the words that each of them sees."""
    introduction = leader.writes("partner", "pair", leader.other)
    answer = coach.writes("receive", str(introduction), "--from", coach.other)
    key = leader.writes("receive", str(answer))
    assert coach.receives(key).code == 0
    return leader.says("partner", "pair", leader.other).out, coach.says("partner", "pair", coach.other).out


def paired(folder: Path) -> tuple[Person, Person]:
    """Return a leader and a coach who have compared their words."""
    leader, coach = two(folder)
    words, theirs = exchanged(leader, coach)
    for one, said in ((leader, theirs), (coach, words)):
        assert one.says("partner", "pair", one.other, "--words", said).code == 0
    return leader, coach
