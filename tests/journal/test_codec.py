"""Documents to bytes and back: exactly, or not at all."""

import json
import time
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mefirst.journal.codec import DEEPEST, MOST_BYTES, MOST_VALUES, Unreadable, decode, digest, encode

OVERRIDES = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}

texts = st.text() | st.text(st.sampled_from('\0\x1b"\\\n\x7f\x85\u2028\u202e\u2066\U0001f468\ufeff'))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
documents = st.dictionaries(texts, values, max_size=6)


def nested(depth: int) -> bytes:
    """A document `depth` levels deep, itself the first."""
    return b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


@given(documents)
@example({})
@example({"deep": [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]})
@example({"big": 2**100, "small": 5e-324, "minus": -0.0})
def test_any_document_reads_back_the_same_and_writes_the_same_bytes(document: dict[str, Any]) -> None:
    """Values, types, key order and bytes: what was stored is what comes back."""
    data = encode(document)
    again = decode(data)
    assert again == document
    assert repr(again) == repr(document)
    assert encode(again) == data
    assert digest(data) == digest(encode(again))


@given(documents)
def test_what_is_stored_can_be_shown_by_any_pager(document: dict[str, Any]) -> None:
    """Nothing in a stored file moves a cursor or turns a line around; it ends in a newline."""
    stored = encode(document).decode()
    assert stored.endswith("}\n")
    assert not {
        character for character in stored if unicodedata.category(character) in {"Cc", "Zl", "Zp"}
    } - {"\n"}
    assert not {character for character in stored if unicodedata.bidirectional(character) in OVERRIDES}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\0" * 4096, "empty"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"a": 1', "not JSON (line 1, column 8)"),
        (b'{"a": 1}{', "not JSON"),
        (b'{"a": 1} x', "not JSON"),
        (b"{'a': 1}", "not JSON"),
        (b'{"a": 01}', "not JSON"),
        (b'{"a": 1,}', "not JSON"),
        (b'{"a": "\x01"}', "not JSON"),
        (b'{"a": "\\x"}', "not JSON"),
        (b'\xef\xbb\xbf{"a": 1}', "byte order mark"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": Infinity}', "Infinity"),
        (b'{"a": [-Infinity]}', "-Infinity"),
        (b'{"a": 1e999}', "1e999"),
        (b'{"a": -1e999}', "-1e999"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number too long"),
        (b'{"a": 1, "a": 1}', "'a' twice"),
        (b'{"b": [{"a": 1, "c": 2, "a": null}]}', "'a' twice"),
        (b'{"a": 1, "\\u0061": 1}', "'a' twice"),
        (b'{"a": "\\ud800"}', "half a character"),
        (b'{"a": ["\\udc00\\ud800"]}', "half a character"),
        (b'{"\\udfff": 1}', "half a character"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b'{"a": "\xed\xa0\x80"}', "not UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        (nested(DEEPEST + 1), "nested deeper"),
    ],
)
def test_what_is_refused_and_what_is_said(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(data)
    assert says in str(refused.value)


def test_what_looks_like_trouble_but_is_none_is_read() -> None:
    """A pair of surrogates is one character, a backslash before u is a backslash, brackets in a text are text."""
    assert decode(b'{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}
    assert decode(b'{"a": "\\\\ud800"}') == {"a": "\\ud800"}
    assert decode(b'{"a": "' + b"[" * 1000 + b'\\"["}') == {"a": "[" * 1000 + '"['}
    assert decode(nested(DEEPEST))["a"] is not None
    assert decode(b'{"a": {"x": 1}, "b": {"x": 1}}') == {"a": {"x": 1}, "b": {"x": 1}}


@pytest.mark.parametrize(
    "bomb",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        nested(100_000),
        b'{"a": "\\\\' + b"[" * 100_000,
        b'{"a":' + b"[" * 40 + b'"' + b'\\"' * 500_000,
        b'{"a":' + b"[" * 40 + b'"' * 999_999,
    ],
    ids=["lists", "maps", "closed", "open text", "open text of quotes", "quotes"],
)
def test_a_bomb_is_refused_at_once(bomb: bytes) -> None:
    """No recursion to the end of the stack, no time that grows with the square of the size."""
    began = time.process_time()
    with pytest.raises(Unreadable):
        decode(bomb)
    assert time.process_time() - began < 1


def test_size_is_bounded_on_both_ways() -> None:
    text = "x" * (MOST_BYTES - 20)
    assert decode(encode({"a": text})) == {"a": text}
    with pytest.raises(Unreadable, match="larger than 4 MiB"):
        encode({"a": text + "x" * 20})
    with pytest.raises(Unreadable, match="larger than 4 MiB"):
        decode(b" " * (MOST_BYTES + 1))


@pytest.mark.parametrize("value", [0, "", [], {}])
def test_the_number_of_values_is_bounded_on_both_ways(value: Any) -> None:
    """What stands in a text is none: only values themselves take memory many times their bytes."""
    each = 2 if value in ([], {}) else 1
    fitting: dict[str, Any] = {"a": [value] * ((MOST_VALUES - 2) // each), "b": ",[{" * MOST_VALUES}
    assert decode(encode(fitting)) == fitting
    fitting["a"] += [value] * 3
    with pytest.raises(Unreadable, match="more than 100,000 values"):
        encode(fitting)
    with pytest.raises(Unreadable, match="more than 100,000 values"):
        decode(json.dumps(fitting).encode())


def deep(depth: int) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for _ in range(depth):
        document = {"a": document}
    return document


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"a": float("nan")}, "NaN"),
        ({"a": [float("inf")]}, "infinity"),
        ({"a": "\ud800"}, "half a character"),
        ({"\udc00": 1}, "half a character"),
        ({"a": (1, 2)}, "does not read back"),
        ({1: "a"}, "does not read back"),
        (deep(DEEPEST + 1), "nested deeper"),
        (deep(100_000), "nested deeper"),
    ],
    ids=["nan", "infinity", "half", "half key", "tuple", "number key", "deep", "very deep"],
)
def test_what_would_not_read_back_is_never_written(document: Any, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        encode(document)
    assert says in str(refused.value)


def test_a_stored_document_is_plain_json_for_everyone_else() -> None:
    """Readable in twenty years, without us."""
    document = {"intent": "zuhören – \u202e", "n": [1, None, True]}
    assert json.loads(encode(document)) == document
    assert "zuhören" in encode(document).decode()
