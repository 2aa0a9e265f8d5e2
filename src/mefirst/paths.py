"""Where things are kept. Finding a path never creates it."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

DEFAULT_JOURNAL = "default"


class Paths(NamedTuple):
    """The roots: configuration, journals and packs, device-local state, and what may be deleted any time."""

    config: Path
    data: Path
    state: Path
    cache: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "config.toml"

    def journal(self, name: str) -> Path:
        """The folder of the journal called `name`."""
        return self.data / "journals" / name

    def environment(self, given: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the variables under which these paths are found by a process that inherits none."""
        if given.get("MEFIRST_HOME"):
            return {"MEFIRST_HOME": str(self.data)}
        if sys.platform in {"darwin", "win32"}:  # by the account alone
            return {}
        roots = {"CONFIG": self.config, "DATA": self.data, "STATE": self.state, "CACHE": self.cache}
        return {f"XDG_{name}_HOME": str(root.parent) for name, root in roots.items()}


def find_paths(environment: Mapping[str, str] = os.environ) -> Paths:
    """Return the roots: below `MEFIRST_HOME` where that is set, else where the platform keeps such things."""
    if home := environment.get("MEFIRST_HOME"):
        root = Path(home).expanduser().absolute()
        return Paths(root, root, root / "state", root / "cache")
    import platformdirs  # noqa: PLC0415 not needed where MEFIRST_HOME says it all

    return Paths(
        config=platformdirs.user_config_path("mefirst", appauthor=False),
        data=platformdirs.user_data_path("mefirst", appauthor=False),
        state=platformdirs.user_state_path("mefirst", appauthor=False),
        cache=platformdirs.user_cache_path("mefirst", appauthor=False),
    )


def packaged(name: str) -> Path:
    """Return a folder shipped with the program: inside the package, or at the top of a checkout."""
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parents[2] / name
