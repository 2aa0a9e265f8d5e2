"""Damages to a journal: each changes some file below it, and returns the one a check must name."""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

from mefirst.journal.codec import encode
from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from samples import DAY, commitment, effect, entry, nth_id
from sealing import codec, rewrite

OLD = 1_700_000_000
"""A time long ago, in seconds: of files that were left behind."""


def filled(journal: Journal, number: int = 40) -> None:
    """A journal of entries, some of several revisions, and of promises."""
    for at in range(number):
        day = DAY.replace(month=1 + at % 11, day=1 + at % 28)
        journal.add(
            entry(nth_id(at, day), situation=f"moment {at}", effects=(effect(1, -1, toward="deputy"),))
        )
        for edit in range(at % 3):
            journal.change(Entry, nth_id(at, day), lambda one, edit=edit: one.changed(gap=f"{edit}"))  # type: ignore[misc]
        if at % 4 == 0:
            journal.add(commitment(nth_id(1000 + at, day), behavior=f"promise {at}"))
    assert journal.read(Commitment).records


def record_files(journal: Journal) -> list[Path]:
    return sorted(path for path in journal.root.rglob("*-*.json*") if ".mefirst" not in path.parts)


def _bit(path: Path, random: Random) -> Path:
    data = bytearray(path.read_bytes())
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    path.write_bytes(data)
    return path


def _cut(path: Path, random: Random) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: random.randrange(len(data))])
    return path


def _zeros(path: Path, random: Random) -> Path:
    path.write_bytes(b"\0" * path.stat().st_size)
    return path


def _hand(path: Path, random: Random) -> Path:
    rewrite(path, b'"recorded_at"', b'"note": "by hand",\n "recorded_at"')
    return path


def _renamed(path: Path, random: Random) -> Path:
    names = [path.name.replace(".json", ""), f"{path.name}.bak", f"mine {random.randrange(1000)}.json"]
    return path.rename(path.with_name(random.choice(names)))


def _other_name(path: Path, random: Random) -> Path:
    return path.rename(path.with_name(nth_id(random.randrange(10**6)) + path.name[19:]))


def _moved(path: Path, random: Random) -> Path:
    target = path.parents[2] / "1999" / "12" / path.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.parents[1].chmod(0o700)
    return path.rename(target)


def _deleted(path: Path, random: Random) -> Path:
    path.unlink()
    return path


def _copied(path: Path, random: Random) -> Path:
    names = [
        f"{path.stem} (Bob's conflicted copy 2026-11-23){path.suffix}",
        f"{path.stem}.sync-conflict-20261123-184100-ABCDEFG{path.suffix}",
        f"{path.stem} 2{path.suffix}",
        f"Copy of {path.name}",
    ]
    return _put(path.with_name(random.choice(names)), path.read_bytes())


def _other_copy(path: Path, random: Random) -> Path:
    """What a device wrote that none of ours has, under the name a sync program gives it."""
    name = f"{path.stem}.sync-conflict-20261123-184100-{random.randrange(10**6)}{path.suffix}"
    copy = _put(path.with_name(name), path.read_bytes())
    rewrite(copy, b'"recorded_at"', b'"note": "of another device",\n "recorded_at"')
    return copy


def _stale(path: Path, random: Random) -> Path:
    tmp = path.parents[3] / ".mefirst" / "tmp" / f"{random.randrange(16**16):016x}.tmp"
    new = entry(nth_id(random.randrange(10**6)), situation="never said to be saved")
    choices = [codec().seal(encode(new.document())), path.read_bytes(), path.read_bytes()[:-5]]
    _put(tmp, random.choice(choices))
    os.utime(tmp, (OLD, OLD))
    return tmp


def other_mode(path: Path, random: Random) -> Path:
    which = random.choice([path, path.parent])
    which.chmod(random.choice([0o755, 0o770, 0o777] if which != path else [0, 0o200, 0o644, 0o660, 0o777]))
    return which


def _link(path: Path, random: Random) -> Path:
    outside = path.parents[4] / f"outside-{random.randrange(10**9)}"
    path.rename(outside)
    path.symlink_to(outside)
    return path


def _put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    path.chmod(0o600)
    return path


KEEPING = {"_renamed", "_other_name", "_moved", "_copied", "_stale", "other_mode", "_link"}
"""Those after which the record is still there, somewhere."""

DAMAGES: tuple[Callable[[Path, Random], Path], ...] = (
    _bit, _cut, _zeros, _hand, _renamed, _other_name, _moved, _deleted, _copied, _other_copy, _stale, other_mode, _link,
)  # fmt: skip
