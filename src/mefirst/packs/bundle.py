"""A pack as its files, wherever they come from: a folder, a zip, one file or pasted text.

Whatever is given may be hostile. Nothing is extracted or followed; what is read is chosen by name from a
short list and counted while it is read, so that no source costs more than a pack may.
"""

import contextlib
import errno
import hashlib
import io
import json
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from mefirst.errors import BadPackSource, NoPackThere, PackNeedsZip
from mefirst.packs.problems import Refused
from mefirst.packs.quoting import quoted
from mefirst.packs.reader import LoadedPack, read_pack
from mefirst.text import one_line, safe

PACK_FILE = "pack.yaml"
MOST_FILES = 64
MOST_BYTES = 2 * 1024 * 1024
MOST_ARCHIVE = 4 * 1024 * 1024
"""Bytes of a zip or a single file; what a pack does not read may be in a zip, but not without end."""
MOST_MEMBERS = 1000
"""Members of a zip, also of those that are not read: listing them costs memory before anything is read."""
MOST_LINES = 30
LONGEST_LINE = 500

_CHUNK = 64 * 1024
_READ = (
    getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | os.O_RDONLY
)  # not blocking: a pipe in a file's place must not be waited for
_FOLDERS = ("lang", "rehearsals")
_NAMES = re.compile(
    r"pack\.yaml|README\.md"
    r"|lang/[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}\.yaml"
    r"|rehearsals/[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}\.yaml"
)
_LINK_HINT = "Put the file itself in its place."
_MEANT = re.compile(r"pack\.ya?ml|(lang|rehearsals)/[^./][^/]*\.ya?ml", re.IGNORECASE)
_NAMES_HINT = "The files of a pack are pack.yaml, README.md, lang/de.yaml and rehearsals/a-good-day.yaml."
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")
_CENTRAL = b"PK\x01\x02"  # what every entry of a zip's directory begins with
_ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = {"[Content_Types].xml", "META-INF/manifest.xml"}  # of .docx and of .odt
_OFFICE_HINT = "Save its text as plain text (UTF-8), under a name that ends in .yaml"
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # its three flags: classic, strong, hidden directory
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,  # among them what zipfile does not know
    ValueError,  # among them a name that is not UTF-8
    OSError,
    EOFError,
)
_TOO_LARGE = f"It is larger than {MOST_ARCHIVE // 1024 // 1024} MiB."
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_FILE = {errno.ELOOP, errno.EMLINK, errno.ENXIO}  # a link; a link on some systems; a socket
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)

_LINES_HINT = "Paste a whole pack, or a few lines with one question each."
_PASTED = "The pasted text"
_YAML = re.compile(r"^\ufeff?(mefirst_pack|questions)[ \t]*:", re.MULTILINE)
_BULLET = re.compile(r"^([-*•‣–—]|\(?[0-9]{1,2}[.)])\s+")
_UNREADABLE = re.compile("[\ufeff\ufffe\uffff]")  # no text to YAML
_WORD = re.compile(r"[^\W_]+")
INTENT_WORDS = re.compile(
    r"\b(intent|intentions?|intend(ed)?|hop(e|ed|ing)|want(ed)?|mean|meant|aim(ed)?|purpose"
    r"|absicht(en)?|beabsichtigt|(ge)?hoff(te|test|t)|wollte(st)?|gewollt|gemeint)\b",
    re.IGNORECASE,
)
IMPACT_WORDS = re.compile(
    r"\b(impact|effects?|arrived?|land(ed)?|received?|results?|reactions?|react(ed)?|responses?|respond(ed)?"
    r"|happen(ed)?|(aus)?wirkung|(be|ge)?wirkt|angekommen|ankam|ergebnis|reaktion|reagierte?n?|passiert|geschah)\b",
    re.IGNORECASE,
)
_OWN_QUESTIONS = {
    "en": {"intent": "What was your intent?", "impact": "What was the impact, as far as you can tell?"},
    "de": {"intent": "Was war deine Absicht?", "impact": "Was hat es bewirkt, soweit du es sehen kannst?"},
}


class Member(NamedTuple):
    """One file of a pack: its path, its size in bytes and the SHA-256 (hex) of what it holds."""

    path: str
    size: int
    sha256: str


class Bundle(NamedTuple):
    """The files of a pack by their path, as bytes; build it with one of the `from_…` functions."""

    files: Mapping[str, bytes]

    @property
    def members(self) -> tuple[Member, ...]:
        """The files in the order of their paths."""
        return tuple(
            Member(path, len(data), hashlib.sha256(data).hexdigest())
            for path, data in sorted(self.files.items())
        )

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of all files together."""
        return digest_of(self.members)

    def loaded(self, name: str = PACK_FILE) -> LoadedPack:
        """Return the pack in pack.yaml; PackProblems gives each problem its line in the file called `name`."""
        try:
            return read_pack(self.files[PACK_FILE])
        except Refused as refused:
            raise refused.named(name) from None


def digest_of(members: Iterable[Member]) -> str:
    """Return the SHA-256 (hex) over `sha256  size  path` of each member, a line each, sorted by path."""
    listing = "".join(f"{one.sha256}  {one.size}  {one.path}\n" for one in sorted(members))
    return hashlib.sha256(listing.encode()).hexdigest()


def is_pack_file(path: str) -> bool:
    """Whether a file of that path inside a pack is read at all."""
    stem = path.rpartition("/")[2].partition(".")[0]
    return bool(_NAMES.fullmatch(path)) and not _DEVICES.fullmatch(stem.strip())


def from_files(files: Mapping[str, bytes], name: str = "This") -> Bundle:
    """Return a bundle of files already in memory, such as those of a git tree; BadPackSource where one is refused."""
    taken = _Intake(name)
    for path, data in files.items():
        if taken.wants(path):
            taken.once(path)
            taken.take(path, io.BytesIO(data))
    return taken.bundle()


def from_folder(folder: Path) -> Bundle:
    """Read the pack in a folder: regular files alone, no link followed; BadPackSource, NoPackThere."""
    taken = _Intake(folder.name or str(folder))
    with _faults_named(taken.name, folder):
        for path in _listed(folder, taken):
            taken.once(path)
            with open_regular(folder / path, _NO_LINK) as stream:
                if stream is None:
                    raise taken.refuse(path, "is a link or no regular file, and is not followed.")
                taken.take(path, stream)
    return taken.bundle()


def from_file(path: Path) -> Bundle:
    """Read a pack given as one file, a zip or a YAML file as its content says; BadPackSource, NoPackThere."""
    with _faults_named(path.name, path), open_regular(path) as stream:
        if stream is None:
            raise BadPackSource(path.name, "It is no regular file.")
        large = os.fstat(stream.fileno()).st_size > MOST_ARCHIVE
        data = b"" if large else stream.read(MOST_ARCHIVE + 1)
    if large or len(data) > MOST_ARCHIVE:
        raise BadPackSource(path.name, _TOO_LARGE)
    return (
        from_zip(data, path.name)
        if data.startswith(_ZIP_BEGINS)
        else from_files({PACK_FILE: data}, path.name)
    )


def from_zip(data: bytes, name: str = "The zip") -> Bundle:
    """Read the pack in a zip, in memory alone; BadPackSource names the member that is refused."""
    if len(data) > MOST_ARCHIVE:
        raise BadPackSource(name, _TOO_LARGE)
    if data.count(_CENTRAL) > MOST_MEMBERS:
        raise BadPackSource(name, f"It has more than {MOST_MEMBERS} members.")
    taken = _Intake(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for path, info in _unpackable(archive.infolist(), taken):
                with archive.open(info) as stream:
                    taken.take(path, stream)
    except _ZIP_FAULTS as fault:
        said = one_line(str(fault), 100)
        raise BadPackSource(name, f"The zip is damaged{said and ': '}{said}.") from None
    return taken.bundle()


def from_text(text: str, language: str = "en") -> Bundle:
    """Read pasted text: a whole pack in YAML, or a few plain lines with one question each; BadPackSource.

    Of plain lines a pack is made that asks them in their order, each to be answered at length.
    The first line that has a word of intent and none of impact fills the intent, the first that has one of
    impact and none of intent fills the impact. Where no line does, a question of our own is added rather
    than a line misread: about the impact at the end, about the intent before the one about the impact.
    `language` is that of the lines (our own questions are there in en and de).
    """
    if len(text) > MOST_BYTES:
        raise BadPackSource(_PASTED, f"It is larger than {MOST_BYTES // 1024 // 1024} MiB.")
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise BadPackSource(_PASTED, "It holds half a character, which is no text.") from None
    if not _YAML.search(text):
        data = _pack_of(questions_in(text), language).encode()
    return from_files({PACK_FILE: data}, _PASTED)


def to_zip(bundle: Bundle) -> bytes:
    """Return the bundle as a zip whose bytes depend on the files alone."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for path, data in sorted(bundle.files.items()):
            info = zipfile.ZipInfo(path, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_STORED  # deflate gives other bytes with another zlib
            info.create_system = 3  # Unix, also where it is made on Windows
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, data)
    return written.getvalue()


def to_yaml(bundle: Bundle) -> bytes:
    """Return the bundle as one YAML file, its README left out; PackNeedsZip where it has more to it."""
    if beside := sorted(set(bundle.files) - {PACK_FILE, "README.md"}):
        raise PackNeedsZip(beside)
    return bundle.files[PACK_FILE]


class _Intake:
    """Takes the files of a pack in, and stops where a limit is passed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._files: dict[str, bytes] = {}
        self._size = 0
        self._folded: set[str] = set()

    def refuse(self, member: str, why: str, hint: str = "") -> BadPackSource:
        """Return the error to raise about a member."""
        return BadPackSource(self.name, why, hint, one_line(member, 80))

    def wants(self, path: str) -> bool:
        """Whether a file is to be read; BadPackSource where it was meant to be and its name forbids it."""
        if is_pack_file(path):
            return True
        if _MEANT.fullmatch(path):
            raise self.refuse(path, "is not a name a pack can have.", _NAMES_HINT)
        return False

    def once(self, path: str) -> None:
        """Refuse a second file of one name, or of one that differs in case alone."""
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in self._folded:
            raise self.refuse(path, "is in there twice, or in two spellings.", "Keep one of them.")
        self._folded.add(folded)

    def take(self, path: str, stream: IO[bytes]) -> None:
        """Read one file to its end, or to where the pack becomes too large."""
        if len(self._files) == MOST_FILES:
            raise BadPackSource(self.name, f"It has more than {MOST_FILES} files.")
        chunks = []
        while chunk := stream.read(_CHUNK):
            self._size += len(chunk)
            if self._size > MOST_BYTES:
                raise self.refuse(path, f"makes it larger than {MOST_BYTES // 1024 // 1024} MiB.")
            chunks.append(chunk)
        self._files[path] = b"".join(chunks)

    def bundle(self) -> Bundle:
        """Return what was taken in; BadPackSource where it is no pack."""
        if PACK_FILE not in self._files:
            raise BadPackSource(self.name, f"There is no {PACK_FILE} in it.", _NAMES_HINT)
        return Bundle(dict(sorted(self._files.items())))


@contextlib.contextmanager
def _faults_named(name: str, path: Path) -> Iterator[None]:
    """Turn what the system refuses while reading into an error that says so."""
    try:
        yield
    except FileNotFoundError:
        raise NoPackThere(str(path)) from None
    except OSError as problem:
        raise BadPackSource(name, f"It cannot be read: {problem.strerror or problem}.") from None


@contextlib.contextmanager
def open_regular(path: Path, flags: int = 0) -> Iterator[IO[bytes] | None]:
    """Open a regular file to be read, never waiting for a pipe; None where something else stands there."""
    try:
        handle = os.open(path, _READ | flags)
    except OSError as problem:
        if problem.errno not in _NO_FILE:
            raise
        yield None
        return
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        yield None
        return
    with os.fdopen(handle, "rb") as stream:
        yield stream


def _listed(folder: Path, taken: _Intake) -> list[str]:
    """Return the paths to read in a folder, in order; at most one more than a pack may have."""
    paths: list[str] = []
    places = [""]
    for place in places:
        with os.scandir(folder / place) as entries:
            for entry in entries:
                path = place + entry.name
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    raise taken.refuse(path, "is a link, and links are not followed.", _LINK_HINT)
                if entry.is_dir():
                    places += [f"{path}/"] if path.casefold() in _FOLDERS else []
                elif taken.wants(path) and len(paths) <= MOST_FILES:
                    paths.append(path)
    return sorted(paths)


def _unpackable(infos: Iterable[zipfile.ZipInfo], taken: _Intake) -> list[tuple[str, zipfile.ZipInfo]]:
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


class _Line(NamedTuple):
    """A question of a pasted pack, and the field it fills."""

    ask: str
    fills: str = ""


def questions_in(text: str) -> list[str]:
    """Return the questions of plain text, a line each; BadPackSource names the line that cannot be one."""
    questions = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        question = one_line(_BULLET.sub("", line.strip(), count=1))
        if len(question) > LONGEST_LINE:
            raise BadPackSource(
                _PASTED, f"Line {number} is longer than {LONGEST_LINE} characters.", _LINES_HINT
            )
        if safe(question) != question or _UNREADABLE.search(question):
            raise BadPackSource(
                _PASTED, f"Line {number} holds an invisible character.", "Type that line anew."
            )
        if quoted(question):
            raise BadPackSource(
                _PASTED, f"Line {number} quotes an answer in braces.", "Do without the braces."
            )
        if _WORD.search(question):
            questions.append(question)
        if len(questions) > MOST_LINES:
            raise BadPackSource(_PASTED, f"It has more than {MOST_LINES} lines.", _LINES_HINT)
    if not questions:
        raise BadPackSource(_PASTED, "There is no question in it.", _LINES_HINT)
    return questions


def _filling(questions: Iterable[str], language: str) -> list[_Line]:
    """Choose what fills intent and impact, by the rule of `from_text`."""
    lines = [_Line(question) for question in questions]
    own = _OWN_QUESTIONS.get(language.partition("-")[0], _OWN_QUESTIONS["en"])
    for field, telling, against in (
        ("impact", IMPACT_WORDS, INTENT_WORDS),
        ("intent", INTENT_WORDS, IMPACT_WORDS),
    ):
        for index, (ask, _) in enumerate(lines):
            if telling.search(ask) and not against.search(ask):
                lines[index] = _Line(ask, field)
                break
        else:
            at = next((index for index, line in enumerate(lines) if line.fills == "impact"), len(lines))
            lines.insert(at, _Line(own[field], field))
    return lines


def _pack_of(questions: list[str], language: str) -> str:
    """Return the text of a pack that asks `questions`."""
    name = slug(questions[0], "-", 5) or "pasted-questions"
    if len(name) == 1 or name == "null" or _DEVICES.fullmatch(name):
        name = f"pasted-{name}"
    title = one_line(questions[0].rstrip("?:. ") or questions[0], 60)
    written = [f"mefirst_pack: 1\nid: {name}\nversion: 1.0.0\ntitle: {double_quoted(title)}\n"]
    written.append(f"language: {language}\nfor: entry\nquestions:\n")
    taken = {"last", "null"}  # one is reserved, the other is nothing to YAML
    for number, line in enumerate(_filling(questions, language), 1):
        known_as = wished = slug(line.ask, "_", 4) or f"question_{number}"
        while known_as in taken:
            known_as = f"{wished}_{number}"
            wished = known_as
        taken.add(known_as)
        written.append(f"  - id: {known_as}\n    type: long\n    ask: {double_quoted(line.ask)}\n")
        if line.fills:
            written.append(f"    fills: {line.fills}\n")
        if line.fills == "intent":
            written.append("    required: yes\n")
    return "".join(written)


def slug(text: str, joint: str, most: int) -> str:
    """Return the first words of `text` as an id of at most 36 characters; empty where it has no Latin letters."""
    plain = unicodedata.normalize("NFKD", re.sub("['’]", "", text).replace("ß", "ss"))
    words = re.findall("[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    while words and words[0][0].isdigit():
        del words[0]
    return joint.join(words[:most])[:36].rstrip(joint)


def double_quoted(text: str) -> str:
    """Return `text` in double quotes, as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=False)
