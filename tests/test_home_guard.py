"""The guard in conftest.py: no test can touch the journal of whoever runs it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from mefirst.paths import find_paths


@pytest.fixture
def guard(request: pytest.FixtureRequest) -> ModuleType:
    """The loaded conftest.py; importing it by name would load it, and its hook, a second time."""
    for plugin in request.config.pluginmanager.get_plugins():
        if hasattr(plugin, "TouchedRealHome"):
            assert isinstance(plugin, ModuleType)
            return plugin
    pytest.fail("conftest.py is not loaded")


def _write(path: Path) -> None:
    path.write_text("mine")


def _open_low(path: Path) -> None:
    os.close(os.open(path, os.O_RDONLY))


REACHES: dict[str, Callable[[Path], object]] = {
    "open": lambda path: path.open(),
    "write": _write,
    "os.open": _open_low,
    "mkdir": lambda path: path.mkdir(),
    "rename": lambda path: path.rename(path.with_name("other")),
    "rename into": lambda path: Path("no-such-file").rename(path),
    "unlink": lambda path: path.unlink(missing_ok=True),
    "link": lambda path: os.link("no-such-file", path),
    "listdir": os.listdir,
    "scandir": lambda path: list(path.iterdir()),
}


@pytest.mark.parametrize("reach", REACHES.values(), ids=REACHES.keys())
def test_every_way_into_a_real_folder_is_stopped_before_it_happens(
    guard: ModuleType, reach: Callable[[Path], object]
) -> None:
    """Whatever call a test makes on a real folder, it ends in TouchedRealHome, not in an OSError."""
    assert len(guard.REAL_FOLDERS) == 4
    for folder in guard.REAL_FOLDERS:
        with pytest.raises(guard.TouchedRealHome):
            reach(Path(folder) / "no-such-file")


def test_the_guard_cannot_be_swallowed_by_code_that_expects_failures(guard: ModuleType) -> None:
    """TouchedRealHome is no Exception, so `except Exception` and `suppress(OSError)` let it through."""
    assert not issubclass(guard.TouchedRealHome, Exception)


def test_the_guard_leaves_other_folders_alone(tmp_path: Path) -> None:
    """A file beside the real folders is none of the guard's business."""
    (tmp_path / "file").write_text("x")
    assert os.listdir(tmp_path) == ["file"]  # noqa: PTH208 the call that is watched


def test_every_path_of_the_program_lies_in_the_test_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With MEFIRST_HOME as the fixture sets it, and even with it taken away, nothing leads to the real home."""
    for _ in range(2):
        paths = find_paths(os.environ)
        for folder in (paths.config, paths.data, paths.state, paths.cache):
            assert folder.is_relative_to(tmp_path)
        if sys.platform == "win32":
            return  # the platform keeps its folders in the registry there
        monkeypatch.delenv("MEFIRST_HOME", raising=False)


def test_a_program_started_by_a_test_inherits_the_test_home(tmp_path: Path) -> None:
    """A child process, which no audit hook watches, finds the same folders by its environment."""
    script = "from mefirst.paths import find_paths; print(find_paths().data)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert Path(run.stdout.strip()) == tmp_path / "home"


def test_the_home_of_a_test_is_not_created_by_the_fixture(home: Path) -> None:
    """A test that finds its home has caused it."""
    assert not home.exists()


def test_nothing_in_the_environment_changes_output() -> None:
    """No language, color or editor of whoever runs the tests reaches them."""
    assert not {"NO_COLOR", "LANG", "LANGUAGE", "COLUMNS", "EDITOR", "VISUAL"} & set(os.environ)
    assert [name for name in os.environ if name.startswith("MEFIRST_")] == ["MEFIRST_HOME"]
