"""Packs out of git repositories: a real git and a real server, and nothing of either is trusted."""

import contextlib
import errno
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitserver import GitServer, Repository, delta_bomb, serving
from mefirst.errors import MefirstError
from mefirst.packs import gitprogram
from mefirst.packs.gitaddress import check_ref, check_url
from mefirst.packs.gitsource import fetch, newer_tags, resolve
from mefirst.packs.refusals import (
    BadGitRef,
    BadGitUrl,
    BadPackSource,
    FetchFailed,
    FetchTooLarge,
    FetchTooSlow,
    NoGit,
    UnknownGitRef,
)
from mefirst.text import safe

Kind = TypeVar("Kind", bound=MefirstError)

linux = pytest.mark.skipif(
    sys.platform != "linux", reason="needs Linux, where a process can be bounded from outside"
)

ONE = {"pack.yaml": b"version: 1.0.0\n"}
TWO = {"pack.yaml": b"version: 1.2.0\n"}
HTTPS = "https://example.org/coaching/landed.git"


class Served(NamedTuple):
    """A repository, and the server that has it."""

    repository: Repository
    server: GitServer
    name: str

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def behaving(self, behaviour: str) -> str:
        return self.server.url(self.name, behaviour)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GitServer]:
    """A server on 127.0.0.1, with a certificate of its own making."""
    for program in ("git", "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}")
    with serving(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder temporary folders are made in; whatever a test did, nothing is left there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for name in list(os.environ):
        if name.startswith(("GIT_", "SSL_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def served(server: GitServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """An empty repository of this test, served by a server git is told to trust."""
    monkeypatch.setenv("GIT_SSL_CAINFO", str(server.certificate))
    server.asked.clear()
    server.hung_up.clear()
    yield Served(server.repository(tmp_path.name), server, tmp_path.name)
    server.on_asked = bool


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """The calls of git, a line each: a script in its place writes them down with their environment."""
    log, program = tmp_path / "calls", tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$@" >>{log}\nenv >{log}.environment\nexec {shutil.which("git")} "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return lambda: log.read_text().splitlines() if log.exists() else []


def refused(kind: type[Kind], call: Callable[[], Any], within: float = 2, tries: int = 3) -> Kind:
    """The error a call is refused with, soon and in at most three lines that are safe to print.

    Where the machine is busy with other things, the quickest of a few tries counts.
    """
    for left in reversed(range(tries)):
        began = time.monotonic()
        with pytest.raises(kind) as caught:
            call()
        took = time.monotonic() - began
        if took < within:
            break
        assert left, f"it took {took:.1f} seconds"
    assert type(caught.value) is kind
    assert 1 <= len(caught.value.lines()) <= 3
    assert all(line == safe(line) for line in caught.value.lines())
    return caught.value


# ---- addresses and refs


@pytest.mark.parametrize(
    "url",
    [
        HTTPS,
        "https://example.org/x",
        "https://example.org:8443/~coach/packs.git/",
        "https://127.0.0.1/a/b",
        "https://example.org/@coach/a%20pack",
    ],
)
def test_https_addresses_are_taken(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "Nothing was given."),
        (" ", "Nothing was given."),
        ("--upload-pack=touch /tmp/x", "hyphen"),
        ("-oProxyCommand=x", "hyphen"),
        ("https://example.org/a\nb", "control character"),
        ("https://example.org/a\x1b[2J", "control character"),
        ("https://example.org/a\x85", "control character"),
        ("https://example.org/a%0ahost=evil", "control character"),
        ("https://example.org/a%00", "control character"),
        ("ext::sh -c true", "'::'"),
        ("https::https://example.org/x", "'::'"),
        ("fd::17", "'::'"),
        ("https://example.org/a b", "blank"),
        ("https://example.org/a\u00a0b", "blank"),
        ("https://example.org/" + "a" * 1000, "longer than 1000"),
        ("file:///srv/pack.git", "on this computer"),
        ("/srv/pack.git", "on this computer"),
        ("./pack", "on this computer"),
        ("../pack", "on this computer"),
        ("~/pack", "on this computer"),
        ("C:\\packs\\landed", "on this computer"),
        ("C:/packs/landed", "on this computer"),
        ("\\\\server\\packs", "on this computer"),
        ("https://example.org\\@evil.example/x", "backslash"),
        ("https://ex\u0430mple.org/x", "beyond ASCII"),
        ("https://example.org/\u202egit", "beyond ASCII"),
        ("http://example.org/x", "http is not encrypted"),
        ("git://example.org/x", "git:// is not encrypted"),
        ("https://coach:secret@example.org/x", "user name or a password"),
        ("https://token@example.org/x", "user name or a password"),
        ("https://@example.org/x", "user name or a password"),
        ("ssh://git:secret@example.org/x", "a password"),
        ("https://example.org/x?token=secret", "? or #"),
        ("https://example.org/x#readme", "? or #"),
        ("ssh://git@example.org/x.git", "--allow-ssh"),
        ("git@example.org:x.git", "--allow-ssh"),
        ("example.org:x.git", "--allow-ssh"),
        ("https://", "does not name a server"),
        ("https:///x", "does not name a server"),
        ("https://example.org", "does not name a server"),
        ("https://example.org/", "does not name a server"),
        ("https://-x.example.org/x", "does not name a server"),
        ("https://example.org:x/y", "does not name a server"),
        ("https://user:pass/word@example.org/x", "does not name a server"),
        ("ssh://-oProxyCommand=x/y", "does not name a server"),
        ("ftp://example.org/x", "does not begin with https://"),
        ("HTTPS://example.org/x", "does not begin with https://"),
        ("https:/example.org/x", "does not begin with https://"),
        ("example.org/x", "does not begin with https://"),
        ("example.org:-x", "does not begin with https://"),
        ("-x@example.org:x", "hyphen"),
    ],
)
def test_any_other_address_is_refused_for_its_own_reason(url: str, why: str) -> None:
    error = refused(BadGitUrl, lambda: check_url(url), within=0.2)
    assert why in error.why
    assert error.exit_code == 2
    assert len(error.what) < 300


@given(st.text(st.sampled_from("htps:/@.-~ax1%\\ \n\x9f\u202eé?#[]")).map(lambda rest: f"https://{rest}"))
def test_an_address_that_is_taken_names_one_server_and_holds_nothing_odd(url: str) -> None:
    """Whatever is typed: there is no user in it, no option, no second scheme, and Python reads one host in it."""
    with contextlib.suppress(BadGitUrl):
        check_url(url)
        parts = urlsplit(url)
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", parts.hostname or "")
        assert parts.netloc.isascii()
        assert "@" not in parts.netloc
        assert url == parts.geturl()
        assert url.isprintable()


@pytest.mark.parametrize(
    "url",
    [
        "https://coach:s3cret@example.org/x",
        "https://s3cret@example.org/x",
        "http://coach:s3cret@example.org/x",
        "ssh://git:s3cret@example.org/x",
        "https://coach:s3/cret@example.org/x",
        "https://coach:s3cret@example.org/a b",
        "coach:s3cret@example.org:x",
    ],
)
def test_a_password_in_an_address_is_not_repeated(url: str) -> None:
    error = refused(BadGitUrl, lambda: check_url(url), within=0.2)
    assert "s3" not in " ".join(error.lines())
    assert "example.org" in error.what


@pytest.mark.parametrize(
    "url",
    ["ssh://git@example.org:22/x.git", "ssh://example.org/x", "git@example.org:x.git", "example.org:a/b"],
)
def test_ssh_addresses_are_taken_where_ssh_is_allowed(url: str) -> None:
    check_url(url, allow_ssh=True)


@pytest.mark.parametrize(
    "url",
    [
        "ssh://-oProxyCommand=touch/x",
        "ssh://git:secret@example.org/x",
        "-oProxyCommand=touch:x",
        "git@-oProxyCommand=touch:x",
        "example.org:-x",
        "ext::ssh x",
        "http://example.org/x",
        "file:///x",
        "/x:y",
    ],
)
def test_allowing_ssh_allows_nothing_else(url: str) -> None:
    refused(BadGitUrl, lambda: check_url(url, allow_ssh=True), within=0.2)


@pytest.mark.parametrize("ref", ["v1.2.0", "main", "feature/x", "@", "entwürfe", "a" * 40, "refs/tags/v1"])
def test_names_of_tags_branches_and_commits_are_taken(ref: str) -> None:
    check_ref(ref)


@pytest.mark.parametrize(
    ("ref", "why"),
    [
        ("", "Nothing was given."),
        ("--upload-pack=x", "hyphen"),
        ("-x", "hyphen"),
        ("a\nb", "control character"),
        ("a\x7f", "control character"),
        ("a::b", "'::'"),
        ("a b", "blank"),
        ("a..b", "'..'"),
        ("../x", "'..'"),
        ("main@{1}", "'@{'"),
        ("a" * 1001, "longer than 1000"),
        *((f"a{sign}b", "no tag or branch can") for sign in "~^:?*[\\"),
    ],
)
def test_any_other_ref_is_refused_for_its_own_reason(ref: str, why: str) -> None:
    error = refused(BadGitRef, lambda: check_ref(ref), within=0.2)
    assert why in error.why
    assert error.exit_code == 2
    assert len(error.what) < 300


def test_git_is_not_even_started_for_what_tries_to_be_an_option(calls: Callable[[], list[str]]) -> None:
    for call in (resolve, fetch):
        refused(BadGitUrl, lambda call=call: call("--upload-pack=x"))  # type: ignore[misc]
        refused(BadGitRef, lambda call=call: call(HTTPS, "--upload-pack=x"))  # type: ignore[misc]
    refused(BadGitUrl, lambda: newer_tags("ext::true", "1.0.0"))
    assert calls() == []


# ---- which commit


def test_a_tag_a_branch_and_a_commit_are_found(served: Served) -> None:
    """An annotated tag means the commit it is about, not itself."""
    one = served.repository.commit(ONE)
    two = served.repository.commit(TWO)
    served.repository.tag("light", one)
    served.repository.tag("annotated", one, annotated=True)
    assert resolve(served.url, "light") == ("light", one)
    assert resolve(served.url, "annotated") == ("annotated", one)
    assert resolve(served.url, "main") == ("main", two)
    assert resolve(served.url, "HEAD") == ("HEAD", two)
    assert resolve(served.url, one) == (one, one)


def test_a_tag_goes_before_a_branch_of_its_name(served: Served) -> None:
    one = served.repository.commit(ONE)
    two = served.repository.commit(TWO, branch="both")
    served.repository.tag("both", one)
    assert resolve(served.url, "both").commit == one
    assert fetch(served.url, "both").files == ONE
    assert resolve(served.url, "refs/heads/both").commit == two


def test_without_a_ref_the_highest_version_is_meant(served: Served) -> None:
    """By its numbers, not its letters; a pre-release has to be asked for."""
    one, two = served.repository.commit(ONE), served.repository.commit(TWO)
    none = ("2.0.0-beta", "v3", "version-9.9.9", "9.9.9.9", "v9.9.9/x", "x/9.9.9", f"v{'9' * 200}.0.0")
    for tag in ("v1.9.0", "1.2.3", *none):
        served.repository.tag(tag, one)
    served.repository.tag("v1.10.0", two)
    assert resolve(served.url) == ("v1.10.0", two)


def test_without_a_version_tag_the_head_is_meant(served: Served) -> None:
    one = served.repository.commit(ONE)
    served.repository.tag("stable", one)
    two = served.repository.commit(TWO)
    assert resolve(served.url) == ("HEAD", two)


def test_newer_tags_are_listed_from_the_highest(served: Served) -> None:
    one = served.repository.commit(ONE)
    for tag in ("v1.9.0", "1.10.0", "v1.2.0", "v1.1.9", "v2.0.0-rc.1", "latest"):
        served.repository.tag(tag, one)
    assert newer_tags(served.url, "1.2.0") == ("1.10.0", "v1.9.0")
    assert newer_tags(served.url, "1.10.0") == ()
    assert newer_tags(served.url, "none") == ("1.10.0", "v1.9.0", "v1.2.0", "v1.1.9")


def test_a_moved_tag_means_another_commit(served: Served) -> None:
    """Whoever kept the first answer sees it."""
    served.repository.tag("v1.0.0", served.repository.commit(ONE))
    first = resolve(served.url, "v1.0.0")
    served.repository.tag("v1.0.0", served.repository.commit(TWO))
    second = resolve(served.url, "v1.0.0")
    assert first.ref == second.ref
    assert first.commit != second.commit


def test_an_unknown_ref_names_the_near_one_and_those_there_are(served: Served) -> None:
    one = served.repository.commit(ONE)
    for tag in ("v1.0.0", "v1.1.0", "x" * 200):
        served.repository.tag(tag, one, annotated=True)
    for stray in ("refs/HEAD", "refs/other/v1.0.0", "refs/other/refs/tags/v1.0.00"):
        served.repository.git("update-ref", stray, one)
    error = refused(UnknownGitRef, lambda: resolve(served.url, "v1.0.00"))
    assert error.exit_code == 4
    assert "Did you mean 'v1.0.0'?" in error.what
    assert error.why == "It has: main v1.0.0 v1.1.0"
    refused(UnknownGitRef, lambda: fetch(served.url, one[:10]))


def test_an_empty_repository_is_refused(served: Served) -> None:
    assert "empty" in refused(BadPackSource, lambda: fetch(served.url)).why


# ---- the files


def test_a_tag_is_fetched_with_the_files_of_a_pack_and_no_others(served: Served) -> None:
    """Bytes arrive as they are; what a pack does not have is not read, whatever it is called."""
    pack = {
        "pack.yaml": b"\xff\0\r\n\n",
        "README.md": b"",
        "lang/de.yaml": b"a" * 70_000,
        "lang/pt-BR.yaml": b"same",
        "rehearsals/a-good-day.yaml": b"same",
    }
    others = (
        "LICENSE",
        "hooks/post-checkout",
        ".githooks/post-merge",
        ".gitattributes",
        "src/pack.yaml",
        "lang/x/y.yaml",
    )
    commit = served.repository.commit({**pack, **dict.fromkeys(others, b"*.yaml filter=x\n")})
    served.repository.tag("v1.0.0", commit, annotated=True)
    assert fetch(served.url, "v1.0.0") == (served.url, "v1.0.0", commit, pack)


def test_a_file_meant_to_be_of_the_pack_is_handed_on_under_its_wrong_name(served: Served) -> None:
    """So that its name can be refused aloud, instead of the file being left out in silence."""
    files = {"pack.yml": b"a", "lang/Deutsch.yml": b"b", "Readme.md": b"c"}
    served.repository.commit(files)
    assert fetch(served.url).files == files


def test_without_a_ref_the_highest_version_is_fetched_and_then_a_newer_one(served: Served) -> None:
    served.repository.tag("v1.0.0", served.repository.commit(ONE))
    first = fetch(served.url)
    served.repository.tag("v1.2.0", served.repository.commit(TWO))
    assert newer_tags(served.url, "1.0.0") == ("v1.2.0",)
    second = fetch(served.url)
    assert (first.ref, first.files) == ("v1.0.0", ONE)
    assert (second.ref, second.files) == ("v1.2.0", TWO)


def test_a_branch_and_an_older_commit_are_fetched(served: Served) -> None:
    one = served.repository.commit(ONE)
    two = served.repository.commit(TWO)
    assert fetch(served.url, "main") == (served.url, "main", two, TWO)
    assert fetch(served.url, one) == (served.url, one, one, ONE)


def test_a_repository_of_longer_ids_is_fetched_too(served: Served) -> None:
    """Git can name commits by SHA-256, and some servers do."""
    name = f"{served.name}-sha256"
    commit = served.server.repository(name, "--object-format=sha256").commit(ONE)
    url = served.server.url(name)
    assert len(commit) == 64
    assert fetch(url) == (url, "HEAD", commit, ONE)
    assert fetch(url, commit) == (url, commit, commit, ONE)


def test_a_tag_that_moves_while_it_is_fetched_is_noticed(served: Served) -> None:
    """What was shown and what arrives would not be one commit."""
    served.repository.tag("v1.0.0", served.repository.commit(ONE))
    two = served.repository.commit(TWO)

    def move(_: Any) -> None:
        if sum(asked.begins for asked in served.server.asked) == 2:
            served.repository.tag("v1.0.0", two)

    served.server.on_asked = move
    with pytest.raises(FetchFailed) as caught:  # once: it moves but once
        fetch(served.url, "v1.0.0")
    assert "moved to another commit" in caught.value.why


def test_only_the_last_commit_travels(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large file of the past costs nothing."""
    served.repository.commit({**ONE, "video.mp4": os.urandom(2**20)})
    served.repository.commit(TWO)
    monkeypatch.setattr(gitprogram, "MOST_FETCHED", 2**17)
    assert fetch(served.url).files == TWO


# ---- what is refused for what it holds


@pytest.mark.parametrize(
    ("links", "submodules", "named"),
    [
        ({"lang/de.yaml": "/etc/passwd"}, {}, "'lang/de.yaml' is a link"),
        ({"pack.yaml": "../../secret"}, {}, "'pack.yaml' is a link"),
        ({"lang": "/etc"}, {}, "'lang' is a link"),
        ({"docs/far/away": "x"}, {}, "'docs/far/away' is a link"),
        ({'"a\\n\\033[2Jb"': "x"}, {}, "'a␤␛[2Jb' is a link"),
        ({}, {"vendor": "1" * 40}, "'vendor' is a submodule"),
        ({}, {"rehearsals/more": "1" * 40}, "'rehearsals/more' is a submodule"),
    ],
)
def test_links_and_submodules_are_refused_by_name(
    served: Served, links: dict[str, str], submodules: dict[str, str], named: str
) -> None:
    served.repository.commit(ONE, links=links, submodules=submodules)
    error = refused(BadPackSource, lambda: fetch(served.url))
    assert error.why.startswith(named)
    assert error.exit_code == 2


def test_what_is_too_large_or_too_many_is_refused_before_a_file_is_read(
    served: Served, calls: Callable[[], list[str]]
) -> None:
    served.repository.commit({**ONE, "README.md": bytes(2 * 2**20)})
    assert "'README.md' makes it larger than 2 MiB" in refused(BadPackSource, lambda: fetch(served.url)).why
    served.repository.commit({**ONE, **{f"lang/l{one}.yaml": bytes(2**19) for one in range(4)}})
    assert "larger than 2 MiB" in refused(BadPackSource, lambda: fetch(served.url)).why
    served.repository.commit({**ONE, **{f"rehearsals/{one}.yaml": b"x" for one in range(99)}})
    assert "100 files" in refused(BadPackSource, lambda: fetch(served.url)).why
    assert sum("ls-tree" in call for call in calls()) == 3
    assert not any("cat-file" in call for call in calls())


def test_a_pack_as_large_as_one_may_be_is_fetched(served: Served) -> None:
    files = {**ONE, **{f"rehearsals/{one}.yaml": b"x" for one in range(62)}}
    files["README.md"] = bytes(2 * 2**20 - sum(map(len, files.values())))
    served.repository.commit({**files, "poster.png": os.urandom(2**20)})
    assert fetch(served.url).files == files


def test_a_small_repository_of_a_huge_file_is_refused_unread(served: Served) -> None:
    served.repository.commit({**ONE, "README.md": bytes(24 * 2**20)})
    assert "larger than 2 MiB" in refused(BadPackSource, lambda: fetch(served.url)).why


def _trillion_paths(repository: Repository) -> None:
    """Fill a repository with twelve small trees, each of which holds the one before ten times."""
    blob = repository.blob(b"x")
    tree = repository.tree([("100644", name, blob) for name in "abcdefghij"])
    for _ in range(12):
        tree = repository.tree([("40000", name, tree) for name in "abcdefghij"])
    repository.commit_tree(tree)


def test_folders_that_hold_each_other_a_trillion_times_are_given_up(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the system bounds nothing: what git writes is watched while it runs."""
    _trillion_paths(served.repository)
    monkeypatch.setattr(gitprogram, "_bound", id)
    error = refused(FetchTooLarge, lambda: fetch(served.url, seconds=5))
    assert "larger than 32 MiB" in error.what


@linux
def test_git_does_not_fill_the_disk_when_nobody_is_left_to_watch_it(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as when mefirst was killed; without its bounds git would write paths for years."""
    _trillion_paths(served.repository)
    monkeypatch.setattr(gitprogram, "MOST_FETCHED", 2**20)
    monkeypatch.setattr(gitprogram.Git, "_watch", lambda _, process: process.wait(20))
    refused(FetchFailed, lambda: fetch(served.url))


@pytest.mark.parametrize(
    ("name", "said"), [("pack.yaml", "duplicateEntries"), (".git", "hasDotgit"), ("..", "hasDotdot")]
)
def test_a_tree_no_git_would_write_is_refused(served: Served, name: str, said: str) -> None:
    """Git checks what it receives, before anything of it is used."""
    blob = served.repository.blob(b"x")
    entries = sorted([("100644", name, blob), ("100644", "pack.yaml", blob)], key=lambda entry: entry[1])
    served.repository.commit_tree(served.repository.tree(entries))
    assert said in refused(FetchFailed, lambda: fetch(served.url)).why


# ---- what servers try


def test_a_redirect_is_not_followed(served: Served) -> None:
    served.repository.commit(ONE)
    error = refused(FetchFailed, lambda: fetch(served.behaving("redirect")))
    assert "301" in error.why
    assert "It has moved" in error.hint
    assert all(asked.path.startswith("/redirect/") for asked in served.server.asked)


def test_a_server_that_wants_a_password_is_left_at_once(served: Served) -> None:
    error = refused(FetchFailed, lambda: fetch(served.behaving("password")))
    assert "not for everybody" in error.hint
    assert not any("Authorization" in asked.headers for asked in served.server.asked)


def test_a_server_that_never_answers_is_left_when_the_time_is_up(served: Served) -> None:
    """Git and its helper are ended: the server sees the line go dead."""
    error = refused(FetchTooSlow, lambda: fetch(served.behaving("silent"), seconds=0.8))
    assert "0.8 seconds" in error.what
    assert error.exit_code == 1
    assert served.server.hung_up.wait(10)


def test_a_download_without_end_is_stopped(served: Served) -> None:
    served.repository.commit(ONE)
    error = refused(FetchTooLarge, lambda: fetch(served.behaving("endless-pack")))
    assert "larger than 32 MiB" in error.what
    assert served.server.hung_up.wait(10)


def test_a_download_that_is_over_before_anybody_looked_is_measured_too(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.repository.commit({**ONE, "video.mp4": os.urandom(300_000)})
    assert fetch(served.url).files == ONE
    monkeypatch.setattr(gitprogram, "MOST_FETCHED", 300_000)
    refused(FetchTooLarge, lambda: fetch(served.url))


@linux
def test_a_list_of_refs_without_end_is_stopped(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git keeps it in memory, where no watch over a folder sees it."""
    served.repository.commit(ONE)
    monkeypatch.setattr(gitprogram, "MOST_MEMORY", 128 * 2**20)
    error = refused(FetchFailed, lambda: resolve(served.behaving("endless-refs")))
    assert "emory" in error.why
    assert "what no pack needs" in error.hint
    assert served.server.hung_up.wait(10)


def test_a_few_bytes_that_unpack_to_very_many_are_refused(served: Served) -> None:
    served.repository.commit(ONE)
    served.server.pack = delta_bomb()
    error = refused(FetchFailed, lambda: fetch(served.behaving("pack")))
    assert "attempting to allocate" in error.why
    assert "what no pack needs" in error.hint


def test_a_repository_with_a_file_held_back_is_refused(served: Served) -> None:
    """The commit and its tree arrive, the blob does not."""
    commit = served.repository.commit(ONE)
    ids = f"{commit}\n{served.repository.git('rev-parse', 'main:')}\n".encode()
    served.server.pack = served.repository.binary("pack-objects", "--stdout", given=ids)
    assert (
        "did not receive expected object" in refused(FetchFailed, lambda: fetch(served.behaving("pack"))).why
    )


def test_what_a_server_says_is_shown_on_one_line_and_harmless(served: Served) -> None:
    error = refused(FetchFailed, lambda: resolve(served.behaving("rude")))
    assert error.why.startswith("git says: remote error: ")
    assert error.why.endswith("<U+202E>now")


def test_a_repository_that_is_not_there_is_said_so(served: Served) -> None:
    error = refused(FetchFailed, lambda: resolve(served.server.url("nowhere")))
    assert "not found" in error.why
    assert "Check the address" in error.hint


def test_a_commit_that_is_not_there_is_said_so(served: Served) -> None:
    served.repository.commit(ONE)
    assert "That commit is not there" in refused(FetchFailed, lambda: fetch(served.url, "1" * 40)).hint


def test_a_server_of_plain_files_cannot_be_fetched_from(served: Served) -> None:
    """It could only send its whole history, and name other servers to go on to."""
    served.repository.commit(ONE)
    served.repository.git("update-server-info")
    assert "too simple" in refused(FetchFailed, lambda: fetch(served.behaving("dumb"))).hint


def test_a_server_nobody_vouches_for_is_not_read_from(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where the owner's own git has been told not to look."""
    served.repository.commit(ONE)
    monkeypatch.delenv("GIT_SSL_CAINFO")
    monkeypatch.setenv("GIT_SSL_NO_VERIFY", "1")
    assert _plain_git("ls-remote", served.url) != ""
    served.server.asked.clear()
    error = refused(FetchFailed, lambda: fetch(served.url))
    assert "Nobody vouches" in error.hint
    assert served.server.asked == []


def test_a_proxy_of_the_environment_is_used(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is the only way out, there has to be one."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    assert (
        "proxy" in refused(FetchFailed, lambda: resolve(served.url)).why.lower() or served.server.asked == []
    )


# ---- nothing of whoever runs it, and nothing left behind


def _plain_git(*arguments: str) -> str:
    """Run git as the owner would, to see that what is laid out for it is taken."""
    done = subprocess.run(
        ["git", *arguments],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
    )
    return done.stdout


class Decoy(NamedTuple):
    """Another repository, and the setting that sends git there in place of the one asked for."""

    url: str
    asked: str

    @property
    def config(self) -> str:
        return f'[url "{self.url}"]\n\tinsteadOf = {self.asked}\n'


@pytest.fixture
def decoy(served: Served) -> Decoy:
    served.repository.commit(ONE)
    name = f"{served.name}-decoy"
    served.server.repository(name).commit(TWO)
    return Decoy(served.server.url(name), served.url)


def _in_home(folder: Path, decoy: Decoy, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".gitconfig").write_text(decoy.config)
    monkeypatch.setenv("HOME", str(folder))


def _in_xdg(folder: Path, decoy: Decoy, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "git").mkdir()
    (folder / "git" / "config").write_text(decoy.config)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))


def _as_global(folder: Path, decoy: Decoy, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "config").write_text(decoy.config)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder / "config"))


def _as_system(folder: Path, decoy: Decoy, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "config").write_text(decoy.config)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(folder / "config"))


def _as_variables(folder: Path, decoy: Decoy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{decoy.url}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", decoy.asked)


def _as_parameters(folder: Path, decoy: Decoy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'url.{decoy.url}.insteadOf={decoy.asked}'")


def _as_repository(folder: Path, decoy: Decoy, monkeypatch: pytest.MonkeyPatch) -> None:
    _configured_repository(folder / "own.git", decoy)
    monkeypatch.setenv("GIT_DIR", str(folder / "own.git"))


def _around(folder: Path, decoy: Decoy, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository in whose folder temporary folders are made, such as one somebody left in /tmp."""
    _configured_repository(folder.parent / ".git", decoy)
    monkeypatch.chdir(tempfile.gettempdir())


def _configured_repository(path: Path, decoy: Decoy) -> None:
    with (Repository(path).path / "config").open("a") as stream:
        stream.write(decoy.config)


@pytest.mark.parametrize(
    "lay",
    [_in_home, _in_xdg, _as_global, _as_system, _as_variables, _as_parameters, _as_repository, _around],
)
def test_no_configuration_of_the_owner_is_heeded(
    lay: Callable[[Path, Decoy, pytest.MonkeyPatch], None],
    served: Served,
    decoy: Decoy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The owner's git is sent elsewhere by it; ours is not."""
    folder = tmp_path / "owner"
    folder.mkdir()
    lay(folder, decoy, monkeypatch)
    astray = resolve(decoy.url, "main").commit
    assert astray in _plain_git("ls-remote", served.url)
    assert resolve(served.url, "main").commit == served.repository.git("rev-parse", "main") != astray
    assert fetch(served.url).files == ONE


def test_no_program_the_owner_configured_is_run(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hooks of a template, hooks of a path, a file system monitor, a credential helper, an askpass."""
    served.repository.commit(ONE)
    owner, ran = tmp_path / "owner", tmp_path / "ran"
    for name in ("hooks/reference-transaction", "template/hooks/reference-transaction", "program"):
        path = owner / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho {name} >>{ran}\n")
        path.chmod(0o755)
    config = (
        f"[init]\n\ttemplateDir = {owner}/template\n[core]\n\thooksPath = {owner}/hooks\n"
        f"\tfsmonitor = {owner}/program\n\taskPass = {owner}/program\n[credential]\n\thelper = {owner}/program\n"
    )
    (owner / ".gitconfig").write_text(config)
    monkeypatch.setenv("HOME", str(owner))
    monkeypatch.setenv("GIT_TEMPLATE_DIR", f"{owner}/template")
    monkeypatch.setenv("GIT_ASKPASS", f"{owner}/program")
    monkeypatch.setenv("SSH_ASKPASS", f"{owner}/program")

    _plain_git("clone", "--quiet", served.url, str(tmp_path / "clone"))
    assert "hooks/reference-transaction" in ran.read_text()
    _plain_git("ls-remote", served.behaving("password"))
    assert "program" in ran.read_text()
    ran.unlink()

    assert fetch(served.url).files == ONE
    refused(FetchFailed, lambda: fetch(served.behaving("password")))
    assert not ran.exists()


def test_a_password_the_owner_keeps_for_that_server_is_not_sent(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login coach password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    _plain_git("ls-remote", served.behaving("password"))
    assert any("Authorization" in asked.headers for asked in served.server.asked)
    served.server.asked.clear()
    refused(FetchFailed, lambda: fetch(served.behaving("password")))
    assert served.server.asked != []
    assert not any("Authorization" in asked.headers for asked in served.server.asked)


def test_the_environment_of_git_holds_nothing_but_what_it_needs(
    served: Served, calls: Callable[[], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.repository.commit(ONE)
    for name in (
        "GIT_TRACE",
        "GIT_EXEC_PATH",
        "GIT_SSH_COMMAND",
        "GIT_PROXY_COMMAND",
        "LC_ALL",
        "SSH_AUTH_SOCK",
        "JOURNAL",
    ):
        monkeypatch.setenv(name, str(tmp_path / "astray"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    fetch(served.url)
    seen = dict(line.split("=", 1) for line in (tmp_path / "calls.environment").read_text().splitlines())
    for set_by_the_shell in ("PWD", "OLDPWD", "SHLVL", "_"):
        seen.pop(set_by_the_shell, None)
    home = seen.pop("HOME")
    assert seen == {
        "PATH": os.environ["PATH"],
        "GIT_SSL_CAINFO": str(served.server.certificate),
        "no_proxy": "127.0.0.1",
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_ALLOW_PROTOCOL": "https",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "GIT_ALLOC_LIMIT": "64m",
    }
    assert Path(home).parent == Path(tempfile.gettempdir())
    assert not (tmp_path / "astray").exists()


def test_the_folder_git_works_in_is_closed_to_others_and_holds_no_checkout(
    served: Served, temporary: Path
) -> None:
    served.repository.commit({**ONE, "LICENSE": b"x"})
    modes: list[int] = []
    names: set[str] = set()

    def look(_: Any) -> None:
        (folder,) = temporary.iterdir()
        modes.append(stat.S_IMODE(folder.stat().st_mode))
        names.update(path.name for path in folder.iterdir())

    served.server.on_asked = look
    fetch(served.url)
    assert set(modes) == {0o700}
    assert names == {"repository", "stdin", "stdout", "stderr"}


def test_ctrl_c_ends_git_and_leaves_nothing(served: Served) -> None:
    """Git runs apart from the terminal, so nobody else would end it."""
    served.server.on_asked = lambda _: os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        fetch(served.behaving("silent"))
    assert served.server.hung_up.wait(10)


def test_without_git_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    error = refused(NoGit, lambda: fetch(HTTPS))
    assert HTTPS in error.what
    assert "Install git" in error.hint
    assert error.exit_code == 1


def test_a_full_disk_is_said_so(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    assert refused(FetchFailed, lambda: fetch(served.url)).why == "No space left on device."


def test_an_answer_of_git_about_something_else_is_not_taken(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files are told apart by their lengths, one wrong length would mix them up."""
    served.repository.commit(ONE)
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    real = f'exec {shutil.which("git")} "$@"'
    program.write_text(f'#!/bin/sh\ncase "$*" in *cat-file*) echo missing;; *) {real};; esac\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    assert "in the place of pack.yaml" in refused(FetchFailed, lambda: fetch(served.url)).why


# ---- ssh, where it was allowed


def test_ssh_fetches_without_asking_and_only_where_it_was_allowed(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program in the place of ssh runs the far end here, and notes how it was called."""
    commit = served.repository.commit(ONE)
    program = tmp_path / "bin" / "ssh"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$SSH_AUTH_SOCK $@" >>{tmp_path}/ssh\nfor last; do :; done\nexec sh -c "$last"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("SSH_AUTH_SOCK", "agent")
    url = f"ssh://git@127.0.0.1{served.repository.path}"
    refused(BadGitUrl, lambda: fetch(url))
    assert not (tmp_path / "ssh").exists()
    assert fetch(url, allow_ssh=True) == (url, "HEAD", commit, ONE)
    assert resolve(f"git@127.0.0.1:{served.repository.path}", "main", allow_ssh=True).commit == commit
    calls = (tmp_path / "ssh").read_text().splitlines()
    assert all(
        call.startswith("agent -o BatchMode=yes ") and " git@127.0.0.1 git-upload-pack " in call
        for call in calls
    )
    assert len(calls) == 3

    program.write_text("#!/bin/sh\necho 'git@127.0.0.1: Permission denied (publickey).' >&2\nexit 255\n")
    error = refused(FetchFailed, lambda: fetch(url, allow_ssh=True))
    assert error.why == "git says: git@127.0.0.1: Permission denied (publickey)."
