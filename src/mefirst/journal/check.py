"""Checking a journal, changing nothing: every file read, compared with its name, its chain and its place."""

import os
import stat
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from mefirst.atomic import FILE_MODE, FOLDER_MODE
from mefirst.errors import MefirstError
from mefirst.journal import layout, seen
from mefirst.journal.changes import TRASHED, is_moved
from mefirst.journal.inspecting import Identity, Inspected, inspect_file
from mefirst.journal.revisions import read_bytes
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry

Level = Literal["note", "repairable", "risk"]
LEVELS: tuple[Level, ...] = ("note", "repairable", "risk")
Step = Callable[[int, int], None]
"""Called with how many files are done, of how many."""

VANISHED_MOST = 5
VANISHED_SHARE = 0.1
STALE = 60.0
"""Seconds after which a file that is being written was left behind; a write takes milliseconds."""

_SKIPPED = {"desktop.ini", "Thumbs.db", "Icon\r"}
_CLOUDS = (
    "dropbox", "onedrive", "nextcloud", "owncloud", "google drive", "googledrive", "mobile documents",
    "com~apple~clouddocs", "cloudstorage", "pclouddrive", "megasync", "syncthing", "seafile", "box sync",
)  # fmt: skip
_REMAINS = "it was deleted for good, and this is left of it"
_CLOUD_MARKS = (".stfolder", ".dropbox", ".sync")


class Finding(NamedTuple):
    """Something that is not as it should be. `place` is where a repair puts the content, if anywhere."""

    code: str
    path: str
    why: str
    level: Level
    place: str = ""


class Report(NamedTuple):
    """What a check found, what is well, and what lies in quarantine; `whole` where every folder was looked into."""

    findings: tuple[Finding, ...]
    records: frozenset[str]
    missing: frozenset[str]
    vanished: bool
    files: int
    quarantine: int
    whole: bool

    @property
    def level(self) -> Level | None:
        """The worst there is, None where nothing was found."""
        return max((one.level for one in self.findings), key=LEVELS.index, default=None)


def check(journal: Journal, step: Step = lambda _done, _total: None) -> Report:
    """Check a journal; nothing is written."""
    return _Check(journal).report(step)


class _Check:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._seen = seen.load(journal.state)
        self._findings: list[Finding] = []
        self._good: dict[PurePosixPath, Identity] = {}
        self._strays: list[tuple[Inspected, str]] = []
        self._purged: dict[str, str] = {}
        self._named: set[str] = set()
        self._names: set[str] = set()
        self._owner = journal.root.stat().st_uid
        self._shut = False

    def report(self, step: Step) -> Report:
        paths = list(self._walk(self._journal.root))
        for number, path in enumerate(paths, 1):
            self._file(path)
            step(number, len(paths))
        self._place_strays()
        self._remains()
        missing = self._missing_parents()
        gone = self._gone()
        self._half_moves()
        self._cloud()
        quarantine = self._journal.root / layout.QUARANTINE
        return Report(
            tuple(sorted(self._findings, key=lambda one: (-LEVELS.index(one.level), one.path, one.code))),
            frozenset(self._named),
            missing,
            len(gone) > VANISHED_MOST and len(gone) > VANISHED_SHARE * len(self._seen.names),
            len(paths),
            len(layout.names(quarantine, layout.pass_over)),
            not self._shut,
        )

    def _find(self, code: str, path: Path | PurePosixPath, why: str, level: Level, place: str = "") -> None:
        relative = path.relative_to(self._journal.root) if isinstance(path, Path) else path
        self._findings.append(Finding(code, relative.as_posix(), why, level, place))

    def _walk(self, folder: Path) -> Iterator[Path]:
        """Yield the files below a folder, having looked at the folders; links are named, not followed."""
        named = self._mode(folder, FOLDER_MODE)
        try:
            entries = layout.entries(folder)
        except OSError as problem:
            self._shut = True
            if not named:
                self._find("unreadable", folder, problem.strerror or "it cannot be listed", "risk")
            return
        for one in entries:
            path = Path(one.path)
            if self._is_skipped(path):
                continue
            if one.is_symlink():
                self._link(path)
            elif one.is_dir():
                yield from self._walk(path)
            else:
                yield path

    def _is_skipped(self, path: Path) -> bool:
        """Whether a file or folder is none of ours, and known to be: those of sync programs, of git, of systems."""
        relative = path.relative_to(self._journal.root)
        if relative == layout.QUARANTINE:
            return True
        return (path.name.startswith(".") and path.name != ".mefirst") or path.name in _SKIPPED

    def _mode(self, path: Path, wanted: int) -> bool:
        """Name a mode or an owner that is not as it was written; return whether one was."""
        if sys.platform == "win32":
            return False
        before = len(self._findings)
        status = path.lstat()
        mode = stat.S_IMODE(status.st_mode)
        if mode != wanted:
            self._find("mode", path, f"its mode is {mode:04o}, not {wanted:04o}", "repairable")
        if status.st_uid != self._owner:
            self._find("owner", path, f"it belongs to user {status.st_uid}", "repairable")
        return len(self._findings) > before

    def _link(self, path: Path) -> None:
        target = f"it is a link to {os.readlink(path)}"  # noqa: PTH115 as text
        if path.is_dir():
            self._find("linked-folder", path, target, "repairable")
            return
        try:
            found = self._inspected(PurePosixPath(path.relative_to(self._journal.root)), read_bytes(path))
        except OSError:
            self._find("link", path, f"{target}, which is not there", "risk")
            return
        if found.identity is None:
            self._find("link", path, target, "repairable")
        else:
            self._strays.append((found._replace(why=target), "link"))

    def _file(self, path: Path) -> None:
        self._names.add(path.name)
        relative = PurePosixPath(path.relative_to(self._journal.root))
        in_temporary = layout.TEMPORARY in Path(relative).parents
        try:
            if in_temporary and abs(time.time() - path.stat().st_mtime) < STALE:
                return
            data = read_bytes(path)
        except FileNotFoundError:  # deleted for good, or written to its end, as we looked
            return
        except OSError as problem:
            if not self._mode(path, FILE_MODE):
                self._find("unreadable", path, problem.strerror or "it cannot be read", "risk")
            return
        self._mode(path, FILE_MODE)
        if relative.as_posix() == layout.FORMAT_FILE or relative.parent == PurePosixPath(layout.KEYS):
            return
        if in_temporary:
            self._leftover(relative, data)
        else:
            self._sort(self._inspected(relative, data))

    def _inspected(self, path: PurePosixPath, data: bytes) -> Inspected:
        return inspect_file(path, data, self._journal.codec)

    def _leftover(self, path: PurePosixPath, data: bytes) -> None:
        found = self._inspected(path, data)
        if found.identity:
            why = "it was left while it was being written"
            self._strays.append((found._replace(why=why), "leftover"))
        else:
            self._find("leftover", path, "it was left half-written", "repairable")

    def _sort(self, found: Inspected) -> None:
        parsed = layout.parse_name(found.path.name)
        if parsed and parsed.revision is None:
            self._purged.setdefault(parsed.id, found.path.as_posix())
            if found.state != "good":
                self._find("marker", found.path, found.why, "repairable")
        elif found.state == "good" and found.identity:
            self._good[found.path] = found.identity
            self._named.add(found.path.name)
        elif found.state in {"changed", "misplaced", "damaged"} and found.identity:
            self._strays.append((found, found.state))
        elif found.state == "foreign":
            self._find("foreign", found.path, found.why, "note")
        elif found.state == "plaintext":
            self._find("plaintext", found.path, found.why, "repairable")
        elif found.state == "earlier-key":
            self._find(
                "earlier-key", found.path, f"{found.why}; if you wrote it, --adopt takes it in", "risk"
            )
        else:
            self._find(found.state, found.path, found.why, "risk")

    def _place_strays(self) -> None:
        """Say what becomes of each file whose content is a revision, but which does not lie where it belongs."""
        vouched = self._names | self._seen.names
        parents = {parent for one in self._good.values() for parent in one.parents}
        placed: set[PurePosixPath] = set()
        moved = {one.replaces for one in self._good.values() if one.replaces}
        for found, state in self._strays:
            identity = found.identity
            if identity is None:
                continue
            if identity.id in self._purged:
                self._find("remains", found.path, _REMAINS, "repairable")
                continue
            certain = identity.place.name in vouched or identity.digest in parents
            if state == "changed":
                self._find("changed", found.path, found.why, "risk", identity.place.as_posix())
            elif state == "damaged" and not certain:
                self._find("damaged", found.path, found.why, "risk")
            elif state == "leftover" and identity.replaces in moved and identity.place not in self._good:
                self._find("leftover", found.path, "it is of a move that was made again since", "repairable")
            elif identity.place in self._good or identity.place in placed:
                self._find("link" if state == "link" else "duplicate", found.path,
                           found.why if state == "link" else "it is a copy of what is here", "repairable")  # fmt: skip
            else:
                code = "misplaced" if state == "damaged" else state
                placed.add(identity.place)
                self._find(code, found.path, found.why, "repairable", identity.place.as_posix())
                self._good[identity.place] = identity
                self._named.add(identity.place.name)

    def _remains(self) -> None:
        for path, identity in list(self._good.items()):
            if identity.id in self._purged:
                del self._good[path]
                self._find("remains", path, _REMAINS, "repairable")

    def _missing_parents(self) -> frozenset[str]:
        if self._shut:  # they may lie where nobody could look
            return frozenset()
        known = {one.digest for one in self._good.values()}
        named = {
            parsed.hash12
            for one in self._findings
            if (parsed := layout.parse_name(PurePosixPath(one.path).name))
        }
        missing: set[str] = set()
        for path, one in self._good.items():
            for parent in one.parents:
                if parent in known:
                    continue
                missing.add(parent)
                if parent not in self._seen.missing and parent[: layout.HASH_LENGTH] not in named:
                    self._find("missing-parent", path, f"what it changed ({parent[:12]}…) is missing", "risk")
        return frozenset(missing)

    def _gone(self) -> list[str]:
        if self._shut:  # as above
            return []
        here = self._named | {PurePosixPath(one.path).name for one in self._findings}
        gone = sorted(
            name
            for name in self._seen.names - here
            if (parsed := layout.parse_name(name)) and parsed.id not in self._purged
        )
        for name in gone:
            self._find("gone", PurePosixPath(name), "it was here at the last check and is gone", "risk")
        return gone

    def _half_moves(self) -> None:
        moved: defaultdict[str, list[str]] = defaultdict(list)
        for path, one in self._good.items():
            if one.replaces and path.parts[0] == Entry.FOLDER and one.replaces not in moved[one.id]:
                moved[one.id].append(one.replaces)
        for new, olds in moved.items():
            for old in olds:
                try:
                    self._half_move(old, new)
                except MefirstError:  # gone, or damaged and named already
                    continue

    def _half_move(self, old: str, new: str) -> None:
        record = self._journal.get(Entry, old).record
        versions, _ = self._journal.history(Entry, new)
        if TRASHED in {record.state, self._journal.get(Entry, new).record.state}:
            return
        path = PurePosixPath(Entry.FOLDER, layout.month_folder(old).as_posix(), old)
        if any(is_moved(record, one.record) for one in versions):
            self._find("half-move", path, f"it was moved to {new}, and stands here too", "repairable", new)
        else:
            self._find("moved-and-changed", path, f"it was moved to {new}, and changed here since", "note")

    def _cloud(self) -> None:
        if not (self._journal.root / ".git").exists():
            return
        root = self._journal.root.absolute()
        in_cloud = any(cloud in part.casefold() for part in root.parts for cloud in _CLOUDS)
        if in_cloud or any(
            (folder / mark).exists() for folder in (root, *root.parents) for mark in _CLOUD_MARKS
        ):
            why = "a git history inside a folder that is synced breaks; keep it out of the sync"
            self._find("cloud-git", PurePosixPath(".git"), why, "repairable")
