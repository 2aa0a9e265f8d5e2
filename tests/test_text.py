"""The gate for shown text: no control reaches a terminal, no column is overrun, no word is lost."""

import json
import unicodedata

import pytest
import wcwidth  # noqa: TID253 its tables are what is compared with
from hypothesis import example, given
from hypothesis import strategies as st

from mefirst.text import (
    _ONE_COLUMN,
    Canvas,
    clip,
    encodable,
    fold,
    hang,
    one_line,
    pad,
    safe,
    safe_json,
    safe_lines,
    width,
    wrap,
)

_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}

any_text = st.text(st.characters())  # of every plane, lone surrogates too
nasty = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\0\t\n\r\x1b\x7f\x85\x9b\u2028\u202e\u2066\ud800漢字👩‍👧é\u0301\u200d\ufe0f한ᄀא🇩🇪 -"
        ),
    )
)
whole_characters = nasty.map(
    lambda text: "".join(character for character in text if not "\ud800" <= character <= "\udfff")
)
columns = st.integers(1, 40)


def is_unsafe(character: str) -> bool:
    """Whether a terminal might act on a character, by Unicode's own tables."""
    return (
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(character) in _BIDI
    )


def clusters(text: str) -> list[str]:
    import wcwidth

    return list(wcwidth.iter_graphemes(text))


@given(nasty)
def test_safe_text_holds_no_control_no_bidi_override_and_no_half_character(text: str) -> None:
    """Whatever was typed or pasted, nothing in it can move the cursor or turn a line around."""
    assert not [character for character in safe(text) if is_unsafe(character)]
    assert safe(safe(text)) == safe(text)
    safe(text).encode()


@given(any_text)
def test_safe_leaves_every_harmless_character_as_it_is(text: str) -> None:
    harmless = "".join(character for character in text if not is_unsafe(character))
    assert safe(harmless) == harmless


def test_every_unsafe_character_of_unicode_becomes_visible() -> None:
    """Not a sample: all of them, each as something that can be seen."""
    unsafe = [chr(code) for code in range(0x110000) if is_unsafe(chr(code))]
    assert len(unsafe) == 33 + 32 + 2048 + 2 + 9
    for character in unsafe:
        shown = safe(character)
        assert shown.isprintable()
        assert shown.strip()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\nb", "a␤b"),
        ("a\r\nb", "a␍␤b"),
        ("\x00\t\x7f", "␀␉␡"),
        ("\x9b31m", "<U+009B>31m"),
        ("\u202egnp.exe", "<U+202E>gnp.exe"),
        ("\ud83d", "<U+D83D>"),
        ("[b]bold[/b] é שלום 👩‍👧", "[b]bold[/b] é שלום 👩‍👧"),
    ],
)
def test_what_was_hidden_is_shown(raw: str, shown: str) -> None:
    assert safe(raw) == shown


@given(nasty)
def test_line_breaks_of_every_platform_separate_safe_lines(text: str) -> None:
    """Lines are told apart first, so that a break is a break; the rest of each is safe."""
    lines = safe_lines(text)
    assert not [character for line in lines for character in line if is_unsafe(character)]
    assert safe_lines("a\r\nb\rc\nd") == ["a", "b", "c", "d"]
    assert len(lines) == 1 + text.replace("\r\n", "\n").count("\n") + text.replace("\r\n", "").count("\r")


@given(st.dictionaries(whole_characters, whole_characters))
@example({"\\\x85": "\\\\\u202e", "half": "\ud83d"})
def test_a_json_document_made_safe_says_the_same(document: dict[str, str]) -> None:
    """Escaping changes how a document is written, never what it means; behind backslashes, too."""
    escaped = safe_json(json.dumps(document, ensure_ascii=False))
    assert json.loads(escaped) == document
    assert not [character for character in escaped if is_unsafe(character)]


@given(nasty, st.integers(1, 60))
def test_one_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    flat = one_line(text, limit)
    assert len(flat) <= limit
    assert flat.split() == [word for word in flat.split(" ") if word]
    whole = one_line(text)
    assert whole == " ".join(text.split())
    assert flat == whole or (flat.endswith("…") and whole.startswith(flat[:-1]))


@given(nasty, columns)
@example("0\u10670", 2)
def test_clipped_text_takes_no_more_columns_and_begins_as_the_text_does(text: str, room: int) -> None:
    """A cut shows by its …, wide characters and emoji sequences are never halved."""
    shown = safe(text)
    cut = clip(shown, room)
    assert width(cut) <= room
    assert cut == shown if width(shown) <= room else cut.endswith("…")
    if cut != shown:
        kept = clusters(cut[:-1])
        assert kept == clusters(shown)[: len(kept)]


@given(nasty, columns, st.sampled_from(["", "  ", "– "]))
@example("漢字", 1, "")
@example("ᄀᄀᄀ ab", 3, "")
@example("\ua9be0", 3, "  ")
@example("", 10, "  ")
def test_wrapped_text_keeps_its_columns_and_all_its_characters(text: str, room: int, indent: str) -> None:
    """A line is too long only where a single character is; no word is lost, none is cut."""
    shown = safe(text)
    lines = wrap(shown, room, indent)
    widest = max((width(indent + cluster) for cluster in clusters(shown)), default=width(indent))
    assert lines
    for line in lines:
        assert line.startswith(indent)
        assert width(line) <= max(room, widest)
    body = "".join(line[len(indent) :] for line in lines)
    assert "".join(body.split()) == "".join(shown.split())
    if shown.strip():
        assert all(line[len(indent) :].strip() for line in lines)


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("short", ["short"]),
        ("  + came in a hurry and late", ["  + came in a", "    hurry and", "    late"]),
        ("  − went", ["  − went"]),
        ("one and another one", ["one and another", "one"]),
        ("    aaaaaaaaaaaaaaaa", ["    aaaaaaaaaaa", "    aaaaa"]),
    ],
)
def test_the_rest_of_a_line_hangs_below_where_its_words_begin(line: str, lines: list[str]) -> None:
    assert hang(line, 15) == lines


def test_text_is_wrapped_at_blanks_and_a_longer_word_is_broken() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("one two three", 9, "  ") == ["  one two", "  three"]
    assert wrap("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"]
    assert wrap("漢字漢 x", 4) == ["漢字", "漢 x"]
    assert wrap("", 10) == [""]


@example("\u200d", 1)
@example("\u200d\u200d", 1)
@given(nasty, columns)
def test_padded_text_fills_its_columns(text: str, room: int) -> None:
    shown = safe(text)
    assert pad(shown, room).startswith(shown)
    assert width(pad(shown, room)) >= max(room, width(shown))
    assert pad(shown, room) == shown or not pad(shown, room)[len(shown) :].strip(" ")


@pytest.mark.parametrize(
    ("text", "takes"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("漢字", 4), ("👩‍👧", 2), ("", 0)]
)
def test_width_counts_columns_not_characters(text: str, takes: int) -> None:
    assert width(text) == takes


@given(nasty, st.sampled_from(["ascii", "cp1252", "latin-1", "utf-8"]))
def test_encodable_text_never_fails_to_print(text: str, encoding: str) -> None:
    """What an old terminal cannot say is written as an escape; what it can stays."""
    shown = encodable(text, encoding)
    shown.encode(encoding)
    if text.isascii():
        assert shown == text


def test_what_ascii_cannot_say_is_escaped() -> None:
    assert encodable("●−2", "ascii") == "\\u25cf\\u22122"


@given(nasty)
def test_folding_ignores_case_composition_and_outer_blanks(text: str) -> None:
    """The same alias typed on another keyboard, or with a capital letter, is the same alias."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(text)
    assert fold(f"  {text}\t") == fold(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jürgen", "JU\u0308RGEN", True),
        ("Straße", "STRASSE", True),
        (" deputy ", "Deputy", True),
        ("Ana", "Anä", False),
        ("team lead", "team-lead", False),
    ],
)
def test_which_aliases_are_one(one: str, other: str, same: bool) -> None:
    assert (fold(one) == fold(other)) is same


def test_our_own_signs_become_letters_where_a_terminal_has_none() -> None:
    """M meant, A arrived, S they said, B both; people's own words are not touched beyond our signs."""
    line = "● ○ ◆ ◉ · ─┼│ −2 … “Jürgen’s”"
    assert Canvas().signs(line) == line
    assert Canvas(glyphs=False).signs(line) == 'M A S B . -+| -2 ... "Jürgen\'s"'


def test_what_is_taken_for_one_column_is_one_column() -> None:
    """The characters measured without the tables are those the tables call one column wide, and stand alone."""
    taken = [chr(code) for code in range(0x110000) if _ONE_COLUMN.fullmatch(chr(code))]
    assert len(taken) > 1000
    assert all(wcwidth.wcwidth(character) == 1 for character in taken)
    assert len(list(wcwidth.iter_graphemes("".join(taken)))) == len(taken)
