"""Packs from git repositories, fetched with the `git` program as from a stranger.

Nothing of whoever runs it reaches git (no configuration, no credentials, no hooks), and nothing of the
repository is ever checked out: its files are listed, judged by name, kind and size, and only then read.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mefirst.packs.bundle import MOST_BYTES, MOST_FILES
from mefirst.packs.gitprogram import SECONDS, Git, lent
from mefirst.packs.refusals import BadPackSource, FetchFailed, UnknownGitRef
from mefirst.text import safe

HEAD = "HEAD"
"""The ref of a repository without version tags: whatever its owners show first."""

_PACK_FILES = re.compile(r"pack\.ya?ml|readme\.md|(lang|rehearsals)/[^./][^/]*\.ya?ml", re.IGNORECASE)
"""What is read: also what was meant to be a file of a pack, so that `bundle.from_files` can say what its name lacks."""

_NO_FILES = {"120000": "a link", "160000": "a submodule"}
_SHA1 = 40
_NAME = 40
_FETCHED = "refs/mefirst/pack"
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")  # SHA-1, and SHA-256 where a repository has it
_REF_LINE = re.compile(rf"(?P<commit>{_COMMIT.pattern})\t(?P<name>HEAD|refs/(tags|heads)/.+)")
_VERSION = re.compile(r"v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})")


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


def resolve(
    url: str, ref: str | None = None, *, allow_ssh: bool = False, seconds: float = SECONDS
) -> Resolved:
    """Ask a repository which commit `ref` means; without one its highest version tag, else its HEAD.

    A tag goes before a branch of the same name. A full commit is returned unasked: `fetch` finds out
    whether it is there.
    """
    with lent(url, ref, allow_ssh=allow_ssh, seconds=seconds) as git:
        return _find(git, ref).resolved


def newer_tags(
    url: str, than_version: str, *, allow_ssh: bool = False, seconds: float = SECONDS
) -> tuple[str, ...]:
    """Return the tags of versions above `than_version`, highest first; pre-releases do not count."""
    known = _version(than_version) or (-1, -1, -1)
    with lent(url, None, allow_ssh=allow_ssh, seconds=seconds) as git:
        return tuple(tag for version, tag in _versions(_refs(git)) if version > known)


def fetch(url: str, ref: str | None = None, *, allow_ssh: bool = False, seconds: float = SECONDS) -> Fetched:
    """Fetch the files of the pack a repository holds at `ref`; `seconds` limits each call of git.

    Raises BadPackSource for what is no pack, FetchFailed, FetchTooSlow or FetchTooLarge for what git
    could not bring, UnknownGitRef, BadGitUrl, BadGitRef and NoGit. Leaves nothing behind.
    """
    with lent(url, ref, allow_ssh=allow_ssh, seconds=seconds) as git:
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


# ---- which commit


class _Found(NamedTuple):
    """What was asked for, and the name under which the server has it."""

    resolved: Resolved
    source: str


def _find(git: Git, ref: str | None) -> _Found:
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


def _refs(git: Git) -> dict[str, str]:
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


def is_version(ref: str) -> bool:
    """Whether a ref is named like a version, which is published once and never changed."""
    return _version(ref) is not None


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


def _pack_files(git: Git, commit: str) -> list[_Listed]:
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


def _contents(git: Git, files: Sequence[_Listed]) -> dict[str, bytes]:
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
