"""The guard of the whole file: what is no plain UTF-8 text is named, and what to do with it."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.packs import yamltree
from mefirst.packs.codes import CODES
from mefirst.packs.fileguard import HINTS, guard
from mefirst.packs.problems import Mark, Problem
from mefirst.paths import packaged

PACK = """\
mefirst_pack: 1
id: klein
title: Für später
about: Was wäre, wenn? »So« – und „so“.
"""


def zipped(*names: str) -> bytes:
    """A zip archive with members of these names."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return data.getvalue()


def the_problem(data: bytes, name: str = "pack.yaml") -> Problem:
    """The one thing wrong with a file."""
    (found,) = guard(data, name)
    return found


@pytest.mark.parametrize("text", [PACK, PACK.replace("\n", "\r\n"), PACK.rstrip(), "你好: 世界\n", "a: b"])
@pytest.mark.parametrize(
    "name", ["pack.yaml", "pack.yml", "PACK.YAML", "my.own.yaml", "pack", "a.b/c.yaml.d/pack.yaml"]
)
def test_plain_text_is_fine_whatever_it_says(text: str, name: str) -> None:
    """UTF-8 in any script, with any line ends, under any name with one ending."""
    assert guard(text.encode(), name) == []


@pytest.mark.parametrize(
    "path", sorted(packaged("prompts").rglob("*.yaml")), ids=lambda path: "/".join(path.parts[-3:])
)
def test_what_we_ship_is_fine(path: Path) -> None:
    """Neither packs nor translations nor rehearsals are anything but text."""
    assert guard(path.read_bytes(), str(path)) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (rb"{\rtf1\ansi mefirst_pack: 1\par}", "a document with formatting (RTF)"),
        (b"\xef\xbb\xbf\n{\\rtf1", "a document with formatting (RTF)"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "an old Word document (.doc)"),
        (b"<!DOCTYPE html><html>", "a web page (HTML)"),
        (b"\n  <html lang=en>", "a web page (HTML)"),
        (b"<p>mefirst_pack: 1</p>", "a web page (HTML)"),
        (b"<?xml version='1.0'?><office/>", "an XML document"),
        (gzip.compress(b"mefirst_pack: 1", mtime=0), "a compressed archive"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"\xff\xd8\xff\xe0\0", "a picture"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word document (.docx)"),
        (zipped("mimetype", "content.xml"), "a LibreOffice document (.odt)"),
        (zipped("Index/Document.iwa"), "a Pages document"),
        (zipped("Index.zip"), "a Pages document"),
        (zipped("xl/workbook.xml"), "an Excel sheet (.xlsx)"),
        (zipped("something"), "a zip archive"),
        (zipped(), "a zip archive"),
    ],
)
def test_a_document_saved_as_yaml_is_named_for_what_it_is(data: bytes, said: str) -> None:
    """Nobody is told about brackets on line 1 of a Word document."""
    found = the_problem(data)
    assert (found.code, found.mark) == ("P110", Mark())
    assert (
        found.message
        == f"This is {said}, not a text file. Copy the text into a text editor and save that as plain text, UTF-8."
    )


def test_a_zipped_pack_needs_another_name() -> None:
    """It is a pack after all, under the wrong name."""
    found = the_problem(zipped("mine/pack.yaml"))
    assert found.code == "P110"
    assert found.message.startswith(
        "This is a zip archive with a pack in it, not a text file. Give it a name that ends in .zip"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [PACK, "mefirst_pack: 1\ntitle: 你想要什么安静吗\n", "a: b"])
def test_two_or_four_bytes_a_letter_are_recognised(encoding: str, text: str) -> None:
    """With a mark at the beginning or without."""
    found = the_problem(text.encode(encoding))
    assert found.code == "P111"
    assert (
        found.message
        == f"This text is saved as {encoding[:6].upper()}. Open it in a text editor and save it as plain text, UTF-8."
    )


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff"])
def test_a_mark_of_another_encoding_alone_says_enough(mark: bytes) -> None:
    """A file cut off behind its mark is no empty UTF-8 text."""
    assert the_problem(mark).code == "P111"


def test_a_byte_order_mark_is_a_hint_and_no_error() -> None:
    """The reader accepts it, so it keeps nobody from going on."""
    data = b"\xef\xbb\xbf" + PACK.encode()
    found = the_problem(data)
    assert found.code == "P112"
    assert found.code in HINTS
    assert "no harm" in found.message
    assert yamltree.read(data)


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("pack.yaml.txt", "pack.yaml"),
        ("pack.yml.txt", "pack.yml"),
        ("pack.yaml.yaml", "pack.yaml"),
        ("Pack.YAML.TXT", "Pack.YAML"),
        ("pack.yaml.rtf", "pack.yaml"),
        ("my.pack.yaml.txt.txt", "my.pack.yaml"),
        ("somewhere/else/pack.yaml.download", "pack.yaml"),
        ("pack.yaml~", "pack.yaml"),
    ],
)
def test_a_second_ending_is_a_hint(name: str, better: str) -> None:
    """Computers hide the last ending, so the name to give is said."""
    found = the_problem(PACK.encode(), name)
    assert found.code == "P113"
    assert found.code in HINTS
    assert found.message.endswith(f"Rename it to '{better}'.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "nothing but blanks"),
        ("\u00a0\u3000\n".encode(), "nothing but blanks"),
    ],
)
def test_an_empty_file_is_called_empty(data: bytes, said: str) -> None:
    """A file of blanks looks empty as well, and is not quite."""
    found = the_problem(data)
    assert found.code == "P103"
    assert said in found.message


def test_a_mark_and_nothing_else_is_empty_as_well() -> None:
    """An editor that saves an empty file with a mark."""
    assert [problem.code for problem in guard(b"\xef\xbb\xbf\n", "pack.yaml")] == ["P112", "P103"]


@pytest.mark.parametrize(("data", "line"), [(b"a: b\nc: \0d\n", 2), (b"a: b\r\n\r\n\0\0\0", 3), (b"\0", 1)])
def test_zero_bytes_are_told_with_their_line(data: bytes, line: int) -> None:
    """A damaged file, not a text in another encoding."""
    found = the_problem(data)
    assert (found.code, found.mark) == ("P114", Mark(line))


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1252", "Windows-1252"), ("latin-1", "Windows-1252"), ("mac_roman", "Mac Roman")],
)
def test_older_encodings_are_told_line_by_line_with_the_word_that_was_meant(encoding: str, name: str) -> None:
    """What the line probably says shows whether the guess is right."""
    text = "a: b\r\ntitle: Für später\r\nc: d\r\nask: Was wäre schön?\r\n"
    found = guard(text.encode(encoding), "pack.yaml")
    assert [(problem.code, problem.mark) for problem in found] == [
        ("P101", Mark(2, 9)),
        ("P101", Mark(4, 11)),
    ]
    assert found[0].message == (
        f"This line is saved in an older encoding ({name}) and probably says 'Für'. "
        "Open it in a text editor and save it as plain text, UTF-8."
    )
    assert "'wäre'" in found[1].message


def test_of_many_such_lines_the_first_are_told() -> None:
    """Five show what is wrong; the rest are counted."""
    found = guard(("für\n" * 12).encode("cp1252"), "pack.yaml")
    assert [problem.mark.line for problem in found] == [1, 2, 3, 4, 5]
    assert "7 more lines" in found[4].message
    assert not any("more lines" in problem.message for problem in found[:4])


def test_a_letter_cut_in_half_is_told_as_well() -> None:
    """Bytes that are no text in any encoding still have a line."""
    found = the_problem("title: ü\n".encode()[:-2] + b"\n")
    assert (found.code, found.mark.line) == ("P101", 1)


@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_bytes_under_any_name_are_judged(data: bytes, name: str) -> None:
    """What the guard lets pass without an error is UTF-8 text that is not blank."""
    found = guard(data, name)
    assert all(problem.code in CODES and problem.message.endswith(".") for problem in found)
    if not [problem for problem in found if problem.code not in HINTS]:
        assert data.decode().strip()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_no_text_is_taken_for_anything_else(text: str) -> None:
    """Any UTF-8 text of words passes, whatever its script."""
    assert guard(f"title: {text}\n".encode(), "pack.yaml") == []
