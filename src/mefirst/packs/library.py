"""The packs at hand: those shipped with mefirst, and any file or folder given by its path."""

from pathlib import Path
from typing import NamedTuple

from mefirst.errors import UnknownPack, UsageProblem
from mefirst.packs.problems import Refused
from mefirst.packs.reader import LoadedPack, read_pack
from mefirst.paths import packaged

PACK_FILE = "pack.yaml"


class Library(NamedTuple):
    """Finds packs by name; `bundled` is the folder of those shipped."""

    bundled: Path

    @classmethod
    def standard(cls) -> "Library":
        """The library of this installation."""
        return cls(packaged("prompts"))

    def names(self) -> tuple[str, ...]:
        """The names that can be asked for."""
        return tuple(sorted(path.parent.name for path in self.bundled.glob(f"*/{PACK_FILE}")))

    def load(self, wanted: str) -> LoadedPack:
        """Load the pack called `wanted`, or the one in that file or folder; PackProblems where it is broken."""
        path = self._path(wanted)
        try:
            return read_pack(path.read_bytes())
        except Refused as refused:
            raise refused.named(path.name) from None
        except OSError as problem:
            raise UsageProblem(f"The pack {path} cannot be read.", problem.strerror or str(problem)) from None

    def _path(self, wanted: str) -> Path:
        if wanted in self.names():
            return self.bundled / wanted / PACK_FILE
        try:
            given = Path(wanted).expanduser()
        except RuntimeError:  # a home nobody has
            raise UnknownPack(wanted, self.names()) from None
        if given.is_dir() and (given / PACK_FILE).is_file():
            return given / PACK_FILE
        if given.is_file() and given.suffix in {".yaml", ".yml"}:
            return given
        raise UnknownPack(wanted, self.names())
