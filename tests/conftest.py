"""Every test has a home of its own; none can touch the real one."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from hypothesis import HealthCheck, settings

from mefirst.journal.store import Journal
from sealing import all_sealed, plain_words

REAL_FOLDERS = tuple(
    str(folder("mefirst", appauthor=False))
    for folder in (
        platformdirs.user_config_path,
        platformdirs.user_data_path,
        platformdirs.user_state_path,
        platformdirs.user_cache_path,
    )
)
_WATCHED = {"open", "os.mkdir", "os.rename", "os.remove", "os.link", "os.listdir", "os.scandir"}

settings.register_profile(
    "mefirst", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("mefirst")

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # as in the background of a script: Ctrl-C is tested, too
    signal.signal(signal.SIGINT, signal.default_int_handler)


class TouchedRealHome(BaseException):
    """A test reached for the journal of whoever runs it."""


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _WATCHED:
        for argument in arguments[:2]:
            if isinstance(argument, str | os.PathLike) and str(argument).startswith(REAL_FOLDERS):
                raise TouchedRealHome(f"{event}: {argument}")


sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The MEFIRST_HOME of this test, not yet created; the environment holds nothing that would change output."""
    folder = tmp_path / "home"
    for name in list(os.environ):
        if name.startswith(("MEFIRST_", "XDG_", "LC_")) or name in {
            "NO_COLOR",
            "FORCE_COLOR",
            "COLUMNS",
            "LANG",
            "LANGUAGE",
            "TERM",
            "VISUAL",
            "EDITOR",
            "TMUX",
        }:
            monkeypatch.delenv(name)
    monkeypatch.setenv("MEFIRST_HOME", str(folder))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("TERM", "xterm-256color")
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for `sealing` twice: with plain journals, and with sealed ones unless it says why not."""
    if "sealing" in metafunc.fixturenames:
        forms = ["plain"] if metafunc.definition.get_closest_marker("plain_only") else ["plain", "sealed"]
        metafunc.parametrize("sealing", forms, indirect=True)


@pytest.fixture
def sealing(home: Path, request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether the journals that are begun in this test are sealed from the start."""
    sealed = request.param == "sealed"
    with all_sealed(really=sealed):
        yield sealed
    if sealed:
        assert plain_words(home) == []


@pytest.fixture
def journal(home: Path) -> Journal:
    """An empty journal in this test's home."""
    return Journal.create("default", home / "journals" / "default", home / "state")


@pytest.fixture
def noon() -> datetime:
    """The moment most tests happen at: Monday 23 November 2026, 12:00 UTC."""
    return datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def clock(noon: datetime) -> Callable[[], datetime]:
    return lambda: noon


NO_SKIPS = bool(os.environ.get("MEFIRST_NO_SKIPS"))
MAY_SKIP = ("needs a mount", "needs another user")
"""Reasons for which a test may be skipped even where every program is installed."""


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Where every program is installed, a skipped test is a failed one, unless it is one of the few that may."""
    outcome: Any = yield
    report = outcome.get_result()
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(allowed in reason for allowed in MAY_SKIP):
            report.outcome = "failed"
            report.longrepr = f"skipped where nothing may be: {reason}"
