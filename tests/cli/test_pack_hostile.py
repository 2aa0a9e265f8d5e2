"""Hostile packs given to the program itself: each refused within a second of work, in less than 100 MiB, with a reason.

What each reader refuses in detail is tested beside it (tests/packs); here the whole way counts, guards and all.
"""

import io
import itertools
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mefirst.packs.yamltree import MOST_BYTES
from running import environment

HEAD = "mefirst_pack: 1\nid: small\nversion: 1.0.0\ntitle: Small\nfor: entry\n"
PACK = (
    HEAD
    + """questions:
  - {id: hope, type: short, ask: "What did you hope for?", fills: intent}
  - {id: came, type: short, ask: "What came of it?", fills: impact}
"""
)
MEASURED = """
import io, json, sys, time
from pathlib import Path
from mefirst.cli.main import main
def peak():  # in MiB, of this program alone: ru_maxrss would count whoever started it
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
sys.stdout = sys.stderr = io.StringIO()
began = time.process_time()
code = main(sys.argv[1:])
took = time.process_time() - began
print(json.dumps({"code": code, "said": sys.stderr.getvalue(), "took": took, "peak": peak()}), file=sys.__stdout__)
"""


def laughs() -> str:
    names = "abcdefghi"
    rest = "".join(f"{n}: &{n} [{', '.join([f'*{b}'] * 10)}]\n" for b, n in itertools.pairwise(names))
    return f"a: &a [lol]\n{rest}"


def text(content: str | bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "given.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def zeros(name: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        with (folder / name).open("wb") as stream:
            stream.truncate(2**30)
        return folder / name

    return make


def zipped(*members: tuple[str, bytes], flags: int = 0, link: str = "") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members:
                info = zipfile.ZipInfo(name)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = (0o120777 if name == link else 0o100644) << 16
                archive.writestr(info, data)
        packed = bytearray(written.getvalue())
        packed[packed.rindex(b"PK\x01\x02") + 8] |= flags
        (folder / "given.zip").write_bytes(packed)
        return folder / "given.zip"

    return make


def linked(name: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / "secret").write_text(PACK)
        (folder / "pack").mkdir()
        (folder / "pack" / "pack.yaml").write_text(PACK)
        (folder / "pack" / name).unlink(missing_ok=True)
        (folder / "pack" / name).symlink_to(folder / "secret")
        return folder / "pack"

    return make


OWN = ("pack.yaml", PACK.encode())
HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "alias bomb": (text(laughs()), "P1"),
    "alias bomb in a pack": (text(HEAD + laughs()), "P1"),
    "100,000 [": (text("[" * 100_000), "P1"),
    "100,000 { in a pack": (text(HEAD + "about: " + "{" * 100_000), "P1"),
    "a file of quotation marks": (text(HEAD + 'about: "' * 20_000), "P1"),
    "a file of lines": (text(HEAD + "about: a: b\n" * 20_000), "P1"),
    "as much as may be, of hyphens": (text("- " * (MOST_BYTES // 2)), "P1"),
    "1 GiB of zeros": (zeros("given.yaml"), "larger than 4 MiB"),
    "1 GiB of zeros as a zip": (zeros("given.zip"), "larger than 4 MiB"),
    "a raw control": (text(PACK.replace("Small", "Sm\x1b[31mall")), "P107"),
    "an escaped control": (text(PACK.replace("Small", '"Sm\\eall"')), "P1"),
    "a bidi override": (text(PACK.replace("Small", "Sm\u202eall")), "P107"),
    "a key twice": (text(PACK + "title: Again\n"), "P106"),
    "two documents": (text(PACK + "---\n" + PACK), "P105"),
    "a tag": (text(PACK.replace("1.0.0", "!!python/object/apply:os.system [true]")), "P1"),
    "a path up": (zipped(OWN, ("../evil", b"x")), "'../evil' is no path inside the pack."),
    "an absolute path": (zipped(OWN, ("/etc/passwd", b"x")), "'/etc/passwd' is an absolute path."),
    "a link in a zip": (zipped(OWN, ("README.md", b"/etc/passwd"), link="README.md"), "is a link"),
    "a member twice": (zipped(OWN, ("./pack.yaml", b"x")), "is in there twice"),
    "a clash of case": (zipped(OWN, ("lang/de.yaml", b"x"), ("LANG/de.yaml", b"x")), "in two spellings"),
    "50 MB from 50 KB": (zipped(("pack.yaml", bytes(50_000_000))), "larger than 2 MiB"),
    "encrypted": (zipped(OWN, flags=1), "is encrypted"),
    "a folder whose pack is a link": (linked("pack.yaml"), "is a link"),
    "a folder with a link": (linked("README.md"), "is a link"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to tell the peak of one program")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pack_is_refused_soon_and_small(tmp_path: Path, home: Path, name: str) -> None:
    """Processor time and the peak of the program itself: the machine may be busy with other things."""
    make, why = HOSTILE[name]
    command = [sys.executable, "-c", MEASURED, "pack", "add", str(make(tmp_path)), "--yes"]
    done = subprocess.run(command, capture_output=True, check=True, env=environment(), timeout=60)
    result: dict[str, Any] = json.loads(done.stdout)
    assert result["code"] in {1, 2}
    assert why in result["said"]
    assert "Traceback" not in result["said"]
    assert "\x1b" not in result["said"]
    assert "\u202e" not in result["said"]
    assert result["took"] < 1, result
    assert result["peak"] < 100, result
    assert not (home / "packs.lock").exists()
