"""The document of a share: what reads as one, and what is refused."""

import json
from typing import Any

import pytest

from mefirst.journal.codec import Unreadable, encode
from mefirst.sharing.document import MOST_BYTES, Share

MOMENT = {
    "ref": "0123456789", "on": "2026-11-23", "sphere": None, "people": ["Person A"], "mode": [], "motives": ["help"],
    "feelings": ["calm"], "cleanup": None, "texts": {"intent": "to help"},
    "lines": [
        {"dimension": "trust", "toward": None, "intended": 2, "received": -1.5, "gap": -3.5, "status": "verified",
         "verdict": "backfired"},
    ],
}  # fmt: skip
PROMISE = {
    "ref": "zzzzzzzzzz", "title": "wait", "status": "open", "kind": "do", "due": "2026-W48", "repeat": None,
    "kept": {"k": 1, "n": 2}, "texts": {"cue": "she pauses"},
}  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "schema": "mefirst.share/1", "sequence": 3, "made_on": "2026-11-23", "period": {"first": "2026-W48", "last": None},
    "chosen": {"k": 1, "n": 7}, "moments": [MOMENT], "commitments": [PROMISE],
    "answers": [{"ref": "q1", "answer": "yes"}], "report": None,
}  # fmt: skip


def changed(path: str, value: Any) -> bytes:
    """The document with another value at a path such as moments.0.on."""
    document = json.loads(json.dumps(DOCUMENT))
    *places, last = path.split(".")
    at = document
    for place in places:
        at = at[int(place)] if isinstance(at, list) else at[place]
    at[last] = value
    return encode(document)


def test_a_share_reads_back_byte_for_byte() -> None:
    """What is read is what was written, every field of it."""
    data = Share.read(encode(DOCUMENT)).data()
    assert Share.read(data).data() == data
    assert json.loads(data) == DOCUMENT


REFUSED = [
    ("schema", "mefirst.share/2"),
    ("sequence", 0),
    ("sequence", "3"),
    ("sequence", True),
    ("made_on", "2026-13-01"),
    ("made_on", "2026-W54"),
    ("made_on", "20261123"),
    ("made_on", "yesterday"),
    ("unsaid", "I envy her"),
    ("moments.0.unsaid", "I envy her"),
    ("moments.0.tags", ["secret"]),
    ("moments.0.texts.unsaid", "I envy her"),
    ("moments.0.texts.intent", "x" * 8001),
    ("moments.0.texts.intent", 7),
    ("moments.0.ref", "20261123-4k7q0z2xwm"),
    ("moments.0.ref", "\x1b[31m67890"),
    ("moments.0.people", [""]),
    ("moments.0.people", ["x" * 121]),
    ("moments.0.people", ["x"] * 51),
    ("moments.0.lines.0.intended", 4),
    ("moments.0.lines.0.intended", 1.5),
    ("moments.0.lines.0.received", 3.5),
    ("moments.0.lines.0.verdict", "terrible"),
    ("moments.0.lines.0.quote", "you cut me off"),
    ("moments.0.lines", MOMENT["lines"] * 4),  # type: ignore[operator]
    ("moments", [MOMENT] * 201),
    ("commitments.0.kept", {"k": 3, "n": 2}),
    ("commitments.0.who", "Dana"),
    ("answers.0.ref", "../x"),
]


@pytest.mark.parametrize(("path", "value"), REFUSED)
def test_what_is_no_share_is_refused(path: str, value: Any) -> None:
    """A field beside the known ones, another type, an impossible day, too long: refused, naming the place."""
    with pytest.raises(Unreadable) as refused:
        Share.read(changed(path, value))
    assert len(str(refused.value)) < 300


def test_a_share_stays_below_a_mebibyte() -> None:
    """However the single lengths add up, too large a document is neither made nor sealed."""
    big = Share.read(changed("moments", [{**MOMENT, "texts": {"intent": "x" * 8000}}] * 100))
    assert len(big.data()) < MOST_BYTES
    bigger = big.model_copy(update={"moments": big.moments * 2})
    with pytest.raises(Unreadable, match="larger than 960 KiB"):
        bigger.data()
