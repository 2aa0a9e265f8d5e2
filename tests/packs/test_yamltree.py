"""YAML as people type it: every scalar stays text, every refusal has its line and column, no bomb goes off."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.packs.problems import Mark, Problem, Refused
from mefirst.packs.yamltree import (
    DEEPEST,
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_NODES,
    Items,
    Map,
    Node,
    Text,
    locate,
    read,
    value,
)


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both of PyYAML's parsers: not every machine has the fast one."""
    import yaml

    assert hasattr(yaml, "CBaseLoader")
    if request.param == "pure Python":
        monkeypatch.delattr(yaml, "CBaseLoader")
    return str(request.param)


def refused(data: bytes | str) -> list[tuple[str, int, int, str]]:
    with pytest.raises(Refused) as caught:
        read(data.encode() if isinstance(data, str) else data)
    return [(one.code, one.mark.line, one.mark.column, one.message) for one in caught.value.problems]


# ---- what stands there is what is read


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("true", "true"),
        ("12:30", "12:30"),
        ("1.10", "1.10"),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        ("-2", "-2"),
        (".nan", ".nan"),
        ("2026-11-23", "2026-11-23"),
        ("Null", "Null"),
        ("=", "="),
        ("~", None),
        ("null", None),
        ("", None),
        ('""', ""),
        ("''", ""),
        ('"null"', "null"),
        ("'~'", "~"),
        ('"a\\tb\\nc"', "a\tb\nc"),
        ("'it''s'", "it's"),
        ("Höre zu – 漢字 👩‍👧", "Höre zu – 漢字 👩‍👧"),
        ("|\n  two\n  lines", "two\nlines\n"),
        (">-\n  two\n  lines", "two lines"),
        ("over\n  two lines", "over two lines"),
        ("text # a comment", "text"),
    ],
)
def test_every_scalar_stays_the_text_that_was_typed(typed: str, read_as: str | None) -> None:
    """The question type decides what `no` means; YAML does not."""
    assert value(read(f"a: {typed}\n".encode())) == {"a": read_as}


def test_maps_lists_and_comments_of_every_style(loader: str) -> None:
    data = b"\xef\xbb\xbf# first\na: {b: [c, {d: e}], f: }\ng:\n- h\n- i: j\n  k: [\n    l, m]\n"
    assert value(read(data)) == {
        "a": {"b": ["c", {"d": "e"}], "f": None},
        "g": ["h", {"i": "j", "k": ["l", "m"]}],
    }


def test_line_ends_of_every_platform_are_read_alike() -> None:
    lines = ["a:", "  - b", "  - c", "d: e", ""]
    assert (
        value(read("\n".join(lines).encode()))
        == value(read("\r\n".join(lines).encode()))
        == {"a": ["b", "c"], "d": "e"}
    )


printable = st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Cn"])
texts = st.text(printable | st.sampled_from("\n\t'\"\\:#-[]{},&*!|>%@` "), max_size=30)
trees = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
).filter(lambda tree: tree != "")


def walk(node: Node) -> Iterator[tuple[Mark, str]]:
    """Every place in a tree with the character that must stand there."""
    match node:
        case Text():
            yield node.mark, '"'
        case Items():
            yield node.mark, "["
            for item in node.items:
                yield from walk(item)
        case Map():
            yield node.mark, "{"
            for key, item in node.entries.items():
                yield node.key_marks[key], '"'
                yield from walk(item)


@given(trees)
def test_quoted_text_comes_back_whatever_it_is_and_every_mark_is_where_it_stands(tree: Any) -> None:
    """JSON is YAML: any tree of texts is read as itself, and each mark points at its first character."""
    source = json.dumps(tree, ensure_ascii=False, indent=1)
    if '"<<"' in source:
        return
    node = read(source.encode())
    assert value(node) == tree
    lines = source.split("\n")
    for mark, character in walk(node):
        assert lines[mark.line - 1][mark.column - 1] == character


def test_a_path_leads_to_its_place_or_to_the_nearest_parent() -> None:
    tree = read(b"a:\n  - b: c\n    d: [e, f]\ng: h\n")
    assert locate(tree, ("a", 0, "b")) == Mark(2, 8)
    assert locate(tree, ("a", 0, "b"), key=True) == Mark(2, 5)
    assert locate(tree, ("a", 0, "d", 1)) == Mark(3, 12)
    assert locate(tree, ("a", 0, "missing")) == Mark(2, 5)
    assert locate(tree, ("a", 7)) == Mark(2, 3)
    assert locate(tree, ("missing", "g")) == Mark(1, 1)
    assert locate(tree, ("g", "too", "deep")) == Mark(4, 4)
    assert locate(tree, ()) == Mark(1, 1)


# ---- what is refused, where, and what is said


@pytest.mark.parametrize(
    ("data", "code", "line", "column", "says"),
    [
        ("a: b\nc: &x d\n", "P105", 2, 4, "'&x' is a YAML anchor"),
        ("a: &x [b]\n", "P105", 1, 4, "'&x'"),
        ("a: &x {b: c}\n", "P105", 1, 4, "'&x'"),
        ("&x a: b\n", "P105", 1, 1, "'&x'"),
        ("a: b\nc: *x\n", "P105", 2, 4, "'*x' is a YAML alias"),
        ("a:\n  - *Really* nice\n", "P104", 2, None, "YAML stumbles here"),
        ("a: !!str b\n", "P105", 1, 4, "is a YAML tag"),
        ("a: !who b\n", "P105", 1, 4, "'!who' is a YAML tag"),
        ("a: ! Achtung\n", "P105", 1, 4, "is a YAML tag"),
        ("a: !!python/object/apply:os.system [x]\n", "P105", 1, 4, "is a YAML tag"),
        ("a: b\n<<: {c: d}\n", "P105", 2, 1, "merge"),
        ("a: {b: c, <<: d}\n", "P105", 1, 11, "merge"),
        ("a: b\n---\nc: d\n", "P105", 2, 1, "second document"),
        ("a: b\n...\n---\nc: d\n", "P105", 3, 1, "second document"),
        ("a: 1\nb: 2\na: 3\n", "P106", 3, 1, "'a' stands here a second time; first on line 1"),
        ("x: {a: 1, a: 2}\n", "P106", 1, 11, "'a'"),
        ('a: 1\n"a": 2\n', "P106", 2, 1, "'a'"),
        ('"": 1\n"": 2\n', "P106", 2, 1, "''"),
        # raw controls
        ("a: b\x07c\n", "P107", 1, 5, "U+0007"),
        ("a: b\nc: d\x00\n", "P107", 2, 5, "U+0000"),
        ("a: b\x1b[31m\n", "P107", 1, 5, "U+001B"),
        ("a: b\x7f\n", "P107", 1, 5, "U+007F"),
        ("a: b\x85c: d\n", "P107", 1, 5, "U+0085"),
        ("a: b\r\nc: \x9b\n", "P107", 2, 4, "U+009B"),
        ("a: b\u2028c: d\n", "P107", 1, 5, "U+2028"),
        ("a: b\u2029\n", "P107", 1, 5, "U+2029"),
        ("# \u202e comment\n", "P107", 1, 3, "U+202E"),
        ("a: \u2066b\n", "P107", 1, 4, "U+2066"),
        ("a: b\ufffe\n", "P107", 1, 5, "U+FFFE"),
        ("a: b\uffff\n", "P107", 1, 5, "U+FFFF"),
        # controls that an escape brings in
        ('a: b\nc: "x\\x07"\n', "P107", 2, 4, "U+0007"),
        ('a: "\\0"\n', "P107", 1, 4, "U+0000"),
        ('a: "\\e[31m"\n', "P107", 1, 4, "U+001B"),
        ('a: "\\N"\n', "P107", 1, 4, "U+0085"),
        ('a: "\\L"\n', "P107", 1, 4, "U+2028"),
        ('a: "\\r"\n', "P107", 1, 4, "U+000D"),
        ('a: "\\u202Egnp"\n', "P107", 1, 4, "U+202E"),
        ('"\\u2066": a\n', "P107", 1, 1, "U+2066"),
        # what YAML itself cannot read
        ("a: Note: what came?\n", "P104", 1, 8, "YAML stumbles here"),
        ("a: b\n c: d\n", "P104", 2, 3, "YAML stumbles here"),
        ("a: [b\n", "P104", 1, 6, "YAML stumbles here"),
        ("a: 'b\n", "P104", 1, 6, "YAML stumbles here"),
        ("a: @work\n", "P104", 1, 4, "YAML stumbles here"),
        ("a:\n\t- b\n", "P104", 2, 1, "YAML stumbles here"),
        ("[a]: b\n", "P104", 1, 1, "A word was expected"),
        ("{a: b}: c\n", "P104", 1, 1, "A word was expected"),
        # nothing at all
        ("", "P103", 1, 1, "empty"),
        (" \n\n", "P103", 1, 1, "empty"),
        ("\ufeff", "P103", 1, 1, "empty"),
        ("# only\n# comments\n", "P103", 1, 1, "comments"),
        # too much
        ("a: " + "x" * (LONGEST_TEXT + 1), "P108", 1, 4, f"longer than {LONGEST_TEXT}"),
        ("a: " + "[" * DEEPEST + "]" * DEEPEST, "P108", 1, 3 + DEEPEST, f"deeper than {DEEPEST}"),
        ("- a\n" * MOST_NODES, "P108", MOST_NODES, 3, f"more than {MOST_NODES}"),
        ("#" * (MOST_BYTES + 1), "P102", 1, 1, "256 KiB"),
    ],
)
def test_what_is_refused_and_where(data: str, code: str, line: int, column: int | None, says: str) -> None:
    found = refused(data)[0]
    assert found[:2] == (code, line)
    assert column is None or found[2] == column
    assert says in found[3]


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"a: b\nc: \xff\n", 2), (b"\xe9", 1), ("a: b\n".encode("utf-16"), 1), (b"a: \xed\xa0\x80\n", 1)],
)
def test_a_file_that_is_not_utf8_is_refused_with_its_line(data: bytes, line: int) -> None:
    assert [found[:2] for found in refused(data)] == [("P101", line)]


def test_an_escaped_half_character_is_refused_by_either_parser() -> None:
    for escape in ("\\ud800", "\\udfff"):
        assert refused(f'a: "{escape}"\n')[0][0] in {"P104", "P107"}


def test_what_stays_just_within_the_limits_is_read() -> None:
    assert value(read(b"a: " + b"x" * LONGEST_TEXT)) == {"a": "x" * LONGEST_TEXT}
    deep = "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    assert isinstance(read(f"a: {deep}".encode()), Map)
    wide = read(b"- a\n" * (MOST_NODES - 1))
    assert isinstance(wide, Items)
    assert len(wide.items) == MOST_NODES - 1
    assert value(read(b"#" * (MOST_BYTES - 5) + b"\na: b")) == {"a": "b"}


def test_every_duplicate_and_hidden_character_is_named_at_once() -> None:
    """All at once, in reading order; the last thing named is where reading had to stop."""
    found = refused('a: 1\na: 2\nb: "\\e"\na: 3\nc: &x d\na: 4\n')
    assert [one[:2] for one in found] == [("P106", 2), ("P107", 3), ("P106", 4), ("P105", 5)]


# ---- bombs

_LAUGHS = "a: &a [lol]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS: dict[str, Callable[[], bytes]] = {
    "lists": lambda: b"[" * 100_000,
    "closed lists": lambda: b"[" * 100_000 + b"]" * 100_000,
    "maps": lambda: b"{" * 100_000,
    "maps in maps": lambda: b'{"a":' * 50_000,
    "dashes": lambda: b"- " * 100_000,
    "questions": lambda: b"? " * 100_000,
    "indented": lambda: b"".join(b" " * depth + b"a:\n" for depth in range(700)),
    "laughs": _LAUGHS.encode,
    "commas": lambda: b"[" + b"a," * 120_000 + b"]",
    "keys": lambda: b"".join(b"k%d: v\n" % number for number in range(20_000)),
    "one word": lambda: b"a" * MOST_BYTES,
    "one text": lambda: b'"' + b"a" * (MOST_BYTES - 2) + b'"',
    "anchors": lambda: b"&a " * 80_000,
    "tags": lambda: b"!a " * 80_000,
    "exclamation": lambda: b"!" * 200_000,
    "block": lambda: b"a: |\n" + b" x\n" * 80_000,
    "duplicates": lambda: b"a: b\n" * 50_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_stops_at_once(name: str, loader: str) -> None:
    """Refused by a limit, before it has grown: never the interpreter's stack, never seconds."""
    data = BOMBS[name]()
    began = time.process_time()
    assert refused(data)
    if loader == "libyaml":
        assert time.process_time() - began < 1


@given(
    st.binary(max_size=200)
    | st.text(printable | st.sampled_from("\n\t :-[]{}'\"&*!|>%@#?,"), max_size=80).map(str.encode)
)
def test_any_bytes_are_read_or_refused_with_a_place(data: bytes) -> None:
    """Never a traceback, whatever is dropped on it."""
    problems: tuple[Problem, ...] = ()
    try:
        json.dumps(value(read(data)))
    except Refused as found:
        problems = found.problems
    for one in problems:
        assert one.mark >= Mark(1, 1)
        assert one.message
