"""Input that would break a simple reader, in the manner of JSONTestSuite, given to everything that reads a journal.

As a program of its own, in a folder and with `--sealed` for an encrypted journal, it prints, a line of JSON each,
what was said and the seconds of processor time it took; the last line is the most memory it ever had, in MiB.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from mefirst.journal.codec import MOST_BYTES, Unreadable, decode
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from running import mefirst
from samples import ID, entry
from sealing import all_sealed, laid

MIB = 1 << 20
GIB = 1 << 30
HEAD = json.dumps(entry().document())[:-1].encode()
FULL = MOST_BYTES - 1


def wrong() -> Iterator[tuple[str, bytes]]:
    """Yield what is no record, each with its name; it is made when it is asked for, as some are large."""
    yield "nothing", b""
    yield "blanks", b" \n\t "
    yield "zeros", bytes(FULL)
    yield "NaN", HEAD + b', "x": NaN}'
    yield "-Infinity", HEAD + b', "x": [-Infinity]}'
    yield "1e400", HEAD + b', "x": 1e400}'
    yield "an exponent of a thousand digits", HEAD + b', "x": 1e' + b"9" * 1000 + b"}"
    yield "a million digits", HEAD + b', "x": ' + b"9" * 1_000_000 + b"}"
    yield "a million decimals without a digit before", HEAD + b', "x": .' + b"9" * 1_000_000 + b"}"
    yield "hex", HEAD + b', "x": 0x1F}'
    yield "a leading zero", HEAD + b', "x": 01}'
    yield "a plus", HEAD + b', "x": +1}'
    yield "a key twice", HEAD + b', "on": "2026-11-23"}'
    yield "a key twice, escaped", HEAD + b', "\\u006fn": "2026-11-23"}'
    yield (
        "100,000 keys, one twice",
        HEAD + b"".join(b', "%d": 0' % n for n in range(100_000)) + b', "99999": 1}',
    )
    yield "half a character", HEAD + b', "x": "\\ud800"}'
    yield "halves the wrong way round", HEAD + b', "x": "\\udc00\\ud800"}'
    yield "half a character for a key", HEAD + b', "\\udfff": 1}'
    yield "a byte that is none of UTF-8", HEAD + b', "x": "\xff"}'
    yield "an overlong slash", HEAD + b', "x": "\xc0\xaf"}'
    yield "half a character in bytes", HEAD + b', "x": "\xed\xa0\x80"}'
    yield "UTF-16", HEAD.decode().encode("utf-16")
    yield "a byte order mark", b"\xef\xbb\xbf" + HEAD + b"}"
    yield "lists 100,000 deep", b"[" * 100_000
    yield "lists 100,000 deep, closed", b"[" * 100_000 + b"]" * 100_000
    yield "objects 100,000 deep", b'{"a":' * 100_000
    yield "a field 100,000 deep", HEAD + b', "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    yield "as many lists as there is room for", b"[" * FULL
    yield "as many objects as there is room for", (b'{"a":' * MIB)[:FULL]
    for value in ("[]", "{}", '{"a":1}', '"\u0101"'):
        yield f"as many {value} side by side as there is room for", _full(value.encode())
    yield "quotes alone", b'"' * FULL
    yield "backslashes alone", b'{"' + b"\\" * (FULL - 2)
    yield "an open text", HEAD + b', "x": "' + b"x" * 1_000_000
    yield "cut", HEAD
    yield "cut in an escape", HEAD + b', "x": "\\u00'
    yield "a comma too many", HEAD + b",}"
    yield "something behind it", HEAD + b"} x"
    yield "two of them", HEAD + b"}" + HEAD + b"}"
    yield "a comment", HEAD + b" /* mine */ }"
    yield "single quotes", b"{'id': 1}"
    yield "a control in a text", HEAD + b', "x": "\x01"}'
    yield "a bad escape", HEAD + b', "x": "\\x41"}'
    yield "a list", b"[" + HEAD + b"}]"
    yield "a text", b'"text"'
    yield "null", b"null"
    yield "a number", b"1"
    yield "too long", b" " * (MOST_BYTES + 1)


def _full(value: bytes) -> bytes:
    """Return a record, all of it valid, with a field of as many such values as a document has room for."""
    number = (FULL - len(HEAD) - len(value) - 10) // (len(value) + 1)
    return HEAD + b', "x": [' + (value + b",") * number + value + b"]}"


def inputs(path: Path) -> Iterator[str]:
    """Put one after the other at a path; yield the name of each."""
    for name, data in wrong():
        path.write_bytes(data)
        yield name
    with path.open("wb") as stream:
        stream.truncate(GIB)
    yield "a GiB with nothing in it"


def ways(path: Path, journal: Journal) -> Iterator[tuple[str, int, str]]:
    """Give a file to each of the readers; yield which, its exit code and what it said."""
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
        size = os.fstat(stream.fileno()).st_size
    try:
        yield "loader", 0, str(decode(data))[:40]
    except Unreadable as problem:
        yield "loader", 3, str(problem)
    record = laid(journal.month(Entry, ID), ID, data)
    if size > len(data):
        os.truncate(record, size)
    del data
    for words in (
        ("list", "all"),
        ("show", ID),
        ("export", "all"),
        ("journal", "check"),
        ("import", str(path), "--journal", "other"),
    ):
        ran = mefirst(*words)
        yield " ".join(words[:2]), ran.code, ran.out if words[0] == "journal" else ran.err
    record.unlink()


def main(folder: Path) -> None:
    os.environ["MEFIRST_HOME"] = str(folder / "home")
    root = folder / "home" / "journals" / "default"
    journal = Journal.create("default", root, folder / "home" / "state")
    path = folder / "input"
    for name in inputs(path):
        began = time.process_time()
        for way, code, said in ways(path, journal):
            _say(name, way, code, said, time.process_time() - began)
            began = time.process_time()
    path.rename(root / "format.json")
    began = time.process_time()
    ran = mefirst("list", "all")
    _say("a GiB with nothing in it", "marker", ran.code, ran.err, time.process_time() - began)
    status = Path("/proc/self/status").read_text("ascii")
    sys.stdout.write(json.dumps(int(status.partition("VmHWM:")[2].split()[0]) / 1024) + "\n")


def _say(name: str, way: str, code: int, said: str, seconds: float) -> None:
    sys.stdout.write(json.dumps([name, way, code, said, seconds]) + "\n")


if __name__ == "__main__":
    with all_sealed(really="--sealed" in sys.argv):
        main(Path(sys.argv[1]))
