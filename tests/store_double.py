"""A key store that stands in for that of the system: a file, by PYTHON_KEYRING_BACKEND=store_double.Store."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend  # noqa: TID253 to stand in for it
from keyring.errors import KeyringLocked  # noqa: TID253 likewise


class Store(KeyringBackend):
    """Keeps what it is given in the file that STORE_DOUBLE names; locked where that is no file."""

    priority = 1

    def _load(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._path.read_text()))
        except (OSError, ValueError):
            raise KeyringLocked from None

    @property
    def _path(self) -> Path:
        return Path(os.environ["STORE_DOUBLE"])

    def get_password(self, service: str, username: str) -> str | None:
        return self._load().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path.write_text(json.dumps({**self._load(), f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        self._path.write_text(
            json.dumps({name: one for name, one in self._load().items() if name != f"{service} {username}"})
        )
