"""Packs from git repositories, fetched with the `git` program as from a stranger.

Nothing of whoever runs it reaches git (no configuration, no credentials, no hooks), and nothing of the
repository is ever checked out: its files are listed, judged by name, kind and size, and only then read.
"""

import contextlib
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mefirst.errors import (
    BadGitRef,
    BadGitUrl,
    BadPackSource,
    FetchFailed,
    FetchTooLarge,
    FetchTooSlow,
    NoGit,
    UnknownGitRef,
)
from mefirst.text import one_line, safe

SECONDS = 60.0
"""How long one call of git may take."""

MOST_FETCHED = 32 * 2**20
"""Bytes git may put on the disk, all in all; a pack takes a thousandth of it."""

MOST_MEMORY = 512 * 2**20
"""Bytes of memory a git process may ask for, on Linux; it takes a tenth of it."""

MOST_FILES = 64
MOST_BYTES = 2 * 2**20
"""Bytes the files of one pack may hold together."""

HEAD = "HEAD"
"""The ref of a repository without version tags: whatever its owners show first."""

_PACK_FILES = re.compile(r"pack\.ya?ml|readme\.md|(lang|rehearsals)/[^./][^/]*\.ya?ml", re.IGNORECASE)
"""What is read: also what was meant to be a file of a pack, so that `bundle.from_files` can say what its name lacks."""

_NO_FILES = {"120000": "a link", "160000": "a submodule"}
_SHA1 = 40
_SHOWN = 200
_NAME = 40
_EMPTY_WORDS = "Could not read from remote repository"  # what git adds where ssh has said why
_FETCHED = "refs/mefirst/pack"
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")  # SHA-1, and SHA-256 where a repository has it
_REF_LINE = re.compile(rf"(?P<commit>{_COMMIT.pattern})\t(?P<name>HEAD|refs/(tags|heads)/.+)")
_VERSION = re.compile(r"v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})")

_FAULTS = (
    (r"\s*$", "Nothing was given."),
    (r"-", "It begins with a hyphen, as an option of git does."),
    (r".*([\x00-\x1f\x7f-\x9f]|%[01][0-9A-Fa-f]|%7[Ff])", "It holds a control character."),
    (r".*::", "It holds '::', with which git is told to run another program."),
    (r".*\s", "It holds a blank."),
    (r".{1001}", "It is longer than 1000 characters."),
)
"""What neither an address nor a ref may be, as a pattern of its beginning and a sentence; the first that fits."""

_URL_FAULTS = (
    *_FAULTS,
    (r"file:|[/.~\\]|[A-Za-z]:[\\/]", "It is on this computer: give the path of the folder instead."),
    (r".*\\", "It holds a backslash."),
    (r".*[^!-~]", "It holds a letter beyond ASCII: copy the address from the browser, where it has % signs."),
    (r"http:", "http is not encrypted, anybody on the way could change the pack: use https."),
    (r"git:", "git:// is not encrypted, anybody on the way could change the pack: use https."),
    (r"https://[^/]*@", "It holds a user name or a password, which an address must not carry."),
    (r"ssh://[^/]*:[^/]*@", "It holds a password, which an address must not carry."),
    (r"[a-z]+://.*[?#]", "Leave out what follows ? or #: the address of the repository alone is needed."),
)
_REF_FAULTS = (
    *_FAULTS,
    (r".*\.\.", "It holds '..', which means a range of commits."),
    (r".*@\{", "It holds '@{', which means a place in a history."),
    (r".*[~^:?*\[\\]", "It holds one of ~ ^ : ? * [ \\ and no tag or branch can."),
)
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_USER = r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?"
_PORT = r"(?::\d{1,5})?"
_HTTPS_URL = re.compile(rf"https://{_HOST}{_PORT}/[^/].*")
_SSH_URL = re.compile(rf"ssh://{_USER}{_HOST}{_PORT}/[^/].*|(?!https?:|ssh:){_USER}{_HOST}:(?!//|/?$)[^-].*")

_PASSED_ON = (
    "PATH", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO",
    "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
)  # fmt: skip
"""What git may know of the environment: where programs are, whom to trust, which way leads out."""

_SETTINGS = (
    "protocol.allow=never",
    "protocol.https.allow=always",
    "http.followRedirects=false",
    "http.sslVerify=true",
    "credential.helper=",
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "transfer.fsckObjects=true",
    "fetch.unpackLimit=1",  # a pack stays packed: what lies on the disk is what came over the wire
    "core.bigFileThreshold=1m",  # larger files pass through git in pieces, never as a whole in memory
    "pack.threads=1",
    "gc.auto=0",  # no process may stay behind
    "maintenance.auto=false",
)


class Resolved(NamedTuple):
    """A tag, a branch, HEAD or a commit by name, and the full id of the commit it means at present."""

    ref: str
    commit: str


class Fetched(NamedTuple):
    """The files of a pack by their paths, and where they came from."""

    url: str
    ref: str
    commit: str
    files: dict[str, bytes]


def check_url(url: str, *, allow_ssh: bool = False) -> None:
    """Raise BadGitUrl unless `url` is the https address of a repository, or an ssh one where allowed."""
    if why := _fault(url, _URL_FAULTS):
        raise BadGitUrl(safe(url[:_SHOWN]), why)
    if _SSH_URL.fullmatch(url):
        if not allow_ssh:
            raise BadGitUrl(url, "It is an ssh address, which --allow-ssh has to permit.")
    elif not url.startswith(("https://", "ssh://")):
        raise BadGitUrl(url, "It does not begin with https://.")
    elif not _HTTPS_URL.fullmatch(url):
        raise BadGitUrl(url, "It does not name a server and a repository on it.")


def check_ref(ref: str) -> None:
    """Raise BadGitRef unless `ref` can be the name of a tag or a branch, or a commit."""
    if why := _fault(ref, _REF_FAULTS):
        raise BadGitRef(safe(ref[:_SHOWN]), why)


def resolve(
    url: str, ref: str | None = None, *, allow_ssh: bool = False, seconds: float = SECONDS
) -> Resolved:
    """Ask a repository which commit `ref` means; without one its highest version tag, else its HEAD.

    A tag goes before a branch of the same name. A full commit is returned unasked: `fetch` finds out
    whether it is there.
    """
    with _git(url, ref, allow_ssh=allow_ssh, seconds=seconds) as git:
        return _find(git, ref).resolved


def newer_tags(
    url: str, than_version: str, *, allow_ssh: bool = False, seconds: float = SECONDS
) -> tuple[str, ...]:
    """Return the tags of versions above `than_version`, highest first; pre-releases do not count."""
    known = _version(than_version) or (-1, -1, -1)
    with _git(url, None, allow_ssh=allow_ssh, seconds=seconds) as git:
        return tuple(tag for version, tag in _versions(_refs(git)) if version > known)


def fetch(url: str, ref: str | None = None, *, allow_ssh: bool = False, seconds: float = SECONDS) -> Fetched:
    """Fetch the files of the pack a repository holds at `ref`; `seconds` limits each call of git.

    Raises BadPackSource for what is no pack, FetchFailed, FetchTooSlow or FetchTooLarge for what git
    could not bring, UnknownGitRef, BadGitUrl, BadGitRef and NoGit. Leaves nothing behind.
    """
    with _git(url, ref, allow_ssh=allow_ssh, seconds=seconds) as git:
        found = _find(git, ref)
        sha256 = [] if len(found.resolved.commit) == _SHA1 else ["--object-format=sha256"]
        git.run("init", "--quiet", "--bare", "--template=", *sha256)
        git.run(
            "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules",
            "--", url, f"{found.source}:{_FETCHED}",
        )  # fmt: skip
        commit = git.run("rev-parse", "--verify", "--quiet", f"{_FETCHED}^{{commit}}").decode().strip()
        if commit != found.resolved.commit:
            raise FetchFailed(url, f"{found.resolved.ref} moved to another commit while it was fetched.")
        return Fetched(url, *found.resolved, _contents(git, _pack_files(git, commit)))


def _fault(text: str, faults: Sequence[tuple[str, str]]) -> str:
    return next((why for pattern, why in faults if re.match(pattern, text, re.DOTALL)), "")


# ---- which commit


class _Found(NamedTuple):
    """What was asked for, and the name under which the server has it."""

    resolved: Resolved
    source: str


def _find(git: "_Git", ref: str | None) -> _Found:
    if ref and _COMMIT.fullmatch(ref):
        return _Found(Resolved(ref, ref), ref)
    refs = _refs(git)
    if not refs:
        raise BadPackSource(git.url, "The repository is empty.")
    if ref is None:
        ref = next((tag for _, tag in _versions(refs)), HEAD)
    for name in (f"refs/tags/{ref}", f"refs/heads/{ref}", ref):
        if name in refs:
            return _Found(Resolved(ref, refs.get(f"{name}^{{}}", refs[name])), name)
    raise UnknownGitRef(git.url, ref, _short_names(refs))


def _refs(git: "_Git") -> dict[str, str]:
    """Ask for HEAD, tags and branches; `name^{}` is the commit an annotated tag is about."""
    listed = git.run("ls-remote", "--quiet", "--", git.url, HEAD, "refs/tags/*", "refs/heads/*")
    lines = listed.decode("utf-8", "surrogateescape").split("\n")
    return {found["name"]: found["commit"] for line in lines if (found := _REF_LINE.fullmatch(line))}


def _short_names(refs: Mapping[str, str]) -> list[str]:
    """Return the names to show, few and short: a server may list any number of any length."""
    names = (name.split("/", 2)[2] for name in refs if name != HEAD and not name.endswith("^{}"))
    return [safe(name) for name in itertools.islice((name for name in names if len(name) <= _NAME), 100)]


def _versions(refs: Mapping[str, str]) -> list[tuple[tuple[int, ...], str]]:
    """Return the tags that are versions (1.2.0, v1.2.0), highest first."""
    tags = (name.removeprefix("refs/tags/") for name in refs if name.startswith("refs/tags/"))
    return sorted(((version, tag) for tag in tags if (version := _version(tag))), reverse=True)


def _version(text: str) -> tuple[int, ...] | None:
    found = _VERSION.fullmatch(text)
    return tuple(map(int, found.groups())) if found else None


# ---- which files


class _Listed(NamedTuple):
    """A line of `ls-tree`."""

    mode: str
    blob: str
    size: int
    path: str


def _pack_files(git: "_Git", commit: str) -> list[_Listed]:
    """Return what to read of a tree, once it is known to hold nothing but files, few and small enough."""
    listing = git.run("ls-tree", "-r", "-l", "-z", "--full-tree", commit)
    listed = [_listed(line) for line in listing.split(b"\0") if line]
    for one in listed:
        if kind := _NO_FILES.get(one.mode):
            raise BadPackSource(git.url, f"is {kind}, and a pack holds files alone.", member=safe(one.path))
    files = [one for one in listed if _PACK_FILES.fullmatch(one.path)]
    if len(files) > MOST_FILES:
        raise BadPackSource(git.url, f"It has {len(files)} files, and a pack has {MOST_FILES} at most.")
    if sum(one.size for one in files) > MOST_BYTES:
        largest = max(files, key=lambda one: one.size)
        why = f"makes it larger than {MOST_BYTES // 2**20} MiB."
        raise BadPackSource(git.url, why, member=safe(largest.path))
    return files


def _listed(line: bytes) -> _Listed:
    facts, path = line.split(b"\t", 1)
    mode, _, blob, size = facts.decode().split()  # the size of a submodule is -, that of a missing blob BAD
    return _Listed(mode, blob, int(size) if size.isdigit() else 0, path.decode("utf-8", "surrogateescape"))


def _contents(git: "_Git", files: Sequence[_Listed]) -> dict[str, bytes]:
    answer = git.run("cat-file", "--batch", given="".join(f"{one.blob}\n" for one in files).encode())
    contents: dict[str, bytes] = {}
    place = 0
    for one in files:
        head = f"{one.blob} blob {one.size}\n".encode()
        if not answer.startswith(head, place):
            raise FetchFailed(git.url, f"git had something else in the place of {safe(one.path)}.")
        place += len(head)
        contents[one.path] = answer[place : place + one.size]
        place += one.size + 1
    return contents


# ---- the program


@contextlib.contextmanager
def _git(url: str, ref: str | None, *, allow_ssh: bool, seconds: float) -> Iterator["_Git"]:
    """Check what was asked for, then lend git in a folder that vanishes afterwards."""
    check_url(url, allow_ssh=allow_ssh)
    if ref is not None:
        check_ref(ref)
    program = shutil.which("git")
    if program is None:
        raise NoGit(url)
    try:
        # ignoring: on Windows a program that was just ended may hold its files for a moment longer
        with tempfile.TemporaryDirectory(prefix="mefirst-git-", ignore_cleanup_errors=True) as name:
            yield _Git(Path(program).absolute(), Path(name), url, seconds, allow_ssh=allow_ssh)
    except OSError as problem:
        raise FetchFailed(url, f"{problem.strerror or problem}.") from None


class _Git:
    """The git program at work in a folder of its own."""

    def __init__(self, program: Path, folder: Path, url: str, seconds: float, *, allow_ssh: bool) -> None:
        self.url = url
        self._folder = folder
        self._seconds = seconds
        self._environment = _environment(folder, allow_ssh=allow_ssh)
        ssh = ["protocol.ssh.allow=always"] if allow_ssh else []
        settings = [word for setting in (*_SETTINGS, *ssh) for word in ("-c", setting)]
        self._command = [str(program), f"--git-dir={folder / 'repository'}", *settings]

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what git writes; its streams are files, so that the limit on the folder holds for them too."""
        stdin, stdout, stderr = (self._folder / name for name in ("stdin", "stdout", "stderr"))
        stdin.write_bytes(given)
        with stdin.open("rb") as source, stdout.open("wb") as target, stderr.open("wb") as complaints:
            process = subprocess.Popen(  # noqa: S603 a list, no shell; what varies was checked and stands behind --
                [*self._command, *arguments],
                stdin=source, stdout=target, stderr=complaints,
                cwd=self._folder, env=self._environment, start_new_session=True,
            )  # fmt: skip
            try:
                _bound(process)
                self._watch(process)
            except BaseException:
                _end(process)
                raise
        if process.returncode:
            raise FetchFailed(self.url, f"git says: {_complaint(stderr)}")
        return stdout.read_bytes()

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for the end of `process`, or for the limit it reaches first."""
        latest = time.monotonic() + self._seconds
        running = True
        while running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
                running = False
            if _size(self._folder) > MOST_FETCHED:
                raise FetchTooLarge(self.url, MOST_FETCHED)
            if running and time.monotonic() > latest:
                raise FetchTooSlow(self.url, self._seconds)


def _environment(folder: Path, *, allow_ssh: bool) -> dict[str, str]:
    """Return the environment of git, made from nothing: its home is the empty folder it works in."""
    ssh = {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes"} if allow_ssh else {}
    passed_on = (*_PASSED_ON, "SSH_AUTH_SOCK") if allow_ssh else _PASSED_ON
    return {
        **{name: os.environ[name] for name in passed_on if name in os.environ},
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_ALLOW_PROTOCOL": "https:ssh" if allow_ssh else "https",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",  # set, so that no other program is asked; empty, so that this one is not either
        "GIT_ALLOC_LIMIT": "64m",
        **ssh,
    }


def _bound(process: subprocess.Popen[bytes]) -> None:
    """Have the system bound git where it can: its memory, which nobody watches, and its files, should we be ended."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 not there on Windows

        with contextlib.suppress(OSError):  # it has finished already
            resource.prlimit(process.pid, resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (2 * MOST_FETCHED, 2 * MOST_FETCHED))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End git and the programs it started, if it has not ended by itself."""
    if process.returncode is not None:
        return
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _size(folder: Path) -> int:
    """Return the bytes below `folder`, where files come and go while we look."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                total += Path(parent, name).lstat().st_size
    return total


def _complaint(stderr: Path) -> str:
    """Return the line in which git says why it gave up."""
    with stderr.open("rb") as stream:
        lines = stream.read(2**16).decode("utf-8", "replace").split("\n")
    faults = (line for line in lines if line.startswith(("error: ", "fatal: ")) and _EMPTY_WORDS not in line)
    return safe(one_line(next(faults, lines[0]).removeprefix("error: ").removeprefix("fatal: "), 200))
