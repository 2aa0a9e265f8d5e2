"""The packs at hand: those that were added, those shipped with mefirst, and any given by its path."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from mefirst.errors import UnknownPack, UsageProblem
from mefirst.packs.problems import Refused
from mefirst.packs.reader import LoadedPack, read_pack
from mefirst.paths import Paths, packaged
from mefirst.speech import chain, choose

PACK_FILE = "pack.yaml"


class Library(NamedTuple):
    """Finds packs by name: one that was added comes before one shipped in `bundled`."""

    bundled: Path
    paths: Paths | None = None

    @classmethod
    def standard(cls, paths: Paths | None = None) -> "Library":
        """The library of this installation, and of whoever `paths` belong to."""
        return cls(packaged("prompts"), paths)

    def names(self) -> tuple[str, ...]:
        """The names that can be asked for."""
        return tuple(sorted({*self.shipped(), *self._added()}))

    def shipped(self) -> Iterator[str]:
        """Yield the names of those shipped."""
        return (path.parent.name for path in sorted(self.bundled.glob(f"*/{PACK_FILE}")))

    def load(self, wanted: str) -> LoadedPack:
        """Load the pack called `wanted`, or the one in that file or folder; PackProblems where it is broken."""
        name, files = self._files(wanted)
        try:
            return read_pack(files[PACK_FILE])
        except Refused as refused:
            raise refused.named(name) from None

    def files(self, wanted: str) -> Mapping[str, bytes]:
        """Return the files of a pack, by their path in it."""
        return self._files(wanted)[1]

    def _added(self) -> tuple[str, ...]:
        if self.paths is None or not (self.paths.data / "packs.lock").exists():
            return ()
        from mefirst.packs.installed import Installed  # noqa: PLC0415 most people never add one

        return tuple(one.id for one in Installed.below(self.paths).locked())

    def _files(self, wanted: str) -> tuple[str, Mapping[str, bytes]]:
        if self.paths is not None and wanted in self._added():
            from mefirst.packs.installed import Installed  # noqa: PLC0415 as above

            return PACK_FILE, Installed.below(self.paths).bundle(wanted).files
        if wanted in self.shipped():
            return PACK_FILE, _shipped_files(self.bundled / wanted)
        return _given(wanted, self.names())


def _shipped_files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    try:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    except OSError as problem:
        raise UsageProblem(f"The pack {folder} cannot be read.", problem.strerror or str(problem)) from None


def _given(wanted: str, known: tuple[str, ...]) -> tuple[str, Mapping[str, bytes]]:
    """Return the name and the files of a pack given by its path."""
    try:
        path = Path(wanted).expanduser()
        is_there = (path / PACK_FILE).is_file() if path.is_dir() else path.is_file()
    except (RuntimeError, OSError, ValueError):  # a home nobody has, a name too long, a NUL
        is_there = False
    if not is_there:
        raise UnknownPack(wanted, known)
    from mefirst.packs import disk  # noqa: PLC0415 a rare way

    if path.is_dir():
        return PACK_FILE, disk.from_folder(path).files
    if path.suffix in {".yaml", ".yml", ".zip"}:
        return path.name, disk.from_file(path).files
    raise UsageProblem(f"{wanted} is no pack.", hint="A pack is a folder, a .yaml file or a .zip file.")


def speaking(files: Mapping[str, bytes], wanted: Iterable[str]) -> LoadedPack:
    """Load a pack by its files, in the first of the `wanted` languages (tags) it has, else in its own.

    A text the chosen translation lacks is taken from a wider one (pt for pt-BR), else from the pack itself.
    """
    try:
        loaded = read_pack(files[PACK_FILE])
    except Refused as refused:
        raise refused.named(PACK_FILE) from None
    paths = {
        path[len("lang/") : -len(".yaml")].casefold(): path for path in files if path.startswith("lang/")
    }
    chosen = choose(paths, loaded.pack.language, wanted)
    overlays = [paths[tag.casefold()] for tag in chain(chosen) if tag.casefold() in paths]
    return in_translation(loaded, *(files[path].decode("utf-8", "replace") for path in overlays))


def in_translation(loaded: LoadedPack, *texts: str) -> LoadedPack:
    """Return a pack in the texts of overlays, the most wanted first; one that cannot be read is passed over."""
    if not texts:
        return loaded
    from mefirst.packs import overlay  # noqa: PLC0415 only where a translation is spoken

    overlays = []
    for text in texts:
        with contextlib.suppress(Refused):
            overlays.append(overlay.read_overlay(text.encode()))
    return loaded._replace(pack=overlay.translated(loaded.pack, *overlays), translations=texts)
