"""The two streams: what they can show, and that nothing raw, lost or noisy comes out of them."""

import io
import os
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.terminal.console import Console, canvas


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal, and keeps what is written to it."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def written(self) -> bytes:
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue()


class Piped(Terminal):
    """The same, piped."""

    def isatty(self) -> bool:
        return False


class Refusing(Terminal):
    """A stream that takes nothing any more."""

    def __init__(self, refusal: Exception) -> None:
        super().__init__()
        self.refusal = refusal

    def write(self, text: str) -> int:
        raise self.refusal


CAPABLE = {"TERM": "xterm-256color"}


# --- What a stream can show


@pytest.mark.parametrize(
    ("stream", "environment", "color"),
    [
        (Terminal(), CAPABLE, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {}, False),
        (Terminal(), {**CAPABLE, "NO_COLOR": "1"}, False),
        (Terminal(), {**CAPABLE, "NO_COLOR": ""}, True),
        (Terminal(), {**CAPABLE, "NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (Piped(), CAPABLE, False),
        (Piped(), {"FORCE_COLOR": "1"}, True),
        (Piped(), {"FORCE_COLOR": ""}, False),
    ],
)
def test_color_is_for_terminals_unless_somebody_says_otherwise(
    stream: TextIO, environment: dict[str, str], color: bool
) -> None:
    """NO_COLOR wins (https://no-color.org), set to anything but nothing."""
    assert canvas(stream, environment).color is color


@pytest.mark.parametrize(
    ("columns", "width"), [("100", 100), ("5", 20), ("0", 80), ("-3", 80), ("wide", 80), ("²", 80), ("", 80)]
)
def test_the_width_is_what_columns_says_where_it_says_a_number(columns: str, width: int) -> None:
    """Never narrower than a word and its neighbor."""
    assert canvas(Piped(), {"COLUMNS": columns}).width == width


def test_the_width_of_a_terminal_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([(132, 40), (7, 40)])
    monkeypatch.setattr("shutil.get_terminal_size", lambda _: os.terminal_size(next(sizes)))
    assert canvas(Terminal(), {}).width == 132
    assert canvas(Terminal(), {}).width == 20


@pytest.mark.parametrize(
    ("encoding", "glyphs"),
    [
        ("utf-8", True),
        ("utf-16", True),
        ("latin-1", False),
        ("ascii", False),
        ("cp1252", False),
        ("cp437", False),
    ],
)
def test_signs_are_letters_where_the_encoding_lacks_them(encoding: str, glyphs: bool) -> None:
    seen = canvas(Terminal(encoding), {})
    assert seen.glyphs is glyphs
    assert seen.signs("● meant −2…") == ("● meant −2…" if glyphs else "M meant -2...")


def test_a_stream_of_no_known_encoding_gets_letters() -> None:
    class Odd(Piped):
        encoding = "no-such-thing"

    class Silent(Piped):
        encoding = None  # type: ignore[assignment]

    assert not canvas(Odd(), {}).glyphs
    assert not canvas(Silent(), {}).glyphs


def test_each_stream_has_a_canvas_of_its_own() -> None:
    console = Console(Piped("ascii"), Terminal())
    assert not console.canvas.glyphs
    assert console.error_canvas.glyphs


# --- Writing


@given(st.text(), st.sampled_from(["utf-8", "latin-1", "ascii", "cp1252"]))
def test_any_text_can_be_written_to_any_stream(text: str, encoding: str) -> None:
    """What the encoding cannot say is escaped, never an error, and ends in a line."""
    out, error = Piped(encoding), Piped(encoding)
    console = Console(out, error)
    console.data(text)
    console.note(text)
    assert out.written == error.written == text.encode(encoding, "backslashreplace") + b"\n"


def test_data_and_notes_do_not_mix() -> None:
    out, error = Piped(), Piped()
    console = Console(out, error)
    console.data("what was asked for")
    console.note("Saved.")
    console.prompt("> ")
    assert out.written == b"what was asked for\n"
    assert error.written == b"Saved.\n> "


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_a_document_is_utf8_whatever_the_locale(encoding: str) -> None:
    """A JSON document is (RFC 8259, section 8.1)."""
    out = Piped(encoding)
    console = Console(out, Piped())
    console.data("before")
    console.document('{"to": "Zoë ●"}')
    assert out.written == 'before\n{"to": "Zoë ●"}\n'.encode()


def test_a_document_goes_to_a_stream_of_text_as_well() -> None:
    out = io.StringIO()
    Console(out, Piped()).document('{"a": "●"}')
    assert out.getvalue() == '{"a": "●"}\n'


@pytest.mark.parametrize(
    "refusal", [BrokenPipeError(), OSError(28, "No space left"), ValueError("closed file")]
)
def test_notes_that_nobody_can_read_undo_nothing(refusal: Exception) -> None:
    console = Console(Piped(), Refusing(refusal))
    console.note("Saved.")
    console.prompt("> ")


@pytest.mark.parametrize("refusal", [BrokenPipeError(), OSError(28, "No space left")])
def test_data_that_cannot_be_written_is_told(refusal: Exception) -> None:
    """Whoever asked for it must know that it is not all there."""
    with pytest.raises(type(refusal)):
        Console(Refusing(refusal), Piped()).data("a table")


def test_a_closed_stderr_is_quiet(tmp_path: Path) -> None:
    closed = (tmp_path / "stderr").open("w")
    closed.close()
    out = Piped()
    console = Console(out, closed)
    console.note("Saved.")
    console.prompt("> ")
    console.data("data")
    assert out.written == b"data\n"


def test_the_streams_of_the_program_are_used_unless_given(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    console.data("data")
    console.note("note")
    assert capsys.readouterr() == ("data\n", "note\n")
