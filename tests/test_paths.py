"""Where things are kept."""

import os
import sys
from pathlib import Path

import pytest

from mefirst.paths import find_paths, packaged


def test_mefirst_home_holds_everything(tmp_path: Path) -> None:
    """One variable moves configuration, journals, state and cache together."""
    paths = find_paths({"MEFIRST_HOME": str(tmp_path)})
    assert paths.settings == tmp_path / "config.toml"
    assert paths.journal("work") == tmp_path / "journals" / "work"
    assert (paths.data, paths.state, paths.cache) == (tmp_path, tmp_path / "state", tmp_path / "cache")


def test_a_relative_home_and_a_tilde_become_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "user"))
    assert find_paths({"MEFIRST_HOME": "journal"}).data == tmp_path / "journal"
    assert find_paths({"MEFIRST_HOME": "~/journal"}).data == tmp_path / "user" / "journal"


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG folders are those of Linux")
def test_without_it_the_platforms_own_folders_are_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An empty variable counts as none."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for environment in ({}, {"MEFIRST_HOME": ""}):
        paths = find_paths(environment)
        assert paths.settings == tmp_path / "config" / "mefirst" / "config.toml"
        assert paths.journal("default") == tmp_path / "data" / "mefirst" / "journals" / "default"
        assert paths.state == tmp_path / "state" / "mefirst"
        assert paths.cache == tmp_path / "cache" / "mefirst"


def test_finding_a_path_creates_nothing(tmp_path: Path, home: Path) -> None:
    """A cron job with another environment must not leave an empty journal behind."""
    paths = find_paths(os.environ)
    assert paths.journal("default").is_relative_to(home)
    assert list(tmp_path.iterdir()) == []


def test_what_ships_with_the_program_is_found() -> None:
    """From a checkout, the packs are at its top."""
    assert (packaged("prompts") / "daily" / "pack.yaml").is_file()
