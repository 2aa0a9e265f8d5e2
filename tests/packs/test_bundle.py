"""A pack as its files: whatever a stranger sends is read within limits, by name, or refused with the reason."""

import io
import json
import os
import socket
import stat
import subprocess
import sys
import time
import warnings
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.errors import PackProblems
from mefirst.packs import disk
from mefirst.packs.bundle import MOST_BYTES, MOST_FILES, Bundle, from_files, is_pack_file, to_yaml
from mefirst.packs.disk import from_file, from_folder
from mefirst.packs.refusals import BadPackSource, NoPackThere, PackNeedsZip
from mefirst.packs.zipped import MOST_ARCHIVE, MOST_MEMBERS, from_zip, to_zip
from mefirst.paths import packaged

PACK = b"""mefirst_pack: 1
id: small
version: 1.0.0
title: Small
for: entry
questions:
  - {id: hope, type: long, ask: What did you hope for?, fills: intent}
  - {id: came, type: long, ask: What came of it?, fills: impact}
"""
FILES = {
    "README.md": b"# Small\n",
    "lang/de.yaml": b"mefirst_translation: 1\n",
    "lang/pt-BR.yaml": b"mefirst_translation: 1\n",
    "pack.yaml": PACK,
    "rehearsals/a-good-day.yaml": b"mefirst_rehearsal: 1\n",
}


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members, whatever they are called."""
    written = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(written, "w", method) as archive:
        warnings.simplefilter("ignore")  # of a name that is in it twice
        for name, data in members:
            archive.writestr(name, data)
    return written.getvalue()


def in_folder(folder: Path, files: dict[str, bytes] = FILES) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def refused(read: Callable[[], object]) -> list[str]:
    """The lines of a refusal, which came within a second (of work: the machine may be busy with other things)."""
    started = time.process_time()
    with pytest.raises(BadPackSource) as caught:
        read()
    assert time.process_time() - started < 1
    return caught.value.lines()


# ---- what a pack is


@pytest.mark.parametrize(
    "path",
    [
        "pack.yaml", "README.md", "lang/de.yaml", "lang/pt-BR.yaml", "lang/zh-Hant-TW.yaml", "lang/gsw.yaml",
        "rehearsals/a.yaml", "rehearsals/Hard week 2.yaml", "rehearsals/v1.2_final.yaml",
    ],
)  # fmt: skip
def test_the_files_of_a_pack_are_read(path: str) -> None:
    assert is_pack_file(path)
    assert from_files({"pack.yaml": PACK, path: b"x"}).files[path] == b"x"


@pytest.mark.parametrize(
    "path",
    [
        "", "run.py", "setup.yaml", "readme.md", "docs/README.md", "lang/notes.txt", "lang/deep/de.yaml", "Makefile",
        "pack.yaml.txt", "pack.yaml\n", "x/pack.yaml", "/pack.yaml", "../pack.yaml", "lang/../pack.yaml",
        "lang\\de.yaml", "rehearsals/", "pack.yaml/", "lang/.de.yaml",
    ],
)  # fmt: skip
def test_nothing_else_is_read(path: str) -> None:
    assert not is_pack_file(path)
    assert list(from_files({"pack.yaml": PACK, path: b"x"}).files) == ["pack.yaml"]


@pytest.mark.parametrize(
    "path",
    [
        "pack.yml", "Pack.yaml", "lang/de_DE.yaml", "lang/DE.yaml", "Lang/de.yaml", "lang/de.yml", "lang/german.yaml",
        "rehearsals/-x.yaml", "rehearsals/Übung.yaml", "rehearsals/a.yml", f"rehearsals/{'x' * 70}.yaml",
        "rehearsals/con.yaml", "rehearsals/NUL.tar.yaml", "rehearsals/com1 .yaml", "lang/aux.yaml",
    ],
)  # fmt: skip
def test_a_file_that_was_meant_to_be_read_is_not_passed_over_in_silence(path: str) -> None:
    """Also a name Windows keeps for a device: the pack could not be installed there."""
    assert not is_pack_file(path)
    what, why, hint = refused(lambda: from_files({"pack.yaml": PACK, path: b"x"}, "small"))
    assert what == "small cannot be taken in as a pack."
    assert why == f"'{path if len(path) < 80 else path[:79] + '…'}' is not a name a pack can have."
    assert "rehearsals/a-good-day.yaml" in hint


def test_without_a_pack_yaml_there_is_no_pack() -> None:
    assert refused(lambda: from_files({"README.md": b"# x"}, "x"))[1] == "There is no pack.yaml in it."


def test_the_digest_is_that_of_a_listing_anybody_can_make() -> None:
    """A line a file, `sha256  size  path`, sorted by path; the order they came in does not matter."""
    listing = "".join(
        f"{sha256(FILES[path]).hexdigest()}  {len(FILES[path])}  {path}\n" for path in sorted(FILES)
    )
    assert from_files(FILES).digest == sha256(listing.encode()).hexdigest()
    assert Bundle(dict(reversed(FILES.items()))).digest == from_files(FILES).digest


@given(st.sampled_from(sorted(FILES)), st.data())
def test_every_byte_of_every_file_is_in_the_digest(path: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(FILES[path]) - 1))
    changed = bytearray(FILES[path])
    changed[place] ^= data.draw(st.integers(1, 255))
    assert Bundle({**FILES, path: bytes(changed)}).digest != Bundle(FILES).digest


def test_a_file_moved_or_left_out_gives_another_digest() -> None:
    moved = {**FILES, "lang/fr.yaml": FILES["lang/de.yaml"]}
    del moved["lang/de.yaml"]
    left_out = {path: data for path, data in FILES.items() if path != "README.md"}
    assert len({Bundle(files).digest for files in (FILES, moved, left_out)}) == 3


def test_the_members_say_what_is_in_it_by_path() -> None:
    members = Bundle(dict(reversed(FILES.items()))).members
    assert [one.path for one in members] == sorted(FILES)
    assert members[0] == ("README.md", 8, sha256(b"# Small\n").hexdigest())


def test_the_pack_in_it_is_read() -> None:
    assert from_files(FILES).loaded().pack.id == "small"


def test_a_broken_pack_names_file_line_and_column() -> None:
    """By the name its author knows the file by."""
    broken = from_files({"pack.yaml": PACK.replace(b"type: long", b"type: lnog", 1)})
    for name, told in (("pack.yaml", ()), ("mine.yaml", ("mine.yaml",))):
        with pytest.raises(PackProblems) as caught:
            broken.loaded(*told)
        assert caught.value.located[0].startswith(f"{name}:7:22  P205  'lnog' is no question type.")


# ---- folders


@pytest.mark.parametrize("name", ["daily", "deep"])
def test_the_packs_we_ship_are_read_whole(name: str) -> None:
    folder = packaged("prompts") / name
    read = from_folder(folder)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(read.files) == there
    assert read.loaded().pack.id == name


def test_a_folder_is_read_as_it_stands(tmp_path: Path) -> None:
    assert from_folder(in_folder(tmp_path)) == Bundle(FILES)


def test_what_else_lies_in_a_folder_is_left_alone(tmp_path: Path) -> None:
    """Neither hidden files, nor other folders, nor folders with the name of a file."""
    in_folder(tmp_path, {**FILES, ".git/config": b"x", "lang/._de.yaml": b"x", "notes/pack.yaml": b"x"})
    in_folder(
        tmp_path, {"LICENSE": b"x", "lang/fr.yaml/x": b"x", "lang/x/de.yaml": b"x", "lang/lang/de.yaml": b"x"}
    )
    (tmp_path / ".venv").symlink_to("/")
    assert from_folder(tmp_path) == Bundle(FILES)


@pytest.mark.parametrize(
    "path",
    [
        "pack.yaml",
        "README.md",
        "lang",
        "rehearsals",
        "lang/de.yaml",
        "rehearsals/x.yaml",
        "notes",
        "lang/notes",
    ],
)
@pytest.mark.parametrize("target", ["real", "gone"])
def test_a_folder_with_a_link_is_refused_by_the_name_of_the_link(
    tmp_path: Path, path: str, target: str
) -> None:
    """What it leads to is not read, be it there or not, inside or outside."""
    files = {name: data for name, data in FILES.items() if name != path and not name.startswith(f"{path}/")}
    folder = in_folder(tmp_path / "pack", files)
    in_folder(tmp_path / "real", {"de.yaml": b"x"})
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).symlink_to(tmp_path / target)
    assert refused(lambda: from_folder(folder))[1] == f"'{path}' is a link, and links are not followed."


def test_a_file_that_becomes_a_link_after_it_was_listed_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(PACK)
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "pack.yaml").symlink_to(secret)
    monkeypatch.setattr(disk, "_listed", lambda *_: ["pack.yaml"])
    assert (
        refused(lambda: from_folder(folder))[1]
        == "'pack.yaml' is a link or no regular file, and is not followed."
    )


@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_what_only_looks_like_a_file_is_refused_without_waiting(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe in the place of a file would be waited for until somebody writes to it."""
    in_folder(tmp_path)
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    if kind == "pipe":
        os.mkfifo("lang/fr.yaml")
        listening = None
    else:
        listening = socket.socket(socket.AF_UNIX)
        listening.bind("lang/fr.yaml")
    try:
        assert "'lang/fr.yaml' is a link or no regular file" in refused(lambda: from_folder(tmp_path))[1]
        assert refused(lambda: from_file(tmp_path / "lang" / "fr.yaml"))[1] == "It is no regular file."
    finally:
        if listening:
            listening.close()


def test_a_folder_with_two_spellings_of_a_name_is_refused(tmp_path: Path) -> None:
    """On another computer one of them would replace the other."""
    in_folder(tmp_path, {**FILES, "rehearsals/A-good-day.yaml": b"x"})
    if len(list((tmp_path / "rehearsals").iterdir())) == 1:
        pytest.skip("needs a mount that tells A from a")
    assert "is in there twice, or in two spellings" in refused(lambda: from_folder(tmp_path))[1]


def test_a_folder_holds_so_many_files_and_no_more(tmp_path: Path) -> None:
    in_folder(tmp_path, {"pack.yaml": PACK})
    in_folder(tmp_path, {f"rehearsals/{number:03}.yaml": b"x" for number in range(MOST_FILES - 1)})
    assert len(from_folder(tmp_path).files) == MOST_FILES
    in_folder(tmp_path, {"rehearsals/last.yaml": b"x"})
    assert refused(lambda: from_folder(tmp_path))[1] == f"It has more than {MOST_FILES} files."


def test_a_folder_holds_so_many_bytes_and_no_more(tmp_path: Path) -> None:
    """All files together; the one that passes the limit is named."""
    in_folder(tmp_path, {"pack.yaml": PACK, "README.md": b"x" * (MOST_BYTES - len(PACK))})
    assert len(from_folder(tmp_path).files) == 2
    in_folder(tmp_path, {"rehearsals/drop.yaml": b"x"})
    assert refused(lambda: from_folder(tmp_path))[1] == "'rehearsals/drop.yaml' makes it larger than 2 MiB."


def test_a_folder_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoPackThere) as caught:
        from_folder(tmp_path / "gone")
    assert caught.value.exit_code == 4
    assert str(tmp_path / "gone") in caught.value.what
    file = tmp_path / "file"
    file.touch()
    assert refused(lambda: from_folder(file))[:2] == [
        "file cannot be taken in as a pack.",
        "It cannot be read: Not a directory.",
    ]


# ---- zips


def test_a_zip_is_read_as_the_folder_it_was_made_of() -> None:
    assert from_zip(zipped(*FILES.items())) == Bundle(FILES)


@pytest.mark.parametrize("top", ["small/", "small-1.0.0/", "./", "./small/"])
def test_one_top_folder_is_stripped(top: str) -> None:
    """As zipping a folder, downloading a repository and `tar` make them."""
    members = [(f"{top}{path}", data) for path, data in FILES.items()]
    assert from_zip(zipped((top, b""), (f"{top}lang/", b""), *members)) == Bundle(FILES)


def test_what_systems_leave_in_a_zip_is_passed_over() -> None:
    clutter = (
        "__MACOSX/small/._pack.yaml",
        "small/.DS_Store",
        ".DS_Store",
        "small/lang/._de.yaml",
        "small/.git/HEAD",
    )
    members = [(f"small/{path}", data) for path, data in FILES.items()]
    assert from_zip(zipped(*((name, b"x") for name in clutter), *members)) == Bundle(FILES)


def test_two_top_folders_are_not_guessed_at() -> None:
    both = [(f"{top}/pack.yaml", PACK) for top in ("one", "two")]
    assert refused(lambda: from_zip(zipped(*both), "both.zip"))[1] == "There is no pack.yaml in it."


def _linked(name: str, kind: int = stat.S_IFLNK) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    return info


def _renamed(old: bytes, new: bytes) -> bytes:
    """A zip one of whose names no writer of zips would write."""
    data = zipped(("pack.yaml", PACK), (old.decode(), b"x"))
    assert data.count(old) == 2
    return data.replace(old, new)


def _flagged(flag: int) -> bytes:
    """A zip whose second member has a flag set, in both of its headers."""
    data = bytearray(zipped(("pack.yaml", PACK), ("README.md", b"x")))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rindex(signature) + place
        data[at : at + 2] = (int.from_bytes(data[at : at + 2], "little") | flag).to_bytes(2, "little")
    return bytes(data)


_PATH = "is no path inside the pack."
_ABSOLUTE = "is an absolute path."
_SLASHES = "is written with backslashes. Make the zip anew with another program."
_LINK = "is a link or no regular file, and is not followed."
_TWICE = "is in there twice, or in two spellings."
_LOCKED = "is encrypted. Make the zip without a password."
HOSTILE: dict[str, tuple[bytes, str, str]] = {
    "up": (zipped(("pack.yaml", PACK), ("../evil", b"x")), "../evil", _PATH),
    "up inside": (zipped(("pack.yaml", PACK), ("lang/../../evil", b"x")), "lang/../../evil", _PATH),
    "up at the end": (zipped(("pack.yaml", PACK), ("lang/..", b"x")), "lang/..", _PATH),
    "up folder": (zipped(("pack.yaml", PACK), ("../", b"")), "../", _PATH),
    "dotted": (zipped(("pack.yaml", PACK), ("lang/./de.yaml", b"x")), "lang/./de.yaml", _PATH),
    "doubled slash": (zipped(("pack.yaml", PACK), ("lang//de.yaml", b"x")), "lang//de.yaml", _PATH),
    "up behind ./": (zipped(("pack.yaml", PACK), ("./../evil", b"x")), "../evil", _PATH),
    "absolute": (zipped(("pack.yaml", PACK), ("/etc/passwd", b"x")), "/etc/passwd", _ABSOLUTE),
    "absolute folder": (zipped(("pack.yaml", PACK), ("/", b"")), "/", _ABSOLUTE),
    "absolute behind ./": (zipped(("pack.yaml", PACK), (".//evil", b"x")), "/evil", _ABSOLUTE),
    "drive": (zipped(("pack.yaml", PACK), ("C:/evil", b"x")), "C:/evil", _ABSOLUTE),
    "drive, relative": (zipped(("pack.yaml", PACK), ("c:evil", b"x")), "c:evil", _ABSOLUTE),
    "backslash": (_renamed(b"lang_de.yaml", b"lang\\de.yaml"), "lang\\de.yaml", _SLASHES),
    "backslash up": (_renamed(b".._evil", b"..\\evil"), "..\\evil", _SLASHES),
    "share": (_renamed(b"__host_evil", b"\\\\host\\evil"), "\\\\host\\evil", _SLASHES),
    "link": (zipped(("pack.yaml", PACK), (_linked("README.md"), b"/etc/passwd")), "README.md", _LINK),
    "link unread": (zipped(("pack.yaml", PACK), (_linked("notes"), b"..")), "notes", _LINK),
    "link pack": (zipped((_linked("pack.yaml"), b"x.yaml")), "pack.yaml", _LINK),
    "link folder": (zipped(("pack.yaml", PACK), (_linked("lang/"), b"..")), "lang/", _LINK),
    "pipe": (zipped(("pack.yaml", PACK), (_linked("README.md", stat.S_IFIFO), b"")), "README.md", _LINK),
    "device": (zipped(("pack.yaml", PACK), (_linked("README.md", stat.S_IFCHR), b"")), "README.md", _LINK),
    "twice": (zipped(("pack.yaml", PACK), ("pack.yaml", b"x")), "pack.yaml", _TWICE),
    "twice behind ./": (zipped(("pack.yaml", PACK), ("./pack.yaml", b"x")), "pack.yaml", _TWICE),
    "case": (zipped(("README.md", b"x"), ("pack.yaml", PACK), ("readme.md", b"x")), "readme.md", _TWICE),
    "case of a folder": (zipped(("x/pack.yaml", PACK), ("X/pack.yaml", b"x")), "X/pack.yaml", _TWICE),
    "composed": (zipped(("n\u00e9.md", b"x"), ("ne\u0301.md", b"x")), "ne\u0301.md", _TWICE),
    "encrypted": (_flagged(0x1), "README.md", _LOCKED),
    "strongly encrypted": (_flagged(0x41), "README.md", _LOCKED),
    "hidden directory": (_flagged(0x2000), "README.md", _LOCKED),
    "NUL": (_renamed(b"README.mdX", b"README.md\0"), "README.md\0", "has an invisible character in its name."),
    "NUL first": (_renamed(b"XREADME.md", b"\0README.md"), "\0README.md", "has an invisible character in its name."),
    "escape": (_renamed(b"X[31mx", b"\x1b[31mx"), "\x1b[31mx", "has an invisible character in its name."),
    "lzma": (
        zipped(("pack.yaml", PACK), method=zipfile.ZIP_LZMA),
        "pack.yaml",
        "is compressed in a way packs do without (method 14).",
    ),
    "bzip2": (
        zipped(("pack.yaml", PACK), method=zipfile.ZIP_BZIP2),
        "pack.yaml",
        "is compressed in a way packs do without (method 12).",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused_by_the_name_of_its_member(name: str) -> None:
    data, member, why = HOSTILE[name]
    lines = refused(lambda: from_zip(data, "evil.zip"))
    assert lines[:2] == ["evil.zip cannot be taken in as a pack.", f"'{member}' {why}"]


def test_a_member_with_an_endless_name_is_named_in_short() -> None:
    data = zipped(("pack.yaml", PACK), ("../" + "x" * 60_000, b"x"))
    assert refused(lambda: from_zip(data))[1] == f"'../{'x' * 76}…' is no path inside the pack."


def test_a_zip_holds_so_many_files_and_no_more() -> None:
    """Files that are read; what else lies beside them is counted more generously."""
    members = [(f"rehearsals/{number}.yaml", b"x") for number in range(MOST_FILES)]
    others = [(f"pictures/{number}.png", b"x") for number in range(100)]
    assert len(from_zip(zipped(("pack.yaml", PACK), *members[1:], *others)).files) == MOST_FILES
    too_many = zipped(("pack.yaml", PACK), *members)
    assert refused(lambda: from_zip(too_many))[1] == f"It has more than {MOST_FILES} files."


def test_a_zip_holds_so_many_bytes_and_no_more() -> None:
    exactly = [("pack.yaml", PACK), ("README.md", b"x" * (MOST_BYTES - len(PACK)))]
    assert len(from_zip(zipped(*exactly)).files) == 2
    too_much = zipped(*exactly, ("rehearsals/drop.yaml", b"x"))
    assert refused(lambda: from_zip(too_much))[1] == "'rehearsals/drop.yaml' makes it larger than 2 MiB."


def test_a_large_member_that_is_not_read_does_no_harm() -> None:
    assert from_zip(zipped(("pack.yaml", PACK), ("film.mp4", bytes(50_000_000)))) == Bundle(
        {"pack.yaml": PACK}
    )


def test_a_member_is_counted_while_it_is_read_whatever_its_header_says() -> None:
    """A zip that promises one byte and holds more is damaged, not believed."""
    data = bytearray(zipped(("pack.yaml", PACK)))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rindex(signature) + place
        data[at : at + 4] = (1).to_bytes(4, "little")
    assert "The zip is damaged" in refused(lambda: from_zip(bytes(data)))[1]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x03\x04",
        b"PK\x05\x06" + bytes(18),
        b"no zip at all",
        bytes(1000),
        zipped(*FILES.items())[:-30],
        zipped(*FILES.items()).replace(b"PK\x03\x04", b"PK\x03\x05"),
    ],
)
def test_a_broken_or_an_empty_zip_is_refused(data: bytes) -> None:
    assert refused(lambda: from_zip(data, "x.zip"))[0] == "x.zip cannot be taken in as a pack."


def test_a_zip_too_large_for_a_pack_is_not_even_opened() -> None:
    assert (
        refused(lambda: from_zip(zipped(*FILES.items()) + bytes(MOST_ARCHIVE)))[1]
        == "It is larger than 4 MiB."
    )


@given(st.data())
def test_a_zip_that_was_tampered_with_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    """Bytes changed, lost or put in anywhere; what is read all the same is what was in it."""
    good = bytearray(zipped(*FILES.items()))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(good) - 1))
        end = data.draw(st.integers(at, min(at + 8, len(good))))
        good[at:end] = data.draw(st.binary(max_size=8))
    try:
        read = from_zip(bytes(good))
    except BadPackSource:
        return
    assert all(FILES.get(path, content) == content for path, content in read.files.items())


@pytest.mark.parametrize("inside", ["[Content_Types].xml", "META-INF/manifest.xml"])
def test_an_office_document_is_told_from_a_pack(inside: str) -> None:
    """A .docx and an .odt are zips; people save their questions as such."""
    lines = refused(lambda: from_zip(zipped((inside, b"<x/>"), ("word/document.xml", b"<x/>")), "pack.yaml"))
    assert lines[1] == "It is an office document."
    assert "plain text" in lines[2]


# ---- what costs too much


MEASURE = """
import json, sys, time
from pathlib import Path
from mefirst.errors import MefirstError
from mefirst.packs import disk
def peak():  # in KiB, of this program alone: ru_maxrss would count whoever started it
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
before = peak()
started = time.process_time()
try:
    getattr(disk, sys.argv[1])(Path(sys.argv[2]))
    said = ["taken in"]
except MefirstError as error:
    said = error.lines()
seconds = time.process_time() - started
after = peak()
print(json.dumps({"said": said, "seconds": seconds, "peak": after / 1024, "more": (after - before) / 1024}))
"""


def measured(reader: str, path: Path) -> dict[str, Any]:
    """What a fresh process says of a source, the seconds it took and its peak memory in MiB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, reader, str(path)], capture_output=True, check=True, text=True
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _sparse(path: Path, size: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


def _bomb(path: Path) -> Path:
    path.write_bytes(zipped(("pack.yaml", bytes(50_000_000))))
    assert path.stat().st_size < 52_000
    return path


def _many_small_bombs(path: Path) -> Path:
    path.write_bytes(
        zipped(("pack.yaml", PACK), *((f"rehearsals/{n}.yaml", bytes(1_000_000)) for n in range(60)))
    )
    return path


def _endless_directory(path: Path) -> Path:
    """As many entries as fit, all of one member."""
    members = zipped(("a", b""), method=zipfile.ZIP_STORED)
    at, end = members.index(b"PK\x01\x02"), members.index(b"PK\x05\x06")
    count = (MOST_ARCHIVE - 200) // (end - at)
    directory = members[at:end] * count
    tail = bytearray(members[end:])
    tail[12:16] = len(directory).to_bytes(4, "little")
    path.write_bytes(members[:at] + directory + tail)
    assert MOST_ARCHIVE - 1000 < path.stat().st_size <= MOST_ARCHIVE
    return path


def _folder_of_zeros(path: Path) -> Path:
    _sparse(path / "pack.yaml", 2**30)
    return path


def _full_folder(path: Path) -> Path:
    in_folder(path, {"pack.yaml": PACK})
    in_folder(path, {f"rehearsals/{number}.yaml": b"" for number in range(1000)})
    return path


COSTLY: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "50 MB from 50 KB": ("from_file", _bomb, "'pack.yaml' makes it larger than 2 MiB."),
    "60 × 1 MB": ("from_file", _many_small_bombs, "makes it larger than 2 MiB."),
    "a directory without end": ("from_file", _endless_directory, f"It has more than {MOST_MEMBERS} members."),
    "1 GiB of zeros, .zip": ("from_file", lambda path: _sparse(path / "x.zip", 2**30), "It is larger than 4 MiB."),
    "1 GiB of zeros, .yaml": ("from_file", lambda path: _sparse(path / "x.yaml", 2**30), "It is larger than 4 MiB."),
    "1 GiB of zeros in a folder": ("from_folder", _folder_of_zeros, "'pack.yaml' makes it larger than 2 MiB."),
    "1000 files": ("from_folder", _full_folder, f"It has more than {MOST_FILES} files."),
}  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to tell the peak of one program")
@pytest.mark.parametrize("name", COSTLY)
def test_a_source_that_would_cost_too_much_is_refused_before_it_does(tmp_path: Path, name: str) -> None:
    """Within a second, in 100 MiB together with the interpreter and in 16 MiB without it."""
    reader, make, why = COSTLY[name]
    result = measured(reader, make(tmp_path / "made"))
    assert result["said"][1].endswith(why)
    assert result["seconds"] < 1
    assert result["peak"] < 100
    assert result["more"] < 16


# ---- one file


def test_a_yaml_file_is_a_pack(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_bytes(PACK)
    assert from_file(file) == Bundle({"pack.yaml": PACK})


def test_what_is_in_a_file_decides_not_what_it_is_called(tmp_path: Path) -> None:
    zip_file, yaml_file = tmp_path / "pack.yaml", tmp_path / "pack.zip"
    zip_file.write_bytes(zipped(*FILES.items()))
    yaml_file.write_bytes(PACK)
    assert from_file(zip_file) == Bundle(FILES)
    assert from_file(yaml_file) == Bundle({"pack.yaml": PACK})


def test_a_link_somebody_typed_is_followed(tmp_path: Path) -> None:
    """It is theirs; only what lies inside a pack is a stranger's."""
    (tmp_path / "real.yaml").write_bytes(PACK)
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    assert from_file(tmp_path / "link.yaml").files["pack.yaml"] == PACK
    (tmp_path / "loop").symlink_to("loop")
    assert refused(lambda: from_file(tmp_path / "loop"))[1] == "It is no regular file."


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoPackThere):
        from_file(tmp_path / "gone.yaml")
    assert refused(lambda: from_file(tmp_path))[1] == "It is no regular file."
    assert refused(lambda: from_file(Path("/dev/zero")))[1] == "It is no regular file."


@pytest.mark.parametrize(("size", "seen"), [(len(PACK), 2**30), (MOST_ARCHIVE + 1, 10)])
def test_the_size_of_a_file_counts_before_it_is_read_and_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, seen: int
) -> None:
    """A large one is not read at all, and one that grows meanwhile not to its end."""
    file = tmp_path / "x.yaml"
    file.write_bytes(PACK.ljust(size))
    stated = os.stat_result((stat.S_IFREG, 0, 0, 1, 0, 0, seen, 0, 0, 0))
    monkeypatch.setattr(os, "fstat", lambda _: stated)
    assert refused(lambda: from_file(file))[1] == "It is larger than 4 MiB."


def test_what_the_system_refuses_is_said_in_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert (
        refused(lambda: from_file(in_folder(tmp_path) / "pack.yaml"))[1]
        == "It cannot be read: Permission denied."
    )
    assert refused(lambda: from_folder(tmp_path))[1] == "It cannot be read: Permission denied."


# ---- going out


PATHS = st.one_of(
    st.just("README.md"),
    st.from_regex(r"lang/[a-z]{2}(-[A-Z]{2})?\.yaml", fullmatch=True),
    st.from_regex(r"rehearsals/[a-z0-9][a-z0-9 ._-]{0,20}\.yaml", fullmatch=True),
).filter(is_pack_file)
BUNDLES = st.builds(
    lambda files, pack: Bundle({**files, "pack.yaml": pack}),
    st.dictionaries(PATHS, st.binary(max_size=300), max_size=12),
    st.binary(max_size=300),
)


@given(BUNDLES)
def test_a_bundle_comes_back_from_its_zip_as_it_was(bundle: Bundle) -> None:
    assert from_zip(to_zip(bundle)) == bundle
    assert from_zip(to_zip(bundle)).digest == bundle.digest


@given(BUNDLES, st.randoms())
def test_the_same_files_give_the_same_zip_in_whatever_order_they_are(bundle: Bundle, random: Any) -> None:
    shuffled = list(bundle.files.items())
    random.shuffle(shuffled)
    assert to_zip(Bundle(dict(shuffled))) == to_zip(bundle)


def test_a_zip_tells_neither_when_nor_where_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    first = to_zip(Bundle(FILES))
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(time, "time", lambda: 2e9)
        elsewhere.setattr(sys, "platform", "win32")
        assert to_zip(Bundle(FILES)) == first
    assert sha256(first).hexdigest() == "7261a7b48471df832f17d318dc198c0aa9762344b82bb57f75bef19f156981fd"
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in archive.infolist()} == {stat.S_IFREG | 0o644}


@given(BUNDLES)
def test_a_bundle_comes_back_from_a_folder_as_it_was(tmp_path_factory: Any, bundle: Bundle) -> None:
    assert from_folder(in_folder(tmp_path_factory.mktemp("pack"), dict(bundle.files))) == bundle


def test_a_pack_of_one_file_goes_out_as_it_was_written(tmp_path: Path) -> None:
    """To the byte, comments too; the README stays behind."""
    assert to_yaml(Bundle({"pack.yaml": b"# mine\r\n" + PACK, "README.md": b"x"})) == b"# mine\r\n" + PACK


@pytest.mark.parametrize("beside", ["lang/de.yaml", "rehearsals/a-good-day.yaml"])
def test_a_pack_of_several_files_needs_a_zip(beside: str) -> None:
    with pytest.raises(PackNeedsZip) as caught:
        to_yaml(Bundle({"pack.yaml": PACK, beside: b"x"}))
    assert caught.value.exit_code == 2
    assert beside in caught.value.why
