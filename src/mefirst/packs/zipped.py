"""A pack as a zip: read in memory alone and never extracted; written so that the same files give the same bytes."""

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable

from mefirst.packs.bundle import Bundle, Intake
from mefirst.packs.refusals import BadPackSource
from mefirst.text import one_line

BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
MOST_ARCHIVE = 4 * 1024 * 1024
"""Bytes of a zip or a single file; what a pack does not read may be in a zip, but not without end."""
MOST_MEMBERS = 1000
"""Members of a zip, also of those that are not read: listing them costs memory before anything is read."""
TOO_LARGE = f"It is larger than {MOST_ARCHIVE // 1024 // 1024} MiB."

_CENTRAL = b"PK\x01\x02"  # what every entry of a zip's directory begins with
_DRIVE = re.compile(r"[A-Za-z]:")
_OFFICE = {"[Content_Types].xml", "META-INF/manifest.xml"}  # of .docx and of .odt
_OFFICE_HINT = "Save its text as plain text (UTF-8), under a name that ends in .yaml"
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # its three flags: classic, strong, hidden directory
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,  # among them what zipfile does not know
    ValueError,  # among them a name that is not UTF-8
    OSError,
    EOFError,
)
_DATE = (1980, 1, 1, 0, 0, 0)


def from_zip(data: bytes, name: str = "The zip") -> Bundle:
    """Read the pack in a zip, in memory alone; BadPackSource names the member that is refused."""
    if len(data) > MOST_ARCHIVE:
        raise BadPackSource(name, TOO_LARGE)
    if data.count(_CENTRAL) > MOST_MEMBERS:
        raise BadPackSource(name, f"It has more than {MOST_MEMBERS} members.")
    taken = Intake(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for path, info in _unpackable(archive.infolist(), taken):
                with archive.open(info) as stream:
                    taken.take(path, stream)
    except _FAULTS as fault:
        said = one_line(str(fault), 100)
        raise BadPackSource(name, f"The zip is damaged{said and ': '}{said}.") from None
    return taken.bundle()


def to_zip(bundle: Bundle) -> bytes:
    """Return the bundle as a zip whose bytes depend on the files alone."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for path, data in sorted(bundle.files.items()):
            info = zipfile.ZipInfo(path, _DATE)
            info.compress_type = zipfile.ZIP_STORED  # deflate gives other bytes with another zlib
            info.create_system = 3  # Unix, also where it is made on Windows
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, data)
    return written.getvalue()


def _unpackable(infos: Iterable[zipfile.ZipInfo], taken: Intake) -> list[tuple[str, zipfile.ZipInfo]]:
    """Return what to read of a zip, by the path it has inside the pack; BadPackSource where one is hostile."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        path = info.orig_filename.removeprefix("./")  # `filename` was cut at a NUL and mended
        if why := _hostile(path, info):
            raise taken.refuse(path, why)
        if not path.endswith("/"):
            taken.once(path)
            if not _is_clutter(path):
                found[path] = info
    if _OFFICE & set(found):
        raise BadPackSource(taken.name, "It is an office document.", _OFFICE_HINT)
    top = _top_folder(found)
    inside = {path.removeprefix(top): info for path, info in found.items()}
    return [(path, inside[path]) for path in sorted(inside) if taken.wants(path)]


def _hostile(path: str, info: zipfile.ZipInfo) -> str:
    """Return why a member of a zip is refused, or nothing."""
    if any(unicodedata.category(character) == "Cc" for character in path):
        return "has an invisible character in its name."
    if "\\" in path:
        return "is written with backslashes. Make the zip anew with another program."
    if path.startswith("/") or _DRIVE.match(path):
        return "is an absolute path."
    if not {"", ".", ".."}.isdisjoint(path.removesuffix("/").split("/")) and path:
        return "is no path inside the pack."
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is a link or no regular file, and is not followed."
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted. Make the zip without a password."
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return f"is compressed in a way packs do without (method {info.compress_type})."
    return ""


def _is_clutter(path: str) -> bool:
    """Whether a member is hidden, as what systems leave in a zip is (on macOS `__MACOSX/._pack.yaml`)."""
    return any(one.startswith(".") for one in path.split("/"))


def _top_folder(paths: Iterable[str]) -> str:
    """Return the one folder all paths lie in, with its slash, or nothing."""
    heads = {path.partition("/")[0] + "/" if "/" in path else "" for path in paths}
    return heads.pop() if len(heads) == 1 else ""
