"""Packs from a real repository over https: a newer version shows its questions, a pin holds, a moved tag is refused."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from gitserver import GitServer, Repository, serving
from running import mefirst

PACK = """\
mefirst_pack: 1
id: landed
version: {version}
title: Landed
author: Example Coaching
for: entry
questions:
  - {{id: hope, type: short, ask: "What were you hoping for?", fills: intent, required: yes}}
  - {{id: came, type: short, ask: "{came}", fills: impact}}
"""


class Source(NamedTuple):
    """A repository with a pack, and where it is served."""

    repository: Repository
    url: str

    def publish(self, version: str, came: str = "What came back?", tag: str = "") -> None:
        commit = self.repository.commit({"pack.yaml": PACK.format(version=version, came=came).encode()})
        self.repository.tag(tag or f"v{version}", commit)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GitServer]:
    for program in ("git", "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}")
    with serving(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def source(server: GitServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    for name in list(os.environ):
        if name.startswith(("GIT_", "SSL_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_SSL_CAINFO", str(server.certificate))
    made = Source(server.repository(tmp_path.name), server.url(tmp_path.name))
    made.publish("1.0.0")
    return made


def state() -> str:
    (row,) = [
        row for row in mefirst("pack", "list", "--format", "json").json["packs"] if row["id"] == "landed"
    ]
    return f"{row['version']} {row['state']}"


def test_a_pack_is_taken_from_a_tag_after_a_look_at_it(source: Source) -> None:
    looked = mefirst("pack", "show", source.url)
    assert "Written by Example Coaching, not by mefirst." in looked.out
    ran = mefirst("pack", "add", source.url, "--ref", "v1.0.0", "--yes")
    assert (ran.code, ran.out) == (0, "")
    assert "1. hope (short, fills intent, required)" in ran.err
    assert state() == "1.0.0 verified"
    again = mefirst("pack", "add", source.url, "--ref", "v1.0.0", "--yes")
    assert "landed 1.0.0 is what you have: the same to the byte." in again.err


def test_an_update_is_asked_for_and_shows_the_changed_questions(source: Source) -> None:
    """Until it is taken, the list says that there is one."""
    mefirst("pack", "add", source.url, "--yes")
    assert "nothing newer" in mefirst("pack", "add", "--update").err
    source.publish("1.1.0", "What came back to you?")
    assert state() == "1.0.0 verified"
    unasked = mefirst("pack", "add", "--update", "landed")
    assert unasked.code == 2
    assert "changed  came: ask" in unasked.err
    assert state() == "1.0.0 verified, v1.1.0 is newer"
    taken = mefirst("pack", "add", "--update", "--yes")
    assert taken.code == 0
    assert "landed 1.0.0 → 1.1.0" in taken.err
    assert state() == "1.1.0 verified"


def test_a_pinned_pack_is_left_alone(source: Source) -> None:
    mefirst("pack", "add", source.url, "--pin", "--yes")
    source.publish("1.1.0")
    ran = mefirst("pack", "add", "--update", "--yes")
    assert "landed 1.0.0: left alone, it is pinned." in ran.err
    assert state() == "1.0.0 verified, pinned"


@pytest.mark.parametrize("version", ["1.0.0", "1.0.1"])
def test_a_moved_tag_is_refused(source: Source, version: str) -> None:
    """Whatever version its pack claims to have now: what was published is not changed."""
    mefirst("pack", "add", source.url, "--ref", "v1.0.0", "--yes")
    source.repository.git("tag", "-d", "v1.0.0")
    source.publish(version, "What else?", tag="v1.0.0")
    ran = mefirst("pack", "add", source.url, "--ref", "v1.0.0", "--yes")
    assert ran.code == 2
    assert "is not what it was when you added it" in ran.err
    assert len(ran.err.splitlines()) == 3
    assert state() == "1.0.0 verified"
    assert mefirst("pack", "remove", "landed", "--yes").code == 0
    assert mefirst("pack", "add", source.url, "--ref", "v1.0.0", "--yes").code == 0


def test_an_older_version_says_that_it_is_older(source: Source) -> None:
    source.publish("1.1.0")
    mefirst("pack", "add", source.url, "--yes")
    ran = mefirst("pack", "add", source.url, "--ref", "v1.0.0", "--yes")
    assert "landed 1.1.0 → 1.0.0 (older than what you have)" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--upload-pack=touch made",),
        ("https://example.org/x.git", "--ref", "--upload-pack=touch made"),
        ("ext::sh -c touch% made",),
        ("https://anna:secret@example.org/x.git",),
        ("file:///etc/passwd",),
        ("http://example.org/x.git",),
    ],
)
def test_what_is_no_plain_address_is_refused_before_git_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    ran = (
        mefirst("pack", "add", "--yes", "--", *arguments[:1])
        if len(arguments) == 1
        else mefirst("pack", "add", arguments[0], f"--ref={arguments[2]}", "--yes")
    )
    assert ran.code in {2, 4}
    assert 1 <= len(ran.err.splitlines()) <= 3
    assert "secret" not in ran.err
    assert not (tmp_path / "made").exists()
